//! Types, members and variables.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Enclosing, Java, Kind};
use crate::grammar::{child, children, named_children};
use crate::output::{span, span_between};
use crate::value::{Value, render};
use crate::variables::{Constant, Type, Variable, join};
use crate::walk::Then;

impl<'t> Java<'t> {
    /// Makes the types known that stand directly in `body`, so that uses before the declaration find them.
    pub(super) fn declare_types(&mut self, body: Node<'t>, outer: &str) {
        let mut prefix = outer.to_owned();
        for child in named_children(body) {
            let kind = self.kind(child);
            if kind == Some(Kind::Package) && outer.is_empty() {
                let name = named_children(child).last().map_or("", |n| self.out.text(n));
                name.clone_into(&mut prefix);
            }
            if !is_type(kind) {
                continue;
            }
            let Some(name) =
                crate::grammar::child(child, self.fields.name).map(|n| self.out.text(n))
            else {
                continue;
            };
            let qualified = join(&prefix, name);
            let sym = self.names.names.intern(&qualified);
            self.names.declared.declare(name, sym);
        }
    }

    pub(super) fn enter_type(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let Some(name_node) = child(node, self.fields.name) else { return Then::Descend };
        let name = self.out.text(name_node);
        let this = if let Some(sym) = self.names.declared.get(name) {
            sym
        } else {
            // A class within a method.
            let outer = self.this();
            let outer = if outer.is_known() {
                self.names.names.get(outer.name)
            } else {
                self.names.package
            };
            let qualified = join(outer, name);
            let sym = self.names.names.intern(&qualified);
            self.names.declared.declare(name, sym);
            sym
        };
        let type_ = Type { name: this, resolved: true };
        let qualified = self.names.names.get(this).to_owned();
        let word = match kind {
            Kind::Interface => "interface",
            Kind::Enum => "enum",
            Kind::Record => "record",
            Kind::AnnotationType => "annotation",
            _ => "class",
        };
        self.out.fact(FactKind::TypeDecl, true, &qualified, word, span(name_node));
        self.out.enter_scope(&qualified);
        let mut superclass = Type::UNKNOWN;
        for child in named_children(node) {
            match self.kind(child) {
                Some(Kind::Superclass) => {
                    if let Some(t) = named_children(child).next() {
                        superclass = self.supertype(t, &qualified);
                    }
                }
                Some(Kind::Implements | Kind::ExtendsInterfaces) => {
                    let listed: Vec<_> = named_children(child).flat_map(named_children).collect();
                    for t in listed {
                        self.supertype(t, &qualified);
                    }
                }
                _ => {}
            }
        }
        let route = self.type_route(node);
        let body = child(node, self.fields.body);
        self.variables.open();
        self.methods.open();
        self.names.declared.open();
        self.types.push(Enclosing { type_, superclass, body: body.map_or(0, |b| b.id()), route });
        if let Some(body) = body {
            self.declare_types(body, &qualified);
            self.declare_members(body, type_);
        }
        if kind == Kind::Record
            && let Some(parameters) = child(node, self.fields.parameters)
        {
            for p in named_children(parameters) {
                self.declare_typed(p);
            }
        }
        Then::DescendAndLeave
    }

    fn supertype(&mut self, node: Node<'t>, declaring: &str) -> Type {
        let t = self.type_of(node);
        if t.is_known() {
            let name = self.names.names.get(t.name);
            self.out.fact(FactKind::Supertype, t.resolved, name, declaring, span(node));
        }
        t
    }

    pub(super) fn leave_type(&mut self) {
        if self.types.pop().is_some() {
            self.variables.close();
            self.methods.close();
            self.names.declared.close();
            self.out.leave_scope();
        }
    }

    /// The body of a named type is known already; any other belongs to an anonymous class.
    pub(super) fn enter_body(&mut self, node: Node<'t>) -> Then {
        if self.types.last().is_some_and(|t| t.body == node.id()) {
            return Then::Descend;
        }
        self.variables.open();
        self.methods.open();
        self.names.declared.open();
        self.types.push(Enclosing {
            type_: Type::UNKNOWN,
            superclass: Type::UNKNOWN,
            body: node.id(),
            route: String::new(),
        });
        self.declare_members(node, Type::UNKNOWN);
        Then::DescendAndLeave
    }

    pub(super) fn leave_body(&mut self) {
        if self.types.pop().is_some() {
            self.variables.close();
            self.methods.close();
            self.names.declared.close();
        }
    }

