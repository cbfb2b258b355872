//! Folders that tools fill: version control, caches, fetched packages, build output.

use std::fs;
use std::path::Path;

/// Folders that are never part of an application, whatever lies beside them.
const ALWAYS: [(&str, &str); 17] = [
    (".git", "version control"),
    (".svn", "version control"),
    (".hg", "version control"),
    (".bzr", "version control"),
    ("CVS", "version control"),
    (".idea", "editor settings"),
    (".vscode", "editor settings"),
    (".vs", "editor settings"),
    ("node_modules", "fetched npm packages"),
    ("bower_components", "fetched Bower packages"),
    ("jspm_packages", "fetched jspm packages"),
    ("__pycache__", "cache of Python"),
    (".gradle", "cache of Gradle"),
    (".tox", "cache of tox"),
    (".mypy_cache", "cache of mypy"),
    (".pytest_cache", "cache of pytest"),
    (".terraform", "cache of Terraform"),
];

/// Why a folder of this name is left out wherever it lies, archives included.
pub(crate) fn always_skipped(name: &str) -> Option<&'static str> {
    ALWAYS.iter().find(|(folder, _)| *folder == name).map(|(_, reason)| *reason)
}

/// Why the folder at `path` is left out. Names that an application may use too, such as `build`, count only
/// where a file beside them proves that a tool writes there.
pub(super) fn reason_to_skip(path: &Path, name: &str) -> Option<&'static str> {
    if let Some(reason) = always_skipped(name) {
        return Some(reason);
    }
    let parent = path.parent()?;
    let beside = |file: &str| parent.join(file).is_file();
    match name {
        "target" if beside("pom.xml") => Some("build output of Maven"),
        "target" if beside("Cargo.toml") => Some("build output of Cargo"),
        "target" if beside("build.sbt") => Some("build output of sbt"),
        "build" if beside("build.gradle") || beside("build.gradle.kts") => {
            Some("build output of Gradle")
        }
        "build" | "dist" if beside("setup.py") || beside("pyproject.toml") => {
            Some("build output of Python")
        }
        "dist" if beside("package.json") && has_build_script(&parent.join("package.json")) => {
            Some("build output of npm")
        }
        "bin" | "obj" if has_dotnet_project(parent) => Some("build output of .NET"),
        _ if path.join("pyvenv.cfg").is_file() => Some("Python virtual environment"),
        _ => None,
    }
}

fn has_build_script(manifest: &Path) -> bool {
    fs::read(manifest).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains("\"build\""))
}

fn has_dotnet_project(folder: &Path) -> bool {
    const PROJECTS: [&str; 4] = ["csproj", "vbproj", "fsproj", "sqlproj"];
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        Path::new(&entry.file_name())
            .extension()
            .and_then(|ext| ext.to_str())
            .is_some_and(|ext| PROJECTS.contains(&ext))
    })
}
