//! Kubernetes drafts in which every field says why.

mod model;

pub use model::{DraftFile, DraftKind, FieldReason, Node, Yaml};
