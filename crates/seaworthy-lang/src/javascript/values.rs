//! What expressions are worth without running them.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Kind, Script, child};
use crate::grammar::named_children;
use crate::meaning::Defaults;
use crate::output::{TEMPORARY, is_temporary_name};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Parts of a concatenation that are put together.
const MAX_PARTS: usize = 32;

impl<'t> Script<'t> {
    /// The inside of a string literal, or of a template without expressions.
    pub(super) fn string(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        let text = self.out.text(node);
        let quote = text.chars().next().filter(|q| matches!(q, '"' | '\'' | '`'))?;
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        if quote == '`' && inner.contains("${") {
            return None;
        }
        Some(unescape(inner))
    }

    /// The constant start of a template.
    pub(super) fn template_start(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        let text = self.out.text(node).strip_prefix('`')?;
        match named_children(node).find(|n| self.kind(*n) == Some(Kind::Substitution)) {
            Some(first) => {
                let end = first.start_byte().checked_sub(node.start_byte() + 1)?;
                Some(unescape(text.get(..end)?))
            }
            None => Some(unescape(text.strip_suffix('`').unwrap_or(text))),
        }
    }

    /// What an expression is worth, environment variables left unknown.
    pub(super) fn value(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        self.value_with(node, depth, Defaults::Ignored)
    }

