//! Commands, what starts them, and what they are given.

use std::borrow::Cow;

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::prefixes;
use super::{Kind, Shell};
use crate::grammar::{child, children, named_children};
use crate::output::{span, span_between};
use crate::value::{MAX_ARGS, Value};

/// Commands within commands (`sudo nohup nice x`) that are looked at.
const MAX_PREFIXES: usize = 5;
/// Words of a command that are looked at; rendered are fewer.
const MAX_WORDS: usize = 64;
/// Variables that the system or the shell sets, and no one configures an application by.
const SYSTEMS: [&str; 26] = [
    "BASH",
    "BASH_SOURCE",
    "COLUMNS",
    "DISPLAY",
    "EDITOR",
    "EUID",
    "HOME",
    "HOSTNAME",
    "IFS",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LINES",
    "LOGNAME",
    "OLDPWD",
    "OPTARG",
    "OPTIND",
    "PAGER",
    "PATH",
    "PS1",
    "PWD",
    "SHELL",
    "TERM",
    "TMPDIR",
    "UID",
    "USER",
];

impl<'t> Shell<'t> {
    /// One command: a call by the last part of its path, and one for each command that a prefix starts.
    pub(super) fn command(&mut self, node: Node<'t>) {
        let named = child(node, self.fields.name);
        let first = named.and_then(|n| named_children(n).next());
        let Some(first) = first else {
            self.out.push_use("arg:", "", node.start_byte()..node.start_byte());
            return;
        };
        let mut words: Vec<Node<'t>> = vec![first];
        let mut end = first;
        let mut after_name = false;
        for part in children(node) {
            if Some(part.id()) == named.map(|n| n.id()) {
                after_name = true;
            } else if after_name && part.is_named() && words.len() < MAX_WORDS {
                if matches!(part.kind(), "file_redirect" | "herestring_redirect") {
                    continue;
                }
                words.push(part);
                end = part;
            }
        }
        let mut name = self.program(first);
        let mut at = 0;
        for _ in 0..MAX_PREFIXES {
            let arguments = words.get(at + 1..).unwrap_or(&[]);
            let place = words.get(at).map_or_else(|| span(node), |w| span_between(*w, end));
            self.call(&name, arguments, place);
            let texts: Vec<Option<String>> = arguments.iter().map(|w| self.constant(*w)).collect();
            let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
            let Some(inner) = prefixes::inner(&name, &texts) else { break };
            at += 1 + inner;
            let Some(&word) = words.get(at) else { break };
            name = self.program(word);
        }
        self.out.push_use("arg:", &name, first.end_byte()..node.end_byte());
    }

