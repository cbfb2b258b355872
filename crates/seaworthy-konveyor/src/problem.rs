//! What is wrong with a rule or test file.

use std::path::Path;
use std::sync::Arc;

use seaworthy_base::{LineIndex, Position, Severity, Span, code_frame};

/// Something wrong with a file: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder.
    pub path: Arc<Path>,
    /// The place, where there is one in the text of the file.
    pub span: Option<Span>,
    /// The same as line and column.
    pub at: Option<Position>,
    /// The rule it concerns.
    pub rule: Option<String>,
    /// How much it matters: `Error` where Konveyor would end the run, `Warning` where it leaves something out without a
    /// word, `Note` where it only looks like a mistake.
    pub severity: Severity,
    /// A stable word for the kind of problem: `unknown-key`, `duplicate-id`, ….
    pub code: &'static str,
    /// One sentence, without the path. Konveyor's words where Konveyor has some.
    pub message: String,
    /// What the user can do, where there is something.
    pub help: Option<String>,
}

impl Problem {
    pub(crate) fn new(
        path: &Arc<Path>,
        severity: Severity,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            path: Arc::clone(path),
            span: None,
            at: None,
            rule: None,
            severity,
            code,
            message: message.into(),
            help: None,
        }
    }

    #[must_use]
    pub(crate) fn spanned(mut self, text: &str, lines: &LineIndex, span: Span) -> Self {
        self.at = Some(lines.position(text, span.start));
        self.span = Some(span);
        self
    }

    #[must_use]
    pub(crate) fn in_rule(mut self, rule: Option<&str>) -> Self {
        self.rule = rule.map(str::to_owned);
        self
    }

    #[must_use]
    pub(crate) fn helped(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A rustc-like frame from the file's text; without a place only the sentence.
    pub fn frame(&self, text: &str) -> String {
        let Some(span) = self.span else {
            return self.to_string();
        };
        // A frame shows one line: the first of a longer span.
        let first = span.of(text).lines().next().map_or(0, str::len);
        let span = Span::new(span.start as usize, span.start as usize + first);
        let title = match &self.rule {
            Some(rule) => format!("{rule}: {}", self.message),
            None => self.message.clone(),
        };
        let label = self.help.as_deref().unwrap_or("here");
        code_frame(&title, &self.path.to_string_lossy(), text, span, label)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(at) = self.at {
            write!(f, ":{}:{}", at.line, at.column)?;
        }
        write!(f, ": ")?;
        if let Some(rule) = &self.rule {
            write!(f, "{rule}: ")?;
        }
        write!(f, "{}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}
