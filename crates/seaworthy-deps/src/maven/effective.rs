//! A project with everything it inherits: parents, active profiles, placeholders, managed versions.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::Property;
use crate::maven::coordinates::Gav;
use crate::maven::environment::MavenEnvironment;
use crate::maven::interpolation;
use crate::maven::management::{Exclusions, Managed, Management};
use crate::maven::pom::{Asked, Pom, Section};
use crate::maven::uniform_group;

/// Most dependencies of one project.
const MAX_DEPENDENCIES: usize = 20_000;

/// A `pom.xml` with its active profiles put in.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub(super) pom: Arc<Pom>,
    pub(super) section: Arc<Section>,
}

impl Layer {
    /// Puts active profiles into a project: what they state wins and stands where the project's own entry stood.
    pub(super) fn new(
        pom: Arc<Pom>,
        environment: &MavenEnvironment,
        place: Whereabouts<'_>,
    ) -> Self {
        let active = environment.active(&pom.profiles, place.folder, place.exists);
        if active.is_empty() {
            let section = Arc::clone(&pom.base);
            return Self { pom, section };
        }
        let mut section = (*pom.base).clone();
        for profile in active {
            let other = &profile.section;
            section.properties.extend(other.properties.clone());
            section.modules.extend(other.modules.iter().cloned());
            override_with(&mut section.dependencies, &other.dependencies);
            override_with(&mut section.managed, &other.managed);
            // Of plugins the first that states a setting wins.
            section.plugins.splice(0..0, other.plugins.iter().cloned());
            section.managed_plugins.splice(0..0, other.managed_plugins.iter().cloned());
            if other.final_name.is_some() {
                section.final_name.clone_from(&other.final_name);
            }
        }
        Self { pom, section: Arc::new(section) }
    }
}

/// Where a pom lies.
#[derive(Clone, Copy)]
pub(super) struct Whereabouts<'a> {
    /// Its folder in the tree; `None` for one of a repository.
    pub(super) folder: Option<&'a str>,
    /// Whether the tree holds a file.
    pub(super) exists: &'a dyn Fn(&str) -> bool,
}

fn override_with(entries: &mut Vec<Asked>, with: &[Asked]) {
    let mut at: HashMap<_, usize> =
        entries.iter().enumerate().map(|(i, asked)| (asked.key().owned(), i)).collect();
    for asked in with {
        if let Some(slot) = at.get(&asked.key().owned()).and_then(|&i| entries.get_mut(i)) {
            *slot = asked.clone();
        } else {
            at.insert(asked.key().owned(), entries.len());
            entries.push(asked.clone());
        }
    }
}

/// Entries of all layers in order, each name once: that of the nearest layer, and there the last.
fn merged<'l>(layers: &'l [Layer], entries: impl Fn(&'l Section) -> &'l [Asked]) -> Vec<&'l Asked> {
    let mut at = HashMap::new();
    let mut all: Vec<&Asked> = Vec::new();
    for layer in layers {
        let above = all.len();
        for asked in entries(&layer.section) {
            match at.get(&asked.key()) {
                Some(&i) if i < above => {}
                Some(&i) => {
                    if let Some(slot) = all.get_mut(i) {
                        *slot = asked;
                    }
                }
                None if all.len() < MAX_DEPENDENCIES => {
                    at.insert(asked.key(), all.len());
                    all.push(asked);
                }
                None => {}
            }
        }
    }
    all
}

/// One dependency of a project with everything filled in.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) group: Arc<str>,
    pub(super) artifact: Arc<str>,
    pub(super) kind: Arc<str>,
    pub(super) classifier: Arc<str>,
    /// Empty where nothing states one.
    pub(super) version: Arc<str>,
    /// The version as written where it is stated.
    pub(super) requirement: String,
    pub(super) scope: Arc<str>,
    pub(super) optional: bool,
    pub(super) exclusions: Exclusions,
    pub(super) evidence: Evidence,
}

/// A project with what it inherits.
#[derive(Clone, Debug)]
pub(super) struct Effective {
    pub(super) gav: Gav,
    /// The project, then its parents.
    pub(super) layers: Vec<Layer>,
    pub(super) dependencies: Vec<Declared>,
    pub(super) management: Arc<Management>,
    /// Parents and bills of materials that nothing at hand holds, with the line that names each.
    pub(super) missing: Vec<Missing>,
}

/// A parent or bill of materials that is needed and not at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) gav: Gav,
    pub(super) role: MissingRole,
    pub(super) evidence: Evidence,
}

/// What a missing pom would have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MissingRole {
    Parent,
    Import,
    /// It is a parent or an import of itself, or nests too deep.
    Cycle,
}

/// Parents and values of a project: what placeholders are filled from.
pub(super) struct Values<'a> {
    pub(super) layers: &'a [Layer],
    pub(super) environment: &'a MavenEnvironment,
}

