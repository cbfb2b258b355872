//! Tar files, plain or packed by gzip.

use std::cell::Cell;
use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use rawzip::ReaderAt;
use seaworthy_base::Code;
use seaworthy_facts::{Language, LanguageClass};

use super::{Budget, Entry, Listing, Member, ReadFailure, Store, StoreReader};
use crate::path::{member_path, name_of};

/// Most bytes of a packed tar that stay in memory after listing; the rest is found by unpacking again.
const HELD_BYTES: usize = 256 << 20;

/// The part of them that pictures and other binaries may take, which are hardly ever read.
const HELD_BINARY_BYTES: usize = 64 << 20;

/// What the headers of one member may take, long names and extensions included.
const HEADER_BYTES: u64 = 1 << 20;

/// An opened tar file.
#[derive(Debug)]
pub(crate) struct TapeArchive {
    store: Store,
    packed: bool,
    /// Contents of small members of a packed tar, one after the other: gzip has no way to start in the middle.
    held: Vec<u8>,
}

/// Where a member's bytes are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TapeMember {
    /// In the unpacked tar.
    Tar { offset: u64, size: u64 },
    /// Among the held bytes.
    Held { offset: usize, size: usize },
}

impl TapeArchive {
    pub(super) fn open(
        store: Store,
        packed: bool,
        budget: &mut Budget,
    ) -> Result<(Self, Listing), String> {
        let mut held = Vec::new();
        let step = Cell::new(0);
        let listing = if packed {
            let limits = budget.limits;
            // Headers and padding come on top of the contents; for empty files they are all there is.
            let by_ratio = store.size().saturating_mul(limits.max_ratio).max(16 << 20);
            let left = limits.max_total_bytes.min(by_ratio);
            let inner = MultiGzDecoder::new(StoreReader::new(&store));
            list(Guarded { inner, left, step: &step }, Some(&mut held), budget)?
        } else {
            let inner = StoreReader::new(&store);
            list(Guarded { inner, left: u64::MAX, step: &step }, None, budget)?
        };
        Ok((Self { store, packed, held }, listing.finish()))
    }

    pub(super) fn is_at_hand(&self, member: TapeMember) -> bool {
        !self.packed || matches!(member, TapeMember::Held { .. })
    }

    pub(super) fn read(&self, member: TapeMember, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        let cut_short = || ReadFailure::damaged("the archive ends before the entry does");
        match member {
            TapeMember::Held { offset, size } => {
                let bytes = self.held.get(offset..offset + size).ok_or_else(cut_short)?;
                if size as u64 > limit {
                    Err(too_large(size as u64, limit))
                } else {
                    Ok(bytes.to_vec())
                }
            }
            TapeMember::Tar { size, .. } if size > limit => Err(too_large(size, limit)),
            TapeMember::Tar { offset, size } if self.packed => {
                let mut unpacked = MultiGzDecoder::new(StoreReader::new(&self.store));
                let skipped = io::copy(&mut unpacked.by_ref().take(offset), &mut io::sink());
                let mut bytes = Vec::new();
                let read = skipped.and_then(|_| unpacked.take(size).read_to_end(&mut bytes));
                match read {
                    Ok(n) if n as u64 == size => Ok(bytes),
                    Ok(_) => Err(cut_short()),
                    Err(error) => {
                        Err(ReadFailure::damaged(format!("the archive is damaged: {error}")))
                    }
                }
            }
            TapeMember::Tar { offset, size } => {
                if offset.saturating_add(size) > self.store.size() {
                    return Err(cut_short());
                }
                let mut bytes = vec![0; size as usize];
                self.store.read_exact_at(&mut bytes, offset).map_err(|_| cut_short())?;
                Ok(bytes)
            }
        }
    }
}

fn too_large(size: u64, limit: u64) -> ReadFailure {
    ReadFailure {
        code: Code::TooLarge,
        message: format!("unpacks to {size} bytes, the limit is {limit}"),
    }
}

