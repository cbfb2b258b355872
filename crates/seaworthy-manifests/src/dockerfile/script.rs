//! Lines of a Dockerfile with their reasons.

use seaworthy_base::Evidence;

use crate::FieldReason;
use crate::emit::{masked, reason_line};
use crate::plan::Decision;
use crate::scalar::comment_line;

/// A Dockerfile in the making.
#[derive(Debug)]
pub(super) struct Script {
    text: String,
    line: u32,
    fields: Vec<FieldReason>,
}

impl Script {
    pub(super) fn new() -> Self {
        Self { text: String::new(), line: 1, fields: Vec::new() }
    }

    /// Adds text as it is, of one or more lines.
    pub(super) fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
        self.line += text.lines().count().max(1) as u32;
    }

    pub(super) fn comment(&mut self, text: &str) {
        let comment = format!("# {}", comment_line(text, 160));
        self.line(&comment);
    }

    pub(super) fn todo(&mut self, text: &str) {
        self.comment(&format!("TODO: {text}"));
        let reason = FieldReason {
            field: "Dockerfile".to_owned(),
            line: self.line - 1,
            value: String::new(),
            why: Vec::new(),
            todo: Some(text.to_owned()),
        };
        self.fields.push(reason);
    }

    /// A fact that decided something, as a comment.
    pub(super) fn evidence(&mut self, field: &str, value: &str, why: &[Evidence]) {
        for reason in why.iter().take(2) {
            self.comment(&format!("why: {field} {value}: {}", reason_line(reason)));
        }
        self.fields.push(FieldReason {
            field: format!("Dockerfile {field}"),
            line: self.line.saturating_sub(1).max(1),
            value: value.to_owned(),
            why: why.iter().map(masked).collect(),
            todo: None,
        });
    }

    /// A decision as comments: its reasons and what is left to decide.
    pub(super) fn decision(&mut self, field: &str, decision: &Decision<String>) {
        self.evidence(field, &decision.value, &decision.why);
        for line in decision.todo.lines() {
            self.todo(line);
        }
    }

    /// A stage; an empty line before it.
    pub(super) fn stage(&mut self, from: &str) {
        self.line("");
        self.line(from);
    }

    /// The lines every image ends with: numeric user, ports, no health check (Kubernetes has its own), and the start.
    pub(super) fn end(&mut self, user: &str, ports: &[u16], start: &str) {
        self.line(&format!("USER {user}"));
        if !ports.is_empty() {
            let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
            self.line(&format!("EXPOSE {}", ports.join(" ")));
        }
        self.line("HEALTHCHECK NONE");
        self.line(start);
    }

    pub(super) fn finish(self) -> (String, Vec<FieldReason>) {
        (self.text, self.fields)
    }
}

/// An argument vector in exec form: the process itself is process 1 and gets the signals.
pub(super) fn exec(instruction: &str, arguments: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = arguments
        .iter()
        .map(|a| serde_json::to_string(a.as_ref()).unwrap_or_else(|_| "\"\"".to_owned()))
        .collect();
    format!("{instruction} [{}]", quoted.join(", "))
}
