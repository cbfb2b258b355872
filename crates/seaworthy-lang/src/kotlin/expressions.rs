//! Calls, values, and the types of receivers.

use std::borrow::Cow;

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Kotlin};
use crate::apis::{Effect, NONE};
use crate::grammar::named_children;
use crate::jvm::{self, looks_like_type};
use crate::output::{span, span_between};
use crate::value::{MAX_ARGS, MAX_DEPTH, Value, is_dotted_name, render, unescape};
use crate::variables::{Constant, Type, join};
use crate::walk::Then;

/// Receivers further down a chain than this are unknown.
const CHAIN_LOOKED_AT: u8 = 5;
/// Parts of a concatenation that are put together.
const MAX_PARTS: usize = 32;

impl<'t> Kotlin<'t> {
    /// The type a type node names; generics erased.
    pub(super) fn type_of(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..8 {
            if self.kind(node) == Some(Kind::UserType) {
                let text = self.out.text(node);
                let text = text.split('<').next().unwrap_or(text).trim();
                return if is_dotted_name(text) { self.names.resolve(text) } else { Type::UNKNOWN };
            }
            match named_children(node).last() {
                Some(inner) => node = inner,
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
                    None if looks_like_type(name) => self.names.resolve(name),
                    None => Type::UNKNOWN,
                }
            }
            Some(Kind::This) => self.this(),
            Some(Kind::Super) => self.types.last().map_or(Type::UNKNOWN, |t| t.superclass),
            Some(Kind::As) => {
                node.child_by_field_id(self.tables.right).map_or(Type::UNKNOWN, |t| self.type_of(t))
            }
            Some(Kind::Parenthesized | Kind::Unary | Kind::Index) => {
                match named_children(node).next() {
                    Some(inner) => self.type_within(inner, depth + 1),
                    None => Type::UNKNOWN,
                }
            }
            Some(Kind::Str) => self.names.resolve("String"),
            Some(Kind::Navigation) => self.navigated_type(node, depth),
            Some(Kind::Call) => self.returned(node, depth),
            _ => Type::UNKNOWN,
        }
    }

    /// The object and the member of `object.member`.
    fn parts(&self, node: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
        let mut parts =
            named_children(node).filter(|n| self.tables.grammar.kind(*n) != Some(Kind::Comment));
        let object = parts.next()?;
        let member = parts.last()?;
        Some((object, member))
    }

    fn navigated_type(&mut self, node: Node<'t>, depth: u8) -> Type {
        let Some((object, member)) = self.parts(node) else { return Type::UNKNOWN };
        let simple = self.out.text(member);
        let text = self.out.text(node);
        if self.kind(object) == Some(Kind::This) {
            return self.variables.get(simple).map_or(Type::UNKNOWN, |v| v.type_);
        }
        let first = text.split('.').next().unwrap_or("");
        if looks_like_type(simple) && is_dotted_name(text) && self.variables.get(first).is_none() {
            return self.names.resolve(text);
        }
        let receiver = self.type_within(object, depth + 1);
        // A property stands for a getter: `request.session` is `getSession()`.
        let mut getter = String::from("get");
        getter.extend(simple.chars().next().map(|c| c.to_ascii_uppercase()));
        getter.extend(simple.chars().skip(1));
        self.well_known_return(receiver, &getter)
    }

    fn returned(&mut self, call: Node<'t>, depth: u8) -> Type {
        let Some(function) = named_children(call).next() else { return Type::UNKNOWN };
        match self.kind(function) {
            Some(Kind::Identifier) => {
                let name = self.out.text(function);
                match self.functions.get(name) {
                    Some((_, returns)) => returns,
                    None if looks_like_type(name) => self.names.resolve(name),
                    None => Type::UNKNOWN,
                }
            }
            Some(Kind::Navigation) => {
                let Some((object, member)) = self.parts(function) else { return Type::UNKNOWN };
                let simple = self.out.text(member);
                if looks_like_type(simple) {
                    return self.navigated_type(function, depth + 1);
                }
                let receiver = self.type_within(object, depth + 1);
                self.well_known_return(receiver, simple)
            }
            _ => Type::UNKNOWN,
        }
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
        let Some(function) = named_children(node).next() else {
            self.out.push_use("arg:", "?", 0..0);
            return Then::DescendAndLeave;
        };
        let arguments = self.find(node, Kind::Arguments);
        let mut kind = FactKind::Call;
        let mut object = None;
        let (name, callee, resolved) = match self.kind(function) {
            Some(Kind::Identifier) => {
                let simple = self.out.text(function);
                let is_type = looks_like_type(simple) && self.functions.get(simple).is_none();
                let (callee, resolved) = if is_type {
                    kind = FactKind::New;
                    let t = self.names.resolve(simple);
                    let known = if t.is_known() { self.names.names.get(t.name) } else { "?" };
                    (known.to_owned(), t.resolved)
                } else {
                    self.unqualified(simple)
                };
                (function, callee, resolved)
            }
            Some(Kind::Navigation) => {
                let Some((receiver, member)) = self.parts(function) else { return Then::Descend };
                object = Some(receiver);
                let simple = self.out.text(member);
                let written = self.out.text(function);
                if looks_like_type(simple) && is_dotted_name(written) {
                    kind = FactKind::New;
                    let t = self.names.resolve(written);
                    let known = if t.is_known() { self.names.names.get(t.name) } else { "?" };
                    (member, known.to_owned(), t.resolved)
                } else {
                    let t = self.expression_type(receiver);
                    let (callee, resolved) = if t.is_known() {
                        (join(self.names.names.get(t.name), simple), t.resolved)
                    } else {
                        (join("?", simple), false)
                    };
                    (member, callee, resolved)
                }
            }
            _ => {
                self.out.push_use("arg:", "?", arguments.map_or(0..0, |a| a.byte_range()));
                return Then::DescendAndLeave;
            }
        };
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        let place = span_between(name, arguments.unwrap_or(name));
        self.out.fact_with(kind, resolved, &callee, &args, place);
        if let Some(effect) = self.out.effect_of(&callee) {
            let paths = match (object, arguments) {
                // `File("/data").mkdirs()`: the receiver is the path.
                (Some(object), _) if effect == Effect::Write(NONE) => vec![self.path(object)],
                (_, Some(arguments)) => self.paths(arguments),
                _ => Vec::new(),
            };
            let effect = if effect == Effect::Write(NONE) { Effect::Write(0) } else { effect };
            self.out.effect(effect, resolved, &callee, &paths, place);
        } else if let Some(object) = object {
            self.file_extension(object, &callee, resolved, node);
        }
        self.out.push_use("arg:", &callee, arguments.map_or(0..0, |a| a.byte_range()));
        Then::DescendAndLeave
    }

    /// Kotlin's own functions on files: `File("x").writeText(…)`.
    fn file_extension(&mut self, object: Node<'t>, callee: &str, resolved: bool, node: Node<'t>) {
        let effect = match callee {
            "java.io.File.writeText"
            | "java.io.File.writeBytes"
            | "java.io.File.appendText"
            | "java.io.File.appendBytes"
            | "java.io.File.outputStream"
            | "java.io.File.bufferedWriter"
            | "java.io.File.printWriter"
            | "java.io.File.deleteRecursively" => Effect::Write(0),
            "java.io.File.readText"
            | "java.io.File.readBytes"
            | "java.io.File.readLines"
            | "java.io.File.inputStream"
            | "java.io.File.bufferedReader"
            | "java.io.File.forEachLine" => Effect::Read(0),
            _ => return,
        };
        let path = [self.path(object)];
        self.out.effect(effect, resolved, callee, &path, span(node));
    }

    /// A call without receiver: a function of this file, an imported one, or one that a superclass has.
    fn unqualified(&mut self, simple: &str) -> (String, bool) {
        if let Some((owner, _)) = self.functions.get(simple) {
            return (join(self.names.names.get(owner.name), simple), true);
        }
        if let Some(imported) = self.names.imported(simple) {
            return (imported.to_owned(), true);
        }
        let superclass = self.types.last().map_or(Type::UNKNOWN, |t| t.superclass);
        if superclass.is_known() {
            return (join(self.names.names.get(superclass.name), simple), false);
        }
        (join("?", simple), false)
    }

    /// The superclass constructor in a class header; in an annotation it is the annotation itself.
    pub(super) fn enter_super_call(&mut self, node: Node<'t>) -> Then {
        let t = self.find(node, Kind::UserType).map_or(Type::UNKNOWN, |t| self.type_of(t));
        let name =
            if t.is_known() { self.names.names.get(t.name).to_owned() } else { "?".to_owned() };
        let bytes = self.find(node, Kind::Arguments).map_or(0..0, |a| a.byte_range());
        self.out.push_use("arg:", &name, bytes);
        Then::DescendAndLeave
    }

    pub(super) fn enter_annotation(&mut self, node: Node<'t>) -> Then {
        let (written, arguments) = self.annotation_parts(node);
        let t = written.map_or(Type::UNKNOWN, |t| self.type_of(t));
        let name =
            if t.is_known() { self.names.names.get(t.name).to_owned() } else { "?".to_owned() };
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        self.out.fact_with(FactKind::Annotation, t.resolved, &name, &args, span(node));
        self.out.push_use("arg:", &name, arguments.map_or(0..0, |a| a.byte_range()));
        Then::DescendAndLeave
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (node.child_by_field_id(self.tables.left), node.child_by_field_id(self.tables.right))
        else {
            self.out.push_use("assign:", "", 0..0);
            return Then::DescendAndLeave;
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
            Some(Kind::Navigation) => self.parts(left).map(|(object, member)| {
                let simple = self.out.text(member);
                let t = self.expression_type(object);
                if t.is_known() {
                    (join(self.names.names.get(t.name), simple), t.resolved)
                } else if is_dotted_name(written) {
                    (written.to_owned(), false)
                } else {
                    (join("?", simple), false)
                }
            }),
            _ => None,
        };
        if let Some((target, resolved)) = target {
            let rendered = render(&[self.value(right, 0)]);
            self.out.fact(FactKind::Assign, resolved, &target, &rendered, span(node));
            self.out.push_use("assign:", &target, right.byte_range());
        } else {
            let name = written.split(['[', '(']).next().unwrap_or("");
            self.out.push_use("assign:", name, right.byte_range());
        }
        Then::DescendAndLeave
    }

    /// A constant of a type: `Context.PROVIDER_URL`.
    pub(super) fn navigation(&mut self, node: Node<'t>) {
        let Some((object, member)) = self.parts(node) else { return };
        let name = self.out.text(member);
        let constant = name.len() > 1
            && name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
        if !constant || !matches!(self.kind(object), Some(Kind::Identifier | Kind::Navigation)) {
            return;
        }
        let t = self.expression_type(object);
        if t.is_known() && t.resolved {
            let qualified = join(self.names.names.get(t.name), name);
            self.out.fact(FactKind::Reference, true, &qualified, "", span(node));
        }
    }

    /// `Type::member`.
    pub(super) fn callable_reference(&mut self, node: Node<'t>) {
        let (Some(owner), Some(member)) =
            (self.find(node, Kind::UserType), named_children(node).last())
        else {
            return;
        };
        let t = self.type_of(owner);
        let name = self.out.text(member);
        if t.is_known() && owner.id() != member.id() && name != "class" {
            let qualified = join(self.names.names.get(t.name), name);
            self.out.fact(FactKind::Reference, t.resolved, &qualified, "", span(node));
        }
    }

    /// A string up to its first expression, and whether that is all of it.
    pub(super) fn constant_start(&self, node: Node<'t>) -> (Cow<'t, str>, bool) {
        let mut start = String::new();
        let mut all = true;
        for child in named_children(node) {
            match self.kind(child) {
                Some(Kind::StringContent) => {
                    // The grammar takes `$name` for plain text, at times in several pieces.
                    let text = self.out.text(child);
                    let source = self.out.source();
                    let next = source.get(child.end_byte()..).and_then(|s| s.chars().next());
                    let next = child.end_byte() + next.map_or(0, char::len_utf8);
                    let on = source.get(child.start_byte()..next).unwrap_or(text);
                    let end = interpolation_at(on).unwrap_or(on.len());
                    start.push_str(text.get(..end).unwrap_or(text));
                    if end < text.len() {
                        all = false;
                        break;
                    }
                }
                Some(Kind::EscapeSequence) => start.push_str(&unescape(self.out.text(child))),
                _ => {
                    all = false;
                    break;
                }
            }
        }
        if node.kind() == "multiline_string_literal" {
            return (start.trim().to_owned().into(), all);
        }
        (start.into(), all)
    }

    /// The values of an argument list.
    pub(super) fn arguments(&mut self, node: Node<'t>) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        for child in named_children(node) {
            if values.len() == MAX_ARGS {
                break;
            }
            if self.kind(child) == Some(Kind::Argument) {
                let (name, value) = self.argument(child);
                let value = value.map_or(Value::Other, |v| self.value(v, 0));
                values.push(match name {
                    Some(name) => Value::Named(name, Box::new(value)),
                    None => value,
                });
            }
        }
        values
    }

    fn argument(&self, node: Node<'t>) -> (Option<&'t str>, Option<Node<'t>>) {
        let value = named_children(node)
            .filter(|n| self.tables.grammar.kind(*n) != Some(Kind::Comment))
            .last();
        let first = named_children(node).next();
        let named = first.filter(|f| {
            Some(f.id()) != value.map(|v| v.id()) && self.kind(*f) == Some(Kind::Identifier)
        });
        (named.map(|n| self.out.text(n)), value)
    }

    /// What an expression is worth.
    pub(super) fn value(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        if depth > MAX_DEPTH {
            return Value::Other;
        }
        match self.kind(node) {
            Some(Kind::Str) => match self.constant_start(node) {
                (start, false) if start.is_empty() => Value::Other,
                (start, _) => Value::Str(start),
            },
            Some(Kind::Constant) => Value::Literal(self.out.text(node)),
            Some(Kind::Identifier) => {
                let name = self.out.text(node);
                if matches!(name, "true" | "false" | "null") {
                    return Value::Literal(name);
                }
                self.constant_value(name).unwrap_or(Value::Name(name))
            }
            Some(Kind::Navigation) => {
                let text = self.out.text(node);
                if is_dotted_name(text) { Value::Name(text) } else { Value::Other }
            }
            Some(Kind::Binary) => self.concatenation(node, depth),
            Some(Kind::Unary) => {
                let text = self.out.text(node);
                let number = text
                    .strip_prefix('-')
                    .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
                if number && text.len() < 24 { Value::Literal(text) } else { Value::Other }
            }
            Some(Kind::Parenthesized) => match named_children(node).next() {
                Some(inner) => self.value(inner, depth + 1),
                None => Value::Other,
            },
            Some(Kind::Collection) => {
                let mut items = Vec::new();
                for item in named_children(node).take(MAX_ARGS) {
                    items.push(self.value(item, depth + 1));
                }
                Value::Group(items)
            }
            Some(Kind::Call) => self.listed(node, depth),
            _ => match self.out.text(node) {
                literal @ ("true" | "false" | "null") => Value::Literal(literal),
                _ => Value::Other,
            },
        }
    }

    /// `arrayOf("a", "b")` and `listOf(…)` are groups.
    fn listed(&mut self, node: Node<'t>, depth: u8) -> Value<'t> {
        let function = named_children(node).next().map_or("", |f| self.out.text(f));
        let arguments = self.find(node, Kind::Arguments);
        match arguments {
            Some(arguments) if matches!(function, "arrayOf" | "listOf" | "setOf") => {
                let mut items = Vec::new();
                for item in named_children(arguments).take(MAX_ARGS) {
                    let value = self.argument(item).1;
                    items.push(value.map_or(Value::Other, |v| self.value(v, depth + 1)));
                }
                Value::Group(items)
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
            let plus =
                node.child_by_field_id(self.tables.operator).is_some_and(|o| o.kind() == "+");
            let (Some(left), Some(right)) = (
                node.child_by_field_id(self.tables.left),
                node.child_by_field_id(self.tables.right),
            ) else {
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
        if self.kind(node) == Some(Kind::Str) && !self.constant_start(node).1 {
            return Value::Str(all.into());
        }
        for right in rights.into_iter().rev() {
            let whole = self.kind(right) != Some(Kind::Str) || self.constant_start(right).1;
            match self.value(right, depth + 1) {
                Value::Str(s) if whole => all.push_str(&s),
                Value::Literal(s) => all.push_str(s),
                _ => break,
            }
        }
        Value::Str(all.into())
    }

    /// Arguments with `File("x")` and `Paths.get("x")` seen as the path they hold.
    fn paths(&mut self, arguments: Node<'t>) -> Vec<Value<'t>> {
        let mut paths = Vec::new();
        for child in named_children(arguments).take(MAX_ARGS) {
            let Some(value) = self.argument(child).1 else { continue };
            paths.push(if self.kind(value) == Some(Kind::Call) {
                self.path(value)
            } else {
                self.value(value, 0)
            });
        }
        paths
    }

    /// The path in `File("x")`, `Paths.get("x")` or `Path.of("x")`; or what a group holds.
    fn path(&mut self, node: Node<'t>) -> Value<'t> {
        let function = match self.kind(node) {
            Some(Kind::Call) => named_children(node).next().map_or("", |f| self.out.text(f)),
            _ => "",
        };
        if !matches!(function, "File" | "java.io.File" | "Paths.get" | "Path.of" | "Path") {
            return self.value(node, 0);
        }
        let first = self.find(node, Kind::Arguments).and_then(|a| named_children(a).next());
        match first.and_then(|f| self.argument(f).1) {
            Some(first) => self.value(first, 1),
            None => Value::Other,
        }
    }
}

/// Where `$name` starts in the text of a string.
fn interpolation_at(text: &str) -> Option<usize> {
    text.match_indices('$')
        .map(|(at, _)| at)
        .find(|at| text[at + 1..].starts_with(|c: char| c.is_alphabetic() || c == '_'))
}
