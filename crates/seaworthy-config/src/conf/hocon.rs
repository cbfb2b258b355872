//! HOCON (`application.conf`) and plain `key = value` files.

use seaworthy_base::Span;

use crate::MAX_DEPTH;
use crate::ini::unquoted;
use crate::key_path::KeyPath;
use crate::reading::{Line, Reading, lines};

/// Reads `key = value`, `key: value` and blocks in braces; a list is one value per line it stands on.
pub(crate) fn read(out: &mut Reading<'_>) {
    let mut path = KeyPath::new('.');
    let mut skipped = 0_usize;
    for line in lines(out.text) {
        let mut rest = line.text.trim();
        while !rest.is_empty() && !out.is_full() {
            let (piece, end, after) = piece(rest);
            match end {
                Some('{') => {
                    let name = piece.trim().trim_end_matches(['=', ':']).trim();
                    if skipped > 0 || path.depth() >= MAX_DEPTH {
                        out.too_deep(line.start);
                        skipped += 1;
                    } else {
                        path.push(unquoted(name));
                    }
                }
                _ if skipped > 0 => {}
                _ => entry(out, &mut path, line, piece),
            }
            if end == Some('}') {
                if skipped > 0 {
                    skipped -= 1;
                } else {
                    path.pop();
                }
            }
            rest = after.trim_start();
        }
    }
}

fn entry(out: &mut Reading<'_>, path: &mut KeyPath, line: Line<'_>, piece: &str) {
    let Some((key, value)) = piece.split_once(['=', ':']) else { return };
    let key = key.trim().trim_end_matches('+');
    let value = value.trim().trim_end_matches(',').trim_end();
    let is_quoted = unquoted(key) != key;
    if key.is_empty() || key.contains(char::is_whitespace) && !is_quoted {
        return;
    }
    path.push(unquoted(key));
    let span: Span = if value.is_empty() { line.span_of(key) } else { line.span_of(value) };
    out.key(path.as_str(), unquoted(value), span);
    path.pop();
}

/// Text up to a brace or a comment outside of quotes, that brace, and what follows.
fn piece(text: &str) -> (&str, Option<char>, &str) {
    let mut quoted = false;
    let mut lists = 0_usize;
    let mut in_reference = false;
    let mut before = ' ';
    for (i, c) in text.char_indices() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            _ if quoted => {}
            '[' => lists += 1,
            ']' => lists = lists.saturating_sub(1),
            '{' if before == '$' => in_reference = true,
            '}' if in_reference => in_reference = false,
            '{' | '}' => return (&text[..i], Some(c), &text[i + 1..]),
            ',' if lists == 0 => return (&text[..i], None, &text[i + 1..]),
            '#' if i == 0 || before.is_whitespace() => return (&text[..i], None, ""),
            '/' if before == '/' && text[..i - 1].trim_end().len() != i - 1
                || text[..i].trim() == "/" =>
            {
                return (&text[..i - 1], None, "");
            }
            _ => {}
        }
        before = c;
    }
    (text, None, "")
}

#[cfg(test)]
mod tests {
    use seaworthy_facts::FactKind;

    use crate::testing::{facts, keys, row, rows};

    #[test]
    fn blocks_values_and_comments() {
        let text = "# c\nplay.http.secret = \"a # b\" // c\nplay {\n  http { port = 9000, idle: 5s }\n  url = ${?DATABASE_URL}\n  link = http://x/y\n}\nlist = [a, b]\n// end\n";
        let expected = [
            ("play.http.secret", "a # b", 2),
            ("play.http.port", "9000", 4),
            ("play.http.idle", "5s", 4),
            ("play.url", "${?DATABASE_URL}", 5),
            ("play.link", "http://x/y", 6),
            ("list", "[a, b]", 8),
        ];
        assert_eq!(keys("application.conf", text), expected.map(row));
        assert_eq!(
            rows(FactKind::EnvRead, "application.conf", text),
            [row(("DATABASE_URL", "", 5))]
        );
    }

    #[test]
    fn prose_is_no_key() {
        assert!(
            keys("application.conf", "a {\n echo listening on http://x:1\n}\nb = 1\n").len() == 1
        );
    }

    #[test]
    fn deep_blocks_end() {
        assert!(facts("application.conf", &"a {\n".repeat(100_000)).facts.len() < 200);
    }
}
