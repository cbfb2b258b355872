//! Recall over seeds.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use seaworthy_pipeline::{Options, RuleSet};
use serde::Serialize;

use crate::run::{places_of, workplace};
use crate::{LanguageGroup, RunError, SampleRule, Seed};

/// What was found of the seeds of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SeededRule {
    /// Id of the rule.
    pub rule: String,
    /// The group of the seeds' files.
    pub group: Option<LanguageGroup>,
    /// Places that were put in.
    pub seeded: u32,
    /// Places that were found.
    pub found: u32,
    /// Places of the rule in the seed's file where none was put in.
    pub extra: u32,
    /// The shapes that were tried.
    pub shapes: Vec<String>,
}

/// A seed that was not found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// Id of the rule.
    pub rule: String,
    /// Its shape.
    pub shape: String,
    /// The file with the seed.
    pub path: String,
    /// The text, to look at.
    pub source: String,
}

/// Recall over all seeds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recall {
    /// By rule, sorted.
    pub rules: Vec<SeededRule>,
    /// Seeds with a place that was not found, sorted by rule and shape.
    pub missed: Vec<Missed>,
}

/// Runs every seed in a copy of its sample, with its rule alone.
pub fn recall(
    seeds: &[Seed],
    into: &[SampleRule],
    samples: &Path,
    rules: &RuleSet,
    threads: NonZeroUsize,
) -> Result<Recall, RunError> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads.get() {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = run_one(seed, into, samples, rules);
                    if let Ok(mut results) = results.lock() {
                        results.push((seed, result));
                    }
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_default();
    let mut by_rule = BTreeMap::<(&str, LanguageGroup), SeededRule>::new();
    let mut missed = Vec::new();
    for (seed, result) in results {
        let (found, extra) = result?;
        let group = LanguageGroup::of_file(&seed.path, LanguageGroup::Other);
        let row = by_rule.entry((&seed.rule, group)).or_default();
        row.rule.clone_from(&seed.rule);
        row.group = Some(group);
        let all = u32::try_from(seed.expect.len()).unwrap_or(u32::MAX);
        row.seeded += all;
        row.found += found;
        row.extra += extra;
        row.shapes.push(seed.shape.clone());
        if found < all {
            missed.push(Missed {
                rule: seed.rule.clone(),
                shape: seed.shape.clone(),
                path: seed.path.clone(),
                source: seed.source.clone(),
            });
        }
    }
    let mut rules: Vec<SeededRule> = by_rule.into_values().collect();
    for row in &mut rules {
        row.shapes.sort();
        row.shapes.dedup();
    }
    missed.sort_by(|a, b| (&a.rule, &a.shape, &a.source).cmp(&(&b.rule, &b.shape, &b.source)));
    Ok(Recall { rules, missed })
}

/// Found and unexpected places of one seed.
fn run_one(
    seed: &Seed,
    into: &[SampleRule],
    samples: &Path,
    rules: &RuleSet,
) -> Result<(u32, u32), RunError> {
    let Some(rule) = rules.rules.iter().find(|r| r.id == seed.rule) else {
        return Err(RunError::Seed(format!("a seed names {}, which is no rule", seed.rule)));
    };
    let sample = into.iter().find(|i| seed.rule.starts_with(&i.rules)).map(|i| i.sample.as_str());
    let alone =
        RuleSet { rules: vec![rule.clone()], problems: Vec::new(), hash: rules.hash.clone() };
    let mut options = Options::new(alone).map_err(|e| RunError::Seed(e.to_string()))?;
    options.threads = NonZeroUsize::MIN;
    let (_folder, root) = workplace()?;
    let expected = seed.plant(samples, sample, &root)?;
    let places = places_of(&root, &options)?;
    let lines: Vec<u32> = places.iter().filter(|p| p.path == seed.path).map(|p| p.line).collect();
    let found = expected.iter().filter(|e| lines.iter().any(|l| e.holds(*l))).count();
    let extra = if seed.after.is_some() {
        0
    } else {
        lines.iter().filter(|l| !expected.iter().any(|e| e.holds(**l))).count()
    };
    Ok((u32::try_from(found).unwrap_or(u32::MAX), u32::try_from(extra).unwrap_or(u32::MAX)))
}
