//! `java.dependency` and `go.dependency`: the libraries that build files ask for.
//!
//! Konveyor runs the build tool. Here the files are read instead, so there is what they declare, with versions that
//! parents, properties and managed versions inside the tree give; what only a repository could tell, such as
//! libraries that libraries bring, is missing, but for those of well-known starters.

mod go;
mod java;
mod labels;
mod location;
mod plan;
mod starters;
#[cfg(test)]
mod tests;
mod version;

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_konveyor::{Dependency, DependencyFile};

use crate::{FileId, FileTable};

pub use plan::DependencyPlan;

/// A build with the libraries of all its modules: Konveyor keeps them under the file at the root of the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildFile {
    /// `pom.xml`, `build.gradle` or `go.mod` at the root.
    pub file: FileId,
    /// `java` or `go`.
    pub provider: &'static str,
    /// In the order in which Konveyor asks them: modules in order, within a Maven module from the last to the first.
    pub libraries: Vec<Library>,
}

/// A library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// `group.artifact` for Java, the module's path for Go.
    pub name: String,
    /// Maven group; empty for Go.
    pub group: String,
    /// Maven artifact; empty for Go.
    pub artifact: String,
    /// Version; empty where the tree does not tell it.
    pub version: String,
    /// Maven classifier; mostly empty.
    pub classifier: String,
    /// Maven scope; empty elsewhere.
    pub scope: String,
    /// Whether it is not named, but a starter brings it.
    pub indirect: bool,
    /// The line in [`BuildFile::file`] that Konveyor points at, from 1; `None` where it finds none.
    pub line: Option<u32>,
}

/// Reads the builds of an application: those at its root, or, where no build file lies there, those in the topmost
/// folders that have one. `read` gives the text of a file.
pub fn read_dependencies(
    files: &FileTable,
    read: impl Fn(FileId) -> Option<String>,
) -> Vec<BuildFile> {
    let manifests = Manifests::read(files, read);
    let mut builds = java::builds(&manifests);
    builds.extend(go::builds(&manifests));
    builds
}

/// The entries of `dependencies.yaml`, sorted by provider and file; `uri` names a file, `path` gives its absolute path.
pub fn dependencies_of(
    builds: &[BuildFile],
    uri: impl Fn(FileId) -> String,
    path: impl Fn(FileId) -> String,
) -> Vec<DependencyFile> {
    let mut files: Vec<DependencyFile> = builds
        .iter()
        .map(|build| {
            let listed = |library: &Library| listed(build, library, &path);
            let mut dependencies: Vec<Dependency> = build.libraries.iter().map(listed).collect();
            // Direct before indirect, so that the direct one of two equal libraries stays.
            dependencies.sort_by(|a, b| {
                (&a.name, &a.version, &a.kind, a.indirect, &a.classifier).cmp(&(
                    &b.name,
                    &b.version,
                    &b.kind,
                    b.indirect,
                    &b.classifier,
                ))
            });
            let mut seen = std::collections::BTreeSet::new();
            let direct: std::collections::BTreeSet<(String, String)> = dependencies
                .iter()
                .filter(|d| !d.indirect)
                .map(|d| (d.name.clone(), d.version.clone()))
                .collect();
            dependencies.retain(|d| {
                let id = (d.name.clone(), d.version.clone());
                (!d.indirect || !direct.contains(&id)) && seen.insert(id)
            });
            DependencyFile {
                file_uri: uri(build.file),
                provider: build.provider.to_owned(),
                dependencies,
            }
        })
        .collect();
    files.sort_by(|a, b| (&a.provider, &a.file_uri).cmp(&(&b.provider, &b.file_uri)));
    files
}

fn listed(build: &BuildFile, library: &Library, path: impl Fn(FileId) -> String) -> Dependency {
    let mut extras = BTreeMap::new();
    if !library.artifact.is_empty() {
        extras.insert("artifactId".to_owned(), library.artifact.clone());
        extras.insert("groupId".to_owned(), library.group.clone());
        extras.insert("pomPath".to_owned(), path(build.file));
    }
    Dependency {
        name: library.name.clone(),
        version: library.version.clone(),
        classifier: library.classifier.clone(),
        kind: library.scope.clone(),
        indirect: library.indirect,
        extras,
        labels: labels::labels_of(build.provider, &library.name),
        ..Dependency::default()
    }
}

/// The manifests of an application as `seaworthy-deps` reads them.
struct Manifests {
    files: Vec<seaworthy_deps::ManifestFile>,
    /// Path to file and text, of the manifests that can be the root of a build.
    texts: BTreeMap<Arc<str>, (FileId, String)>,
}

/// Names of files that can be the root of a build, and those that say something about a build of Java or Go.
const ROOT_FILES: [&str; 4] = ["build.gradle", "build.gradle.kts", "pom.xml", "go.mod"];

impl Manifests {
    fn read(table: &FileTable, read: impl Fn(FileId) -> Option<String>) -> Self {
        let mut manifests = Self { files: Vec::new(), texts: BTreeMap::new() };
        let mut problems = Vec::new();
        for (id, file) in (0..).zip(&table.files) {
            let name = name_of(&file.path).to_ascii_lowercase();
            let known = ROOT_FILES.contains(&name.as_str())
                || name.ends_with(".gradle")
                || name.ends_with(".gradle.kts")
                || name == "gradle.properties"
                || name.ends_with(".versions.toml");
            if !known || !seaworthy_deps::is_manifest(&file.path) {
                continue;
            }
            let Some(text) = read(id) else { continue };
            // What is wrong with a manifest is told where `seaworthy-deps` reads it for the assessment.
            manifests.files.extend(seaworthy_deps::read(&file.path, &text, &mut problems));
            if ROOT_FILES.contains(&name.as_str()) {
                manifests.texts.insert(Arc::clone(&file.path), (id, text));
            }
        }
        manifests
    }

    /// Files of these names in the topmost folders that have one; in a folder with several the first name counts.
    fn roots(&self, names: &[&str]) -> Vec<&Arc<str>> {
        let mut roots: Vec<&Arc<str>> = Vec::new();
        let mut paths: Vec<&Arc<str>> =
            self.texts.keys().filter(|path| names.contains(&name_of(path))).collect();
        let rank = |path: &str| names.iter().position(|n| *n == name_of(path));
        paths.sort_by_key(|path| (path.matches('/').count(), folder_of(path), rank(path)));
        for path in paths {
            let below = |root: &&Arc<str>| {
                let folder = folder_of(root);
                folder.is_empty()
                    || folder_of(path)
                        .strip_prefix(folder)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            if !roots.iter().any(below) {
                roots.push(path);
            }
        }
        roots.sort();
        roots
    }

    fn text(&self, path: &str) -> Option<(FileId, &str)> {
        self.texts.get(path).map(|(id, text)| (*id, text.as_str()))
    }
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
