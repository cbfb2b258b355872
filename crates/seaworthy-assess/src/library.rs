//! The libraries of an application, each once per version.

use std::sync::Arc;

use seaworthy_base::Evidence;
use seaworthy_deps::jar::{IdentifiedBy, Licence};
use seaworthy_deps::{Ecosystem, Scope};
use serde::{Deserialize, Serialize};

/// A library that the application asks for, is brought by another one, or lies in it as a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Library {
    /// Its ecosystem.
    pub ecosystem: Ecosystem,
    /// Name in the ecosystem's form; for Maven `group:artifact`, or the bare name of a file whose group is unknown.
    pub name: String,
    /// The version in use; `None` where nothing at hand tells it.
    pub version: Option<String>,
    /// The strongest part it plays in any module: shipped before provided before development before tests.
    pub scope: Scope,
    /// Whether a module names it itself.
    pub direct: bool,
    /// What the file says of its licences; empty where there is no file, or it says nothing.
    pub licences: Vec<Licence>,
    /// Names of the modules that have it, sorted.
    pub used_by: Vec<String>,
    /// How it gets in where no module names it: `name:version` from the direct dependency down to the one that asks for it.
    pub brought_by: Vec<String>,
    /// The file, where it lies in the application.
    pub file: Option<LibraryFile>,
    /// The line that asks for it, or the file.
    pub evidence: Evidence,
}

/// A library as a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LibraryFile {
    /// Where it lies, archive members as `app.ear!/lib/x.jar`.
    pub path: Arc<str>,
    /// Its size in bytes.
    pub size: u64,
    /// Hashes of its bytes, where they were asked for.
    pub hashes: Option<LibraryHashes>,
    /// What told its name and version.
    pub identified_by: IdentifiedBy,
}

/// Hashes of a file, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LibraryHashes {
    /// SHA-1: what repositories of libraries are searched by.
    pub sha1: String,
    /// SHA-256.
    pub sha256: String,
}
