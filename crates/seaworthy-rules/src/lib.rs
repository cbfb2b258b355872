//! Rule model, native loader and compiled plan.
//!
//! [`RuleSet`] reads rules (built in, and from files of the user) and collects what is wrong with them as data.
//! [`Plan`] turns a set into indexes, so that a file is asked once and not once per rule.

mod builtin;
mod factor;
mod lint;
mod model;
mod native;
mod pattern;
mod plan;
mod schema;
mod set;
mod version;

pub use factor::Factor;
pub use lint::{LintWarning, lint};
pub use model::{
    Clause, Dimension, Example, ExampleFile, Grade, Leaf, Once, Reach, Remedy, Rule, Tier,
};
pub use native::RuleProblem;
pub use pattern::{Pattern, PatternKind};
pub use plan::{LeafId, LeafSet, Plan, PlanLeaf, Scratch};
pub use schema::schema_json;
pub use set::RuleSet;
pub use version::Version;
