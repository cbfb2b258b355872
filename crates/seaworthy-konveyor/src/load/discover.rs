//! Which files hold rules.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::Severity;

use crate::Problem;

/// Folders inside of folders.
const MAX_DEPTH: usize = 64;

/// The rule files of one folder.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where `ruleset.yaml` is looked for.
    pub(super) path: PathBuf,
    /// The files, sorted by name.
    pub(super) files: Vec<PathBuf>,
    /// Whether the file was named itself; its ruleset exists even without rules.
    pub(super) single: bool,
}

/// Folders with rule files below the paths. Links are followed; one that leads back to a parent is an error.
pub(super) fn discover(paths: &[PathBuf], errors: &mut Vec<Problem>) -> Vec<Folder> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_file() {
            let parent = path.parent().unwrap_or(Path::new("")).to_path_buf();
            found.push(Folder { path: parent, files: vec![path.clone()], single: true });
        } else {
            walk(path, &mut found, errors);
        }
    }
    found
}

/// Sub-folders come before the folder itself.
enum Step {
    Enter(PathBuf, usize),
    Leave(Folder),
}

fn walk(root: &Path, found: &mut Vec<Folder>, errors: &mut Vec<Problem>) {
    let mut steps = vec![Step::Enter(root.to_path_buf(), 0)];
    // The folders above the one that is entered, without links.
    let mut above: Vec<PathBuf> = Vec::new();
    while let Some(step) = steps.pop() {
        let (path, depth) = match step {
            Step::Enter(path, depth) => (path, depth),
            Step::Leave(folder) => {
                // A broken header is an error even where no rules stand beside it.
                if !folder.files.is_empty() || folder.path.join("ruleset.yaml").is_file() {
                    found.push(folder);
                }
                continue;
            }
        };
        let fail = |message: String| {
            Problem::new(&Arc::from(path.as_path()), Severity::Error, "unreadable", message)
        };
        above.truncate(depth);
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if depth > MAX_DEPTH || above.contains(&real) {
            errors.push(fail("folders are nested too deep, or a link leads back".to_owned()));
            continue;
        }
        above.push(real);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => {
                errors.push(fail(error.to_string()));
                continue;
            }
        };
        let mut names: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
        names.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
        let mut files = Vec::new();
        let mut folders = Vec::new();
        for name in names {
            match std::fs::metadata(&name) {
                Ok(meta) if meta.is_dir() => folders.push(Step::Enter(name, depth + 1)),
                Ok(meta) if meta.is_file() && is_rule_file(&name) => files.push(name),
                Ok(_) => {}
                Err(error) => errors.push(Problem::new(
                    &Arc::from(name.as_path()),
                    Severity::Error,
                    "unreadable",
                    error.to_string(),
                )),
            }
        }
        steps.push(Step::Leave(Folder { path, files, single: false }));
        steps.extend(folders.into_iter().rev());
    }
}

/// Whether a file of a folder holds rules, by its name.
fn is_rule_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name != "ruleset.yaml"
        && (name.ends_with(".yaml") || name.ends_with(".yml"))
        && !name.ends_with(".test.yaml")
        && !name.ends_with(".test.yml")
}
