//! Library archives: what they say of themselves, without reading their classes.

use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::SourceTree;
use crate::archive::{Archive, ArchiveKind, Budget, Entry, Listing, Store};
use crate::tree::Origin;

mod scan;

pub(crate) use scan::{Contents, is_signature, scan};

/// A jar that lies beside the application's own code: a library, or a module of the application packed as one.
#[derive(Clone, Debug)]
pub struct LibraryArchive {
    /// Path as in [`SourceTree::files`]: `shop.ear!/web.war!/WEB-INF/lib/log4j-1.2.17.jar`.
    pub path: Arc<str>,
    /// Size of the archive in bytes.
    pub size: u64,
    /// Whether it is a part of the application itself; then its members are files of the tree.
    pub own: bool,
    /// Why it counts as own or as a library, in a few words.
    pub reason: &'static str,
    /// `META-INF/maven/<group>/<artifact>/pom.properties` files: entry and text. A shaded jar has many.
    pub pom_properties: Vec<(String, String)>,
    /// `pom.xml` files beside them: entry and text. At most 16 of at most 256 KiB.
    pub poms: Vec<(String, String)>,
    /// The text of `META-INF/MANIFEST.MF`.
    pub manifest: Option<String>,
    /// Files named like licences: entry and the first 4 KiB of text. At most 8.
    pub licences: Vec<(String, String)>,
    /// Whether it has a `module-info.class`.
    pub has_module_info: bool,
    /// Number of class files, those for newer releases of a multi-release jar not counted.
    pub classes: u32,
    /// Whether its manifest says `Multi-Release: true`.
    pub multi_release: bool,
    /// Whether it holds a signature file; the signature is not verified.
    pub signed: bool,
    /// The highest Java release that one of its first classes asks for.
    pub release: Option<u16>,
    pub(crate) origin: Origin,
}

/// Hashes of an archive as lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashes {
    /// 40 digits; what Maven Central can be asked by.
    pub sha1: String,
    /// 64 digits.
    pub sha256: String,
}

/// A library opened for reading. It holds the bytes of the jar until it is dropped.
#[derive(Debug)]
pub struct OpenLibrary {
    /// Path of the jar.
    pub path: Arc<str>,
    archive: Archive,
    entries: Vec<Entry>,
    limit: u64,
}

impl SourceTree {
    /// The hashes of a library. It is read again for them: call it from many threads, and only when they are asked for.
    pub fn hash(&self, library: &LibraryArchive) -> Result<Hashes, Diagnostic> {
        let bytes = self.read_library(library)?;
        Ok(Hashes { sha1: hex(&Sha1::digest(&bytes)), sha256: hex(&Sha256::digest(&bytes)) })
    }

    /// Opens a library to read members of it. It may be called from many threads at once; each open library costs
    /// the memory of its jar.
    pub fn open_library(&self, library: &LibraryArchive) -> Result<OpenLibrary, Diagnostic> {
        let bytes = self.read_library(library)?;
        let mut budget = Budget::new(self.limits());
        let (archive, Listing { entries, .. }) =
            Archive::open(Store::Memory(bytes), ArchiveKind::Jar, &mut budget)
                .map_err(|reason| Diagnostic::warning(Code::BadArchive, &library.path, reason))?;
        let limit = self.limits().max_read_bytes;
        Ok(OpenLibrary { path: Arc::clone(&library.path), archive, entries, limit })
    }
}

impl SourceTree {
    fn read_library(&self, library: &LibraryArchive) -> Result<Vec<u8>, Diagnostic> {
        let limit = self.limits().max_entry_bytes;
        self.read_origin(&library.origin, &library.path, library.size, limit)
    }
}

impl OpenLibrary {
    /// The members' paths in the jar, sorted; their positions are what [`read`](Self::read) takes.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|entry| entry.path.as_str())
    }

    /// The bytes of the member at a position of [`paths`](Self::paths).
    pub fn read(&self, position: usize) -> Result<Vec<u8>, Diagnostic> {
        let Some(entry) = self.entries.get(position) else {
            let message = "this member belongs to another library";
            return Err(Diagnostic::warning(Code::BadArchive, &self.path, message));
        };
        self.archive.read(entry.member, self.limit).map_err(|failure| {
            let path = format!("{}!/{}", self.path, entry.path).into();
            Diagnostic::warning(failure.code, &path, failure.message)
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
