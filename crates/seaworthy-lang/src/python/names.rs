//! What expressions stand for: modules, their members, and what calls of those return.

use tree_sitter::Node;

use super::apis::returned;
use super::{Kind, Python, child};
use crate::grammar::named_children;
use crate::meaning::Meaning;
use crate::variables::{Type, join};

/// Expressions further down a chain than this are unknown.
const CHAIN_LOOKED_AT: u8 = 6;

impl<'t> Python<'t> {
    /// A qualified name that the file tells.
    pub(super) fn known(&mut self, name: &str) -> Meaning<'t> {
        Meaning::named(Type { name: self.names.intern(name), resolved: true })
    }

    /// What an expression stands for.
    pub(super) fn meaning(&mut self, node: Node<'t>) -> Meaning<'t> {
        self.meaning_within(node, 0)
    }

    fn meaning_within(&mut self, node: Node<'t>, depth: u8) -> Meaning<'t> {
        if depth > CHAIN_LOOKED_AT {
            return Meaning::UNKNOWN;
        }
        let inner = match self.kind(node) {
            Some(Kind::Identifier) => {
                let name = self.out.text(node);
                if name == "self" || name == "cls" {
                    return match self.classes.last() {
                        Some(&(name, ..)) => Meaning::instance_of(Type { name, resolved: true }),
                        None => Meaning::UNKNOWN,
                    };
                }
                return self.variables.get(name).unwrap_or_default();
            }
            Some(Kind::Attribute) => return self.attribute(node, depth),
            Some(Kind::Call) => return self.result(node, depth),
            Some(Kind::Await | Kind::Parenthesized | Kind::Type) => named_children(node).next(),
            Some(Kind::Boolean) => child(node, self.fields.left),
            Some(Kind::Walrus) => child(node, self.fields.value),
            // `a = b = c`
            Some(Kind::Assignment) => child(node, self.fields.right),
            _ => None,
        };
        inner.map_or(Meaning::UNKNOWN, |inner| self.meaning_within(inner, depth + 1))
    }

    fn attribute(&mut self, node: Node<'t>, depth: u8) -> Meaning<'t> {
        let (Some(object), Some(attribute)) =
            (child(node, self.fields.object), child(node, self.fields.attribute))
        else {
            return Meaning::UNKNOWN;
        };
        let attribute = self.out.text(attribute);
        if self.out.text(object) == "self"
            && let Some(meaning) = self.members.get(attribute)
        {
            return meaning;
        }
        let object = self.meaning_within(object, depth + 1);
        if !object.is_known() {
            return Meaning::UNKNOWN;
        }
        let name = join(self.names.get(object.type_.name), attribute);
        let type_ = Type { name: self.names.intern(&name), resolved: object.type_.resolved };
        Meaning { type_, instance: object.instance, ..Meaning::UNKNOWN }
    }

    /// What a call returns: an instance of a type, or one named by the function.
    fn result(&mut self, call: Node<'t>, depth: u8) -> Meaning<'t> {
        let Some(function) = child(call, self.fields.function) else { return Meaning::UNKNOWN };
        if self.kind(function) == Some(Kind::Identifier) && self.out.text(function) == "super" {
            return self.classes.last().map_or(Meaning::UNKNOWN, |c| c.1);
        }
        let callee = self.meaning_within(function, depth + 1);
        if !callee.is_known() {
            return Meaning::UNKNOWN;
        }
        match returned(self.names.get(callee.type_.name)) {
            Some(name) => {
                let name = self.names.intern(name);
                Meaning::instance_of(Type { name, resolved: callee.type_.resolved })
            }
            // What a method of an instance returns is anyone's guess.
            None if callee.instance => Meaning::UNKNOWN,
            None => Meaning::instance_of(callee.type_),
        }
    }

    /// The type that an annotation or a base names; unknown names stay as they are written.
    pub(super) fn type_of(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        if self.kind(node) == Some(Kind::Type)
            && let Some(inner) = named_children(node).next()
        {
            node = inner;
        }
        if self.kind(node) == Some(Kind::Subscript)
            && let Some(value) = child(node, self.fields.value)
        {
            node = value;
        }
        let meaning = self.meaning(node);
        if meaning.is_known() {
            return meaning.type_;
        }
        let text = self.out.text(node);
        if crate::value::is_dotted_name(text) {
            let resolved = matches!(
                text,
                "object" | "dict" | "list" | "set" | "str" | "int" | "bytes" | "Exception"
            );
            return Type { name: self.names.intern(text), resolved };
        }
        Type::UNKNOWN
    }

    /// Whether an attribute chain starts at an import.
    pub(super) fn starts_at_import(&self, object: Node<'t>) -> bool {
        let mut node = object;
        for _ in 0..4 {
            match self.kind(node) {
                Some(Kind::Identifier) => {
                    let bound = self.variables.get(self.out.text(node));
                    return bound.is_some_and(|m| m.is_known() && !m.instance);
                }
                Some(Kind::Attribute) => match child(node, self.fields.object) {
                    Some(inner) => node = inner,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }
}