    /// Makes fields and methods known before the walk enters the body, because uses may stand first.
    fn declare_members(&mut self, body: Node<'t>, owner: Type) {
        for member in named_children(body) {
            match self.kind(member) {
                Some(Kind::FieldDecl) => self.declare_fields(member),
                Some(Kind::Method) => {
                    let Some(name) = child(member, self.fields.name) else { continue };
                    let returns =
                        child(member, self.fields.type_).map_or(Type::UNKNOWN, |t| self.type_of(t));
                    self.methods.declare(self.out.text(name), (owner, returns));
                }
                Some(Kind::EnumBodyDeclarations) => {
                    for member in named_children(member) {
                        if self.kind(member) == Some(Kind::FieldDecl) {
                            self.declare_fields(member);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn declare_fields(&mut self, node: Node<'t>) {
        let type_ = child(node, self.fields.type_).map_or(Type::UNKNOWN, |t| self.type_of(t));
        let constant = self.modifier_words(node).any(|w| w == "final")
            || node.kind() == "constant_declaration";
        for declarator in named_children(node) {
            if self.kind(declarator) != Some(Kind::Declarator) {
                continue;
            }
            let Some(name) = child(declarator, self.fields.name) else { continue };
            let value = child(declarator, self.fields.value).filter(|_| constant);
            let constant = value.and_then(|v| self.constant(v));
            self.variables
                .declare(self.out.text(name), Variable { type_, constant, is_field: true });
        }
    }

    fn constant(&mut self, value: Node<'t>) -> Option<Constant<'t>> {
        match self.value(value, 0) {
            Value::Str(s) => Some(Constant::Str(self.names.names.intern(&s))),
            Value::Literal(s) => Some(Constant::Literal(s)),
            _ => None,
        }
    }

    /// The words among a declaration's modifiers, annotations left out.
    fn modifier_words(&self, node: Node<'t>) -> impl Iterator<Item = &'t str> + use<'t> {
        let modifiers = node.child(0).filter(|m| self.kind(*m) == Some(Kind::Modifiers));
        modifiers.into_iter().flat_map(children).filter(|n| !n.is_named()).map(|n| n.kind())
    }

    pub(super) fn enter_function(&mut self, node: Node<'t>) -> Then {
        let this = self.this();
        let this = self.names.names.get(this.name).to_owned();
        let name = child(node, self.fields.name);
        let is_method = self.kind(node) == Some(Kind::Method);
        let simple = if is_method { name.map_or("", |n| self.out.text(n)) } else { "<init>" };
        let qualified = join(&this, simple);
        if let Some(name) = name
            && self.out.wants(FactKind::FunctionDecl, &qualified)
        {
            let parameters = child(node, self.fields.parameters);
            let value = self.signature(node, parameters);
            let place = span_between(name, parameters.unwrap_or(name));
            self.out.add(FactKind::FunctionDecl, true, &qualified, &value, place);
        }
        self.out.enter_scope(&qualified);
        self.variables.open();
        self.method_routes(node);
        Then::DescendAndLeave
    }

    /// Modifiers and parameter types of a method.
    fn signature(&mut self, node: Node<'t>, parameters: Option<Node<'t>>) -> String {
        let mut value = String::new();
        for word in self.modifier_words(node) {
            value.push_str(word);
            value.push(' ');
        }
        value.push('(');
        let mut first = true;
        for p in parameters.into_iter().flat_map(named_children) {
            let type_ = match self.kind(p) {
                Some(Kind::Parameter) => child(p, self.fields.type_),
                Some(Kind::SpreadParameter) => spread_type(self, p),
                _ => continue,
            };
            if !first {
                value.push_str(", ");
            }
            first = false;
            let type_node = type_;
            let type_ = type_node.map_or(Type::UNKNOWN, |t| self.type_of(t));
            match type_node {
                Some(t) if !type_.is_known() => value.push_str(self.out.text(t)),
                _ => value.push_str(self.names.names.get(type_.name)),
            }
        }
        value.push(')');
        value
    }

    pub(super) fn field(&mut self, node: Node<'t>) {
        let type_node = child(node, self.fields.type_);
        let type_ = type_node.map_or(Type::UNKNOWN, |t| self.type_of(t));
        let type_name = match type_node {
            Some(t) if !type_.is_known() && self.kind(t) == Some(Kind::Primitive) => {
                self.out.text(t)
            }
            _ if !type_.is_known() => "?",
            _ => self.names.names.get(type_.name),
        };
        if !self.out.wants(FactKind::Field, type_name) {
            return;
        }
        let mut words = String::new();
        for word in self.modifier_words(node) {
            words.push_str(word);
            words.push(' ');
        }
        for declarator in named_children(node) {
            if self.kinds.kind(declarator) == Some(Kind::Declarator)
                && let Some(name) = declarator.child_by_field_id(self.fields.name)
            {
                let value = format!("{words}{}", self.out.text(name));
                self.out.add(
                    FactKind::Field,
                    type_.resolved,
                    type_name,
                    &value,
                    span_between(node, declarator),
                );
            }
        }
    }

    pub(super) fn local(&mut self, node: Node<'t>) {
        let Some(type_node) = child(node, self.fields.type_) else { return };
        let written = self.type_of(type_node);
        let inferred = self.out.text(type_node) == "var";
        for declarator in named_children(node) {
            if self.kind(declarator) != Some(Kind::Declarator) {
                continue;
            }
            let Some(name) = child(declarator, self.fields.name) else { continue };
            let value = child(declarator, self.fields.value);
            let type_ = match value {
                Some(v) if inferred => self.expression_type(v),
                _ => written,
            };
            let constant = value.and_then(|v| self.constant(v));
            self.variables
                .declare(self.out.text(name), Variable { type_, constant, is_field: false });
        }
    }

    /// A declarator's value: an assignment when it is a field's, else only a use for the literals in it.
    pub(super) fn enter_declarator(&mut self, node: Node<'t>) -> Then {
        let (Some(name), Some(value)) =
            (child(node, self.fields.name), child(node, self.fields.value))
        else {
            return Then::Descend;
        };
        let simple = self.out.text(name);
        if self.variables.get(simple).is_some_and(|v| v.is_field) {
            let this = self.this();
            let target = join(self.names.names.get(this.name), simple);
            if self.out.wants(FactKind::Assign, &target) {
                let rendered = render(&[self.value(value, 0)]);
                self.out.add(FactKind::Assign, true, &target, &rendered, span(node));
            }
            self.out.push_use("assign:", &target, value.byte_range());
        } else {
            self.out.push_use("assign:", simple, value.byte_range());
        }
        Then::DescendAndLeave
    }

    /// A parameter, loop variable or resource: a `type` and a `name` field.
    pub(super) fn declare_typed(&mut self, node: Node<'t>) {
        let (Some(t), Some(name)) = (child(node, self.fields.type_), child(node, self.fields.name))
        else {
            return;
        };
        let mut type_ = self.type_of(t);
        if self.out.text(t) == "var"
            && let Some(value) = child(node, self.fields.value)
            && self.kind(node) == Some(Kind::Resource)
        {
            type_ = self.expression_type(value);
        }
        self.variables.declare(self.out.text(name), Variable::local(type_));
    }

    pub(super) fn declare_spread(&mut self, node: Node<'t>) {
        let type_ = spread_type(self, node).map_or(Type::UNKNOWN, |t| self.type_of(t));
        let declarator = named_children(node).find(|n| self.kind(*n) == Some(Kind::Declarator));
        if let Some(name) = declarator.and_then(|d| child(d, self.fields.name)) {
            self.variables.declare(self.out.text(name), Variable::local(type_));
        }
    }

    pub(super) fn declare_caught(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let caught = named_children(node).find(|n| self.kind(*n) == Some(Kind::CatchType));
        let first = caught.and_then(|c| named_children(c).next());
        let type_ = first.map_or(Type::UNKNOWN, |t| self.type_of(t));
        self.variables.declare(self.out.text(name), Variable::local(type_));
    }

    pub(super) fn declare_pattern(&mut self, node: Node<'t>) {
        let (Some(t), Some(name)) = (child(node, self.fields.right), child(node, self.fields.name))
        else {
            return;
        };
        let type_ = self.type_of(t);
        self.variables.declare(self.out.text(name), Variable::local(type_));
    }

    /// Untyped parameters hide fields of the same name, so they are declared as unknown.
    pub(super) fn declare_lambda_parameters(&mut self, node: Node<'t>) {
        let Some(parameters) = child(node, self.fields.parameters) else { return };
        if self.kind(parameters) == Some(Kind::Identifier) {
            self.variables.declare(self.out.text(parameters), Variable::default());
            return;
        }
        for p in named_children(parameters) {
            if self.kind(p) == Some(Kind::Identifier) {
                self.variables.declare(self.out.text(p), Variable::default());
            }
        }
    }
}

fn spread_type<'t>(java: &Java<'t>, node: Node<'t>) -> Option<Node<'t>> {
    named_children(node).find(|n| {
        !matches!(java.kind(*n), Some(Kind::Modifiers | Kind::Declarator | Kind::Comment))
    })
}

fn is_type(kind: Option<Kind>) -> bool {
    matches!(
        kind,
        Some(Kind::Class | Kind::Interface | Kind::Enum | Kind::Record | Kind::AnnotationType)
    )
}
