//! Which nodes and edges of a graph are drawn.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::{DepGraph, EdgeKind, Node, NodeKind};

/// Packages drawn for one component of several.
const PACKAGES_OF_ONE: usize = 8;
/// Packages drawn where there are few components.
const PACKAGES_OF_FEW: usize = 24;
/// Packages drawn at all.
const PACKAGES: usize = 60;
const COMPONENTS: usize = 40;
const BACK_ENDS: usize = 25;
const LIBRARIES: usize = 25;
/// Lines drawn; the layout's time grows with them.
const EDGES: usize = 260;

/// A node to draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    /// Index in [`DepGraph::nodes`].
    pub(super) node: u32,
    /// How many other packages of its circle share the box.
    pub(super) merged: u32,
}

/// A line to draw, between indexes of [`Choice::nodes`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) kind: EdgeKind,
}

/// What is drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    pub(super) nodes: Vec<Drawn>,
    pub(super) edges: Vec<Line>,
    pub(super) left_out: u32,
}

/// Chooses at most `max` nodes. Boxes that stand for a circle count once; their members are not drawn.
pub(super) fn choose(graph: &DepGraph, max: usize) -> Choice {
    let boxes = Boxes::new(graph);
    let mut chosen: Vec<u32> = Vec::new();
    let mut take = |kinds: &[NodeKind], limit: usize| {
        let mut list = boxes.ranked(graph, |n| kinds.contains(&n.kind));
        list.truncate(limit.min(max.saturating_sub(chosen.len())));
        chosen.extend(list);
    };
    take(&[NodeKind::Application], 1);
    take(&[NodeKind::Component, NodeKind::Module], COMPONENTS);
    take(
        &[
            NodeKind::Database,
            NodeKind::Cache,
            NodeKind::Queue,
            NodeKind::FileShare,
            NodeKind::Host,
        ],
        BACK_ENDS,
    );
    // Half of what is left at most, so that libraries always show.
    let packages = PACKAGES.min(
        max.saturating_sub(chosen.len())
            .div_ceil(2)
            .max(max.saturating_sub(chosen.len() + LIBRARIES)),
    );
    chosen.extend(boxes.packages(graph, packages.min(max.saturating_sub(chosen.len()))));
    let rest = LIBRARIES.min(max.saturating_sub(chosen.len()));
    chosen.extend(boxes.ranked(graph, |n| n.kind == NodeKind::Library).into_iter().take(rest));
    chosen.sort_unstable();

    let place: BTreeMap<u32, u32> =
        chosen.iter().enumerate().map(|(i, &n)| (n, i as u32)).collect();
    let edges = lines(graph, &boxes, &place);
    Choice {
        left_out: (graph.nodes.len() - chosen.len().min(graph.nodes.len())) as u32,
        nodes: chosen.into_iter().map(|node| Drawn { node, merged: boxes.merged(node) }).collect(),
        edges,
    }
}

/// Every package of a circle is drawn as the heaviest of its component in that circle.
struct Boxes {
    /// Node → the node that it is drawn as.
    drawn_as: Vec<u32>,
    /// Weight of all that is drawn as a node.
    weight: Vec<u64>,
    /// How many nodes are drawn as a node.
    members: Vec<u32>,
    /// Node → the node that contains it.
    parent: Vec<Option<u32>>,
}

impl Boxes {
    fn new(graph: &DepGraph) -> Self {
        let count = graph.nodes.len();
        let mut parent = vec![None; count];
        for edge in graph.edges.iter().filter(|e| e.kind == EdgeKind::Contains) {
            if let Some(slot) = parent.get_mut(edge.to as usize) {
                *slot = Some(edge.from);
            }
        }
        let circles: Vec<Option<(u32, Option<u32>)>> = graph
            .nodes
            .iter()
            .zip(&parent)
            .map(|(n, &p)| (n.kind == NodeKind::Package && n.group > 0).then_some((n.group, p)))
            .collect();
        let mut heaviest: BTreeMap<(u32, Option<u32>), u32> = BTreeMap::new();
        for ((i, node), circle) in (0_u32..).zip(&graph.nodes).zip(&circles) {
            let Some(circle) = *circle else { continue };
            let best = heaviest.entry(circle).or_insert(i);
            if graph.nodes.get(*best as usize).is_some_and(|b| node.weight > b.weight) {
                *best = i;
            }
        }
        let mut boxes =
            Self { drawn_as: Vec::new(), weight: vec![0; count], members: vec![0; count], parent };
        for ((i, node), circle) in (0_u32..).zip(&graph.nodes).zip(&circles) {
            let target = circle.and_then(|c| heaviest.get(&c).copied()).unwrap_or(i);
            boxes.drawn_as.push(target);
            if let Some(weight) = boxes.weight.get_mut(target as usize) {
                *weight += u64::from(node.weight);
            }
            if let Some(members) = boxes.members.get_mut(target as usize) {
                *members += 1;
            }
        }
        boxes
    }

