//! The data of Konveyor's static report.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::json::compact;
use crate::{DependencyFile, RulesetResult};

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
    rulesets: Vec<Cow<'a, RulesetResult>>,
    #[serde(rename = "depItems")]
    dep_items: Vec<DependencyFile>,
}

/// `static-report/output.js`: applications are numbered in the order given; variables of violations and extras of
/// dependencies are left out, as the report does not show them.
pub fn static_report_js(applications: &[ReportApplication<'_>]) -> String {
    let applications: Vec<Application<'_>> = applications
        .iter()
        .enumerate()
        .map(|(i, application)| Application {
            id: format!("{i:04}"),
            name: application.name,
            rulesets: application.rulesets.iter().map(without_variables).collect(),
            dep_items: application.dependencies.iter().map(without_extras).collect(),
        })
        .collect();
    format!("\nwindow[\"apps\"] = {}\n", compact(&applications))
}

fn without_variables(result: &RulesetResult) -> Cow<'_, RulesetResult> {
    if result.violations.is_empty() {
        return Cow::Borrowed(result);
    }
    let mut result = result.clone();
    for incident in result.violations.values_mut().flat_map(|v| &mut v.incidents) {
        incident.variables = BTreeMap::new();
    }
    Cow::Owned(result)
}

fn without_extras(file: &DependencyFile) -> DependencyFile {
    let mut file = file.clone();
    for dependency in &mut file.dependencies {
        dependency.extras = BTreeMap::new();
    }
    file
}
