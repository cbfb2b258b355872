//! What expressions are worth.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Kind, Rust, Variable};
use crate::grammar::{child, named_children};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, unescape};
use crate::variables::Constant;

/// Expressions within expressions are reduced so far.
const MAX_NESTING: u8 = 12;

/// What a variable of the environment that nobody sets is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unset {
    /// Nothing is known: only what the source says for sure counts.
    Unknown,
    /// Its default.
    Default,
    /// Its default, or else empty text; other unknown parts of a text are left out, too. Good for addresses, whose
    /// port is known more often than their host.
    Empty,
}

/// Methods that hand on the text or number they are called on.
const SAME_VALUE: [&str; 33] = [
    "as_bytes",
    "as_deref",
    "as_path",
    "as_ref",
    "as_str",
    "clone",
    "context",
    "display",
    "expect",
    "into",
    "into_boxed_path",
    "into_boxed_str",
    "into_owned",
    "into_string",
    "join",
    "map_err",
    "ok",
    "or",
    "or_else",
    "parse",
    "to_owned",
    "to_path_buf",
    "to_socket_addrs",
    "to_str",
    "to_string",
    "to_string_lossy",
    "trim",
    "try_into",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "with_context",
];

/// Functions that make a text, path or address of their argument, by their last two parts.
const CONVERSIONS: [&str; 22] = [
    "Arc.new",
    "Box.new",
    "Cow.Borrowed",
    "Cow.from",
    "IpAddr.V4",
    "IpAddr.from",
    "Ipv4Addr.from",
    "OsStr.new",
    "OsString.from",
    "Path.new",
    "PathBuf.from",
    "Result.Ok",
    "SocketAddr.V4",
    "SocketAddr.from",
    "SocketAddrV4.from",
    "String.from",
    "Option.Some",
    "Uri.from_static",
    "Url.parse",
    "str.from_utf8",
    "Utf8Path.new",
    "Utf8PathBuf.from",
];

impl<'t> Variable<'t> {
    /// What it is worth.
    pub(super) fn known(&self, unset: Unset) -> Option<Constant<'t>> {
        match unset {
            Unset::Unknown => self.constant,
            Unset::Default => self.constant.or(self.fallback),
            Unset::Empty => self.constant.or(self.fallback).or(self.unset),
        }
    }
}

impl<'t> Rust<'t> {
    /// The value of an expression.
    pub(super) fn value(&mut self, node: Node<'t>, unset: Unset) -> Value<'t> {
        self.reduce(node, unset, 0, 0)
    }

    /// The values of an argument list.
    pub(super) fn arguments(&mut self, arguments: Node<'t>, unset: Unset) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for child in named_children(arguments) {
            if values.len() == MAX_ARGS {
                break;
            }
            if !matches!(self.kind(child), Some(Kind::Comment | Kind::Attribute)) {
                values.push(self.value(child, unset));
            }
        }
        values
    }

