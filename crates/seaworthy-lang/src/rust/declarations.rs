//! Modules, types, functions and variables.

use seaworthy_base::Sym;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::Unset;
use super::{Kind, Rust, Variable};
use crate::grammar::{child, children, named_children};
use crate::output::{span, span_between};
use crate::value::{Value, render};
use crate::variables::{Constant, Type, join};
use crate::walk::Then;

/// Parameters of a function that are looked at.
const MAX_PARAMETERS: usize = 16;

impl<'t> Rust<'t> {
    /// Makes the imports and items of a file or module known before the walk: they count before they stand.
    pub(super) fn declare_items(&mut self, body: Node<'t>) {
        for item in named_children(body) {
            match self.kind(item) {
                Some(Kind::Use) => self.import(item),
                Some(
                    Kind::Module
                    | Kind::Function
                    | Kind::Struct
                    | Kind::Trait
                    | Kind::TypeItem
                    | Kind::Const
                    | Kind::Static,
                ) => {
                    if let Some(name) = child(item, self.fields.name) {
                        let holds = !matches!(
                            self.kind(item),
                            Some(Kind::Function | Kind::Const | Kind::Static)
                        );
                        *self.declared.entry(self.out.text(name)).or_default() |= holds;
                    }
                }
                _ => {}
            }
        }
        for item in named_children(body) {
            match self.kind(item) {
                Some(Kind::Const | Kind::Static) => self.declare_constant(item),
                Some(Kind::Struct) => self.declare_fields(item),
                Some(Kind::Function) => self.declare_function(item, Sym::EMPTY),
                Some(Kind::Impl) => self.declare_methods(item),
                _ => {}
            }
        }
    }

    fn declare_constant(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let type_ = child(node, self.fields.type_).map_or(Type::UNKNOWN, |t| self.type_of(t));
        let changes = children(node).any(|c| c.kind() == "mutable_specifier");
        let mut variable = match child(node, self.fields.value) {
            Some(value) if !changes => self.variable(value),
            _ => Variable::default(),
        };
        variable.is_local = self.depth > 0;
        if type_.is_known() {
            variable.type_ = type_;
        }
        self.variables.declare(self.out.text(name), variable);
    }

    fn declare_fields(&mut self, node: Node<'t>) {
        let (Some(name), Some(body)) =
            (child(node, self.fields.name), child(node, self.fields.body))
        else {
            return;
        };
        let owner = self.own(self.out.text(name));
        let owner = self.names.intern(&owner);
        for field in named_children(body) {
            if let (Some(name), Some(t)) =
                (child(field, self.fields.name), child(field, self.fields.type_))
            {
                let t = self.type_of(t);
                if t.is_known() {
                    self.members.insert((owner, self.out.text(name)), t);
                }
            }
        }
    }

    fn declare_methods(&mut self, node: Node<'t>) {
        let (Some(type_), Some(body)) =
            (child(node, self.fields.type_), child(node, self.fields.body))
        else {
            return;
        };
        let owner = self.type_of(type_);
        self.owners.push(owner);
        for method in named_children(body) {
            if self.kind(method) == Some(Kind::Function) && owner.is_known() {
                self.declare_function(method, owner.name);
            }
        }
        self.owners.pop();
    }

    fn declare_function(&mut self, node: Node<'t>, owner: Sym) {
        let Some(name) = child(node, self.fields.name) else { return };
        let name = self.out.text(name);
        let returns =
            child(node, self.fields.return_type).map_or(Type::UNKNOWN, |t| self.type_of(t));
        if returns.is_known() {
            self.members.insert((owner, name), returns);
        }
        if let Some(at) = self.environment_parameter(node) {
            self.environment.insert(name, at);
        }
    }

    /// The parameter that names the variable of the environment that a function reads.
    fn environment_parameter(&self, node: Node<'t>) -> Option<u8> {
        let parameters = child(node, self.fields.parameters)?;
        let body = self.out.text(child(node, self.fields.body)?);
        let read = ["env::var(", "env::var_os("].iter().find_map(|call| {
            let at = body.find(call)? + call.len();
            body.get(at..)?.split(')').next()
        })?;
        let read = read.trim().trim_start_matches('&');
        named_children(parameters)
            .filter(|p| self.kind(*p) == Some(Kind::Parameter))
            .take(MAX_PARAMETERS)
            .position(|p| {
                child(p, self.fields.pattern).is_some_and(|name| self.out.text(name) == read)
            })
            .and_then(|at| u8::try_from(at).ok())
    }

