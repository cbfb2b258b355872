//! Running the rules over folders.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use seaworthy_pipeline::{Input, Options, assess};
use seaworthy_rules::Grade;

use crate::{RepositoryLabels, Snippet, SnippetFile};

/// A place that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Id of the rule.
    pub rule: String,
    /// Path from the root of the application.
    pub path: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: u32,
}

/// A run that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The application could not be assessed.
    #[error(transparent)]
    Assess(#[from] seaworthy_pipeline::RunError),
    /// Files of a snippet or seed could not be written.
    #[error("cannot write {path}: {error}")]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A repository of the labels is not in the checkout.
    #[error(
        "{0} is not there; lay repositories out by name, at the commits that their label files name"
    )]
    NoCheckout(PathBuf),
    /// A seed names a sample that is not there, or an anchor that the sample's file does not hold.
    #[error("{0}")]
    Seed(String),
}

/// Every place in production that is not of severity positive.
pub fn places_of(root: &Path, options: &Options) -> Result<BTreeSet<Place>, RunError> {
    let outcome = assess(&Input::Path(root.to_owned()), None, options, &|_| {})?;
    let findings = outcome.assessment.findings.iter().filter(|f| f.grade != Grade::Positive);
    Ok(findings
        .flat_map(|finding| {
            let counting = finding.incidents.iter().filter(|i| i.role.counts());
            counting.map(|incident| Place {
                rule: finding.rule.clone(),
                path: incident.evidence.path.to_string(),
                line: incident.evidence.at.line,
            })
        })
        .collect())
}

/// Assesses the repositories below `folder` and notes at each label whether its place is still found.
pub fn check_out(
    repositories: &mut [RepositoryLabels],
    folder: &Path,
    options: &Options,
) -> Result<(), RunError> {
    for repository in repositories {
        let root = folder.join(repository.name());
        if !root.is_dir() {
            return Err(RunError::NoCheckout(root));
        }
        let places = places_of(&root, options)?;
        for label in &mut repository.label {
            let place =
                Place { rule: label.rule.clone(), path: label.path.clone(), line: label.line };
            label.gone = !places.contains(&place);
        }
    }
    Ok(())
}

/// Writes files below `root`.
pub(crate) fn write_files(root: &Path, files: &[SnippetFile]) -> Result<(), RunError> {
    for file in files {
        let path = root.join(&file.path);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, &file.source));
        written.map_err(|error| RunError::Write { path, error })?;
    }
    Ok(())
}

/// An empty folder for an application that is written, `app` below a temporary one whose own name must not matter.
pub(crate) fn workplace() -> Result<(tempfile::TempDir, PathBuf), RunError> {
    let failed = |error| RunError::Write { path: std::env::temp_dir(), error };
    let folder = tempfile::Builder::new().prefix("seaworthy-").tempdir().map_err(failed)?;
    let root = folder.path().join("app");
    fs::create_dir_all(&root).map_err(failed)?;
    Ok((folder, root))
}

/// What is wrong with the snippets, one line each: findings that are missing, and findings that are not expected.
pub fn check_snippets(snippets: &[Snippet], options: &Options) -> Result<Vec<String>, RunError> {
    let mut wrong = Vec::new();
    for snippet in snippets {
        let (_folder, root) = workplace()?;
        write_files(&root, &snippet.file)?;
        let places = places_of(&root, options)?;
        let found: BTreeSet<String> =
            places.iter().map(|p| format!("{} {}:{}", p.rule, p.path, p.line)).collect();
        let expected: BTreeSet<String> = snippet.expect.iter().cloned().collect();
        let about = &snippet.about;
        wrong.extend(expected.difference(&found).map(|m| format!("{about}: missing: {m}")));
        wrong.extend(found.difference(&expected).map(|m| format!("{about}: not expected: {m}")));
    }
    Ok(wrong)
}
