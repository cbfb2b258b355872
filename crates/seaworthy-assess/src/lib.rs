//! Readiness score, effort and strategy.

mod model;

pub use model::{
    Assessment, Cap, ComponentResult, DimensionScore, Effort, Finding, Inventory, LanguageShare,
    Score, Skipped, Strategy, Summary, Tool, Verdict,
};

/// The component id of findings in files outside of every component, and of the whole where nothing is deployed.
pub const APPLICATION: &str = "application";
