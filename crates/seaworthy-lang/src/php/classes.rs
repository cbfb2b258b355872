//! Classes, their parents, traits, properties and attributes.

use seaworthy_base::Sym;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Php, child};
use crate::grammar::named_children;
use crate::meaning::{Meaning, constant};
use crate::output::span;
use crate::value::{Value, render};
use crate::variables::{Type, join};
use crate::walk::Then;

impl<'t> Php<'t> {
    pub(super) fn enter_class(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name_node = child(node, self.fields.name);
        let name = name_node.map_or("", |n| self.out.text(n));
        let qualified =
            if name.is_empty() { self.path.clone() } else { join(&self.namespace, name) };
        if let Some(place) = name_node {
            let what = match kind {
                Kind::Interface => "interface",
                Kind::Trait => "trait",
                Kind::Enum => "enum",
                _ => "class",
            };
            self.out.fact(FactKind::TypeDecl, true, &qualified, what, span(place));
        }
        let mut parent = Sym::EMPTY;
        for clause in named_children(node) {
            let extends = match self.kind(clause) {
                Some(Kind::Extends) => true,
                Some(Kind::Implements) => false,
                _ => continue,
            };
            for name in named_children(clause) {
                let type_ = self.supertype(name, &qualified);
                if extends {
                    parent = type_.name;
                }
            }
        }
        self.enter_path(name);
        let class = self.names.intern(&qualified);
        self.classes.push((class, parent));
        self.members.open();
        Then::DescendAndLeave
    }

    fn supertype(&mut self, name: Node<'t>, declaring: &str) -> Type {
        let type_ = self.class_name(name);
        let qualified = self.names.get(type_.name);
        if type_.is_known() {
            self.out.fact(FactKind::Supertype, type_.resolved, qualified, declaring, span(name));
        }
        type_
    }

    /// `use Trait;` in a class.
    pub(super) fn use_traits(&mut self, node: Node<'t>) {
        let Some(&(class, _)) = self.classes.last() else { return };
        let declaring = self.names.get(class).to_owned();
        for name in named_children(node) {
            if matches!(self.kind(name), Some(Kind::Name | Kind::QualifiedName)) {
                self.supertype(name, &declaring);
            }
        }
    }

    pub(super) fn leave_class(&mut self) {
        self.members.close();
        self.classes.pop();
        self.leave_path();
    }

    /// The fields of `private static Type $a = 1, $b;`.
    pub(super) fn property(&mut self, node: Node<'t>) {
        let mut modifiers = String::new();
        let type_ = child(node, self.fields.type_).map_or(Type::UNKNOWN, |t| self.declared_type(t));
        for part in named_children(node) {
            match self.kind(part) {
                Some(Kind::Modifier) => {
                    modifiers.push_str(self.out.text(part));
                    modifiers.push(' ');
                }
                Some(Kind::PropertyElement) => {
                    let Some(name) = child(part, self.fields.name) else { continue };
                    let name = self.variable(name);
                    let type_name = if type_.is_known() { self.names.get(type_.name) } else { "?" };
                    let value = format!("{modifiers}{name}");
                    let place = span(part);
                    self.out.fact(FactKind::Field, type_.resolved, type_name, &value, place);
                    self.members.declare(name, Meaning::instance_of(type_));
                }
                _ => {}
            }
        }
    }

    pub(super) fn enter_property_element(&mut self, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name).map_or("", |n| self.variable(n));
        let target = join(&self.path, name);
        let default = child(node, self.fields.default_value);
        if let Some(default) = default {
            let value = self.value(default, 0);
            let rendered = render(std::slice::from_ref(&value));
            self.out.fact(FactKind::Assign, true, &target, &rendered, span(node));
            let kept = constant(&mut self.names, &value);
            if let Some(member) = self.members.get_mut(name) {
                member.constant = kept;
            }
        }
        self.out.push_use("assign:", &target, default.map_or(0..0, |d| d.byte_range()));
        Then::DescendAndLeave
    }

    /// `#[Name(…)]`; Symfony's routes are ones.
    pub(super) fn enter_attribute(&mut self, node: Node<'t>) -> Then {
        let name = named_children(node)
            .find(|n| matches!(self.kinds.kind(*n), Some(Kind::Name | Kind::QualifiedName)));
        let Some(name) = name else { return Then::Descend };
        let type_ = self.class_name(name);
        let qualified = self.names.get(type_.name).to_owned();
        let arguments = child(node, self.fields.parameters);
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        self.out.fact_with(FactKind::Annotation, type_.resolved, &qualified, &args, span(node));
        if qualified.starts_with("Symfony.") && qualified.ends_with(".Route") {
            let named = |key: &str| {
                args.iter().find(|a| matches!(a, Value::Named(name, _) if *name == key))
            };
            let path = args.first().and_then(Value::as_str);
            let method = named("methods").and_then(|m| m.strings().first().copied());
            if let Some(path) = named("path").and_then(Value::as_str).or(path) {
                let method = method.unwrap_or("*");
                self.out.fact(FactKind::Route, type_.resolved, path, method, span(node));
            }
        }
        Then::Descend
    }
}
