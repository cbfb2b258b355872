//! Imports, types and members.

use seaworthy_base::Sym;
use tree_sitter::Node;

use super::kinds::{Kind, children, has_token};
use super::{Extraction, Then, names};
use crate::unit::{
    ElementId, ElementKind, Import, Member, Requires, Role, Rows, TypeDecl, TypeId, TypeParameter,
    TypeRef, TypeRefId,
};

impl<'t> Extraction<'t, '_> {
    /// An import declaration.
    pub(super) fn import(&mut self, node: Node<'t>) -> Then {
        let mut import = Import {
            name: Sym::EMPTY,
            is_static: has_token(node, "static"),
            on_demand: false,
            line: super::line(node),
            statement_line: super::line(node),
        };
        for child in children(node) {
            match child.kind() {
                "asterisk" => import.on_demand = true,
                "identifier" | "scoped_identifier" => {
                    import.name = self.dotted(child);
                    import.line = super::line(child);
                }
                _ => {}
            }
        }
        if !import.name.is_empty() {
            self.unit.imports.push(import);
        }
        Then::Skip
    }

    /// `requires`, `uses` and `provides` of a module.
    pub(super) fn module_directive(&mut self, kind: Kind, node: Node<'t>) -> Then {
        for child in children(node) {
            if !matches!(child.kind(), "identifier" | "scoped_identifier") {
                continue;
            }
            let text = self.node_text(child);
            if kind == Kind::Requires {
                let name = self.dotted(child);
                self.unit.requires.push(Requires { name, line: super::line(child) });
            } else if self.keeps(text) {
                let name = self.dotted(child);
                self.name_use(child, name, Role::Other, false);
            }
        }
        Then::Skip
    }

    /// A type declaration with its header.
    pub(super) fn type_declaration(&mut self, kind: Kind, node: Node<'t>) {
        self.open();
        let fields = self.fields_of_grammar();
        let is_local = !matches!(self.unit.element(self.element).kind, ElementKind::Unit)
            && !self.unit.element(self.element).kind.is_type();
        let name_node = node.child_by_field_id(fields.name);
        let name = name_node.map_or("", |n| self.node_text(n));
        let name = self.intern(name);
        let qualified = self.qualified(name, is_local);
        let element_kind = match kind {
            Kind::Interface => ElementKind::Interface,
            Kind::Enum => ElementKind::Enum,
            Kind::Record => ElementKind::Record,
            Kind::AnnotationType => ElementKind::Annotation,
            _ => ElementKind::Class,
        };
        let row = self.unit.types.len();
        let line = super::line(name_node.unwrap_or(node));
        let element = self.push_element(element_kind, name, line, row);
        self.unit.types.push(TypeDecl {
            element,
            qualified,
            outer: self.owner,
            is_local,
            ..TypeDecl::default()
        });
        self.owner = Some(TypeId(row as u32));
        let parameters = self.type_parameters(node);
        let superclass = node.child_by_field_id(fields.superclass);
        let mut extends = superclass.map_or_else(Vec::new, |n| self.type_list(n, Role::Extends));
        if kind == Kind::Interface {
            for child in children(node).filter(|c| c.kind() == "extends_interfaces") {
                extends.extend(self.type_list(child, Role::Extends));
            }
        }
        let interfaces = node.child_by_field_id(fields.interfaces);
        let implements = interfaces.map_or_else(Vec::new, |n| self.type_list(n, Role::Implements));
        if let Some(permits) = node.child_by_field_id(fields.permits) {
            self.type_list(permits, Role::Permits);
        }
        let extends = self.add_type_list(&extends);
        let implements = self.add_type_list(&implements);
        if let Some(declared) = self.unit.types.get_mut(row) {
            declared.type_parameters = parameters;
            declared.extends = extends;
            declared.implements = implements;
        }
        if kind == Kind::Record {
            self.components(node);
        }
        self.element = element;
        self.declared_together = 1;
    }

    fn qualified(&mut self, name: Sym, is_local: bool) -> Sym {
        let outer = self.owner.and_then(|owner| self.unit.type_decl(owner)).map(|t| t.qualified);
        let prefix = match outer {
            _ if is_local => "",
            Some(outer) => self.unit.text(outer),
            None => self.unit.package_name(),
        };
        let simple = self.unit.text(name);
        let qualified =
            if prefix.is_empty() { simple.to_owned() } else { format!("{prefix}.{simple}") };
        self.intern(&qualified)
    }

    /// Types of a header clause, bare or in a `type_list`.
    fn type_list(&mut self, node: Node<'t>, role: Role) -> Vec<TypeRefId> {
        let mut list = Vec::new();
        for child in children(node) {
            if self.grammar.kind(child).is_type() {
                self.type_uses(child, role, None);
                list.push(self.type_ref(child, 0, 0));
            } else if child.kind() == "type_list" {
                for of in children(child).filter(|c| self.grammar.kind(*c).is_type()) {
                    self.type_uses(of, role, None);
                    list.push(self.type_ref(of, 0, 0));
                }
            }
        }
        list
    }

    /// Type parameters of a type or method.
    fn type_parameters(&mut self, node: Node<'t>) -> Rows {
        let fields = self.fields_of_grammar();
        let Some(list) = node.child_by_field_id(fields.type_parameters) else {
            return Rows::default();
        };
        let start = self.unit.type_parameters.len() as u32;
        for parameter in children(list).filter(|c| c.kind() == "type_parameter") {
            let mut name = Sym::EMPTY;
            let mut bound = None;
            for part in children(parameter) {
                if self.grammar.kind(part) == Kind::TypeName && name.is_empty() {
                    let text = self.node_text(part);
                    name = self.intern(text);
                } else if part.kind() == "type_bound" {
                    bound = self.type_list(part, Role::Bound).first().copied();
                }
            }
            self.unit.type_parameters.push(TypeParameter { name, bound });
        }
        Rows { start, len: self.unit.type_parameters.len() as u32 - start }
    }

    /// The components of a record are fields.
    fn components(&mut self, node: Node<'t>) {
        let around = self.element;
        let fields = self.fields_of_grammar();
        let Some(list) = node.child_by_field_id(fields.parameters) else { return };
        for child in children(list) {
            let kind = self.grammar.kind(child);
            if !matches!(kind, Kind::Parameter | Kind::SpreadParameter) {
                continue;
            }
            let (of, name, extra) = self.parameter_parts(kind, child);
            let declared = of.map(|of| self.type_ref(of, extra, 0));
            let text = of.map(|of| names::compact(self.node_text(of))).unwrap_or_default();
            let declared_text = self.unit.names.intern(&text);
            self.element = around;
            self.member(
                ElementKind::Field,
                name,
                child,
                Member { declared, declared_text, ..Member::default() },
            );
        }
    }

    /// The element of the first component, where the list of parameters entered is a record's; else 0.
    pub(super) fn component(&self) -> u32 {
        if self.parent_kind() == Kind::Record { self.element.0 + 1 } else { 0 }
    }

    /// Adds a member and its element, which becomes the innermost one.
    fn member(
        &mut self,
        kind: ElementKind,
        name: Option<Node<'t>>,
        node: Node<'t>,
        member: Member,
    ) -> ElementId {
        let text = name.map_or("", |n| self.node_text(n));
        let sym = self.intern(text);
        let row = self.unit.members.len();
        let element = self.push_element(kind, sym, super::line(name.unwrap_or(node)), row);
        let owner = self.owner.unwrap_or(TypeId(u32::MAX));
        self.unit.members.push(Member { element, owner, ..member });
        element
    }

    /// The body of a class; of `new X() { }` and of enum constants it is an anonymous class.
    pub(super) fn class_body(&mut self) -> Then {
        let Some((kind, node, data)) = self.parent().map(|p| (p.kind, p.node, p.data)) else {
            return Then::Descend;
        };
        let extends = match kind {
            Kind::New => {
                let of = node.child_by_field_id(self.fields_of_grammar().type_);
                of.map(|of| self.type_ref(of, 0, 0))
            }
            Kind::EnumConstant => {
                let outer = self.owner.and_then(|owner| self.unit.type_decl(owner)).copied();
                outer.map(|outer| {
                    let name = self.unit.element(outer.element).name;
                    let arguments = Rows::default();
                    self.add_type_ref(TypeRef { name, arguments, dimensions: 0 })
                })
            }
            _ => return Then::Descend,
        };
        self.open();
        let row = self.unit.types.len();
        let element = self.push_element(ElementKind::Class, Sym::EMPTY, super::line(node), row);
        let extends = extends.map_or_else(Rows::default, |of| self.add_type_list(&[of]));
        self.unit.types.push(TypeDecl {
            element,
            outer: self.owner,
            is_local: true,
            is_anonymous: true,
            extends,
            ..TypeDecl::default()
        });
        let id = TypeId(row as u32);
        self.owner = Some(id);
        if kind == Kind::New
            && let Some(index) = (data as usize).checked_sub(1)
            && let Some(new) = self.unit.news.get_mut(index)
        {
            new.body = Some(id);
        }
        Then::Scope
    }

    /// A constant of an enum.
    pub(super) fn enum_constant(&mut self, node: Node<'t>) {
        self.open();
        let name = node.child_by_field_id(self.fields_of_grammar().name);
        let member = Member { is_static: true, ..Member::default() };
        self.member(ElementKind::EnumConstant, name, node, member);
    }

    /// A static or instance initialiser.
    pub(super) fn initializer(&mut self, node: Node<'t>) {
        let is_static = self.grammar.kind(node) == Kind::StaticInitializer;
        self.member(
            ElementKind::Initializer,
            None,
            node,
            Member { is_static, ..Member::default() },
        );
    }

    /// A method, an element of an annotation type, or a constructor.
    pub(super) fn method(&mut self, kind: Kind, node: Node<'t>) {
        self.open();
        let fields = self.fields_of_grammar();
        let name = node.child_by_field_id(fields.name);
        let of = node.child_by_field_id(fields.type_);
        let element_kind =
            if kind == Kind::Method { ElementKind::Method } else { ElementKind::Constructor };
        let is_static = self.is_static(node);
        let element =
            self.member(element_kind, name, node, Member { is_static, ..Member::default() });
        let row = self.unit.members.len().saturating_sub(1);
        let type_parameters = self.type_parameters(node);
        let mut declared = None;
        let mut declared_text = Sym::EMPTY;
        if let Some(of) = of {
            self.type_uses(of, Role::Return, None);
            let extra = self.dimensions(node);
            declared = Some(self.type_ref(of, extra, 0));
            let text = names::compact(self.node_text(of));
            declared_text = self.unit.names.intern(&text);
        }
        let mut parameters = Vec::new();
        let mut varargs = false;
        if let Some(list) = node.child_by_field_id(fields.parameters) {
            for child in children(list) {
                let kind = self.grammar.kind(child);
                if matches!(kind, Kind::Parameter | Kind::SpreadParameter) {
                    varargs = kind == Kind::SpreadParameter;
                    if let (Some(of), _, extra) = self.parameter_parts(kind, child) {
                        parameters.push(self.type_ref(of, extra, 0));
                    }
                }
            }
        }
        let parameters = self.add_type_list(&parameters);
        for child in children(node).filter(|c| c.kind() == "throws") {
            self.type_list(child, Role::Throws);
        }
        if let Some(member) = self.unit.members.get_mut(row) {
            member.type_parameters = type_parameters;
            member.declared = declared;
            member.declared_text = declared_text;
            member.parameters = parameters;
            member.varargs = varargs;
        }
        self.element = element;
    }

    /// Fields: one element for each declarator. Returns the first.
    pub(super) fn fields(&mut self, node: Node<'t>) -> u32 {
        self.open();
        let fields = self.fields_of_grammar();
        let around = self.element;
        let of = node.child_by_field_id(fields.type_);
        let text = of.map(|of| names::compact(self.node_text(of))).unwrap_or_default();
        let declared_text = self.unit.names.intern(&text);
        let is_constant = node.kind() == "constant_declaration"
            || self.unit.element(around).kind == ElementKind::Interface;
        let is_static = is_constant || self.is_static(node);
        let is_final = is_constant || self.has_modifier(node, "final");
        let mut first = None;
        let mut count = 0;
        for declarator in
            children(node).filter(|c| self.grammar.kind(*c) == Kind::Declarator).collect::<Vec<_>>()
        {
            let name = declarator.child_by_field_id(fields.name);
            let extra = self.dimensions(declarator);
            let declared = of.map(|of| self.type_ref(of, extra, 0));
            self.element = around;
            let member =
                Member { declared, declared_text, is_static, is_final, ..Member::default() };
            let element = self.member(ElementKind::Field, name, declarator, member);
            first = first.or(Some((element, name)));
            count += 1;
        }
        if let Some((element, name)) = first {
            self.element = element;
            self.declared_together = count;
            if let Some(of) = of {
                self.type_uses(of, Role::Field, name);
            }
        }
        self.element.0
    }

    fn is_static(&self, node: Node<'t>) -> bool {
        self.has_modifier(node, "static")
    }

    fn has_modifier(&self, node: Node<'t>, word: &str) -> bool {
        children(node)
            .filter(|c| self.grammar.kind(*c) == Kind::Modifiers)
            .any(|modifiers| self.node_text(modifiers).contains(word) && has_token(modifiers, word))
    }
}
