//! `seaworthy assess`.

use std::path::{Path, PathBuf};

use seaworthy_analyzer::base_uri;
use seaworthy_exchange::{Excerpt, results};
use seaworthy_konveyor::to_yaml;
use seaworthy_pipeline::{Input, Outcome, Progress, output, report_files, sbom};
use seaworthy_report::{json, text};

use crate::cli::{AssessArgs, AssessFormat};
use crate::exit::Exit;
use crate::{settings, terminal};

/// Where a report goes when nobody says.
const DEFAULT_OUTPUT: &str = "seaworthy-report";

pub(crate) fn run(args: &AssessArgs) -> anyhow::Result<Exit> {
    let mut options = settings::options(&args.rules, &args.drafts, &args.reading)?;
    let folder = match (&args.output, args.format) {
        (Some(folder), _) => Some(folder.clone()),
        (None, AssessFormat::Text) => Some(PathBuf::from(DEFAULT_OUTPUT)),
        (None, AssessFormat::Json | AssessFormat::Konveyor) => None,
    };
    options.hash_libraries = args.sbom.is_some();
    let input = Input::parse(&args.path)?;
    // Before the work, so that nobody waits for a report that cannot be written.
    if let Some(folder) = &folder {
        output::check(folder, args.overwrite)?;
    }
    if let Some(file) = &args.sbom {
        output::check_file(file, args.overwrite)?;
    }
    let line = terminal::ProgressLine::new(args.reading.quiet);
    let outcome =
        seaworthy_pipeline::assess(&input, args.name.as_deref(), &options, &|p| line.show(p))?;
    if let Some(folder) = &folder {
        line.show(Progress::Writing);
        output::write(folder, &report_files(&outcome)?)?;
    }
    if let Some(file) = &args.sbom {
        output::write_file(file, sbom(&outcome.assessment).as_bytes())?;
    }
    drop(line);
    match args.format {
        AssessFormat::Json => terminal::print(&json::assessment(&outcome.assessment)?)?,
        AssessFormat::Konveyor => terminal::print(&konveyor(&input, &outcome))?,
        AssessFormat::Text if args.reading.quiet => {}
        AssessFormat::Text => {
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

/// The findings as Konveyor's `output.yaml`.
fn konveyor(input: &Input, outcome: &Outcome) -> String {
    let base = match input {
        Input::Path(path) => base_uri(&path.canonicalize().unwrap_or_else(|_| path.clone())),
        // The clone is gone; its files have no address of their own.
        Input::Git(_) => "file:///".to_owned(),
    };
    let excerpt = |path: &str, line| {
        let excerpt = outcome.excerpts.get(&(path.into(), line))?;
        Some(Excerpt { first_line: excerpt.first_line, lines: &excerpt.lines })
    };
    to_yaml(&results(&outcome.assessment, &base, excerpt))
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
