//! Kubernetes drafts in which every field says why.

mod dockerfile;
mod draft;
mod emit;
mod model;
mod names;
mod note;
mod objects;
mod options;
mod plan;
mod scalar;
mod tree;
mod validate;

pub use draft::{draft, draft_assessed, draft_objects};
pub use model::{DraftFile, DraftKind, FieldReason, Node, Yaml};
pub use objects::DraftObject;
pub use options::DraftOptions;
pub use validate::{Problem, validate};
