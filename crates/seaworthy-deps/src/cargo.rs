//! Cargo: `Cargo.toml`, `Cargo.lock` and `rust-toolchain.toml`.

use std::collections::BTreeMap;

use seaworthy_base::{Diagnostic, Evidence};

use crate::data::{self, Data};
use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

/// What one file says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Package(Package),
    /// Package → its versions, of which several may be in use.
    Lock(BTreeMap<String, Vec<String>>),
    /// The release of the compiler.
    Toolchain(Property),
}

/// A `Cargo.toml`: a package, a workspace, or both.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    name: Option<String>,
    version: Option<String>,
    /// Whether it is a package, and no workspace alone.
    is_one: bool,
    /// Programs that it names; without a name, `src/main.rs` makes one.
    programs: Vec<Property>,
    dependencies: Vec<Dependency>,
    /// What a workspace says for its members: requirement by name.
    shared: BTreeMap<String, String>,
    members: Vec<String>,
    excluded: Vec<String>,
    properties: BTreeMap<String, Property>,
    evidence: Evidence,
}

/// Whether a lower-case file name is one of Cargo's.
pub(crate) fn is_manifest(name: &str) -> bool {
    matches!(name, "cargo.toml" | "cargo.lock" | "rust-toolchain.toml" | "rust-toolchain")
}

pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    match place::file_name(&source.path).to_ascii_lowercase().as_str() {
        "cargo.lock" => {
            let data = data::toml(source, problems)?;
            let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for package in data.get("package").map(Data::list).unwrap_or_default() {
                if let (Some(name), Some(version)) =
                    (package.member("name"), package.member("version"))
                {
                    versions.entry(name.to_owned()).or_default().push(version.to_owned());
                }
            }
            Some(Manifest::Lock(versions))
        }
        "rust-toolchain.toml" => {
            let data = data::toml(source, problems)?;
            let channel = data.path(&["toolchain", "channel"])?;
            Some(Manifest::Toolchain(source.property(channel.text()?, channel.at)))
        }
        "rust-toolchain" => {
            let channel = source.text.trim();
            let plain = !channel.is_empty() && !channel.contains(['\n', '[']);
            plain.then(|| Manifest::Toolchain(source.property(channel, 0)))
        }
        _ => Some(Manifest::Package(package(source, &data::toml(source, problems)?))),
    }
}

fn package(source: &Source<'_>, data: &Data) -> Package {
    let mut out = Package {
        name: None,
        version: None,
        is_one: false,
        programs: Vec::new(),
        dependencies: Vec::new(),
        shared: BTreeMap::new(),
        members: Vec::new(),
        excluded: Vec::new(),
        properties: BTreeMap::new(),
        evidence: source.file(),
    };
    if let Some(package) = data.get("package") {
        out.is_one = true;
        out.name = package.member("name").map(str::to_owned);
        out.version = package.member("version").map(str::to_owned);
        if let Some(name) = package.get("name") {
            out.evidence = source.at(name.at);
        }
        data.copy(source, &["package", "rust-version"], "rust.version", &mut out.properties);
        data.copy(source, &["package", "edition"], "rust.edition", &mut out.properties);
        data.copy(source, &["package", "default-run"], "default.run", &mut out.properties);
    }
    for program in data.get("bin").map(Data::list).unwrap_or_default() {
        if let Some(name) = program.get("name")
            && let Some(text) = name.text()
        {
            out.programs.push(source.property(text, name.at));
        }
    }
    let mut tables = vec![
        (data.get("dependencies"), Scope::Runtime),
        (data.get("dev-dependencies"), Scope::Test),
        (data.get("build-dependencies"), Scope::Dev),
    ];
    for (_, target) in data.get("target").map(Data::table).unwrap_or_default() {
        tables.push((target.get("dependencies"), Scope::Runtime));
    }
    for (table, scope) in tables {
        for (key, asked) in table.map(Data::table).unwrap_or_default() {
            out.dependencies.push(Dependency {
                ecosystem: Ecosystem::Cargo,
                name: asked.member("package").unwrap_or(key).to_owned(),
                version: None,
                requirement: requirement(asked),
                scope,
                direct: true,
                via: Vec::new(),
                evidence: source.at(asked.at),
            });
        }
    }
    if let Some(workspace) = data.get("workspace") {
        let texts = |key: &str| -> Vec<String> {
            let list = workspace.get(key).map(Data::list).unwrap_or_default();
            list.iter().filter_map(|d| d.text().map(str::to_owned)).collect()
        };
        out.members = texts("members");
        out.excluded = texts("exclude");
        for (name, asked) in workspace.get("dependencies").map(Data::table).unwrap_or_default() {
            out.shared.insert(name.clone(), requirement(asked));
        }
        let shared = ["workspace", "package", "rust-version"];
        data.copy(source, &shared, "rust.version", &mut out.properties);
    }
    out
}

