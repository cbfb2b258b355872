//! Zip files: jar, war, ear, rar, zip.

use std::borrow::Cow;

use flate2::{Crc, Decompress, FlushDecompress, Status};
use rawzip::{
    CompressionMethod, RECOMMENDED_BUFFER_SIZE, ReaderAt, ZipFileHeaderRecord, ZipLocator,
};
use seaworthy_base::Code;

use super::{Budget, Entry, Listing, Member, ReadFailure, Store};
use crate::path::{member_path, name_of};

mod recover;

/// Deflate makes at most 1032 bytes of one.
const MOST_PER_BYTE: u64 = 1032;

/// An archive whose entries together unpack to this many bytes is not looked at for its ratio.
const SMALL_TOTAL: u64 = 64 << 20;

/// An opened zip file.
#[derive(Debug)]
pub(crate) struct ZipArchive {
    store: Store,
}

/// Where a member's bytes are and how they are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ZipMember {
    /// Where its local header starts.
    header: u64,
    packed: u64,
    unpacked: u64,
    crc: u32,
    deflated: bool,
}

impl ZipMember {
    pub(super) fn has_content_of(self, other: Self) -> bool {
        (self.unpacked, self.crc) == (other.unpacked, other.crc)
    }
}

impl ZipArchive {
    pub(super) fn open(store: Store, budget: &mut Budget) -> Result<(Self, Listing), String> {
        let before = *budget;
        let mut lister = Lister::new(before, store.size());
        let damage = match &store {
            Store::Disk { .. } => list_disk(&store, &mut lister),
            Store::Memory(bytes) => list_memory(bytes, &mut lister),
        };
        if let Some(damage) = damage {
            // Without a whole directory the headers before the entries tell what there is.
            let limit = before.limits.max_entry_bytes;
            let mut recovered = Lister::new(before, store.size());
            if let Some(bytes) = recover::all_bytes(&store, limit) {
                recover::list(&bytes, limit, &mut recovered);
            }
            let remedy = if recovered.seen > lister.seen {
                lister = recovered;
                "; the entries were found by their own headers"
            } else if lister.seen > 0 {
                "; entries after the damage are lost"
            } else {
                return Err(damage);
            };
            lister.listing.complain(Code::BadArchive, "", damage + remedy);
        }
        *budget = lister.budget;
        let listing = lister.finish();
        Ok((Self { store }, listing))
    }

    /// The whole member, its checksum verified.
    pub(super) fn read(&self, member: ZipMember, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        let declared = member.unpacked;
        if declared > limit {
            return Err(ReadFailure {
                code: Code::TooLarge,
                message: format!("unpacks to {declared} bytes, the limit is {limit}"),
            });
        }
        let packed = self.packed(member, u64::MAX)?;
        let bytes = if member.deflated {
            // One byte more than declared tells an entry that lies about its size from an honest one.
            let (bytes, whole) = inflate(&packed, declared + 1)?;
            if !whole && bytes.len() as u64 <= declared {
                return Err(damaged("its packed bytes are cut short"));
            }
            bytes
        } else {
            packed.into_owned()
        };
        if bytes.len() as u64 != declared {
            return Err(damaged(&format!("it declares {declared} bytes and holds another number")));
        }
        let mut crc = Crc::new();
        crc.update(&bytes);
        if crc.sum() != member.crc {
            return Err(damaged("its checksum is wrong"));
        }
        Ok(bytes)
    }

    /// The first bytes of a member, at most `count`; the checksum, which is one of the whole, is not verified.
    pub(super) fn read_head(&self, member: ZipMember, count: u64) -> Result<Vec<u8>, ReadFailure> {
        let count = count.min(member.unpacked);
        // What packs badly grows by a few bytes a block.
        let packed = self.packed(member, count + (count >> 3) + 1024)?;
        if member.deflated {
            return Ok(inflate(&packed, count)?.0);
        }
        let end = packed.len().min(count as usize);
        Ok(packed.get(..end).unwrap_or_default().to_vec())
    }

