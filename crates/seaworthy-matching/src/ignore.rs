//! Findings that people have judged and silenced, in comments beside the code.
//!
//! ```text
//! save(new File("/tmp/x")); // seaworthy:ignore java-file-write lives for one request until=2027-06-30
//! ```
//!
//! A comment behind code speaks for its own line, a comment on a line of its own for the next line that is none.

use std::sync::Arc;

use seaworthy_base::{Evidence, LineIndex, Position};

/// What a comment starts with to silence a finding.
const MARK: &str = "seaworthy:ignore";

/// What opens a comment in the languages of an estate, longest first where one is the start of another.
const OPENERS: [&str; 17] = [
    "<!--", "<%--", "<%#", "{#", "{{!--", "{{/*", "//", "/*", "(*", "#", "--", ";", "'", "*>", "*",
    "%", "!",
];

/// Which findings are silenced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IgnoredPlace {
    /// Those at a line (from 1) of a file.
    Line(Arc<str>, u32),
    /// Those in files whose path fits a glob.
    Path(String),
    /// The one with this fingerprint, wherever its places are.
    Fingerprint(String),
}

/// A judgement: this finding needs no work, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ignore {
    /// Id of the rule; `None` for every rule.
    pub rule: Option<String>,
    /// Where.
    pub place: IgnoredPlace,
    /// Why, in the words of who wrote it.
    pub reason: String,
    /// The last day on which it holds, `YYYY-MM-DD`; after it the finding returns.
    pub until: Option<String>,
    /// Where it is written.
    pub evidence: Evidence,
}

/// The judgements in the comments of a file.
pub fn ignore_comments(path: &Arc<str>, text: &str, lines: &LineIndex) -> Vec<Ignore> {
    let finder = memchr::memmem::Finder::new(MARK);
    finder.find_iter(text.as_bytes()).filter_map(|at| comment(path, text, lines, at)).collect()
}

fn comment(path: &Arc<str>, text: &str, lines: &LineIndex, at: usize) -> Option<Ignore> {
    let position = lines.position(text, at as u32);
    let line = lines.line(text, position.line);
    let column = at.checked_sub(lines.line_span(text, position.line).start as usize)?;
    let before = line.get(..column)?.trim_end();
    let opener = OPENERS.into_iter().find(|o| before.ends_with(o))?;
    let alone = before.trim_end_matches(opener).trim().is_empty();
    let words = line.get(column + MARK.len()..)?;
    // `seaworthy:ignored` is another word.
    if !words.starts_with(|c: char| c.is_whitespace()) {
        return None;
    }
    let (rule, reason, until) = read(words)?;
    let speaks_for = if alone { next_code(text, lines, position.line) } else { position.line };
    Some(Ignore {
        rule: Some(rule),
        place: IgnoredPlace::Line(Arc::clone(path), speaks_for),
        reason,
        until,
        evidence: Evidence::cause(path, Position { column: column as u32 + 1, ..position }, line),
    })
}

/// Rule, reason and last day of `RULE reason until=YYYY-MM-DD`.
fn read(words: &str) -> Option<(String, String, Option<String>)> {
    let mut rule = None;
    let mut until = None;
    let mut reason: Vec<&str> = Vec::new();
    for word in words.split_whitespace() {
        if matches!(word, "-->" | "*/" | "--%>" | "%>" | "#}" | "*)" | "}}" | "*/}}" | "--}}") {
            break;
        }
        if rule.is_none() {
            rule = Some(word.to_owned());
        } else if let Some(date) = word.strip_prefix("until=") {
            until = Some(date.to_owned());
        } else {
            reason.push(word);
        }
    }
    Some((rule?, reason.join(" "), until))
}

/// The first line after `line` that is neither empty nor another such comment.
fn next_code(text: &str, lines: &LineIndex, line: u32) -> u32 {
    let last = lines.lines(text);
    let is_code = |n: &u32| {
        let text = lines.line(text, *n).trim();
        !text.is_empty() && !text.contains(MARK)
    };
    (line + 1..=last).find(is_code).unwrap_or(line)
}

/// Whether a word is a day as `YYYY-MM-DD`, so that days compare as text.
pub fn is_day(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, u32, String, Option<String>)> {
        let lines = LineIndex::new(text);
        ignore_comments(&Arc::from("a.java"), text, &lines)
            .into_iter()
            .map(|i| {
                let IgnoredPlace::Line(_, line) = i.place else { panic!("{:?}", i.place) };
                (i.rule.unwrap(), line, i.reason, i.until)
            })
            .collect()
    }

    #[test]
    fn a_comment_behind_code_speaks_for_its_line() {
        assert_eq!(
            found("a();\nb(); // seaworthy:ignore r-1 one request only until=2027-01-31\n"),
            [("r-1".to_owned(), 2, "one request only".to_owned(), Some("2027-01-31".to_owned()))]
        );
    }

    #[test]
    fn a_comment_alone_speaks_for_the_next_line_of_code() {
        let text = "# seaworthy:ignore r-1 known\n\n# seaworthy:ignore r-2 known\nkey: value\n";
        let lines: Vec<u32> = found(text).into_iter().map(|(_, line, ..)| line).collect();
        assert_eq!(lines, [4, 4]);
        let xml = found("<!-- seaworthy:ignore r-1 known -->\n<a/>\n");
        assert_eq!(xml, [("r-1".to_owned(), 2, "known".to_owned(), None)]);
    }

    #[test]
    fn what_only_looks_like_it_does_nothing() {
        assert_eq!(found("String s = \"seaworthy:ignore r-1 x\";\n"), []);
        assert_eq!(found("// seaworthy:ignored r-1 x\n"), []);
        assert_eq!(found("// seaworthy:ignore\n"), []);
        assert!(is_day("2027-01-31") && !is_day("31.1.2027") && !is_day("2027-1-31"));
    }
}
