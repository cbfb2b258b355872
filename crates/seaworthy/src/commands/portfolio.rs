//! `seaworthy portfolio`.

use seaworthy_pipeline::portfolio;

use crate::cli::PortfolioArgs;
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(args: &PortfolioArgs) -> anyhow::Result<Exit> {
    let options = settings::options(&args.rules, &args.drafts, &args.reading)?;
    let entries = portfolio::list::read(&args.inputs)?;
    let quiet = args.reading.quiet;
    let summary = portfolio::run(&entries, &args.output, args.overwrite, &options, &|event| {
        terminal::note(quiet, &event.to_string());
    })?;
    if !quiet {
        terminal::print(&format!(
            "{} applications: {} assessed, {} taken from the last run, {} failed\nPage of all: {}\n",
            summary.entries,
            summary.assessed,
            summary.reused,
            summary.failed,
            args.output.join("index.html").display()
        ))?;
    }
    Ok(Exit::Done)
}
