//! Poms of a repository for a resolver that has rules of its own: what each says, parents, bills of materials and
//! placeholders worked out.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::link::Files;
use crate::maven::coordinates::Gav;
use crate::maven::environment::MavenEnvironment;
use crate::maven::management::Exclusions;
use crate::maven::projects::{Origin, Projects};
use crate::maven::repository::{MavenRepository, Place};
use crate::maven::resolved::UnresolvedReason;

/// The poms of a repository.
pub(crate) struct Poms<'p> {
    projects: Projects<'p>,
}

/// What one pom says about libraries.
pub(crate) struct LibraryPom {
    pub(crate) dependencies: Vec<PomDependency>,
    /// Every managed library with what it shall not bring, each name once.
    pub(crate) managed: Vec<(Gav, Exclusions)>,
    /// Where the artifact moved to.
    pub(crate) moved: Option<Gav>,
    /// A parent or bill of materials that is not at hand.
    pub(crate) missing: Option<UnresolvedReason>,
}

/// One dependency of a pom.
pub(crate) struct PomDependency {
    pub(crate) group: Arc<str>,
    pub(crate) artifact: Arc<str>,
    /// Empty where nothing states one.
    pub(crate) version: Arc<str>,
    /// `compile`, `runtime`, ….
    pub(crate) scope: Arc<str>,
    pub(crate) optional: bool,
    pub(crate) exclusions: Exclusions,
}

/// The files of no tree: poms of a repository ask for none.
static NO_FILES: BTreeSet<Arc<str>> = BTreeSet::new();

impl<'p> Poms<'p> {
    pub(crate) fn new(repository: MavenRepository<'p>, environment: &'p MavenEnvironment) -> Self {
        Self { projects: Projects::new(&Files::new(), repository, environment, &NO_FILES) }
    }

    /// What a pom says; `None` where the repository does not hold it.
    pub(crate) fn pom(&self, gav: &Gav) -> Option<LibraryPom> {
        if self.projects.library.place(gav) == Place::Missing {
            return None;
        }
        let effective = self.projects.effective(&Origin::Library(gav.clone()));
        let pom = &effective.layers.first()?.pom;
        let values = self.projects.values(&effective);
        let moved = pom.relocation.as_ref().map(|to| {
            let part = |stated: &Option<String>, own: &str| {
                stated.as_ref().map_or_else(|| own.to_owned(), |s| values.fill(s))
            };
            Gav::new(
                &part(&to.group, &gav.group),
                &part(&to.artifact, &gav.artifact),
                &part(&to.version, &gav.version),
            )
        });
        let dependencies = effective.dependencies.iter().map(|declared| PomDependency {
            group: Arc::clone(&declared.group),
            artifact: Arc::clone(&declared.artifact),
            version: Arc::clone(&declared.version),
            scope: Arc::clone(&declared.scope),
            optional: declared.optional,
            exclusions: Arc::clone(&declared.exclusions),
        });
        Some(LibraryPom {
            dependencies: dependencies.collect(),
            managed: effective.management.versions(),
            moved: moved.filter(|to| to != gav),
            missing: effective.missing.first().map(super::effective::Missing::reason),
        })
    }

    /// The versions that the repository knows of an artifact, lowest first in Maven's order.
    pub(crate) fn versions(&self, group: &str, artifact: &str) -> Arc<Vec<String>> {
        self.projects.library.versions(group, artifact)
    }
}
