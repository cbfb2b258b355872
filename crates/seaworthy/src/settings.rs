//! From what was typed to what it means.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use seaworthy_konveyor::LoadOptions;
use seaworthy_pipeline::{
    DraftOptions, KonveyorRules, Limits, LocalMaven, MavenSettings, Options, RuleSet, Weights,
    read_ignores,
};

use crate::cli::{DraftArgs, ReadingArgs, RuleArgs};
use crate::commands::konveyor;

/// Limits on reading.
pub(crate) fn limits(args: &ReadingArgs) -> Limits {
    Limits {
        max_file_bytes: args.max_file_size.saturating_mul(1024),
        respect_gitignore: args.respect_gitignore,
        analyse_libraries: args.analyze_known_libraries,
        ..Limits::default()
    }
}

/// The native rules asked for. Wrong rules are shown on standard error, and the run goes on with the others.
pub(crate) fn rules(args: &RuleArgs) -> anyhow::Result<RuleSet> {
    let (native, konveyor) = by_language(&args.rules)?;
    let set = RuleSet::load(&native, !args.no_builtin_rules);
    if set.rules.is_empty() && set.problems.is_empty() && !konveyor.is_empty() {
        return Ok(set);
    }
    shown(set)
}

/// The Konveyor rules asked for.
fn konveyor_rules(args: &RuleArgs) -> anyhow::Result<KonveyorRules> {
    let (_, paths) = by_language(&args.rules)?;
    if paths.is_empty() {
        return Ok(KonveyorRules::default());
    }
    let loaded = konveyor::loaded(&paths, &LoadOptions::default())?;
    Ok(KonveyorRules { rulesets: loaded.rulesets, failing: loaded.failing })
}

/// Paths with native rules, and paths with Konveyor's; a folder may hold both, and one that holds none is left to the
/// native reader, which says so.
fn by_language(paths: &[PathBuf]) -> anyhow::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let mut native = Vec::new();
    let mut konveyor = Vec::new();
    for path in paths {
        anyhow::ensure!(path.exists(), "there are no rules at {}", path.display());
        let yaml = konveyor::holds(path, &["yaml", "yml"]);
        if yaml {
            konveyor.push(path.clone());
        }
        if !yaml || konveyor::holds(path, &["toml"]) {
            native.push(path.clone());
        }
    }
    Ok((native, konveyor))
}

/// The rules asked for with their examples, for people to read.
pub(crate) fn rules_with_examples(args: &RuleArgs) -> anyhow::Result<RuleSet> {
    shown(if args.rules.is_empty() {
        RuleSet::builtin()
    } else {
        RuleSet::load(&args.rules, !args.no_builtin_rules)
    })
}

fn shown(set: RuleSet) -> anyhow::Result<RuleSet> {
    for problem in &set.problems {
        let _ = writeln!(std::io::stderr(), "{}", problem.frame);
    }
    anyhow::ensure!(
        !set.rules.is_empty(),
        "no rule could be loaded; check the path given with --rules with `seaworthy rules lint`"
    );
    Ok(set)
}

/// The local repository of Maven: the one that was named, else that of the user's settings, else the usual one. And the
/// user home of Gradle: the one that the environment names, else the usual one.
fn local_maven(args: &ReadingArgs) -> anyhow::Result<LocalMaven> {
    if args.no_maven_repository {
        return Ok(LocalMaven::default());
    }
    let home = std::env::home_dir().unwrap_or_default();
    let settings = fs::read_to_string(home.join(".m2/settings.xml"));
    let settings = settings.map(|text| MavenSettings::read(&text)).unwrap_or_default();
    let repository = if let Some(folder) = &args.maven_repository {
        anyhow::ensure!(
            folder.is_dir(),
            "{} is no folder; name Maven's local repository, or pass --no-maven-repository",
            folder.display()
        );
        Some(folder.clone())
    } else {
        let written = settings.local_repository.as_ref();
        let usual = || home.join(".m2/repository");
        let folder = written.map_or_else(usual, |w| {
            PathBuf::from(w.replace("${user.home}", &home.display().to_string()))
        });
        folder.is_dir().then_some(folder)
    };
    let gradle_home = std::env::var_os("GRADLE_USER_HOME").map(PathBuf::from);
    let gradle_home = gradle_home.unwrap_or_else(|| home.join(".gradle"));
    let gradle_home = gradle_home.is_dir().then_some(gradle_home);
    Ok(LocalMaven { repository, settings, gradle_home })
}

/// The day, in Coordinated Universal Time, as `YYYY-MM-DD`.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    day_after_epoch(seconds / 86_400)
}

/// The day so many days after 1970-01-01 in the Gregorian calendar, counted in years that start in March so that the leap
/// day is the last.
fn day_after_epoch(days: u64) -> String {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// All options of a run.
pub(crate) fn options(
    rules_args: &RuleArgs,
    drafts: &DraftArgs,
    reading: &ReadingArgs,
) -> anyhow::Result<Options> {
    let mut options = Options::new(rules(rules_args)?)?;
    options.konveyor = konveyor_rules(rules_args)?;
    options.limits = limits(reading);
    if let Some(path) = &rules_args.ignore {
        let text = fs::read_to_string(path).with_context(|| {
            format!("cannot read the file of silenced findings {}", path.display())
        })?;
        let mut problems = Vec::new();
        options.ignores = read_ignores(&path.display().to_string().into(), &text, &mut problems);
        if let Some(problem) = problems.first() {
            let line = problem.at.map_or(0, |at| at.line);
            anyhow::bail!("{}:{line}: {}", path.display(), problem.message);
        }
    }
    options.maven = local_maven(reading)?;
    options.today = rules_args.today.clone().unwrap_or_else(today);
    if let Some(path) = &rules_args.weights {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the weights file {}", path.display()))?;
        options.weights = Weights::load(&text, &path.display().to_string())?;
    }
    options.drafts = DraftOptions {
        namespace: drafts.namespace.clone(),
        registry: drafts.registry.clone(),
        ..DraftOptions::default()
    };
    if let Some(threads) = reading.threads {
        options.threads = threads;
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar() {
        for (days, day) in [
            (0, "1970-01-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_454, "2026-01-01"),
            (20_779, "2026-11-22"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(day_after_epoch(days), day);
        }
    }
}
