//! Entries of a zip file without a whole directory, found by the header that stands before each.

use std::borrow::Cow;

use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;
use rawzip::{CompressionMethod, ReaderAt};

use super::{Described, Lister};
use crate::archive::Store;

const SIGNATURE: &[u8] = b"PK\x03\x04";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";

/// The archive as one piece, where it starts as a zip file does and has at most `limit` bytes.
pub(super) fn all_bytes(store: &Store, limit: u64) -> Option<Cow<'_, [u8]>> {
    let mut start = [0; 4];
    store.read_exact_at(&mut start, 0).ok()?;
    if start != SIGNATURE || store.size() > limit {
        return None;
    }
    match store {
        Store::Memory(bytes) => Some(Cow::Borrowed(bytes)),
        Store::Disk { size, .. } => {
            let mut bytes = vec![0; *size as usize];
            store.read_exact_at(&mut bytes, 0).ok()?;
            Some(Cow::Owned(bytes))
        }
    }
}

/// Adds each entry whose bytes are all there.
pub(super) fn list(bytes: &[u8], limit: u64, lister: &mut Lister) {
    let mut at = 0;
    // Many headers that each claim a long stream would otherwise cost its length times their number.
    let mut left = limit;
    while let Some(found) = bytes.get(at..).and_then(|rest| memmem::find(rest, SIGNATURE)) {
        at += found;
        match read_entry(bytes, at, &mut left) {
            Some((entry, end)) => {
                lister.add(&entry);
                at = end;
            }
            None => at += SIGNATURE.len(),
        }
    }
}

/// The entry at `at`, and where it ends. Streams of unknown length are measured while `left` lasts.
fn read_entry<'a>(bytes: &'a [u8], at: usize, left: &mut u64) -> Option<(Described<'a>, usize)> {
    let entry = bytes.get(at..)?;
    let short = |at: usize| Some(u16::from_le_bytes(entry.get(at..at + 2)?.try_into().ok()?));
    let long = |at: usize| Some(u32::from_le_bytes(entry.get(at..at + 4)?.try_into().ok()?));
    let (flags, method) = (short(6)?, CompressionMethod::new(short(8)?));
    let name_length = usize::from(short(26)?);
    let start = 30 + name_length + usize::from(short(28)?);
    let name = entry.get(30..30 + name_length)?;
    let content = entry.get(start..)?;
    let is_encrypted = flags & 1 != 0;
    let has_descriptor = flags & 8 != 0;
    let (mut crc, mut packed, mut unpacked) =
        (long(14)?, u64::from(long(18)?), u64::from(long(22)?));
    if has_descriptor && packed == 0 && method == CompressionMethod::DEFLATE && !is_encrypted {
        (packed, unpacked) = measure(content, left)?;
        let after = content.get(packed as usize..)?;
        let signed = if after.starts_with(DESCRIPTOR) { 4 } else { 0 };
        crc = u32::from_le_bytes(after.get(signed..signed + 4)?.try_into().ok()?);
    }
    if (content.len() as u64) < packed {
        return None;
    }
    let described = Described {
        name,
        is_dir: name.ends_with(b"/") || name.ends_with(b"\\"),
        is_link: false,
        is_encrypted,
        method,
        header: at as u64,
        packed,
        unpacked,
        crc,
    };
    Some((described, at + start + packed as usize))
}

/// The packed and unpacked size of the deflated stream that these bytes start with.
fn measure(bytes: &[u8], left: &mut u64) -> Option<(u64, u64)> {
    let mut stream = Decompress::new(false);
    let mut out = vec![0; 64 << 10];
    loop {
        let before = (stream.total_in(), stream.total_out());
        let input = bytes.get(before.0 as usize..)?;
        let status = stream.decompress(input, &mut out, FlushDecompress::None).ok()?;
        let now = (stream.total_in(), stream.total_out());
        *left = left.checked_sub(now.1 - before.1)?;
        if status == Status::StreamEnd {
            return Some(now);
        }
        if now == before {
            return None;
        }
    }
}
