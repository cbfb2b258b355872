//! The dependency graph: build, groups, layout, export.

mod model;

pub use model::{DepGraph, Edge, EdgeKind, Node, NodeKind, Picture, PictureEdge, PictureNode};
