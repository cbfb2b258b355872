//! The assessment: everything a report, a pipeline or another program reads. Serialised as `assessment.json`.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{ContentHash, Diagnostic, Evidence};
use seaworthy_components::Component;
use seaworthy_facts::{Language, Role};
use seaworthy_graph::DepGraph;
use seaworthy_matching::Incident;
use seaworthy_rules::{Dimension, Factor, Grade, Remedy, Tier};
use serde::{Deserialize, Serialize};

use crate::{FactorReading, Library, Suppressed};

/// The assessment of one application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Version of this format; see the book.
    pub schema: u32,
    /// What made it.
    pub tool: Tool,
    /// Name of the application.
    pub application: String,
    /// What there was to look at.
    pub inventory: Inventory,
    /// Result for the application as a whole: the worst deployable component decides.
    pub summary: Summary,
    /// Result of each component, deployable ones first, each group by id.
    pub components: Vec<ComponentResult>,
    /// Every concern, worst burden first, then by rule and component. Positive evidence at the end.
    pub findings: Vec<Finding>,
    /// Findings that were silenced, in the order of the rules; they count nowhere else.
    #[serde(default)]
    pub suppressed: Vec<Suppressed>,
    /// Libraries that it asks for, that are brought along or that lie in it, by ecosystem and name.
    #[serde(default)]
    pub libraries: Vec<Library>,
    /// Libraries, packages, back ends and how they hang together.
    pub graph: DepGraph,
    /// Problems met on the way, sorted by path.
    pub diagnostics: Vec<Diagnostic>,
}

/// What made an assessment; no clock, so equal input gives equal bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tool {
    /// `seaworthy`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Version of the readiness model: `RM-1`.
    pub model: String,
    /// Hash over paths and contents of the input.
    pub input: ContentHash,
    /// Hash over the rules and weights.
    pub rules: ContentHash,
}

/// What there was to look at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inventory {
    /// Files seen.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// By language, most production lines first.
    pub languages: Vec<LanguageShare>,
    /// Files by role.
    pub roles: BTreeMap<Role, u64>,
    /// What was not analysed, and why: reason → (files, bytes, example paths).
    pub skipped: Vec<Skipped>,
}

/// A group of files that were listed and not analysed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Why, in a few words: `vendored library`, `generated or minified`, `binary`, `over 2 MiB`, `no analyser for Swift`.
    pub reason: String,
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Up to three paths.
    pub examples: Vec<Arc<str>>,
}

/// One language's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageShare {
    /// The language.
    pub language: Language,
    /// Files of any role.
    pub files: u64,
    /// Non-blank lines of production files.
    pub lines: u64,
    /// Non-blank lines of test files.
    pub test_lines: u64,
    /// Production files an analyser read to the end.
    pub parsed: u64,
    /// Production files read with errors or by line only.
    pub partly: u64,
    /// Production files that no analyser read.
    pub unread: u64,
}

/// Whether the application can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// R ≥ 80, nothing hard open, enough evidence.
    Ready,
    /// Everything between.
    NeedsWork,
    /// An open blocker.
    Blocked,
    /// Too little was understood to say.
    NotAssessed,
}

impl Verdict {
    /// As people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::NeedsWork => "Needs work",
            Self::Blocked => "Blocked",
            Self::NotAssessed => "Not assessed",
        }
    }
}

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Containerise as it is.
    Rehost,
    /// Change libraries, runtime or local code.
    Replatform,
    /// Change the architecture.
    Refactor,
    /// Leave it where it is.
    Retain,
}

impl Strategy {
    /// As people read it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rehost => "Rehost",
            Self::Replatform => "Replatform",
            Self::Refactor => "Refactor",
            Self::Retain => "Retain",
        }
    }
}

/// A number with its explanation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// R, 0 to 100; `None` where coverage is under the limit and no bare number may be shown.
    pub value: Option<u32>,
    /// R as it would be before the caps, one decimal.
    pub before_caps: f64,
    /// The floor that missing coverage leaves (R_lo).
    pub floor: u32,
    /// Coverage κ, 0 to 1.
    pub coverage: f64,
    /// Sum of all burdens in points.
    pub burden: f64,
    /// Each dimension's own score and coverage.
    pub dimensions: Vec<DimensionScore>,
    /// The cap in force and the rule that is responsible.
    pub cap: Option<Cap>,
}

