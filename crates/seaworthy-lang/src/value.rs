//! What an expression is worth without running it.

use std::borrow::Cow;

use seaworthy_facts::{Arg, render_arg};

/// Arguments past this number are left out of a rendered list.
pub(crate) const MAX_ARGS: usize = 16;
/// Groups within groups deeper than this are rendered as `_`.
pub(crate) const MAX_DEPTH: u8 = 3;

/// A constant, a name, or something only a run could tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'t> {
    /// A constant string, unescaped; of a concatenation, the constant start.
    Str(Cow<'t, str>),
    /// A number, boolean or null, as written.
    Literal(&'t str),
    /// A plain or dotted name.
    Name(&'t str),
    /// A named argument.
    Named(&'t str, Box<Value<'t>>),
    /// An array, list, dictionary or object literal.
    Group(Vec<Value<'t>>),
    /// Anything else.
    Other,
}

impl Value<'_> {
    fn arg(&self) -> Arg<'_> {
        match self {
            Self::Str(s) => Arg::Str(s),
            Self::Literal(s) => Arg::Literal(s),
            Self::Name(s) => Arg::Name(s),
            Self::Named(key, value) => Arg::Named(key, Box::new(value.arg())),
            Self::Group(items) => Arg::Group(items.iter().map(Value::arg).collect()),
            Self::Other => Arg::Other,
        }
    }

    /// The constant string, if it is one; the value of a named argument counts.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(s) => Some(s),
            Self::Named(_, value) => value.as_str(),
            _ => None,
        }
    }

    /// Every constant string in it, one group deep.
    pub(crate) fn strings(&self) -> Vec<&str> {
        match self {
            Self::Group(items) => items.iter().filter_map(Value::as_str).collect(),
            Self::Named(_, value) => value.strings(),
            other => other.as_str().into_iter().collect(),
        }
    }

    /// The constant whole number, if it is one; a string of digits counts.
    pub(crate) fn as_number(&self) -> Option<u64> {
        match self {
            Self::Str(s) => s.trim().parse().ok(),
            Self::Literal(s) => s.trim_end_matches(['L', 'l']).replace('_', "").parse().ok(),
            Self::Named(_, value) => value.as_number(),
            _ => None,
        }
    }
}

/// Renders values the way [`seaworthy_facts::render_args`] says.
pub(crate) fn render(values: &[Value<'_>]) -> String {
    let mut out = String::new();
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        render_arg(&value.arg(), &mut out);
    }
    out
}

/// Whether text is a plain or dotted name.
pub(crate) fn is_dotted_name(text: &str) -> bool {
    text.len() <= 120
        && !text.is_empty()
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '$'))
}

/// A string literal's inside without C-like escapes (`\n`, `\t`, `\"`, `\\`, `\uXXXX`, `\xXX`; others keep the
/// escaped character). Borrows when there is nothing to do.
pub(crate) fn unescape(inner: &str) -> Cow<'_, str> {
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('0') => out.push('\0'),
            Some(kind @ ('u' | 'x')) => {
                let digits = if kind == 'u' { 4 } else { 2 };
                let hex: String = rest.clone().take(digits).collect();
                match u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32) {
                    Some(decoded) if hex.len() == digits => {
                        out.push(decoded);
                        for _ in 0..digits {
                            rest.next();
                        }
                    }
                    _ => out.push(kind),
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescape(r"C:\\data\\x"), r"C:\data\x");
        assert_eq!(unescape(r#"a\"b\n\u0041\x41\'"#), "a\"b\nAA'");
        assert_eq!(unescape(r"\uZZ"), "uZZ");
        assert!(matches!(unescape("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn numbers_and_strings_are_told() {
        assert_eq!(Value::Literal("8_080L").as_number(), Some(8080));
        assert_eq!(Value::Literal("true").as_number(), None);
        let group = Value::Group(vec![Value::Str("a".into()), Value::Other]);
        assert_eq!(group.strings(), ["a"]);
        assert_eq!(render(&[group, Value::Name("x")]), r#"{"a", _}, $x"#);
    }
}
