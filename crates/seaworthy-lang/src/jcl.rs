//! Job control: which programs run with which data sets.
//!
//! A job and a procedure are type declarations. `EXEC PGM=X` is the start of a program and a call `EXEC` with the
//! statement's parameters, a data definition is a call `DD` with its name and parameters; the procedure of
//! `EXEC X` and the member of `INCLUDE` are imports. A data set is read (`SHR`, `OLD`) or written (`NEW`, `MOD`).

mod parameters;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use seaworthy_base::Span;
use seaworthy_facts::{FactKind, FactSink};

use crate::apis::Apis;
use crate::csd::Definitions;
use crate::output::{Output, Wanted};
use crate::value::Value;
use crate::walk::SyntaxErrors;
use parameters::{Parameter, parameters};

/// Columns of a statement; what follows are sequence numbers.
const LAST_COLUMN: usize = 71;
/// Bytes of a statement over all its lines.
const LONGEST: usize = 16_384;

/// One statement: its lines put together, without comments.
#[derive(Debug, Default)]
struct Statement<'t> {
    name: &'t str,
    operation: &'t str,
    operands: String,
    at: usize,
    end: usize,
}

struct Job<'t> {
    out: Output<'t>,
    errors: SyntaxErrors,
    open: Option<Statement<'t>>,
    /// Whether the operands of the open statement go on in the next line, and whether they are within quotes.
    continues: bool,
    quoted: bool,
    in_scope: bool,
    /// What ends the data that stand between statements; none outside of data.
    data_until: Option<String>,
    program: String,
    /// What the utility of CICS is told to define.
    definitions: Definitions,
}

fn apis() -> &'static Apis {
    static TABLE: OnceLock<Apis> = OnceLock::new();
    TABLE.get_or_init(|| Apis::new(&[]))
}

/// The facts of a job or procedure; `None` for a text that has no statement of job control.
pub(crate) fn scan<'t>(
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> Option<(FactSink, SyntaxErrors)> {
    if !text.lines().any(|l| l.starts_with("//")) {
        return None;
    }
    let mut job = Job {
        out: Output::new(text, wanted, apis()),
        errors: SyntaxErrors::default(),
        open: None,
        continues: false,
        quoted: false,
        in_scope: false,
        data_until: None,
        program: String::new(),
        definitions: Definitions::default(),
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        job.line(line.trim_end_matches(['\n', '\r']), at);
        at += line.len();
    }
    job.close();
    job.definitions.close(&mut job.out);
    if job.in_scope {
        job.out.leave_scope();
    }
    Some((job.out.into_sink(), job.errors))
}

impl<'t> Job<'t> {
    fn line(&mut self, line: &'t str, at: usize) {
        if let Some(delimiter) = &self.data_until {
            let ends = line.starts_with(delimiter.as_str());
            let statement = delimiter == "/*" && line.starts_with("//");
            if !ends && !statement {
                self.data(line, at);
                return;
            }
            self.data_until = None;
            self.definitions.close(&mut self.out);
            if ends {
                return;
            }
        }
        if line.starts_with("//*") || line.starts_with("/*") {
            return;
        }
        let Some(rest) = line.strip_prefix("//") else {
            // Data without `DD *` are allowed: the system makes a SYSIN of them.
            self.close();
            if !line.trim().is_empty() {
                self.data(line, at);
            }
            return;
        };
        let cut = rest.char_indices().nth(LAST_COLUMN - 2).map_or(rest.len(), |(at, _)| at);
        let rest = rest.get(..cut).unwrap_or(rest);
        if self.continues && (rest.is_empty() || rest.starts_with(' ')) {
            self.operands(rest.trim_start(), at + line.trim_end().len());
            return;
        }
        self.close();
        if rest.trim().is_empty() {
            return;
        }
        let name_end = rest.find(' ').unwrap_or(rest.len());
        let (name, rest) = rest.split_at(name_end);
        let rest = rest.trim_start();
        let operation_end = rest.find(' ').unwrap_or(rest.len());
        let (operation, rest) = rest.split_at(operation_end);
        let open = Statement {
            name,
            operation,
            operands: String::new(),
            at,
            end: at + line.trim_end().len(),
        };
        self.open = Some(open);
        self.operands(rest.trim_start(), at + line.trim_end().len());
    }