fn requirement(asked: &Data) -> String {
    asked.text().or_else(|| asked.member("version")).unwrap_or_default().to_owned()
}

pub(crate) fn link(files: Files<Manifest>) -> Vec<Module> {
    let mut locks: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    let mut toolchains: BTreeMap<String, Property> = BTreeMap::new();
    let mut packages = Vec::new();
    for (path, manifest) in files {
        let root = place::folder(&path).to_owned();
        match *manifest {
            Manifest::Lock(versions) => {
                locks.insert(root, versions);
            }
            Manifest::Toolchain(release) => {
                toolchains.insert(root, release);
            }
            Manifest::Package(package) => packages.push((root, package)),
        }
    }
    let workspaces: BTreeMap<String, (BTreeMap<String, String>, Option<Property>)> = packages
        .iter()
        .filter(|(_, p)| !p.members.is_empty() || !p.shared.is_empty())
        .map(|(root, p)| {
            (root.clone(), (p.shared.clone(), p.properties.get("rust.version").cloned()))
        })
        .collect();
    let roots: Vec<String> = packages.iter().map(|(root, _)| root.clone()).collect();
    packages
        .into_iter()
        .map(|(root, mut package)| {
            let workspace = place::upwards(&root).find_map(|folder| workspaces.get(folder));
            if let Some((shared, release)) = workspace {
                for dependency in &mut package.dependencies {
                    if dependency.requirement.is_empty()
                        && let Some(asked) = shared.get(&dependency.name)
                    {
                        dependency.requirement.clone_from(asked);
                    }
                }
                if let Some(release) = release {
                    package.properties.entry("rust.version".to_owned()).or_insert(release.clone());
                }
            }
            let lock = place::upwards(&root).find_map(|folder| locks.get(folder));
            for dependency in &mut package.dependencies {
                let known = lock.and_then(|l| l.get(&dependency.name));
                dependency.version = match known.map(Vec::as_slice) {
                    Some([one]) => Some(one.clone()),
                    Some(several) => same_line(several, &dependency.requirement),
                    None => exact(&dependency.requirement),
                };
            }
            // What builds it goes before the oldest release that could.
            if let Some(release) = place::upwards(&root).find_map(|folder| toolchains.get(folder))
                && release.value.starts_with(|c: char| c.is_ascii_digit())
            {
                package.properties.insert("rust.version".to_owned(), release.clone());
            }
            let program = package
                .properties
                .get("default.run")
                .or(package.programs.first().filter(|_| package.programs.len() == 1))
                .cloned();
            if let Some(program) = program {
                package.properties.insert("program".to_owned(), program);
            }
            let submodules = members(&root, &package, &roots);
            Module {
                ecosystem: Ecosystem::Cargo,
                build_tool: BuildTool::Cargo,
                name: package.name.unwrap_or_else(|| place::name_of(&root)),
                version: package.version,
                root: place::shared(&root),
                // Whether `src/main.rs` makes a program is for the code to say.
                packaging: match (package.is_one, package.programs.is_empty()) {
                    (false, _) => Packaging::Aggregator,
                    (true, false) => Packaging::Executable,
                    (true, true) => Packaging::Library,
                },
                dependencies: package.dependencies,
                properties: package.properties,
                submodules,
                evidence: package.evidence,
            }
        })
        .collect()
}

