//! Konveyor's rule language: rules, labels, templates and results as data. Nothing here looks at an application.
//!
//! Rules are read with [`load`], written with [`to_rule_yaml`] and checked with [`lint`]. [`Selector`] chooses rules by their
//! labels, [`Template`], [`tag_names`] and [`CompiledVariable`] give messages, tags and variables of incidents, and
//! [`to_yaml`] and its neighbours write results. [`load_suites`] and [`judge`] are the test files and their verdicts.
//! Wherever Konveyor has words or a shape for something, they are kept to the letter.

mod code_snip;
mod emit;
mod go_regex;
mod label;
mod lint;
mod load;
mod model;
mod output;
mod problem;
mod suite;
mod tag;
mod template;
mod variable;
mod yaml;

pub use code_snip::{CodeReader, CodeSnip, CodeText, Excerpt, ExcerptForm};
pub use emit::{
    ReportApplication, dependencies_to_json, dependencies_to_yaml, static_report_js, to_json,
    to_rule_yaml, to_yaml, write_json, write_static_report_js, write_yaml,
};
pub use go_regex::go_regex;
pub use label::{
    InvalidExpression, Label, SOURCE_LABEL, Selector, TARGET_LABEL, Technologies,
    dependency_selector, technologies, technology_selector,
};
pub use lint::{FileLint, LintedFile, invalid_labels, lint, lint_file, lint_header, lint_suite};
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
    sort_incidents,
};
pub use problem::Problem;
pub use suite::{
    Case, Expectation, ExpectedPlace, Filter, Group, Outcome, Params, ProviderData, RuleTest,
    Suite, Summary, judge, load_suite, load_suites, progress, results_to_json, results_to_junit,
};
pub use tag::tag_names;
pub use template::{Template, TemplateError};
pub use variable::{CompiledVariable, snippet_line};
