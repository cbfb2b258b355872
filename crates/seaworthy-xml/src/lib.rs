//! A tolerant XML tree with the position of every node.
//!
//! [`Document::parse`] takes any text and always gives a tree: real projects hold descriptors that no strict parser
//! accepts, and a wrong end tag must not hide the rest of the file. What was mended is listed in
//! [`Document::repairs`]. Entities that a document type declares are never expanded, so a document cannot grow.

mod build;
mod complete;
mod decode;
mod doctype;
mod names;
mod parse;
mod read;
mod scan;
mod tag;
mod tree;

pub use build::TreeBuilder;
pub use complete::NodeKind;
pub use parse::MAX_DEPTH;
pub use read::{MAX_BYTES, MAX_NODES, Reading};
pub use tree::{Attribute, Document, NodeId, Repair};
