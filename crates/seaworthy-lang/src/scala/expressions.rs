//! Calls, assignments, and the types of receivers.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Scala, apis};
use crate::apis::{Effect, NONE};
use crate::grammar::{child, named_children};
use crate::jvm::{self, looks_like_type};
use crate::output::{span, span_between};
use crate::value::{Value, is_dotted_name, render};
use crate::variables::{Type, join};
use crate::walk::Then;

/// Receivers further down a chain than this are unknown.
const CHAIN_LOOKED_AT: u8 = 6;

impl<'t> Scala<'t> {
    /// The type a type node names; generics erased, and what `Option` holds.
    pub(super) fn type_of(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..8 {
            let inner = match self.kind(node) {
                Some(Kind::TypeName | Kind::StableType | Kind::Identifier) => {
                    let text = self.out.text(node);
                    return if is_dotted_name(text) { self.resolve(text) } else { Type::UNKNOWN };
                }
                Some(Kind::GenericType) => child(node, self.fields.type_),
                Some(Kind::Wrapped) => child(node, self.fields.type_)
                    .or_else(|| child(node, self.fields.base))
                    .or_else(|| named_children(node).next()),
                _ => None,
            };
            match inner {
                Some(inner) => node = inner,
                None => break,
            }
        }
        Type::UNKNOWN
    }

