//! `seaworthy bench-rules`: where the time of the rules goes.

use std::path::Path;
use std::time::Duration;

use seaworthy_rules::RuleSet;

use crate::cli::ReadingArgs;
use crate::exit::Exit;
use crate::{settings, terminal};

pub(crate) fn run(path: &Path, each: bool, reading: &ReadingArgs) -> anyhow::Result<Exit> {
    let rules = RuleSet::load(&[], true);
    let limits = settings::limits(reading);
    let (run, costs) = seaworthy_pipeline::bench_rules(path, &limits, &rules, each)?;
    let mut table = format!(
        "{:<36} {:>6} {:>8} {:>9} {:>9} {:>7}\n",
        if each { "rule" } else { "family" },
        "rules",
        "hits",
        "alone ms",
        "adds ms",
        "% run"
    );
    for cost in costs {
        let counted = cost.adds.unwrap_or(cost.alone);
        let share = 100.0 * counted.as_secs_f64() / run.as_secs_f64().max(f64::MIN_POSITIVE);
        let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1_000.0);
        table.push_str(&format!(
            "{:<36} {:>6} {:>8} {:>9} {:>9} {share:>7.2}\n",
            cost.name,
            cost.rules,
            cost.hits,
            ms(cost.alone),
            cost.adds.map_or_else(String::new, ms),
        ));
    }
    table.push_str(&format!(
        "a run with all of them, without the report: {:.2} s\n",
        run.as_secs_f64()
    ));
    terminal::print(&table)?;
    Ok(Exit::Done)
}
