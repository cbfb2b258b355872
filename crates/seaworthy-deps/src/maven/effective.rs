//! Parents, properties and managed versions: what a project inherits inside the tree.

use std::collections::{BTreeMap, BTreeSet};

use crate::link::Files;
use crate::maven::pom::{Asked, Pom};
use crate::maven::uniform_group;
use crate::{Property, place};

/// Longest chain of parents, and deepest nesting of imported bills of materials.
const MAX_CHAIN: usize = 32;
/// How often a value may name another one.
const MAX_PASSES: usize = 16;
/// Longest value that placeholders are put into, in bytes.
const MAX_VALUE: usize = 4096;

/// `group:artifact`.
pub(crate) type Coordinates = (String, String);

/// A version that something outside of the dependency itself states.
#[derive(Clone, Debug)]
pub(super) struct Managed {
    pub(super) version: Option<String>,
    pub(super) requirement: String,
    pub(super) scope: String,
}

/// What is managed for one project.
pub(super) struct Management {
    pub(super) managed: BTreeMap<Coordinates, Managed>,
    /// Versions of whole groups.
    pub(super) groups: BTreeMap<&'static str, Property>,
}

/// All projects of the tree, and how they hang together.
pub(super) struct Projects<'p> {
    pub(super) poms: &'p Files<Pom>,
    by_path: BTreeMap<&'p str, usize>,
    by_name: BTreeMap<(&'p str, &'p str), usize>,
}

impl<'p> Projects<'p> {
    pub(super) fn new(poms: &'p Files<Pom>) -> Self {
        let mut by_path = BTreeMap::new();
        let mut by_name = BTreeMap::new();
        for (i, (path, pom)) in poms.iter().enumerate() {
            by_path.insert(path.as_ref(), i);
            by_name.entry((group_of(pom), pom.artifact.as_str())).or_insert(i);
        }
        Self { poms, by_path, by_name }
    }

    pub(super) fn pom(&self, i: usize) -> Option<&'p Pom> {
        self.poms.get(i).map(|(_, pom)| pom.as_ref())
    }

    /// The project at a module path as written in `<module>`: a folder or a file.
    pub(super) fn module(&self, folder: &str, module: &str) -> Option<usize> {
        let path = place::join(folder, module)?;
        let file = if path.is_empty() { "pom.xml".to_owned() } else { format!("{path}/pom.xml") };
        self.by_path.get(file.as_str()).or_else(|| self.by_path.get(path.as_str())).copied()
    }

    fn parent(&self, i: usize) -> Option<usize> {
        let (path, pom) = self.poms.get(i)?;
        let parent = pom.parent.as_ref()?;
        let relative = parent.relative_path.as_deref().unwrap_or("../pom.xml");
        if !relative.is_empty()
            && let Some(found) = self.module(place::folder(path), relative)
            && found != i
            && self.pom(found).is_some_and(|p| p.artifact == parent.artifact)
        {
            return Some(found);
        }
        self.by_name
            .get(&(parent.group.as_str(), parent.artifact.as_str()))
            .copied()
            .filter(|&f| f != i)
    }

    /// A project and its parents in the tree, nearest first.
    pub(super) fn chain(&self, i: usize) -> Vec<usize> {
        let mut chain = vec![i];
        while let Some(next) = chain.last().and_then(|&last| self.parent(last)) {
            if chain.contains(&next) || chain.len() >= MAX_CHAIN {
                break;
            }
            chain.push(next);
        }
        chain
    }

    /// A project with everything it inherits.
    pub(super) fn effective(&self, i: usize) -> Effective<'p> {
        let chain = self.chain(i);
        let poms: Vec<&'p Pom> = chain.iter().filter_map(|&c| self.pom(c)).collect();
        let mut properties = BTreeMap::new();
        for pom in &poms {
            for (key, property) in &pom.properties {
                properties.entry(key.as_str()).or_insert(property);
            }
        }
        let own = poms.first();
        let parent = own.and_then(|p| p.parent.as_ref());
        let mut builtin = BTreeMap::new();
        if let Some(own) = own {
            let parent_group = parent.map(|p| p.group.as_str());
            let parent_version = parent.map(|p| p.version.as_str());
            let group = own.group.as_deref().or(parent_group).unwrap_or_default();
            let version = own.version.as_deref().or(parent_version).unwrap_or_default();
            for prefix in ["project.", "pom.", ""] {
                builtin.insert(format!("{prefix}groupId"), group);
                builtin.insert(format!("{prefix}artifactId"), own.artifact.as_str());
                builtin.insert(format!("{prefix}version"), version);
                builtin.insert(format!("{prefix}packaging"), own.packaging.value.as_str());
                let parent_artifact = parent.map(|p| p.artifact.as_str()).unwrap_or_default();
                builtin.insert(format!("{prefix}parent.artifactId"), parent_artifact);
                builtin.insert(format!("{prefix}parent.groupId"), parent_group.unwrap_or_default());
                builtin
                    .insert(format!("{prefix}parent.version"), parent_version.unwrap_or_default());
            }
        }
        Effective { poms, properties, builtin }
    }

    /// Versions that a project's chain and the bills of materials in the tree manage, seen from the project, and those
    /// that bills of materials outside of the tree give to whole groups.
    pub(super) fn managed(&self, i: usize) -> Management {
        let mut managed = BTreeMap::new();
        let mut groups = BTreeMap::new();
        let mut pending = vec![i];
        let mut seen = BTreeSet::new();
        // Imports are worked off nearest first, so what stands already wins, as in Maven.
        while let Some(next) = pending.pop() {
            if !seen.insert(next) || seen.len() > MAX_CHAIN {
                continue;
            }
            let effective = self.effective(next);
            for (group, version) in effective.uniform_versions() {
                groups.entry(group).or_insert(version);
            }
            let mut imports: Vec<usize> = Vec::new();
            for asked in effective.poms.iter().flat_map(|p| &p.managed) {
                let group = effective.fill(&asked.group);
                let artifact = effective.fill(&asked.artifact);
                if asked.scope == "import" {
                    imports.extend(self.by_name.get(&(group.as_str(), artifact.as_str())));
                    continue;
                }
                managed
                    .entry((group, artifact))
                    .or_insert_with(|| effective.managed_version(asked));
            }
            pending.extend(imports.into_iter().rev());
        }
        Management { managed, groups }
    }
}

