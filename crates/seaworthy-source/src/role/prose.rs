//! Documents, and samples beside the application.

use seaworthy_facts::{Language, Role};

use super::{PathParts, Verdict};

/// File names (without extension) of documents that projects carry.
const NAMES: [&str; 19] = [
    "license",
    "licence",
    "notice",
    "readme",
    "changelog",
    "changes",
    "copying",
    "copyright",
    "contributing",
    "contributors",
    "authors",
    "maintainers",
    "codeowners",
    "code_of_conduct",
    "security",
    "history",
    "install",
    "upgrading",
    "credits",
];

/// How files end that show what another file could hold.
const SUFFIXES: [&str; 5] = [".example", ".sample", ".dist", ".template", ".tmpl"];

/// Folders count only this near to the root: further down they are more likely a feature of the application.
const NEAR_ROOT: usize = 2;

pub(super) fn by_path(path: &PathParts<'_>) -> Option<Verdict> {
    let near_root = || path.folders.iter().take(NEAR_ROOT);
    // What others contributed is no feature of the application, however deep its examples stand.
    let depth = if path.folders.first() == Some(&"contrib") { usize::MAX } else { NEAR_ROOT };
    if path.folders.iter().take(depth).any(|f| {
        matches!(
            *f,
            "example"
                | "examples"
                | "sample"
                | "samples"
                | "demo"
                | "demos"
                | "tutorial"
                | "tutorials"
                | "quickstart"
                | "quickstarts"
        )
    }) {
        return Some((Role::Sample, "in a folder of examples"));
    }
    if SUFFIXES.iter().any(|suffix| path.file.ends_with(suffix)) {
        return Some((Role::Sample, "an example or template of a file"));
    }
    if is_stand_in(path.file) {
        return Some((
            Role::Sample,
            "a stand-in for Web.config, which IIS reads under that name only",
        ));
    }
    if path.language == Language::Markdown {
        return Some((Role::Docs, "a document"));
    }
    let stem = path.file.split('.').next().unwrap_or("");
    let is_prose = matches!(path.language, Language::Plain | Language::Other | Language::Html);
    if is_prose && NAMES.contains(&stem) {
        return Some((Role::Docs, "a document"));
    }
    if near_root().any(|f| {
        matches!(*f, "docs" | "doc" | "documentation" | "javadoc" | "apidocs" | "screenshots")
    }) {
        return Some((Role::Docs, "in a folder of documents"));
    }
    None
}

/// `MySQLWeb.config`, `Db_Web.config`: to be renamed by hand. `Web.Release.config` is a transformation.
fn is_stand_in(file: &str) -> bool {
    file.strip_suffix("web.config").is_some_and(|before| {
        before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    })
}
