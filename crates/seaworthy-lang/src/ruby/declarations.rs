//! Classes, modules, methods and what is assigned.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Ruby, Variable};
use crate::grammar::{child, named_children};
use crate::output::span;
use crate::value::{Value, is_dotted_name, render};
use crate::variables::{Constant, join};
use crate::walk::Then;

/// Parameters of one method that are looked at.
const MAX_PARAMETERS: usize = 32;

impl<'t> Ruby<'t> {
    pub(super) fn enter_type(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let written = name.and_then(|n| self.constant_path(n)).unwrap_or_else(|| "?".to_owned());
        let absolute = name.is_some_and(|n| self.out.text(n).starts_with("::"));
        let qualified = if absolute { written } else { join(self.this(), &written) };
        let what = if kind == Kind::Class { "class" } else { "module" };
        self.out.fact(FactKind::TypeDecl, true, &qualified, what, span(name.unwrap_or(node)));
        let above = child(node, self.fields.superclass).and_then(|s| named_children(s).next());
        if let Some(above) = above {
            // `Struct.new(:a)` and `Migration[7.0]` are made by what stands before.
            let named = child(above, self.fields.receiver).or(child(above, self.fields.object));
            if let Some(supertype) = self.constant_path(named.unwrap_or(above)) {
                self.out.fact(FactKind::Supertype, true, &supertype, &qualified, span(above));
            }
        }
        self.out.enter_scope(&qualified);
        self.types.push(qualified);
        self.variables.open();
        Then::DescendAndLeave
    }

    pub(super) fn enter_method(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let simple = name.map_or("?", |n| self.out.text(n));
        let qualified = join(self.this(), simple);
        self.out.enter_scope(&qualified);
        self.functions += 1;
        self.variables.open();
        let names = self.declare_parameters(node);
        let modifier = if kind == Kind::SingletonMethod { "static " } else { "" };
        let shown = format!("{modifier}({})", names.join(", "));
        self.out.fact(FactKind::FunctionDecl, true, &qualified, &shown, span(name.unwrap_or(node)));
        Then::DescendAndLeave
    }

