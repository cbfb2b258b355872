//! The outcome of resolving a project.

use std::fmt;
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::maven::coordinates::Gav;
use crate::maven::scope::MavenScope;

/// A project with all libraries that end up on one of its class paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedProject {
    /// Path of its `pom.xml` relative to the application's root.
    pub path: Arc<str>,
    /// Its coordinates.
    pub project: Gav,
    /// Its packaging, placeholders filled in.
    pub packaging: String,
    /// The libraries, each after the one that brings it; of equally near ones in the order of the files.
    pub dependencies: Vec<ResolvedDependency>,
    /// What could not be told, sorted; where this is empty the list is complete.
    pub unresolved: Vec<Unresolved>,
}

/// One library of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedDependency {
    /// Group, artifact and version.
    pub gav: Gav,
    /// The type as the one who asks for it writes it: `jar`, `war`, `test-jar`, ….
    pub type_: Arc<str>,
    /// The file's ending.
    pub extension: Arc<str>,
    /// Classifier; mostly empty.
    pub classifier: Arc<str>,
    /// Its scope after all who ask for it have been heard.
    pub scope: MavenScope,
    /// Whether all who ask for it call it optional.
    pub optional: bool,
    /// Index of the library that brings it; `None` where the project asks for it itself.
    pub parent: Option<usize>,
    /// The version that was asked for, where the project manages another one.
    pub managed_from: Option<Arc<str>>,
    /// The coordinates that were asked for, where the library has moved.
    pub relocated_from: Option<Gav>,
    /// Versions that others asked for and that are not used, in the order they were met.
    pub omitted: Vec<Omitted>,
    /// The line in the project, or in a parent, that brings it in the end.
    pub evidence: Evidence,
}

/// A request for another version of a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omitted {
    /// The version asked for.
    pub version: Arc<str>,
    /// Index of the library that asks; `None` for the project.
    pub by: Option<usize>,
}

/// Something that decides about dependencies and is not at hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unresolved {
    /// The pom, or the artifact, it is about.
    pub gav: Gav,
    /// What is wrong.
    pub reason: UnresolvedReason,
    /// The line of the application that leads there.
    pub evidence: Evidence,
}

/// Why something could not be resolved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnresolvedReason {
    /// The repository does not hold the library's pom: what the library brings is unknown.
    MissingPom,
    /// The repository does not hold the pom, which is a parent of this pom; of a library Maven then takes nothing.
    MissingParent(Gav),
    /// Likewise for a bill of materials that this pom imports.
    MissingImport(Gav),
    /// This pom is a parent of itself or imports itself, or parents or imports nest too deep.
    Cycle(Gav),
    /// This pom names a library without a version: Maven takes none of its dependencies.
    NoVersion(String),
    /// No version that the repository knows lies in the range.
    NoVersionInRange(String),
    /// Those who ask for the library exclude each other's versions.
    RangesExclude,
    /// There are more libraries than are followed.
    TooMany,
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gav, reason, .. } = self;
        match reason {
            UnresolvedReason::MissingPom => write!(f, "the pom of {gav} is not in the repository"),
            UnresolvedReason::MissingParent(parent) => {
                write!(f, "{gav}: its parent {parent} is not in the repository")
            }
            UnresolvedReason::MissingImport(bom) => {
                write!(f, "{gav}: the bill of materials {bom} is not in the repository")
            }
            UnresolvedReason::Cycle(other) => {
                write!(f, "{gav}: {other} leads back to itself or nests too deep")
            }
            UnresolvedReason::NoVersion(name) => {
                write!(f, "{gav}: nothing states a version of {name}")
            }
            UnresolvedReason::NoVersionInRange(range) => {
                write!(f, "{}:{}: no known version lies in {range}", gav.group, gav.artifact)
            }
            UnresolvedReason::RangesExclude => {
                write!(f, "{}:{}: the ranges asked for exclude each other", gav.group, gav.artifact)
            }
            UnresolvedReason::TooMany => write!(f, "{gav}: too many libraries to follow all"),
        }
    }
}

impl ResolvedProject {
    /// The way from the project's own dependency to this one, itself last, as indices into `dependencies`.
    pub fn path_to(&self, index: usize) -> Vec<usize> {
        let mut path = vec![index];
        // A parent stands before what it brings, so this ends.
        while let Some(parent) =
            path.last().and_then(|&last| self.dependencies.get(last)).and_then(|d| d.parent)
        {
            path.push(parent);
        }
        path.reverse();
        path
    }
}
