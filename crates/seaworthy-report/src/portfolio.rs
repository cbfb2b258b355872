//! A whole portfolio: one page, one JSON file and one CSV file over many applications.

mod model;
mod table;
mod view;

use askama::Template;

pub use model::{Assessed, Entry, LanguageLines, Outcome, PortfolioInput, ScoreRange};
pub use table::csv;

use crate::Error;

/// The page: a table to sort and filter, and distributions; never one average over applications.
///
/// Equal input gives equal bytes. Fails only where the template does.
pub fn page(input: &PortfolioInput) -> Result<String, Error> {
    Ok(view::view(input).render()?)
}

/// `portfolio.json`: indented by two spaces, entries in the order given, a newline at the end.
pub fn json(input: &PortfolioInput) -> Result<String, Error> {
    let mut json = serde_json::to_string_pretty(input)?;
    json.push('\n');
    Ok(json)
}
