//! Calls, struct literals and assignments, and what they mean.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::types::SAME;
use super::values::{Unset, address, is_environment};
use super::{Kind, Rust, apis};
use crate::apis::Effect;
use crate::grammar::{child, named_children};
use crate::literal;
use crate::output::{span, span_between};
use crate::value::{MAX_ARGS, Value, is_dotted_name, render};
use crate::variables::{Constant, join};
use crate::walk::Then;

/// Calls on calls are followed so far.
const MAX_CHAIN: usize = 12;

impl<'t> Rust<'t> {
    pub(super) fn enter_call(&mut self, node: Node<'t>) -> Then {
        let (Some(function), Some(arguments)) =
            (self.function_of(node), child(node, self.fields.arguments))
        else {
            return Then::Descend;
        };
        if self.kind(function) == Some(Kind::FieldAccess) {
            return self.enter_method_call(node, function, arguments);
        }
        let Some(parts) = self.parts(function) else { return Then::Descend };
        let (callee, resolved) = self.resolve(&parts);
        self.callee_at = Some(function.id());
        // `Some(x)` and the like are everywhere and say nothing.
        if callee.starts_with("std.option.") || callee.starts_with("std.result.") {
            return Then::Descend;
        }
        let place = span(node);
        let args = self.arguments(arguments, Unset::Unknown);
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
        if is_environment(&callee) {
            let name = args.first().and_then(Value::as_str).unwrap_or("?").to_owned();
            let default = self.default.take().filter(|(id, _)| *id == node.id());
            let default = default.map_or_else(String::new, |(_, d)| d);
            self.out.fact(FactKind::EnvRead, resolved, &name, &default, place);
        } else {
            let unset = match self.out.effect_of(&apis::canonical(&callee)) {
                Some(Effect::ListenAddress(_)) => Unset::Empty,
                _ => Unset::Default,
            };
            let args = self.arguments(arguments, unset);
            self.path_effect(&callee, resolved, &args, place);
            self.special(&callee, resolved, &args, place);
        }
        if let [name] = parts.as_slice()
            && let Some(&at) = self.environment.get(name)
        {
            let args = self.arguments(arguments, Unset::Default);
            self.out.effect(Effect::Env(at), resolved, &callee, &args, place);
        }
        self.route_of_function(&callee, arguments, place);
        self.out.push_use("arg:", &callee, arguments.byte_range());
        Then::DescendAndLeave
    }

    fn enter_method_call(
        &mut self,
        node: Node<'t>,
        function: Node<'t>,
        arguments: Node<'t>,
    ) -> Then {
        let (Some(receiver), Some(field)) =
            (child(function, self.fields.value), child(function, self.fields.field))
        else {
            return Then::Descend;
        };
        let method = self.out.text(field);
        if matches!(method, "unwrap_or" | "unwrap_or_else" | "unwrap_or_default" | "map_or" | "or")
        {
            self.default_of(receiver, arguments);
        }
        let owner = self.expression_type(receiver);
        let (callee, resolved) = if owner.is_known() {
            (self.member_name(owner, method), owner.resolved)
        } else {
            (join("?", method), false)
        };
        let place = span_between(field, node);
        let args = self.arguments(arguments, Unset::Unknown);
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
        let known = apis::canonical(&callee);
        if let Some(effect) = self.out.effect_of(&known) {
            let listens = matches!(effect, Effect::ListenAddress(_));
            let unset = if listens { Unset::Empty } else { Unset::Default };
            let args = self.arguments(arguments, unset);
            match effect {
                Effect::ListenAddress(at) => {
                    self.listen(args.get(usize::from(at)), resolved, place);
                }
                _ => self.out.effect(effect, resolved, &callee, &args, place),
            }
        }
        if known == "std.fs.OpenOptions.open" {
            let args = self.arguments(arguments, Unset::Default);
            let effect =
                if self.opens_to_write(receiver) { Effect::Write(0) } else { Effect::Read(0) };
            self.out.effect(effect, resolved, &callee, &args, place);
        }
        if method == "insert" && args.len() == 2 {
            self.element_set(receiver, &args, place);
        }
        self.route_of_method(&known, method, arguments, place);
        self.out.push_use("arg:", &callee, arguments.byte_range());
        Then::DescendAndLeave
    }

