//! Texts of files, read for the pass over all files and again for excerpts.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use seaworthy_base::decode;
use seaworthy_konveyor::CodeText;
use seaworthy_providers::{FileId, FileTable, ListedFile};

/// Files above this size are never read.
pub(crate) const MAX_BYTES: u64 = 100 << 20;

/// Bytes of text that are kept for excerpts. Rules come back to the same files; an application below this size is read
/// once.
const KEPT_BYTES: usize = 64 << 20;

/// A longer line ends what the analyzer's line scanner sees of a file.
const MAX_LINE: usize = 64 << 10;

/// The decoded text of a file with `\n` line ends; `None` for binary content.
pub(crate) fn read(base: &Path, file: &ListedFile) -> io::Result<Option<String>> {
    if file.size > MAX_BYTES {
        return Err(io::Error::other(format!("the file has {} bytes", file.size)));
    }
    let bytes = std::fs::read(base.join(&*file.path))?;
    let Some(decoded) = decode(bytes) else { return Ok(None) };
    let text = decoded.text;
    Ok(Some(if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text }))
}

/// A file to take excerpts from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) code: Arc<CodeText>,
    /// Lines that the analyzer's scanner would see.
    pub(crate) seen: u32,
}

impl Source {
    pub(crate) fn new(text: String) -> Self {
        let long = text.split('\n').position(|line| line.len() > MAX_LINE);
        let code = CodeText::new(text);
        let seen = long.map_or_else(|| code.count(), |line| line as u32);
        Self { code: Arc::new(code), seen }
    }
}

/// Files read again for excerpts; the latest are kept, up to [`KEPT_BYTES`].
pub(crate) struct Sources {
    files: Arc<FileTable>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    sources: FxHashMap<FileId, (u64, Source)>,
    bytes: usize,
    clock: u64,
}

impl Sources {
    pub(crate) fn new(files: Arc<FileTable>) -> Self {
        Self { files, kept: Mutex::default() }
    }

    /// The file; `None` where it is gone or binary.
    pub(crate) fn get(&self, id: FileId) -> Option<Source> {
        {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.clock += 1;
            let now = kept.clock;
            if let Some((used, source)) = kept.sources.get_mut(&id) {
                *used = now;
                return Some(source.clone());
            }
        }
        let file = self.files.files.get(id as usize)?;
        let text = read(&self.files.base, file).ok()??;
        let source = Source::new(text);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.keep(id, &source, KEPT_BYTES);
        Some(source)
    }
}

impl Kept {
    fn keep(&mut self, id: FileId, source: &Source, limit: usize) {
        let now = self.clock;
        if self.sources.insert(id, (now, source.clone())).is_none() {
            self.bytes += source.code.text().len();
        }
        if self.bytes <= limit {
            return;
        }
        // Dropping half at once keeps the sorting rare.
        let mut by_age: Vec<(u64, FileId)> =
            self.sources.iter().map(|(&id, &(used, _))| (used, id)).collect();
        by_age.sort_unstable();
        for (_, id) in by_age {
            if self.bytes <= limit / 2 {
                break;
            }
            if let Some((_, dropped)) = self.sources.remove(&id) {
                self.bytes -= dropped.code.text().len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_ends_what_is_seen() {
        let long = format!("a\n{}\nb\n", "x".repeat(MAX_LINE + 1));
        assert_eq!(Source::new(long).seen, 1);
        assert_eq!(Source::new("a\nb\n".into()).seen, 2);
        assert_eq!(Source::new(String::new()).seen, 0);
    }

    #[test]
    fn kept_bytes_are_bounded() {
        let mut kept = Kept::default();
        for id in 0..100 {
            kept.clock += 1;
            kept.keep(id, &Source::new("x".repeat(10)), 100);
            assert!(kept.bytes <= 100);
            assert_eq!(kept.bytes, kept.sources.len() * 10);
        }
        assert!(kept.sources.contains_key(&99));
    }

    #[test]
    fn line_ends_are_made_one() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "a\r\nb\rc\n").unwrap();
        let file = ListedFile {
            path: "a.txt".into(),
            size: 7,
            language: seaworthy_facts::Language::Plain,
        };
        assert_eq!(read(folder.path(), &file).unwrap().unwrap(), "a\nb\rc\n");
        let huge = ListedFile { size: MAX_BYTES + 1, ..file };
        assert!(read(folder.path(), &huge).is_err());
    }
}
