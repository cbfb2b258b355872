//! Macros. Their arguments are tokens and no expressions: only texts and calls by path are told in them.

use std::borrow::Cow;

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::{Unset, is_environment};
use super::{Kind, Rust};
use crate::apis::Effect;
use crate::grammar::{child, children, named_children};
use crate::output::{span, span_between};
use crate::value::{MAX_ARGS, Value, is_dotted_name};
use crate::walk::Then;

/// Bytes of a text that is put together.
const MAX_TEXT: usize = 1_000;

impl<'t> Rust<'t> {
    pub(super) fn enter_macro(&mut self, node: Node<'t>) -> Then {
        let Some(path) = child(node, self.fields.macro_) else { return Then::Descend };
        let Some(tokens) = self.tokens_of(node) else { return Then::Descend };
        let Some(parts) = self.parts(path) else { return Then::Descend };
        let (name, resolved) = self.resolve(&parts);
        let name = format!("{name}!");
        // A macro of the file's own may do anything with its tokens.
        let place = span_between(path, node);
        let args = self.token_values(tokens, Unset::Unknown);
        self.out.fact_with(FactKind::Call, resolved, &name, &args, place);
        if let Some(effect) = self.out.effect_of(&name) {
            let args = self.token_values(tokens, Unset::Default);
            self.out.effect(effect, resolved, &name, &args, place);
        }
        if name == "warp.path!" {
            let parts: Vec<&str> = args.iter().filter_map(Value::as_str).collect();
            if let Some(first) = parts.first() {
                self.out.fact(FactKind::Route, true, &format!("/{first}"), "*", place);
            }
        }
        if name.ends_with("lazy_static!") || name.ends_with("thread_local!") {
            self.statics(tokens);
        }
        self.out.push_use("arg:", &name, tokens.byte_range());
        Then::DescendAndLeave
    }

