//! The text of one manifest and the places in it.

use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, Evidence, LineIndex, Position, mask_line};

use crate::Property;

/// A manifest's text with what is needed to point at its lines.
pub(crate) struct Source<'t> {
    pub(crate) path: Arc<str>,
    pub(crate) text: &'t str,
    lines: LineIndex,
}

impl<'t> Source<'t> {
    pub(crate) fn new(path: &Arc<str>, text: &'t str) -> Self {
        Self { path: Arc::clone(path), text, lines: LineIndex::new(text) }
    }

    pub(crate) fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// The line at a byte offset.
    pub(crate) fn at(&self, offset: u32) -> Evidence {
        let at = self.lines.position(self.text, offset);
        self.evidence(at)
    }

    /// A line by its number, from 1.
    pub(crate) fn line(&self, line: usize) -> Evidence {
        self.evidence(Position { line: line as u32, column: 1 })
    }

    fn evidence(&self, at: Position) -> Evidence {
        Evidence::cause(&self.path, at, &mask_line(self.lines.line(self.text, at.line)))
    }

    /// The file as a whole.
    pub(crate) fn file(&self) -> Evidence {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        Evidence::file(&self.path, name)
    }

    /// A value that stands at a byte offset.
    pub(crate) fn property(&self, value: impl Into<String>, offset: u32) -> Property {
        Property { value: value.into(), evidence: self.at(offset) }
    }

    /// The problem that this file is no valid `format`.
    pub(crate) fn broken(&self, format: &str, reason: &str, offset: Option<u32>) -> Diagnostic {
        let reason = reason.lines().next().unwrap_or_default();
        let problem = Diagnostic::warning(
            Code::BadConfig,
            &self.path,
            format!("not valid {format}: {reason}"),
        );
        match offset {
            Some(offset) => problem.at(self.lines.position(self.text, offset)),
            None => problem,
        }
    }
}
