//! Components with all the code that counts for them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::Evidence;
use seaworthy_components::{Claim, Component, ComponentKind, Platform};
use seaworthy_matching::RuleIndex;
use seaworthy_rules::Rule;

use super::{Groups, code_lines};
use crate::coverage::Applicability;
use crate::score::Tally;
use crate::verdict::verdict_rank;
use crate::{
    ComponentResult, Concern, CoverageInput, SizeInfo, Weights, effort, score, strategy, verdict,
};

/// What every component's result is made from.
#[derive(Clone, Copy)]
pub(super) struct App<'a> {
    pub(super) rules: &'a [Rule],
    pub(super) groups: &'a Groups,
    pub(super) lines: &'a CoverageInput,
    /// Id of every component → lines of its tests.
    pub(super) test_lines: &'a BTreeMap<String, u64>,
    pub(super) known: &'a Applicability,
    pub(super) weights: &'a Weights,
}

/// A component with everything that counts for it.
pub(super) struct Unit {
    pub(super) result: ComponentResult,
    pub(super) concerns: BTreeMap<RuleIndex, Concern>,
    /// The component itself and what it uses.
    pub(super) members: BTreeSet<String>,
    pub(super) tally: Tally,
}

impl Unit {
    /// The result of a component over the code of all its `members`.
    pub(super) fn of(component: Component, members: BTreeSet<String>, app: &App<'_>) -> Self {
        let App { rules, groups, lines, test_lines, known, weights } = *app;
        let mut concerns: BTreeMap<RuleIndex, Concern> = BTreeMap::new();
        for ((index, owner), group) in groups {
            let Some(rule) = rules.get(*index as usize).filter(|_| members.contains(owner)) else {
                continue;
            };
            let concern = concerns.entry(*index).or_insert_with(|| Concern::of(rule, 0));
            concern.occurrences = concern.occurrences.saturating_add(group.occurrences);
        }
        let list: Vec<Concern> = concerns.values().cloned().collect();
        let kind = component.kind;
        let read = lines.of(members.iter().map(String::as_str));
        let coverage = known.coverage(&read, kind, weights);
        let score = score(&list, &coverage, weights);
        let (strategy, strategy_reason) = strategy(&list, kind, weights);
        let size = SizeInfo {
            production_lines: code_lines(lines, &members),
            test_lines: members.iter().filter_map(|id| test_lines.get(id)).sum(),
            deployables: u32::from(kind.is_deployable()),
        };
        let result = ComponentResult {
            verdict: verdict(&list, &score, kind, weights),
            strategy,
            strategy_reason,
            effort: effort(&list, &size, weights),
            score,
            uses: members
                .iter()
                .filter(|id| **id != component.id && test_lines.contains_key(*id))
                .cloned()
                .collect(),
            factors: Vec::new(),
            component,
        };
        Self { result, tally: Tally::of(&list, weights), concerns, members }
    }
}

/// Worst verdict first, then lowest R, then id.
pub(super) fn worst<'u>(
    units: impl IntoIterator<Item = &'u Unit>,
    weights: &Weights,
) -> Option<&'u Unit> {
    units.into_iter().min_by_key(|u| {
        (
            Reverse(verdict_rank(u.result.verdict)),
            u.tally.readiness(weights),
            u.result.component.id.as_str(),
        )
    })
}

/// A component that stands for an application without anything that is deployed.
pub(super) fn whole(id: &str, application: &str, components: &[Component]) -> Component {
    let mut lines = BTreeMap::new();
    for (&language, &n) in components.iter().flat_map(|c| &c.lines) {
        *lines.entry(language).or_insert(0) += n;
    }
    let nothing =
        Evidence::default_of("nothing that is deployed was found; all code counts as one");
    Component {
        id: id.to_owned(),
        name: application.to_owned(),
        root: Arc::from(""),
        kind: ComponentKind::Library,
        platform: Claim::new(Platform::Unknown, nothing.clone()),
        platform_version: None,
        framework: None,
        version: None,
        ecosystem: None,
        build_tool: None,
        artifact: None,
        start: None,
        dockerfile: None,
        ports: Vec::new(),
        health: None,
        env: Vec::new(),
        outbound: Vec::new(),
        writes: Vec::new(),
        programs: Vec::new(),
        schedules: Vec::new(),
        technologies: Vec::new(),
        lines,
        // The tests of the parts are counted with the parts that it uses.
        test_lines: 0,
        evidence: vec![nothing],
    }
}
