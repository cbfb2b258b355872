//! Values of expressions, and strings.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Kind, Perl};
use crate::grammar::{child, children, named_children};
use crate::meaning::Defaults;
use crate::output::span;
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, unescape};
use crate::variables::Constant;

/// Strings longer than this are cut where they are put together.
const MAX_TEXT: usize = 2_000;
/// How deep expressions within expressions are looked at.
const MAX_NESTING: u8 = 12;

impl<'t> Perl<'t> {
    pub(super) fn value(&self, node: Node<'t>, defaults: Defaults) -> Value<'t> {
        self.reduce(node, defaults, 0, 0)
    }

    /// The values of an argument list, with or without parentheses.
    pub(super) fn list(&self, node: Option<Node<'t>>, defaults: Defaults) -> Vec<Value<'t>> {
        node.map_or_else(Vec::new, |node| self.items(node, defaults, 0, 0))
    }

    fn items(&self, node: Node<'t>, defaults: Defaults, depth: u8, nesting: u8) -> Vec<Value<'t>> {
        if self.kind(node) != Some(Kind::List) {
            return vec![self.reduce(node, defaults, depth, nesting + 1)];
        }
        let mut out: Vec<Value<'t>> = Vec::new();
        // `key => value`: the comma tells.
        let mut key: Option<&'t str> = None;
        let mut last: Option<Node<'t>> = None;
        for part in children(node) {
            if out.len() >= MAX_ARGS {
                break;
            }
            if !part.is_named() {
                if part.kind() == "=>"
                    && let Some(name) = last.take()
                    && let Some(text) = self.key_text(name)
                {
                    out.pop();
                    key = Some(text);
                }
                continue;
            }
            if self.kind(part) == Some(Kind::List) && key.is_none() {
                out.extend(self.items(part, defaults, depth, nesting + 1));
                continue;
            }
            let value = self.reduce(part, defaults, depth, nesting + 1);
            last = Some(part);
            out.push(match key.take() {
                Some(key) => Value::Named(key, Box::new(value)),
                None => value,
            });
        }
        out
    }

    fn key_text(&self, node: Node<'t>) -> Option<&'t str> {
        let text = self.out.text(node);
        match self.kind(node)? {
            Kind::Key | Kind::Bareword => Some(text.trim_start_matches('-')),
            Kind::Str => Some(text.trim_matches(['"', '\''])).filter(|t| {
                t.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
            }),
            _ => None,
        }
    }

    fn reduce(&self, node: Node<'t>, defaults: Defaults, depth: u8, nesting: u8) -> Value<'t> {
        if nesting > MAX_NESTING {
            return Value::Other;
        }
        let text = self.out.text(node);
        match self.kind(node) {
            Some(Kind::Str | Kind::Heredoc) => Value::Str(self.string(node, defaults, nesting)),
            Some(Kind::Number | Kind::Undefined) => Value::Literal(text),
            Some(Kind::Key) => Value::Str(Cow::Borrowed(text)),
            Some(Kind::Bareword) => match self.variables.get(text).and_then(|m| m.constant) {
                Some(Constant::Str(sym)) => Value::Str(Cow::Owned(self.names.get(sym).to_owned())),
                Some(Constant::Literal(text)) => Value::Literal(text),
                None => Value::Name(text),
            },
            Some(Kind::Scalar) => self.scalar(node, defaults),
            Some(Kind::Declaration) => match child(node, self.fields.variable) {
                Some(variable) => Value::Name(name_of(self.out.text(variable))),
                None => Value::Other,
            },
            Some(Kind::Words) => {
                let content = child(node, self.fields.content).map_or("", |c| self.out.text(c));
                let words = content.split_whitespace().take(MAX_ARGS);
                Value::Group(words.map(|w| Value::Str(Cow::Borrowed(w))).collect())
            }
            Some(Kind::HashOrArray) if depth < MAX_DEPTH => Value::Group(
                named_children(node)
                    .flat_map(|c| self.items(c, defaults, depth + 1, nesting + 1))
                    .take(MAX_ARGS)
                    .collect(),
            ),
            Some(Kind::List) if node.named_child_count() == 1 => match node.named_child(0) {
                Some(only) => self.reduce(only, defaults, depth, nesting + 1),
                None => Value::Other,
            },
            Some(Kind::Binary) => self.binary(node, defaults, depth, nesting),
            _ => Value::Other,
        }
    }

    fn scalar(&self, node: Node<'t>, defaults: Defaults) -> Value<'t> {
        let name = name_of(self.out.text(node));
        let known = self.variables.get(name);
        let assumed = || known.and_then(|m| m.fallback).filter(|_| defaults == Defaults::Assumed);
        match known.and_then(|m| m.constant).or_else(assumed) {
            Some(Constant::Str(sym)) => Value::Str(Cow::Owned(self.names.get(sym).to_owned())),
            Some(Constant::Literal(text)) => Value::Literal(text),
            None if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => {
                Value::Name(name)
            }
            None => Value::Other,
        }
    }

    fn binary(&self, node: Node<'t>, defaults: Defaults, depth: u8, nesting: u8) -> Value<'t> {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return Value::Other;
        };
        match child(node, self.fields.operator).map_or("", |o| self.out.text(o)) {
            "||" | "//" | "or" if defaults == Defaults::Assumed => {
                self.reduce(right, defaults, depth, nesting + 1)
            }
            "." => {
                let Value::Str(start) = self.reduce(left, defaults, depth, nesting + 1) else {
                    return Value::Other;
                };
                match self.reduce(right, defaults, depth, nesting + 1) {
                    Value::Str(end) if start.len() + end.len() < MAX_TEXT => {
                        Value::Str(Cow::Owned(format!("{start}{end}")))
                    }
                    _ => Value::Str(start),
                }
            }
            _ => Value::Other,
        }
    }

    /// The text of a string: of one with variables, up to the first whose value is unknown.
    fn string(&self, node: Node<'t>, defaults: Defaults, nesting: u8) -> Cow<'t, str> {
        let is_heredoc = self.kind(node) == Some(Kind::Heredoc);
        let content = if is_heredoc { Some(node) } else { child(node, self.fields.content) };
        let Some(content) = content else { return Cow::Borrowed("") };
        let text = self.out.text(content);
        let raw = node.kind() == "string_literal";
        if content.named_child_count() == 0 {
            return Cow::Borrowed(text);
        }
        let start = content.start_byte();
        let mut out = String::new();
        let mut at = 0;
        for part in named_children(content) {
            let from = part.start_byte().saturating_sub(start);
            out.push_str(text.get(at..from).unwrap_or(""));
            at = part.end_byte().saturating_sub(start);
            if out.len() > MAX_TEXT || part.kind() == "heredoc_end" {
                return Cow::Owned(out);
            }
            let written = self.out.text(part);
            match self.kind(part) {
                Some(Kind::Escape) if raw => out.push_str(written.trim_start_matches('\\')),
                Some(Kind::Escape) => out.push_str(&unescape(written)),
                Some(Kind::Scalar) if nesting < MAX_NESTING => match self.scalar(part, defaults) {
                    Value::Str(known) => out.push_str(&known),
                    Value::Literal(known) => out.push_str(known),
                    _ => return Cow::Owned(out),
                },
                _ => return Cow::Owned(out),
            }
        }
        out.push_str(text.get(at..).unwrap_or(""));
        Cow::Owned(out)
    }

    /// The facts of a string.
    pub(super) fn literal(&mut self, node: Node<'t>) {
        let text = self.string(node, Defaults::Ignored, 0);
        if !text.is_empty() {
            self.out.string(&text, span(node));
        }
    }

    /// The whole text of a command or string, its variables as they are written.
    pub(super) fn written(&self, node: Node<'t>) -> &'t str {
        child(node, self.fields.content).map_or("", |c| self.out.text(c))
    }
}

/// The name of a scalar without its sign: `x` for `$x` and `${x}`.
pub(super) fn name_of(text: &str) -> &str {
    text.trim_start_matches(['$', '@', '%', '*', '\\'])
        .trim_start_matches('{')
        .trim_end_matches('}')
}

/// `A::B` as `A.B`.
pub(super) fn dotted(name: &str) -> String {
    name.trim_start_matches('&').replace("::", ".").replace('\'', ".")
}
