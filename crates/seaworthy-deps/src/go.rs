//! Go: `go.mod` and `go.work`.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

/// What one file says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Module(GoMod),
    /// The folders of a workspace, as written.
    Work(Vec<String>),
}

#[derive(Clone, Debug)]
pub(crate) struct GoMod {
    name: Option<String>,
    dependencies: Vec<Dependency>,
    properties: BTreeMap<String, Property>,
    evidence: Evidence,
}

pub(crate) fn read(source: &Source<'_>) -> Manifest {
    let mut module = GoMod {
        name: None,
        dependencies: Vec::new(),
        properties: BTreeMap::new(),
        evidence: source.file(),
    };
    let mut uses = Vec::new();
    let mut block: Option<&str> = None;
    for (number, line) in (1..).zip(source.text.lines()) {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let code = code.trim();
        if code == ")" {
            block = None;
            continue;
        }
        if let Some(verb) = code.strip_suffix('(') {
            block = Some(verb.trim());
            continue;
        }
        let (verb, rest) = match block {
            Some(verb) => (verb, code),
            None => code.split_once(char::is_whitespace).unwrap_or((code, "")),
        };
        let words: Vec<&str> = rest.split_whitespace().map(|w| w.trim_matches('"')).collect();
        match (verb, words.as_slice()) {
            ("module", [name, ..]) => {
                module.name = Some((*name).to_owned());
                module.evidence = source.line(number);
                module.properties.insert(
                    "module".to_owned(),
                    Property { value: (*name).to_owned(), evidence: source.line(number) },
                );
            }
            ("go", [version, ..]) => {
                module.properties.insert(
                    "go.version".to_owned(),
                    Property { value: (*version).to_owned(), evidence: source.line(number) },
                );
            }
            ("toolchain", [version, ..]) => {
                module.properties.insert(
                    "toolchain".to_owned(),
                    Property { value: (*version).to_owned(), evidence: source.line(number) },
                );
            }
            ("require", [name, version, ..]) => module.dependencies.push(Dependency {
                ecosystem: Ecosystem::Go,
                name: (*name).to_owned(),
                version: Some(
                    version.trim_start_matches('v').trim_end_matches("+incompatible").to_owned(),
                ),
                requirement: (*version).to_owned(),
                scope: Scope::Runtime,
                direct: !comment.contains("indirect"),
                via: Vec::new(),
                evidence: source.line(number),
            }),
            ("use", [folder, ..]) => uses.push((*folder).to_owned()),
            _ => {}
        }
    }
    if place::file_name(&source.path) == "go.work" {
        return Manifest::Work(uses);
    }
    Manifest::Module(module)
}

pub(crate) fn link(files: Files<Manifest>) -> Vec<Module> {
    let mut modules = Vec::new();
    let mut workspaces: Vec<(Arc<str>, Vec<String>)> = Vec::new();
    for (path, manifest) in files {
        let root = place::folder(&path);
        match *manifest {
            Manifest::Work(uses) => workspaces.push((place::shared(root), uses)),
            Manifest::Module(module) => modules.push(Module {
                ecosystem: Ecosystem::Go,
                build_tool: BuildTool::Go,
                name: module.name.unwrap_or_else(|| place::name_of(root)),
                version: None,
                root: place::shared(root),
                // Whether it holds programs is for the code to say.
                packaging: Packaging::Library,
                dependencies: module.dependencies,
                properties: module.properties,
                submodules: Vec::new(),
                evidence: module.evidence,
            }),
        }
    }
    for (root, uses) in workspaces {
        let below: Vec<Arc<str>> =
            uses.iter().filter_map(|u| place::join(&root, u)).map(|f| place::shared(&f)).collect();
        if let Some(module) = modules.iter_mut().find(|m| m.root == root) {
            module.submodules = below;
        }
    }
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_single_lines() {
        let text = "module acme.example/shop\n\ngo 1.21\n\nrequire github.com/a/b v1.2.3\n\nrequire (\n\tgithub.com/c/d v2.0.0+incompatible // indirect\n)\n";
        let path: Arc<str> = Arc::from("svc/go.mod");
        let manifest = read(&Source::new(&path, text));
        let module = link(vec![(path, Box::new(manifest))]).remove(0);
        assert_eq!((module.name.as_str(), &*module.root), ("acme.example/shop", "svc"));
        assert_eq!(module.property("go.version"), Some("1.21"));
        let seen: Vec<_> = module
            .dependencies
            .iter()
            .map(|d| (d.name.as_str(), d.version.as_deref(), d.direct, d.evidence.at.line))
            .collect();
        assert_eq!(
            seen,
            [
                ("github.com/a/b", Some("1.2.3"), true, 5),
                ("github.com/c/d", Some("2.0.0"), false, 8)
            ]
        );
    }
}
