//! Silenced findings: taken out of the score, and listed with who silenced them and why.

use std::collections::BTreeSet;
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};
use seaworthy_base::{Code, Diagnostic, Evidence};
use seaworthy_matching::{Ignore, IgnoredPlace, Incident, is_day};
use seaworthy_rules::{Grade, Rule};
use serde::{Deserialize, Serialize};

use crate::assess::Groups;
use crate::fingerprint::fingerprint;

/// Judgements that silence findings, and the day on which the assessment is made.
#[derive(Clone, Debug, Default)]
pub struct Ignores {
    /// The judgements.
    pub list: Vec<Ignore>,
    /// `YYYY-MM-DD`; judgements whose last day is before it no longer hold. Empty: none has expired.
    pub today: String,
}

/// Findings of one rule in one component that one judgement silences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suppressed {
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// Id of the component that holds the places.
    pub component: String,
    /// How bad it would be.
    pub grade: Grade,
    /// The places.
    pub places: Vec<Evidence>,
    /// Why it is silenced, as written.
    pub reason: String,
    /// The last day on which it is.
    pub until: Option<String>,
    /// The comment or the line of a file that silences it.
    pub by: Evidence,
}

/// A judgement that holds, ready to be asked.
struct Judge<'i> {
    ignore: &'i Ignore,
    glob: Option<GlobMatcher>,
    used: bool,
}

/// Takes silenced places out of the groups. What has expired, is unclear or silences nothing is told.
pub(crate) fn suppress(
    groups: &mut Groups,
    rules: &[Rule],
    ignores: &Ignores,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Suppressed> {
    let mut judges: Vec<Judge<'_>> =
        ignores.list.iter().filter_map(|i| judge(i, rules, &ignores.today, problems)).collect();
    let mut out = Vec::new();
    for ((index, component), group) in groups.iter_mut() {
        let Some(rule) = rules.get(*index as usize) else { continue };
        let name = fingerprint(&rule.id, component, &group.incidents);
        for judge in &mut judges {
            if judge.ignore.rule.as_ref().is_some_and(|id| *id != rule.id) {
                continue;
            }
            let is_silenced = |i: &Incident| judge.silences(&name, i);
            let (silenced, kept): (Vec<Incident>, Vec<Incident>) =
                std::mem::take(&mut group.incidents).into_iter().partition(is_silenced);
            group.incidents = kept;
            if silenced.is_empty() {
                continue;
            }
            judge.used = true;
            group.occurrences = match (rule.absence, group.incidents.is_empty()) {
                (true, false) => group.occurrences,
                _ => occurrences(&group.incidents),
            };
            out.push(Suppressed {
                rule: rule.id.clone(),
                title: rule.title.clone(),
                component: component.clone(),
                grade: rule.grade,
                places: silenced.into_iter().map(|i| i.evidence).collect(),
                reason: judge.ignore.reason.clone(),
                until: judge.ignore.until.clone(),
                by: judge.ignore.evidence.clone(),
            });
        }
    }
    groups.retain(|_, group| !group.incidents.is_empty());
    for judge in judges.iter().filter(|j| !j.used) {
        problems.push(note(judge.ignore, "it silences nothing; take it out"));
    }
    out
}

fn judge<'i>(
    ignore: &'i Ignore,
    rules: &[Rule],
    today: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<Judge<'i>> {
    if let Some(id) = ignore.rule.as_ref().filter(|id| rules.iter().all(|r| r.id != **id)) {
        problems.push(note(ignore, &format!("there is no rule {id}; nothing is silenced")));
        return None;
    }
    match &ignore.until {
        Some(day) if !is_day(day) => {
            let message = format!("`{day}` is no day; write until=YYYY-MM-DD; nothing is silenced");
            problems.push(note(ignore, &message));
            return None;
        }
        Some(day) if !today.is_empty() && day.as_str() < today => {
            problems
                .push(note(ignore, &format!("it expired after {day}; its findings count again")));
            return None;
        }
        _ => {}
    }
    if ignore.reason.is_empty() {
        problems.push(note(ignore, "it gives no reason; say why the finding needs no work"));
    }
    let glob = match &ignore.place {
        IgnoredPlace::Path(glob) => {
            let built = GlobBuilder::new(glob).literal_separator(true).build();
            match built {
                Ok(glob) => Some(glob.compile_matcher()),
                Err(error) => {
                    problems.push(note(ignore, &format!("{error}; nothing is silenced")));
                    return None;
                }
            }
        }
        _ => None,
    };
    Some(Judge { ignore, glob, used: false })
}

impl Judge<'_> {
    fn silences(&self, fingerprint: &str, incident: &Incident) -> bool {
        let at = &incident.evidence;
        match &self.ignore.place {
            IgnoredPlace::Line(path, line) => at.path == *path && at.at.line == *line,
            IgnoredPlace::Path(_) => self.glob.as_ref().is_some_and(|g| g.is_match(&*at.path)),
            IgnoredPlace::Fingerprint(name) => name == fingerprint,
        }
    }
}

/// Distinct (file, function) places in production.
fn occurrences(incidents: &[Incident]) -> u32 {
    let places: BTreeSet<(&Arc<str>, &str)> = incidents
        .iter()
        .filter(|i| i.role.counts())
        .map(|i| (&i.evidence.path, &*i.scope))
        .collect();
    places.len() as u32
}

fn note(ignore: &Ignore, message: &str) -> Diagnostic {
    Diagnostic::note(Code::Silenced, &ignore.evidence.path, format!("seaworthy:ignore: {message}"))
        .at(ignore.evidence.at)
}
