//! `seaworthy bench-parse`: the yardstick of the benchmarks.

use std::path::Path;

use crate::cli::ReadingArgs;
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(path: &Path, reading: &ReadingArgs) -> anyhow::Result<Exit> {
    let threads = reading
        .threads
        .or(std::thread::available_parallelism().ok())
        .map_or(1, std::num::NonZeroUsize::get);
    let parsed = seaworthy_pipeline::bench_parse(path, &settings::limits(reading), threads)?;
    terminal::print(&format!(
        "{} files, {} bytes, {} nodes\n",
        parsed.files, parsed.bytes, parsed.nodes
    ))?;
    Ok(Exit::Done)
}
