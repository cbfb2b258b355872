//! The code around a place.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// Numbered lines around a place. They may be made only when they are written: an analysis has thousands of places, each with
/// up to two hundred lines.
#[derive(Clone, Default)]
pub struct CodeSnip(Snip);

#[derive(Clone, Default)]
enum Snip {
    #[default]
    Nothing,
    Text(Arc<str>),
    Made(Arc<dyn Fn() -> String + Send + Sync>),
}

impl CodeSnip {
    /// Lines that are made whenever they are asked for; `make` gives the same each time, and never nothing.
    pub fn made_by(make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self(Snip::Made(Arc::new(make)))
    }

    /// The lines.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Snip::Nothing => Cow::Borrowed(""),
            Snip::Text(text) => Cow::Borrowed(text),
            Snip::Made(make) => Cow::Owned(make()),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Snip::Nothing)
    }
}

impl From<&str> for CodeSnip {
    fn from(text: &str) -> Self {
        Self(if text.is_empty() { Snip::Nothing } else { Snip::Text(text.into()) })
    }
}

impl From<String> for CodeSnip {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl PartialEq for CodeSnip {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl fmt::Debug for CodeSnip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

impl Serialize for CodeSnip {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_equal_however_they_came() {
        let made = CodeSnip::made_by(|| " 1  a".to_owned());
        assert_eq!(made, CodeSnip::from(" 1  a"));
        assert_eq!(serde_json::to_string(&made).unwrap(), "\" 1  a\"");
        assert!(!made.is_empty() && CodeSnip::from("").is_empty());
    }
}
