//! The picture: the most telling nodes, placed in layers from left to right.

mod choose;

use dugong::graphlib::{Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, RankDir, WorkControl, WorkError};

use self::choose::{Choice, choose};
use crate::{DepGraph, NodeKind, Picture, PictureEdge, PictureNode};

/// The most nodes that a picture holds, whatever is asked for.
pub const MAX_PICTURE_NODES: usize = 150;

/// Work units (of the layout's own counting) after which it is given up: some tenths of a second, on any machine the
/// same number, so that equal input gives an equal picture.
const WORK_LIMIT: usize = 60_000_000;

/// Characters of a label.
const LABEL: usize = 30;
/// Pixels of a character, about.
const CHARACTER: f64 = 6.6;
/// Pixels beside the text.
const PADDING: f64 = 20.0;
const HEIGHT: f64 = 26.0;
/// Pixels between boxes of a layer.
const BETWEEN: f64 = 8.0;
/// Pixels between lines that pass through a layer.
const LINES: f64 = 3.0;
/// Pixels between layers.
const LAYER: f64 = 70.0;
const MARGIN: f64 = 8.0;

/// Draws the graph with at most `max_nodes` nodes (never more than [`MAX_PICTURE_NODES`]).
///
/// Application, components and back ends come first, then the heaviest packages (a group of packages that use each
/// other in a circle is one box), then the libraries with the most users. What is not drawn is counted in `left_out`.
pub fn layout(graph: &DepGraph, max_nodes: usize) -> Picture {
    let choice = choose(graph, max_nodes.min(MAX_PICTURE_NODES));
    draw(graph, &choice, WORK_LIMIT)
}

/// Gives up after a number of steps.
struct Budget(usize);

impl WorkControl for Budget {
    fn charge(&mut self, units: usize) -> Result<(), WorkError> {
        self.0 = self.0.checked_sub(units).ok_or(WorkError::Interrupted)?;
        Ok(())
    }
}

fn draw(graph: &DepGraph, choice: &Choice, work: usize) -> Picture {
    let mut nodes: Vec<PictureNode> = choice
        .nodes
        .iter()
        .filter_map(|drawn| {
            let node = graph.nodes.get(drawn.node as usize)?;
            let label = shorten(&node.label, drawn.merged);
            let width = label.chars().count() as f64 * CHARACTER + PADDING;
            Some(PictureNode {
                node: drawn.node,
                kind: node.kind,
                label,
                x: 0.0,
                y: 0.0,
                width: tenth(width),
                height: tenth(HEIGHT),
            })
        })
        .collect();
    if nodes.is_empty() {
        return Picture { left_out: choice.left_out, ..Picture::default() };
    }
    let mut edges: Vec<PictureEdge> = choice
        .edges
        .iter()
        .map(|e| PictureEdge { from: e.from, to: e.to, kind: e.kind, points: Vec::new() })
        .collect();
    let (width, height) = match place_layers(&mut nodes, &mut edges, work) {
        Some(size) => size,
        None => place_columns(&mut nodes, &mut edges),
    };
    Picture { width, height, nodes, edges, left_out: choice.left_out }
}

/// Places with dagre's algorithm; `None` where it fails or takes too much work. Returns the size.
fn place_layers(
    nodes: &mut [PictureNode],
    edges: &mut [PictureEdge],
    work: usize,
) -> Option<(f32, f32)> {
    // Not bare numbers: dagre sorts keys that look like array indexes before all others.
    let key = |n: usize| format!("n{n}");
    let options = GraphOptions { multigraph: false, compound: false, directed: true };
    let mut layers: Graph<NodeLabel, EdgeLabel, GraphLabel> = Graph::new(options);
    layers.set_graph(GraphLabel {
        rankdir: RankDir::LR,
        nodesep: BETWEEN,
        ranksep: LAYER,
        edgesep: LINES,
        marginx: MARGIN,
        marginy: MARGIN,
        ..GraphLabel::default()
    });
    for (i, node) in nodes.iter().enumerate() {
        let size = NodeLabel {
            width: f64::from(node.width),
            height: f64::from(node.height),
            ..NodeLabel::default()
        };
        layers.set_node(key(i), size);
    }
    for edge in edges.iter() {
        let label = EdgeLabel { weight: 1.0, ..EdgeLabel::default() };
        layers.set_edge_with_label(key(edge.from as usize), key(edge.to as usize), label);
    }
    dugong::layout_controlled(&mut layers, &mut Budget(work)).ok()?;
    for (i, node) in nodes.iter_mut().enumerate() {
        let placed = layers.node(&key(i))?;
        node.x = tenth(placed.x?);
        node.y = tenth(placed.y?);
    }
    for edge in edges.iter_mut() {
        let routed = layers.edge(&key(edge.from as usize), &key(edge.to as usize), None)?;
        edge.points = routed.points.iter().map(|p| (tenth(p.x), tenth(p.y))).collect();
        if edge.points.len() < 2 {
            edge.points = straight(nodes, edge.from, edge.to);
        }
    }
    Some((tenth(layers.graph().width), tenth(layers.graph().height)))
}

