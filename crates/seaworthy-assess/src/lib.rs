//! Readiness score, effort and strategy.

mod model;

pub use model::{
    Assessment, Cap, ComponentResult, DimensionScore, Effort, Finding, Inventory, LanguageShare,
    Score, Skipped, Strategy, Summary, Tool, Verdict,
};
