//! `seaworthy assess`.

use std::path::{Path, PathBuf};

use seaworthy_pipeline::{Input, Outcome, Progress, output, report_files};
use seaworthy_report::{json, text};

use crate::cli::{AssessArgs, OutputFormat};
use crate::exit::Exit;
use crate::{settings, terminal};

/// Where a report goes when nobody says.
const DEFAULT_OUTPUT: &str = "seaworthy-report";

pub(crate) fn run(args: &AssessArgs) -> anyhow::Result<Exit> {
    let options = settings::options(&args.rules, &args.drafts, &args.reading)?;
    let folder = match (&args.output, args.format) {
        (Some(folder), _) => Some(folder.clone()),
        (None, OutputFormat::Text) => Some(PathBuf::from(DEFAULT_OUTPUT)),
        (None, OutputFormat::Json) => None,
    };
    let input = Input::parse(&args.path)?;
    // Before the work, so that nobody waits for a report that cannot be written.
    if let Some(folder) = &folder {
        output::check(folder, args.overwrite)?;
    }
    let line = terminal::ProgressLine::new(args.reading.quiet);
    let outcome =
        seaworthy_pipeline::assess(&input, args.name.as_deref(), &options, &|p| line.show(p))?;
    if let Some(folder) = &folder {
        line.show(Progress::Writing);
        output::write(folder, &report_files(&outcome)?)?;
    }
    drop(line);
    match args.format {
        OutputFormat::Json => terminal::print(&json::assessment(&outcome.assessment)?)?,
        OutputFormat::Text if args.reading.quiet => {}
        OutputFormat::Text => {
            let page = folder.as_deref().map(page);
            terminal::print(&text::summary(
                &outcome.assessment,
                page.as_deref(),
                terminal::colour(),
            ))?;
        }
    }
    Ok(gate(args.fail_under, &outcome))
}

fn page(folder: &Path) -> String {
    folder.join("index.html").display().to_string()
}

fn gate(fail_under: Option<u32>, outcome: &Outcome) -> Exit {
    match (fail_under, outcome.assessment.summary.score.value) {
        (Some(limit), Some(score)) if score >= limit => Exit::Done,
        (Some(_), _) => Exit::CheckFailed,
        (None, _) => Exit::Done,
    }
}
