//! `seaworthy bench-rules`: where the time of the rules goes.

use std::path::Path;

use seaworthy_rules::RuleSet;

use crate::cli::ReadingArgs;
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(path: &Path, each: bool, reading: &ReadingArgs) -> anyhow::Result<Exit> {
    let rules = RuleSet::load(&[], true);
    let limits = settings::limits(reading);
    let (run, costs) = seaworthy_pipeline::bench_rules(path, &limits, &rules, each)?;
    let mut table = format!(
        "{:<36} {:>6} {:>8} {:>9} {:>7}\n",
        if each { "rule" } else { "family" },
        "rules",
        "hits",
        "ms",
        "% run"
    );
    for cost in costs {
        let share = 100.0 * cost.time.as_secs_f64() / run.as_secs_f64().max(f64::MIN_POSITIVE);
        table.push_str(&format!(
            "{:<36} {:>6} {:>8} {:>9.1} {share:>7.2}\n",
            cost.name,
            cost.rules,
            cost.hits,
            cost.time.as_secs_f64() * 1_000.0
        ));
    }
    table.push_str(&format!(
        "a run with all of them, without the report: {:.2} s\n",
        run.as_secs_f64()
    ));
    terminal::print(&table)?;
    Ok(Exit::Done)
}
