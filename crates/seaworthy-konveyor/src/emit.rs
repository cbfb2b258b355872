//! Results and rules as text: YAML in the shape of go-yaml v2, JSON in the shape of Go's `encoding/json`.

mod block;
mod compact;
mod escape;
mod json;
mod report;
mod result;
mod rule;
mod scalar;

pub use json::{dependencies_to_json, to_json, write_json};
pub use report::{ReportApplication, static_report_js, write_static_report_js};
pub use result::{dependencies_to_yaml, to_yaml, write_yaml};
pub use rule::to_rule_yaml;

#[cfg(test)]
mod tests;
