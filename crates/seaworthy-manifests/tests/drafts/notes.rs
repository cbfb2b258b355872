//! Applications without a workload get a note that says why.

use std::sync::Arc;

use seaworthy_base::{Evidence, Position};
use seaworthy_components::{Claim, ComponentKind, Platform, Program, ProgramKind};
use seaworthy_manifests::{DraftKind, DraftOptions, draft};

use crate::components;

fn place(line: u32) -> Evidence {
    Evidence::cause(&Arc::from("cbl/A.cbl"), Position { line, column: 8 }, "PROGRAM-ID. A.")
}

#[test]
fn a_mainframe_application_has_a_note_and_no_workload() {
    let program = |name: &str, kind, needs: &[&str]| {
        let needs = needs.iter().map(|n| (*n).to_owned()).collect();
        Claim::new(Program { name: name.to_owned(), kind, needs }, place(2))
    };
    let mut shop = components::component("shop", ComponentKind::Mainframe, Platform::Mainframe);
    shop.framework = Some(Claim::new("CICS".to_owned(), place(9)));
    shop.evidence = vec![place(9)];
    shop.programs = vec![
        program("SHMENU", ProgramKind::Transaction, &["CICS"]),
        program("SHPAY", ProgramKind::Batch, &["Db2"]),
        program("SHPOST", ProgramKind::Batch, &[]),
    ];
    let files = draft("shop", &[shop], &[], &DraftOptions::default());
    assert!(files.iter().all(|f| f.component.is_empty() || f.kind == DraftKind::Note));
    let note = files.iter().find(|f| f.kind == DraftKind::Note).unwrap();
    assert_eq!(note.path, "shop/README.md");
    for expected in [
        "Programs that run under CICS: 1. No Deployment is drafted",
        "- SHMENU (CICS): cbl/A.cbl:2 PROGRAM-ID. A.",
        "1 of them call no monitor, database or queue: a COBOL compiler for Linux (GnuCOBOL)",
        "- SHPAY (Db2): cbl/A.cbl:2",
    ] {
        assert!(note.content.contains(expected), "{expected}\n{}", note.content);
    }
}

#[test]
fn a_desktop_program_has_a_note() {
    let window = components::component("till", ComponentKind::Desktop, Platform::DotNetFramework);
    let files = draft("shop", &[window], &[], &DraftOptions::default());
    let note = files.iter().find(|f| f.kind == DraftKind::Note).unwrap();
    assert!(note.content.contains("A container has no screen"));
}