/// The group a project states or takes from its parent element.
pub(super) fn group_of(pom: &Pom) -> &str {
    pom.group
        .as_deref()
        .or_else(|| pom.parent.as_ref().map(|p| p.group.as_str()))
        .unwrap_or_default()
}

/// A project with its parents and the values that placeholders can name.
pub(super) struct Effective<'p> {
    /// The project, then its parents.
    pub(super) poms: Vec<&'p Pom>,
    pub(super) properties: BTreeMap<&'p str, &'p Property>,
    builtin: BTreeMap<String, &'p str>,
}

impl Effective<'_> {
    /// `text` with every `${…}` replaced that the tree knows; the others stay.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut current = text.to_owned();
        for _ in 0..MAX_PASSES {
            if !current.contains("${") || current.len() > MAX_VALUE {
                break;
            }
            let next = fill_once(&current, |key| {
                self.builtin
                    .get(key)
                    .copied()
                    .or_else(|| self.properties.get(key).map(|p| p.value.as_str()))
            });
            if next == current {
                break;
            }
            current = next;
        }
        current
    }

    /// `text` filled in, if no placeholder is left and it is not empty.
    pub(super) fn resolved(&self, text: &str) -> Option<String> {
        let filled = self.fill(text);
        (!filled.is_empty() && !filled.contains("${")).then_some(filled)
    }

    fn managed_version(&self, asked: &Asked) -> Managed {
        Managed {
            version: self.resolved(&asked.version),
            requirement: asked.version.clone(),
            scope: self.fill(&asked.scope),
        }
    }

    /// Bills of materials and parents outside of the tree: `group`, `artifact`, version and place.
    pub(super) fn outside(&self) -> Vec<(String, String, Property)> {
        let mut found = Vec::new();
        for pom in &self.poms {
            if let Some(parent) = &pom.parent {
                let evidence = parent.evidence.clone();
                let version = Property { value: self.fill(&parent.version), evidence };
                found.push((parent.group.clone(), parent.artifact.clone(), version));
            }
            for asked in pom.managed.iter().filter(|m| m.scope == "import") {
                let evidence = asked.evidence.clone();
                let version = Property { value: self.fill(&asked.version), evidence };
                found.push((self.fill(&asked.group), self.fill(&asked.artifact), version));
            }
        }
        found.retain(|(_, _, version)| !version.value.is_empty() && !version.value.contains("${"));
        found
    }

    /// Versions that hold for whole groups, told by [`Self::outside`].
    pub(super) fn uniform_versions(&self) -> BTreeMap<&'static str, Property> {
        let mut versions = BTreeMap::new();
        for (group, artifact, version) in self.outside() {
            if let Some(of) = uniform_group(&group, &artifact) {
                versions.entry(of).or_insert(version);
            }
        }
        versions
    }
}

fn fill_once<'v>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        out.push_str(rest.get(..start).unwrap_or(""));
        let inner = rest.get(start + 2..).unwrap_or("");
        let Some(end) = inner.find('}') else {
            rest = rest.get(start..).unwrap_or("");
            break;
        };
        let key = inner.get(..end).unwrap_or("");
        match value(key) {
            // A value that names itself would never end.
            Some(value) if value.len() < MAX_VALUE && !value.contains(&format!("${{{key}}}")) => {
                out.push_str(value);
            }
            _ => {
                out.push_str("${");
                out.push_str(key);
                out.push('}');
            }
        }
        rest = inner.get(end + 1..).unwrap_or("");
    }
    out.push_str(rest);
    out
}
