//! Files in, hits out.

use std::path::PathBuf;
use std::sync::Arc;

use seaworthy_base::LineIndex;
use seaworthy_facts::Language;
use seaworthy_konveyor::Value;

/// Position of a distinct leaf in the list that an analysis asks.
pub type LeafId = u32;

/// Position of a file in its [`FileTable`].
pub type FileId = u32;

/// The files of an application that Konveyor would list, in the order of its walk.
#[derive(Clone, Debug, Default)]
pub struct FileTable {
    /// The folder that was given, absolute.
    pub base: PathBuf,
    /// The files.
    pub files: Vec<ListedFile>,
}

/// A listed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFile {
    /// Path relative to the base, with `/` between the parts.
    pub path: Arc<str>,
    /// Bytes.
    pub size: u64,
    /// Language or format, by the path.
    pub language: Language,
}

/// A file that has been read.
#[derive(Clone, Copy, Debug)]
pub struct FileText<'t> {
    /// Which.
    pub id: FileId,
    /// Relative path.
    pub path: &'t str,
    /// Decoded text with `\n` line ends.
    pub text: &'t str,
    /// Its lines.
    pub lines: &'t LineIndex,
}

/// A place that a leaf found, before rules ask for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The leaf.
    pub leaf: LeafId,
    /// The file.
    pub file: FileId,
    /// Line of the incident, from 1; 0 where the provider gives none.
    pub line: u32,
    /// First and last line of the code location in Konveyor's sense (0-based for Java; builtin conditions put 1-based
    /// numbers there); `None` where there is no code location, hence no excerpt.
    pub location: Option<(u32, u32)>,
    /// Variables of the incident without those of the rule, sorted by name.
    pub variables: Vec<(&'static str, Value)>,
}

/// A leaf that cannot be evaluated; the rules that ask it end up among the errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafError {
    /// The leaf.
    pub leaf: LeafId,
    /// One sentence.
    pub message: String,
}
