//! Which files an application has, in the order in which Konveyor walks them.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};
use seaworthy_facts::Language;

use crate::content::compile_re2;
use crate::paths::PathPattern;
use crate::{FileTable, ListedFile};

/// Larger files are listed and never read.
pub const MAX_READ_BYTES: u64 = 100 << 20;

/// What is left out unless the user says otherwise; folders only at the root of the application.
pub const DEFAULT_EXCLUDED: [&str; 8] =
    ["node_modules", "vendor", ".git", "dist", "build", "target", ".venv", "venv"];

/// What to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOptions {
    /// Paths and path patterns that are left out.
    pub excluded: Vec<String>,
    /// Paths and path patterns of which a file must match one; empty for every file.
    pub included: Vec<String>,
}

impl Default for ListOptions {
    fn default() -> Self {
        Self {
            excluded: DEFAULT_EXCLUDED.iter().map(|&name| name.to_owned()).collect(),
            included: Vec::new(),
        }
    }
}

impl ListOptions {
    /// The options that `excludedDirs` of a provider's settings mean: a list is added to the default, the empty list
    /// clears it.
    pub fn excluding(excluded_dirs: &[String]) -> Self {
        let mut options = Self::default();
        if excluded_dirs.is_empty() {
            options.excluded.clear();
        } else {
            options.excluded.extend_from_slice(excluded_dirs);
        }
        options
    }
}

/// Lists the files below `base`, each folder in the byte order of its names, hidden ones included. A link to a file is
/// listed, a link to a folder is not followed. Folders that cannot be read and names that are no text are reported.
/// The error is that of `base` itself.
pub fn list_files(base: &Path, options: &ListOptions) -> io::Result<(FileTable, Vec<Diagnostic>)> {
    let base = std::path::absolute(base)?;
    let walk = Walk::new(&base, options);
    let mut table = FileTable { base: base.clone(), files: Vec::new() };
    let mut diagnostics = Vec::new();
    // Entries still to visit, the next one last.
    let mut pending = entries(&base, "", &mut diagnostics)?;
    while let Some(Entry { path, kind }) = pending.pop() {
        match kind {
            EntryKind::Folder => {
                if walk.prunes(&path) {
                    continue;
                }
                match entries(&base.join(&path), &path, &mut diagnostics) {
                    Ok(inner) => pending.extend(inner),
                    Err(error) => diagnostics.push(unreadable(&path, &error)),
                }
            }
            EntryKind::File { size } => {
                if walk.lists(&path) {
                    let language = Language::of_path(&path);
                    table.files.push(ListedFile { path: path.into(), size, language });
                }
            }
        }
    }
    Ok((table, diagnostics))
}

struct Entry {
    /// Relative to the base.
    path: String,
    kind: EntryKind,
}

enum EntryKind {
    Folder,
    File { size: u64 },
}

/// The entries of a folder, the first one last. Sockets, pipes and devices are no files of an application.
fn entries(
    folder: &Path,
    relative: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> io::Result<Vec<Entry>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        match entry {
            Ok(entry) => names.push(entry),
            Err(error) => diagnostics.push(unreadable(relative, &error)),
        }
    }
    names.sort_by_key(fs::DirEntry::file_name);
    let mut entries = Vec::with_capacity(names.len());
    for entry in names.into_iter().rev() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            let lossy: Arc<str> = join(relative, &name.to_string_lossy()).into();
            let message = "the name is no valid UTF-8: left out";
            diagnostics.push(Diagnostic::warning(Code::Unreadable, &lossy, message));
            continue;
        };
        let path = join(relative, name);
        // A link that leads nowhere is listed as Konveyor does; reading it fails later.
        let metadata = entry.metadata();
        let linked = metadata.as_ref().is_ok_and(fs::Metadata::is_symlink);
        let metadata = match fs::metadata(entry.path()).or_else(|error| metadata.map_err(|_| error))
        {
            Ok(metadata) => metadata,
            Err(error) => {
                diagnostics.push(unreadable(&path, &error));
                continue;
            }
        };
        if metadata.is_dir() {
            if !linked {
                entries.push(Entry { path, kind: EntryKind::Folder });
            }
        } else if metadata.is_file() || metadata.is_symlink() {
            entries.push(Entry { path, kind: EntryKind::File { size: metadata.len() } });
        }
    }
    Ok(entries)
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::warning(Code::Unreadable, &path.into(), format!("cannot be read: {error}"))
}

/// What a walk leaves out.
struct Walk {
    excluded: Vec<PathPattern>,
    included: Vec<PathPattern>,
    /// Exclusions with `*`, which also end the walk at a folder that they match.
    pruning: Vec<regex::Regex>,
}

impl Walk {
    fn new(base: &Path, options: &ListOptions) -> Self {
        let compile = |list: &[String]| {
            list.iter().map(|pattern| PathPattern::new(pattern, base)).collect::<Vec<_>>()
        };
        let stars = options.excluded.iter().filter(|pattern| pattern.contains('*'));
        Self {
            excluded: compile(&options.excluded),
            included: compile(&options.included),
            pruning: stars.filter_map(|pattern| compile_re2(pattern).ok()).collect(),
        }
    }

    /// Whether nothing below a folder is listed.
    fn prunes(&self, folder: &str) -> bool {
        if self.excluded.iter().any(|pattern| pattern.is_folder(folder)) {
            return true;
        }
        // Konveyor asks the absolute path, so that the result would depend on where the application lies.
        let rooted = format!("/{folder}");
        let name = crate::paths::file_name(folder);
        self.pruning.iter().any(|regex| regex.is_match(&rooted) || regex.is_match(name))
    }

    fn lists(&self, path: &str) -> bool {
        (self.included.is_empty() || self.included.iter().any(|pattern| pattern.matches(path)))
            && !self.excluded.iter().any(|pattern| pattern.matches(path))
    }
}

#[cfg(test)]
mod tests;
