//! What developers run to build, release or measure the application: analysed and listed as tests are, because it never
//! runs where the application does.

use seaworthy_facts::{Language, Role};

use super::{PathParts, Surroundings, Verdict};

/// Pairs of folders that only developers look into.
const FOLDERS: [&[&str]; 5] = [
    &["contrib", "internal"],
    &["contrib", "profiling"],
    &["contrib", "dev"],
    &["lib", "capistrano"],
    &["internal", "tools"],
];

/// Folders beside the application that hold scripts for people; some of the scripts are for production, so their
/// names decide.
const SCRIPT_FOLDERS: [&str; 8] =
    ["bin", "build", "contrib", "dev", "devtools", "extra", "scripts", "tools"];

/// What scripts of developers do: the first word of their names.
const CHORES: [&str; 8] =
    ["build", "bump", "changelog", "generate", "lint", "publish", "release", "test"];

pub(super) fn by_path(path: &PathParts<'_>, surroundings: &Surroundings) -> Option<Verdict> {
    let tool = Some((Role::Test, "a tool of the developers"));
    if path.has(&["src", "main"]) || path.is_program_class || !path.language.is_code() {
        return None;
    }
    if FOLDERS.iter().any(|folders| path.has(folders)) {
        return tool;
    }
    // What Cargo runs before it compiles, what measures, and the tasks of a workspace.
    if path.language == Language::Rust
        && (path.file == "build.rs" && path.folders.last() != Some(&"src")
            || path.folders.iter().any(|f| matches!(*f, "benches" | "xtask")))
    {
        return tool;
    }
    // Go keeps what helps tests in packages such as `dbtest`, after `httptest` of its library.
    if path.language == Language::Go
        && path.folders.last().is_some_and(|f| {
            matches!(*f, "testx" | "testutil" | "testutils" | "testhelper" | "testhelpers")
                || f.strip_suffix("test").is_some_and(|rest| !matches!(rest, "" | "con" | "la"))
        })
    {
        return tool;
    }
    let script =
        path.folders.iter().enumerate().find(|(at, f)| *at < 2 && SCRIPT_FOLDERS.contains(f));
    let (at, _) = script?;
    // Below a package of its own, such a folder holds a part of the application.
    let below = path.folders.get(at + 1..).unwrap_or_default();
    if surroundings.is_package(path.folders.get(..=at).unwrap_or_default()) {
        return None;
    }
    let first = |name: &str| {
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        CHORES.contains(&name.get(..end).unwrap_or(name)) && !name.is_empty()
    };
    if first(path.file) || below.iter().any(|folder| first(folder)) {
        return tool;
    }
    None
}
