//! From an input to everything a report needs.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_assess::{
    AssessInput, Assessment, CoverageInput, Ignores, LISTING_LIMIT, LinesRead,
    assess as assess_outcomes,
};
use seaworthy_base::{Code, ContentHash, Diagnostic, decode};
use seaworthy_components::{Component, FileSummary, detect};
use seaworthy_deps::{Dependency, ManifestFile, Module, Scope};
use seaworthy_facts::{Language, ParseOutcome, Role};
use seaworthy_graph::{GraphInput, Picture, build, layout, module_uses};
use seaworthy_manifests::{DraftFile, draft_assessed};
use seaworthy_matching::{FileHits, Hit, Ignore, Matcher, outcomes};
use seaworthy_report::Excerpts;
use seaworthy_rules::RuleSet;
use seaworthy_source::{SourceError, SourceTree, clone_git, is_git_url};

use crate::analyse::analyse;
use crate::archives::{LibraryJar, library_hashes, library_jars, with_archives};
use crate::excerpt::excerpts;
use crate::ignores::{IGNORE_FILE, read_ignores};
use crate::inventory::inventory;
use crate::konveyor;
use crate::libraries::libraries;
use crate::maven;
use crate::options::Options;
use crate::output::OUTPUT_RECORD;
use crate::packages::packages;
use crate::progress::{OnProgress, Progress};
use crate::worker::FileResult;

/// Most nodes in the picture of the graph; more is a table's work.
const PICTURE_NODES: usize = 120;

/// What is to be assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A folder or an archive.
    Path(PathBuf),
    /// A repository to clone into a temporary folder.
    Git(String),
}

impl Input {
    /// Reads the argument of a command: a Git URL, else a path. An empty one is refused, because a path that a script
    /// left empty would otherwise mean the current folder.
    pub fn parse(argument: &str) -> Result<Self, RunError> {
        if argument.trim().is_empty() {
            return Err(RunError::EmptyPath);
        }
        Ok(if is_git_url(argument) {
            Self::Git(argument.to_owned())
        } else {
            Self::Path(PathBuf::from(argument))
        })
    }
}

/// Why an application could not be assessed at all.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The input could not be opened.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The path was an empty string.
    #[error("the path is empty; give a folder, an archive or a Git URL")]
    EmptyPath,
    /// No temporary folder for a clone.
    #[error("cannot make a temporary folder for the clone: {0}")]
    Temporary(std::io::Error),
    /// A page or a JSON document could not be made.
    #[error(transparent)]
    Report(#[from] seaworthy_report::Error),
}

/// The result of a run.
#[derive(Debug)]
pub struct Outcome {
    /// The assessment.
    pub assessment: Assessment,
    /// The drawn graph.
    pub picture: Picture,
    /// The drafts.
    pub drafts: Vec<DraftFile>,
    /// Code around incidents.
    pub excerpts: Excerpts,
}

/// Assesses one application.
pub fn assess(
    input: &Input,
    name: Option<&str>,
    options: &Options,
    on_progress: &OnProgress<'_>,
) -> Result<Outcome, RunError> {
    on_progress(Progress::Listing);
    with_tree(input, options, |mut tree| {
        if let Some(name) = name {
            name.clone_into(&mut tree.name);
        }
        assess_tree(&tree, options, options.threads, on_progress)
    })
}

/// Opens the input, hands it on, and removes a clone afterwards.
pub(crate) fn with_tree<T>(
    input: &Input,
    options: &Options,
    then: impl FnOnce(SourceTree) -> T,
) -> Result<T, RunError> {
    match input {
        Input::Path(path) => Ok(then(open(path, options)?)),
        Input::Git(url) => {
            let folder = tempfile::Builder::new()
                .prefix("seaworthy-")
                .tempdir()
                .map_err(RunError::Temporary)?;
            let name = url
                .trim_end_matches('/')
                .rsplit(['/', ':'])
                .next()
                .unwrap_or("repository")
                .trim_end_matches(".git");
            let clone = folder.path().join("clone");
            clone_git(url, &clone)?;
            let mut tree = open(&clone, options)?;
            name.clone_into(&mut tree.name);
            Ok(then(tree))
        }
    }
}

fn open(path: &Path, options: &Options) -> Result<SourceTree, RunError> {
    let mut tree = SourceTree::open(path, &options.limits)?;
    leave_out_own_output(&mut tree);
    Ok(tree)
}

