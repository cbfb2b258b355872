//! All projects of the tree, the repository beside it, and how they hang together.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::link::Files;
use crate::maven::coordinates::Gav;
use crate::maven::effective::{Effective, Layer, Missing, MissingRole, Values, Whereabouts};
use crate::maven::environment::MavenEnvironment;
use crate::maven::pom::{Depth, Parent, Pom};
use crate::maven::repository::{Library, MavenRepository, Place};
use crate::place;
use crate::version::maven::VersionRange;

/// Longest chain of parents, and deepest nesting of imported bills of materials.
const MAX_CHAIN: usize = 32;

/// Where a pom comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// Index of a file of the tree.
    Tree(usize),
    /// The repository.
    Library(Gav),
}

/// All projects of the tree and a repository.
pub(super) struct Projects<'p> {
    pub(super) poms: Vec<(Arc<str>, Arc<Pom>)>,
    by_path: BTreeMap<Arc<str>, usize>,
    by_name: BTreeMap<(String, String), usize>,
    by_gav: BTreeMap<Gav, usize>,
    pub(super) library: Library<'p>,
    environment: &'p MavenEnvironment,
    files: &'p BTreeSet<Arc<str>>,
    effective: RefCell<HashMap<Origin, Arc<Effective>>>,
    /// What is being put together right now, outermost first.
    underway: RefCell<Vec<Origin>>,
}

impl<'p> Projects<'p> {
    /// `files` are the paths of the tree that conditions of profiles may ask for.
    pub(super) fn new(
        poms: &Files<Pom>,
        repository: MavenRepository<'p>,
        environment: &'p MavenEnvironment,
        files: &'p BTreeSet<Arc<str>>,
    ) -> Self {
        let poms: Vec<(Arc<str>, Arc<Pom>)> =
            poms.iter().map(|(path, pom)| (Arc::clone(path), Arc::new((**pom).clone()))).collect();
        let mut by_path = BTreeMap::new();
        let mut by_name = BTreeMap::new();
        for (i, (path, pom)) in poms.iter().enumerate() {
            by_path.insert(Arc::clone(path), i);
            by_name.entry((pom.group().to_owned(), pom.artifact.clone())).or_insert(i);
        }
        let mut projects = Self {
            poms,
            by_path,
            by_name,
            by_gav: BTreeMap::new(),
            library: Library::new(repository),
            environment,
            files,
            effective: RefCell::default(),
            underway: RefCell::default(),
        };
        // Names of projects may hold placeholders that their parents in the tree define.
        let mut by_gav = BTreeMap::new();
        for i in 0..projects.poms.len() {
            let layers = projects.layers(&Origin::Tree(i), false).0;
            by_gav.entry(Values { layers: &layers, environment }.gav()).or_insert(i);
        }
        projects.by_gav = by_gav;
        projects
    }

    /// The project at a module path as written in `<module>`: a folder or a file.
    pub(super) fn module(&self, folder: &str, module: &str) -> Option<usize> {
        let path = place::join(folder, module)?;
        let file = if path.is_empty() { "pom.xml".to_owned() } else { format!("{path}/pom.xml") };
        self.by_path.get(file.as_str()).or_else(|| self.by_path.get(path.as_str())).copied()
    }

    /// Where the pom of some coordinates is: in the tree, else in the repository.
    pub(super) fn origin(&self, gav: &Gav) -> Option<Origin> {
        if let Some(&i) = self.by_gav.get(gav) {
            return Some(Origin::Tree(i));
        }
        (self.library.place(gav) != Place::Missing).then(|| Origin::Library(gav.clone()))
    }

    /// Whether the pom of some coordinates is in the tree.
    pub(super) fn is_own(&self, gav: &Gav) -> bool {
        self.by_gav.contains_key(gav)
    }

    /// The parent of a file of the tree, as its `relativePath` says.
    fn relative_parent(&self, i: usize, parent: &Parent) -> Option<usize> {
        let (path, _) = self.poms.get(i)?;
        let relative = parent.relative_path.as_deref().unwrap_or("../pom.xml");
        if relative.is_empty() {
            return None;
        }
        let found = self.module(place::folder(path), relative)?;
        let (_, pom) = self.poms.get(found)?;
        let same = pom.artifact == parent.artifact
            && (pom.group() == parent.group || parent.group.contains("${"));
        (same && found != i).then_some(found)
    }

    fn parent(&self, origin: &Origin, parent: &Parent, outside: bool) -> Option<Origin> {
        let relative = match origin {
            Origin::Tree(i) => self.relative_parent(*i, parent),
            Origin::Library(_) => None,
        };
        let same_version = |i: &usize| {
            let version = self.poms.get(*i).map_or("", |(_, pom)| pom.version());
            version == parent.version
                || VersionRange::parse(&parent.version).is_some_and(|range| {
                    range.contains(&crate::version::maven::Version::new(version))
                })
        };
        if let Some(found) = relative.filter(same_version) {
            return Some(Origin::Tree(found));
        }
        if outside {
            let gav = Gav::new(&parent.group, &parent.artifact, &self.parent_version(parent));
            if let Some(found) = self.origin(&gav) {
                return Some(found);
            }
        }
        // Maven would not take a parent of another version; what the tree has says more than nothing.
        let by_name = || {
            let named = self.by_name.get(&(parent.group.clone(), parent.artifact.clone())).copied();
            named.filter(|&found| *origin != Origin::Tree(found))
        };
        match origin {
            Origin::Tree(_) => relative.or_else(by_name).map(Origin::Tree),
            Origin::Library(_) => None,
        }
    }

