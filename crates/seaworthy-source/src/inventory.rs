//! Collects files, folders left out and problems while an input is listed.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};
use seaworthy_facts::{Language, Role};

use crate::archive::{Archive, ArchiveKind, Budget, Complaint, Entry, Listing, Store};
use crate::role;
use crate::tree::{LeftOut, Origin, SourceFile};
use crate::{Limits, walk};

/// Complaints of one kind that an archive may make one by one; more are summed up.
const COMPLAINTS_SHOWN: usize = 20;

/// Most bytes of archives inside of archives that are held in memory at once.
const INNER_BYTES: u64 = 1 << 30;

/// An inventory in the making.
#[derive(Debug)]
pub(crate) struct Inventory {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) problems: Vec<Diagnostic>,
    left_out: Vec<LeftOut>,
    archives: Vec<Archive>,
    budget: Budget,
    /// Bytes of the inner archives opened so far.
    inner_bytes: u64,
}

/// An archive that waits for its members to be added.
struct Pending {
    archive: usize,
    kind: ArchiveKind,
    listing: Listing,
    /// What stands before the paths of its members: empty, or `shop.ear!/`.
    prefix: String,
    /// How many archives lie around its members.
    depth: u32,
}

impl Inventory {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            files: Vec::new(),
            problems: Vec::new(),
            left_out: Vec::new(),
            archives: Vec::new(),
            budget: Budget::new(limits),
            inner_bytes: 0,
        }
    }

    /// Adds the files under a folder. A folder of nothing but archives is a deployments folder: they are opened.
    pub(crate) fn add_folder(&mut self, root: &Path) {
        let walk = walk::walk(root, &self.budget.limits);
        self.problems.extend(walk.problems);
        self.left_out = walk.left_out;
        let deployments = is_deployments_folder(walk.files.iter().map(|file| &*file.path));
        for file in walk.files {
            let origin = file.odd_path.map_or(Origin::Disk, Origin::DiskAs);
            let opened = deployments && self.open_deployment(root, &file.path, &origin);
            self.push(file.path, file.size, origin, opened);
        }
    }

    /// Adds the members of the archive that is the input; `Err` when its bytes are no archive.
    pub(crate) fn add_input_archive(
        &mut self,
        file: File,
        kind: ArchiveKind,
    ) -> Result<(), String> {
        let store = Store::disk(file).map_err(|error| error.to_string())?;
        let (archive, listing) = Archive::open(store, kind, &mut self.budget)?;
        let archive = self.keep(archive);
        self.add_members(Pending { archive, kind, listing, prefix: String::new(), depth: 1 });
        Ok(())
    }

    fn open_deployment(&mut self, root: &Path, path: &Arc<str>, origin: &Origin) -> bool {
        let Some(kind) = ArchiveKind::of_name(path) else { return false };
        let on_disk: PathBuf = match origin {
            Origin::DiskAs(odd) => root.join(odd),
            _ => root.join(&**path),
        };
        let opened = File::open(on_disk)
            .and_then(Store::disk)
            .map_err(|error| error.to_string())
            .and_then(|store| Archive::open(store, kind, &mut self.budget));
        match opened {
            Ok((archive, listing)) => {
                let archive = self.keep(archive);
                self.add_members(Pending {
                    archive,
                    kind,
                    listing,
                    prefix: format!("{path}!/"),
                    depth: 1,
                });
                true
            }
            Err(reason) => {
                self.problems.push(Diagnostic::warning(Code::BadArchive, path, reason));
                false
            }
        }
    }

    fn keep(&mut self, archive: Archive) -> usize {
        self.archives.push(archive);
        self.archives.len() - 1
    }

    /// Adds members, and those of deployable archives among them, with a work list instead of recursion.
    fn add_members(&mut self, first: Pending) {
        let mut work = vec![first];
        while let Some(Pending { archive, kind, listing, prefix, depth }) = work.pop() {
            self.complain(&prefix, listing.complaints);
            let modules = self.module_names(archive, kind, &listing.entries);
            let only_archives =
                is_deployments_folder(listing.entries.iter().map(|e| e.path.as_str()));
            let mut skipped: BTreeMap<(Arc<str>, &'static str), u64> = BTreeMap::new();
            for entry in listing.entries {
                if let Some((folder, reason)) = skipped_folder(&entry.path) {
                    *skipped.entry((format!("{prefix}{folder}").into(), reason)).or_default() += 1;
                    continue;
                }
                let path: Arc<str> = format!("{prefix}{}", entry.path).into();
                let inner = ArchiveKind::of_name(&entry.path)
                    .filter(|inner| {
                        only_archives || is_module(kind, *inner, &entry.path, modules.as_deref())
                    })
                    .and_then(|inner| self.open_inner(archive, &entry, inner, &path, depth));
                let opened = inner.is_some();
                work.extend(inner);
                self.push(path, entry.size, Origin::Archive(archive, entry.member), opened);
            }
            self.left_out.extend(skipped.into_iter().map(|((path, reason), files)| LeftOut {
                path,
                reason,
                files,
            }));
        }
    }

    fn open_inner(
        &mut self,
        outer: usize,
        entry: &Entry,
        kind: ArchiveKind,
        path: &Arc<str>,
        depth: u32,
    ) -> Option<Pending> {
        if depth >= self.budget.limits.max_archive_depth {
            let message = format!("not opened: archives lie {depth} deep, the limit");
            self.problems.push(Diagnostic::warning(Code::ArchiveEntryRefused, path, message));
            return None;
        }
        if self.inner_bytes.saturating_add(entry.size) > INNER_BYTES {
            let message = format!(
                "not opened: the archives in this input hold more than {INNER_BYTES} bytes"
            );
            self.problems.push(Diagnostic::warning(Code::ArchiveEntryRefused, path, message));
            return None;
        }
        let limit = self.budget.limits.max_entry_bytes;
        let bytes = self.archives.get(outer)?.read(entry.member, limit);
        let opened = bytes.and_then(|bytes| {
            Archive::open(Store::Memory(bytes), kind, &mut self.budget)
                .map_err(|message| crate::archive::ReadFailure { code: Code::BadArchive, message })
        });
        match opened {
            Ok((archive, listing)) => {
                self.inner_bytes += entry.size;
                let archive = self.keep(archive);
                Some(Pending {
                    archive,
                    kind,
                    listing,
                    prefix: format!("{path}!/"),
                    depth: depth + 1,
                })
            }
            Err(failure) => {
                self.problems.push(Diagnostic::warning(failure.code, path, failure.message));
                None
            }
        }
    }

    /// The text of an ear's `application.xml`, which names its modules.
    fn module_names(&self, archive: usize, kind: ArchiveKind, entries: &[Entry]) -> Option<String> {
        if kind != ArchiveKind::Ear {
            return None;
        }
        let descriptor =
            entries.iter().find(|e| e.path.eq_ignore_ascii_case("META-INF/application.xml"))?;
        let bytes = self.archives.get(archive)?.read(descriptor.member, 1 << 20).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn complain(&mut self, prefix: &str, complaints: Vec<Complaint>) {
        let archive: Arc<str> = prefix.trim_end_matches("!/").into();
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        for complaint in complaints {
            let count = counts.entry(complaint.code).or_default();
            *count += 1;
            if *count > COMPLAINTS_SHOWN {
                continue;
            }
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
        for (code, count) in counts {
            if let Some(more) = count.checked_sub(COMPLAINTS_SHOWN).filter(|&more| more > 0) {
                let message =
                    format!("{more} more problems of kind {} in this archive", code.number());
                self.problems.push(Diagnostic::warning(Code::Truncated, &archive, message));
            }
        }
    }

    fn push(&mut self, path: Arc<str>, size: u64, origin: Origin, opened: bool) {
        let (role, role_reason) =
            if opened { (Role::Production, OPENED) } else { (Role::Production, "") };
        let language = Language::of_path(&path);
        self.files.push(SourceFile { path, language, role, role_reason, size, origin });
    }

    /// Sorts everything and decides the roles, which need the whole list.
    pub(crate) fn finish(
        mut self,
    ) -> (Vec<SourceFile>, Vec<LeftOut>, Vec<Diagnostic>, Vec<Archive>) {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.files.dedup_by(|a, b| a.path == b.path);
        role::assign(&mut self.files);
        self.left_out.sort();
        self.problems.sort();
        (self.files, self.left_out, self.problems, self.archives)
    }
}

/// The first folder of a member's path that is never part of an application, and why.
fn skipped_folder(path: &str) -> Option<(&str, &'static str)> {
    let mut end = 0;
    for part in path.split('/') {
        let start = end;
        end += part.len();
        if end == path.len() {
            return None;
        }
        if let Some(reason) = path.get(start..end).and_then(walk::always_skipped) {
            return path.get(..end).map(|folder| (folder, reason));
        }
        end += 1;
    }
    None
}

/// The reason of an archive whose members are listed.
pub(crate) const OPENED: &str = "deployable archive, opened";

/// Whether an archive in an archive is a part of the application rather than a library of it.
fn is_module(outer: ArchiveKind, inner: ArchiveKind, path: &str, modules: Option<&str>) -> bool {
    match inner {
        ArchiveKind::War | ArchiveKind::Ear | ArchiveKind::Rar => true,
        ArchiveKind::Jar => {
            outer == ArchiveKind::Ear
                && match modules {
                    Some(descriptor) => {
                        descriptor.split(['<', '>']).any(|text| text.trim() == path)
                    }
                    None => !path.contains('/'),
                }
        }
        ArchiveKind::Zip | ArchiveKind::Tar | ArchiveKind::TarGz => false,
    }
}

/// Whether these are archives and nothing else but the markers that application servers put beside them.
fn is_deployments_folder<'a>(paths: impl Iterator<Item = &'a str>) -> bool {
    const MARKERS: [&str; 8] = [
        ".deployed",
        ".dodeploy",
        ".failed",
        ".undeployed",
        ".pending",
        ".skipdeploy",
        ".isdeploying",
        ".md5",
    ];
    let mut archives = false;
    for path in paths {
        if ArchiveKind::of_name(path).is_some() {
            archives = true;
        } else {
            let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
            let beside =
                MARKERS.iter().any(|marker| file.ends_with(marker)) || file.starts_with("readme");
            if !beside {
                return false;
            }
        }
    }
    archives
}
