//! From what was typed to what it means.

use std::fs;
use std::io::Write as _;

use anyhow::Context as _;
use seaworthy_pipeline::{DraftOptions, Limits, Options, RuleSet, Weights};

use crate::cli::{DraftArgs, ReadingArgs, RuleArgs};

/// Limits on reading.
pub(crate) fn limits(args: &ReadingArgs) -> Limits {
    Limits {
        max_file_bytes: args.max_file_size.saturating_mul(1024),
        respect_gitignore: args.respect_gitignore,
        ..Limits::default()
    }
}

/// The rules asked for. Wrong rules are shown on standard error, and the run goes on with the others.
pub(crate) fn rules(args: &RuleArgs) -> anyhow::Result<RuleSet> {
    let set = RuleSet::load(&args.rules, !args.no_builtin_rules);
    shown(set)
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
