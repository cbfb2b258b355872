//! COBOL, with its embedded CICS, SQL and DL/I. There is no grammar that reads the dialects that are in use, so tokens
//! are read column by column and statements by their verbs.
//!
//! Statements are calls by their verb (`OPEN`, `ACCEPT`, `SELECT`, `STOP.RUN`), a `CALL` is a call of the program it
//! names (`?` where only a run could tell), commands to CICS are `CICS.LINK`, to IMS `DLI.GU`, SQL is `SQL.SELECT`
//! with the statement as its argument. Data items are fields: their type is the picture and usage.

mod apis;
mod data;
mod embedded;
mod procedure;
mod source;
#[cfg(test)]
mod tests;
mod token;

use rustc_hash::{FxHashMap, FxHashSet};
use seaworthy_base::Span;
use seaworthy_facts::{FactKind, FactSink};

use crate::output::{Output, Wanted};
use crate::value::Value;
use crate::walk::SyntaxErrors;
use token::{Kind, Token};

/// Which part of a program the scanner is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Division {
    /// A copybook: records, statements or both.
    Unknown,
    Identification,
    Environment,
    Data,
    Procedure,
}

/// The state of one file.
struct Program<'a, 't> {
    tokens: &'a [Token<'t>],
    out: Output<'t>,
    division: Division,
    /// `FILE`, `WORKING-STORAGE`, …, lower case and without its last word; `copy` in a copybook.
    section: &'static str,
    /// Name of the program, and whether the scope of a paragraph is open.
    name: &'t str,
    in_paragraph: bool,
    /// What files are assigned to, by name in upper case.
    files: FxHashMap<String, Assigned<'t>>,
    /// Items with a text as `VALUE`, by name in upper case.
    constants: FxHashMap<String, &'t str>,
    /// Items that a statement changes, in upper case.
    changed: FxHashSet<String>,
}

/// The target of `ASSIGN TO`.
#[derive(Clone, Copy)]
struct Assigned<'t> {
    /// The path or data definition name as written.
    target: &'t str,
    /// Whether it is a literal.
    literal: bool,
}

/// The facts of a program or copybook; `None` for a text without code.
pub(crate) fn scan<'t>(
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> Option<(FactSink, SyntaxErrors)> {
    let (tokens, errors) = token::tokens(text);
    if tokens.is_empty() {
        return None;
    }
    let mut program = Program {
        tokens: &tokens,
        out: Output::new(text, wanted, apis::apis()),
        division: Division::Unknown,
        section: "copy",
        name: "",
        in_paragraph: false,
        files: FxHashMap::default(),
        constants: FxHashMap::default(),
        changed: procedure::changed(&tokens),
    };
    program.run();
    Some((program.out.into_sink(), errors))
}

