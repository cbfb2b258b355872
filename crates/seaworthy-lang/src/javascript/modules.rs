//! Imports and what they bind.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Script, child};
use crate::grammar::named_children;
use crate::meaning::Meaning;
use crate::output::span;
use crate::variables::{Type, join};
use crate::walk::Then;

/// A module's name as facts have it: `node:fs` is `fs`, `fs/promises` is `fs.promises`.
pub(super) fn module_name(source: &str) -> &str {
    match source.strip_prefix("node:").unwrap_or(source) {
        "fs/promises" => "fs.promises",
        "timers/promises" => "timers.promises",
        "dns/promises" => "dns.promises",
        name => name,
    }
}

impl<'t> Script<'t> {
    /// A qualified name that the file tells.
    pub(super) fn known(&mut self, name: &str) -> Meaning<'t> {
        Meaning::named(Type { name: self.names.intern(name), resolved: true })
    }

    /// `import …`.
    pub(super) fn import(&mut self, node: Node<'t>) {
        let mut bound = "";
        let mut source = child(node, self.fields.source);
        let clause = named_children(node).find(|n| {
            matches!(self.kinds.kind(*n), Some(Kind::ImportClause | Kind::ImportRequire))
        });
        if let Some(clause) = clause
            && self.kind(clause) == Some(Kind::ImportRequire)
        {
            source = child(clause, self.fields.source);
        }
        let Some(source) = source.and_then(|s| self.string(s)) else { return };
        let module = module_name(&source).to_owned();
        for part in clause.into_iter().flat_map(named_children) {
            match self.kind(part) {
                Some(Kind::Identifier) => bound = self.bind_module(part, &module),
                Some(Kind::NamespaceImport) => {
                    if let Some(name) = named_children(part).next() {
                        bound = self.bind_module(name, &module);
                    }
                }
                Some(Kind::NamedImports) => {
                    for specifier in named_children(part) {
                        self.bind_specifier(specifier, &module);
                    }
                }
                _ => {}
            }
        }
        self.out.fact(FactKind::Import, true, &module, bound, span(node));
    }

    fn bind_module(&mut self, name: Node<'t>, module: &str) -> &'t str {
        let meaning = self.known(module);
        let name = self.out.text(name);
        self.variables.declare(name, meaning);
        name
    }

    fn bind_specifier(&mut self, specifier: Node<'t>, module: &str) {
        let Some(name) = child(specifier, self.fields.name) else { return };
        let alias = child(specifier, self.fields.alias).unwrap_or(name);
        let imported = self.out.text(name);
        let meaning = if imported == "default" {
            self.known(module)
        } else {
            self.known(&join(module, imported))
        };
        let alias = self.out.text(alias);
        self.variables.declare(alias, meaning);
    }

    /// `export … from 'x'` is an import; other exports only wrap a declaration.
    pub(super) fn enter_export(&mut self, node: Node<'t>) -> Then {
        match child(node, self.fields.source).and_then(|s| self.string(s)) {
            Some(source) => {
                self.out.fact(FactKind::Import, true, module_name(&source), "", span(node));
                Then::Skip
            }
            None => Then::Descend,
        }
    }

    /// The module of `require('x')` and `import('x')`.
    pub(super) fn required(&self, call: Node<'t>) -> Option<String> {
        let function = child(call, self.fields.function)?;
        let is_import = match self.kind(function) {
            Some(Kind::ImportCall) => true,
            Some(Kind::Identifier) => {
                self.out.text(function) == "require" && self.variables.get("require").is_none()
            }
            _ => false,
        };
        if !is_import {
            return None;
        }
        let arguments = child(call, self.fields.arguments)?;
        let first = named_children(arguments).find(|n| self.kind(*n) != Some(Kind::Comment))?;
        let source = self.string(first)?;
        Some(module_name(&source).to_owned())
    }

    /// Whether an expression is nothing but a required module, or a part or instance of one.
    pub(super) fn is_required(&self, node: Node<'t>) -> bool {
        let mut node = node;
        for _ in 0..6 {
            let inner = match self.kind(node) {
                Some(Kind::Call) => {
                    if self.required(node).is_some() {
                        return true;
                    }
                    child(node, self.fields.function)
                }
                Some(Kind::Member) => child(node, self.fields.object),
                Some(Kind::Await | Kind::Parenthesized | Kind::Wrapped) => {
                    named_children(node).next()
                }
                _ => None,
            };
            match inner {
                Some(inner) => node = inner,
                None => return false,
            }
        }
        false
    }
}
