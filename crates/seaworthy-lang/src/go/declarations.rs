//! The package, imports, types, functions and variables, as the walk meets them.

use std::num::NonZeroU16;

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::Unset;
use super::{Go, Kind, Variable};
use crate::grammar::{child, named_children};
use crate::output::span;
use crate::value::{Value, render};
use crate::variables::{Constant, Type, join};
use crate::walk::Then;

/// Names of one declaration that are looked at.
pub(super) const MAX_NAMES: usize = 32;

impl<'t> Go<'t> {
    pub(super) fn package_clause(&mut self, node: Node<'t>) {
        if let Some(name) = named_children(node).find(|n| self.kind(*n) == Some(Kind::PackageName))
        {
            self.out.fact(FactKind::Package, true, self.out.text(name), "", span(name));
        }
    }

    pub(super) fn import(&mut self, node: Node<'t>) {
        let Some(path) = child(node, self.fields.path) else { return };
        let alias = child(node, self.fields.name).map_or("", |n| self.out.text(n));
        let path = self.out.text(path).trim_matches(['"', '`']);
        if !path.is_empty() {
            self.out.fact(FactKind::Import, true, path, alias, span(node));
        }
    }

    /// A name of this package, qualified.
    pub(super) fn own(&self, name: &str) -> String {
        join(self.package, name)
    }

    pub(super) fn declare_spec(&mut self, spec: Node<'t>, constant: bool) {
        let declared = child(spec, self.fields.type_);
        let names = self.names_of(spec);
        let values = self.expressions(child(spec, self.fields.value));
        let one_call = names.len() > 1 && values.len() == 1;
        for (i, name) in names.iter().enumerate() {
            let value = values.get(i).copied();
            let mut variable = match value {
                Some(value) => self.variable(value),
                None if one_call => Variable::default(),
                // `const ( A = 1; B )` repeats the expression, which counts up: no constant.
                None => Variable::default(),
            };
            if let Some(t) = declared {
                variable.type_ = self.type_of(t);
            }
            variable.depth = self.depth;
            if self.depth == 0 && !constant {
                // Any function may have changed it.
                variable.fallback = variable.constant.take().or(variable.fallback);
            }
            self.variables.declare(self.out.text(*name), variable);
        }
    }

