//! Calls, values, and the types of receivers.

use std::borrow::Cow;

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Java, Kind};
use crate::apis::{Effect, NONE};
use crate::grammar::{child, children, named_children};
use crate::jvm::{self, looks_like_type};
use crate::output::{span, span_between};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, render, unescape};
use crate::variables::{Constant, Type, join};
use crate::walk::Then;

/// Receivers further down a chain than this are unknown.
const CHAIN_LOOKED_AT: u8 = 5;
/// Parts of a concatenation that are put together.
const MAX_PARTS: usize = 32;

impl<'t> Java<'t> {
    /// The type a type node names; primitives are unknown, generics erased, arrays by their elements.
    pub(super) fn type_of(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..8 {
            let inner = match self.kind(node) {
                Some(Kind::TypeName | Kind::Identifier | Kind::ScopedName) => {
                    return self.names.resolve(self.out.text(node));
                }
                Some(Kind::ScopedTypeName) => {
                    let text = self.out.text(node);
                    return if is_dotted_name(text) {
                        self.names.resolve(text)
                    } else {
                        Type::UNKNOWN
                    };
                }
                Some(Kind::GenericType) => named_children(node).next(),
                Some(Kind::ArrayType) => child(node, self.fields.element),
                Some(Kind::AnnotatedType) => named_children(node).last(),
                _ => None,
            };
            match inner {
                Some(n) => node = n,
                None => break,
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
        match self.kind(node) {
            Some(Kind::Identifier) => {
                let name = self.out.text(node);
                match self.variables.get(name) {
                    Some(variable) => variable.type_,
                    None if self.names.imported(name).is_some() || looks_like_type(name) => {
                        self.names.resolve(name)
                    }
                    None => Type::UNKNOWN,
                }
            }
            Some(Kind::This) => self.types.last().map_or(Type::UNKNOWN, |t| t.type_),
            Some(Kind::Super) => self.types.last().map_or(Type::UNKNOWN, |t| t.superclass),
            Some(Kind::FieldAccess) => self.accessed_type(node),
            Some(Kind::New | Kind::Cast) => {
                child(node, self.fields.type_).map_or(Type::UNKNOWN, |t| self.type_of(t))
            }
            Some(Kind::Parenthesized) => match named_children(node).next() {
                Some(inner) => self.type_within(inner, depth + 1),
                None => Type::UNKNOWN,
            },
            Some(Kind::ArrayAccess) => match child(node, self.fields.array) {
                Some(array) => self.type_within(array, depth + 1),
                None => Type::UNKNOWN,
            },
            Some(Kind::Call) => self.returned(node, depth),
            Some(Kind::Str) => self.names.resolve("String"),
            Some(Kind::ClassLiteral) => self.names.resolve("Class"),
            _ => Type::UNKNOWN,
        }
    }

    /// `this.field`, `System.out`, or a type written out: `java.io.File`.
    fn accessed_type(&mut self, node: Node<'t>) -> Type {
        let (Some(object), Some(field)) =
            (child(node, self.fields.object), child(node, self.fields.field))
        else {
            return Type::UNKNOWN;
        };
        let name = self.out.text(field);
        if self.kind(object) == Some(Kind::This) {
            return self.variables.get(name).map_or(Type::UNKNOWN, |v| v.type_);
        }
        let text = self.out.text(node);
        if matches!(text, "System.out" | "System.err") {
            return self.names.resolve("java.io.PrintStream");
        }
        if !looks_like_type(name) || !is_dotted_name(text) {
            return Type::UNKNOWN;
        }
        let first = text.split('.').next().unwrap_or("");
        if self.variables.get(first).is_some() { Type::UNKNOWN } else { self.names.resolve(text) }
    }

    fn returned(&mut self, call: Node<'t>, depth: u8) -> Type {
        let Some(name) = child(call, self.fields.name) else { return Type::UNKNOWN };
        let simple = self.out.text(name);
        let Some(object) = child(call, self.fields.object) else {
            if let Some((_, returns)) = self.methods.get(simple) {
                return returns;
            }
            let superclass = self.types.last().map_or(Type::UNKNOWN, |t| t.superclass);
            return self.well_known_return(superclass, simple);
        };
        if self.kind(object) == Some(Kind::This) {
            return self.methods.get(simple).map_or(Type::UNKNOWN, |(_, returns)| returns);
        }
        let receiver = self.type_within(object, depth + 1);
        self.well_known_return(receiver, simple)
    }

    fn well_known_return(&mut self, receiver: Type, method: &str) -> Type {
        if !receiver.is_known() {
            return Type::UNKNOWN;
        }
        let qualified = join(self.names.names.get(receiver.name), method);
        match jvm::returned_type(&qualified) {
            Some(t) => Type { name: self.names.names.intern(t), resolved: receiver.resolved },
            None => Type::UNKNOWN,
        }
    }

    pub(super) fn enter_call(&mut self, node: Node<'t>) -> Then {
        let (Some(name), Some(arguments)) =
            (child(node, self.fields.name), child(node, self.fields.arguments))
        else {
            return Then::Descend;
        };
        let simple = self.out.text(name);
        let object = child(node, self.fields.object);
        let mut callee = std::mem::take(&mut self.callee);
        callee.clear();
        let resolved = match object {
            Some(object) => {
                let receiver = self.expression_type(object);
                self.push_member(receiver, simple, &mut callee) && receiver.resolved
            }
            None => self.unqualified(simple, &mut callee),
        };
        let place = span_between(name, node);
        if self.out.wants(FactKind::Call, &callee) {
            let args = self.arguments(arguments);
            self.out.add(FactKind::Call, resolved, &callee, &render(&args), place);
        }
        if let Some(effect) = self.out.effect_of(&callee) {
            let paths = match object {
                // `new File("/data").mkdirs()`: the receiver is the path.
                Some(object) if effect == Effect::Write(NONE) => vec![self.path(object)],
                _ => self.paths(arguments),
            };
            let effect = if effect == Effect::Write(NONE) { Effect::Write(0) } else { effect };
            self.out.effect(effect, resolved, &callee, &paths, place);
        }
        self.out.push_use("arg:", &callee, arguments.byte_range());
        self.callee = callee;
        Then::DescendAndLeave
    }

    /// Writes a member of a type, `?` for one that is not known; whether it is.
    fn push_member(&self, owner: Type, simple: &str, out: &mut String) -> bool {
        out.push_str(if owner.is_known() { self.names.names.get(owner.name) } else { "?" });
        out.push('.');
        out.push_str(simple);
        owner.is_known()
    }

    /// A call without receiver: a method of this file, a static import, or one that a superclass has. Writes the callee;
    /// whether it is sure.
    fn unqualified(&self, simple: &str, callee: &mut String) -> bool {
        if let Some((owner, _)) = self.methods.get(simple) {
            return self.push_member(owner, simple, callee);
        }
        if let Some(imported) = self.names.imported_member(simple) {
            callee.push_str(imported);
            return true;
        }
        let superclass = self.types.last().map_or(Type::UNKNOWN, |t| t.superclass);
        self.push_member(superclass, simple, callee);
        false
    }

    pub(super) fn enter_new(&mut self, node: Node<'t>) -> Then {
        let (Some(type_node), Some(arguments)) =
            (child(node, self.fields.type_), child(node, self.fields.arguments))
        else {
            return Then::Descend;
        };
        let t = self.type_of(type_node);
        let name =
            if t.is_known() { self.names.names.get(t.name).to_owned() } else { "?".to_owned() };
        let place = span_between(node, arguments);
        if self.out.wants(FactKind::New, &name) {
            let args = self.arguments(arguments);
            self.out.add(FactKind::New, t.resolved, &name, &render(&args), place);
        }
        if let Some(effect) = self.out.effect_of(&name) {
            let paths = self.paths(arguments);
            self.out.effect(effect, t.resolved, &name, &paths, place);
        }
        self.out.push_use("arg:", &name, arguments.byte_range());
        Then::DescendAndLeave
    }

    pub(super) fn enter_annotation(&mut self, node: Node<'t>) -> Then {
        let Some(name) = child(node, self.fields.name) else { return Then::Descend };
        let t = self.type_of(name);
        let qualified = self.names.names.get(t.name).to_owned();
        let Some(arguments) = child(node, self.fields.arguments) else {
            self.out.fact(FactKind::Annotation, t.resolved, &qualified, "", span(node));
            return Then::Skip;
        };
        if self.out.wants(FactKind::Annotation, &qualified) {
            let args = self.arguments(arguments);
            self.out.add(FactKind::Annotation, t.resolved, &qualified, &render(&args), span(node));
        }
        self.out.push_use("arg:", &qualified, arguments.byte_range());
        Then::DescendAndLeave
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return Then::Descend;
        };
        let (simple, of_this) = match self.kind(left) {
            Some(Kind::Identifier) => (self.out.text(left), false),
            Some(Kind::FieldAccess) => {
                let object = child(left, self.fields.object);
                let field = child(left, self.fields.field).map_or("", |f| self.out.text(f));
                (field, object.is_some_and(|o| self.kind(o) == Some(Kind::This)))
            }
            _ => return Then::Descend,
        };
        let is_name = self.kind(left) == Some(Kind::Identifier);
        if is_name && let Some(variable) = self.variables.get_mut(simple) {
            // What it was declared with no longer holds.
            variable.constant = None;
        }
        let is_field = of_this || is_name && self.variables.get(simple).is_some_and(|v| v.is_field);
        let target = if is_field {
            let this = self.this();
            join(self.names.names.get(this.name), simple)
        } else {
            let text = self.out.text(left);
            if is_dotted_name(text) { text.to_owned() } else { join("?", simple) }
        };
        if (is_field || !is_name) && self.out.wants(FactKind::Assign, &target) {
            let rendered = render(&[self.value(right, 0)]);
            self.out.add(FactKind::Assign, is_field, &target, &rendered, span(node));
        }
        self.out.push_use("assign:", &target, right.byte_range());
        Then::DescendAndLeave
    }

    /// A constant of another type: `Context.PROVIDER_URL`.
    pub(super) fn enter_field_access(&mut self, node: Node<'t>) -> Then {
        let (Some(object), Some(field)) =
            (child(node, self.fields.object), child(node, self.fields.field))
        else {
            return Then::Descend;
        };
        let named = match self.kind(object) {
            Some(Kind::Identifier) => {
                let name = self.out.text(object);
                looks_like_type(name) && self.variables.get(name).is_none()
            }
            Some(Kind::FieldAccess) => true,
            _ => false,
        };
        if named
            && self.kind(field) == Some(Kind::Identifier)
            && !looks_like_type(self.out.text(field))
        {
            let t = self.expression_type(object);
            if t.is_known() && t.resolved {
                let name = join(self.names.names.get(t.name), self.out.text(field));
                self.out.fact(FactKind::Reference, true, &name, "", span(node));
            }
        }
        match self.kind(object) {
            Some(Kind::Identifier | Kind::This) if !node.has_error() => Then::Skip,
            _ => Then::Descend,
        }
    }

    /// `Type::method`.
    pub(super) fn method_reference(&mut self, node: Node<'t>) {
        let mut parts = children(node).filter(|n| self.kinds.kind(*n) != Some(Kind::Comment));
        let (Some(object), Some(method)) = (parts.next(), parts.last()) else { return };
        let t = match self.kind(object) {
            Some(Kind::TypeName | Kind::ScopedTypeName | Kind::GenericType) => self.type_of(object),
            _ => self.expression_type(object),
        };
        if t.is_known() {
            let name = join(self.names.names.get(t.name), self.out.text(method));
            self.out.fact(FactKind::Reference, t.resolved, &name, "", span(node));
        }
    }

    /// A type written out where there is no import to see.
    pub(super) fn scoped_type(&mut self, node: Node<'t>) {
        let t = self.type_of(node);
        if t.is_known() && t.resolved {
            let name = self.names.names.get(t.name);
            self.out.fact(FactKind::Reference, true, name, "", span(node));
            // Written out, it comes into the file as an import would bring it.
            self.out.fact(FactKind::Import, true, name, "", span(node));
        }
    }

    /// The inside of a string literal or text block; `None` for a template with expressions.
    pub(super) fn string(&self, node: Node<'t>) -> Option<Cow<'t, str>> {
        let text = self.out.text(node);
        if let Some(block) = text.strip_prefix("\"\"\"") {
            let block = block.strip_suffix("\"\"\"").unwrap_or(block);
            return Some(unescape(block.trim()));
        }
        let inner = text.strip_prefix('"')?.strip_suffix('"')?;
        Some(unescape(inner))
    }

    /// The values of an argument list or of an annotation's.
    pub(super) fn arguments(&mut self, node: Node<'t>) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for child in named_children(node) {
            if values.len() == MAX_ARGS {
                break;
            }
            if self.kind(child) != Some(Kind::Comment) {
                values.push(self.value(child, 0));
            }
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
            Some(Kind::Constant) => Value::Literal(self.out.text(node)),
            Some(Kind::Identifier) => {
                let name = self.out.text(node);
                self.constant_value(name).unwrap_or(Value::Name(name))
            }
            Some(Kind::FieldAccess) => {
                let text = self.out.text(node);
                // `this.X` and `Type.X` of a type of this file are what `X` is.
                if let Some((object, field)) = text.rsplit_once('.')
                    && (object == "this" || self.names.declared.get(object).is_some())
                    && let Some(value) = self.constant_value(field)
                {
                    return value;
                }
                if is_dotted_name(text) { Value::Name(text) } else { Value::Other }
            }
            Some(Kind::ClassLiteral) => Value::Name(self.out.text(node)),
            Some(Kind::Binary) => self.concatenation(node, depth),
            Some(Kind::Unary) => {
                let text = self.out.text(node);
                let is_number =
                    text.starts_with('-') && text[1..].starts_with(|c: char| c.is_ascii_digit());
                if is_number && text.len() < 24 { Value::Literal(text) } else { Value::Other }
            }
            Some(Kind::Parenthesized) => match named_children(node).next() {
                Some(inner) => self.value(inner, depth + 1),
                None => Value::Other,
            },
            Some(Kind::Cast | Kind::NewArray) => match child(node, self.fields.value) {
                Some(inner) => self.value(inner, depth + 1),
                None => Value::Other,
            },
            Some(Kind::ArrayItems) => {
                let mut items = Vec::new();
                for item in named_children(node).take(MAX_ARGS) {
                    items.push(self.value(item, depth + 1));
                }
                Value::Group(items)
            }
            Some(Kind::Pair) => {
                match (child(node, self.fields.key), child(node, self.fields.value)) {
                    (Some(key), Some(value)) => {
                        let value = self.value(value, depth);
                        Value::Named(self.out.text(key), Box::new(value))
                    }
                    _ => Value::Other,
                }
            }
            _ => Value::Other,
        }
    }

    fn constant_value(&self, name: &str) -> Option<Value<'t>> {
        match self.variables.get(name)?.constant? {
            Constant::Str(sym) => {
                Some(Value::Str(Cow::Owned(self.names.names.get(sym).to_owned())))
            }
            Constant::Literal(text) => Some(Value::Literal(text)),
        }
    }

