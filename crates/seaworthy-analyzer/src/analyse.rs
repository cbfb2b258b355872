//! The phases of a run.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::Diagnostic;
use seaworthy_konveyor::{
    DependencyFile, FailingRule, InvalidExpression, Ruleset, RulesetResult, Selector,
};
use seaworthy_providers::{
    FileId, FileTable, ListOptions, dependencies_of, list_files, read_dependencies,
};
use thiserror::Error;

use crate::evaluate::{Findings, matching_files};
use crate::plan::RulePlan;
use crate::providers::Providers;
use crate::scan::scan;
use crate::uri::UriBase;
use crate::violation::Builder;
use crate::{Analysis, Options, run, source};

/// What a run says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// A result for every name of a ruleset, sorted by name.
    pub results: Vec<RulesetResult>,
    /// The libraries of the build files; empty where [`crate::Options::dependencies`] does not ask for them.
    pub dependencies: Vec<DependencyFile>,
    /// What could not be read or was cut, sorted by path.
    pub problems: Vec<Diagnostic>,
}

/// Why there is no report.
#[derive(Debug, Error)]
pub enum AnalysisError {
    /// A selector is no expression.
    #[error(transparent)]
    Selector(#[from] InvalidExpression),
    /// The folder of the application cannot be listed.
    #[error("{} cannot be read: {source}", path.display())]
    Base {
        /// The folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

/// Runs rules over an application. Equal files, rules and options give equal reports, whatever the number of threads.
///
/// Errors: a selector that is none, a folder that cannot be listed; everything else becomes a problem of the report or an
/// error of its rule.
pub fn analyse(analysis: &Analysis<'_>) -> Result<Report, AnalysisError> {
    let listed = list_files(analysis.base, &ListOptions::default())
        .map_err(|source| AnalysisError::Base { path: analysis.base.to_owned(), source })?;
    analyse_files(analysis, listed)
}

/// The same of an application without files.
pub(crate) fn analyse_nothing(
    rulesets: &[Ruleset],
    failing: &[FailingRule],
    options: &Options,
) -> Result<Report, AnalysisError> {
    let analysis = Analysis { base: Path::new("/"), rulesets, failing, options };
    analyse_files(&analysis, (FileTable::default(), Vec::new()))
}

fn analyse_files(
    analysis: &Analysis<'_>,
    (table, mut problems): (FileTable, Vec<Diagnostic>),
) -> Result<Report, AnalysisError> {
    let options = analysis.options;
    let table = Arc::new(table);
    let selector = |text: &Option<String>| text.as_deref().map(Selector::parse).transpose();
    let label_selector = selector(&options.label_selector)?;
    let incident_selector = selector(&options.incident_selector)?;
    // Class files are not read, so that no incident lies in a library; a wrong expression is an error all the same.
    selector(&options.dependency_label_selector)?;
    let mut plan =
        RulePlan::new(analysis.rulesets, analysis.failing, label_selector.as_ref(), options);
    let leaves = &plan.leaves.asked;
    let read = |id: FileId| read_file(&table, id);
    let providers = Providers::new(leaves, &table, read, options);
    let builds = if options.dependencies || providers.needs_libraries() {
        read_dependencies(&table, read)
    } else {
        Vec::new()
    };
    let scanned = scan(&table, &providers, options.threads);
    problems.extend(scanned.problems);
    let (hits, errors) =
        providers.hits(&table, scanned.hits, &builds, options.threads, &mut problems);
    let scopes = matching_files(&plan.leaves.patterns, &table);
    let findings = Findings { hits, errors, scopes };
    let uris = UriBase::new(analysis.base);
    let dependencies = if options.dependencies {
        let path = |id: FileId| table.files.get(id as usize).map_or("", |f| &*f.path);
        let absolute = |id| table.base.join(path(id)).to_string_lossy().into_owned();
        dependencies_of(&builds, |id| uris.of(path(id)), absolute)
    } else {
        Vec::new()
    };
    let builder = Builder::new(uris, &table, leaves, options, incident_selector.as_ref());
    let results = run::run(&mut plan, &findings, &builder, options);
    problems.sort();
    problems.dedup();
    Ok(Report { results, dependencies, problems })
}

fn read_file(table: &FileTable, id: FileId) -> Option<String> {
    source::read(&table.base, table.files.get(id as usize)?).ok()?
}

#[cfg(test)]
mod tests;
