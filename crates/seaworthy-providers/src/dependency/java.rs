//! Maven and Gradle builds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_deps::{BuildTool, MavenDependency, MavenProject, Module, Scope};

use crate::dependency::location::pom_line;
use crate::dependency::starters::brought_by;
use crate::dependency::{BuildFile, Library, Manifests, folder_of, name_of};

/// One build for every root; Gradle comes before Maven in a folder that has both.
pub(super) fn builds(manifests: &Manifests) -> Vec<BuildFile> {
    let roots = manifests.roots(&["build.gradle", "build.gradle.kts", "pom.xml"]);
    if roots.is_empty() {
        return Vec::new();
    }
    let projects = seaworthy_deps::maven_projects(&manifests.files);
    let projects: BTreeMap<&str, &MavenProject> =
        projects.iter().map(|p| (p.path.as_ref(), p)).collect();
    let scripts = gradle_modules(manifests);
    roots
        .into_iter()
        .filter_map(|root| {
            let (file, text) = manifests.text(root)?;
            let libraries = if name_of(root) == "pom.xml" {
                maven(&projects, root, text)
            } else {
                gradle(&scripts, folder_of(root))
            };
            Some(BuildFile { file, provider: "java", libraries })
        })
        .collect()
}

/// Libraries of a project and its modules, depth first as Maven builds them; `text` is that of the root.
fn maven(projects: &BTreeMap<&str, &MavenProject>, root: &Arc<str>, text: &str) -> Vec<Library> {
    let mut libraries = Vec::new();
    let mut pending = vec![Arc::clone(root)];
    let mut seen = BTreeSet::new();
    while let Some(path) = pending.pop() {
        let Some(project) = projects.get(path.as_ref()).filter(|_| seen.insert(Arc::clone(&path)))
        else {
            continue;
        };
        let mut named: BTreeSet<(&str, &str)> =
            project.dependencies.iter().map(|d| (d.group.as_str(), d.artifact.as_str())).collect();
        let brought: Vec<Vec<Library>> = project.dependencies.iter().map(brought).collect();
        for (dependency, brought) in project.dependencies.iter().zip(&brought).rev() {
            libraries.push(Library {
                name: format!("{}.{}", dependency.group, dependency.artifact),
                line: pom_line(text, &dependency.group, &dependency.artifact),
                group: dependency.group.clone(),
                artifact: dependency.artifact.clone(),
                version: dependency.version.clone().unwrap_or_default(),
                classifier: dependency.classifier.clone(),
                scope: dependency.scope.clone(),
                indirect: false,
            });
            let new = brought.iter().filter(|b| named.insert((&b.group, &b.artifact)));
            libraries.extend(new.cloned());
        }
        pending.extend(project.modules.iter().rev().cloned());
    }
    libraries
}

/// What a starter brings. Konveyor finds no place for it.
fn brought(dependency: &MavenDependency) -> Vec<Library> {
    let fits = |pattern: &str, name: &str| pattern == "*" || pattern == name;
    let is_excluded = |group: &str, artifact: &str| {
        dependency.exclusions.iter().any(|(g, a)| fits(g, group) && fits(a, artifact))
    };
    let version = dependency.version.clone().unwrap_or_default();
    brought_by(&dependency.group, &dependency.artifact, is_excluded)
        .into_iter()
        .map(|b| Library {
            name: format!("{}.{}", b.group, b.artifact),
            group: b.group,
            artifact: b.artifact,
            version: if b.same_version { version.clone() } else { String::new() },
            scope: dependency.scope.clone(),
            indirect: true,
            ..Library::default()
        })
        .collect()
}

fn gradle_modules(manifests: &Manifests) -> Vec<Module> {
    let scripts: Vec<_> =
        manifests.files.iter().filter(|f| name_of(f.path()) != "pom.xml").cloned().collect();
    let mut problems = Vec::new();
    seaworthy_deps::link(scripts, &mut problems)
        .into_iter()
        .filter(|m| m.build_tool == BuildTool::Gradle)
        .collect()
}

/// Libraries of the scripts in a folder and below. Konveyor has neither scope nor place for them.
fn gradle(modules: &[Module], folder: &str) -> Vec<Library> {
    modules
        .iter()
        .filter(|m| {
            let rest = m.root.strip_prefix(folder);
            rest.is_some_and(|r| folder.is_empty() || r.is_empty() || r.starts_with('/'))
        })
        .flat_map(|m| &m.dependencies)
        // `gradle dependencies` lists the configurations of the program and its tests; tools have none of their own there.
        .filter(|d| d.scope != Scope::Dev)
        .filter_map(|d| {
            let (group, artifact) = d.name.split_once(':')?;
            Some(Library {
                name: format!("{group}.{artifact}"),
                version: d.version.clone().unwrap_or_default(),
                ..Library::default()
            })
        })
        .collect()
}
