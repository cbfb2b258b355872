//! The service account and the settings.

use std::collections::BTreeMap;

use seaworthy_base::Evidence;

use super::{head, labels};
use crate::Node;
use crate::plan::{Application, Plan};

/// Names listed in one `TODO` block; the rest is counted.
const LISTED: usize = 25;

pub(super) fn service_account(application: &Application<'_>, plan: &Plan<'_>) -> Node {
    head("v1", "ServiceAccount", &plan.name, application, labels(application, plan)).with(
        "automountServiceAccountToken",
        Node::from(false).because("nothing found talks to the Kubernetes API"),
    )
}

/// Name of a component's ConfigMap.
pub(super) fn config_map_name(plan: &Plan<'_>) -> String {
    format!("{}-config", plan.name)
}

/// Whether there is anything to put in a ConfigMap or to ask for.
pub(super) fn has_config_map(plan: &Plan<'_>) -> bool {
    let environment = &plan.environment;
    !environment.values.is_empty() || !environment.missing.is_empty()
}

pub(super) fn config_map(application: &Application<'_>, plan: &Plan<'_>) -> Option<Node> {
    if !has_config_map(plan) {
        return None;
    }
    let environment = &plan.environment;
    let values =
        environment.values.iter().map(|(name, setting)| (name.clone(), setting.clone().node()));
    let mut data =
        Node::map(values).because("what the code reads and its defaults; secrets are never here");
    for line in listed(&environment.missing, "has no default in the code: set") {
        data = data.todo(&line);
    }
    for line in listed(&environment.unusable, "no variable can have that name, pass it in a file:")
    {
        data = data.todo(&line);
    }
    let labels = labels(application, plan);
    Some(head("v1", "ConfigMap", &config_map_name(plan), application, labels).with("data", data))
}

/// One line a name with its first place.
pub(super) fn listed(names: &BTreeMap<String, Vec<Evidence>>, verb: &str) -> Vec<String> {
    let place = |why: &[Evidence]| why.first().map(Evidence::place).unwrap_or_default();
    let mut lines: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|(name, why)| format!("{verb} {name} ({})", place(why)))
        .collect();
    if names.len() > LISTED {
        lines.push(format!("and {} more, see evidence.json", names.len() - LISTED));
    }
    lines
}
