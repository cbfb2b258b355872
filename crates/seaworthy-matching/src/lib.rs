//! Runs a plan over facts and text.
//!
//! One [`Matcher`] per worker turns files into [`Hit`]s; [`outcomes`] puts the hits of all files together, where
//! `requires`, `unless`, `reach` and absences are decided.

mod comments;
mod ignore;
mod matcher;
mod model;
mod outcome;
mod shown;

pub use ignore::{Ignore, IgnoredPlace, ignore_comments, is_day};
pub use matcher::{FileContext, FileMatcher, Matcher};
pub use model::{FileHits, Hit, Incident, RuleIndex, RuleOutcome};
pub use outcome::outcomes;
pub use seaworthy_rules::Clause;
