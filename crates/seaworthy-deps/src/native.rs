//! Builds of C and C++: CMake, autotools, Meson and plain make files.
//!
//! All four are programs; they are read as the calls and assignments that nearly every build writes down as constants: the
//! project, its programs, and the libraries it looks for. Conditions are not decided, so a library that only one
//! system or option needs is listed as well.

mod autotools;
mod cmake;
mod make;
mod meson;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::Evidence;

use crate::link::Files;
use crate::source::Source;
use crate::{BuildTool, Dependency, Ecosystem, Module, Packaging, Property, Scope, place};

/// What one file of a build says.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    tool: BuildTool,
    /// Whether a build begins here rather than in a folder above.
    begins: bool,
    name: Option<String>,
    version: Option<String>,
    programs: Vec<Program>,
    /// Programs and libraries that `install` names apart from their declaration.
    installed: BTreeSet<String>,
    /// Libraries that the build makes itself.
    own: BTreeSet<String>,
    libraries: Vec<Dependency>,
    evidence: Evidence,
}

#[derive(Clone, Debug)]
struct Program {
    name: String,
    installed: bool,
    evidence: Evidence,
}

impl Manifest {
    fn new(source: &Source<'_>, tool: BuildTool) -> Self {
        Self {
            tool,
            begins: false,
            name: None,
            version: None,
            programs: Vec::new(),
            installed: BTreeSet::new(),
            own: BTreeSet::new(),
            libraries: Vec::new(),
            evidence: source.file(),
        }
    }

    fn program(&mut self, name: &str, installed: bool, evidence: Evidence) {
        if is_name(name) && self.programs.iter().all(|p| p.name != name) {
            self.programs.push(Program { name: name.to_owned(), installed, evidence });
        }
    }

    /// A library that the build looks for; parts of the C library and of other systems are none.
    fn library(&mut self, name: &str, requirement: &str, evidence: Evidence) {
        const OF_THE_SYSTEM: [&str; 28] = [
            "bind",
            "bsd",
            "c",
            "c++",
            "dl",
            "doxygen",
            "gcc",
            "gcov",
            "git",
            "inet",
            "m",
            "network",
            "nsl",
            "perl",
            "pkgconfig",
            "posix4",
            "pthread",
            "python",
            "python3",
            "resolv",
            "rt",
            "sec",
            "security",
            "socket",
            "stdc++",
            "threads",
            "ucb",
            "util",
        ];
        let system = OF_THE_SYSTEM.contains(&name.to_ascii_lowercase().as_str());
        if !is_name(name) || system || self.libraries.iter().any(|d| d.name == name) {
            return;
        }
        self.libraries.push(Dependency {
            ecosystem: Ecosystem::Native,
            name: name.to_owned(),
            version: None,
            requirement: requirement.to_owned(),
            scope: Scope::Runtime,
            direct: true,
            via: Vec::new(),
            evidence,
        });
    }

    /// The `-lNAME` words of a line.
    fn linked(&mut self, line: &str, evidence: &dyn Fn() -> Evidence) {
        let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '[' | ']' | '=');
        for name in line.split(is_end).filter_map(|word| word.strip_prefix("-l")) {
            self.library(name, "", evidence());
        }
    }
}

/// A name as a linker, a package or a program has it; nothing with a variable in it.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.len() <= 100
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
}

/// A version that is written down.
fn constant_version(text: &str) -> Option<String> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    (text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(legal))
        .then(|| text.to_owned())
}

/// Whether a lower-case file name is one of these builds'.
pub(crate) fn is_manifest(name: &str) -> bool {
    matches!(
        name,
        "cmakelists.txt"
            | "configure.ac"
            | "configure.in"
            | "makefile.am"
            | "meson.build"
            | "makefile"
            | "makefile.in"
            | "gnumakefile"
    )
}

/// Reads a file of a build; `None` where it says nothing about C.
pub(crate) fn read(source: &Source<'_>) -> Option<Manifest> {
    let name = place::file_name(&source.path).to_ascii_lowercase();
    let found = match name.as_str() {
        "cmakelists.txt" => cmake::read(source),
        "configure.ac" | "configure.in" => autotools::read_configure(source),
        "makefile.am" => autotools::read_automake(source),
        "meson.build" => meson::read(source),
        _ => make::read(source),
    };
    // Programs that test are none of the application.
    let tests = place::folder(&source.path).split('/').any(|f| matches!(f, "t" | "test" | "tests"));
    if tests {
        return None;
    }
    let says = found.begins || !found.programs.is_empty() || !found.libraries.is_empty();
    (says || !found.own.is_empty()).then_some(found)
}

/// A build with the files of it in its folder and below.
struct Build<'m> {
    root: &'m str,
    files: Vec<(&'m str, &'m Manifest)>,
}

/// One module for each build, and one for each folder of a build whose programs are told apart by their folders.
pub(crate) fn link(files: &Files<Manifest>) -> Vec<Module> {
    builds(files).iter().flat_map(modules).collect()
}

