//! From outcomes of rules to the assessment of an application.

mod finding;
mod unit;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::Diagnostic;
use seaworthy_components::{Component, ComponentKind};
use seaworthy_graph::DepGraph;
use seaworthy_matching::{Incident, RuleIndex, RuleOutcome};
use seaworthy_rules::Rule;

use self::finding::findings;
use self::unit::{App, Unit, whole, worst};
use crate::coverage::Applicability;
use crate::factors::readings;
use crate::suppression::suppress;
use crate::{
    APPLICATION, Assessment, Concern, Coverage, CoverageInput, Effort, Ignores, Inventory, Library,
    SizeInfo, Summary, Tool, Verdict, Weights, effort, score, strategy,
};

/// Version of [`Assessment`]'s format.
pub const SCHEMA: u32 = 1;

/// How many places of a finding are listed unless the user says otherwise.
pub const LISTING_LIMIT: usize = 200;

/// What an assessment is made of.
#[derive(Clone, Debug)]
pub struct AssessInput<'a> {
    /// Name of the application.
    pub application: String,
    /// What makes the assessment.
    pub tool: Tool,
    /// What there was to look at.
    pub inventory: Inventory,
    /// The components.
    pub components: Vec<Component>,
    /// What the rules found, per component; an empty or unknown component id is a file outside of every component.
    pub outcomes: Vec<RuleOutcome>,
    /// What people have silenced.
    pub ignores: Ignores,
    /// The rules that were run, at the indexes that the outcomes use.
    pub rules: &'a [Rule],
    /// What was read, by component and language.
    pub coverage: CoverageInput,
    /// Component id → ids of the components whose code it runs, transitive (see `seaworthy_graph::module_uses`).
    pub uses: BTreeMap<String, Vec<String>>,
    /// The libraries.
    pub libraries: Vec<Library>,
    /// The dependency graph.
    pub graph: DepGraph,
    /// Problems met on the way.
    pub diagnostics: Vec<Diagnostic>,
    /// How many places of a finding are listed.
    pub listing_limit: usize,
}

/// Places of one rule in one component.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) incidents: Vec<Incident>,
    pub(crate) occurrences: u32,
}

/// (rule, id of the component that holds the places) → places.
pub(crate) type Groups = BTreeMap<(RuleIndex, String), Group>;

/// The assessment of one application.
///
/// Findings in files outside of every component belong to the only deployable component where there is exactly one
/// (or to the only component), else to [`APPLICATION`], which counts for the effort of the application only. Where
/// nothing is deployed and no desktop program or mainframe application is there, and the application does not have exactly one component, an
/// added component [`APPLICATION`] of kind `Library` stands for all of the code, and decides.
pub fn assess(input: AssessInput<'_>, weights: &Weights) -> Assessment {
    let AssessInput { rules, mut components, uses, .. } = input;
    let deployable = components.iter().filter(|c| c.kind.is_deployable()).count();
    let elsewhere = components.iter().any(|c| runs_elsewhere(c.kind));
    let whole_id = free_id(&components);
    let add_whole = deployable == 0 && !elsewhere && components.len() != 1;
    let outside = if deployable == 1 {
        components.iter().find(|c| c.kind.is_deployable()).map(|c| c.id.clone())
    } else if let [only] = components.as_slice() {
        Some(only.id.clone())
    } else {
        None
    };
    let outside = outside.unwrap_or_else(|| whole_id.clone());
    let mut groups = group(input.outcomes, rules, &components, &outside);
    let mut diagnostics = input.diagnostics;
    let suppressed = suppress(&mut groups, rules, &input.ignores, &mut diagnostics);
    let lines = move_outside(input.coverage, &components, &outside);

    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for c in &components {
        let own = members.entry(c.id.clone()).or_default();
        own.insert(c.id.clone());
        own.extend(uses.get(&c.id).into_iter().flatten().cloned());
    }
    if add_whole {
        let mut all: BTreeSet<String> = components.iter().map(|c| c.id.clone()).collect();
        all.insert(whole_id.clone());
        members.insert(whole_id.clone(), all);
        components.push(whole(&whole_id, &input.application, &components));
    }

    let known = Applicability::of(rules);
    let test_lines: BTreeMap<String, u64> =
        components.iter().map(|c| (c.id.clone(), c.test_lines)).collect();
    let app = App {
        rules,
        groups: &groups,
        lines: &lines,
        test_lines: &test_lines,
        known: &known,
        weights,
    };
    let mut units: Vec<Unit> = components
        .into_iter()
        .map(|component| {
            let members = members.remove(&component.id).unwrap_or_default();
            Unit::of(component, members, &app)
        })
        .collect();
    units.sort_by(|a, b| {
        let key = |u: &Unit| !u.result.component.kind.is_deployable();
        key(a).cmp(&key(b)).then_with(|| a.result.component.id.cmp(&b.result.component.id))
    });

    let effort = application_effort(&units, &groups, rules, &lines, weights);
    let summary = summary(&units, effort, &whole_id, weights);
    let findings = findings(groups, &units, rules, input.listing_limit, weights);
    for unit in &mut units {
        unit.result.factors = readings(&unit.result.component, &unit.members, &findings);
    }
    diagnostics.sort();
    diagnostics.dedup();
    Assessment {
        schema: SCHEMA,
        tool: input.tool,
        application: input.application,
        inventory: input.inventory,
        summary,
        components: units.into_iter().map(|u| u.result).collect(),
        findings,
        suppressed,
        libraries: input.libraries,
        graph: input.graph,
        diagnostics,
    }
}