    pub(super) fn enter_module(&mut self, node: Node<'t>) -> Then {
        let (Some(name), Some(body)) =
            (child(node, self.fields.name), child(node, self.fields.body))
        else {
            return Then::Skip;
        };
        let qualified = self.own(self.out.text(name));
        let qualified = self.names.intern(&qualified);
        self.places.push(qualified);
        self.declare_items(body);
        Then::DescendAndLeave
    }

    pub(super) fn enter_impl(&mut self, node: Node<'t>) -> Then {
        let owner = child(node, self.fields.type_).map_or(Type::UNKNOWN, |t| self.type_of(t));
        if let Some(written) = child(node, self.fields.trait_)
            && owner.is_known()
        {
            let t = self.type_of(written);
            if t.is_known() {
                let (supertype, this) = (self.names.get(t.name), self.names.get(owner.name));
                self.out.fact(FactKind::Supertype, t.resolved, supertype, this, span(written));
            }
        }
        self.owners.push(owner);
        let place = if owner.is_known() {
            owner.name
        } else {
            let unknown = self.own("?");
            self.names.intern(&unknown)
        };
        self.places.push(place);
        let constants = child(node, self.fields.body);
        for item in constants.into_iter().flat_map(named_children) {
            if self.kind(item) == Some(Kind::Const) {
                self.declare_constant(item);
            }
        }
        Then::DescendAndLeave
    }

    pub(super) fn leave_impl(&mut self) {
        self.owners.pop();
        self.places.pop();
    }

    pub(super) fn enter_type(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let qualified = self.own(name.map_or("?", |n| self.out.text(n)));
        let word = match (kind, node.kind()) {
            (Kind::Trait, _) => "trait",
            (Kind::TypeItem, _) => "type",
            (_, "enum_item") => "enum",
            (_, "union_item") => "union",
            _ => "struct",
        };
        let place = name.map_or_else(|| span(node), span);
        self.out.fact(FactKind::TypeDecl, true, &qualified, word, place);
        self.out.enter_scope(&qualified);
        let this = self.names.intern(&qualified);
        self.places.push(this);
        Then::DescendAndLeave
    }

    pub(super) fn struct_field(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let simple = self.out.text(name);
        self.command_line_field(simple, node);
        let (type_name, resolved) = match child(node, self.fields.type_) {
            Some(t) => self.field_type(t),
            None => ("?".to_owned(), false),
        };
        let public = named_children(node).any(|n| self.kinds.kind(n) == Some(Kind::Visibility));
        let value = format!("{}{simple}", if public { "pub " } else { "" });
        self.out.fact(FactKind::Field, resolved, &type_name, &value, span(node));
    }

    pub(super) fn enter_function(&mut self, node: Node<'t>) -> Then {
        self.argument = None;
        let name = child(node, self.fields.name);
        let simple = name.map_or("", |n| self.out.text(n));
        let qualified = self.own(simple);
        let parameters = child(node, self.fields.parameters);
        let mut value = String::new();
        for modifier in named_children(node) {
            if self.kind(modifier) == Some(Kind::Visibility)
                || modifier.kind() == "function_modifiers"
            {
                value.push_str(self.out.text(modifier));
                value.push(' ');
            }
        }
        self.open();
        value.push('(');
        let mut first = true;
        for p in parameters.into_iter().flat_map(named_children).take(MAX_PARAMETERS) {
            if self.kind(p) != Some(Kind::Parameter) {
                continue;
            }
            if !first {
                value.push_str(", ");
            }
            first = false;
            let written = child(p, self.fields.type_);
            value.push_str(&written.map_or_else(|| "?".to_owned(), |t| self.field_type(t).0));
            let type_ = written.map_or(Type::UNKNOWN, |t| self.type_of(t));
            self.declare_pattern(child(p, self.fields.pattern), Variable::local(type_));
        }
        value.push(')');
        let place = span_between(name.unwrap_or(node), parameters.or(name).unwrap_or(node));
        self.out.fact(FactKind::FunctionDecl, true, &qualified, &value, place);
        self.out.enter_scope(&qualified);
        let body = child(node, self.fields.body);
        for item in body.into_iter().flat_map(named_children) {
            if self.kind(item) == Some(Kind::Use) {
                self.import(item);
            }
        }
        Then::DescendAndLeave
    }

    pub(super) fn declare_closure(&mut self, node: Node<'t>) {
        let parameters = child(node, self.fields.parameters);
        for p in parameters.into_iter().flat_map(named_children).take(MAX_PARAMETERS) {
            if self.kind(p) == Some(Kind::Parameter) {
                let written = child(p, self.fields.type_);
                let type_ = written.map_or(Type::UNKNOWN, |t| self.type_of(t));
                self.declare_pattern(child(p, self.fields.pattern), Variable::local(type_));
            } else {
                self.declare_pattern(Some(p), Variable::local(Type::UNKNOWN));
            }
        }
    }

