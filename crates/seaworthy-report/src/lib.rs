//! The assessment as HTML, JSON and text, and a whole portfolio as HTML, JSON and CSV.
//!
//! Everything here turns finished values into text. No file is read: the caller brings the code excerpts.

mod error;
mod evidence;
pub mod html;
mod input;
pub mod json;
pub mod portfolio;
pub mod rulesets;
pub mod text;
mod words;

// The demo's made-up values serve the tests too; they name this crate from outside.
#[cfg(test)]
extern crate self as seaworthy_report;
#[cfg(test)]
#[path = "../examples/demo/fleet.rs"]
mod fleet;
#[cfg(test)]
#[path = "../examples/demo/shop.rs"]
mod shop;

pub use error::Error;
pub use input::{Excerpt, Excerpts, ReportInput};
