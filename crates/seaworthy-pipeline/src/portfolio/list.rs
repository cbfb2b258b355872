//! Which applications a portfolio has: a `portfolio.toml`, or folders of folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use seaworthy_base::{Span, code_frame};
use seaworthy_source::is_git_url;
use serde::Deserialize;

/// Where an application is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A folder or an archive.
    Path(PathBuf),
    /// A repository to clone.
    Git(String),
}

/// One application of a portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// A file-system-safe name, unique in the portfolio.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub location: Location,
    /// Who owns it, as the list says.
    pub team: String,
    /// What it is worth to the business, as the list says.
    pub business_value: String,
}

/// Why a list cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// It could not be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The list.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// It is no valid list; the text is a code frame.
    #[error("{0}")]
    Invalid(String),
    /// There is nothing in it.
    #[error(
        "no application was found in {0}; give a folder that holds one folder or archive per application, or a portfolio.toml"
    )]
    Empty(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    application: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: toml::Spanned<String>,
    path: Option<String>,
    git: Option<String>,
    #[serde(default)]
    team: String,
    #[serde(default)]
    business_value: String,
}

/// Reads the arguments of `seaworthy portfolio`: files ending in `.toml` are lists, folders hold one application per
/// folder or archive. A path in a list is relative to the list. Whether a path exists is found out when its turn comes.
pub fn read(arguments: &[PathBuf]) -> Result<Vec<Entry>, ListError> {
    let mut entries = Vec::new();
    for argument in arguments {
        if argument.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
            list(argument, &mut entries)?;
        } else {
            folder(argument, &mut entries)?;
        }
    }
    if entries.is_empty() {
        let shown: Vec<String> = arguments.iter().map(|a| a.display().to_string()).collect();
        return Err(ListError::Empty(shown.join(", ")));
    }
    let mut used = BTreeSet::new();
    for entry in &mut entries {
        entry.id = unique(&entry.name, &mut used);
    }
    Ok(entries)
}

fn list(path: &Path, entries: &mut Vec<Entry>) -> Result<(), ListError> {
    let text = fs::read_to_string(path)
        .map_err(|error| ListError::Unreadable { path: path.to_owned(), error })?;
    let shown = path.display().to_string();
    let invalid = |message: &str, span: Span| {
        ListError::Invalid(code_frame("the portfolio list is wrong", &shown, &text, span, message))
    };
    let list: List = toml::from_str(&text).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        invalid(error.message(), Span::new(range.start, range.end))
    })?;
    let base = path.parent().unwrap_or(Path::new(""));
    for row in list.application {
        let span = Span::new(row.name.span().start, row.name.span().end);
        let name = row.name.into_inner();
        let location = match (row.path, row.git) {
            (Some(path), None) if is_git_url(&path) => Location::Git(path),
            (Some(path), None) => Location::Path(base.join(path)),
            (None, Some(url)) => Location::Git(url),
            _ => return Err(invalid("an application needs either `path` or `git`", span)),
        };
        entries.push(Entry {
            id: String::new(),
            name,
            location,
            team: row.team,
            business_value: row.business_value,
        });
    }
    Ok(())
}

fn folder(path: &Path, entries: &mut Vec<Entry>) -> Result<(), ListError> {
    let unreadable = |error| ListError::Unreadable { path: path.to_owned(), error };
    let mut children: Vec<PathBuf> =
        fs::read_dir(path).map_err(unreadable)?.filter_map(|e| Some(e.ok()?.path())).collect();
    children.sort();
    for child in children {
        let name = child.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let archive = [".jar", ".war", ".ear", ".zip", ".tar.gz", ".tgz", ".tar"]
            .iter()
            .any(|e| name.to_ascii_lowercase().ends_with(e));
        if name.starts_with('.') || !(child.is_dir() || archive) {
            continue;
        }
        entries.push(Entry {
            id: String::new(),
            name,
            location: Location::Path(child),
            team: String::new(),
            business_value: String::new(),
        });
    }
    Ok(())
}

/// Letters, digits, `.`, `_` and `-`; never `.` or `..`, never empty, never taken twice.
fn unique(name: &str, used: &mut BTreeSet<String>) -> String {
    let safe: String = name
        .chars()
        .take(80)
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .collect();
    let base = match safe.trim_matches(['.', '-']) {
        "" => "application".to_owned(),
        trimmed => trimmed.to_owned(),
    };
    // Some file systems take `Shop` and `shop` for the same name.
    let mut candidate = base.clone();
    let mut n = 2;
    while !used.insert(candidate.to_ascii_lowercase()) {
        candidate = format!("{base}-{n}");
        n += 1;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_applications() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("portfolio.toml");
        fs::write(&path, "[[application]]\nname = \"a b\"\npath = \"x\"\nteam = \"t\"\n[[application]]\nname = \"A B\"\ngit = \"https://h/r.git\"\n").unwrap();
        let entries = read(&[path]).unwrap();
        assert_eq!((entries[0].id.as_str(), entries[1].id.as_str()), ("a-b", "A-B-2"));
        assert_eq!(entries[0].location, Location::Path(dir.path().join("x")));
        assert_eq!(entries[1].location, Location::Git("https://h/r.git".to_owned()));
    }

    #[test]
    fn mistakes_are_shown_in_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("p.toml");
        fs::write(&path, "[[application]]\nname = \"a\"\npaht = \"x\"\n").unwrap();
        let message = read(std::slice::from_ref(&path)).unwrap_err().to_string();
        assert!(message.contains("p.toml:3:1"), "{message}");
        fs::write(&path, "[[application]]\nname = \"a\"\n").unwrap();
        let message = read(&[path]).unwrap_err().to_string();
        assert!(message.contains("either `path` or `git`"), "{message}");
        assert!(matches!(read(&[dir.path().join("none")]), Err(ListError::Unreadable { .. })));
    }
}
