//! Archives as lists of members that can be read one at a time, never unpacked to disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;

use rawzip::{FileReader, ReaderAt};
use seaworthy_base::Code;

use crate::Limits;

mod tape;
mod zip;

pub(crate) use tape::TapeArchive;
pub(crate) use zip::ZipArchive;

/// What an archive is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArchiveKind {
    Jar,
    War,
    Ear,
    /// A Java resource adapter, which is a zip file.
    Rar,
    Zip,
    Tar,
    TarGz,
}

impl ArchiveKind {
    /// The kind that a file name tells; `None` for names of other files.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
            return Some(Self::TarGz);
        }
        match name.rsplit_once('.')?.1 {
            "jar" => Some(Self::Jar),
            "war" => Some(Self::War),
            "ear" => Some(Self::Ear),
            "rar" => Some(Self::Rar),
            "zip" => Some(Self::Zip),
            "tar" => Some(Self::Tar),
            _ => None,
        }
    }
}

/// Where the bytes of an archive are.
#[derive(Debug)]
pub(crate) enum Store {
    Disk { file: FileReader, size: u64 },
    Memory(Vec<u8>),
}

impl Store {
    pub(crate) fn disk(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self::Disk { file: FileReader::from(file), size })
    }

    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Disk { size, .. } => *size,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ReaderAt for Store {
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        match self {
            Self::Disk { file, .. } => file.read_at(buf, offset),
            Self::Memory(bytes) => bytes.read_at(buf, offset),
        }
    }
}

/// A [`Store`] read from front to back.
pub(crate) struct StoreReader<'a> {
    store: &'a Store,
    at: u64,
}

impl<'a> StoreReader<'a> {
    pub(crate) fn new(store: &'a Store) -> Self {
        Self { store, at: 0 }
    }
}

impl io::Read for StoreReader<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.store.read_at(buf, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

/// An archive whose members can be read from many threads.
#[derive(Debug)]
pub(crate) enum Archive {
    Zip(ZipArchive),
    Tape(TapeArchive),
}

/// How to find a member again.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Member {
    Zip(zip::ZipMember),
    Tape(tape::TapeMember),
}

impl Member {
    /// Whether the archive declares the same size and checksum for both.
    fn has_content_of(self, other: Self) -> bool {
        match (self, other) {
            (Self::Zip(one), Self::Zip(other)) => one.has_content_of(other),
            _ => false,
        }
    }
}

/// One file of an archive. Paths are clean and unique in their archive.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) path: String,
    /// Unpacked size as the archive declares it.
    pub(crate) size: u64,
    pub(crate) member: Member,
}

/// A problem with one member, or with the archive where `entry` is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) entry: String,
    pub(crate) code: Code,
    pub(crate) message: String,
}

/// Complaints of one kind that an archive may make one by one; more are only counted.
const COMPLAINTS_SHOWN: usize = 20;

/// What an archive holds and what of it was refused.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Sorted by path.
    pub(crate) entries: Vec<Entry>,
    pub(crate) complaints: Vec<Complaint>,
    /// How many there are of each kind.
    counts: BTreeMap<Code, usize>,
}

impl Listing {
    fn complain(&mut self, code: Code, entry: &str, message: impl Into<String>) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= COMPLAINTS_SHOWN {
            let entry = entry.to_owned();
            self.complaints.push(Complaint { entry, code, message: message.into() });
        }
    }

    /// Kinds of complaints of which only the first are kept, and how many more there are.
    pub(crate) fn unsaid(&self) -> impl Iterator<Item = (Code, usize)> {
        self.counts
            .iter()
            .map(|(code, count)| (*code, count.saturating_sub(COMPLAINTS_SHOWN)))
            .filter(|(_, more)| *more > 0)
    }

    pub(crate) fn refuse(&mut self, entry: &str, message: impl Into<String>) {
        self.complain(Code::ArchiveEntryRefused, entry, message);
    }

    /// Sorts the entries; of members with one name the last one counts, as it does for the Java loaders.
    fn finish(mut self) -> Self {
        self.entries.sort_by(|a, b| a.path.cmp(&b.path));
        let mut kept: Vec<Entry> = Vec::with_capacity(self.entries.len());
        for entry in std::mem::take(&mut self.entries) {
            if let Some(before) = kept.pop_if(|before| before.path == entry.path) {
                let differ = if before.member.has_content_of(entry.member) {
                    ""
                } else {
                    " with different contents"
                };
                let message = format!(
                    "the archive holds this name more than once{differ}; the last one is used"
                );
                self.refuse(&entry.path, message);
            }
            kept.push(entry);
        }
        self.entries = kept;
        self
    }
}

