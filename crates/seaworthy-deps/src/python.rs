//! Python: requirements files, `pyproject.toml`, `setup.py`, `setup.cfg`, `Pipfile`, `poetry.lock`, version files.

mod requirement;

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_base::{Diagnostic, Evidence};

use crate::data::{self, Data};
use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

/// What one file says. Files of one folder make one module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manifest {
    tool: Option<BuildTool>,
    name: Option<String>,
    version: Option<String>,
    dependencies: Vec<Dependency>,
    /// Requirements files that this one includes, as written.
    includes: Vec<String>,
    properties: BTreeMap<String, Property>,
    /// Versions that a lock file pins.
    locked: BTreeMap<String, String>,
    /// Whether the file makes its folder a module (a version file alone does not).
    defines: bool,
    evidence: Option<Evidence>,
}

/// Whether a path names one of these files.
pub(crate) fn is_manifest(path: &str, name: &str) -> bool {
    let requirements = (name.starts_with("requirements") && name.ends_with(".txt"))
        || (name.ends_with("requirements.txt"))
        || (place::file_name(place::folder(path)) == "requirements" && name.ends_with(".txt"));
    requirements
        || matches!(
            name,
            "pyproject.toml"
                | "setup.py"
                | "setup.cfg"
                | "pipfile"
                | "pipfile.lock"
                | "poetry.lock"
                | "uv.lock"
                | "runtime.txt"
                | ".python-version"
        )
}

pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let mut out = Manifest { evidence: Some(source.file()), ..Manifest::default() };
    match place::file_name(&source.path).to_ascii_lowercase().as_str() {
        "pyproject.toml" => pyproject(source, &data::toml(source, problems)?, &mut out),
        "pipfile" => pipfile(source, &data::toml(source, problems)?, &mut out),
        "poetry.lock" | "uv.lock" => {
            for package in
                data::toml(source, problems)?.get("package").map(Data::list).unwrap_or_default()
            {
                if let (Some(name), Some(version)) =
                    (package.member("name"), package.member("version"))
                {
                    out.locked.insert(requirement::normalised(name), version.to_owned());
                }
            }
        }
        "pipfile.lock" => {
            let data = data::json(source, problems)?;
            for (name, package) in data.get("default").map(Data::table).unwrap_or_default() {
                if let Some(version) = package.member("version") {
                    out.locked.insert(
                        requirement::normalised(name),
                        version.trim_start_matches('=').to_owned(),
                    );
                }
            }
        }
        "setup.cfg" => setup_cfg(source, &mut out),
        "setup.py" => setup_py(source, &mut out),
        "runtime.txt" | ".python-version" => {
            let version =
                source.text.trim().trim_start_matches("python-").lines().next().unwrap_or("");
            if version.starts_with(|c: char| c.is_ascii_digit()) {
                out.properties.insert("python.requires".to_owned(), source.property(version, 0));
            }
        }
        name => {
            out.tool = Some(BuildTool::Pip);
            out.defines = true;
            let scope = if name.contains("test") {
                Scope::Test
            } else if ["dev", "doc", "lint", "local", "ci"].iter().any(|w| name.contains(w)) {
                Scope::Dev
            } else {
                Scope::Runtime
            };
            requirements(source, scope, &mut out);
        }
    }
    Some(out)
}

fn requirements(source: &Source<'_>, scope: Scope, out: &mut Manifest) {
    for (number, line) in (1..).zip(source.text.lines()) {
        let code = line.split(" #").next().unwrap_or(line).trim();
        if let Some(file) = ["-r ", "--requirement ", "-c ", "--constraint "]
            .iter()
            .find_map(|p| code.strip_prefix(p))
        {
            if code.starts_with("-r") || code.starts_with("--r") {
                out.includes.push(file.trim().to_owned());
            }
            continue;
        }
        if let Some(asked) = requirement::parse(code) {
            out.dependencies.push(asked.dependency(scope, source.line(number)));
        }
    }
}

fn pyproject(source: &Source<'_>, data: &Data, out: &mut Manifest) {
    let project = data.get("project");
    let poetry = data.path(&["tool", "poetry"]);
    out.defines = project.is_some() || poetry.is_some();
    out.tool = Some(if poetry.is_some() { BuildTool::Poetry } else { BuildTool::Pip });
    for table in [project, poetry].into_iter().flatten() {
        out.name = out.name.take().or_else(|| table.member("name").map(str::to_owned));
        out.version = out.version.take().or_else(|| table.member("version").map(str::to_owned));
        table.copy(source, &["requires-python"], "python.requires", &mut out.properties);
        for (name, script) in table.get("scripts").map(Data::table).unwrap_or_default() {
            if let Some(target) = script.text() {
                out.properties.insert(format!("script.{name}"), source.property(target, script.at));
            }
        }
    }
    if let Some(project) = project {
        let mut add = |items: &[Data], scope| {
            for item in items {
                if let Some(asked) = item.text().and_then(requirement::parse) {
                    out.dependencies.push(asked.dependency(scope, source.at(item.at)));
                }
            }
        };
        add(project.get("dependencies").map(Data::list).unwrap_or_default(), Scope::Runtime);
        for (group, items) in
            project.get("optional-dependencies").map(Data::table).unwrap_or_default()
        {
            let scope = if group.contains("test") { Scope::Test } else { Scope::Dev };
            add(items.list(), scope);
        }
    }
    if let Some(poetry) = poetry {
        let mut add = |items: &[(String, Data)], scope| {
            for (name, asked) in items {
                let text = asked.text().or_else(|| asked.member("version")).unwrap_or_default();
                if name == "python" {
                    out.properties
                        .entry("python.requires".to_owned())
                        .or_insert_with(|| source.property(text, asked.at));
                } else {
                    out.dependencies.push(
                        requirement::named(name, text).dependency(scope, source.at(asked.at)),
                    );
                }
            }
        };
        add(poetry.get("dependencies").map(Data::table).unwrap_or_default(), Scope::Runtime);
        add(poetry.get("dev-dependencies").map(Data::table).unwrap_or_default(), Scope::Dev);
        for (_, group) in poetry.get("group").map(Data::table).unwrap_or_default() {
            add(group.get("dependencies").map(Data::table).unwrap_or_default(), Scope::Dev);
        }
    }
}

