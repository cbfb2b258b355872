//! Whether an input holds sources or what was built from them.

use std::collections::BTreeSet;

use seaworthy_facts::Language;

use crate::archive::ArchiveKind;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// Source code, with or without libraries beside it. Archives in it stay closed: they are libraries or build output.
    Sources,
    /// Deployable archives, packed or exploded. Class files are the program.
    Binaries,
}

/// Folders of application servers from which archives are deployed.
const SERVER_FOLDERS: [&str; 4] = ["deployments", "webapps", "autodeploy", "dropins"];

/// Folders beside an archive that hold its libraries.
const LIBRARY_FOLDERS: [&str; 6] = ["lib", "libs", "endorsed", "ext", "dependency", "dependencies"];

const BUILD_FILES: [&str; 18] = [
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "settings.gradle",
    "settings.gradle.kts",
    "build.xml",
    "build.sbt",
    "package.json",
    "composer.json",
    "gemfile",
    "requirements.txt",
    "pyproject.toml",
    "setup.py",
    "go.mod",
    "cargo.toml",
    "web.config",
    "cmakelists.txt",
    "makefile",
];

/// What the members of a folder, zip or tar make of it.
#[derive(Clone, Debug)]
pub(crate) struct Container {
    pub(crate) kind: InputKind,
    /// It is a folder from which a server deploys each archive.
    pub(crate) is_server: bool,
    /// It holds archives and markers, nothing else.
    pub(crate) only_archives: bool,
    /// Folders of exploded archives, lower case with a final `/`.
    exploded: BTreeSet<String>,
}

/// What an archive in a container of binaries is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A deployable archive: opened, its classes are the application's.
    Module,
    /// In a folder for libraries: own only if its names say so.
    Library,
    /// At the top of an ear or resource adapter that does not list its modules: own unless its names say otherwise.
    Root,
    /// In a server's deployment folder: an application, but for database drivers.
    Deployed,
    /// Beside other archives: own when it can be run or deployed, or when there is nothing else.
    Beside,
    /// Not looked into.
    Closed,
}

impl Container {
    /// Decides by the paths alone.
    ///
    /// An input holds binaries when it holds an archive or class files of an exploded archive, no build file, and no
    /// source file of a programming language. Not counted are scripts (they start things), scripts of web pages below
    /// an exploded archive, and sources that lie below `WEB-INF/classes`. A folder with the name of a server's
    /// deployment folder holds binaries whatever else lies in it.
    pub(crate) fn of<'a>(name: &str, paths: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut container = Self {
            kind: InputKind::Sources,
            is_server: SERVER_FOLDERS.contains(&&*name.to_ascii_lowercase()),
            only_archives: false,
            exploded: BTreeSet::new(),
        };
        // Most inputs are told at first sight.
        let may_be_binary = paths
            .clone()
            .any(|path| path.ends_with(".class") || ArchiveKind::of_name(path).is_some());
        let is_project =
            |path: &str| !path.contains('/') && is_build_file(&path.to_ascii_lowercase());
        if !may_be_binary || (!container.is_server && paths.clone().any(is_project)) {
            return container;
        }
        container.exploded =
            paths.clone().filter_map(exploded_root).map(str::to_ascii_lowercase).collect();
        let (mut archives, mut others, mut classes, mut sources) = (false, false, false, false);
        for path in paths {
            let lower = path.to_ascii_lowercase();
            let in_exploded = container.root_of(&lower).is_some();
            let file = lower.rsplit('/').next().unwrap_or(&lower);
            if let Some(kind) = ArchiveKind::of_name(&lower) {
                archives |= !in_exploded || kind != ArchiveKind::Jar;
                continue;
            }
            others |= !is_marker(file);
            let language = Language::of_path(path);
            if language == Language::Class {
                classes |= in_exploded;
            } else if in_exploded {
                sources |= is_jvm_source(language) && !lower.contains("web-inf/classes/");
            } else {
                sources |= is_source(language);
            }
            sources |= is_build_file(file) && !lower.contains("meta-inf/");
        }
        container.only_archives = archives && !others;
        if (archives || classes) && (container.is_server || !sources) {
            container.kind = InputKind::Binaries;
        }
        container
    }

    /// What the archive at a path is; for containers of binaries.
    pub(crate) fn standing(&self, path: &str, kind: ArchiveKind) -> Standing {
        let lower = path.to_ascii_lowercase();
        match kind {
            ArchiveKind::War | ArchiveKind::Ear | ArchiveKind::Rar => return Standing::Module,
            ArchiveKind::Zip | ArchiveKind::Tar | ArchiveKind::TarGz => {
                return if self.only_archives { Standing::Module } else { Standing::Closed };
            }
            ArchiveKind::Jar => {}
        }
        if let Some(root) = self.root_of(&lower) {
            let inside = lower.get(root.len()..).unwrap_or(&lower);
            let at_top = !inside.contains('/');
            return if at_top { Standing::Root } else { Standing::Library };
        }
        let folder = lower.rsplit('/').nth(1);
        if folder.is_some_and(|folder| LIBRARY_FOLDERS.contains(&folder)) {
            Standing::Library
        } else if self.is_server {
            Standing::Deployed
        } else {
            Standing::Beside
        }
    }

    /// The exploded archive that a lower-cased path lies in.
    fn root_of(&self, lower: &str) -> Option<&str> {
        if self.exploded.is_empty() {
            return None;
        }
        let ends = lower.match_indices('/').map(|(at, _)| at + 1);
        std::iter::once(0)
            .chain(ends)
            .filter_map(|end| self.exploded.get(lower.get(..end)?))
            .map(String::as_str)
            .next_back()
    }
}

/// The folder of an exploded archive that a path proves, with a final `/`; empty for the input itself.
fn exploded_root(path: &str) -> Option<&str> {
    const SIGNS: [&str; 5] = [
        "WEB-INF/",
        "BOOT-INF/classes/",
        "APP-INF/classes/",
        "META-INF/application.xml",
        "META-INF/MANIFEST.MF",
    ];
    SIGNS.iter().find_map(|sign| {
        let at = path.find(sign)?;
        (at == 0 || path.get(..at)?.ends_with('/')).then(|| path.get(..at)).flatten()
    })
}

fn is_marker(file: &str) -> bool {
    const MARKERS: [&str; 8] = [
        ".deployed",
        ".dodeploy",
        ".failed",
        ".undeployed",
        ".pending",
        ".skipdeploy",
        ".isdeploying",
        ".md5",
    ];
    MARKERS.iter().any(|marker| file.ends_with(marker)) || file.starts_with("readme")
}

fn is_build_file(file: &str) -> bool {
    BUILD_FILES.contains(&file)
        || [".csproj", ".vbproj", ".fsproj", ".sln"].iter().any(|end| file.ends_with(end))
}

fn is_jvm_source(language: Language) -> bool {
    matches!(language, Language::Java | Language::Kotlin | Language::Scala)
}

/// Whether files of this language are what an application is made of, rather than what starts it.
fn is_source(language: Language) -> bool {
    language.is_code()
        && !matches!(
            language,
            Language::Class
                | Language::Shell
                | Language::Batch
                | Language::PowerShell
                | Language::Sql
                | Language::Proto
        )
}
