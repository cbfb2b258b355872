//! Imports, classes, functions and assignments.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Python, child};
use crate::grammar::{children, named_children};
use crate::meaning::{Defaults, Meaning};
use crate::output::span;
use crate::value::{is_dotted_name, render};
use crate::variables::{Type, join};
use crate::walk::Then;

/// Patterns within patterns deeper than this hide no names.
const PATTERN_DEPTH: u8 = 5;

impl<'t> Python<'t> {
    /// `import a.b, c as d`.
    pub(super) fn import(&mut self, node: Node<'t>) {
        for part in named_children(node) {
            match self.kind(part) {
                Some(Kind::DottedName) => {
                    let module = self.out.text(part);
                    let first = module.split('.').next().unwrap_or(module);
                    let meaning = self.known(first);
                    self.variables.declare(first, meaning);
                    self.out.fact(FactKind::Import, true, module, "", span(node));
                }
                Some(Kind::AliasedImport) => {
                    let name = child(part, self.fields.name).map_or("", |n| self.out.text(n));
                    let alias = child(part, self.fields.alias).map_or("", |n| self.out.text(n));
                    let meaning = self.known(name);
                    self.variables.declare(alias, meaning);
                    self.out.fact(FactKind::Import, true, name, alias, span(node));
                }
                _ => {}
            }
        }
    }

    /// `from a.b import c as d, e`.
    pub(super) fn import_from(&mut self, node: Node<'t>) {
        let module_node = child(node, self.fields.module_name);
        let module = module_node.map_or("__future__", |m| self.out.text(m));
        for part in named_children(node).filter(|p| Some(*p) != module_node) {
            let (name, alias) = match self.kind(part) {
                Some(Kind::DottedName) => (part, None),
                Some(Kind::AliasedImport) => match child(part, self.fields.name) {
                    Some(name) => (name, child(part, self.fields.alias)),
                    None => continue,
                },
                Some(Kind::Wildcard) => {
                    let all = member_of(module, "*");
                    self.out.fact(FactKind::Import, true, &all, "", span(node));
                    continue;
                }
                _ => continue,
            };
            let qualified = member_of(module, self.out.text(name));
            let meaning = self.known(&qualified);
            let bound = self.out.text(alias.unwrap_or(name));
            self.variables.declare(bound, meaning);
            let alias = alias.map_or("", |a| self.out.text(a));
            self.out.fact(FactKind::Import, true, &qualified, alias, span(node));
        }
    }

    /// Names that are bound to what the file does not tell.
    pub(super) fn hide(&mut self, pattern: Node<'t>, depth: u8) {
        match self.kind(pattern) {
            Some(Kind::Identifier) => {
                let name = self.out.text(pattern);
                self.variables.declare(name, Meaning::UNKNOWN);
            }
            Some(Kind::Pattern | Kind::SplatPattern | Kind::Items) if depth < PATTERN_DEPTH => {
                for part in named_children(pattern) {
                    self.hide(part, depth + 1);
                }
            }
            _ => {}
        }
    }

    /// `with open(p) as f`, `except Error as e`.
    pub(super) fn bind_alias(&mut self, node: Node<'t>) {
        let alias = child(node, self.fields.alias).and_then(|a| named_children(a).next());
        let (Some(alias), Some(value)) = (alias, named_children(node).next()) else { return };
        if self.kind(alias) == Some(Kind::Identifier) {
            let meaning = Meaning { instance: true, ..self.meaning(value) };
            let name = self.out.text(alias);
            self.variables.declare(name, meaning);
        }
    }