    /// Binds the parameters of a method or block, and returns their names.
    pub(super) fn declare_parameters(&mut self, node: Node<'t>) -> Vec<&'t str> {
        let mut names = Vec::new();
        let Some(parameters) = child(node, self.fields.parameters) else { return names };
        for parameter in named_children(parameters).take(MAX_PARAMETERS) {
            let name = match self.kind(parameter) {
                Some(Kind::Identifier) => Some(parameter),
                Some(Kind::Parameter) => child(parameter, self.fields.name),
                _ => None,
            };
            let Some(name) = name else { continue };
            let text = self.out.text(name);
            let mut variable = Variable { branches: self.branches, ..Variable::default() };
            if let Some(default) = child(parameter, self.fields.value) {
                let value = self.value(default, true);
                variable.fallback = self.constant(&value);
            }
            self.variables.declare(text, variable);
            names.push(text);
        }
        names
    }

    pub(super) fn constant(&mut self, value: &Value<'t>) -> Option<Constant<'t>> {
        match value {
            Value::Str(text) => Some(Constant::Str(self.names.intern(text))),
            Value::Literal(text) => Some(Constant::Literal(text)),
            _ => None,
        }
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            // Keeps the uses in step with `leave`.
            self.out.push_use("assign:", "", node.start_byte()..node.start_byte());
            return Then::DescendAndLeave;
        };
        let operator = child(node, self.fields.operator).map_or("=", |o| self.out.text(o));
        if operator == "||=" && self.kind(left) == Some(Kind::ElementReference) {
            // `ENV['X'] ||= 'd'` reads before it writes.
            self.default = Some((left.id(), right));
        } else {
            self.assigned = Some(left.id());
        }
        let target = match self.kind(left) {
            Some(Kind::Identifier) => {
                self.assign(self.out.text(left), right, operator);
                None
            }
            Some(Kind::Name | Kind::ScopedName) => {
                let name = self.constant_path(left).unwrap_or_default();
                self.declare_constant(left, right);
                Some((join(self.this(), &name), true))
            }
            Some(Kind::InstanceVariable | Kind::ClassVariable | Kind::GlobalVariable) => {
                Some(self.attribute(left, right))
            }
            Some(Kind::Call) => {
                let receiver = child(left, self.fields.receiver);
                let method = child(left, self.fields.method).map_or("?", |m| self.out.text(m));
                let text = self.out.text(left);
                let known = receiver.and_then(|r| self.receiver(r));
                Some(match known {
                    Some((name, resolved)) => (join(&name, method), resolved),
                    None if is_dotted_name(text) => (text.to_owned(), false),
                    None => (format!("?.{method}"), false),
                })
            }
            Some(Kind::ElementReference) => {
                child(left, self.fields.object).and_then(|o| self.element_target(o))
            }
            _ => None,
        };
        let Some((target, resolved)) = target else {
            let name = self.out.text(left);
            let name = if is_dotted_name(name) { name } else { "?" };
            self.out.push_use("assign:", name, right.byte_range());
            return Then::DescendAndLeave;
        };
        let rendered = match self.kind(right) {
            Some(Kind::Values) => render(&self.list(right, false)),
            _ => render(&[self.value(right, false)]),
        };
        self.out.fact(FactKind::Assign, resolved, &target, &rendered, span(node));
        self.out.push_use("assign:", &target, right.byte_range());
        Then::DescendAndLeave
    }

    /// What an assignment to an element changes: `session[]`, `Cart.@@items[]`.
    fn element_target(&self, object: Node<'t>) -> Option<(String, bool)> {
        let text = self.out.text(object);
        match self.kind(object)? {
            Kind::ClassVariable | Kind::InstanceVariable => {
                Some((format!("{}[]", join(self.this(), text)), true))
            }
            Kind::GlobalVariable => Some((format!("{text}[]"), true)),
            Kind::Identifier if self.variables.get(text).is_some() => None,
            _ => {
                let (name, resolved) = self.receiver(object)?;
                Some((format!("{name}[]"), resolved))
            }
        }
    }

    fn variable(&mut self, value: Node<'t>) -> Variable<'t> {
        let sure = self.value(value, false);
        let constant = self.constant(&sure);
        let mut fallback = None;
        if constant.is_none() {
            let default = self.value(value, true);
            fallback = self.constant(&default);
        }
        let type_ = self.made_type(value);
        Variable { type_, constant, fallback, branches: self.branches }
    }

    /// A local gets a value; within a branch, the old one stays as what it may still be.
    fn assign(&mut self, name: &'t str, value: Node<'t>, operator: &str) {
        let new = self.variable(value);
        let before = self.variables.get(name);
        let Some(variable) = self.variables.get_mut(name) else {
            self.variables.declare(name, new);
            return;
        };
        if operator != "=" {
            variable.constant = None;
            variable.fallback = if operator == "||=" {
                variable.fallback.or(new.constant).or(new.fallback)
            } else {
                None
            };
            return;
        }
        let Some(before) = before.filter(|b| b.branches < self.branches) else {
            *variable = new;
            return;
        };
        variable.constant = None;
        variable.fallback = before.constant.or(before.fallback).or(new.constant).or(new.fallback);
        if !variable.type_.is_known() {
            variable.type_ = new.type_;
        }
    }

    fn declare_constant(&mut self, left: Node<'t>, right: Node<'t>) {
        let variable = self.variable(right);
        let method = child(right, self.fields.method).map_or("", |m| self.out.text(m));
        let frozen = if method == "freeze" { "frozen " } else { "" };
        let name = self.out.text(left);
        self.field(&format!("constant {frozen}"), left, name, right);
        self.variables.declare(name, variable);
    }

    fn attribute(&mut self, left: Node<'t>, right: Node<'t>) -> (String, bool) {
        let text = self.out.text(left);
        let type_ = self.made_type(right);
        if type_.is_known() {
            self.attributes.insert(text, type_);
        }
        let bare = text.trim_start_matches(['@', '$']);
        let (modifier, target) = match self.kind(left) {
            Some(Kind::ClassVariable) => ("class variable ", join(self.this(), text)),
            Some(Kind::GlobalVariable) => ("global variable ", text.to_owned()),
            // One of the class itself, not of its instances.
            _ if self.functions == 0 && !self.types.is_empty() => {
                ("class instance variable ", join(self.this(), text))
            }
            _ => ("", join(self.this(), text)),
        };
        if !modifier.is_empty() && self.declared.insert(text) {
            self.field(modifier, left, bare, right);
        }
        (target, true)
    }

    fn field(&mut self, modifiers: &str, left: Node<'t>, name: &str, right: Node<'t>) {
        let type_ = self.made_type(right);
        let shown = format!("{modifiers}{name}");
        let type_name = if type_.is_known() { self.names.get(type_.name) } else { "?" };
        self.out.fact(FactKind::Field, type_.resolved, type_name, &shown, span(left));
    }
}