/// One column for each kind of node, straight lines. Returns the size.
fn place_columns(nodes: &mut [PictureNode], edges: &mut [PictureEdge]) -> (f32, f32) {
    let column = |kind: NodeKind| match kind {
        NodeKind::Application => 0,
        NodeKind::Component | NodeKind::Module => 1,
        NodeKind::Package => 2,
        NodeKind::Library => 3,
        NodeKind::Database
        | NodeKind::Cache
        | NodeKind::Queue
        | NodeKind::Host
        | NodeKind::FileShare => 4,
    };
    let (mut left, mut tallest) = (MARGIN, 0.0_f64);
    for wanted in 0..5 {
        let mut members: Vec<&mut PictureNode> =
            nodes.iter_mut().filter(|n| column(n.kind) == wanted).collect();
        let width = members.iter().map(|n| f64::from(n.width)).fold(0.0, f64::max);
        let mut top = MARGIN;
        for node in &mut members {
            node.x = tenth(left + width / 2.0);
            node.y = tenth(top + HEIGHT / 2.0);
            top += HEIGHT + BETWEEN;
        }
        if !members.is_empty() {
            left += width + LAYER;
            tallest = tallest.max(top - BETWEEN + MARGIN);
        }
    }
    for edge in edges.iter_mut() {
        edge.points = straight(nodes, edge.from, edge.to);
    }
    (tenth(left - LAYER + MARGIN), tenth(tallest))
}

fn straight(nodes: &[PictureNode], from: u32, to: u32) -> Vec<(f32, f32)> {
    let centre = |n: u32| nodes.get(n as usize).map(|n| (n.x, n.y));
    [centre(from), centre(to)].into_iter().flatten().collect()
}

/// The end of a long label tells more than its start (`com.acme.shop.cart`); `merged` other packages share the box.
fn shorten(label: &str, merged: u32) -> String {
    let more = if merged == 0 { String::new() } else { format!(" +{merged}") };
    let room = LABEL - more.chars().count().min(LABEL);
    let length = label.chars().count();
    if length <= room {
        return format!("{label}{more}");
    }
    let end: String = label.chars().skip(length - room.saturating_sub(1)).collect();
    format!("…{end}{more}")
}

