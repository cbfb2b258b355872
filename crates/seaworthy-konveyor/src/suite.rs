//! Tests of rules: `*.test.yaml` files, what their cases expect, and how the outcome is told. Running an analysis is the
//! caller's part.

mod filter;
mod judge;
mod parse;
mod render;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use seaworthy_base::Severity;

use crate::Problem;
use crate::load::read_text;

pub use filter::Filter;
pub use judge::judge;
pub use parse::load_suite;
pub use render::{Outcome, Summary, progress, results_to_json, results_to_junit};

/// One test file.
#[derive(Clone, Debug, PartialEq)]
pub struct Suite {
    /// The file, absolute where the caller's paths are.
    pub path: Arc<Path>,
    /// The rules: named by `rulesPath`, else the file of the same name without `.test`.
    pub rules: PathBuf,
    /// Providers with their data, sorted by name.
    pub providers: Vec<ProviderData>,
    /// Rules with their cases, in the order of the file.
    pub tests: Vec<RuleTest>,
}

/// The data that one provider looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderData {
    /// `builtin`, `java`, ….
    pub name: String,
    /// A path as written, relative to the test file.
    pub data_path: String,
}

/// The cases of one rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleTest {
    /// The rule.
    pub rule: String,
    /// Its cases.
    pub cases: Vec<Case>,
    /// Line of the entry, from 1.
    pub line: u32,
}

/// What one case expects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The rule it tests.
    pub rule: String,
    /// Unique for the rule.
    pub name: String,
    /// How the analysis runs.
    pub params: Params,
    /// The rule must find nothing.
    pub is_unmatched: bool,
    /// Tags that must be found: equal, or as regular expression.
    pub has_tags: Vec<String>,
    /// What must be true of the incidents.
    pub incidents: Option<Expectation>,
    /// Line of the entry, from 1.
    pub line: u32,
}

/// How the analysis of a case runs. Cases with equal parameters share one run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Params {
    /// Expression over labels of dependencies; may be empty.
    pub dep_label_selector: String,
    /// `full`, `source-only`, or empty for the default of the run.
    pub mode: String,
}

/// What must be true of the incidents of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// Their number.
    Count {
        /// At most one of the three is set.
        exactly: Option<i64>,
        /// No fewer.
        at_least: Option<i64>,
        /// No more.
        at_most: Option<i64>,
        /// Only incidents with this message count: regular expression or part of it.
        message_matches: Option<String>,
        /// Only incidents with this code count.
        code_snip_matches: Option<String>,
    },
    /// Their places.
    Locations(Vec<ExpectedPlace>),
}

/// A place where an incident must be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedPlace {
    /// End of the incident's URI.
    pub file_uri: String,
    /// From 1.
    pub line_number: i64,
    /// Its message: regular expression or part of it.
    pub message_matches: Option<String>,
    /// Its code.
    pub code_snip_matches: Option<String>,
}

/// Cases of a suite that share one analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Group<'s> {
    /// What they share.
    pub params: &'s Params,
    /// Rules with their cases of this group; the analysis knows only these rules.
    pub tests: Vec<(&'s str, Vec<&'s Case>)>,
}

impl Group<'_> {
    /// The rules that the analysis runs with.
    pub fn rule_ids(&self) -> std::collections::BTreeSet<String> {
        self.tests.iter().map(|&(rule, _)| rule.to_owned()).collect()
    }
}

impl Suite {
    /// The input of the analysis: the data of the provider whose name sorts first. `None` without providers, or with an
    /// empty path: an analysis of nothing.
    pub fn data_path(&self) -> Option<PathBuf> {
        let first = self.providers.first().filter(|p| !p.data_path.is_empty())?;
        let parent = self.path.parent().unwrap_or(Path::new(""));
        Some(clean(&parent.join(&first.data_path)))
    }

    /// Cases by parameters, in the order of their first case.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for test in &self.tests {
            for case in &test.cases {
                let at =
                    groups.iter().position(|g| *g.params == case.params).unwrap_or_else(|| {
                        groups.push(Group { params: &case.params, tests: Vec::new() });
                        groups.len() - 1
                    });
                let Some(group) = groups.get_mut(at) else { continue };
                match group.tests.iter_mut().find(|(rule, _)| *rule == test.rule) {
                    Some((_, cases)) => cases.push(case),
                    None => group.tests.push((&test.rule, vec![case])),
                }
            }
        }
        groups
    }
}

/// Reads every test file below the paths, in the order of their names. Suites without a test left by the filter are
/// missing.
///
/// Errors: in Konveyor the first one ends the invocation; here every broken file is told.
pub fn load_suites(paths: &[PathBuf], filter: &Filter) -> (Vec<Suite>, Vec<Problem>) {
    let mut errors = Vec::new();
    let mut files = Vec::new();
    for path in paths {
        find(path, &mut files, &mut errors);
    }
    let read: Vec<Result<Suite, Box<Problem>>> = files.par_iter().map(|path| read(path)).collect();
    let mut suites = Vec::new();
    for suite in read {
        match suite {
            Ok(mut suite) => {
                filter.apply(&mut suite);
                if !suite.tests.is_empty() {
                    suites.push(suite);
                }
            }
            Err(problem) => errors.push(*problem),
        }
    }
    (suites, errors)
}

fn read(path: &Path) -> Result<Suite, Box<Problem>> {
    let shared: Arc<Path> = Arc::from(path);
    let text = read_text(path)?;
    let config = path.with_file_name("testing-config.yaml");
    let shared_data = if config.is_file() {
        // A broken file counts as none, as in Konveyor.
        read_text(&config).map(|text| parse::providers(&text)).unwrap_or_default()
    } else {
        Vec::new()
    };
    load_suite(&shared, &text, shared_data)
}

fn is_test_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".test.yaml") || name.ends_with(".test.yml")
}

/// Test files below a path; folders with the suffix of a test file are folders. Links to folders are not followed.
fn find(root: &Path, files: &mut Vec<PathBuf>, errors: &mut Vec<Problem>) {
    let mut waiting = vec![(root.to_path_buf(), true)];
    while let Some((path, is_root)) = waiting.pop() {
        let meta = if is_root { path.metadata() } else { path.symlink_metadata() };
        let is_folder = match meta {
            Ok(meta) => meta.is_dir(),
            Err(error) => {
                errors.push(unreadable(&path, &error));
                continue;
            }
        };
        if !is_folder {
            if is_test_file(&path) {
                files.push(path);
            }
            continue;
        }
        match std::fs::read_dir(&path) {
            Ok(entries) => {
                let mut below: Vec<PathBuf> =
                    entries.filter_map(Result::ok).map(|e| e.path()).collect();
                below.sort_by(|a, b| b.file_name().cmp(&a.file_name()));
                waiting.extend(below.into_iter().map(|path| (path, false)));
            }
            Err(error) => errors.push(unreadable(&path, &error)),
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(&Arc::from(path), Severity::Error, "unreadable", error.to_string())
}

/// A path without `.` and without `x/..`.
pub(crate) fn clean(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => match out.components().next_back() {
                Some(Component::Normal(_)) => {
                    out.pop();
                }
                Some(Component::RootDir) => {}
                _ => out.push(".."),
            },
            _ => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests;
