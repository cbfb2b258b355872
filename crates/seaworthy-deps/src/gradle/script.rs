//! A script as statements in blocks.

/// Deepest block that is followed; statements further down belong to the block at the limit.
const MAX_BLOCKS: usize = 32;
/// Longest statement; a bracket that is never closed must not swallow the rest of the script.
const MAX_STATEMENT: usize = 8000;

/// One statement: the text up to the end of its line, over several lines inside brackets.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// What stands before the `{` of each enclosing block, outermost first.
    pub(super) blocks: Vec<String>,
    /// The text without comments, trimmed.
    pub(super) text: String,
    /// Where it starts in the file.
    pub(super) at: u32,
}

impl Statement {
    /// The innermost enclosing block's name: its first word. Conditions and loops are looked through, so what they hold
    /// counts as said: which branch runs is for the build to know.
    pub(super) fn block(&self) -> &str {
        let control = ["if", "else", "for", "while", "try", "catch", "finally"];
        let mut names = self.blocks.iter().rev().map(|b| first_word(b));
        names.find(|name| !name.is_empty() && !control.contains(name)).unwrap_or("")
    }

    /// Whether an enclosing block has that name.
    pub(super) fn is_in(&self, name: &str) -> bool {
        self.blocks.iter().any(|b| first_word(b) == name)
    }
}

/// A string literal: its content and where it starts.
pub(super) type Literal = (String, u32);

/// Letters, digits, `_` and `.` at the start.
pub(super) fn first_word(text: &str) -> &str {
    let end =
        text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

/// Cuts a script into statements, blocks included as statements of their own.
pub(super) fn statements(text: &str) -> Vec<Statement> {
    let clean = without_comments(text);
    let bytes = clean.as_bytes();
    let mut found = Vec::new();
    let mut blocks: Vec<String> = Vec::new();
    let mut too_deep = 0usize;
    let (mut start, mut at, mut brackets) = (0usize, 0usize, 0usize);
    let mut push = |blocks: &[String], from: usize, to: usize| {
        let raw = clean.get(from..to).unwrap_or("");
        let text = raw.trim();
        if !text.is_empty() {
            let at = (from + (raw.len() - raw.trim_start().len())) as u32;
            found.push(Statement { blocks: blocks.to_vec(), text: text.to_owned(), at });
        }
        text.to_owned()
    };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                at = end_of_string(bytes, at);
                continue;
            }
            b'(' | b'[' => brackets += 1,
            b')' | b']' => brackets = brackets.saturating_sub(1),
            b'{' => {
                let header = push(&blocks, start, at);
                if blocks.len() < MAX_BLOCKS {
                    blocks.push(header);
                } else {
                    too_deep += 1;
                }
                (start, brackets) = (at + 1, 0);
            }
            b'}' => {
                push(&blocks, start, at);
                if too_deep > 0 {
                    too_deep -= 1;
                } else {
                    blocks.pop();
                }
                (start, brackets) = (at + 1, 0);
            }
            b'\n' | b';' if brackets == 0 || at - start > MAX_STATEMENT => {
                let open = byte == b'\n'
                    && goes_on(clean.get(start..at).unwrap_or(""), clean.get(at..).unwrap_or(""));
                if !open || at - start > MAX_STATEMENT {
                    push(&blocks, start, at);
                    (start, brackets) = (at + 1, 0);
                }
            }
            _ => {}
        }
        at += 1;
    }
    push(&blocks, start, clean.len());
    found
}

/// Whether a statement goes on in the next line: it ends with a comma or operator, or the next line starts with one.
fn goes_on(line: &str, rest: &str) -> bool {
    let ends = line.trim_end().ends_with([',', '=', '+', '\\', '.']);
    let next = rest.trim_start();
    ends || next.starts_with('{') || (next.starts_with('.') && !line.trim().is_empty())
}

/// The text with comments blanked, so that offsets stay.
fn without_comments(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        let end = match (byte, next) {
            (b'"' | b'\'', _) => {
                at = end_of_string(bytes, at);
                continue;
            }
            (b'/', Some(b'/')) => find(bytes, at, b"\n"),
            (b'/', Some(b'*')) => (find(bytes, at + 2, b"*/") + 2).min(bytes.len()),
            _ => {
                at += 1;
                continue;
            }
        };
        for slot in out.get_mut(at..end).unwrap_or_default() {
            if *slot != b'\n' {
                *slot = b' ';
            }
        }
        at = end;
    }
    String::from_utf8(out).unwrap_or_default()
}

fn find(bytes: &[u8], from: usize, needle: &[u8]) -> usize {
    bytes
        .get(from..)
        .and_then(|rest| rest.windows(needle.len()).position(|w| w == needle))
        .map_or(bytes.len(), |n| from + n)
}

