//! Local variables that are in scope.

use tree_sitter::Node;

use super::Extraction;
use super::kinds::{Kind, children};
use crate::unit::{ElementKind, Expr, ExprId, Role};

/// A local variable or parameter.
pub(super) struct Local<'t> {
    name: &'t str,
    of: LocalType<'t>,
}

/// What is known of a local's type.
#[derive(Clone, Copy)]
enum LocalType<'t> {
    /// Declared with this type and so many pairs of brackets after the name.
    Declared(Node<'t>, u8),
    /// The type of an expression.
    Of(ExprId),
}

impl<'t> Extraction<'t, '_> {
    /// Whether a simple name is a local variable here.
    pub(super) fn is_local(&self, name: &str) -> bool {
        self.locals.iter().rev().any(|local| local.name == name)
    }

    /// The expression that a local variable stands for.
    pub(super) fn local(&mut self, name: &str) -> Option<ExprId> {
        let at = self.locals.iter().rposition(|local| local.name == name)?;
        let known = match self.locals.get(at)?.of {
            LocalType::Of(expr) => return Some(expr),
            LocalType::Declared(node, extra) => {
                let id = self.type_ref(node, extra, 0);
                self.add_expr(Expr::Typed(id))
            }
        };
        if let Some(local) = self.locals.get_mut(at) {
            local.of = LocalType::Of(known);
        }
        Some(known)
    }

    fn declare(&mut self, name: Option<Node<'t>>, of: LocalType<'t>) {
        if let Some(name) = name {
            let name = self.node_text(name);
            self.locals.push(Local { name, of });
        }
    }

    /// Declares a variable of a written type; `var` takes the type of `value`.
    fn declare_typed(
        &mut self,
        name: Option<Node<'t>>,
        declared: Option<Node<'t>>,
        dimensions: u8,
        value: Option<ExprId>,
    ) {
        let of = match declared {
            Some(node) if !self.is_var(node) => LocalType::Declared(node, dimensions),
            _ => LocalType::Of(value.unwrap_or_default()),
        };
        self.declare(name, of);
    }

    /// Whether a type node is `var`.
    pub(super) fn is_var(&self, node: Node<'_>) -> bool {
        self.grammar.kind(node) == Kind::TypeName && self.node_text(node) == "var"
    }

    /// Pairs of brackets in the field `dimensions` of a declarator.
    pub(super) fn dimensions(&self, node: Node<'_>) -> u8 {
        let of = node.child_by_field_id(self.fields_of_grammar().dimensions);
        of.map_or(0, |n| self.node_text(n).matches('[').count().min(200) as u8)
    }

    /// `Type a = b, c;`: the use of the type. The variables follow with their declarators.
    pub(super) fn local_types(&mut self, node: Node<'t>) {
        let fields = self.fields_of_grammar();
        let name = node
            .child_by_field_id(fields.declarator)
            .and_then(|declarator| declarator.child_by_field_id(fields.name));
        if let Some(of) = node.child_by_field_id(fields.type_)
            && !self.is_var(of)
        {
            self.type_uses(of, Role::Local, name);
        }
    }

    /// A declarator of locals; of fields it changes the element.
    pub(super) fn declarator(&mut self, node: Node<'t>) -> super::Then {
        let fields = self.fields_of_grammar();
        let Some(parent) = self.stack.last_mut() else { return super::Then::Descend };
        match parent.kind {
            Kind::Fields => {
                let id = crate::unit::ElementId(parent.data);
                parent.data += 1;
                self.open();
                self.element = id;
                super::Then::Scope
            }
            Kind::Locals => {
                let declaration = parent.node;
                let of = declaration.child_by_field_id(fields.type_);
                let name = node.child_by_field_id(fields.name);
                let value = match of {
                    Some(of) if self.is_var(of) => {
                        node.child_by_field_id(fields.value).map(|value| self.expression(value, 0))
                    }
                    _ => None,
                };
                let dimensions = self.dimensions(node);
                self.declare_typed(name, of, dimensions, value);
                super::Then::Descend
            }
            _ => super::Then::Descend,
        }
    }

    /// `for (Type x : values)`.
    pub(super) fn for_each(&mut self, node: Node<'t>) {
        let fields = self.fields_of_grammar();
        let of = node.child_by_field_id(fields.type_);
        let name = node.child_by_field_id(fields.name);
        let mut element = None;
        if let Some(of) = of {
            if self.is_var(of) {
                element = node.child_by_field_id(fields.value).map(|values| {
                    let values = self.expression(values, 0);
                    self.add_expr(Expr::ElementOf(values))
                });
            } else {
                self.type_uses(of, Role::Local, name);
            }
        }
        let dimensions = self.dimensions(node);
        self.declare_typed(name, of, dimensions, element);
    }

    /// `catch (A | B e)`.
    pub(super) fn catch_parameter(&mut self, node: Node<'t>) {
        let fields = self.fields_of_grammar();
        let name = node.child_by_field_id(fields.name);
        let mut first = None;
        let mut several = false;
        for (_, list) in children(node) {
            for (_, of) in children(list) {
                if self.grammar.kind(of).is_type() {
                    self.type_uses(of, Role::Catch, name);
                    several = first.is_some();
                    first = first.or(Some(of));
                }
            }
        }
        let first = first.filter(|_| !several);
        self.declare_typed(name, first, 0, None);
    }

    /// `try (Type x = value)`.
    pub(super) fn resource(&mut self, node: Node<'t>) {
        let fields = self.fields_of_grammar();
        let Some(of) = node.child_by_field_id(fields.type_) else { return };
        let name = node.child_by_field_id(fields.name);
        let mut value = None;
        if self.is_var(of) {
            value = node.child_by_field_id(fields.value).map(|v| self.expression(v, 0));
        } else {
            self.type_uses(of, Role::Local, name);
        }
        self.declare_typed(name, Some(of), 0, value);
    }

    /// A parameter of a method, constructor, lambda or record.
    pub(super) fn parameter(&mut self, kind: Kind, node: Node<'t>) {
        let (of, name, dimensions) = self.parameter_parts(kind, node);
        self.open();
        // The local outlives the node of the parameter: it belongs to the method.
        if let Some(of) = of
            && !self.is_var(of)
        {
            let component = self.stack.last().map_or(0, |list| list.data);
            if component > 0 {
                self.element = crate::unit::ElementId(component);
                if let Some(list) = self.stack.last_mut() {
                    list.data += 1;
                }
                self.type_uses(of, Role::Field, name);
            } else {
                self.on_variable = true;
                self.type_uses(of, Role::Parameter, name);
            }
        } else {
            self.on_variable = true;
        }
        self.declare_typed(name, of, dimensions, None);
        if let Some(saved) = self.saved.last_mut() {
            saved.locals = self.locals.len();
        }
    }

    /// Type, name and further brackets of a parameter.
    pub(super) fn parameter_parts(
        &self,
        kind: Kind,
        node: Node<'t>,
    ) -> (Option<Node<'t>>, Option<Node<'t>>, u8) {
        let fields = self.fields_of_grammar();
        if kind == Kind::Parameter {
            let of = node.child_by_field_id(fields.type_);
            return (of, node.child_by_field_id(fields.name), self.dimensions(node));
        }
        let mut of = None;
        let mut name = None;
        for (_, child) in children(node) {
            match self.grammar.kind(child) {
                Kind::Declarator => name = child.child_by_field_id(fields.name),
                found if found.is_type() => of = Some(child),
                _ => {}
            }
        }
        (of, name, 1)
    }

    /// Names that patterns and lambdas declare, and the type of a record pattern.
    pub(super) fn declaring_identifier(&mut self, parent: Kind, node: Node<'t>) {
        match parent {
            Kind::InferredParameters | Kind::Lambda => {
                self.declare(Some(node), LocalType::Of(ExprId::default()));
            }
            Kind::InstanceOf => {
                let of = self
                    .parent()
                    .and_then(|p| p.node.child_by_field_id(self.fields_of_grammar().right));
                self.declare_typed(Some(node), of, 0, None);
            }
            Kind::TypePattern => {
                let pattern = self.parent().map(|p| p.node);
                let of = pattern.and_then(|pattern| {
                    children(pattern)
                        .map(|(_, child)| child)
                        .find(|child| self.grammar.kind(*child).is_type())
                });
                self.declare_typed(Some(node), of, 0, None);
            }
            _ => {}
        }
    }

    /// A lambda expression is an element of its own.
    pub(super) fn lambda(&mut self, node: Node<'t>) {
        self.open();
        self.push_element(ElementKind::Lambda, seaworthy_base::Sym::EMPTY, super::line(node), 0);
    }
}
