//! Calls, values, and the types of receivers.

use std::borrow::Cow;

use seaworthy_facts::FactKind;

use super::Groovy;
use super::token::Kind;
use crate::apis::{Effect, NONE};
use crate::jvm::{self, looks_like_type};
use crate::value::{MAX_ARGS, Value, is_dotted_name};
use crate::variables::{Constant, Type, join};

impl<'t> Groovy<'t> {
    /// `new T(…)`.
    pub(super) fn instance(&mut self, at: usize) -> usize {
        let (written, mut next) = self.dotted(at + 1);
        if self.is(next, '<') {
            while !self.is(next, '>') && next < at + 40 {
                next += 1;
            }
            next += 1;
        }
        if !self.is(next, '(') {
            return at + 1;
        }
        let Some(close) = self.close(next) else { return at + 1 };
        let t = self.names.resolve(written);
        let name = if t.is_known() { self.names.names.get(t.name).to_owned() } else { "?".into() };
        let args = self.values(next + 1, close);
        let place = self.span(at, close);
        self.out.fact_with(FactKind::New, t.resolved, &name, &args, place);
        self.effects(&name, t.resolved, &Value::Other, next + 1, close, place);
        let path = match name.as_str() {
            "java.io.File" => args.into_iter().next().unwrap_or(Value::Other),
            _ => Value::Other,
        };
        self.results.insert(close, (t, path));
        self.use_call(&name, next, close);
        next + 1
    }

    fn use_call(&mut self, name: &str, open: usize, close: usize) {
        let end = self.uses.last().map_or(close, |outer| close.min(*outer));
        self.out.push_use("arg:", name, self.bytes(open, close));
        self.uses.push(end);
    }

    /// A name with members and calls: `session.setAttribute("a", 1)`, `log.info "x"`.
    pub(super) fn path(&mut self, at: usize) -> usize {
        let first = self.word(at);
        let (type_, value) = match self.variables.get(first) {
            Some(variable) => (variable.type_, self.constant_value(variable.constant)),
            None if looks_like_type(first) => (self.names.resolve(first), Value::Other),
            None => (Type::UNKNOWN, Value::Other),
        };
        if self.is(at + 1, '(') && !(at > 0 && self.is(at - 1, '.')) {
            return self.unqualified(at);
        }
        self.members(at, type_, value)
    }

    /// What follows a call or group: `.name(…)`.
    pub(super) fn chain(&mut self, at: usize) -> usize {
        match self.results.remove(&(at - 1)) {
            Some((type_, value)) => self.members(at - 1, type_, value),
            None if self.is(at - 1, ')') || self.is(at - 1, ']') || self.is(at - 1, '}') => {
                self.members(at - 1, Type::UNKNOWN, Value::Other)
            }
            None => at + 1,
        }
    }

    /// Members after the receiver that ends at a token.
    fn members(&mut self, receiver: usize, type_: Type, value: Value<'t>) -> usize {
        let (mut end, mut type_, mut value) = (receiver, type_, value);
        let mut qualified_first = self.word(receiver).to_owned();
        loop {
            // A chain may go on in the next line.
            let mut dot = end + 1;
            while self.tokens.get(dot).is_some_and(|t| t.kind == Kind::LineEnd) && dot < end + 3 {
                dot += 1;
            }
            if !self.is(dot, '.') || !self.is_word(dot + 1) {
                break;
            }
            let member = dot + 1;
            let simple = self.word(member);
            let called = self.is(member + 1, '(') || self.is(member + 1, '{');
            if called {
                return self.call(member, type_, &value);
            }
            if self.is(member + 1, '=') && !self.is(member + 2, '=') && !self.is(member + 2, '~') {
                return self.property_set(member, type_, &value);
            }
            // A property stands for a getter.
            let mut getter = String::from("get");
            getter.extend(simple.chars().next().map(|c| c.to_ascii_uppercase()));
            getter.extend(simple.chars().skip(1));
            qualified_first = join(&qualified_first, simple);
            let next = if !type_.is_known() && looks_like_type(simple) {
                // A type by its full name.
                let (written, _) = self.dotted(receiver);
                let end = written.find(simple).map_or(0, |i| i + simple.len());
                written.get(..end).map_or(Type::UNKNOWN, |w| self.names.resolve(w))
            } else {
                let getter = self.returned(type_, &getter);
                if type_.is_known() {
                    self.property_read(member, type_, simple, &value);
                }
                getter
            };
            (end, type_, value) = (member, next, Value::Other);
        }
        if end == receiver && self.is(receiver + 1, '[') {
            self.element_set(receiver, type_);
        }
        end + 1
    }

