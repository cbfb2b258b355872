//! Just enough of C#'s tokens to see where braces and parentheses close.

/// The place after a string, a character or a comment of C# that begins at `at`; `None` where none begins.
pub(super) fn skip(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    match rest {
        [b'/', b'/', ..] => Some(line_end(bytes, at)),
        [b'/', b'*', ..] => Some(after(bytes, at + 2, b"*/")),
        [b'"', b'"', b'"', ..] => Some(after(bytes, at + 3, b"\"\"\"")),
        [b'"', ..] => Some(string(bytes, at + 1, false)),
        [b'@', b'"', ..] => Some(verbatim(bytes, at + 2)),
        [b'$', b'"', ..] => Some(string(bytes, at + 2, true)),
        [b'$', b'@', b'"', ..] | [b'@', b'$', b'"', ..] => Some(verbatim(bytes, at + 3)),
        [b'\'', b'\\', _, ..] => Some(after(bytes, at + 3, b"'")),
        [b'\'', ..] => {
            // A character of several bytes is short; anything longer is an apostrophe.
            let close = rest.iter().skip(1).take(5).position(|b| *b == b'\'')?;
            (close > 0).then_some(at + close + 2)
        }
        _ => None,
    }
}

/// The place after the bracket that closes the one at `at`, if it closes; at most `most` bytes are looked at.
pub(super) fn balanced(bytes: &[u8], at: usize, most: usize) -> Option<usize> {
    let end = bytes.len().min(at.saturating_add(most));
    let bytes = bytes.get(..end)?;
    let mut open = 0_usize;
    let mut at = at;
    while let Some(&byte) = bytes.get(at) {
        if let Some(next) = skip(bytes, at) {
            at = next;
            continue;
        }
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => {
                open = open.checked_sub(1)?;
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The place after a word that begins at `at`; `at` where none does.
pub(super) fn word(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    if rest.first().is_some_and(u8::is_ascii_digit) {
        return at;
    }
    at + rest.iter().take_while(|b| is_word(**b)).count()
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The place of the next byte that is no blank.
pub(super) fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes.get(at..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_whitespace()).count()
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    rest.iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| at + n)
}

fn after(bytes: &[u8], at: usize, what: &[u8]) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let found = rest.windows(what.len()).position(|w| w == what);
    found.map_or(bytes.len(), |n| at + n + what.len())
}

/// The place after a string that ends on its line; strings in the holes of an interpolated one are passed over.
fn string(bytes: &[u8], mut at: usize, has_holes: bool) -> usize {
    let mut holes = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' => return at,
            b'\\' if holes == 0 => at += 1,
            b'"' if holes == 0 => return at + 1,
            b'"' => at = string(bytes, at + 1, false).saturating_sub(1),
            b'{' if has_holes && bytes.get(at + 1) == Some(&b'{') && holes == 0 => at += 1,
            b'{' if has_holes => holes += 1,
            b'}' if has_holes => holes = holes.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The place after a string in which two quotes stand for one.
fn verbatim(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' {
            if bytes.get(at + 1) != Some(&b'"') {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        for (text, end) in [
            ("(a, \")\", ')')x", 13),
            ("(@\"\\\", $\"{f(\")\")}\" /* ) */ )", 28),
            ("(\"\\\")\")", 7),
            ("(\"\"\"a\")\"\"\")", 11),
            ("(// )\n)", 7),
            ("([{}])", 6),
        ] {
            assert_eq!(balanced(text.as_bytes(), 0, 100), Some(end), "{text}");
        }
        assert_eq!(balanced(b"(a", 0, 100), None);
        assert_eq!(balanced(b"(aaaa)", 0, 3), None);
        assert_eq!(balanced(b")", 0, 3), None);
    }
}
