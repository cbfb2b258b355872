//! Hits of one file and incidents of an application.

use std::sync::Arc;

use seaworthy_base::Evidence;
use seaworthy_facts::Role;
use seaworthy_rules::Clause;
use serde::{Deserialize, Serialize};

/// Index of a rule in its plan.
pub type RuleIndex = u32;

/// A condition that held at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The rule.
    pub rule: RuleIndex,
    /// Which of its lists.
    pub clause: Clause,
    /// The enclosing function or type, empty at file level.
    pub scope: Box<str>,
    /// Where, with the matched text (masked for secrets).
    pub evidence: Evidence,
}

/// A place where a rule holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Where, with the matched text.
    pub evidence: Evidence,
    /// The enclosing function or type, empty at file level.
    pub scope: Box<str>,
    /// Role of the file.
    pub role: Role,
}

/// What a rule found in one component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: RuleIndex,
    /// The component's id.
    pub component: Arc<str>,
    /// Places, sorted by path and line, without duplicates.
    pub incidents: Vec<Incident>,
    /// Distinct (file, scope) pairs among the production incidents: `n` of the model. 1 for an absence, which is one
    /// lack however many places were searched.
    pub occurrences: u32,
}

/// The hits of one file, and whose file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHits {
    /// Path of the file.
    pub path: Arc<str>,
    /// Role of the file.
    pub role: Role,
    /// Index of its component; `None` for a file that belongs to the application as a whole.
    pub component: Option<u32>,
    /// What held in it.
    pub hits: Vec<Hit>,
}
