//! From the manifests of an application to its modules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};

use crate::manifest::{Content, ManifestFile};
use crate::{
    BuildTool, Dependency, Ecosystem, GradleSources, MavenSources, Module, Packaging, Property,
    Scope, ant, bundler, cargo, composer, cpan, go, gradle, maven, native, npm, nuget, python,
};

/// Manifests of one kind with their paths, sorted by path.
pub(crate) type Files<T> = Vec<(Arc<str>, Box<T>)>;

/// Puts the manifests of an application together: versions from parents, catalogs and lock files, modules of
/// multi-module builds. The result is sorted by root, then by name. A module whose versions are not all known gets one
/// note among `problems`.
pub fn link(files: Vec<ManifestFile>, problems: &mut Vec<Diagnostic>) -> Vec<Module> {
    link_with(files, None, None, problems)
}

/// Does what [`link`] does; with the poms of local repositories, modules of Maven and Gradle also list what their
/// libraries bring. A module whose list cannot be completed gets one note about it.
pub fn link_with(
    mut files: Vec<ManifestFile>,
    maven_sources: Option<MavenSources<'_>>,
    gradle_sources: Option<GradleSources<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Module> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut poms = Files::new();
    let mut maven_builds = Files::new();
    let mut gradles = Files::new();
    let mut ants = Files::new();
    let mut npms = Files::new();
    let mut pythons = Files::new();
    let mut nugets = Files::new();
    let mut composers = Files::new();
    let mut bundlers = Files::new();
    let mut cargos = Files::new();
    let mut gos = Files::new();
    let mut cpans = Files::new();
    let mut natives = Files::new();
    for ManifestFile { path, content } in files {
        match content {
            Content::Maven(it) => poms.push((path, it)),
            Content::MavenBuild(it) => maven_builds.push((path, it)),
            Content::Gradle(it) => gradles.push((path, it)),
            Content::Ant(it) => ants.push((path, it)),
            Content::Npm(it) => npms.push((path, it)),
            Content::Python(it) => pythons.push((path, it)),
            Content::Nuget(it) => nugets.push((path, it)),
            Content::Composer(it) => composers.push((path, it)),
            Content::Bundler(it) => bundlers.push((path, it)),
            Content::Cargo(it) => cargos.push((path, it)),
            Content::Go(it) => gos.push((path, it)),
            Content::Cpan(it) => cpans.push((path, it)),
            Content::Native(it) => natives.push((path, it)),
        }
    }
    let mut modules = maven::link(&poms, &maven_builds, maven_sources, problems);
    modules.extend(gradle::link(&gradles, gradle_sources, problems));
    modules.extend(ant::link(ants));
    modules = one_java_module_per_folder(modules);
    modules.extend(npm::link(&npms));
    modules.extend(python::link(&pythons));
    modules.extend(nuget::link(&nugets));
    modules.extend(composer::link(composers));
    modules.extend(bundler::link(&bundlers));
    modules.extend(cargo::link(cargos));
    modules.extend(go::link(gos));
    modules.extend(cpan::link(&cpans));
    modules.extend(native::link(&natives));
    asset_builds_are_libraries(&mut modules);
    let own: BTreeSet<String> = modules.iter().map(|m| m.name.clone()).collect();
    for module in &mut modules {
        module.dependencies = merge(std::mem::take(&mut module.dependencies));
        module.submodules.sort();
        module.submodules.dedup();
        problems.extend(unresolved(module, &own));
    }
    modules.sort_by(|a, b| {
        (&a.root, &a.name, a.build_tool, &a.evidence).cmp(&(
            &b.root,
            &b.name,
            b.build_tool,
            &b.evidence,
        ))
    });
    modules
}

/// A folder with several Java build files is one module: Maven says most, then Gradle, then Ant. The others are named
/// by `also.built.by`.
fn one_java_module_per_folder(modules: Vec<Module>) -> Vec<Module> {
    let mut by_root: BTreeMap<Arc<str>, Module> = BTreeMap::new();
    for module in modules {
        match by_root.entry(Arc::clone(&module.root)) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(module);
            }
            std::collections::btree_map::Entry::Occupied(mut first) => {
                let tool = match module.build_tool {
                    BuildTool::Gradle => "gradle",
                    BuildTool::Ant => "ant",
                    _ => "maven",
                };
                let property = Property { value: tool.to_owned(), evidence: module.evidence };
                first.get_mut().properties.entry("also.built.by".to_owned()).or_insert(property);
            }
        }
    }
    by_root.into_values().collect()
}

