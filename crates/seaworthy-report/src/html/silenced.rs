//! Findings that somebody silenced.

use seaworthy_assess::Assessment;

use crate::evidence::{EvidenceIndex, Place};

/// Places shown of one judgement.
const PLACES: usize = 5;

/// What one judgement silences of one rule.
pub(super) struct SilencedRow<'a> {
    pub(super) title: &'a str,
    pub(super) rule: &'a str,
    pub(super) grade: &'static str,
    pub(super) component: &'a str,
    pub(super) reason: &'a str,
    pub(super) until: &'a str,
    pub(super) places: Vec<Place<'a>>,
    pub(super) more: usize,
    pub(super) by: Vec<Place<'a>>,
}

/// Builds the section.
pub(super) fn rows<'a>(
    assessment: &'a Assessment,
    index: &EvidenceIndex<'a>,
) -> Vec<SilencedRow<'a>> {
    let all = assessment.suppressed.iter();
    all.map(|s| SilencedRow {
        title: &s.title,
        rule: &s.rule,
        grade: s.grade.name(),
        component: &s.component,
        reason: &s.reason,
        until: s.until.as_deref().unwrap_or(""),
        places: s.places.iter().take(PLACES).map(|e| index.place(e)).collect(),
        more: s.places.len().saturating_sub(PLACES),
        by: vec![index.place(&s.by)],
    })
    .collect()
}
