//! Cycles and fan-in, fan-out over the `Uses` edges.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::{DepGraph, EdgeKind};

/// How many nodes use a node, and how many it uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fan {
    /// Nodes that use it.
    pub incoming: u32,
    /// Nodes it uses.
    pub outgoing: u32,
}

/// Writes [`crate::Node::group`]: strongly connected groups of several nodes over `Uses` edges, numbered from 1 in the
/// order of their first node.
pub(crate) fn number_groups(graph: &mut DepGraph) {
    let mut uses: DiGraph<(), (), u32> =
        DiGraph::with_capacity(graph.nodes.len(), graph.edges.len());
    for _ in &graph.nodes {
        uses.add_node(());
    }
    uses.extend_with_edges(
        graph.edges.iter().filter(|e| e.kind == EdgeKind::Uses).map(|e| (e.from, e.to)),
    );
    let mut found: Vec<Vec<usize>> = kosaraju_scc(&uses)
        .into_iter()
        .filter(|members| members.len() > 1)
        .map(|members| members.into_iter().map(petgraph::graph::NodeIndex::index).collect())
        .collect();
    found.sort_by_key(|members| members.iter().min().copied());
    for (number, members) in found.iter().enumerate() {
        for &member in members {
            if let Some(node) = graph.nodes.get_mut(member) {
                node.group = number as u32 + 1;
            }
        }
    }
}

/// Nodes of each group (indexes in [`DepGraph::nodes`], rising); the group with number `n` stands at `n - 1`.
pub fn groups(graph: &DepGraph) -> Vec<Vec<u32>> {
    let count =
        graph.nodes.iter().map(|n| n.group).max().unwrap_or(0).min(graph.nodes.len() as u32);
    let mut groups = vec![Vec::new(); count as usize];
    for (i, node) in graph.nodes.iter().enumerate() {
        if let Some(group) = (node.group as usize).checked_sub(1).and_then(|g| groups.get_mut(g)) {
            group.push(i as u32);
        }
    }
    groups
}

/// Fan-in and fan-out of every node over `Uses` edges, in the order of [`DepGraph::nodes`].
pub fn fans(graph: &DepGraph) -> Vec<Fan> {
    let mut fans = vec![Fan::default(); graph.nodes.len()];
    for edge in graph.edges.iter().filter(|e| e.kind == EdgeKind::Uses) {
        if let Some(fan) = fans.get_mut(edge.from as usize) {
            fan.outgoing += 1;
        }
        if let Some(fan) = fans.get_mut(edge.to as usize) {
            fan.incoming += 1;
        }
    }
    fans
}
