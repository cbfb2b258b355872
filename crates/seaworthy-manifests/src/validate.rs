//! What an API server checks and a schema does not: references, selectors, numbers, names.

mod pods;
mod quantity;

use std::collections::{BTreeMap, BTreeSet};

use crate::names::{is_dns_label, is_label_value, is_port_name};
use crate::plan::is_cron;
use crate::{DraftKind, DraftObject, Node};

/// Something an API server or a cluster would refuse.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path of the file.
    pub file: String,
    /// `Kind/name`.
    pub object: String,
    /// What is wrong, as a sentence.
    pub message: String,
}

/// Checks drafted objects against each other. An empty list means that nothing known is wrong.
///
/// Checked are: names, labels, ports and quantities; duplicates; selectors that match no pod template; probes, Services
/// and policies that name a port nobody has; volumes and mounts; references to ConfigMaps, claims and service accounts
/// (Secrets count as made elsewhere when they are optional); restart policies; schedules; one-node volumes with
/// several copies; grace periods; policies without DNS; and kustomizations that list a file that is not there.
pub fn validate(objects: &[DraftObject]) -> Vec<Problem> {
    let set = ObjectSet { objects };
    let mut problems = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for object in objects {
        let mut report = |message: String| {
            let (file, object) = (object.path.clone(), describe(&object.node));
            problems.insert(Problem { file, object, message });
        };
        if object.kind == DraftKind::Kustomization {
            kustomization(&set, object, &mut report);
            continue;
        }
        let node = &object.node;
        if !seen.insert((text(node, &["kind"]), text(node, &["metadata", "name"]))) {
            report("is there twice".to_owned());
        }
        metadata(node, &mut report);
        match text(node, &["kind"]) {
            "Deployment" | "Job" | "CronJob" => pods::workload(&set, node, &mut report),
            "Service" => service(&set, node, &mut report),
            "PodDisruptionBudget" => {
                selects(&set, node.at(&["spec", "selector", "matchLabels"]), &mut report);
            }
            "NetworkPolicy" => policy(&set, node, &mut report),
            "PersistentVolumeClaim" => {
                let size = text(node, &["spec", "resources", "requests", "storage"]);
                if quantity::parse(size).is_none_or(|n| n <= 0) {
                    report(format!("asks for {size:?}, which is no size"));
                }
            }
            _ => {}
        }
    }
    problems.into_iter().collect()
}

/// All objects of a set of drafts.
struct ObjectSet<'o> {
    objects: &'o [DraftObject],
}

impl<'o> ObjectSet<'o> {
    fn has(&self, kind: &str, name: &str) -> bool {
        let mut nodes = self.objects.iter().map(|o| &o.node);
        nodes.any(|n| text(n, &["kind"]) == kind && text(n, &["metadata", "name"]) == name)
    }

    /// Pod templates of all workloads.
    fn templates(&self) -> impl Iterator<Item = &'o Node> {
        self.objects.iter().filter_map(|o| pods::template(&o.node))
    }

    /// Templates whose labels hold all of the selector's.
    fn selected(&self, selector: &Node) -> Vec<&'o Node> {
        self.templates().filter(|t| holds(t.at(&["metadata", "labels"]), selector)).collect()
    }
}

fn holds(labels: Option<&Node>, selector: &Node) -> bool {
    selector.entries().iter().all(|(key, value)| {
        labels.and_then(|l| l.get(key)).and_then(Node::as_str) == value.as_str()
    })
}

fn text<'n>(node: &'n Node, path: &[&str]) -> &'n str {
    node.at(path).and_then(Node::as_str).unwrap_or("")
}

fn describe(node: &Node) -> String {
    format!("{}/{}", text(node, &["kind"]), text(node, &["metadata", "name"]))
}

fn metadata(node: &Node, report: &mut impl FnMut(String)) {
    let (kind, name) = (text(node, &["kind"]), text(node, &["metadata", "name"]));
    let limit = if kind == "CronJob" { 52 } else { 63 };
    if !is_dns_label(name) || name.len() > limit {
        report(format!("{name:?} is no legal name"));
    }
    if kind == "Service" && name.starts_with(|c: char| c.is_ascii_digit()) {
        report("a Service name starts with a letter".to_owned());
    }
    if kind != "Namespace" && !is_dns_label(text(node, &["metadata", "namespace"])) {
        report("has no legal namespace".to_owned());
    }
    for (key, value) in node.at(&["metadata", "labels"]).map(Node::entries).unwrap_or_default() {
        label(key, value, report);
    }
    for (key, value) in node.get("data").map(Node::entries).unwrap_or_default() {
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if key.is_empty() || key.len() > 253 || !key.chars().all(legal) || value.as_str().is_none()
        {
            report(format!("data has an entry {key:?} that no ConfigMap takes"));
        }
    }
}