/// A build begins where no folder above has one; what lies below belongs to it. `configure` goes before CMake where a folder
/// has several, and a plain make file counts only without them.
fn builds(files: &Files<Manifest>) -> Vec<Build<'_>> {
    let mut starts: BTreeMap<&str, BuildTool> = BTreeMap::new();
    let rank = |tool: BuildTool| match tool {
        BuildTool::Cmake => 0,
        BuildTool::Meson => 1,
        BuildTool::Autotools => 2,
        _ => 3,
    };
    for (path, manifest) in
        files.iter().filter(|(path, m)| m.begins && !is_for_another_system(path))
    {
        let tool = starts.entry(place::folder(path)).or_insert(manifest.tool);
        if rank(manifest.tool) < rank(*tool) {
            *tool = manifest.tool;
        }
    }
    let all = starts.clone();
    starts.retain(|root, _| place::upwards(root).skip(1).all(|above| !all.contains_key(above)));
    starts
        .into_iter()
        .map(|(root, tool)| {
            let files = files
                .iter()
                .filter(|(path, manifest)| {
                    let within = place::upwards(place::folder(path)).any(|f| f == root);
                    // What configure makes of its templates is part of its build.
                    let template = tool == BuildTool::Autotools
                        && manifest.tool == BuildTool::Make
                        && path.ends_with(".in");
                    within && (manifest.tool == tool || template)
                })
                .map(|(path, manifest)| (path.as_ref(), manifest.as_ref()))
                .collect();
            Build { root, files }
        })
        .collect()
}

/// Builds for Windows and macOS beside the one for Linux.
fn is_for_another_system(path: &str) -> bool {
    let folder = place::folder(path).to_ascii_lowercase();
    folder.split('/').any(|part| {
        matches!(part, "win" | "win32" | "win64" | "windows" | "msvc" | "macos" | "macosx" | "macx")
    })
}

fn modules(build: &Build<'_>) -> Vec<Module> {
    let installed: BTreeSet<&str> =
        build.files.iter().flat_map(|(_, m)| m.installed.iter().map(String::as_str)).collect();
    let own: BTreeSet<&str> =
        build.files.iter().flat_map(|(_, m)| m.own.iter().map(String::as_str)).collect();
    let is_installed = |p: &Program| p.installed || installed.contains(p.name.as_str());
    let programs =
        || build.files.iter().flat_map(|(path, m)| m.programs.iter().map(move |p| (*path, p)));
    // Where some programs are installed, the others are helpers of the build.
    let any_installed = programs().any(|(_, p)| is_installed(p));
    let kept: Vec<(&str, &Program)> =
        programs().filter(|(_, p)| !any_installed || is_installed(p)).collect();
    let folders: BTreeSet<&str> = kept.iter().map(|(path, _)| place::folder(path)).collect();
    let apart = folders.len() > 1 && !folders.contains(build.root);
    let Some(first) =
        build.files.iter().find(|(path, m)| m.begins && place::folder(path) == build.root)
    else {
        return Vec::new();
    };
    // A library that is built along has a name of its own.
    let here = || {
        let at_root = |path: &str| place::folder(path) == build.root;
        build.files.iter().filter(move |(path, m)| m.begins && at_root(path))
    };
    let name = here().find_map(|(_, m)| m.name.clone());
    let version = here().find_map(|(_, m)| m.version.clone());
    let libraries = |below: &dyn Fn(&str) -> bool| -> Vec<Dependency> {
        build
            .files
            .iter()
            .filter(|(path, _)| below(place::folder(path)))
            .flat_map(|(_, m)| &m.libraries)
            .filter(|d| !own.contains(d.name.as_str()))
            .cloned()
            .collect()
    };
    let whole_name = name.unwrap_or_else(|| place::name_of(build.root));
    let module = |root: &str, name: String, programs: &[&Program], dependencies| Module {
        ecosystem: Ecosystem::Native,
        build_tool: first.1.tool,
        name,
        version: version.clone(),
        root: place::shared(root),
        packaging: if programs.is_empty() { Packaging::Library } else { Packaging::Executable },
        dependencies,
        properties: programs
            .iter()
            .map(|p| {
                let property = Property { value: p.name.clone(), evidence: p.evidence.clone() };
                (format!("program.{}", p.name), property)
            })
            .collect(),
        submodules: Vec::new(),
        evidence: first.1.evidence.clone(),
    };
    if !apart {
        let programs: Vec<&Program> = kept.iter().map(|(_, p)| *p).collect();
        return vec![module(build.root, whole_name, &programs, libraries(&|_| true))];
    }
    let within = |folder: &str, root: &str| place::upwards(folder).any(|f| f == root);
    let mut all = vec![{
        let shared = libraries(&|folder| !folders.iter().any(|root| within(folder, root)));
        let mut module = module(build.root, whole_name, &[], shared);
        module.submodules = folders.iter().map(|f| Arc::from(*f)).collect();
        module
    }];
    for folder in &folders {
        let programs: Vec<&Program> = kept
            .iter()
            .filter(|(path, _)| place::folder(path) == *folder)
            .map(|(_, p)| *p)
            .collect();
        let name = programs.first().map_or_else(|| place::name_of(folder), |p| p.name.clone());
        // What the folders between it and the build look for is linked to it as well.
        let asked = libraries(&|other| within(other, folder) || within(folder, other));
        all.push(module(folder, name, &programs, asked));
    }
    all
}

#[cfg(test)]
mod tests;
