//! Kubernetes objects as trees.

mod budget;
mod claims;
mod configuration;
mod container;
mod kustomization;
mod namespace;
mod network;
mod probes;
mod service;
mod workload;

use crate::plan::{Application, Plan};
use crate::{DraftKind, Node};

/// A drafted object before it is text.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftObject {
    /// Path below `manifests/`, with `/`.
    pub path: String,
    /// [`DraftKind::Kubernetes`] or [`DraftKind::Kustomization`].
    pub kind: DraftKind,
    /// The component it belongs to; empty for the application as a whole.
    pub component: String,
    /// The object.
    pub node: Node,
}

/// All objects: the application's own first, then those of each plan in their order.
pub(crate) fn build(application: &Application<'_>, plans: &[Plan<'_>]) -> Vec<DraftObject> {
    let mut objects = vec![
        whole("namespace.yaml", namespace::namespace(application)),
        whole("networkpolicy.yaml", network::default_deny(application)),
    ];
    for plan in plans {
        let part = |file: &str, node: Node| DraftObject {
            path: format!("{}/{file}", plan.name),
            kind: DraftKind::Kubernetes,
            component: plan.component.id.clone(),
            node,
        };
        let first = objects.len();
        objects.push(part(workload::file_name(plan), workload::workload(application, plan, plans)));
        objects
            .push(part("serviceaccount.yaml", configuration::service_account(application, plan)));
        if let Some(node) = configuration::config_map(application, plan) {
            objects.push(part("configmap.yaml", node));
        }
        if plan.has_service() {
            objects.push(part("service.yaml", service::service(application, plan)));
        }
        for (i, node) in claims::claims(application, plan).into_iter().enumerate() {
            objects.push(part(&format!("pvc-{}.yaml", i + 1), node));
        }
        objects.push(part("networkpolicy.yaml", network::policy(application, plan, plans)));
        if plan.runs_on() {
            objects.push(part("pdb.yaml", budget::budget(application, plan)));
        }
        let files: Vec<String> = objects
            .get(first..)
            .unwrap_or_default()
            .iter()
            .filter_map(|o| o.path.rsplit('/').next().map(str::to_owned))
            .collect();
        let mut own = part("kustomization.yaml", kustomization::of_component(&files));
        own.kind = DraftKind::Kustomization;
        objects.push(own);
    }
    let mut all = whole("kustomization.yaml", kustomization::of_application(application, plans));
    all.kind = DraftKind::Kustomization;
    objects.push(all);
    objects
}

fn whole(path: &str, node: Node) -> DraftObject {
    let kind = DraftKind::Kubernetes;
    DraftObject { path: path.to_owned(), kind, component: String::new(), node }
}

/// `apiVersion`, `kind` and `metadata` of an object in the application's namespace.
fn head(
    api_version: &str,
    kind: &str,
    name: &str,
    application: &Application<'_>,
    labels: Node,
) -> Node {
    let metadata = Node::map([("name", Node::from(name))])
        .with("namespace", application.namespace.clone())
        .with("labels", labels);
    Node::map([("apiVersion", api_version), ("kind", kind)]).with("metadata", metadata)
}

/// Labels that never change; selectors use these.
fn selector_labels(plan: &Plan<'_>) -> Node {
    Node::map([
        ("app.kubernetes.io/name", plan.name.as_str()),
        ("app.kubernetes.io/instance", plan.name.as_str()),
    ])
}

/// All labels of a component's objects.
fn labels(application: &Application<'_>, plan: &Plan<'_>) -> Node {
    selector_labels(plan)
        .with("app.kubernetes.io/version", plan.tag.value.clone())
        .with("app.kubernetes.io/component", plan.component.kind.name())
        .with("app.kubernetes.io/part-of", application.name.clone())
        .with("app.kubernetes.io/managed-by", "kustomize")
        .with("owner", "unknown")
}
