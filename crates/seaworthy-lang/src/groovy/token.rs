//! Tokens of Groovy.

use std::borrow::Cow;

use crate::value::unescape;
use crate::walk::SyntaxErrors;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    Word,
    Number,
    /// A string up to its first expression, and whether that is all of it.
    Str(Cow<'t, str>, bool),
    /// A sign; `?.` and `*.` are `.`.
    Sign(char),
    LineEnd,
}

/// A token and where it stands, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// For a bracket, the index of the one that closes it.
    pub(super) closes_at: Option<usize>,
}

impl Token<'_> {
    pub(super) fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// The tokens of a text; comments are left out.
pub(super) fn tokens(text: &str) -> (Vec<Token<'_>>, SyntaxErrors) {
    let mut errors = SyntaxErrors::default();
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or("");
        let start = at;
        if c == '\n' {
            at += 1;
            tokens.push(Token { kind: Kind::LineEnd, start, end: at, closes_at: None });
        } else if c.is_whitespace() {
            at += c.len_utf8();
        } else if rest.starts_with("//") || rest.starts_with("#!") && start == 0 {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if let Some(inner) = rest.strip_prefix("/*") {
            at += match inner.find("*/") {
                Some(end) => end + 4,
                None => rest.len(),
            };
        } else if c.is_alphabetic() || c == '_' || c == '$' {
            at += rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')))
                .unwrap_or(rest.len());
            tokens.push(Token { kind: Kind::Word, start, end: at, closes_at: None });
        } else if c.is_ascii_digit() {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            at += end.unwrap_or(rest.len());
            tokens.push(Token { kind: Kind::Number, start, end: at, closes_at: None });
        } else if let Some((kind, length)) = string(rest, tokens.last(), &mut errors, start) {
            at += length;
            tokens.push(Token { kind, start, end: at, closes_at: None });
        } else {
            let double = matches!(bytes.get(at..at + 2), Some(b"?." | b"*."));
            at += if double { 2 } else { c.len_utf8() };
            let sign = if double { '.' } else { c };
            let index = tokens.len();
            tokens.push(Token { kind: Kind::Sign(sign), start, end: at, closes_at: None });
            match sign {
                '(' => open.push((index, ')')),
                '[' => open.push((index, ']')),
                '{' => open.push((index, '}')),
                ')' | ']' | '}' => match open.last() {
                    Some(&(opened, expected)) if expected == sign => {
                        open.pop();
                        if let Some(token) = tokens.get_mut(opened) {
                            token.closes_at = Some(index);
                        }
                    }
                    _ => errors.add(start),
                },
                _ => {}
            }
        }
    }
    for (index, _) in open {
        errors.add(tokens.get(index).map_or(0, |t| t.start));
    }
    (tokens, errors)
}

/// A string at the start of a text, and its length.
fn string<'t>(
    rest: &'t str,
    before: Option<&Token<'_>>,
    errors: &mut SyntaxErrors,
    at: usize,
) -> Option<(Kind<'t>, usize)> {
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|q| rest.starts_with(q));
    let Some(quote) = quote else {
        // `/…/` is one where no number or name stands before it.
        let starts = rest.starts_with('/')
            && before.is_none_or(|t| match t.kind {
                Kind::Sign(sign) => matches!(sign, '=' | '(' | ',' | '~' | '[' | ':' | '{' | '!'),
                _ => false,
            });
        if !starts {
            return None;
        }
        let line = rest.get(1..)?.split('\n').next()?;
        let end = line.find('/')?;
        let inner = line.get(..end)?;
        return Some((Kind::Str(Cow::Borrowed(inner), !inner.contains('$')), end + 2));
    };
    let inner = rest.get(quote.len()..)?;
    let mut end = None;
    let mut escaped = false;
    for (i, c) in inner.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == '\n' && quote.len() == 1 {
            break;
        } else if inner.get(i..).is_some_and(|r| r.starts_with(quote)) {
            end = Some(i);
            break;
        }
    }
    let Some(end) = end else {
        // An apostrophe on its own: the rest of the line is lost, no more.
        errors.add(at);
        let line = rest.find('\n').unwrap_or(rest.len());
        return Some((Kind::Str(Cow::Borrowed(""), false), line.max(1)));
    };
    let text = inner.get(..end)?;
    let length = end + 2 * quote.len();
    if quote.starts_with('\'') {
        return Some((Kind::Str(unescape(text), true), length));
    }
    let expression = text.match_indices('$').map(|(i, _)| i).find(|i| {
        !text.get(..*i).is_some_and(|b| b.ends_with('\\'))
            && text
                .get(i + 1..)
                .is_some_and(|r| r.starts_with(|c: char| c == '{' || c.is_alphabetic() || c == '_'))
    });
    let constant = expression.and_then(|i| text.get(..i)).unwrap_or(text);
    Some((Kind::Str(unescape(constant), expression.is_none()), length))
}
