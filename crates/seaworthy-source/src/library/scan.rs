//! Reads what a jar says of itself: manifest, Maven's files, licences, the release of its first classes.

use std::collections::BTreeMap;

use crate::archive::{Archive, Entry};

/// How many bytes of a text are read.
const TEXT_BYTES: u64 = 256 << 10;
const LICENCE_BYTES: u64 = 4 << 10;

/// How many files of each kind are read.
const MOST_PROPERTIES: usize = 256;
const MOST_POMS: usize = 16;
const MOST_LICENCES: usize = 8;
const MOST_CLASSES: usize = 4;

/// What a jar says of itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) pom_properties: Vec<(String, String)>,
    pub(crate) poms: Vec<(String, String)>,
    pub(crate) manifest: Option<String>,
    pub(crate) licences: Vec<(String, String)>,
    pub(crate) has_module_info: bool,
    pub(crate) has_driver: bool,
    pub(crate) classes: u32,
    pub(crate) signed: bool,
    pub(crate) release: Option<u16>,
    /// Packages with the number of their classes.
    pub(crate) packages: BTreeMap<String, u32>,
}

/// Reads the few members that describe a jar; members that cannot be read are left out.
pub(crate) fn scan(archive: &Archive, entries: &[Entry]) -> Contents {
    let mut contents = Contents::default();
    let text = |entry: &Entry, most: u64| {
        let bytes = archive.read_head(entry.member, most).ok()?;
        Some((entry.path.clone(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    let mut heads = 0;
    for entry in entries {
        let path = entry.path.as_str();
        if let Some(class) = path.strip_suffix(".class") {
            if class.ends_with("module-info") {
                contents.has_module_info = true;
            } else if !path.starts_with("META-INF/") {
                contents.classes += 1;
                let package = class.rsplit_once('/').map_or("", |(package, _)| package);
                match contents.packages.get_mut(package) {
                    Some(count) => *count += 1,
                    None => drop(contents.packages.insert(package.to_owned(), 1)),
                }
                if heads < MOST_CLASSES {
                    heads += 1;
                    let head = archive.read_head(entry.member, 8).unwrap_or_default();
                    contents.release = contents.release.max(release(&head));
                }
            }
            continue;
        }
        if path.eq_ignore_ascii_case("META-INF/MANIFEST.MF") {
            contents.manifest = text(entry, TEXT_BYTES).map(|(_, text)| text);
        } else if let Some(rest) = path.strip_prefix("META-INF/maven/") {
            if rest.ends_with("/pom.properties") && contents.pom_properties.len() < MOST_PROPERTIES
            {
                contents.pom_properties.extend(text(entry, TEXT_BYTES));
            } else if rest.ends_with("/pom.xml") && contents.poms.len() < MOST_POMS {
                contents.poms.extend(text(entry, TEXT_BYTES));
            }
        } else if path == "META-INF/services/java.sql.Driver" {
            contents.has_driver = true;
        } else if is_signature(path) {
            contents.signed = true;
        } else if is_licence(path) && contents.licences.len() < MOST_LICENCES {
            contents.licences.extend(text(entry, LICENCE_BYTES));
        }
    }
    contents
}

/// Whether a member's name is that of a signature: `META-INF/ACME.SF`.
pub(crate) fn is_signature(path: &str) -> bool {
    path.strip_prefix("META-INF/")
        .is_some_and(|file| !file.contains('/') && file.to_ascii_uppercase().ends_with(".SF"))
}

/// `LICENSE`, `META-INF/LICENSE.txt`, `licenses/foo-LICENSE`, at the top or under `META-INF`.
fn is_licence(path: &str) -> bool {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folder.to_ascii_lowercase();
    let near = folder.is_empty()
        || folder == "meta-inf"
        || folder.ends_with("licenses")
        || folder.ends_with("license");
    let file = file.to_ascii_lowercase();
    near && ["license", "licence", "copying"].iter().any(|word| file.contains(word))
        && !file.ends_with(".class")
}

/// The Java release that the head of a class file asks for.
fn release(head: &[u8]) -> Option<u16> {
    match head {
        [0xCA, 0xFE, 0xBA, 0xBE, _, _, major0, major1, ..] => {
            u16::from_be_bytes([*major0, *major1]).checked_sub(44).filter(|release| *release > 0)
        }
        _ => None,
    }
}
