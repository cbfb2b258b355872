//! One module a command.

mod analyze;
mod assess;
mod bench_parse;
mod bench_rules;
mod explain;
mod graph;
pub(crate) mod konveyor;
mod man;
mod manifests;
mod portfolio;
mod rules;

use clap::CommandFactory as _;

use crate::cli::{Cli, Command};
use crate::exit::Exit;
use crate::terminal;

/// Runs what was asked for.
pub(crate) fn run(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Command::Assess(args) => assess::run(&args),
        Command::Manifests(args) => manifests::run(&args),
        Command::Portfolio(args) => portfolio::run(&args),
        Command::Analyze(args) => analyze::run(&args),
        Command::Rules(args) => rules::run(&args.command),
        Command::Test(args) => rules::test(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "seaworthy", &mut script);
            terminal::print(&script)?;
            Ok(Exit::Done)
        }
        Command::Man { output } => man::run(output.as_deref()),
        Command::BenchRules { path, each, reading } => bench_rules::run(&path, each, &reading),
        Command::BenchParse { path, reading } => bench_parse::run(&path, &reading),
    }
}