    /// The constant start of `a + b + c`.
    fn concatenation(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
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
        let Value::Str(start) = self.value(node, depth + 1) else { return Value::Other };
        let mut all = start.into_owned();
        for right in rights.into_iter().rev() {
            match self.value(right, depth + 1) {
                Value::Str(s) => all.push_str(&s),
                Value::Literal(s) => all.push_str(s),
                _ => break,
            }
        }
        Value::Str(Cow::Owned(all))
    }

    /// Arguments with `new File("x")` and `Paths.get("x")` seen as the path they hold.
    fn paths(&mut self, arguments: Node<'t>) -> Vec<Value<'t>> {
        let mut paths = Vec::new();
        for child in named_children(arguments).take(MAX_ARGS) {
            match self.kind(child) {
                Some(Kind::Comment) => {}
                Some(Kind::New | Kind::Call) => paths.push(self.path(child)),
                _ => paths.push(self.value(child, 0)),
            }
        }
        paths
    }

    /// The path in `new File("x")`, `Paths.get("x")` or `Path.of("x")`.
    fn path(&mut self, node: Node<'t>) -> Value<'t> {
        let holds_path = match self.kind(node) {
            Some(Kind::New) => child(node, self.fields.type_)
                .is_some_and(|t| matches!(self.out.text(t), "File" | "java.io.File")),
            Some(Kind::Call) => {
                let object = child(node, self.fields.object).map_or("", |o| self.out.text(o));
                let name = child(node, self.fields.name).map_or("", |n| self.out.text(n));
                matches!((object, name), ("Paths", "get") | ("Path", "of"))
            }
            _ => false,
        };
        if !holds_path {
            return Value::Other;
        }
        let first = child(node, self.fields.arguments)
            .and_then(|a| named_children(a).find(|c| self.kinds.kind(*c) != Some(Kind::Comment)));
        match first {
            Some(first) => self.value(first, 1),
            None => Value::Other,
        }
    }
}
