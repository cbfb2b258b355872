//! Prints the libraries of all Gradle projects under a folder, one a line with its part and what brings it, from a Gradle
//! user home and a local repository of Maven, without network: `gradle_list FOLDER [GRADLE_HOME [REPOSITORY]]`.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use seaworthy_deps::{
    BuildTool, Gav, GradleSources, ManifestFile, MavenRepository, artifact_folder, is_manifest,
    link_with, read,
};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let Some(root) = arguments.next() else {
        return Err(io::Error::other("usage: gradle_list FOLDER [GRADLE_HOME [REPOSITORY]]"));
    };
    let home = PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
    let cache = arguments.next().unwrap_or_else(|| home.join(".gradle"));
    let cache = cache.join("caches/modules-2/files-2.1");
    let repository = arguments.next().unwrap_or_else(|| home.join(".m2/repository"));

    let mut manifests: Vec<ManifestFile> = Vec::new();
    for path in files(&root)?.iter().filter(|p| is_manifest(p) && !p.ends_with("pom.xml")) {
        let text = String::from_utf8_lossy(&std::fs::read(root.join(&**path))?).into_owned();
        manifests.extend(read(path, &text, &mut Vec::new()));
    }
    let started = Instant::now();
    let text = |path: PathBuf| -> Option<Arc<str>> {
        Some(Arc::from(String::from_utf8_lossy(&std::fs::read(path).ok()?)))
    };
    let cached = |gav: &Gav, extension: &str| {
        let folder = cache.join(&*gav.group).join(&*gav.artifact).join(&*gav.version);
        let name = format!("{}-{}.{extension}", gav.artifact, gav.version);
        let hashes = std::fs::read_dir(folder).ok()?.flatten();
        hashes.map(|hash| hash.path().join(&name)).find_map(text)
    };
    let pom = |gav: &Gav| cached(gav, "pom").or_else(|| text(repository.join(gav.pom_path()?)));
    let versions = |group: &str, artifact: &str| {
        let folders = [
            Some(cache.join(group).join(artifact)),
            artifact_folder(group, artifact).map(|f| repository.join(f)),
        ];
        let entries = folders.into_iter().flatten().filter_map(|f| std::fs::read_dir(f).ok());
        let entries = entries.flatten().flatten().filter(|e| e.path().is_dir());
        entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect()
    };
    let metadata = |gav: &Gav| cached(gav, "module");
    let sources = GradleSources {
        repository: MavenRepository { pom: &pom, versions: &versions },
        metadata: &metadata,
    };
    let mut problems = Vec::new();
    let modules = link_with(manifests, None, Some(sources), &mut problems);
    let elapsed = started.elapsed();
    let mut out = io::stdout().lock();
    for module in modules.iter().filter(|m| m.build_tool == BuildTool::Gradle) {
        writeln!(out, "## {}", module.root)?;
        for library in &module.dependencies {
            let version = library.version.as_deref().unwrap_or("?");
            let way = if library.direct { "direct".to_owned() } else { library.via.join(" > ") };
            writeln!(out, "{:?}\t{}:{version}\t{way}", library.scope, library.name)?;
        }
    }
    for problem in &problems {
        writeln!(out, "# {problem:?}")?;
    }
    writeln!(io::stderr(), "{} modules, {} ms", modules.len(), elapsed.as_millis())
}

/// The paths of all files below a folder, without those of builds and version control.
fn files(root: &Path) -> io::Result<BTreeSet<Arc<str>>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if entry.file_type()?.is_dir() {
                if !["build", ".gradle", ".git", "node_modules"].iter().any(|skip| name == *skip) {
                    folders.push(entry.path());
                }
            } else if let Ok(path) = entry.path().strip_prefix(root) {
                found.insert(Arc::from(path.to_string_lossy().replace('\\', "/")));
            }
        }
    }
    Ok(found)
}