fn pipfile(source: &Source<'_>, data: &Data, out: &mut Manifest) {
    out.defines = true;
    out.tool = Some(BuildTool::Pipenv);
    data.copy(source, &["requires", "python_version"], "python.requires", &mut out.properties);
    data.copy(source, &["requires", "python_full_version"], "python.requires", &mut out.properties);
    for (key, scope) in [("packages", Scope::Runtime), ("dev-packages", Scope::Dev)] {
        for (name, asked) in data.get(key).map(Data::table).unwrap_or_default() {
            let text = asked.text().or_else(|| asked.member("version")).unwrap_or_default();
            out.dependencies.push(
                requirement::named(name, text.trim_start_matches('*'))
                    .dependency(scope, source.at(asked.at)),
            );
        }
    }
}

/// The indented lines below `install_requires =`, and `python_requires`.
fn setup_cfg(source: &Source<'_>, out: &mut Manifest) {
    let mut inside = false;
    for (number, line) in (1..).zip(source.text.lines()) {
        let code = line.trim();
        if let Some((key, value)) =
            line.split_once('=').filter(|_| !line.starts_with(char::is_whitespace))
        {
            inside = key.trim() == "install_requires";
            match key.trim() {
                "python_requires" => {
                    out.properties.insert(
                        "python.requires".to_owned(),
                        Property { value: value.trim().to_owned(), evidence: source.line(number) },
                    );
                }
                "name" => {
                    out.defines = true;
                    out.name = Some(value.trim().to_owned());
                    out.tool = Some(BuildTool::Pip);
                }
                _ => {}
            }
        } else if line.starts_with('[') {
            inside = false;
        } else if inside && let Some(asked) = requirement::parse(code) {
            out.dependencies.push(asked.dependency(Scope::Runtime, source.line(number)));
        }
    }
}

/// The strings of the list after `install_requires=`; what a `setup.py` computes is not run.
fn setup_py(source: &Source<'_>, out: &mut Manifest) {
    out.defines = source.text.contains("setup(");
    out.tool = Some(BuildTool::Pip);
    let after = |key: &str| source.text.find(key).map(|at| at + key.len());
    if let Some(start) = after("install_requires")
        && let Some(open) = source
            .text
            .get(start..)
            .and_then(|t| t.find('[').filter(|o| *o < 40))
            .map(|o| start + o)
        && let Some(list) = source.text.get(open..).and_then(|t| t.split(']').next())
    {
        let mut at = open;
        for (i, part) in list.split(['"', '\'']).enumerate() {
            if i % 2 == 1
                && let Some(asked) = requirement::parse(part)
            {
                out.dependencies.push(asked.dependency(Scope::Runtime, source.at(at as u32)));
            }
            at += part.len() + 1;
        }
    }
    for (key, property) in [("python_requires", "python.requires"), ("name", "")] {
        let Some(start) = after(&format!("{key}=")).or_else(|| after(&format!("{key} ="))) else {
            continue;
        };
        let value = source.text.get(start..).and_then(|t| {
            t.trim_start()
                .split(['"', '\''])
                .nth(1)
                .filter(|_| t.trim_start().starts_with(['"', '\'']))
        });
        match value {
            Some(value) if property.is_empty() => out.name = Some(value.to_owned()),
            Some(value) => {
                out.properties.insert(property.to_owned(), source.property(value, start as u32));
            }
            None => {}
        }
    }
}

/// One module a folder; a `requirements/` folder belongs to the folder above it.
pub(crate) fn link(files: &Files<Manifest>) -> Vec<Module> {
    let mut by_root: BTreeMap<&str, Vec<(&str, &Manifest)>> = BTreeMap::new();
    for (path, manifest) in files {
        let folder = place::folder(path);
        let root =
            if place::file_name(folder) == "requirements" { place::folder(folder) } else { folder };
        by_root.entry(root).or_default().push((path, manifest));
    }
    by_root
        .into_iter()
        .filter(|(_, found)| found.iter().any(|(_, m)| m.defines))
        .map(|(root, found)| module(root, &found))
        .collect()
}

