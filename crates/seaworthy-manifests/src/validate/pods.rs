//! Checks of workloads and their pods.

use std::collections::BTreeSet;

use super::{
    ObjectSet, holds, is_cron, is_dns_label, is_port, is_port_name, label, port_names, quantity,
    text,
};
use crate::{Node, Yaml};

/// The pod template of a workload.
pub(super) fn template(node: &Node) -> Option<&Node> {
    match text(node, &["kind"]) {
        "Deployment" | "Job" => node.at(&["spec", "template"]),
        "CronJob" => node.at(&["spec", "jobTemplate", "spec", "template"]),
        _ => None,
    }
}

pub(super) fn workload(set: &ObjectSet<'_>, node: &Node, report: &mut impl FnMut(String)) {
    let Some(template) = template(node) else {
        report("has no pod template".to_owned());
        return;
    };
    let kind = text(node, &["kind"]);
    let Some(spec) = template.get("spec") else {
        report("has no pod spec".to_owned());
        return;
    };
    for (key, value) in template.at(&["metadata", "labels"]).map(Node::entries).unwrap_or_default()
    {
        label(key, value, report);
    }
    let restart = text(spec, &["restartPolicy"]);
    if kind == "Deployment" {
        let selector = node.at(&["spec", "selector", "matchLabels"]);
        let matches = selector.is_some_and(|s| {
            !s.entries().is_empty() && holds(template.at(&["metadata", "labels"]), s)
        });
        if !matches {
            report("the selector does not match the template".to_owned());
        }
        if !matches!(restart, "" | "Always") {
            report(format!("restart policy {restart} is for jobs"));
        }
    } else if !matches!(restart, "Never" | "OnFailure") {
        report("a job needs restart policy Never or OnFailure".to_owned());
    }
    if kind == "CronJob" && !is_cron(text(node, &["spec", "schedule"])) {
        report(format!("{:?} is no schedule", text(node, &["spec", "schedule"])));
    }
    pod(set, node, template, spec, report);
}

fn pod(
    set: &ObjectSet<'_>,
    workload: &Node,
    template: &Node,
    spec: &Node,
    report: &mut impl FnMut(String),
) {
    let account = text(spec, &["serviceAccountName"]);
    if !set.has("ServiceAccount", account) {
        report(format!("service account {account:?} is not there"));
    }
    let mut volumes = BTreeSet::new();
    for volume in spec.get("volumes").map(Node::items).unwrap_or_default() {
        let name = text(volume, &["name"]);
        if !is_dns_label(name) || !volumes.insert(name) {
            report(format!("volume {name:?} has no legal name or is there twice"));
        }
        let claim = text(volume, &["persistentVolumeClaim", "claimName"]);
        if !claim.is_empty() {
            if !set.has("PersistentVolumeClaim", claim) {
                report(format!("claim {claim} is not there"));
            }
            let copies = workload.at(&["spec", "replicas"]).and_then(Node::as_int).unwrap_or(1);
            let rolling = text(workload, &["spec", "strategy", "type"]) != "Recreate";
            if text(workload, &["kind"]) == "Deployment" && (copies > 1 || rolling) {
                report("a volume of one node with several copies or a rolling update".to_owned());
            }
        }
        let optional =
            volume.at(&["secret", "optional"]).map(|n| &n.value) == Some(&Yaml::Bool(true));
        if volume.get("secret").is_some() && !optional {
            report("a Secret made elsewhere has to be optional".to_owned());
        }
        if let Some(limit) = volume.at(&["emptyDir", "sizeLimit"]).and_then(Node::as_str)
            && quantity::parse(limit).is_none()
        {
            report(format!("{limit:?} is no size"));
        }
    }
    let mut used = BTreeSet::new();
    for container in spec.get("containers").map(Node::items).unwrap_or_default() {
        used.extend(self::container(set, template, container, report));
    }
    for name in used.iter().filter(|name| !volumes.contains(name.as_str())) {
        report(format!("mounts {name}, which is no volume"));
    }
    for name in volumes.iter().filter(|name| !used.contains(**name)) {
        report(format!("volume {name} is mounted nowhere"));
    }
    let grace = spec.get("terminationGracePeriodSeconds").and_then(Node::as_int).unwrap_or(30);
    for container in spec.get("containers").map(Node::items).unwrap_or_default() {
        let sleep =
            container.at(&["lifecycle", "preStop", "sleep", "seconds"]).and_then(Node::as_int);
        if sleep.is_some_and(|sleep| sleep >= grace) {
            report("sleeps through its grace period".to_owned());
        }
    }
}