impl Values<'_> {
    /// `text` with every placeholder filled in that is known.
    pub(super) fn fill(&self, text: &str) -> String {
        if text.contains("${") {
            interpolation::fill(text, |key| self.value(key))
        } else {
            text.to_owned()
        }
    }

    fn shared(&self, text: &str) -> Arc<str> {
        if text.contains("${") { Arc::from(self.fill(text)) } else { Arc::from(text) }
    }

    /// A value in Maven's order: the project itself, the command line, properties, the system, the project again
    /// without prefix.
    fn value(&self, key: &str) -> Option<Cow<'_, str>> {
        let prefixed = key.strip_prefix("project.").or_else(|| key.strip_prefix("pom."));
        let property = || {
            self.layers.iter().find_map(|l| l.section.properties.get(key)).map(|p| p.value.as_str())
        };
        prefixed
            .and_then(|key| self.own(key))
            .or_else(|| self.environment.properties.get(key).map(String::as_str))
            .or_else(property)
            .or_else(|| self.environment.system(key))
            .or_else(|| self.own(key))
            .map(Cow::Borrowed)
    }

    fn own(&self, key: &str) -> Option<&str> {
        let pom = &self.layers.first()?.pom;
        let parent = pom.parent.as_ref();
        match key {
            "groupId" => Some(pom.group()),
            "artifactId" => Some(pom.artifact.as_str()),
            "version" => Some(pom.version()),
            "packaging" => Some(pom.packaging.value.as_str()),
            "parent.groupId" => parent.map(|p| p.group.as_str()),
            "parent.artifactId" => parent.map(|p| p.artifact.as_str()),
            "parent.version" => parent.map(|p| p.version.as_str()),
            _ => None,
        }
        .filter(|value| !value.is_empty())
    }

    pub(super) fn gav(&self) -> Gav {
        let Some(layer) = self.layers.first() else { return Gav::new("", "", "") };
        Gav {
            group: self.shared(layer.pom.group()),
            artifact: self.shared(&layer.pom.artifact),
            version: self.shared(layer.pom.version()),
        }
    }

    /// What the project and its parents manage, and the bills of materials they import, unread.
    pub(super) fn management(&self) -> (Management, Vec<(Gav, Evidence)>) {
        let mut management = Management::default();
        let mut imports = Vec::new();
        for asked in merged(self.layers, |s| &s.managed) {
            let (group, artifact) = (self.shared(&asked.group), self.shared(&asked.artifact));
            let version = self.shared(&asked.version);
            if asked.scope == "import" && self.kind(asked).as_ref() == "pom" {
                imports.push((Gav { group, artifact, version }, asked.evidence.clone()));
                continue;
            }
            let managed = Managed {
                kind: self.kind(asked),
                classifier: self.shared(&asked.classifier),
                version,
                requirement: asked.version.clone(),
                scope: self.shared(&asked.scope),
                optional: self.flag(&asked.optional),
                exclusions: self.exclusions(asked),
            };
            management.add(group, artifact, managed);
        }
        for (group, version) in self.uniform_versions() {
            management.groups.entry(group).or_insert(version);
        }
        (management, imports)
    }

    /// What the project and its parents ask for, with managed values put in.
    pub(super) fn dependencies(&self, management: &Management) -> Vec<Declared> {
        merged(self.layers, |s| &s.dependencies)
            .into_iter()
            .map(|asked| self.declared(asked, management))
            .collect()
    }

    fn declared(&self, asked: &Asked, management: &Management) -> Declared {
        let mut declared = Declared {
            group: self.shared(&asked.group),
            artifact: self.shared(&asked.artifact),
            kind: self.kind(asked),
            classifier: self.shared(&asked.classifier),
            version: self.shared(&asked.version),
            requirement: asked.version.clone(),
            scope: self.shared(&asked.scope),
            optional: self.flag(&asked.optional).unwrap_or(false),
            exclusions: self.exclusions(asked),
            evidence: asked.evidence.clone(),
        };
        let managed = management.declared(
            &declared.group,
            &declared.artifact,
            &declared.kind,
            &declared.classifier,
        );
        if let Some(managed) = managed {
            if declared.version.is_empty() {
                declared.version = Arc::clone(&managed.version);
                declared.requirement.clone_from(&managed.requirement);
            }
            if declared.scope.is_empty() {
                declared.scope = Arc::clone(&managed.scope);
            }
            if declared.exclusions.is_empty() {
                declared.exclusions = Arc::clone(&managed.exclusions);
            }
        }
        if declared.scope.is_empty() {
            declared.scope = Arc::from("compile");
        }
        declared
    }

    fn kind(&self, asked: &Asked) -> Arc<str> {
        if asked.kind.is_empty() { Arc::from("jar") } else { self.shared(&asked.kind) }
    }

    fn flag(&self, text: &str) -> Option<bool> {
        (!text.is_empty()).then(|| self.fill(text).eq_ignore_ascii_case("true"))
    }

    fn exclusions(&self, asked: &Asked) -> Exclusions {
        asked.exclusions.iter().map(|(g, a)| (self.shared(g), self.shared(a))).collect()
    }

    /// Parents and bills of materials that carry a group's version, told by name alone.
    fn uniform_versions(&self) -> BTreeMap<&'static str, Property> {
        let mut versions = BTreeMap::new();
        let mut add = |group: &str, artifact: &str, version: &str, evidence: &Evidence| {
            let Some(of) = uniform_group(&self.fill(group), &self.fill(artifact)) else { return };
            let value = self.fill(version);
            if !value.is_empty() && !value.contains("${") {
                let evidence = evidence.clone();
                versions.entry(of).or_insert(Property { value, evidence });
            }
        };
        for layer in self.layers {
            if let Some(parent) = &layer.pom.parent {
                add(&parent.group, &parent.artifact, &parent.version, &parent.evidence);
            }
            for asked in layer.section.managed.iter().filter(|m| m.scope == "import") {
                add(&asked.group, &asked.artifact, &asked.version, &asked.evidence);
            }
        }
        versions
    }
}
