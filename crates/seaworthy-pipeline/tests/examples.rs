//! Every example of every built-in rule, assessed as an application of its own.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use seaworthy_pipeline::{Input, Options, RuleSet, assess};
use seaworthy_rules::{Example, Rule};

/// Writes the files of an example into an empty folder.
fn write_files(root: &Path, example: &Example) {
    let also = example.also.iter().map(|file| (&file.path, &file.source));
    for (path, source) in std::iter::once((&example.path, &example.source)).chain(also) {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, source).unwrap();
    }
}

/// The lines of the example's file at which the only rule of `options` holds in production.
fn found_lines(example: &Example, options: &Options) -> Result<Vec<u32>, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    // The folder's own name is random; what is below must not depend on it.
    let root = folder.path().join("example");
    write_files(&root, example);
    let outcome = assess(&Input::Path(root), None, options, &|_| {}).map_err(|e| e.to_string())?;
    let lines: BTreeSet<u32> = outcome
        .assessment
        .findings
        .iter()
        .flat_map(|finding| &finding.incidents)
        .filter(|incident| incident.role.counts() && *incident.evidence.path == *example.path)
        .map(|incident| incident.evidence.at.line)
        .collect();
    Ok(lines.into_iter().collect())
}

/// What is wrong with the examples of a rule, one line each.
fn failures(rule: &Rule, set: &RuleSet) -> Vec<String> {
    let alone = RuleSet { rules: vec![rule.clone()], problems: Vec::new(), hash: set.hash.clone() };
    let options = Options { threads: NonZeroUsize::MIN, ..Options::new(alone).unwrap() };
    let mut failures = Vec::new();
    for (number, example) in rule.examples.iter().enumerate() {
        let found = found_lines(example, &options);
        if found.as_ref() != Ok(&example.expect) {
            failures.push(format!(
                "{} ({}), example {} `{}`: expected {:?}, found {found:?}",
                rule.id,
                rule.source,
                number + 1,
                example.path,
                example.expect,
            ));
        }
    }
    failures
}

#[test]
fn every_example_of_every_rule_holds() {
    let set = RuleSet::builtin();
    assert!(set.problems.is_empty(), "{:?}", set.problems);
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(rule) = set.rules.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let failures = failures(rule, &set);
                    all.lock().unwrap().extend(failures);
                }
            });
        }
    });
    let mut all = all.into_inner().unwrap();
    all.sort();
    let mut message = String::new();
    for failure in &all {
        let _ = writeln!(message, "{failure}");
    }
    assert!(all.is_empty(), "{} examples do not hold:\n{message}", all.len());
}

#[test]
fn every_rule_shows_what_it_finds_and_what_it_leaves_alone() {
    for rule in &RuleSet::builtin().rules {
        assert!(rule.examples.iter().any(|e| !e.expect.is_empty()), "{} finds nothing", rule.id);
        assert!(
            rule.examples.iter().any(|e| e.expect.is_empty()),
            "{} leaves nothing alone",
            rule.id
        );
    }
}
