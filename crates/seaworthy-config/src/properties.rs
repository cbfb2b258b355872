//! Java properties files and jar manifests.

use std::borrow::Cow;

use seaworthy_base::Span;

use crate::reading::{Line, Reading, lines};

/// Reads `key=value`, `key:value` and `key value` with escapes and continued lines.
pub(crate) fn read(out: &mut Reading<'_>) {
    let text = out.text;
    let mut rest = lines(text);
    while let Some(line) = rest.next() {
        let body = line.text.trim_start_matches(BLANK);
        if body.is_empty() || body.starts_with(['#', '!']) || out.is_full() {
            continue;
        }
        let (key, first) = split(body);
        let mut span = line.span_of(first);
        let mut value = String::new();
        let mut part = first;
        while is_continued(part) {
            value.push_str(part.get(..part.len() - 1).unwrap_or(""));
            let Some(next) = rest.next() else {
                part = "";
                break;
            };
            part = next.text.trim_start_matches(BLANK);
            span = Span { end: next.span_of(part).end, ..span };
        }
        value.push_str(part);
        if key.is_empty() && value.is_empty() {
            continue;
        }
        if span.is_empty() {
            span = line.span_of(body);
        }
        out.key(&unescape(key), unescape(&value).trim_end(), span);
    }
}

const BLANK: [char; 3] = [' ', '\t', '\u{c}'];

/// An odd number of backslashes at the end joins the next line.
fn is_continued(line: &str) -> bool {
    line.bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 1
}

/// The key and what follows its separator; both may hold escapes.
fn split(body: &str) -> (&str, &str) {
    let mut escaped = false;
    for (i, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '=' | ':' => return (&body[..i], body[i + 1..].trim_start_matches(BLANK)),
            ' ' | '\t' | '\u{c}' => {
                let rest = body[i..].trim_start_matches(BLANK);
                let value = rest.strip_prefix(['=', ':']).unwrap_or(rest);
                return (&body[..i], value.trim_start_matches(BLANK));
            }
            _ => {}
        }
    }
    (body, &body[body.len()..])
}

fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
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
            Some('u') => {
                let digits: String = chars.clone().take(4).collect();
                match u32::from_str_radix(&digits, 16) {
                    Ok(code) if digits.len() == 4 => {
                        out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                        chars.nth(3);
                    }
                    _ => out.push('u'),
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    Cow::Owned(out)
}

/// Reads `META-INF/MANIFEST.MF`: `Name: value`, continued by a leading space.
pub(crate) fn read_manifest(out: &mut Reading<'_>) {
    let text = out.text;
    let mut open: Option<(Line<'_>, &str, String, Span)> = None;
    for line in lines(text) {
        if let (Some(more), Some((_, _, value, span))) = (line.text.strip_prefix(' '), &mut open) {
            value.push_str(more);
            span.end = line.span_of(more).end;
            continue;
        }
        if let Some((_, key, value, span)) = open.take() {
            out.key(key, value.trim(), span);
        }
        match line.text.split_once(':') {
            Some((key, value)) => {
                let value = value.trim_start();
                open = Some((line, key.trim(), value.to_owned(), line.span_of(value)));
            }
            None if line.text.trim().is_empty() => {}
            None => out.bad(line.start, "a manifest line has no `:`"),
        }
    }
    if let Some((_, key, value, span)) = open {
        out.key(key, value.trim(), span);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{keys, problems, row};

    #[test]
    fn separators_escapes_and_continued_lines() {
        let text = "# c\n! c\na=1\nb : two words \nc three\nlist=x,\\\n    y,\\\n  z\npath=C:\\\\tmp\nkey\\ with\\:odd=\\u00e9\nempty=\nbare\n\nwin\\\n";
        let rows = [
            ("a", "1", 3),
            ("b", "two words", 4),
            ("c", "three", 5),
            ("list", "x,y,z", 6),
            ("path", "C:\\tmp", 9),
            ("key with:odd", "é", 10),
            ("empty", "", 11),
            ("bare", "", 12),
            ("win", "", 14),
        ];
        assert_eq!(keys("a.properties", text), rows.map(row));
    }

    #[test]
    fn manifests_are_continued_by_a_space() {
        let text = "Manifest-Version: 1.0\r\nMain-Class: a.b.\r\n C\r\n\r\nName: x/\r\nbroken\r\n";
        let rows = [("Manifest-Version", "1.0", 1), ("Main-Class", "a.b.C", 2), ("Name", "x/", 5)];
        assert_eq!(keys("META-INF/MANIFEST.MF", text), rows.map(row));
        assert!(problems("META-INF/MANIFEST.MF", text)[0].contains(":6:1"));
    }
}
