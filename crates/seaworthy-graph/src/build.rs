//! Builds the graph from components, modules and imports.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use seaworthy_base::Evidence;
use seaworthy_components::{BackendKind, Component, Import, Outbound};
use seaworthy_deps::{Dependency, Module};

use crate::groups::number_groups;
use crate::packages::PackageIndex;
use crate::uses::{Folders, Modules, is_shipped, module_uses};
use crate::{DepGraph, Edge, EdgeKind, Node, NodeKind};

/// How many places an edge keeps.
const PLACES: usize = 3;

/// What a graph is built from, in any order.
#[derive(Clone, Copy, Debug)]
pub struct GraphInput<'a> {
    /// Name of the application.
    pub application: &'a str,
    /// The components.
    pub components: &'a [Component],
    /// The build modules with their dependencies.
    pub modules: &'a [Module],
    /// The source files with their packages.
    pub packages: &'a [PackageFile],
}

/// One source file.
#[derive(Clone, Debug)]
pub struct PackageFile {
    /// Id of the component that holds it; empty where none does.
    pub component: Arc<str>,
    /// Its package, namespace or folder, with `.` or `/` between the parts; empty for files without one.
    pub package: Arc<str>,
    /// Its path.
    pub path: Arc<str>,
    /// What it imports, named like packages (with or without a type at the end), and where.
    pub imports: Vec<Import>,
}

/// Builds the graph.
///
/// The application contains components and those modules that no component holds; components contain packages.
/// Packages use the packages they import; components use the components whose modules they depend on, or whose id or
/// name is a host that they call. Components depend on the libraries their modules ask for themselves, without those
/// for tests and builds, and connect to back ends. A back end is one node per technology and host: two components that
/// name a technology and no host share a node.
pub fn build(input: &GraphInput<'_>) -> DepGraph {
    let mut draft = Draft::default();
    let application = draft.node(NodeKind::Application, "application", input.application, 0);
    for c in input.components {
        let node = draft.component(c.id.as_str(), &c.name);
        draft.edge(application, node, EdgeKind::Contains, c.evidence.first());
        draft.add_weight(application, 1);
    }
    add_modules(&mut draft, application, input);
    for c in input.components {
        for claim in &c.outbound {
            add_outbound(&mut draft, c, &claim.value, claim.evidence.first(), input.components);
        }
    }
    add_packages(&mut draft, application, input);
    draft.finish()
}

fn add_modules(draft: &mut Draft, application: u32, input: &GraphInput<'_>) {
    let folders = Folders::new(input.components);
    let modules = Modules::new(input.modules);
    let mut users: BTreeMap<&str, (BTreeSet<u32>, BTreeSet<&str>)> = BTreeMap::new();
    let mut asked: Vec<(u32, &Dependency)> = Vec::new();
    let holder = |draft: &mut Draft, module: &Module| {
        if let Some(id) = folders.holder(&module.root) {
            return draft.component(id, id);
        }
        let id = format!("module:{}:{}", module.ecosystem.prefix(), module.name);
        draft.node(NodeKind::Module, &id, &module.name, 0)
    };
    for module in modules.list {
        let shipped = || module.dependencies.iter().filter(|d| d.direct && is_shipped(d));
        if folders.holder(&module.root).is_none() && shipped().next().is_none() {
            continue;
        }
        let from = holder(draft, module);
        if folders.holder(&module.root).is_none() {
            draft.edge(application, from, EdgeKind::Contains, Some(&module.evidence));
        }
        for dependency in shipped() {
            if let Some(target) = modules.target(dependency).and_then(|t| modules.list.get(t)) {
                let to = holder(draft, target);
                draft.edge(from, to, EdgeKind::Uses, Some(&dependency.evidence));
            } else {
                asked.push((from, dependency));
            }
        }
    }
    let names: Vec<String> =
        asked.iter().map(|(_, d)| format!("library:{}:{}", d.ecosystem.prefix(), d.name)).collect();
    for ((from, dependency), name) in asked.iter().zip(&names) {
        let (from_set, versions) = users.entry(name).or_default();
        from_set.insert(*from);
        versions.extend(dependency.version.as_deref());
    }
    for ((from, dependency), name) in asked.iter().zip(&names) {
        let Some((from_set, versions)) = users.get(name.as_str()) else { continue };
        let label = library_label(&dependency.name, versions);
        let to = draft.node(NodeKind::Library, name, &label, from_set.len() as u32);
        draft.edge(*from, to, EdgeKind::DependsOn, Some(&dependency.evidence));
    }
}

/// The last part of the name, and the versions in use.
fn library_label(name: &str, versions: &BTreeSet<&str>) -> String {
    let short = name.rsplit(':').next().unwrap_or(name);
    let mut label = short.to_owned();
    for (i, version) in versions.iter().take(3).enumerate() {
        label.push_str(if i == 0 { " " } else { ", " });
        label.push_str(version);
    }
    if versions.len() > 3 {
        label.push_str(", …");
    }
    label
}

