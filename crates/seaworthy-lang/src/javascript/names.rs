//! What expressions stand for: modules, their members, and what calls of those return.

use tree_sitter::Node;

use super::{Kind, Script, child};
use crate::grammar::named_children;
use crate::meaning::Meaning;
use crate::variables::{Type, join};

use super::apis::returned;

/// Expressions further down a chain than this are unknown.
const CHAIN_LOOKED_AT: u8 = 6;

/// Objects that every file has.
const GLOBALS: [&str; 30] = [
    "process",
    "console",
    "Buffer",
    "JSON",
    "Math",
    "Object",
    "Array",
    "Promise",
    "Date",
    "Number",
    "String",
    "RegExp",
    "Error",
    "Map",
    "Set",
    "WeakMap",
    "globalThis",
    "global",
    "window",
    "document",
    "navigator",
    "localStorage",
    "sessionStorage",
    "Deno",
    "Bun",
    "angular",
    "jQuery",
    "WebSocket",
    "Intl",
    "module",
];

impl<'t> Script<'t> {
    /// What an expression stands for.
    pub(super) fn meaning(&mut self, node: Node<'t>) -> Meaning<'t> {
        self.meaning_within(node, 0)
    }

    fn meaning_within(&mut self, node: Node<'t>, depth: u8) -> Meaning<'t> {
        if depth > CHAIN_LOOKED_AT {
            return Meaning::UNKNOWN;
        }
        match self.kind(node) {
            Some(Kind::Identifier | Kind::Shorthand) => {
                let name = self.out.text(node);
                match self.variables.get(name) {
                    Some(meaning) => meaning,
                    None if GLOBALS.contains(&name) => self.known(name),
                    None => Meaning::UNKNOWN,
                }
            }
            Some(Kind::This) => match self.classes.last() {
                Some(&(name, _)) => Meaning::instance_of(Type { name, resolved: true }),
                None => Meaning::UNKNOWN,
            },
            Some(Kind::Super) => self.classes.last().map_or(Meaning::UNKNOWN, |c| c.1),
            Some(Kind::Member) => self.member(node, depth),
            Some(Kind::Call) => self.result(node, depth),
            Some(Kind::New) => match child(node, self.fields.constructor) {
                Some(constructor) => {
                    Meaning::instance_of(self.meaning_within(constructor, depth + 1).type_)
                }
                None => Meaning::UNKNOWN,
            },
            Some(Kind::Await | Kind::Parenthesized | Kind::Wrapped) => {
                match named_children(node).next() {
                    Some(inner) => self.meaning_within(inner, depth + 1),
                    None => Meaning::UNKNOWN,
                }
            }
            Some(Kind::Assignment) => match child(node, self.fields.right) {
                Some(right) => self.meaning_within(right, depth + 1),
                None => Meaning::UNKNOWN,
            },
            Some(Kind::Binary) => match child(node, self.fields.left) {
                Some(left) => self.meaning_within(left, depth + 1),
                None => Meaning::UNKNOWN,
            },
            _ => Meaning::UNKNOWN,
        }
    }

    fn member(&mut self, node: Node<'t>, depth: u8) -> Meaning<'t> {
        let (Some(object), Some(property)) =
            (child(node, self.fields.object), child(node, self.fields.property))
        else {
            return Meaning::UNKNOWN;
        };
        let property = self.out.text(property);
        if self.kind(object) == Some(Kind::This)
            && let Some(meaning) = self.members.get(property)
        {
            return meaning;
        }
        // `exports.server = …` and the like.
        if let Some(meaning) = self.variables.get(self.out.text(node)) {
            return meaning;
        }
        let object = self.meaning_within(object, depth + 1);
        if !object.is_known() {
            return Meaning::UNKNOWN;
        }
        if property == "default" {
            return object;
        }
        let name = join(self.names.get(object.type_.name), property);
        let type_ = Type { name: self.names.intern(&name), resolved: object.type_.resolved };
        Meaning { type_, instance: object.instance, ..Meaning::UNKNOWN }
    }

    /// What a call returns: an instance named by the function, as `express()` is an `express`.
    fn result(&mut self, call: Node<'t>, depth: u8) -> Meaning<'t> {
        if let Some(module) = self.required(call) {
            return self.known(&module);
        }
        let Some(function) = child(call, self.fields.function) else {
            return Meaning::UNKNOWN;
        };
        let callee = self.meaning_within(function, depth + 1);
        if !callee.is_known() {
            return Meaning::UNKNOWN;
        }
        let name = self.names.get(callee.type_.name);
        if matches!(name, "util.promisify" | "bluebird.promisify" | "bluebird.promisifyAll") {
            let first = child(call, self.fields.arguments).and_then(|a| named_children(a).next());
            return first.map_or(Meaning::UNKNOWN, |f| self.meaning_within(f, depth + 1));
        }
        match returned(name) {
            Some(returned) => {
                let name = self.names.intern(returned);
                Meaning::instance_of(Type { name, resolved: callee.type_.resolved })
            }
            // What a method of an instance returns is anyone's guess.
            None if callee.instance => Meaning::UNKNOWN,
            None => Meaning::instance_of(callee.type_),
        }
    }

    /// The type a type annotation or heritage names.
    pub(super) fn type_of(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..6 {
            let inner = match self.kind(node) {
                Some(Kind::TypeName | Kind::Identifier) => {
                    let name = self.out.text(node);
                    if let Some(meaning) = self.variables.get(name) {
                        return if meaning.instance { Type::UNKNOWN } else { meaning.type_ };
                    }
                    let resolved = GLOBALS.contains(&name);
                    return Type { name: self.names.intern(name), resolved };
                }
                Some(Kind::NestedTypeName) => {
                    let text = self.out.text(node);
                    let (first, rest) = text.split_once('.').unwrap_or((text, ""));
                    let outer = self.variables.get(first).unwrap_or(Meaning::UNKNOWN);
                    let first = if outer.is_known() {
                        self.names.get(outer.type_.name).to_owned()
                    } else {
                        first.to_owned()
                    };
                    let name = self.names.intern(&join(&first, rest));
                    return Type { name, resolved: outer.type_.resolved };
                }
                Some(Kind::GenericType) => child(node, self.fields.name),
                Some(Kind::TypeAnnotation) => named_children(node).next(),
                Some(Kind::Member | Kind::Call) => return self.meaning(node).type_,
                _ => None,
            };
            match inner {
                Some(inner) => node = inner,
                None => break,
            }
        }
        Type::UNKNOWN
    }
}
