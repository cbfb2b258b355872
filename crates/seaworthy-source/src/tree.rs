//! The inventory: every file of an application, and how to read it.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};
use seaworthy_facts::{Language, Role};

use crate::archive::{Archive, ArchiveKind, Member, ReadFailure, Store};
use crate::inventory::Inventory;
use crate::{InputKind, LibraryArchive, Limits, SourceError};

/// One file of the application.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the input with `/`; members of an inner archive as `shop.ear!/web.war!/index.jsp`.
    /// Members of the input archive itself have no prefix. Bytes that are no UTF-8 stand as `\xE9`.
    pub path: Arc<str>,
    /// Language or format by name.
    pub language: Language,
    /// What the file is for, by its path.
    pub role: Role,
    /// Why, in a few words: "in a test folder".
    pub role_reason: &'static str,
    /// Size in bytes; for archive members the unpacked size that the archive declares.
    pub size: u64,
    pub(crate) origin: Origin,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    /// Under the root at the file's path.
    Disk,
    /// Under the root at a path that is no UTF-8.
    DiskAs(PathBuf),
    /// In an archive, by its number.
    Archive(usize, Member),
}

/// A folder whose contents were not listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Path relative to the input with `/`.
    pub path: Arc<str>,
    /// Why, in a few words: "build output of Maven".
    pub reason: &'static str,
    /// How many files it holds; counting stops at 100,000.
    pub files: u64,
}

/// All files of an application.
#[derive(Debug)]
pub struct SourceTree {
    /// Name of the folder, or of the archive without its extension.
    pub name: String,
    /// Sorted by path, no path twice.
    pub files: Vec<SourceFile>,
    /// Folders that were not listed, sorted by path.
    pub left_out: Vec<LeftOut>,
    /// What could not be listed, sorted.
    pub problems: Vec<Diagnostic>,
    /// Whether it holds sources or deployable archives.
    pub kind: InputKind,
    /// The libraries that lie in it as jars, sorted by path; own modules that are packed as libraries too.
    pub libraries: Vec<LibraryArchive>,
    root: PathBuf,
    archives: Vec<Archive>,
    limits: Limits,
}

impl SourceTree {
    /// Lists a folder, or an archive by its name: `.jar .war .ear .rar .zip .tar .tar.gz .tgz`.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, SourceError> {
        if path.as_os_str().is_empty() {
            return Err(SourceError::EmptyPath);
        }
        let unreadable = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => SourceError::Missing { path: path.to_owned() },
            _ => SourceError::Unreadable { path: path.to_owned(), reason: error.to_string() },
        };
        let not_an_archive =
            |reason: String| SourceError::NotAnArchive { path: path.to_owned(), reason };
        let root = fs::canonicalize(path).map_err(unreadable)?;
        let kind_of_file = fs::metadata(&root).map_err(unreadable)?;
        let mut name = root
            .file_name()
            .map_or_else(|| "application".to_owned(), |n| n.to_string_lossy().into_owned());
        let mut inventory = Inventory::new(*limits, &root);
        if kind_of_file.is_dir() {
            fs::read_dir(&root).map_err(unreadable)?;
            inventory.add_folder(&name);
        } else {
            let kind = ArchiveKind::of_name(&name).filter(|_| kind_of_file.is_file()).ok_or_else(
                || not_an_archive("its name has none of their extensions".to_owned()),
            )?;
            let store = File::open(&root).and_then(Store::disk).map_err(unreadable)?;
            inventory.add_input_archive(store, kind, &name).map_err(not_an_archive)?;
            name.truncate(without_extension(&name).len());
        }
        Self::of(inventory, name, path)
    }

    /// Lists an archive that is in memory. Its name tells what it is, as the name of a file does.
    pub fn open_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Self, SourceError> {
        let path = || PathBuf::from(name);
        let kind = ArchiveKind::of_name(name).ok_or_else(|| SourceError::NotAnArchive {
            path: path(),
            reason: "its name has none of their extensions".to_owned(),
        })?;
        // No file of the tree lies on disk.
        let mut inventory = Inventory::new(*limits, Path::new(""));
        inventory
            .add_input_archive(Store::Memory(bytes), kind, name)
            .map_err(|reason| SourceError::NotAnArchive { path: path(), reason })?;
        Self::of(inventory, without_extension(name).to_owned(), &path())
    }

    fn of(inventory: Inventory, name: String, input: &Path) -> Result<Self, SourceError> {
        if inventory.files.is_empty() && inventory.problems.is_empty() {
            return Err(SourceError::NoFiles { path: input.to_owned() });
        }
        let inventory = inventory.finish();
        let Inventory {
            mut files,
            left_out,
            problems,
            kind,
            libraries,
            archives,
            root,
            budget,
            ..
        } = inventory;
        let limits = budget.limits;
        crate::role::leave_out_uncompiled(&mut files, |file| {
            let limit = limits.max_read_bytes;
            read_origin(&root, &archives, &file.origin, &file.path, file.size, limit).ok()
        });
        Ok(Self { name, files, left_out, problems, kind, libraries, root, archives, limits })
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// The folder it lies in, absolute; `None` for an archive.
    pub fn folder(&self) -> Option<&Path> {
        self.root.is_dir().then_some(self.root.as_path())
    }

    /// The bytes of a file of this tree. The diagnostic of a failure names the file.
    pub fn read(&self, file: &SourceFile) -> Result<Vec<u8>, Diagnostic> {
        let limit = self.limits.max_read_bytes;
        self.read_origin(&file.origin, &file.path, file.size, limit)
    }

    pub(crate) fn read_origin(
        &self,
        origin: &Origin,
        path: &Arc<str>,
        size: u64,
        limit: u64,
    ) -> Result<Vec<u8>, Diagnostic> {
        read_origin(&self.root, &self.archives, origin, path, size, limit)
            .map_err(|failure| Diagnostic::warning(failure.code, path, failure.message))
    }
}

/// The bytes at an origin, at most `limit`; `path` and `size` are those that were listed.
pub(crate) fn read_origin(
    root: &Path,
    archives: &[Archive],
    origin: &Origin,
    path: &str,
    size: u64,
    limit: u64,
) -> Result<Vec<u8>, ReadFailure> {
    match origin {
        Origin::Disk => read_disk(&root.join(path), size, limit),
        Origin::DiskAs(odd) => read_disk(&root.join(odd), size, limit),
        Origin::Archive(archive, member) => match archives.get(*archive) {
            Some(archive) => archive.read(*member, limit),
            None => Err(ReadFailure {
                code: Code::BadArchive,
                message: "this file belongs to another inventory".to_owned(),
            }),
        },
    }
}

fn read_disk(path: &Path, size: u64, limit: u64) -> Result<Vec<u8>, ReadFailure> {
    if size > limit {
        return Err(too_large(size, limit));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // The file may grow or be swapped for an endless device after it was listed.
    File::open(path).and_then(|open| open.take(limit + 1).read_to_end(&mut bytes)).map_err(
        |error| ReadFailure { code: Code::Unreadable, message: format!("cannot be read: {error}") },
    )?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64, limit));
    }
    Ok(bytes)
}

fn too_large(size: u64, limit: u64) -> ReadFailure {
    ReadFailure {
        code: Code::TooLarge,
        message: format!("{size} bytes are over the limit of {limit}; the file is only listed"),
    }
}

fn without_extension(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.strip_suffix(".tar").unwrap_or(stem);
    if stem.is_empty() { name } else { stem }
}
