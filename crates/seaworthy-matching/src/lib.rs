//! Runs a plan over facts and text.

mod model;

pub use model::{Clause, Hit, Incident, RuleIndex, RuleOutcome};
