//! Output folders: written as a whole, never over something that is not ours or that a person has edited.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use seaworthy_base::ContentHash;
use serde::{Deserialize, Serialize};

/// The record of what we wrote into a folder; what it lists unchanged may be replaced.
pub(crate) const OUTPUT_RECORD: &str = ".seaworthy-output.json";
const TOOL: &str = "seaworthy";
/// How our temporary files start; a killed run may leave some.
const TEMPORARY: &str = ".seaworthy-tmp-";

/// A file to write: path below the folder with `/`, and content.
#[derive(Clone, Debug)]
pub struct OutputFile {
    /// Path below the output folder.
    pub path: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Why an output folder could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder holds things we did not write.
    #[error("the output folder {} already holds {found}, which is not ours; choose another folder with -o, or pass --overwrite to write beside it", folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// One of the things.
        found: String,
    },
    /// A single file is there already.
    #[error("{} is there already; choose another file, or pass --overwrite to replace it", file.display())]
    Exists {
        /// The file.
        file: PathBuf,
    },
    /// A file of an earlier run was changed since.
    #[error("{} was changed since it was written; choose another folder with -o, or pass --overwrite to replace it", file.display())]
    Edited {
        /// The file.
        file: PathBuf,
    },
    /// The system refused.
    #[error("cannot write {}: {error}; choose a folder that you may write to with -o", path.display())]
    Io {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Record {
    tool: String,
    /// Path → hash of what we wrote.
    files: BTreeMap<String, ContentHash>,
    /// Path → hash of what a run was about to write; what is left of a run that was killed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pending: BTreeMap<String, ContentHash>,
}

impl Record {
    fn knows(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.pending.contains_key(path)
    }

    fn wrote(&self, path: &str, hash: &ContentHash) -> bool {
        self.files.get(path) == Some(hash) || self.pending.get(path) == Some(hash)
    }
}

/// Checks that a single file may be written: it is not there, or may be replaced.
pub fn check_file(file: &Path, overwrite: bool) -> Result<(), OutputError> {
    if !overwrite && fs::symlink_metadata(file).is_ok() {
        return Err(OutputError::Exists { file: file.to_owned() });
    }
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let probe = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder);
    probe.map(|_| ()).map_err(|error| OutputError::Io { path: file.to_owned(), error })
}

/// Checks that a folder may be written, before any work is done.
pub fn check(folder: &Path, overwrite: bool) -> Result<(), OutputError> {
    let io = |error| OutputError::Io { path: folder.to_owned(), error };
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = existing_parent(folder);
            let probe = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(&parent);
            return probe
                .map(|_| ())
                .map_err(|error| OutputError::Io { path: folder.to_owned(), error });
        }
        Err(error) => return Err(io(error)),
        Ok(meta) if !folder.is_dir() => {
            let kind = if meta.is_symlink() { "a link that leads nowhere" } else { "a file" };
            return Err(OutputError::Foreign { folder: folder.to_owned(), found: kind.to_owned() });
        }
        Ok(_) => {}
    }
    tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(folder).map_err(io)?;
    if overwrite {
        return Ok(());
    }
    let record = read_record(folder);
    let mut pending = vec![PathBuf::new()];
    while let Some(below) = pending.pop() {
        let mut entries: Vec<_> =
            fs::read_dir(folder.join(&below)).map_err(io)?.filter_map(Result::ok).collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = below.join(entry.file_name());
            let name = slashed(&path);
            if name == OUTPUT_RECORD {
                continue;
            }
            if entry.file_type().is_ok_and(|t| t.is_dir()) {
                pending.push(path);
                continue;
            }
            if name.rsplit('/').next().is_some_and(|n| n.starts_with(TEMPORARY)) {
                continue;
            }
            if !record.knows(&name) {
                return Err(OutputError::Foreign { folder: folder.to_owned(), found: name });
            }
            let bytes = fs::read(entry.path()).map_err(io)?;
            if !record.wrote(&name, &ContentHash::of_parts([bytes.as_slice()])) {
                return Err(OutputError::Edited { file: entry.path() });
            }
        }
    }
    Ok(())
}

