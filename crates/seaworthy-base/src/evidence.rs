//! Where a claim comes from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Position;

/// Why a piece of evidence is shown.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceRole {
    /// This text is the reason for the claim.
    #[default]
    Cause,
    /// This text helps to understand the claim.
    Context,
    /// The claim is that something is missing; this is a place that was searched.
    Absence,
    /// Nothing in the code says it; the value is a default of the named framework or of ours.
    Default,
}

/// One place in the application, or a stated default, that supports a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// Path relative to the application's root with `/`; archive members as `app.ear!/web.war!/…`. Empty for defaults.
    pub path: Arc<str>,
    /// Line and column from 1; line 0 speaks of the whole file.
    #[serde(flatten)]
    pub at: Position,
    /// The matched text (one line, at most 200 characters, secrets masked), or the default's wording.
    pub text: String,
    /// Why it is shown.
    pub role: EvidenceRole,
}

impl Evidence {
    /// A cause at a place; `text` is cut to its first line and 200 characters.
    pub fn cause(path: &Arc<str>, at: Position, text: &str) -> Self {
        Self { path: Arc::clone(path), at, text: one_line(text), role: EvidenceRole::Cause }
    }

    /// A cause that is a file as a whole.
    pub fn file(path: &Arc<str>, text: &str) -> Self {
        Self::cause(path, Position { line: 0, column: 0 }, text)
    }

    /// A default, worded: "Spring Boot listens on 8080 unless told otherwise".
    pub fn default_of(text: &str) -> Self {
        Self {
            path: Arc::from(""),
            at: Position::default(),
            text: one_line(text),
            role: EvidenceRole::Default,
        }
    }

    /// The same place in another role.
    #[must_use]
    pub fn with_role(mut self, role: EvidenceRole) -> Self {
        self.role = role;
        self
    }

    /// `path:line`, the path alone where there is no line, or `default` where there is no path.
    pub fn place(&self) -> String {
        if self.path.is_empty() {
            "default".to_owned()
        } else if self.at.line == 0 {
            self.path.to_string()
        } else {
            format!("{}:{}", self.path, self.at.line)
        }
    }
}

fn one_line(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or("").trim_end();
    match line.char_indices().nth(200) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_one_short_line() {
        let path: Arc<str> = Arc::from("a/b.java");
        let long = "x".repeat(300);
        let e =
            Evidence::cause(&path, Position { line: 3, column: 1 }, &format!("  {long}\nsecond"));
        assert_eq!(e.text.chars().count(), 201);
        assert_eq!(e.place(), "a/b.java:3");
        assert_eq!(Evidence::default_of("d").place(), "default");
        assert_eq!(Evidence::file(&path, "").place(), "a/b.java");
    }
}