    /// Remembers what stands for a variable of the environment that is read within `receiver`.
    fn default_of(&mut self, receiver: Node<'t>, arguments: Node<'t>) {
        let mut node = receiver;
        for _ in 0..MAX_CHAIN {
            let inner = match self.kind(node) {
                Some(Kind::Inner) => named_children(node).next(),
                Some(Kind::Call) => {
                    let Some(function) = self.function_of(node) else { return };
                    if self.kind(function) == Some(Kind::FieldAccess) {
                        child(function, self.fields.value)
                    } else {
                        let Some(parts) = self.parts(function) else { return };
                        if is_environment(&self.resolve(&parts).0) {
                            let first = named_children(arguments).next();
                            let value = first.map(|f| self.value(f, Unset::Default));
                            let text = match value {
                                Some(Value::Other | Value::Name(_)) | None => String::new(),
                                Some(value) => render(&[value]).trim_matches('"').to_owned(),
                            };
                            self.default = Some((node.id(), text));
                        }
                        return;
                    }
                }
                _ => None,
            };
            match inner {
                Some(inner) => node = inner,
                None => return,
            }
        }
    }

    /// Whether a chain of `OpenOptions` asks to write.
    fn opens_to_write(&self, receiver: Node<'t>) -> bool {
        let mut node = receiver;
        for _ in 0..MAX_CHAIN {
            let Some(function) = self.function_of(node) else { break };
            let (Some(value), Some(field)) =
                (child(function, self.fields.value), child(function, self.fields.field))
            else {
                return false;
            };
            if matches!(
                self.out.text(field),
                "write" | "append" | "create" | "create_new" | "truncate"
            ) && child(node, self.fields.arguments).is_some_and(|a| self.out.text(a) == "(true)")
            {
                return true;
            }
            node = value;
        }
        // Options that are set in another statement.
        self.kind(node) == Some(Kind::Identifier)
    }

