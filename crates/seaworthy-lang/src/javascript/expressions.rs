//! Calls, constructions, members and assignments.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::apis::{WRITTEN_BY_OPTION, looks_like_server};
use super::{Kind, Script, child};
use crate::apis::Effect;
use crate::grammar::named_children;
use crate::meaning::{Defaults, Meaning};
use crate::output::{span, span_between};
use crate::value::{Value, is_dotted_name, render};
use crate::variables::join;
use crate::walk::Then;

/// Objects that carry a request and with it a session.
const REQUESTS: [&str; 5] = ["req", "request", "ctx", "context", "socket"];

impl<'t> Script<'t> {
    pub(super) fn enter_call(&mut self, node: Node<'t>) -> Then {
        if let Some(module) = self.required(node) {
            let alias = match self.value_name {
                Some((id, name)) if id == node.id() => name,
                _ => "",
            };
            self.out.fact(FactKind::Import, true, &module, alias, span(node));
            return Then::Skip;
        }
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Then::Descend;
        };
        let said = self.quiet == node.id();
        self.quiet = function.id();
        let Some((callee, resolved, place)) = self.callee(function) else {
            self.out.push_use("", "", arguments.byte_range());
            return Then::DescendAndLeave;
        };
        if !said {
            let place = span_between(place, node);
            let args = self.arguments(arguments, Defaults::Ignored);
            self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
            let effect = match self.out.effect_of(&callee) {
                None if callee.starts_with("?.") => self.guessed_effect(function, &callee, &args),
                effect => effect,
            };
            self.options(&callee, resolved, &args, place);
            if let Some(effect) = effect {
                self.effect(effect, resolved, &callee, arguments, place);
            }
        }
        self.out.push_use("arg:", &callee, arguments.byte_range());
        Then::DescendAndLeave
    }

    /// Qualified name of what is called, whether it is sure, and the node its own name starts at.
    fn callee(&mut self, function: Node<'t>) -> Option<(String, bool, Node<'t>)> {
        match self.kind(function)? {
            Kind::Identifier => {
                let name = self.out.text(function);
                let meaning = self.variables.get(name);
                Some(match meaning {
                    Some(m) if m.is_known() => {
                        (self.names.get(m.type_.name).to_owned(), m.type_.resolved, function)
                    }
                    // A name of the language or the platform, unless the file hides it.
                    other => (name.to_owned(), other.is_none(), function),
                })
            }
            Kind::Member => {
                let property = child(function, self.fields.property)?;
                let meaning = self.meaning(function);
                Some(if meaning.is_known() {
                    let type_ = meaning.type_;
                    (self.names.get(type_.name).to_owned(), type_.resolved, property)
                } else {
                    (format!("?.{}", self.out.text(property)), false, property)
                })
            }
            // `require('x')(…)`, `session(…)(app)`
            Kind::Call if self.required(function).is_some() => {
                let meaning = self.meaning(function);
                Some((self.names.get(meaning.type_.name).to_owned(), true, function))
            }
            _ => None,
        }
    }

    /// What a call on an unknown receiver means by the name of the receiver: `app.get('/x', …)`.
    fn guessed_effect(
        &self,
        function: Node<'t>,
        callee: &str,
        args: &[Value<'t>],
    ) -> Option<Effect> {
        let object = child(function, self.fields.object)?;
        let object = self.out.text(object);
        let last = object.rsplit('.').next().unwrap_or(object);
        if !looks_like_server(last) {
            return None;
        }
        let as_express = self.out.effect_of(&format!("express.{}", callee.get(2..)?))?;
        match as_express {
            Effect::Route(..) => {
                args.first()?.as_str().filter(|p| p.starts_with('/'))?;
                Some(as_express)
            }
            Effect::Listen { .. } => Some(as_express),
            _ => None,
        }
    }

    /// Options that name a file to write or a route.
    fn options(
        &mut self,
        callee: &str,
        resolved: bool,
        args: &[Value<'t>],
        place: seaworthy_base::Span,
    ) {
        let Some(Value::Group(options)) = args.first() else { return };
        let option = |key: &str| {
            options.iter().find_map(|o| match o {
                Value::Named(k, value) if *k == key => value.as_str(),
                _ => None,
            })
        };
        if let Some(&(_, key)) = WRITTEN_BY_OPTION.iter().find(|row| row.0 == callee) {
            if let Some(path) = option(key) {
                self.out.fact(FactKind::FileWrite, resolved, path, callee, place);
            }
        } else if callee.ends_with(".route")
            && let (Some(path), Some(method)) = (option("path").or(option("url")), option("method"))
        {
            self.out.fact(FactKind::Route, resolved, path, method, place);
        }
    }

    fn effect(
        &mut self,
        effect: Effect,
        resolved: bool,
        callee: &str,
        arguments: Node<'t>,
        place: seaworthy_base::Span,
    ) {
        let mut args = self.arguments(arguments, Defaults::Assumed);
        let effect = match effect {
            // `app.get('env')` reads a setting.
            Effect::Route(..) if args.len() < 2 => return,
            Effect::Listen { port, host } => {
                let options = args.get(usize::from(port)).cloned();
                if let Some(Value::Group(options)) = options {
                    let named = |key: &str| {
                        options.iter().find_map(|o| match o {
                            Value::Named(k, value) if *k == key => Some((**value).clone()),
                            _ => None,
                        })
                    };
                    let host = named("host").or_else(|| named("hostname"));
                    let port = named("port").unwrap_or(Value::Other);
                    args = vec![port, host.unwrap_or(Value::Other)];
                    Effect::Listen { port: 0, host: 1 }
                } else {
                    Effect::Listen { port, host }
                }
            }
            other => other,
        };
        self.out.effect(effect, resolved, callee, &args, place);
    }

    pub(super) fn enter_new(&mut self, node: Node<'t>) -> Then {
        let Some(constructor) = child(node, self.fields.constructor) else {
            return Then::Descend;
        };
        self.quiet = constructor.id();
        let meaning = self.meaning(constructor);
        let (name, resolved) = if meaning.is_known() {
            (self.names.get(meaning.type_.name).to_owned(), meaning.type_.resolved)
        } else {
            let text = self.out.text(constructor);
            let name = if is_dotted_name(text) { text } else { "?" };
            let hidden = self.variables.get(name).is_some();
            (name.to_owned(), self.kind(constructor) == Some(Kind::Identifier) && !hidden)
        };
        let arguments = child(node, self.fields.arguments);
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a, Defaults::Ignored));
        let place = span(node);
        self.out.fact_with(FactKind::New, resolved, &name, &args, place);
        self.options(&name, resolved, &args, place);
        if let (Some(effect), Some(arguments)) = (self.out.effect_of(&name), arguments) {
            self.effect(effect, resolved, &name, arguments, place);
        }
        let bytes = arguments.map_or(0..0, |a| a.byte_range());
        self.out.push_use("arg:", &name, bytes);
        Then::DescendAndLeave
    }

    /// Environment variables, sessions, and members of modules that are not called.
    pub(super) fn enter_member(&mut self, kind: Kind, node: Node<'t>) {
        let Some(object) = child(node, self.fields.object) else { return };
        let quiet = self.quiet == node.id();
        let goes_on = matches!(self.kind(object), Some(Kind::Member | Kind::Subscript));
        self.quiet = if goes_on { object.id() } else { 0 };
        if self.read == node.id() {
            return;
        }
        if let Some(name) = self.environment_variable(kind, node) {
            self.out.fact(FactKind::EnvRead, true, &name, "", span(node));
            // The name in `process.env['X']` is no text of its own.
            if let Some(index) = child(node, self.fields.index) {
                self.quiet = index.id();
            }
            return;
        }
        if kind != Kind::Member {
            self.quiet = 0;
            return;
        }
        let property = child(node, self.fields.property).map_or("", |p| self.out.text(p));
        if property == "session" && self.is_request(object) {
            self.out.fact(FactKind::Reference, false, self.out.text(node), "", span(node));
        }
        if quiet || !self.starts_at_module(object) {
            return;
        }
        let meaning = self.meaning(node);
        if meaning.is_known() && meaning.type_.resolved && !meaning.instance {
            let name = self.names.get(meaning.type_.name);
            self.out.fact(FactKind::Reference, true, name, "", span(node));
        }
    }

    fn is_request(&self, object: Node<'t>) -> bool {
        let text = self.out.text(object);
        REQUESTS.contains(&text.rsplit('.').next().unwrap_or(text))
    }

    /// Whether a chain of members starts at a name that a module or a global is bound to.
    fn starts_at_module(&self, object: Node<'t>) -> bool {
        let mut node = object;
        for _ in 0..4 {
            match self.kind(node) {
                Some(Kind::Identifier) => {
                    let name = self.out.text(node);
                    return match self.variables.get(name) {
                        Some(m) => m.is_known() && !m.instance,
                        None => matches!(name, "process" | "localStorage" | "sessionStorage"),
                    };
                }
                Some(Kind::Member) => match child(node, self.fields.object) {
                    Some(inner) => node = inner,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return Then::Descend;
        };
        // What is written is not read.
        self.quiet = left.id();
        self.read = left.id();
        let target = match self.kind(left) {
            Some(Kind::Identifier) => {
                let name = self.out.text(left);
                self.rebind(name, right);
                self.name_value(right, name);
                name.to_owned()
            }
            Some(Kind::Member) => {
                let text = self.out.text(left);
                let property = child(left, self.fields.property).map_or("", |p| self.out.text(p));
                self.name_value(right, property);
                self.attribute(text, property, right)
            }
            _ => {
                self.out.push_use("", "", right.byte_range());
                return Then::DescendAndLeave;
            }
        };
        if self.kind(left) == Some(Kind::Member) || self.functions == 0 {
            let value = render(&[self.value(right, 0)]);
            self.out.fact(FactKind::Assign, true, &target, &value, span(node));
        }
        self.out.push_use("assign:", &target, right.byte_range());
        Then::DescendAndLeave
    }

    fn rebind(&mut self, name: &'t str, right: Node<'t>) {
        let known = self.variables.get(name).is_some_and(|m| m.is_known());
        let mut meaning = self.meaning(right);
        meaning.constant = None;
        meaning.fallback = None;
        match self.variables.get_mut(name) {
            Some(bound) if known && !meaning.is_known() => {
                bound.constant = None;
                bound.fallback = None;
            }
            Some(bound) => *bound = meaning,
            None => self.variables.declare(name, meaning),
        }
    }

    /// The target of an assignment to a member; of `this.x`, `Class.x`.
    fn attribute(&mut self, text: &'t str, property: &'t str, right: Node<'t>) -> String {
        if let Some(name) = text.strip_prefix("this.")
            && let Some(&(class, _)) = self.classes.last()
        {
            if name == property {
                let meaning = self.bound(right);
                self.members.declare(property, meaning);
            }
            return join(self.names.get(class), name);
        }
        if !is_dotted_name(text) {
            return format!("?.{property}");
        }
        let meaning = self.bound(right);
        if meaning.is_known() {
            self.variables.declare(text, meaning);
        }
        text.to_owned()
    }

    /// What a name stands for after it got a value.
    pub(super) fn bound(&mut self, value: Node<'t>) -> Meaning<'t> {
        if matches!(
            self.kind(value),
            Some(Kind::Object | Kind::Array | Kind::Function | Kind::Class)
        ) {
            return Meaning::UNKNOWN;
        }
        let constant = self.value(value, 0);
        let fallback = self.value_with(value, 0, Defaults::Assumed);
        self.meaning(value).worth(&mut self.names, &constant, &fallback)
    }

    /// A function, class or module on the right side has the name on the left.
    pub(super) fn name_value(&mut self, value: Node<'t>, name: &'t str) {
        if matches!(self.kind(value), Some(Kind::Function | Kind::Class | Kind::Call)) {
            self.value_name = Some((value.id(), name));
        }
    }

    pub(super) fn enter_pair(&mut self, node: Node<'t>) -> Then {
        let (Some(key), Some(value)) =
            (child(node, self.fields.key), child(node, self.fields.value))
        else {
            return Then::Descend;
        };
        let name = self.key(key);
        match self.kind(value) {
            Some(Kind::Str) => {
                if let Some(text) = self.string(value) {
                    self.out.push_use("assign:", name, value.byte_range());
                    self.out.string(&text, span(value));
                    self.out.pop_use();
                }
                return Then::Skip;
            }
            Some(Kind::Constant | Kind::Identifier) => return Then::Skip,
            Some(Kind::Function | Kind::Class) => self.name_value(value, name),
            _ => {}
        }
        // A key in quotes is a name and no text.
        self.quiet = key.id();
        Then::Descend
    }

    /// Whether a statement is only a string: `'use strict'`.
    pub(super) fn enter_statement(&mut self, node: Node<'t>) -> Then {
        let only = named_children(node).next();
        if only.is_some_and(|n| self.kind(n) == Some(Kind::Str)) {
            Then::Skip
        } else {
            Then::Descend
        }
    }
}