/// Reports of earlier runs inside of the input are not part of the application.
fn leave_out_own_output(tree: &mut SourceTree) {
    let folders: Vec<String> = tree
        .files
        .iter()
        .filter_map(|f| f.path.strip_suffix(OUTPUT_RECORD))
        .filter(|folder| folder.is_empty() || folder.ends_with('/'))
        .map(str::to_owned)
        .collect();
    if !folders.is_empty() {
        tree.files.retain(|f| {
            !folders.iter().any(|folder| !folder.is_empty() && f.path.starts_with(folder.as_str()))
        });
    }
}

/// Assesses an opened application. Pure but for reading its files.
pub(crate) fn assess_tree(
    tree: &SourceTree,
    options: &Options,
    threads: NonZeroUsize,
    on_progress: &OnProgress<'_>,
) -> Outcome {
    let mut results = analyse(tree, options, threads, on_progress);
    on_progress(Progress::Assessing);
    let input_hash = hash_of(&results);
    let mut diagnostics: Vec<Diagnostic> = tree.problems.clone();
    let mut ignores: Vec<Ignore> =
        results.iter_mut().flat_map(|r| std::mem::take(&mut r.ignores)).collect();
    ignores.extend(options.ignores.iter().cloned());
    ignores.extend(ignores_of(tree, &mut diagnostics));
    let manifests: Vec<ManifestFile> =
        results.iter_mut().filter_map(|r| r.manifest.take()).map(|m| *m).collect();
    let jars = library_jars(tree);
    let hashes =
        if options.hash_libraries { library_hashes(tree, threads) } else { BTreeMap::new() };
    let linked = maven::modules(tree, manifests, &options.maven, &mut diagnostics);
    let mut modules = with_archives(tree, linked, &jars);
    let libraries = libraries(&modules, &jars, &hashes);
    // What a library brings is listed. Rules, components and graph speak of what the application names itself, so that
    // they say the same on every machine.
    for module in &mut modules {
        module.dependencies.retain(Dependency::is_stated);
    }
    let modules = modules;
    let summaries: Vec<FileSummary> = results.iter_mut().map(take_summary).collect();
    let detected = detect(&tree.name, &modules, &summaries);
    for (result, summary) in results.iter_mut().zip(summaries) {
        result.summary = summary;
    }
    let components = detected.components;
    let uses = module_uses(&components, &modules);
    let graph = {
        let packages = packages(&mut results, &components, &detected.owners);
        build(&GraphInput {
            application: &tree.name,
            components: &components,
            modules: &modules,
            packages: &packages,
        })
    };
    let picture = layout(&graph, PICTURE_NODES);
    let in_jars = match_dependencies(&modules, &jars, &mut results, options);
    let adopted = adopted(tree, options, &mut results, &mut diagnostics);
    let rules = adopted.as_ref().unwrap_or(&options.rules);
    let inventory = inventory(tree, &results);
    let coverage = coverage(&results, &components, &detected.owners);
    let ids: Vec<Arc<str>> = components.iter().map(|c| Arc::from(c.id.as_str())).collect();
    let mut files = Vec::with_capacity(results.len());
    for (result, owner) in results.into_iter().zip(&detected.owners) {
        diagnostics.extend(result.problems);
        if !result.hits.is_empty() {
            files.push(FileHits {
                path: result.summary.path,
                role: result.summary.role,
                component: owner.map(|o| o as u32),
                hits: result.hits,
            });
        }
    }
    for (path, hits) in in_jars {
        let component = components
            .iter()
            .enumerate()
            .filter(|(_, c)| c.root.is_empty() || path.starts_with(&*c.root))
            .max_by_key(|(_, c)| c.root.len())
            .map(|(index, _)| index as u32);
        files.push(FileHits { path, role: Role::Production, component, hits });
    }
    diagnostics.sort();
    diagnostics.dedup();
    let assessment = assess_outcomes(
        AssessInput {
            application: tree.name.clone(),
            tool: options.tool(input_hash),
            inventory,
            outcomes: outcomes(rules, &ids, &files),
            ignores: Ignores { list: ignores, today: options.today.clone() },
            components,
            rules: &rules.rules,
            coverage,
            uses,
            libraries,
            graph,
            diagnostics,
            listing_limit: LISTING_LIMIT,
        },
        &options.weights,
    );
    drop(files);
    let drafts = draft_assessed(&assessment, &options.drafts);
    let excerpts = excerpts(tree, &assessment, |id| {
        options.rules.rules.iter().any(|r| r.secret && r.id == id)
    });
    Outcome { assessment, picture, drafts, excerpts }
}

