//! `seaworthy graph`.

use seaworthy_graph::{Format, export};
use seaworthy_pipeline::{Input, Options, RuleSet};

use crate::cli::{GraphArgs, GraphFormat};
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(args: &GraphArgs) -> anyhow::Result<Exit> {
    // The graph needs no rules, and without them the run is shorter.
    let mut options = Options::new(RuleSet::default())?;
    options.limits = settings::limits(&args.reading);
    if let Some(threads) = args.reading.threads {
        options.threads = threads;
    }
    let input = Input::parse(&args.path)?;
    let line = terminal::ProgressLine::new(args.reading.quiet);
    let outcome = seaworthy_pipeline::assess(&input, None, &options, &|p| line.show(p))?;
    drop(line);
    let format = match args.format {
        GraphFormat::Dot => Format::Dot,
        GraphFormat::Json => Format::Json,
        GraphFormat::Graphml => Format::GraphMl,
        GraphFormat::Mermaid => Format::Mermaid,
    };
    terminal::print(&export(&outcome.assessment.graph, format))?;
    Ok(Exit::Done)
}
