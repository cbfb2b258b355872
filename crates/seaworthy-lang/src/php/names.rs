//! Namespaces, `use`, and what expressions stand for.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Php, child};
use crate::grammar::{children, named_children};
use crate::meaning::Meaning;
use crate::output::span;
use crate::variables::{Type, join};

/// Expressions further down a chain than this are unknown.
const CHAIN_LOOKED_AT: u8 = 6;

/// A name with `.` between its parts.
pub(super) fn dotted(written: &str) -> String {
    written.trim_start_matches('\\').replace('\\', ".")
}

impl<'t> Php<'t> {
    pub(super) fn enter_namespace(&mut self, node: Node<'t>) {
        let name = child(node, self.fields.name);
        self.namespace = name.map_or_else(String::new, |n| dotted(self.out.text(n)));
        self.path.clone_from(&self.namespace);
        self.uses.clear();
        self.functions_used.clear();
        if let Some(name) = name {
            self.out.fact(FactKind::Package, true, &self.namespace, "", span(name));
        }
    }

    /// `use A\B as C, D;`, `use A\{B, C};`, `use function A\b;`.
    pub(super) fn use_declaration(&mut self, node: Node<'t>) {
        let mut prefix = String::new();
        let mut of_functions = false;
        let mut clauses = Vec::new();
        for part in children(node) {
            match self.kind(part) {
                Some(Kind::NamespaceName) => prefix = dotted(self.out.text(part)),
                Some(Kind::UseClause) => clauses.push(part),
                Some(Kind::UseGroup) => clauses.extend(
                    named_children(part).filter(|c| self.kind(*c) == Some(Kind::UseClause)),
                ),
                _ => of_functions |= part.kind() == "function",
            }
        }
        for clause in clauses {
            let alias = child(clause, self.fields.alias);
            let name = named_children(clause).find(|n| {
                matches!(self.kinds.kind(*n), Some(Kind::Name | Kind::QualifiedName))
                    && Some(*n) != alias
            });
            let Some(name) = name else { continue };
            let written = self.out.text(name);
            let qualified = join(&prefix, &dotted(written));
            let last = written.rsplit('\\').next().unwrap_or(written);
            let alias = alias.map_or("", |a| self.out.text(a));
            let bound = if alias.is_empty() { last } else { alias };
            let sym = self.names.intern(&qualified);
            let functions = of_functions || children(clause).any(|c| c.kind() == "function");
            if functions {
                self.functions_used.insert(bound, sym);
            } else {
                self.uses.insert(bound, sym);
            }
            self.out.fact(FactKind::Import, true, &qualified, alias, span(clause));
        }
    }

    /// The qualified name of a class as written.
    pub(super) fn class_name(&mut self, node: Node<'t>) -> Type {
        let written = self.out.text(node);
        if self.kind(node) == Some(Kind::RelativeScope) || matches!(written, "self" | "static") {
            let Some(&(class, parent)) = self.classes.last() else { return Type::UNKNOWN };
            let name = if written == "parent" { parent } else { class };
            return Type { name, resolved: true };
        }
        if !matches!(self.kind(node), Some(Kind::Name | Kind::QualifiedName)) {
            return self.meaning(node).type_;
        }
        self.resolve_class(written)
    }

    pub(super) fn resolve_class(&mut self, written: &'t str) -> Type {
        if written.starts_with('\\') {
            return Type { name: self.names.intern(&dotted(written)), resolved: true };
        }
        let (first, rest) = written.split_once('\\').unwrap_or((written, ""));
        let qualified = match self.uses.get(first) {
            Some(&used) if rest.is_empty() => return Type { name: used, resolved: true },
            Some(&used) => join(self.names.get(used), &dotted(rest)),
            None => join(&self.namespace, &dotted(written)),
        };
        Type { name: self.names.intern(&qualified), resolved: true }
    }

