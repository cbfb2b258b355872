//! What expressions are worth: constants, names, groups.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{CSharp, Kind};
use crate::grammar::{child, named_children};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Parts of a concatenation that are put together.
const MAX_PARTS: usize = 32;

impl<'t> CSharp<'t> {
    /// The text of a string literal of any form.
    pub(super) fn string(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        let text = self.out.text(node);
        let text = text.strip_suffix("u8").unwrap_or(text);
        match self.kind(node) {
            Some(Kind::Verbatim) => {
                let inner = text.strip_prefix("@\"")?.strip_suffix('"')?;
                Some(if inner.contains("\"\"") {
                    inner.replace("\"\"", "\"").into()
                } else {
                    inner.into()
                })
            }
            Some(Kind::Raw) => Some(text.trim_matches('"').trim().into()),
            _ => Some(unescape(text.strip_prefix('"')?.strip_suffix('"')?)),
        }
    }

    /// An interpolated string up to its first expression.
    pub(super) fn constant_start(&self, node: Node<'t>) -> Cow<'t, str> {
        let mut start = String::new();
        for child in named_children(node) {
            match self.kind(child) {
                Some(Kind::StringContent) => start.push_str(self.out.text(child)),
                Some(Kind::EscapeSequence) => start.push_str(&unescape(self.out.text(child))),
                Some(Kind::InterpolationStart | Kind::InterpolationQuote) => {}
                _ => break,
            }
        }
        start.into()
    }

    /// The values of an argument list, of an attribute's, or between brackets.
    pub(super) fn arguments(&mut self, node: Node<'t>) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for child in named_children(node) {
            if values.len() == MAX_ARGS {
                break;
            }
            if matches!(self.kind(child), Some(Kind::Argument | Kind::AttributeArgument)) {
                values.push(self.argument(child, 0));
            }
        }
        values
    }

    fn argument(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        let name = child(node, self.fields.name);
        let expression = named_children(node)
            .filter(|n| {
                Some(n.id()) != name.map(|n| n.id()) && self.kinds.kind(*n) != Some(Kind::Comment)
            })
            .last();
        let value = expression.map_or(Value::Other, |e| self.value(e, depth));
        match name {
            Some(name) => Value::Named(self.out.text(name), Box::new(value)),
            None => value,
        }
    }

    /// What an expression is worth.
    pub(super) fn value(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        if depth > MAX_DEPTH {
            return Value::Other;
        }
        match self.kind(node) {
            Some(Kind::Str | Kind::Verbatim | Kind::Raw) => {
                self.string(node).map_or(Value::Other, Value::Str)
            }
            Some(Kind::Interpolated) => {
                let start = self.constant_start(node);
                if start.is_empty() { Value::Other } else { Value::Str(start) }
            }
            Some(Kind::Constant) => Value::Literal(self.out.text(node)),
            Some(Kind::Identifier) => {
                let name = self.out.text(node);
                self.constant_value(name).unwrap_or(Value::Name(name))
            }
            Some(Kind::Member) => {
                let text = self.out.text(node);
                if let Some((object, field)) = text.rsplit_once('.')
                    && (object == "this" || self.names.declared.get(object).is_some())
                    && let Some(value) = self.constant_value(field)
                {
                    return value;
                }
                if is_dotted_name(text) { Value::Name(text) } else { Value::Other }
            }
            Some(Kind::TypeOf) => match child(node, self.fields.type_) {
                Some(t) => Value::Name(self.out.text(t)),
                None => Value::Other,
            },
            Some(Kind::Binary) => self.concatenation(node, depth),
            Some(Kind::PrefixUnary) => {
                let text = self.out.text(node);
                let number = text
                    .strip_prefix('-')
                    .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
                if number && text.len() < 24 { Value::Literal(text) } else { Value::Other }
            }
            Some(Kind::Parenthesized | Kind::Await) => match named_children(node).next() {
                Some(inner) => self.value(inner, depth + 1),
                None => Value::Other,
            },
            Some(Kind::Cast) => match child(node, self.fields.value) {
                Some(inner) => self.value(inner, depth + 1),
                None => Value::Other,
            },
            Some(Kind::ArrayCreation) => {
                match named_children(node).find(|n| self.kinds.kind(*n) == Some(Kind::Initializer))
                {
                    Some(items) => self.value(items, depth),
                    None => Value::Other,
                }
            }
            Some(Kind::Initializer) => {
                let mut items = Vec::new();
                for item in named_children(node).take(MAX_ARGS) {
                    items.push(self.value(item, depth + 1));
                }
                Value::Group(items)
            }
            // A property in an object initialiser.
            Some(Kind::Assignment) => {
                match (child(node, self.fields.left), child(node, self.fields.right)) {
                    (Some(key), Some(value)) if self.kind(key) == Some(Kind::Identifier) => {
                        let value = self.value(value, depth + 1);
                        Value::Named(self.out.text(key), Box::new(value))
                    }
                    _ => Value::Other,
                }
            }
            _ => Value::Other,
        }
    }

    fn constant_value(&self, name: &str) -> Option<Value<'t>> {
        match self.variables.get(name)?.constant? {
            Constant::Str(sym) => {
                Some(Value::Str(Cow::Owned(self.names.strings.get(sym).to_owned())))
            }
            Constant::Literal(text) => Some(Value::Literal(text)),
        }
    }

    /// The constant start of `a + b + c`.
    fn concatenation(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        let mut node = node;
        let mut rights = Vec::new();
        while self.kind(node) == Some(Kind::Binary) {
            let plus = child(node, self.fields.operator).is_some_and(|o| o.kind() == "+");
            let (Some(left), Some(right)) =
                (child(node, self.fields.left), child(node, self.fields.right))
            else {
                return Value::Other;
            };
            if !plus || rights.len() == MAX_PARTS {
                return Value::Other;
            }
            rights.push(right);
            node = left;
        }
        let Value::Str(start) = self.value(node, depth + 1) else { return Value::Other };
        let mut all = start.into_owned();
        if self.kind(node) == Some(Kind::Interpolated) {
            return Value::Str(all.into());
        }
        for right in rights.into_iter().rev() {
            match self.value(right, depth + 1) {
                Value::Str(s) if self.kind(right) != Some(Kind::Interpolated) => all.push_str(&s),
                Value::Literal(s) => all.push_str(s),
                _ => break,
            }
        }
        Value::Str(all.into())
    }
}
