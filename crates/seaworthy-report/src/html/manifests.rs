//! Drafted files with the reason of every field.

use std::collections::BTreeSet;

use seaworthy_manifests::{DraftFile, DraftKind};

use crate::evidence::{EvidenceIndex, Place};
use crate::words;

/// A drafted file.
pub(super) struct DraftView<'a> {
    pub(super) path: &'a str,
    pub(super) kind: &'static str,
    pub(super) component: &'a str,
    /// Lines of the text; none for files that only machines read.
    pub(super) lines: Vec<DraftLine<'a>>,
    pub(super) size: String,
    pub(super) fields: Vec<FieldRow<'a>>,
    pub(super) open: String,
}

/// A line of a drafted file.
pub(super) struct DraftLine<'a> {
    pub(super) number: usize,
    pub(super) text: &'a str,
    /// Whether a field's reason speaks of it.
    pub(super) explained: bool,
}

/// Why a field is what it is.
pub(super) struct FieldRow<'a> {
    pub(super) field: &'a str,
    pub(super) line: u32,
    pub(super) value: &'a str,
    pub(super) places: Vec<Place<'a>>,
    pub(super) todo: &'a str,
}

/// Every drafted file.
pub(super) fn views<'a>(drafts: &'a [DraftFile], index: &EvidenceIndex<'a>) -> Vec<DraftView<'a>> {
    drafts.iter().map(|draft| view(draft, index)).collect()
}

fn view<'a>(draft: &'a DraftFile, index: &EvidenceIndex<'a>) -> DraftView<'a> {
    let for_people = draft.kind != DraftKind::Evidence;
    let explained: BTreeSet<usize> = draft.fields.iter().map(|f| f.line as usize).collect();
    let todos = draft.fields.iter().filter(|f| f.todo.is_some()).count();
    let lines = (1..).zip(draft.content.lines()).take_while(|_| for_people);
    DraftView {
        path: &draft.path,
        kind: match draft.kind {
            DraftKind::Kubernetes => "Kubernetes objects",
            DraftKind::Kustomization => "Kustomization",
            DraftKind::Dockerfile => "Dockerfile",
            DraftKind::Note => "Why nothing is drafted",
            DraftKind::Evidence => "Evidence for machines",
        },
        component: &draft.component,
        lines: lines
            .map(|(number, text)| DraftLine {
                number,
                text,
                explained: explained.contains(&number),
            })
            .collect(),
        size: words::bytes(draft.content.len() as u64),
        fields: draft
            .fields
            .iter()
            .take_while(|_| for_people)
            .map(|f| FieldRow {
                field: &f.field,
                line: f.line,
                value: &f.value,
                places: index.places(&f.why),
                todo: f.todo.as_deref().unwrap_or(""),
            })
            .collect(),
        open: if todos == 0 {
            String::new()
        } else {
            words::counted(todos as u64, "open decision")
        },
    }
}