    fn merged(&self, node: u32) -> u32 {
        self.members.get(node as usize).copied().unwrap_or(0).saturating_sub(1)
    }

    fn weight(&self, node: u32) -> u64 {
        self.weight.get(node as usize).copied().unwrap_or(0)
    }

    /// Boxes of the nodes that `keep`, heaviest first, then by id.
    fn ranked(&self, graph: &DepGraph, keep: impl Fn(&Node) -> bool) -> Vec<u32> {
        let mut list: Vec<u32> = (0_u32..)
            .zip(&graph.nodes)
            .filter(|(i, n)| keep(n) && self.drawn_as.get(*i as usize) == Some(i))
            .map(|(i, _)| i)
            .collect();
        list.sort_by_key(|&i| (Reverse(self.weight(i)), i));
        list
    }

    /// The heaviest packages, some of every component, fewer where there are many components.
    fn packages(&self, graph: &DepGraph, limit: usize) -> Vec<u32> {
        let holders = graph.nodes.iter().filter(|n| n.kind == NodeKind::Component).count();
        let each = PACKAGES_OF_ONE.max(PACKAGES_OF_FEW / holders.max(1));
        let mut taken: BTreeMap<Option<u32>, usize> = BTreeMap::new();
        let mut ranked: Vec<(usize, u32)> = Vec::new();
        for node in self.ranked(graph, |n| n.kind == NodeKind::Package) {
            let own = taken.entry(self.parent.get(node as usize).copied().flatten()).or_insert(0);
            if *own < each {
                ranked.push((*own, node));
            }
            *own += 1;
        }
        // The first of each component before the second of any; the sort is stable.
        ranked.sort_by_key(|(turn, _)| *turn);
        ranked.into_iter().take(limit).map(|(_, node)| node).collect()
    }
}

/// The lines between drawn nodes, one for each pair, the strongest where there are too many.
fn lines(graph: &DepGraph, boxes: &Boxes, place: &BTreeMap<u32, u32>) -> Vec<Line> {
    let drawn = |n: u32| boxes.drawn_as.get(n as usize).and_then(|b| place.get(b)).copied();
    let mut strongest: BTreeMap<(u32, u32), (EdgeKind, u64)> = BTreeMap::new();
    for edge in &graph.edges {
        let (Some(from), Some(to)) = (drawn(edge.from), drawn(edge.to)) else { continue };
        if from == to {
            continue;
        }
        let line = strongest.entry((from, to)).or_insert((edge.kind, 0));
        line.0 = line.0.min(edge.kind);
        line.1 += u64::from(edge.count);
    }
    let mut list: Vec<(Line, u64)> = strongest
        .into_iter()
        .map(|((from, to), (kind, count))| (Line { from, to, kind }, count))
        .collect();
    // The first line to a box holds it in its place, and is kept before what merely crosses the picture.
    list.sort_by_key(|(line, _)| (line.kind, line.from, line.to));
    let mut held = BTreeSet::new();
    let mut list: Vec<(bool, Line, u64)> =
        list.into_iter().map(|(line, count)| (!held.insert(line.to), line, count)).collect();
    list.sort_by_key(|(crosses, line, count)| {
        (*crosses, line.kind == EdgeKind::DependsOn, Reverse(*count))
    });
    list.truncate(EDGES);
    let mut lines: Vec<Line> = list.into_iter().map(|(_, line, _)| line).collect();
    lines.sort_by_key(|l| (l.from, l.to));
    lines
}
