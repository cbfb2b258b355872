//! Perl: `cpanfile` and its snapshot, `Makefile.PL`, `Build.PL`, `META.json` and `dist.ini`.
//!
//! The first three are programs. They are read as statements (`requires 'X', '1.0';`) and as tables under well-known keys
//! (`PREREQ_PM => { … }`), which is how nearly all of them are written; what they compute is not run.

mod script;

use std::collections::BTreeMap;

use seaworthy_base::{Diagnostic, Evidence};

use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, data, place};

/// What one file says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Distribution(Box<Distribution>),
    /// Module → version that the snapshot pins.
    Snapshot(BTreeMap<String, String>),
}

/// What a manifest states.
#[derive(Clone, Debug)]
pub(crate) struct Distribution {
    pub(crate) name: Option<String>,
    pub(crate) version: Option<String>,
    /// The lowest release of Perl.
    pub(crate) perl: Option<Property>,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) evidence: Evidence,
}

impl Distribution {
    fn new(source: &Source<'_>) -> Self {
        Self {
            name: None,
            version: None,
            perl: None,
            dependencies: Vec::new(),
            evidence: source.file(),
        }
    }

    /// Adds a module that is asked for; `perl` is the language itself.
    fn add(&mut self, name: &str, requirement: &str, scope: Scope, evidence: Evidence) {
        let requirement = match requirement.trim() {
            "0" | "undef" => "",
            other => other,
        };
        if name == "perl" {
            if !requirement.is_empty() && self.perl.is_none() {
                self.perl = Some(Property { value: release(requirement), evidence });
            }
            return;
        }
        if !is_module(name) {
            return;
        }
        self.dependencies.push(Dependency {
            ecosystem: Ecosystem::Cpan,
            name: name.to_owned(),
            version: requirement.strip_prefix("==").map(|v| v.trim().to_owned()),
            requirement: requirement.to_owned(),
            scope,
            direct: true,
            via: Vec::new(),
            evidence,
        });
    }
}

/// `5.010001` counts in thousands and is 5.10.1; `v5.36` and `5.36.0` are as they stand.
fn release(written: &str) -> String {
    let plain = written.trim_start_matches(|c: char| !c.is_ascii_digit());
    let Some((major, rest)) = plain.split_once('.') else { return plain.to_owned() };
    if rest.contains('.') || written.contains('v') || rest.len() < 3 {
        return plain.to_owned();
    }
    let part = |from: usize| rest.get(from..from + 3).and_then(|p| p.parse::<u32>().ok());
    match (part(0), part(3)) {
        (Some(minor), Some(patch)) => format!("{major}.{minor}.{patch}"),
        (Some(minor), None) => format!("{major}.{minor}"),
        _ => plain.to_owned(),
    }
}

fn is_module(name: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(legal)
}

/// Whether a lower-case file name is one of CPAN's.
pub(crate) fn is_manifest(name: &str) -> bool {
    matches!(
        name,
        "cpanfile" | "cpanfile.snapshot" | "makefile.pl" | "build.pl" | "meta.json" | "dist.ini"
    )
}

/// Reads a manifest; `None` where it speaks of something else or says nothing.
pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let name = place::file_name(&source.path).to_ascii_lowercase();
    let found = match name.as_str() {
        "cpanfile.snapshot" => return Some(Manifest::Snapshot(snapshot(source.text))),
        "meta.json" => meta(source, problems)?,
        "dist.ini" => dist_ini(source)?,
        "cpanfile" => script::read(source),
        _ => {
            let found = script::read(source);
            if found.name.is_none() && found.dependencies.is_empty() {
                return None;
            }
            found
        }
    };
    Some(Manifest::Distribution(Box::new(found)))
}

