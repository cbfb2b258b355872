//! The local repository of Maven, as far as it is there: poms of libraries, never the network.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::Diagnostic;
use seaworthy_deps::{
    Gav, ManifestFile, MavenEnvironment, MavenRepository, MavenSettings, MavenSources, Module,
    artifact_folder, link, link_with, metadata_versions,
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
}

/// The modules of an application. With a local repository, Maven modules also have what their libraries bring; such
/// dependencies say how they get in.
pub(crate) fn modules(
    tree: &SourceTree,
    manifests: Vec<ManifestFile>,
    maven: &LocalMaven,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Module> {
    let Some(repository) = &maven.repository else { return link(manifests, problems) };
    let files: BTreeSet<Arc<str>> = tree.files.iter().map(|f| Arc::clone(&f.path)).collect();
    let pom = |gav: &Gav| text(&repository.join(gav.pom_path()?)).map(Arc::from);
    let versions = |group: &str, artifact: &str| versions(repository, group, artifact);
    let sources = MavenSources {
        repository: MavenRepository { pom: &pom, versions: &versions },
        environment: &MavenEnvironment::default().with_settings(&maven.settings),
        tree: &files,
    };
    link_with(manifests, Some(sources), problems)
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
