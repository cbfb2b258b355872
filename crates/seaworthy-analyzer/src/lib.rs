//! Runs Konveyor rules over an application: conditions, tags, incidents, violations, output.

mod condition;
mod evaluate;
mod options;
mod parallel;
mod plan;
mod roots;
mod run;
mod semantics;
mod snippet;
mod source;
mod uri;
mod violation;

pub use options::{Analysis, Mode, Options};
pub use semantics::{Difference, Semantics};