/// One dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DimensionScore {
    /// Which.
    pub dimension: Dimension,
    /// D_d, 0 to 100, one decimal.
    pub score: f64,
    /// Burden points.
    pub burden: f64,
    /// Coverage κ_d.
    pub coverage: f64,
}

/// A declared cliff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// The highest value R can have.
    pub at: u32,
    /// The rule that sets it.
    pub rule: String,
}

/// Person-days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Low end (0.6 · P10).
    pub low: f64,
    /// Likely (mean).
    pub likely: f64,
    /// High end (1.6 · P90).
    pub high: f64,
    /// What the range rests on, as sentences.
    pub assumptions: Vec<String>,
}

/// The result for the application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The worst deployable's verdict.
    pub verdict: Verdict,
    /// Whether coverage is under 0.75, so that the verdict rests on little.
    pub low_evidence: bool,
    /// The lowest deployable's score.
    pub score: Score,
    /// The component that decided.
    pub decided_by: String,
    /// Strategy of the worst deployable.
    pub strategy: Strategy,
    /// The concern that decides the strategy, and what the next-best strategy would ask, as a sentence.
    pub strategy_reason: String,
    /// Effort over all components, shared code counted once.
    pub effort: Effort,
}

/// The result of one component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComponentResult {
    /// What it is.
    pub component: Component,
    /// Ids of the components whose code runs inside of this one and counts for it (transitively), sorted.
    pub uses: Vec<String>,
    /// Its score.
    pub score: Score,
    /// Its verdict.
    pub verdict: Verdict,
    /// Its strategy.
    pub strategy: Strategy,
    /// As [`Summary::strategy_reason`], for this component.
    pub strategy_reason: String,
    /// Its effort.
    pub effort: Effort,
    /// The twelve factors, in their usual order.
    #[serde(default)]
    pub factors: Vec<FactorReading>,
}

/// A concern: one rule in one component, with every place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable over moved lines: hash of rule, component, and path, scope and normalised text of the first place
    /// (production first, then the least by path, scope and text, whatever the lines).
    pub fingerprint: String,
    /// The rule's id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// Id of the component that holds the places; [`crate::APPLICATION`] for files outside of every component.
    pub component: String,
    /// Part of readiness.
    pub dimension: Dimension,
    /// The one of the twelve factors it speaks of, where it speaks of one.
    #[serde(default)]
    pub factor: Option<Factor>,
    /// How bad.
    pub grade: Grade,
    /// Kind of work.
    pub remedy: Remedy,
    /// Design effort of the rule: 1, 2, 3, 5, 8, 13.
    pub effort: u8,
    /// How it is known.
    pub tier: Tier,
    /// The number for `tier`.
    pub confidence: f64,
    /// Burden in points; 0 where only tests or samples match. A library's concern weighs in the component that uses it
    /// (the worst of several), where places of one rule count together; the share of this finding's places is given,
    /// so that the burdens of a component add up to [`Score::burden`].
    pub burden: f64,
    /// Points of R that come back in that component if this alone is solved; 0 outside of every component.
    pub points_back: u32,
    /// Distinct (file, function) places in production: `n`.
    pub occurrences: u32,
    /// Why it matters.
    pub why: String,
    /// The Kubernetes answer.
    pub answer: String,
    /// What it changes in a manifest.
    pub manifest: Option<String>,
    /// Documentation.
    pub links: Vec<String>,
    /// Every place, production first, then by path and line; those past the listing limit are counted in `more`.
    pub incidents: Vec<Incident>,
    /// Places that are not listed.
    pub more: u32,
}

impl Finding {
    /// The first place, which is what a summary shows.
    pub fn first(&self) -> Option<&Evidence> {
        self.incidents.first().map(|i| &i.evidence)
    }

    /// Whether it counts for the score.
    pub fn counts(&self) -> bool {
        self.occurrences > 0 && self.grade != Grade::Positive
    }
}
