//! Reads of environment variables, superglobals, and configuration files that return an array.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Php, child};
use crate::grammar::named_children;
use crate::output::span;
use crate::value::{Value, render};
use crate::variables::join;
use crate::walk::Then;

/// Arrays within arrays deeper than this are one value.
const LEVELS: usize = 3;

impl<'t> Php<'t> {
    /// `return ['a' => ['b' => 1]];` at file level: `a.b`.
    pub(super) fn returned_configuration(&mut self, node: Node<'t>) {
        if self.functions > 0 || !self.classes.is_empty() {
            return;
        }
        if let Some(array) = named_children(node).find(|n| self.kind(*n) == Some(Kind::Array)) {
            self.entries(array, "", 0);
        }
    }

    fn entries(&mut self, array: Node<'t>, prefix: &str, level: usize) {
        for item in named_children(array) {
            if self.kind(item) != Some(Kind::ArrayItem) {
                continue;
            }
            let (Some(key), Some(value)) = self.key_and_value(item) else { continue };
            let name = join(prefix, self.key(key));
            let has_keys = self.kind(value) == Some(Kind::Array)
                && named_children(value).any(|i| self.key_and_value(i).0.is_some());
            if has_keys && level + 1 < LEVELS {
                self.entries(value, &name, level + 1);
            } else {
                let rendered = render(&[self.value(value, 0)]);
                self.out.fact(FactKind::Assign, true, &name, &rendered, span(item));
            }
        }
    }

    /// An element with a key: a text in it is assigned to the key, which is a name and no text.
    pub(super) fn enter_array_item(&mut self, node: Node<'t>) -> Then {
        let (key, value) = self.key_and_value(node);
        let mut bytes = 0..0;
        let mut name = "";
        if let (Some(key), Some(value)) = (key, value) {
            self.quiet = key.id();
            name = self.key(key);
            if matches!(self.kind(value), Some(Kind::Str | Kind::Template)) {
                bytes = value.byte_range();
            }
        }
        self.out.push_use("assign:", name, bytes);
        Then::DescendAndLeave
    }

    /// `getenv('X') ?: 'd'`, `$_ENV['X'] ?? 'd'`.
    pub(super) fn default_after(&mut self, node: Node<'t>) {
        let (read, default) = if self.kind(node) == Some(Kind::Conditional) {
            if child(node, self.fields.body).is_some() {
                return;
            }
            (child(node, self.fields.condition), child(node, self.fields.alternative))
        } else {
            if child(node, self.fields.operator).is_none_or(|o| o.kind() != "??") {
                return;
            }
            (child(node, self.fields.left), child(node, self.fields.right))
        };
        let (Some(read), Some(default)) = (read, default) else { return };
        if matches!(self.kind(read), Some(Kind::Call | Kind::Subscript)) {
            let value = self.value(default, 0);
            if matches!(value, Value::Str(_) | Value::Literal(_)) {
                self.default = (read.id(), render(&[value]));
            }
        }
    }

    /// `$_ENV['X']`, `$_SERVER['X']`.
    pub(super) fn enter_subscript(&mut self, node: Node<'t>) {
        let written = self.quiet == node.id();
        self.quiet = 0;
        let mut parts = named_children(node);
        let (Some(array), Some(key)) = (parts.next(), parts.next()) else { return };
        if matches!(self.kind(key), Some(Kind::Str)) {
            self.quiet = key.id();
        }
        match self.out.text(array) {
            "$_ENV" if !written => {
                let name = self.value(key, 0);
                let name = name.as_str().filter(|n| !n.is_empty()).unwrap_or("?").to_owned();
                let default =
                    if self.default.0 == node.id() { self.default.1.as_str() } else { "" };
                let default = default.trim_matches('"').to_owned();
                self.out.fact(FactKind::EnvRead, true, &name, &default, span(node));
            }
            "$_SERVER" => {
                let name = format!("$_SERVER.{}", self.key(key));
                self.out.fact(FactKind::Reference, true, &name, "", span(node));
            }
            _ => {}
        }
    }

    /// State that the language keeps for a script.
    pub(super) fn superglobal(&mut self, node: Node<'t>) {
        let name = self.out.text(node);
        if matches!(name, "$_SESSION" | "$_FILES" | "$GLOBALS") {
            self.out.fact(FactKind::Reference, true, name, "", span(node));
        }
    }
}
