//! Many applications, several at a time; one that fails never stops the others.

pub mod list;

use std::fmt;
use std::fs;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use seaworthy_base::ContentHash;
use seaworthy_facts::LanguageClass;
use seaworthy_report::portfolio::{self as page, Assessed, PortfolioInput};
use seaworthy_source::SourceTree;
use serde::{Deserialize, Serialize};

use crate::files::report_files;
use crate::options::Options;
use crate::output::{self, OUTPUT_RECORD, OutputError, OutputFile};
use crate::run::{Input, RunError, assess_tree, with_tree};
use list::{Entry, Location};

/// Folder of the reports below the output folder.
const REPORTS: &str = "apps";
/// The entry of one application, written last: it says that the report beside it is whole.
const RESULT: &str = "result.json";
/// Says that a folder is a portfolio of ours.
const MARKER: &str = "portfolio.json";

/// How a portfolio run went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Applications in the list.
    pub entries: usize,
    /// Assessed in this run.
    pub assessed: usize,
    /// Unchanged since the last run.
    pub reused: usize,
    /// Failed.
    pub failed: usize,
}

/// One application is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// How many are done, this one included.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// What came of it.
    pub result: String,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}/{}] {}: {}", self.done, self.total, self.name, self.result)
    }
}

/// What is kept of an application between runs.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// Over content, version, rules, weights and options.
    key: ContentHash,
    /// The first day on which a silenced finding returns is the day after this one.
    #[serde(default)]
    silenced_until: Option<String>,
    /// What the page of all shows.
    assessed: Assessed,
}

/// Why one application has no result.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Run(#[from] RunError),
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("the analysis failed unexpectedly; please report this")]
    Panic,
}

/// Assesses all entries and writes the page of all. Results of an earlier run whose input is unchanged are reused.
pub fn run(
    entries: &[Entry],
    folder: &Path,
    overwrite: bool,
    options: &Options,
    on_event: &(dyn Fn(&Event) + Sync),
) -> Result<Summary, RunFailure> {
    check(folder, entries, overwrite)?;
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, page::Outcome)>> = Mutex::new(Vec::new());
    // One application is one thread's work: there are more applications than processors.
    let outer = options.threads.get().min(entries.len()).max(1);
    let inner = NonZeroUsize::new(options.threads.get() / outer).unwrap_or(NonZeroUsize::MIN);
    let work = || {
        while let Some(entry) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
            let attempt =
                catch_unwind(AssertUnwindSafe(|| one(entry, folder, overwrite, options, inner)));
            let outcome = match attempt.unwrap_or(Err(Failure::Panic)) {
                Ok(assessed) => page::Outcome::Ok(Box::new(assessed)),
                Err(failure) => page::Outcome::Failed { reason: failure.to_string() },
            };
            let result = match &outcome {
                page::Outcome::Ok(a) if a.reused => "unchanged, taken from the last run".to_owned(),
                page::Outcome::Ok(a) => match a.score.value {
                    Some(score) => format!("{}, score {score}", a.verdict.title()),
                    None => a.verdict.title().to_owned(),
                },
                page::Outcome::Failed { reason } => format!("failed: {reason}"),
            };
            let index = entries.iter().position(|e| std::ptr::eq(e, entry)).unwrap_or(0);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((index, outcome));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            on_event(&Event { name: entry.name.clone(), done, total: entries.len(), result });
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..outer {
            scope.spawn(work);
        }
        work();
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    let mut summary = Summary { entries: entries.len(), ..Summary::default() };
    let mut rows = Vec::new();
    for (index, outcome) in results {
        match &outcome {
            page::Outcome::Ok(a) if a.reused => summary.reused += 1,
            page::Outcome::Ok(_) => summary.assessed += 1,
            page::Outcome::Failed { .. } => summary.failed += 1,
        }
        let entry = &entries[index];
        rows.push(page::Entry {
            name: entry.name.clone(),
            team: entry.team.clone(),
            business_value: entry.business_value.clone(),
            outcome,
        });
    }
    let name = folder
        .file_name()
        .map_or_else(|| "portfolio".to_owned(), |n| n.to_string_lossy().into_owned());
    let input = PortfolioInput { name, tool: options.tool(options.hash()), entries: rows };
    for (path, text) in [
        ("index.html", page::page(&input)?),
        ("portfolio.csv", page::csv(&input)),
        (MARKER, page::json(&input)?),
    ] {
        output::write_file(&folder.join(path), text.as_bytes())?;
    }
    Ok(summary)
}

