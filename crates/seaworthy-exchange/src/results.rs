//! An assessment in the shape of Konveyor's results.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_assess::{Assessment, Finding};
use seaworthy_konveyor::{Incident, LinkResult, RulesetResult, Value, Violation};
use seaworthy_rules::Grade;

use crate::{RULESET, TARGET};

/// Lines around a place, with the number of the first.
#[derive(Clone, Copy, Debug)]
pub struct Excerpt<'a> {
    /// From 1.
    pub first_line: u32,
    /// The lines.
    pub lines: &'a [String],
}

/// Findings as violations, what is right already as insights, technologies as tags. `base_uri` is the address of the
/// application's folder (`file:///…/`); `excerpt` gives the code around a place, where there is some.
pub fn results<'a>(
    assessment: &Assessment,
    base_uri: &str,
    excerpt: impl Fn(&str, u32) -> Option<Excerpt<'a>>,
) -> Vec<RulesetResult> {
    let mut result = RulesetResult {
        name: RULESET.to_owned(),
        description: "What it takes to run the application on Kubernetes".to_owned(),
        tags: tags(assessment),
        ..RulesetResult::default()
    };
    for finding in &assessment.findings {
        let positive = finding.grade == Grade::Positive;
        let into = if positive { &mut result.insights } else { &mut result.violations };
        let violation = into.entry(finding.rule.clone()).or_insert_with(|| empty(finding));
        for found in &finding.incidents {
            let evidence = &found.evidence;
            let line = (evidence.at.line > 0).then_some(evidence.at.line);
            violation.incidents.push(Incident {
                uri: if evidence.path.is_empty() {
                    String::new()
                } else {
                    format!("{base_uri}{}", evidence.path)
                },
                message: message(finding),
                code_snip: line
                    .and_then(|line| excerpt(&evidence.path, line))
                    .map(|e| numbered(&e).into())
                    .unwrap_or_default(),
                line_number: line,
                variables: BTreeMap::from([
                    ("component".to_owned(), Value::from(finding.component.as_str())),
                    ("matchingText".to_owned(), Value::from(evidence.text.as_str())),
                    ("role".to_owned(), Value::from(found.role.name())),
                ]),
                is_dependency_incident: false,
            });
        }
    }
    for violation in result.violations.values_mut().chain(result.insights.values_mut()) {
        violation.incidents.sort_by(|a, b| {
            (&a.uri, a.line_number, &a.message).cmp(&(&b.uri, b.line_number, &b.message))
        });
        // A place belongs to two components where they share a file.
        violation.incidents.dedup_by(|a, b| {
            a.uri == b.uri && a.line_number == b.line_number && a.message == b.message
        });
    }
    vec![result]
}

fn empty(finding: &Finding) -> Violation {
    let mut links: Vec<LinkResult> = finding
        .links
        .iter()
        .map(|url| LinkResult { url: url.clone(), title: String::new() })
        .collect();
    links.sort();
    let positive = finding.grade == Grade::Positive;
    Violation {
        description: finding.title.clone(),
        category: (!positive).then_some(match finding.grade {
            Grade::Advisory => "optional",
            _ => "mandatory",
        }),
        labels: BTreeSet::from([
            TARGET.to_owned(),
            format!("seaworthy.dev/dimension={}", dimension(finding)),
            format!("seaworthy.dev/severity={}", finding.grade.name()),
        ]),
        incidents: Vec::new(),
        links,
        effort: (!positive).then_some(i64::from(finding.effort)),
    }
}

fn dimension(finding: &Finding) -> String {
    format!("{:?}", finding.dimension).to_lowercase()
}

fn message(finding: &Finding) -> String {
    [finding.why.as_str(), finding.answer.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn numbered(excerpt: &Excerpt<'_>) -> String {
    let last = excerpt.first_line as usize + excerpt.lines.len();
    let width = last.to_string().len();
    let lines: Vec<String> = (excerpt.first_line..)
        .zip(excerpt.lines)
        .map(|(number, line)| format!("{number:>width$}  {line}"))
        .collect();
    lines.join("\n")
}

fn tags(assessment: &Assessment) -> BTreeSet<String> {
    let technologies = assessment.components.iter().flat_map(|c| &c.component.technologies);
    technologies.map(|t| format!("{}={}", t.category, t.name)).collect()
}
