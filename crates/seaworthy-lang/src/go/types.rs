//! Types as written, and the types of expressions.

use seaworthy_base::Sym;
use tree_sitter::Node;

use super::{Go, Kind, apis};
use crate::grammar::{child, named_children};
use crate::variables::{Type, join};

/// Types within types and receivers down a chain are looked at so far.
const LOOKED_AT: u8 = 6;

/// Types that every file has.
const BUILT_IN: [&str; 22] = [
    "any",
    "bool",
    "byte",
    "comparable",
    "complex128",
    "complex64",
    "error",
    "float32",
    "float64",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "rune",
    "string",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uintptr",
];

pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.binary_search(&name).is_ok()
}

impl<'t> Go<'t> {
    /// The named type behind pointers, slices and type arguments; unknown for built-in and literal ones.
    pub(super) fn type_of(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..LOOKED_AT {
            let inner = match self.kind(node) {
                Some(Kind::TypeName) => {
                    let name = self.out.text(node);
                    return if is_built_in(name) { Type::UNKNOWN } else { self.own_type(name) };
                }
                Some(Kind::QualifiedType) => return self.qualified_type(node),
                Some(Kind::Pointer) => named_children(node).next(),
                Some(Kind::Generic) => child(node, self.fields.type_),
                Some(Kind::Slice) => child(node, self.fields.element),
                _ => None,
            };
            match inner {
                Some(n) => node = n,
                None => break,
            }
        }
        Type::UNKNOWN
    }

    /// A type as facts name it, `map`, `slice`, `chan` and `func` for literal ones, and whether it is sure.
    pub(super) fn field_type(&mut self, node: Node<'t>) -> (String, bool) {
        let mut node = node;
        for _ in 0..LOOKED_AT {
            let inner = match self.kind(node) {
                Some(Kind::TypeName) if is_built_in(self.out.text(node)) => {
                    return (self.out.text(node).to_owned(), true);
                }
                Some(Kind::Pointer) => named_children(node).next(),
                Some(Kind::Generic) => child(node, self.fields.type_),
                Some(Kind::Map) => return ("map".to_owned(), true),
                Some(Kind::Slice) => return ("slice".to_owned(), true),
                Some(Kind::Channel) => return ("chan".to_owned(), true),
                Some(Kind::FunctionType) => return ("func".to_owned(), true),
                Some(Kind::Struct) => return ("struct".to_owned(), true),
                Some(Kind::Interface) => return ("interface".to_owned(), true),
                _ => break,
            };
            match inner {
                Some(n) => node = n,
                None => break,
            }
        }
        let t = self.type_of(node);
        if t.is_known() {
            (self.names.get(t.name).to_owned(), t.resolved)
        } else {
            ("?".to_owned(), false)
        }
    }

    /// The type of a variable without a declared one, as facts name it.
    pub(super) fn value_type(&mut self, value: Node<'t>) -> (String, bool) {
        let mut node = value;
        if self.kind(node) == Some(Kind::Unary)
            && let Some(operand) = child(node, self.fields.operand)
        {
            node = operand;
        }
        let written = match self.kind(node) {
            Some(Kind::Composite) => child(node, self.fields.type_),
            Some(Kind::Call) => {
                let function = child(node, self.fields.function);
                let name = function.map_or("", |f| self.out.text(f));
                let first =
                    child(node, self.fields.arguments).and_then(|a| named_children(a).next());
                first.filter(|_| matches!(name, "make" | "new"))
            }
            Some(Kind::Str | Kind::RawStr) => return ("string".to_owned(), true),
            _ => None,
        };
        if let Some(t) = written {
            return self.field_type(t);
        }
        let t = self.expression_type(value);
        if t.is_known() {
            (self.names.get(t.name).to_owned(), t.resolved)
        } else {
            ("?".to_owned(), false)
        }
    }

    fn own_type(&mut self, name: &str) -> Type {
        let qualified = self.own(name);
        Type { name: self.names.intern(&qualified), resolved: true }
    }

    fn qualified_type(&mut self, node: Node<'t>) -> Type {
        let (Some(package), Some(name)) =
            (child(node, self.fields.package), child(node, self.fields.name))
        else {
            return Type::UNKNOWN;
        };
        let path = self.imports.get(self.out.text(package)).copied();
        let (path, resolved) = match path {
            Some(path) => (path, true),
            None => (self.out.text(package), false),
        };
        let qualified = join(path, self.out.text(name));
        Type { name: self.names.intern(&qualified), resolved }
    }

