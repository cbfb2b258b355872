//! `seaworthy rules test`: kantra's test runner.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use seaworthy_analyzer::{Analysis, Mode as AnalyzerMode, Options, analyse};
use seaworthy_konveyor::{
    Filter, Group, LoadOptions, Outcome, Suite, Summary, judge, load_chosen, load_suites, progress,
    results_to_json, results_to_junit,
};

use crate::cli::{Mode, TestArgs, TestFormat};
use crate::commands::analyze::threads;
use crate::commands::konveyor::frames;
use crate::exit::Exit;
use crate::terminal;

pub(crate) fn run(args: &TestArgs) -> anyhow::Result<Exit> {
    for path in &args.paths {
        anyhow::ensure!(
            path.exists(),
            "there is nothing at {}; give a *.test.yaml file or a folder that holds some",
            path.display()
        );
    }
    let filter = Filter::parse(args.test_filter.as_deref().unwrap_or(""));
    let (suites, problems) = load_suites(&args.paths, &filter);
    if !problems.is_empty() {
        let _ = writeln!(std::io::stderr(), "{}", frames(&problems));
        anyhow::bail!("a test file cannot be read; nothing was run");
    }
    let outcomes = run_all(&suites, args);
    let summary = Summary::of(&outcomes);
    match args.format {
        TestFormat::Text => terminal::print(&format!("{}{summary}", progress(&outcomes)))?,
        TestFormat::Json => terminal::print(&results_to_json(&outcomes))?,
        TestFormat::Junit => terminal::print(&results_to_junit(&outcomes))?,
    }
    Ok(match summary.verdict() {
        Ok(()) => Exit::Done,
        Err(why) => {
            terminal::error(&anyhow::anyhow!(why));
            Exit::CheckFailed
        }
    })
}

/// Runs all suites on all threads; the outcomes stand in the order of the suites.
fn run_all(suites: &[Suite], args: &TestArgs) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Vec<Outcome>)>> = Mutex::new(Vec::with_capacity(suites.len()));
    let work = || {
        while let Some((index, suite)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            suites.get(index).map(|suite| (index, suite))
        } {
            let outcomes = run_suite(suite, args);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, outcomes));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads(args.threads).get() {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().flat_map(|(_, outcomes)| outcomes).collect()
}

fn run_suite(suite: &Suite, args: &TestArgs) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for group in suite.groups() {
        match run_group(suite, &group, args) {
            Ok(mut own) => outcomes.append(&mut own),
            Err(why) => outcomes.push(Outcome {
                path: Arc::clone(&suite.path),
                rule: String::new(),
                case: String::new(),
                reasons: Vec::new(),
                debug: None,
                error: Some(why),
            }),
        }
    }
    outcomes
}

/// Runs the cases that share an analysis. `Err` says why it could not run.
fn run_group(suite: &Suite, group: &Group<'_>, args: &TestArgs) -> Result<Vec<Outcome>, String> {
    let load = LoadOptions { dependencies: !args.no_dependency_rules, ..LoadOptions::default() };
    let loaded = load_chosen(&suite.rules, &group.rule_ids(), &load).map_err(|p| p.to_string())?;
    if let Some(problem) = loaded.errors.first() {
        return Err(format!("unable to parse rules: {problem}"));
    }
    // An analysis without input looks at a folder that holds nothing.
    let empty = tempfile::tempdir().map_err(|e| format!("cannot make a temporary folder: {e}"))?;
    let base: PathBuf = match suite.data_path() {
        Some(path) => {
            path.canonicalize().map_err(|e| format!("cannot read {}: {e}", path.display()))?
        }
        None => empty.path().to_owned(),
    };
    let mode = match group.params.mode.as_str() {
        "full" => AnalyzerMode::Full,
        "source-only" => AnalyzerMode::SourceOnly,
        _ if args.mode == Mode::Full => AnalyzerMode::Full,
        _ => AnalyzerMode::SourceOnly,
    };
    let selector = &group.params.dep_label_selector;
    let options = Options {
        mode,
        dependency_label_selector: (!selector.is_empty()).then(|| selector.clone()),
        ..Options::default()
    };
    let report = analyse(&Analysis {
        base: &base,
        rulesets: &loaded.rulesets,
        failing: &loaded.failing,
        options: &options,
    })
    .map_err(|error| error.to_string())?;
    let result = report.results.first();
    let cases = group.tests.iter().flat_map(|(_, cases)| cases);
    Ok(cases
        .map(|case| Outcome {
            path: Arc::clone(&suite.path),
            rule: case.rule.clone(),
            case: case.name.clone(),
            reasons: judge(case, result),
            debug: None,
            error: None,
        })
        .collect())
}
