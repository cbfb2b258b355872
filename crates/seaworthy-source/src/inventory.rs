//! Collects files, libraries, folders left out and problems while an input is listed.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};
use seaworthy_facts::{Language, Role};

use crate::archive::{Archive, ArchiveKind, Budget, Entry, Listing, ReadFailure, Store};
use crate::container::{Container, InputKind, Standing};
use crate::library::LibraryArchive;
use crate::own::Identity;
use crate::tree::{LeftOut, Origin, SourceFile, read_origin};
use crate::{Limits, role, walk};

mod candidate;
mod members;

use candidate::Candidate;

/// Most bytes of archives inside of archives that are held in memory at once.
const INNER_BYTES: u64 = 1 << 30;

/// Most archives that are opened.
const MOST_ARCHIVES: u64 = 20_000;

/// How many archives that stay closed for a limit are named.
const REFUSALS_SHOWN: u64 = 20;

/// The reason of an archive whose members are listed.
const OPENED: &str = "deployable archive, opened";

/// An inventory in the making.
#[derive(Debug)]
pub(crate) struct Inventory {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) kind: InputKind,
    pub(crate) libraries: Vec<LibraryArchive>,
    pub(crate) archives: Vec<Archive>,
    /// The folder that files on disk lie under.
    pub(crate) root: PathBuf,
    pub(crate) budget: Budget,
    /// Bytes of the inner archives held.
    inner_bytes: u64,
    /// Archives opened so far, those that were let go included.
    opened: u64,
    /// Archives that were not opened for a limit.
    refused: u64,
    identity: Identity,
    /// Jars that wait until the names of the application are known.
    candidates: Vec<Candidate>,
    /// Paths of those of them that turned out to be modules.
    opened_late: Vec<Arc<str>>,
    /// File names that manifests of modules name as their class path.
    class_path: BTreeSet<String>,
}

/// An archive that waits for its members to be added.
struct Pending {
    archive: usize,
    kind: ArchiveKind,
    listing: Listing,
    /// What stands before the paths of its members: empty, or `shop.ear!/`.
    prefix: String,
    /// Its file name.
    name: String,
    /// How many archives lie around its members.
    depth: u32,
    /// The role of all its members and why, where it does not depend on their paths.
    role: Option<(Role, &'static str)>,
}

impl Inventory {
    pub(crate) fn new(limits: Limits, root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            files: Vec::new(),
            problems: Vec::new(),
            left_out: Vec::new(),
            kind: InputKind::Sources,
            libraries: Vec::new(),
            archives: Vec::new(),
            budget: Budget::new(limits),
            inner_bytes: 0,
            opened: 0,
            refused: 0,
            identity: Identity::default(),
            candidates: Vec::new(),
            opened_late: Vec::new(),
            class_path: BTreeSet::new(),
        }
    }

    /// Adds the files under a folder. In a folder of binaries the deployable archives are opened.
    pub(crate) fn add_folder(&mut self, name: &str) {
        let walk = walk::walk(&self.root, &self.budget.limits);
        self.problems.extend(walk.problems);
        self.left_out = walk.left_out;
        let container = Container::of(name, walk.files.iter().map(|file| &*file.path));
        self.kind = container.kind;
        for file in walk.files {
            let origin = file.odd_path.map_or(Origin::Disk, Origin::DiskAs);
            let module = ArchiveKind::of_name(&file.path)
                .filter(|_| self.kind == InputKind::Binaries)
                .and_then(|kind| {
                    let standing = container.standing(&file.path, kind);
                    self.treat(standing, kind, &file.path, file.size, &origin, 0)
                });
            let reason = if module.is_some() { OPENED } else { "" };
            self.push(file.path, file.size, origin, Role::Production, reason);
            if let Some(module) = module {
                self.add_members(module);
            }
        }
        self.know_exploded();
    }

    /// Adds the members of the archive that is the input; `Err` when its bytes are no archive.
    pub(crate) fn add_input_archive(
        &mut self,
        store: Store,
        kind: ArchiveKind,
        name: &str,
    ) -> Result<(), String> {
        let (archive, listing) = Archive::open(store, kind, &mut self.budget)?;
        self.kind = match kind {
            ArchiveKind::Zip | ArchiveKind::Tar | ArchiveKind::TarGz => {
                Container::of("", listing.entries.iter().map(|entry| entry.path.as_str())).kind
            }
            _ if is_source_archive(&listing.entries) => InputKind::Sources,
            _ => InputKind::Binaries,
        };
        let archive = self.keep(archive);
        self.add_members(Pending {
            archive,
            kind,
            listing,
            prefix: String::new(),
            name: name.to_owned(),
            depth: 1,
            role: None,
        });
        Ok(())
    }

    /// Opens a module, remembers what may be a library.
    fn treat(
        &mut self,
        standing: Standing,
        kind: ArchiveKind,
        path: &Arc<str>,
        size: u64,
        origin: &Origin,
        depth: u32,
    ) -> Option<Pending> {
        match standing {
            Standing::Closed => None,
            Standing::Module => self.open_at(origin, path, size, kind, depth),
            Standing::Library | Standing::Root | Standing::Deployed | Standing::Beside => {
                let (path, origin) = (Arc::clone(path), origin.clone());
                self.candidates.push(Candidate { path, size, origin, standing, depth });
                None
            }
        }
    }

