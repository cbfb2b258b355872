//! What is wrong with a rule, with the place shown as a code frame.

use std::ops::Range;
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, LineIndex, Span, code_frame};

use super::Reading;

/// A rule, or a part of a rule file, that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleProblem {
    /// What, where and what to do.
    pub diagnostic: Diagnostic,
    /// The same as a frame that shows the lines of the rule file; empty where there is no text to show.
    pub frame: String,
}

impl RuleProblem {
    /// A problem at `range` of a rule file: `message` is a sentence, `label` stands at the marker and is the advice.
    pub(crate) fn new(
        path: &Arc<str>,
        text: &str,
        range: Range<usize>,
        message: &str,
        label: &str,
    ) -> Self {
        let mut problems = Problems::new(path, text, Reading::Checked);
        problems.push(range, message, label);
        problems.found.swap_remove(0)
    }
}

/// Collects the problems of one rule file.
pub(super) struct Problems<'a> {
    path: &'a Arc<str>,
    text: &'a str,
    lines: LineIndex,
    reading: Reading,
    found: Vec<RuleProblem>,
}

impl<'a> Problems<'a> {
    pub(super) fn new(path: &'a Arc<str>, text: &'a str, reading: Reading) -> Self {
        Self { path, text, lines: LineIndex::default(), reading, found: Vec::new() }
    }

    /// Whether regular expressions and globs are to be looked into.
    pub(super) fn checks_patterns(&self) -> bool {
        self.reading == Reading::Checked
    }

    /// Adds what [`RuleProblem::new`] describes.
    pub(super) fn push(&mut self, range: Range<usize>, message: &str, label: &str) {
        if self.found.is_empty() {
            self.lines = LineIndex::new(self.text);
        }
        let span = self.first_line(range);
        let mut diagnostic = Diagnostic::error(Code::BadRule, self.path, message)
            .at(self.lines.position(self.text, span.start));
        if !label.is_empty() {
            diagnostic = diagnostic.help(label);
        }
        let frame = code_frame(message, self.path, self.text, span, label);
        self.found.push(RuleProblem { diagnostic, frame });
    }

    /// Adds what the TOML reader said.
    pub(super) fn push_toml(&mut self, error: &toml::de::Error, rule: Range<usize>) {
        let range = error.span().unwrap_or(rule);
        let (message, label) = in_our_words(error.message());
        self.push(range, &message, &label);
    }

    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    pub(super) fn finish(self) -> Vec<RuleProblem> {
        self.found
    }

    // A marker under many lines hides the cause: the first line is enough. It never cuts a character.
    fn first_line(&self, range: Range<usize>) -> Span {
        let start = self.text.floor_char_boundary(range.start);
        let end = self.text.ceil_char_boundary(range.end.max(start));
        let shown = self.text.get(start..end).unwrap_or("");
        let first = shown.lines().next().unwrap_or("").trim_end();
        Span::new(start, self.text.ceil_char_boundary(start + first.len().max(1)))
    }
}

/// Serde speaks of fields and variants; authors of rules know keys and values.
fn in_our_words(message: &str) -> (String, String) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let first_line = message.lines().next().unwrap_or("").trim();
    match quoted.split_first() {
        Some((key, known)) if message.starts_with("unknown field") => {
            (format!("unknown key `{key}`"), suggestion(key, known))
        }
        Some((value, known)) if message.starts_with("unknown variant") => {
            (format!("unknown value `{value}`"), suggestion(value, known))
        }
        Some((key, _)) if message.starts_with("missing field") => {
            (format!("the key `{key}` is missing"), format!("add `{key}` to this table"))
        }
        _ => (first_line.to_owned(), String::new()),
    }
}

/// "did you mean `x`?" where one of `known` is near, else the list.
pub(super) fn suggestion<S: AsRef<str>>(word: &str, known: &[S]) -> String {
    let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    let nearest = known.iter().map(|k| (edit_distance(word, k), k)).min();
    match nearest {
        Some((distance, k)) if distance <= 1 + word.len() / 4 => format!("did you mean `{k}`?"),
        Some(_) => format!("one of: {}", known.join(", ")),
        None => String::new(),
    }
}

fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_suggested() {
        assert_eq!(edit_distance("sevrity", "severity"), 1);
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(suggestion("sevrity", &["id", "severity"]), "did you mean `severity`?");
        assert_eq!(suggestion("colour", &["id", "why"]), "one of: id, why");
    }
}