fn add_outbound(
    draft: &mut Draft,
    component: &Component,
    outbound: &Outbound,
    place: Option<&Evidence>,
    components: &[Component],
) {
    let from = draft.component(&component.id, &component.name);
    let host = outbound.host.as_deref().unwrap_or("");
    let service = service_name(host);
    let called = components
        .iter()
        .filter(|c| {
            !service.is_empty()
                && (service.eq_ignore_ascii_case(&c.id) || service.eq_ignore_ascii_case(&c.name))
        })
        .min_by_key(|c| c.id.as_str());
    if let Some(target) = called {
        let to = draft.component(&target.id, &target.name);
        draft.edge(from, to, EdgeKind::Uses, place);
        return;
    }
    let (kind, prefix) = match outbound.kind {
        BackendKind::Database => (NodeKind::Database, "database"),
        BackendKind::Cache => (NodeKind::Cache, "cache"),
        BackendKind::Queue => (NodeKind::Queue, "queue"),
        BackendKind::FileShare => (NodeKind::FileShare, "fileshare"),
        BackendKind::Mail
        | BackendKind::Directory
        | BackendKind::Search
        | BackendKind::Http
        | BackendKind::Other => (NodeKind::Host, "host"),
    };
    let technology = &outbound.technology;
    let label = if host.is_empty() { technology.clone() } else { format!("{technology} {host}") };
    let to = draft.node(kind, &format!("{prefix}:{technology}:{host}"), &label, 0);
    if draft.edge(from, to, EdgeKind::Connects, place) {
        draft.add_weight(to, 1);
    }
}

/// The host, or of a name inside of a cluster (`cart.shop.svc.cluster.local`) the service.
fn service_name(host: &str) -> &str {
    let mut labels = host.split('.');
    match (labels.next(), labels.nth(1)) {
        (Some(service), Some("svc")) => service,
        _ => host,
    }
}

fn add_packages(draft: &mut Draft, application: u32, input: &GraphInput<'_>) {
    let uses = module_uses(input.components, input.modules);
    let ids: BTreeSet<&str> = input.components.iter().map(|c| c.id.as_str()).collect();
    let index = PackageIndex::new(input.packages.iter().map(|p| (&*p.component, &*p.package)));
    for file in input.packages {
        let known = ids.contains(&*file.component);
        let holder = if known { draft.component(&file.component, "") } else { application };
        let from = draft.package(&file.component, &file.package);
        draft.add_weight(from, 1);
        if known {
            draft.add_weight(holder, 1);
        }
        let place = Evidence::file(&file.path, &file.package);
        draft.edge(holder, from, EdgeKind::Contains, Some(&place));
        for import in &file.imports {
            let found = index.resolve(&file.component, &import.name, &uses);
            if let Some((component, package)) = found {
                let to = draft.package(component, package);
                draft.edge(from, to, EdgeKind::Uses, Some(&import.evidence(&file.path)));
            }
        }
    }
}

/// A graph whose nodes are numbered in the order of their coming.
#[derive(Default)]
struct Draft {
    ids: FxHashMap<String, u32>,
    nodes: Vec<Node>,
    edges: FxHashMap<(u32, u32, EdgeKind), Edge>,
}

impl Draft {
    /// The node of that id, made where it is new.
    fn node(&mut self, kind: NodeKind, id: &str, label: &str, weight: u32) -> u32 {
        if let Some(&known) = self.ids.get(id) {
            return known;
        }
        let number = self.nodes.len() as u32;
        self.ids.insert(id.to_owned(), number);
        self.nodes.push(Node {
            id: id.to_owned(),
            kind,
            label: label.to_owned(),
            weight,
            group: 0,
        });
        number
    }

    fn component(&mut self, id: &str, name: &str) -> u32 {
        self.node(NodeKind::Component, &format!("component:{id}"), name, 0)
    }

    fn package(&mut self, component: &str, package: &str) -> u32 {
        let label = if package.is_empty() { "(no package)" } else { package };
        self.node(NodeKind::Package, &format!("package:{component}:{package}"), label, 0)
    }

    fn add_weight(&mut self, node: u32, more: u32) {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.weight = node.weight.saturating_add(more);
        }
    }

    /// Adds a place to an edge; whether the edge is new. A node has no edge to itself.
    fn edge(&mut self, from: u32, to: u32, kind: EdgeKind, place: Option<&Evidence>) -> bool {
        if from == to {
            return false;
        }
        let edge = self.edges.entry((from, to, kind)).or_insert_with(|| Edge {
            from,
            to,
            kind,
            count: 0,
            evidence: Vec::new(),
        });
        edge.count = edge.count.saturating_add(1);
        if let Some(place) = place {
            // Packages have most of the edges by far, each with a count: one place says enough.
            let packages = self.nodes.get(to as usize).is_some_and(|n| n.kind == NodeKind::Package);
            let places = if packages { 1 } else { PLACES };
            // The least places are kept, so that the order of the input does not show.
            if let Err(at) = edge.evidence.binary_search(place)
                && at < places
            {
                // Most edges have one place, and there are many edges.
                edge.evidence.reserve_exact(1);
                edge.evidence.insert(at, place.clone());
                edge.evidence.truncate(places);
            }
        }
        edge.count == 1
    }

    /// Nodes sorted by id, edges by end points and kind, groups numbered.
    fn finish(self) -> DepGraph {
        let mut order: Vec<u32> = (0..self.nodes.len() as u32).collect();
        order.sort_by(|&a, &b| {
            let id = |n: u32| self.nodes.get(n as usize).map(|n| n.id.as_str());
            id(a).cmp(&id(b))
        });
        let mut place = vec![0_u32; order.len()];
        for (new, &old) in order.iter().enumerate() {
            if let Some(slot) = place.get_mut(old as usize) {
                *slot = new as u32;
            }
        }
        let at = |n: u32| place.get(n as usize).copied().unwrap_or(0);
        let mut edges: Vec<Edge> = self
            .edges
            .into_values()
            .map(|e| Edge { from: at(e.from), to: at(e.to), ..e })
            .collect();
        edges.sort_by_key(|e| (e.from, e.to, e.kind));
        let mut nodes = self.nodes;
        nodes.sort_by(|a, b| a.id.cmp(&b.id));
        let mut graph = DepGraph { nodes, edges };
        number_groups(&mut graph);
        graph
    }
}