/// One past the end of the string literal that starts at `at`; a plain string ends at the line's end at the latest.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes.get(at).copied().unwrap_or(b'"');
    if bytes.get(at..at + 3) == Some(&[quote; 3]) {
        return (find(bytes, at + 3, &[quote; 3]) + 3).min(bytes.len());
    }
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            b'\n' => return end,
            _ if byte == quote => return end + 1,
            _ => {}
        }
        end += 1;
    }
    end.min(bytes.len())
}

/// The string literals of a statement with their places.
pub(super) fn literals(statement: &Statement) -> Vec<Literal> {
    let bytes = statement.text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if matches!(byte, b'"' | b'\'') {
            let end = end_of_string(bytes, at);
            let quotes: &[char] = &['"', '\''];
            let text = statement.text.get(at..end).unwrap_or("").trim_matches(quotes);
            found.push((text.to_owned(), statement.at + at as u32));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The literal after a named argument: `name: 'x'`, `name = "x"`.
pub(super) fn named(text: &str, name: &str) -> Option<String> {
    let mut rest = text;
    while let Some(found) = rest.find(name) {
        let before = rest.get(..found).and_then(|b| b.chars().next_back());
        let after = rest.get(found + name.len()..).unwrap_or("").trim_start();
        if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.')
            && let Some(value) = after.strip_prefix([':', '='])
        {
            return scalar(value.trim_start());
        }
        rest = rest.get(found + name.len()..)?;
    }
    None
}

/// The first literal or bare word of an expression; a name becomes a placeholder `${name}`.
pub(super) fn scalar(expression: &str) -> Option<String> {
    let text = expression.trim().trim_start_matches('(').trim_start();
    if text.starts_with(['"', '\'']) {
        let end = end_of_string(text.as_bytes(), 0);
        let quotes: &[char] = &['"', '\''];
        return text.get(..end).map(|t| t.trim_matches(quotes).to_owned());
    }
    let word = first_word(text);
    let rest = text.get(word.len()..).unwrap_or("");
    if word.is_empty() || rest.trim_start().starts_with(['(', '?', '+']) {
        return None;
    }
    Some(if word.starts_with(|c: char| c.is_ascii_digit()) {
        word.to_owned()
    } else {
        format!("${{{word}}}")
    })
}

/// `name = value`, `name value`, `name(value)`, `name.set(value)`: the value's text, if the statement is about `name`.
pub(super) fn assigned<'s>(text: &'s str, name: &str) -> Option<&'s str> {
    let rest = text.strip_prefix(name)?;
    let rest =
        rest.strip_prefix(".set").or_else(|| rest.strip_prefix(".convention")).unwrap_or(rest);
    let open = rest.starts_with(|c: char| c.is_whitespace() || c == '=' || c == '(');
    let value = rest.trim_start().trim_start_matches(['=', '(']).trim();
    (open && !value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn statements_know_their_blocks() {
        let text =
            "a {\n  // no { b\n  b 'x{' , 'y'\n  c(\n 'p',\n 'q')\n}\nd = \"${e}\" /* } */\n";
        let found = statements(text);
        let seen: Vec<_> = found.iter().map(|s| (s.blocks.join("/"), s.text.as_str())).collect();
        assert_eq!(seen[0], (String::new(), "a"));
        assert_eq!(seen[1], ("a".to_owned(), "b 'x{' , 'y'"));
        assert_eq!(seen[2].0, "a");
        assert_eq!(seen[3], (String::new(), "d = \"${e}\""));
        let places: Vec<_> = literals(&found[2])
            .into_iter()
            .map(|(t, at)| (t, text[at as usize..].chars().nth(1)))
            .collect();
        assert_eq!(places, [("p".to_owned(), Some('p')), ("q".to_owned(), Some('q'))]);
    }

    #[test]
    fn values_of_expressions() {
        assert_eq!(named("group: 'g', name: \"n\"", "name").as_deref(), Some("n"));
        assert_eq!(named("(group = \"g\", version = v.x)", "version").as_deref(), Some("${v.x}"));
        assert_eq!(assigned("mainClass.set(\"a.B\")", "mainClass"), Some("\"a.B\")"));
        assert_eq!(assigned("mainClassName = 'a'", "mainClass"), None);
        assert_eq!(scalar("1.8"), Some("1.8".to_owned()));
    }

    proptest! {
        #[test]
        fn any_text_is_cut(text in "[a-c{}()'\"/*\\\\\n ;é$]{0,120}") {
            for statement in statements(&text) {
                literals(&statement);
            }
        }
    }
}
