//! From the hits of all files to what each rule found in each component.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_base::EvidenceRole;
use seaworthy_facts::Role;
use seaworthy_rules::{Clause, Once, Reach, Rule, RuleSet};

use crate::model::{FileHits, Hit, Incident, RuleIndex, RuleOutcome};

/// The places of one rule, by clause: (index of the file, hit).
#[derive(Default)]
struct Places<'h> {
    matches: Vec<(usize, &'h Hit)>,
    requires: Vec<(usize, &'h Hit)>,
    unless: Vec<(usize, &'h Hit)>,
}

/// Where partners of a rule were found.
struct Partners {
    files: BTreeSet<usize>,
    /// Components with a partner in a production file or in one that a tool wrote (a lock file); `None` is the application as a whole.
    components: BTreeSet<Option<u32>>,
}

impl Partners {
    fn of(places: &[(usize, &Hit)], files: &[FileHits]) -> Self {
        let mut partners = Self { files: BTreeSet::new(), components: BTreeSet::new() };
        for (index, _) in places {
            partners.files.insert(*index);
            if let Some(file) = files.get(*index)
                && (file.role.counts() || file.role == Role::Generated)
            {
                partners.components.insert(file.component);
            }
        }
        partners
    }

    /// Whether a partner is within reach of a place. What belongs to the application as a whole speaks for every
    /// component, and every component for it.
    fn reach(&self, reach: Reach, file: usize, component: Option<u32>) -> bool {
        match reach {
            Reach::File => self.files.contains(&file),
            Reach::Component if component.is_some() => {
                self.components.contains(&component) || self.components.contains(&None)
            }
            Reach::Component | Reach::Application => !self.components.is_empty(),
        }
    }
}

/// What the rules found, sorted by rule and component. `components` are the ids by index; files without a component
/// are reported under the empty id. Only what holds is in the result.
pub fn outcomes(rules: &RuleSet, components: &[Arc<str>], files: &[FileHits]) -> Vec<RuleOutcome> {
    let mut by_rule: BTreeMap<RuleIndex, Places<'_>> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        for hit in &file.hits {
            let places = by_rule.entry(hit.rule).or_default();
            let list = match hit.clause {
                Clause::Match => &mut places.matches,
                Clause::Requires => &mut places.requires,
                Clause::Unless => &mut places.unless,
            };
            list.push((index, hit));
        }
    }
    let whole: Arc<str> = Arc::from("");
    let mut out = Vec::new();
    for (index, places) in &by_rule {
        let Some(rule) = rules.rules.get(*index as usize) else { continue };
        let mut by_component: BTreeMap<&Arc<str>, Vec<Incident>> = BTreeMap::new();
        for (file, hit) in places_that_hold(rule, places, files) {
            let Some(file) = files.get(file) else { continue };
            let component = file.component.and_then(|c| components.get(c as usize));
            let role = if rule.absence { EvidenceRole::Absence } else { EvidenceRole::Cause };
            by_component.entry(component.unwrap_or(&whole)).or_default().push(Incident {
                evidence: hit.evidence.clone().with_role(role),
                scope: hit.scope.clone(),
                role: file.role,
            });
        }
        for (component, incidents) in by_component {
            out.push(outcome(*index, component, incidents, rule));
        }
    }
    out
}

fn places_that_hold<'h>(
    rule: &Rule,
    places: &Places<'h>,
    files: &[FileHits],
) -> Vec<(usize, &'h Hit)> {
    let unless = Partners::of(&places.unless, files);
    let (claims, partners) = if rule.absence {
        (&places.requires, Partners::of(&places.matches, files))
    } else {
        (&places.matches, Partners::of(&places.requires, files))
    };
    let holds = |&&(index, _): &&(usize, &Hit)| {
        let Some(file) = files.get(index) else { return false };
        let partner = || partners.reach(rule.reach, index, file.component);
        let held = if rule.absence {
            file.role.counts() && !partner()
        } else {
            rule.requires.is_empty() || partner()
        };
        held && !unless.reach(rule.reach, index, file.component)
    };
    claims.iter().filter(holds).copied().collect()
}

fn outcome(
    rule: RuleIndex,
    component: &Arc<str>,
    mut incidents: Vec<Incident>,
    of: &Rule,
) -> RuleOutcome {
    // Archives may hold a path twice with different roles: what counts comes first.
    incidents.sort_by(|a, b| {
        let key = |i: &Incident| (i.evidence.at.line, i.role, i.evidence.at.column);
        (&a.evidence.path, key(a), &a.scope, &a.evidence).cmp(&(
            &b.evidence.path,
            key(b),
            &b.scope,
            &b.evidence,
        ))
    });
    match of.once {
        Once::Place => {}
        Once::File => incidents.dedup_by(|a, b| a.evidence.path == b.evidence.path),
        Once::Component => {
            // The first that counts, since what it says is about production.
            let first = incidents.iter().position(|i| i.role.counts()).unwrap_or(0);
            incidents.swap(0, first);
            incidents.truncate(1);
        }
    }
    let places: BTreeSet<(&Arc<str>, &str)> = incidents
        .iter()
        .filter(|i| i.role.counts())
        .map(|i| (&i.evidence.path, &*i.scope))
        .collect();
    let occurrences = if of.absence { places.len().min(1) } else { places.len() } as u32;
    incidents.dedup_by(|a, b| {
        a.evidence.path == b.evidence.path && a.evidence.at.line == b.evidence.at.line
    });
    RuleOutcome { rule, component: Arc::clone(component), incidents, occurrences }
}

#[cfg(test)]
mod tests;
