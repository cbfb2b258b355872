//! What expressions are worth, and what names are in full.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Kind, Native};
use crate::grammar::{child, named_children};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, unescape};
use crate::variables::{Constant, join};

/// Expressions within expressions are reduced so far.
const MAX_NESTING: u8 = 12;

impl<'t> Native<'t> {
    /// The value of an expression.
    pub(super) fn value(&mut self, node: Node<'t>) -> Value<'t> {
        self.reduce(node, 0, 0)
    }

    /// The values of an argument list.
    pub(super) fn arguments(&mut self, arguments: Node<'t>) -> Vec<Value<'t>> {
        let nodes = self.argument_nodes(arguments);
        nodes.into_iter().map(|n| self.value(n)).collect()
    }

    /// The expressions of an argument list, without comments.
    pub(super) fn argument_nodes(&self, arguments: Node<'t>) -> Vec<Node<'t>> {
        named_children(arguments)
            .filter(|n| self.kinds.kind(*n) != Some(Kind::Comment))
            .take(MAX_ARGS)
            .collect()
    }

    fn reduce(&mut self, node: Node<'t>, depth: u8, nesting: u8) -> Value<'t> {
        if nesting > MAX_NESTING {
            return Value::Other;
        }
        let text = self.out.text(node);
        let inner = |node: Option<Node<'t>>, this: &mut Self| {
            node.map_or(Value::Other, |n| this.reduce(n, depth, nesting + 1))
        };
        match self.kind(node) {
            Some(Kind::Str) => string(text).map_or(Value::Other, Value::Str),
            Some(Kind::RawStr) => Value::Str(Cow::Borrowed(raw(text))),
            Some(Kind::Concatenation) => self.concatenation(node),
            Some(Kind::Constant) => Value::Literal(text),
            Some(Kind::Identifier) => self.named_value(text),
            Some(Kind::Qualified) => {
                let name = text.rsplit("::").next().unwrap_or(text);
                Value::Name(name)
            }
            Some(Kind::FieldAccess) if crate::value::is_dotted_name(text) => Value::Name(text),
            Some(Kind::FieldAccess) => child(node, self.fields.field)
                .map_or(Value::Other, |f| Value::Name(self.out.text(f))),
            Some(Kind::Parenthesized) => inner(named_children(node).next(), self),
            Some(Kind::Cast) => inner(child(node, self.fields.value), self),
            Some(Kind::Pointer) => match child(node, self.fields.argument) {
                Some(argument) if self.kind(argument) == Some(Kind::Identifier) => {
                    Value::Name(self.out.text(argument))
                }
                _ => Value::Other,
            },
            // `O_CREAT | O_RDWR`: every flag, so that a rule can ask for one.
            Some(Kind::Binary) => {
                let mut flags = Vec::new();
                self.flags(node, &mut flags);
                if flags.len() > 1 { Value::Group(flags) } else { Value::Other }
            }
            Some(Kind::Call) => self.called(node, depth, nesting),
            Some(Kind::List) if depth < MAX_DEPTH => {
                let nodes = self.argument_nodes(node);
                Value::Group(
                    nodes.into_iter().map(|n| self.reduce(n, depth + 1, nesting + 1)).collect(),
                )
            }
            Some(Kind::Pair) => {
                let key = child(node, self.fields.designator)
                    .map_or("", |d| self.out.text(d).trim_start_matches('.'));
                let value = inner(child(node, self.fields.value), self);
                Value::Named(key, Box::new(value))
            }
            _ => Value::Other,
        }
    }

    /// The parts of an expression of names and `|`; empty for every other.
    pub(super) fn flags(&mut self, node: Node<'t>, into: &mut Vec<Value<'t>>) {
        let mut node = node;
        while self.kind(node) == Some(Kind::Binary) {
            let (Some(left), Some(right)) =
                (child(node, self.fields.left), child(node, self.fields.right))
            else {
                return;
            };
            let or = crate::grammar::children(node).any(|c| c.kind() == "|");
            if !or || self.kind(right) != Some(Kind::Identifier) || into.len() == MAX_ARGS {
                into.clear();
                return;
            }
            into.push(Value::Name(self.out.text(right)));
            node = left;
        }
        if self.kind(node) == Some(Kind::Identifier) {
            into.push(Value::Name(self.out.text(node)));
            into.reverse();
        } else {
            into.clear();
        }
    }

    fn named_value(&mut self, name: &'t str) -> Value<'t> {
        match self.variables.get(name).and_then(|v| v.constant) {
            Some(Constant::Str(s)) => Value::Str(Cow::Owned(self.names.get(s).to_owned())),
            Some(Constant::Literal(s)) => Value::Literal(s),
            None => Value::Name(name),
        }
    }

    /// `"a" PREFIX "b"`, as far as its parts are known from the start.
    fn concatenation(&mut self, node: Node<'t>) -> Value<'t> {
        let mut all = String::new();
        for part in named_children(node) {
            let part = match self.kind(part) {
                Some(Kind::Str) => string(self.out.text(part)),
                Some(Kind::Identifier) => match self.named_value(self.out.text(part)) {
                    Value::Str(s) => Some(s),
                    // What a macro stands for that is not seen here is unknown, and so is all that follows.
                    _ => None,
                },
                _ => continue,
            };
            match part {
                Some(part) if all.len() + part.len() < 1_000 => all.push_str(&part),
                _ => break,
            }
        }
        Value::Str(Cow::Owned(all))
    }

    /// `htons(80)` is 80, `std::string("x")` is `x`, `getenv("X")` is unknown.
    fn called(&mut self, node: Node<'t>, depth: u8, nesting: u8) -> Value<'t> {
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Value::Other;
        };
        let name = self.out.text(function).trim_start_matches(':');
        let passes = matches!(
            name,
            "htons"
                | "htonl"
                | "inet_addr"
                | "std::string"
                | "string"
                | "QString"
                | "QLatin1String"
        );
        match self.argument_nodes(arguments).first() {
            Some(first) if passes => self.reduce(*first, depth, nesting + 1),
            _ => Value::Other,
        }
    }

    /// A name in full: `a::b<c>` is `a.b`, without the leading `std::` of what C has, too.
    pub(super) fn qualified(&self, node: Node<'t>, nesting: u8) -> String {
        if nesting > MAX_NESTING {
            return String::new();
        }
        match self.kind(node) {
            Some(Kind::Qualified) => {
                let scope = child(node, self.fields.scope).map(|s| self.qualified(s, nesting + 1));
                let name = child(node, self.fields.name).map(|n| self.qualified(n, nesting + 1));
                let scope = scope.unwrap_or_default();
                let name = name.unwrap_or_default();
                let scope = self.aliases.get(scope.as_str()).cloned().unwrap_or(scope);
                join(&scope, &name)
            }
            Some(Kind::Template) => child(node, self.fields.name)
                .map_or_else(String::new, |n| self.qualified(n, nesting + 1)),
            Some(Kind::Type) => child(node, self.fields.name)
                .map_or_else(String::new, |n| self.qualified(n, nesting + 1)),
            _ => {
                let text = self.out.text(node);
                text.strip_prefix("struct ").unwrap_or(text).trim().to_owned()
            }
        }
    }
}

/// The inside of `"…"`, `L"…"`, `u8"…"`.
fn string(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.split_once('"')?.1;
    Some(unescape(inner.strip_suffix('"')?))
}

/// The inside of `R"x(…)x"`.
fn raw(text: &str) -> &str {
    let inner = text.split_once('(').map_or(text, |(_, rest)| rest);
    inner.rsplit_once(')').map_or(inner, |(inside, _)| inside)
}

/// The value of a macro: a string or a number, also in parentheses.
pub(super) fn macro_value(text: &str) -> Value<'_> {
    let mut text = text.split("/*").next().unwrap_or(text).trim();
    if !text.starts_with('"') {
        text = text.split("//").next().unwrap_or(text).trim();
    }
    while let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        text = inner.trim();
    }
    if let Some(inner) = text.strip_prefix('"') {
        let end = inner.char_indices().find(|&(i, c)| {
            c == '"' && inner.get(..i).is_none_or(|before| !before.ends_with('\\'))
        });
        return match end.and_then(|(i, _)| inner.get(..i)) {
            Some(inside) => Value::Str(unescape(inside)),
            None => Value::Other,
        };
    }
    let digits = text.trim_end_matches(['u', 'U', 'l', 'L']);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Value::Literal(digits);
    }
    Value::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_have_values() {
        assert_eq!(macro_value(" (8080) /* x */"), Value::Literal("8080"));
        assert_eq!(macro_value("\"http://a\" // b"), Value::Str("http://a".into()));
        assert_eq!(macro_value("A + 1"), Value::Other);
        assert_eq!(macro_value("\""), Value::Other);
        assert_eq!(raw("R\"(a)b)\""), "a)b");
    }
}
