//! Name and attributes inside one start tag.

use seaworthy_base::Span;

use crate::decode::decode;

/// An attribute as it stands in a tag.
pub(crate) struct RawAttribute<'t> {
    pub(crate) name: &'t str,
    pub(crate) value: String,
    /// The value without its quotes.
    pub(crate) span: Span,
}

/// The name in `tag`, which is what stands between `<` and `>`.
pub(crate) fn name(tag: &str) -> &str {
    tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or("")
}

/// Reads the attributes of a tag. `offset` is where `tag` starts in the text. Attributes without a value or without
/// quotes are taken as HTML does; a second attribute of the same name is kept, the first one wins on look-up.
pub(crate) fn attributes(tag: &str, offset: usize) -> Vec<RawAttribute<'_>> {
    let bytes = tag.as_bytes();
    let mut at = name(tag).len();
    let mut found = Vec::new();
    let skip = |mut i: usize, wanted: fn(u8) -> bool| {
        while bytes.get(i).copied().is_some_and(wanted) {
            i += 1;
        }
        i
    };
    loop {
        at = skip(at, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\'' | b'='));
        if at >= bytes.len() {
            return found;
        }
        let end = skip(at, |b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'/'));
        let name = tag.get(at..end).unwrap_or("");
        at = skip(end, |b| b.is_ascii_whitespace());
        let (start, stop);
        if bytes.get(at) == Some(&b'=') {
            at = skip(at + 1, |b| b.is_ascii_whitespace());
            if let Some(&quote @ (b'"' | b'\'')) = bytes.get(at) {
                start = at + 1;
                stop = bytes
                    .get(start..)
                    .and_then(|r| r.iter().position(|&b| b == quote))
                    .map_or(bytes.len(), |n| start + n);
                at = (stop + 1).min(bytes.len());
            } else {
                start = at;
                stop = skip(at, |b| !b.is_ascii_whitespace());
                at = stop;
            }
        } else {
            (start, stop) = (end, end);
        }
        let raw = tag.get(start..stop).unwrap_or("");
        found.push(RawAttribute {
            name,
            value: decode(raw),
            span: Span::new(offset + start, offset + stop),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(tag: &str) -> Vec<(String, String)> {
        attributes(tag, 0).into_iter().map(|a| (a.name.to_owned(), a.value)).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn reads_quoted_bare_and_missing_values() {
        assert_eq!(name("a:b x='1'"), "a:b");
        assert_eq!(
            pairs("a x = '1' y=\"a &lt; b\" z=3 w /"),
            [pair("x", "1"), pair("y", "a < b"), pair("z", "3"), pair("w", "")]
        );
    }

    #[test]
    fn spans_cover_the_value() {
        let tag = "a key=\"väl\" b='2'";
        let found = attributes(tag, 0);
        assert_eq!(found[0].span.of(tag), "väl");
        assert_eq!(found[1].span.of(tag), "2");
    }
}
