//! Regular expressions in Go's spelling.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// Compiles a pattern of Go's `regexp`, which knows `\d`, `\w`, `\s` and `\b` as ASCII, takes stray braces literally and
/// has `\Q…\E`.
///
/// Errors: why the pattern is none, in one line. Look-around and back-references are none.
pub fn go_regex(pattern: &str) -> Result<Regex, String> {
    Regex::new(&translate(pattern)?).map_err(|error| one_line(&error))
}

/// Whether a pattern is one, without compiling it.
///
/// Errors: as [`go_regex`].
pub(crate) fn check_go_regex(pattern: &str) -> Result<(), String> {
    let parsed = regex_syntax::Parser::new().parse(&translate(pattern)?);
    parsed.map(drop).map_err(|error| one_line(&error))
}

/// Whether no text at all can match the pattern: an empty class, or the start of a line after something that is no line
/// break. `^` and `$` stand at lines with `lines`, else at the ends of the text.
pub(crate) fn never_matches(pattern: &str, lines: bool) -> bool {
    let flags = if lines { "(?m)" } else { "" };
    let Ok(pattern) = translate(pattern) else { return false };
    let pattern = format!("{flags}{pattern}");
    regex_syntax::Parser::new().parse(&pattern).is_ok_and(|hir| is_never(&hir, 0))
}

fn is_never(hir: &Hir, depth: usize) -> bool {
    if depth > 100 {
        return false;
    }
    match hir.kind() {
        HirKind::Class(class) => class.is_empty(),
        HirKind::Repetition(repeated) => repeated.min > 0 && is_never(&repeated.sub, depth + 1),
        HirKind::Capture(capture) => is_never(&capture.sub, depth + 1),
        HirKind::Alternation(all) => all.iter().all(|one| is_never(one, depth + 1)),
        HirKind::Concat(all) => {
            all.iter().any(|one| is_never(one, depth + 1))
                || all.iter().enumerate().any(|(i, one)| match one.kind() {
                    HirKind::Look(Look::Start) => all.iter().take(i).any(takes_room),
                    HirKind::Look(Look::End) => all.iter().skip(i + 1).any(takes_room),
                    HirKind::Look(Look::StartLF) => {
                        i.checked_sub(1).and_then(|i| all.get(i)).is_some_and(|n| no_break(n, true))
                    }
                    HirKind::Look(Look::EndLF) => {
                        all.get(i + 1).is_some_and(|next| no_break(next, false))
                    }
                    _ => false,
                })
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => false,
    }
}

fn takes_room(hir: &Hir) -> bool {
    hir.properties().minimum_len().is_some_and(|len| len > 0)
}

/// Whether the first character of a part, or its last, is surely no line break.
fn no_break(hir: &Hir, last: bool) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let byte = if last { literal.0.last() } else { literal.0.first() };
            byte.is_some_and(|&b| b != b'\n')
        }
        HirKind::Class(Class::Unicode(class)) => {
            !class.iter().any(|range| range.start() <= '\n' && range.end() >= '\n')
        }
        HirKind::Repetition(repeated) => repeated.min > 0 && no_break(&repeated.sub, last),
        _ => false,
    }
}

fn one_line(error: &impl ToString) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("no regular expression");
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

/// The same pattern in the spelling of the `regex` crate.
///
/// Errors: repetitions of repetitions and above 1000, which only Go refuses.
fn translate(pattern: &str) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    let mut in_class = false;
    let mut after_repetition = false;
    while let Some(c) = rest.chars().next() {
        let tail = rest.get(c.len_utf8()..).unwrap_or("");
        if let Some(len) = repetition(rest).filter(|_| !in_class) {
            if after_repetition {
                return Err(format!("invalid nested repetition operator: `{c}`"));
            }
            let (repetition, tail) = rest.split_at(len);
            if repetition.split(|c: char| !c.is_ascii_digit()).any(is_too_often) {
                return Err(format!("invalid repeat count: `{repetition}`"));
            }
            out.push_str(repetition);
            rest = tail;
            after_repetition = true;
            continue;
        }
        after_repetition = false;
        rest = match c {
            '(' if !in_class && tail.starts_with('?') => {
                out.push_str("(?");
                tail.get(1..).unwrap_or("")
            }
            '\\' => escape(tail, in_class, &mut out),
            '[' if in_class => {
                if let Some(end) = tail.strip_prefix(':').and_then(|t| t.find(":]")) {
                    let (class, after) = rest.split_at(end + 4);
                    out.push_str(class);
                    after
                } else {
                    out.push_str("\\[");
                    tail
                }
            }
            '[' => {
                in_class = true;
                out.push('[');
                let tail = tail.strip_prefix('^').map_or(tail, |t| {
                    out.push('^');
                    t
                });
                // A bracket that comes first is a member.
                tail.strip_prefix(']').map_or(tail, |t| {
                    out.push_str("\\]");
                    t
                })
            }
            ']' => {
                in_class = false;
                out.push(']');
                tail
            }
            '&' | '~' | '-' if in_class && tail.starts_with(c) => {
                out.push('\\');
                out.push(c);
                tail
            }
            '{' if !in_class => {
                out.push_str("\\{");
                tail
            }
            _ => {
                out.push(c);
                tail
            }
        };
    }
    Ok(out)
}