    /// The packed bytes of a member, at most `most`.
    fn packed(&self, member: ZipMember, most: u64) -> Result<Cow<'_, [u8]>, ReadFailure> {
        const HEADER: u64 = 30;
        let mut header = [0; HEADER as usize];
        self.store
            .read_exact_at(&mut header, member.header)
            .map_err(|_| damaged("its header lies outside of the archive"))?;
        let [b'P', b'K', 3, 4, .., n0, n1, x0, x1] = header else {
            return Err(damaged("there is no entry where the directory says"));
        };
        let names =
            u64::from(u16::from_le_bytes([n0, n1])) + u64::from(u16::from_le_bytes([x0, x1]));
        let start = member.header.saturating_add(HEADER + names);
        let outside = || damaged("the archive ends before the entry does");
        if start.saturating_add(member.packed) > self.store.size() {
            return Err(outside());
        }
        let count = member.packed.min(most);
        match &self.store {
            Store::Memory(bytes) => bytes
                .get(start as usize..(start + count) as usize)
                .map(Cow::Borrowed)
                .ok_or_else(outside),
            Store::Disk { .. } => {
                let mut bytes = vec![0; count as usize];
                self.store.read_exact_at(&mut bytes, start).map_err(|_| outside())?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

fn damaged(reason: &str) -> ReadFailure {
    ReadFailure::damaged(format!("the archive entry is damaged: {reason}"))
}

/// At most `most` bytes of a deflated stream, and whether it ended in them.
fn inflate(packed: &[u8], most: u64) -> Result<(Vec<u8>, bool), ReadFailure> {
    // A header of a few bytes cannot claim more memory than its packed bytes can fill.
    let room = most.min((packed.len() as u64).saturating_mul(MOST_PER_BYTE) + 1);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(room as usize).map_err(|_| damaged("there is no memory for it"))?;
    let status = Decompress::new(false)
        .decompress_vec(packed, &mut bytes, FlushDecompress::Finish)
        .map_err(|error| damaged(&error.to_string()))?;
    Ok((bytes, status == Status::StreamEnd))
}

/// Lists by the directory of a file; the text of a damage if there is one.
fn list_disk(store: &Store, lister: &mut Lister) -> Option<String> {
    // The largest record fits, so no archive fails for its long comments or extra fields.
    let mut buffer =
        vec![0; RECOMMENDED_BUFFER_SIZE.max(rawzip::MAX_CENTRAL_DIRECTORY_RECORD_SIZE)];
    let zip = match ZipLocator::new().locate_in_reader(store, &mut buffer, store.size()) {
        Ok(zip) => zip,
        Err((_, error)) => return Some(no_zip(&error)),
    };
    let declared = zip.entries_hint();
    let mut entries = zip.entries(&mut buffer);
    loop {
        match entries.next_entry() {
            Ok(Some(record)) => lister.add_record(&record),
            Ok(None) => return lister.fewer_than(declared),
            Err(error) => return Some(broken(&error)),
        }
    }
}

/// Lists by the directory of bytes in memory.
fn list_memory(bytes: &[u8], lister: &mut Lister) -> Option<String> {
    let zip = match ZipLocator::new().locate_in_slice(bytes) {
        Ok(zip) => zip,
        Err((_, error)) => return Some(no_zip(&error)),
    };
    let declared = zip.entries_hint();
    for record in zip.entries() {
        match record {
            Ok(record) => lister.add_record(&record),
            Err(error) => return Some(broken(&error)),
        }
    }
    lister.fewer_than(declared)
}

fn no_zip(error: &rawzip::Error) -> String {
    format!("not a zip file, or cut short: {error}")
}

fn broken(error: &rawzip::Error) -> String {
    format!("the directory of the archive is damaged: {error}")
}

/// What a header of an entry says.
struct Described<'a> {
    name: &'a [u8],
    is_dir: bool,
    is_link: bool,
    is_encrypted: bool,
    method: CompressionMethod,
    header: u64,
    packed: u64,
    unpacked: u64,
    crc: u32,
}

/// Takes entries one by one, refuses some.
struct Lister {
    budget: Budget,
    listing: Listing,
    /// Size of the archive.
    size: u64,
    /// Unpacked bytes of the entries so far.
    unpacked: u64,
    /// Where each entry starts and at least ends, with its number in the listing.
    places: Vec<(u64, u64, usize)>,
    seen: u64,
}

impl Lister {
    fn new(budget: Budget, size: u64) -> Self {
        Self { budget, listing: Listing::default(), size, unpacked: 0, places: Vec::new(), seen: 0 }
    }

    fn fewer_than(&self, declared: u64) -> Option<String> {
        // Without zip64 the number has 16 bits and turns over.
        let differs = if declared > u64::from(u16::MAX) {
            self.seen != declared
        } else {
            self.seen % (1 << 16) != declared
        };
        differs.then(|| {
            format!(
                "the directory of the archive declares {declared} entries and holds {}",
                self.seen
            )
        })
    }

    fn add_record(&mut self, record: &ZipFileHeaderRecord<'_>) {
        self.add(&Described {
            name: record.file_path().as_bytes(),
            is_dir: record.is_dir(),
            is_link: record.mode().is_symlink(),
            is_encrypted: record.flags().is_encrypted(),
            method: record.compression_method(),
            header: record.local_header_offset(),
            packed: record.compressed_size_hint(),
            unpacked: record.uncompressed_size_hint(),
            crc: record.crc32(),
        });
    }

    fn add(&mut self, entry: &Described<'_>) {
        self.seen += 1;
        let raw = entry.name;
        let shown = name_of(raw.get(..200).unwrap_or(raw)).text;
        // Directories hold nothing, but one that leads out is as telling as a file.
        let name = match member_path(raw) {
            Ok(name) => name,
            Err(_) if entry.is_dir && !raw.windows(2).any(|w| w == b"..") => return,
            Err(reason) => return self.listing.refuse(&shown, format!("entry refused: {reason}")),
        };
        if entry.is_dir {
            return;
        }
        if entry.is_link {
            let message = "links inside of archives are not followed";
            return self.listing.complain(Code::LinkSkipped, &name.text, message);
        }
        if let Err(reason) = self.check(entry) {
            return self.listing.refuse(&name.text, format!("entry refused: {reason}"));
        }
        if !name.is_utf8 {
            let message = "the file name is not UTF-8; odd bytes are shown as \\xNN";
            self.listing.complain(Code::BadEncoding, &name.text, message);
        }
        self.unpacked = self.unpacked.saturating_add(entry.unpacked);
        // The local header may have more; this much each entry takes for itself.
        let end = entry.header.saturating_add(30 + raw.len() as u64).saturating_add(entry.packed);
        self.places.push((entry.header, end, self.listing.entries.len()));
        let member = ZipMember {
            header: entry.header,
            packed: entry.packed,
            unpacked: entry.unpacked,
            crc: entry.crc,
            deflated: entry.method == CompressionMethod::DEFLATE,
        };
        let (path, size) = (name.text, entry.unpacked);
        self.listing.entries.push(Entry { path, size, member: Member::Zip(member) });
    }

    fn check(&mut self, entry: &Described<'_>) -> Result<(), String> {
        if entry.is_encrypted {
            return Err("it is encrypted".to_owned());
        }
        if entry.method != CompressionMethod::STORE && entry.method != CompressionMethod::DEFLATE {
            return Err(format!("packed by {}, which is not supported", entry.method));
        }
        let limits = self.budget.limits;
        if limits.is_bomb(entry.packed, entry.unpacked) {
            return Err(format!(
                "{} bytes unpack to {}, more than {} to 1",
                entry.packed, entry.unpacked, limits.max_ratio
            ));
        }
        let total = self.unpacked.saturating_add(entry.unpacked);
        if total > SMALL_TOTAL && total / self.size.max(1) > limits.max_ratio {
            return Err(format!(
                "the entries of this archive together unpack to more than {} times its size",
                limits.max_ratio
            ));
        }
        self.budget.take(entry.unpacked)
    }

    /// Refuses entries that lie in each other, as only bombs do, then sorts.
    fn finish(mut self) -> Listing {
        self.places.sort_unstable();
        let mut refused: Vec<bool> = vec![false; self.listing.entries.len()];
        let mut before: Option<(u64, u64)> = None;
        for &(start, end, number) in &self.places {
            match before {
                // Two records of one entry are a double name, which is another complaint.
                Some((first, last)) if start < last && start != first => {
                    if let Some(refused) = refused.get_mut(number) {
                        *refused = true;
                    }
                }
                _ => before = Some((start, end)),
            }
        }
        let entries = std::mem::take(&mut self.listing.entries);
        for (entry, refused) in entries.into_iter().zip(refused) {
            if refused {
                let message = "entry refused: its bytes are those of another entry too";
                self.listing.refuse(&entry.path, message);
            } else {
                self.listing.entries.push(entry);
            }
        }
        self.listing.finish()
    }
}
