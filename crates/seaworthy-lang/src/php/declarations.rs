//! Functions, variables and assignments.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Php, child};
use crate::grammar::named_children;
use crate::meaning::{Meaning, constant};
use crate::output::span;
use crate::value::render;
use crate::variables::{Type, join};
use crate::walk::Then;

impl<'t> Php<'t> {
    pub(super) fn enter_function(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name).filter(|_| kind != Kind::Closure);
        let simple = name.map_or("", |n| self.out.text(n));
        self.variables.open();
        self.enter_path(simple);
        self.functions += 1;
        let mut value = String::new();
        for modifier in named_children(node).filter(|c| self.kind(*c) == Some(Kind::Modifier)) {
            value.push_str(self.out.text(modifier));
            value.push(' ');
        }
        value.push('(');
        let mut first = true;
        let parameters = child(node, self.fields.parameters);
        for parameter in parameters.into_iter().flat_map(named_children) {
            if self.kind(parameter) != Some(Kind::Parameter) {
                continue;
            }
            let type_ = self.parameter(parameter);
            if !first {
                value.push_str(", ");
            }
            first = false;
            value.push_str(if type_.is_known() { self.names.get(type_.name) } else { "?" });
        }
        value.push(')');
        if let Some(name) = name {
            self.out.fact(FactKind::FunctionDecl, true, &self.path, &value, span(name));
        }
        let body = child(node, self.fields.body).map_or(0..0, |b| b.byte_range());
        self.out.push_use("", "", body);
        Then::DescendAndLeave
    }

    pub(super) fn leave_function(&mut self) {
        self.out.pop_use();
        self.variables.close();
        self.functions = self.functions.saturating_sub(1);
        self.leave_path();
    }

    /// Binds a parameter; one with a visibility is a property as well.
    fn parameter(&mut self, parameter: Node<'t>) -> Type {
        let type_ =
            child(parameter, self.fields.type_).map_or(Type::UNKNOWN, |t| self.declared_type(t));
        if let Some(name) = child(parameter, self.fields.name) {
            let name = self.variable(name);
            let meaning = Meaning::instance_of(type_);
            self.variables.declare(name, meaning);
            if child(parameter, self.fields.visibility).is_some() {
                self.members.declare(name, meaning);
            }
        }
        type_
    }

    /// What is assigned to, dotted: keys of arrays are parts of their own, `$` is kept for superglobals only.
    fn target(&self, left: Node<'t>) -> Option<String> {
        let mut parts = Vec::new();
        let mut node = left;
        for _ in 0..6 {
            match self.kind(node)? {
                Kind::Variable => {
                    let name = self.variable(node);
                    parts.push(if name.starts_with('_') {
                        format!("${name}")
                    } else {
                        name.to_owned()
                    });
                    parts.reverse();
                    return Some(parts.join("."));
                }
                Kind::Subscript => {
                    let mut inside = named_children(node);
                    let array = inside.next()?;
                    if let Some(key) = inside.next() {
                        parts.push(self.key(key).to_owned());
                    }
                    node = array;
                }
                Kind::Member => {
                    let name = child(node, self.fields.name)?;
                    parts.push(self.out.text(name).to_owned());
                    let object = child(node, self.fields.object)?;
                    if self.out.text(object) == "$this" {
                        let (class, _) = *self.classes.last()?;
                        parts.push(self.names.get(class).to_owned());
                        parts.reverse();
                        return Some(parts.join("."));
                    }
                    node = object;
                }
                Kind::StaticMember => {
                    let name = child(node, self.fields.name)?;
                    parts.push(self.variable(name).to_owned());
                    let scope = self.out.text(child(node, self.fields.scope)?);
                    parts.push(match (scope, self.classes.last()) {
                        ("self" | "static", Some(&(class, _))) => self.names.get(class).to_owned(),
                        _ => super::names::dotted(scope),
                    });
                    parts.reverse();
                    return Some(parts.join("."));
                }
                _ => return None,
            }
        }
        None
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let left = child(node, self.fields.left);
        let right = child(node, self.fields.right);
        let target = left.and_then(|l| self.target(l));
        let (Some(left), Some(right), Some(target)) = (left, right, target) else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        // What is written is not read.
        self.quiet = left.id();
        let local = self.kind(left) == Some(Kind::Variable) || self.is_local_array(left);
        if self.functions == 0 || !local {
            let value = render(&[self.value(right, 0)]);
            self.out.fact(FactKind::Assign, true, &target, &value, span(node));
        }
        self.out.push_use("assign:", &target, right.byte_range());
        Then::DescendAndLeave
    }

    /// Whether an element of an array in a plain variable is meant.
    fn is_local_array(&self, left: Node<'t>) -> bool {
        let mut node = left;
        for _ in 0..6 {
            match self.kind(node) {
                Some(Kind::Subscript) => match named_children(node).next() {
                    Some(inner) => node = inner,
                    None => return false,
                },
                Some(Kind::Variable) => return !self.variable(node).starts_with('_'),
                _ => return false,
            }
        }
        false
    }

    /// Binds what an assignment that the walk has been through gave a name to.
    pub(super) fn bind_assigned(&mut self, node: Node<'t>) {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return;
        };
        let member = self.out.text(left).strip_prefix("$this->");
        let is_variable = self.kind(left) == Some(Kind::Variable);
        if !is_variable && member.is_none() {
            return;
        }
        let mut meaning = self.meaning(right);
        if self.kind(right) != Some(Kind::Array) {
            let value = self.value(right, 0);
            meaning.constant = constant(&mut self.names, &value);
        }
        if is_variable {
            let name = self.variable(left);
            self.variables.declare(name, meaning);
        } else if let Some(name) = member
            && meaning.is_known()
        {
            self.members.declare(name, meaning);
        }
    }

    /// `$x .= …`: what `$x` was no longer holds.
    pub(super) fn changed(&mut self, node: Node<'t>) {
        let Some(left) = child(node, self.fields.left) else { return };
        if self.kind(left) == Some(Kind::Variable) {
            let name = self.variable(left);
            if let Some(bound) = self.variables.get_mut(name) {
                bound.constant = None;
            }
        }
    }

    pub(super) fn hide_loop_variables(&mut self, node: Node<'t>) {
        for part in named_children(node).skip(1).take(2) {
            if self.kind(part) == Some(Kind::Variable) {
                let name = self.variable(part);
                self.variables.declare(name, Meaning::UNKNOWN);
            }
        }
    }

    pub(super) fn enter_const_element(&mut self, node: Node<'t>) -> Then {
        let mut parts = named_children(node);
        let (Some(name), Some(value)) = (parts.next(), parts.last()) else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        let name = self.out.text(name);
        let target = join(&self.path, name);
        let worth = self.value(value, 0);
        self.out.fact(
            FactKind::Assign,
            true,
            &target,
            &render(std::slice::from_ref(&worth)),
            span(node),
        );
        let meaning = Meaning { constant: constant(&mut self.names, &worth), ..Meaning::UNKNOWN };
        self.members.declare(name, meaning);
        self.out.push_use("assign:", &target, value.byte_range());
        Then::DescendAndLeave
    }
}
