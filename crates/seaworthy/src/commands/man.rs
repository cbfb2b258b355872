//! `seaworthy man`.

use std::path::Path;

use clap::CommandFactory as _;
use seaworthy_pipeline::output::{self, OutputFile};

use crate::cli::Cli;
use crate::exit::Exit;
use crate::terminal;

pub(crate) fn run(folder: Option<&Path>) -> anyhow::Result<Exit> {
    let mut command = Cli::command();
    let Some(folder) = folder else {
        terminal::print(&page(command)?)?;
        return Ok(Exit::Done);
    };
    output::check(folder, false)?;
    command.build();
    let mut files = Vec::new();
    let mut pending = vec![command];
    while let Some(command) = pending.pop() {
        pending.extend(
            command
                .get_subcommands()
                .filter(|c| !c.is_hide_set() && c.get_name() != "help")
                .cloned(),
        );
        let name =
            command.get_display_name().unwrap_or_else(|| command.get_name()).replace(' ', "-");
        files.push(OutputFile { path: format!("{name}.1"), content: page(command)?.into_bytes() });
    }
    output::write(folder, &files)?;
    Ok(Exit::Done)
}

fn page(command: clap::Command) -> anyhow::Result<String> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
