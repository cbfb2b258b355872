//! Findings: what the rules found, with what it weighs.

use seaworthy_matching::RuleIndex;
use seaworthy_rules::{Grade, Rule};

use super::unit::{Unit, worst};
use super::{Group, Groups};
use crate::fingerprint::fingerprint;
use crate::score::{micro_burden, points};
use crate::{Concern, Finding, Weights};

pub(super) fn findings(
    groups: Groups,
    units: &[Unit],
    rules: &[Rule],
    limit: usize,
    weights: &Weights,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = groups
        .into_iter()
        .filter_map(|((index, owner), group)| {
            let rule = rules.get(index as usize)?;
            Some(finding(rule, index, owner, group, units, limit, weights))
        })
        .collect();
    findings.sort_by(|a, b| {
        let positive = |f: &Finding| f.grade == Grade::Positive;
        positive(a)
            .cmp(&positive(b))
            .then_with(|| b.burden.total_cmp(&a.burden))
            .then_with(|| (&a.rule, &a.component).cmp(&(&b.rule, &b.component)))
    });
    findings
}

/// The finding of one group. It weighs in the worst deployable component that runs its code, else in the one that
/// stands for the whole, else in its own.
fn finding(
    rule: &Rule,
    index: RuleIndex,
    owner: String,
    group: Group,
    units: &[Unit],
    limit: usize,
    weights: &Weights,
) -> Finding {
    let holders = || units.iter().filter(|u| u.members.contains(&owner));
    let own = |u: &&Unit| u.result.component.id == owner;
    let unit = worst(holders().filter(|u| u.result.component.kind.is_deployable()), weights)
        .or_else(|| worst(holders().filter(|u| !own(u)), weights))
        .or_else(|| holders().find(own));
    let merged = unit.and_then(|u| u.concerns.get(&index).map(|c| (u, c)));
    let (burden, points_back) = if let Some((unit, concern)) = merged {
        let all = micro_burden(concern, concern.occurrences, weights) as f64;
        let share = f64::from(group.occurrences) / f64::from(concern.occurrences.max(1));
        let rest = unit.tally.without(concern, group.occurrences, weights);
        let back = rest.readiness(weights).saturating_sub(unit.tally.readiness(weights));
        (points((all * share).round() as u64), back)
    } else {
        let alone = Concern::of(rule, group.occurrences);
        (points(micro_burden(&alone, alone.occurrences, weights)), 0)
    };
    let mut incidents = group.incidents;
    let fingerprint = fingerprint(&rule.id, &owner, &incidents);
    let more = incidents.len().saturating_sub(limit);
    incidents.truncate(limit);
    Finding {
        fingerprint,
        rule: rule.id.clone(),
        title: rule.title.clone(),
        component: owner,
        dimension: rule.dimension,
        factor: rule.factor,
        grade: rule.grade,
        remedy: rule.remedy,
        effort: rule.effort,
        tier: rule.tier,
        confidence: rule.tier.confidence(),
        burden,
        points_back,
        occurrences: group.occurrences,
        why: rule.why.clone(),
        answer: rule.answer.clone(),
        manifest: rule.manifest.clone(),
        links: rule.links.clone(),
        incidents,
        more: u32::try_from(more).unwrap_or(u32::MAX),
    }
}