/// A package.json that only builds assets beside an application of another language is no application of its own.
fn asset_builds_are_libraries(modules: &mut [Module]) {
    let others: BTreeSet<Arc<str>> = modules
        .iter()
        .filter(|m| m.ecosystem != Ecosystem::Npm)
        .map(|m| Arc::clone(&m.root))
        .collect();
    for module in
        modules.iter_mut().filter(|m| m.ecosystem == Ecosystem::Npm && others.contains(&m.root))
    {
        if module.packaging == Packaging::Application && !npm::is_server(module) {
            module.packaging = Packaging::Library;
        }
    }
}

/// Sorted, once per name and scope; a library that the module names itself is not listed again from the lock file, nor
/// where others bring it for no stronger part than the module names it for.
fn merge(dependencies: Vec<Dependency>) -> Vec<Dependency> {
    let mut direct: BTreeMap<String, Scope> = BTreeMap::new();
    for dependency in dependencies.iter().filter(|d| d.direct) {
        let scope = direct.entry(dependency.name.clone()).or_insert(dependency.scope);
        *scope = dependency.scope.min(*scope);
    }
    let mut merged: BTreeMap<(String, Scope), Dependency> = BTreeMap::new();
    for dependency in dependencies {
        let named = direct.get(&dependency.name);
        if !dependency.direct
            && named.is_some_and(|s| dependency.via.is_empty() || *s <= dependency.scope)
        {
            continue;
        }
        match merged.entry((dependency.name.clone(), dependency.scope)) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(dependency);
            }
            std::collections::btree_map::Entry::Occupied(mut first) => {
                let first = first.get_mut();
                first.version = first.version.take().or(dependency.version);
                if first.requirement.is_empty() {
                    first.requirement = dependency.requirement;
                }
            }
        }
    }
    let mut all: Vec<Dependency> = merged.into_values().collect();
    all.sort();
    all
}

/// The note about missing versions; modules of the application itself, `own`, need none.
fn unresolved(module: &Module, own: &BTreeSet<String>) -> Option<Diagnostic> {
    let missing: Vec<&Dependency> = module
        .dependencies
        .iter()
        .filter(|d| d.version.is_none() && !own.contains(&d.name))
        // The system that a program is built on has the versions, never the code base.
        .filter(|d| d.ecosystem != Ecosystem::Native)
        .collect();
    let first = missing.first()?;
    let message = format!(
        "{} of {} dependencies have no version that the code base states, for example {}{}{}",
        missing.len(),
        module.dependencies.len(),
        first.name,
        if first.requirement.is_empty() { "" } else { " " },
        first.requirement,
    );
    Some(Diagnostic::note(Code::UnresolvedVersion, &module.evidence.path, message).help(
        "they come from a parent, bill of materials or registry outside of it; a lock file beside the manifest tells them",
    ))
}

#[cfg(test)]
mod tests {
    use seaworthy_base::Evidence;

    use super::*;

    fn dependency(name: &str, version: Option<&str>, direct: bool) -> Dependency {
        Dependency {
            ecosystem: Ecosystem::Npm,
            name: name.to_owned(),
            version: version.map(str::to_owned),
            requirement: String::new(),
            scope: Scope::Runtime,
            direct,
            via: Vec::new(),
            evidence: Evidence::default_of(""),
        }
    }

    #[test]
    fn names_appear_once() {
        let merged = merge(vec![
            dependency("b", None, true),
            dependency("b", Some("2"), true),
            dependency("b", Some("3"), false),
            dependency("a", Some("1"), false),
        ]);
        let seen: Vec<_> = merged.iter().map(|d| (d.name.as_str(), d.version.as_deref())).collect();
        assert_eq!(seen, [("a", Some("1")), ("b", Some("2"))]);
    }
}