    /// The import path that an expression names, unless a variable hides it.
    pub(super) fn package_of(&self, node: Node<'t>) -> Option<&'t str> {
        if self.kind(node) != Some(Kind::Identifier) {
            return None;
        }
        let name = self.out.text(node);
        let path = self.imports.get(name).copied()?;
        if self.variables.get(name).is_some() { None } else { Some(path) }
    }

    /// The type of an expression as far as declarations tell.
    pub(super) fn expression_type(&mut self, node: Node<'t>) -> Type {
        self.type_within(node, 0)
    }

    fn type_within(&mut self, node: Node<'t>, depth: u8) -> Type {
        if depth > LOOKED_AT {
            return Type::UNKNOWN;
        }
        let inner = match self.kind(node) {
            Some(Kind::Identifier) => {
                return self.variables.get(self.out.text(node)).map_or(Type::UNKNOWN, |v| v.type_);
            }
            Some(Kind::Composite | Kind::Assertion | Kind::Conversion) => {
                return match child(node, self.fields.type_) {
                    Some(t) => self.type_of(t),
                    None => Type::UNKNOWN,
                };
            }
            Some(Kind::Unary | Kind::Index) => child(node, self.fields.operand),
            Some(Kind::Parenthesized) => named_children(node).next(),
            Some(Kind::Selector) => return self.selected_type(node, depth),
            Some(Kind::Call) => return self.returned(node, depth),
            _ => None,
        };
        match inner {
            Some(inner) => self.type_within(inner, depth + 1),
            None => Type::UNKNOWN,
        }
    }

    fn selected_type(&mut self, node: Node<'t>, depth: u8) -> Type {
        let (Some(operand), Some(field)) =
            (child(node, self.fields.operand), child(node, self.fields.field))
        else {
            return Type::UNKNOWN;
        };
        let name = self.out.text(field);
        if let Some(path) = self.package_of(operand) {
            return self.well_known(&join(path, name), true);
        }
        let owner = self.type_within(operand, depth + 1);
        self.member(owner, name)
    }

    /// The type of a field, or of what a method returns.
    fn member(&mut self, owner: Type, name: &'t str) -> Type {
        if !owner.is_known() {
            return Type::UNKNOWN;
        }
        if let Some(t) = self.members.get(&(owner.name, name)) {
            return *t;
        }
        let qualified = join(self.names.get(owner.name), name);
        self.well_known(&qualified, owner.resolved)
    }

    fn well_known(&mut self, qualified: &str, resolved: bool) -> Type {
        match apis::returned_type(qualified) {
            Some(t) => Type { name: self.names.intern(&t), resolved },
            None => Type::UNKNOWN,
        }
    }

    fn returned(&mut self, call: Node<'t>, depth: u8) -> Type {
        let Some(function) = child(call, self.fields.function) else { return Type::UNKNOWN };
        if self.kind(function) == Some(Kind::Identifier) {
            let name = self.out.text(function);
            if matches!(name, "new" | "make") {
                let first = child(call, self.fields.arguments);
                let first = first.and_then(|a| named_children(a).next());
                return match first {
                    Some(t) if self.kind(t) == Some(Kind::Identifier) => {
                        self.own_type(self.out.text(t))
                    }
                    Some(t) => match self.package_function(t) {
                        Some(name) => Type { name: self.names.intern(&name), resolved: true },
                        None => self.type_of(t),
                    },
                    None => Type::UNKNOWN,
                };
            }
            if self.variables.get(name).is_some() {
                return Type::UNKNOWN;
            }
            return self.members.get(&(Sym::EMPTY, name)).copied().unwrap_or_default();
        }
        if self.kind(function) != Some(Kind::Selector) {
            return Type::UNKNOWN;
        }
        let t = self.selected_type(function, depth + 1);
        if t.is_known() {
            return t;
        }
        // By custom `NewThing` returns a `Thing` of its package.
        let (Some(operand), Some(field)) =
            (child(function, self.fields.operand), child(function, self.fields.field))
        else {
            return Type::UNKNOWN;
        };
        let made = self.out.text(field).strip_prefix("New");
        match (self.package_of(operand), made) {
            (Some(path), Some(made)) if made.starts_with(|c: char| c.is_ascii_uppercase()) => {
                let qualified = join(path, made);
                Type { name: self.names.intern(&qualified), resolved: false }
            }
            _ => Type::UNKNOWN,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn built_in_types_are_sorted() {
        assert!(super::BUILT_IN.is_sorted());
    }
}