fn label(key: &str, value: &Node, report: &mut impl FnMut(String)) {
    let name = key.rsplit('/').next().unwrap_or("");
    if name.is_empty() || !is_label_value(name) || !value.as_str().is_some_and(is_label_value) {
        report(format!("label {key} is not legal"));
    }
}

fn selects(set: &ObjectSet<'_>, selector: Option<&Node>, report: &mut impl FnMut(String)) {
    let Some(selector) = selector.filter(|s| !s.entries().is_empty()) else {
        report("has no selector".to_owned());
        return;
    };
    if set.selected(selector).is_empty() {
        report("selects no pod template".to_owned());
    }
}

/// Names of the ports of a template's containers, with their numbers.
fn port_names(template: &Node) -> BTreeMap<String, i64> {
    let containers = template.at(&["spec", "containers"]).map(Node::items).unwrap_or_default();
    let ports = containers.iter().flat_map(|c| c.get("ports").map(Node::items).unwrap_or_default());
    ports
        .map(|p| {
            (
                text(p, &["name"]).to_owned(),
                p.get("containerPort").and_then(Node::as_int).unwrap_or(0),
            )
        })
        .collect()
}

fn is_port(number: i64) -> bool {
    (1..=65535).contains(&number)
}

fn service(set: &ObjectSet<'_>, node: &Node, report: &mut impl FnMut(String)) {
    let selector = node.at(&["spec", "selector"]);
    selects(set, selector, report);
    let templates = selector.map(|s| set.selected(s)).unwrap_or_default();
    let mut numbers = BTreeSet::new();
    let mut names = BTreeSet::new();
    for port in node.at(&["spec", "ports"]).map(Node::items).unwrap_or_default() {
        let number = port.get("port").and_then(Node::as_int).unwrap_or(0);
        if !is_port(number) || !numbers.insert(number) {
            report(format!("port {number} is out of range or there twice"));
        }
        let name = text(port, &["name"]);
        if !is_dns_label(name) || !names.insert(name) {
            report(format!("port name {name:?} is not legal or there twice"));
        }
        let target = text(port, &["targetPort"]);
        if !templates.iter().any(|t| port_names(t).contains_key(target)) {
            report(format!("target port {target:?} is on no pod it selects"));
        }
    }
    if numbers.is_empty() {
        report("has no ports".to_owned());
    }
}

fn policy(set: &ObjectSet<'_>, node: &Node, report: &mut impl FnMut(String)) {
    let Some(own) = node.at(&["spec", "podSelector"]) else {
        report("has no pod selector".to_owned());
        return;
    };
    if own.entries().is_empty() {
        // The default deny: it opens nothing.
        return;
    }
    let own = own.get("matchLabels");
    selects(set, own, report);
    let templates = own.map(|s| set.selected(s)).unwrap_or_default();
    let mut dns = false;
    for (direction, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in node.at(&["spec", direction]).map(Node::items).unwrap_or_default() {
            for peer in rule.get(peers).map(Node::items).unwrap_or_default() {
                let selector = peer.at(&["podSelector", "matchLabels"]);
                let here = peer.get("namespaceSelector").is_none();
                if let Some(selector) = selector.filter(|_| here)
                    && set.selected(selector).is_empty()
                {
                    report(format!("{direction} names pods that are not there"));
                }
                let block = text(peer, &["ipBlock", "cidr"]);
                if peer.get("ipBlock").is_some() && !is_cidr(block) {
                    report(format!("{block:?} is no address block"));
                }
            }
            for port in rule.get("ports").map(Node::items).unwrap_or_default() {
                match (port.get("port").and_then(Node::as_int), text(port, &["port"])) {
                    (Some(number), _) => {
                        dns |= direction == "egress" && number == 53;
                        if !is_port(number) {
                            report(format!("port {number} is out of range"));
                        }
                    }
                    (None, name) => {
                        if direction == "ingress"
                            && !templates.iter().any(|t| port_names(t).contains_key(name))
                        {
                            report(format!("port {name:?} is on no pod it selects"));
                        }
                    }
                }
            }
        }
    }
    if !dns {
        report("lets no DNS request out".to_owned());
    }
}

fn is_cidr(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    let Ok(bits) = bits.parse::<u8>() else { return false };
    match address.parse::<std::net::IpAddr>() {
        Ok(address) => bits <= if address.is_ipv4() { 32 } else { 128 },
        Err(_) => false,
    }
}

fn kustomization(set: &ObjectSet<'_>, object: &DraftObject, report: &mut impl FnMut(String)) {
    let folder = object.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut seen = BTreeSet::new();
    for resource in object.node.get("resources").map(Node::items).unwrap_or_default() {
        let Some(name) = resource.as_str() else { continue };
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let inner = format!("{path}/kustomization.yaml");
        if !set.objects.iter().any(|o| o.path == path || o.path == inner) {
            report(format!("lists {name}, which is not there"));
        }
        if !seen.insert(name) {
            report(format!("lists {name} twice"));
        }
    }
}

#[cfg(test)]
mod tests;
