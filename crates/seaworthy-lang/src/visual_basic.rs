//! Visual Basic in three shapes: .NET, version 6 with its forms, and `VBScript` in pages of classic ASP. There is no
//! well-kept grammar for any of them, so statements are read token by token.
//!
//! Names of .NET are qualified through `Imports` as those of C# are. `CreateObject("X")` is a call and the construction
//! of `X`; a `Declare … Lib "x"` is an annotation `Declare` (in .NET that of `DllImport`) with the library; `Open … For
//! Output` is a write. `Session` and `Application` of classic ASP are references.

mod apis;
mod expressions;
mod page;
mod statements;
#[cfg(test)]
mod tests;
mod token;

use rustc_hash::FxHashMap;
use seaworthy_facts::FactSink;

use crate::csharp::names::Names;
use crate::output::{Output, Wanted};
use crate::walk::SyntaxErrors;
use token::Token;

/// Which language of the family a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Net,
    /// Visual Basic 6 and `VBScript` files.
    Classic,
    /// Classic ASP.
    Page,
}

/// The state of one file. `'a` is the life of the code, which for a page is a copy without the markup.
struct Reader<'a, 't> {
    code: &'a str,
    dialect: Dialect,
    out: Output<'t>,
    names: Names<'a>,
    /// Qualified types of variables, by name in lower case.
    types: FxHashMap<String, String>,
    /// Constant strings, by name in lower case.
    constants: FxHashMap<String, &'a str>,
    /// Types and namespaces around the statement, and whether each opened a scope for facts.
    around: Vec<String>,
    in_procedure: bool,
    /// Types of the objects of open `With` blocks.
    with: Vec<String>,
    /// Whether the class inherits `Session` and the like from a page.
    on_page: bool,
}

/// Facts of a file of Visual Basic .NET.
pub(crate) fn scan<'t>(
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> Option<(FactSink, SyntaxErrors)> {
    read(Dialect::Net, text, Output::new(text, wanted, apis::apis()))
}

/// Facts of a module, form, class or script of Visual Basic 6.
pub(crate) fn scan_classic<'t>(
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> Option<(FactSink, SyntaxErrors)> {
    read(Dialect::Classic, text, Output::new(text, wanted, apis::apis()))
}

/// Facts of a page of classic ASP; `None` where its language is not `VBScript`.
pub(crate) fn scan_page<'t>(
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> Option<(FactSink, SyntaxErrors)> {
    let page = page::code(text)?;
    let mut out = Output::new(text, wanted, apis::apis());
    for (file, span) in &page.includes {
        out.fact(seaworthy_facts::FactKind::Import, true, file, "", *span);
    }
    read(Dialect::Page, &page.code, out)
}

/// Reads code; `None` where there is none.
fn read(dialect: Dialect, code: &str, out: Output<'_>) -> Option<(FactSink, SyntaxErrors)> {
    let (statements, errors) = token::statements(code, dialect == Dialect::Net);
    if statements.is_empty() {
        return None;
    }
    let mut reader = Reader {
        code,
        dialect,
        out,
        names: Names::default(),
        types: FxHashMap::default(),
        constants: FxHashMap::default(),
        around: Vec::new(),
        in_procedure: false,
        with: Vec::new(),
        on_page: false,
    };
    if dialect == Dialect::Net {
        // What every project of Visual Basic imports without saying so.
        for namespace in [
            "System",
            "System.Collections.Generic",
            "System.Data",
            "System.Diagnostics",
            "System.Linq",
        ] {
            reader.names.using(namespace);
        }
    }
    for statement in &statements {
        reader.statement(statement);
    }
    reader.end_procedure();
    while reader.around.pop().is_some() {
        reader.out.leave_scope();
    }
    Some((reader.out.into_sink(), errors))
}

impl<'a> Reader<'a, '_> {
    /// The dotted name that tokens begin with, as written.
    fn written(&self, tokens: &[Token<'a>]) -> &'a str {
        let end = statements::name_length(tokens);
        let last = end.checked_sub(1).and_then(|last| tokens.get(last));
        let Some((first, last)) = tokens.first().zip(last) else { return "" };
        self.code.get(first.at..last.end).unwrap_or("")
    }

    fn end_procedure(&mut self) {
        if self.in_procedure {
            self.out.leave_scope();
            self.in_procedure = false;
        }
    }

    fn qualified(&self, name: &str) -> String {
        crate::variables::join(self.around.last().map_or("", String::as_str), name)
    }
}

/// Whether a token is this word, in any case.
fn is(token: Option<&Token<'_>>, word: &str) -> bool {
    token.is_some_and(|t| t.is(word))
}
