//! What a bill of materials is written from.

use crate::Purl;

/// An application and the libraries it is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SbomInput {
    /// Name of the application.
    pub name: String,
    /// Its version, where one is stated.
    pub version: Option<String>,
    /// Version of the program that writes the document.
    pub tool_version: String,
    /// What of the application is deployed or built on its own.
    pub parts: Vec<SbomPart>,
    /// Its libraries, in any order; several with the same [`SbomComponent::reference`] become one.
    pub components: Vec<SbomComponent>,
    /// Which needs which, in any order. Edges to or from what is not listed are left out.
    pub edges: Vec<SbomEdge>,
    /// Whether the list of libraries is known to be whole.
    pub completeness: Completeness,
}

impl SbomInput {
    /// The reference of the application itself, for edges.
    pub fn reference(&self) -> String {
        format!("application:{}", self.name)
    }
}

/// A deployable or separately built part of the application.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SbomPart {
    /// Name, unique among the parts.
    pub name: String,
    /// Its version, where one is stated.
    pub version: Option<String>,
    /// Whether it runs by itself rather than as a library of another part.
    pub deployable: bool,
    /// Its folder or archive, relative to the application's root.
    pub path: String,
}

impl SbomPart {
    /// The part's reference, for edges.
    pub fn reference(&self) -> String {
        format!("part:{}", self.name)
    }
}

/// One library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SbomComponent {
    /// Its package URL; `None` where only a file name is known.
    pub purl: Option<Purl>,
    /// Name where there is no package URL: the file name without version and extension.
    pub name: String,
    /// Version where there is no package URL.
    pub version: Option<String>,
    /// What part it plays.
    pub scope: SbomScope,
    /// 40 hexadecimal digits, of a binary at hand.
    pub sha1: Option<String>,
    /// 64 hexadecimal digits, of a binary at hand.
    pub sha256: Option<String>,
    /// Who publishes it, as its manifest says.
    pub publisher: Option<String>,
    /// Its licences.
    pub licences: Vec<SbomLicence>,
    /// How it was identified, and how sure that is, from 0 to 1.
    pub identified: Option<(Technique, f64)>,
    /// Where it was found.
    pub occurrences: Vec<SbomOccurrence>,
    /// Libraries that are bundled inside of its binary.
    pub contains: Vec<Purl>,
    /// Other facts by name; each name gets the prefix `seaworthy:`.
    pub properties: Vec<(String, String)>,
}

impl SbomComponent {
    /// The component's reference, for edges: its package URL, else its name and version.
    pub fn reference(&self) -> String {
        match (&self.purl, &self.version) {
            (Some(purl), _) => purl.to_string(),
            (None, Some(version)) => format!("file:{}@{version}", self.name),
            (None, None) => format!("file:{}", self.name),
        }
    }
}

/// `from` needs `to`; both are references of the application, of parts or of components.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SbomEdge {
    /// Who needs.
    pub from: String,
    /// What is needed.
    pub to: String,
}

/// Whether a component is there when the application runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SbomScope {
    /// Shipped, or given by the server.
    #[default]
    Required,
    /// Shipped only if something else asks for it.
    Optional,
    /// For building and testing.
    Excluded,
}

/// A licence of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SbomLicence {
    /// SPDX identifier, where the licence is known; an identifier that SPDX does not list is written as a name.
    pub spdx: Option<String>,
    /// Name as the library writes it; may be empty beside an identifier.
    pub name: String,
    /// Address of its text.
    pub url: Option<String>,
}

/// A place that shows the library.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SbomOccurrence {
    /// Path relative to the application's root; archive members as `app.ear!/lib/x.jar`.
    pub path: String,
    /// Line from 1; 0 for the file as a whole.
    pub line: u32,
}

/// How a library was identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Technique {
    /// A build manifest or lock file names it.
    Manifest,
    /// Its checksum is in a table.
    Checksum,
    /// Metadata inside of the binary.
    Binary,
    /// The name of its file.
    FileName,
}

/// Whether all libraries are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// Every declared dependency was resolved, those of dependencies too.
    Complete,
    /// Something could not be resolved.
    Incomplete,
    /// Nobody can tell.
    #[default]
    Unknown,
}