/// Lists a tar. An error after the first member is a complaint; before it, the bytes are no tar.
fn list(
    reader: Guarded<'_, impl Read>,
    mut held: Option<&mut Vec<u8>>,
    budget: &mut Budget,
) -> Result<Listing, String> {
    let mut listing = Listing::default();
    let step = reader.step;
    let mut tar = tar::Archive::new(reader);
    let mut entries = tar.entries().map_err(|e| e.to_string())?;
    let mut before: Option<u64> = None;
    loop {
        step.set(before.unwrap_or(0).saturating_add(HEADER_BYTES));
        let failed = match entries.next() {
            None => break,
            Some(Ok(mut entry)) => {
                let size = entry.size();
                before = Some(size);
                step.set(size);
                list_member(&mut entry, held.as_deref_mut(), budget, &mut listing).err()
            }
            Some(Err(error)) => Some(error),
        };
        if let Some(error) = failed {
            if before.is_none() {
                return Err(format!("not a tar file: {error}"));
            }
            let message = format!(
                "the archive is damaged or cut short, entries after the damage are lost: {error}"
            );
            listing.complain(Code::BadArchive, "", message);
            break;
        }
    }
    Ok(listing)
}

fn list_member(
    entry: &mut tar::Entry<'_, impl Read>,
    held: Option<&mut Vec<u8>>,
    budget: &mut Budget,
    listing: &mut Listing,
) -> io::Result<()> {
    let raw = entry.path_bytes().into_owned();
    let shown = name_of(raw.get(..200).unwrap_or(&raw)).text;
    let kind = entry.header().entry_type();
    if kind.is_pax_global_extensions() {
        return Ok(());
    }
    let name = match member_path(&raw) {
        Ok(name) => name,
        // Many packers write the folder itself as `./`.
        Err(_) if kind.is_dir() && !raw.windows(2).any(|w| w == b"..") => return Ok(()),
        Err(reason) => {
            listing.refuse(&shown, format!("entry refused: {reason}"));
            return Ok(());
        }
    };
    if kind.is_dir() {
        return Ok(());
    }
    if kind.is_symlink() || kind.is_hard_link() {
        listing.complain(
            Code::LinkSkipped,
            &name.text,
            "links inside of archives are not followed",
        );
        return Ok(());
    }
    if !kind.is_file() && !kind.is_contiguous() {
        listing.refuse(&name.text, "entry refused: it is no regular file");
        return Ok(());
    }
    let size = entry.size();
    if let Err(reason) = budget.take(size) {
        listing.refuse(&name.text, format!("entry refused: {reason}"));
        return Ok(());
    }
    let place = TapeMember::Tar { offset: entry.raw_file_position(), size };
    let is_binary = Language::of_path(&name.text).class() == LanguageClass::Binary;
    let held_limit = if is_binary { HELD_BINARY_BYTES } else { HELD_BYTES };
    let member = match held {
        Some(held) if size <= budget.limits.max_file_bytes && held.len() < held_limit => {
            let offset = held.len();
            let read = entry.read_to_end(held);
            if !matches!(read, Ok(n) if n as u64 == size) {
                held.truncate(offset);
                read?;
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            TapeMember::Held { offset, size: size as usize }
        }
        _ => place,
    };
    if !name.is_utf8 {
        listing.complain(
            Code::BadEncoding,
            &name.text,
            "the file name is not UTF-8; odd bytes are shown as \\xNN",
        );
    }
    listing.entries.push(Entry { path: name.text, size, member: Member::Tape(member) });
    Ok(())
}

/// A reader that fails once it gave more than it may: the stop for gzip bombs.
struct Guarded<'a, R> {
    inner: R,
    /// What it may give in all.
    left: u64,
    /// What it may give before the next member, so that no header claims gigabytes for a name.
    step: &'a Cell<u64>,
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        let over = || io::Error::other("it unpacks to more than the limit");
        self.left = self.left.checked_sub(n as u64).ok_or_else(over)?;
        self.step.set(self.step.get().checked_sub(n as u64).ok_or_else(over)?);
        Ok(n)
    }
}
