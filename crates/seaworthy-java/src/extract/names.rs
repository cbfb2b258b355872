//! Names out of source text.

use std::borrow::Cow;

/// A name as written without blanks, comments, type arguments, annotations and brackets: `java.util.Map.Entry` of
/// `java . util.Map<String, @A Integer>.Entry`.
pub(super) fn erased(text: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut depth = 0_u32;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut step = c.len_utf8();
        match c {
            '/' => step = comment(rest).unwrap_or(step),
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            '@' if depth == 0 => step = annotation(rest),
            _ if depth == 0 && plain(c) => out.push(c),
            _ => {}
        }
        rest = rest.get(step..).unwrap_or("");
    }
    Cow::Owned(out)
}

/// Length of the comment that `text` starts with.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("/*") {
        return Some(text.get(2..)?.find("*/").map_or(text.len(), |i| i + 4));
    }
    text.starts_with("//").then(|| text.find('\n').unwrap_or(text.len()))
}

/// Length of the annotation that `text` starts with, arguments included.
fn annotation(text: &str) -> usize {
    let after = text.get(1..).unwrap_or("");
    let name = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$' | '.'));
    let name_end = 1 + name.unwrap_or(after.len());
    let tail = text.get(name_end..).unwrap_or("");
    let open = tail.len() - tail.trim_start().len();
    if !tail.trim_start().starts_with('(') {
        return name_end;
    }
    let mut depth = 0_u32;
    for (i, c) in tail.char_indices().skip_while(|&(i, _)| i < open) {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return name_end + i + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Text without blanks and comments; blanks between two words become one.
pub(super) fn compact(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_whitespace() || c == '/') {
        return Cow::Borrowed(text);
    }
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut quote = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut step = c.len_utf8();
        if let Some(q) = quote {
            out.push(c);
            if c == '\\' {
                if let Some(escaped) = rest.chars().nth(1) {
                    out.push(escaped);
                    step += escaped.len_utf8();
                }
            } else if c == q {
                quote = None;
            }
        } else if c.is_whitespace() {
            gap = true;
        } else if let Some(length) = comment(rest) {
            step = length;
            gap = true;
        } else {
            if gap && word(c) && out.ends_with(word) {
                out.push(' ');
            }
            gap = false;
            if matches!(c, '"' | '\'') {
                quote = Some(c);
            }
            out.push(c);
        }
        rest = rest.get(step..).unwrap_or("");
    }
    Cow::Owned(out)
}

/// The variable `package` of an incident: the first line with the word `package` that is no comment, without that word and
/// semicolons.
pub(super) fn package_text(text: &str) -> String {
    let mut in_comment = false;
    for line in text.lines() {
        let trimmed = line.trim();
        if in_comment {
            in_comment = !trimmed.contains("*/");
            continue;
        }
        if trimmed.starts_with("/*") {
            in_comment = !trimmed.contains("*/");
            continue;
        }
        if trimmed.starts_with("//") || trimmed.starts_with('*') || !line.contains("package") {
            continue;
        }
        return trimmed.replace("package ", "").replace(';', "").trim().to_owned();
    }
    String::new()
}

/// The text of a string or character literal (a text block too) without quotes and escapes.
pub(super) fn unquoted(literal: &str) -> Cow<'_, str> {
    let block = literal.strip_prefix("\"\"\"").and_then(|t| t.strip_suffix("\"\"\""));
    if let Some(block) = block {
        return Cow::Owned(dedented(block));
    }
    let inner = literal
        .strip_prefix(['"', '\''])
        .map_or(literal, |t| t.strip_suffix(['"', '\'']).unwrap_or(t));
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('s') => out.push(' '),
            Some('u') => {
                let rest = chars.as_str().trim_start_matches('u');
                let code = rest.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                match code.and_then(char::from_u32) {
                    Some(c) => {
                        out.push(c);
                        chars = rest.get(4..).unwrap_or("").chars();
                    }
                    None => out.push_str("\\u"),
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    Cow::Owned(out)
}

/// A text block's lines without the blanks that all of them start with.
fn dedented(block: &str) -> String {
    let body = block.split_once('\n').map_or(block, |(_, rest)| rest);
    let blanks = |line: &str| line.len() - line.trim_start().len();
    let last = body.lines().count().saturating_sub(1);
    let margin = body
        .lines()
        .enumerate()
        .filter(|(i, line)| *i == last || !line.trim().is_empty())
        .map(|(_, line)| blanks(line))
        .min()
        .unwrap_or(0);
    let lines: Vec<_> =
        body.lines().map(|line| line.get(margin..).unwrap_or("").trim_end()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_lose_what_is_not_a_name() {
        assert_eq!(erased("a.b.C"), "a.b.C");
        assert_eq!(erased("a . b /* x */\n.Map<K, V<W>>.@N(a = \")\") Entry[]"), "a.b.Map.Entry");
        assert_eq!(erased("a.@Nullable B // end"), "a.B");
    }

    #[test]
    fn texts_are_compact() {
        assert_eq!(compact("List< ? extends  Foo >"), "List<? extends Foo>".replace("? e", "?e"));
        assert_eq!(compact("\"a  b\" + X"), "\"a  b\"+X");
    }

    #[test]
    fn package_lines_are_found_outside_of_comments() {
        assert_eq!(package_text("/* package x;\n */\n// package y\npackage a.b;\n"), "a.b");
        assert_eq!(package_text("class A { }\n"), "");
    }

    #[test]
    fn literals_lose_quotes_and_escapes() {
        assert_eq!(unquoted(r#""a\"b\u0041\n""#), "a\"bA\n");
        assert_eq!(unquoted("'x'"), "x");
        assert_eq!(unquoted("\"\"\"\n    a\n      b\n    \"\"\""), "a\n  b\n");
    }

    proptest! {
        #[test]
        fn any_text_does_not_panic(text in "[\"'\\\\u0-9a-é<>@()/*. \n]{0,40}|.{0,40}") {
            let _ = (erased(&text), compact(&text), package_text(&text), unquoted(&text));
        }
    }
}
