//! Includes, macros, functions, types and variables.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{C, Kind, declared};
use crate::grammar::{child, named_children};
use crate::output::span;
use crate::value::{Value, unescape};
use crate::variables::{Constant, Type, Variable};
use crate::walk::Then;

/// Declarators within declarators are looked into so far.
const MAX_DECLARATORS: u8 = 8;

impl<'t> C<'t> {
    pub(super) fn include(&mut self, node: Node<'t>) {
        let Some(path) = child(node, self.fields.path) else { return };
        let name = self.out.text(path).trim_matches(|c| matches!(c, '<' | '>' | '"'));
        self.out.fact(FactKind::Import, true, name, "", span(path));
    }

    /// `#define HOST "db1"` is a constant, and its text a string of the file.
    pub(super) fn define(&mut self, node: Node<'t>) {
        let (Some(name), Some(value)) =
            (child(node, self.fields.name), child(node, self.fields.value))
        else {
            return;
        };
        let name = self.out.text(name);
        let raw = self.out.text(value);
        // A comment behind the value belongs to the grammar's value.
        let text = raw.split("/*").next().unwrap_or(raw);
        let text = text.split(" //").next().unwrap_or(text).trim();
        let quoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        if let Some(inner) = quoted.filter(|inner| !inner.contains('"')) {
            let inner = unescape(inner);
            let at = value.start_byte();
            let place = Span::new(at, at + text.len());
            self.out.push_use("assign:", name, node.byte_range());
            self.out.string(&inner, place);
            self.out.pop_use();
            self.out.fact(FactKind::Assign, true, name, &format!("\"{inner}\""), place);
            let constant = Constant::Str(self.intern(&inner));
            self.macros.insert(name, constant);
        } else if text.trim_matches(|c| matches!(c, '(' | ')')).parse::<i64>().is_ok() {
            let number = text.trim_matches(|c| matches!(c, '(' | ')'));
            self.out.fact(FactKind::Assign, true, name, number, span(value));
            self.macros.insert(name, Constant::Literal(number));
        }
    }

    pub(super) fn enter_function(&mut self, node: Node<'t>) {
        let name = child(node, self.fields.declarator).and_then(|d| self.declared_name(d));
        let text = name.map_or_else(|| "?".to_owned(), |n| self.dotted(n));
        self.out.enter_scope(&text);
        self.variables.open();
        self.out.fact(FactKind::FunctionDecl, true, &text, "()", span(name.unwrap_or(node)));
    }

    pub(super) fn enter_type(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let (Some(name), Some(_)) = (child(node, self.fields.name), child(node, self.fields.body))
        else {
            return Then::Descend;
        };
        let text = self.dotted(name);
        self.out.enter_scope(&text);
        self.out.fact(declared(kind), true, &text, "", span(name));
        Then::DescendAndLeave
    }

    pub(super) fn bases(&mut self, node: Node<'t>) {
        for base in named_children(node) {
            if matches!(self.kind(base), Some(Kind::TypeName | Kind::Qualified)) {
                let name = self.dotted(base);
                self.out.fact(FactKind::Supertype, true, &name, "", span(base));
            }
        }
    }

    /// The name inside of pointers, arrays and parameter lists.
    fn declared_name(&self, declarator: Node<'t>) -> Option<Node<'t>> {
        let mut node = declarator;
        for _ in 0..MAX_DECLARATORS {
            if let Some(Kind::Identifier | Kind::Qualified) = self.kind(node) {
                return Some(node);
            }
            if node.kind() == "field_identifier" {
                return Some(node);
            }
            // A reference declarator has no field for what it holds.
            node = child(node, self.fields.declarator).or_else(|| {
                named_children(node).next().filter(|_| self.kind(node) == Some(Kind::Pointer))
            })?;
        }
        None
    }

    fn type_of(&mut self, node: Node<'t>) -> Type {
        let Some(type_) = child(node, self.fields.type_) else { return Type::UNKNOWN };
        match self.kind(type_) {
            Some(Kind::TypeName | Kind::Qualified) => {
                let name = self.dotted(type_);
                Type { name: self.intern(&name), resolved: true }
            }
            _ => Type::UNKNOWN,
        }
    }

    /// Variables with their types, and their values where those are constants.
    pub(super) fn declaration(&mut self, node: Node<'t>) {
        let type_ = self.type_of(node);
        for declarator in named_children(node) {
            let initialised = self.kind(declarator) == Some(Kind::InitDeclarator);
            let Some(name) = (match self.kind(declarator) {
                Some(Kind::InitDeclarator | Kind::Pointer | Kind::Identifier) => {
                    self.declared_name(declarator)
                }
                _ => None,
            }) else {
                continue;
            };
            let value = child(declarator, self.fields.value).filter(|_| initialised);
            if let Some(arguments) = value.filter(|v| self.kind(*v) == Some(Kind::Arguments))
                && type_.is_known()
            {
                // `std::ofstream out("file")` makes an object.
                let made = self.names.get(type_.name).to_owned();
                self.made(&made, arguments, declarator);
            }
            let constant = value.and_then(|v| {
                let value = self.value(v);
                self.constant(&value)
            });
            let text = self.out.text(name);
            if let (Some(value), true) = (value, constant.is_some()) {
                let reduced = self.value(value);
                self.out.fact_with(FactKind::Assign, true, text, &[reduced], span(declarator));
            }
            self.variables.declare(text, Variable { type_, constant, is_field: false });
        }
    }

    pub(super) fn parameter(&mut self, node: Node<'t>) {
        let type_ = self.type_of(node);
        if let Some(name) = child(node, self.fields.declarator).and_then(|d| self.declared_name(d))
        {
            self.variables.declare(self.out.text(name), Variable::local(type_));
        }
    }

    /// A variable that gets another value is no constant any more.
    pub(super) fn assigned(&mut self, node: Node<'t>) {
        let Some(left) = child(node, self.fields.left) else { return };
        if let Some(variable) = self.variables.get_mut(self.out.text(left)) {
            variable.constant = None;
        }
    }

    pub(super) fn constant(&mut self, value: &Value<'t>) -> Option<Constant<'t>> {
        match value {
            Value::Str(text) => Some(Constant::Str(self.intern(text))),
            Value::Literal(text) => Some(Constant::Literal(text)),
            _ => None,
        }
    }
}
