//! Maven: `pom.xml`.

mod coordinates;
mod effective;
mod environment;
mod interpolation;
mod management;
mod mediation;
mod modules;
mod pom;
mod poms;
mod project;
mod projects;
mod repository;
mod resolve;
mod resolved;
mod scope;
mod settings;

use std::collections::BTreeSet;
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};

pub use coordinates::{Gav, artifact_folder};
pub use environment::MavenEnvironment;
pub(crate) use modules::java_release;
pub(crate) use pom::{Pom, read};
pub(crate) use poms::{LibraryPom, Poms};
pub use project::{MavenDependency, MavenProject, maven_projects};
pub use repository::{MavenRepository, metadata_versions};
pub use resolve::resolve_maven;
pub use resolved::{Omitted, ResolvedDependency, ResolvedProject, Unresolved, UnresolvedReason};
pub use scope::MavenScope;

pub use settings::MavenSettings;
pub(crate) use settings::{BuildFile, is_build_file, read as read_build_file};

use crate::link::Files;
use crate::{Module, Property};

/// What resolving Maven projects needs beside their `pom.xml` files.
#[derive(Clone, Copy)]
pub struct MavenSources<'a> {
    /// The poms of libraries.
    pub repository: MavenRepository<'a>,
    /// What the build is told from outside. What `.mvn/maven.config` says is added to it.
    pub environment: &'a MavenEnvironment,
    /// The paths of all files of the application: conditions of profiles ask for them.
    pub tree: &'a BTreeSet<Arc<str>>,
}

/// One module for every project: with sources, all its libraries, else those that the tree alone tells.
pub(crate) fn link(
    poms: &Files<Pom>,
    build_files: &Files<BuildFile>,
    sources: Option<MavenSources<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Module> {
    let (default, nothing) = (MavenEnvironment::default(), BTreeSet::new());
    let environment = with_build_files(
        sources.map_or(&default, |s| s.environment),
        build_files.iter().map(|(_, f)| &**f),
    );
    let repository = sources.map_or(MavenRepository::EMPTY, |s| s.repository);
    let tree = sources.map_or(&nothing, |s| s.tree);
    let projects = projects::Projects::new(poms, repository, &environment, tree);
    let mut modules = modules::modules(&projects);
    if sources.is_some() {
        for (i, module) in modules.iter_mut().enumerate() {
            if let Some(resolved) = resolve::resolve(&projects, i) {
                modules::replace_dependencies(module, &resolved);
                problems.extend(incomplete(&resolved));
            }
        }
    }
    state_build_files(&mut modules, build_files);
    modules
}

/// The options of `.mvn/maven.config`; of several in one tree those nearest to its root count first.
fn with_build_files<'f>(
    environment: &MavenEnvironment,
    files: impl Iterator<Item = &'f BuildFile>,
) -> MavenEnvironment {
    files.fold(environment.clone(), |environment, file| match file {
        BuildFile::Config(options) => environment.with_options(options),
        _ => environment,
    })
}

/// `maven.version` of the wrapper and `extension.<name>` on the modules that `.mvn` stands beside.
fn state_build_files(modules: &mut [Module], files: &Files<BuildFile>) {
    for (path, file) in files {
        let root = settings::root_of(path);
        let Some(module) = modules.iter_mut().find(|m| &*m.root == root) else { continue };
        let mut state = |key: String, property: &Property| {
            module.properties.entry(key).or_insert_with(|| property.clone());
        };
        match &**file {
            BuildFile::Config(_) => {}
            BuildFile::Wrapper(version) => state("maven.version".to_owned(), version),
            BuildFile::Extensions(extensions) => {
                for (name, version) in extensions {
                    state(format!("extension.{name}"), version);
                }
            }
        }
    }
}

/// The note about what could not be told of a project.
fn incomplete(resolved: &ResolvedProject) -> Option<Diagnostic> {
    let first = resolved.unresolved.first()?;
    let others = resolved.unresolved.len() - 1;
    let message = if others == 0 {
        format!("the list of libraries is not complete: {first}")
    } else {
        format!("the list of libraries is not complete: {first}, and {others} more")
    };
    Some(
        Diagnostic::note(Code::UnresolvedVersion, &resolved.path, message)
            .help("a build with Maven puts the missing poms into the local repository"),
    )
}

/// Bills of materials whose version is that of every artifact in a group.
const UNIFORM_BOMS: &[(&str, &str, &str)] = &[
    ("org.springframework.boot", "spring-boot-starter-parent", "org.springframework.boot"),
    ("org.springframework.boot", "spring-boot-dependencies", "org.springframework.boot"),
    ("org.springframework", "spring-framework-bom", "org.springframework"),
    ("io.quarkus", "quarkus-bom", "io.quarkus"),
    ("io.quarkus.platform", "quarkus-bom", "io.quarkus"),
];

/// The group that a bill of materials gives its own version to.
pub(crate) fn uniform_group(group: &str, artifact: &str) -> Option<&'static str> {
    UNIFORM_BOMS.iter().find(|(g, a, _)| (*g, *a) == (group, artifact)).map(|(_, _, of)| *of)
}
