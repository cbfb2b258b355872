//! Applications of a mainframe, put together from file summaries.

use std::sync::Arc;

use seaworthy_base::{Evidence, Position};
use seaworthy_components::{
    Component, ComponentKind, FileSummary, Import, Platform, ProgramKind, Signal, detect,
};
use seaworthy_facts::{FactKind, Language, ParseOutcome, Role};

fn file(path: &str, imports: &[&str], signals: &[(FactKind, &str, &str)]) -> FileSummary {
    let place = || Evidence::cause(&Arc::from(path), Position { line: 1, column: 1 }, "x");
    FileSummary {
        path: Arc::from(path),
        language: Language::of_path(path),
        role: Role::Production,
        lines: 10,
        outcome: ParseOutcome::Parsed,
        package: "".into(),
        imports: imports
            .iter()
            .map(|i| Import { name: (*i).into(), text: "x".into(), at: place().at })
            .collect(),
        signals: signals
            .iter()
            .map(|(kind, name, value)| Signal {
                kind: *kind,
                name: (*name).into(),
                value: (*value).into(),
                temporary: false,
                evidence: place(),
            })
            .collect(),
    }
}

fn program(name: &str) -> (FactKind, &str, &str) {
    (FactKind::TypeDecl, name, "program")
}

const JOB: (FactKind, &str, &str) = (FactKind::TypeDecl, "NIGHTLY", "job");

fn step(program: &str) -> (FactKind, &str, &str) {
    (FactKind::Exec, program, "EXEC PGM")
}

fn programs(component: &Component) -> Vec<(&str, ProgramKind, Vec<&str>)> {
    component
        .programs
        .iter()
        .map(|p| {
            let needs = p.value.needs.iter().map(String::as_str).collect();
            (p.value.name.as_str(), p.value.kind, needs)
        })
        .collect()
}

#[test]
fn programs_with_jobs_and_transactions_are_one_application() {
    let send = (FactKind::Call, "CICS.SEND", "");
    let define = (FactKind::Call, "CSD.DEFINE.TRANSACTION", "SH01 SHMENU");
    let region = (FactKind::Call, "EXEC", r#"$S3, PGM=DFSRRC00, PARM="BMP,SHPURGE,SHPSB""#);
    let files = [
        file("cbl/SHMENU.cbl", &[], &[program("SHMENU"), send]),
        file("cbl/SHPOST.cbl", &[], &[program("SHPOST")]),
        file("cbl/SHPAY.cbl", &["SQLCA"], &[program("SHPAY")]),
        file("cbl/SHPURGE.cbl", &[], &[program("SHPURGE"), (FactKind::Call, "CBLTDLI", "")]),
        file("cbl/SHDATE.cbl", &[], &[program("SHDATE")]),
        file("cpy/SHREC.cpy", &[], &[]),
        file("csd/SHOP.csd", &[], &[define]),
        file("jcl/NIGHTLY.jcl", &[], &[JOB, step("SHPOST"), step("SHPAY"), region]),
    ];
    let found = detect("shop", &[], &files);
    let [component] = found.components.as_slice() else { panic!("{:?}", found.components) };
    assert_eq!((component.id.as_str(), &*component.root), ("shop", ""));
    assert_eq!(component.kind, ComponentKind::Mainframe);
    assert_eq!(component.platform.value, Platform::Mainframe);
    assert_eq!(component.framework.as_ref().unwrap().value, "CICS and IMS");
    assert_eq!(&*component.evidence[0].path, "csd/SHOP.csd");
    assert!(component.ports.is_empty());
    assert_eq!(
        programs(component),
        [
            ("SHDATE", ProgramKind::Other, vec![]),
            ("SHMENU", ProgramKind::Transaction, vec!["CICS"]),
            ("SHPAY", ProgramKind::Batch, vec!["Db2"]),
            ("SHPOST", ProgramKind::Batch, vec![]),
            ("SHPURGE", ProgramKind::Batch, vec!["IMS"]),
        ]
    );
    assert!(found.owners.iter().all(|o| *o == Some(0)));
}

#[test]
fn each_folder_with_programs_and_jobs_is_an_application() {
    let files = [
        file("app/orders/cbl/A.cbl", &[], &[program("A")]),
        file("app/orders/jcl/A.jcl", &[], &[JOB, step("A")]),
        file("app/billing/cbl/B.cbl", &[], &[program("B")]),
        file("app/billing/jcl/B.jcl", &[], &[JOB, step("B")]),
        file("app/billing/cpy/B.cpy", &[], &[]),
    ];
    let found = detect("shop", &[], &files);
    let roots: Vec<&str> = found.components.iter().map(|c| &*c.root).collect();
    assert_eq!(roots, ["app/billing", "app/orders"]);
    assert_eq!(found.owners[4], Some(0));
}

#[test]
fn programs_and_jobs_in_far_folders_are_one_application() {
    let files = [
        file("programs/cobol/A.cbl", &[], &[program("A")]),
        file("batch/nightly/A.jcl", &[], &[JOB, step("A")]),
        file("web/package.js", &[], &[]),
    ];
    let found = detect("shop", &[], &files);
    assert_eq!(found.components.len(), 1);
    assert_eq!(found.components[0].kind, ComponentKind::Mainframe);
}

#[test]
fn programs_that_nothing_of_a_mainframe_starts_are_none() {
    for files in [
        vec![file("src/A.cbl", &[], &[program("A")])],
        vec![file("jcl/A.jcl", &[], &[JOB, step("IEBGENER")])],
        vec![file("src/copy.cpy", &[], &[]), file("a.js", &[], &[(FactKind::Call, "EXEC", "x")])],
    ] {
        let found = detect("shop", &[], &files);
        assert!(
            found.components.iter().all(|c| c.kind == ComponentKind::Library),
            "{:?}",
            found.components
        );
    }
}
