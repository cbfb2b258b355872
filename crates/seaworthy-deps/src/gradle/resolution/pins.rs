//! Versions that a project says are taken, whoever asks for others: lock files, resolution strategies, and Spring's
//! dependency management.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::gradle::modules::Scripts;
use crate::gradle::project::Project;
use crate::gradle::resolution::exclusion::Exclusions;
use crate::gradle::resolution::project::ClassPath;
use crate::gradle::resolution::{GradleSources, environment};
use crate::maven::{Poms, Unresolved, UnresolvedReason};
use crate::{Gav, Scope};

/// The plug-in whose managed versions win.
const MANAGEMENT: &str = "io.spring.dependency-management";
const BOOT_BOM: (&str, &str) = ("org.springframework.boot", "spring-boot-dependencies");

/// Versions by `group:artifact`.
type Versions = BTreeMap<String, String>;
/// What decides about a set of managed versions: bills of materials, and values for their placeholders.
type Key = (Vec<Gav>, Versions);

/// Managed versions that were worked out before.
#[derive(Default)]
pub(super) struct ManagedVersions {
    known: RefCell<BTreeMap<Key, Arc<Managed>>>,
}

/// What a list of bills of materials says.
#[derive(Default)]
struct Managed {
    versions: Versions,
    /// By name, what a library shall not bring.
    excluded: BTreeMap<String, Arc<Exclusions>>,
    problems: Vec<(Gav, UnresolvedReason)>,
}

/// The versions that one project pins.
pub(super) struct Pins {
    locked: BTreeMap<(Scope, String), String>,
    /// Group, artifact and version of `useVersion`; `None` for any name.
    uses: Vec<(Option<String>, Option<String>, String)>,
    forced: Versions,
    managed: Versions,
    /// What Spring's dependency management leaves out of what a library brings, by its name.
    excluded: BTreeMap<String, Arc<Exclusions>>,
    pub(super) unresolved: Vec<Unresolved>,
}

impl Pins {
    pub(super) fn of(
        scripts: &Scripts<'_>,
        folder: &str,
        project: &Project<'_>,
        sources: GradleSources<'_>,
        known: &ManagedVersions,
    ) -> Self {
        let locked = scripts.locked(folder);
        let mut pins = Self {
            locked: locked.map(|l| ((l.scope, l.name.clone()), l.version.clone())).collect(),
            uses: Vec::new(),
            forced: Versions::new(),
            managed: Versions::new(),
            excluded: BTreeMap::new(),
            unresolved: Vec::new(),
        };
        for section in &project.sections {
            for asked in &section.forced {
                for (name, version, _) in project.libraries(&asked.what) {
                    if let Some(version) = version {
                        pins.forced.entry(name).or_insert(version);
                    }
                }
            }
            for used in &section.uses {
                let fill =
                    |text: &Option<String>| text.as_deref().and_then(|t| project.resolved(t));
                let (group, name) = (fill(&used.group), fill(&used.name));
                // A name that cannot be told must not become any name.
                let lost = (used.group.is_some() && group.is_none())
                    || (used.name.is_some() && name.is_none());
                if let Some(version) = project.resolved(&used.version).filter(|_| !lost) {
                    pins.uses.push((group, name, version));
                }
            }
        }
        if project.plugins.contains_key(MANAGEMENT) {
            pins.manage(project, sources, known);
        }
        pins
    }