/// What CPAN's own meta data list by phase; those of other archives of packages have another specification.
fn meta(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Distribution> {
    if !source.text.contains("CPAN") || !source.text.contains("meta-spec") {
        return None;
    }
    let data = data::json(source, problems)?;
    data.get("meta-spec")?;
    let mut found = Distribution::new(source);
    found.name = data.member("name").map(str::to_owned);
    found.version = data.member("version").map(str::to_owned);
    for (phase, relations) in data.get("prereqs")?.table() {
        let Some(requires) = relations.get("requires") else { continue };
        for (name, version) in requires.table() {
            let requirement = version.text().unwrap_or("");
            found.add(name, requirement, scope_of_phase(phase), source.at(version.at));
        }
    }
    Some(found)
}

/// The scope of a phase of CPAN's meta data.
fn scope_of_phase(phase: &str) -> Scope {
    match phase {
        "runtime" => Scope::Runtime,
        "test" => Scope::Test,
        _ => Scope::Dev,
    }
}

/// `name = X` and the sections `[Prereqs]`, `[Prereqs / TestRequires]` of Dist::Zilla.
fn dist_ini(source: &Source<'_>) -> Option<Distribution> {
    let mut found = Distribution::new(source);
    // `None` outside of requirements; the head of the file has no section.
    let mut scope = None;
    let mut head = true;
    for (number, line) in (1..).zip(source.text.lines()) {
        let line = line.split(" ;").next().unwrap_or(line).trim();
        if line.starts_with([';', '#']) {
            continue;
        }
        if let Some(section) = line.strip_prefix('[') {
            head = false;
            let section = section.trim_end_matches(']');
            let (plugin, part) = section.split_once('/').unwrap_or((section, ""));
            let part = part.trim();
            let wanted = plugin.trim() == "Prereqs"
                && !["Recommends", "Suggests", "Conflicts"].iter().any(|r| part.ends_with(r));
            scope = wanted.then(|| match part {
                "" | "RuntimeRequires" => Scope::Runtime,
                _ if part.starts_with("Test") => Scope::Test,
                _ => Scope::Dev,
            });
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let (key, value) = (key.trim(), value.trim());
        match (scope, key) {
            (Some(scope), _) => found.add(key, value, scope, source.line(number)),
            (None, "name") if head => found.name = Some(value.to_owned()),
            (None, "version") if head => found.version = Some(value.to_owned()),
            (None, _) => {}
        }
    }
    (found.name.is_some() || !found.dependencies.is_empty()).then_some(found)
}

/// The lines below `provides:` of Carton's snapshot.
fn snapshot(text: &str) -> BTreeMap<String, String> {
    let mut versions = BTreeMap::new();
    let mut provides = false;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if indent <= 4 {
            provides = line.trim() == "provides:";
        } else if provides
            && let Some((module, version)) = line.trim().split_once(' ')
            && version.starts_with(|c: char| c.is_ascii_digit() || c == 'v')
        {
            versions.insert(module.to_owned(), version.to_owned());
        }
    }
    versions
}

/// One module per folder with a manifest. `cpanfile` says what an application needs; the others are a distribution's.
pub(crate) fn link(files: &Files<Manifest>) -> Vec<Module> {
    let mut by_root: BTreeMap<&str, Vec<(&str, &Manifest)>> = BTreeMap::new();
    for (path, manifest) in files {
        by_root.entry(place::folder(path)).or_default().push((path, manifest.as_ref()));
    }
    by_root.into_iter().filter_map(|(root, manifests)| module(root, &manifests)).collect()
}

fn module(root: &str, manifests: &[(&str, &Manifest)]) -> Option<Module> {
    let rank = |path: &str| match place::file_name(path).to_ascii_lowercase().as_str() {
        "cpanfile" => 0,
        "makefile.pl" | "build.pl" => 1,
        "dist.ini" => 2,
        _ => 3,
    };
    let mut stated: Vec<(&str, &Distribution)> = manifests
        .iter()
        .filter_map(|(path, manifest)| match manifest {
            Manifest::Distribution(d) => Some((*path, d.as_ref())),
            Manifest::Snapshot(_) => None,
        })
        .collect();
    stated.sort_by_key(|(path, _)| (rank(path), *path));
    let (first, main) = *stated.first()?;
    let pinned: BTreeMap<&str, &str> = manifests
        .iter()
        .filter_map(|(_, manifest)| match manifest {
            Manifest::Snapshot(versions) => Some(versions),
            Manifest::Distribution(_) => None,
        })
        .flatten()
        .map(|(module, version)| (module.as_str(), version.as_str()))
        .collect();
    let mut dependencies: Vec<Dependency> =
        stated.iter().flat_map(|(_, d)| d.dependencies.iter().cloned()).collect();
    for dependency in &mut dependencies {
        if let Some(version) = pinned.get(dependency.name.as_str()) {
            dependency.version = Some((*version).to_owned());
        }
    }
    let of =
        |get: &dyn Fn(&Distribution) -> Option<String>| stated.iter().find_map(|(_, d)| get(d));
    let perl = stated.iter().find_map(|(_, d)| d.perl.clone());
    let application = rank(first) == 0;
    Some(Module {
        ecosystem: Ecosystem::Cpan,
        build_tool: BuildTool::Cpan,
        name: of(&|d| d.name.clone()).unwrap_or_else(|| place::name_of(root)),
        version: of(&|d| d.version.clone()),
        root: place::shared(root),
        packaging: if application { Packaging::Application } else { Packaging::Library },
        dependencies,
        properties: perl.map(|p| ("perl.version".to_owned(), p)).into_iter().collect(),
        submodules: Vec::new(),
        evidence: main.evidence.clone(),
    })
}

#[cfg(test)]
mod tests;
