//! Rule files and folders of rule files, read as Konveyor reads them.

mod condition;
mod discover;
mod file;
mod leaf;
mod ruleset;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::yaml::MAX_BYTES;
use crate::{Problem, Rule, Ruleset};
use seaworthy_base::Severity;

pub use condition::evaluation_order;
pub use file::{FileRules, load_file};
pub(crate) use leaf::CAPABILITIES;
use leaf::PROVIDERS;
pub(crate) use ruleset::parse_header;

/// Name of a ruleset without a header.
pub const DEFAULT_RULESET: &str = "konveyor-analysis";

/// What decides which conditions are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadOptions {
    /// Providers that can be asked; conditions of others are dropped, and the rules that need them.
    pub providers: BTreeSet<String>,
    /// Whether `<provider>.dependency` is asked; without, it is dropped like a missing provider.
    pub dependencies: bool,
    /// Whether files are read on all processors at once; the result is the same.
    pub parallel: bool,
}

impl Default for LoadOptions {
    /// Every provider of Konveyor and dependencies.
    fn default() -> Self {
        Self {
            providers: PROVIDERS.iter().map(|&p| p.to_owned()).collect(),
            dependencies: true,
            parallel: true,
        }
    }
}

/// A rule that any run answers with an error, because a condition cannot be read by its provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingRule {
    /// Name of its ruleset.
    pub ruleset: String,
    /// Its `ruleID`.
    pub rule: String,
    /// The reason, for the `errors` of the result.
    pub message: String,
}

/// Everything that a list of paths holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// Rulesets in the order of the paths; below a folder its sub-folders in the order of their names, then itself.
    pub rulesets: Vec<Ruleset>,
    /// What ends the run in Konveyor: `unable to parse rules`. The rulesets hold what could be read all the same.
    pub errors: Vec<Problem>,
    /// Files and rules that were left out without an error, and why.
    pub notes: Vec<Problem>,
    /// Rules that cannot be evaluated; they are in no ruleset.
    pub failing: Vec<FailingRule>,
}

/// Reads rules from files and folders.
pub fn load(paths: &[PathBuf], options: &LoadOptions) -> Loaded {
    let mut loaded = Loaded::default();
    let found = discover::discover(paths, &mut loaded.errors);
    let listed: Vec<&PathBuf> = found.iter().flat_map(|folder| &folder.files).collect();
    let files: Vec<FileRules> = if options.parallel {
        listed.into_par_iter().map(|path| read_file(path, options)).collect()
    } else {
        listed.into_iter().map(|path| read_file(path, options)).collect()
    };
    let mut files = files.into_iter();
    for folder in found {
        let header = ruleset::header(&folder.path, &mut loaded.notes);
        let rules = files.by_ref().take(folder.files.len());
        let header = match header {
            Ok(header) => header,
            Err(problem) => {
                loaded.errors.push(*problem);
                rules.for_each(drop);
                continue;
            }
        };
        let mut ruleset = header;
        for file in rules {
            ruleset.rules.extend(file.rules);
            loaded.errors.extend(file.errors);
            loaded.notes.extend(file.notes);
            loaded.failing.extend(file.failing.into_iter().map(|(rule, message)| FailingRule {
                ruleset: ruleset.name.clone(),
                rule,
                message,
            }));
        }
        if folder.single || !ruleset.rules.is_empty() {
            loaded.rulesets.push(ruleset);
        }
    }
    loaded
}

/// Reads chosen rules of one file, for the test runner: under the default ruleset, without labels of a `ruleset.yaml`. The
/// rules stand in the order of the file. Other rules of the file do not matter, even broken ones.
///
/// Errors: Konveyor's words where the file cannot be read or lacks an id.
pub fn load_chosen(
    path: &Path,
    ids: &BTreeSet<String>,
    options: &LoadOptions,
) -> Result<Loaded, Box<Problem>> {
    let shared: Arc<Path> = Arc::from(path);
    let text = read_text(path)?;
    let chosen = file::load_chosen(&shared, &text, ids, options)?;
    let failing = chosen.failing.into_iter().map(|(rule, message)| FailingRule {
        ruleset: DEFAULT_RULESET.to_owned(),
        rule,
        message,
    });
    Ok(Loaded {
        rulesets: vec![default_ruleset(chosen.rules)],
        errors: chosen.errors,
        notes: chosen.notes,
        failing: failing.collect(),
    })
}

/// Rule files and headers below the paths, folder by folder.
pub(crate) fn discover_files(paths: &[PathBuf], errors: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in discover::discover(paths, errors) {
        let header = folder.path.join("ruleset.yaml");
        files.extend(header.is_file().then_some(header));
        files.extend(folder.files);
    }
    files.dedup();
    files
}

fn default_ruleset(rules: Vec<Rule>) -> Ruleset {
    Ruleset {
        name: DEFAULT_RULESET.to_owned(),
        description: String::new(),
        labels: Vec::new(),
        rules,
    }
}

fn read_file(path: &Path, options: &LoadOptions) -> FileRules {
    let shared: Arc<Path> = Arc::from(path);
    match read_text(path) {
        Ok(text) => load_file(&shared, &text, options),
        Err(problem) => FileRules { errors: vec![*problem], ..FileRules::default() },
    }
}

/// The text of a file; what is no UTF-8 is replaced, as it only matters where a rule holds it.
pub(crate) fn read_text(path: &Path) -> Result<String, Box<Problem>> {
    let failure = |code, message: String| {
        Box::new(Problem::new(&Arc::from(path), Severity::Error, code, message))
    };
    let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
    if size > MAX_BYTES as u64 {
        return Err(failure("too-large", format!("the file is over {} MiB", MAX_BYTES >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|error| failure("unreadable", error.to_string()))?;
    Ok(seaworthy_base::decode(bytes).map(|decoded| decoded.text).unwrap_or_default())
}

#[cfg(test)]
mod tests;
