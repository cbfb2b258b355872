//! Lists the files under a folder without following links.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use seaworthy_base::{Code, Diagnostic};

use crate::Limits;
use crate::path::name_of;
use crate::tree::LeftOut;

mod output;

pub(crate) use output::always_skipped;

/// Where counting the files of a folder that is left out stops.
const COUNT_LIMIT: u64 = 100_000;

/// A regular file.
#[derive(Debug)]
pub(crate) struct WalkedFile {
    pub(crate) path: Arc<str>,
    pub(crate) size: u64,
    /// The path under the root, where it is no UTF-8.
    pub(crate) odd_path: Option<PathBuf>,
}

/// Everything found, not yet sorted except for `files`.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// Sorted by path.
    pub(crate) files: Vec<WalkedFile>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) problems: Vec<Diagnostic>,
}

/// Walks `root`, which must be canonical so that links out of it are told from links inside.
pub(crate) fn walk(root: &Path, limits: &Limits) -> Walk {
    let left_out: Arc<Mutex<Vec<(PathBuf, &'static str)>>> = Arc::default();
    let seen = Arc::clone(&left_out);
    let mut builder = WalkBuilder::new(root);
    builder.standard_filters(false).hidden(false).follow_links(false).require_git(false);
    builder.git_ignore(limits.respect_gitignore).git_exclude(limits.respect_gitignore);
    builder.filter_entry(move |entry| {
        let Some(reason) = reason_to_skip(entry) else { return true };
        seen.lock().unwrap_or_else(PoisonError::into_inner).push((entry.path().to_owned(), reason));
        false
    });
    let mut walk = Walk::default();
    for entry in builder.build() {
        match entry {
            Ok(entry) => add(&mut walk, root, &entry),
            Err(error) => {
                let path =
                    path_of(&error).map_or_else(|| Arc::from(""), |path| relative(root, path).0);
                let message = format!("cannot be listed: {}", io_reason(&error));
                walk.problems.push(Diagnostic::warning(Code::Unreadable, &path, message));
            }
        }
    }
    walk.files.sort_by(|a, b| a.path.cmp(&b.path));
    let excess = (walk.files.len() as u64).saturating_sub(limits.max_files);
    if excess > 0 {
        walk.files.truncate(limits.max_files as usize);
        let message = format!(
            "{excess} files are over the limit of {} and were not listed",
            limits.max_files
        );
        walk.problems.push(Diagnostic::warning(Code::Truncated, &Arc::from(""), message));
    }
    let left_out = std::mem::take(&mut *left_out.lock().unwrap_or_else(PoisonError::into_inner));
    walk.left_out = left_out
        .into_iter()
        .map(|(path, reason)| LeftOut {
            path: relative(root, &path).0,
            reason,
            files: count_files(&path),
        })
        .collect();
    walk
}

fn reason_to_skip(entry: &DirEntry) -> Option<&'static str> {
    // The root itself is what the user asked for, whatever it is called.
    if entry.depth() == 0 {
        return None;
    }
    let name = entry.file_name().to_str()?;
    let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
    // In worktrees and submodules `.git` is a file.
    if is_dir || name == ".git" { output::reason_to_skip(entry.path(), name) } else { None }
}

fn add(walk: &mut Walk, root: &Path, entry: &DirEntry) {
    let Some(kind) = entry.file_type() else { return };
    if kind.is_dir() {
        return;
    }
    let (path, is_utf8) = relative(root, entry.path());
    if kind.is_symlink() {
        if let Some(message) = link_note(root, entry.path()) {
            walk.problems.push(Diagnostic::note(Code::LinkSkipped, &path, message));
        }
        return;
    }
    if !kind.is_file() {
        let message = "is no regular file (a pipe, socket or device) and was skipped";
        walk.problems.push(Diagnostic::note(Code::Unreadable, &path, message));
        return;
    }
    let size = match entry.metadata() {
        Ok(metadata) => metadata.len(),
        Err(error) => {
            let message = format!("cannot be read: {}", io_reason(&error));
            walk.problems.push(Diagnostic::warning(Code::Unreadable, &path, message));
            return;
        }
    };
    let odd_path = (!is_utf8).then(|| {
        let message = "the file name is not UTF-8; odd bytes are shown as \\xNN";
        walk.problems.push(Diagnostic::note(Code::BadEncoding, &path, message));
        entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned()
    });
    walk.files.push(WalkedFile { path, size, odd_path });
}

/// What to say about a link; nothing where its file is listed at its own place.
fn link_note(root: &Path, link: &Path) -> Option<&'static str> {
    let Ok(target) = fs::canonicalize(link) else {
        return Some("the link leads nowhere or in a circle and was skipped");
    };
    if !target.starts_with(root) {
        return Some("the link leads out of the application and was not followed");
    }
    target.is_dir().then_some(
        "the link leads to a folder of the application, which is listed at its own place",
    )
}

/// The path under the root with `/`, and whether it is valid UTF-8.
fn relative(root: &Path, path: &Path) -> (Arc<str>, bool) {
    let path = path.strip_prefix(root).unwrap_or(path);
    let mut text = String::new();
    let mut is_utf8 = true;
    for part in path.components() {
        if !text.is_empty() {
            text.push('/');
        }
        let name = name_of(part.as_os_str().as_encoded_bytes());
        is_utf8 &= name.is_utf8;
        text.push_str(&name.text);
    }
    (text.into(), is_utf8)
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

/// The reason without the path, which names folders of this machine.
fn io_reason(error: &ignore::Error) -> String {
    error
        .io_error()
        .map_or_else(|| "the system gave no reason".to_owned(), |error| error.kind().to_string())
}

fn count_files(folder: &Path) -> u64 {
    let mut count = 0;
    let mut work = vec![folder.to_owned()];
    while let Some(folder) = work.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => work.push(entry.path()),
                _ => count += 1,
            }
            if count >= COUNT_LIMIT {
                return count;
            }
        }
    }
    count
}
