//! The constants of RM-1, read from one documented TOML file.

mod load;

use seaworthy_rules::{Grade, Remedy};
use serde::{Deserialize, Serialize};

pub use load::WeightsError;

/// The documented file that holds every default.
pub const STANDARD_WEIGHTS: &str = include_str!("../weights.toml");

/// Optimistic, likely and pessimistic value.
pub type ThreePoint = [f64; 3];

/// Every constant of score, verdict, strategy and effort. The comments of `weights.toml` say what each means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Points by grade.
    pub severity: SeverityPoints,
    /// Growth with the number of places.
    pub spread: Spread,
    /// From points to the score.
    pub score: ScoreWeights,
    /// The declared cliffs.
    pub caps: Caps,
    /// What coverage does.
    pub coverage: CoverageWeights,
    /// When a component is ready.
    pub verdict: VerdictWeights,
    /// When to refactor.
    pub strategy: StrategyWeights,
    /// Person-days by design effort.
    pub design: DesignDays,
    /// Minutes a place by kind of work.
    pub site: SiteMinutes,
    /// Person-days a deployable.
    pub platform: PlatformDays,
    /// What tests change.
    pub tests: TestFactors,
    /// How estimates add up.
    pub effort: EffortWeights,
}

/// Points of burden by grade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityPoints {
    /// Worth doing.
    pub advisory: f64,
    /// Must be done, small.
    pub mandatory: f64,
    /// Must be done, large.
    pub hard: f64,
    /// Cannot run.
    pub blocker: f64,
}

impl SeverityPoints {
    /// Points of a grade; positive evidence has none.
    pub fn of(&self, grade: Grade) -> f64 {
        match grade {
            Grade::Positive => 0.0,
            Grade::Advisory => self.advisory,
            Grade::Mandatory => self.mandatory,
            Grade::Hard => self.hard,
            Grade::Blocker => self.blocker,
        }
    }
}

/// Growth of a burden with the number of places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// Share of the first place.
    pub first: f64,
    /// Doublings until all of it.
    pub doublings: f64,
}

/// From points to the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreWeights {
    /// Points that halve the score.
    pub half_life: f64,
}

/// The declared cliffs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// Highest R with an open blocker.
    pub blocker: u32,
    /// Highest R with an open hard concern.
    pub hard: u32,
    /// Confidence from which a concern sets a cap.
    pub confidence: f64,
}

/// What coverage does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageWeights {
    /// What partly read lines count.
    pub partly: f64,
    /// Share of R the floor loses for a dimension without coverage.
    pub floor_loss: f64,
    /// Coverage below which there is no number.
    pub not_assessed_below: f64,
    /// Coverage below which evidence is low.
    pub low_evidence_below: f64,
}

/// When a component is ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictWeights {
    /// Lowest R.
    pub ready_from: u32,
    /// Design effort of mandatory code work that is too large.
    pub large_effort: u8,
}

/// When to refactor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrategyWeights {
    /// Design effort of one re-architecture that asks for it.
    pub large_effort: u8,
    /// Number of smaller ones that ask for it together.
    pub rearchitect_count: u32,
}

/// Person-days by design effort.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesignDays {
    /// Effort 1.
    #[serde(rename = "1")]
    pub one: ThreePoint,
    /// Effort 2.
    #[serde(rename = "2")]
    pub two: ThreePoint,
    /// Effort 3.
    #[serde(rename = "3")]
    pub three: ThreePoint,
    /// Effort 5.
    #[serde(rename = "5")]
    pub five: ThreePoint,
    /// Effort 8.
    #[serde(rename = "8")]
    pub eight: ThreePoint,
    /// Effort 13.
    #[serde(rename = "13")]
    pub thirteen: ThreePoint,
}

impl DesignDays {
    /// Days of a design effort; numbers between two steps count as the higher one.
    pub fn of(&self, effort: u8) -> ThreePoint {
        match effort {
            0 | 1 => self.one,
            2 => self.two,
            3 => self.three,
            4 | 5 => self.five,
            6..=8 => self.eight,
            _ => self.thirteen,
        }
    }
}

/// Minutes a place by kind of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteMinutes {
    /// The manifest alone.
    pub manifest: ThreePoint,
    /// Configuration.
    pub config: ThreePoint,
    /// Another library or runtime.
    pub library: ThreePoint,
    /// A local change of code.
    pub code: ThreePoint,
    /// Another architecture.
    pub rearchitect: ThreePoint,
    /// No answer known.
    pub none: ThreePoint,
}

impl SiteMinutes {
    /// Minutes of a kind of work.
    pub fn of(&self, remedy: Remedy) -> ThreePoint {
        match remedy {
            Remedy::Manifest => self.manifest,
            Remedy::Config => self.config,
            Remedy::Library => self.library,
            Remedy::Code => self.code,
            Remedy::Rearchitect => self.rearchitect,
            Remedy::None => self.none,
        }
    }
}

/// Person-days a deployable component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformDays {
    /// Image, manifests, build pipeline.
    pub image: ThreePoint,
    /// Probes, logging, configuration.
    pub wiring: ThreePoint,
}

/// What tests change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestFactors {
    /// Test lines per production line that are good.
    pub good_from: f64,
    /// Factor then.
    pub good_factor: f64,
    /// Test lines per production line that are some.
    pub some_from: f64,
    /// Factor then.
    pub some_factor: f64,
    /// Factor below.
    pub few_factor: f64,
}

/// How estimates add up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffortWeights {
    /// Exponent of the learning curve.
    pub learning: f64,
    /// Productive hours of a day.
    pub hours_per_day: f64,
    /// Correlation of any two errors.
    pub correlation: f64,
    /// Standard deviations to P10 and P90.
    pub deviations: f64,
    /// Factor on P10.
    pub low_factor: f64,
    /// Factor on P90.
    pub high_factor: f64,
    /// Factor on all.
    pub team_factor: f64,
}
