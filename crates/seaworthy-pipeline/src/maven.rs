//! The local repository of Maven and the cache of Gradle, as far as they are there: poms of libraries, never the network.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::Diagnostic;
use seaworthy_deps::{
    Gav, GradleSources, ManifestFile, MavenEnvironment, MavenRepository, MavenSettings,
    MavenSources, Module, artifact_folder, link_with, metadata_versions,
};
use seaworthy_source::SourceTree;

/// Largest file of a repository that is read.
const MAX_BYTES: u64 = 4 << 20;

/// What Maven would know on this machine without the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalMaven {
    /// The folder with the poms, if one is to be used.
    pub repository: Option<PathBuf>,
    /// What the user's settings say.
    pub settings: MavenSettings,
    /// Folder of Gradle's user home, whose cache is used for builds with Gradle beside the repository of Maven.
    pub gradle_home: Option<PathBuf>,
}

/// The modules of an application. With a local repository, modules of Maven and Gradle also have what their libraries
/// bring; such dependencies say how they get in.
pub(crate) fn modules(
    tree: &SourceTree,
    manifests: Vec<ManifestFile>,
    maven: &LocalMaven,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Module> {
    let repository = maven.repository.as_deref();
    let cache = maven.gradle_home.as_deref().map(cache_of);
    let files: BTreeSet<Arc<str>> = tree.files.iter().map(|f| Arc::clone(&f.path)).collect();
    let of_maven = |gav: &Gav| text(&repository?.join(gav.pom_path()?)).map(Arc::from);
    let maven_versions = |group: &str, artifact: &str| {
        repository.map(|folder| versions(folder, group, artifact)).unwrap_or_default()
    };
    let cached = |gav: &Gav, extension: &str| cached(cache.as_deref()?, gav, extension);
    let of_gradle = |gav: &Gav| cached(gav, "pom").or_else(|| of_maven(gav));
    let gradle_versions = |group: &str, artifact: &str| {
        let mut found = maven_versions(group, artifact);
        found.extend(cache.iter().flat_map(|cache| cached_versions(cache, group, artifact)));
        found
    };
    let metadata = |gav: &Gav| cached(gav, "module");
    let environment = MavenEnvironment::default().with_settings(&maven.settings);
    let maven_sources = MavenSources {
        repository: MavenRepository { pom: &of_maven, versions: &maven_versions },
        environment: &environment,
        tree: &files,
    };
    let gradle_sources = GradleSources {
        repository: MavenRepository { pom: &of_gradle, versions: &gradle_versions },
        metadata: &metadata,
    };
    let maven_sources = repository.is_some().then_some(maven_sources);
    let gradle_sources = (repository.is_some() || cache.is_some()).then_some(gradle_sources);
    link_with(manifests, maven_sources, gradle_sources, problems)
}

/// The folder of a Gradle user home with what was fetched from repositories.
fn cache_of(home: &Path) -> PathBuf {
    home.join("caches/modules-2/files-2.1")
}

/// Folder of an artifact in Gradle's cache; `None` for names that could lead out of it.
fn cache_folder(cache: &Path, group: &str, artifact: &str) -> Option<PathBuf> {
    artifact_folder(group, artifact)?;
    Some(cache.join(group).join(artifact))
}

/// A file of a library in Gradle's cache: it lies in a folder named by its hash.
fn cached(cache: &Path, gav: &Gav, extension: &str) -> Option<Arc<str>> {
    gav.pom_path()?;
    let folder = cache_folder(cache, &gav.group, &gav.artifact)?.join(&*gav.version);
    let name = format!("{}-{}.{extension}", gav.artifact, gav.version);
    let hashes = fs::read_dir(folder).ok()?.flatten();
    let files: BTreeSet<PathBuf> = hashes.map(|hash| hash.path().join(&name)).collect();
    files.iter().find_map(|file| text(file)).map(Arc::from)
}

/// The versions of an artifact that are in Gradle's cache.
fn cached_versions(cache: &Path, group: &str, artifact: &str) -> BTreeSet<String> {
    let entries = cache_folder(cache, group, artifact).map(fs::read_dir);
    let entries = entries.into_iter().flatten().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn text(path: &Path) -> Option<String> {
    let size = fs::metadata(path).ok()?.len();
    if size > MAX_BYTES {
        return None;
    }
    Some(String::from_utf8_lossy(&fs::read(path).ok()?).into_owned())
}

/// The versions of an artifact: those that the metadata of remote repositories list, and those that are there.
fn versions(repository: &Path, group: &str, artifact: &str) -> Vec<String> {
    let Some(folder) = artifact_folder(group, artifact).map(|f| repository.join(f)) else {
        return Vec::new();
    };
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("maven-metadata") && name.ends_with(".xml") {
            found.extend(metadata_versions(&text(&entry.path()).unwrap_or_default()));
        } else if entry.path().join(format!("{artifact}-{name}.pom")).is_file() {
            found.insert(name);
        }
    }
    found.into_iter().collect()
}
