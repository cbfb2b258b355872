//! What expressions are worth.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Kind, Scala};
use crate::grammar::{child, named_children};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Parts of a concatenation that are put together.
const MAX_PARTS: usize = 32;

impl<'t> Scala<'t> {
    /// The inside of a string literal.
    pub(super) fn string(&self, node: Node<'t>) -> Cow<'t, str> {
        let text = self.out.text(node);
        if let Some(raw) = text.strip_prefix("\"\"\"") {
            return Cow::Borrowed(raw.strip_suffix("\"\"\"").unwrap_or(raw).trim());
        }
        let inner = text.strip_prefix('"').unwrap_or(text);
        unescape(inner.strip_suffix('"').unwrap_or(inner))
    }

    /// A string up to its first expression, and whether that is all of it.
    pub(super) fn interpolated_start(&self, node: Node<'t>) -> (Cow<'t, str>, bool) {
        let Some(inner) = self.find(node, Kind::InterpolatedText) else {
            return (Cow::Borrowed(""), false);
        };
        let first = self.find(inner, Kind::Interpolation);
        let quotes = if self.out.text(inner).starts_with("\"\"\"") { 3 } else { 1 };
        let start = inner.start_byte() + quotes;
        let end = first
            .map_or_else(|| inner.end_byte().saturating_sub(quotes), |first| first.start_byte());
        let text = self.out.source().get(start..end).unwrap_or("");
        (unescape(text.trim_end_matches('$')), first.is_none())
    }

    /// The values of an argument list.
    pub(super) fn arguments(&mut self, node: Node<'t>) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for argument in named_children(node) {
            if values.len() == MAX_ARGS {
                break;
            }
            match self.kind(argument) {
                Some(Kind::Comment) => {}
                // `port = 8080`
                Some(Kind::Assignment) => {
                    let (Some(left), Some(right)) =
                        (child(argument, self.fields.left), child(argument, self.fields.right))
                    else {
                        continue;
                    };
                    let value = self.value(right, 0);
                    values.push(Value::Named(self.out.text(left), Box::new(value)));
                }
                _ => values.push(self.value(argument, 0)),
            }
        }
        values
    }

    /// What an expression is worth.
    pub(super) fn value(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        if depth > MAX_DEPTH {
            return Value::Other;
        }
        match self.kind(node) {
            Some(Kind::Str) => Value::Str(self.string(node)),
            Some(Kind::Interpolated) => match self.interpolated_start(node) {
                (start, false) if start.is_empty() => Value::Other,
                (start, _) => Value::Str(start),
            },
            Some(Kind::Constant) => Value::Literal(self.out.text(node)),
            Some(Kind::Identifier) => {
                let name = self.out.text(node);
                self.constant_value(name).unwrap_or(Value::Name(name))
            }
            Some(Kind::Field) => {
                let text = self.out.text(node);
                if is_dotted_name(text) { Value::Name(text) } else { Value::Other }
            }
            Some(Kind::Infix) => self.concatenation(node, depth),
            Some(Kind::Parenthesized) => match named_children(node).next() {
                Some(inner) => self.value(inner, depth + 1),
                None => Value::Other,
            },
            Some(Kind::Call) => {
                let function = child(node, self.fields.function).map_or("", |f| self.out.text(f));
                match child(node, self.fields.arguments) {
                    Some(list) if matches!(function, "Seq" | "List" | "Array" | "Set") => {
                        let mut items = Vec::new();
                        for item in named_children(list).take(MAX_ARGS) {
                            items.push(self.value(item, depth + 1));
                        }
                        Value::Group(items)
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
                Some(Value::Str(Cow::Owned(self.names.names.get(sym).to_owned())))
            }
            Constant::Literal(text) => Some(Value::Literal(text)),
        }
    }

    /// The constant start of `a + b + c`.
    fn concatenation(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        let mut node = node;
        let mut rights = Vec::new();
        while self.kind(node) == Some(Kind::Infix) {
            let plus = child(node, self.fields.operator).is_some_and(|o| self.out.text(o) == "+");
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
        let whole = |this: &Self, n: Node<'t>| {
            this.kind(n) != Some(Kind::Interpolated) || this.interpolated_start(n).1
        };
        let first_is_whole = whole(self, node);
        let Value::Str(start) = self.value(node, depth + 1) else { return Value::Other };
        let mut all = start.into_owned();
        if !first_is_whole {
            return Value::Str(all.into());
        }
        for right in rights.into_iter().rev() {
            let is_whole = whole(self, right);
            match self.value(right, depth + 1) {
                Value::Str(s) if is_whole => all.push_str(&s),
                Value::Literal(s) => all.push_str(s),
                _ => break,
            }
        }
        Value::Str(all.into())
    }

    /// Arguments with `new File("x")` and `Paths.get("x")` seen as the path they hold.
    pub(super) fn paths(&mut self, arguments: Node<'t>) -> Vec<Value<'t>> {
        let mut paths = Vec::new();
        for argument in named_children(arguments).take(MAX_ARGS) {
            if self.kind(argument) != Some(Kind::Comment) {
                paths.push(self.path(argument));
            }
        }
        paths
    }

    /// The path in `new File("x")`, `Paths.get("x")` or `File("x")`; else the value.
    pub(super) fn path(&mut self, node: Node<'t>) -> Value<'t> {
        let arguments = match self.kind(node) {
            Some(Kind::Instance) => {
                let t = self.written_type(node);
                let is_file = t.is_known() && self.names.names.get(t.name) == "java.io.File";
                is_file.then(|| self.find(node, Kind::Arguments)).flatten()
            }
            Some(Kind::Call) => {
                let function = child(node, self.fields.function).map_or("", |f| self.out.text(f));
                matches!(function, "File" | "Paths.get" | "Path.of")
                    .then(|| child(node, self.fields.arguments))
                    .flatten()
            }
            _ => None,
        };
        match arguments.and_then(|a| named_children(a).next()) {
            Some(first) => self.value(first, 1),
            None => self.value(node, 0),
        }
    }
}
