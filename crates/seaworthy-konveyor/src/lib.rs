//! Konveyor's rule language: rules, labels, templates and results as data. Nothing here looks at an application.

mod go_regex;
mod load;
mod model;
mod output;
mod problem;
mod yaml;

pub use go_regex::go_regex;
pub use load::{
    DEFAULT_RULESET, FailingRule, FileRules, LoadOptions, Loaded, evaluation_order, load,
    load_chosen, load_file,
};
pub use model::{
    Annotated, Category, Condition, CustomVariable, DependencyQuery, Entry, FilePaths,
    JavaLocation, JavaReference, Leaf, Link, Origin, Rule, Ruleset,
};
pub use output::{
    Dependency, DependencyFile, Incident, LinkResult, RulesetResult, Value, Violation,
};
pub use problem::Problem;
