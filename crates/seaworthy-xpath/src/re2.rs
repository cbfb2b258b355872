//! Regular expressions as Go writes them.

use regex::{Regex, RegexBuilder};

/// Largest compiled size in bytes.
const SIZE_LIMIT: usize = 4 << 20;

/// Compiles a pattern of RE2. Its classes `\d`, `\w`, `\s` and its `\b` know ASCII only, `\Q…\E` quotes, and a brace
/// that repeats nothing is a character.
pub(crate) fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(&translated(pattern)).size_limit(SIZE_LIMIT).build().map_err(|error| {
        let text = error.to_string();
        text.lines().last().unwrap_or("invalid").trim_start_matches("error: ").to_owned()
    })
}

/// Longer patterns, and those that count, are compiled to see whether they are too large.
const SMALL: usize = 1 << 10;

/// Whether [`compile`] takes a pattern, without the work where nothing but its syntax can be wrong.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    let is_small = pattern.len() < SMALL && !pattern.contains('{');
    if is_small && regex_syntax::parse(&translated(pattern)).is_ok() {
        return Ok(());
    }
    compile(pattern).map(drop)
}

fn translated(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    let mut in_class = false;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        if c == '\\' {
            let Some(escaped) = after.chars().next() else {
                out.push(c);
                break;
            };
            rest = after.get(escaped.len_utf8()..).unwrap_or("");
            if escaped == 'Q' {
                let (quoted, behind) = rest.split_once("\\E").unwrap_or((rest, ""));
                out.push_str(&regex::escape(quoted));
                rest = behind;
                continue;
            }
            match (escaped, in_class) {
                ('d', false) => out.push_str("[0-9]"),
                ('d', true) => out.push_str("0-9"),
                ('w', false) => out.push_str("[0-9A-Za-z_]"),
                ('w', true) => out.push_str("0-9A-Za-z_"),
                ('s', false) => out.push_str("[\\t\\n\\x0C\\r ]"),
                ('s', true) => out.push_str("\\t\\n\\x0C\\r "),
                ('D', false) => out.push_str("[^0-9]"),
                ('W', false) => out.push_str("[^0-9A-Za-z_]"),
                ('S', false) => out.push_str("[^\\t\\n\\x0C\\r ]"),
                ('b', false) => out.push_str("(?-u:\\b)"),
                ('B', false) => out.push_str("(?-u:\\B)"),
                _ => {
                    out.push('\\');
                    out.push(escaped);
                }
            }
            if matches!(escaped, 'p' | 'P' | 'x') && rest.starts_with('{') {
                rest = copy_braces(rest, &mut out);
            }
            continue;
        }
        rest = after;
        match c {
            '[' if in_class && !after.starts_with(':') => out.push_str("\\["),
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                // A bracket that comes first stands for itself.
                if let Some(behind) = rest.strip_prefix('^') {
                    out.push('^');
                    rest = behind;
                }
                if let Some(behind) = rest.strip_prefix(']') {
                    out.push_str("\\]");
                    rest = behind;
                }
            }
            '[' => {
                // `[:alpha:]` is taken whole, so that its bracket does not end the class.
                let end = after.find(":]").map_or(0, |at| at + 2);
                out.push('[');
                out.push_str(after.get(..end).unwrap_or(""));
                rest = after.get(end..).unwrap_or("");
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            '{' if !in_class && repeats(after) => {
                out.push('{');
                rest = copy_braces(rest, &mut out);
            }
            '{' if !in_class => out.push_str("\\{"),
            '}' if !in_class => out.push_str("\\}"),
            _ => out.push(c),
        }
    }
    out
}

/// Copies up to the closing brace and gives what follows it.
fn copy_braces<'p>(text: &'p str, out: &mut String) -> &'p str {
    let end = text.find('}').map_or(text.len(), |at| at + 1);
    let (inside, behind) = text.split_at(end);
    out.push_str(inside);
    behind
}

/// Whether `after` goes on as the inside of a repetition: `2}`, `2,}`, `2,5}`.
fn repeats(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else { return false };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        compile(pattern).unwrap().is_match(text)
    }

    #[test]
    fn classes_know_ascii_only() {
        assert!(matches(r"^\d\w\s$", "1a "));
        assert!(!matches(r"\d", "٣"));
        assert!(!matches(r"\w", "é"));
        assert!(matches(r"[\d\w]", "_"));
        assert!(matches(r"\bx\b", "éxé"));
    }

    #[test]
    fn braces_and_brackets_that_mean_themselves() {
        assert!(matches(r"a{b}", "a{b}"));
        assert!(matches(r"^a{2}$", "aa"));
        assert!(matches(r"^a{1,}b{0,2}$", "aab"));
        assert!(matches(r"\p{L}+", "é"));
        assert!(matches(r"^[]a]+$", "]a"));
        assert!(matches(r"^[^]]$", "x"));
        assert!(matches(r"^[[a&&]+$", "[&a"));
        assert!(matches(r"^[[:alpha:]]+$", "ab"));
        assert!(matches(r"\Qa.b\E.", "a.bc"));
        assert!(matches(r"\x{41}", "A"));
    }

    #[test]
    fn what_go_refuses_is_refused() {
        assert!(compile("*x").is_err());
        assert!(compile("(").is_err());
        assert!(compile("(?=x)").is_err());
    }
}
