//! Commands to CICS, IMS and databases between `EXEC` and `END-EXEC`.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use super::Program;
use super::token::{Kind, Token};
use crate::value::Value;

/// A statement longer than this (in bytes) is cut in the value of its call.
const LONGEST_STATEMENT: usize = 400;

impl<'t> Program<'_, 't> {
    /// A block that begins at a token; returns the token after it.
    pub(super) fn embedded(&mut self, at: usize) -> usize {
        let rest = self.tokens.get(at..).unwrap_or(&[]);
        let length = rest.iter().position(|t| t.is("END-EXEC")).unwrap_or(rest.len());
        let end = at + length;
        let span = self.span(at, end + 1);
        let inner: Vec<Token<'t>> = self.tokens.get(at + 2..end).unwrap_or(&[]).to_vec();
        match self.token(at + 1) {
            Some(t) if t.is("SQL") || t.is("SQLIMS") => self.sql(&inner, span),
            Some(t) if t.is("DLI") => self.command("DLI", &inner, span),
            _ => self.command("CICS", &inner, span),
        }
        end + 1
    }

    /// `LINK PROGRAM('X') COMMAREA(Y)`: the verb is the callee, options are named arguments.
    fn command(&mut self, system: &str, inner: &[Token<'t>], span: Span) {
        let Some(verb) = inner.first().filter(|t| t.kind == Kind::Word) else { return };
        let name = format!("{system}.{}", verb.text.to_ascii_uppercase());
        let mut args = Vec::new();
        let mut i = 1;
        while let Some(option) = inner.get(i) {
            let opens = inner.get(i + 1).is_some_and(|t| t.kind == Kind::Sign && t.text == "(");
            if option.kind == Kind::Text {
                self.string(*option);
            }
            if option.kind != Kind::Word {
                i += 1;
                continue;
            }
            if !opens {
                args.push(Value::Name(option.text));
                i += 1;
                continue;
            }
            let close = closing(inner, i + 1);
            let value = match inner.get(i + 2..close) {
                Some([one]) => match self.known_text(*one) {
                    Some(text) => Value::Str(text.trim_end().into()),
                    None if one.kind == Kind::Number => Value::Literal(one.text),
                    None => Value::Name(one.text),
                },
                _ => Value::Other,
            };
            for token in inner.get(i + 2..close).unwrap_or(&[]) {
                if token.kind == Kind::Text {
                    self.string(*token);
                }
            }
            args.push(Value::Named(option.text, Box::new(value)));
            i = close + 1;
        }
        let kind = match verb.text.to_ascii_uppercase().as_str() {
            "READ" | "READNEXT" | "READPREV" | "STARTBR" => Some(FactKind::FileRead),
            "WRITE" | "REWRITE" => Some(FactKind::FileWrite),
            _ => None,
        };
        let of_file = |v: &Value<'_>| matches!(v, Value::Named(key, _) if key.eq_ignore_ascii_case("FILE") || key.eq_ignore_ascii_case("DATASET"));
        if let Some(kind) = kind.filter(|_| system == "CICS" && args.iter().any(of_file)) {
            self.fact(kind, true, "?", &name, span);
        }
        self.call(true, &name, &args, span);
    }

    /// A statement: a call by its first word, with itself as argument, and what every language says of SQL.
    fn sql(&mut self, inner: &[Token<'t>], span: Span) {
        let Some(verb) = inner.first() else { return };
        let mut statement = String::new();
        let mut end = verb.at;
        for token in inner {
            if token.at > end {
                statement.push(' ');
            }
            if token.kind == Kind::Text {
                statement.push('\'');
                statement.push_str(token.text);
                statement.push('\'');
            } else {
                statement.push_str(token.text);
            }
            end = token.end;
        }
        if verb.is("INCLUDE")
            && let Some(book) = inner.get(1)
        {
            self.fact(FactKind::Import, true, book.text, "", span);
        }
        // A cursor holds a query.
        let query = inner.iter().position(|t| t.is("FOR"));
        let declares = verb.is("DECLARE") && inner.iter().any(|t| t.is("CURSOR"));
        let from = query
            .filter(|_| declares)
            .and_then(|n| inner.get(n + 1))
            .map_or(0, |t| inner.iter().take_while(|o| o.at < t.at).count());
        let query: Vec<&str> = inner.get(from..).unwrap_or(&[]).iter().map(|t| t.text).collect();
        self.out.sql(&query.join(" ").replace(" . ", "."), span);
        let name = format!("SQL.{}", verb.text.to_ascii_uppercase());
        let cut = statement
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take_while(|&end| end <= LONGEST_STATEMENT)
            .last()
            .unwrap_or(0);
        let cut = statement.get(..cut).unwrap_or("").to_owned();
        self.call(true, &name, &[Value::Str(cut.into())], span);
    }
}

/// The token that closes the parenthesis at `open`, or one past the end.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (i, token) in tokens.iter().enumerate().skip(open) {
        if token.kind == Kind::Sign {
            match token.text {
                "(" => depth += 1,
                ")" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return i;
                    }
                }
                _ => {}
            }
        }
    }
    tokens.len()
}