    /// The inside of a string literal: `"…"`, `b"…"`, `r#"…"#`.
    pub(super) fn string(&self, node: Node<'t>) -> Cow<'t, str> {
        let mut parts = named_children(node);
        let first = match (parts.next(), parts.next()) {
            (None, _) => return Cow::Borrowed(""),
            (Some(one), None) if self.kind(one) == Some(Kind::StringContent) => {
                return Cow::Borrowed(self.out.text(one));
            }
            (Some(first), _) => first,
        };
        let last = named_children(node).last().unwrap_or(first);
        let text = self.out.source().get(first.start_byte()..last.end_byte()).unwrap_or("");
        if self.kind(node) == Some(Kind::RawStr) {
            return Cow::Borrowed(text);
        }
        // A `\` at the end of a line leaves out the line end and what the next line is set in by.
        if !text.contains("\\\n") {
            return unescape(text);
        }
        let lines: Vec<&str> = text.split("\\\n").collect();
        let mut all = String::new();
        for (i, line) in lines.iter().enumerate() {
            all.push_str(if i == 0 { line } else { line.trim_start() });
        }
        Cow::Owned(unescape(&all).into_owned())
    }

    pub(super) fn reduce(
        &mut self,
        node: Node<'t>,
        unset: Unset,
        depth: u8,
        nesting: u8,
    ) -> Value<'t> {
        if nesting > MAX_NESTING {
            return Value::Other;
        }
        let text = self.out.text(node);
        let next = nesting + 1;
        match self.kind(node) {
            Some(Kind::Str | Kind::RawStr) => Value::Str(self.string(node)),
            Some(Kind::Constant) => Value::Literal(without_suffix(text)),
            Some(Kind::Identifier) => self.named_value(text, unset),
            Some(Kind::Path) => self.path_value(node, unset),
            Some(Kind::FieldAccess) if is_dotted_name(text) => Value::Name(text),
            Some(Kind::Reference | Kind::Cast) => match child(node, self.fields.value) {
                Some(inner) => self.reduce(inner, unset, depth, next),
                None => Value::Other,
            },
            Some(Kind::Inner) => match named_children(node).next() {
                Some(inner) => self.reduce(inner, unset, depth, next),
                None => Value::Other,
            },
            Some(Kind::Unary) if text.starts_with('*') => match named_children(node).next() {
                Some(inner) => self.reduce(inner, unset, depth, next),
                None => Value::Other,
            },
            // What a closure gives.
            Some(Kind::Closure) => match child(node, self.fields.body) {
                Some(body) => self.reduce(body, unset, depth, next),
                None => Value::Other,
            },
            Some(Kind::Block) => match named_children(node).last() {
                Some(last) if self.kind(last) != Some(Kind::Statement) => {
                    self.reduce(last, unset, depth, next)
                }
                _ => Value::Other,
            },
            Some(Kind::Tuple | Kind::Array) => {
                if depth >= MAX_DEPTH {
                    return Value::Other;
                }
                let mut items = Vec::new();
                for item in named_children(node).take(MAX_ARGS) {
                    items.push(self.reduce(item, unset, depth + 1, next));
                }
                Value::Group(items)
            }
            Some(Kind::MacroCall) => self.macro_value(node, unset),
            Some(Kind::Call) => self.called(node, unset, depth, nesting),
            _ => Value::Other,
        }
    }