    fn tokens_of(&self, node: Node<'t>) -> Option<Node<'t>> {
        named_children(node).find(|n| self.kinds.kind(*n) == Some(Kind::TokenTree))
    }

    /// `static ref NAME: path::Type<…> = …;` in the tokens of `lazy_static!`.
    fn statics(&mut self, tokens: Node<'t>) {
        let mut before = "";
        let mut name: Option<Node<'t>> = None;
        let mut path: Vec<&'t str> = Vec::new();
        let mut in_type = false;
        for token in children(tokens) {
            let text = self.out.text(token);
            match self.kind(token) {
                Some(Kind::Identifier) if before == "static" && text != "ref" => name = Some(token),
                Some(Kind::Identifier) if before == "ref" => name = Some(token),
                Some(Kind::Identifier) if in_type => path.push(text),
                _ if text == ":" && name.is_some() => in_type = true,
                _ if in_type && text != "::" => {
                    in_type = false;
                    if let Some(name) = name.take() {
                        let (type_name, resolved) = self.resolve(&path);
                        let value = format!("static {}", self.out.text(name));
                        let place = span(name);
                        self.out.fact(FactKind::Field, resolved, &type_name, &value, place);
                    }
                    path.clear();
                }
                _ => {}
            }
            before = text;
        }
    }

    /// Calls by path among the tokens of one tree: `std::env::var("HOME")`, `ctrl_c()`.
    pub(super) fn token_calls(&mut self, tokens: Node<'t>) {
        let mut parts: Vec<Node<'t>> = Vec::new();
        let mut after_separator = false;
        let mut after_dot = false;
        for token in children(tokens) {
            let text = self.out.text(token);
            match self.kind(token) {
                Some(Kind::Identifier | Kind::SelfValue) => {
                    if !after_separator {
                        parts.clear();
                    }
                    if !after_dot {
                        parts.push(token);
                    }
                }
                _ if text == "::" => {}
                _ if matches!(text, "crate" | "super") => {
                    parts.clear();
                    parts.push(token);
                }
                Some(Kind::TokenTree) if text.starts_with('(') && !parts.is_empty() => {
                    self.token_call(&parts, token);
                    parts.clear();
                }
                _ => parts.clear(),
            }
            after_separator = text == "::";
            after_dot = text == ".";
        }
    }

    fn token_call(&mut self, path: &[Node<'t>], arguments: Node<'t>) {
        let (Some(first), Some(last)) = (path.first(), path.last()) else { return };
        let parts: Vec<&'t str> = path.iter().map(|p| self.out.text(*p)).collect();
        // `Some(x)`, `u8(…)` and patterns are no calls that anybody asks for.
        if parts.len() == 1 && !self.imports.contains_key(self.out.text(*first)) {
            return;
        }
        let (name, resolved) = self.resolve(&parts);
        let place = span_between(*last, arguments);
        let args = self.token_values(arguments, Unset::Unknown);
        self.out.fact_with(FactKind::Call, resolved, &name, &args, place);
        if is_environment(&name) {
            let variable = args.first().and_then(Value::as_str).unwrap_or("?");
            self.out.fact(FactKind::EnvRead, resolved, variable, "", place);
            return;
        }
        let args = self.token_values(arguments, Unset::Default);
        self.path_effect(&name, resolved, &args, place);
    }

    /// What the tokens between commas are worth, where they are one literal or name.
    pub(super) fn token_values(&mut self, tokens: Node<'t>, unset: Unset) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        let mut part: Vec<Node<'t>> = Vec::new();
        for token in children(tokens) {
            if values.len() == MAX_ARGS {
                break;
            }
            match self.out.text(token) {
                "," | ";" | "/" => {
                    values.push(self.token_value(&part, unset));
                    part.clear();
                }
                "(" | ")" | "[" | "]" | "{" | "}" => {}
                _ if part.len() > 8 => {}
                _ => part.push(token),
            }
        }
        if !part.is_empty() {
            values.push(self.token_value(&part, unset));
        }
        values
    }

    fn token_value(&mut self, part: &[Node<'t>], unset: Unset) -> Value<'t> {
        let part = match part {
            [reference, rest @ ..] if self.out.text(*reference) == "&" => rest,
            all => all,
        };
        match part {
            [one] if self.kind(*one) != Some(Kind::TokenTree) => self.reduce(*one, unset, 0, 0),
            [first, .., last] => {
                let text = self.out.source().get(first.start_byte()..last.end_byte()).unwrap_or("");
                if is_dotted_name(text) { Value::Name(text) } else { Value::Other }
            }
            _ => Value::Other,
        }
    }

    /// `format!`, `concat!` and `vec!` as far as they are known.
    pub(super) fn macro_value(&mut self, node: Node<'t>, unset: Unset) -> Value<'t> {
        let Some(path) = child(node, self.fields.macro_) else { return Value::Other };
        let Some(tokens) = self.tokens_of(node) else { return Value::Other };
        let name = self.out.text(path);
        match name {
            "vec" => Value::Group(self.token_values(tokens, unset)),
            "concat" => {
                let values = self.token_values(tokens, unset);
                let all: String = values.iter().map_while(Value::as_str).collect();
                if all.is_empty() { Value::Other } else { Value::Str(Cow::Owned(all)) }
            }
            "format" | "format_args" => {
                let values = self.token_values(tokens, unset);
                let Some((Value::Str(format), rest)) = values.split_first() else {
                    return Value::Other;
                };
                let format = format.clone().into_owned();
                let all = self.formatted(&format, rest, unset);
                if all.is_empty() { Value::Other } else { Value::Str(Cow::Owned(all)) }
            }
            _ => Value::Other,
        }
    }

    /// `format!` as far as the arguments are known from the start.
    fn formatted(&mut self, format: &str, args: &[Value<'t>], unset: Unset) -> String {
        let mut out = String::new();
        let mut args = args.iter();
        let mut rest = format;
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(rest.get(..at).unwrap_or(""));
            let brace = rest.get(at..).unwrap_or("");
            if brace.starts_with("{{") || brace.starts_with("}}") {
                out.push_str(brace.get(..1).unwrap_or(""));
                rest = brace.get(2..).unwrap_or("");
                continue;
            }
            let Some(end) = brace.find('}') else { return out };
            let inner = brace.get(1..end).unwrap_or("");
            let name = inner.split(':').next().unwrap_or(inner).trim();
            let value = if name.is_empty() {
                args.next().cloned()
            } else {
                let known = self.variables.get(name).and_then(|v| v.known(unset));
                known.map(|known| self.constant_value(known))
            };
            match value {
                Some(Value::Str(s)) => out.push_str(&s),
                Some(Value::Literal(s)) => out.push_str(s),
                _ if unset == Unset::Empty => {}
                _ => return out,
            }
            if out.len() > MAX_TEXT {
                return out;
            }
            rest = brace.get(end + 1..).unwrap_or("");
        }
        out.push_str(rest);
        out
    }

    /// The effect of a function that is called by its path.
    pub(super) fn path_effect(
        &mut self,
        name: &str,
        resolved: bool,
        args: &[Value<'t>],
        place: seaworthy_base::Span,
    ) {
        let known = super::apis::canonical(name);
        let Some(effect) = self.out.effect_of(&known) else { return };
        match effect {
            Effect::ListenAddress(at) => self.listen(args.get(usize::from(at)), resolved, place),
            // The address of a database of SQLite is a path.
            Effect::Connect(at) | Effect::Write(at)
                if ["sqlx.", "diesel.", "rusqlite."].iter().any(|c| known.starts_with(c)) =>
            {
                let address = args.get(usize::from(at)).and_then(Value::as_str).unwrap_or("");
                let path = ["sqlite://", "sqlite:", "file:"]
                    .iter()
                    .find_map(|scheme| address.strip_prefix(scheme));
                match path.or(matches!(effect, Effect::Write(_)).then_some(address)) {
                    Some(path) if path.contains(":memory:") => {}
                    Some(path) => {
                        let path = path.split('?').next().filter(|p| !p.is_empty());
                        let path = path.unwrap_or("?").to_owned();
                        self.out.fact(FactKind::FileWrite, resolved, &path, name, place);
                    }
                    None => self.out.effect(effect, resolved, name, args, place),
                }
            }
            _ => self.out.effect(effect, resolved, name, args, place),
        }
    }
}
