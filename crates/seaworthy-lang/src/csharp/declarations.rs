//! Types, members and variables.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{CSharp, Enclosing, Kind};
use crate::grammar::{child, named_children};
use crate::output::{span, span_between};
use crate::value::{Value, render};
use crate::variables::{Constant, Type, Variable, join};
use crate::walk::Then;

impl<'t> CSharp<'t> {
    /// Makes the types known that stand directly in `body`.
    pub(super) fn declare_types(&mut self, body: Node<'t>, outer: &str) {
        let mut prefix = outer.to_owned();
        for child in named_children(body) {
            let kind = self.kind(child);
            let Some(name) =
                crate::grammar::child(child, self.fields.name).map(|n| self.out.text(n))
            else {
                continue;
            };
            if kind == Some(Kind::FileNamespace) {
                prefix = join(outer, name);
            } else if is_type(kind) {
                let sym = self.names.strings.intern(&join(&prefix, name));
                self.names.declared.declare(name, sym);
            }
        }
    }

    pub(super) fn enter_type(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let Some(name_node) = child(node, self.fields.name) else { return Then::Descend };
        let name = self.out.text(name_node);
        let qualified = join(self.place(), name);
        let this = self.names.strings.intern(&qualified);
        self.names.declared.declare(name, this);
        let type_ = Type { name: this, resolved: true };
        let word = match kind {
            Kind::Interface => "interface",
            Kind::Struct => "struct",
            Kind::Enum => "enum",
            Kind::Record => "record",
            _ => "class",
        };
        self.out.fact(FactKind::TypeDecl, true, &qualified, word, span(name_node));
        self.out.enter_scope(&qualified);
        let mut base = Type::UNKNOWN;
        let bases = named_children(node).find(|n| self.kinds.kind(*n) == Some(Kind::Bases));
        for listed in bases.into_iter().flat_map(named_children) {
            let listed = if self.kind(listed) == Some(Kind::PrimaryBase) {
                child(listed, self.fields.type_).unwrap_or(listed)
            } else {
                listed
            };
            let t = self.type_of(listed);
            if !t.is_known() {
                continue;
            }
            let supertype = self.names.strings.get(t.name);
            self.out.fact(FactKind::Supertype, t.resolved, supertype, &qualified, span(listed));
            if !base.is_known() && kind == Kind::Class && !is_interface_name(supertype) {
                base = t;
            }
        }
        let route = self.type_route(node, name);
        self.variables.open();
        self.methods.open();
        self.names.declared.open();
        self.types.push(Enclosing { type_, base, route });
        if let Some(body) = child(node, self.fields.body) {
            self.declare_types(body, &qualified);
            self.declare_members(body, type_);
        }
        Then::DescendAndLeave
    }

    pub(super) fn leave_type(&mut self) {
        if self.types.pop().is_some() {
            self.variables.close();
            self.methods.close();
            self.names.declared.close();
            self.out.leave_scope();
        }
    }

    /// Makes fields, properties and methods known before the walk enters the body.
    fn declare_members(&mut self, body: Node<'t>, owner: Type) {
        for member in named_children(body) {
            match self.kind(member) {
                Some(Kind::FieldDecl) => {
                    let is_constant =
                        self.modifiers(member).any(|m| m == "const" || m == "readonly");
                    self.declare_variables(member, true, is_constant);
                }
                Some(Kind::Property) => {
                    if let Some(name) = child(member, self.fields.name) {
                        let type_ = self.field_type(member, self.fields.type_);
                        let variable = Variable { is_field: true, ..Variable::local(type_) };
                        self.variables.declare(self.out.text(name), variable);
                    }
                }
                Some(Kind::Method) => {
                    if let Some(name) = child(member, self.fields.name) {
                        let returns = self.field_type(member, self.fields.returns);
                        self.methods.declare(self.out.text(name), (owner, returns));
                    }
                }
                _ => {}
            }
        }
    }

