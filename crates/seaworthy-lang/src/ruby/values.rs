//! What expressions are worth.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Kind, Ruby};
use crate::grammar::{child, children, named_children};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Expressions within expressions are reduced so far.
const MAX_NESTING: u8 = 12;
/// Parts of one string that are put together.
const MAX_PARTS: usize = 64;
/// Bytes of a text that is put together.
const MAX_TEXT: usize = 1_000;

impl<'t> Ruby<'t> {
    /// The value of an expression. With `defaults`, variables of the environment that have a default are worth it.
    pub(super) fn value(&mut self, node: Node<'t>, defaults: bool) -> Value<'t> {
        self.reduce(node, defaults, 0, 0)
    }

    /// The values of an argument list or of the right side of an assignment.
    pub(super) fn list(&mut self, node: Node<'t>, defaults: bool) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for item in named_children(node) {
            if values.len() == MAX_ARGS {
                break;
            }
            if self.kind(item) != Some(Kind::Comment) {
                values.push(self.value(item, defaults));
            }
        }
        values
    }

    /// The inside of a string, symbol or heredoc up to the first interpolation of what is no constant.
    pub(super) fn string(&self, node: Node<'t>, defaults: bool) -> Cow<'t, str> {
        let mut all: Cow<'t, str> = Cow::Borrowed("");
        let mut whole = true;
        for part in named_children(node).take(MAX_PARTS) {
            if !whole {
                break;
            }
            let text = match self.kind(part) {
                Some(Kind::Content) => Cow::Borrowed(self.out.text(part)),
                Some(Kind::Escape) => unescape(self.out.text(part)),
                // The parts of `"a" "b"`.
                Some(Kind::Str) => {
                    whole = named_children(part).all(|n| self.kind(n) != Some(Kind::Interpolation));
                    self.string(part, defaults)
                }
                Some(Kind::Interpolation) => match self.interpolated(part, defaults) {
                    Some(text) => text,
                    None => break,
                },
                _ => break,
            };
            if all.len() + text.len() > MAX_TEXT.max(text.len()) {
                break;
            }
            if all.is_empty() { all = text } else { all.to_mut().push_str(&text) }
        }
        all
    }

    fn interpolated(&self, node: Node<'t>, defaults: bool) -> Option<Cow<'t, str>> {
        let inner = self.out.text(named_children(node).next()?);
        if matches!(inner.trim_start_matches("::"), "Rails.root" | "RAILS_ROOT") {
            return Some(Cow::Borrowed("."));
        }
        let variable = self.variables.get(inner)?;
        match variable.constant.or(variable.fallback.filter(|_| defaults))? {
            Constant::Str(s) => Some(Cow::Owned(self.names.get(s).to_owned())),
            Constant::Literal(s) => Some(Cow::Borrowed(s)),
        }
    }

    fn reduce(&mut self, node: Node<'t>, defaults: bool, depth: u8, nesting: u8) -> Value<'t> {
        if nesting > MAX_NESTING {
            return Value::Other;
        }
        let text = self.out.text(node);
        match self.kind(node) {
            Some(Kind::Str | Kind::ChainedStr | Kind::QuotedSymbol | Kind::Word) => {
                let whole = self.string(node, defaults);
                let built = node.named_child_count() > 0;
                if whole.is_empty() && built { Value::Other } else { Value::Str(whole) }
            }
            Some(Kind::Symbol) => Value::Str(Cow::Borrowed(text.trim_start_matches(':'))),
            Some(Kind::Constant) => Value::Literal(text),
            Some(Kind::Identifier | Kind::Name) => self.named_value(text, defaults),
            Some(Kind::ScopedName) => Value::Name(text),
            Some(Kind::Binary) => self.binary(node, defaults, depth, nesting),
            Some(Kind::Parenthesized | Kind::Body) if node.named_child_count() == 1 => {
                match named_children(node).next() {
                    Some(inner) => self.reduce(inner, defaults, depth, nesting + 1),
                    None => Value::Other,
                }
            }
            Some(Kind::Hash | Kind::Array | Kind::Words) => {
                if depth >= MAX_DEPTH {
                    return Value::Other;
                }
                let mut items = Vec::new();
                for item in named_children(node) {
                    if items.len() == MAX_ARGS {
                        break;
                    }
                    if self.kind(item) != Some(Kind::Comment) {
                        items.push(self.reduce(item, defaults, depth + 1, nesting + 1));
                    }
                }
                Value::Group(items)
            }
            Some(Kind::Pair) => self.pair(node, defaults, depth, nesting),
            Some(Kind::Call) => self.called(node, defaults, depth, nesting),
            _ => Value::Other,
        }
    }

    fn named_value(&mut self, name: &'t str, defaults: bool) -> Value<'t> {
        let Some(variable) = self.variables.get(name) else { return Value::Name(name) };
        let known =
            if defaults { variable.constant.or(variable.fallback) } else { variable.constant };
        match known {
            Some(Constant::Str(s)) => Value::Str(Cow::Owned(self.names.get(s).to_owned())),
            Some(Constant::Literal(s)) => Value::Literal(s),
            None => Value::Name(name),
        }
    }

    fn pair(&mut self, node: Node<'t>, defaults: bool, depth: u8, nesting: u8) -> Value<'t> {
        let Some(key) = child(node, self.fields.key) else { return Value::Other };
        let key = self.out.text(key).trim_matches([':', '"', '\'']);
        let value = match child(node, self.fields.value) {
            Some(value) => self.reduce(value, defaults, depth, nesting + 1),
            // `{ name: }` takes the variable of that name.
            None => Value::Name(key),
        };
        if is_dotted_name(key) { Value::Named(key, Box::new(value)) } else { value }
    }

    fn binary(&mut self, node: Node<'t>, defaults: bool, depth: u8, nesting: u8) -> Value<'t> {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return Value::Other;
        };
        match child(node, self.fields.operator).map_or("", |o| self.out.text(o)) {
            "||" | "or" if defaults => self.reduce(right, defaults, depth, nesting + 1),
            "+" => {
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

    /// What a call returns, of the few that are worked out.
    fn called(&mut self, node: Node<'t>, defaults: bool, depth: u8, nesting: u8) -> Value<'t> {
        let Some(method) = child(node, self.fields.method) else { return Value::Other };
        let method = self.out.text(method);
        let receiver = child(node, self.fields.receiver);
        // `::File` is `File`, said from the top.
        let before = receiver.map_or("", |r| self.out.text(r).trim_start_matches("::"));
        let arguments = child(node, self.fields.arguments);
        let next = nesting + 1;
        let first = arguments.and_then(|a| named_children(a).next());
        match (before, method) {
            ("ENV", "fetch") if defaults => {
                let default = arguments.and_then(|a| named_children(a).nth(1));
                let default =
                    default.or(child(node, self.fields.block).and_then(|b| block_value(b)));
                match default {
                    Some(default) => self.reduce(default, defaults, depth, next),
                    None => Value::Other,
                }
            }
            ("Rails", "root") => Value::Str(Cow::Borrowed(".")),
            ("File" | "Rails.root", "join") => {
                let mut parts: Vec<String> = Vec::new();
                if before == "Rails.root" {
                    parts.push(".".to_owned());
                }
                for part in arguments
                    .map(|a| named_children(a).take(MAX_ARGS).collect::<Vec<_>>())
                    .unwrap_or_default()
                {
                    match self.reduce(part, defaults, depth, next) {
                        Value::Str(s) => parts.push(s.into_owned()),
                        _ => break,
                    }
                }
                if parts.is_empty() {
                    return Value::Other;
                }
                Value::Str(Cow::Owned(parts.join("/").replace("//", "/")))
            }
            ("File", "expand_path") | ("" | "Kernel", "Integer" | "String" | "Pathname") => {
                match first {
                    Some(first) => self.reduce(first, defaults, depth, next),
                    None => Value::Other,
                }
            }
            (_, "to_s" | "to_i" | "to_str" | "freeze" | "to_sym" | "strip") => match receiver {
                Some(receiver) => self.reduce(receiver, defaults, depth, next),
                None => Value::Other,
            },
            _ => {
                let text = self.out.text(node);
                if arguments.is_none() && is_dotted_name(text) {
                    Value::Name(text)
                } else {
                    Value::Other
                }
            }
        }
    }
}

/// The one expression of a block: 3000 in `{ 3000 }`.
pub(super) fn block_value(block: Node<'_>) -> Option<Node<'_>> {
    let body = children(block).find(|n| matches!(n.kind(), "block_body" | "body_statement"))?;
    named_children(body).next().filter(|_| body.named_child_count() == 1)
}