/// The native rules with the Konveyor rules that found something behind them; `None` where there are none.
fn adopted(
    tree: &SourceTree,
    options: &Options,
    results: &mut [FileResult],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<RuleSet> {
    if options.konveyor.is_empty() {
        return None;
    }
    let Some(folder) = tree.folder() else {
        let message = "Konveyor rules are not run over archives; unpack it and give the folder";
        diagnostics.push(Diagnostic::warning(Code::BadRule, &".".into(), message));
        return None;
    };
    let mut rules = options.rules.clone();
    rules.rules.extend(konveyor::run(folder, options, results, diagnostics));
    Some(rules)
}

/// What the application's own file of silenced findings says.
fn ignores_of(tree: &SourceTree, problems: &mut Vec<Diagnostic>) -> Vec<Ignore> {
    let Ok(index) = tree.files.binary_search_by(|f| (*f.path).cmp(IGNORE_FILE)) else {
        return Vec::new();
    };
    let file = &tree.files[index];
    let Some(decoded) = tree.read(file).ok().and_then(decode) else { return Vec::new() };
    read_ignores(&file.path, &decoded.text, problems)
}

/// Over paths and contents, in path order.
fn hash_of(results: &[FileResult]) -> ContentHash {
    ContentHash::of_parts(
        results.iter().flat_map(|r| [r.summary.path.as_bytes(), r.hash.as_str().as_bytes()]),
    )
}

fn take_summary(result: &mut FileResult) -> FileSummary {
    let empty = FileSummary {
        path: Arc::clone(&result.summary.path),
        language: result.summary.language,
        role: result.summary.role,
        lines: result.summary.lines,
        outcome: result.summary.outcome,
        package: "".into(),
        imports: Vec::new(),
        signals: Vec::new(),
    };
    std::mem::replace(&mut result.summary, empty)
}

/// Rules about dependencies run once the versions are known, and their places are lines of the manifests.
///
/// The result are hits whose place is a library that lies in the application: such a file is none of the code, but it is
/// shipped.
fn match_dependencies(
    modules: &[Module],
    jars: &[LibraryJar],
    results: &mut [FileResult],
    options: &Options,
) -> BTreeMap<Arc<str>, Vec<Hit>> {
    let mut matcher = Matcher::new(&options.plan);
    let files: BTreeSet<&str> = jars.iter().map(|jar| &*jar.path).collect();
    let mut in_jars: BTreeMap<Arc<str>, Vec<Hit>> = BTreeMap::new();
    for module in modules {
        // What only tests use is not deployed, and silences nothing that is.
        for dependency in module.dependencies.iter().filter(|d| d.scope != Scope::Test) {
            let mut hits: Vec<Hit> = Vec::new();
            let name = format!("{}:{}", dependency.ecosystem.prefix(), dependency.name);
            matcher.match_dependency(
                &name,
                dependency.version.as_deref(),
                &dependency.evidence,
                &mut hits,
            );
            if hits.is_empty() {
                continue;
            }
            let path = &dependency.evidence.path;
            if files.contains(&**path) {
                in_jars.entry(Arc::clone(path)).or_default().append(&mut hits);
            } else if let Ok(index) = results.binary_search_by(|r| r.summary.path.cmp(path)) {
                results[index].hits.append(&mut hits);
            }
        }
    }
    in_jars
}

fn coverage(
    results: &[FileResult],
    components: &[Component],
    owners: &[Option<usize>],
) -> CoverageInput {
    let mut input = CoverageInput::default();
    for (result, owner) in results.iter().zip(owners) {
        let file = &result.summary;
        if !file.role.counts() || !file.language.is_code() {
            continue;
        }
        let lines = u64::from(file.lines);
        let read = match file.outcome {
            ParseOutcome::Parsed => LinesRead { parsed: lines, ..LinesRead::default() },
            ParseOutcome::PartlyParsed(_) | ParseOutcome::Scanned => {
                LinesRead { partly: lines, ..LinesRead::default() }
            }
            ParseOutcome::NotParsed => {
                LinesRead { unread: lines.max(unread_lines(result.size)), ..LinesRead::default() }
            }
        };
        let id = owner.and_then(|o| components.get(o)).map(|c| c.id.clone()).unwrap_or_default();
        let languages: BTreeMap<Language, LinesRead> = BTreeMap::from([(file.language, read)]);
        input.add(id, languages);
    }
    input
}

/// A file that was not opened has no counted lines; forty bytes a line is what source code has on average.
fn unread_lines(size: u64) -> u64 {
    size / 40
}