    /// `sessions.lock().unwrap().insert(key, value)` sets an element of `sessions`, as `sessions[key] = value` does
    /// elsewhere; a local of the function is none of the process.
    fn element_set(&mut self, receiver: Node<'t>, args: &[Value<'t>], place: Span) {
        let mut node = receiver;
        for _ in 0..MAX_CHAIN {
            match self.kind(node) {
                Some(Kind::Inner | Kind::Unary) => match named_children(node).next() {
                    Some(inner) => node = inner,
                    None => return,
                },
                Some(Kind::Reference) => match child(node, self.fields.value) {
                    Some(inner) => node = inner,
                    None => return,
                },
                Some(Kind::Call) => {
                    let Some(function) = self.function_of(node) else { return };
                    let (Some(value), Some(field)) =
                        (child(function, self.fields.value), child(function, self.fields.field))
                    else {
                        return;
                    };
                    if !SAME.contains(&self.out.text(field)) {
                        return;
                    }
                    node = value;
                }
                _ => break,
            }
        }
        let text = self.out.text(node);
        let target = match self.kind(node) {
            Some(Kind::FieldAccess) if is_dotted_name(text) => text.to_owned(),
            Some(Kind::Identifier) if !self.variables.get(text).is_some_and(|v| v.is_local) => {
                self.own(text)
            }
            Some(Kind::Path) => match self.parts(node) {
                Some(parts) => self.resolve(&parts).0,
                None => return,
            },
            _ => return,
        };
        self.out.fact_with(
            FactKind::Assign,
            false,
            &format!("{target}[]"),
            args.get(1..).unwrap_or(&[]),
            place,
        );
    }

    /// The fact of an address that is listened on; port 0 asks for any and is none.
    pub(super) fn listen(&mut self, at: Option<&Value<'t>>, resolved: bool, place: Span) {
        let value = at.cloned().map(address);
        let text = value.as_ref().and_then(Value::as_str).unwrap_or("");
        let (host, port) = literal::address(text);
        if port == Some(0) {
            return;
        }
        let port = port.map_or_else(|| "?".to_owned(), |p| p.to_string());
        self.out.fact(FactKind::Listen, resolved, &port, host, place);
    }

    /// What no row of a table can say.
    fn special(&mut self, callee: &str, resolved: bool, args: &[Value<'t>], place: Span) {
        let first = args.first().and_then(Value::as_str).unwrap_or("");
        match callee {
            // 8000 is what Rocket takes where nothing is configured.
            "rocket.build" | "rocket.ignite" => {
                self.out.fact(FactKind::Listen, resolved, "8000", "", place);
            }
            "rocket.custom" => self.out.fact(FactKind::Listen, resolved, "?", "", place),
            "lettre.SmtpTransport.relay"
            | "lettre.SmtpTransport.starttls_relay"
            | "lettre.SmtpTransport.builder_dangerous"
            | "lettre.AsyncSmtpTransport.relay"
            | "lettre.AsyncSmtpTransport.starttls_relay"
            | "lettre.AsyncSmtpTransport.builder_dangerous"
                if !first.is_empty() =>
            {
                self.out.fact(FactKind::Url, resolved, &format!("smtp://{first}"), callee, place);
            }
            _ => {}
        }
    }

    pub(super) fn enter_struct_literal(&mut self, node: Node<'t>) -> Then {
        let (Some(name), Some(body)) =
            (child(node, self.fields.name), child(node, self.fields.body))
        else {
            return Then::Descend;
        };
        let t = self.type_of(name);
        let name = if t.is_known() { self.names.get(t.name).to_owned() } else { "?".to_owned() };
        let mut entries = Vec::new();
        for field in named_children(body).take(MAX_ARGS) {
            let (Some(key), Some(value)) =
                (child(field, self.fields.field), child(field, self.fields.value))
            else {
                continue;
            };
            let value = self.value(value, Unset::Unknown);
            entries.push(Value::Named(self.out.text(key), Box::new(value)));
        }
        self.out.fact_with(FactKind::New, t.resolved, &name, &entries, span(node));
        self.out.push_use("arg:", &name, body.byte_range());
        Then::DescendAndLeave
    }

    /// A constant or function of a library that is read or passed on: `libc::SIGTERM`.
    pub(super) fn reference(&mut self, node: Node<'t>) {
        if self.callee_at == Some(node.id()) {
            return;
        }
        let Some(parts) = self.parts(node) else { return };
        if matches!(parts.first(), Some(&("crate" | "super" | "self" | "Self"))) {
            return;
        }
        let (name, resolved) = self.resolve(&parts);
        self.out.fact(FactKind::Reference, resolved, &name, "", span(node));
    }

    pub(super) fn enter_assignment(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return Then::Descend;
        };
        let mut target = left;
        let mut element = false;
        if self.kind(target) == Some(Kind::Index) {
            element = true;
            match named_children(target).next() {
                Some(inner) => target = inner,
                None => return Then::Descend,
            }
        }
        let text = self.out.text(target);
        let mut name = text.to_owned();
        let mut outlives = is_dotted_name(text);
        if self.kind(target) == Some(Kind::Identifier) {
            let is_local = self.variables.get(text).is_some_and(|v| v.is_local);
            outlives = !is_local;
            if is_local && !element {
                self.assign(text, (kind == Kind::Assignment).then_some(right));
            }
            if outlives {
                name = self.own(text);
            }
        }
        if element {
            name.push_str("[]");
        }
        if outlives {
            let rendered = render(&[self.value(right, Unset::Unknown)]);
            self.out.fact(FactKind::Assign, false, &name, &rendered, span(node));
        }
        self.out.push_use("assign:", &name, right.byte_range());
        Then::DescendAndLeave
    }

    /// A local gets a new value; the old one stays as what it may still be.
    fn assign(&mut self, name: &'t str, value: Option<Node<'t>>) {
        let new = value.map(|v| self.variable(v));
        let Some(variable) = self.variables.get_mut(name) else { return };
        let old: Option<Constant<'t>> = variable.constant.or(variable.fallback);
        variable.constant = None;
        variable.fallback = old.or(new.and_then(|n| n.constant.or(n.fallback)));
        if let Some(new) = new
            && !variable.type_.is_known()
        {
            variable.type_ = new.type_;
        }
    }

    /// A constant as a value.
    pub(super) fn constant_value(&self, constant: Constant<'t>) -> Value<'t> {
        match constant {
            Constant::Str(s) => Value::Str(self.names.get(s).to_owned().into()),
            Constant::Literal(s) => Value::Literal(s),
        }
    }
}
