//! What `dependencyManagement` states, own and imported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::Property;
use crate::maven::coordinates::{ArtifactKey, Gav, type_of};

/// Group and artifact of what a dependency shall not bring; `*` stands for any.
pub(super) type Exclusions = Arc<[(Arc<str>, Arc<str>)]>;

/// One entry; empty texts are not stated.
#[derive(Clone, Debug)]
pub(super) struct Managed {
    pub(super) kind: Arc<str>,
    pub(super) classifier: Arc<str>,
    pub(super) version: Arc<str>,
    /// The version as written.
    pub(super) requirement: String,
    pub(super) scope: Arc<str>,
    pub(super) optional: Option<bool>,
    pub(super) exclusions: Exclusions,
}

impl Managed {
    /// Extension and classifier of the file it means.
    fn file(&self) -> (&str, &str) {
        let (extension, classifier, _) = type_of(&self.kind);
        (extension, if self.classifier.is_empty() { classifier } else { &self.classifier })
    }
}

/// Entries of one project: its own and its parents', then those of imported bills of materials in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Management {
    /// By group, then artifact.
    own: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Vec<Managed>>>,
    pub(super) imports: Vec<Arc<Management>>,
    /// Versions of whole groups, from bills of materials that cannot be read.
    pub(super) groups: BTreeMap<&'static str, Property>,
}

impl Management {
    /// Adds an entry unless one with the same name stands.
    pub(super) fn add(&mut self, group: Arc<str>, artifact: Arc<str>, managed: Managed) {
        let entries = self.own.entry(group).or_default().entry(artifact).or_default();
        let stands = |m: &Managed| m.kind == managed.kind && m.classifier == managed.classifier;
        if !entries.iter().any(stands) {
            entries.push(managed);
        }
    }

    fn find(&self, group: &str, artifact: &str, is: &dyn Fn(&Managed) -> bool) -> Option<&Managed> {
        let own = self.own.get(group).and_then(|g| g.get(artifact));
        own.and_then(|entries| entries.iter().find(|m| is(m)))
            // As deep as imports nest, which is bounded where they are read.
            .or_else(|| self.imports.iter().find_map(|i| i.find(group, artifact, is)))
    }

    /// The entry for a dependency as a project declares it: type and classifier as written.
    pub(super) fn declared(
        &self,
        group: &str,
        artifact: &str,
        kind: &str,
        classifier: &str,
    ) -> Option<&Managed> {
        self.find(group, artifact, &|m| &*m.kind == kind && &*m.classifier == classifier)
    }

    /// The entry for an artifact that a library brings: by its file.
    pub(super) fn transitive(&self, key: &ArtifactKey) -> Option<&Managed> {
        self.find(&key.group, &key.artifact, &|m| m.file() == (&*key.extension, &*key.classifier))
    }

    /// Every managed library with its version and exclusions, each name once: own entries win over imported ones, and
    /// earlier imports over later ones.
    pub(super) fn versions(&self) -> Vec<(Gav, Exclusions)> {
        let mut found = Vec::new();
        let mut seen: BTreeSet<(Arc<str>, Arc<str>)> = BTreeSet::new();
        let mut waiting = vec![self];
        while let Some(management) = waiting.pop() {
            for (group, artifacts) in &management.own {
                for (artifact, entries) in artifacts {
                    if let Some(managed) = entries.iter().find(|m| !m.version.is_empty())
                        && seen.insert((Arc::clone(group), Arc::clone(artifact)))
                    {
                        let gav = Gav {
                            group: Arc::clone(group),
                            artifact: Arc::clone(artifact),
                            version: Arc::clone(&managed.version),
                        };
                        found.push((gav, Arc::clone(&managed.exclusions)));
                    }
                }
            }
            waiting.extend(management.imports.iter().rev().map(|import| &**import));
        }
        found
    }

    /// The version of a whole group.
    pub(super) fn group_version(&self, group: &str) -> Option<&Property> {
        self.groups
            .get(group)
            .or_else(|| self.imports.iter().find_map(|import| import.group_version(group)))
    }
}
