//! Network policies: nothing is allowed but what was found.

use std::collections::BTreeMap;
use std::net::IpAddr;

use seaworthy_base::Evidence;
use seaworthy_components::{ComponentKind, Outbound};

use super::{head, labels, selector_labels};
use crate::Node;
use crate::names;
use crate::plan::{Application, Plan, is_loopback};

/// The policy that closes the namespace.
pub(super) fn default_deny(application: &Application<'_>) -> Node {
    let labels = Node::map([("app.kubernetes.io/part-of", application.name.as_str())]);
    let spec = Node::map([
        ("podSelector", Node::map::<&str, Node>([])),
        ("policyTypes", Node::seq(["Ingress", "Egress"])),
    ])
    .because("every pod is closed both ways; each component opens what it needs");
    head("networking.k8s.io/v1", "NetworkPolicy", "default-deny", application, labels)
        .with("spec", spec)
}

/// What one component accepts and calls.
pub(super) fn policy(application: &Application<'_>, plan: &Plan<'_>, plans: &[Plan<'_>]) -> Node {
    let mut types = Vec::new();
    let mut spec = Node::map([(
        "podSelector",
        Node::map([("matchLabels", selector_labels(plan))])
            .because("the labels of the pod template"),
    )]);
    types.push("Ingress");
    types.push("Egress");
    spec = spec.with(
        "policyTypes",
        Node::seq(types).because("both directions are closed but for the rules below"),
    );
    let ingress = ingress(plan, plans);
    if !ingress.is_empty() {
        spec = spec.with("ingress", Node::seq(ingress));
    }
    spec = spec.with("egress", egress(plan, plans));
    head(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        &plan.name,
        application,
        labels(application, plan),
    )
    .with("spec", spec)
}

fn ingress(plan: &Plan<'_>, plans: &[Plan<'_>]) -> Vec<Node> {
    let mut rules = Vec::new();
    let Some(main) = plan.ports.first() else { return rules };
    let open = |ports: Vec<&str>| {
        Node::seq(ports.into_iter().map(|port| Node::map([("protocol", "TCP"), ("port", port)])))
    };
    let namespace = |name: &str| {
        let labels = Node::map([("kubernetes.io/metadata.name", name)]);
        Node::map([("namespaceSelector", Node::map([("matchLabels", labels)]))])
    };
    if matches!(plan.component.kind, ComponentKind::Web | ComponentKind::Static) {
        rules.push(
            Node::map([("from", Node::seq([namespace("gateway-system")]))])
                .with("ports", open(vec![main.name.as_str()]))
                .because("requests from outside come through a gateway")
                .todo(
                    "set the gateway's namespace, or remove this if only other components call it",
                ),
        );
    }
    let all: Vec<&str> = plan.ports.iter().map(|p| p.name.as_str()).collect();
    for caller in plans.iter().filter(|p| p.name != plan.name) {
        let mut calls = caller.component.outbound.iter();
        let called = calls
            .find(|o| peer(&o.value, caller, plans).is_some_and(|target| target.name == plan.name));
        if let Some(call) = called {
            let selector = Node::map([("matchLabels", selector_labels(caller))]);
            rules.push(
                Node::map([("from", Node::seq([Node::map([("podSelector", selector)])]))])
                    .with("ports", open(all.clone()))
                    .why(&call.evidence),
            );
        }
    }
    if let Some(metrics) =
        plan.ports.iter().find(|p| matches!(p.name.as_str(), "management" | "metrics"))
    {
        rules.push(
            Node::map([("from", Node::seq([namespace("monitoring")]))])
                .with("ports", open(vec![metrics.name.as_str()]))
                .because("metrics are collected from there")
                .todo("set the namespace of your monitoring"),
        );
    }
    rules
}

/// Where a rule leads; the order is the order in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Destination {
    Component(String, u16),
    Address(IpAddr, u16),
    Host(String, u16),
}