    pub(super) fn named_value(&mut self, name: &'t str, unset: Unset) -> Value<'t> {
        let Some(variable) = self.variables.get(name) else { return Value::Name(name) };
        match variable.known(unset) {
            Some(constant) => self.constant_value(constant),
            None => Value::Name(name),
        }
    }

    /// A constant of this file by its path, or an address that the library names.
    fn path_value(&mut self, node: Node<'t>, unset: Unset) -> Value<'t> {
        let Some(parts) = self.parts(node) else { return Value::Other };
        let [.., owner, last] = parts.as_slice() else { return Value::Other };
        match (*owner, *last) {
            ("Ipv4Addr", "UNSPECIFIED") => Value::Str(Cow::Borrowed("0.0.0.0")),
            ("Ipv4Addr", "LOCALHOST") => Value::Str(Cow::Borrowed("127.0.0.1")),
            ("Ipv6Addr", "UNSPECIFIED") => Value::Str(Cow::Borrowed("[::]")),
            ("Ipv6Addr", "LOCALHOST") => Value::Str(Cow::Borrowed("[::1]")),
            ("Self" | "self", name) => match self.named_value(name, unset) {
                Value::Name(_) => Value::Other,
                known => known,
            },
            _ => Value::Other,
        }
    }

    /// What a call returns, of those that are worked out.
    fn called(&mut self, node: Node<'t>, unset: Unset, depth: u8, nesting: u8) -> Value<'t> {
        let (Some(function), Some(arguments)) =
            (self.function_of(node), child(node, self.fields.arguments))
        else {
            return Value::Other;
        };
        let next = nesting + 1;
        if self.kind(function) == Some(Kind::FieldAccess) {
            return self.method_value(function, arguments, unset, depth, next);
        }
        let Some(parts) = self.parts(function) else { return Value::Other };
        let first = named_children(arguments).next();
        if let [name] = parts.as_slice()
            && let Some(&at) = self.environment.get(name)
        {
            let default = named_children(arguments).nth(usize::from(at) + 1);
            return match default {
                Some(default) if unset != Unset::Unknown => {
                    self.reduce(default, unset, depth, next)
                }
                _ if unset == Unset::Empty => Value::Str(Cow::Borrowed("")),
                _ => Value::Other,
            };
        }
        let name = self.resolve(&parts).0;
        if is_environment(&name) {
            return if unset == Unset::Empty {
                Value::Str(Cow::Borrowed(""))
            } else {
                Value::Other
            };
        }
        let mut short = name.rsplitn(3, '.');
        let (method, owner) = (short.next().unwrap_or(""), short.next().unwrap_or(""));
        let short = format!("{owner}.{method}");
        if matches!(short.as_str(), "SocketAddr.new" | "SocketAddrV4.new" | "Ipv4Addr.new") {
            let mut items = Vec::new();
            for item in named_children(arguments).take(4) {
                items.push(self.reduce(item, unset, depth, next));
            }
            return address(Value::Group(items));
        }
        match first {
            Some(first) if CONVERSIONS.contains(&short.as_str()) => {
                let value = self.reduce(first, unset, depth, next);
                if owner.ends_with("Addr") || owner.ends_with("AddrV4") {
                    address(value)
                } else {
                    value
                }
            }
            _ => Value::Other,
        }
    }

    fn method_value(
        &mut self,
        function: Node<'t>,
        arguments: Node<'t>,
        unset: Unset,
        depth: u8,
        nesting: u8,
    ) -> Value<'t> {
        let (Some(receiver), Some(field)) =
            (child(function, self.fields.value), child(function, self.fields.field))
        else {
            return Value::Other;
        };
        let name = self.out.text(field);
        let first = named_children(arguments).next();
        if matches!(name, "and_then" | "map") {
            // `.ok().and_then(|p| p.parse().ok())` of a variable that is not set stays what it is.
            return match self.reduce(receiver, unset, depth, nesting) {
                Value::Str(s) if s.is_empty() => Value::Str(s),
                _ => Value::Other,
            };
        }
        if name == "map_or" {
            return match first {
                Some(first) if unset != Unset::Unknown => self.reduce(first, unset, depth, nesting),
                _ => Value::Other,
            };
        }
        if !SAME_VALUE.contains(&name) {
            return Value::Other;
        }
        let value = self.reduce(receiver, unset, depth, nesting);
        match (name, first) {
            ("join", Some(first)) => {
                let (Value::Str(start), Value::Str(end)) =
                    (&value, self.reduce(first, unset, depth, nesting))
                else {
                    return value;
                };
                if end.starts_with('/') {
                    return Value::Str(end);
                }
                Value::Str(Cow::Owned(format!("{}/{end}", start.trim_end_matches('/'))))
            }
            ("unwrap_or" | "unwrap_or_else" | "or" | "or_else", Some(first)) => match value {
                Value::Str(s) if !s.is_empty() => Value::Str(s),
                Value::Literal(s) => Value::Literal(s),
                _ if unset == Unset::Unknown => Value::Other,
                _ => self.reduce(first, unset, depth, nesting),
            },
            _ => value,
        }
    }
}

/// Whether a function reads a variable of the environment.
pub(super) fn is_environment(name: &str) -> bool {
    matches!(
        name,
        "std.env.var" | "std.env.var_os" | "dotenvy.var" | "dotenv.var" | "env.var" | "env.var_os"
    )
}

/// A number without its type: `8080` of `8080_u16`.
fn without_suffix(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("0x") {
        return text;
    }
    let end = text.find(['u', 'i', 'f']).unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim_end_matches('_')
}

/// A host and a port, or the parts of one, as an address: `([0, 0, 0, 0], 8080)` is `0.0.0.0:8080`.
pub(super) fn address(value: Value<'_>) -> Value<'_> {
    let Value::Group(items) = &value else { return value };
    let numbers: Vec<u64> = items.iter().filter_map(Value::as_number).collect();
    if items.len() == 4 && numbers.len() == 4 {
        let parts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        return Value::Str(Cow::Owned(parts.join(".")));
    }
    let [host, port] = items.as_slice() else { return value };
    let host = match address(host.clone()) {
        Value::Str(host) => host.into_owned(),
        _ => String::new(),
    };
    match port {
        Value::Literal(port) => Value::Str(Cow::Owned(format!("{host}:{}", port.replace('_', "")))),
        Value::Str(port) if !port.is_empty() => Value::Str(Cow::Owned(format!("{host}:{port}"))),
        _ => Value::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_put_together() {
        let n = |s| Value::Literal(s);
        let any = Value::Group(vec![n("0"), n("0"), n("0"), n("0")]);
        let pair = Value::Group(vec![any, n("8_080")]);
        assert_eq!(address(pair), Value::Str("0.0.0.0:8080".into()));
        let named = Value::Group(vec![Value::Name("host"), n("80")]);
        assert_eq!(address(named), Value::Str(":80".into()));
        assert_eq!(without_suffix("8080_u16"), "8080");
        assert_eq!(without_suffix("0xff"), "0xff");
    }
}