    /// The qualified name of a type as written. Packages may be imported: `mutable.Map`.
    fn resolve(&mut self, written: &'t str) -> Type {
        if let Some((first, rest)) = written.split_once('.') {
            let imported = self.names.declared.get(first);
            let imported = match imported {
                Some(sym) => Some(self.names.names.get(sym).to_owned()),
                None => self.names.imported(first).map(str::to_owned),
            };
            if let Some(outer) = imported {
                let qualified = join(&outer, rest);
                return Type { name: self.names.names.intern(&qualified), resolved: true };
            }
        }
        self.names.resolve(written)
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
                if name == "this" {
                    return self.types.last().map_or(Type::UNKNOWN, |t| t.type_);
                }
                if name == "super" {
                    return self.types.last().map_or(Type::UNKNOWN, |t| t.superclass);
                }
                match self.variables.get(name) {
                    Some(variable) => variable.type_,
                    None if looks_like_type(name) => self.resolve(name),
                    None => self.imported_object(name),
                }
            }
            Some(Kind::Ascription | Kind::Instance) => self.written_type(node),
            Some(Kind::Parenthesized) => match named_children(node).next() {
                Some(inner) => self.type_within(inner, depth + 1),
                None => Type::UNKNOWN,
            },
            Some(Kind::Str | Kind::Interpolated) => self.names.resolve("String"),
            Some(Kind::Generic) => match child(node, self.fields.function) {
                // `x.asInstanceOf[HttpSession]`
                Some(function) if self.out.text(function).ends_with(".asInstanceOf") => {
                    let arguments = self.find(node, Kind::TypeArguments);
                    let first = arguments.and_then(|a| named_children(a).next());
                    first.map_or(Type::UNKNOWN, |t| self.type_of(t))
                }
                Some(function) => self.type_within(function, depth + 1),
                None => Type::UNKNOWN,
            },
            Some(Kind::Field) => self.selected_type(node, depth),
            Some(Kind::Call) => self.returned(node, depth),
            _ => Type::UNKNOWN,
        }
    }

    /// An object or package that is imported under a lower-case name: `sys`.
    fn imported_object(&mut self, name: &str) -> Type {
        let qualified = match self.names.declared.get(name) {
            Some(sym) => self.names.names.get(sym).to_owned(),
            None => match self.names.imported(name) {
                Some(qualified) => qualified.to_owned(),
                None => return Type::UNKNOWN,
            },
        };
        Type { name: self.names.names.intern(&qualified), resolved: true }
    }

    /// The type in `new T(…)` and `x: T`.
    pub(super) fn written_type(&mut self, node: Node<'t>) -> Type {
        if let Some(t) = child(node, self.fields.type_) {
            return self.type_of(t);
        }
        for part in named_children(node) {
            if matches!(
                self.kind(part),
                Some(Kind::TypeName | Kind::StableType | Kind::GenericType | Kind::Wrapped)
            ) {
                return self.type_of(part);
            }
        }
        Type::UNKNOWN
    }

    fn selected_type(&mut self, node: Node<'t>, depth: u8) -> Type {
        let (Some(object), Some(member)) =
            (child(node, self.fields.value), child(node, self.fields.field))
        else {
            return Type::UNKNOWN;
        };
        let simple = self.out.text(member);
        let text = self.out.text(node);
        if self.out.text(object) == "this" {
            return self.variables.get(simple).map_or(Type::UNKNOWN, |v| v.type_);
        }
        let first = text.split('.').next().unwrap_or("");
        let is_name = is_dotted_name(text) && self.variables.get(first).is_none();
        if is_name && looks_like_type(simple) {
            return self.resolve(text);
        }
        let receiver = self.type_within(object, depth + 1);
        let known = self.well_known_return(receiver, simple);
        // `sys.env`
        if !known.is_known() && is_name && receiver.is_known() && first == "sys" {
            let qualified = join(self.names.names.get(receiver.name), simple);
            return Type { name: self.names.names.intern(&qualified), resolved: true };
        }
        known
    }

    fn returned(&mut self, call: Node<'t>, depth: u8) -> Type {
        let Some(function) = child(call, self.fields.function) else { return Type::UNKNOWN };
        match self.kind(function) {
            Some(Kind::Identifier) => {
                let name = self.out.text(function);
                match self.functions.get(name) {
                    Some((_, returns)) => returns,
                    None if looks_like_type(name) => {
                        let t = self.resolve(name);
                        let known = apis::returned_type(self.names.names.get(t.name));
                        match known {
                            Some(r) => Type { name: self.names.names.intern(r), ..t },
                            None => t,
                        }
                    }
                    None => Type::UNKNOWN,
                }
            }
            Some(Kind::Field | Kind::Generic) => self.type_within(function, depth + 1),
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
        let arguments = child(node, self.fields.arguments);
        let function = match child(node, self.fields.function) {
            Some(f) if self.kind(f) == Some(Kind::Generic) => child(f, self.fields.function),
            other => other,
        };
        let Some(function) = function else {
            self.out.push_use("arg:", "?", 0..0);
            return Then::DescendAndLeave;
        };
        self.callee_at = Some(function.id());
        let mut kind = FactKind::Call;
        let mut object = None;
        let (name, callee, resolved) = match self.kind(function) {
            Some(Kind::Identifier) => {
                let simple = self.out.text(function);
                if looks_like_type(simple) && self.functions.get(simple).is_none() {
                    kind = FactKind::New;
                    let t = self.resolve(simple);
                    let known = if t.is_known() { self.names.names.get(t.name) } else { "?" };
                    (function, known.to_owned(), t.resolved)
                } else {
                    let (callee, resolved) = self.unqualified(simple);
                    (function, callee, resolved)
                }
            }
            Some(Kind::Field) => {
                let (Some(receiver), Some(member)) =
                    (child(function, self.fields.value), child(function, self.fields.field))
                else {
                    self.out.push_use("arg:", "?", 0..0);
                    return Then::DescendAndLeave;
                };
                object = Some(receiver);
                let (callee, resolved) = self.member_name(receiver, member);
                (member, callee, resolved)
            }
            _ => {
                self.out.push_use("arg:", "?", arguments.map_or(0..0, |a| a.byte_range()));
                return Then::DescendAndLeave;
            }
        };
        let is_list = arguments.is_some_and(|a| self.kind(a) == Some(Kind::Arguments));
        let list = arguments.filter(|_| is_list);
        let args = list.map_or_else(Vec::new, |a| self.arguments(a));
        let place = span_between(name, list.unwrap_or(name));
        self.out.fact_with(kind, resolved, &callee, &args, place);
        self.effects(&callee, resolved, object, list, place);
        self.scalatra_route(&callee, &args, place);
        self.out.push_use("arg:", &callee, arguments.map_or(0..0, |a| a.byte_range()));
        Then::DescendAndLeave
    }

    fn member_name(&mut self, receiver: Node<'t>, member: Node<'t>) -> (String, bool) {
        let simple = self.out.text(member);
        let t = self.expression_type(receiver);
        if t.is_known() {
            (join(self.names.names.get(t.name), simple), t.resolved)
        } else {
            (join("?", simple), false)
        }
    }

    fn effects(
        &mut self,
        callee: &str,
        resolved: bool,
        object: Option<Node<'t>>,
        arguments: Option<Node<'t>>,
        place: seaworthy_base::Span,
    ) {
        let Some(effect) = self.out.effect_of(callee) else { return };
        let paths = match (object, arguments) {
            // `new File("/data").mkdirs()`: the receiver is the path.
            (Some(object), _) if effect == Effect::Write(NONE) => vec![self.path(object)],
            (_, Some(arguments)) => self.paths(arguments),
            _ => Vec::new(),
        };
        let effect = if effect == Effect::Write(NONE) { Effect::Write(0) } else { effect };
        self.out.effect(effect, resolved, callee, &paths, place);
    }

    /// A call without receiver: a function of this file, an imported one, or one that a superclass has.
    fn unqualified(&mut self, simple: &str) -> (String, bool) {
        if let Some((owner, _)) = self.functions.get(simple) {
            return (join(self.names.names.get(owner.name), simple), true);
        }
        let imported = self.imported_object(simple);
        if imported.is_known() {
            return (self.names.names.get(imported.name).to_owned(), true);
        }
        let superclass = self.types.last().map_or(Type::UNKNOWN, |t| t.superclass);
        if superclass.is_known() {
            return (join(self.names.names.get(superclass.name), simple), false);
        }
        (join("?", simple), false)
    }

    /// `get("/cart") { … }` in a servlet or filter of Scalatra, `path("cart")` of Akka HTTP.
    fn scalatra_route(&mut self, callee: &str, args: &[Value<'t>], place: seaworthy_base::Span) {
        let Some((owner, method)) = callee.rsplit_once('.') else { return };
        let Some(path) = args.first().and_then(Value::as_str) else { return };
        let verb = match method {
            "get" => "GET",
            "post" => "POST",
            "put" => "PUT",
            "delete" => "DELETE",
            "patch" => "PATCH",
            _ => "",
        };
        if !verb.is_empty() && path.starts_with('/') {
            // The base of an application's own is often another one of its own: the path says enough, where nothing is
            // known of the receiver but that it is this object.
            let own = self.types.last().is_some_and(|t| {
                t.superclass.is_known() && self.names.names.get(t.superclass.name) == owner
            });
            if own {
                let path = path.to_owned();
                self.out.fact(FactKind::Route, true, &path, verb, place);
            }
        } else if matches!(method, "path" | "pathPrefix" | "pathEndOrSingleSlash")
            && callee.contains("http.scaladsl.server.Directives")
        {
            self.out.fact(FactKind::Route, true, &format!("/{path}"), "*", place);
        }
    }

    pub(super) fn enter_instance(&mut self, node: Node<'t>) -> Then {
        let t = self.written_type(node);
        let name =
            if t.is_known() { self.names.names.get(t.name).to_owned() } else { "?".to_owned() };
        let arguments = child(node, self.fields.arguments).or_else(|| {
            let wrapped = self.find(node, Kind::Wrapped);
            self.find(node, Kind::Arguments)
                .or_else(|| wrapped.and_then(|w| self.find(w, Kind::Arguments)))
        });
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        let place = arguments.map_or_else(|| span(node), |a| span_between(node, a));
        self.out.fact_with(FactKind::New, t.resolved, &name, &args, place);
        self.effects(&name, t.resolved, None, arguments, place);
        self.out.push_use("arg:", &name, arguments.map_or(0..0, |a| a.byte_range()));
        Then::DescendAndLeave
    }

    /// `list foreach f`, `"ls -l" !`: a method between its receiver and its only argument.
    pub(super) fn enter_infix(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(operator), Some(right)) = (
            child(node, self.fields.left),
            child(node, self.fields.operator),
            child(node, self.fields.right),
        ) else {
            self.out.push_use("arg:", "?", 0..0);
            return Then::DescendAndLeave;
        };
        if self.kind(operator) != Some(Kind::Identifier) {
            self.out.push_use("arg:", "?", 0..0);
            return Then::DescendAndLeave;
        }
        let (callee, resolved) = self.member_name(left, operator);
        let args = [self.value(right, 0)];
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, span_between(operator, right));
        self.out.push_use("arg:", &callee, right.byte_range());
        Then::DescendAndLeave
    }

    /// `"ls -l" !!` starts a program.
    pub(super) fn postfix(&mut self, node: Node<'t>) {
        let Some(first) = named_children(node).next() else { return };
        self.started(first, node);
    }

    fn started(&mut self, command: Node<'t>, whole: Node<'t>) {
        let after = self.out.source().get(command.end_byte()..whole.end_byte()).unwrap_or("");
        let operator = after.trim().trim_start_matches('.').trim_end_matches("()");
        if !matches!(operator, "!" | "!!" | "!<" | "!!<" | "lineStream" | "lineStream_!") {
            return;
        }
        if self.kind(command) == Some(Kind::Str) {
            let program = self.string(command);
            let api = "scala.sys.process.stringToProcess";
            self.out.fact(FactKind::Exec, true, &program, api, span(whole));
        }
    }

    /// A method without an argument list is called as a field is read: `file.delete`, `sys.exit`.
    pub(super) fn member_without_arguments(&mut self, node: Node<'t>) {
        if self.callee_at == Some(node.id()) {
            return;
        }
        let (Some(object), Some(member)) =
            (child(node, self.fields.value), child(node, self.fields.field))
        else {
            return;
        };
        if self.kind(object) == Some(Kind::Str) {
            self.started(object, node);
            return;
        }
        let simple = self.out.text(member);
        let t = self.expression_type(object);
        if !t.is_known() || !t.resolved {
            return;
        }
        let qualified = join(self.names.names.get(t.name), simple);
        let constant = simple.len() > 1
            && simple.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
        if constant {
            self.out.fact(FactKind::Reference, true, &qualified, "", span(node));
        } else if simple.starts_with(|c: char| c.is_lowercase()) {
            let place = span(member);
            self.out.fact(FactKind::Call, true, &qualified, "", place);
            if self.out.effect_of(&qualified) == Some(Effect::Write(NONE)) {
                self.effects(&qualified, true, Some(object), None, place);
            }
        }
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            self.out.push_use("assign:", "", 0..0);
            return Then::DescendAndLeave;
        };
        let written = self.out.text(left);
        let target = match self.kind(left) {
            Some(Kind::Identifier) => {
                if let Some(variable) = self.variables.get_mut(written) {
                    variable.constant = None;
                }
                let is_field = self.variables.get(written).is_some_and(|v| v.is_field);
                is_field.then(|| (join(self.place(), written), true))
            }
            Some(Kind::Field) => {
                match (child(left, self.fields.value), child(left, self.fields.field)) {
                    (Some(object), Some(member)) => {
                        let (name, resolved) = self.member_name(object, member);
                        let name = if name.starts_with('?') && is_dotted_name(written) {
                            written.to_owned()
                        } else {
                            name
                        };
                        Some((name, resolved))
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        let name = match target {
            Some((target, resolved)) => {
                let rendered = render(&[self.value(right, 0)]);
                self.out.fact(FactKind::Assign, resolved, &target, &rendered, span(node));
                target
            }
            None => written.split('(').next().unwrap_or("").to_owned(),
        };
        self.out.push_use("assign:", &name, right.byte_range());
        Then::DescendAndLeave
    }
}
