//! Patterns over the paths of files, as the builtin provider reads them.
//!
//! A pattern that names something that exists is that file or everything in that folder. Otherwise it is a regular
//! expression over the relative path with a leading `/` and over the file name, anchored when it holds none of
//! `* ? [ ] $ ^`. Where that does not match, a pattern with `*` or `?` is read as a shell glob.

mod glob;
mod set;

use std::path::{Component, Path};
use std::sync::OnceLock;

use regex::Regex;

pub(crate) use set::PathPatternSet;

use crate::content::{Required, compile_re2, required_by_re2};

/// A compiled path pattern.
#[derive(Clone, Debug)]
pub struct PathPattern {
    source: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Everything in the base.
    Everything,
    /// Something that exists outside of the base.
    Nothing,
    /// Everything in a folder, relative, without a final `/`.
    Folder(String),
    /// A file, relative; with its name alone, every file of this name.
    File { path: String, any_folder: bool },
    /// Nothing of that name exists.
    Pattern { expression: Expression, glob: bool },
}

impl PathPattern {
    /// Compiles `pattern` for the files of `base`, where it is looked up as a path first. A pattern that no reading
    /// makes sense of matches nothing, as in Konveyor.
    pub fn new(pattern: &str, base: &Path) -> Self {
        let kind = existing(pattern, base).unwrap_or_else(|| of_text(pattern));
        Self { source: pattern.to_owned(), kind }
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it is this folder, relative to the base.
    pub(crate) fn is_folder(&self, relative_path: &str) -> bool {
        matches!(&self.kind, Kind::Folder(folder) if folder == relative_path)
    }

    /// Texts of which one stands in every rooted path that matches; `None` where there are none.
    fn required(&self) -> Option<Required> {
        let Kind::Pattern { expression, glob } = &self.kind else { return None };
        let mut required = required_by_re2(&expression.text)?;
        if *glob && let Some(literal) = glob::longest_literal(&self.source) {
            if literal.len() < 2 {
                return None;
            }
            required.any_of.push(if required.fold {
                literal.to_ascii_lowercase()
            } else {
                literal
            });
        }
        Some(required)
    }

    /// Whether it means the file with this path, relative to the base, with `/` between the parts.
    pub fn matches(&self, relative_path: &str) -> bool {
        let name = file_name(relative_path);
        match &self.kind {
            Kind::Everything => true,
            Kind::Nothing => false,
            Kind::Folder(folder) => relative_path
                .strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            Kind::File { path, any_folder } => {
                relative_path == path || (*any_folder && name == path)
            }
            Kind::Pattern { expression, glob } => {
                // One buffer for "/path" would have to live somewhere; paths are short.
                let rooted = format!("/{relative_path}");
                matches_text(expression, glob.then_some(self.source.as_str()), &rooted, name)
            }
        }
    }
}

/// A file pattern as the pre-computed search of file contents reads it: not anchored, over the path without a leading
/// `/`, and without a look at the file system. Konveyor asks this and the [`PathPattern`].
#[derive(Clone, Debug)]
pub(crate) struct UnrootedPattern {
    source: String,
    expression: Expression,
    glob: bool,
}

impl UnrootedPattern {
    pub(crate) fn new(pattern: &str) -> Self {
        let glob = pattern.contains(['*', '?']);
        Self { source: pattern.to_owned(), expression: Expression::new(pattern.to_owned()), glob }
    }

    pub(crate) fn matches(&self, relative_path: &str) -> bool {
        let glob = self.glob.then_some(self.source.as_str());
        matches_text(&self.expression, glob, relative_path, file_name(relative_path))
    }
}

/// A regular expression that is compiled when the first path asks for it: of hundreds in the rules most never are.
#[derive(Clone, Debug)]
struct Expression {
    text: String,
    /// `None` where the text is no expression.
    regex: OnceLock<Option<Regex>>,
}

impl Expression {
    fn new(text: String) -> Self {
        Self { text, regex: OnceLock::new() }
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile_re2(&self.text).ok()).as_ref()
    }
}

fn matches_text(expression: &Expression, glob: Option<&str>, path: &str, name: &str) -> bool {
    expression.regex().is_some_and(|regex| regex.is_match(path) || regex.is_match(name))
        || glob.is_some_and(|glob| glob::matches(glob, path) || glob::matches(glob, name))
}

/// The last part of a path with `/` between the parts.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn of_text(pattern: &str) -> Kind {
    let text = if pattern.contains(['*', '?', '[', ']', '$', '^']) {
        pattern.to_owned()
    } else {
        format!("^{pattern}$")
    };
    Kind::Pattern { expression: Expression::new(text), glob: pattern.contains(['*', '?']) }
}

/// What `pattern` means if it is the path of something.
fn existing(pattern: &str, base: &Path) -> Option<Kind> {
    if pattern.contains('\0') {
        return None;
    }
    let joined = base.join(pattern);
    let metadata = std::fs::metadata(&joined).ok()?;
    let Some(relative) = relative_to(&joined, base) else {
        return Some(if metadata.is_dir() && contains_base(&joined, base) {
            Kind::Everything
        } else {
            Kind::Nothing
        });
    };
    Some(match (metadata.is_dir(), relative.is_empty()) {
        (true, true) => Kind::Everything,
        (true, false) => Kind::Folder(relative),
        // A bare name stands for every file of this name.
        (false, _) => {
            Kind::File { any_folder: relative == pattern && !pattern.contains('/'), path: relative }
        }
    })
}

/// The parts of a path after `.` and `..` have been taken out by the text alone.
fn cleaned(path: &Path) -> Vec<Component<'_>> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(parts.last(), Some(Component::Normal(_))) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

fn relative_to(path: &Path, base: &Path) -> Option<String> {
    let (path, base) = (cleaned(path), cleaned(base));
    let rest = path.strip_prefix(base.as_slice())?;
    let parts: Vec<_> = rest.iter().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

fn contains_base(folder: &Path, base: &Path) -> bool {
    cleaned(base).starts_with(&cleaned(folder))
}

#[cfg(test)]
mod tests;
