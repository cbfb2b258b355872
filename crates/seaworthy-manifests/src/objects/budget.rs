//! The disruption budget.

use super::{head, labels, selector_labels};
use crate::Node;
use crate::plan::{Application, Plan};

pub(super) fn budget(application: &Application<'_>, plan: &Plan<'_>) -> Node {
    let spec = Node::map([
        (
            "maxUnavailable",
            Node::from(1).because(
                "a drained node takes one copy at a time, and a single copy never blocks the drain",
            ),
        ),
        (
            "unhealthyPodEvictionPolicy",
            Node::from("AlwaysAllow").because("broken pods may always go"),
        ),
        (
            "selector",
            Node::map([("matchLabels", selector_labels(plan))])
                .because("the labels of the pod template"),
        ),
    ]);
    head("policy/v1", "PodDisruptionBudget", &plan.name, application, labels(application, plan))
        .with("spec", spec)
}
