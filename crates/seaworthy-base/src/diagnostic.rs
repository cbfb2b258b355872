//! Problems as data.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Position;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Something was not read or not understood; the result is less complete.
    Warning,
    /// The asked-for work could not be done.
    Error,
}

/// A stable number for a kind of problem; the book lists them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// An analyser failed on a file; the run went on.
    AnalyserFailed,
    /// A file could not be read.
    Unreadable,
    /// A file is over the size limit and was only listed.
    TooLarge,
    /// A file's bytes are no valid text; they were decoded with replacements.
    BadEncoding,
    /// A source file has syntax its grammar does not know; what parsed was used.
    SyntaxError,
    /// A parse took too long and was given up.
    ParseTimeout,
    /// A configuration file or build manifest could not be read as its format.
    BadConfig,
    /// A class file, or a part of it, could not be read.
    BadClassFile,
    /// Nesting deeper than the limit; the rest was skipped.
    TooDeep,
    /// A link that leads back to a parent, or out of the application.
    LinkSkipped,
    /// An archive could not be opened or is damaged.
    BadArchive,
    /// An archive is signed; signatures are not verified.
    SignedArchive,
    /// An archive entry was refused: path traversal, size or ratio limit, encryption, depth.
    ArchiveEntryRefused,
    /// A version or parent could not be resolved without the network.
    UnresolvedVersion,
    /// A rule file or rule is wrong.
    BadRule,
    /// A settings file is wrong.
    BadSettings,
    /// A rule found something that lies in no file.
    FoundWithoutPlace,
    /// A judgement that silences findings is unclear, has expired or silences nothing.
    Silenced,
    /// Something was cut to a limit; the message says what and how much.
    Truncated,
}

impl Code {
    /// The number as printed: `SW0001`.
    pub fn number(self) -> &'static str {
        match self {
            Self::AnalyserFailed => "SW0001",
            Self::Unreadable => "SW0101",
            Self::TooLarge => "SW0102",
            Self::BadEncoding => "SW0103",
            Self::LinkSkipped => "SW0104",
            Self::BadArchive => "SW0111",
            Self::ArchiveEntryRefused => "SW0112",
            Self::SignedArchive => "SW0113",
            Self::SyntaxError => "SW0201",
            Self::ParseTimeout => "SW0202",
            Self::TooDeep => "SW0203",
            Self::BadConfig => "SW0204",
            Self::Truncated => "SW0205",
            Self::BadClassFile => "SW0206",
            Self::UnresolvedVersion => "SW0301",
            Self::BadRule => "SW0401",
            Self::BadSettings => "SW0402",
            Self::FoundWithoutPlace => "SW0403",
            Self::Silenced => "SW0404",
        }
    }
}

/// A problem with the input: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Path relative to the application's root, or of the rule or settings file.
    pub path: Arc<str>,
    /// Line and column where known.
    pub at: Option<Position>,
    /// Kind of problem.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence, without the path.
    pub message: String,
    /// What the user can do, where there is something.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A warning about a file.
    pub fn warning(code: Code, path: &Arc<str>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            path: Arc::clone(path),
            at: None,
            message: message.into(),
            help: None,
        }
    }

    /// A note about a file.
    pub fn note(code: Code, path: &Arc<str>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::warning(code, path, message) }
    }

    /// An error about a file.
    pub fn error(code: Code, path: &Arc<str>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, ..Self::warning(code, path, message) }
    }

    /// The same with a place.
    #[must_use]
    pub fn at(mut self, at: Position) -> Self {
        self.at = Some(at);
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code.number(), self.path)?;
        if let Some(at) = self.at {
            write!(f, ":{}:{}", at.line, at.column)?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}