    /// Binds the one name of a pattern (`x`, `mut x`, `Some(x)`, `State(x)`); of more names none keeps an older meaning.
    pub(super) fn declare_pattern(&mut self, pattern: Option<Node<'t>>, variable: Variable<'t>) {
        let Some(pattern) = pattern else { return };
        let mut open = vec![pattern];
        let mut names = Vec::new();
        while let Some(node) = open.pop() {
            if names.len() > MAX_PARAMETERS {
                break;
            }
            if self.kind(node) == Some(Kind::Identifier) {
                names.push(self.out.text(node));
                continue;
            }
            let type_ = child(node, self.fields.type_).map(|t| t.id());
            open.extend(
                named_children(node).take(MAX_PARAMETERS).filter(|n| Some(n.id()) != type_),
            );
        }
        let one = names.len() == 1;
        for name in names {
            let unknown = Variable::local(Type::UNKNOWN);
            self.variables.declare(name, if one { variable } else { unknown });
        }
    }

    /// What a variable is that is given a value.
    pub(super) fn variable(&mut self, value: Node<'t>) -> Variable<'t> {
        let type_ = self.expression_type(value);
        let constant = self.value(value, Unset::Unknown);
        let fallback = self.value(value, Unset::Default);
        let unset = self.value(value, Unset::Empty);
        Variable {
            type_,
            constant: self.constant(&constant),
            fallback: self.constant(&fallback),
            unset: self.constant(&unset),
            is_local: self.depth > 0,
        }
    }

    fn constant(&mut self, value: &Value<'t>) -> Option<Constant<'t>> {
        match value {
            Value::Str(s) => Some(Constant::Str(self.names.intern(s))),
            Value::Literal(s) => Some(Constant::Literal(s)),
            _ => None,
        }
    }

    pub(super) fn enter_let(&mut self, node: Node<'t>) -> Then {
        let value = child(node, self.fields.value);
        let pattern = child(node, self.fields.pattern);
        let name = pattern.map_or("", |p| self.out.text(p).trim_start_matches("mut ").trim());
        let mut variable = match value {
            Some(v) => self.variable(v),
            None => Variable::default(),
        };
        variable.is_local = true;
        if children(node).any(|c| c.kind() == "mutable_specifier") {
            // What it starts with may not be what it holds later, but mostly is.
            variable.fallback = variable.constant.or(variable.fallback);
            variable.unset = variable.constant.or(variable.unset);
            variable.constant = None;
        }
        if let Some(written) = child(node, self.fields.type_) {
            let type_ = self.type_of(written);
            if type_.is_known() {
                variable.type_ = type_;
            }
        }
        let bytes = value.map_or(0..0, |v| v.byte_range());
        self.out.push_use("assign:", name, bytes);
        self.declare_pattern(pattern, variable);
        Then::DescendAndLeave
    }

    pub(super) fn enter_constant(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let simple = name.map_or("", |n| self.out.text(n));
        if self.depth > 0 {
            self.declare_constant(node);
        }
        let (type_name, resolved) = match child(node, self.fields.type_) {
            Some(t) => self.field_type(t),
            None => ("?".to_owned(), false),
        };
        let changes = children(node).any(|c| c.kind() == "mutable_specifier");
        let word = match (kind, changes) {
            (Kind::Const, _) => "const",
            (_, true) => "static mut",
            _ => "static",
        };
        let place = name.map_or_else(|| span(node), span);
        self.out.fact(FactKind::Field, resolved, &type_name, &format!("{word} {simple}"), place);
        let value = child(node, self.fields.value);
        let target = self.own(simple);
        if let Some(value) = value {
            let rendered = render(&[self.value(value, Unset::Unknown)]);
            self.out.fact(FactKind::Assign, true, &target, &rendered, place);
        }
        self.out.push_use("assign:", &target, value.map_or(0..0, |v| v.byte_range()));
        Then::DescendAndLeave
    }

    /// The trait or type of a name that a member is looked up by.
    pub(super) fn member(&self, owner: Type, name: &str) -> Option<Type> {
        self.members.get(&(owner.name, name)).copied()
    }

    /// `owner.name` of a type.
    pub(super) fn member_name(&self, owner: Type, name: &str) -> String {
        join(self.names.get(owner.name), name)
    }
}

impl Variable<'_> {
    /// A local or parameter of a type.
    pub(super) fn local(type_: Type) -> Self {
        Self { type_, is_local: true, ..Self::default() }
    }
}