fn egress(plan: &Plan<'_>, plans: &[Plan<'_>]) -> Node {
    let mut rules: BTreeMap<Destination, (Vec<Evidence>, &Outbound)> = BTreeMap::new();
    let mut open: Vec<String> = Vec::new();
    for claim in &plan.component.outbound {
        let outbound = &claim.value;
        let host = outbound.host.as_deref().map_or("", |h| h.trim().trim_matches(['[', ']']));
        let place = claim.evidence.first().map(Evidence::place).unwrap_or_default();
        let what = if host.is_empty() { &outbound.technology } else { host };
        let port = outbound.port.filter(|&p| p != 0).or_else(|| default_port(&outbound.technology));
        let destinations: Vec<Destination> = if let Some(target) = peer(outbound, plan, plans) {
            let numbers = target.ports.iter().enumerate().filter(|(i, p)| {
                port.is_none_or(|n| {
                    n == p.found || n == p.number.value || n == p.service_port(*i == 0)
                })
            });
            let mut numbers: Vec<u16> = numbers.map(|(_, p)| p.number.value).collect();
            if numbers.is_empty() {
                numbers.extend(target.ports.first().map(|p| p.number.value));
            }
            numbers.into_iter().map(|n| Destination::Component(target.name.clone(), n)).collect()
        } else {
            match (port, host.parse::<IpAddr>()) {
                (None, _) => {
                    open.push(format!("{place} calls {what} on a port nobody named: allow it"));
                    Vec::new()
                }
                (Some(port), Ok(address))
                    if !address.is_loopback() && !address.is_unspecified() =>
                {
                    vec![Destination::Address(address, port)]
                }
                (Some(port), _) => vec![Destination::Host(host.to_owned(), port)],
            }
        };
        for destination in destinations {
            let (why, _) = rules.entry(destination).or_insert_with(|| (Vec::new(), outbound));
            why.extend(claim.evidence.iter().cloned());
        }
    }
    let items = std::iter::once(dns())
        .chain(rules.iter().map(|(to, (why, outbound))| rule(to, why, outbound)));
    let mut node = Node::seq(items);
    open.sort();
    open.dedup();
    for line in open.iter().take(20) {
        node = node.todo(line);
    }
    node
}

fn rule(destination: &Destination, why: &[Evidence], outbound: &Outbound) -> Node {
    let ports = |port: u16| {
        Node::seq([Node::map([
            ("protocol", Node::from("TCP")),
            ("port", Node::from(i64::from(port))),
        ])])
    };
    let to = |peer: Node| Node::map([("to", Node::seq([peer]))]);
    match destination {
        Destination::Component(name, port) => {
            let labels = Node::map([("app.kubernetes.io/name", name.as_str())]);
            let selector = Node::map([("matchLabels", labels)]);
            to(Node::map([("podSelector", selector)])).with("ports", ports(*port)).why(why)
        }
        Destination::Address(address, port) => {
            let bits = if address.is_ipv4() { 32 } else { 128 };
            let block = Node::map([("cidr", format!("{address}/{bits}"))]);
            to(Node::map([("ipBlock", block)]))
                .with("ports", ports(*port))
                .why(why)
                .todo("the address stands in the code: make it a setting")
        }
        Destination::Host(host, port) => {
            let todo = if host.is_empty() {
                format!(
                    "{}: name its pods or addresses, this allows the port everywhere",
                    outbound.technology
                )
            } else if is_loopback(host) {
                format!(
                    "the code calls {} on this machine, which a pod does not have: say where it is",
                    outbound.technology
                )
            } else {
                format!(
                    "{host}: policies know no host names, add its pods or addresses; this allows the port everywhere"
                )
            };
            Node::map([("ports", ports(*port))]).why(why).todo(&todo)
        }
    }
}

fn dns() -> Node {
    let system = Node::map([("kubernetes.io/metadata.name", "kube-system")]);
    let peer = Node::map([
        ("namespaceSelector", Node::map([("matchLabels", system)])),
        ("podSelector", Node::map([("matchLabels", Node::map([("k8s-app", "kube-dns")]))])),
    ]);
    let port =
        |protocol: &str| Node::map([("protocol", Node::from(protocol)), ("port", Node::from(53))]);
    Node::map([("to", Node::seq([peer])), ("ports", Node::seq([port("UDP"), port("TCP")]))])
        .because("names are resolved by the cluster's DNS")
}

/// The component of this application that an outbound call goes to.
fn peer<'p, 'a>(
    outbound: &Outbound,
    caller: &Plan<'_>,
    plans: &'p [Plan<'a>],
) -> Option<&'p Plan<'a>> {
    let host = outbound.host.as_deref()?.trim().trim_end_matches('.');
    // `orders.shop.svc.cluster.local` is `orders`; other dotted names are outside.
    let host =
        host.split_once(".svc").map_or(host, |(head, _)| head.split('.').next().unwrap_or(head));
    if host.is_empty() || host.contains('.') {
        return None;
    }
    let host = names::dns_label(host, 63);
    plans.iter().find(|plan| {
        let folder = plan.component.root.rsplit('/').next().unwrap_or("");
        plan.name != caller.name
            && !plan.ports.is_empty()
            && (plan.name == host
                || names::dns_label(&plan.component.name, 63) == host
                || (!folder.is_empty() && names::dns_label(folder, 63) == host))
    })
}

fn default_port(technology: &str) -> Option<u16> {
    match technology.to_ascii_lowercase().as_str() {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}
