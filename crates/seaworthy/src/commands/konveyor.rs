//! Konveyor rules for several commands: finding, loading, showing what is wrong with them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::Severity;
use seaworthy_konveyor::{LoadOptions, Loaded, Problem, load, technologies};

use crate::exit::Exit;
use crate::terminal;

/// The rulesets of an installed kantra, where there is one.
pub(crate) fn installed_rulesets() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let folders = [
        std::env::var_os("KANTRA_DIR").map(PathBuf::from),
        home.map(|home| PathBuf::from(home).join(".kantra")),
    ];
    folders.into_iter().flatten().map(|folder| folder.join("rulesets")).find(|path| path.is_dir())
}

/// Loads rules that must be whole: what ends a run of kantra ends this one, with the place of every mistake.
pub(crate) fn loaded(paths: &[PathBuf], options: &LoadOptions) -> anyhow::Result<Loaded> {
    for path in paths {
        anyhow::ensure!(
            path.exists(),
            "there are no rules at {}; give a rule file or a folder of them with --rules",
            path.display()
        );
    }
    let loaded = load(paths, options);
    if !loaded.errors.is_empty() {
        let shown = frames(&loaded.errors);
        let _ = writeln!(std::io::stderr(), "{shown}");
        anyhow::bail!(
            "unable to parse rules: {} in the rule files; `seaworthy rules lint` shows all there is to mend",
            counted(loaded.errors.len(), "error", "errors")
        );
    }
    Ok(loaded)
}

/// Every problem with the lines of its file, one after the other.
pub(crate) fn frames(problems: &[Problem]) -> String {
    let mut texts: BTreeMap<Arc<Path>, String> = BTreeMap::new();
    let mut out = Vec::new();
    for problem in problems {
        let text = texts
            .entry(Arc::clone(&problem.path))
            .or_insert_with(|| fs::read_to_string(&problem.path).unwrap_or_default());
        out.push(problem.frame(text));
    }
    out.join("\n")
}

/// `3 errors, 1 warning, 2 notes`.
pub(crate) fn tally(problems: &[Problem]) -> String {
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    [
        counted(count(Severity::Error), "error", "errors"),
        counted(count(Severity::Warning), "warning", "warnings"),
        counted(count(Severity::Note), "note", "notes"),
    ]
    .join(", ")
}

/// Whether it is a file with one of the endings, or a folder with one somewhere below.
pub(crate) fn holds(path: &Path, endings: &[&str]) -> bool {
    let fits =
        |p: &Path| p.extension().and_then(|e| e.to_str()).is_some_and(|e| endings.contains(&e));
    if path.is_file() {
        return fits(path);
    }
    let mut pending = vec![path.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let Ok(kind) = entry.file_type() else { continue };
            // A link may lead back up; what it leads to is looked at where it lies.
            if kind.is_dir() {
                pending.push(entry.path());
            } else if fits(&entry.path()) {
                return true;
            }
        }
    }
    false
}

/// What `list-sources` and `list-targets` print.
pub(crate) fn list_technologies(rules: &[PathBuf], sources: bool) -> anyhow::Result<Exit> {
    let mut paths = rules.to_vec();
    if paths.is_empty() {
        paths.extend(installed_rulesets());
    }
    anyhow::ensure!(
        !paths.is_empty(),
        "there are no rules to look at; give them with --rules, or install kantra's rulesets in ~/.kantra/rulesets"
    );
    let found = technologies(&loaded(&paths, &LoadOptions::default())?.rulesets);
    let (title, names) = if sources {
        ("available source technologies:", found.sources)
    } else {
        ("available target technologies:", found.targets)
    };
    let mut out = format!("{title}\n");
    for name in names {
        out.push_str(&name);
        out.push('\n');
    }
    terminal::print(&out)?;
    Ok(Exit::Done)
}

pub(crate) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
