//! The files of a report.

use seaworthy_manifests::DraftFile;
use seaworthy_report::{ReportInput, html, json};

use crate::output::OutputFile;
use crate::run::{Outcome, RunError};

/// `index.html`, `assessment.json` and `manifests/`.
pub fn report_files(outcome: &Outcome) -> Result<Vec<OutputFile>, RunError> {
    let page = html::page(&ReportInput {
        assessment: &outcome.assessment,
        picture: &outcome.picture,
        drafts: &outcome.drafts,
        excerpts: &outcome.excerpts,
    })?;
    let mut files = vec![
        OutputFile { path: "index.html".to_owned(), content: page.into_bytes() },
        OutputFile {
            path: "assessment.json".to_owned(),
            content: json::assessment(&outcome.assessment)?,
        },
    ];
    files.extend(manifest_files(&outcome.drafts, "manifests/"));
    Ok(files)
}

/// The drafts below a folder.
pub fn manifest_files(drafts: &[DraftFile], folder: &str) -> Vec<OutputFile> {
    drafts
        .iter()
        .map(|d| OutputFile {
            path: format!("{folder}{}", d.path),
            content: d.content.clone().into_bytes(),
        })
        .collect()
}
