//! What the libraries of a Gradle project bring, by Gradle's rules and from the poms and metadata at hand.

mod component;
mod exclusion;
mod libraries;
mod metadata;
mod pins;
mod project;
mod selection;
mod walk;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, Evidence};

use crate::gradle::modules::Scripts;
use crate::gradle::project::Project;
use crate::gradle::resolution::component::{Component, Module, Part, Usage};
use crate::gradle::resolution::libraries::Libraries;
use crate::gradle::resolution::pins::{ManagedVersions, Pins};
use crate::gradle::resolution::project::{ClassPath, Root, exported};
use crate::gradle::resolution::walk::{Found, Graph, Walk, walk};
use crate::maven::{MavenEnvironment, MavenRepository, Unresolved};
use crate::{Dependency, Ecosystem, Gav, Scope};

/// What resolving Gradle projects needs beside their scripts.
#[derive(Clone, Copy)]
pub struct GradleSources<'a> {
    /// The poms of libraries: of Gradle's cache and of the local repository of Maven.
    pub repository: MavenRepository<'a>,
    /// The text of a library's `*.module` file; `None` where the cache does not hold it.
    pub metadata: &'a dyn Fn(&Gav) -> Option<Arc<str>>,
}

/// The environment that poms are read in: Gradle looks at few conditions of profiles.
pub(super) fn environment() -> MavenEnvironment {
    MavenEnvironment { plain_profiles: true, ..MavenEnvironment::default() }
}

/// What one project hands to others: its folder, the part, and what it is for.
type ProjectPart = (Arc<str>, Part, Usage);

/// Resolves the projects of an application.
pub(super) struct Resolver<'r> {
    sources: GradleSources<'r>,
    libraries: Libraries<'r>,
    managed: ManagedVersions,
    projects: RefCell<HashMap<ProjectPart, Arc<Component>>>,
}

/// What was found of one project.
pub(super) struct Resolved {
    /// Its own dependencies in the order given, then what they bring.
    pub(super) dependencies: Vec<Dependency>,
    pub(super) unresolved: Vec<Unresolved>,
}

impl<'r> Resolver<'r> {
    pub(super) fn new(sources: GradleSources<'r>, environment: &'r MavenEnvironment) -> Self {
        let libraries = Libraries::new(sources.repository, sources.metadata, environment);
        let (managed, projects) = (ManagedVersions::default(), RefCell::default());
        Self { sources, libraries, managed, projects }
    }

    /// All libraries of the project in a folder. `declared` are those that it asks for itself, each with the version that
    /// the scripts alone tell.
    pub(super) fn resolve(
        &self,
        scripts: &Scripts<'_>,
        folder: &str,
        project: &Project<'_>,
        declared: Vec<Dependency>,
    ) -> Resolved {
        let pins = Pins::of(scripts, folder, project, self.sources, &self.managed);
        let resolving = Resolving { resolver: self, scripts, folder, project, pins };
        resolving.run(declared)
    }
}

struct Resolving<'a, 'r, 'b> {
    resolver: &'a Resolver<'r>,
    scripts: &'a Scripts<'b>,
    folder: &'a str,
    project: &'a Project<'b>,
    pins: Pins,
}

