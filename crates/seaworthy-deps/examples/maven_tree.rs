//! Prints the dependency trees of all Maven projects under a folder in the form of `mvn dependency:tree`, from a local
//! repository and without network: `maven_tree FOLDER [REPOSITORY] [--problems]`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use seaworthy_deps::{
    Gav, ManifestFile, MavenEnvironment, MavenRepository, MavenSources, ResolvedProject,
    artifact_folder, is_manifest, metadata_versions, read, resolve_maven,
};

fn main() -> io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let problems = arguments.iter().any(|a| a == "--problems");
    arguments.retain(|a| !a.starts_with("--"));
    let mut arguments = arguments.into_iter().map(PathBuf::from);
    let Some(root) = arguments.next() else {
        return Err(io::Error::other("usage: maven_tree FOLDER [REPOSITORY] [--problems]"));
    };
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
    let repository = arguments.next().unwrap_or_else(|| home().join(".m2/repository"));

    let mut files = BTreeSet::new();
    list(&root, &root, &mut files)?;
    let mut manifests: Vec<ManifestFile> = Vec::new();
    for path in
        files.iter().filter(|p| is_manifest(p) && (p.ends_with("pom.xml") || p.contains(".mvn/")))
    {
        let text = String::from_utf8_lossy(&std::fs::read(root.join(&**path))?).into_owned();
        manifests.extend(read(path, &text, &mut Vec::new()));
    }
    let started = Instant::now();
    let pom = |gav: &Gav| {
        let bytes = std::fs::read(repository.join(gav.pom_path()?)).ok()?;
        Some(Arc::from(String::from_utf8_lossy(&bytes)))
    };
    let versions = |group: &str, artifact: &str| versions(&repository, group, artifact);
    let resolved = resolve_maven(
        &manifests,
        MavenSources {
            repository: MavenRepository { pom: &pom, versions: &versions },
            environment: &MavenEnvironment::default(),
            tree: &files,
        },
    );
    let elapsed = started.elapsed();
    let mut out = io::stdout().lock();
    for project in &resolved {
        out.write_all(tree(project).as_bytes())?;
        for problem in project.unresolved.iter().filter(|_| problems) {
            writeln!(out, "# {problem} ({})", problem.evidence.place())?;
        }
    }
    let count: usize = resolved.iter().map(|p| p.dependencies.len()).sum();
    writeln!(
        io::stderr(),
        "{} projects, {count} libraries, {} ms",
        resolved.len(),
        elapsed.as_millis()
    )
}

/// All files below a folder, without those of builds and version control.
fn list(root: &Path, folder: &Path, files: &mut BTreeSet<Arc<str>>) -> io::Result<()> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if entry.file_type()?.is_dir() {
                if !["target", ".git", "node_modules"].iter().any(|skip| name == *skip) {
                    folders.push(entry.path());
                }
            } else if let Ok(path) = entry.path().strip_prefix(root) {
                files.insert(Arc::from(path.to_string_lossy().replace('\\', "/")));
            }
        }
    }
    Ok(())
}

/// What the metadata and the folders of an artifact say.
fn versions(repository: &Path, group: &str, artifact: &str) -> Vec<String> {
    let Some(folder) = artifact_folder(group, artifact).map(|f| repository.join(f)) else {
        return Vec::new();
    };
    let mut versions = BTreeSet::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("maven-metadata") && name.ends_with(".xml") {
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            versions.extend(metadata_versions(&text));
        } else if entry.path().join(format!("{artifact}-{name}.pom")).is_file() {
            versions.insert(name);
        }
    }
    versions.into_iter().collect()
}

/// The tree in the form of `mvn dependency:tree`.
fn tree(project: &ResolvedProject) -> String {
    let root = &project.project;
    let mut text =
        format!("{}:{}:{}:{}\n", root.group, root.artifact, project.packaging, root.version);
    let children = |parent: Option<usize>| -> Vec<usize> {
        let all = project.dependencies.iter().enumerate();
        all.filter(|(_, d)| d.parent == parent).map(|(i, _)| i).collect()
    };
    let mut pending: Vec<(usize, String, bool)> = Vec::new();
    let push = |pending: &mut Vec<_>, parent, indent: &str| {
        let below = children(parent);
        for (i, child) in below.iter().enumerate().rev() {
            pending.push((*child, indent.to_owned(), i + 1 == below.len()));
        }
    };
    push(&mut pending, None, "");
    while let Some((index, indent, last)) = pending.pop() {
        let Some(library) = project.dependencies.get(index) else { continue };
        let classifier = if library.classifier.is_empty() {
            String::new()
        } else {
            format!("{}:", library.classifier)
        };
        let _ = writeln!(
            text,
            "{indent}{} {}:{}:{}:{classifier}{}:{}{}",
            if last { "\\-" } else { "+-" },
            library.gav.group,
            library.gav.artifact,
            library.type_,
            library.gav.version,
            library.scope,
            if library.optional { " (optional)" } else { "" },
        );
        push(&mut pending, Some(index), &format!("{indent}{}  ", if last { " " } else { "|" }));
    }
    text
}