/// The length of a repetition at the start of a text, with the sign that makes it lazy.
fn repetition(text: &str) -> Option<usize> {
    let len = match text.as_bytes().first()? {
        b'*' | b'+' | b'?' => 1,
        b'{' if is_repetition(text.get(1..)?) => text.find('}')? + 1,
        _ => return None,
    };
    let is_lazy = text.as_bytes().get(len) == Some(&b'?');
    Some(len + usize::from(is_lazy))
}

fn is_too_often(digits: &str) -> bool {
    !digits.is_empty() && digits.parse::<u32>().map_or(true, |count| count > 1000)
}

/// Writes what follows a backslash; returns the rest.
fn escape<'p>(tail: &'p str, in_class: bool, out: &mut String) -> &'p str {
    let Some(c) = tail.chars().next() else {
        out.push('\\');
        return tail;
    };
    let rest = tail.get(c.len_utf8()..).unwrap_or("");
    match c {
        'd' | 'w' | 's' => {
            let class = match c {
                'd' => "0-9",
                'w' => "0-9A-Za-z_",
                _ => "\\t\\n\\f\\r ",
            };
            if in_class { out.push_str(class) } else { out.push_str(&format!("[{class}]")) }
        }
        'D' => out.push_str("[^0-9]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        'S' => out.push_str("[^\\t\\n\\f\\r ]"),
        'b' if !in_class => out.push_str("(?-u:\\b)"),
        'B' if !in_class => out.push_str("(?-u:\\B)"),
        'Q' => {
            let (literal, after) = rest.split_once("\\E").unwrap_or((rest, ""));
            out.push_str(&regex::escape(literal));
            return after;
        }
        '<' | '>' => out.push(c),
        _ => {
            out.push('\\');
            out.push(c);
        }
    }
    rest
}

/// Whether what follows a brace makes it a repetition: `3}`, `3,}`, `3,5}`.
fn is_repetition(tail: &str) -> bool {
    let Some((inside, _)) = tail.split_once('}') else { return false };
    let (low, high) = inside.split_once(',').unwrap_or((inside, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    !low.is_empty() && digits(low) && digits(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_ascii() {
        assert!(!go_regex(r"^\w$").unwrap().is_match("é"));
        assert!(!go_regex(r"^[\w-]$").unwrap().is_match("é"));
        assert!(go_regex(r"^[\D]$").unwrap().is_match("é"));
        assert!(!go_regex(r"\s").unwrap().is_match("\u{a0}"));
        assert!(go_regex(r"a\b").unwrap().is_match("aé"));
    }

    #[test]
    fn braces_and_brackets_may_be_literal() {
        assert!(go_regex(r"\${x}").unwrap().is_match("a${x}"));
        assert!(go_regex("{a}b{2}").unwrap().is_match("{a}bb"));
        assert!(go_regex("[[a]x").unwrap().is_match("[x"));
        assert!(go_regex("[]a]+").unwrap().is_match("]"));
        assert!(go_regex("[^]]x").unwrap().is_match("ax"));
        assert!(go_regex("[a&&b]").unwrap().is_match("&"));
        assert!(go_regex("[[:alpha:]]x").unwrap().is_match("ax"));
    }

    #[test]
    fn quoted_runs_and_angles_are_literal() {
        assert!(go_regex(r"\Qa.b\E+").unwrap().is_match("a.b"));
        assert!(!go_regex(r"\Qa.b\E").unwrap().is_match("axb"));
        assert!(go_regex(r"\<a\>").unwrap().is_match("<a>"));
    }

    #[test]
    fn what_only_go_refuses_is_refused() {
        for pattern in ["a**", "a{2}*", "a*??", "x{1001}", "**bold**"] {
            assert!(go_regex(pattern).is_err(), "{pattern}");
        }
        for pattern in ["a*?", "a{2}?b??", "(?:a)?", "[*+]+", "a{1000}", "(?i)a"] {
            assert!(go_regex(pattern).is_ok(), "{pattern}");
        }
    }

    #[test]
    fn look_around_is_an_error_in_one_line() {
        let error = go_regex("a(?!b)").unwrap_err();
        assert!(error.contains("look-around") && !error.contains('\n'), "{error}");
    }

    #[test]
    fn patterns_that_cannot_match_are_known() {
        for never in ["a^b", "a$b", "(a|b)^c", "[^\\x{0}-\\x{10FFFF}]", "x(a^b)+"] {
            assert!(never_matches(never, false), "{never}");
        }
        for may in ["^a$", "a*^b", "(a^b)?c", "(?m)a$\nb", "x|a^b", "(^a|b$)"] {
            assert!(!never_matches(may, false), "{may}");
        }
        for never in ["$scope", "a^b", "x[a-z]+^b"] {
            assert!(never_matches(never, true), "{never}");
        }
        for may in [r"a$\s+b", r"a\n^b", "[^x]^b", "a$b?"] {
            assert!(!never_matches(may, true), "{may}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_compiles_or_fails(pattern in "\\PC{0,40}") {
            let _ = go_regex(&pattern);
        }
    }
}