/// The version in use that a requirement asks for, of several: `1.4.2` for `1.4`.
fn same_line(versions: &[String], requirement: &str) -> Option<String> {
    let asked = requirement.trim_start_matches(['^', '~', '=', ' ']);
    let mut fitting = versions.iter().filter(|v| {
        v.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    let first = fitting.next().filter(|_| !asked.is_empty());
    first.filter(|_| fitting.next().is_none()).cloned()
}

/// A requirement that names one version.
fn exact(requirement: &str) -> Option<String> {
    let version = requirement.strip_prefix('=')?.trim();
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| version.to_owned())
}

/// The folders of a workspace's members.
fn members(root: &str, package: &Package, roots: &[String]) -> Vec<std::sync::Arc<str>> {
    let inside = |list: &[String], folder: &str| {
        list.iter().any(|pattern| {
            place::join(root, pattern).is_some_and(|pattern| place::matches(&pattern, folder))
        })
    };
    roots
        .iter()
        .filter(|folder| folder.as_str() != root)
        .filter(|folder| inside(&package.members, folder) && !inside(&package.excluded, folder))
        .map(|folder| place::shared(folder))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn modules(files: &[(&str, &str)]) -> Vec<Module> {
        let mut problems = Vec::new();
        let files = files.iter().filter_map(|(path, text)| {
            let path: Arc<str> = Arc::from(*path);
            let manifest = read(&Source::new(&path, text), &mut problems)?;
            Some((path, Box::new(manifest)))
        });
        link(files.collect())
    }

    #[test]
    fn workspaces_and_locks() {
        let modules = modules(&[
            (
                "Cargo.lock",
                "[[package]]\nname = \"axum\"\nversion = \"0.8.1\"\n\n[[package]]\nname = \"rand\"\nversion = \"0.8.5\"\n\n[[package]]\nname = \"rand\"\nversion = \"0.9.0\"\n",
            ),
            (
                "Cargo.toml",
                "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/old\"]\n\n[workspace.package]\nrust-version = \"1.80\"\n\n[workspace.dependencies]\naxum = { version = \"0.8\" }\n",
            ),
            ("crates/old/Cargo.toml", "[package]\nname = \"old\"\n"),
            (
                "crates/shop/Cargo.toml",
                "[package]\nname = \"shop\"\nversion = \"1.2.0\"\n\n[[bin]]\nname = \"server\"\n\n[dependencies]\naxum.workspace = true\nrand = \"0.9\"\ndb = { package = \"sqlx\", version = \"=0.7.4\" }\n\n[dev-dependencies]\ntempfile = \"3\"\n",
            ),
        ]);
        let [root, _, shop] = modules.as_slice() else { panic!("{modules:#?}") };
        assert_eq!(root.packaging, Packaging::Aggregator);
        assert_eq!(root.submodules, [Arc::from("crates/shop")]);
        assert_eq!((shop.name.as_str(), shop.packaging), ("shop", Packaging::Executable));
        assert_eq!(shop.property("rust.version"), Some("1.80"));
        assert_eq!(shop.property("program"), Some("server"));
        let seen: Vec<_> = shop
            .dependencies
            .iter()
            .map(|d| (d.name.as_str(), d.version.as_deref(), d.scope, d.evidence.at.line))
            .collect();
        assert_eq!(
            seen,
            [
                ("axum", Some("0.8.1"), Scope::Runtime, 9),
                ("rand", Some("0.9.0"), Scope::Runtime, 10),
                ("sqlx", Some("0.7.4"), Scope::Runtime, 11),
                ("tempfile", None, Scope::Test, 14)
            ]
        );
    }

    #[test]
    fn the_release_of_the_compiler() {
        let modules = modules(&[
            ("a/Cargo.toml", "[package]\nname = \"a\"\nrust-version = \"1.70\"\n"),
            ("a/rust-toolchain.toml", "[toolchain]\nchannel = \"1.84.0\"\n"),
        ]);
        assert_eq!(modules[0].property("rust.version"), Some("1.84.0"));
    }
}
