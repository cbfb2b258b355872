//! From components to files.

use std::collections::BTreeMap;

use seaworthy_assess::{Assessment, ComponentResult, Finding};
use seaworthy_components::Component;
use serde::Serialize;

use crate::dockerfile::dockerfiles;
use crate::emit::emit;
use crate::note;
use crate::objects::{self, DraftObject};
use crate::plan::{Application, Plan};
use crate::{DraftFile, DraftKind, DraftOptions, FieldReason, Node};

/// Drafts of an application: a folder for each deployable component with its Kubernetes objects, a kustomization and,
/// where none exists, a Dockerfile with its ignore file; the namespace, a default-deny policy and a kustomization for all; and
/// `evidence.json` with the reasons of every field. Sorted by path. Equal input gives equal bytes.
pub fn draft(
    application: &str,
    components: &[Component],
    findings: &[Finding],
    options: &DraftOptions,
) -> Vec<DraftFile> {
    let uses = BTreeMap::new();
    files(&Application::new(application, components, findings, &uses, options))
}

/// The drafts of an assessed application. Other than [`draft`] it knows whose code runs inside of whom: what a library
/// reads, calls and writes, and what was found in it, counts for the components that use it.
pub fn draft_assessed(assessment: &Assessment, options: &DraftOptions) -> Vec<DraftFile> {
    let results = &assessment.components;
    let components: Vec<Component> = results.iter().map(|r| with_used(r, results)).collect();
    let uses: BTreeMap<String, Vec<String>> =
        results.iter().map(|r| (r.component.id.clone(), r.uses.clone())).collect();
    let name = &assessment.application;
    files(&Application::new(name, &components, &assessment.findings, &uses, options))
}

/// A component with what the code inside of it needs; its own claims come first and win.
fn with_used(result: &ComponentResult, results: &[ComponentResult]) -> Component {
    let mut component = result.component.clone();
    let mut used = results
        .iter()
        .map(|r| &r.component)
        .filter(|c| result.uses.contains(&c.id))
        .collect::<Vec<_>>();
    // What is deployed by itself keeps its own needs.
    used.retain(|c| !c.kind.is_deployable());
    used.sort_by(|a, b| a.id.cmp(&b.id));
    for library in used {
        component.env.extend(library.env.iter().cloned());
        component.outbound.extend(library.outbound.iter().cloned());
        component.writes.extend(library.writes.iter().cloned());
        component.schedules.extend(library.schedules.iter().cloned());
        component.technologies.extend(library.technologies.iter().cloned());
    }
    component
}

fn files(application: &Application<'_>) -> Vec<DraftFile> {
    let plans = plans(application);
    let mut files: Vec<DraftFile> =
        objects::build(application, &plans).into_iter().map(rendered).collect();
    files.extend(plans.iter().flat_map(|plan| dockerfiles(plan, application.components)));
    files.extend(note::notes(application));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let evidence = evidence_file(&files);
    files.extend(evidence);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The objects of [`draft`] as trees, to be checked or changed before they are text.
pub fn draft_objects(
    application: &str,
    components: &[Component],
    findings: &[Finding],
    options: &DraftOptions,
) -> Vec<DraftObject> {
    let uses = BTreeMap::new();
    let application = Application::new(application, components, findings, &uses, options);
    objects::build(&application, &plans(&application))
}

/// Plans of the deployable components, by name; of two with one name only the first is drafted.
fn plans<'a>(application: &Application<'a>) -> Vec<Plan<'a>> {
    let deployable = application.components.iter().filter(|c| c.kind.is_deployable());
    let mut plans: Vec<Plan<'a>> = deployable.map(|c| Plan::of(application, c)).collect();
    plans.sort_by(|a, b| a.name.cmp(&b.name));
    plans.dedup_by(|a, b| a.name == b.name);
    plans
}

fn rendered(object: DraftObject) -> DraftFile {
    let text = |path: &[&str]| object.node.at(path).and_then(Node::as_str).unwrap_or("");
    let name = match object.kind {
        DraftKind::Kustomization => "Kustomization".to_owned(),
        _ => format!("{}/{}", text(&["kind"]), text(&["metadata", "name"])),
    };
    let (body, fields) = emit(&object.node, &name, 2);
    let content = format!("---\n{body}");
    let DraftObject { path, kind, component, .. } = object;
    DraftFile { path, kind, component, content, fields }
}

/// One line of `evidence.json`.
#[derive(Serialize)]
struct FileEvidence<'f> {
    file: &'f str,
    component: &'f str,
    fields: &'f [FieldReason],
}

/// The reasons of all files, for machines. Nothing where they cannot be written as JSON.
fn evidence_file(files: &[DraftFile]) -> Option<DraftFile> {
    let all: Vec<FileEvidence<'_>> = files
        .iter()
        .map(|f| FileEvidence { file: &f.path, component: &f.component, fields: &f.fields })
        .collect();
    let mut content = serde_json::to_string_pretty(&all).ok()?;
    content.push('\n');
    Some(DraftFile {
        path: "evidence.json".to_owned(),
        kind: DraftKind::Evidence,
        component: String::new(),
        content,
        fields: Vec::new(),
    })
}