fn module(root: &str, found: &[(&str, &Manifest)]) -> Module {
    let mut dependencies: Vec<Dependency> = Vec::new();
    let mut properties = BTreeMap::new();
    let mut locked: BTreeMap<&str, &str> = BTreeMap::new();
    let pins: BTreeSet<&str> =
        found.iter().flat_map(|(_, m)| &m.includes).map(|i| place::file_name(i)).collect();
    for (path, manifest) in found {
        for dependency in &manifest.dependencies {
            let mut dependency = dependency.clone();
            // A development file that production includes is part of production.
            if pins.contains(place::file_name(path)) && dependency.scope == Scope::Dev {
                dependency.scope = Scope::Runtime;
            }
            dependencies.push(dependency);
        }
        for (key, property) in &manifest.properties {
            properties.entry(key.clone()).or_insert_with(|| property.clone());
        }
        locked.extend(manifest.locked.iter().map(|(k, v)| (k.as_str(), v.as_str())));
    }
    for dependency in &mut dependencies {
        dependency.version = locked
            .get(dependency.name.as_str())
            .map(|v| (*v).to_owned())
            .or(dependency.version.take());
    }
    let first = found.iter().map(|(_, m)| *m).find(|m| m.defines);
    Module {
        ecosystem: Ecosystem::Pypi,
        build_tool: found
            .iter()
            .find_map(|(_, m)| m.tool.filter(|t| *t != BuildTool::Pip))
            .unwrap_or(BuildTool::Pip),
        name: found
            .iter()
            .find_map(|(_, m)| m.name.clone())
            .unwrap_or_else(|| place::name_of(root)),
        version: found.iter().find_map(|(_, m)| m.version.clone()),
        root: place::shared(root),
        packaging: Packaging::Application,
        dependencies,
        properties,
        submodules: Vec::new(),
        evidence: first
            .and_then(|m| m.evidence.clone())
            .unwrap_or_else(|| Evidence::default_of("Python module")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

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
    fn requirements_and_runtime() {
        let found = modules(&[
            (
                "app/requirements.txt",
                "# base\nDjango==2.2.28  # old\n-r extra.txt\nPsycopg2_binary>=2.8 ; python_version > '3'\n--hash=sha256:1\n",
            ),
            ("app/requirements-dev.txt", "pytest\n"),
            ("app/runtime.txt", "python-3.8.10\n"),
        ]);
        let module = &found[0];
        let seen: Vec<_> = module
            .dependencies
            .iter()
            .map(|d| (d.name.as_str(), d.version.as_deref(), d.scope, d.evidence.at.line))
            .collect();
        assert!(seen.contains(&("django", Some("2.2.28"), Scope::Runtime, 2)), "{seen:?}");
        assert!(seen.contains(&("psycopg2-binary", None, Scope::Runtime, 4)));
        assert!(seen.contains(&("pytest", None, Scope::Dev, 1)));
        assert_eq!(module.property("python.requires"), Some("3.8.10"));
    }

    #[test]
    fn poetry_and_pep_621() {
        let found = modules(&[
            (
                "a/pyproject.toml",
                "[tool.poetry]\nname = \"shop\"\n[tool.poetry.dependencies]\npython = \"^3.9\"\nflask = {version = \"^2.0\"}\n",
            ),
            ("a/poetry.lock", "[[package]]\nname = \"flask\"\nversion = \"2.3.2\"\n"),
            (
                "b/pyproject.toml",
                "[project]\nname = \"svc\"\nrequires-python = \">=3.10\"\ndependencies = [\n  \"fastapi==0.100.0\",\n]\n",
            ),
        ]);
        assert_eq!(
            (found[0].build_tool, found[0].dependency("flask").unwrap().version.as_deref()),
            (BuildTool::Poetry, Some("2.3.2"))
        );
        assert_eq!(found[0].property("python.requires"), Some("^3.9"));
        let fastapi = found[1].dependency("fastapi").unwrap();
        assert_eq!((fastapi.version.as_deref(), fastapi.evidence.at.line), (Some("0.100.0"), 5));
    }

    #[test]
    fn setup_files() {
        let found = modules(&[
            (
                "a/setup.py",
                "from setuptools import setup\nsetup(name='x', python_requires='>=3.6',\n  install_requires=[\n    'requests>=2',\n    \"six==1.16.0\",\n  ])\n",
            ),
            (
                "b/setup.cfg",
                "[metadata]\nname = y\n[options]\ninstall_requires =\n  attrs\n  click==8.1.0\n",
            ),
        ]);
        let seen = |m: &Module| {
            m.dependencies.iter().map(|d| (d.name.clone(), d.evidence.at.line)).collect::<Vec<_>>()
        };
        assert_eq!(seen(&found[0]), [("requests".to_owned(), 4), ("six".to_owned(), 5)]);
        assert_eq!(found[0].property("python.requires"), Some(">=3.6"));
        assert_eq!(seen(&found[1]), [("attrs".to_owned(), 5), ("click".to_owned(), 6)]);
    }
}
