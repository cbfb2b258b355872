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

/// What is known of a local's type. Most locals are never asked for theirs.
#[derive(Clone, Copy)]
enum LocalType<'t> {
    /// Declared with this type and so many pairs of brackets after the name.
    Declared(Node<'t>, u8),
    /// A declarator and the declaration that it is part of.
    Declarator(Node<'t>, Node<'t>),
    /// A parameter of a method, constructor or lambda.
    Parameter(Kind, Node<'t>),
    /// A resource of a `try`.
    Resource(Node<'t>),
    /// The variable of `for (Type x : values)`.
    ForEach(Node<'t>),
    /// The type of an expression.
    Of(ExprId),
}

impl<'t> Extraction<'t, '_> {
    /// Whether a simple name is a local variable here.
    pub(super) fn is_local(&self, name: &str) -> bool {
        self.locals.iter().rev().any(|local| local.name == name)
    }

    /// The expression that a local variable stands for.
    pub(super) fn local(&mut self, name: &str, depth: u32) -> Option<ExprId> {
        let at = self.locals.iter().rposition(|local| local.name == name)?;
        let of = self.locals.get(at)?.of;
        // A variable whose value names itself has no type.
        self.set_local(at, ExprId::default());
        let known = self.type_of_local(of, depth + 1);
        self.set_local(at, known);
        Some(known)
    }

    fn set_local(&mut self, at: usize, expr: ExprId) {
        if let Some(local) = self.locals.get_mut(at) {
            local.of = LocalType::Of(expr);
        }
    }

    fn type_of_local(&mut self, of: LocalType<'t>, depth: u32) -> ExprId {
        let fields = self.fields_of_grammar();
        let (declared, extra, value) = match of {
            LocalType::Of(expr) => return expr,
            LocalType::Declared(node, extra) => (Some(node), extra, None),
            LocalType::Declarator(declarator, declaration) => (
                declaration.child_by_field_id(fields.type_),
                self.dimensions(declarator),
                declarator.child_by_field_id(fields.value),
            ),
            LocalType::Parameter(kind, node) => {
                let (of, _, extra) = self.parameter_parts(kind, node);
                (of, extra, None)
            }
            LocalType::Resource(node) | LocalType::ForEach(node) => (
                node.child_by_field_id(fields.type_),
                self.dimensions(node),
                node.child_by_field_id(fields.value),
            ),
        };
        let Some(declared) = declared else { return ExprId::default() };
        if !self.is_var(declared) {
            let id = self.type_ref(declared, extra, depth);
            return self.add_expr(Expr::Typed(id));
        }
        // Names in the value mean what they meant at the declaration: what hides them would have to hide the variable's
        // other uses too, and locals cannot hide locals.
        let value = value.map(|value| self.expression(value, depth));
        match (of, value) {
            (LocalType::ForEach(_), Some(values)) => self.add_expr(Expr::ElementOf(values)),
            (_, value) => value.unwrap_or_default(),
        }
    }

    fn declare(&mut self, name: Option<Node<'t>>, of: LocalType<'t>) {
        if let Some(name) = name {
            let name = self.node_text(name);
            self.locals.push(Local { name, of });
        }
    }

    fn declare_typed(&mut self, name: Option<Node<'t>>, declared: Option<Node<'t>>) {
        let of = match declared {
            Some(node) => LocalType::Declared(node, 0),
            None => LocalType::Of(ExprId::default()),
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
        if let Some(of) = node.child_by_field_id(fields.type_)
            && self.wants_variable(of)
        {
            let name = node
                .child_by_field_id(fields.declarator)
                .and_then(|declarator| declarator.child_by_field_id(fields.name));
            self.type_uses(of, Role::Local, name);
        }
    }

    /// Whether a variable's type is worth a look: most are single names that nobody wants.
    fn wants_variable(&mut self, of: Node<'t>) -> bool {
        match self.grammar.kind(of) {
            Kind::Primitive => false,
            Kind::TypeName => {
                let text = self.node_text(of);
                text != "var" && self.wants_type(text)
            }
            _ => true,
        }
    }

    /// A declarator of locals; of fields it changes the element.
    pub(super) fn declarator(&mut self, node: Node<'t>) -> super::Then {
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
                self.declare(node.named_child(0), LocalType::Declarator(node, declaration));
                super::Then::Descend
            }
            _ => super::Then::Descend,
        }
    }

    /// `for (Type x : values)`.
    pub(super) fn for_each(&mut self, node: Node<'t>) {
        let fields = self.fields_of_grammar();
        let name = node.child_by_field_id(fields.name);
        if let Some(of) = node.child_by_field_id(fields.type_)
            && self.wants_variable(of)
        {
            self.type_uses(of, Role::Local, name);
        }
        self.declare(name, LocalType::ForEach(node));
    }

    /// `catch (A | B e)`.
    pub(super) fn catch_parameter(&mut self, node: Node<'t>) {
        let fields = self.fields_of_grammar();
        let name = node.child_by_field_id(fields.name);
        let mut first = None;
        let mut several = false;
        for list in children(node) {
            for of in children(list) {
                if self.grammar.kind(of).is_type() {
                    self.type_uses(of, Role::Catch, name);
                    several = first.is_some();
                    first = first.or(Some(of));
                }
            }
        }
        let first = first.filter(|_| !several);
        self.declare_typed(name, first);
    }

    /// `try (Type x = value)`.
    pub(super) fn resource(&mut self, node: Node<'t>) {
        let fields = self.fields_of_grammar();
        let Some(of) = node.child_by_field_id(fields.type_) else { return };
        let name = node.child_by_field_id(fields.name);
        if self.wants_variable(of) {
            self.type_uses(of, Role::Local, name);
        }
        self.declare(name, LocalType::Resource(node));
    }

    /// A parameter of a method, constructor, lambda or record.
    pub(super) fn parameter(&mut self, kind: Kind, node: Node<'t>) {
        let (of, name, _) = self.parameter_parts(kind, node);
        self.open();
        let component = match self.stack.last_mut() {
            Some(list) if list.data > 0 => {
                list.data += 1;
                Some(list.data - 1)
            }
            _ => None,
        };
        let role = if let Some(element) = component {
            self.element = crate::unit::ElementId(element);
            Role::Field
        } else {
            self.on_variable = true;
            Role::Parameter
        };
        if let Some(of) = of
            && self.wants_variable(of)
        {
            self.type_uses(of, role, name);
        }
        self.declare(name, LocalType::Parameter(kind, node));
        // The local outlives the node of the parameter: it belongs to the method.
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
        for child in children(node) {
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
                self.declare_typed(Some(node), of);
            }
            Kind::TypePattern => {
                let pattern = self.parent().map(|p| p.node);
                let of = pattern.and_then(|pattern| {
                    children(pattern).find(|child| self.grammar.kind(*child).is_type())
                });
                self.declare_typed(Some(node), of);
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
