//! Trees as YAML text: block style, with the reasons as comments.

use seaworthy_base::{Evidence, EvidenceRole, mask_line};

use crate::scalar::{comment_line, write_str};
use crate::{FieldReason, Node, Yaml};

/// Reasons shown in the text; all of them are in `evidence.json`.
const SHOWN: usize = 2;
/// Characters of a comment.
const COMMENT: usize = 150;
/// Levels a tree may have; deeper values are left out rather than recursed into.
const DEPTH: usize = 64;

/// One YAML document with comments, and the fields that carry reasons. `object` is how its fields are named
/// (`Deployment/shop`); lines count from `first_line`.
pub(crate) fn emit(root: &Node, object: &str, first_line: u32) -> (String, Vec<FieldReason>) {
    let mut emitter = Emitter {
        out: String::new(),
        line: first_line,
        object: object.to_owned(),
        comments: true,
        fields: Vec::new(),
    };
    emitter.document(root);
    (emitter.out, emitter.fields)
}

/// The document alone.
#[cfg(test)]
pub(crate) fn emit_bare(root: &Node) -> String {
    let mut emitter = Emitter {
        out: String::new(),
        line: 1,
        object: String::new(),
        comments: false,
        fields: Vec::new(),
    };
    emitter.document(root);
    emitter.out
}

/// The same reason without secrets. Evidence arrives masked; masking again costs nothing and holds the line if one was
/// missed.
pub(crate) fn masked(evidence: &Evidence) -> Evidence {
    if evidence.text.contains("‹masked") || evidence.role == EvidenceRole::Default {
        evidence.clone()
    } else {
        Evidence { text: mask_line(&evidence.text), ..evidence.clone() }
    }
}

/// A reason as one line: `path:line text`, or `default: text`.
pub(crate) fn reason_line(evidence: &Evidence) -> String {
    let Evidence { text, .. } = masked(evidence);
    let line = if evidence.path.is_empty() {
        format!("default: {text}")
    } else {
        format!("{} {text}", evidence.place())
    };
    comment_line(&line, COMMENT)
}

struct Emitter {
    out: String,
    line: u32,
    object: String,
    comments: bool,
    fields: Vec<FieldReason>,
}

impl Emitter {
    fn document(&mut self, root: &Node) {
        self.comments_of(root, 0);
        match &root.value {
            Yaml::Map(entries) if !entries.is_empty() => {
                self.note(root, "");
                self.map(entries, 0, "", false);
            }
            Yaml::Seq(items) if !items.is_empty() => {
                self.note(root, "");
                self.seq(items, 0, "");
            }
            value => {
                self.note(root, "");
                let text = inline(value);
                self.push(&text);
                self.newline();
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn newline(&mut self) {
        self.out.push('\n');
        self.line += 1;
    }

    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.out.push_str("  ");
        }
    }

    fn comments_of(&mut self, node: &Node, depth: usize) {
        if !self.comments {
            return;
        }
        let why = node.why.iter().take(SHOWN).map(|e| {
            let line = reason_line(e);
            if e.path.is_empty() { line } else { format!("why: {line}") }
        });
        let todo = node.todo.iter().flat_map(|t| t.lines());
        let todo = todo.map(|t| format!("TODO: {}", comment_line(t, COMMENT)));
        for text in why.chain(todo).collect::<Vec<_>>() {
            self.indent(depth);
            self.push("# ");
            self.push(&text);
            self.newline();
        }
    }

    fn note(&mut self, node: &Node, path: &str) {
        if node.why.is_empty() && node.todo.is_none() {
            return;
        }
        let value = match &node.value {
            Yaml::Map(_) | Yaml::Seq(_) => String::new(),
            value => plain(value),
        };
        let field =
            if path.is_empty() { self.object.clone() } else { format!("{} {path}", self.object) };
        let why = node.why.iter().map(masked).collect();
        let todo = node.todo.clone();
        self.fields.push(FieldReason { field, line: self.line, value, why, todo });
    }

    /// `continued` says that the first entry stands behind the dash of its list item.
    fn map(&mut self, entries: &[(String, Node)], depth: usize, path: &str, continued: bool) {
        if depth > DEPTH {
            return;
        }
        for (i, (key, node)) in entries.iter().enumerate() {
            let here = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if !(continued && i == 0) {
                self.comments_of(node, depth);
                self.indent(depth);
            }
            self.note(node, &here);
            let key = write_str(key);
            self.push(&key);
            self.push(":");
            match &node.value {
                Yaml::Map(inner) if !inner.is_empty() => {
                    self.newline();
                    self.map(inner, depth + 1, &here, false);
                }
                Yaml::Seq(items) if !items.is_empty() => {
                    self.newline();
                    self.seq(items, depth + 1, &here);
                }
                value => {
                    let text = inline(value);
                    self.push(" ");
                    self.push(&text);
                    self.newline();
                }
            }
        }
    }

    fn seq(&mut self, items: &[Node], depth: usize, path: &str) {
        if depth > DEPTH {
            return;
        }
        for (i, node) in items.iter().enumerate() {
            let here = format!("{path}[{i}]");
            self.comments_of(node, depth);
            // A comment cannot stand behind the dash: what belongs to the first entry comes before the item.
            if let Yaml::Map(entries) = &node.value
                && let Some((_, first)) = entries.first()
            {
                self.comments_of(first, depth);
            }
            self.indent(depth);
            self.note(node, &here);
            match &node.value {
                Yaml::Map(inner) if !inner.is_empty() => {
                    self.push("- ");
                    self.map(inner, depth + 1, &here, true);
                }
                Yaml::Seq(inner) if !inner.is_empty() => {
                    self.push("-");
                    self.newline();
                    self.seq(inner, depth + 1, &here);
                }
                value => {
                    let text = inline(value);
                    self.push("- ");
                    self.push(&text);
                    self.newline();
                }
            }
        }
    }
}

fn inline(value: &Yaml) -> String {
    match value {
        Yaml::Map(_) => "{}".to_owned(),
        Yaml::Seq(_) => "[]".to_owned(),
        Yaml::Str(text) => write_str(text),
        Yaml::Int(number) => number.to_string(),
        Yaml::Bool(truth) => truth.to_string(),
    }
}

fn plain(value: &Yaml) -> String {
    match value {
        Yaml::Str(text) => text.clone(),
        other => inline(other),
    }
}

#[cfg(test)]
mod tests;
