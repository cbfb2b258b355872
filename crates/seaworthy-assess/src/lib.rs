//! Readiness score, effort and strategy: the model RM-1 over what the rules found.
//!
//! A concern is a rule that holds in a component. Its burden in points and one half-life give the score; two declared
//! caps, and what was not read, are said beside the number. Everything is a pure function of its arguments.

mod assess;
mod concern;
mod coverage;
mod effort;
mod factors;
mod fingerprint;
#[cfg(test)]
mod fixtures;
mod library;
mod model;
mod score;
mod suppression;
#[cfg(test)]
mod tests;
mod verdict;
mod weights;

pub use assess::{AssessInput, LISTING_LIMIT, SCHEMA, assess};
pub use concern::Concern;
pub use coverage::{Coverage, CoverageInput, LinesRead};
pub use effort::{SizeInfo, effective_places, effort};
pub use factors::{FactorReading, FactorReason, FactorStatus};
pub use library::{Library, LibraryFile, LibraryHashes};
pub use model::{
    Assessment, Cap, ComponentResult, DimensionScore, Effort, Finding, Inventory, LanguageShare,
    Score, Skipped, Strategy, Summary, Tool, Verdict,
};
pub use score::{burden, points_back, score};
pub use suppression::{Ignores, Suppressed};
pub use verdict::{strategy, verdict};
pub use weights::{
    Caps, CoverageWeights, DesignDays, EffortWeights, PlatformDays, STANDARD_WEIGHTS, ScoreWeights,
    SeverityPoints, SiteMinutes, Spread, StrategyWeights, TestFactors, ThreePoint, VerdictWeights,
    Weights, WeightsError,
};

/// The component id of findings in files outside of every component, and of the component that stands for all code
/// where nothing is deployed; `application-2` (and so on) where a component has this id already.
pub const APPLICATION: &str = "application";
