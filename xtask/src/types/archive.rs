//! Entries of jars and of module files.

use std::io::Read;
use std::path::Path;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};

/// A module file is an archive after this.
const MODULE: &[u8] = b"JM\x01\x00";

/// Calls `visit` with path and content of every file of an archive.
pub(super) fn for_each(path: &Path, mut visit: impl FnMut(&str, Vec<u8>)) -> Result<(), String> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let bytes = std::fs::read(path).map_err(|error| named(&error))?;
    let bytes = bytes.strip_prefix(MODULE).unwrap_or(&bytes);
    let archive = ZipArchive::from_slice(bytes).map_err(|error| named(&error))?;
    for entry in archive.entries() {
        let entry = entry.map_err(|error| named(&error))?;
        let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
        if name.ends_with('/') {
            continue;
        }
        let found = archive.get_entry(entry.wayfinder()).map_err(|error| named(&error))?;
        let mut content = Vec::new();
        if entry.compression_method() == CompressionMethod::STORE {
            content.extend_from_slice(found.data());
        } else {
            DeflateDecoder::new(found.data())
                .read_to_end(&mut content)
                .map_err(|error| named(&error))?;
        }
        visit(&name, content);
    }
    Ok(())
}