/// Checks a container; returns the volumes it mounts.
fn container(
    set: &ObjectSet<'_>,
    template: &Node,
    container: &Node,
    report: &mut impl FnMut(String),
) -> BTreeSet<String> {
    let name = text(container, &["name"]);
    if !is_dns_label(name) {
        report(format!("container name {name:?} is not legal"));
    }
    let image = text(container, &["image"]);
    let tag = image.rsplit_once(':').map(|(_, tag)| tag);
    if image.contains(char::is_whitespace)
        || tag.is_none_or(|t| t.is_empty() || t == "latest" || t.contains('/'))
    {
        report(format!("image {image:?} has no fixed tag"));
    }
    let mut numbers = BTreeSet::new();
    let mut names = BTreeSet::new();
    for port in container.get("ports").map(Node::items).unwrap_or_default() {
        let name = text(port, &["name"]);
        if !is_port_name(name) || !names.insert(name) {
            report(format!("port name {name:?} is not legal or there twice"));
        }
        let number = port.get("containerPort").and_then(Node::as_int).unwrap_or(0);
        if !is_port(number) || !numbers.insert(number) {
            report(format!("port {number} is out of range or there twice"));
        }
    }
    let defined = port_names(template);
    for probe in ["startupProbe", "livenessProbe", "readinessProbe"] {
        let Some(probe) = container.get(probe) else { continue };
        let handlers =
            ["httpGet", "tcpSocket", "exec"].iter().filter(|h| probe.get(h).is_some()).count();
        if handlers != 1 {
            report("a probe needs one way to ask".to_owned());
        }
        for handler in ["httpGet", "tcpSocket"] {
            let port = text(probe, &[handler, "port"]);
            if probe.get(handler).is_some() && !defined.contains_key(port) {
                report(format!("a probe asks port {port:?}, which is not there"));
            }
        }
        if probe.get("httpGet").is_some() && !text(probe, &["httpGet", "path"]).starts_with('/') {
            report("a probe's path starts with /".to_owned());
        }
    }
    for source in container.get("envFrom").map(Node::items).unwrap_or_default() {
        let name = text(source, &["configMapRef", "name"]);
        if !set.has("ConfigMap", name) {
            report(format!("ConfigMap {name:?} is not there"));
        }
    }
    for (key, limit) in
        container.at(&["resources", "limits"]).map(Node::entries).unwrap_or_default()
    {
        let amount = |node: &Node| node.as_str().and_then(quantity::parse);
        let request = container.at(&["resources", "requests", key]);
        match (request.map(amount), amount(limit)) {
            (_, None) | (Some(None), _) => report(format!("{key} is no quantity")),
            (Some(Some(request)), Some(limit)) if request > limit => {
                report(format!("asks for more {key} than its limit"));
            }
            _ => {}
        }
    }
    let mut used = BTreeSet::new();
    let mut paths = BTreeSet::new();
    for mount in container.get("volumeMounts").map(Node::items).unwrap_or_default() {
        let path = text(mount, &["mountPath"]);
        if !path.starts_with('/') || path.contains(':') || !paths.insert(path) {
            report(format!("mount path {path:?} is not legal or there twice"));
        }
        used.insert(text(mount, &["name"]).to_owned());
    }
    used
}
