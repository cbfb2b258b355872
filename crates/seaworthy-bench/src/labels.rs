//! Label files: what a person said of places that rules found, and snippets with what must be found in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use seaworthy_rules::Grade;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::{LanguageGroup, Seed};

/// What a person says of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// What the rule says is true there, in production code, and worth a person's time at that severity.
    Right,
    /// It is not.
    Wrong,
}

/// One place that a rule found, and what was said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Id of the rule.
    pub rule: String,
    /// Path from the root of the repository.
    pub path: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The group it is counted in.
    pub group: LanguageGroup,
    /// The severity at which it was shown.
    pub severity: Grade,
    /// Seeds of the draws that it was in.
    pub draws: Vec<u32>,
    /// The first judgement; nothing in a stub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// A second judgement, made without looking at the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Verdict>,
    /// No rule finds this any more: the rule was mended after the draw.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// Why, in own words.
    #[serde(default)]
    pub reason: String,
}

/// The labels of one commit of one public repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepositoryLabels {
    /// `owner/name`.
    pub repository: String,
    /// The commit that paths and lines speak of, 40 hexadecimal digits.
    pub commit: String,
    /// The labels.
    #[serde(default)]
    pub label: Vec<Label>,
}

impl RepositoryLabels {
    /// The last part of `owner/name`, which is the folder of a checkout.
    pub fn name(&self) -> &str {
        self.repository.rsplit('/').next().unwrap_or(&self.repository)
    }
}

/// A small application of our own and everything that the rules must find in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snippet {
    /// The group it is counted in.
    pub group: LanguageGroup,
    /// What it shows, in a few words.
    pub about: String,
    /// Its files.
    pub file: Vec<SnippetFile>,
    /// Every finding in production, `rule path:line`; positive ones are not listed.
    pub expect: Vec<String>,
}

/// A file of a snippet or a seed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnippetFile {
    /// Its path.
    pub path: String,
    /// Its text.
    pub source: String,
}

/// Which sample the seeds of a group go into.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleRule {
    /// Prefix of rule ids.
    pub rules: String,
    /// Folder below `samples/`.
    pub sample: String,
}

/// Everything below a `labels/` folder.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Labels of public repositories, sorted by repository.
    pub repositories: Vec<RepositoryLabels>,
    /// Own snippets.
    pub snippets: Vec<Snippet>,
    /// Hand-written seeds.
    pub seeds: Vec<Seed>,
    /// Which sample seeds go into.
    pub samples: Vec<SampleRule>,
}

/// A label file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LabelError {
    /// It cannot be read.
    #[error("cannot read {path}: {error}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Its TOML is wrong.
    #[error("{path}: {error}")]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        error: Box<toml::de::Error>,
    },
    /// It says something impossible.
    #[error("{path}: {what}")]
    Meaning {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// There is no such folder.
    #[error("there is no folder of labels at {0}")]
    NoFolder(PathBuf),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SnippetToml {
    snippet: Vec<Snippet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedToml {
    #[serde(default)]
    seed: Vec<Seed>,
    #[serde(default)]
    into: Vec<SampleRule>,
}

impl Labels {
    /// Reads `repositories/`, `snippets/` and `seeds/` below a folder, each file in the order of its path.
    pub fn load(folder: &Path) -> Result<Self, LabelError> {
        if !folder.is_dir() {
            return Err(LabelError::NoFolder(folder.to_owned()));
        }
        let mut labels = Self::default();
        for path in toml_files(&folder.join("repositories")) {
            let file: RepositoryLabels = read(&path)?;
            check(&file).map_err(|what| LabelError::Meaning { path: path.clone(), what })?;
            labels.repositories.push(file);
        }
        for path in toml_files(&folder.join("snippets")) {
            labels.snippets.extend(read::<SnippetToml>(&path)?.snippet);
        }
        for path in toml_files(&folder.join("seeds")) {
            let file: SeedToml = read(&path)?;
            labels.seeds.extend(file.seed);
            labels.samples.extend(file.into);
        }
        labels.repositories.sort_by(|a, b| a.repository.cmp(&b.repository));
        Ok(labels)
    }
}

fn check(file: &RepositoryLabels) -> Result<(), String> {
    let is_commit = file.commit.len() == 40 && file.commit.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_commit {
        return Err("`commit` must be 40 hexadecimal digits".to_owned());
    }
    let mut seen = BTreeSet::new();
    for label in &file.label {
        let place = format!("{} at {}:{}", label.rule, label.path, label.line);
        if !seen.insert(place.clone()) {
            return Err(format!("{place} is labelled twice"));
        }
        if label.verdict.is_some() && label.reason.trim().is_empty() {
            return Err(format!("{place} has a verdict without a reason"));
        }
        if label.verdict.is_none() && label.again.is_some() {
            return Err(format!("{place} has a second judgement without a first"));
        }
    }
    Ok(())
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    walk.map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect()
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, LabelError> {
    let text = fs::read_to_string(path)
        .map_err(|error| LabelError::Read { path: path.to_owned(), error })?;
    toml::from_str(&text)
        .map_err(|error| LabelError::Syntax { path: path.to_owned(), error: Box::new(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    fn parse(text: &str) -> Result<(), String> {
        check(&toml::from_str::<RepositoryLabels>(text).map_err(|e| e.to_string())?)
    }

    fn label(extra: &str) -> String {
        format!(
            "repository = \"a/b\"\ncommit = \"{COMMIT}\"\n[[label]]\nrule = \"r\"\npath = \"p\"\nline = 1\n\
             group = \"Java\"\nseverity = \"hard\"\ndraws = [1]\n{extra}"
        )
    }

    #[test]
    fn a_verdict_needs_a_reason() {
        assert_eq!(parse(&label("")), Ok(()));
        assert_eq!(parse(&label("verdict = \"wrong\"\nreason = \"only a test\"")), Ok(()));
        assert!(parse(&label("verdict = \"wrong\"")).is_err_and(|e| e.contains("reason")));
        assert!(parse(&label("again = \"right\"")).is_err_and(|e| e.contains("second")));
        assert!(parse(&label("text = \"x\"")).is_err());
    }

    #[test]
    fn commits_are_whole() {
        assert!(parse(&label("").replace(COMMIT, "0123abc")).is_err_and(|e| e.contains("40")));
    }

    #[test]
    fn a_place_is_labelled_once() {
        let text = label("");
        let (_, one) = text.split_once("[[label]]").unwrap();
        let twice = format!("{text}\n[[label]]{one}");
        assert!(parse(&twice).is_err_and(|e| e.contains("twice")));
    }
}
