//! The programs that a component consists of.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_base::Evidence;
use seaworthy_deps::Module;
use seaworthy_facts::FactKind;

use crate::classify::is_cgi;
use crate::mainframe::{self, Started};
use crate::{Claim, FileSummary, Platform, Program, ProgramKind};

/// The programs of a component, by name: those of a mainframe, those that a build makes where they are several, and
/// scripts that a web server starts.
pub(crate) fn find(
    platform: Platform,
    module: Option<&Module>,
    files: &[&FileSummary],
    started: &Started,
) -> Vec<Claim<Program>> {
    match platform {
        Platform::Mainframe => of_mainframe(files, started),
        Platform::Native => module.map(of_build).unwrap_or_default(),
        Platform::Perl => scripts(files),
        _ => Vec::new(),
    }
}

fn of_build(module: &Module) -> Vec<Claim<Program>> {
    let programs = module.properties.iter().filter(|(key, _)| key.starts_with("program."));
    let needs: Vec<String> = module.dependencies.iter().map(|d| d.name.clone()).collect();
    programs
        .map(|(_, property)| {
            let name = property.value.clone();
            let program = Program { name, kind: ProgramKind::Command, needs: needs.clone() };
            Claim::new(program, property.evidence.clone())
        })
        .collect()
}

/// Scripts that a web server starts, at most a hundred.
fn scripts(files: &[&FileSummary]) -> Vec<Claim<Program>> {
    files
        .iter()
        .filter(|f| is_cgi(f))
        .take(100)
        .map(|file| {
            let name = file.path.to_string();
            let program = Program { name, kind: ProgramKind::Cgi, needs: Vec::new() };
            Claim::new(program, Evidence::file(&file.path, "CGI script"))
        })
        .collect()
}

/// The programs among the files of an application of a mainframe; the first file of a name tells.
fn of_mainframe(files: &[&FileSummary], started: &Started) -> Vec<Claim<Program>> {
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
