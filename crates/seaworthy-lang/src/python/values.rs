//! What expressions are worth without running them.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Kind, Python, child};
use crate::grammar::named_children;
use crate::meaning::Defaults;
use crate::output::span;
use crate::output::{TEMPORARY, is_temporary_name};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Parts of a concatenation that are put together.
const MAX_PARTS: usize = 32;

impl<'t> Python<'t> {
    /// The inside of a string literal; of a formatted one, its constant start.
    pub(super) fn string(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        let text = self.out.text(node);
        let quote_at = text.find(['"', '\''])?;
        let (prefix, quoted) = text.split_at(quote_at);
        if prefix.len() > 2 {
            return None;
        }
        let is = |c: char| prefix.contains([c, c.to_ascii_uppercase()]);
        let quotes = if quoted.starts_with("\"\"\"") || quoted.starts_with("'''") { 3 } else { 1 };
        let mut inner = quoted.get(quotes..quoted.len().checked_sub(quotes)?)?;
        if is('f') {
            let first = named_children(node).find(|n| self.kind(*n) == Some(Kind::Interpolation));
            if let Some(first) = first {
                let end = first.start_byte().checked_sub(node.start_byte() + quote_at + quotes)?;
                inner = inner.get(..end)?;
            }
        }
        Some(if is('r') { Cow::Borrowed(inner) } else { unescape(inner) })
    }

