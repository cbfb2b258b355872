//! Tags and directives with their attributes.

use std::ops::Range;

/// A tag or directive.
pub(super) struct Tag<'p> {
    page: &'p str,
    /// Names as written, and where the values are.
    attributes: Vec<(&'p str, Range<usize>)>,
    /// The place after its `>`.
    pub(super) end: usize,
    /// Whether it ends with `/>`.
    pub(super) is_empty: bool,
}

/// More attributes than this are not looked at.
const MOST_ATTRIBUTES: usize = 64;

impl<'p> Tag<'p> {
    /// Reads attributes from `at`, which is after the name of the tag, to the `>` that ends it. A value may hold `>`.
    pub(super) fn read(page: &'p str, mut at: usize) -> Self {
        let bytes = page.as_bytes();
        let mut tag = Tag { page, attributes: Vec::new(), end: page.len(), is_empty: false };
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' => {
                    tag.is_empty = at > 0 && bytes.get(at - 1) == Some(&b'/');
                    tag.end = at + 1;
                    break;
                }
                // It was never closed, and another begins.
                b'<' => {
                    tag.end = at;
                    break;
                }
                b'"' | b'\'' => at = end_of_quote(bytes, at, byte) + 1,
                _ if is_name(byte) => {
                    let name = at;
                    while bytes.get(at).is_some_and(|b| is_name(*b)) {
                        at += 1;
                    }
                    let name = page.get(name..at).unwrap_or("");
                    let equals = skip_blanks(bytes, at);
                    if bytes.get(equals) != Some(&b'=') {
                        continue;
                    }
                    let value = skip_blanks(bytes, equals + 1);
                    let quote = bytes.get(value).copied().filter(|b| matches!(b, b'"' | b'\''));
                    let (from, to) = match quote {
                        Some(quote) => (value + 1, end_of_quote(bytes, value, quote)),
                        None => (value, end_of_word(bytes, value)),
                    };
                    if tag.attributes.len() < MOST_ATTRIBUTES {
                        tag.attributes.push((name, from..to));
                    }
                    at = to + usize::from(quote.is_some());
                }
                _ => at += 1,
            }
        }
        tag
    }

    /// Where the value of an attribute is; the case of names does not matter.
    pub(super) fn place(&self, name: &str) -> Option<Range<usize>> {
        self.places(name).next()
    }

    /// Where the values of an attribute are that may stand more than once.
    pub(super) fn places<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let named = move |a: &&(&str, Range<usize>)| a.0.eq_ignore_ascii_case(name);
        self.attributes.iter().filter(named).map(|a| a.1.clone())
    }

    /// The value of an attribute.
    pub(super) fn value(&self, name: &str) -> Option<&'p str> {
        self.place(name).and_then(|range| self.page.get(range))
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.')
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

fn end_of_quote(bytes: &[u8], open: usize, quote: u8) -> usize {
    let rest = bytes.get(open + 1..).unwrap_or(&[]);
    rest.iter().position(|b| *b == quote).map_or(bytes.len(), |n| open + 1 + n)
}

fn end_of_word(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'<' | b'>')) {
        at += 1;
    }
    at
}

/// Whether a text is a dotted name: `a.b.C`.
pub(super) fn is_type(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'$'))
}
