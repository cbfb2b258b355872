//! `seaworthy manifests`.

use seaworthy_pipeline::{Input, manifest_files, output};

use crate::cli::ManifestsArgs;
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(args: &ManifestsArgs) -> anyhow::Result<Exit> {
    let options = settings::options(&args.rules, &args.drafts, &args.reading)?;
    let input = Input::parse(&args.path)?;
    output::check(&args.output, args.overwrite)?;
    let line = terminal::ProgressLine::new(args.reading.quiet);
    let outcome =
        seaworthy_pipeline::assess(&input, args.name.as_deref(), &options, &|p| line.show(p))?;
    drop(line);
    let files = manifest_files(&outcome.drafts, "");
    if files.is_empty() {
        anyhow::bail!(
            "no deployable component was found in {}, so there is nothing to draft; `seaworthy assess` says what was found",
            args.path
        );
    }
    output::write(&args.output, &files)?;
    let components =
        outcome.assessment.components.iter().filter(|c| c.component.kind.is_deployable()).count();
    let todos = outcome.drafts.iter().flat_map(|d| &d.fields).filter(|f| f.todo.is_some()).count();
    if !args.reading.quiet {
        terminal::print(&format!(
            "{} files for {components} components in {}; {todos} fields are left to decide (search for TODO)\n",
            files.len(),
            args.output.display()
        ))?;
    }
    Ok(Exit::Done)
}
