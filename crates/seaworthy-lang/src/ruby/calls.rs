//! Calls, reads of elements, and programs in backticks.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::block_value;
use super::{Kind, Ruby};
use crate::grammar::{child, named_children};
use crate::output::{span, span_between};
use crate::value::Value;
use crate::variables::join;
use crate::walk::Then;

/// What holds data of a request or of a client's session.
const HOLDERS: [&str; 3] = ["session", "cookies", "flash"];

impl<'t> Ruby<'t> {
    pub(super) fn enter_call(&mut self, node: Node<'t>) -> Then {
        let arguments = child(node, self.fields.arguments);
        let Some(method) =
            child(node, self.fields.method).filter(|_| self.assigned != Some(node.id()))
        else {
            self.out.push_use("arg:", "", node.start_byte()..node.start_byte());
            return Then::DescendAndLeave;
        };
        let name = self.out.text(method);
        let receiver = child(node, self.fields.receiver);
        let args = arguments.map_or_else(Vec::new, |a| self.list(a, false));
        let place = span_between(method, arguments.unwrap_or(method));
        let (mut callee, resolved) = match receiver {
            None => (name.to_owned(), super::apis::is_kernel(name)),
            Some(receiver) => match self.receiver(receiver) {
                Some((owner, resolved)) => (join(&owner, name), resolved),
                None => (format!("?.{name}"), false),
            },
        };
        let made = receiver.filter(|_| name == "new").and_then(|r| self.constant_path(r));
        if let Some(type_) = made {
            self.out.fact_with(FactKind::New, true, &type_, &args, place);
            callee = type_;
        } else {
            self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
        }
        if let Some(receiver) = receiver {
            self.holder(receiver);
        }
        self.declared_by(&callee, &args, arguments, node);
        self.environment_call(receiver, name, &args, node);
        self.effects(&callee, resolved, arguments, node);
        self.route(&callee, arguments, node);
        let range = arguments.map_or(node.start_byte()..node.start_byte(), |a| a.byte_range());
        self.out.push_use("arg:", &callee, range);
        Then::DescendAndLeave
    }

    /// What looks like a call and is a declaration.
    fn declared_by(
        &mut self,
        callee: &str,
        args: &[Value<'t>],
        arguments: Option<Node<'t>>,
        node: Node<'t>,
    ) {
        match callee {
            "require" | "require_relative" => {
                if let Some(path) = args.first().and_then(Value::as_str) {
                    self.out.fact(FactKind::Import, true, path, "", span(node));
                }
            }
            "autoload" => {
                if let Some(path) = args.get(1).and_then(Value::as_str) {
                    self.out.fact(FactKind::Import, true, path, "", span(node));
                }
            }
            "include" | "extend" | "prepend" if self.functions == 0 && !self.types.is_empty() => {
                for module in arguments.into_iter().flat_map(|a| named_children(a)) {
                    if let Some(name) = self.constant_path(module) {
                        let this = self.this().to_owned();
                        self.out.fact(FactKind::Supertype, true, &name, &this, span(module));
                    }
                }
            }
            _ => {}
        }
    }

    /// `ENV.fetch('X', 'd')` and its like.
    fn environment_call(
        &mut self,
        receiver: Option<Node<'t>>,
        method: &str,
        args: &[Value<'t>],
        node: Node<'t>,
    ) {
        let of_environment =
            receiver.is_some_and(|r| self.out.text(r).trim_start_matches(':') == "ENV");
        if !of_environment
            || !matches!(method, "fetch" | "key?" | "has_key?" | "include?" | "member?" | "dig")
        {
            return;
        }
        let Some(first) = args.first() else { return };
        let name = first.as_str().unwrap_or("?");
        let around = self.default.filter(|d| d.0 == node.id()).map(|d| d.1);
        let in_block = child(node, self.fields.block).and_then(|b| block_value(b));
        let default = match (args.get(1), in_block.or(around)) {
            (Some(second), _) => second.clone(),
            (None, Some(default)) => self.value(default, true),
            (None, None) => Value::Other,
        };
        self.out.fact(FactKind::EnvRead, true, name, default_text(&default), span(node));
    }

    /// `ENV['X']`, `session[:x]`.
    pub(super) fn element_reference(&mut self, node: Node<'t>) {
        let Some(object) = child(node, self.fields.object) else { return };
        if self.out.text(object).trim_start_matches(':') != "ENV" {
            self.holder(object);
            return;
        }
        if self.assigned == Some(node.id()) {
            return;
        }
        let key = named_children(node).nth(1);
        let name = key.map_or(Value::Other, |k| self.value(k, false));
        let default = match self.default.filter(|d| d.0 == node.id()) {
            Some((_, default)) => self.value(default, true),
            None => Value::Other,
        };
        let name = name.as_str().unwrap_or("?");
        self.out.fact(FactKind::EnvRead, true, name, default_text(&default), span(node));
    }

    /// A reference where an object holds a client's state.
    fn holder(&mut self, object: Node<'t>) {
        let text = self.out.text(object);
        let last = text.rsplit('.').next().unwrap_or(text);
        let is_own = text == last && self.variables.get(text).is_none();
        if HOLDERS.contains(&last) && (is_own || matches!(text, "request.session" | "self.session"))
        {
            self.out.fact(FactKind::Reference, false, text, "", span(object));
        }
    }

    /// `ENV['X'] || 'd'`: the right side is the default of the left.
    pub(super) fn environment_default(&mut self, node: Node<'t>) {
        let operator = child(node, self.fields.operator).map_or("", |o| self.out.text(o));
        if !matches!(operator, "||" | "or") {
            return;
        }
        if let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
            && self.out.text(left).starts_with("ENV")
        {
            self.default = Some((left.id(), right));
        }
    }

    /// A command in backticks.
    pub(super) fn shell(&mut self, node: Node<'t>) {
        let command = self.string(node, true);
        let command = command.trim();
        let command = if command.is_empty() { "?" } else { command };
        self.out.fact(FactKind::Exec, true, command, "`", span(node));
    }

    pub(super) fn is_kind(&self, node: Node<'_>, kind: Kind) -> bool {
        self.kind(node) == Some(kind)
    }
}

/// A default that is a constant.
fn default_text<'v>(value: &'v Value<'_>) -> &'v str {
    match value {
        Value::Literal(text) => text,
        other => other.as_str().unwrap_or(""),
    }
}
