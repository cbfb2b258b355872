//! Names of receivers and types.

use tree_sitter::Node;

use super::{Kind, Ruby};
use crate::grammar::child;
use crate::variables::Type;

/// Receivers down a chain and scopes within scopes are looked at so far.
const LOOKED_AT: u8 = 8;

/// Methods of frameworks that stand before a dot and are known by their name alone.
const WELL_KNOWN: [&str; 10] = [
    "app", "cache", "config", "cookies", "logger", "params", "request", "response", "session",
    "settings",
];

impl<'t> Ruby<'t> {
    /// A constant with `.` between its parts: `ActiveRecord.Base`.
    pub(super) fn constant_path(&self, node: Node<'t>) -> Option<String> {
        match self.kind(node)? {
            Kind::Name => Some(self.out.text(node).to_owned()),
            Kind::ScopedName => {
                let text = self.out.text(node).trim_start_matches("::");
                let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
                plain.then(|| text.replace("::", "."))
            }
            _ => None,
        }
    }

    /// The innermost class or module.
    pub(super) fn this(&self) -> &str {
        self.types.last().map_or("", String::as_str)
    }

    /// The qualified receiver, and whether it is sure. `None` for one that is unknown.
    pub(super) fn receiver(&self, node: Node<'t>) -> Option<(String, bool)> {
        self.receiver_within(node, 0)
    }

    fn receiver_within(&self, node: Node<'t>, depth: u8) -> Option<(String, bool)> {
        if depth > LOOKED_AT {
            return None;
        }
        match self.kind(node)? {
            Kind::Name | Kind::ScopedName => {
                let name = self.constant_path(node)?;
                Some((name, true))
            }
            Kind::This => Some((self.this().to_owned(), true)).filter(|t| !t.0.is_empty()),
            Kind::Identifier => {
                let name = self.out.text(node);
                match self.variables.get(name) {
                    Some(variable) => self.typed(variable.type_),
                    None => WELL_KNOWN.contains(&name).then(|| (name.to_owned(), false)),
                }
            }
            Kind::InstanceVariable | Kind::ClassVariable | Kind::GlobalVariable => {
                self.typed(self.attributes.get(self.out.text(node)).copied()?)
            }
            Kind::Call => {
                let method = self.out.text(child(node, self.fields.method)?);
                let inner = child(node, self.fields.receiver)?;
                let (name, _) = self.receiver_within(inner, depth + 1)?;
                if method == "new" {
                    return Some((name, true));
                }
                let plain = child(node, self.fields.arguments).is_none()
                    && child(node, self.fields.block).is_none();
                plain.then(|| (format!("{name}.{method}"), false))
            }
            _ => None,
        }
    }

    fn typed(&self, type_: Type) -> Option<(String, bool)> {
        type_.is_known().then(|| (self.names.get(type_.name).to_owned(), type_.resolved))
    }

    /// The class of what an expression makes: of `Logger.new(…)`, a literal, or a variable.
    pub(super) fn made_type(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..LOOKED_AT {
            let name = match self.kind(node) {
                Some(Kind::Hash) => "Hash".to_owned(),
                Some(Kind::Array | Kind::Words) => "Array".to_owned(),
                Some(Kind::Str | Kind::ChainedStr | Kind::HeredocStart) => "String".to_owned(),
                Some(Kind::Call) => {
                    let method = child(node, self.fields.method).map_or("", |m| self.out.text(m));
                    let Some(receiver) = child(node, self.fields.receiver) else {
                        return Type::UNKNOWN;
                    };
                    if matches!(method, "freeze" | "dup" | "tap") {
                        node = receiver;
                        continue;
                    }
                    match self.constant_path(receiver) {
                        Some(name) if method == "new" => name,
                        _ => return Type::UNKNOWN,
                    }
                }
                Some(Kind::Identifier) => {
                    let known = self.variables.get(self.out.text(node));
                    return known.map_or(Type::UNKNOWN, |v| v.type_);
                }
                _ => return Type::UNKNOWN,
            };
            return Type { name: self.names.intern(&name), resolved: true };
        }
        Type::UNKNOWN
    }
}