    pub(super) fn enter_class(&mut self, node: Node<'t>) -> Then {
        let name_node = child(node, self.fields.name).unwrap_or(node);
        let name = self.out.text(name_node);
        let qualified = join(&self.path, name);
        self.out.fact(FactKind::TypeDecl, true, &qualified, "class", span(name_node));
        let mut first = Meaning::UNKNOWN;
        let bases = child(node, self.fields.superclasses);
        for base in bases.into_iter().flat_map(named_children) {
            if matches!(self.kind(base), Some(Kind::Comment | Kind::NamedArgument)) {
                continue;
            }
            let type_ = self.type_of(base);
            let base_name = if type_.is_known() { self.names.get(type_.name) } else { "?" };
            self.out.fact(FactKind::Supertype, type_.resolved, base_name, &qualified, span(base));
            if !first.is_known() {
                first = Meaning::instance_of(type_);
            }
        }
        let meaning = self.known(&qualified);
        self.variables.declare(name, meaning);
        self.enter_path(name);
        let path = self.names.intern(&qualified);
        self.classes.push((path, first, self.functions));
        self.members.open();
        Then::DescendAndLeave
    }

    pub(super) fn enter_function(&mut self, node: Node<'t>) -> Then {
        let name_node = child(node, self.fields.name).unwrap_or(node);
        let name = self.out.text(name_node);
        if !self.in_class() {
            self.variables.declare(name, Meaning::UNKNOWN);
        }
        self.variables.open();
        self.enter_path(name);
        self.functions += 1;
        let mut value = String::new();
        if children(node).next().is_some_and(|c| c.kind() == "async") {
            value.push_str("async ");
        }
        value.push('(');
        let mut first = true;
        let parameters = child(node, self.fields.parameters);
        for parameter in parameters.into_iter().flat_map(named_children) {
            if self.kind(parameter) == Some(Kind::Comment) {
                continue;
            }
            let type_ = self.parameter(parameter);
            if !first {
                value.push_str(", ");
            }
            first = false;
            value.push_str(if type_.is_known() { self.names.get(type_.name) } else { "?" });
        }
        value.push(')');
        self.out.fact(FactKind::FunctionDecl, true, &self.path, &value, span(name_node));
        let body = child(node, self.fields.body).map_or(0..0, |b| b.byte_range());
        self.out.push_use("", "", body);
        Then::DescendAndLeave
    }

    /// Binds a parameter and tells its annotated type.
    pub(super) fn parameter(&mut self, parameter: Node<'t>) -> Type {
        let type_ = child(parameter, self.fields.type_).map_or(Type::UNKNOWN, |t| self.type_of(t));
        let name = match self.kind(parameter) {
            Some(Kind::TypedParameter) => named_children(parameter).next(),
            Some(Kind::DefaultParameter | Kind::TypedDefaultParameter) => {
                child(parameter, self.fields.name)
            }
            _ => Some(parameter),
        };
        let Some(name) = name else { return type_ };
        if self.kind(name) == Some(Kind::Identifier) {
            let name = self.out.text(name);
            self.variables.declare(name, Meaning::instance_of(type_));
        } else {
            self.hide(name, 0);
        }
        type_
    }

    /// Whether the innermost declaration is a class.
    fn in_class(&self) -> bool {
        self.classes.last().is_some_and(|c| c.2 == self.functions)
    }

