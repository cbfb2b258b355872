//! The assessment as HTML, JSON and text.
