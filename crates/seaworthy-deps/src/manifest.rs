//! Which files are manifests, and reading one of them.

use std::sync::Arc;

use seaworthy_base::Diagnostic;

use crate::source::Source;
use crate::{
    ant, bundler, cargo, composer, cpan, go, gradle, maven, native, npm, nuget, place, python,
};

/// One manifest or lock file as read, before it is put together with the others by [`crate::link`].
#[derive(Clone, Debug)]
pub struct ManifestFile {
    pub(crate) path: Arc<str>,
    pub(crate) content: Content,
}

impl ManifestFile {
    /// Its path relative to the application's root.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Content {
    Maven(Box<maven::Pom>),
    MavenBuild(Box<maven::BuildFile>),
    Gradle(Box<gradle::Manifest>),
    Ant(Box<ant::Manifest>),
    Npm(Box<npm::Manifest>),
    Python(Box<python::Manifest>),
    Nuget(Box<nuget::Manifest>),
    Composer(Box<composer::Manifest>),
    Bundler(Box<bundler::Manifest>),
    Cargo(Box<cargo::Manifest>),
    Go(Box<go::Manifest>),
    Cpan(Box<cpan::Manifest>),
    Native(Box<native::Manifest>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Maven,
    MavenBuild,
    Gradle,
    Ant,
    Npm,
    Python,
    Nuget,
    Composer,
    Bundler,
    Cargo,
    Go,
    Cpan,
    Native,
}

/// Folders that hold libraries somebody else builds.
const LIBRARY_FOLDERS: &[&str] = &[
    "node_modules",
    "bower_components",
    "jspm_packages",
    "vendor",
    "site-packages",
    ".venv",
    "venv",
];

fn reader_of(path: &str) -> Option<Reader> {
    if place::folder(path).split('/').any(|part| LIBRARY_FOLDERS.contains(&part)) {
        return None;
    }
    let name = place::file_name(path).to_ascii_lowercase();
    let reader = match name.as_str() {
        "pom.xml" => Reader::Maven,
        "build.xml" | "ivy.xml" => Reader::Ant,
        _ if maven::is_build_file(path) => Reader::MavenBuild,
        "gradle.properties" | "gradle-wrapper.properties" | "gradle.lockfile" => Reader::Gradle,
        _ if name.ends_with(".lockfile") && place::folder(path).ends_with("dependency-locks") => {
            Reader::Gradle
        }
        _ if name.ends_with(".gradle") || name.ends_with(".gradle.kts") => Reader::Gradle,
        _ if name.ends_with(".versions.toml") => Reader::Gradle,
        _ if npm::is_manifest(&name) => Reader::Npm,
        _ if python::is_manifest(path, &name) => Reader::Python,
        _ if nuget::is_manifest(&name) => Reader::Nuget,
        "composer.json" | "composer.lock" => Reader::Composer,
        _ if bundler::is_manifest(&name) => Reader::Bundler,
        _ if cargo::is_manifest(&name) => Reader::Cargo,
        "go.mod" | "go.work" => Reader::Go,
        _ if cpan::is_manifest(&name) => Reader::Cpan,
        _ if native::is_manifest(&name) => Reader::Native,
        _ => return None,
    };
    Some(reader)
}

/// Whether a path names a manifest or lock file that [`read`] understands. Folders of installed libraries
/// (`node_modules`, `vendor`, …) hold none.
pub fn is_manifest(path: &str) -> bool {
    reader_of(path).is_some()
}

/// Reads one manifest or lock file. `None` where the file is none, says nothing, or cannot be read; the last adds a
/// problem.
pub fn read(path: &Arc<str>, text: &str, problems: &mut Vec<Diagnostic>) -> Option<ManifestFile> {
    let source = Source::new(path, text);
    let content = match reader_of(path)? {
        Reader::Maven => Content::Maven(Box::new(maven::read(&source, problems)?)),
        Reader::MavenBuild => Content::MavenBuild(Box::new(maven::read_build_file(&source)?)),
        Reader::Gradle => Content::Gradle(Box::new(gradle::read(&source, problems)?)),
        Reader::Ant => Content::Ant(Box::new(ant::read(&source, problems)?)),
        Reader::Npm => Content::Npm(Box::new(npm::read(&source, problems)?)),
        Reader::Python => Content::Python(Box::new(python::read(&source, problems)?)),
        Reader::Nuget => Content::Nuget(Box::new(nuget::read(&source, problems)?)),
        Reader::Composer => Content::Composer(Box::new(composer::read(&source, problems)?)),
        Reader::Bundler => Content::Bundler(Box::new(bundler::read(&source)?)),
        Reader::Cargo => Content::Cargo(Box::new(cargo::read(&source, problems)?)),
        Reader::Go => Content::Go(Box::new(go::read(&source))),
        Reader::Cpan => Content::Cpan(Box::new(cpan::read(&source, problems)?)),
        Reader::Native => Content::Native(Box::new(native::read(&source)?)),
    };
    Some(ManifestFile { path: Arc::clone(path), content })
}