impl Resolving<'_, '_, '_> {
    fn run(self, declared: Vec<Dependency>) -> Resolved {
        let mut brought: Vec<Dependency> = Vec::new();
        let mut unresolved = self.pins.unresolved.clone();
        let mut versions: BTreeMap<(ClassPath, String), String> = BTreeMap::new();
        let mut listed: BTreeSet<Module> = BTreeSet::new();
        let given: BTreeSet<(Module, Option<Arc<str>>)> = {
            let (_, walk) = self.walk(ClassPath::Given);
            walk.found.into_iter().map(|found| (found.module, found.version)).collect()
        };
        for path in [ClassPath::Runtime, ClassPath::Compile, ClassPath::Test, ClassPath::Tools] {
            let (root, walk) = self.walk(path);
            if path != ClassPath::Tools {
                unresolved.extend(walk.problems.iter().filter_map(
                    |(module, version, reason, edge)| {
                        let Module::Library(group, artifact) = module else { return None };
                        let (group, artifact) = (Arc::clone(group), Arc::clone(artifact));
                        let version = version.clone().unwrap_or_default();
                        let (reason, evidence) = (reason.clone(), root.evidence(*edge));
                        Some(Unresolved { gav: Gav { group, artifact, version }, reason, evidence })
                    },
                ));
            }
            for (index, found) in walk.found.iter().enumerate() {
                if found.part != Part::Library {
                    continue;
                }
                let (name, version) = self.name_and_version(found);
                if let Some(version) = &version {
                    versions.entry((path, name.clone())).or_insert_with(|| version.clone());
                }
                if !listed.insert(found.module.clone()) || found.parent.is_none() {
                    continue;
                }
                let given = given.contains(&(found.module.clone(), found.version.clone()));
                brought.push(Dependency {
                    ecosystem: Ecosystem::Maven,
                    name,
                    version,
                    requirement: String::new(),
                    scope: if given { Scope::Provided } else { path.scope() },
                    direct: false,
                    via: self.via(&walk.found, index),
                    evidence: root.evidence(found.edge),
                });
            }
        }
        unresolved.sort();
        unresolved.dedup();
        let direct = declared.into_iter().map(|mut dependency| {
            let paths = [ClassPath::of(dependency.scope), ClassPath::Runtime];
            let known = paths.iter().find_map(|p| versions.get(&(*p, dependency.name.clone())));
            if let Some(version) = known {
                dependency.version = Some(version.clone());
            }
            dependency
        });
        Resolved { dependencies: direct.chain(brought).collect(), unresolved }
    }

    fn walk(&self, path: ClassPath) -> (Root, Walk) {
        let root = Root::of(self.scripts, self.folder, self.project, path);
        if root.is_empty() {
            return (root, Walk::default());
        }
        let component = |module: &Module, version: &str, part: Part| {
            if path == ClassPath::Tools && part == Part::Library {
                return Arc::default();
            }
            self.component(module, version, part, path.usage())
        };
        let known = |module: &Module| match module {
            Module::Project(_) => Vec::new(),
            Module::Library(g, a) => self.resolver.libraries.poms.versions(g, a).to_vec(),
        };
        let pinned = |module: &Module| {
            let (group, artifact) = module.name()?;
            self.pins.version(path, &root.versioned, group, artifact)
        };
        let graph = Graph { component: &component, known: &known, pinned: &pinned };
        let walk = walk(&root.component, &graph);
        (root, walk)
    }

    fn component(
        &self,
        module: &Module,
        version: &str,
        part: Part,
        usage: Usage,
    ) -> Arc<Component> {
        match module {
            Module::Library(_, _) if version.is_empty() => Arc::default(),
            Module::Library(group, artifact) => {
                let gav = Gav {
                    group: Arc::clone(group),
                    artifact: Arc::clone(artifact),
                    version: Arc::from(version),
                };
                let component = self.resolver.libraries.component(&gav, part, usage);
                let Some(excluded) = self.pins.excluded(group, artifact) else { return component };
                Arc::new(Component { excluded: Arc::clone(excluded), ..(*component).clone() })
            }
            Module::Project(folder) => {
                let key = (Arc::clone(folder), part, usage);
                if let Some(known) = self.resolver.projects.borrow().get(&key) {
                    return Arc::clone(known);
                }
                let component = exported(self.scripts, folder, part, usage);
                self.resolver.projects.borrow_mut().insert(key, Arc::clone(&component));
                component
            }
        }
    }

    fn name_and_version(&self, found: &Found) -> (String, Option<String>) {
        match &found.module {
            Module::Library(group, artifact) => {
                (format!("{group}:{artifact}"), found.version.as_deref().map(str::to_owned))
            }
            Module::Project(folder) => {
                let project = self.scripts.project(folder);
                (self.scripts.name_of(folder, &project), project.version())
            }
        }
    }

    /// The libraries on the way to one, without itself.
    fn via(&self, all: &[Found], index: usize) -> Vec<String> {
        let mut way = Vec::new();
        let mut next = all.get(index).and_then(|found| found.parent);
        // One that brings another stands before it, so this ends.
        while let Some(found) = next.and_then(|at| all.get(at)) {
            let (name, version) = self.name_and_version(found);
            way.push(format!("{name}:{}", version.as_deref().unwrap_or("unspecified")));
            next = found.parent;
        }
        way.reverse();
        way
    }
}

impl Resolved {
    /// The note about what could not be told.
    pub(super) fn problem(&self, manifest: &Evidence) -> Option<Diagnostic> {
        let first = self.unresolved.first()?;
        let others = self.unresolved.len() - 1;
        let more = if others == 0 { String::new() } else { format!(", and {others} more") };
        let message = format!("the list of libraries is not complete: {first}{more}");
        Some(
            Diagnostic::note(Code::UnresolvedVersion, &manifest.path, message)
                .help("a build with Gradle puts the missing poms into its cache"),
        )
    }
}

#[cfg(test)]
mod tests;
