//! The dependency graph of an application: build, groups, picture, export.
//!
//! Nothing here recurses, so graphs of any size and shape are safe; everything is sorted, so equal input in any order
//! gives equal output.

mod build;
mod export;
mod groups;
mod layout;
mod model;
mod packages;
#[cfg(test)]
mod tests;
mod uses;

pub use build::{GraphInput, PackageFile, build};
pub use export::{Format, export};
pub use groups::{Fan, fans, groups};
pub use layout::{MAX_PICTURE_NODES, layout};
pub use model::{DepGraph, Edge, EdgeKind, Node, NodeKind, Picture, PictureEdge, PictureNode};
pub use uses::module_uses;
