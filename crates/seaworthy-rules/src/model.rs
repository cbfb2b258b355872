//! Rules as the engine sees them, whatever dialect they were written in.

use schemars::JsonSchema;
use seaworthy_facts::{FactKind, Language};
use serde::{Deserialize, Serialize};

use crate::Factor;

/// What part of readiness a rule speaks of.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// Runtime and operating-system coupling.
    Runtime,
    /// State and sessions.
    State,
    /// Storage.
    Storage,
    /// Configuration and secrets.
    Config,
    /// Network and discovery.
    Network,
    /// Process life cycle.
    Lifecycle,
    /// Observability.
    Observability,
    /// Build and packaging.
    Build,
    /// Dependencies and ends of life.
    Dependencies,
}

impl Rule {
    /// Every leaf with the list it stands in.
    pub fn leaves(&self) -> impl Iterator<Item = (Clause, &Leaf)> {
        let lists = [
            (Clause::Match, &self.matches),
            (Clause::Requires, &self.requires),
            (Clause::Unless, &self.unless),
        ];
        lists.into_iter().flat_map(|(clause, leaves)| leaves.iter().map(move |leaf| (clause, leaf)))
    }
}

impl Dimension {
    /// Every dimension, in report order.
    pub const ALL: [Self; 9] = [
        Self::Runtime,
        Self::State,
        Self::Storage,
        Self::Config,
        Self::Network,
        Self::Lifecycle,
        Self::Observability,
        Self::Build,
        Self::Dependencies,
    ];

    /// The name as people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Runtime => "Runtime and OS",
            Self::State => "State and sessions",
            Self::Storage => "Storage",
            Self::Config => "Configuration and secrets",
            Self::Network => "Network and discovery",
            Self::Lifecycle => "Process life cycle",
            Self::Observability => "Observability",
            Self::Build => "Build and packaging",
            Self::Dependencies => "Dependencies and end of life",
        }
    }
}

/// How bad a concern is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Evidence that something is already right; never a burden.
    Positive,
    /// Worth doing.
    Advisory,
    /// Must be done, small.
    Mandatory,
    /// Must be done, large.
    Hard,
    /// Cannot run on the target until solved.
    Blocker,
}

impl Grade {
    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Advisory => "advisory",
            Self::Mandatory => "mandatory",
            Self::Hard => "hard",
            Self::Blocker => "blocker",
        }
    }
}

/// What kind of work mends a concern.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Remedy {
    /// The manifest alone.
    Manifest,
    /// Configuration.
    Config,
    /// Another library or runtime.
    Library,
    /// A local change of code.
    Code,
    /// Another architecture.
    Rearchitect,
    /// No container answer is known.
    None,
}

/// How a rule knows; the number is the confidence of a concern.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Text alone: 0.5.
    Text,
    /// Import and call by name: 0.75.
    Import,
    /// A parsed key of a configuration file: 0.9.
    Parsed,
    /// A resolved symbol: 0.95.
    Resolved,
}

impl Tier {
    /// The confidence, 0 to 1.
    pub fn confidence(self) -> f64 {
        match self {
            Self::Text => 0.5,
            Self::Import => 0.75,
            Self::Parsed => 0.9,
            Self::Resolved => 0.95,
        }
    }
}

/// Where a condition looks for its partner clauses (`unless`, `requires`, `absent`).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// In the same file.
    File,
    /// In the same component.
    #[default]
    Component,
    /// Anywhere in the application.
    Application,
}

/// How often a rule says the same thing.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Once {
    /// At every place.
    #[default]
    Place,
    /// At the first place of each file: what it says is true of the file.
    File,
    /// At the first place of each component: what it says is true of the component.
    Component,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Unique, kebab-case.
    pub id: String,
    /// One line, in the words of the finding.
    pub title: String,
    /// Row of the concern catalogue it covers (`J01`), where there is one.
    pub catalogue: Option<String>,
    /// Part of readiness.
    pub dimension: Dimension,
    /// The one of the twelve factors it speaks of, where it speaks of one.
    pub factor: Option<Factor>,
    /// How bad.
    pub grade: Grade,
    /// Kind of work.
    pub remedy: Remedy,
    /// 1, 2, 3, 5, 8 or 13.
    pub effort: u8,
    /// How it knows.
    pub tier: Tier,
    /// Why it matters on Kubernetes.
    pub why: String,
    /// What to do: the Kubernetes answer.
    pub answer: String,
    /// What it changes in a manifest, where it does.
    pub manifest: Option<String>,
    /// Primary documentation.
    pub links: Vec<String>,
    /// Whether the matched text is a secret and must be masked.
    pub secret: bool,
    /// Any of these is a match.
    pub matches: Vec<Leaf>,
    /// The rule holds only where one of these is found within `reach`.
    pub requires: Vec<Leaf>,
    /// The rule is silent where one of these is found within `reach`.
    pub unless: Vec<Leaf>,
    /// How far `requires` and `unless` look.
    pub reach: Reach,
    /// Whether the rule claims an absence: it fires once per component where `requires` is found, nothing of
    /// `matches` is, and no `unless` is; its evidence are the places of `requires`.
    pub absence: bool,
    /// Which of the places are reported.
    pub once: Once,
    /// Cases that must match and look-alikes that must not.
    pub examples: Vec<Example>,
    /// The file it was read from.
    pub source: String,
}

/// One condition on one thing.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Leaf {
    /// Kinds of facts to look at; empty for a text condition.
    pub kinds: Vec<FactKind>,
    /// Any of these names. `*` stands for any run of characters; without one the whole name must be equal; a pattern
    /// that starts with `~` is a regular expression over the name. Case matters unless `ignore_case`.
    pub names: Vec<String>,
    /// A regular expression the value must match.
    pub value: Option<String>,
    /// A regular expression the value must not match.
    pub value_not: Option<String>,
    /// A regular expression over the text of the file (text condition). Comments are not code: text rules are for
    /// configuration, scripts and languages without an extractor.
    pub text: Option<String>,
    /// Any of these globs must match the path; empty for every path.
    pub files: Vec<String>,
    /// None of these globs may match the path.
    pub not_files: Vec<String>,
    /// Any of these languages; empty for every language.
    pub languages: Vec<Language>,
    /// For dependencies: the version must lie below this.
    pub version_below: Option<String>,
    /// For dependencies: the version must be this or above.
    pub version_from: Option<String>,
    /// Whether the names ignore case.
    pub ignore_case: bool,
    /// Whether the fact must have been resolved through imports or declarations.
    pub resolved: bool,
}

/// A file that shows what a rule finds, and what it leaves alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// Path of the file, which gives language and role.
    pub path: String,
    /// Its content.
    pub source: String,
    /// Lines that must match, from 1; empty for a look-alike that must stay silent. Line 0 is the file as a whole.
    pub expect: Vec<u32>,
    /// More files of the same application; nothing is expected in them.
    pub also: Vec<ExampleFile>,
}

/// A further file of an example.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExampleFile {
    /// Path of the file.
    pub path: String,
    /// Its content.
    pub source: String,
}

/// Which list of a rule a leaf or a hit belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clause {
    /// `matches`.
    Match,
    /// `requires`.
    Requires,
    /// `unless`.
    Unless,
}
