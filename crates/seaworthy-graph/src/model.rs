//! The dependency graph and its picture.

use seaworthy_base::Evidence;
use serde::{Deserialize, Serialize};

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// The application itself.
    Application,
    /// A component.
    Component,
    /// A build module that is no component of its own.
    Module,
    /// A package, namespace or folder of sources.
    Package,
    /// A library asked for.
    Library,
    /// A database.
    Database,
    /// A cache.
    Cache,
    /// A queue or broker.
    Queue,
    /// A host that is called.
    Host,
    /// A file share or object store.
    FileShare,
}

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EdgeKind {
    /// The source holds the target (application → component → package).
    Contains,
    /// The source imports or references the target.
    Uses,
    /// The source asks for the target library.
    DependsOn,
    /// The source connects to the target.
    Connects,
}

/// A node. Its index in [`DepGraph::nodes`] is its identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Unique and stable: `component:shop`, `package:shop:com.acme.cart`, `library:maven:org.x:y`, `database:postgresql:db`.
    pub id: String,
    /// What it stands for.
    pub kind: NodeKind,
    /// Short name for people.
    pub label: String,
    /// Files it holds (packages) or users it has (libraries): how large it is drawn.
    pub weight: u32,
    /// Strongly connected group of more than one node, numbered from 1; 0 for none.
    pub group: u32,
}

/// An edge between two nodes, with at least one place that shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Index of the source.
    pub from: u32,
    /// Index of the target.
    pub to: u32,
    /// What it says.
    pub kind: EdgeKind,
    /// How many places show it.
    pub count: u32,
    /// The first places, at most three.
    pub evidence: Vec<Evidence>,
}

/// The graph: nodes sorted by id, edges sorted by (from, to, kind).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepGraph {
    /// Nodes, sorted by id.
    pub nodes: Vec<Node>,
    /// Edges, sorted.
    pub edges: Vec<Edge>,
}

/// A drawn graph: at most about 150 nodes, coordinates in pixels rounded to 0.1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Width of the drawing.
    pub width: f32,
    /// Height of the drawing.
    pub height: f32,
    /// Drawn nodes.
    pub nodes: Vec<PictureNode>,
    /// Drawn edges.
    pub edges: Vec<PictureEdge>,
    /// How many nodes of the graph are not drawn.
    pub left_out: u32,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureNode {
    /// Index in [`DepGraph::nodes`].
    pub node: u32,
    /// What it stands for.
    pub kind: NodeKind,
    /// Its label, cut to fit.
    pub label: String,
    /// Centre.
    pub x: f32,
    /// Centre.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PictureEdge {
    /// Index in [`Picture::nodes`].
    pub from: u32,
    /// Index in [`Picture::nodes`].
    pub to: u32,
    /// What it says.
    pub kind: EdgeKind,
    /// Points of the line, at least two.
    pub points: Vec<(f32, f32)>,
}