    fn field_type(&mut self, node: Node<'t>, field: u16) -> Type {
        child(node, field).map_or(Type::UNKNOWN, |t| self.type_of(t))
    }

    /// The modifiers of a declaration.
    pub(super) fn modifiers(&self, node: Node<'t>) -> impl Iterator<Item = &'t str> + use<'t> {
        let out = self.out.source();
        let kinds = self.kinds;
        named_children(node)
            .filter(move |n| kinds.kind(*n) == Some(Kind::Modifier))
            .map(move |n| out.get(n.byte_range()).unwrap_or(""))
    }

    fn modifier_words(&self, node: Node<'t>) -> String {
        let mut words = String::new();
        for word in self.modifiers(node) {
            words.push_str(word);
            words.push(' ');
        }
        words
    }

    /// The name and value of a declarator.
    fn declarator(&self, node: Node<'t>) -> Option<(Node<'t>, Option<Node<'t>>)> {
        let name = child(node, self.fields.name)?;
        let value = named_children(node)
            .filter(|n| n.id() != name.id())
            .filter(|n| {
                !matches!(self.kinds.kind(*n), Some(Kind::BracketedArguments | Kind::Comment))
            })
            .last();
        Some((name, value))
    }

    fn declare_variables(&mut self, node: Node<'t>, is_field: bool, is_constant: bool) {
        let Some(declaration) =
            named_children(node).find(|n| self.kinds.kind(*n) == Some(Kind::VariableDecl))
        else {
            return;
        };
        let type_node = child(declaration, self.fields.type_);
        let inferred = type_node.is_some_and(|t| self.kind(t) == Some(Kind::ImplicitType));
        let written = self.field_type(declaration, self.fields.type_);
        for child in named_children(declaration) {
            if self.kind(child) != Some(Kind::Declarator) {
                continue;
            }
            let Some((name, value)) = self.declarator(child) else { continue };
            let type_ = match value {
                Some(v) if inferred => self.expression_type(v),
                _ => written,
            };
            let constant = value.filter(|_| is_constant).and_then(|v| self.constant(v));
            self.variables.declare(self.out.text(name), Variable { type_, constant, is_field });
        }
    }