    fn call(&mut self, name: &str, arguments: &[Node<'t>], place: Span) {
        if self.functions.contains(name) {
            return;
        }
        if self.out.wants(FactKind::Call, name) {
            let values: Vec<Value<'t>> =
                arguments.iter().take(MAX_ARGS).map(|w| self.value(*w)).collect();
            self.out.fact_with(FactKind::Call, name != "?", name, &values, place);
        }
        self.effects(name, arguments, place);
    }

    /// The name of a program: the last part of its path, `?` where only a run tells.
    fn program(&self, word: Node<'t>) -> String {
        let whole = self.constant(word);
        let text = whole.as_deref().unwrap_or_else(|| {
            // `"$HOME"/bin/run.sh`: what follows the last slash is constant, if no variable stands after it.
            let text = self.out.text(word);
            match text.rsplit_once('/') {
                Some((_, last)) if !last.contains(['$', '`', ')']) => last,
                _ => "?",
            }
        });
        let last = text.trim_end_matches('/').rsplit('/').next().unwrap_or(text);
        let last = last.trim_matches(['"', '\'']);
        let plain = !last.is_empty()
            && last.len() <= 80
            && !last.contains(|c: char| c.is_whitespace() || c.is_control());
        if plain { last.to_owned() } else { "?".to_owned() }
    }

    /// `cmd &`: the shell does not wait for the command. A call of `&` with the words of the command.
    pub(super) fn background(&mut self, node: Node<'t>) {
        let mut before: Option<Node<'t>> = None;
        for part in children(node) {
            if part.is_named() {
                if self.kind(part) != Some(Kind::Comment) {
                    before = Some(part);
                }
            } else if part.kind() == "&"
                && let Some(statement) = before.take()
            {
                let mut inner = statement;
                while inner.kind() == "redirected_statement" {
                    let Some(body) = child(inner, self.fields.body) else { break };
                    inner = body;
                }
                let mut values = Vec::new();
                if self.kind(inner) == Some(Kind::Command) {
                    let name = child(inner, self.fields.name);
                    let first = name.and_then(|n| named_children(n).next());
                    if let Some(first) = first {
                        values.push(Value::Str(Cow::Owned(self.program(first))));
                    }
                    let id = name.map(|n| n.id());
                    let rest = named_children(inner)
                        .skip_while(|n| Some(n.id()) != id)
                        .skip(1)
                        .take(MAX_ARGS);
                    values.extend(rest.map(|w| self.value(w)));
                } else {
                    values.push(Value::Other);
                }
                self.out.fact_with(FactKind::Call, true, "&", &values, span(statement));
            }
        }
    }

    /// `X=value`, kept where it is a constant.
    pub(super) fn assignment(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let target = self.out.text(name);
        let value = child(node, self.fields.value);
        let before_command = node.parent().is_some_and(|p| self.kind(p) == Some(Kind::Command));
        if before_command || name.kind() != "variable_name" {
            return;
        }
        let constant = match value {
            Some(value) => self.constant(value),
            None => Some(String::new()),
        };
        if self.depth == 0 && self.out.wants(FactKind::Assign, target) {
            let shown = value.map_or(Value::Str(Cow::Borrowed("")), |v| self.value(v));
            self.out.fact_with(FactKind::Assign, true, target, &[shown], span(node));
        }
        let known = match self.variables.get(target) {
            // A second value: which one holds, only a run tells.
            Some(before) if *before != constant => None,
            _ => constant,
        };
        let appended = self.out.text(node).get(target.len()..).is_some_and(|t| t.starts_with('+'));
        self.variables.insert(target, known.filter(|_| !appended));
    }

    /// `export X=y`, and the names that `read`, `local` and their like give.
    pub(super) fn declaration(&mut self, node: Node<'t>) {
        let keyword = children(node).next().map_or("", |k| k.kind());
        let values: Vec<Value<'t>> = named_children(node)
            .take(MAX_ARGS)
            .map(|part| match self.kind(part) {
                Some(Kind::Assignment) => {
                    let name = child(part, self.fields.name).map_or("", |n| self.out.text(n));
                    let value =
                        child(part, self.fields.value).map_or(Value::Other, |v| self.value(v));
                    Value::Named(name, Box::new(value))
                }
                _ if part.kind() == "variable_name" => Value::Name(self.out.text(part)),
                _ => self.value(part),
            })
            .collect();
        if keyword != "export" {
            return;
        }
        self.out.fact_with(FactKind::Call, true, "export", &values, span(node));
        for part in named_children(node).take(MAX_WORDS) {
            if self.kind(part) != Some(Kind::Assignment) {
                continue;
            }
            let name = child(part, self.fields.name).map_or("", |n| self.out.text(n));
            let value = child(part, self.fields.value);
            // A value that is made of defaults is read where it stands.
            let reads = value.is_some_and(|v| {
                self.out.text(v).starts_with("${") || self.out.text(v).starts_with("\"${")
            });
            if is_configuration(name) && !reads && !self.variables.contains_key(name) {
                let default = value.and_then(|v| self.constant(v)).unwrap_or_default();
                self.out.fact(FactKind::EnvRead, true, name, &default, span(part));
            }
        }
    }

    /// `${X:-default}`, `${X:?message}`.
    pub(super) fn environment(&mut self, node: Node<'t>) {
        let (name, operator, default) = self.expansion(node);
        if !matches!(operator, ":-" | "-" | ":=" | "=" | ":?" | "?") || !is_configuration(name) {
            return;
        }
        // A value that this file gave before is not read from the environment.
        if self.variables.contains_key(name) {
            return;
        }
        let asks = operator.ends_with('?');
        let default = default.filter(|_| !asks).and_then(|d| self.constant(d)).unwrap_or_default();
        self.out.fact(FactKind::EnvRead, true, name, &default, span(node));
    }
}

/// Whether a variable looks like one that is set from outside.
fn is_configuration(name: &str) -> bool {
    name.len() > 1
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && SYSTEMS.binary_search(&name).is_err()
        && !name.starts_with("LC_")
        && !name.starts_with("BASH_")
}

#[cfg(test)]
mod tests {
    #[test]
    fn variables_of_the_system_are_sorted() {
        assert!(super::SYSTEMS.is_sorted());
    }
}