    /// Adds operands up to the first blank outside of quotes: what follows is a comment.
    fn operands(&mut self, text: &str, end: usize) {
        let Some(open) = self.open.as_mut() else { return };
        let mut taken = text.len();
        for (at, c) in text.char_indices() {
            match c {
                '\'' => self.quoted = !self.quoted,
                ' ' if !self.quoted => {
                    taken = at;
                    break;
                }
                _ => {}
            }
        }
        if open.operands.len() + taken <= LONGEST {
            open.operands.push_str(text.get(..taken).unwrap_or(""));
        }
        open.end = end;
        self.continues = self.quoted || open.operands.ends_with(',');
        if !self.continues {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(statement) = self.open.take() else { return };
        if self.quoted {
            self.errors.add(statement.at);
        }
        self.continues = false;
        self.quoted = false;
        let given = parameters(&statement.operands);
        let span = Span::new(statement.at, statement.end);
        match statement.operation.to_ascii_uppercase().as_str() {
            "JOB" => self.declare(&statement, "job", span),
            "PROC" => self.declare(&statement, "procedure", span),
            "EXEC" => self.exec(&statement, &given, span),
            "DD" => self.dd(&statement, &given, span),
            "INCLUDE" => {
                if let Some(member) = find(&given, "MEMBER") {
                    self.out.fact(FactKind::Import, true, member.text, "", span);
                }
            }
            "SET" | "JCLLIB" | "OUTPUT" | "IF" | "ELSE" | "ENDIF" | "PEND" | "COMMAND" | "CNTL"
            | "ENDCNTL" | "EXPORT" | "SCHEDULE" | "XMIT" | "NOTIFY" => {
                let name = statement.operation.to_ascii_uppercase();
                self.call(&name, "", &given, span);
            }
            _ => self.errors.add(statement.at),
        }
    }

    fn declare(&mut self, statement: &Statement<'_>, what: &str, span: Span) {
        if self.in_scope {
            self.out.leave_scope();
        }
        let name = if statement.name.is_empty() { "?" } else { statement.name };
        self.out.fact(FactKind::TypeDecl, true, name, what, span);
        let given = parameters(&statement.operands);
        self.call(&statement.operation.to_ascii_uppercase(), name, &given, span);
        self.out.enter_scope(name);
        self.in_scope = true;
    }

    fn exec(&mut self, statement: &Statement<'_>, given: &[Parameter<'_>], span: Span) {
        self.program.clear();
        if let Some(program) = find(given, "PGM") {
            self.program.push_str(&program.text.to_ascii_uppercase());
            self.out.fact(FactKind::Exec, true, program.text, "EXEC PGM", span);
        } else if let Some(procedure) =
            find(given, "PROC").or_else(|| given.iter().find(|p| p.key.is_empty()))
        {
            self.out.fact(FactKind::Import, true, procedure.text, "", span);
        }
        self.call("EXEC", statement.name, given, span);
    }

    fn dd(&mut self, statement: &Statement<'_>, given: &[Parameter<'_>], span: Span) {
        self.call("DD", statement.name, given, span);
        if given.iter().any(|p| p.key.is_empty() && matches!(p.text, "*" | "DATA")) {
            let delimiter = find(given, "DLM").map(|d| d.text.trim_matches('\'').to_owned());
            self.data_until = Some(delimiter.unwrap_or_else(|| "/*".to_owned()));
        }
        let name = find(given, "DSN").or_else(|| find(given, "DSNAME"));
        let path = find(given, "PATH");
        let Some(name) = name.or(path).map(|p| p.text.trim_matches('\'')) else { return };
        // `&&X` lives as long as the job, `*.STEP.DD` names another definition.
        if name.starts_with("&&") || name.starts_with('*') || name.eq_ignore_ascii_case("NULLFILE")
        {
            return;
        }
        let writes = match path {
            Some(_) => find(given, "PATHOPTS")
                .is_some_and(|o| o.text.contains("OWR") || o.text.contains("OCREAT")),
            None => find(given, "DISP").is_some_and(|d| {
                let first = d.text.trim_start_matches('(').split(',').next().unwrap_or("");
                matches!(
                    first.trim_end_matches(')').to_ascii_uppercase().as_str(),
                    "NEW" | "MOD" | ""
                )
            }),
        };
        let kind = if writes { FactKind::FileWrite } else { FactKind::FileRead };
        // The name of a data set is no path; only a path of z/OS UNIX is one.
        let at = if path.is_some() { name } else { "?" };
        self.out.fact(kind, true, at, &format!("DD {} {name}", statement.name), span);
    }

    /// A line of data between statements.
    fn data(&mut self, line: &'t str, at: usize) {
        let span = Span::new(at, at + line.trim_end().len());
        let upper = line.to_ascii_uppercase();
        if matches!(self.program.as_str(), "IKJEFT01" | "IKJEFT1A" | "IKJEFT1B")
            && let Some((_, rest)) = upper.split_once("RUN PROGRAM(")
            && let Some((program, _)) = rest.split_once(')')
        {
            self.out.fact(FactKind::Exec, true, program.trim(), "RUN PROGRAM", span);
        }
        let mut words = upper.split_whitespace();
        let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let second = second.split('(').next().unwrap_or(second);
        if self.program == "DFHCSDUP" {
            self.definitions.line(&mut self.out, line, at);
        }
        match (self.program.as_str(), first) {
            (
                "IDCAMS",
                "DEFINE" | "DELETE" | "REPRO" | "PRINT" | "ALTER" | "BLDINDEX" | "EXPORT"
                | "IMPORT",
            ) => {
                let command = if matches!(first, "DEFINE") {
                    format!("IDCAMS.{first}.{second}")
                } else {
                    format!("IDCAMS.{first}")
                };
                self.out.fact(FactKind::Call, true, &command, line.trim(), span);
            }
            _ => self.out.sql(line.trim(), span),
        }
    }

    fn call(&mut self, name: &str, label: &str, given: &[Parameter<'_>], span: Span) {
        let mut args = Vec::with_capacity(given.len() + 1);
        if !label.is_empty() {
            args.push(Value::Name(label));
        }
        for p in given {
            let value = match p.text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
                Some(text) => Value::Str(text.into()),
                None => Value::Literal(p.text),
            };
            args.push(if p.key.is_empty() { value } else { Value::Named(p.key, Box::new(value)) });
        }
        self.out.fact_with(FactKind::Call, true, name, &args, span);
    }
}

fn find<'a>(given: &'a [Parameter<'a>], key: &str) -> Option<&'a Parameter<'a>> {
    given.iter().find(|p| p.key.eq_ignore_ascii_case(key))
}
