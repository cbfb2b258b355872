//! Assembler of IBM Z: control sections, what they call, and the maps of CICS screens. Other assemblers have none of
//! these statements and give no facts.
//!
//! A control section is a type declaration. Macros and instructions that leave the program are calls by their
//! operation (`CALL`, `LINK`, `SVC`, `DFHMSD`), with the operand field as written.

use std::sync::OnceLock;

use seaworthy_base::Span;
use seaworthy_facts::{FactKind, FactSink};

use crate::apis::Apis;
use crate::output::{Output, Wanted};
use crate::walk::SyntaxErrors;

/// Operations that say what a program is bound to: supervisor calls, links to other programs, files, screens, CICS.
const OPERATIONS: [&str; 33] = [
    "CALL", "LINK", "XCTL", "LOAD", "ATTACH", "SVC", "WTO", "WTOR", "OPEN", "CLOSE", "DCB", "ACB",
    "RPL", "GETMAIN", "FREEMAIN", "STORAGE", "ESTAE", "ENQ", "DEQ", "RACROUTE", "RACHECK",
    "RACINIT", "STIMER", "ABEND", "SNAP", "TPUT", "TGET", "CEEENTRY", "DFHEIENT", "DFHMSD",
    "DFHMDI", "DFHMDF", "MODESET",
];

fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| Apis::new(&[]))
}

/// The facts of a source module, macro or map; `None` for a text for another machine.
pub(crate) fn scan<'t>(
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> Option<(FactSink, SyntaxErrors)> {
    if !text.lines().any(is_of_mainframe) {
        return None;
    }
    let mut out = Output::new(text, wanted, apis());
    let mut at = 0;
    let mut continued = false;
    let mut in_scope = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let is_continuation = continued;
        // Anything in column 72 says that the statement goes on.
        continued = line.chars().nth(71).is_some_and(|c| c != ' ');
        if is_continuation || line.starts_with('*') || line.starts_with(".*") {
            continue;
        }
        let (label, rest) = match line.find(char::is_whitespace) {
            Some(end) => line.split_at(end),
            None => (line, ""),
        };
        let mut words = rest.split_whitespace();
        let (Some(operation), operands) = (words.next(), words.next().unwrap_or("")) else {
            continue;
        };
        let operation = operation.to_ascii_uppercase();
        let span = Span::new(start, start + line.trim_end().len());
        match operation.as_str() {
            "CSECT" | "RSECT" | "START" if !label.is_empty() => {
                if in_scope {
                    out.leave_scope();
                }
                out.fact(FactKind::TypeDecl, true, label, &operation, span);
                out.enter_scope(label);
                in_scope = true;
            }
            "MACRO" => out.fact(FactKind::TypeDecl, true, "MACRO", "MACRO", span),
            "COPY" if !operands.is_empty() => out.fact(FactKind::Import, true, operands, "", span),
            name if OPERATIONS.contains(&name) => {
                out.fact(FactKind::Call, true, name, operands, span);
            }
            _ => {}
        }
    }
    if in_scope {
        out.leave_scope();
    }
    Some((out.into_sink(), SyntaxErrors::default()))
}

/// Whether a line can only stand in a program for IBM Z.
fn is_of_mainframe(line: &str) -> bool {
    const TELLING: [&str; 8] =
        ["CSECT", "DSECT", "RSECT", "START", "USING", "DFHMSD", "DFHMDI", "MACRO"];
    !line.starts_with('*') && line.split_whitespace().take(2).any(|word| TELLING.contains(&word))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use seaworthy_facts::{FactKind, FileFacts, Language};

    use crate::{Analyser, Limits};

    fn facts(text: &str) -> FileFacts {
        Analyser::new(Limits::default()).analyse(&Arc::from("a.asm"), Language::Assembler, text)
    }

    fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
        facts.of(kind).map(|(_, name, value)| (name, value)).collect()
    }

    #[test]
    fn sections_and_what_they_leave_by_are_facts() {
        let f = facts(
            "* CALL OLD\nDATES    CSECT\n         USING DATES,R15\n         CALL  PRICES,(A,B)   comment\n.* CALL NO\n         SVC   35\nSCREEN   DFHMSD TYPE=MAP,MODE=INOUT,                                    -\n               CALL=YES\n",
        );
        assert_eq!(of(&f, FactKind::TypeDecl), [("DATES", "CSECT")]);
        assert_eq!(
            of(&f, FactKind::Call),
            [("CALL", "PRICES,(A,B)"), ("SVC", "35"), ("DFHMSD", "TYPE=MAP,MODE=INOUT,")]
        );
    }

    #[test]
    fn other_assemblers_say_nothing() {
        let f = facts("section .text\n_start:\n  mov eax, 1\n  call print\n  int 0x80\n");
        assert!(of(&f, FactKind::TypeDecl).is_empty());
    }
}
