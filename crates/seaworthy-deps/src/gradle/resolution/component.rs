//! What a walk over a graph of libraries meets: components and what each asks for.

use std::sync::Arc;

use crate::gradle::resolution::exclusion::Exclusions;
use crate::maven::UnresolvedReason;
use crate::version::gradle::RichVersion;

/// What versions are in conflict about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Module {
    /// A project of the build, by its folder.
    Project(Arc<str>),
    /// Group and artifact.
    Library(Arc<str>, Arc<str>),
}

impl Module {
    pub(super) fn library(group: &str, artifact: &str) -> Self {
        Self::Library(Arc::from(group), Arc::from(artifact))
    }

    /// Group and artifact as exclusions see them; a project's are not known here.
    pub(super) fn name(&self) -> Option<(&str, &str)> {
        match self {
            Self::Project(_) => None,
            Self::Library(group, artifact) => Some((group, artifact)),
        }
    }
}

/// What part of a component is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    /// Its files and what they need.
    Library,
    /// The versions that it recommends.
    Platform,
    /// The versions that it recommends, which then win over all others.
    Enforced,
}

/// What a class path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Usage {
    Compile,
    Runtime,
}

/// One thing that a component asks for.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) module: Module,
    pub(super) version: RichVersion,
    /// `None` for a constraint: it speaks of a version and brings nothing.
    pub(super) part: Option<Part>,
    pub(super) forced: bool,
    /// What is left out on the way through it.
    pub(super) excluded: Arc<Exclusions>,
}

impl Edge {
    pub(super) fn new(module: Module, version: RichVersion, part: Option<Part>) -> Self {
        Self { module, version, part, forced: false, excluded: Arc::default() }
    }
}

/// A version of a library, or a project, with what it asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    pub(super) edges: Vec<Edge>,
    /// What its configurations leave out.
    pub(super) excluded: Arc<Exclusions>,
    /// Why what it asks for is not, or not fully, known.
    pub(super) problem: Option<UnresolvedReason>,
}