fn tenth(value: f64) -> f32 {
    ((value * 10.0).round() / 10.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Edge, EdgeKind, Node};
    use proptest::prelude::*;

    fn node(kind: NodeKind, id: String, weight: u32) -> Node {
        Node { label: id.clone(), id, kind, weight, group: 0 }
    }

    /// One application with components, packages in each and libraries, every package using some others.
    fn graph(components: usize, packages: usize, libraries: usize) -> DepGraph {
        let mut nodes = vec![node(NodeKind::Application, "application".into(), 1)];
        let mut edges = Vec::new();
        let mut edge = |from: usize, to: usize, kind| {
            edges.push(Edge { from: from as u32, to: to as u32, kind, count: 1, evidence: vec![] });
        };
        for c in 0..components {
            let at = nodes.len();
            nodes.push(node(NodeKind::Component, format!("component:c{c:03}"), 5));
            edge(0, at, EdgeKind::Contains);
            for p in 0..packages {
                let own = nodes.len();
                let id = format!("package:c{c:03}:com.acme.shop.p{p:04}");
                nodes.push(node(NodeKind::Package, id, (p * 7 % 13) as u32));
                edge(at, own, EdgeKind::Contains);
                for far in [1, 3, 8] {
                    if p >= far {
                        edge(own, own - far, EdgeKind::Uses);
                    }
                }
            }
        }
        for l in 0..libraries {
            let at = nodes.len();
            nodes.push(node(NodeKind::Library, format!("library:maven:x:l{l:04}"), (l % 9) as u32));
            for c in 0..components {
                edge(1 + c * (packages + 1), at, EdgeKind::DependsOn);
            }
        }
        DepGraph { nodes, edges }
    }

    fn check(picture: &Picture, graph: &DepGraph, max: usize) {
        assert!(picture.nodes.len() <= max.min(MAX_PICTURE_NODES));
        for n in &picture.nodes {
            assert!(n.x - n.width / 2.0 >= 0.0 && n.x + n.width / 2.0 <= picture.width + 0.2);
            assert!(n.y - n.height / 2.0 >= 0.0 && n.y + n.height / 2.0 <= picture.height + 0.2);
            assert!(n.label.chars().count() <= LABEL);
            assert_eq!(graph.nodes[n.node as usize].kind, n.kind);
        }
        for (i, a) in picture.nodes.iter().enumerate() {
            for b in &picture.nodes[i + 1..] {
                let apart = (a.x - b.x).abs() >= f32::midpoint(a.width, b.width) - 0.2
                    || (a.y - b.y).abs() >= f32::midpoint(a.height, b.height) - 0.2;
                assert!(apart, "{} and {} overlap", a.label, b.label);
            }
        }
        for e in &picture.edges {
            assert!(e.points.len() >= 2);
            assert!(e.points.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
            assert!(
                (e.from as usize) < picture.nodes.len() && (e.to as usize) < picture.nodes.len()
            );
        }
    }

    #[test]
    fn large_graphs_give_small_readable_pictures() {
        for (components, packages, libraries) in
            [(1, 3, 2), (1, 400, 300), (12, 40, 60), (200, 3, 5)]
        {
            let graph = graph(components, packages, libraries);
            let picture = layout(&graph, 120);
            check(&picture, &graph, 120);
            assert_eq!(picture.nodes.len() + picture.left_out as usize, graph.nodes.len());
            assert!(picture.height < 4000.0 && picture.width < 6000.0, "{picture:?}");
            assert_eq!(picture, layout(&graph, 120));
        }
    }

    #[test]
    fn nothing_and_next_to_nothing() {
        assert_eq!(layout(&DepGraph::default(), 120), Picture::default());
        let small = graph(2, 2, 2);
        assert_eq!(layout(&small, 0).left_out as usize, small.nodes.len());
        let one = layout(&small, 1);
        assert_eq!(one.nodes[0].kind, NodeKind::Application);
    }

    #[test]
    fn without_work_to_spend_there_are_columns() {
        let graph = graph(3, 10, 10);
        let picture = draw(&graph, &choose(&graph, 60), 10);
        check(&picture, &graph, 60);
        assert_ne!(picture, draw(&graph, &choose(&graph, 60), WORK_LIMIT));
    }

    #[test]
    fn long_labels_keep_their_end() {
        assert_eq!(shorten("com.acme", 0), "com.acme");
        let long = shorten("org.example.application.subsystem.cart", 12);
        assert_eq!(long.chars().count(), LABEL);
        assert!(long.starts_with('…') && long.ends_with("subsystem.cart +12"), "{long}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn any_graph_can_be_drawn(
            kinds in proptest::collection::vec(0_usize..10, 0..40),
            links in proptest::collection::vec((0_u32..45, 0_u32..45, 0_usize..4), 0..80),
            max in 0_usize..60,
        ) {
            const KINDS: [NodeKind; 10] = [
                NodeKind::Application, NodeKind::Component, NodeKind::Module, NodeKind::Package, NodeKind::Library,
                NodeKind::Database, NodeKind::Cache, NodeKind::Queue, NodeKind::Host, NodeKind::FileShare,
            ];
            let edge_kinds = [EdgeKind::Contains, EdgeKind::Uses, EdgeKind::DependsOn, EdgeKind::Connects];
            let graph = DepGraph {
                nodes: kinds.iter().enumerate().map(|(i, &k)| node(KINDS[k], format!("{i:03}"), 1)).collect(),
                edges: links.iter().map(|&(from, to, k)| Edge {
                    from, to, kind: edge_kinds[k], count: 1, evidence: vec![],
                }).collect(),
            };
            let picture = layout(&graph, max);
            check(&picture, &graph, max);
        }
    }
}
