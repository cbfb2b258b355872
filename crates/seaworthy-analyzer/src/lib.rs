//! Runs Konveyor rules over an application: conditions, tags, incidents, violations, output.

mod analyse;
mod condition;
mod evaluate;
mod options;
mod parallel;
mod plan;
mod providers;
mod roots;
mod run;
mod scan;
mod semantics;
mod snippet;
mod source;
mod suites;
mod uri;
mod violation;

pub use analyse::{AnalysisError, Report, analyse};
pub use options::{Analysis, Mode, Options};
pub use semantics::{Difference, Semantics};
pub use suites::{TestOptions, run_group, run_suite, run_suites};
pub use uri::base_uri;