    /// A variable that is given a value.
    pub(super) fn variable(&mut self, value: Node<'t>) -> Variable<'t> {
        let prefix = self.route_prefix(value);
        let sure = self.value(value, Unset::Unknown);
        let constant = self.constant(&sure);
        let mut fallback = None;
        if constant.is_none() {
            let default = self.value(value, Unset::Default);
            fallback = self.constant(&default);
        }
        let mut unset = None;
        if matches!(self.kind(value), Some(Kind::Binary | Kind::Call)) {
            // The others may be the start only.
            let whole = self.value(value, Unset::Empty);
            unset = self.constant(&whole);
        }
        let type_ = self.expression_type(value);
        Variable { type_, constant, fallback, unset, depth: self.depth, prefix }
    }

    pub(super) fn constant(&mut self, value: &Value<'t>) -> Option<Constant<'t>> {
        match value {
            Value::Str(text) => Some(Constant::Str(self.names.intern(text))),
            Value::Literal(text) => Some(Constant::Literal(text)),
            _ => None,
        }
    }

    /// The names that one declaration gives.
    pub(super) fn names_of(&self, node: Node<'t>) -> Vec<Node<'t>> {
        let mut cursor = node.walk();
        let mut names = Vec::new();
        let mut more = cursor.goto_first_child();
        while more && names.len() < MAX_NAMES {
            let is_name = cursor.field_id().map(NonZeroU16::get) == Some(self.fields.name);
            if is_name && cursor.node().is_named() {
                names.push(cursor.node());
            }
            more = cursor.goto_next_sibling();
        }
        names
    }

    /// The expressions of a list, or the one expression.
    pub(super) fn expressions(&self, node: Option<Node<'t>>) -> Vec<Node<'t>> {
        match node {
            Some(list) if self.kind(list) == Some(Kind::Expressions) => named_children(list)
                .filter(|n| self.kind(*n) != Some(Kind::Comment))
                .take(MAX_NAMES)
                .collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        }
    }

    /// Names that a loop or switch binds to what only a run could tell.
    pub(super) fn hide(&mut self, names: Option<Node<'t>>) {
        for node in self.expressions(names) {
            if self.kind(node) == Some(Kind::Identifier) {
                let variable = Variable { depth: self.depth, ..Variable::default() };
                self.variables.declare(self.out.text(node), variable);
            }
        }
    }

    pub(super) fn enter_declaration(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let constant = kind == Kind::ConstSpec;
        if self.depth > 0 {
            self.declare_spec(node, constant);
        }
        let names = self.names_of(node);
        let values = self.expressions(child(node, self.fields.value));
        if self.depth == 0 {
            let declared = child(node, self.fields.type_);
            for (i, name) in names.iter().enumerate() {
                let simple = self.out.text(*name);
                if simple == "_" {
                    continue;
                }
                let value = values.get(i).copied();
                let (type_, resolved) = match (declared, value) {
                    (Some(t), _) => self.field_type(t),
                    (None, Some(v)) => self.value_type(v),
                    (None, None) => ("?".to_owned(), false),
                };
                let modifier = if constant { "const" } else { "var" };
                let shown = format!("{modifier} {simple}");
                self.out.fact(FactKind::Field, resolved, &type_, &shown, span(*name));
                if let Some(value) = value {
                    let rendered = render(&[self.value(value, Unset::Unknown)]);
                    let target = self.own(simple);
                    self.out.fact(FactKind::Assign, true, &target, &rendered, span(node));
                }
            }
        }
        let target = names.first().map_or("", |n| self.out.text(*n));
        let target = if self.depth == 0 { self.own(target) } else { target.to_owned() };
        let place = child(node, self.fields.value).unwrap_or(node);
        self.out.push_use("assign:", &target, place.byte_range());
        Then::DescendAndLeave
    }

    pub(super) fn enter_short_var(&mut self, node: Node<'t>) -> Then {
        let names = self.expressions(child(node, self.fields.left));
        let right = child(node, self.fields.right);
        let values = self.expressions(right);
        for (i, name) in names.iter().enumerate() {
            let mut variable = match values.get(i) {
                Some(value) => self.variable(*value),
                None => Variable { depth: self.depth, ..Variable::default() },
            };
            if names.len() > values.len() {
                // `value, err := f()`: a constant would be both.
                variable.constant = None;
            }
            self.variables.declare(self.out.text(*name), variable);
        }
        let target = names.first().map_or("", |n| self.out.text(*n));
        self.out.push_use("assign:", target, right.unwrap_or(node).byte_range());
        Then::DescendAndLeave
    }

    pub(super) fn enter_type(&mut self, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let qualified = self.own(name.map_or("?", |n| self.out.text(n)));
        if let Some(name) = name {
            let what = match child(node, self.fields.type_).and_then(|t| self.kind(t)) {
                Some(Kind::Struct) => "struct",
                Some(Kind::Interface) => "interface",
                _ => "type",
            };
            self.out.fact(FactKind::TypeDecl, true, &qualified, what, span(name));
        }
        self.out.enter_scope(&qualified);
        Then::DescendAndLeave
    }

    pub(super) fn struct_field(&mut self, node: Node<'t>) {
        self.tag_at = child(node, self.fields.tag).map(|t| t.start_byte());
        // Structs within functions are rows of tests and answers to requests.
        let Some(t) = child(node, self.fields.type_).filter(|_| self.depth == 0) else {
            return;
        };
        let (type_, resolved) = self.field_type(t);
        let mut embedded = true;
        for name in self.names_of(node) {
            embedded = false;
            self.out.fact(FactKind::Field, resolved, &type_, self.out.text(name), span(name));
        }
        if embedded {
            self.supertype(node, &type_, resolved);
        }
    }

    pub(super) fn interface_element(&mut self, node: Node<'t>) {
        let Some(t) = named_children(node).next() else { return };
        let in_interface = node.parent().is_some_and(|p| self.kind(p) == Some(Kind::Interface));
        if in_interface && node.named_child_count() == 1 {
            let (type_, resolved) = self.field_type(t);
            self.supertype(node, &type_, resolved);
        }
    }

    fn supertype(&mut self, node: Node<'t>, type_: &str, resolved: bool) {
        let mut at = node;
        // The list, the struct, the declaration; deeper ones have no name.
        for _ in 0..3 {
            let Some(parent) = at.parent() else { return };
            at = parent;
            if self.kind(at) == Some(Kind::TypeSpec) {
                let name = child(at, self.fields.name).map_or("?", |n| self.out.text(n));
                let owner = self.own(name);
                self.out.fact(FactKind::Supertype, resolved, type_, &owner, span(node));
                return;
            }
        }
    }

    pub(super) fn receiver_type(&mut self, receiver: Node<'t>) -> Type {
        let t = named_children(receiver).find_map(|p| child(p, self.fields.type_));
        t.map_or(Type::UNKNOWN, |t| self.type_of(t))
    }

    pub(super) fn enter_function(&mut self, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let simple = name.map_or("?", |n| self.out.text(n));
        let owner = child(node, self.fields.receiver).map(|r| self.receiver_type(r));
        let qualified = match owner {
            Some(t) if t.is_known() => join(self.names.get(t.name), simple),
            _ => self.own(simple),
        };
        self.out.enter_scope(&qualified);
        let mut types = Vec::new();
        if let Some(parameters) = child(node, self.fields.parameters) {
            for parameter in named_children(parameters).take(MAX_NAMES) {
                if let Some(t) = child(parameter, self.fields.type_) {
                    types.push(self.field_type(t).0);
                }
            }
        }
        let shown = format!("({})", types.join(", "));
        self.out.fact(FactKind::FunctionDecl, true, &qualified, &shown, span(name.unwrap_or(node)));
        self.open();
        if let Some(receiver) = child(node, self.fields.receiver) {
            self.declare_list(receiver);
        }
        self.declare_parameters(node);
        Then::DescendAndLeave
    }

    pub(super) fn declare_parameters(&mut self, function: Node<'t>) {
        if let Some(parameters) = child(function, self.fields.parameters) {
            self.declare_list(parameters);
        }
    }

    fn declare_list(&mut self, parameters: Node<'t>) {
        for parameter in named_children(parameters) {
            if self.kind(parameter) != Some(Kind::Parameter) {
                continue;
            }
            let type_ = match child(parameter, self.fields.type_) {
                Some(t) => self.type_of(t),
                None => Type::UNKNOWN,
            };
            for name in self.names_of(parameter) {
                let name = self.out.text(name);
                // `func run(port string)` beside `var port = "3550"` is given that value, as a rule.
                let hidden = self.variables.get(name).filter(|v| v.depth == 0);
                let fallback = hidden.and_then(|v| v.constant.or(v.fallback));
                let depth = self.depth;
                self.variables
                    .declare(name, Variable { type_, fallback, depth, ..Variable::default() });
            }
        }
    }
}
