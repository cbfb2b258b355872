//! Scalars as YAML writes them, safe under the rules of YAML 1.1 and 1.2 alike.

use std::fmt::Write as _;

/// A string as a plain scalar where every YAML reader takes it for that string, else in double quotes.
pub(crate) fn write_str(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quote(text) }
}

/// Words that some YAML version reads as null, a truth value or a number.
const WORDS: [&str; 14] =
    ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf", "<<", "="];

fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let starts_well = first.is_ascii_alphanumeric() || matches!(first, '/' | '.' | '_' | '$' | '<');
    let dash_word = first == '-' && text.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic());
    (starts_well || dash_word)
        && text.chars().all(|c| c.is_ascii_graphic() || c == ' ')
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
        && !looks_numeric(text)
}

/// Whether the text is made of what numbers, dates and times are made of; quoting too much does no harm.
fn looks_numeric(text: &str) -> bool {
    let digits_first =
        text.trim_start_matches(['.', '-', '+']).starts_with(|c: char| c.is_ascii_digit());
    let special = text.trim_start_matches('-').eq_ignore_ascii_case(".inf");
    special
        || (digits_first
            && text.chars().all(|c| {
                c.is_ascii_hexdigit()
                    || matches!(
                        c,
                        'x' | 'X' | 'o' | 'O' | '_' | '.' | ',' | '-' | '+' | ':' | 'T' | 'Z' | ' '
                    )
            }))
}

fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if needs_escape(c) && (c as u32) <= 0xFF => {
                let _ = write!(out, "\\x{:02X}", c as u32);
            }
            c if needs_escape(c) && (c as u32) <= 0xFFFF => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c if needs_escape(c) => {
                let _ = write!(out, "\\U{:08X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that YAML does not print, and those that end a line or hide in one.
fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' | '\u{200B}'
                ..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        )
        || (c as u32) > 0xFFFF && matches!(c as u32 & 0xFFFF, 0xFFFE | 0xFFFF)
}

/// Text that can stand behind `# ` on one line: no line ends, no characters that YAML refuses, at most `limit` long.
pub(crate) fn comment_line(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i == limit {
            out.push('…');
            break;
        }
        out.push(if needs_escape(c) { ' ' } else { c });
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_by_table() {
        for text in [
            "",
            "yes",
            "No",
            "ON",
            "off",
            "null",
            "~",
            "True",
            "12",
            "0777",
            "0x1F",
            "1e3",
            "-1",
            "+5",
            ".5",
            "1.5",
            "2024-01-02",
            "12:30:45",
            "1_000",
            "a: b",
            "a #b",
            "a:",
            " a",
            "a ",
            "*x",
            "&x",
            "!x",
            "%x",
            "@x",
            "`x",
            "- x",
            "-",
            "?x",
            "[x",
            "{x",
            "#x",
            "|",
            ">",
            "'x",
            "\"x",
            ",x",
            "a\nb",
            "é",
            "y",
            ".inf",
            "-.inf",
            ".NaN",
            "=",
            "<<",
            "0o17",
            "\u{feff}",
        ] {
            assert!(write_str(text).starts_with('"'), "{text:?} -> {}", write_str(text));
        }
        for text in [
            "nginx",
            "/tmp",
            "250m",
            "1Gi",
            "app.kubernetes.io/name",
            "registry.example.com/a/b:v1.0",
            "-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError",
            "a:b",
            "a#b",
        ] {
            assert_eq!(write_str(text), text);
        }
    }

    #[test]
    fn comments_stay_on_their_line() {
        assert_eq!(comment_line(" a\nb\u{2028}c\u{0}", 99), "a b c");
        assert_eq!(comment_line("abcdef", 3), "abc…");
    }
}
