//! Zip files: jar, war, ear, rar, zip.

use std::io::Read;

use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ZipArchiveEntryWayfinder, ZipLocator};
use seaworthy_base::Code;

use super::{Budget, Entry, Listing, Member, ReadFailure, Store};
use crate::path::member_path;

/// An opened zip file.
#[derive(Debug)]
pub(crate) struct ZipArchive {
    zip: rawzip::ZipArchive<Store>,
}

/// Where a member's bytes are and how they are packed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ZipMember {
    place: ZipArchiveEntryWayfinder,
    deflated: bool,
}

impl ZipArchive {
    pub(super) fn open(store: Store, budget: &mut Budget) -> Result<(Self, Listing), String> {
        let size = store.size();
        // The largest record fits, so no archive fails for its long comments or extra fields.
        let mut buffer =
            vec![0; RECOMMENDED_BUFFER_SIZE.max(rawzip::MAX_CENTRAL_DIRECTORY_RECORD_SIZE)];
        let zip = ZipLocator::new()
            .locate_in_reader(store, &mut buffer, size)
            .map_err(|(_, error)| format!("not a zip file, or cut short: {error}"))?;
        let mut listing = Listing::default();
        let mut entries = zip.entries(&mut buffer);
        loop {
            match entries.next_entry() {
                Ok(Some(record)) => list(&record, budget, &mut listing),
                Ok(None) => break,
                Err(error) => {
                    listing.complain(
                        Code::BadArchive,
                        "",
                        format!("the directory of the archive is damaged, entries after the damage are lost: {error}"),
                    );
                    break;
                }
            }
        }
        Ok((Self { zip }, listing.finish()))
    }

    pub(super) fn read(&self, member: ZipMember, limit: u64) -> Result<Vec<u8>, ReadFailure> {
        let declared = member.place.uncompressed_size_hint();
        if declared > limit {
            return Err(ReadFailure {
                code: Code::TooLarge,
                message: format!("unpacks to {declared} bytes, the limit is {limit}"),
            });
        }
        let damaged = |error: &dyn std::fmt::Display| {
            ReadFailure::damaged(format!("the archive entry is damaged: {error}"))
        };
        let entry = self.zip.get_entry(member.place).map_err(|e| damaged(&e))?;
        let packed = entry.reader();
        // Reserving what is declared would let a header of a few bytes claim memory.
        let mut bytes = Vec::with_capacity(declared.min(1 << 20) as usize);
        // One byte more than declared tells an entry that lies about its size from an honest one.
        let read = if member.deflated {
            let unpacked = flate2::read::DeflateDecoder::new(packed);
            entry.verifying_reader(unpacked).take(declared + 1).read_to_end(&mut bytes)
        } else {
            entry.verifying_reader(packed).take(declared + 1).read_to_end(&mut bytes)
        };
        read.map_err(|e| damaged(&e))?;
        if bytes.len() as u64 != declared {
            return Err(damaged(&format_args!(
                "it declares {declared} bytes and holds another number"
            )));
        }
        Ok(bytes)
    }
}

fn list(record: &rawzip::ZipFileHeaderRecord<'_>, budget: &mut Budget, listing: &mut Listing) {
    let raw = record.file_path().as_bytes();
    let shown = crate::path::name_of(raw.get(..200).unwrap_or(raw)).text;
    // Directories hold nothing, but one that leads out is as telling as a file.
    let name = match member_path(raw) {
        Ok(name) => name,
        Err(_) if record.is_dir() && !raw.windows(2).any(|w| w == b"..") => return,
        Err(reason) => return listing.refuse(&shown, format!("entry refused: {reason}")),
    };
    if record.is_dir() {
        return;
    }
    if record.mode().is_symlink() {
        return listing.complain(
            Code::LinkSkipped,
            &name.text,
            "links inside of archives are not followed",
        );
    }
    if record.flags().is_encrypted() {
        return listing.refuse(&name.text, "entry refused: it is encrypted");
    }
    let method = record.compression_method();
    if method != CompressionMethod::STORE && method != CompressionMethod::DEFLATE {
        return listing.refuse(
            &name.text,
            format!("entry refused: packed by {method}, which is not supported"),
        );
    }
    let (packed, unpacked) = (record.compressed_size_hint(), record.uncompressed_size_hint());
    if budget.limits.is_bomb(packed, unpacked) {
        return listing.refuse(
            &name.text,
            format!(
                "entry refused: {packed} bytes unpack to {unpacked}, more than {} to 1",
                budget.limits.max_ratio
            ),
        );
    }
    if let Err(reason) = budget.take(unpacked) {
        return listing.refuse(&name.text, format!("entry refused: {reason}"));
    }
    if !name.is_utf8 {
        listing.complain(
            Code::BadEncoding,
            &name.text,
            "the file name is not UTF-8; odd bytes are shown as \\xNN",
        );
    }
    let member =
        ZipMember { place: record.wayfinder(), deflated: method == CompressionMethod::DEFLATE };
    listing.entries.push(Entry { path: name.text, size: unpacked, member: Member::Zip(member) });
}