/// What is left of the limits for one input, all its archives together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    pub(crate) unpacked: u64,
    pub(crate) files: u64,
}

impl Budget {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, unpacked: 0, files: 0 }
    }

    /// Takes a member of `size` bytes; `Err` says which limit it breaks.
    pub(crate) fn take(&mut self, size: u64) -> Result<(), String> {
        if size > self.limits.max_entry_bytes {
            return Err(format!(
                "it unpacks to {size} bytes, the limit is {}",
                self.limits.max_entry_bytes
            ));
        }
        let total = self.unpacked.saturating_add(size);
        if total > self.limits.max_total_bytes {
            return Err(format!(
                "the entries of this input unpack to more than {} bytes",
                self.limits.max_total_bytes
            ));
        }
        if self.files >= self.limits.max_files {
            return Err(format!("the input holds more than {} files", self.limits.max_files));
        }
        self.unpacked = total;
        self.files += 1;
        Ok(())
    }
}

/// Why a member or an archive could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadFailure {
    pub(crate) code: Code,
    pub(crate) message: String,
}

impl ReadFailure {
    fn damaged(message: impl Into<String>) -> Self {
        Self { code: Code::BadArchive, message: message.into() }
    }
}

impl Archive {
    /// Opens and lists an archive; `Err` when the bytes are no such archive at all.
    pub(crate) fn open(
        store: Store,
        kind: ArchiveKind,
        budget: &mut Budget,
    ) -> Result<(Self, Listing), String> {
        match kind {
            ArchiveKind::Tar | ArchiveKind::TarGz => {
                TapeArchive::open(store, kind == ArchiveKind::TarGz, budget)
                    .map(|(archive, listing)| (Self::Tape(archive), listing))
            }
            _ => ZipArchive::open(store, budget)
                .map(|(archive, listing)| (Self::Zip(archive), listing)),
        }
    }

    /// The bytes of a member of this archive, at most `limit`.
    pub(crate) fn read(&self, entry: Member, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        match (self, entry) {
            (Self::Zip(archive), Member::Zip(member)) => archive.read(member, limit),
            (Self::Tape(archive), Member::Tape(member)) => archive.read(member, limit),
            _ => Err(ReadFailure::damaged("the entry belongs to another archive")),
        }
    }

    /// The first bytes of a member, at most `count`.
    pub(crate) fn read_head(&self, entry: Member, count: u64) -> Result<Vec<u8>, ReadFailure> {
        match (self, entry) {
            (Self::Zip(archive), Member::Zip(member)) => archive.read_head(member, count),
            (Self::Tape(archive), Member::Tape(member)) => {
                let mut bytes = archive.read(member, u64::MAX)?;
                bytes.truncate(count as usize);
                Ok(bytes)
            }
            _ => Err(ReadFailure::damaged("the entry belongs to another archive")),
        }
    }

    /// Whether a member can be read without unpacking what lies before it.
    pub(crate) fn is_at_hand(&self, entry: Member) -> bool {
        match (self, entry) {
            (Self::Tape(archive), Member::Tape(member)) => archive.is_at_hand(member),
            _ => true,
        }
    }
}