/// Writes the files, each under a temporary name first, and removes those of an earlier run that are not written again.
/// [`check`] must have allowed the folder.
pub fn write(folder: &Path, files: &[OutputFile]) -> Result<(), OutputError> {
    let before = read_record(folder);
    fs::create_dir_all(folder)
        .map_err(|error| OutputError::Io { path: folder.to_owned(), error })?;
    let hashes: BTreeMap<String, ContentHash> = files
        .iter()
        .map(|f| (f.path.clone(), ContentHash::of_parts([f.content.as_slice()])))
        .collect();
    // What is about to be written is recorded first, so that a run that is killed leaves nothing that looks foreign.
    let mut started = before.files.clone();
    started.extend(before.pending.clone());
    write_record(
        folder,
        &Record { tool: TOOL.to_owned(), files: started, pending: hashes.clone() },
    )?;
    for file in files {
        write_file(&folder.join(&file.path), &file.content)?;
    }
    for old in before.files.keys().chain(before.pending.keys()).filter(|p| !hashes.contains_key(*p))
    {
        let path = folder.join(old);
        if path.starts_with(folder) && fs::remove_file(&path).is_ok() {
            // Folders that became empty go too; a folder with something in it refuses.
            let mut parent = path.parent();
            while let Some(dir) = parent.filter(|d| *d != folder) {
                if fs::remove_dir(dir).is_err() {
                    break;
                }
                parent = dir.parent();
            }
        }
    }
    write_record(folder, &Record { tool: TOOL.to_owned(), files: hashes, pending: BTreeMap::new() })
}

/// Writes one file under a temporary name beside it and renames it into place.
pub fn write_file(path: &Path, content: &[u8]) -> Result<(), OutputError> {
    write_file_with(path, |to| to.write_all(content))
}

/// Writes one file as its content is made, under a temporary name beside it, and renames it into place.
pub fn write_file_with(
    path: &Path,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), OutputError> {
    let io = |error| OutputError::Io { path: path.to_owned(), error };
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(io)?;
    let mut temporary =
        tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(parent).map_err(io)?;
    write(temporary.as_file_mut()).map_err(io)?;
    make_readable(temporary.as_file()).map_err(io)?;
    temporary.persist(path).map_err(|e| io(e.error))?;
    Ok(())
}

/// Temporary files are private; a report is meant to be read by others as any file the user makes.
#[cfg(unix)]
fn make_readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &fs::File) -> io::Result<()> {
    Ok(())
}

fn write_record(folder: &Path, record: &Record) -> Result<(), OutputError> {
    let mut text = serde_json::to_string_pretty(record).map_err(|e| OutputError::Io {
        path: folder.join(OUTPUT_RECORD),
        error: io::Error::other(e),
    })?;
    text.push('\n');
    write_file(&folder.join(OUTPUT_RECORD), text.as_bytes())
}

fn read_record(folder: &Path) -> Record {
    fs::read(folder.join(OUTPUT_RECORD))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

fn existing_parent(folder: &Path) -> PathBuf {
    let mut at = folder;
    while let Some(parent) = at.parent() {
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        if parent.is_dir() {
            return parent.to_owned();
        }
        at = parent;
    }
    PathBuf::from(".")
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, content: &str) -> OutputFile {
        OutputFile { path: path.to_owned(), content: content.as_bytes().to_vec() }
    }

    #[test]
    fn own_output_is_replaced_and_old_files_go() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("a/report");
        check(&out, false).unwrap();
        write(&out, &[file("index.html", "1"), file("manifests/x/a.yaml", "1")]).unwrap();
        check(&out, false).unwrap();
        write(&out, &[file("index.html", "2")]).unwrap();
        assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "2");
        assert!(!out.join("manifests").exists());
    }

    #[test]
    fn a_killed_run_can_be_repeated() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        write(&out, &[file("a", "1"), file("b", "1")]).unwrap();
        // As after a kill between the record and the second file.
        let pending = BTreeMap::from([("a".to_owned(), ContentHash::of_parts([b"2".as_slice()]))]);
        let files = read_record(&out).files;
        write_record(&out, &Record { tool: TOOL.to_owned(), files, pending }).unwrap();
        fs::write(out.join("a"), "2").unwrap();
        fs::write(out.join(".seaworthy-tmp-x"), "half").unwrap();
        check(&out, false).unwrap();
        write(&out, &[file("a", "2")]).unwrap();
        assert!(!out.join("b").exists());
    }

    #[test]
    fn foreign_and_edited_files_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("thesis.txt"), "mine").unwrap();
        assert!(matches!(check(dir.path(), false), Err(OutputError::Foreign { .. })));
        check(dir.path(), true).unwrap();
        let out = dir.path().join("out");
        write(&out, &[file("a.yaml", "1")]).unwrap();
        fs::write(out.join("a.yaml"), "edited").unwrap();
        assert!(matches!(check(&out, false), Err(OutputError::Edited { .. })));
        let as_file = dir.path().join("thesis.txt");
        assert!(matches!(check(&as_file, true), Err(OutputError::Foreign { .. })));
    }
}
