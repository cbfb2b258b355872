//! npm, Yarn and pnpm: `package.json` and the lock files.

mod lock;

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{Diagnostic, Evidence};

use crate::data::{self, Data};
use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

/// What one file says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Package(Package),
    /// Where it lies decides the tool; package → version as installed at the top.
    Lock(BuildTool, BTreeMap<String, String>),
    /// Patterns of `pnpm-workspace.yaml`.
    Workspace(Vec<String>),
}

#[derive(Clone, Debug)]
pub(crate) struct Package {
    name: Option<String>,
    version: Option<String>,
    tool: Option<BuildTool>,
    workspaces: Vec<String>,
    dependencies: Vec<Dependency>,
    properties: BTreeMap<String, Property>,
    evidence: Evidence,
}

/// Packages that serve requests when they run.
const SERVERS: [&str; 14] = [
    "express",
    "koa",
    "fastify",
    "@nestjs/core",
    "@hapi/hapi",
    "hapi",
    "restify",
    "next",
    "nuxt",
    "sails",
    "@grpc/grpc-js",
    "socket.io",
    "@feathersjs/feathers",
    "apollo-server",
];

/// Whether a lower-case file name is one of these tools'.
pub(crate) fn is_manifest(name: &str) -> bool {
    matches!(
        name,
        "package.json"
            | "package-lock.json"
            | "npm-shrinkwrap.json"
            | "yarn.lock"
            | "pnpm-lock.yaml"
            | "pnpm-workspace.yaml"
    )
}

/// Whether a module asks for a server library at run time.
pub(crate) fn is_server(module: &Module) -> bool {
    module
        .dependencies
        .iter()
        .any(|d| d.scope == Scope::Runtime && SERVERS.contains(&d.name.as_str()))
}

pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    match place::file_name(&source.path) {
        "package-lock.json" | "npm-shrinkwrap.json" => {
            let data = data::json(source, problems)?;
            Some(Manifest::Lock(BuildTool::Npm, lock::npm(&data)))
        }
        "yarn.lock" => Some(Manifest::Lock(BuildTool::Yarn, lock::yarn(source.text))),
        "pnpm-lock.yaml" => Some(Manifest::Lock(BuildTool::Pnpm, lock::pnpm(source.text))),
        "pnpm-workspace.yaml" => {
            Some(Manifest::Workspace(lock::list_items(source.text, "packages:")))
        }
        _ => package(source, problems).map(Manifest::Package),
    }
}

