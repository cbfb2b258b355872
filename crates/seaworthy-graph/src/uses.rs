//! Which component runs the code of which other one.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_components::Component;
use seaworthy_deps::{Dependency, Ecosystem, Module, Scope};

/// Whether a dependency is there when the application runs.
pub(crate) fn is_shipped(dependency: &Dependency) -> bool {
    matches!(dependency.scope, Scope::Runtime | Scope::Provided)
}

/// Modules by ecosystem and name; the first by root where a name is taken twice.
pub(crate) struct Modules<'m> {
    pub(crate) list: &'m [Module],
    by_name: BTreeMap<(Ecosystem, &'m str), usize>,
}

impl<'m> Modules<'m> {
    pub(crate) fn new(list: &'m [Module]) -> Self {
        let mut by_name: BTreeMap<(Ecosystem, &str), usize> = BTreeMap::new();
        for (i, module) in list.iter().enumerate() {
            let slot = by_name.entry((module.ecosystem, module.name.as_str())).or_insert(i);
            if list.get(*slot).is_some_and(|known| module.root < known.root) {
                *slot = i;
            }
        }
        Self { list, by_name }
    }

    /// Index of the module of the application that a dependency means, where it means one.
    pub(crate) fn target(&self, dependency: &Dependency) -> Option<usize> {
        self.by_name.get(&(dependency.ecosystem, dependency.name.as_str())).copied()
    }
}

/// Components by folder.
pub(crate) struct Folders<'c> {
    by_root: BTreeMap<&'c str, &'c str>,
}

impl<'c> Folders<'c> {
    pub(crate) fn new(components: &'c [Component]) -> Self {
        let mut by_root: BTreeMap<&str, &str> = BTreeMap::new();
        for c in components {
            let id = by_root.entry(c.root.as_ref()).or_insert(c.id.as_str());
            // Two components of one folder: the same answer in any order of input.
            *id = (*id).min(c.id.as_str());
        }
        Self { by_root }
    }

    /// Id of the component whose folder is the longest that holds `path`.
    pub(crate) fn holder(&self, path: &str) -> Option<&'c str> {
        let mut folder = path;
        loop {
            if let Some(id) = self.by_root.get(folder) {
                return Some(id);
            }
            if folder.is_empty() {
                return None;
            }
            folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
    }
}

/// Component id → ids of the other components whose modules it depends on, through any number of modules, sorted.
/// A module belongs to the component with the longest folder that holds it; dependencies for tests and builds do not
/// count. Components that use none are left out.
pub fn module_uses(components: &[Component], modules: &[Module]) -> BTreeMap<String, Vec<String>> {
    let folders = Folders::new(components);
    let known = Modules::new(modules);
    let holders: Vec<Option<&str>> = modules.iter().map(|m| folders.holder(&m.root)).collect();
    let targets: Vec<Vec<usize>> = modules
        .iter()
        .map(|m| {
            m.dependencies
                .iter()
                .filter(|d| is_shipped(d))
                .filter_map(|d| known.target(d))
                .collect()
        })
        .collect();
    let mut uses = BTreeMap::new();
    for component in components {
        let mut open: Vec<usize> = (0..modules.len())
            .filter(|&m| holders.get(m).copied().flatten() == Some(component.id.as_str()))
            .collect();
        let mut seen = vec![false; modules.len()];
        let mut found: BTreeSet<&str> = BTreeSet::new();
        while let Some(m) = open.pop() {
            match seen.get_mut(m) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            found.extend(holders.get(m).copied().flatten());
            open.extend(targets.get(m).into_iter().flatten());
        }
        found.remove(component.id.as_str());
        if !found.is_empty() {
            uses.insert(component.id.clone(), found.into_iter().map(str::to_owned).collect());
        }
    }
    uses
}