/// Why a portfolio could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RunFailure {
    /// The folder cannot be used.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The page could not be made.
    #[error(transparent)]
    Report(#[from] seaworthy_report::Error),
}

/// A folder is ours when it is empty, or holds the marker or nothing but our reports.
fn check(folder: &Path, entries: &[Entry], overwrite: bool) -> Result<(), OutputError> {
    if let Ok(found) = fs::read_dir(folder) {
        let mut names: Vec<String> = found
            .filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned()))
            .collect();
        names.sort();
        let known = ["index.html", "portfolio.csv", MARKER, REPORTS];
        let foreign = names.iter().find(|n| !known.contains(&n.as_str()) && !n.starts_with('.'));
        let ours = names.iter().any(|n| n == MARKER || n == REPORTS);
        if let Some(found) = foreign.or_else(|| names.first().filter(|_| !ours))
            && !overwrite
        {
            return Err(OutputError::Foreign { folder: folder.to_owned(), found: found.clone() });
        }
    } else if !folder.exists() {
        output::check(folder, overwrite)?;
    }
    debug_assert!(!entries.is_empty());
    fs::create_dir_all(folder.join(REPORTS))
        .map_err(|error| OutputError::Io { path: folder.to_owned(), error })
}

fn one(
    entry: &Entry,
    folder: &Path,
    overwrite: bool,
    options: &Options,
    threads: NonZeroUsize,
) -> Result<Assessed, Failure> {
    let input = match &entry.location {
        Location::Path(path) => Input::Path(path.clone()),
        Location::Git(url) => Input::Git(url.clone()),
    };
    let below = PathBuf::from(REPORTS).join(&entry.id);
    let report = folder.join(&below);
    with_tree(&input, options, |mut tree| {
        entry.name.clone_into(&mut tree.name);
        let key = key(&tree, options);
        if let Some(assessed) = kept(&report, &key, &options.today) {
            return Ok(Assessed { reused: true, ..assessed });
        }
        output::check(&report, overwrite)?;
        let outcome = assess_tree(&tree, options, threads, &|_| {});
        let silenced = outcome.assessment.suppressed.iter();
        let silenced_until = silenced.filter_map(|s| s.until.clone()).min();
        let link = format!("{REPORTS}/{}/index.html", entry.id);
        let assessed = Assessed::of(&outcome.assessment, Some(link), false);
        // An old result must not vouch for a report that is being replaced.
        let _ = fs::remove_file(report.join(RESULT));
        let mut files = report_files(&outcome)?;
        files.push(result_file(&Kept { key, silenced_until, assessed: assessed.clone() })?);
        output::write(&report, &files)?;
        Ok(assessed)
    })?
}

fn result_file(kept: &Kept) -> Result<OutputFile, RunError> {
    let content = serde_json::to_vec_pretty(kept).map_err(|e| RunError::Report(e.into()))?;
    Ok(OutputFile { path: RESULT.to_owned(), content })
}

/// The result of an earlier run, if it is whole, its key is the same and nothing that it silences has expired.
fn kept(report: &Path, key: &ContentHash, today: &str) -> Option<Assessed> {
    let kept: Kept = serde_json::from_slice(&fs::read(report.join(RESULT)).ok()?).ok()?;
    let whole = kept.key == *key
        && kept.silenced_until.as_deref().is_none_or(|day| day >= today)
        && report.join("index.html").is_file()
        && report.join(OUTPUT_RECORD).is_file();
    whole.then_some(kept.assessed)
}

/// Over the paths and contents that an assessment looks at, and everything else that decides the result.
fn key(tree: &SourceTree, options: &Options) -> ContentHash {
    let mut parts: Vec<Vec<u8>> =
        vec![options.hash().as_str().as_bytes().to_vec(), tree.name.as_bytes().to_vec()];
    for file in &tree.files {
        parts.push(file.path.as_bytes().to_vec());
        let looked_at = file.role.is_analysed()
            && file.size <= options.limits.max_file_bytes
            && file.language.class() != LanguageClass::Binary;
        let content = if looked_at { tree.read(file).ok() } else { None };
        parts.push(match content {
            Some(bytes) => ContentHash::of_parts([bytes.as_slice()]).as_str().as_bytes().to_vec(),
            None => file.size.to_le_bytes().to_vec(),
        });
    }
    ContentHash::of_parts(parts.iter().map(Vec::as_slice))
}
