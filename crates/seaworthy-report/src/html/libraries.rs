//! The libraries: what they are, how they get in, and what is not known of them.

use seaworthy_assess::{Assessment, Library};
use seaworthy_deps::Scope;
use seaworthy_deps::jar::{IdentifiedBy, Licence};

use crate::evidence::{EvidenceIndex, Place};
use crate::words;

/// Rows of the table; `assessment.json` has all.
const ROWS: usize = 1500;
/// Users named beside a library.
const USERS: usize = 6;

/// The libraries.
pub(super) struct Libraries<'a> {
    pub(super) rows: Vec<LibraryRow<'a>>,
    pub(super) not_listed: usize,
    pub(super) without_version: usize,
    pub(super) files: usize,
}

/// A library and how it gets in.
pub(super) struct LibraryRow<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    pub(super) ecosystem: &'static str,
    pub(super) licences: String,
    pub(super) scope: &'static str,
    pub(super) users: &'a [String],
    pub(super) more_users: usize,
    /// From the direct dependency down, empty for one that a module names itself.
    pub(super) brought_by: &'a [String],
    /// Size of the file and how it is known, where there is one.
    pub(super) file: Option<String>,
    pub(super) place: Vec<Place<'a>>,
}

/// Builds the section.
pub(super) fn view<'a>(assessment: &'a Assessment, index: &EvidenceIndex<'a>) -> Libraries<'a> {
    let all = &assessment.libraries;
    Libraries {
        rows: all.iter().take(ROWS).map(|library| row(library, index)).collect(),
        not_listed: all.len().saturating_sub(ROWS),
        without_version: all.iter().filter(|l| l.version.is_none()).count(),
        files: all.iter().filter(|l| l.file.is_some()).count(),
    }
}

fn row<'a>(library: &'a Library, index: &EvidenceIndex<'a>) -> LibraryRow<'a> {
    LibraryRow {
        name: &library.name,
        version: library.version.as_deref().unwrap_or(""),
        ecosystem: library.ecosystem.prefix(),
        licences: licences(&library.licences),
        scope: scope(library.scope),
        users: library.used_by.get(..USERS).unwrap_or(&library.used_by),
        more_users: library.used_by.len().saturating_sub(USERS),
        brought_by: &library.brought_by,
        file: library.file.as_ref().map(|file| {
            format!("{}, known by {}", words::bytes(file.size), identified_by(file.identified_by))
        }),
        place: vec![index.place(&library.evidence)],
    }
}

/// SPDX identifiers, or names as the libraries write them.
fn licences(licences: &[Licence]) -> String {
    let names = licences.iter().map(|l| l.spdx.as_deref().unwrap_or(&l.name));
    names.collect::<Vec<_>>().join(", ")
}

fn identified_by(how: IdentifiedBy) -> &'static str {
    match how {
        IdentifiedBy::Checksum => "its checksum",
        IdentifiedBy::PomProperties => "Maven's record in it",
        IdentifiedBy::Manifest => "its manifest",
        IdentifiedBy::FileName => "its name",
    }
}

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Runtime => "shipped",
        Scope::Provided => "provided",
        Scope::Dev => "development",
        Scope::Test => "tests",
    }
}
