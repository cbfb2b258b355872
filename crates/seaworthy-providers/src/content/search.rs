//! One pattern over one text.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;
use regex::{Regex, RegexBuilder};

use super::SIZE_LIMIT;
use super::literals::{Required, required};
use super::syntax::{Dialect, translate};

/// Steps after which a backtracking search is given up.
const BACKTRACK_LIMIT: usize = 1_000_000;

/// A pattern ready to search. Empty matches are never reported.
#[derive(Debug)]
pub(crate) struct Search {
    engine: Engine,
    /// What a text must hold to match at all.
    pub(crate) required: Option<Required>,
}

#[derive(Debug)]
enum Engine {
    /// Occurrences may overlap.
    Literal(Box<memmem::Finder<'static>>),
    /// Compiled when a file first asks for it: most patterns never are.
    Automaton {
        text: String,
        regex: OnceLock<Option<Regex>>,
    },
    Backtracking {
        regex: Box<fancy_regex::Regex>,
        by_line: bool,
    },
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was reported, or the caller had enough.
    Complete,
    /// The pattern's automaton would be too large.
    TooLarge,
    /// The search took too many steps and was given up.
    GivenUp,
}

impl Search {
    /// What Konveyor computes in advance for a whole file: a literal, else RE2, else .NET, each with `(?m)`.
    /// `None` where none of them reads the pattern.
    pub(crate) fn whole_file(pattern: &str) -> Option<Self> {
        if is_literal(pattern) {
            let required = (pattern.len() > 1).then(|| Required {
                any_of: vec![pattern.to_owned()],
                fold: false,
                foreign: false,
            });
            let finder = memmem::Finder::new(pattern).into_owned();
            return Some(Self { engine: Engine::Literal(Box::new(finder)), required });
        }
        Self::compile(pattern, Dialect::Re2)
            .or_else(|_| Self::compile(pattern, Dialect::DotNet))
            .ok()
    }

    /// What `grep -P` finds, a line at a time. The error is one sentence.
    pub(crate) fn line_by_line(pattern: &str) -> Result<Self, String> {
        Self::compile(pattern, Dialect::PcreLine)
    }

    fn compile(pattern: &str, dialect: Dialect) -> Result<Self, String> {
        let translated = translate(pattern, dialect).map_err(|problem| problem.to_string())?;
        let multi_line = dialect != Dialect::PcreLine;
        let prefix = if multi_line { "(?m)" } else { "" };
        let superset = format!("(?m){}", translated.superset);
        if translated.backtracks {
            let regex = fancy_regex::RegexBuilder::new(&format!("{prefix}{}", translated.text))
                .backtrack_limit(BACKTRACK_LIMIT)
                .build()
                .map_err(|error| error.to_string())?;
            let required = regex_syntax::parse(&superset).ok().as_ref().and_then(required);
            let regex = Box::new(regex);
            return Ok(Self {
                engine: Engine::Backtracking { regex, by_line: !multi_line },
                required,
            });
        }
        let parsed = regex_syntax::parse(&superset).map_err(|error| one_line(&error))?;
        let text = format!("{prefix}{}", translated.text);
        Ok(Self {
            engine: Engine::Automaton { text, regex: OnceLock::new() },
            required: required(&parsed),
        })
    }

    /// Calls `found` for every match in the order of their starts until it says that it has enough.
    pub(crate) fn run(&self, text: &str, mut found: impl FnMut(Range<usize>) -> bool) -> Outcome {
        match &self.engine {
            Engine::Literal(finder) => {
                let length = finder.needle().len();
                let mut from = 0;
                while let Some(at) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest))
                {
                    let start = from + at;
                    if length == 0 || !found(start..start + length) {
                        break;
                    }
                    from = start + 1;
                }
                Outcome::Complete
            }
            Engine::Automaton { text: pattern, regex } => {
                let regex = regex
                    .get_or_init(|| RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().ok());
                let Some(regex) = regex else { return Outcome::TooLarge };
                for one in regex.find_iter(text).filter(|one| !one.is_empty()) {
                    if !found(one.range()) {
                        break;
                    }
                }
                Outcome::Complete
            }
            Engine::Backtracking { regex, by_line: false } => {
                backtrack(regex, text, 0, &mut found).unwrap_or(Outcome::Complete)
            }
            Engine::Backtracking { regex, by_line: true } => {
                let mut start = 0;
                for line in text.split('\n') {
                    if let Some(outcome) = backtrack(regex, line, start, &mut found) {
                        return outcome;
                    }
                    start += line.len() + 1;
                }
                Outcome::Complete
            }
        }
    }
}

/// `None` when the text has been searched to its end.
fn backtrack(
    regex: &fancy_regex::Regex,
    text: &str,
    offset: usize,
    found: &mut impl FnMut(Range<usize>) -> bool,
) -> Option<Outcome> {
    for one in regex.find_iter(text) {
        match one {
            Ok(one) if one.start() == one.end() => {}
            Ok(one) => {
                if !found(one.start() + offset..one.end() + offset) {
                    return Some(Outcome::Complete);
                }
            }
            Err(_) => return Some(Outcome::GivenUp),
        }
    }
    None
}

/// Whether Konveyor searches for the pattern as it stands.
fn is_literal(pattern: &str) -> bool {
    !pattern.contains(['.', '*', '+', '?', '^', '$', '[', ']', '{', '}', '(', ')', '|', '\\'])
}

/// The last line of a parser's message says what is wrong; those before draw the place.
fn one_line(error: &regex_syntax::Error) -> String {
    let message = error.to_string();
    let last = message.lines().last().unwrap_or("");
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests;
