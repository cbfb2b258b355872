//! `seaworthy rules test`: kantra's test runner.

use std::io::Write as _;

use seaworthy_analyzer::{Mode as AnalyzerMode, Options, TestOptions, run_suites};
use seaworthy_konveyor::{
    Filter, LoadOptions, Summary, load_suites, progress, results_to_json, results_to_junit,
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
    let mode = if args.mode == Mode::Full { AnalyzerMode::Full } else { AnalyzerMode::SourceOnly };
    let options = TestOptions {
        options: Options { mode, threads: threads(args.threads), ..Options::default() },
        load: LoadOptions { dependencies: !args.no_dependency_rules, ..LoadOptions::default() },
    };
    let outcomes = run_suites(&suites, &options);
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
