//! What words are worth.

use std::borrow::Cow;

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Shell};
use crate::grammar::{child, children, named_children};
use crate::output::span;
use crate::value::{Value, unescape};

/// Words longer than this are cut where they are put together.
const MAX_TEXT: usize = 2_000;
/// How deep words within words are looked at.
const MAX_NESTING: u8 = 8;

impl<'t> Shell<'t> {
    /// The value of a word as it is written: a constant, the constant start of a longer one, or a variable.
    pub(super) fn value(&self, node: Node<'t>) -> Value<'t> {
        self.reduce(node, false, 0).0
    }

    /// The text of a word where variables that hold a constant, and defaults, count; `None` where any part is unknown.
    pub(super) fn constant(&self, node: Node<'t>) -> Option<String> {
        match self.reduce(node, true, 0) {
            (Value::Str(text), true) => Some(text.into_owned()),
            (Value::Literal(text), true) => Some(text.to_owned()),
            _ => None,
        }
    }

    /// The value, and whether it is the whole word.
    fn reduce(&self, node: Node<'t>, variables: bool, nesting: u8) -> (Value<'t>, bool) {
        if nesting > MAX_NESTING {
            return (Value::Other, false);
        }
        let text = self.out.text(node);
        match self.kind(node) {
            Some(Kind::Word) => {
                let text = if text.contains('\\') {
                    Cow::Owned(text.replace("\\\n", "").replace('\\', ""))
                } else {
                    Cow::Borrowed(text)
                };
                // Only a run tells what a pattern or a brace stands for.
                (Value::Str(text), true)
            }
            Some(Kind::Number) => (Value::Literal(text), true),
            Some(Kind::RawString) => (Value::Str(Cow::Borrowed(text.trim_matches('\''))), true),
            Some(Kind::AnsiString) => {
                let inner = text.trim_start_matches('$').trim_matches('\'');
                (Value::Str(unescape(inner)), true)
            }
            Some(Kind::Str | Kind::Concatenation) => self.parts(node, variables, nesting),
            Some(Kind::SimpleExpansion) => {
                self.variable(text.trim_start_matches('$'), None, variables, nesting)
            }
            Some(Kind::Expansion) => {
                let (name, operator, default) = self.expansion(node);
                match operator {
                    "" => self.variable(name, None, variables, nesting),
                    ":-" | "-" | ":=" | "=" => self.variable(name, default, variables, nesting),
                    _ => (Value::Other, false),
                }
            }
            _ => {
                if text == "$" {
                    return (Value::Str(Cow::Borrowed(text)), true);
                }
                (Value::Other, false)
            }
        }
    }

    fn variable(
        &self,
        name: &'t str,
        default: Option<Node<'t>>,
        variables: bool,
        nesting: u8,
    ) -> (Value<'t>, bool) {
        if variables {
            match self.variables.get(name) {
                Some(Some(text)) => return (Value::Str(Cow::Owned(text.clone())), true),
                Some(None) => return (Value::Other, false),
                None => {}
            }
            if let Some(default) = default {
                return self.reduce(default, variables, nesting + 1);
            }
            return (Value::Other, false);
        }
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if plain && !name.is_empty() { (Value::Name(name), true) } else { (Value::Other, false) }
    }

    /// Name, operator and default of `${X:-y}`.
    pub(super) fn expansion(&self, node: Node<'t>) -> (&'t str, &'t str, Option<Node<'t>>) {
        let mut name = "";
        let mut operator = "";
        let mut default = None;
        for part in children(node) {
            if part.kind() == "variable_name" && name.is_empty() {
                name = self.out.text(part);
            } else if part.kind() == "subscript" || part.kind() == "special_variable_name" {
                name = "";
            } else if !part.is_named() && !matches!(part.kind(), "${" | "}") && operator.is_empty()
            {
                operator = self.out.text(part);
            } else if part.is_named() && default.is_none() {
                default = Some(part);
            }
        }
        (name, operator, default)
    }

    /// The parts of a string or of words without a space between them.
    fn parts(&self, node: Node<'t>, variables: bool, nesting: u8) -> (Value<'t>, bool) {
        let mut out = String::new();
        // Spaces between an expansion and what follows belong to no node.
        let quoted = self.kind(node) == Some(Kind::Str);
        let mut at = node.start_byte() + usize::from(quoted);
        let end = node.end_byte() - usize::from(quoted && node.end_byte() > at);
        let mut parts = named_children(node).peekable();
        if parts.peek().is_none() {
            let inner = self.out.source().get(at..end).unwrap_or("");
            return (Value::Str(Cow::Borrowed(inner.trim_matches('"'))), true);
        }
        let mut count = 0;
        while let Some(part) = parts.next() {
            if quoted && let Some(gap) = self.out.source().get(at..part.start_byte()) {
                out.push_str(gap);
            }
            at = part.end_byte();
            let is_only = count == 0 && parts.peek().is_none() && (at >= end || !quoted);
            count += 1;
            if self.kind(part) == Some(Kind::StrContent) {
                out.push_str(&unquoted(self.out.text(part)));
                continue;
            }
            let (value, whole) = self.reduce(part, variables, nesting + 1);
            match value {
                Value::Str(text) => out.push_str(&text),
                Value::Literal(text) => out.push_str(text),
                other if is_only && out.is_empty() => return (other, whole),
                _ => {
                    let nothing = out.is_empty();
                    return (if nothing { Value::Other } else { Value::Str(out.into()) }, false);
                }
            }
            if !whole || out.len() > MAX_TEXT {
                return (Value::Str(out.into()), false);
            }
        }
        if quoted && let Some(gap) = self.out.source().get(at..end) {
            out.push_str(gap);
        }
        (Value::Str(out.into()), true)
    }

    /// The facts of a string; words without quotes only where they hold an address.
    pub(super) fn literal(&mut self, node: Node<'t>) {
        let within = node.parent().and_then(|p| self.kind(p));
        if matches!(within, Some(Kind::Concatenation | Kind::Str)) {
            return;
        }
        if let Value::Str(text) = self.value(node) {
            // What is shown to people is no address that anything connects to.
            if self.is_shown(node) {
                self.out.fact(FactKind::StringLit, false, &text, "arg:echo", span(node));
            } else {
                self.out.string(&text, span(node));
            }
        }
    }

    fn is_shown(&self, node: Node<'t>) -> bool {
        let Some(command) = node.parent().filter(|p| self.kind(*p) == Some(Kind::Command)) else {
            return false;
        };
        let name = child(command, self.fields.name).map_or("", |n| self.out.text(n));
        matches!(name, "echo" | "printf" | "print") || self.functions.contains(name)
    }
}

/// The inside of a string in double quotes: only `\$`, `` \` ``, `\"`, `\\` and a line end are escaped there.
fn unquoted(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\\' {
            match rest.peek() {
                Some('$' | '`' | '"' | '\\') => {}
                Some('\n') => {
                    rest.next();
                    continue;
                }
                _ => {
                    out.push(c);
                    continue;
                }
            }
            out.extend(rest.next());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}
