//! One pattern over one text.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::SIZE_LIMIT;
use super::literals::{Required, required};
use super::syntax::{Dialect, translate};

/// Steps after which a backtracking search of a line is given up.
const LINE_LIMIT: usize = 1_000_000;

/// The same for a whole text, where every character costs a step at least.
const TEXT_LIMIT: usize = 20_000_000;

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
        /// A line at a time as if it were all there is, where the expression could pass an end of a line.
        by_line: bool,
    },
    Backtracking(Box<Backtracking>),
}

/// A pattern with look-around or the like.
#[derive(Debug)]
struct Backtracking {
    regex: fancy_regex::Regex,
    /// Matches wherever `regex` does, much faster.
    superset: Regex,
    reach: Reach,
}

/// How much of a text one match can depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Its line as if that were all there is.
    LineAlone,
    /// What stands before and the rest of the line.
    Line,
    /// Everything.
    Text,
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
        let parsed = regex_syntax::parse(&superset).map_err(|error| one_line(&error))?;
        if translated.backtracks {
            let flat = regex_syntax::parse(&format!("(?m){}", translated.flat));
            let reach = match (multi_line, flat) {
                (false, _) => Reach::LineAlone,
                (true, Ok(flat)) if !may_match_line_end(&flat) => Reach::Line,
                (true, _) => Reach::Text,
            };
            let limit = if reach == Reach::Text { TEXT_LIMIT } else { LINE_LIMIT };
            let regex = fancy_regex::RegexBuilder::new(&format!("{prefix}{}", translated.text))
                .backtrack_limit(limit)
                .build()
                .map_err(|error| error.to_string())?;
            let superset = Regex::new(&superset).map_err(|error| error.to_string())?;
            let required = required(&parsed);
            let engine = Engine::Backtracking(Box::new(Backtracking { regex, superset, reach }));
            return Ok(Self { engine, required });
        }
        let text = format!("{prefix}{}", translated.text);
        let by_line = !multi_line && may_match_line_end(&parsed);
        Ok(Self {
            engine: Engine::Automaton { text, regex: OnceLock::new(), by_line },
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
            Engine::Automaton { text: pattern, regex, by_line } => {
                let regex = regex
                    .get_or_init(|| RegexBuilder::new(pattern).size_limit(SIZE_LIMIT).build().ok());
                let Some(regex) = regex else { return Outcome::TooLarge };
                let mut start = 0;
                for part in text.split_inclusive(|c| *by_line && c == '\n') {
                    let line = if *by_line { part.trim_end_matches('\n') } else { part };
                    for one in regex.find_iter(line).filter(|one| !one.is_empty()) {
                        if !found(start + one.start()..start + one.end()) {
                            return Outcome::Complete;
                        }
                    }
                    start += part.len();
                }
                Outcome::Complete
            }
            Engine::Backtracking(engine) => engine.run(text, &mut found),
        }
    }
}

impl Backtracking {
    fn run(&self, text: &str, found: &mut impl FnMut(Range<usize>) -> bool) -> Outcome {
        let Some(first) = self.superset.find(text) else { return Outcome::Complete };
        if self.reach == Reach::Text {
            return match self.search(text, first.start(), 0, found) {
                Ok(_) => Outcome::Complete,
                Err(GivenUp) => Outcome::GivenUp,
            };
        }
        let mut outcome = Outcome::Complete;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            if self.superset.is_match(line) {
                let searched = if self.reach == Reach::Line {
                    self.search(text.get(..end).unwrap_or(""), start, 0, found)
                } else {
                    self.search(line.strip_suffix('\n').unwrap_or(line), 0, start, found)
                };
                match searched {
                    Ok(true) => {}
                    Ok(false) => return outcome,
                    Err(GivenUp) => outcome = Outcome::GivenUp,
                }
            }
            start = end;
        }
        outcome
    }

    /// Reports the matches in `text` from a place on, `offset` added to where they are; whether the caller wants more.
    fn search(
        &self,
        text: &str,
        from: usize,
        offset: usize,
        found: &mut impl FnMut(Range<usize>) -> bool,
    ) -> Result<bool, GivenUp> {
        let mut from = from;
        while let Some(one) = self.regex.find_from_pos(text, from).map_err(|_| GivenUp)? {
            let (start, end) = (one.start(), one.end());
            if start < end && !found(start + offset..end + offset) {
                return Ok(false);
            }
            // After an empty match the search goes on behind the next character.
            let Some(c) = text.get(end..).and_then(|rest| rest.chars().next()) else { break };
            from = if start < end { end } else { end + c.len_utf8() };
        }
        Ok(true)
    }
}

struct GivenUp;

/// Whether the end of a line can be part of a match, as far as the expression tells.
fn may_match_line_end(expression: &Hir) -> bool {
    let mut pending = vec![expression];
    while let Some(hir) = pending.pop() {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                if literal.0.contains(&b'\n') {
                    return true;
                }
            }
            HirKind::Class(Class::Unicode(class)) => {
                if class.ranges().iter().any(|r| r.start() <= '\n' && r.end() >= '\n') {
                    return true;
                }
            }
            HirKind::Class(Class::Bytes(_)) => return true,
            HirKind::Repetition(repetition) => pending.push(&repetition.sub),
            HirKind::Capture(capture) => pending.push(&capture.sub),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => pending.extend(parts),
        }
    }
    false
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
