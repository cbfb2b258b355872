//! Calls, accesses, and the types of receivers.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{CSharp, Kind, apis};
use crate::apis::Effect;
use crate::grammar::{child, named_children};
use crate::output::{span, span_between};
use crate::value::{Value, is_dotted_name, render};
use crate::variables::{Type, join};
use crate::walk::Then;

/// Receivers further down a chain than this are unknown.
const CHAIN_LOOKED_AT: u8 = 6;

impl<'t> CSharp<'t> {
    /// The type a type node names; generics erased, arrays unknown.
    pub(super) fn type_of(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..8 {
            match self.kind(node) {
                Some(
                    Kind::Identifier
                    | Kind::QualifiedName
                    | Kind::GenericName
                    | Kind::AliasQualified
                    | Kind::Member,
                ) => {
                    return self.names.resolve(self.out.text(node));
                }
                Some(Kind::Predefined) => {
                    return match self.out.text(node) {
                        "string" => self.names.known("System.String", true),
                        "object" => self.names.known("System.Object", true),
                        _ => Type::UNKNOWN,
                    };
                }
                Some(Kind::ArrayType) => return Type::UNKNOWN,
                _ => match child(node, self.fields.type_) {
                    Some(inner) => node = inner,
                    None => return Type::UNKNOWN,
                },
            }
        }
        Type::UNKNOWN
    }

    /// The type of an expression as far as declarations tell.
    pub(super) fn expression_type(&mut self, node: Node<'t>) -> Type {
        self.type_within(node, 0)
    }

    fn type_within(&mut self, node: Node<'t>, depth: u8) -> Type {
        if depth > CHAIN_LOOKED_AT {
            return Type::UNKNOWN;
        }
        let inner = match self.kind(node) {
            Some(Kind::Identifier) => return self.named(self.out.text(node)),
            Some(
                Kind::Predefined | Kind::GenericName | Kind::QualifiedName | Kind::AliasQualified,
            ) => {
                return self.type_of(node);
            }
            Some(Kind::New | Kind::Cast) => child(node, self.fields.type_).map(|t| self.type_of(t)),
            Some(Kind::As) => child(node, self.fields.right).map(|t| self.type_of(t)),
            Some(Kind::Parenthesized | Kind::Await) => {
                named_children(node).next().map(|n| self.type_within(n, depth + 1))
            }
            Some(Kind::Invocation) => {
                child(node, self.fields.function).map(|f| self.returned(f, depth + 1))
            }
            Some(Kind::Member) => return self.member_type(node, depth),
            Some(Kind::Str | Kind::Verbatim | Kind::Raw | Kind::Interpolated) => {
                Some(self.names.known("System.String", true))
            }
            _ => match self.out.text(node) {
                "this" => Some(self.this()),
                "base" => self.types.last().map(|t| t.base),
                _ => None,
            },
        };
        inner.unwrap_or(Type::UNKNOWN)
    }

    /// What a simple name in an expression is: a variable, an inherited property, or a type.
    fn named(&mut self, name: &'t str) -> Type {
        if let Some(variable) = self.variables.get(name) {
            return variable.type_;
        }
        if let Some(t) = self.ambient(name) {
            return t;
        }
        let is_type = name.starts_with(|c: char| c.is_uppercase())
            && (self.names.declared.get(name).is_some() || self.methods.get(name).is_none());
        if is_type { self.names.resolve(name) } else { Type::UNKNOWN }
    }

    /// `Session`, `Server`, `Response`: properties of pages, controllers and handlers.
    fn ambient(&mut self, name: &str) -> Option<Type> {
        if self.types.is_empty() || self.names.declared.get(name).is_some() {
            return None;
        }
        let core = self.names.uses("Microsoft.AspNetCore");
        if !core && !self.names.uses("System.Web") {
            return None;
        }
        apis::ambient(name, core).map(|t| self.names.known(t, true))
    }

