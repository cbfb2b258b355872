//! Findings of Konveyor rules among ours.

use std::collections::BTreeSet;
use std::sync::Arc;

use seaworthy_base::{Evidence, Position, mask_line};
use seaworthy_konveyor::{Incident, RulesetResult, Violation};
use seaworthy_matching::{Clause, Hit, RuleIndex};
use seaworthy_rules::{Dimension, Grade, Reach, Remedy, Rule, Tier};

/// Rules that found something, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adopted {
    /// To be put behind the native rules; hits count from their end.
    pub rules: Vec<Rule>,
    /// Places in files.
    pub hits: Vec<Hit>,
    /// Violations that name no file (they speak of tags), as `rule: message`.
    pub without_place: Vec<String>,
}

/// Story points that the readiness model knows.
const EFFORTS: [u8; 6] = [1, 2, 3, 5, 8, 13];

/// Turns violations into native rules and hits. `after` is the number of native rules; `base_uri` is the address of the
/// application's folder. Insights ask for no work and are left out.
pub fn adopt(results: &[RulesetResult], base_uri: &str, after: usize) -> Adopted {
    let mut out = Adopted::default();
    let mut ids = BTreeSet::new();
    for result in results {
        for (id, violation) in &result.violations {
            let mut hits = Vec::new();
            let index = (after + out.rules.len()) as RuleIndex;
            for incident in &violation.incidents {
                match incident.uri.strip_prefix(base_uri) {
                    Some(path) if !path.is_empty() => hits.push(hit(index, path, incident)),
                    _ => out.without_place.push(format!("{id}: {}", masked(&incident.message))),
                }
            }
            if hits.is_empty() {
                continue;
            }
            // Rulesets may use an id twice; a finding is known by it.
            let name =
                if ids.insert(id.clone()) { id.clone() } else { format!("{}/{id}", result.name) };
            out.rules.push(rule(name, &result.name, violation));
            out.hits.append(&mut hits);
        }
    }
    out
}

fn hit(rule: RuleIndex, path: &str, incident: &Incident) -> Hit {
    let path: Arc<str> = Arc::from(path);
    let evidence = match incident.line_number {
        Some(line) if line > 0 => Evidence::cause(
            &path,
            Position { line, column: 1 },
            &mask_line(line_of(&incident.code_snip.text(), line)),
        ),
        _ => Evidence::file(&path, path.rsplit('/').next().unwrap_or(&path)),
    };
    Hit { rule, clause: Clause::Match, scope: "".into(), evidence }
}

/// A message may hold the matched text (`{{ matchingText }}`), and with it a secret.
fn masked(message: &str) -> String {
    message.lines().map(mask_line).collect::<Vec<_>>().join("\n")
}

/// The text of a line in a numbered excerpt.
fn line_of(snip: &str, line: u32) -> &str {
    let number = line.to_string();
    snip.lines()
        .find_map(|raw| raw.trim_start().strip_prefix(number.as_str())?.strip_prefix("  "))
        .unwrap_or("")
        .trim()
}

fn rule(id: String, ruleset: &str, violation: &Violation) -> Rule {
    let description = violation.description.trim();
    let title = description.lines().next().filter(|l| !l.is_empty()).unwrap_or(&id).to_owned();
    let build_files = violation.incidents.iter().all(|i| is_build_file(&i.uri));
    Rule {
        title,
        catalogue: None,
        factor: None,
        dimension: if build_files { Dimension::Dependencies } else { Dimension::Runtime },
        grade: match violation.category {
            Some("mandatory") => Grade::Mandatory,
            _ => Grade::Advisory,
        },
        remedy: if build_files { Remedy::Library } else { Remedy::Code },
        effort: nearest_effort(violation.effort.unwrap_or(0)),
        tier: Tier::Import,
        why: violation.incidents.first().map(|i| masked(i.message.trim())).unwrap_or_default(),
        answer: String::new(),
        manifest: None,
        links: violation.links.iter().map(|link| link.url.clone()).collect(),
        secret: false,
        matches: Vec::new(),
        requires: Vec::new(),
        unless: Vec::new(),
        reach: Reach::File,
        absence: false,
        once: seaworthy_rules::Once::Place,
        examples: Vec::new(),
        source: ruleset.to_owned(),
        id,
    }
}

fn is_build_file(uri: &str) -> bool {
    let name = uri.rsplit('/').next().unwrap_or(uri);
    matches!(name, "pom.xml" | "go.mod" | "package.json")
        || name.ends_with(".gradle")
        || name.ends_with(".gradle.kts")
}

/// The next story points at or above; more than there are is the most.
fn nearest_effort(points: i64) -> u8 {
    EFFORTS.into_iter().find(|&known| i64::from(known) >= points).unwrap_or(13)
}
