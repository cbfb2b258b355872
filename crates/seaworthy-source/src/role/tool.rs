//! What developers run to build, release or measure the application: analysed and listed as tests are, because it never
//! runs where the application does.

use seaworthy_facts::{Language, Role};

use super::{PathParts, Surroundings, Verdict};

/// Pairs of folders that only developers look into.
const FOLDERS: [&[&str]; 7] = [
    &["contrib", "internal"],
    &["contrib", "profiling"],
    &["contrib", "dev"],
    &["contrib", "tools"],
    &["docker", "build"],
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

/// Of these folders, scripts in JavaScript are for developers unless their names start with one of [`PROGRAMS`]: the
/// server stands elsewhere, and what the image runs beside it is mostly written for a shell.
const SIDE_FOLDERS: [&str; 4] = ["dev", "devtools", "extra", "tools"];

/// How programs are called that run beside the server.
const PROGRAMS: [&str; 15] = [
    "app",
    "cron",
    "daemon",
    "entrypoint",
    "health",
    "healthcheck",
    "index",
    "main",
    "migrate",
    "run",
    "serve",
    "server",
    "start",
    "worker",
    "www",
];

/// Scripts that dpkg and rpm run on a host when they install a package.
const PACKAGING: [&str; 8] = [
    "preinst",
    "postinst",
    "prerm",
    "postrm",
    "preinstall",
    "postinstall",
    "preremove",
    "postremove",
];

pub(super) fn by_path(path: &PathParts<'_>, surroundings: &Surroundings) -> Option<Verdict> {
    let tool = Some((Role::Test, "a tool of the developers"));
    // Scripts without an extension are told by their first line, after this.
    let may_be_code = path.language.is_code() || path.language == Language::Other;
    if path.has(&["src", "main"]) || path.is_program_class || !may_be_code {
        return None;
    }
    let in_package = |f: &&str| matches!(*f, "debian" | "deb" | "rpm" | "packaging");
    let stem = path.file.split('.').next().unwrap_or("");
    if PACKAGING.contains(&stem) && path.folders.iter().any(in_package) {
        return Some((Role::Test, "installs a package on a host"));
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
    let (at, folder) = script?;
    // Below a package of its own, such a folder holds a part of the application.
    let below = path.folders.get(at + 1..).unwrap_or_default();
    if surroundings.is_package(path.folders.get(..=at).unwrap_or_default()) {
        return None;
    }
    let first = |name: &str| {
        let word = first_word(name);
        CHORES.contains(&word) && !word.is_empty()
    };
    let on_changes = path
        .file
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| matches!(word, "changes" | "changelog"));
    if first(path.file) || below.iter().any(|folder| first(folder)) || on_changes {
        return tool;
    }
    let is_script = matches!(path.language, Language::JavaScript | Language::TypeScript);
    if is_script
        && at == 0
        && SIDE_FOLDERS.contains(folder)
        && !PROGRAMS.contains(&first_word(path.file))
    {
        return tool;
    }
    None
}

/// The letters and digits that a name starts with.
fn first_word(name: &str) -> &str {
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name.get(..end).unwrap_or(name)
}
