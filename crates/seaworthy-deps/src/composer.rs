//! Composer: `composer.json` and `composer.lock`.

use std::collections::BTreeMap;

use seaworthy_base::{Diagnostic, Evidence};

use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, data, place};

/// What one file says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Project(Project),
    /// Package → version.
    Lock(BTreeMap<String, String>),
}

#[derive(Clone, Debug)]
pub(crate) struct Project {
    name: Option<String>,
    version: Option<String>,
    library: bool,
    dependencies: Vec<Dependency>,
    properties: BTreeMap<String, Property>,
    evidence: Evidence,
}

pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let data = data::json(source, problems)?;
    if place::file_name(&source.path) == "composer.lock" {
        let packages = ["packages", "packages-dev"]
            .iter()
            .filter_map(|k| data.get(k))
            .flat_map(data::Data::list);
        let versions = packages.filter_map(|p| {
            Some((
                p.member("name")?.to_ascii_lowercase(),
                p.member("version")?.trim_start_matches('v').to_owned(),
            ))
        });
        return Some(Manifest::Lock(versions.collect()));
    }
    let mut properties = BTreeMap::new();
    let mut dependencies = Vec::new();
    for (key, scope) in [("require", Scope::Runtime), ("require-dev", Scope::Dev)] {
        for (name, asked) in data.get(key).map(data::Data::table).unwrap_or_default() {
            let requirement = asked.text().unwrap_or_default();
            // The language and its extensions are asked for like packages and are none.
            if name == "php" {
                properties
                    .entry("php.version".to_owned())
                    .or_insert_with(|| source.property(requirement, asked.at));
            } else if let Some(extension) = name.strip_prefix("ext-") {
                properties
                    .entry(format!("ext.{extension}"))
                    .or_insert_with(|| source.property(requirement, asked.at));
            } else if name.contains('/') {
                dependencies.push(Dependency {
                    ecosystem: Ecosystem::Composer,
                    name: name.to_ascii_lowercase(),
                    version: exact(requirement),
                    requirement: requirement.to_owned(),
                    scope,
                    direct: true,
                    via: Vec::new(),
                    evidence: source.at(asked.at),
                });
            }
        }
    }
    // A stated platform is what runs; the requirement is only a range.
    if let Some(platform) = data.path(&["config", "platform", "php"])
        && let Some(version) = platform.text()
    {
        properties.insert("php.version".to_owned(), source.property(version, platform.at));
    }
    Some(Manifest::Project(Project {
        name: data.member("name").map(str::to_owned),
        version: data.member("version").map(str::to_owned),
        library: matches!(data.member("type"), Some("library" | "composer-plugin" | "metapackage")),
        dependencies,
        properties,
        evidence: data.get("name").map_or_else(|| source.file(), |n| source.at(n.at)),
    }))
}

/// A requirement that names one version.
fn exact(requirement: &str) -> Option<String> {
    let version = requirement.trim().trim_start_matches(['=', 'v']);
    let is_exact = version.starts_with(|c: char| c.is_ascii_digit())
        && !version.contains(['*', ' ', '|', ',', '^', '~']);
    is_exact.then(|| version.to_owned())
}

pub(crate) fn link(files: Files<Manifest>) -> Vec<Module> {
    let mut locks: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut projects = Vec::new();
    for (path, manifest) in files {
        match *manifest {
            Manifest::Lock(versions) => {
                locks.insert(place::folder(&path).to_owned(), versions);
            }
            Manifest::Project(project) => projects.push((path, project)),
        }
    }
    projects
        .into_iter()
        .map(|(path, mut project)| {
            let root = place::folder(&path);
            if let Some(lock) = locks.get(root) {
                for dependency in &mut project.dependencies {
                    dependency.version =
                        lock.get(&dependency.name).cloned().or(dependency.version.take());
                }
            }
            Module {
                ecosystem: Ecosystem::Composer,
                build_tool: BuildTool::Composer,
                name: project.name.unwrap_or_else(|| place::name_of(root)),
                version: project.version,
                root: place::shared(root),
                packaging: if project.library {
                    Packaging::Library
                } else {
                    Packaging::Application
                },
                dependencies: project.dependencies,
                properties: project.properties,
                submodules: Vec::new(),
                evidence: project.evidence,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn module(files: &[(&str, &str)]) -> Module {
        let mut problems = Vec::new();
        let files = files
            .iter()
            .map(|(path, text)| {
                let path: Arc<str> = Arc::from(*path);
                let manifest = read(&Source::new(&path, text), &mut problems).unwrap();
                (path, Box::new(manifest))
            })
            .collect();
        link(files).remove(0)
    }

    #[test]
    fn versions_come_from_the_lock() {
        let module = module(&[
            (
                "composer.json",
                "{\n \"name\": \"acme/board\",\n \"require\": {\n  \"php\": \"^7.4\",\n  \"ext-gd\": \"*\",\n  \"monolog/monolog\": \"^2.0\"\n }\n}",
            ),
            (
                "composer.lock",
                "{\"packages\":[{\"name\":\"monolog/monolog\",\"version\":\"v2.9.1\"}]}",
            ),
        ]);
        assert_eq!(module.property("php.version"), Some("^7.4"));
        assert_eq!(module.property("ext.gd"), Some("*"));
        let monolog = module.dependency("monolog/monolog").unwrap();
        assert_eq!((monolog.version.as_deref(), monolog.evidence.at.line), (Some("2.9.1"), 6));
        assert_eq!(module.packaging, Packaging::Application);
    }
}
