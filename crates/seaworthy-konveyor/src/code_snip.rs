//! The code around a place.

mod excerpt;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

pub(crate) use excerpt::push_number;
pub use excerpt::{CodeReader, CodeText, Excerpt, ExcerptForm};

/// Numbered lines around a place. They may be made only when they are written: an analysis has thousands of places, each with
/// up to two hundred lines.
#[derive(Clone, Default)]
pub struct CodeSnip(Snip);

#[derive(Clone, Default)]
enum Snip {
    #[default]
    Nothing,
    Text(Arc<str>),
    Excerpt(Box<Excerpt>),
}

impl CodeSnip {
    /// The lines.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Snip::Nothing => Cow::Borrowed(""),
            Snip::Text(text) => Cow::Borrowed(text),
            Snip::Excerpt(excerpt) => Cow::Owned(excerpt.text()),
        }
    }

    /// The lines of a file that it shows, where it does.
    pub fn excerpt(&self) -> Option<&Excerpt> {
        match &self.0 {
            Snip::Excerpt(excerpt) => Some(excerpt),
            Snip::Nothing | Snip::Text(_) => None,
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

impl From<Excerpt> for CodeSnip {
    fn from(excerpt: Excerpt) -> Self {
        Self(if excerpt.is_empty() { Snip::Nothing } else { Snip::Excerpt(Box::new(excerpt)) })
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
        let code = Arc::new(CodeText::new("a\nb".to_owned()));
        let excerpt = |lines| {
            let reader: CodeReader = {
                let code = Arc::clone(&code);
                Arc::new(move |_| Some(Arc::clone(&code)))
            };
            Excerpt { reader, file: 0, lines, end: 0, form: ExcerptForm::Engine }
        };
        let made = CodeSnip::from(excerpt(0..1));
        assert_eq!(made, CodeSnip::from("1  a"));
        assert_eq!(serde_json::to_string(&made).unwrap(), "\"1  a\"");
        assert!(!made.is_empty());
        assert!(CodeSnip::from("").is_empty() && CodeSnip::from(excerpt(1..1)).is_empty());
    }
}