fn package(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Package> {
    let data = data::json(source, problems)?;
    let mut properties = BTreeMap::new();
    for key in ["main", "type", "private", "packageManager"] {
        data.copy(source, &[key], key, &mut properties);
    }
    data.copy(source, &["engines", "node"], "engines.node", &mut properties);
    data.copy(source, &["volta", "node"], "engines.node", &mut properties);
    if let Some(bin) = data.get("bin") {
        let first = bin.text().or_else(|| bin.table().first().and_then(|(_, v)| v.text()));
        if let Some(path) = first {
            properties.insert("bin".to_owned(), source.property(path, bin.at));
        }
    }
    for (name, script) in data.get("scripts").map(Data::table).unwrap_or_default() {
        if let Some(text) = script.text() {
            properties.insert(format!("script.{name}"), source.property(text, script.at));
        }
    }
    let mut dependencies = Vec::new();
    for (key, scope) in [
        ("dependencies", Scope::Runtime),
        ("optionalDependencies", Scope::Runtime),
        ("peerDependencies", Scope::Provided),
        ("devDependencies", Scope::Dev),
    ] {
        for (name, asked) in data.get(key).map(Data::table).unwrap_or_default() {
            let requirement = asked.text().unwrap_or_default();
            dependencies.push(Dependency {
                ecosystem: Ecosystem::Npm,
                name: name.clone(),
                version: exact(requirement),
                requirement: requirement.to_owned(),
                scope,
                direct: true,
                via: Vec::new(),
                evidence: source.at(asked.at),
            });
        }
    }
    let workspaces = data.get("workspaces").map(|w| {
        if w.list().is_empty() {
            w.get("packages").map(Data::list).unwrap_or_default()
        } else {
            w.list()
        }
    });
    Some(Package {
        name: data.member("name").map(str::to_owned),
        version: data.member("version").map(str::to_owned),
        tool: data.member("packageManager").and_then(|m| match m.split('@').next() {
            Some("yarn") => Some(BuildTool::Yarn),
            Some("pnpm") => Some(BuildTool::Pnpm),
            Some("npm") => Some(BuildTool::Npm),
            _ => None,
        }),
        workspaces: workspaces
            .unwrap_or_default()
            .iter()
            .filter_map(Data::text)
            .map(str::to_owned)
            .collect(),
        dependencies,
        properties,
        evidence: data.get("name").map_or_else(|| source.file(), |n| source.at(n.at)),
    })
}

/// A requirement that names one version.
fn exact(requirement: &str) -> Option<String> {
    let version = requirement.trim().trim_start_matches(['=', 'v']);
    let plain =
        version.starts_with(|c: char| c.is_ascii_digit()) && version.matches('.').count() == 2;
    (plain && !version.contains([' ', '|', '*', 'x', '<', '>'])).then(|| version.to_owned())
}

pub(crate) fn link(files: &Files<Manifest>) -> Vec<Module> {
    let mut locks: BTreeMap<&str, (BuildTool, &BTreeMap<String, String>)> = BTreeMap::new();
    let mut patterns: Vec<(&str, &[String])> = Vec::new();
    let mut packages: Vec<(&str, &Package)> = Vec::new();
    for (path, manifest) in files {
        let folder = place::folder(path);
        match manifest.as_ref() {
            Manifest::Lock(tool, versions) => {
                locks.insert(folder, (*tool, versions));
            }
            Manifest::Workspace(found) => patterns.push((folder, found)),
            Manifest::Package(package) => {
                if !package.workspaces.is_empty() {
                    patterns.push((folder, &package.workspaces));
                }
                packages.push((folder, package));
            }
        }
    }
    packages
        .iter()
        .map(|&(root, package)| {
            // A workspace keeps one lock file at its root.
            let lock = place::upwards(root).find_map(|f| locks.get(f));
            let members = |at: &str, patterns: &[String]| -> Vec<Arc<str>> {
                let below = |folder: &str| {
                    folder.strip_prefix(at).map(|f| f.trim_start_matches('/').to_owned())
                };
                packages
                    .iter()
                    .filter(|(folder, _)| *folder != at)
                    .filter(|(folder, _)| {
                        below(folder)
                            .is_some_and(|b| patterns.iter().any(|p| place::matches(p, &b)))
                    })
                    .map(|(folder, _)| place::shared(folder))
                    .collect()
            };
            let submodules: Vec<Arc<str>> = patterns
                .iter()
                .filter(|(f, _)| *f == root)
                .flat_map(|(f, p)| members(f, p))
                .collect();
            let mut dependencies = package.dependencies.clone();
            for dependency in &mut dependencies {
                let found = lock.and_then(|(_, versions)| versions.get(&dependency.name)).cloned();
                dependency.version = found.or(dependency.version.take());
            }
            let mut module = Module {
                ecosystem: Ecosystem::Npm,
                build_tool: package.tool.or(lock.map(|(tool, _)| *tool)).unwrap_or(BuildTool::Npm),
                name: package.name.clone().unwrap_or_else(|| place::name_of(root)),
                version: package.version.clone(),
                root: place::shared(root),
                packaging: Packaging::Library,
                dependencies,
                properties: package.properties.clone(),
                submodules,
                evidence: package.evidence.clone(),
            };
            module.packaging = packaging(&module);
            module
        })
        .collect()
}

/// A package that starts something is an application; one that only holds others is an aggregator.
fn packaging(module: &Module) -> Packaging {
    let starts = ["script.start", "script.serve", "script.start:prod"]
        .iter()
        .any(|k| module.properties.contains_key(*k));
    let has_runtime = module.dependencies.iter().any(|d| d.scope == Scope::Runtime);
    if !module.submodules.is_empty() && !has_runtime {
        Packaging::Aggregator
    } else if is_server(module) || (starts && has_runtime) {
        Packaging::Application
    } else if starts || module.properties.contains_key("script.build") {
        // A front end: built here, served as files.
        Packaging::Application
    } else {
        Packaging::Library
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(files: &[(&str, &str)]) -> Vec<Module> {
        let mut problems = Vec::new();
        let files = files
            .iter()
            .map(|(path, text)| {
                let path: Arc<str> = Arc::from(*path);
                let manifest = read(&Source::new(&path, text), &mut problems).unwrap();
                (path, Box::new(manifest))
            })
            .collect();
        assert!(problems.is_empty(), "{problems:?}");
        link(&files)
    }

    #[test]
    fn versions_and_places() {
        let text = "{\n  \"name\": \"api\",\n  \"scripts\": { \"start\": \"node server.js\" },\n  \"dependencies\": {\n    \"express\": \"^4.17.0\"\n  }\n}";
        let lock = "{\"lockfileVersion\": 3, \"packages\": {\"\": {}, \"node_modules/express\": {\"version\": \"4.18.2\"}, \"node_modules/a/node_modules/express\": {\"version\": \"3.0.0\"}}}";
        let module = modules(&[("package-lock.json", lock), ("package.json", text)]).remove(0);
        let express = module.dependency("express").unwrap();
        assert_eq!((express.version.as_deref(), express.evidence.at.line), (Some("4.18.2"), 5));
        assert_eq!(module.packaging, Packaging::Application);
        assert_eq!(module.property("script.start"), Some("node server.js"));
    }

    #[test]
    fn workspaces_share_a_lock() {
        let found = modules(&[
            ("package.json", "{\"name\":\"root\",\"private\":true}"),
            (
                "pnpm-lock.yaml",
                "lockfileVersion: '6.0'\nimporters:\n  .:\n    dependencies: {}\n  packages/a:\n    dependencies:\n      koa:\n        specifier: ^2\n        version: 2.15.0(x@1)\npackages:\n  /koa@2.15.0:\n    resolution: {}\n",
            ),
            ("pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n"),
            ("packages/a/package.json", "{\"name\":\"a\",\"dependencies\":{\"koa\":\"^2\"}}"),
        ]);
        let root = found.iter().find(|m| m.root.is_empty()).unwrap();
        assert_eq!((root.packaging, root.submodules.len()), (Packaging::Aggregator, 1));
        let a = found.iter().find(|m| m.name == "a").unwrap();
        assert_eq!(
            (a.build_tool, a.dependencies[0].version.as_deref()),
            (BuildTool::Pnpm, Some("2.15.0"))
        );
    }

    #[test]
    fn yarn_locks() {
        let versions = lock::yarn(
            "# yarn lockfile v1\n\n\"@a/b@^1.0.0\", \"@a/b@^1.1.0\":\n  version \"1.2.0\"\n\nkoa@^2:\n  version \"2.1.0\"\n",
        );
        assert_eq!(versions.get("@a/b").map(String::as_str), Some("1.2.0"));
        assert_eq!(versions.get("koa").map(String::as_str), Some("2.1.0"));
        let berry = lock::yarn("\"koa@npm:^2\":\n  version: 2.3.0\n");
        assert_eq!(berry.get("koa").map(String::as_str), Some("2.3.0"));
    }
}
