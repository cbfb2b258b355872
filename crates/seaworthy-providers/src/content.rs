//! `builtin.filecontent`: regular expressions over the text of files.
//!
//! Konveyor first searches every whole file with RE2 (`(?m)`), and where that found nothing in any file, or where the
//! condition is restricted to files, a line at a time with `grep -P`. Here a leaf becomes one or more searches with
//! ranks, all of them are asked of a file together, and [`ContentHits::settle`] lets the best rank win.

mod gate;
mod hits;
#[cfg(test)]
mod laws;
mod lazy;
mod literals;
mod plan;
mod search;
mod syntax;

pub use hits::{ContentHits, ContentOutcome};
pub use plan::ContentPlan;

use regex::{Regex, RegexBuilder};

use syntax::{Dialect, translate};

/// Bytes that a compiled expression may take.
const SIZE_LIMIT: usize = 32 << 20;

/// Compiles a regular expression in Go's RE2 syntax with the meaning it has there: classes are ASCII, a bare `{` is
/// itself. The error is one sentence.
pub fn compile_re2(pattern: &str) -> Result<Regex, String> {
    let translated = translate(pattern, Dialect::Re2).map_err(|problem| problem.to_string())?;
    RegexBuilder::new(&translated.text)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| error.to_string())
}

/// The texts that a pattern in RE2 syntax requires, none of them for a text that is no pattern; `None` where a pattern
/// requires none.
pub(crate) fn required_by_re2(pattern: &str) -> Option<Required> {
    let parsed = translate(pattern, Dialect::Re2)
        .ok()
        .and_then(|translated| regex_syntax::parse(&translated.superset).ok());
    match parsed {
        Some(parsed) => literals::required(&parsed),
        None => Some(Required { any_of: Vec::new(), fold: false, foreign: false }),
    }
}

pub(crate) use gate::Gate;
pub(crate) use lazy::LazyRegex;
pub(crate) use literals::Required;
