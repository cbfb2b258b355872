use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.jcl"), Language::Jcl, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

#[test]
fn steps_and_data_sets_are_facts() {
    let f = facts(
        "//NIGHTLY  JOB (ACCT),'SHOP, LTD',CLASS=A,
//             MSGCLASS=H       a comment
//*  EXEC PGM=OLD
//POST     EXEC PGM=SHPOST,COND=(4,LT),PARM='A B'
//ORDERS   DD DISP=SHR,DSN=SHOP.PROD.ORDERS
//REPORT   DD DSN=SHOP.PROD.REPORT(+1),
//            DISP=(NEW,CATLG,DELETE)
//WORK     DD DSN=&&TEMP,DISP=(NEW,PASS)
//HFS      DD PATH='/u/shop/out.txt',PATHOPTS=(OWRONLY,OCREAT)
//SYSPRINT DD SYSOUT=*
//NEXT     EXEC SHOPPROC,DAY=MON
//DB       EXEC PGM=IKJEFT01
//SYSTSIN  DD *
  DSN SYSTEM(DB2P)
  RUN PROGRAM(SHPAY) PLAN(SHPLAN)
/*
//DEF      EXEC PGM=IDCAMS
//SYSIN    DD *
  DEFINE CLUSTER (NAME(SHOP.KSDS))
//
",
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(of(&f, FactKind::TypeDecl), [("NIGHTLY", "job")]);
    assert_eq!(
        of(&f, FactKind::Exec),
        [
            ("SHPOST", "EXEC PGM"),
            ("IKJEFT01", "EXEC PGM"),
            ("SHPAY", "RUN PROGRAM"),
            ("IDCAMS", "EXEC PGM")
        ]
    );
    assert_eq!(of(&f, FactKind::Import), [("SHOPPROC", "")]);
    assert_eq!(of(&f, FactKind::FileRead), [("?", "DD ORDERS SHOP.PROD.ORDERS")]);
    assert_eq!(
        of(&f, FactKind::FileWrite),
        [("?", "DD REPORT SHOP.PROD.REPORT(+1)"), ("/u/shop/out.txt", "DD HFS /u/shop/out.txt")]
    );
    let calls = of(&f, FactKind::Call);
    assert!(
        calls.contains(&("EXEC", r#"$POST, PGM=SHPOST, COND=(4,LT), PARM="A B""#)),
        "{calls:?}"
    );
    assert!(calls.contains(&("DD", "$SYSPRINT, SYSOUT=*")), "{calls:?}");
    assert!(calls.iter().any(|(name, _)| *name == "IDCAMS.DEFINE.CLUSTER"));
}

#[test]
fn other_texts_are_no_jobs() {
    assert_eq!(facts("select 1\n").outcome, ParseOutcome::NotParsed);
    assert_eq!(facts("//A WHAT X=1\n//B JOB 'open\n").outcome, ParseOutcome::PartlyParsed(2));
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(//|//\\*|/\\*|EXEC |PGM=|DD |[A-Z'(),= \né])*") {
        facts(&text);
    }
}
