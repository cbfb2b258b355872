//! JSON, read tolerantly: comments, trailing commas, single quotes, bare keys and several values in a file are fine.

use std::borrow::Cow;

use seaworthy_base::Span;

use crate::MAX_DEPTH;
use crate::key_path::KeyPath;
use crate::reading::Reading;

/// An object or array that is open.
struct Frame {
    /// The index of the next element; none in an object.
    next: Option<usize>,
    /// Where the bracket stands.
    start: usize,
    empty: bool,
    /// Whether the path grew by the key or index this frame is the value of.
    named: bool,
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

/// Reads every value of the file.
pub(crate) fn read(out: &mut Reading<'_>) {
    let mut cursor = Cursor { text: out.text, at: 0 };
    let mut path = KeyPath::new('.');
    let mut open: Vec<Frame> = Vec::new();
    while !out.is_full() {
        cursor.skip_trivia();
        let Some(byte) = cursor.peek() else { break };
        match byte {
            b',' => cursor.at += 1,
            b'}' | b']' => {
                close(out, &mut open, &mut path, byte, cursor.at);
                cursor.at += 1;
            }
            _ => match open.last_mut() {
                None => value(out, &mut cursor, &mut open, &mut path, false),
                Some(frame) => {
                    frame.empty = false;
                    if let Some(index) = &mut frame.next {
                        path.push_index(*index);
                        *index += 1;
                        value(out, &mut cursor, &mut open, &mut path, true);
                    } else if let Some(key) = cursor.key() {
                        path.push(&key);
                        cursor.skip_trivia();
                        if cursor.peek() == Some(b':') {
                            cursor.at += 1;
                            cursor.skip_trivia();
                        } else {
                            out.bad(cursor.at, "expected `:` after a key");
                        }
                        value(out, &mut cursor, &mut open, &mut path, true);
                    } else {
                        out.bad(cursor.at, "expected a key");
                        cursor.skip_char();
                    }
                }
            },
        }
    }
    if let (Some(frame), false) = (open.first(), out.is_full()) {
        out.bad(frame.start, "the file ends before this bracket is closed");
    }
}

fn close(out: &mut Reading<'_>, open: &mut Vec<Frame>, path: &mut KeyPath, bracket: u8, at: usize) {
    let Some(frame) = open.pop() else {
        out.bad(at, "a bracket is closed that was never opened");
        return;
    };
    if (bracket == b']') != frame.next.is_some() {
        out.bad(at, "a bracket is closed by one of the other kind");
    }
    if frame.named {
        if frame.empty {
            out.bare_key(path.as_str(), "", Span::new(frame.start, at + 1));
        }
        path.pop();
    }
}

/// Reads one value, or opens one; pops the path again for values that are complete.
fn value(
    out: &mut Reading<'_>,
    cursor: &mut Cursor<'_>,
    open: &mut Vec<Frame>,
    path: &mut KeyPath,
    named: bool,
) {
    let start = cursor.at;
    match cursor.peek() {
        Some(bracket @ (b'{' | b'[')) => {
            if open.len() < MAX_DEPTH {
                let next = (bracket == b'[').then_some(0);
                open.push(Frame { next, start, empty: true, named });
                cursor.at += 1;
                return;
            }
            out.too_deep(start);
            cursor.skip_nested();
        }
        Some(b'"' | b'\'') => {
            let (text, closed) = cursor.string();
            if !closed {
                out.bad(start, "a string is not closed on its line");
            }
            if named {
                out.key(path.as_str(), &text, Span::new(start, cursor.at));
            }
        }
        Some(b'}' | b']' | b',' | b':') | None => {
            out.bad(start, "expected a value");
            if cursor.peek() == Some(b':') {
                cursor.at += 1;
            }
        }
        Some(_) => {
            let bare = cursor.bare();
            if bare.is_empty() {
                out.bad(start, "expected a value");
                cursor.skip_char();
            } else {
                if !is_literal(bare) {
                    out.bad(start, "a value is neither quoted nor a number");
                }
                if named {
                    out.key(path.as_str(), bare, Span::new(start, cursor.at));
                }
            }
        }
    }
    if named {
        path.pop();
    }
}

fn is_literal(text: &str) -> bool {
    matches!(text, "true" | "false" | "null" | "NaN" | "Infinity" | "-Infinity")
        || text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
}

impl<'t> Cursor<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_char(&mut self) {
        self.at += self.rest().chars().next().map_or(1, char::len_utf8);
    }

    /// White space, `//`, `#` and `/* */` comments.
    fn skip_trivia(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len()
                - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            let rest = self.rest();
            if rest.starts_with("//") || rest.starts_with('#') {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if let Some(comment) = rest.strip_prefix("/*") {
                self.at += comment.find("*/").map_or(rest.len(), |end| end + 4);
            } else {
                return;
            }
        }
    }

    fn key(&mut self) -> Option<Cow<'t, str>> {
        match self.peek()? {
            b'"' | b'\'' => Some(self.string().0),
            _ => {
                let rest = self.rest();
                let end = rest
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '-' | '.')))
                    .unwrap_or(rest.len());
                self.at += end;
                rest.get(..end).filter(|key| !key.is_empty()).map(Cow::Borrowed)
            }
        }
    }

    fn bare(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest
            .find(|c: char| {
                c.is_whitespace() || matches!(c, ',' | ']' | '}' | '[' | '{' | '"' | ':')
            })
            .unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    /// A quoted string and whether its end was found on the line.
    fn string(&mut self) -> (Cow<'t, str>, bool) {
        let Some(quote) = self.peek() else { return (Cow::Borrowed(""), false) };
        self.at += 1;
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let mut escaped = false;
        let mut end = 0;
        let mut closed = false;
        while let Some(&byte) = bytes.get(end) {
            match byte {
                b'\\' => {
                    escaped = true;
                    end += 1;
                }
                b'\n' => break,
                _ if byte == quote => {
                    closed = true;
                    break;
                }
                _ => {}
            }
            end += 1;
        }
        let end = end.min(bytes.len());
        self.at += end + usize::from(closed);
        // An escaped character may be longer than a byte, so the end can lie inside of it only past an open string.
        let Some(raw) = rest.get(..end) else { return (Cow::Borrowed(""), false) };
        (if escaped { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) }, closed)
    }

    /// Skips a bracketed value without looking at its keys.
    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.skip_trivia();
            match self.peek() {
                None => return,
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth = depth.saturating_sub(1),
                Some(b'"' | b'\'') => {
                    self.string();
                    continue;
                }
                Some(_) => {
                    self.skip_char();
                    continue;
                }
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}

fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b' | 'f') | None => {}
            Some('u') => {
                let digits: String = chars.clone().take(4).collect();
                match u32::from_str_radix(&digits, 16) {
                    Ok(code) if digits.len() == 4 => {
                        out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                        chars.nth(3);
                    }
                    _ => out.push('\u{fffd}'),
                }
            }
            Some(other) => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use seaworthy_facts::ParseOutcome;

    use crate::testing::{facts, keys, problems};

    #[test]
    fn nested_values_have_paths_and_lines() {
        let text = "{\n  \"ConnectionStrings\": {\n    \"Db\": \"Server=db;\\u0041\"\n  },\n  \"hosts\": [\"a\", 1, null],\n  \"none\": {}, \"l\": []\n}";
        assert_eq!(
            keys("appsettings.json", text),
            [
                ("ConnectionStrings.Db", "Server=db;A", 3),
                ("hosts.0", "a", 5),
                ("hosts.1", "1", 5),
                ("hosts.2", "null", 5),
                ("none", "", 6),
                ("l", "", 6),
            ]
            .map(crate::testing::row)
        );
    }

    #[test]
    fn comments_and_trailing_commas_are_fine() {
        let text = "// c\n{ /* x */ a: 'b', \"c\": [1,2,], # d\n}\n{\"second\": true}";
        let rows = [("a", "b", 2), ("c.0", "1", 2), ("c.1", "2", 2), ("second", "true", 4)];
        assert_eq!(keys("x.json", text), rows.map(crate::testing::row));
        assert!(problems("x.json", text).is_empty());
    }

    #[test]
    fn broken_text_keeps_what_is_readable() {
        let text = "{\"a\": 1,\n \"b\" 2,\n \"c\": ,\n \"d\": \"x\n \"e\": [1}\n";
        let read = keys("x.json", text);
        assert!(read.contains(&crate::testing::row(("a", "1", 1))), "{read:?}");
        assert!(read.contains(&crate::testing::row(("b", "2", 2))), "{read:?}");
        assert!(read.contains(&crate::testing::row(("e.0", "1", 5))), "{read:?}");
        assert!(matches!(facts("x.json", text).outcome, ParseOutcome::PartlyParsed(_)));
        assert!(
            problems("x.json", text)[0].contains("x.json:2:6"),
            "{:?}",
            problems("x.json", text)
        );
    }

    #[test]
    fn too_deep_is_skipped_and_the_rest_is_read() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let text = format!("{{\"deep\": {deep}, \"after\": 1}}");
        assert_eq!(keys("x.json", &text).last(), Some(&crate::testing::row(("after", "1", 1))));
        assert!(problems("x.json", &text)[0].contains("SW0203"));
    }
}