    fn member_type(&mut self, node: Node<'t>, depth: u8) -> Type {
        let (Some(object), Some(name)) =
            (child(node, self.fields.expression), child(node, self.fields.name))
        else {
            return Type::UNKNOWN;
        };
        let simple = self.out.text(name);
        let written = self.out.text(node);
        if matches!(self.out.text(object), "this" | "base") {
            return self.named(simple);
        }
        if let Some(qualified) = self.qualified_type(written) {
            return qualified;
        }
        let receiver = self.type_within(object, depth + 1);
        self.member_of(receiver, simple)
    }

    /// A dotted name that starts with a namespace: `System.Web.HttpContext`, unless a member comes after the type.
    fn qualified_type(&mut self, written: &'t str) -> Option<Type> {
        let first = written.split('.').next()?;
        if !is_dotted_name(written)
            || self.variables.get(first).is_some()
            || !matches!(first, "System" | "Microsoft")
        {
            return None;
        }
        let (outer, last) = written.rsplit_once('.')?;
        let known_member = apis::member_type(written).map(|t| self.names.known(t, true));
        let is_state = apis::state(last).is_some() && outer.contains("HttpContext");
        match known_member {
            Some(t) => Some(t),
            None if is_state => None,
            None => Some(self.names.known(written, true)),
        }
    }

    fn member_of(&mut self, receiver: Type, member: &str) -> Type {
        if !receiver.is_known() {
            return Type::UNKNOWN;
        }
        let qualified = join(self.names.strings.get(receiver.name), member);
        match apis::member_type(&qualified) {
            Some(t) => self.names.known(t, receiver.resolved),
            None => Type::UNKNOWN,
        }
    }

    fn returned(&mut self, function: Node<'t>, depth: u8) -> Type {
        match self.kind(function) {
            Some(Kind::Member) => {
                let (Some(object), Some(name)) =
                    (child(function, self.fields.expression), child(function, self.fields.name))
                else {
                    return Type::UNKNOWN;
                };
                let simple = self.out.text(name);
                if self.out.text(object) == "this" {
                    return self.methods.get(simple).map_or(Type::UNKNOWN, |(_, returns)| returns);
                }
                let receiver = self.type_within(object, depth + 1);
                self.member_of(receiver, simple)
            }
            Some(Kind::Identifier) => self
                .methods
                .get(self.out.text(function))
                .map_or(Type::UNKNOWN, |(_, returns)| returns),
            _ => Type::UNKNOWN,
        }
    }

