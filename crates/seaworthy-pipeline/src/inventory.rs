//! What there was to look at, and what was not looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_assess::{Inventory, LanguageShare, Skipped};
use seaworthy_facts::{Language, LanguageClass, ParseOutcome, Role};
use seaworthy_source::SourceTree;

use crate::worker::FileResult;

/// Counts files by language, role and reason of being left out.
pub(crate) fn inventory(tree: &SourceTree, results: &[FileResult]) -> Inventory {
    let mut languages: BTreeMap<Language, LanguageShare> = BTreeMap::new();
    let mut roles: BTreeMap<Role, u64> = BTreeMap::new();
    let mut skipped: BTreeMap<String, Skipped> = BTreeMap::new();
    for result in results {
        let file = &result.summary;
        *roles.entry(file.role).or_default() += 1;
        let share = languages.entry(file.language).or_insert_with(|| LanguageShare {
            language: file.language,
            files: 0,
            lines: 0,
            test_lines: 0,
            parsed: 0,
            partly: 0,
            unread: 0,
        });
        share.files += 1;
        match file.role {
            Role::Production => {
                share.lines += u64::from(file.lines);
                match file.outcome {
                    ParseOutcome::Parsed => share.parsed += 1,
                    ParseOutcome::PartlyParsed(_) | ParseOutcome::Scanned => share.partly += 1,
                    ParseOutcome::NotParsed => share.unread += 1,
                }
            }
            Role::Test => share.test_lines += u64::from(file.lines),
            _ => {}
        }
        if let Some(reason) = &result.skipped {
            add(&mut skipped, reason, 1, result.size, &file.path);
        }
    }
    for left_out in &tree.left_out {
        add(&mut skipped, left_out.reason, left_out.files, 0, &left_out.path);
    }
    let mut languages: Vec<LanguageShare> = languages.into_values().collect();
    languages.sort_by_key(|s| {
        (
            std::cmp::Reverse(s.language.class() == LanguageClass::Code),
            std::cmp::Reverse(s.lines),
            s.language,
        )
    });
    let mut skipped: Vec<Skipped> = skipped.into_values().collect();
    skipped.sort_by(|a, b| {
        (std::cmp::Reverse(a.files), &a.reason).cmp(&(std::cmp::Reverse(b.files), &b.reason))
    });
    Inventory {
        files: results.len() as u64 + tree.left_out.iter().map(|l| l.files).sum::<u64>(),
        bytes: results.iter().map(|r| r.size).sum(),
        languages,
        roles,
        skipped,
    }
}

fn add(
    skipped: &mut BTreeMap<String, Skipped>,
    reason: &str,
    files: u64,
    bytes: u64,
    path: &Arc<str>,
) {
    let entry = skipped.entry(reason.to_owned()).or_insert_with(|| Skipped {
        reason: reason.to_owned(),
        files: 0,
        bytes: 0,
        examples: Vec::new(),
    });
    entry.files += files;
    entry.bytes += bytes;
    if entry.examples.len() < 3 {
        entry.examples.push(Arc::clone(path));
    }
}
