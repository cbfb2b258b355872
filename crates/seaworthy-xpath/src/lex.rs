//! From text to tokens.

use crate::XPathError;

/// A token and the byte it starts at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) at: usize,
}

/// A piece of an expression. Whether a name or `*` is an operator is for the parser to say: it knows where one can
/// stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    Number(f64),
    Text(String),
    /// A name, with its prefix; the local name may be `*` behind a prefix.
    Name(Option<String>, String),
    Symbol(&'static str),
    End,
}

const SYMBOLS: [&str; 22] = [
    "//", "/", "::", "..", ".", "@", "(", ")", "[", "]", ",", "|", "+", "-", "!=", "=", "<=", "<",
    ">=", ">", "*", "$",
];

/// Cuts `text` into tokens; the last one is [`TokenKind::End`].
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, XPathError> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or("");
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        let (kind, length) = token(trimmed).map_err(|message| error(text, at, message))?;
        let end = kind == TokenKind::End;
        found.push(Token { kind, at });
        if end {
            return Ok(found);
        }
        at += length;
    }
}

/// A syntax error at a byte of `text`.
pub(crate) fn error(text: &str, at: usize, message: impl Into<String>) -> XPathError {
    let column = text.get(..at).map_or(0, |before| before.chars().count()) as u32 + 1;
    XPathError::Syntax { column, message: message.into() }
}

fn token(rest: &str) -> Result<(TokenKind, usize), String> {
    let Some(first) = rest.chars().next() else { return Ok((TokenKind::End, 0)) };
    if matches!(first, '"' | '\'') {
        let inner = rest.get(1..).unwrap_or("");
        let (text, _) = inner.split_once(first).ok_or("a string that does not end")?;
        return Ok((TokenKind::Text(text.to_owned()), text.len() + 2));
    }
    let second_is_digit = rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if first.is_ascii_digit() || (first == '.' && second_is_digit) {
        let digits = |from: usize| {
            let rest = rest.as_bytes().get(from..).unwrap_or(&[]);
            from + rest.iter().take_while(|b| b.is_ascii_digit()).count()
        };
        let mut end = digits(0);
        if rest.as_bytes().get(end) == Some(&b'.') {
            end = digits(end + 1);
        }
        let written = rest.get(..end).unwrap_or("");
        let number = written.trim_end_matches('.').parse().map_err(|_| "a bad number")?;
        return Ok((TokenKind::Number(number), end));
    }
    if let Some(symbol) = SYMBOLS.iter().find(|s| rest.starts_with(**s)) {
        return Ok((TokenKind::Symbol(symbol), symbol.len()));
    }
    let name = ncname(rest);
    if name.is_empty() {
        return Err(format!("unexpected {first:?}"));
    }
    let behind = rest.get(name.len()..).unwrap_or("");
    if let Some(local) = behind.strip_prefix(':').filter(|b| !b.starts_with(':')) {
        let second = if local.starts_with('*') { "*" } else { ncname(local) };
        if second.is_empty() {
            return Err(format!("{name}: is no name"));
        }
        let token = TokenKind::Name(Some(name.to_owned()), second.to_owned());
        return Ok((token, name.len() + 1 + second.len()));
    }
    Ok((TokenKind::Name(None, name.to_owned()), name.len()))
}

/// The name without a colon at the start of `text`; empty where there is none.
fn ncname(text: &str) -> &str {
    let mut chars = text.char_indices();
    match chars.next() {
        Some((_, c)) if c.is_alphabetic() || c == '_' => {}
        _ => return "",
    }
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}');
    let end = chars.find(|(_, c)| !part(*c)).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        tokens(text).unwrap().into_iter().map(|t| t.kind).collect()
    }

    #[test]
    fn names_numbers_and_symbols() {
        use TokenKind::{End, Name, Number, Symbol, Text};
        assert_eq!(
            kinds("//p:a[@b-c='x'] | .5*3. "),
            [
                Symbol("//"),
                Name(Some("p".into()), "a".into()),
                Symbol("["),
                Symbol("@"),
                Name(None, "b-c".into()),
                Symbol("="),
                Text("x".into()),
                Symbol("]"),
                Symbol("|"),
                Number(0.5),
                Symbol("*"),
                Number(3.0),
                End
            ]
        );
        assert_eq!(
            kinds("child::p:*"),
            [Name(None, "child".into()), Symbol("::"), Name(Some("p".into()), "*".into()), End]
        );
    }

    #[test]
    fn errors_have_columns() {
        let at = |text: &str| tokens(text).unwrap_err();
        assert_eq!(at("é = 'x").to_string(), "column 5: a string that does not end");
        assert_eq!(at("a # b").to_string(), "column 3: unexpected '#'");
        assert_eq!(at("p: a").to_string(), "column 1: p: is no name");
    }
}
