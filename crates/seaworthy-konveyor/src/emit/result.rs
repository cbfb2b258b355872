//! `output.yaml` and `dependencies.yaml`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::block::{Pairs, Tree, write, write_in_parts};
use crate::{Dependency, DependencyFile, Incident, LinkResult, RulesetResult, Value, Violation};

/// Bytes that are written at once.
const PART: usize = 1 << 20;

/// `output.yaml`: the rulesets in the order given, which Konveyor sorts by name.
pub fn to_yaml(results: &[RulesetResult]) -> String {
    let mut out = String::new();
    for result in results {
        write(&Tree::List(vec![ruleset(result)]), &mut out);
    }
    if results.is_empty() { "[]\n".to_owned() } else { out }
}

/// `output.yaml` into a file, about a megabyte at a time: with its excerpts it may be many times as large as the code.
pub fn write_yaml(results: &[RulesetResult], to: &mut dyn io::Write) -> io::Result<()> {
    if results.is_empty() {
        return to.write_all(b"[]\n");
    }
    let mut out = String::new();
    let mut written = Ok(());
    for result in results {
        write_in_parts(&Tree::List(vec![ruleset(result)]), &mut out, &mut |out| {
            if out.len() >= PART && written.is_ok() {
                written = to.write_all(out.as_bytes());
                out.clear();
            }
        });
    }
    written?;
    to.write_all(out.as_bytes())
}

/// `dependencies.yaml`: the flat form.
pub fn dependencies_to_yaml(files: &[DependencyFile]) -> String {
    let mut out = String::new();
    write(&Tree::List(files.iter().map(dependency_file).collect()), &mut out);
    out
}

fn ruleset(result: &RulesetResult) -> Tree<'_> {
    let set = |set: &'_ BTreeSet<String>| !set.is_empty();
    let by_rule = |map: &'_ BTreeMap<String, Violation>| !map.is_empty();
    let errors = result.errors.iter().map(|(k, v)| (Cow::Borrowed(k.as_str()), Tree::text(v)));
    Pairs::default()
        .text("name", &result.name)
        .text("description", &result.description)
        .some("tags", set(&result.tags).then(|| Tree::texts(&result.tags)))
        .some("violations", by_rule(&result.violations).then(|| violations(&result.violations)))
        .some("insights", by_rule(&result.insights).then(|| violations(&result.insights)))
        .some("errors", (!result.errors.is_empty()).then(|| Tree::sorted(errors.collect())))
        .some("unmatched", set(&result.unmatched).then(|| Tree::texts(&result.unmatched)))
        .some("skipped", set(&result.skipped).then(|| Tree::texts(&result.skipped)))
        .map()
}

fn violations(violations: &BTreeMap<String, Violation>) -> Tree<'_> {
    let pairs = violations.iter().map(|(id, v)| (Cow::Borrowed(id.as_str()), violation(v)));
    Tree::sorted(pairs.collect())
}

fn violation(violation: &Violation) -> Tree<'_> {
    let links = || Tree::List(violation.links.iter().map(link).collect());
    Pairs::default()
        .with("description", Tree::text(&violation.description))
        .some("category", violation.category.map(Tree::text))
        .some("labels", (!violation.labels.is_empty()).then(|| Tree::texts(&violation.labels)))
        .with("incidents", Tree::List(violation.incidents.iter().map(incident).collect()))
        .some("links", (!violation.links.is_empty()).then(links))
        .some("effort", violation.effort.map(Tree::Int))
        .map()
}

fn link(link: &LinkResult) -> Tree<'_> {
    Pairs::default().with("url", Tree::text(&link.url)).text("title", &link.title).map()
}

fn incident(incident: &Incident) -> Tree<'_> {
    let variables = || {
        let pairs = incident.variables.iter();
        Tree::sorted(pairs.map(|(k, v)| (Cow::Borrowed(k.as_str()), value(v))).collect())
    };
    Pairs::default()
        .with("uri", Tree::text(&incident.uri))
        .with("message", Tree::text(&incident.message))
        .some(
            "codeSnip",
            (!incident.code_snip.is_empty()).then_some(Tree::Code(&incident.code_snip)),
        )
        .some("lineNumber", incident.line_number.map(|n| Tree::Int(i64::from(n))))
        .some("variables", (!incident.variables.is_empty()).then(variables))
        .with("isDependencyIncident", Tree::Bool(incident.is_dependency_incident))
        .map()
}

fn value(value: &Value) -> Tree<'_> {
    match value {
        Value::Text(text) => Tree::text(text),
        Value::Number(number) => Tree::Int(*number),
        Value::List(items) => Tree::texts(items),
    }
}

fn dependency_file(file: &DependencyFile) -> Tree<'_> {
    Pairs::default()
        .with("fileURI", Tree::text(&file.file_uri))
        .with("provider", Tree::text(&file.provider))
        .with("dependencies", Tree::List(file.dependencies.iter().map(dependency).collect()))
        .map()
}

fn dependency(dependency: &Dependency) -> Tree<'_> {
    let extras = || {
        let pairs = dependency.extras.iter();
        Tree::sorted(pairs.map(|(k, v)| (Cow::Borrowed(k.as_str()), Tree::text(v))).collect())
    };
    let labels = || Tree::texts(&dependency.labels);
    Pairs::default()
        .text("name", &dependency.name)
        .text("version", &dependency.version)
        .text("classifier", &dependency.classifier)
        .text("type", &dependency.kind)
        .some("indirect", dependency.indirect.then_some(Tree::Bool(true)))
        .text("resolvedIdentifier", &dependency.resolved_identifier)
        .some("extras", (!dependency.extras.is_empty()).then(extras))
        .some("labels", (!dependency.labels.is_empty()).then(labels))
        .text("prefix", &dependency.prefix)
        .map()
}
