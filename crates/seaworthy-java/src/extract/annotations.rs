//! Annotations and their members.

use seaworthy_base::Sym;
use tree_sitter::Node;

use super::kinds::{Kind, children};
use super::{Extraction, Then, names};
use crate::unit::{AnnotationId, AnnotationUse, AnnotationValue, ElementId, Role, Rows};

impl<'t> Extraction<'t, '_> {
    /// Modifiers of a declaration: passed over where they have no annotations.
    pub(super) fn modifiers(&mut self, node: Node<'t>) -> Then {
        if !self.node_text(node).contains('@') {
            return Then::Skip;
        }
        self.open();
        match self.parent_kind() {
            Kind::Locals
            | Kind::CatchParameter
            | Kind::Resource
            | Kind::ForEach
            | Kind::InstanceOf => {
                self.on_variable = true;
            }
            _ if self.on_variable => {}
            _ => self.modifiers = Some(self.unit.annotations.len() as u32),
        }
        Then::Scope
    }

    /// The declaration's annotations are complete.
    pub(super) fn end_modifiers(&mut self) {
        let Some(start) = self.modifiers else { return };
        let len = (self.unit.annotations.len() as u32).saturating_sub(start);
        let first = self.element.0 as usize;
        let declared = self.unit.elements.iter_mut().skip(first);
        for element in declared.take(self.declared_together as usize) {
            element.annotations = Rows { start, len };
        }
    }

    /// One annotation; those nested in it follow as the walk goes on.
    pub(super) fn annotation(&mut self, node: Node<'t>) {
        self.open();
        let fields = self.fields_of_grammar();
        let id = AnnotationId(self.unit.annotations.len() as u32);
        let Some(name_node) = node.child_by_field_id(fields.name) else { return };
        let name = self.dotted(name_node);
        self.type_uses_of_annotation(name_node);
        let values = match node.child_by_field_id(fields.arguments) {
            Some(arguments) => self.annotation_values(arguments),
            None => Rows::default(),
        };
        self.unit.annotations.push(AnnotationUse {
            name,
            line: super::end_line(name_node),
            element: self.element,
            on_variable: self.on_variable,
            parent: self.annotation,
            values,
        });
        self.annotation = Some(id);
    }

    fn type_uses_of_annotation(&mut self, name: Node<'t>) {
        let text = self.node_text(name);
        if self.keeps(text) {
            let sym = self.dotted(name);
            self.name_use(name, sym, Role::Annotation, false);
        }
    }

    fn annotation_values(&mut self, arguments: Node<'t>) -> Rows {
        let fields = self.fields_of_grammar();
        let start = self.unit.annotation_values.len() as u32;
        for child in children(arguments) {
            let key = child.child_by_field_id(fields.key);
            match (key, child.child_by_field_id(fields.value)) {
                (Some(key), Some(value)) if child.kind() == "element_value_pair" => {
                    let key = self.node_text(key);
                    let key = self.intern(key);
                    self.annotation_value(key, value);
                }
                _ if self.grammar.kind(child) != Kind::Ignored => {
                    let key = self.intern("value");
                    self.annotation_value(key, child);
                }
                _ => {}
            }
        }
        Rows { start, len: self.unit.annotation_values.len() as u32 - start }
    }

    /// One value, or the items of an array.
    fn annotation_value(&mut self, name: Sym, node: Node<'t>) {
        let mut items = vec![node];
        // Arrays do not nest in Java; in broken code the inner ones are flattened too.
        while let Some(item) = items.pop() {
            if item.kind() == "element_value_array_initializer" {
                let from = items.len();
                items.extend(children(item).filter(|c| self.grammar.kind(*c) != Kind::Ignored));
                items.get_mut(from..).unwrap_or_default().reverse();
                continue;
            }
            let text = self.node_text(item);
            let value = match self.grammar.kind(item) {
                Kind::Str | Kind::Char => names::unquoted(text),
                Kind::ClassLiteral => {
                    let text = names::compact(text);
                    match text.strip_suffix(".class") {
                        Some(of) => of.to_owned().into(),
                        None => text,
                    }
                }
                _ => names::compact(text),
            };
            let value = self.unit.names.intern(&value);
            self.unit.annotation_values.push(AnnotationValue { name, value });
        }
    }

    /// A package declaration; its annotations are the file's.
    pub(super) fn package(&mut self, node: Node<'t>) -> Then {
        for child in children(node) {
            if matches!(child.kind(), "identifier" | "scoped_identifier") {
                let name = self.dotted(child);
                self.unit.package =
                    Some(crate::unit::PackageDecl { name, line: super::line(child) });
            }
        }
        if !self.node_text(node).contains('@') {
            return Then::Skip;
        }
        self.open();
        self.modifiers = Some(self.unit.annotations.len() as u32);
        self.element = ElementId::UNIT;
        self.declared_together = 1;
        Then::Scope
    }
}