    /// `'a' 'b'`: one text.
    fn strings(&self, node: Node<'t>) -> Cow<'t, str> {
        let mut all = String::new();
        for part in named_children(node).take(MAX_PARTS) {
            if self.kind(part) == Some(Kind::Str)
                && let Some(text) = self.string(part)
            {
                all.push_str(&text);
            }
        }
        Cow::Owned(all)
    }

    /// The facts of strings that stand side by side.
    pub(super) fn concatenated(&mut self, node: Node<'t>) {
        let text = self.strings(node);
        self.out.string(&text, span(node));
    }

    /// What an expression is worth, environment variables left unknown.
    pub(super) fn value(&mut self, node: Node<'t>) -> Value<'t> {
        self.value_with(node, 0, Defaults::Ignored)
    }

    /// The values of an argument list.
    pub(super) fn arguments(&mut self, node: Node<'t>, defaults: Defaults) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for part in named_children(node) {
            if values.len() == MAX_ARGS {
                break;
            }
            match self.kind(part) {
                Some(Kind::Comment) => {}
                Some(Kind::NamedArgument) => {
                    let name = child(part, self.fields.name).map_or("", |n| self.out.text(n));
                    let value = match child(part, self.fields.value) {
                        Some(value) => self.value_with(value, 0, defaults),
                        None => Value::Other,
                    };
                    values.push(Value::Named(name, Box::new(value)));
                }
                _ => values.push(self.value_with(part, 0, defaults)),
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
            Some(Kind::Str) => self.formatted(node, depth, defaults),
            Some(Kind::Strings) => Value::Str(self.strings(node)),
            Some(Kind::Constant) => Value::Literal(self.out.text(node)),
            Some(Kind::Identifier) => {
                let name = self.out.text(node);
                let meaning = self.variables.get(name).unwrap_or_default();
                self.constant(meaning.constant, meaning.fallback, defaults)
                    .unwrap_or(Value::Name(name))
            }
            Some(Kind::Attribute) => {
                let text = self.out.text(node);
                if let Some(name) = text.strip_prefix("self.")
                    && let Some(meaning) = self.members.get(name)
                    && let Some(value) = self.constant(meaning.constant, meaning.fallback, defaults)
                {
                    return value;
                }
                if is_dotted_name(text) { Value::Name(text) } else { Value::Other }
            }
            Some(Kind::Binary) => self.binary(node, depth, defaults),
            Some(Kind::Boolean) if defaults == Defaults::Assumed => {
                for side in [self.fields.right, self.fields.left] {
                    if let Some(side) = child(node, side) {
                        let value = self.value_with(side, depth + 1, defaults);
                        if matches!(value, Value::Str(_) | Value::Literal(_)) {
                            return value;
                        }
                    }
                }
                Value::Other
            }
            Some(Kind::Unary) => {
                let text = self.out.text(node);
                let digits =
                    text.strip_prefix('-').is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
                if digits && text.len() < 24 { Value::Literal(text) } else { Value::Other }
            }
            Some(Kind::Parenthesized) => match named_children(node).next() {
                Some(inner) => self.value_with(inner, depth + 1, defaults),
                None => Value::Other,
            },
            Some(Kind::Call) => self.call_value(node, depth, defaults),
            Some(Kind::Dict | Kind::Items) => {
                let mut items = Vec::new();
                for item in named_children(node) {
                    if items.len() == MAX_ARGS {
                        break;
                    }
                    match self.kind(item) {
                        Some(Kind::Comment) => {}
                        Some(Kind::Pair) => items.push(self.entry(item, depth, defaults)),
                        _ => items.push(self.value_with(item, depth + 1, defaults)),
                    }
                }
                Value::Group(items)
            }
            _ => Value::Other,
        }
    }

    /// A key of a dictionary as a name; `?` for one that is no constant.
    pub(super) fn key(&self, node: Node<'t>) -> &'t str {
        let text = self.out.text(node);
        match self.kind(node) {
            Some(Kind::Str) => {
                text.trim_start_matches(['u', 'b', 'r', 'U', 'B', 'R']).trim_matches(['"', '\''])
            }
            Some(Kind::Constant | Kind::Identifier) => text,
            _ => "?",
        }
    }

    fn entry(&mut self, pair: Node<'t>, depth: u8, defaults: Defaults) -> Value<'t> {
        let (Some(key), Some(value)) =
            (child(pair, self.fields.key), child(pair, self.fields.value))
        else {
            return Value::Other;
        };
        let value = self.value_with(value, depth + 1, defaults);
        Value::Named(self.key(key), Box::new(value))
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

    /// A string; a formatted one goes on through expressions that are constants.
    fn formatted(&mut self, node: Node<'t>, depth: u8, defaults: Defaults) -> Value<'t> {
        let has_parts = named_children(node).any(|n| self.kind(n) == Some(Kind::Interpolation));
        if !has_parts {
            return self.string(node).map_or(Value::Other, Value::Str);
        }
        let mut all = String::new();
        for part in named_children(node).take(MAX_PARTS) {
            match self.kind(part) {
                Some(Kind::StringContent) => all.push_str(&unescape(self.out.text(part))),
                Some(Kind::Interpolation) => {
                    let inner = named_children(part).next();
                    match inner.map(|i| self.value_with(i, depth + 1, defaults)) {
                        Some(Value::Str(s)) => all.push_str(&s),
                        Some(Value::Literal(s)) => all.push_str(s),
                        _ => break,
                    }
                }
                _ => {}
            }
        }
        Value::Str(Cow::Owned(all))
    }

    /// `os.path.join` of constants is one; with defaults, `int(x)` is `x` and a read is its default.
    fn call_value(&mut self, node: Node<'t>, depth: u8, defaults: Defaults) -> Value<'t> {
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Value::Other;
        };
        if matches!(self.out.text(function), "int" | "str") {
            let first = named_children(arguments).next().filter(|_| defaults == Defaults::Assumed);
            return match first {
                Some(first) => self.value_with(first, depth + 1, defaults),
                None => Value::Other,
            };
        }
        let callee = self.meaning(function);
        let name = self.names.get(callee.type_.name);
        match name {
            "os.path.join" => {
                let parts: Vec<_> = named_children(arguments).take(MAX_ARGS).collect();
                self.joined(&parts, depth, defaults)
            }
            "pathlib.Path" | "os.path.abspath" | "os.path.expanduser" => {
                match named_children(arguments).next() {
                    Some(first) => match self.value_with(first, depth + 1, defaults) {
                        Value::Str(path) => Value::Str(path),
                        _ => Value::Other,
                    },
                    None => Value::Other,
                }
            }
            "tempfile.mkdtemp" | "tempfile.gettempdir" | "tempfile.mktemp"
                if defaults == Defaults::Assumed =>
            {
                Value::Str(TEMPORARY.into())
            }
            _ if defaults == Defaults::Assumed && self.reads_environment(name) => {
                let args = self.arguments(arguments, defaults);
                match args.into_iter().nth(1) {
                    Some(Value::Named(_, value)) => *value,
                    Some(value) => value,
                    None => Value::Other,
                }
            }
            _ => Value::Other,
        }
    }

    /// Parts of a path. A folder that the program works out itself, such as `BASE_DIR`, is `.`.
    fn joined(&mut self, parts: &[Node<'t>], depth: u8, defaults: Defaults) -> Value<'t> {
        let mut path = String::new();
        for &part in parts {
            let part = match self.value_with(part, depth + 1, defaults) {
                Value::Str(s) => s,
                Value::Name(name) if path.is_empty() && is_own_folder(name) => ".".into(),
                Value::Name(name) if path.is_empty() && is_temporary_name(name) => TEMPORARY.into(),
                _ if path.is_empty() => return Value::Other,
                _ => break,
            };
            if !path.is_empty() && !path.ends_with('/') {
                path.push('/');
            }
            path.push_str(&part);
        }
        Value::Str(Cow::Owned(path))
    }

    /// The constant start of `a + b`, of `a % b` and `a / b` where `a` is a path.
    fn binary(&mut self, node: Node<'t>, depth: u8, defaults: Defaults) -> Value<'t> {
        let mut node = node;
        let mut rights = Vec::new();
        while self.kind(node) == Some(Kind::Binary) {
            let operator = child(node, self.fields.operator).map_or("", |o| o.kind());
            let (Some(left), Some(right)) =
                (child(node, self.fields.left), child(node, self.fields.right))
            else {
                return Value::Other;
            };
            match operator {
                "+" if rights.len() < MAX_PARTS => rights.push(right),
                "/" if rights.is_empty() => {
                    return self.joined(&[left, right], depth, defaults);
                }
                // What stands before the first place to fill in.
                "%" if rights.is_empty() => {
                    return match self.value_with(left, depth + 1, defaults) {
                        Value::Str(s) => {
                            let start = s.split('%').next().unwrap_or("").to_owned();
                            Value::Str(Cow::Owned(start))
                        }
                        _ => Value::Other,
                    };
                }
                _ => return Value::Other,
            }
            node = left;
        }
        let Value::Str(start) = self.value_with(node, depth + 1, defaults) else {
            return Value::Other;
        };
        let mut all = start.into_owned();
        for right in rights.into_iter().rev() {
            match self.value_with(right, depth + 1, defaults) {
                Value::Str(s) => all.push_str(&s),
                _ => break,
            }
        }
        Value::Str(Cow::Owned(all))
    }
}

/// Names that projects give to the folder they are installed in.
fn is_own_folder(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    matches!(
        last,
        "BASE_DIR"
            | "BASEDIR"
            | "basedir"
            | "base_dir"
            | "PROJECT_ROOT"
            | "PROJECT_DIR"
            | "ROOT_DIR"
            | "ROOT"
            | "HERE"
            | "here"
            | "root_path"
            | "ROOT_PATH"
            | "BASE_PATH"
    )
}
