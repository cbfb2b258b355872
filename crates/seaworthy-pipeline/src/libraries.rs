//! The libraries of all modules, each once per version.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_assess::{Library, LibraryFile, LibraryHashes};
use seaworthy_base::{Evidence, mask_line};
use seaworthy_deps::{Dependency, Ecosystem, Module, Scope};

use crate::archives::LibraryJar;

/// What makes a library one row: its ecosystem, name and version.
type Key = (Ecosystem, String, Option<String>);

/// The libraries that modules ask for, sorted by ecosystem, name and version. Modules of the application itself are
/// none.
///
/// Hashes are of the files in `hashes`, by path.
pub(crate) fn libraries(
    modules: &[Module],
    jars: &[LibraryJar],
    hashes: &BTreeMap<Arc<str>, LibraryHashes>,
) -> Vec<Library> {
    let own: BTreeSet<(Ecosystem, &str)> =
        modules.iter().map(|m| (m.ecosystem, m.name.as_str())).collect();
    let mut found: BTreeMap<Key, Library> = BTreeMap::new();
    for module in modules {
        let asked = module.dependencies.iter();
        for dependency in asked.filter(|d| !own.contains(&(d.ecosystem, d.name.as_str()))) {
            let key = (dependency.ecosystem, dependency.name.clone(), dependency.version.clone());
            let library = found.entry(key).or_insert_with(|| of(dependency));
            merge(library, dependency, &module.name);
        }
    }
    for jar in jars {
        let key = (Ecosystem::Maven, jar.name(), jar.identity.version.clone());
        let file = LibraryFile {
            path: Arc::clone(&jar.path),
            size: jar.size,
            hashes: hashes.get(&jar.path).cloned(),
            identified_by: jar.identity.how,
        };
        let library = found.entry(key).or_insert_with(|| of_file(jar));
        library.licences.clone_from(&jar.identity.licences);
        library.file = Some(file);
    }
    let mut libraries: Vec<Library> = found.into_values().collect();
    for library in &mut libraries {
        library.used_by.sort();
        library.used_by.dedup();
    }
    libraries
}

fn of(dependency: &Dependency) -> Library {
    Library {
        ecosystem: dependency.ecosystem,
        name: dependency.name.clone(),
        version: dependency.version.clone(),
        scope: dependency.scope,
        direct: dependency.direct,
        licences: Vec::new(),
        used_by: Vec::new(),
        brought_by: dependency.via.clone(),
        file: None,
        evidence: masked(&dependency.evidence),
    }
}

/// A file that no module has.
fn of_file(jar: &LibraryJar) -> Library {
    let file = jar.path.rsplit('/').next().unwrap_or(&jar.path);
    Library {
        ecosystem: Ecosystem::Maven,
        name: jar.name(),
        version: jar.identity.version.clone(),
        scope: Scope::Runtime,
        direct: true,
        licences: Vec::new(),
        used_by: Vec::new(),
        brought_by: Vec::new(),
        file: None,
        evidence: Evidence::file(&jar.path, file),
    }
}

/// The strongest part and the most direct way win.
fn merge(library: &mut Library, dependency: &Dependency, module: &str) {
    library.used_by.push(module.to_owned());
    library.scope = library.scope.min(dependency.scope);
    if dependency.direct && !library.direct {
        library.direct = true;
        library.brought_by.clear();
        library.evidence = masked(&dependency.evidence);
    }
}

fn masked(evidence: &Evidence) -> Evidence {
    Evidence { text: mask_line(&evidence.text), ..evidence.clone() }
}
