//! Includes, macros, functions, types and variables, as the walk meets them.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::macro_value;
use super::{Kind, Native, Variable};
use crate::grammar::{child, children, named_children};
use crate::output::span;
use crate::value::{Value, render};
use crate::variables::{Constant, join};
use crate::walk::Then;

/// Declarators within declarators, and names of one declaration, that are looked at.
const MAX_NAMES: usize = 32;

impl<'t> Native<'t> {
    /// Static functions of the file; they may stand below their calls.
    pub(super) fn declare_file(&mut self, root: Node<'t>) {
        for node in named_children(root) {
            if self.kind(node) == Some(Kind::Function)
                && self.is_static(node)
                && let Some(name) = self.declared_name(node)
            {
                let name = self.out.text(name);
                self.own.insert(name);
            }
        }
    }

    fn is_static(&self, node: Node<'t>) -> bool {
        named_children(node)
            .take(8)
            .any(|c| c.kind() == "storage_class_specifier" && self.out.text(c) == "static")
    }

    pub(super) fn include(&mut self, node: Node<'t>) {
        let Some(path) = child(node, self.fields.path) else { return };
        let name = self.out.text(path).trim_matches(['<', '>', '"']);
        if !name.is_empty() {
            self.out.fact(FactKind::Import, true, name, "", span(node));
        }
    }

    pub(super) fn define(&mut self, node: Node<'t>) {
        let (Some(name), Some(value)) =
            (child(node, self.fields.name), child(node, self.fields.value))
        else {
            return;
        };
        let name = self.out.text(name);
        let value = macro_value(self.out.text(value));
        if value == Value::Other {
            return;
        }
        let place = span(node);
        let rendered = render(std::slice::from_ref(&value));
        self.out.fact(FactKind::Assign, true, name, &rendered, place);
        if let Value::Str(text) = &value {
            self.out.push_use("assign:", name, node.byte_range());
            self.out.string(text, place);
            self.out.pop_use();
        }
        let constant = self.constant(&value);
        self.variables.declare(name, Variable { constant, ..Variable::default() });
    }

