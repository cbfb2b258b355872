//! What expressions are worth without running them.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Kind, Php, child};
use crate::grammar::named_children;
use crate::output::{TEMPORARY, is_temporary_name};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Parts of a concatenation that are put together.
const MAX_PARTS: usize = 32;

impl<'t> Php<'t> {
    /// The inside of a literal in single quotes, or in double quotes without variables.
    pub(super) fn string(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        let text = self.out.text(node).trim_start_matches(['b', 'B']);
        let quote = text.chars().next().filter(|q| matches!(q, '"' | '\''))?;
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        if quote == '"' {
            return Some(unescape(inner));
        }
        if !inner.contains('\\') {
            return Some(Cow::Borrowed(inner));
        }
        Some(Cow::Owned(inner.replace("\\'", "'").replace("\\\\", "\\")))
    }

    /// The constant start of a string in double quotes, or of a heredoc.
    pub(super) fn template_start(&self, node: Node<'t>) -> Cow<'t, str> {
        let mut body = node;
        if self.kind(node) == Some(Kind::Heredoc) {
            match named_children(node).find(|n| self.kind(*n) == Some(Kind::HeredocBody)) {
                Some(found) => body = found,
                None => return Cow::Borrowed(""),
            }
        }
        let mut parts = named_children(body);
        let Some(first) = parts.next() else { return Cow::Borrowed("") };
        let is_text =
            |n: Node<'t>| matches!(self.kind(n), Some(Kind::StringContent | Kind::Escape));
        if !is_text(first) {
            return Cow::Borrowed("");
        }
        let mut end = first;
        for part in parts {
            if !is_text(part) {
                break;
            }
            end = part;
        }
        let at = body.start_byte();
        let bytes = first.start_byte().saturating_sub(at)..end.end_byte().saturating_sub(at);
        unescape(self.out.text(body).get(bytes).unwrap_or(""))
    }

    /// The values of an argument list.
    pub(super) fn arguments(&mut self, node: Node<'t>) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for argument in named_children(node) {
            if values.len() == MAX_ARGS {
                break;
            }
            if self.kind(argument) != Some(Kind::Argument) {
                continue;
            }
            let name = child(argument, self.fields.name);
            let Some(inner) = named_children(argument).last() else { continue };
            let value = self.value(inner, 0);
            values.push(match name {
                Some(name) => Value::Named(self.out.text(name), Box::new(value)),
                None => value,
            });
        }
        values
    }

    /// What an expression is worth.
    pub(super) fn value(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        if depth > MAX_DEPTH {
            return Value::Other;
        }
        match self.kind(node) {
            Some(Kind::Str) => self.string(node).map_or(Value::Other, Value::Str),
            Some(Kind::Template | Kind::Heredoc) => Value::Str(self.template_start(node)),
            Some(Kind::Constant) => Value::Literal(self.out.text(node)),
            Some(Kind::Variable) => {
                let name = self.variable(node);
                let meaning = self.variables.get(name).unwrap_or_default();
                self.constant(meaning.constant).unwrap_or(Value::Name(name))
            }
            Some(Kind::Name) => Value::Name(self.out.text(node)),
            Some(Kind::Member) => {
                let text = self.out.text(node);
                if let Some(name) = text.strip_prefix("$this->")
                    && let Some(meaning) = self.members.get(name)
                    && let Some(value) = self.constant(meaning.constant)
                {
                    return value;
                }
                Value::Other
            }
            Some(Kind::ClassConstant) => {
                let text = self.out.text(node);
                let name = text.rsplit("::").next().unwrap_or(text);
                let own = text.starts_with("self::") || text.starts_with("static::");
                let constant = self.members.get(name).filter(|_| own).and_then(|m| m.constant);
                match self.constant(constant) {
                    Some(value) => value,
                    None if is_dotted_name(name) && name != "class" => Value::Name(name),
                    None => Value::Other,
                }
            }
            Some(Kind::Binary) => self.concatenation(node, depth),
            Some(Kind::Call) => {
                let function = child(node, self.fields.function).map_or("", |f| self.out.text(f));
                made_temporary(function)
            }
            Some(Kind::MethodCall | Kind::StaticCall) => {
                let method = child(node, self.fields.name).map_or("", |n| self.out.text(n));
                made_temporary(method)
            }
            Some(Kind::Unary) => {
                let text = self.out.text(node);
                let digits =
                    text.strip_prefix('-').is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
                if digits && text.len() < 24 { Value::Literal(text) } else { Value::Other }
            }
            Some(Kind::Parenthesized) => match named_children(node).next() {
                Some(inner) => self.value(inner, depth + 1),
                None => Value::Other,
            },
            Some(Kind::Cast) => match child(node, self.fields.value) {
                Some(inner) => self.value(inner, depth + 1),
                None => Value::Other,
            },
            Some(Kind::Array) => {
                let mut items = Vec::new();
                for item in named_children(node) {
                    if items.len() == MAX_ARGS {
                        break;
                    }
                    if self.kind(item) == Some(Kind::ArrayItem) {
                        let item = self.array_item(item, depth);
                        items.push(item);
                    }
                }
                Value::Group(items)
            }
            _ => Value::Other,
        }
    }

