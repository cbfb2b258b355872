//! Places as a page shows them, and the way from a place to the concern or drafted field that rests on it.

use std::collections::BTreeMap;

use seaworthy_assess::Finding;
use seaworthy_base::{Evidence, EvidenceRole};
use seaworthy_manifests::DraftFile;
use seaworthy_rules::Grade;

/// A place, ready to be shown.
pub(crate) struct Place<'a> {
    /// `path:line`, or `default`.
    pub(crate) at: String,
    /// Fingerprint of a concern at the same place.
    pub(crate) finding: Option<&'a str>,
    /// The text that stands there.
    pub(crate) text: &'a str,
    /// What to know about it when it is not simply the cause.
    pub(crate) note: &'static str,
}

/// A field of a drafted file.
pub(crate) struct FieldLink<'a> {
    /// Number of the file in the report, from 0.
    pub(crate) draft: usize,
    /// Path of the file.
    pub(crate) path: &'a str,
    /// Line in it.
    pub(crate) line: u32,
    /// The field.
    pub(crate) field: &'a str,
}

type Key<'a> = (&'a str, u32);

/// Which concerns and which drafted fields rest on a place.
pub(crate) struct EvidenceIndex<'a> {
    findings: BTreeMap<Key<'a>, &'a str>,
    fields: BTreeMap<Key<'a>, Vec<(usize, usize)>>,
    drafts: &'a [DraftFile],
}

impl<'a> EvidenceIndex<'a> {
    /// Indexes all places of the concerns and of the fields.
    pub(crate) fn new(findings: &'a [Finding], drafts: &'a [DraftFile]) -> Self {
        let mut by_place = BTreeMap::new();
        // Concerns come worst first, so the worst one at a place wins; positive evidence is linked where nothing else is.
        for finding in findings {
            for incident in &finding.incidents {
                by_place.entry(key(&incident.evidence)).or_insert(finding.fingerprint.as_str());
            }
        }
        let mut fields: BTreeMap<Key<'a>, Vec<(usize, usize)>> = BTreeMap::new();
        for (d, draft) in drafts.iter().enumerate() {
            for (f, field) in draft.fields.iter().enumerate() {
                for why in field.why.iter().filter(|why| !why.path.is_empty()) {
                    fields.entry(key(why)).or_default().push((d, f));
                }
            }
        }
        Self { findings: by_place, fields, drafts }
    }

    /// A place with the way to its concern.
    pub(crate) fn place(&self, evidence: &'a Evidence) -> Place<'a> {
        Place {
            at: evidence.place(),
            finding: self.findings.get(&key(evidence)).copied(),
            text: &evidence.text,
            note: match evidence.role {
                EvidenceRole::Cause | EvidenceRole::Default => "",
                EvidenceRole::Context => "context",
                EvidenceRole::Absence => "searched here, not found",
            },
        }
    }

    /// Several places.
    pub(crate) fn places(&self, evidence: &'a [Evidence]) -> Vec<Place<'a>> {
        evidence.iter().map(|e| self.place(e)).collect()
    }

    /// The drafted fields that rest on a place of this concern, each once, in the order of the files; at most `limit`.
    pub(crate) fn fields_of(&self, finding: &Finding, limit: usize) -> Vec<FieldLink<'a>> {
        if finding.grade == Grade::Positive && finding.incidents.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(usize, usize)> = finding
            .incidents
            .iter()
            .filter_map(|i| self.fields.get(&(i.evidence.path.as_ref(), i.evidence.at.line)))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
            .into_iter()
            .take(limit)
            .filter_map(|(d, f)| {
                let draft = self.drafts.get(d)?;
                let field = draft.fields.get(f)?;
                Some(FieldLink {
                    draft: d,
                    path: &draft.path,
                    line: field.line,
                    field: &field.field,
                })
            })
            .collect()
    }
}

fn key(evidence: &Evidence) -> Key<'_> {
    (evidence.path.as_ref(), evidence.at.line)
}