    fn constant(&mut self, value: Node<'t>) -> Option<Constant<'t>> {
        // An interpolated string is no constant, though its start is.
        if self.kind(value) == Some(Kind::Interpolated) {
            return None;
        }
        match self.value(value, 0) {
            Value::Str(s) => Some(Constant::Str(self.names.strings.intern(&s))),
            Value::Literal(s) => Some(Constant::Literal(s)),
            _ => None,
        }
    }

    pub(super) fn declare_locals(&mut self, node: Node<'t>) {
        self.declare_variables(node, false, true);
    }

    /// A parameter, loop variable, caught exception or pattern: a type, and a name in the given field.
    pub(super) fn declare_typed(&mut self, node: Node<'t>, name: u16) {
        let Some(name) = child(node, name).filter(|n| self.kind(*n) == Some(Kind::Identifier))
        else {
            return;
        };
        let type_ = self.field_type(node, self.fields.type_);
        self.variables.declare(self.out.text(name), Variable::local(type_));
    }

    /// Untyped parameters hide members of the same name, so they are declared as unknown.
    pub(super) fn declare_lambda_parameters(&mut self, node: Node<'t>) {
        let Some(parameters) = child(node, self.fields.parameters) else { return };
        if self.kind(parameters) != Some(Kind::Parameters) {
            let name = self.out.text(parameters);
            self.variables.declare(name, Variable::default());
        }
    }

    pub(super) fn enter_function(&mut self, node: Node<'t>) -> Then {
        let kind = self.kind(node);
        let name = child(node, self.fields.name);
        let simple = match kind {
            Some(Kind::Constructor) => ".ctor",
            _ => name.map_or("", |n| self.out.text(n)),
        };
        let qualified = join(self.place(), simple);
        let mut value = self.modifier_words(node);
        value.push('(');
        let parameters = child(node, self.fields.parameters);
        let mut first = true;
        for p in parameters.into_iter().flat_map(named_children) {
            if self.kind(p) != Some(Kind::Parameter) {
                continue;
            }
            if !first {
                value.push_str(", ");
            }
            first = false;
            let written = child(p, self.fields.type_);
            let t = written.map_or(Type::UNKNOWN, |t| self.type_of(t));
            match written {
                Some(w) if !t.is_known() => value.push_str(self.out.text(w)),
                _ => value.push_str(self.names.strings.get(t.name)),
            }
        }
        value.push(')');
        if let Some(name) = name {
            let place = span_between(name, parameters.unwrap_or(name));
            self.out.fact(FactKind::FunctionDecl, true, &qualified, &value, place);
        }
        self.out.enter_scope(&qualified);
        self.variables.open();
        if kind == Some(Kind::Method) {
            self.method_routes(node, simple);
        }
        Then::DescendAndLeave
    }

    pub(super) fn field(&mut self, node: Node<'t>) {
        let words = self.modifier_words(node);
        let Some(declaration) =
            named_children(node).find(|n| self.kinds.kind(*n) == Some(Kind::VariableDecl))
        else {
            return;
        };
        let (t, name) = self.written_type(declaration);
        for child in named_children(declaration) {
            if self.kind(child) == Some(Kind::Declarator)
                && let Some((declared, _)) = self.declarator(child)
            {
                let value = format!("{words}{}", self.out.text(declared));
                self.out.fact(
                    FactKind::Field,
                    t.resolved,
                    &name,
                    &value,
                    span_between(declaration, child),
                );
            }
        }
    }

    /// A declaration's type, and how a fact names it.
    fn written_type(&mut self, node: Node<'t>) -> (Type, String) {
        let written = child(node, self.fields.type_);
        let t = written.map_or(Type::UNKNOWN, |t| self.type_of(t));
        let name = match written {
            _ if t.is_known() => self.names.strings.get(t.name).to_owned(),
            Some(w) if self.kind(w) == Some(Kind::Predefined) => self.out.text(w).to_owned(),
            _ => "?".to_owned(),
        };
        (t, name)
    }

    /// A property is a field to those who ask for state, and a function for what its accessors do.
    pub(super) fn enter_property(&mut self, node: Node<'t>) -> Then {
        let simple = child(node, self.fields.name);
        let name = simple.map_or("", |n| self.out.text(n));
        let (t, type_name) = self.written_type(node);
        let value = format!("{}{name}", self.modifier_words(node));
        let place = simple.map_or_else(|| span(node), span);
        self.out.fact(FactKind::Field, t.resolved, &type_name, &value, place);
        let qualified = join(self.place(), name);
        self.out.enter_scope(&qualified);
        self.variables.open();
        Then::DescendAndLeave
    }

    /// A declarator's value: an assignment when it is a field's, else only a use for the literals in it.
    pub(super) fn enter_declarator(&mut self, node: Node<'t>) -> Then {
        let Some((name, Some(value))) = self.declarator(node) else { return Then::Descend };
        let simple = self.out.text(name);
        if self.variables.get(simple).is_some_and(|v| v.is_field) {
            let target = join(self.place(), simple);
            let rendered = render(&[self.value(value, 0)]);
            self.out.fact(FactKind::Assign, true, &target, &rendered, span(node));
            self.out.push_use("assign:", &target, value.byte_range());
        } else {
            self.out.push_use("assign:", simple, value.byte_range());
        }
        Then::DescendAndLeave
    }
}

fn is_type(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Class | Kind::Interface | Kind::Struct | Kind::Enum | Kind::Record))
}

/// `IDisposable`: by convention an interface.
fn is_interface_name(qualified: &str) -> bool {
    let simple = qualified.rsplit('.').next().unwrap_or(qualified);
    let mut chars = simple.chars();
    chars.next() == Some('I') && chars.next().is_some_and(char::is_uppercase)
}
