use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_facts::{FactKind, FileFacts, Language, ParseOutcome};

use crate::{Analyser, Limits};

fn facts(text: &str) -> FileFacts {
    Analyser::new(Limits::default()).analyse(&Arc::from("a.cbl"), Language::Cobol, text)
}

fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
    facts.of(kind).map(|(_, name, value)| (name, value)).collect()
}

/// Statements in the procedure division of a program, in fixed format.
fn program(data: &str, statements: &str) -> FileFacts {
    let indent = |text: &str| -> String {
        text.lines().flat_map(|l| ["           ", l.trim(), "\n"]).collect()
    };
    facts(&format!(
        "       IDENTIFICATION DIVISION.\n       PROGRAM-ID. ORDERS.\n       DATA DIVISION.\n       \
         WORKING-STORAGE SECTION.\n{}       PROCEDURE DIVISION.\n       MAIN-LINE.\n{}",
        indent(data),
        indent(statements)
    ))
}

#[test]
fn calls_are_named_by_their_program() {
    let f = program(
        "01 WS-FIXED PIC X(8) VALUE 'DATECHK'.\n01 WS-ANY PIC X(8) VALUE 'NONE'.",
        "CALL 'PRICES' USING WS-A BY CONTENT 'GOLD' 7.\nCALL WS-FIXED.\nMOVE 'B' TO WS-ANY.\nCALL WS-ANY USING WS-A.\nSTOP RUN.",
    );
    assert_eq!(
        of(&f, FactKind::Call),
        [
            ("PRICES", r#"$WS-A, "GOLD", 7"#),
            ("DATECHK", ""),
            ("?", "$WS-ANY, $WS-A"),
            ("STOP.RUN", ""),
        ]
    );
    assert_eq!(of(&f, FactKind::TypeDecl), [("ORDERS", "program")]);
    assert_eq!(of(&f, FactKind::FunctionDecl), [("ORDERS.MAIN-LINE", "")]);
    assert_eq!(f.outcome, ParseOutcome::Parsed);
}

#[test]
fn embedded_commands_are_calls() {
    let f = program(
        "01 LIT-NEXT PIC X(8) VALUE 'MENU    '.",
        "EXEC CICS XCTL PROGRAM(LIT-NEXT)\nCOMMAREA(WS-AREA) NOHANDLE END-EXEC.\nEXEC SQL\nDECLARE C1 CURSOR FOR\nSELECT A.ID, NAME FROM CUSTOMER A\nWHERE ID = :WS-ID WITH UR\nEND-EXEC\nEXEC SQL INCLUDE SQLCA END-EXEC.\nEXEC CICS READ FILE('CUST') INTO(WS-C) RIDFLD(WS-K) END-EXEC",
    );
    assert_eq!(
        of(&f, FactKind::Call),
        [
            ("CICS.XCTL", r#"PROGRAM="MENU", COMMAREA=$WS-AREA, $NOHANDLE"#),
            (
                "SQL.DECLARE",
                r#""DECLARE C1 CURSOR FOR SELECT A.ID, NAME FROM CUSTOMER A WHERE ID = :WS-ID WITH UR""#
            ),
            ("SQL.INCLUDE", r#""INCLUDE SQLCA""#),
            ("CICS.READ", r#"FILE="CUST", INTO=$WS-C, RIDFLD=$WS-K"#),
        ]
    );
    assert_eq!(of(&f, FactKind::Sql), [("SELECT", "CUSTOMER")]);
    assert_eq!(of(&f, FactKind::Import), [("SQLCA", "")]);
    assert_eq!(of(&f, FactKind::FileRead), [("?", "CICS.READ")]);
}

#[test]
fn files_are_known_by_what_they_are_assigned_to() {
    let f = facts(
        "       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT CUST-FILE ASSIGN TO 'data/cust.dat'
               ORGANIZATION IS INDEXED ACCESS MODE IS DYNAMIC.
           SELECT OPTIONAL REPORT-FILE ASSIGN RPTDD.
       DATA DIVISION.
       FILE SECTION.
       FD  CUST-FILE.
       01  CUST-REC.
           05 CUST-BAL PIC S9(7)V99 COMP-3.
           05 CUST-ALT REDEFINES CUST-BAL PIC X(5).
       PROCEDURE DIVISION.
           OPEN INPUT CUST-FILE OUTPUT REPORT-FILE.
           ACCEPT WS-HOME FROM ENVIRONMENT 'APP_HOME'.
           ACCEPT WS-ANSWER.
           ACCEPT WS-DAY FROM DATE YYYYMMDD.
           MOVE 16 TO RETURN-CODE.
",
    );
    assert_eq!(
        of(&f, FactKind::Call),
        [
            (
                "SELECT",
                r#"$CUST-FILE, assign="data/cust.dat", organization=$INDEXED, access=$DYNAMIC"#
            ),
            ("SELECT", "$REPORT-FILE, assign=$RPTDD"),
            ("OPEN", "INPUT, $CUST-FILE"),
            ("OPEN", "OUTPUT, $REPORT-FILE"),
            ("ACCEPT", "$WS-ANSWER"),
            ("ACCEPT", "$WS-DAY, FROM=$DATE"),
        ]
    );
    assert_eq!(of(&f, FactKind::FileRead), [("data/cust.dat", "OPEN INPUT data/cust.dat")]);
    assert_eq!(of(&f, FactKind::FileWrite), [("?", "OPEN OUTPUT RPTDD")]);
    assert_eq!(of(&f, FactKind::EnvRead), [("APP_HOME", "")]);
    assert_eq!(of(&f, FactKind::Assign), [("RETURN-CODE", "16")]);
    assert_eq!(
        of(&f, FactKind::Field),
        [
            ("PIC S9(7)V99 COMP-3", "file 05 CUST-BAL"),
            ("PIC X(5)", "file 05 CUST-ALT REDEFINES CUST-BAL"),
        ]
    );
}

#[test]
fn comments_and_columns_hide_code() {
    let f = facts(
        "000100 PROCEDURE DIVISION.                                              CALL 'X'
000200*    CALL 'OLD'.
000300     DISPLAY 'A' *> CALL 'NO'
000400     .
",
    );
    assert_eq!(of(&f, FactKind::Call), [("DISPLAY", r#""A""#)]);
}

#[test]
fn literals_go_on_in_the_next_line() {
    let f = facts(
        "       PROCEDURE DIVISION.
           DISPLAY 'a text that goes on after the end of the line and th
      -    'en ends'.
           CALL 'NEXT'.
",
    );
    assert_eq!(f.outcome, ParseOutcome::Parsed);
    assert_eq!(of(&f, FactKind::Call).last(), Some(&("NEXT", "")));
    let open = facts(
        "       PROCEDURE DIVISION.\n           DISPLAY 'never closed.\n           CALL 'A'.\n",
    );
    assert_eq!(open.outcome, ParseOutcome::PartlyParsed(1));
    assert_eq!(of(&open, FactKind::Call).last(), Some(&("A", "")));
}

#[test]
fn copybooks_and_free_format_are_read() {
    let f = facts("       01 ORDER-REC.\n          05 ORDER-NO PIC 9(5) COMP.\n");
    assert_eq!(of(&f, FactKind::Field), [("PIC 9(5) COMP", "copy 05 ORDER-NO")]);
    let f = facts(
        "identification division.\nprogram-id. small.\nprocedure division.\ndisplay \"hi\" upon console.\ncopy book.\nstop run.\n",
    );
    assert_eq!(of(&f, FactKind::Import), [("book", "")]);
    assert_eq!(of(&f, FactKind::Call), [("DISPLAY", r#""hi", UPON=$console"#), ("STOP.RUN", "")]);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "([A-Z' .\"*>\n-]|EXEC |CICS |END-EXEC|SELECT |CALL |OPEN |      -|       |PIC |é){0,60}") {
        facts(&text);
    }
}
