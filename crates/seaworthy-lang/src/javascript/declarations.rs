//! Variables, functions and classes.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Script, child};
use crate::grammar::{children, named_children};
use crate::meaning::Meaning;
use crate::output::span;
use crate::value::render;
use crate::variables::{Type, join};
use crate::walk::Then;

/// Patterns within patterns deeper than this hide no names.
const PATTERN_DEPTH: u8 = 5;

impl<'t> Script<'t> {
    /// Names that are bound to what the file does not tell.
    pub(super) fn hide(&mut self, pattern: Node<'t>, depth: u8) {
        if depth > PATTERN_DEPTH {
            return;
        }
        match self.kind(pattern) {
            Some(Kind::Identifier) => {
                let name = self.out.text(pattern);
                self.variables.declare(name, Meaning::UNKNOWN);
            }
            Some(Kind::PairPattern) => {
                if let Some(value) = child(pattern, self.fields.value) {
                    self.hide(value, depth + 1);
                }
            }
            Some(Kind::DefaultPattern) => {
                if let Some(left) = child(pattern, self.fields.left) {
                    self.hide(left, depth + 1);
                }
            }
            Some(Kind::ObjectPattern | Kind::OtherPattern) => {
                for part in named_children(pattern) {
                    self.hide(part, depth + 1);
                }
            }
            // The shorthand of a pattern is a kind of its own in the grammar and no row.
            None => {
                let name = self.out.text(pattern);
                if pattern.child_count() == 0 && !name.is_empty() {
                    self.variables.declare(name, Meaning::UNKNOWN);
                }
            }
            _ => {}
        }
    }

    pub(super) fn enter_declarator(&mut self, node: Node<'t>) -> Then {
        let Some(name) = child(node, self.fields.name) else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        let value = child(node, self.fields.value);
        if let Some(value) = value
            && self.kind(name) == Some(Kind::ObjectPattern)
            && self.is_environment(value)
        {
            self.taken_apart(name);
        }
        let text = self.out.text(name);
        let bytes = value.map_or(0..0, |v| v.byte_range());
        if self.kind(name) != Some(Kind::Identifier) {
            self.out.push_use("", "", bytes);
            return Then::DescendAndLeave;
        }
        if let Some(value) = value {
            self.name_value(value, text);
        }
        if self.functions == 0 && self.classes.is_empty() {
            self.module_variable(node, text, value);
        }
        self.out.push_use("assign:", text, bytes);
        Then::DescendAndLeave
    }

    /// A variable of the module: state that every request shares.
    fn module_variable(&mut self, node: Node<'t>, name: &str, value: Option<Node<'t>>) {
        let type_node = child(node, self.fields.type_);
        let mut type_ = type_node.map_or(Type::UNKNOWN, |t| self.type_of(t));
        if let Some(value) = value {
            if matches!(self.kind(value), Some(Kind::Function | Kind::Class))
                || self.is_required(value)
            {
                return;
            }
            if !type_.is_known() {
                type_ = self.value_type(value);
            }
            let rendered = render(&[self.value(value, 0)]);
            if rendered != "_" {
                self.out.fact(FactKind::Assign, true, name, &rendered, span(node));
            }
        }
        let type_name = if type_.is_known() { self.names.get(type_.name) } else { "?" };
        let value = format!("{} {name}", self.keyword);
        self.out.fact(FactKind::Field, type_.resolved, type_name, &value, span(node));
    }

    /// The type of a literal or construction, else what made it.
    pub(super) fn value_type(&mut self, value: Node<'t>) -> Type {
        let name = match self.kind(value) {
            Some(Kind::Object) => "Object",
            Some(Kind::Array) => "Array",
            Some(Kind::New) => {
                let constructor = child(value, self.fields.constructor);
                return constructor.map_or(Type::UNKNOWN, |c| {
                    let meaning = self.meaning(c);
                    if meaning.is_known() { meaning.type_ } else { self.type_of(c) }
                });
            }
            Some(Kind::Call) => {
                let meaning = self.meaning(value);
                let name = self.names.get(meaning.type_.name);
                let last = name.rsplit('.').next().unwrap_or(name);
                // `express()` makes an express and `http.createServer()` a server; `path.join()` makes no type.
                let is_type = last == name || last.starts_with(|c: char| c.is_uppercase());
                return if meaning.instance && is_type { meaning.type_ } else { Type::UNKNOWN };
            }
            _ => return Type::UNKNOWN,
        };
        Type { name: self.names.intern(name), resolved: true }
    }