    fn parent_version(&self, parent: &Parent) -> String {
        if let Some(range) = VersionRange::parse(&parent.version) {
            let known = self.library.versions(&parent.group, &parent.artifact);
            if let Some(highest) = range.highest(known.iter().map(String::as_str)) {
                return highest.to_owned();
            }
        }
        let values = Values { layers: &[], environment: self.environment };
        values.fill(&parent.version)
    }

    fn pom(&self, origin: &Origin, depth: Depth) -> Option<(Arc<Pom>, Option<&str>)> {
        match origin {
            Origin::Tree(i) => {
                let (path, pom) = self.poms.get(*i)?;
                Some((Arc::clone(pom), Some(place::folder(path))))
            }
            Origin::Library(gav) => Some((self.library.pom(gav, depth)?, None)),
        }
    }

    /// A project and its parents with their active profiles, nearest first, and the parent that is missing.
    fn layers(&self, origin: &Origin, outside: bool) -> (Vec<Layer>, Option<Missing>) {
        // What is built out of this tree is wanted whole, plugins of parents included.
        let depth = match origin {
            Origin::Tree(_) => Depth::Project,
            Origin::Library(_) => Depth::Library,
        };
        let exists = |path: &str| self.files.contains(path);
        let mut layers: Vec<Layer> = Vec::new();
        let mut seen = vec![origin.clone()];
        let mut next = Some(origin.clone());
        while let Some(current) = next.take() {
            let Some((pom, folder)) = self.pom(&current, depth) else {
                break;
            };
            let parent = pom.parent.clone();
            let place = Whereabouts { folder, exists: &exists };
            layers.push(Layer::new(pom, self.environment, place));
            let Some(parent) = parent.filter(|p| !p.artifact.is_empty()) else { break };
            let missing = |role| Missing {
                gav: Gav::new(&parent.group, &parent.artifact, &self.parent_version(&parent)),
                role,
                evidence: parent.evidence.clone(),
            };
            match self.parent(&current, &parent, outside) {
                None => return (layers, Some(missing(MissingRole::Parent))),
                Some(found) if seen.contains(&found) || seen.len() >= MAX_CHAIN => {
                    return (layers, Some(missing(MissingRole::Cycle)));
                }
                Some(found) => {
                    seen.push(found.clone());
                    next = Some(found);
                }
            }
        }
        (layers, None)
    }

    /// A project with everything it inherits.
    pub(super) fn effective(&self, origin: &Origin) -> Arc<Effective> {
        if let Some(known) = self.effective.borrow().get(origin) {
            return Arc::clone(known);
        }
        self.underway.borrow_mut().push(origin.clone());
        let (layers, missing) = self.layers(origin, true);
        let mut missing: Vec<Missing> = missing.into_iter().collect();
        let values = Values { layers: &layers, environment: self.environment };
        let (mut management, imports) = values.management();
        for (gav, evidence) in imports {
            let found = self.origin(&gav);
            let nested = self.underway.borrow();
            let role = match &found {
                None => Some(MissingRole::Import),
                Some(f) if nested.contains(f) || nested.len() >= MAX_CHAIN => {
                    Some(MissingRole::Cycle)
                }
                Some(_) => None,
            };
            drop(nested);
            match (role, found) {
                (None, Some(found)) => {
                    let imported = self.effective(&found);
                    missing.extend(imported.missing.iter().cloned());
                    management.imports.push(Arc::clone(&imported.management));
                }
                (role, _) => {
                    let role = role.unwrap_or(MissingRole::Import);
                    missing.push(Missing { gav, role, evidence });
                }
            }
        }
        let mut dependencies = values.dependencies(&management);
        if !missing.is_empty() {
            for declared in dependencies.iter_mut().filter(|d| d.version.is_empty()) {
                if let Some(version) = management.group_version(&declared.group) {
                    declared.version = Arc::from(version.value.as_str());
                }
            }
        }
        let gav = match origin {
            Origin::Tree(_) => values.gav(),
            Origin::Library(gav) => gav.clone(),
        };
        let management = Arc::new(management);
        let effective = Arc::new(Effective { gav, layers, dependencies, management, missing });
        self.underway.borrow_mut().pop();
        self.effective.borrow_mut().insert(origin.clone(), Arc::clone(&effective));
        effective
    }

    /// What fills the placeholders of a project.
    pub(super) fn values<'e>(&'e self, effective: &'e Effective) -> Values<'e> {
        Values { layers: &effective.layers, environment: self.environment }
    }
}
