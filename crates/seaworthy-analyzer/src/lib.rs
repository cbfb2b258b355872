//! Runs Konveyor rules over an application: conditions, tags, incidents, violations, output.

mod condition;
mod evaluate;
mod options;
mod parallel;
mod semantics;
mod uri;

pub use options::{Analysis, Mode, Options};
pub use semantics::{Difference, Semantics};