    /// Binds the names of a declarator that the walk has been through.
    pub(super) fn declare(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let value = child(node, self.fields.value);
        if self.kind(name) == Some(Kind::Identifier) {
            let text = self.out.text(name);
            let mut meaning = value.map_or(Meaning::UNKNOWN, |v| self.bound(v));
            if !meaning.is_known()
                && let Some(t) = child(node, self.fields.type_)
            {
                let type_ = self.type_of(t);
                meaning = Meaning { type_, instance: true, ..meaning };
            }
            self.variables.declare(text, meaning);
            return;
        }
        let whole = value.map_or(Meaning::UNKNOWN, |v| self.meaning(v));
        if !whole.is_known() || self.kind(name) != Some(Kind::ObjectPattern) {
            self.hide(name, 0);
            return;
        }
        for part in named_children(name) {
            let (key, local) = match self.kind(part) {
                Some(Kind::PairPattern) => {
                    (child(part, self.fields.key), child(part, self.fields.value))
                }
                Some(Kind::DefaultPattern) => {
                    let left = child(part, self.fields.left);
                    (left, left)
                }
                Some(_) => (None, None),
                None => (Some(part), Some(part)),
            };
            let (Some(key), Some(local)) = (key, local) else { continue };
            if local.child_count() > 0 {
                self.hide(local, 1);
                continue;
            }
            let member = join(self.names.get(whole.type_.name), self.out.text(key));
            let type_ = Type { name: self.names.intern(&member), resolved: whole.type_.resolved };
            let text = self.out.text(local);
            self.variables
                .declare(text, Meaning { type_, instance: whole.instance, ..Meaning::UNKNOWN });
        }
    }

    pub(super) fn given_name(&mut self, node: Node<'t>) -> &'t str {
        match child(node, self.fields.name) {
            Some(name) => self.key(name),
            None => match self.value_name.take() {
                Some((id, name)) if id == node.id() => name,
                _ => "",
            },
        }
    }

    pub(super) fn enter_function(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name = self.given_name(node);
        if kind == Kind::Function
            && let Some(own) = child(node, self.fields.name)
        {
            self.hide(own, 0);
        }
        self.variables.open();
        self.enter_path(name);
        self.functions += 1;
        let mut types = Vec::new();
        if let Some(parameter) = child(node, self.fields.parameter) {
            self.hide(parameter, 0);
            types.push("?".to_owned());
        }
        let is_constructor = kind == Kind::Method && name == "constructor";
        let parameters = child(node, self.fields.parameters);
        for parameter in parameters.into_iter().flat_map(named_children) {
            if self.kind(parameter) == Some(Kind::Comment) {
                continue;
            }
            let type_ = self.parameter(parameter, is_constructor);
            if !name.is_empty() {
                let known = type_.is_known();
                types.push(if known { self.names.get(type_.name) } else { "?" }.to_owned());
            }
        }
        if !name.is_empty() {
            let mut value = String::new();
            for word in children(node).take_while(|c| !c.is_named()).map(|c| c.kind()) {
                if matches!(word, "async" | "static" | "get" | "set" | "abstract") {
                    value.push_str(word);
                    value.push(' ');
                }
            }
            value.push('(');
            value.push_str(&types.join(", "));
            value.push(')');
            let place = child(node, self.fields.name).unwrap_or(node);
            self.out.fact(FactKind::FunctionDecl, true, &self.path, &value, span(place));
        }
        let body = child(node, self.fields.body).map_or(0..0, |b| b.byte_range());
        self.out.push_use("", "", body);
        Then::DescendAndLeave
    }

    /// Binds a parameter and tells its declared type; one with a modifier is a member of the class as well.
    fn parameter(&mut self, parameter: Node<'t>, is_constructor: bool) -> Type {
        if self.kind(parameter) != Some(Kind::Parameter) {
            self.hide(parameter, 0);
            return Type::UNKNOWN;
        }
        let Some(pattern) = child(parameter, self.fields.pattern) else {
            return Type::UNKNOWN;
        };
        let type_ = match child(parameter, self.fields.type_) {
            Some(t) => self.type_of(t),
            None => Type::UNKNOWN,
        };
        if self.kind(pattern) != Some(Kind::Identifier) {
            self.hide(pattern, 0);
            return type_;
        }
        let name = self.out.text(pattern);
        let meaning = Meaning::instance_of(type_);
        self.variables.declare(name, meaning);
        if is_constructor && children(parameter).any(|c| c.kind() == "accessibility_modifier") {
            self.members.declare(name, meaning);
        }
        type_
    }

    pub(super) fn leave_function(&mut self) {
        self.out.pop_use();
        self.variables.close();
        self.functions = self.functions.saturating_sub(1);
        self.leave_path();
    }
}
