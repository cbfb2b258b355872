//! The dependency graph: the picture, the same as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use seaworthy_graph::{DepGraph, Edge, EdgeKind, Node, NodeKind, Picture};

use crate::evidence::{EvidenceIndex, Place};
use crate::words;

/// Rows of one table; `assessment.json` has all.
const ROWS: usize = 1500;

/// The picture and its tables.
pub(super) struct GraphView<'a> {
    pub(super) width: String,
    pub(super) height: String,
    pub(super) boxes: Vec<BoxView<'a>>,
    pub(super) lines: Vec<LineView>,
    pub(super) legend: Vec<(&'static str, &'static str)>,
    pub(super) left_out: u32,
    pub(super) groups: Vec<(u32, Vec<&'a str>)>,
    pub(super) nodes: Vec<NodeRow<'a>>,
    pub(super) nodes_not_listed: usize,
    pub(super) edges: Vec<EdgeRow<'a>>,
    pub(super) edges_not_listed: usize,
}

/// A box of the picture, by its upper left corner.
pub(super) struct BoxView<'a> {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) width: String,
    pub(super) height: String,
    pub(super) text_x: String,
    pub(super) text_y: String,
    pub(super) label: &'a str,
    pub(super) title: String,
    pub(super) class: &'static str,
}

/// A line of the picture.
pub(super) struct LineView {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) class: &'static str,
}

/// A node as a row.
pub(super) struct NodeRow<'a> {
    pub(super) label: &'a str,
    pub(super) kind: &'static str,
    pub(super) class: &'static str,
    pub(super) weight: u32,
    pub(super) group: u32,
    pub(super) incoming: u32,
    pub(super) outgoing: u32,
}

/// An edge as a row.
pub(super) struct EdgeRow<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) kind: &'static str,
    pub(super) count: u32,
    pub(super) places: Vec<Place<'a>>,
}

/// Builds the picture and its tables.
pub(super) fn view<'a>(
    graph: &'a DepGraph,
    picture: &'a Picture,
    index: &EvidenceIndex<'a>,
) -> GraphView<'a> {
    let kinds: BTreeSet<NodeKind> = picture.nodes.iter().map(|n| n.kind).collect();
    let (nodes, nodes_not_listed) = node_rows(graph);
    let (edges, edges_not_listed) = edge_rows(graph, index);
    GraphView {
        width: format!("{:.0}", picture.width.max(1.0)),
        height: format!("{:.0}", picture.height.max(1.0)),
        boxes: boxes(graph, picture),
        lines: lines(picture),
        legend: kinds.into_iter().map(|k| (words::node_class(k), words::node(k))).collect(),
        left_out: picture.left_out,
        groups: groups(graph),
        nodes,
        nodes_not_listed,
        edges,
        edges_not_listed,
    }
}

fn boxes<'a>(graph: &'a DepGraph, picture: &'a Picture) -> Vec<BoxView<'a>> {
    picture
        .nodes
        .iter()
        .map(|node| {
            let full =
                graph.nodes.get(node.node as usize).map_or(node.label.as_str(), |n| &n.label);
            BoxView {
                x: format!("{:.1}", node.x - node.width / 2.0),
                y: format!("{:.1}", node.y - node.height / 2.0),
                width: format!("{:.1}", node.width),
                height: format!("{:.1}", node.height),
                text_x: format!("{:.1}", node.x),
                text_y: format!("{:.1}", node.y + 4.0),
                label: &node.label,
                title: format!("{}: {full}", words::node(node.kind)),
                class: words::node_class(node.kind),
            }
        })
        .collect()
}

fn lines(picture: &Picture) -> Vec<LineView> {
    let label = |i: u32| picture.nodes.get(i as usize).map_or("?", |n| n.label.as_str());
    picture
        .edges
        .iter()
        .map(|edge| {
            let mut path = String::new();
            for (i, (x, y)) in edge.points.iter().enumerate() {
                let _ = write!(path, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
            }
            let verb = words::edge(edge.kind);
            LineView {
                path,
                title: format!("{} {verb} {}", label(edge.from), label(edge.to)),
                class: match edge.kind {
                    EdgeKind::Contains => "e-contains",
                    EdgeKind::Uses => "e-uses",
                    EdgeKind::DependsOn => "e-dependson",
                    EdgeKind::Connects => "e-connects",
                },
            }
        })
        .collect()
}

fn groups(graph: &DepGraph) -> Vec<(u32, Vec<&str>)> {
    let mut groups: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for node in graph.nodes.iter().filter(|n| n.group > 0) {
        groups.entry(node.group).or_default().push(&node.label);
    }
    groups.into_iter().collect()
}

/// Libraries have a table of their own.
fn node_rows(graph: &DepGraph) -> (Vec<NodeRow<'_>>, usize) {
    let mut degrees = vec![(0_u32, 0_u32); graph.nodes.len()];
    for edge in &graph.edges {
        if let Some(degree) = degrees.get_mut(edge.to as usize) {
            degree.0 += 1;
        }
        if let Some(degree) = degrees.get_mut(edge.from as usize) {
            degree.1 += 1;
        }
    }
    let mut rows: Vec<(&Node, (u32, u32))> = graph
        .nodes
        .iter()
        .zip(degrees)
        .filter(|(node, _)| node.kind != NodeKind::Library)
        .collect();
    rows.sort_by_key(|(node, _)| (node.kind, std::cmp::Reverse(node.weight)));
    let not_listed = rows.len().saturating_sub(ROWS);
    let rows = rows
        .into_iter()
        .take(ROWS)
        .map(|(node, (incoming, outgoing))| NodeRow {
            label: &node.label,
            kind: words::node(node.kind),
            class: words::node_class(node.kind),
            weight: node.weight,
            group: node.group,
            incoming,
            outgoing,
        })
        .collect();
    (rows, not_listed)
}

fn edge_rows<'a>(graph: &'a DepGraph, index: &EvidenceIndex<'a>) -> (Vec<EdgeRow<'a>>, usize) {
    let mut edges: Vec<(&Edge, &Node, &Node)> = graph
        .edges
        .iter()
        .filter_map(|e| Some((e, ends(graph, e.from)?, ends(graph, e.to)?)))
        .filter(|(_, _, to)| to.kind != NodeKind::Library)
        .collect();
    // What leaves the application first, what only says where things lie last.
    edges.sort_by_key(|(e, ..)| (std::cmp::Reverse(e.kind), std::cmp::Reverse(e.count)));
    let not_listed = edges.len().saturating_sub(ROWS);
    let rows = edges
        .into_iter()
        .take(ROWS)
        .map(|(edge, from, to)| EdgeRow {
            from: &from.label,
            to: &to.label,
            kind: words::edge(edge.kind),
            count: edge.count,
            places: index.places(edge.evidence.get(..1).unwrap_or(&[])),
        })
        .collect();
    (rows, not_listed)
}

fn ends(graph: &DepGraph, node: u32) -> Option<&Node> {
    graph.nodes.get(node as usize)
}
