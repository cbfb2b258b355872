//! What a report is made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_assess::Assessment;
use seaworthy_graph::Picture;
use seaworthy_manifests::DraftFile;

/// Some lines around a place, as text; secrets are masked by whoever read them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Number of the first line, from 1.
    pub first_line: u32,
    /// The lines without their ends.
    pub lines: Vec<String>,
}

/// Excerpts by path and matched line.
pub type Excerpts = BTreeMap<(Arc<str>, u32), Excerpt>;

/// Everything that the page of one application shows.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// The drawn dependency graph.
    pub picture: &'a Picture,
    /// The drafted files.
    pub drafts: &'a [DraftFile],
    /// Code around incidents, for those the caller could read again.
    pub excerpts: &'a Excerpts,
}