    fn property_read(&mut self, member: usize, type_: Type, simple: &str, value: &Value<'t>) {
        let name = join(self.names.names.get(type_.name), simple);
        let place = self.span(member, member);
        let constant = simple.len() > 1
            && simple.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '_');
        if constant && type_.resolved {
            self.out.fact(FactKind::Reference, true, &name, "", place);
        } else if name == "java.io.File.text" {
            let path = value.as_str().unwrap_or("?").to_owned();
            self.out.fact(FactKind::FileRead, type_.resolved, &path, "java.io.File.getText", place);
        }
    }

    /// `object.name = …` sets a property; of a session it is an attribute.
    fn property_set(&mut self, member: usize, type_: Type, value: &Value<'t>) -> usize {
        let simple = self.word(member);
        let place = self.span(member, member);
        let set = self.value_at(member + 2);
        if !type_.is_known() {
            self.use_until_line_end("assign:", simple, member + 2);
            return member + 2;
        }
        let owner = self.names.names.get(type_.name).to_owned();
        let name = join(&owner, simple);
        let rendered = crate::value::render(std::slice::from_ref(&set));
        self.out.fact(FactKind::Assign, type_.resolved, &name, &rendered, place);
        if owner.ends_with(".servlet.http.HttpSession") {
            let args = [Value::Str(Cow::Borrowed(simple)), set];
            let callee = join(&owner, "setAttribute");
            self.out.fact_with(FactKind::Call, type_.resolved, &callee, &args, place);
        } else if name == "java.io.File.text" || name == "java.io.File.bytes" {
            let path = value.as_str().unwrap_or("?").to_owned();
            self.out.fact(
                FactKind::FileWrite,
                type_.resolved,
                &path,
                "java.io.File.setText",
                place,
            );
        }
        self.use_until_line_end("assign:", &name, member + 2);
        member + 2
    }

    /// `session["cart"] = …`.
    fn element_set(&mut self, receiver: usize, type_: Type) {
        let Some(close) = self.close(receiver + 1) else { return };
        let sets = self.is(close + 1, '=') && !self.is(close + 2, '=');
        if !sets || !type_.is_known() {
            return;
        }
        let owner = self.names.names.get(type_.name).to_owned();
        if owner.ends_with(".servlet.http.HttpSession") {
            let mut args = self.values(receiver + 2, close);
            args.push(self.value_at(close + 2));
            let callee = join(&owner, "setAttribute");
            let place = self.span(receiver, close);
            self.out.fact_with(FactKind::Call, type_.resolved, &callee, &args, place);
        }
    }

    /// The call of a member; the index of its first argument.
    fn call(&mut self, member: usize, type_: Type, receiver: &Value<'t>) -> usize {
        let simple = self.word(member);
        let (callee, resolved) = if type_.is_known() {
            (join(self.names.names.get(type_.name), simple), type_.resolved)
        } else {
            (join("?", simple), false)
        };
        let open = member + 1;
        let Some(close) = self.close(open) else { return open };
        let is_list = self.is(open, '(');
        let args = if is_list { self.values(open + 1, close) } else { Vec::new() };
        let place = self.span(member, if is_list { close } else { member });
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
        if is_list {
            self.effects(&callee, resolved, receiver, open + 1, close, place);
        } else {
            self.effects(&callee, resolved, receiver, open, open, place);
        }
        let returned = self.returned(type_, simple);
        self.results.insert(close, (returned, Value::Other));
        if is_list {
            self.use_call(&callee, open, close);
        }
        if is_list { open + 1 } else { open }
    }

    /// A call without receiver.
    fn unqualified(&mut self, at: usize) -> usize {
        let simple = self.word(at);
        let Some(close) = self.close(at + 1) else { return at + 1 };
        if matches!(simple, "if" | "while" | "for" | "switch" | "catch" | "synchronized") {
            return at + 2;
        }
        let superclass = self.types.last().map_or(Type::UNKNOWN, |t| t.superclass);
        let (callee, resolved) = if let Some(imported) = self.names.imported_member(simple) {
            (imported.to_owned(), true)
        } else if superclass.is_known() {
            (join(self.names.names.get(superclass.name), simple), false)
        } else {
            (join("?", simple), false)
        };
        let args = self.values(at + 2, close);
        let place = self.span(at, close);
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
        self.effects(&callee, resolved, &Value::Other, at + 2, close, place);
        self.use_call(&callee, at + 1, close);
        at + 2
    }

    fn effects(
        &mut self,
        callee: &str,
        resolved: bool,
        receiver: &Value<'t>,
        from: usize,
        to: usize,
        place: seaworthy_base::Span,
    ) {
        let Some(effect) = self.out.effect_of(callee) else { return };
        let (effect, args) = match effect {
            Effect::Write(NONE) => (Effect::Write(0), vec![receiver.clone()]),
            Effect::Read(NONE) => (Effect::Read(0), vec![receiver.clone()]),
            other => (other, self.values(from, to)),
        };
        self.out.effect(effect, resolved, callee, &args, place);
    }

    fn returned(&mut self, owner: Type, method: &str) -> Type {
        if !owner.is_known() {
            return Type::UNKNOWN;
        }
        let qualified = join(self.names.names.get(owner.name), method);
        match jvm::returned_type(&qualified) {
            Some(t) => Type { name: self.names.names.intern(t), resolved: owner.resolved },
            None => Type::UNKNOWN,
        }
    }

    /// `"ls -l".execute()` starts a program; `"/cart"(controller: "cart")` in the mappings of Grails is a route.
    pub(super) fn string_receiver(&mut self, at: usize, text: &str) {
        let place = self.span(at, at);
        if self.is(at + 1, '.') && self.word(at + 2) == "execute" && self.is(at + 3, '(') {
            let program = if text.is_empty() { "?" } else { text };
            self.out.fact(FactKind::Exec, true, program, "java.lang.String.execute", place);
        }
        let in_mappings = self.types.last().is_some_and(|t| t.is_mappings);
        if in_mappings && text.starts_with('/') && (self.is(at + 1, '(') || self.is(at + 1, '{')) {
            self.out.fact(FactKind::Route, true, text, "*", place);
        }
    }

    /// The values between two tokens, split at commas.
    pub(super) fn values(&self, from: usize, to: usize) -> Vec<Value<'t>> {
        let mut values = Vec::new();
        let mut start = from;
        let mut at = from;
        while at <= to && values.len() < MAX_ARGS {
            if at == to || self.is(at, ',') {
                if (start..at).any(|i| self.tokens.get(i).is_some_and(|t| t.kind != Kind::LineEnd))
                {
                    values.push(self.value_between(start, at));
                }
                start = at + 1;
            }
            at = match self.close(at) {
                Some(close) if close <= to => close + 1,
                _ => at + 1,
            };
        }
        values
    }

    fn value_between(&self, from: usize, to: usize) -> Value<'t> {
        let mut from = from;
        while from < to && self.tokens.get(from).is_some_and(|t| t.kind == Kind::LineEnd) {
            from += 1;
        }
        if self.is_word(from) && self.is(from + 1, ':') && from + 2 < to {
            let value = self.value_between(from + 2, to);
            return Value::Named(self.word(from), Box::new(value));
        }
        self.value_of(from, to)
    }

    /// The value of an expression that starts at a token and ends with its line.
    pub(super) fn value_at(&self, from: usize) -> Value<'t> {
        let mut to = from;
        while to < from + 40
            && self.tokens.get(to).is_some_and(|t| t.kind != Kind::LineEnd && !t.is(';'))
        {
            to = self.close(to).map_or(to + 1, |close| close + 1);
        }
        self.value_of(from, to)
    }

    fn value_of(&self, from: usize, to: usize) -> Value<'t> {
        let Some(token) = self.tokens.get(from) else { return Value::Other };
        let mut to = to;
        while to > from + 1 && self.tokens.get(to - 1).is_some_and(|t| t.kind == Kind::LineEnd) {
            to -= 1;
        }
        let alone = to == from + 1;
        match &token.kind {
            Kind::Str(text, whole) if alone || self.is(from + 1, '+') => {
                if text.is_empty() && !whole { Value::Other } else { Value::Str(text.clone()) }
            }
            Kind::Number if alone => Value::Literal(self.word(from)),
            Kind::Word if alone => match self.word(from) {
                word @ ("true" | "false" | "null") => Value::Literal(word),
                word => match self.variables.get(word) {
                    Some(variable) if variable.constant.is_some() => {
                        self.constant_value(variable.constant)
                    }
                    _ => Value::Name(word),
                },
            },
            Kind::Word if self.word(from) == "new" => {
                // The path in `new File("x")`.
                let is_file = self.word(from + 1) == "File" && self.is(from + 2, '(');
                if is_file { self.value_of(from + 3, from + 4) } else { Value::Other }
            }
            Kind::Word => {
                let span = self.span(from, to.saturating_sub(1));
                let text = span.of(self.text);
                if is_dotted_name(text) { Value::Name(text) } else { Value::Other }
            }
            Kind::Sign('[') => match self.close(from) {
                Some(close) if close + 1 == to => {
                    let mut items = Vec::new();
                    for at in from + 1..close.min(from + 40) {
                        if let Some(Kind::Str(text, _)) = self.tokens.get(at).map(|t| &t.kind) {
                            items.push(Value::Str(text.clone()));
                        }
                    }
                    Value::Group(items)
                }
                _ => Value::Other,
            },
            _ => Value::Other,
        }
    }

    fn constant_value(&self, constant: Option<Constant<'t>>) -> Value<'t> {
        match constant {
            Some(Constant::Str(s)) => Value::Str(self.names.names.get(s).to_owned().into()),
            Some(Constant::Literal(s)) => Value::Literal(s),
            None => Value::Other,
        }
    }
}
