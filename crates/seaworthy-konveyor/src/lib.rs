//! Konveyor's rule language: rules, labels, templates and results as data. Nothing here looks at an application.

mod model;
mod output;

pub use model::{
    Annotated, Category, Condition, CustomVariable, DependencyQuery, Entry, FilePaths,
    JavaLocation, JavaReference, Leaf, Link, Origin, Rule, Ruleset,
};
pub use output::{
    Dependency, DependencyFile, Incident, LinkResult, RulesetResult, Value, Violation,
};
