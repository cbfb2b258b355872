//! From what was typed to what it means.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use seaworthy_konveyor::LoadOptions;
use seaworthy_pipeline::{DraftOptions, KonveyorRules, Limits, Options, RuleSet, Weights};

use crate::cli::{DraftArgs, ReadingArgs, RuleArgs};
use crate::commands::konveyor;

/// Limits on reading.
pub(crate) fn limits(args: &ReadingArgs) -> Limits {
    Limits {
        max_file_bytes: args.max_file_size.saturating_mul(1024),
        respect_gitignore: args.respect_gitignore,
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

/// All options of a run.
pub(crate) fn options(
    rules_args: &RuleArgs,
    drafts: &DraftArgs,
    reading: &ReadingArgs,
) -> anyhow::Result<Options> {
    let mut options = Options::new(rules(rules_args)?)?;
    options.konveyor = konveyor_rules(rules_args)?;
    options.limits = limits(reading);
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