    /// Key and value of an array's element.
    pub(super) fn key_and_value(&self, item: Node<'t>) -> (Option<Node<'t>>, Option<Node<'t>>) {
        let mut parts = named_children(item).filter(|n| self.kinds.kind(*n) != Some(Kind::Comment));
        match (parts.next(), parts.next()) {
            (Some(key), Some(value)) => (Some(key), Some(value)),
            (value, None) => (None, value),
            (None, Some(value)) => (None, Some(value)),
        }
    }

    /// A key as a name; `?` for one that only a run could tell.
    pub(super) fn key(&self, node: Node<'t>) -> &'t str {
        let text = self.out.text(node);
        match self.kind(node) {
            Some(Kind::Str | Kind::Template) => {
                let name = text.trim_matches(['"', '\'']);
                if name.contains(['$', '\n']) { "?" } else { name }
            }
            Some(Kind::Constant | Kind::Name) => text,
            _ => "?",
        }
    }

    fn array_item(&mut self, item: Node<'t>, depth: u8) -> Value<'t> {
        match self.key_and_value(item) {
            (Some(key), Some(value)) => {
                let value = self.value(value, depth + 1);
                Value::Named(self.key(key), Box::new(value))
            }
            (_, Some(value)) => self.value(value, depth + 1),
            _ => Value::Other,
        }
    }

    fn constant(&self, constant: Option<Constant<'t>>) -> Option<Value<'t>> {
        match constant? {
            Constant::Str(sym) => Some(Value::Str(Cow::Owned(self.names.get(sym).to_owned()))),
            Constant::Literal(text) => Some(Value::Literal(text)),
        }
    }

    /// The constant start of `a . b . c`; `__DIR__` and the framework's folders are `.`.
    fn concatenation(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        let mut node = node;
        let mut rights = Vec::new();
        while self.kind(node) == Some(Kind::Binary) {
            let dot = child(node, self.fields.operator).is_some_and(|o| o.kind() == ".");
            let (Some(left), Some(right)) =
                (child(node, self.fields.left), child(node, self.fields.right))
            else {
                return Value::Other;
            };
            if !dot || rights.len() == MAX_PARTS {
                return Value::Other;
            }
            rights.push(right);
            node = left;
        }
        let mut all = match self.value(node, depth + 1) {
            Value::Str(start) => start.into_owned(),
            Value::Name(name) if is_temporary_name(name) => TEMPORARY.to_owned(),
            Value::Name("__DIR__" | "ABSPATH" | "BASEPATH" | "APPPATH") => ".".to_owned(),
            _ => return Value::Other,
        };
        for right in rights.into_iter().rev() {
            match self.value(right, depth + 1) {
                Value::Str(s) => all.push_str(&s),
                Value::Literal(s) => all.push_str(s),
                _ => break,
            }
        }
        Value::Str(Cow::Owned(all))
    }
}

/// What a call returns that makes a temporary file or names one: `tempnam()`, `Files::temp_filename()`.
fn made_temporary<'t>(function: &str) -> Value<'t> {
    let name = function.trim_start_matches('\\').to_ascii_lowercase();
    let says_so = ["temp", "tmp"].iter().any(|word| name.starts_with(word))
        && ["file", "name", "nam", "dir", "path"].iter().any(|word| name.contains(word));
    if says_so || name == "sys_get_temp_dir" { Value::Str(TEMPORARY.into()) } else { Value::Other }
}