impl<'t> Program<'_, 't> {
    fn run(&mut self) {
        let mut at = 0;
        let mut after_period = true;
        while let Some(token) = self.token(at) {
            let next = match token.kind {
                Kind::Embedded => self.embedded(at),
                Kind::Word | Kind::Number => self.word(at, token, after_period),
                Kind::Text => {
                    self.string(token);
                    at + 1
                }
                Kind::Sign | Kind::Point => at + 1,
            };
            // Every step goes on: nothing a handler returns can stop the scan.
            let next = next.max(at + 1);
            after_period = self.token(next - 1).is_some_and(|t| t.is_period());
            at = next;
        }
        self.close_paragraph();
    }

    fn token(&self, at: usize) -> Option<Token<'t>> {
        self.tokens.get(at).copied()
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.token(at).is_some_and(|t| t.is(word))
    }

    fn word(&mut self, at: usize, token: Token<'t>, after_period: bool) -> usize {
        if self.is(at + 1, "DIVISION") {
            return self.division(at, token);
        }
        if self.is(at + 1, "SECTION") && self.division != Division::Procedure {
            return self.section(at, token);
        }
        if token.is("PROGRAM-ID") || token.is("CLASS-ID") || token.is("FUNCTION-ID") {
            return self.program(at);
        }
        if token.is("COPY") && self.token(at + 1).is_some_and(|t| t.kind != Kind::Sign) {
            return self.copy(at);
        }
        match self.division {
            Division::Identification => at + 1,
            Division::Environment => self.environment(at, token),
            Division::Data => self.data(at, token, after_period),
            Division::Procedure => self.statement(at, token, after_period),
            Division::Unknown => {
                if token.is("SELECT") || token.is("FD") {
                    self.environment(at, token)
                } else if after_period && data::is_level(token) {
                    self.data(at, token, true)
                } else {
                    self.statement(at, token, false)
                }
            }
        }
    }

    fn division(&mut self, at: usize, token: Token<'t>) -> usize {
        let division = match () {
            () if token.is("IDENTIFICATION") || token.is("ID") => Division::Identification,
            () if token.is("ENVIRONMENT") => Division::Environment,
            () if token.is("DATA") => Division::Data,
            () if token.is("PROCEDURE") => Division::Procedure,
            () => return at + 1,
        };
        if division == Division::Identification {
            self.close_paragraph();
        }
        self.division = division;
        self.section = "";
        at + 2
    }

    fn section(&mut self, at: usize, token: Token<'t>) -> usize {
        const SECTIONS: [(&str, &str); 8] = [
            ("FILE", "file"),
            ("WORKING-STORAGE", "working-storage"),
            ("LOCAL-STORAGE", "local-storage"),
            ("LINKAGE", "linkage"),
            ("SCREEN", "screen"),
            ("REPORT", "report"),
            ("COMMUNICATION", "communication"),
            ("INPUT-OUTPUT", ""),
        ];
        if let Some((name, section)) = SECTIONS.iter().find(|(name, _)| token.is(name)) {
            self.section = section;
            if !section.is_empty() {
                let name = format!("{name}.SECTION");
                self.fact(FactKind::Reference, true, &name, "", self.span(at, at + 2));
            }
        }
        at + 2
    }

    fn program(&mut self, at: usize) -> usize {
        let mut name_at = at + 1;
        while self.token(name_at).is_some_and(|t| matches!(t.kind, Kind::Sign | Kind::Point)) {
            name_at += 1;
        }
        let Some(name) = self.token(name_at).filter(|t| t.kind != Kind::Sign) else {
            return at + 1;
        };
        self.close_paragraph();
        self.name = name.text;
        self.fact(FactKind::TypeDecl, true, name.text, "program", name.span());
        name_at + 1
    }

    fn copy(&mut self, at: usize) -> usize {
        let Some(book) = self.token(at + 1) else { return at + 1 };
        self.fact(FactKind::Import, true, book.text, "", self.span(at, at + 2));
        self.after_period(at + 2)
    }

    /// The token after the next period, or after the last one.
    fn after_period(&self, from: usize) -> usize {
        let rest = self.tokens.get(from..).unwrap_or(&[]);
        let until = rest.iter().position(Token::is_period).map_or(rest.len(), |n| n + 1);
        from + until
    }

    fn close_paragraph(&mut self) {
        if self.in_paragraph {
            self.out.leave_scope();
            self.in_paragraph = false;
        }
    }

    /// From the first token to the one before the last.
    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.token(from).map_or(0, |t| t.at);
        let end = self.token(to.saturating_sub(1)).map_or(start, |t| t.end);
        Span::new(start, end.max(start))
    }

    fn fact(&mut self, kind: FactKind, resolved: bool, name: &str, value: &str, span: Span) {
        self.out.fact(kind, resolved, name, value, span);
    }

    fn call(&mut self, resolved: bool, name: &str, args: &[Value<'_>], span: Span) {
        self.out.fact_with(FactKind::Call, resolved, name, args, span);
        if let Some(effect) = self.out.effect_of(name) {
            self.out.effect(effect, resolved, name, args, span);
        }
    }

    fn string(&mut self, token: Token<'t>) {
        self.out.string(token.text, token.span());
    }
}