    /// The name a function is called by: functions without a namespace are the language's own.
    pub(super) fn function_name(&mut self, written: &'t str) -> String {
        let (first, rest) = written.split_once('\\').unwrap_or((written, ""));
        if written.starts_with('\\') {
            return dotted(written);
        }
        if rest.is_empty() {
            return match self.functions_used.get(first) {
                Some(&used) => self.names.get(used).to_owned(),
                None => first.to_owned(),
            };
        }
        match self.uses.get(first) {
            Some(&used) => join(self.names.get(used), &dotted(rest)),
            None => join(&self.namespace, &dotted(written)),
        }
    }

    /// The class that a declared type names; of several, none.
    pub(super) fn declared_type(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..3 {
            match self.kind(node) {
                Some(Kind::NamedType | Kind::OptionalType) => match named_children(node).next() {
                    Some(inner) => node = inner,
                    None => return Type::UNKNOWN,
                },
                Some(Kind::Name | Kind::QualifiedName) => return self.class_name(node),
                _ => {
                    // `string`, `array`: types of the language.
                    let text = self.out.text(node);
                    let plain = text.bytes().all(|b| b.is_ascii_lowercase());
                    return if plain {
                        Type { name: self.names.intern(text), resolved: true }
                    } else {
                        Type::UNKNOWN
                    };
                }
            }
        }
        Type::UNKNOWN
    }

    /// A variable's name without `$`.
    pub(super) fn variable(&self, node: Node<'t>) -> &'t str {
        self.out.text(node).trim_start_matches(['&', '.', '$'])
    }

    /// What an expression stands for.
    pub(super) fn meaning(&mut self, node: Node<'t>) -> Meaning<'t> {
        self.meaning_within(node, 0)
    }

    fn meaning_within(&mut self, node: Node<'t>, depth: u8) -> Meaning<'t> {
        if depth > CHAIN_LOOKED_AT {
            return Meaning::UNKNOWN;
        }
        match self.kind(node) {
            Some(Kind::Variable) => match self.variable(node) {
                "this" => match self.classes.last() {
                    Some(&(name, _)) => Meaning::instance_of(Type { name, resolved: true }),
                    None => Meaning::UNKNOWN,
                },
                name => self.variables.get(name).unwrap_or_default(),
            },
            Some(Kind::Member) => {
                let (Some(object), Some(name)) =
                    (child(node, self.fields.object), child(node, self.fields.name))
                else {
                    return Meaning::UNKNOWN;
                };
                if self.out.text(object) == "$this" {
                    let name = self.out.text(name);
                    return self.members.get(name).unwrap_or_default();
                }
                Meaning::UNKNOWN
            }
            Some(Kind::New) => {
                let class = named_children(node).find(|n| {
                    matches!(self.kinds.kind(*n), Some(Kind::Name | Kind::QualifiedName))
                });
                class.map_or(Meaning::UNKNOWN, |c| Meaning::instance_of(self.class_name(c)))
            }
            Some(Kind::StaticCall) => {
                let (Some(scope), Some(name)) =
                    (child(node, self.fields.scope), child(node, self.fields.name))
                else {
                    return Meaning::UNKNOWN;
                };
                let class = self.class_name(scope);
                let name = self.out.text(name);
                if !class.is_known() || matches!(name, "getInstance" | "instance" | "create") {
                    return Meaning::instance_of(class);
                }
                let qualified = join(self.names.get(class.name), name);
                let name = self.names.intern(&qualified);
                Meaning::instance_of(Type { name, resolved: class.resolved })
            }
            Some(Kind::Parenthesized | Kind::Argument) => match named_children(node).last() {
                Some(inner) => self.meaning_within(inner, depth + 1),
                None => Meaning::UNKNOWN,
            },
            Some(Kind::Assignment) => match child(node, self.fields.right) {
                Some(right) => self.meaning_within(right, depth + 1),
                None => Meaning::UNKNOWN,
            },
            _ => Meaning::UNKNOWN,
        }
    }
}