    /// What is assigned to, dotted: a key of a subscript is a part of its own.
    fn target(&self, left: Node<'t>) -> Option<String> {
        match self.kind(left)? {
            Kind::Identifier => Some(self.out.text(left).to_owned()),
            Kind::Attribute => {
                let text = self.out.text(left);
                if let Some(name) = text.strip_prefix("self.")
                    && let Some(&(class, ..)) = self.classes.last()
                {
                    return Some(join(self.names.get(class), name));
                }
                let attribute = child(left, self.fields.attribute)?;
                let unknown = || format!("?.{}", self.out.text(attribute));
                Some(if is_dotted_name(text) { text.to_owned() } else { unknown() })
            }
            Kind::Subscript => {
                let value = self.out.text(child(left, self.fields.value)?);
                let key = child(left, self.fields.subscript)?;
                let is_name = is_dotted_name(value) && self.kind(key) == Some(Kind::Str);
                is_name.then(|| join(value, self.key(key)))
            }
            _ => None,
        }
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let left = child(node, self.fields.left);
        let target = left.and_then(|l| self.target(l));
        let right = child(node, self.fields.right);
        let (Some(left), Some(target)) = (left, target) else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        // What is written is not read.
        self.quiet = left.id();
        let is_name = self.kind(left) == Some(Kind::Identifier);
        let in_class = self.in_class();
        let target = if is_name && in_class { join(&self.path, &target) } else { target };
        if !is_name || in_class || self.functions == 0 {
            if let Some(right) = right {
                let value = render(&[self.value(right)]);
                self.out.fact(FactKind::Assign, true, &target, &value, span(node));
            }
            if is_name {
                self.field(node, left, right);
            }
        }
        self.out.push_use("assign:", &target, right.map_or(0..0, |r| r.byte_range()));
        Then::DescendAndLeave
    }

    /// A variable of the module or class: state that every request of the process shares.
    fn field(&mut self, node: Node<'t>, left: Node<'t>, right: Option<Node<'t>>) {
        let mut type_ = child(node, self.fields.type_).map_or(Type::UNKNOWN, |t| self.type_of(t));
        if !type_.is_known()
            && let Some(right) = right
        {
            let literal = match right.kind() {
                "dictionary" | "dictionary_comprehension" => "dict",
                "list" | "list_comprehension" => "list",
                "set" | "set_comprehension" => "set",
                _ => "",
            };
            if literal.is_empty() {
                let made = self.meaning(right);
                if made.instance {
                    type_ = made.type_;
                } else if let Some(function) = child(right, self.fields.function)
                    && matches!(self.out.text(function), "dict" | "list" | "set")
                {
                    let name = self.names.intern(self.out.text(function));
                    type_ = Type { name, resolved: true };
                }
            } else {
                type_ = Type { name: self.names.intern(literal), resolved: true };
            }
        }
        let name = self.out.text(left);
        let type_name = if type_.is_known() { self.names.get(type_.name) } else { "?" };
        self.out.fact(FactKind::Field, type_.resolved, type_name, name, span(left));
    }

    /// Binds what an assignment that the walk has been through gave names to.
    pub(super) fn bind_assigned(&mut self, node: Node<'t>) {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return;
        };
        let own_member =
            self.out.text(left).strip_prefix("self.").filter(|n| !n.contains(['.', '[', '(']));
        let is_name = self.kind(left) == Some(Kind::Identifier);
        if !is_name && own_member.is_none() {
            self.hide(left, 0);
            return;
        }
        let mut meaning = self.meaning(right);
        if !matches!(self.kind(right), Some(Kind::Dict | Kind::Items | Kind::Comprehension)) {
            let constant = self.value(right);
            let fallback = self.value_with(right, 0, Defaults::Assumed);
            meaning = meaning.worth(&mut self.names, &constant, &fallback);
        }
        if !meaning.is_known()
            && let Some(t) = child(node, self.fields.type_)
        {
            let type_ = self.type_of(t);
            meaning = Meaning { type_, instance: true, ..meaning };
        }
        match own_member {
            Some(name) => self.members.declare(name, meaning),
            None => self.variables.declare(self.out.text(left), meaning),
        }
    }

    /// `x += …`: what `x` was no longer holds.
    pub(super) fn changed(&mut self, node: Node<'t>) {
        let Some(left) = child(node, self.fields.left) else { return };
        if self.kind(left) == Some(Kind::Identifier) {
            let name = self.out.text(left);
            if let Some(bound) = self.variables.get_mut(name) {
                bound.constant = None;
                bound.fallback = None;
            }
        }
    }
}

/// A member of a module; one of `.` or `..` follows the dots at once.
fn member_of(module: &str, name: &str) -> String {
    if module.ends_with('.') { format!("{module}{name}") } else { join(module, name) }
}