    /// Opens an archive of the input or of an archive; a failure becomes a problem.
    fn open_at(
        &mut self,
        origin: &Origin,
        path: &Arc<str>,
        size: u64,
        kind: ArchiveKind,
        depth: u32,
    ) -> Option<Pending> {
        let store = self.store_of(origin, path, size, depth)?;
        match Archive::open(store, kind, &mut self.budget) {
            Ok((archive, listing)) => {
                if matches!(origin, Origin::Archive(..)) {
                    self.inner_bytes = self.inner_bytes.saturating_add(size);
                }
                let archive = self.keep(archive);
                Some(Pending {
                    archive,
                    kind,
                    listing,
                    prefix: format!("{path}!/"),
                    name: path.rsplit('/').next().unwrap_or(path).to_owned(),
                    depth: depth + 1,
                    role: None,
                })
            }
            Err(reason) => {
                self.problems.push(Diagnostic::warning(Code::BadArchive, path, reason));
                None
            }
        }
    }

    /// The bytes of an archive, within the limits; a failure becomes a problem.
    fn store_of(
        &mut self,
        origin: &Origin,
        path: &Arc<str>,
        size: u64,
        depth: u32,
    ) -> Option<Store> {
        let limits = self.budget.limits;
        let refusal = if depth >= limits.max_archive_depth {
            Some(format!("not opened: archives lie {depth} deep, the limit"))
        } else if self.opened >= MOST_ARCHIVES {
            Some(format!("not opened: this input holds more than {MOST_ARCHIVES} archives"))
        } else if matches!(origin, Origin::Archive(..))
            && self.inner_bytes.saturating_add(size) > INNER_BYTES
        {
            Some(format!(
                "not opened: the archives in this input hold more than {INNER_BYTES} bytes"
            ))
        } else {
            None
        };
        if let Some(message) = refusal {
            self.refused += 1;
            if self.refused <= REFUSALS_SHOWN {
                self.problems.push(Diagnostic::warning(Code::ArchiveEntryRefused, path, message));
            }
            return None;
        }
        self.opened += 1;
        let opened = match origin {
            Origin::Archive(..) => {
                let limit = limits.max_entry_bytes;
                read_origin(&self.root, &self.archives, origin, path, size, limit)
                    .map(Store::Memory)
            }
            Origin::Disk => on_disk(&self.root.join(&**path)),
            Origin::DiskAs(odd) => on_disk(&self.root.join(odd)),
        };
        opened
            .map_err(|failure| {
                self.problems.push(Diagnostic::warning(failure.code, path, failure.message));
            })
            .ok()
    }

    fn keep(&mut self, archive: Archive) -> usize {
        self.archives.push(archive);
        self.archives.len() - 1
    }

    fn complain(&mut self, prefix: &str, listing: &mut Listing) {
        let archive: Arc<str> = prefix.trim_end_matches("!/").into();
        for (code, more) in listing.unsaid() {
            let message = format!("{more} more problems of kind {} in this archive", code.number());
            self.problems.push(Diagnostic::warning(Code::Truncated, &archive, message));
        }
        for complaint in std::mem::take(&mut listing.complaints) {
            let path = if complaint.entry.is_empty() {
                Arc::clone(&archive)
            } else {
                format!("{prefix}{}", complaint.entry).into()
            };
            let problem = match complaint.code {
                Code::LinkSkipped | Code::BadEncoding => Diagnostic::note,
                _ => Diagnostic::warning,
            }(complaint.code, &path, complaint.message);
            self.problems.push(problem);
        }
    }

    fn push(
        &mut self,
        path: Arc<str>,
        size: u64,
        origin: Origin,
        role: Role,
        role_reason: &'static str,
    ) {
        let language = Language::of_path(&path);
        self.files.push(SourceFile { path, language, role, role_reason, size, origin });
    }

    /// Looks into the libraries, sorts everything and decides the roles, which need the whole list.
    pub(crate) fn finish(mut self) -> Self {
        self.judge_candidates();
        if let Some(more) = self.refused.checked_sub(REFUSALS_SHOWN).filter(|&more| more > 0) {
            let message = format!("{more} more archives were not opened");
            self.problems.push(Diagnostic::warning(Code::Truncated, &Arc::from(""), message));
        }
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.files.dedup_by(|a, b| a.path == b.path);
        for path in &self.opened_late {
            if let Ok(at) = self.files.binary_search_by(|file| file.path.cmp(path))
                && let Some(file) = self.files.get_mut(at)
            {
                file.role_reason = OPENED;
            }
        }
        role::assign(&mut self.files, self.kind);
        if self.kind == InputKind::Sources {
            self.add_libraries_of_sources();
        }
        self.libraries.sort_by(|a, b| a.path.cmp(&b.path));
        self.left_out.sort();
        self.problems.sort();
        self
    }
}

fn on_disk(path: &Path) -> Result<Store, ReadFailure> {
    File::open(path).and_then(Store::disk).map_err(|error| ReadFailure {
        code: Code::Unreadable,
        message: format!("cannot be read: {error}"),
    })
}

/// Whether these are the members of a `-sources.jar`.
fn is_source_archive(entries: &[Entry]) -> bool {
    let has = |ending: &str| entries.iter().any(|entry| entry.path.ends_with(ending));
    (has(".java") || has(".kt") || has(".scala")) && !has(".class")
}
