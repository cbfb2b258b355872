//! Types as written: their uses and their references.

use seaworthy_base::Sym;
use tree_sitter::Node;

use super::kinds::{Kind, children};
use super::{DEPTH_LIMIT, Extraction, Then};
use crate::unit::{Role, Rows, TypeRef, TypeRefId, TypeUse};

/// Where a type stands.
#[derive(Clone, Copy)]
struct Place<'t> {
    role: Role,
    variable: Option<Node<'t>>,
    is_argument: bool,
    depth: u32,
}

impl<'t> Extraction<'t, '_> {
    /// A type that no declaration read already.
    pub(super) fn type_node(&mut self, node: Node<'t>) -> Then {
        if self.in_type {
            return Then::Descend;
        }
        let fields = self.fields_of_grammar();
        let parent = self.parent().map(|p| (p.kind, p.node));
        let role = match parent.map(|p| p.0) {
            Some(Kind::Cast) => Some(Role::Cast),
            Some(Kind::InstanceOf) => {
                let name = parent.and_then(|p| p.1.child_by_field_id(fields.name));
                if name.is_some() {
                    self.type_uses(node, Role::Local, name);
                    None
                } else {
                    Some(Role::InstanceOf)
                }
            }
            Some(Kind::TypePattern) => {
                if self.is_var(node) {
                    return Then::Skip;
                }
                let name = parent.and_then(|p| {
                    children(p.1).find(|child| self.grammar.kind(*child) == Kind::Identifier)
                });
                self.type_uses(node, Role::Local, name);
                None
            }
            Some(Kind::ClassLiteral) => Some(Role::ClassLiteral),
            Some(Kind::NewArray) => Some(Role::New),
            Some(Kind::TypeArguments) => Some(Role::CallArgument),
            Some(Kind::MethodReference) => Some(Role::MethodReference),
            Some(Kind::RecordPattern) => Some(Role::InstanceOf),
            // Read where the declaration or the expression began.
            Some(
                Kind::Fields
                | Kind::Locals
                | Kind::ForEach
                | Kind::Method
                | Kind::Parameter
                | Kind::SpreadParameter
                | Kind::Resource
                | Kind::New,
            ) => None,
            _ if self.is_catch_type() => None,
            _ => Some(Role::Other),
        };
        if let Some(role) = role {
            self.type_uses(node, role, None);
        }
        self.type_annotations(node)
    }

    fn is_catch_type(&self) -> bool {
        let around = self.stack.len().checked_sub(2).and_then(|i| self.stack.get(i));
        around.is_some_and(|frame| frame.kind == Kind::CatchParameter)
    }

    /// Descends into types that were read only where there are annotations in them.
    pub(super) fn type_annotations(&mut self, node: Node<'t>) -> Then {
        if !self.node_text(node).contains('@') {
            return Then::Skip;
        }
        self.open();
        self.in_type = true;
        self.on_variable = true;
        Then::Scope
    }

    /// Records the uses in a type that stands in the innermost element.
    pub(super) fn type_uses(&mut self, node: Node<'t>, role: Role, variable: Option<Node<'t>>) {
        self.uses_in_type(node, Place { role, variable, is_argument: false, depth: 0 });
    }

    fn uses_in_type(&mut self, node: Node<'t>, place: Place<'t>) {
        if place.depth > DEPTH_LIMIT {
            return;
        }
        let inner = Place { depth: place.depth + 1, ..place };
        match self.grammar.kind(node) {
            Kind::TypeName => self.type_use(node, place, false),
            Kind::ScopedTypeName => {
                let generic = self.node_text(node).contains('<');
                self.type_use(node, place, generic);
                if generic {
                    self.arguments_of_scopes(node, inner);
                }
            }
            Kind::GenericType => {
                for child in children(node) {
                    match self.grammar.kind(child) {
                        Kind::TypeArguments => {
                            for argument in children(child) {
                                self.uses_in_type(argument, Place { is_argument: true, ..inner });
                            }
                        }
                        Kind::TypeName => self.type_use(child, place, true),
                        Kind::ScopedTypeName => {
                            self.type_use(child, place, true);
                            if self.node_text(child).contains('<') {
                                self.arguments_of_scopes(child, inner);
                            }
                        }
                        _ => {}
                    }
                }
            }
            Kind::ArrayType | Kind::AnnotatedType | Kind::Wildcard => {
                for child in children(node) {
                    self.uses_in_type(child, inner);
                }
            }
            _ => {}
        }
    }

    /// The type arguments in the middle of `A<X>.B<Y>`.
    fn arguments_of_scopes(&mut self, node: Node<'t>, place: Place<'t>) {
        if place.depth > DEPTH_LIMIT {
            return;
        }
        let inner = Place { is_argument: true, depth: place.depth + 1, ..place };
        for child in children(node) {
            match self.grammar.kind(child) {
                Kind::ScopedTypeName | Kind::GenericType => self.arguments_of_scopes(child, inner),
                Kind::TypeArguments => {
                    for argument in children(child) {
                        self.uses_in_type(argument, inner);
                    }
                }
                _ => {}
            }
        }
    }

    fn type_use(&mut self, node: Node<'t>, place: Place<'t>, is_parameterised: bool) {
        if !self.keeps(self.node_text(node)) {
            return;
        }
        let name = self.dotted(node);
        let variable = match place.variable {
            Some(variable) => {
                let text = self.node_text(variable);
                self.intern(text)
            }
            None => Sym::EMPTY,
        };
        self.unit.uses.push(TypeUse {
            name,
            role: place.role,
            is_argument: place.is_argument,
            is_parameterised,
            line: super::end_line(node),
            start_line: super::line(node),
            element: self.element,
            variable,
        });
    }

    /// Whether the gate wants a part of a dotted name, or names with dots at all.
    pub(super) fn keeps(&mut self, written: &'t str) -> bool {
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$');
        if written.bytes().all(is_plain) {
            return self.wants_type(written);
        }
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let dotted = written.contains('.');
        (dotted && self.qualified)
            || written
                .split(|c: char| !is_word(c))
                .any(|part| !part.is_empty() && self.wants_type(part))
    }

    /// A type as written, with `extra` pairs of brackets after it.
    pub(super) fn type_ref(&mut self, node: Node<'t>, extra: u8, depth: u32) -> TypeRefId {
        let unknown = TypeRef { name: Sym::EMPTY, arguments: Rows::default(), dimensions: 0 };
        if depth > DEPTH_LIMIT {
            return self.add_type_ref(unknown);
        }
        match self.grammar.kind(node) {
            Kind::Primitive | Kind::TypeName | Kind::Identifier => {
                let text = self.node_text(node);
                let name = self.intern(text);
                self.add_type_ref(TypeRef { name, dimensions: extra, ..unknown })
            }
            Kind::GenericType => {
                let mut name = Sym::EMPTY;
                let mut arguments = Vec::new();
                for child in children(node) {
                    match self.grammar.kind(child) {
                        Kind::TypeArguments => {
                            for argument in children(child) {
                                if self.grammar.kind(argument).is_type() {
                                    arguments.push(self.type_ref(argument, 0, depth + 1));
                                }
                            }
                        }
                        Kind::TypeName | Kind::ScopedTypeName => name = self.dotted(child),
                        _ => {}
                    }
                }
                let arguments = self.add_type_list(&arguments);
                self.add_type_ref(TypeRef { name, arguments, dimensions: extra })
            }
            Kind::ArrayType => {
                let dimensions = extra.saturating_add(self.dimensions(node));
                match node.child_by_field_id(self.fields_of_grammar().element) {
                    Some(element) => self.type_ref(element, dimensions, depth + 1),
                    None => self.add_type_ref(unknown),
                }
            }
            Kind::AnnotatedType => {
                let mut types = children(node);
                match types.find(|child| self.grammar.kind(*child).is_type()) {
                    Some(of) => self.type_ref(of, extra, depth + 1),
                    None => self.add_type_ref(unknown),
                }
            }
            Kind::Wildcard => {
                let is_super = children(node).any(|child| self.grammar.kind(child) == Kind::Super);
                let mut types = children(node);
                let bound = types.find(|child| self.grammar.kind(*child).is_type());
                if let Some(bound) = bound.filter(|_| !is_super) {
                    return self.type_ref(bound, extra, depth + 1);
                }
                let name = self.intern("?");
                self.add_type_ref(TypeRef { name, ..unknown })
            }
            _ => {
                let name = self.dotted(node);
                self.add_type_ref(TypeRef { name, dimensions: extra, ..unknown })
            }
        }
    }

    /// Equal types are one row.
    pub(super) fn add_type_ref(&mut self, of: TypeRef) -> TypeRefId {
        let rows = &mut self.unit.type_refs;
        *self.type_ref_ids.entry(of).or_insert_with(|| {
            rows.push(of);
            TypeRefId(rows.len() as u32 - 1)
        })
    }

    /// A list of types.
    pub(super) fn add_type_list(&mut self, list: &[TypeRefId]) -> Rows {
        if list.is_empty() {
            return Rows::default();
        }
        let start = self.unit.type_lists.len() as u32;
        self.unit.type_lists.extend_from_slice(list);
        Rows { start, len: list.len() as u32 }
    }
}
