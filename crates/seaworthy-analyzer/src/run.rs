//! Rules over findings: tagging rules one after the other, then everything else on all threads.

use std::collections::BTreeSet;

use seaworthy_konveyor::{RulesetResult, Violation, tag_names};

use crate::evaluate::{Evaluator, Findings, Found};
use crate::parallel;
use crate::plan::{PlannedRule, RulePlan};
use crate::violation::{Builder, violation};
use crate::{Difference, Options};

/// What becomes of a rule.
enum Outcome {
    Violation(Violation),
    Unmatched,
    /// It found something, all of which was filtered out; listed nowhere.
    Vanished,
    Failed(String),
}

/// A tagging rule that found something.
struct Tagged<'a> {
    rule: usize,
    found: Vec<Found<'a>>,
    tags: BTreeSet<String>,
}

/// One piece of work of the second part.
enum Job<'a> {
    /// The violation of a tagging rule.
    Tagged(Tagged<'a>),
    /// A rule with a message that has not been evaluated yet.
    Message(usize),
}

/// Runs all rules; the results are sorted by the names of the rulesets.
pub(crate) fn run(
    plan: &mut RulePlan<'_>,
    findings: &Findings,
    builder: &Builder<'_>,
    options: &Options,
) -> Vec<RulesetResult> {
    let mut results = std::mem::take(&mut plan.results);
    let rules = &plan.rules;
    let mut settle = |rule: &PlannedRule<'_>, outcome: Outcome, tags: BTreeSet<String>| {
        if let Some(result) = results.get_mut(&rule.ruleset.name) {
            result.tags.extend(tags);
            record(result, rule, outcome);
        }
    };
    let (tagged, tags) = tagging(rules, findings, builder, options, &mut settle);
    let mut jobs: Vec<Job<'_>> = tagged.into_iter().map(Job::Tagged).collect();
    jobs.extend((0..rules.len()).filter(|&i| has_message_run(&rules[i])).map(Job::Message));
    let order: Vec<usize> = (0..jobs.len()).collect();
    let outcomes = parallel::map(
        &order,
        options.threads,
        || (),
        |(), job| match jobs.get(job) {
            Some(Job::Tagged(tagged)) => {
                let rule = &rules[tagged.rule];
                let incidents = builder.incidents(rule, &tagged.found);
                Outcome::Violation(violation(rule, incidents, tagged.tags.clone(), false))
            }
            Some(Job::Message(rule)) => message(&rules[*rule], findings, &tags, builder),
            None => Outcome::Vanished,
        },
    );
    for (job, outcome) in jobs.into_iter().zip(outcomes) {
        match job {
            Job::Tagged(tagged) => settle(&rules[tagged.rule], outcome, tagged.tags),
            Job::Message(rule) => settle(&rules[rule], outcome, BTreeSet::new()),
        }
    }
    results.into_values().collect()
}

/// Whether a rule is run for its message: one that also tags only if it has an effort, and then a second time.
fn has_message_run(rule: &PlannedRule<'_>) -> bool {
    !rule.rule.is_tagging() || rule.rule.message.is_some() && rule.rule.effort.unwrap_or(0) != 0
}

/// Runs the tagging rules, those whose whole condition is about tags last. Gives those that found something, and the
/// names that `hasTags` knows from then on.
fn tagging<'a>(
    rules: &'a [PlannedRule<'_>],
    findings: &'a Findings,
    builder: &Builder<'_>,
    options: &Options,
    settle: &mut impl FnMut(&PlannedRule<'_>, Outcome, BTreeSet<String>),
) -> (Vec<Tagged<'a>>, BTreeSet<String>) {
    let mut order: Vec<usize> = (0..rules.len()).filter(|&i| rules[i].rule.is_tagging()).collect();
    order.sort_by_key(|&i| rules[i].asks_tags);
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut tagged = Vec::new();
    for index in order {
        let rule = &rules[index];
        match found(rule, findings, &names) {
            Err(reason) => settle(rule, Outcome::Failed(reason), BTreeSet::new()),
            Ok(Some(found)) if builder.keeps_any(rule, &found) => {
                let tags = builder.tags(rule, &found);
                names.extend(tags.iter().filter_map(|tag| tag_names(tag)).flatten());
                tagged.push(Tagged { rule: index, found, tags });
            }
            Ok(Some(_)) if options.semantics.reproduces(Difference::FilteredTagRuleVanishes) => {
                settle(rule, Outcome::Vanished, BTreeSet::new());
            }
            Ok(_) => settle(rule, Outcome::Unmatched, BTreeSet::new()),
        }
    }
    (tagged, names)
}

fn message(
    rule: &PlannedRule<'_>,
    findings: &Findings,
    tags: &BTreeSet<String>,
    builder: &Builder<'_>,
) -> Outcome {
    match found(rule, findings, tags) {
        Err(reason) => Outcome::Failed(reason),
        Ok(None) => Outcome::Unmatched,
        Ok(Some(found)) => {
            let incidents = builder.incidents(rule, &found);
            if incidents.is_empty() {
                return Outcome::Unmatched;
            }
            // The tags as written: this run does not render them.
            let tags = rule.rule.tags.iter().cloned();
            Outcome::Violation(violation(rule, incidents, tags, true))
        }
    }
}

/// What a rule found; `None` where it does not match.
fn found<'a>(
    rule: &'a PlannedRule<'_>,
    findings: &'a Findings,
    tags: &BTreeSet<String>,
) -> Result<Option<Vec<Found<'a>>>, String> {
    let condition = rule.condition.as_ref().map_err(Clone::clone)?;
    let answer = Evaluator::new(findings, tags).answer(condition)?;
    Ok((answer.matched && !answer.found.is_empty()).then_some(answer.found))
}

fn record(result: &mut RulesetResult, rule: &PlannedRule<'_>, outcome: Outcome) {
    let id = rule.rule.id.clone();
    match outcome {
        Outcome::Violation(violation) => {
            let effort = violation.effort.unwrap_or(0);
            // The first run of a tagging rule asks for a positive effort, the others for one that is not 0.
            let costs = if violation.category.is_some() { effort != 0 } else { effort > 0 };
            if costs {
                result.violations.insert(id, violation);
            } else {
                result.insights.insert(id, violation);
            }
        }
        Outcome::Unmatched => {
            result.unmatched.insert(id);
        }
        Outcome::Failed(reason) => {
            result.errors.insert(id, reason);
        }
        Outcome::Vanished => {}
    }
}

#[cfg(test)]
mod tests;
