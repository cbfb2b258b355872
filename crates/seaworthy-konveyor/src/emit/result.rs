//! `output.yaml` and `dependencies.yaml`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::block::{Pairs, Part, Tree, write, write_in_parts};
use crate::{Dependency, DependencyFile, Incident, LinkResult, RulesetResult, Value, Violation};

/// Bytes that are written at once.
const PART: usize = 1 << 18;

/// Whose file a result is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Keys in the order of go-yaml.
    Yaml,
    /// Keys in the order of their bytes; violations have no variables, as the static report does not show them.
    Report,
}

impl Shape {
    fn sorted<'a>(self, pairs: Vec<(Cow<'a, str>, Tree<'a>)>) -> Tree<'a> {
        if self == Self::Yaml { Tree::sorted(pairs) } else { Tree::Map(pairs) }
    }
}

/// `output.yaml`: the rulesets in the order given, which Konveyor sorts by name.
pub fn to_yaml(results: &[RulesetResult]) -> String {
    let mut out = String::new();
    for result in results {
        write(&Tree::List(vec![ruleset(result, Shape::Yaml)]), &mut out);
    }
    if results.is_empty() { "[]\n".to_owned() } else { out }
}

/// `output.yaml` into a file, a part at a time: with its excerpts it may be many times as large as the code.
pub fn write_yaml(results: &[RulesetResult], to: &mut dyn io::Write) -> io::Result<()> {
    if results.is_empty() {
        return to.write_all(b"[]\n");
    }
    write_parts(to, |out, part| {
        for result in results {
            write_in_parts(&Tree::List(vec![ruleset(result, Shape::Yaml)]), out, part);
        }
    })
}

/// Gives `write` a text to write to, which goes into a file whenever it is long.
pub(super) fn write_parts(
    to: &mut dyn io::Write,
    write: impl FnOnce(&mut String, &mut Part<'_>),
) -> io::Result<()> {
    let mut out = String::with_capacity(PART + PART / 4);
    let mut written = Ok(());
    write(&mut out, &mut |out| {
        if out.len() >= PART {
            if written.is_ok() {
                written = to.write_all(out.as_bytes());
            }
            out.clear();
        }
    });
    written?;
    to.write_all(out.as_bytes())
}

/// `dependencies.yaml`: the flat form.
pub fn dependencies_to_yaml(files: &[DependencyFile]) -> String {
    let mut out = String::new();
    write(&Tree::List(files.iter().map(dependency_file).collect()), &mut out);
    out
}

pub(super) fn ruleset(result: &RulesetResult, shape: Shape) -> Tree<'_> {
    let set = |set: &'_ BTreeSet<String>| !set.is_empty();
    let by_rule = |map: &'_ BTreeMap<String, Violation>| !map.is_empty();
    let (of_violations, of_insights): (ToTree, ToTree) = match shape {
        Shape::Yaml => (sorted_incident, sorted_incident),
        Shape::Report => (incident_without_variables, incident),
    };
    let violations = || by_violation(&result.violations, shape, of_violations);
    let insights = || by_violation(&result.insights, shape, of_insights);
    let errors = result.errors.iter().map(|(k, v)| (Cow::Borrowed(k.as_str()), Tree::text(v)));
    Pairs::default()
        .text("name", &result.name)
        .text("description", &result.description)
        .some("tags", set(&result.tags).then(|| Tree::texts(&result.tags)))
        .some("violations", by_rule(&result.violations).then(violations))
        .some("insights", by_rule(&result.insights).then(insights))
        .some("errors", (!result.errors.is_empty()).then(|| shape.sorted(errors.collect())))
        .some("unmatched", set(&result.unmatched).then(|| Tree::texts(&result.unmatched)))
        .some("skipped", set(&result.skipped).then(|| Tree::texts(&result.skipped)))
        .map()
}

/// What writes an incident.
type ToTree = for<'i> fn(&'i Incident) -> Tree<'i>;

fn by_violation(
    violations: &BTreeMap<String, Violation>,
    shape: Shape,
    incident: ToTree,
) -> Tree<'_> {
    let pairs = violations.iter();
    shape.sorted(pairs.map(|(id, v)| (Cow::Borrowed(&**id), violation(v, incident))).collect())
}

fn violation(violation: &Violation, incident: ToTree) -> Tree<'_> {
    let links = || Tree::List(violation.links.iter().map(link).collect());
    Pairs::default()
        .with("description", Tree::text(&violation.description))
        .some("category", violation.category.map(Tree::text))
        .some("labels", (!violation.labels.is_empty()).then(|| Tree::texts(&violation.labels)))
        .with("incidents", Tree::each(&violation.incidents, incident))
        .some("links", (!violation.links.is_empty()).then(links))
        .some("effort", violation.effort.map(Tree::Int))
        .map()
}

fn link(link: &LinkResult) -> Tree<'_> {
    Pairs::default().with("url", Tree::text(&link.url)).text("title", &link.title).map()
}

fn sorted_incident(incident: &Incident) -> Tree<'_> {
    with_variables(incident, Some(Tree::sorted(variables(incident))))
}

fn incident(incident: &Incident) -> Tree<'_> {
    with_variables(incident, Some(Tree::Map(variables(incident))))
}

fn variables(incident: &Incident) -> Vec<(Cow<'_, str>, Tree<'_>)> {
    incident.variables.iter().map(|(k, v)| (Cow::Borrowed(k.as_str()), value(v))).collect()
}

fn incident_without_variables(incident: &Incident) -> Tree<'_> {
    with_variables(incident, None)
}

fn with_variables<'a>(incident: &'a Incident, variables: Option<Tree<'a>>) -> Tree<'a> {
    let code = &incident.code_snip;
    Pairs::default()
        .with("uri", Tree::text(&incident.uri))
        .with("message", Tree::text(&incident.message))
        .some("codeSnip", (!code.is_empty()).then_some(Tree::Code(code)))
        .some("lineNumber", incident.line_number.map(|n| Tree::Int(i64::from(n))))
        .some("variables", variables.filter(|_| !incident.variables.is_empty()))
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
