//! Calls, attributes, and reads of environment variables.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::apis::usual_address;
use super::{Kind, Python, child};
use crate::apis::{Effect, NONE};
use crate::grammar::named_children;
use crate::meaning::Defaults;
use crate::output::{span, span_between};
use crate::value::{MAX_ARGS, Value, render};
use crate::walk::Then;

/// Keywords that stand for a position, by what an effect wants there.
const PATHS: [&str; 6] = ["filename", "file", "path", "name", "database", "dst"];
const HOSTS: [&str; 5] = ["host", "address", "interface", "hostname", "addr"];

impl<'t> Python<'t> {
    /// Qualified name of what is called, whether it is sure, and the node its own name starts at.
    pub(super) fn callee(&mut self, function: Node<'t>) -> Option<(String, bool, Node<'t>)> {
        match self.kind(function)? {
            Kind::Identifier => {
                let name = self.out.text(function);
                Some(match self.variables.get(name) {
                    Some(m) if m.is_known() => {
                        (self.names.get(m.type_.name).to_owned(), m.type_.resolved, function)
                    }
                    // A builtin, unless the file hides it.
                    other => (name.to_owned(), other.is_none(), function),
                })
            }
            Kind::Attribute => {
                let attribute = child(function, self.fields.attribute)?;
                let meaning = self.meaning(function);
                Some(if meaning.is_known() {
                    let name = self.names.get(meaning.type_.name).to_owned();
                    (name, meaning.type_.resolved, attribute)
                } else {
                    (format!("?.{}", self.out.text(attribute)), false, attribute)
                })
            }
            _ => None,
        }
    }

    pub(super) fn enter_call(&mut self, node: Node<'t>) -> Then {
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        let said = self.quiet == node.id();
        self.quiet = function.id();
        let Some((callee, resolved, name)) = self.callee(function) else {
            self.out.push_use("", "", arguments.byte_range());
            return Then::DescendAndLeave;
        };
        if !said {
            let place = span_between(name, node);
            let args = self.arguments(arguments, Defaults::Ignored);
            self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
            self.route_of_call(&callee, resolved, &args, place);
            if let Some(effect) = self.out.effect_of(&callee) {
                self.effect(effect, resolved, &callee, node, place);
            } else if callee == "logging.basicConfig"
                && let Some(path) = args.iter().find_map(|a| match a {
                    Value::Named("filename", value) => value.as_str(),
                    _ => None,
                })
            {
                self.out.fact(FactKind::FileWrite, resolved, path, &callee, place);
            }
        }
        self.out.push_use("arg:", &callee, arguments.byte_range());
        Then::DescendAndLeave
    }

    fn effect(
        &mut self,
        effect: Effect,
        resolved: bool,
        callee: &str,
        call: Node<'t>,
        place: Span,
    ) {
        let Some(arguments) = child(call, self.fields.arguments) else { return };
        let mut args = self.arguments(arguments, Defaults::Assumed);
        match effect {
            Effect::Listen { port, host } => {
                // `bind(('', 8080))`
                if let Some(Value::Group(pair)) = args.first().cloned()
                    && pair.len() >= 2
                {
                    args = pair;
                    let effect = Effect::Listen { port: 1, host: 0 };
                    self.out.effect(effect, resolved, callee, &args, place);
                    return;
                }
                let (usual_port, usual_host) = usual_address(callee);
                let port = taken(&args, port, &["port"], usual_port);
                let host = taken(&args, host, &HOSTS, usual_host);
                let effect = Effect::Listen { port: 0, host: 1 };
                self.out.effect(effect, resolved, callee, &[port, host], place);
            }
            Effect::Open { path, mode } => {
                let path = taken(&args, path, &PATHS, None);
                let mode = taken(&args, mode, &["mode"], None);
                let effect = Effect::Open { path: 0, mode: 1 };
                self.out.effect(effect, resolved, callee, &[path, mode], place);
            }
            // `Path('x').write_text(…)`: the receiver is the path.
            Effect::Write(NONE) => {
                let receiver = child(call, self.fields.function)
                    .and_then(|f| child(f, self.fields.object))
                    .map_or(Value::Other, |o| self.value_with(o, 0, Defaults::Assumed));
                self.out.effect(Effect::Write(0), resolved, callee, &[receiver], place);
            }
            Effect::Write(i) => {
                let path = taken(&args, i, &PATHS, None);
                if path.as_str() != Some(":memory:") {
                    self.out.effect(Effect::Write(0), resolved, callee, &[path], place);
                }
            }
            Effect::Env(i) => {
                let name = taken(&args, i, &["key", "name", "var"], None);
                // `environ.Env(DEBUG=(bool, False))` only makes the reader.
                if matches!(name, Value::Other) && (args.is_empty() || callee == "environ.Env") {
                    return;
                }
                let default = taken(&args, i + 1, &["default"], None);
                let default = match default {
                    Value::Other | Value::Name(_) if self.default.0 == call.id() => {
                        std::mem::take(&mut self.default.1)
                    }
                    Value::Other | Value::Name(_) => String::new(),
                    other => render(&[other]),
                };
                let name = name.as_str().filter(|n| !n.is_empty()).unwrap_or("?");
                let default = default.trim_matches('"');
                self.out.fact(FactKind::EnvRead, resolved, name, default, place);
            }
            other => self.out.effect(other, resolved, callee, &args, place),
        }
    }

