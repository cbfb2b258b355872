//! What can go wrong while writing.

/// An output could not be written. Neither case depends on what the input says, so both are faults of this program.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A template failed.
    #[error("the page could not be written: {0}")]
    Template(#[from] askama::Error),
    /// A value has no JSON form.
    #[error("the JSON could not be written: {0}")]
    Json(#[from] serde_json::Error),
}