/// [`APPLICATION`], or that with a number where a component has this id.
fn free_id(components: &[Component]) -> String {
    let taken: BTreeSet<&str> = components.iter().map(|c| c.id.as_str()).collect();
    let mut id = APPLICATION.to_owned();
    let mut n = 1;
    while taken.contains(id.as_str()) {
        n += 1;
        id = format!("{APPLICATION}-{n}");
    }
    id
}

fn group(
    outcomes: Vec<RuleOutcome>,
    rules: &[Rule],
    components: &[Component],
    outside: &str,
) -> Groups {
    let ids: BTreeSet<&str> = components.iter().map(|c| c.id.as_str()).collect();
    let mut groups = Groups::new();
    for outcome in outcomes {
        // An index without a rule cannot be named in a report; a plan and its outcomes come from the same rules.
        if rules.get(outcome.rule as usize).is_none() {
            continue;
        }
        let owner = ids.get(outcome.component.as_ref()).copied().unwrap_or(outside);
        let group = groups.entry((outcome.rule, owner.to_owned())).or_default();
        group.incidents.extend(outcome.incidents);
        // The same file is in one component only, so places of several outcomes are distinct.
        group.occurrences = group.occurrences.saturating_add(outcome.occurrences);
    }
    for group in groups.values_mut() {
        group.incidents.sort_by(|a, b| {
            let key =
                |i: &Incident| (!i.role.counts(), Arc::clone(&i.evidence.path), i.evidence.at);
            key(a)
                .cmp(&key(b))
                .then_with(|| (&a.scope, &a.evidence, a.role).cmp(&(&b.scope, &b.evidence, b.role)))
        });
        group.incidents.dedup();
    }
    groups.retain(|_, g| !g.incidents.is_empty() || g.occurrences > 0);
    groups
}

/// Lines outside of every component go where findings of such files go.
fn move_outside(coverage: CoverageInput, components: &[Component], outside: &str) -> CoverageInput {
    let ids: BTreeSet<&str> = components.iter().map(|c| c.id.as_str()).collect();
    let mut moved = CoverageInput::default();
    for (id, languages) in coverage.components {
        let owner = if ids.contains(id.as_str()) { id } else { outside.to_owned() };
        moved.add(owner, languages);
    }
    moved
}

fn code_lines<'i>(lines: &CoverageInput, ids: impl IntoIterator<Item = &'i String>) -> u64 {
    let read = lines.of(ids.into_iter().map(String::as_str));
    read.iter().filter(|(l, _)| l.is_code()).map(|(_, n)| n.total()).fold(0, u64::saturating_add)
}

/// Effort over all code, each rule's design once and each place once.
fn application_effort(
    units: &[Unit],
    groups: &Groups,
    rules: &[Rule],
    lines: &CoverageInput,
    weights: &Weights,
) -> Effort {
    let mut all: BTreeMap<RuleIndex, Concern> = BTreeMap::new();
    for ((index, _), group) in groups {
        let Some(rule) = rules.get(*index as usize) else { continue };
        let concern = all.entry(*index).or_insert_with(|| Concern::of(rule, 0));
        concern.occurrences = concern.occurrences.saturating_add(group.occurrences);
    }
    let concerns: Vec<Concern> = all.into_values().collect();
    let size = SizeInfo {
        production_lines: code_lines(lines, lines.components.keys()),
        test_lines: units.iter().map(|u| u.result.component.test_lines).sum(),
        deployables: units.iter().filter(|u| u.result.component.kind.is_deployable()).count()
            as u32,
    };
    effort(&concerns, &size, weights)
}

/// Whether it is an application that no workload of a cluster runs as it is.
fn runs_elsewhere(kind: ComponentKind) -> bool {
    kind.is_application() && !kind.is_deployable()
}

/// The components that decide for the application: what is deployed, else desktop programs and what a mainframe runs,
/// else what stands for all.
fn deciding<'u>(units: &'u [Unit], whole_id: &str) -> Vec<&'u Unit> {
    let of = |keep: &dyn Fn(&Unit) -> bool| units.iter().filter(|u| keep(u)).collect::<Vec<_>>();
    let deployable = of(&|u| u.result.component.kind.is_deployable());
    if !deployable.is_empty() {
        return deployable;
    }
    let elsewhere = of(&|u| runs_elsewhere(u.result.component.kind));
    if !elsewhere.is_empty() {
        return elsewhere;
    }
    let whole = of(&|u| u.result.component.id == whole_id);
    if whole.is_empty() { units.iter().collect() } else { whole }
}

fn summary(units: &[Unit], effort: Effort, whole_id: &str, weights: &Weights) -> Summary {
    if let Some(unit) = worst(deciding(units, whole_id), weights) {
        let result = &unit.result;
        return Summary {
            verdict: result.verdict,
            low_evidence: result.score.coverage < weights.coverage.low_evidence_below,
            score: result.score.clone(),
            decided_by: result.component.id.clone(),
            strategy: result.strategy,
            strategy_reason: result.strategy_reason.clone(),
            effort,
        };
    }
    // There is always a unit, the added one at least; were there none, nothing would have been assessed.
    let score = score(&[], &Coverage::default(), weights);
    let (strategy, strategy_reason) = strategy(&[], ComponentKind::Library, weights);
    Summary {
        verdict: Verdict::NotAssessed,
        low_evidence: true,
        score,
        decided_by: whole_id.to_owned(),
        strategy,
        strategy_reason,
        effort,
    }
}
