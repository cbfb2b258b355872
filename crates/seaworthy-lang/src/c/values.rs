//! What expressions are worth.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{C, Kind};
use crate::grammar::{child, named_children};
use crate::value::{MAX_ARGS, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Expressions within expressions are reduced so far.
const MAX_NESTING: u8 = 12;
/// Bytes of a text that is put together.
const MAX_TEXT: usize = 1_000;

impl<'t> C<'t> {
    /// The value of an expression.
    pub(super) fn value(&self, node: Node<'t>) -> Value<'t> {
        self.reduce(node, 0)
    }

    /// The values of an argument list.
    pub(super) fn arguments(&self, arguments: Node<'t>) -> Vec<Value<'t>> {
        named_children(arguments)
            .filter(|n| self.kind(*n) != Some(Kind::Comment))
            .take(MAX_ARGS)
            .map(|n| self.value(n))
            .collect()
    }

    /// The inside of a string literal.
    pub(super) fn string(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        let text = self.out.text(node).trim_start_matches(['L', 'u', 'U', '8']);
        if let Some(raw) = text.strip_prefix("R\"") {
            let inner = raw.split_once('(')?.1;
            return Some(Cow::Borrowed(inner.rsplit_once(')')?.0));
        }
        Some(unescape(text.strip_prefix('"')?.strip_suffix('"')?))
    }

    fn reduce(&self, node: Node<'t>, nesting: u8) -> Value<'t> {
        if nesting > MAX_NESTING {
            return Value::Other;
        }
        let text = self.out.text(node);
        match self.kind(node) {
            Some(Kind::Str | Kind::RawStr) => self.string(node).map_or(Value::Other, Value::Str),
            Some(Kind::Concatenated) => self.concatenated(node),
            Some(Kind::Number | Kind::Constant) => Value::Literal(text),
            Some(Kind::Identifier) => self.named(text),
            Some(Kind::Field) if is_dotted_name(text) => Value::Name(text),
            Some(Kind::Cast) => match child(node, self.fields.value) {
                Some(inner) => self.reduce(inner, nesting + 1),
                None => Value::Other,
            },
            Some(Kind::Parenthesized) => match named_children(node).next() {
                Some(inner) => self.reduce(inner, nesting + 1),
                None => Value::Other,
            },
            Some(Kind::Binary) => self.flags(node),
            _ => Value::Other,
        }
    }

    /// `A | B` as a group of names, which is how options are given.
    fn flags(&self, node: Node<'t>) -> Value<'t> {
        let text = self.out.text(node);
        let names: Vec<&'t str> = text.split('|').map(str::trim).collect();
        if names.len() > 1 && names.iter().all(|n| is_dotted_name(n)) {
            return Value::Group(names.into_iter().map(Value::Name).collect());
        }
        Value::Other
    }

    /// `"a" "b"`; of one with macros in it, the constant start.
    fn concatenated(&self, node: Node<'t>) -> Value<'t> {
        let mut out = String::new();
        for part in named_children(node) {
            let value = match self.kind(part) {
                Some(Kind::Comment) => continue,
                Some(Kind::Identifier) => self.named(self.out.text(part)),
                _ => self.string(part).map_or(Value::Other, Value::Str),
            };
            let Some(text) = value.as_str().filter(|t| out.len() + t.len() <= MAX_TEXT) else {
                break;
            };
            out.push_str(text);
        }
        if out.is_empty() { Value::Other } else { Value::Str(Cow::Owned(out)) }
    }

    fn named(&self, name: &'t str) -> Value<'t> {
        let known = match self.variables.get(name) {
            Some(variable) => variable.constant,
            None => self.macros.get(name).copied(),
        };
        match known {
            Some(Constant::Str(s)) => Value::Str(Cow::Owned(self.names.get(s).to_owned())),
            Some(Constant::Literal(s)) => Value::Literal(s),
            None if matches!(name, "NULL" | "TRUE" | "FALSE") => Value::Literal(name),
            None => Value::Name(name),
        }
    }
}
