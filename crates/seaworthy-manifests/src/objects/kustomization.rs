//! Kustomizations: one a component, one for all.

use crate::Node;
use crate::plan::{Application, Plan};

fn head(resources: Node) -> Node {
    Node::map([("apiVersion", "kustomize.config.k8s.io/v1beta1"), ("kind", "Kustomization")])
        .with("resources", resources)
}

pub(super) fn of_component(files: &[String]) -> Node {
    head(Node::seq(files.iter().map(String::as_str)).because("the drafts in this folder"))
}

pub(super) fn of_application(application: &Application<'_>, plans: &[Plan<'_>]) -> Node {
    let own = ["namespace.yaml", "networkpolicy.yaml"];
    let parts = plans.iter().map(|plan| plan.name.as_str());
    head(Node::seq(own.into_iter().chain(parts)).because("one folder a deployable component"))
        .with(
            "namespace",
            Node::from(application.namespace.clone()).because("every object is in it"),
        )
        .todo("pin images by digest when they are built: kustomize edit set image NAME=NAME@sha256:DIGEST")
}
