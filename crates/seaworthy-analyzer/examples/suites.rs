//! Runs every test file below the given paths and prints the cases that fail with their reasons:
//! `cargo run --example suites -- PATH…`.
#![allow(clippy::print_stdout, reason = "a program of its own")]

use std::path::PathBuf;
use std::thread::available_parallelism;

use seaworthy_analyzer::{Options, TestOptions, run_suites};
use seaworthy_konveyor::{Filter, Summary, load_suites};

fn main() {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (suites, problems) = load_suites(&paths, &Filter::default());
    for problem in &problems {
        println!("PROBLEM {problem}");
    }
    let threads = available_parallelism().unwrap_or(Options::default().threads);
    let options = TestOptions {
        options: Options { threads, ..Options::default() },
        ..TestOptions::default()
    };
    let outcomes = run_suites(&suites, &options);
    for outcome in outcomes.iter().filter(|o| !o.passed()) {
        let reasons = outcome.reasons.iter().chain(&outcome.error).cloned().collect::<Vec<_>>();
        let (path, reasons) = (outcome.path.display(), reasons.join("; "));
        println!("{path}\t{}\t{}\t{reasons}", outcome.rule, outcome.case);
    }
    let summary = Summary::of(&outcomes);
    println!(
        "{} of {} rules, {} of {} cases in {} files",
        summary.passed_rules,
        summary.rules,
        summary.passed_cases,
        summary.cases,
        suites.len()
    );
}