    /// Reads the bills of materials of Spring's dependency management.
    fn manage(
        &mut self,
        project: &Project<'_>,
        sources: GradleSources<'_>,
        known: &ManagedVersions,
    ) {
        let mut boms: Vec<(Gav, seaworthy_base::Evidence)> = Vec::new();
        let boot = project.boot.as_ref();
        let applied = project.plugins.contains_key(BOOT_BOM.0);
        if let Some(boot) = boot.filter(|_| applied) {
            let gav = Gav::new(BOOT_BOM.0, BOOT_BOM.1, &boot.value);
            boms.push((gav, boot.evidence.clone()));
        }
        // What stands nearer is said later and wins.
        for asked in project.sections.iter().rev().flat_map(|s| &s.imports) {
            for (name, version, _) in project.libraries(&asked.what) {
                let Some((group, artifact)) = name.split_once(':') else { continue };
                let own =
                    || boot.filter(|_| (group, artifact) == BOOT_BOM).map(|b| b.value.clone());
                if let Some(version) = version.or_else(own) {
                    boms.push((Gav::new(group, artifact, &version), asked.evidence.clone()));
                }
            }
        }
        let mut values: Versions = project
            .variables
            .iter()
            .filter(|(name, value)| name.ends_with(".version") && !value.contains('$'))
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        if let Some(kotlin) = project.kotlin().filter(|_| applied) {
            values.entry("kotlin.version".to_owned()).or_insert_with(|| kotlin.version.clone());
        }
        let key = (boms.iter().map(|(gav, _)| gav.clone()).collect(), values);
        let found = known.of(key, sources);
        self.managed.clone_from(&found.versions);
        self.excluded.clone_from(&found.excluded);
        for (gav, reason) in &found.problems {
            let evidence = boms.iter().find(|(bom, _)| bom == gav).map(|(_, e)| e.clone());
            if let Some(evidence) = evidence {
                self.unresolved.push(Unresolved {
                    gav: gav.clone(),
                    reason: reason.clone(),
                    evidence,
                });
            }
        }
        for asked in project.sections.iter().rev().flat_map(|s| &s.managed) {
            for (name, version, _) in project.libraries(&asked.what) {
                if let Some(version) = version {
                    self.managed.insert(name, version);
                }
            }
        }
    }

    /// What a library shall not bring.
    pub(super) fn excluded(&self, group: &str, artifact: &str) -> Option<&Arc<Exclusions>> {
        if self.excluded.is_empty() {
            return None;
        }
        self.excluded.get(&format!("{group}:{artifact}"))
    }

    /// The version of a library on a class path. `versioned` are the names that the project asks for with a version of
    /// its own, which Spring's dependency management leaves alone.
    pub(super) fn version(
        &self,
        path: ClassPath,
        versioned: &BTreeSet<String>,
        group: &str,
        artifact: &str,
    ) -> Option<String> {
        let name = format!("{group}:{artifact}");
        let scopes: &[Scope] = match path {
            ClassPath::Compile => &[Scope::Runtime, Scope::Provided],
            ClassPath::Test => &[Scope::Test, Scope::Runtime, Scope::Provided],
            ClassPath::Tools => &[Scope::Dev],
            _ => &[Scope::Runtime],
        };
        let locked = scopes.iter().find_map(|scope| self.locked.get(&(*scope, name.clone())));
        let used = || {
            let is = |text: &Option<String>, own: &str| text.as_deref().is_none_or(|t| t == own);
            let mut uses = self.uses.iter().rev();
            uses.find(|(g, n, _)| is(g, group) && is(n, artifact)).map(|(_, _, version)| version)
        };
        locked
            .or_else(used)
            .or_else(|| self.forced.get(&name))
            .or_else(|| self.managed.get(&name).filter(|_| !versioned.contains(&name)))
            .cloned()
    }
}

impl ManagedVersions {
    fn of(&self, key: Key, sources: GradleSources<'_>) -> Arc<Managed> {
        if let Some(known) = self.known.borrow().get(&key) {
            return Arc::clone(known);
        }
        let mut environment = environment();
        environment.properties.clone_from(&key.1);
        let poms = Poms::new(sources.repository, &environment);
        let mut found = Managed::default();
        for bom in &key.0 {
            let Some(pom) = poms.pom(bom) else {
                found.problems.push((bom.clone(), UnresolvedReason::MissingPom));
                continue;
            };
            found.problems.extend(pom.missing.map(|reason| (bom.clone(), reason)));
            for (gav, exclusions) in pom.managed {
                let name = format!("{}:{}", gav.group, gav.artifact);
                if exclusions.is_empty() {
                    found.excluded.remove(&name);
                } else {
                    let rules = exclusions.iter().map(|(g, a)| (&**g, &**a));
                    found.excluded.insert(name.clone(), Arc::new(Exclusions::of(rules)));
                }
                found.versions.insert(name, gav.version.to_string());
            }
        }
        let found = Arc::new(found);
        self.known.borrow_mut().insert(key, Arc::clone(&found));
        found
    }
}
