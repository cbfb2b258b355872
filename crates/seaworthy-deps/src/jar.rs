//! What a library archive is: its coordinates, version and licences, from what lies in it and how it is called.
//!
//! A function of texts: reading archives is for others. What the metadata does not say stays unknown; a name alone gives
//! coordinates only where the name belongs to one publisher (`spring-core`).

mod file_name;
mod identify;
mod known;
mod licence_names;
mod licence_text;
mod licences;
mod manifest;
mod table;

use serde::{Deserialize, Serialize};

pub use file_name::{FileName, file_name};
pub use identify::identify;
pub use licence_names::spdx_of_name;
pub use licence_text::spdx_of_text;
pub use manifest::JarManifest;
pub use table::ChecksumTable;

/// What is at hand of one archive. Entries are (path in the archive, text).
#[derive(Clone, Copy, Debug, Default)]
pub struct JarParts<'a> {
    /// The archive's file name; a path before it is looked past.
    pub file_name: &'a str,
    /// `META-INF/maven/*/*/pom.properties`.
    pub pom_properties: &'a [(String, String)],
    /// `META-INF/maven/*/*/pom.xml`.
    pub poms: &'a [(String, String)],
    /// `META-INF/MANIFEST.MF`.
    pub manifest: Option<&'a str>,
    /// Files that are called LICENSE, COPYING and the like.
    pub licences: &'a [(String, String)],
    /// SHA-1 of the archive, 40 hexadecimal digits.
    pub sha1: Option<&'a str>,
}

/// A library by Maven's coordinates.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Coordinates {
    /// Group.
    pub group: String,
    /// Artifact.
    pub artifact: String,
    /// Version, where one is known.
    pub version: Option<String>,
}

impl Coordinates {
    /// `group:artifact`.
    pub fn name(&self) -> String {
        format!("{}:{}", self.group, self.artifact)
    }
}

/// What tells the identity of an archive, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifiedBy {
    /// Its checksum is in the given table.
    Checksum,
    /// Maven's own record inside of it.
    PomProperties,
    /// Headers of its manifest.
    Manifest,
    /// Its name only.
    FileName,
}

impl IdentifiedBy {
    /// How sure the coordinates are, from 0 to 1: a checksum cannot err, a name can be given to anything.
    pub fn confidence(self) -> f64 {
        match self {
            Self::Checksum => 1.0,
            Self::PomProperties => 0.95,
            Self::Manifest => 0.7,
            Self::FileName => 0.4,
        }
    }
}

/// A licence that an archive states.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Licence {
    /// SPDX identifier, where the licence is known.
    pub spdx: Option<String>,
    /// The name as written; the path of its file where only a text is there.
    pub name: String,
    /// Address of its text, where one is given.
    pub url: Option<String>,
}

/// What an archive is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JarIdentity {
    /// Maven's coordinates (group, artifact), where they are known.
    pub coordinates: Option<(String, String)>,
    /// The artifact, else the file name without version, classifier and extension.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// What follows the version in the file name: `sources`, `jakarta`, `linux-x86_64`.
    pub classifier: Option<String>,
    /// What tells so.
    pub how: IdentifiedBy,
    /// A title for people: `Bundle-Name`, `Implementation-Title` or the pom's name.
    pub title: Option<String>,
    /// OSGi's name, without its directives.
    pub bundle_symbolic_name: Option<String>,
    /// Name as a Java module, where the manifest gives one.
    pub automatic_module_name: Option<String>,
    /// Its licences, the pom's first, each once.
    pub licences: Vec<Licence>,
    /// Who publishes it.
    pub vendor: Option<String>,
    /// Libraries whose Maven records lie in the archive beside its own: it bundles them.
    pub shaded: Vec<Coordinates>,
    /// The class that `java -jar` starts.
    pub main_class: Option<String>,
    /// Other archives it asks for by relative path.
    pub class_path: Vec<String>,
    /// The Java release it was built with, as the manifest says: `17`, `1.8.0_201`.
    pub build_jdk: Option<String>,
}