    /// Whether a call reads an environment variable.
    pub(super) fn reads_environment(&self, callee: &str) -> bool {
        matches!(self.out.effect_of(callee), Some(Effect::Env(_)))
    }

    /// `os.environ['X'] or 'default'`.
    pub(super) fn default_after_or(&mut self, node: Node<'t>) {
        let or = child(node, self.fields.operator).is_some_and(|o| o.kind() == "or");
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return;
        };
        if or && matches!(self.kind(left), Some(Kind::Call | Kind::Subscript)) {
            let value = self.value(right);
            if matches!(value, Value::Str(_) | Value::Literal(_)) {
                self.default = (left.id(), render(&[value]));
            }
        }
    }

    /// `os.environ['X']`.
    pub(super) fn enter_subscript(&mut self, node: Node<'t>) {
        let written = self.quiet == node.id();
        self.quiet = 0;
        let (Some(value), Some(key)) =
            (child(node, self.fields.value), child(node, self.fields.subscript))
        else {
            return;
        };
        if self.kind(key) == Some(Kind::Str) {
            // A key is a name and no text.
            self.quiet = key.id();
        }
        if written || !matches!(self.kind(value), Some(Kind::Attribute | Kind::Identifier)) {
            return;
        }
        let meaning = self.meaning(value);
        if self.names.get(meaning.type_.name) != "os.environ" {
            return;
        }
        let name = match self.value(key) {
            Value::Str(name) if !name.is_empty() => name.into_owned(),
            _ => "?".to_owned(),
        };
        let default =
            if self.default.0 == node.id() { self.default.1.as_str() } else { "" }.to_owned();
        self.out.fact(FactKind::EnvRead, true, &name, default.trim_matches('"'), span(node));
    }

    /// Members of modules that are not called: `settings.MEDIA_ROOT`.
    pub(super) fn enter_attribute(&mut self, node: Node<'t>) {
        let Some(object) = child(node, self.fields.object) else { return };
        let quiet = self.quiet == node.id();
        self.quiet = if self.kind(object) == Some(Kind::Attribute) { object.id() } else { 0 };
        if self.kind(object) == Some(Kind::Identifier) {
            let attribute = child(node, self.fields.attribute).map_or("", |a| self.out.text(a));
            if attribute == "session" && self.out.text(object).ends_with("request") {
                self.out.fact(FactKind::Reference, false, self.out.text(node), "", span(node));
            }
        }
        if quiet || !self.starts_at_import(object) {
            return;
        }
        let meaning = self.meaning(node);
        let name = self.names.get(meaning.type_.name);
        if meaning.is_known() && !meaning.instance && name != "os.environ" {
            self.out.fact(FactKind::Reference, meaning.type_.resolved, name, "", span(node));
        }
    }

    /// An entry of a dictionary: a text in it is assigned to its key.
    pub(super) fn enter_pair(&mut self, node: Node<'t>) -> Then {
        let (Some(key), Some(value)) =
            (child(node, self.fields.key), child(node, self.fields.value))
        else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        let bytes = if self.kind(value) == Some(Kind::Str) { value.byte_range() } else { 0..0 };
        self.out.push_use("assign:", self.key(key), bytes);
        Then::DescendAndLeave
    }

    /// `password='x'` in a call: a text is assigned to the keyword.
    pub(super) fn enter_named_argument(&mut self, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name).map_or("", |n| self.out.text(n));
        let value = child(node, self.fields.value);
        let secret = ["password", "secret", "token", "passwd", "key"];
        let bytes = value
            .filter(|v| self.kind(*v) == Some(Kind::Str) && secret.iter().any(|s| name.contains(s)))
            .map_or(0..0, |v| v.byte_range());
        self.out.push_use("assign:", name, bytes);
        Then::DescendAndLeave
    }

    /// The constant strings in the first arguments of a node's list.
    pub(super) fn first_string(&mut self, arguments: Node<'t>) -> Option<String> {
        let first = named_children(arguments)
            .take(MAX_ARGS)
            .find(|n| self.kinds.kind(*n) != Some(Kind::Comment))?;
        match self.value(first) {
            Value::Str(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

/// The argument at a position or under one of the keywords, else the usual one.
fn taken<'t>(
    args: &[Value<'t>],
    position: u8,
    keywords: &[&str],
    usual: Option<&'static str>,
) -> Value<'t> {
    let named = args.iter().find_map(|a| match a {
        Value::Named(key, value) if keywords.contains(key) => Some((**value).clone()),
        _ => None,
    });
    let positional =
        args.get(usize::from(position)).filter(|a| !matches!(a, Value::Named(..))).cloned();
    match (named.or(positional), usual) {
        (Some(value), _) => value,
        (None, Some(usual)) => Value::Str(usual.into()),
        (None, None) => Value::Other,
    }
}
