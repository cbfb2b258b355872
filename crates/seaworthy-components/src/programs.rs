//! The programs that a component consists of.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_facts::FactKind;

use crate::mainframe::{self, Started};
use crate::{Claim, FileSummary, Platform, Program, ProgramKind};

/// The programs among the files of a component, by name; the first file of a name tells.
pub(crate) fn find(
    platform: Platform,
    files: &[&FileSummary],
    started: &Started,
) -> Vec<Claim<Program>> {
    if platform != Platform::Mainframe {
        return Vec::new();
    }
    let mut found: BTreeMap<String, Claim<Program>> = BTreeMap::new();
    for file in files.iter().filter(|f| f.role.counts()) {
        let Some(declared) = mainframe::program(file) else { continue };
        let name = declared.name.to_ascii_uppercase();
        let needs = needs(file);
        let under_monitor = needs.contains("CICS") || started.by_transactions.contains(&name);
        let kind = if under_monitor {
            ProgramKind::Transaction
        } else if started.by_jobs.contains(&name) {
            ProgramKind::Batch
        } else if needs.contains("IMS") {
            ProgramKind::Transaction
        } else {
            ProgramKind::Other
        };
        let needs = needs.into_iter().map(str::to_owned).collect();
        let program = Program { name: name.clone(), kind, needs };
        found.entry(name).or_insert_with(|| Claim::new(program, declared.evidence.clone()));
    }
    found.into_values().collect()
}

/// The middleware that a program calls or whose records it copies.
fn needs(file: &FileSummary) -> BTreeSet<&'static str> {
    let calls = file.signals.iter().filter(|s| s.kind == FactKind::Call);
    let called = calls.filter_map(|s| mainframe::middleware(&s.name));
    let copied = file.imports.iter().filter_map(|i| match i.name.to_ascii_uppercase() {
        name if name == "SQLCA" => Some("Db2"),
        name if name.starts_with("CMQ") => Some("IBM MQ"),
        name if name.starts_with("DFHAID") || name.starts_with("DFHBMSCA") => Some("CICS"),
        _ => None,
    });
    called.chain(copied).collect()
}
