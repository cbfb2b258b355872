//! Our rules and results in Konveyor's language, and Konveyor's among ours.

mod adopt;
mod export;
mod results;
#[cfg(test)]
mod tests;

pub use adopt::{Adopted, adopt};
pub use export::{Export, LeftOut, export};
pub use results::{Excerpt, results};

/// Label of everything that speaks of running on Kubernetes.
const TARGET: &str = "konveyor.io/target=kubernetes";
/// The name under which our rules and results appear.
const RULESET: &str = "seaworthy";
