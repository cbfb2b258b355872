//! Definitions of CICS resources, as files and as input of the utility `DFHCSDUP`: which transaction starts which
//! program.
//!
//! `DEFINE TRANSACTION(X) … PROGRAM(Y)` is a call `CSD.DEFINE.TRANSACTION` with the value `X Y`; the program is left out
//! where none stands there (a remote transaction). Other resources give no facts.

use std::sync::OnceLock;

use seaworthy_base::Span;
use seaworthy_facts::{FactKind, FactSink};

use crate::apis::Apis;
use crate::output::{Output, Wanted};
use crate::walk::SyntaxErrors;

fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| Apis::new(&[]))
}

/// The facts of a file of definitions; `None` for a text that defines nothing.
pub(crate) fn scan<'t>(
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> Option<(FactSink, SyntaxErrors)> {
    let defines = |line: &str| first_word(line).is_some_and(|word| is_define(&word));
    if !text.lines().any(defines) {
        return None;
    }
    let mut out = Output::new(text, wanted, apis());
    let mut definitions = Definitions::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        definitions.line(&mut out, line.trim_end_matches(['\n', '\r']), at);
        at += line.len();
    }
    definitions.close(&mut out);
    Some((out.into_sink(), SyntaxErrors::default()))
}

/// The definition that the next lines go on with.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    transaction: Option<Transaction>,
}

#[derive(Debug)]
struct Transaction {
    name: String,
    program: Option<String>,
    span: Span,
}

impl Definitions {
    /// A line of control statements at a byte offset.
    pub(crate) fn line(&mut self, out: &mut Output<'_>, line: &str, at: usize) {
        if line.starts_with('*') {
            return;
        }
        let upper = line.to_ascii_uppercase();
        if let Some(word) = first_word(&upper).filter(|word| is_command(word)) {
            self.close(out);
            let name = operand(&upper, "TRANSACTION").or_else(|| operand(&upper, "TRANS"));
            if let Some(name) = name.filter(|_| is_define(&word)) {
                self.transaction = Some(Transaction {
                    name: name.to_owned(),
                    program: None,
                    span: Span::new(at, at + line.trim_end().len()),
                });
            }
        }
        if let Some(open) = self.transaction.as_mut().filter(|t| t.program.is_none()) {
            open.program = operand(&upper, "PROGRAM").map(str::to_owned);
        }
    }

    /// Ends the open definition.
    pub(crate) fn close(&mut self, out: &mut Output<'_>) {
        let Some(Transaction { name, program, span }) = self.transaction.take() else { return };
        let value = match program {
            Some(program) => format!("{name} {program}"),
            None => name,
        };
        out.fact(FactKind::Call, true, "CSD.DEFINE.TRANSACTION", &value, span);
    }
}

fn first_word(line: &str) -> Option<String> {
    line.split([' ', '(']).find(|word| !word.is_empty()).map(str::to_ascii_uppercase)
}

fn is_define(word: &str) -> bool {
    matches!(word, "DEFINE" | "DEF")
}

fn is_command(word: &str) -> bool {
    is_define(word)
        || matches!(
            word,
            "ADD"
                | "ALTER"
                | "APPEND"
                | "COPY"
                | "DELETE"
                | "EXTRACT"
                | "INITIALIZE"
                | "LIST"
                | "PROCESS"
                | "REMOVE"
                | "SCAN"
                | "UPGRADE"
                | "USERDEFINE"
                | "VERIFY"
        )
}

/// The value of `KEY(value)` in a line in upper case.
fn operand<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let mut from = 0;
    while let Some(found) = line.get(from..)?.find(key) {
        let start = from + found;
        let end = start + key.len();
        let alone = !line.get(..start)?.ends_with(|c: char| c.is_ascii_alphanumeric());
        if let Some(rest) = line.get(end..).and_then(|rest| rest.strip_prefix('('))
            && alone
        {
            let value = rest.split(')').next()?.trim();
            return (!value.is_empty()).then_some(value);
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use seaworthy_facts::{FactKind, FileFacts, Language};

    use crate::{Analyser, Limits};

    fn facts(language: Language, text: &str) -> FileFacts {
        Analyser::new(Limits::default()).analyse(&Arc::from("a"), language, text)
    }

    fn transactions(facts: &FileFacts) -> Vec<(&str, &str)> {
        facts
            .of(FactKind::Call)
            .filter(|(_, name, _)| name.starts_with("CSD."))
            .map(|(_, name, value)| (name, value))
            .collect()
    }

    #[test]
    fn transactions_are_facts_with_their_program() {
        let f = facts(
            Language::Csd,
            "* DEFINE TRANSACTION(OLD) PROGRAM(X)\n DEFINE PROGRAM(SHMENU) GROUP(SHOP)\n        LANGUAGE(COBOL)\n DEFINE TRANSACTION(SH01) GROUP(SHOP)\n        DESCRIPTION(MENU)\n        PROGRAM(SHMENU) TWASIZE(0)\n DEF TRANS(SH02) PROGRAM(SHORD)\n DEFINE TRANSACTION(SH03) REMOTESYSTEM(B)\n DEFINE FILE(ORDERS)\n",
        );
        let name = "CSD.DEFINE.TRANSACTION";
        assert_eq!(transactions(&f), [(name, "SH01 SHMENU"), (name, "SH02 SHORD"), (name, "SH03")]);
    }

    #[test]
    fn the_utility_defines_them_in_a_job() {
        let f = facts(
            Language::Jcl,
            "//DEFS JOB\n//S1 EXEC PGM=DFHCSDUP\n//SYSIN DD *\nDefine Transaction(SH01) Group(A)\n       Program(SHMENU)\n/*\n//S2 EXEC PGM=OTHER\n//SYSIN DD *\nDefine Transaction(NO) Program(NO)\n/*\n",
        );
        assert_eq!(transactions(&f), [("CSD.DEFINE.TRANSACTION", "SH01 SHMENU")]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[ -~\n]{0,80}|(DEFINE TRANSACTION[(é)]{0,3}PROGRAM[(X)\n]{0,4}){0,3}") {
            let _ = facts(Language::Csd, &text);
        }
    }
}
