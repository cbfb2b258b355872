//! Names in expressions, calls, constructor calls, method references.

use seaworthy_base::Sym;
use tree_sitter::Node;

use super::Extraction;
use super::kinds::{Kind, children, has_token};
use crate::unit::{
    Call, Expr, MethodReference, New, NewKind, ReceiverShape, Role, Rows, TypeRefId, TypeUse,
};

impl<'t> Extraction<'t, '_> {
    /// An identifier: the name of a call, the start of a name that may be a type, or a variable's declaration.
    pub(super) fn identifier(&mut self, node: Node<'t>) {
        let parent = self.parent_kind();
        let index = self.index();
        match parent {
            Kind::Call if self.is_name_of_call(node, index) => self.call(node),
            Kind::Call => self.head(node),
            Kind::FieldAccess | Kind::MethodReference if index == 0 => self.head(node),
            Kind::InferredParameters | Kind::TypePattern => self.declaring_identifier(parent, node),
            Kind::Lambda if index == 0 => self.declaring_identifier(parent, node),
            Kind::InstanceOf if index > 0 => self.declaring_identifier(parent, node),
            Kind::RecordPattern => {
                let text = self.node_text(node);
                if self.keeps(text) {
                    let name = self.intern(text);
                    self.name_use(node, name, Role::InstanceOf, false);
                }
            }
            _ => {}
        }
    }

    /// Whether an identifier in a call is the method's name rather than the receiver: the name stands alone before the
    /// arguments, or after the receiver. Only with comments or type arguments in between the grammar must tell.
    fn is_name_of_call(&self, node: Node<'t>, index: u32) -> bool {
        let Some(call) = self.parent() else { return false };
        match (index, call.children.total()) {
            (0, 2) | (1, 3) => true,
            (0, 3) => {
                let second = call.node.named_child(1);
                second.is_none_or(|second| self.grammar.kind(second) != Kind::Identifier)
            }
            _ => call.node.child_by_field_id(self.fields_of_grammar().name) == Some(node),
        }
    }

    /// The first part of a dotted name in an expression. The whole name is a use if the first part is no variable.
    fn head(&mut self, node: Node<'t>) {
        // Most names are variables that calls follow: they are one part, which nobody wants.
        let is_whole = self.parent_kind() == Kind::Call;
        if is_whole && !self.wants_type(self.node_text(node)) {
            return;
        }
        let start = node.start_byte();
        let mut top = node;
        let mut inner = node;
        let mut role = None;
        for frame in self.stack.iter().rev().take_while(|frame| frame.node.start_byte() == start) {
            match frame.kind {
                Kind::FieldAccess => (inner, top) = (top, frame.node),
                Kind::Call => role = Some(Role::Name),
                Kind::MethodReference => role = Some(Role::MethodReference),
                _ => {}
            }
            if frame.kind != Kind::FieldAccess {
                break;
            }
        }
        // What a field access ends with is no type, unless a call follows; `this` never is.
        let ends_in_this = top
            .child_by_field_id(self.fields_of_grammar().field)
            .is_some_and(|field| self.grammar.kind(field) == Kind::This);
        let whole = if role.is_some() && !ends_in_this { top } else { inner };
        let text = self.node_text(whole);
        if !self.keeps(text) || self.is_local(self.node_text(node)) {
            return;
        }
        let name = self.dotted(whole);
        self.name_use(whole, name, role.unwrap_or(Role::Name), false);
    }

    /// Adds a use of a name at a node.
    pub(super) fn name_use(&mut self, node: Node<'t>, name: Sym, role: Role, generic: bool) {
        self.unit.uses.push(TypeUse {
            name,
            role,
            is_argument: false,
            is_parameterised: generic,
            line: super::end_line(node),
            start_line: super::line(node),
            element: self.element,
            variable: Sym::EMPTY,
        });
    }

    /// A method call, seen at the token of its name.
    fn call(&mut self, name: Node<'t>) {
        let text = self.node_text(name);
        if !self.wants_call(text) {
            return;
        }
        let Some(call) = self.parent().map(|p| p.node) else { return };
        let expr = self.expression(call, 0);
        let Expr::Call { on, name: sym, arguments } = self.unit.expr(expr) else { return };
        let shape = self.shape(call);
        self.unit.calls.push(Call {
            name: sym,
            shape,
            receiver: on,
            arguments,
            line: super::line(name),
            element: self.element,
        });
    }

    fn shape(&self, call: Node<'t>) -> ReceiverShape {
        let fields = self.fields_of_grammar();
        let Some(object) = call.child_by_field_id(fields.object) else {
            return ReceiverShape::None;
        };
        // `X.super.m()` has `super` beside its object.
        if children(call).any(|child| self.grammar.kind(child) == Kind::Super) {
            return ReceiverShape::Super;
        }
        let mut node = object;
        loop {
            match self.grammar.kind(node) {
                Kind::Identifier => return ReceiverShape::Name,
                Kind::This if node == object => return ReceiverShape::This,
                Kind::FieldAccess => {
                    let field = node.child_by_field_id(fields.field);
                    if field.is_some_and(|f| self.grammar.kind(f) == Kind::This) {
                        let whole = node == object;
                        return if whole { ReceiverShape::This } else { ReceiverShape::Expression };
                    }
                    match node.child_by_field_id(fields.object) {
                        Some(inner) => node = inner,
                        None => return ReceiverShape::Expression,
                    }
                }
                _ => return ReceiverShape::Expression,
            }
        }
    }

    /// `new X(...)`: the use of its type and the call of its constructor. Returns one more than the row of the latter.
    pub(super) fn new_object(&mut self, node: Node<'t>) -> u32 {
        let fields = self.fields_of_grammar();
        let Some(created) = node.child_by_field_id(fields.type_) else { return 0 };
        let last = node.named_child((node.named_child_count() as u32).saturating_sub(1));
        let has_body = last.is_some_and(|last| self.grammar.kind(last) == Kind::ClassBody);
        let role = if has_body { Role::AnonymousSuper } else { Role::New };
        self.type_uses(created, role, None);
        if !self.wants_last(created) {
            return 0;
        }
        let of = self.type_ref(created, 0, 0);
        let arguments = node.child_by_field_id(fields.arguments);
        let arguments = arguments.map_or_else(Rows::default, |list| self.arguments(list, 0));
        self.constructed(of, arguments, (super::line(node), self.name_line(created)), NewKind::New)
    }

    fn wants_last(&mut self, created: Node<'t>) -> bool {
        let name = self.type_name(created);
        let text = self.node_text(name);
        let last = text.rsplit('.').next().unwrap_or("").trim();
        self.wants_type(last) || self.qualified && self.node_text(created).contains('.')
    }

    /// The node of a type's name without its arguments.
    fn type_name(&self, node: Node<'t>) -> Node<'t> {
        let mut node = node;
        loop {
            let last = match self.grammar.kind(node) {
                Kind::GenericType => children(node).next(),
                Kind::ScopedTypeName => {
                    let name = |c: &Node<'t>| self.grammar.kind(*c) == Kind::TypeName;
                    children(node).filter(name).last()
                }
                _ => None,
            };
            match last {
                Some(inner) => node = inner,
                None => return node,
            }
        }
    }

    fn name_line(&self, created: Node<'t>) -> u32 {
        super::end_line(self.type_name(created))
    }

    fn constructed(
        &mut self,
        created: TypeRefId,
        arguments: Rows,
        (line, name_line): (u32, u32),
        kind: NewKind,
    ) -> u32 {
        let element = self.element;
        self.unit.news.push(New { created, arguments, line, name_line, element, body: None, kind });
        self.unit.news.len() as u32
    }

    /// `this(...)` in a constructor.
    pub(super) fn constructor_call(&mut self, node: Node<'t>) {
        let is_this = children(node).any(|child| self.grammar.kind(child) == Kind::This);
        let Some(element) = self.owner.and_then(|owner| self.unit.type_decl(owner)) else { return };
        let name = self.unit.element(element.element).name;
        let text = self.unit.text(name);
        if !is_this || text.is_empty() || !self.types.contains(text) {
            return;
        }
        let created = self.add_type_ref(crate::unit::TypeRef {
            name,
            arguments: Rows::default(),
            dimensions: 0,
        });
        let arguments = node.child_by_field_id(self.fields_of_grammar().arguments);
        let arguments = arguments.map_or_else(Rows::default, |list| self.arguments(list, 0));
        let line = super::line(node);
        self.constructed(created, arguments, (line, line), NewKind::This);
    }

    /// `x::m` and `X::new`.
    pub(super) fn method_reference(&mut self, node: Node<'t>) {
        let Some(receiver) = children(node).next() else { return };
        let Some(name) = children(node).last() else { return };
        if has_token(node, "new") {
            let of = self.grammar.kind(receiver);
            if of == Kind::ArrayType || !self.wants_last(receiver) {
                return;
            }
            let created = if of.is_type() {
                self.type_ref(receiver, 0, 0)
            } else {
                let name = self.dotted(receiver);
                let rows = Rows::default();
                self.add_type_ref(crate::unit::TypeRef { name, arguments: rows, dimensions: 0 })
            };
            let lines = (super::line(node), self.name_line(receiver));
            self.constructed(created, Rows::default(), lines, NewKind::Reference);
            return;
        }
        let text = self.node_text(name);
        if self.grammar.kind(name) != Kind::Identifier || !self.wants_call(text) {
            return;
        }
        let receiver = if self.grammar.kind(receiver).is_type() {
            let of = self.type_ref(receiver, 0, 0);
            self.add_expr(Expr::Typed(of))
        } else {
            self.expression(receiver, 0)
        };
        let name_sym = self.intern(text);
        self.unit.method_references.push(MethodReference {
            name: name_sym,
            receiver,
            line: super::line(name),
            element: self.element,
        });
    }
}
