//! What tells the applications of a mainframe: programs in COBOL, and the jobs and transactions that start them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_facts::{FactKind, Language};

use crate::classify::directory;
use crate::{FileSummary, Signal};

/// Program of IMS that starts another one, which its parameter names.
const IMS_REGION: &str = "DFSRRC00";

/// Whether a call is one that tells a monitor, a map or a definition.
pub(crate) fn wants_call(name: &str, arguments: &str) -> bool {
    middleware(name).is_some()
        || matches!(name, "CSD.DEFINE.TRANSACTION" | "DFHMSD")
        || name == "EXEC" && (arguments.is_empty() || arguments.contains(IMS_REGION))
}

/// Whether a declaration of this kind is a program or a job.
pub(crate) fn is_unit(kind: &str) -> bool {
    matches!(kind, "program" | "job" | "procedure")
}

/// Whether the start of a program is a step of a job.
pub(crate) fn starts_program(how: &str) -> bool {
    matches!(how, "EXEC PGM" | "RUN PROGRAM")
}

/// The middleware that a call goes to.
pub(crate) fn middleware(call: &str) -> Option<&'static str> {
    match call {
        "CBLTDLI" | "AIBTDLI" | "CEETDLI" | "ASMTDLI" => Some("IMS"),
        "MQCONN" | "MQOPEN" | "MQPUT" | "MQPUT1" | "MQGET" => Some("IBM MQ"),
        _ if call.starts_with("CICS.") => Some("CICS"),
        _ if call.starts_with("DLI.") => Some("IMS"),
        _ => None,
    }
}

/// The name of the program that a file declares.
pub(crate) fn program(file: &FileSummary) -> Option<&Signal> {
    let declares = |s: &&Signal| s.kind == FactKind::TypeDecl && &*s.value == "program";
    file.signals.iter().find(declares).filter(|_| file.language == Language::Cobol)
}

/// Names in upper case of the programs that jobs and transactions start.
#[derive(Debug, Default)]
pub(crate) struct Started {
    pub(crate) by_jobs: BTreeSet<String>,
    pub(crate) by_transactions: BTreeSet<String>,
}

impl Started {
    /// What the jobs and definitions among all files of an application start.
    pub(crate) fn of(files: &[FileSummary]) -> Self {
        let mut started = Self::default();
        let read = files
            .iter()
            .filter(|f| f.role.counts() && matches!(f.language, Language::Jcl | Language::Csd));
        for signal in read.flat_map(|f| &f.signals) {
            match (signal.kind, &*signal.name) {
                (FactKind::Exec, name) => {
                    started.by_jobs.insert(name.to_ascii_uppercase());
                }
                (FactKind::Call, "EXEC") => {
                    started.by_jobs.extend(of_ims_region(&signal.value));
                }
                (FactKind::Call, "CSD.DEFINE.TRANSACTION") => {
                    let program = signal.value.split(' ').nth(1);
                    started.by_transactions.extend(program.map(str::to_ascii_uppercase));
                }
                _ => {}
            }
        }
        started
    }
}

/// The program in `PARM="BMP,PROGRAM,PSB"`.
fn of_ims_region(arguments: &str) -> Option<String> {
    let (_, parameter) = arguments.split_once("PARM=")?;
    let program = parameter.trim_start_matches(['"', '(', '\'']).split(',').nth(1)?;
    let name = program.trim_end_matches(['"', ')', '\'']);
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '#' | '$');
    (!name.is_empty() && name.chars().all(legal)).then(|| name.to_ascii_uppercase())
}

/// The folders that hold an application each, sorted: programs together with the jobs or definitions that start them.
/// Where these lie in folders of their own, what is around all of them. Nothing where no program needs a mainframe.
pub(crate) fn applications(files: &[FileSummary]) -> Vec<Arc<str>> {
    #[derive(Default)]
    struct Held {
        programs: bool,
        starts: bool,
    }
    let mut folders: BTreeMap<&str, Held> = BTreeMap::new();
    for file in files.iter().filter(|f| f.role.counts()) {
        let is_program = program(file).is_some();
        let calls_monitor = file.signals.iter().any(|s| {
            s.kind == FactKind::Call && (middleware(&s.name).is_some() || &*s.name == "DFHMSD")
        });
        let starts = match file.language {
            Language::Jcl => !file.signals.is_empty(),
            Language::Csd => file.signals.iter().any(|s| s.kind == FactKind::Call),
            _ => false,
        };
        if is_program || starts {
            let held = folders.entry(application_folder(&file.path)).or_default();
            held.programs |= is_program;
            held.starts |= starts || is_program && calls_monitor;
        }
    }
    let whole: Vec<&str> =
        folders.iter().filter(|(_, h)| h.programs && h.starts).map(|(f, _)| *f).collect();
    let programs = folders.values().any(|h| h.programs);
    let starts = folders.values().any(|h| h.starts);
    if whole.is_empty() && programs && starts {
        return folders.keys().copied().reduce(around).map(Arc::from).into_iter().collect();
    }
    whole.into_iter().map(Arc::from).collect()
}

/// The innermost folder that holds both.
fn around<'p>(a: &'p str, b: &str) -> &'p str {
    let mut outer = a;
    while !outer.is_empty() && outer != b && !b.starts_with(&format!("{outer}/")) {
        outer = directory(outer);
    }
    outer
}

/// The folder of the application that a file belongs to: people keep members of one kind in a folder each, as in the
/// libraries that they come from.
fn application_folder(path: &str) -> &str {
    const LIBRARIES: [&str; 36] = [
        "asm",
        "bms",
        "bmsmaps",
        "cbl",
        "cntl",
        "cob",
        "cobol",
        "copy",
        "copybook",
        "copybooks",
        "copylib",
        "cpy",
        "cpy-bms",
        "cpybms",
        "csd",
        "ctl",
        "dcl",
        "dclgen",
        "ddl",
        "ims",
        "jcl",
        "jcllib",
        "jclproc",
        "jobs",
        "maclib",
        "macro",
        "maps",
        "mapset",
        "mapsets",
        "pgm",
        "proc",
        "proclib",
        "procs",
        "programs",
        "source",
        "src",
    ];
    let mut dir = directory(path);
    loop {
        let last = dir.rsplit('/').next().unwrap_or(dir).to_ascii_lowercase();
        if dir.is_empty() || !LIBRARIES.contains(&last.as_str()) {
            return dir;
        }
        dir = directory(dir);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_lie_in_libraries_of_an_application() {
        for (path, folder) in [
            ("app/cbl/A.cbl", "app"),
            ("app/orders/src/cobol/A.cbl", "app/orders"),
            ("A.cbl", ""),
            ("cbl/A.cbl", ""),
            ("orders/A.cbl", "orders"),
        ] {
            assert_eq!(application_folder(path), folder, "{path}");
        }
        assert_eq!(around("a/b", "a/c"), "a");
        assert_eq!(around("a", "a/c"), "a");
        assert_eq!(around("ab", "a"), "");
    }

    #[test]
    fn a_region_names_its_program_in_the_parameter() {
        let arguments = r#"$STEP, PGM=DFSRRC00, PARM="BMP,SHPURGE,SHPSB""#;
        assert_eq!(of_ims_region(arguments).as_deref(), Some("SHPURGE"));
        assert_eq!(of_ims_region(r#"$S, PGM=DFSRRC00, PARM="&TYPE,&MEMBER""#), None);
        assert_eq!(of_ims_region("$S, PGM=DFSRRC00"), None);
    }
}
