//! Where poms outside of the tree come from.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::maven::coordinates::Gav;
use crate::maven::pom::{Depth, Pom, read_deep};
use crate::source::Source;
use crate::version::maven::Version;

/// Largest pom that is read, in bytes.
const MAX_POM: usize = 4 << 20;
/// Most poms read for one application.
const MAX_POMS: usize = 20_000;

/// A repository of poms as two questions; what answers them, and whether it keeps its answers, is the caller's affair.
/// [`Gav::pom_path`] and [`artifact_folder`](super::artifact_folder) say where a local repository keeps things.
#[derive(Clone, Copy)]
pub struct MavenRepository<'r> {
    /// The text of a pom; `None` where the repository does not hold it.
    pub pom: &'r dyn Fn(&Gav) -> Option<Arc<str>>,
    /// The versions of `(group, artifact)` that the repository knows, in any order.
    pub versions: &'r dyn Fn(&str, &str) -> Vec<String>,
}

impl MavenRepository<'static> {
    /// A repository that holds nothing.
    pub const EMPTY: Self = Self { pom: &|_| None, versions: &|_, _| Vec::new() };
}

/// The versions that a `maven-metadata.xml` lists, in its order.
pub fn metadata_versions(text: &str) -> Vec<String> {
    let doc = seaworthy_xml::Document::parse(text);
    let versions = doc.root_element().and_then(|r| doc.at(r, &["versioning", "versions"]));
    versions
        .into_iter()
        .flat_map(|v| doc.children_named(v, "version"))
        .map(|v| doc.own_text(v).0)
        .filter(|v| !v.is_empty())
        .collect()
}

/// Coordinates, and whether the whole pom is wanted.
type PomKey = (Gav, bool);
/// Group and artifact.
type Name = (Arc<str>, Arc<str>);
/// Versions, lowest first.
type Versions = Arc<Vec<String>>;

/// A repository whose poms are read once.
pub(super) struct Library<'r> {
    repository: MavenRepository<'r>,
    /// Whole, and as far as dependencies go.
    poms: RefCell<HashMap<PomKey, Option<Arc<Pom>>>>,
    versions: RefCell<HashMap<Name, Versions>>,
    moved: RefCell<HashMap<Gav, Place>>,
}

/// What is known of a pom without reading all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The repository does not hold it.
    Missing,
    /// It is there and says that the artifact may have moved.
    Moved,
    /// It is there.
    Here,
}

impl<'r> Library<'r> {
    pub(super) fn new(repository: MavenRepository<'r>) -> Self {
        Self {
            repository,
            poms: RefCell::default(),
            versions: RefCell::default(),
            moved: RefCell::default(),
        }
    }

    fn text(&self, gav: &Gav) -> Option<Arc<str>> {
        if gav.version.contains("${") {
            return None;
        }
        (self.repository.pom)(gav).filter(|text| text.len() <= MAX_POM)
    }

    /// Whether a pom is there and whether it may say that the artifact moved.
    pub(super) fn place(&self, gav: &Gav) -> Place {
        if let Some(&known) = self.moved.borrow().get(gav) {
            return known;
        }
        let place = match self.text(gav) {
            None => Place::Missing,
            Some(text) if text.contains("<relocation") => Place::Moved,
            Some(_) => Place::Here,
        };
        self.moved.borrow_mut().insert(gav.clone(), place);
        place
    }

    /// A pom of the repository; `None` where it is missing or no Maven project.
    pub(super) fn pom(&self, gav: &Gav, depth: Depth) -> Option<Arc<Pom>> {
        let key = (gav.clone(), depth == Depth::Project);
        if let Some(known) = self.poms.borrow().get(&key) {
            return known.clone();
        }
        if self.poms.borrow().len() >= MAX_POMS {
            return None;
        }
        let pom = self.text(gav).and_then(|text| {
            let path: Arc<str> = Arc::from(gav.pom_path().unwrap_or_default());
            let source = Source::new(&path, &text);
            read_deep(&source, depth, &mut Vec::new()).map(Arc::new)
        });
        self.poms.borrow_mut().insert(key, pom.clone());
        pom
    }

    /// The known versions of an artifact, lowest first.
    pub(super) fn versions(&self, group: &str, artifact: &str) -> Versions {
        let key = (Arc::from(group), Arc::from(artifact));
        if let Some(known) = self.versions.borrow().get(&key) {
            return Arc::clone(known);
        }
        let mut versions: Vec<(Version, String)> = (self.repository.versions)(group, artifact)
            .into_iter()
            .map(|text| (Version::new(&text), text))
            .collect();
        versions.sort();
        versions.dedup();
        let versions = Arc::new(versions.into_iter().map(|(_, text)| text).collect::<Vec<_>>());
        self.versions.borrow_mut().insert(key, Arc::clone(&versions));
        versions
    }
}
