//! `.env` files.

use seaworthy_base::Span;

use crate::reading::{Reading, lines};

/// Reads `NAME=value`, with `export`, quotes, comments and quoted values over several lines.
pub(crate) fn read(out: &mut Reading<'_>) {
    let text = out.text;
    let mut rest = lines(text);
    while let Some(line) = rest.next() {
        let body = line.text.trim();
        if body.is_empty() || body.starts_with('#') || out.is_full() {
            continue;
        }
        let body = body.strip_prefix("export ").map_or(body, str::trim_start);
        let Some((name, value)) = body.split_once('=') else {
            out.bad(line.start, "a line is neither a comment nor `NAME=value`");
            continue;
        };
        let name = name.trim();
        let value = value.trim();
        let mut span = line.span_of(value);
        if span.is_empty() {
            span = line.span_of(name);
        }
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            let value = value.find(" #").map_or(value, |at| value[..at].trim_end());
            out.key(name, value, span);
            continue;
        };
        let start = &value[1..];
        if let Some(end) = closing(start, quote) {
            out.key(name, &start[..end], span);
            continue;
        }
        // The quote is closed on a later line, or never: then the value is this line alone.
        let body_start = span.start as usize + 1;
        if let Some(end) = text.get(body_start..).and_then(|all| closing(all, quote)) {
            let end = body_start + end;
            let inside = text.get(body_start..end).unwrap_or("");
            out.key(name, inside, Span::new(span.start as usize, end + 1));
            for _ in 0..inside.matches('\n').count() {
                rest.next();
            }
        } else {
            out.bad(span.start as usize, "a quote is not closed");
            out.key(name, start, span);
            // Without a closing quote in the file every later line would search to its end again.
            for line in rest.by_ref() {
                plain(out, line);
            }
        }
    }
}

fn plain(out: &mut Reading<'_>, line: crate::reading::Line<'_>) {
    let body = line.text.trim();
    if let (false, Some((name, value))) = (body.starts_with('#'), body.split_once('=')) {
        let value = value.trim();
        out.key(name.trim(), value.trim_matches(['"', '\'']), line.span_of(value));
    }
}

/// Where `quote` closes; a backslash hides a double quote.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return Some(i),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::testing::{keys, problems, row};

    #[test]
    fn names_quotes_and_several_lines() {
        let text =
            "# c\nexport A=1\nB = \"x # y\" # c\nC='one\ntwo'\nD=plain # c\nE=\nnot a line\nF=2\n";
        let rows = [
            ("A", "1", 2),
            ("B", "x # y", 3),
            ("C", "one\ntwo", 4),
            ("D", "plain", 6),
            ("E", "", 7),
            ("F", "2", 9),
        ];
        assert_eq!(keys(".env", text), rows.map(row));
        assert!(problems(".env", text)[0].contains(":8:1"));
    }

    #[test]
    fn an_open_quote_costs_one_value() {
        let text = "A=\"open\nB=2\nC='3'\n";
        let rows = [("A", "open", 1), ("B", "2", 2), ("C", "3", 3)];
        assert_eq!(keys(".env", text), rows.map(row));
    }
}
