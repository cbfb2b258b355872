//! What was read, what was not, and what went wrong.

use seaworthy_assess::{Assessment, LanguageShare};
use seaworthy_base::{Diagnostic, Severity};

use crate::words;

/// Diagnostics on the page; `assessment.json` has all.
const DIAGNOSTICS: usize = 2000;

/// What was read and what was not.
pub(super) struct Coverage<'a> {
    pub(super) files: String,
    pub(super) bytes: String,
    pub(super) languages: Vec<LanguageRow>,
    pub(super) roles: Vec<(&'static str, String, bool)>,
    pub(super) skipped: Vec<SkippedRow<'a>>,
    pub(super) diagnostics: Vec<DiagnosticRow<'a>>,
    pub(super) diagnostics_not_listed: usize,
}

/// One language.
pub(super) struct LanguageRow {
    pub(super) name: &'static str,
    pub(super) files: u64,
    pub(super) lines: String,
    pub(super) lines_key: u64,
    pub(super) test_lines: String,
    pub(super) test_lines_key: u64,
    pub(super) parsed: u64,
    pub(super) partly: u64,
    pub(super) unread: u64,
    /// Widths in per cent of the production files.
    pub(super) parsed_width: String,
    pub(super) partly_width: String,
    /// Where the part of the unread begins.
    pub(super) unread_at: String,
    pub(super) unread_width: String,
}

/// A group of files that were listed only.
pub(super) struct SkippedRow<'a> {
    pub(super) reason: &'a str,
    pub(super) files: String,
    pub(super) files_key: u64,
    pub(super) bytes: String,
    pub(super) bytes_key: u64,
    pub(super) examples: Vec<&'a str>,
}

/// A problem.
pub(super) struct DiagnosticRow<'a> {
    pub(super) code: &'static str,
    pub(super) severity: &'static str,
    pub(super) place: String,
    pub(super) message: &'a str,
    pub(super) help: &'a str,
}

/// Builds the section.
pub(super) fn view(assessment: &Assessment) -> Coverage<'_> {
    let inventory = &assessment.inventory;
    Coverage {
        files: words::counted(inventory.files, "file"),
        bytes: words::bytes(inventory.bytes),
        languages: inventory.languages.iter().map(language).collect(),
        roles: inventory
            .roles
            .iter()
            .map(|(role, files)| (role.name(), words::count(*files), role.counts()))
            .collect(),
        skipped: inventory
            .skipped
            .iter()
            .map(|s| SkippedRow {
                reason: &s.reason,
                files: words::count(s.files),
                files_key: s.files,
                bytes: words::bytes(s.bytes),
                bytes_key: s.bytes,
                examples: s.examples.iter().map(AsRef::as_ref).collect(),
            })
            .collect(),
        diagnostics: assessment.diagnostics.iter().take(DIAGNOSTICS).map(diagnostic).collect(),
        diagnostics_not_listed: assessment.diagnostics.len().saturating_sub(DIAGNOSTICS),
    }
}

fn language(share: &LanguageShare) -> LanguageRow {
    let total = (share.parsed + share.partly + share.unread).max(1) as f64;
    let width = |n: u64| format!("{:.1}", 100.0 * n as f64 / total);
    LanguageRow {
        name: share.language.name(),
        files: share.files,
        lines: words::count(share.lines),
        lines_key: share.lines,
        test_lines: words::count(share.test_lines),
        test_lines_key: share.test_lines,
        parsed: share.parsed,
        partly: share.partly,
        unread: share.unread,
        parsed_width: width(share.parsed),
        partly_width: width(share.partly),
        unread_at: width(share.parsed + share.partly),
        unread_width: width(share.unread),
    }
}

fn diagnostic(diagnostic: &Diagnostic) -> DiagnosticRow<'_> {
    DiagnosticRow {
        code: diagnostic.code.number(),
        severity: match diagnostic.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        place: match diagnostic.at {
            Some(at) => format!("{}:{}:{}", diagnostic.path, at.line, at.column),
            None => diagnostic.path.to_string(),
        },
        message: &diagnostic.message,
        help: diagnostic.help.as_deref().unwrap_or(""),
    }
}
