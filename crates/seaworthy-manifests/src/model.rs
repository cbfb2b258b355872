//! Drafts: Kubernetes objects as trees in which every field carries its reason.

use seaworthy_base::Evidence;
use serde::{Deserialize, Serialize};

/// A value with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Yaml,
    /// Why it is so; shown as a comment and in `evidence.json`.
    pub why: Vec<Evidence>,
    /// What a person still has to decide; shown as a `TODO` comment.
    pub todo: Option<String>,
}

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub enum Yaml {
    /// A mapping, in the order written.
    Map(Vec<(String, Node)>),
    /// A sequence.
    Seq(Vec<Node>),
    /// A string, quoted where YAML asks for it.
    Str(String),
    /// A whole number.
    Int(i64),
    /// A truth value.
    Bool(bool),
}

/// What a drafted file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftKind {
    /// Kubernetes objects.
    Kubernetes,
    /// A kustomization.
    Kustomization,
    /// A Dockerfile, or the ignore file beside it.
    Dockerfile,
    /// Why nothing is drafted for a component, for people.
    Note,
    /// The evidence of all fields, for machines.
    Evidence,
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftFile {
    /// Path below `manifests/`, with `/`.
    pub path: String,
    /// What it is.
    pub kind: DraftKind,
    /// The component it belongs to; empty for the application as a whole.
    pub component: String,
    /// Its text.
    pub content: String,
    /// Fields with their reasons, in the order of the text.
    pub fields: Vec<FieldReason>,
}

/// Why a field is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReason {
    /// Object and path: `Deployment/shop spec.template.spec.containers[0].ports[0].containerPort`.
    pub field: String,
    /// Line in the drafted file, from 1.
    pub line: u32,
    /// The value as written; empty for a whole block.
    pub value: String,
    /// The reasons.
    pub why: Vec<Evidence>,
    /// What is left to decide.
    pub todo: Option<String>,
}