    pub(super) fn enter_invocation(&mut self, node: Node<'t>) -> Then {
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Then::Descend;
        };
        let (name, callee, resolved) = match self.kind(function) {
            Some(Kind::Member) => {
                self.known = function.id();
                let (Some(object), Some(name)) =
                    (child(function, self.fields.expression), child(function, self.fields.name))
                else {
                    return Then::Descend;
                };
                let simple = without_generics(self.out.text(name));
                let receiver = match self.out.text(object) {
                    "this" => {
                        self.methods.get(simple).map_or_else(|| self.this(), |(owner, _)| owner)
                    }
                    _ => self.expression_type(object),
                };
                let (callee, resolved) = self.callee(receiver, simple);
                (name, callee, resolved)
            }
            Some(Kind::Identifier | Kind::GenericName) => {
                let simple = without_generics(self.out.text(function));
                let (callee, resolved) = if let Some((owner, _)) = self.methods.get(simple) {
                    self.callee(owner, simple)
                } else {
                    let base = self.types.last().map_or(Type::UNKNOWN, |t| t.base);
                    (self.callee(base, simple).0, false)
                };
                (function, callee, resolved)
            }
            Some(Kind::Conditional) => {
                let bound = named_children(function)
                    .find(|n| self.kinds.kind(*n) == Some(Kind::MemberBinding));
                let name = bound.and_then(|b| child(b, self.fields.name));
                let (Some(name), Some(object)) = (name, child(function, self.fields.condition))
                else {
                    return Then::Descend;
                };
                let receiver = self.expression_type(object);
                let (callee, resolved) =
                    self.callee(receiver, without_generics(self.out.text(name)));
                (name, callee, resolved)
            }
            _ => return self.anonymous_call(arguments),
        };
        let args = self.arguments(arguments);
        let place = span_between(name, node);
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
        // Extension methods are known by their name alone.
        let simple = callee.rsplit('.').next().unwrap_or("");
        let effect =
            self.out.effect_of(&callee).or_else(|| self.out.effect_of(&format!("?.{simple}")));
        if let Some(effect) = effect {
            self.out.effect(effect, resolved, &callee, &args, place);
        }
        self.out.push_use("arg:", &callee, arguments.byte_range());
        Then::DescendAndLeave
    }

    /// A call of what an expression returns; there is no name to give it.
    fn anonymous_call(&mut self, arguments: Node<'t>) -> Then {
        self.out.push_use("arg:", "?", arguments.byte_range());
        Then::DescendAndLeave
    }

    fn callee(&self, receiver: Type, simple: &str) -> (String, bool) {
        if receiver.is_known() {
            (join(self.names.strings.get(receiver.name), simple), receiver.resolved)
        } else {
            (join("?", simple), false)
        }
    }

    pub(super) fn enter_new(&mut self, node: Node<'t>) -> Then {
        let type_node = child(node, self.fields.type_);
        let arguments = match child(node, self.fields.arguments) {
            Some(a) => Some(a),
            None => named_children(node).find(|n| self.kinds.kind(*n) == Some(Kind::Arguments)),
        };
        let initializer =
            named_children(node).find(|n| self.kinds.kind(*n) == Some(Kind::Initializer));
        let t = type_node.map_or(Type::UNKNOWN, |t| self.type_of(t));
        let mut args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        if let Some(initializer) = initializer {
            args.push(self.value(initializer, 0));
        }
        let name =
            if t.is_known() { self.names.strings.get(t.name).to_owned() } else { "?".to_owned() };
        let last = initializer.or(arguments).unwrap_or(node);
        let place = span_between(node, last);
        self.out.fact_with(FactKind::New, t.resolved, &name, &args, place);
        if let Some(effect) = self.out.effect_of(&name) {
            let opens =
                matches!(args.get(1), Some(Value::Name(mode)) if mode.ends_with("FileMode.Open"));
            let effect = if opens && effect == Effect::Write(0) { Effect::Read(0) } else { effect };
            self.out.effect(effect, t.resolved, &name, &args, place);
        }
        self.out.push_use("arg:", &name, arguments.unwrap_or(last).byte_range());
        Then::DescendAndLeave
    }

    pub(super) fn enter_attribute(&mut self, node: Node<'t>) -> Then {
        let Some(name) = child(node, self.fields.name) else { return Then::Descend };
        let t = self.type_of(name);
        let qualified = self.names.strings.get(t.name);
        let qualified = qualified.strip_suffix("Attribute").unwrap_or(qualified).to_owned();
        let arguments =
            named_children(node).find(|n| self.kinds.kind(*n) == Some(Kind::AttributeArguments));
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        self.out.fact_with(FactKind::Annotation, t.resolved, &qualified, &args, span(node));
        self.out.push_use("arg:", &qualified, arguments.unwrap_or(node).byte_range());
        Then::DescendAndLeave
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return Then::Descend;
        };
        let written = self.out.text(left);
        let target = match self.kind(left) {
            Some(Kind::Identifier) => {
                if let Some(variable) = self.variables.get_mut(written) {
                    // What it was declared with no longer holds.
                    variable.constant = None;
                }
                let is_field = self.variables.get(written).is_some_and(|v| v.is_field);
                is_field.then(|| (join(self.place(), written), true))
            }
            Some(Kind::Member) => {
                self.known = left.id();
                let object = child(left, self.fields.expression);
                let simple = child(left, self.fields.name).map_or("", |n| self.out.text(n));
                let receiver = match object {
                    Some(o) if self.out.text(o) == "this" => self.this(),
                    Some(o) => self.expression_type(o),
                    None => Type::UNKNOWN,
                };
                Some(if receiver.is_known() {
                    (join(self.names.strings.get(receiver.name), simple), receiver.resolved)
                } else if is_dotted_name(written) {
                    (written.to_owned(), false)
                } else {
                    (join("?", simple), false)
                })
            }
            Some(Kind::Element) => self.element_target(left),
            _ => None,
        };
        match target {
            Some((target, resolved)) => {
                let rendered = render(&[self.value(right, 0)]);
                self.out.fact(FactKind::Assign, resolved, &target, &rendered, span(node));
                self.out.push_use("assign:", &target, right.byte_range());
            }
            None => self.out.push_use(
                "assign:",
                written.split('[').next().unwrap_or(""),
                right.byte_range(),
            ),
        }
        Then::DescendAndLeave
    }

    /// What `x[…]` reads or writes, where that is server-side state or a member of a known type.
    fn element_target(&mut self, node: Node<'t>) -> Option<(String, bool)> {
        let object = child(node, self.fields.expression)?;
        let written = self.out.text(object);
        if let Some(state) = self.state_of(object) {
            return Some((state.to_owned(), true));
        }
        if self.kind(object) != Some(Kind::Member) {
            return None;
        }
        let owner = child(object, self.fields.expression)?;
        let receiver = self.expression_type(owner);
        if !receiver.is_known() || !receiver.resolved || matches!(self.out.text(owner), "this") {
            return None;
        }
        let member = written.rsplit('.').next()?;
        Some((join(self.names.strings.get(receiver.name), member), true))
    }

    /// `Session`, `HttpContext.Current.Application`, …: the state it is, unless the file declares it itself.
    fn state_of(&self, node: Node<'t>) -> Option<&'static str> {
        let text = self.out.text(node);
        match self.kind(node) {
            Some(Kind::Identifier)
                if self.variables.get(text).is_none() && !self.types.is_empty() =>
            {
                apis::state(text).filter(|_| !self.names.uses("Microsoft.AspNetCore"))
            }
            Some(Kind::Member) => {
                let (object, member) = text.rsplit_once('.')?;
                let web = object == "this"
                    || object == "Page"
                    || object.ends_with("HttpContext")
                    || object.ends_with("HttpContext.Current")
                    || object.eq_ignore_ascii_case("context");
                apis::state(member).filter(|_| web && !self.names.uses("Microsoft.AspNetCore"))
            }
            _ => None,
        }
    }

    /// Adds what an element access says: the state as written and by its full name.
    pub(super) fn element(&mut self, node: Node<'t>) {
        let Some((target, resolved)) = self.element_target(node) else { return };
        let Some(object) = child(node, self.fields.expression) else { return };
        self.known = object.id();
        let index = child(node, self.fields.subscript).map_or_else(Vec::new, |s| self.arguments(s));
        let value = render(&index);
        let written = self.out.text(object);
        if written != target && apis::state(written).is_some() {
            self.out.fact(FactKind::Reference, resolved, written, &value, span(node));
        }
        self.out.fact(FactKind::Reference, resolved, &target, &value, span(node));
    }

    /// A member of a known type that is read without a call.
    pub(super) fn member(&mut self, node: Node<'t>) {
        if self.known == node.id() {
            return;
        }
        let (Some(object), Some(name)) =
            (child(node, self.fields.expression), child(node, self.fields.name))
        else {
            return;
        };
        if !matches!(self.kind(object), Some(Kind::Identifier | Kind::Member)) {
            return;
        }
        let t = self.expression_type(object);
        if t.is_known() && t.resolved {
            let qualified = join(self.names.strings.get(t.name), self.out.text(name));
            self.out.fact(FactKind::Reference, true, &qualified, "", span_between(name, node));
        }
    }
}

fn without_generics(name: &str) -> &str {
    name.split('<').next().unwrap_or(name)
}