    /// The values of an argument list.
    pub(super) fn arguments(&mut self, node: Node<'t>, defaults: Defaults) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        if self.kind(node) == Some(Kind::Template) {
            return values;
        }
        for child in named_children(node) {
            if values.len() == MAX_ARGS {
                break;
            }
            if self.kind(child) != Some(Kind::Comment) {
                values.push(self.value_with(child, 0, defaults));
            }
        }
        values
    }

    /// What an expression is worth.
    pub(super) fn value_with(
        &mut self,
        node: Node<'t>,
        depth: u8,
        defaults: Defaults,
    ) -> Value<'t> {
        if depth > MAX_DEPTH {
            return Value::Other;
        }
        match self.kind(node) {
            Some(Kind::Str) => self.string(node).map_or(Value::Other, Value::Str),
            Some(Kind::Template) => self.template(node, depth, defaults),
            Some(Kind::Constant) => Value::Literal(self.out.text(node)),
            Some(Kind::Identifier | Kind::Shorthand) => {
                let name = self.out.text(node);
                let meaning = self.variables.get(name).unwrap_or_default();
                self.constant(meaning.constant, meaning.fallback, defaults)
                    .unwrap_or(Value::Name(name))
            }
            Some(Kind::Member) => self.member_value(node, defaults),
            Some(Kind::Binary) => self.binary(node, depth, defaults),
            Some(Kind::Unary) => self.unary(node, depth, defaults),
            Some(Kind::Parenthesized | Kind::Wrapped) => match named_children(node).next() {
                Some(inner) => self.value_with(inner, depth + 1, defaults),
                None => Value::Other,
            },
            Some(Kind::Call) if defaults == Defaults::Assumed => self.call_value(node, depth),
            Some(Kind::Object) => {
                let mut items = Vec::new();
                for item in named_children(node).take(MAX_ARGS) {
                    if let Some(item) = self.entry(item, depth, defaults) {
                        items.push(item);
                    }
                }
                Value::Group(items)
            }
            Some(Kind::Array) => {
                let mut items = Vec::new();
                for item in named_children(node).take(MAX_ARGS) {
                    if self.kind(item) != Some(Kind::Comment) {
                        items.push(self.value_with(item, depth + 1, defaults));
                    }
                }
                Value::Group(items)
            }
            _ => Value::Other,
        }
    }

    /// The name of a property without quotes.
    pub(super) fn key(&self, node: Node<'t>) -> &'t str {
        let text = self.out.text(node);
        if self.kind(node) == Some(Kind::Str) {
            text.trim_matches(['"', '\''])
        } else if text.starts_with('[') {
            "?"
        } else {
            text
        }
    }

    fn entry(&mut self, item: Node<'t>, depth: u8, defaults: Defaults) -> Option<Value<'t>> {
        match self.kind(item) {
            Some(Kind::Comment) => None,
            Some(Kind::Pair) => {
                let key = child(item, self.fields.key)?;
                let value = child(item, self.fields.value)?;
                let value = self.value_with(value, depth + 1, defaults);
                Some(Value::Named(self.key(key), Box::new(value)))
            }
            Some(Kind::Shorthand) => {
                let value = self.value_with(item, depth + 1, defaults);
                Some(Value::Named(self.out.text(item), Box::new(value)))
            }
            Some(Kind::Method) => {
                let name = child(item, self.fields.name)?;
                Some(Value::Named(self.key(name), Box::new(Value::Other)))
            }
            _ => Some(Value::Other),
        }
    }

    fn constant(
        &self,
        constant: Option<Constant<'t>>,
        fallback: Option<Constant<'t>>,
        defaults: Defaults,
    ) -> Option<Value<'t>> {
        match constant.or(fallback.filter(|_| defaults == Defaults::Assumed))? {
            Constant::Str(sym) => Some(Value::Str(Cow::Owned(self.names.get(sym).to_owned()))),
            Constant::Literal(text) => Some(Value::Literal(text)),
        }
    }

    fn member_value(&mut self, node: Node<'t>, defaults: Defaults) -> Value<'t> {
        let text = self.out.text(node);
        if let Some(name) = text.strip_prefix("this.")
            && let Some(meaning) = self.members.get(name)
            && let Some(value) = self.constant(meaning.constant, meaning.fallback, defaults)
        {
            return value;
        }
        if is_dotted_name(text) { Value::Name(text) } else { Value::Other }
    }

    fn unary(&mut self, node: Node<'t>, depth: u8, defaults: Defaults) -> Value<'t> {
        let text = self.out.text(node);
        if text.len() < 24
            && text.strip_prefix('-').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        {
            return Value::Literal(text);
        }
        match named_children(node).next() {
            Some(inner) if text.starts_with('+') && defaults == Defaults::Assumed => {
                self.value_with(inner, depth + 1, defaults)
            }
            _ => Value::Other,
        }
    }

    /// `parseInt(x)` and the like are what `x` is; `path.join(__dirname, 'a')` is `./a`.
    fn call_value(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Value::Other;
        };
        if matches!(self.out.text(function), "parseInt" | "Number" | "String") {
            return match named_children(arguments).next() {
                Some(first) => self.value_with(first, depth + 1, Defaults::Assumed),
                None => Value::Other,
            };
        }
        let meaning = self.meaning(function);
        let callee = self.names.get(meaning.type_.name);
        if matches!(callee, "os.tmpdir" | "fs.mkdtempSync") {
            return Value::Str(TEMPORARY.into());
        }
        if !matches!(callee, "path.join" | "path.resolve") {
            return Value::Other;
        }
        let mut path = String::new();
        for part in named_children(arguments).take(MAX_ARGS) {
            let part = match self.value_with(part, depth + 1, Defaults::Assumed) {
                Value::Str(s) => s,
                Value::Name("__dirname") => ".".into(),
                Value::Name(name) if path.is_empty() && is_temporary_name(name) => TEMPORARY.into(),
                _ if path.is_empty() => return Value::Other,
                _ => break,
            };
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(part.trim_end_matches('/').trim_start_matches("./"));
        }
        Value::Str(Cow::Owned(path))
    }

    fn binary(&mut self, node: Node<'t>, depth: u8, defaults: Defaults) -> Value<'t> {
        if self.is_choice(node) {
            if defaults == Defaults::Ignored {
                return Value::Other;
            }
            for side in [self.fields.right, self.fields.left] {
                if let Some(side) = child(node, side) {
                    let value = self.value_with(side, depth + 1, defaults);
                    if matches!(value, Value::Str(_) | Value::Literal(_)) {
                        return value;
                    }
                }
            }
            return Value::Other;
        }
        self.concatenation(node, depth, defaults)
    }

    /// The constant start of `a + b + c`.
    fn concatenation(&mut self, node: Node<'t>, depth: u8, defaults: Defaults) -> Value<'t> {
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
        let mut all = match self.value_with(node, depth + 1, defaults) {
            Value::Str(start) => start.into_owned(),
            Value::Name("__dirname") if defaults == Defaults::Assumed => ".".to_owned(),
            Value::Name(name) if defaults == Defaults::Assumed && is_temporary_name(name) => {
                TEMPORARY.to_owned()
            }
            _ => return Value::Other,
        };
        for right in rights.into_iter().rev() {
            match self.value_with(right, depth + 1, defaults) {
                Value::Str(s) => all.push_str(&s),
                Value::Literal(s) => all.push_str(s),
                _ => break,
            }
        }
        Value::Str(Cow::Owned(all))
    }

    /// A template: its constant start, going on through expressions that are constants.
    fn template(&mut self, node: Node<'t>, depth: u8, defaults: Defaults) -> Value<'t> {
        let mut all = String::new();
        for part in named_children(node).take(MAX_PARTS) {
            match self.kind(part) {
                Some(Kind::Fragment) => all.push_str(&unescape(self.out.text(part))),
                Some(Kind::Substitution) => {
                    let inner = named_children(part).next();
                    match inner.map(|i| self.value_with(i, depth + 1, defaults)) {
                        Some(Value::Str(s)) => all.push_str(&s),
                        Some(Value::Literal(s)) => all.push_str(s),
                        Some(Value::Name(name)) if all.is_empty() && is_temporary_name(name) => {
                            all.push_str(TEMPORARY);
                        }
                        _ => break,
                    }
                }
                _ => {}
            }
        }
        Value::Str(Cow::Owned(all))
    }
}
