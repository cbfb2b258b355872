//! Regular expressions that are compiled when a text is there that they could match.

use std::sync::OnceLock;

use regex::Regex;

use super::compile_re2;
use super::literals::{Required, required};
use super::syntax::{Dialect, translate};

/// Longer patterns, and those that count, are compiled to see whether they are too large.
const SMALL: usize = 1 << 10;

/// A pattern in RE2 syntax. Of hundreds of rules few meet a text that holds what their patterns require.
#[derive(Debug)]
pub(crate) struct LazyRegex {
    pattern: Box<str>,
    required: Option<Required>,
    regex: OnceLock<Option<Regex>>,
}

impl LazyRegex {
    /// Reads a pattern. The errors are those of [`compile_re2`].
    pub(crate) fn new(pattern: &str) -> Result<Self, String> {
        let translated = translate(pattern, Dialect::Re2).map_err(|problem| problem.to_string())?;
        let is_small = pattern.len() < SMALL && !pattern.contains('{');
        let parsed = regex_syntax::parse(&translated.text).ok().filter(|_| is_small);
        let (required, regex) = match parsed {
            Some(parsed) => (required(&parsed), OnceLock::new()),
            None => (None, OnceLock::from(Some(compile_re2(pattern)?))),
        };
        Ok(Self { pattern: pattern.into(), required, regex })
    }

    /// The expression, unless no text has it.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile_re2(&self.pattern).ok()).as_ref()
    }

    /// Whether the pattern matches anywhere in a text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.may_match(text) && self.regex().is_some_and(|regex| regex.is_match(text))
    }

    fn may_match(&self, text: &str) -> bool {
        match &self.required {
            Some(required) if !required.fold => {
                required.any_of.iter().any(|one| text.contains(one))
            }
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_expression(
            pattern in "[ab.*+?|()^$\\\\d{}1]{0,12}|(foo|bar)\\.[a-c]{1,3}\\.\\*",
            text in "[ab1. ]{0,12}|(foo|bar)\\.[a-c]{1,3}\\.",
        ) {
            match (LazyRegex::new(&pattern), compile_re2(&pattern)) {
                (Ok(lazy), Ok(regex)) => prop_assert_eq!(lazy.is_match(&text), regex.is_match(&text)),
                (lazy, regex) => prop_assert_eq!(lazy.err(), regex.err()),
            }
        }
    }
}