    fn constant(&mut self, value: &Value<'t>) -> Option<Constant<'t>> {
        crate::meaning::constant(&mut self.names, value)
    }

    /// The name that a declarator or declaration gives.
    pub(super) fn declared_name(&self, node: Node<'t>) -> Option<Node<'t>> {
        let mut at = node;
        for _ in 0..MAX_NAMES {
            if matches!(self.kind(at), Some(Kind::Identifier | Kind::Qualified | Kind::Template)) {
                return Some(at);
            }
            at = match child(at, self.fields.declarator) {
                Some(inner) => inner,
                // References and parentheses have no field.
                None => named_children(at).find(|c| self.kind(*c).is_some())?,
            };
        }
        None
    }

    fn is_function(&self, declarator: Node<'t>) -> bool {
        let mut at = declarator;
        for _ in 0..MAX_NAMES {
            if self.kind(at) == Some(Kind::FunctionDeclarator) {
                return true;
            }
            match child(at, self.fields.declarator) {
                Some(inner) => at = inner,
                None => return false,
            }
        }
        false
    }

    /// The type of a declaration, without pointers.
    pub(super) fn type_name(&self, node: Node<'t>) -> String {
        child(node, self.fields.type_).map_or_else(String::new, |t| self.qualified(t, 0))
    }

    pub(super) fn declaration(&mut self, node: Node<'t>) {
        let type_ = self.type_name(node);
        let type_sym = self.names.intern(&type_);
        let constant_type = named_children(node)
            .take(8)
            .any(|c| c.kind() == "type_qualifier" && self.out.text(c).starts_with("const"));
        let mut cursor = node.walk();
        let declarators: Vec<Node<'t>> = node
            .children_by_field_id(
                std::num::NonZeroU16::new(self.fields.declarator)
                    .unwrap_or(std::num::NonZeroU16::MIN),
                &mut cursor,
            )
            .take(MAX_NAMES)
            .collect();
        for declarator in declarators {
            if self.is_function(declarator) {
                continue;
            }
            let Some(name_node) = self.declared_name(declarator) else { continue };
            let name = self.out.text(name_node);
            let mut variable = Variable { type_: type_sym, constant: None, depth: self.depth };
            let value = child(declarator, self.fields.value);
            if let Some(value) = value {
                if self.kind(value) == Some(Kind::List) {
                    self.address_list(name, value);
                }
                if value.kind() == "argument_list" {
                    self.constructed(&type_, declarator, value);
                }
                let worth = self.value(value);
                variable.constant = self.constant(&worth);
                if self.depth == 0 && worth != Value::Other {
                    let target = join(&self.owner, name);
                    self.out.fact(
                        FactKind::Assign,
                        true,
                        &target,
                        &render(&[worth]),
                        span(declarator),
                    );
                    // Any function may change what is not constant.
                    if !constant_type {
                        variable.constant = None;
                    }
                }
            }
            if self.depth == 0 {
                let shown =
                    if self.is_static(node) { format!("static {name}") } else { name.to_owned() };
                let type_ = if type_.is_empty() { "?" } else { &type_ };
                self.out.fact(FactKind::Field, true, type_, &shown, span(name_node));
            }
            self.variables.declare(name, variable);
        }
    }

    pub(super) fn enter_function(&mut self, node: Node<'t>) -> Then {
        let name = self.declared_name(node);
        let simple = name.map_or_else(|| "?".to_owned(), |n| self.qualified(n, 0));
        let qualified = join(&self.owner, &simple);
        self.out.enter_scope(&qualified);
        self.open();
        self.addresses.clear();
        let mut types = Vec::new();
        let parameters =
            child(node, self.fields.declarator).and_then(|d| self.parameters(d)).into_iter();
        for parameter in parameters.flat_map(named_children).take(MAX_NAMES) {
            if self.kind(parameter) != Some(Kind::Parameter) {
                continue;
            }
            let type_ = self.type_name(parameter);
            let sym = self.names.intern(&type_);
            if let Some(declarator) = child(parameter, self.fields.declarator)
                && let Some(name) = self.declared_name(declarator)
            {
                let name = self.out.text(name);
                let depth = self.depth;
                self.variables.declare(name, Variable { type_: sym, constant: None, depth });
            }
            types.push(type_);
        }
        let shown = format!("({})", types.join(", "));
        let resolved = name.is_some();
        self.out.fact(
            FactKind::FunctionDecl,
            resolved,
            &qualified,
            &shown,
            span(name.unwrap_or(node)),
        );
        Then::DescendAndLeave
    }

    fn parameters(&self, declarator: Node<'t>) -> Option<Node<'t>> {
        let mut at = declarator;
        for _ in 0..MAX_NAMES {
            if let Some(parameters) = child(at, self.fields.parameters) {
                return Some(parameters);
            }
            at = child(at, self.fields.declarator)?;
        }
        None
    }

    pub(super) fn enter_type(&mut self, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let (Some(name), Some(_)) = (name, child(node, self.fields.body)) else {
            // A use of the type, or one without a name.
            return if child(node, self.fields.body).is_some() {
                self.enter_owner("");
                let owner = self.owner.clone();
                self.out.enter_scope(&owner);
                Then::DescendAndLeave
            } else {
                Then::Skip
            };
        };
        let simple = self.qualified(name, 0);
        let qualified = join(&self.owner, &simple);
        let what = children(node).next().map_or("type", |first| first.kind());
        self.out.fact(FactKind::TypeDecl, true, &qualified, what, span(name));
        self.enter_owner(&simple);
        self.out.enter_scope(&qualified);
        Then::DescendAndLeave
    }

    pub(super) fn bases(&mut self, node: Node<'t>) {
        for base in named_children(node) {
            if matches!(self.kind(base), Some(Kind::Identifier | Kind::Qualified | Kind::Template))
            {
                let name = self.qualified(base, 0);
                let owner = self.owner.clone();
                self.out.fact(FactKind::Supertype, name.contains('.'), &name, &owner, span(base));
            }
        }
    }

    pub(super) fn member(&mut self, node: Node<'t>) {
        let Some(declarator) = child(node, self.fields.declarator) else { return };
        let Some(name) = self.declared_name(declarator) else { return };
        let simple = self.out.text(name);
        if self.is_function(declarator) {
            let qualified = join(&self.owner, simple);
            self.out.fact(FactKind::FunctionDecl, true, &qualified, "", span(name));
            return;
        }
        let type_ = self.type_name(node);
        if !type_.is_empty() {
            self.out.fact(FactKind::Field, true, &type_, simple, span(name));
        }
    }

    pub(super) fn namespace_alias(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let target = named_children(node).filter(|n| n.id() != name.id()).last();
        if let Some(target) = target {
            let target = self.qualified(target, 0);
            self.aliases.insert(self.out.text(name), target.replace("::", "."));
        }
    }
}
