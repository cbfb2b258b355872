//! The data of Konveyor's static report.

use std::collections::{BTreeMap, BTreeSet};

use std::io;

use serde::Serialize;

use super::json::{compact, write_compact};
use crate::{CodeSnip, DependencyFile, Incident, LinkResult, RulesetResult, Violation};

/// One application of the report.
#[derive(Clone, Copy, Debug)]
pub struct ReportApplication<'a> {
    /// Shown as its name: the base name of the input.
    pub name: &'a str,
    /// Its results.
    pub rulesets: &'a [RulesetResult],
    /// Its dependencies.
    pub dependencies: &'a [DependencyFile],
}

#[derive(Serialize)]
struct Application<'a> {
    id: String,
    name: &'a str,
    rulesets: Vec<Shown<'a>>,
    #[serde(rename = "depItems")]
    dep_items: Vec<DependencyFile>,
}

/// A [`RulesetResult`] whose violations have no variables.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    tags: &'a BTreeSet<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    violations: BTreeMap<&'a str, ShownViolation<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    insights: &'a BTreeMap<String, Violation>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errors: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    unmatched: &'a BTreeSet<String>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    skipped: &'a BTreeSet<String>,
}

#[derive(Serialize)]
struct ShownViolation<'a> {
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    labels: &'a BTreeSet<String>,
    incidents: Vec<ShownIncident<'a>>,
    #[serde(skip_serializing_if = "<[LinkResult]>::is_empty")]
    links: &'a [LinkResult],
    #[serde(skip_serializing_if = "Option::is_none")]
    effort: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownIncident<'a> {
    uri: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "code_is_empty")]
    code_snip: &'a CodeSnip,
    #[serde(skip_serializing_if = "Option::is_none")]
    line_number: Option<u32>,
    is_dependency_incident: bool,
}

/// `static-report/output.js`: applications are numbered in the order given; variables of violations and extras of
/// dependencies are left out, as the report does not show them.
pub fn static_report_js(applications: &[ReportApplication<'_>]) -> String {
    format!("{PREFIX}{}\n", compact(&shown_applications(applications)))
}

/// The same into a file, as it is made.
pub fn write_static_report_js(
    applications: &[ReportApplication<'_>],
    to: &mut dyn io::Write,
) -> io::Result<()> {
    to.write_all(PREFIX.as_bytes())?;
    write_compact(&shown_applications(applications), to)?;
    to.write_all(b"\n")
}

/// What stands before the data.
const PREFIX: &str = "\nwindow[\"apps\"] = ";

fn shown_applications<'a>(applications: &[ReportApplication<'a>]) -> Vec<Application<'a>> {
    applications
        .iter()
        .enumerate()
        .map(|(i, application)| Application {
            id: format!("{i:04}"),
            name: application.name,
            rulesets: application.rulesets.iter().map(shown).collect(),
            dep_items: application.dependencies.iter().map(without_extras).collect(),
        })
        .collect()
}

fn shown(result: &RulesetResult) -> Shown<'_> {
    Shown {
        name: &result.name,
        description: &result.description,
        tags: &result.tags,
        violations: result
            .violations
            .iter()
            .map(|(rule, violation)| (rule.as_str(), shown_violation(violation)))
            .collect(),
        insights: &result.insights,
        errors: &result.errors,
        unmatched: &result.unmatched,
        skipped: &result.skipped,
    }
}

fn shown_violation(violation: &Violation) -> ShownViolation<'_> {
    ShownViolation {
        description: &violation.description,
        category: violation.category,
        labels: &violation.labels,
        incidents: violation.incidents.iter().map(shown_incident).collect(),
        links: &violation.links,
        effort: violation.effort,
    }
}

/// A field is skipped by a reference to it, which is one to a reference here.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn code_is_empty(code: &&CodeSnip) -> bool {
    code.is_empty()
}

fn shown_incident(incident: &Incident) -> ShownIncident<'_> {
    ShownIncident {
        uri: &incident.uri,
        message: &incident.message,
        code_snip: &incident.code_snip,
        line_number: incident.line_number,
        is_dependency_incident: incident.is_dependency_incident,
    }
}

fn without_extras(file: &DependencyFile) -> DependencyFile {
    let mut file = file.clone();
    for dependency in &mut file.dependencies {
        dependency.extras = BTreeMap::new();
    }
    file
}
