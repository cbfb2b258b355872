//! Imports, types, members and values.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Enclosing, Kind, Scala};
use crate::grammar::{child, children, named_children};
use crate::jvm::routes::{Annotation, may_route, of_method};
use crate::output::{span, span_between};
use crate::value::{Value, is_dotted_name, render};
use crate::variables::{Constant, Type, Variable, join};
use crate::walk::Then;

/// Names that one import brings.
const MAX_NAMES: usize = 200;

impl<'t> Scala<'t> {
    /// Makes the package, the types and the functions of a file known before the walk.
    pub(super) fn declare_file(&mut self, root: Node<'t>) {
        if let Some(clause) = self.find(root, Kind::Package)
            && let Some(name) = child(clause, self.fields.name)
        {
            self.names.package = self.out.text(name);
        }
        let package = self.names.package;
        self.declare_members(root, package);
    }

    /// Types and functions of a body.
    fn declare_members(&mut self, body: Node<'t>, outer: &str) {
        let owner = Type { name: self.names.names.intern(outer), resolved: true };
        for item in named_children(body) {
            let Some(name) = child(item, self.fields.name) else { continue };
            let name = self.out.text(name);
            match self.kind(item) {
                Some(Kind::Class | Kind::Object | Kind::Trait) => {
                    let sym = self.names.names.intern(&join(outer, name));
                    self.names.declared.declare(name, sym);
                }
                Some(Kind::Function) => {
                    // Types of signatures may be imported by lines that the walk has not read yet.
                    let returns = match child(item, self.fields.return_type) {
                        Some(t) if !self.types.is_empty() => self.type_of(t),
                        _ => Type::UNKNOWN,
                    };
                    self.functions.declare(name, (owner, returns));
                }
                _ => {}
            }
        }
    }

    pub(super) fn package_clause(&mut self, node: Node<'t>) {
        if let Some(name) = child(node, self.fields.name) {
            self.out.fact(FactKind::Package, true, self.out.text(name), "", span(name));
        }
    }

    /// `import a.b.C, d._`, `import a.{B, C => D}`.
    pub(super) fn import(&mut self, node: Node<'t>) {
        let text = self.out.text(node);
        let Some(text) = text.strip_prefix("import") else { return };
        let mut depth = 0_u32;
        let parts = text.split(|c| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            c == ',' && depth == 0
        });
        for part in parts.take(MAX_NAMES) {
            let part = part.trim();
            let Some((path, rest)) = part.split_once('{') else {
                let (path, alias) = alias_of(part);
                self.imported(path, "", alias, node);
                continue;
            };
            let path = path.trim().trim_end_matches('.');
            for selector in rest.trim_end_matches('}').split(',').take(MAX_NAMES) {
                let (name, alias) = alias_of(selector.trim());
                self.imported(path, name, alias, node);
            }
        }
    }

    fn imported(&mut self, path: &'t str, name: &'t str, alias: Option<&'t str>, at: Node<'t>) {
        let wildcard = |n: &str| matches!(n, "_" | "*" | "given");
        let (path, name) = match path.rsplit_once('.') {
            Some((before, last)) if name.is_empty() && wildcard(last) => (before, last),
            _ => (path, name),
        };
        if !is_dotted_name(path) || alias == Some("_") {
            return;
        }
        if wildcard(name) {
            self.names.import_all(path);
            self.out.fact(FactKind::Import, true, &join(path, "*"), "", span(at));
            return;
        }
        let qualified = if name.is_empty() { path.to_owned() } else { join(path, name) };
        let last = if name.is_empty() { path.rsplit('.').next().unwrap_or(path) } else { name };
        let sym = self.names.names.intern(&qualified);
        self.names.declared.declare(alias.unwrap_or(last), sym);
        self.out.fact(FactKind::Import, true, &qualified, alias.unwrap_or(""), span(at));
    }

    pub(super) fn enter_type(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let name_node = child(node, self.fields.name);
        let name = name_node.map_or("?", |n| self.out.text(n));
        let qualified = join(self.place(), name);
        let type_ = Type { name: self.names.names.intern(&qualified), resolved: true };
        let word = match (kind, node.kind()) {
            (Kind::Object, _) => "object",
            (Kind::Trait, _) => "interface",
            (_, "enum_definition") => "enum",
            _ => "class",
        };
        let place = name_node.map_or_else(|| span(node), span);
        self.out.fact(FactKind::TypeDecl, true, &qualified, word, place);
        self.out.enter_scope(&qualified);
        let mut superclass = Type::UNKNOWN;
        let extends = child(node, self.fields.extend);
        for written in extends.into_iter().flat_map(named_children) {
            let t = self.type_of(written);
            if t.is_known() {
                let supertype = self.names.names.get(t.name);
                self.out.fact(
                    FactKind::Supertype,
                    t.resolved,
                    supertype,
                    &qualified,
                    span(written),
                );
                if !superclass.is_known() {
                    superclass = t;
                }
            }
        }
        self.variables.open();
        self.functions.open();
        self.names.declared.open();
        self.types.push(Enclosing { type_, superclass });
        if let Some(parameters) = child(node, self.fields.class_parameters) {
            for p in named_children(parameters) {
                if let (Some(name), Some(t)) =
                    (child(p, self.fields.name), child(p, self.fields.type_))
                {
                    let type_ = self.type_of(t);
                    let variable = Variable { is_field: true, ..Variable::local(type_) };
                    self.variables.declare(self.out.text(name), variable);
                }
            }
        }
        if let Some(body) = child(node, self.fields.body) {
            self.declare_members(body, &qualified);
            for member in named_children(body) {
                if self.kind(member) == Some(Kind::Val) {
                    self.declare_val(member, true);
                }
            }
        }
        Then::DescendAndLeave
    }

    pub(super) fn leave_type(&mut self) {
        if self.types.pop().is_some() {
            self.variables.close();
            self.functions.close();
            self.names.declared.close();
            self.out.leave_scope();
        }
    }

    /// A parameter of a class is a field of it.
    pub(super) fn class_parameter(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let (type_name, resolved) = self.named_type(child(node, self.fields.type_));
        let keyword =
            children(node).map(|c| c.kind()).find(|k| matches!(*k, "val" | "var")).unwrap_or("val");
        let value = format!("{}{keyword} {}", self.modifier_words(node), self.out.text(name));
        self.out.fact(FactKind::Field, resolved, &type_name, &value, span(node));
    }

    fn named_type(&mut self, written: Option<Node<'t>>) -> (String, bool) {
        let t = written.map_or(Type::UNKNOWN, |t| self.type_of(t));
        let name = if t.is_known() { self.names.names.get(t.name) } else { "?" };
        (name.to_owned(), t.resolved)
    }

    fn modifier_words(&self, node: Node<'t>) -> String {
        match self.find(node, Kind::Modifiers) {
            Some(modifiers) => format!("{} ", self.out.text(modifiers)),
            None => String::new(),
        }
    }

    /// A parameter of a function or lambda, or a name of a pattern with its type.
    pub(super) fn declare_name(&mut self, node: Node<'t>) {
        let name = child(node, self.fields.name).or_else(|| child(node, self.fields.pattern));
        if let Some(name) = name
            && self.kind(name) == Some(Kind::Identifier)
        {
            let type_ = child(node, self.fields.type_).map_or(Type::UNKNOWN, |t| self.type_of(t));
            self.variables.declare(self.out.text(name), Variable::local(type_));
        }
    }

    pub(super) fn enter_function(&mut self, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let simple = name.map_or("", |n| self.out.text(n));
        let qualified = join(self.place(), simple);
        let mut value = self.modifier_words(node);
        value.push('(');
        let mut first = true;
        let mut last = name;
        for list in named_children(node).filter(|n| self.kinds.kind(*n) == Some(Kind::Parameters)) {
            last = Some(list);
            for p in named_children(list) {
                if self.kind(p) == Some(Kind::Parameter) {
                    if !first {
                        value.push_str(", ");
                    }
                    first = false;
                    value.push_str(&self.named_type(child(p, self.fields.type_)).0);
                }
            }
        }
        value.push(')');
        let place = span_between(name.unwrap_or(node), last.unwrap_or(node));
        self.out.fact(FactKind::FunctionDecl, true, &qualified, &value, place);
        self.out.enter_scope(&qualified);
        self.open();
        let annotations = self.route_annotations(node);
        for r in of_method("", &annotations) {
            self.out.fact(FactKind::Route, true, &r.path, r.method, r.span);
        }
        Then::DescendAndLeave
    }

    /// The name of a simple pattern: `val x = …`.
    fn val_name(&self, node: Node<'t>) -> Option<Node<'t>> {
        let pattern = child(node, self.fields.pattern)?;
        (self.kind(pattern) == Some(Kind::Identifier)).then_some(pattern)
    }

    fn declare_val(&mut self, node: Node<'t>, is_field: bool) {
        let Some(name) = self.val_name(node) else { return };
        let value = child(node, self.fields.value);
        let type_ = match child(node, self.fields.type_) {
            Some(t) => self.type_of(t),
            None => value.map_or(Type::UNKNOWN, |v| self.expression_type(v)),
        };
        let fixed = node.kind() == "val_definition";
        let constant = value.filter(|_| fixed).and_then(|v| self.constant(v));
        self.variables.declare(self.out.text(name), Variable { type_, constant, is_field });
    }

    fn constant(&mut self, value: Node<'t>) -> Option<Constant<'t>> {
        if self.kind(value) == Some(Kind::Interpolated) && !self.interpolated_start(value).1 {
            return None;
        }
        match self.value(value, 0) {
            Value::Str(s) => Some(Constant::Str(self.names.names.intern(&s))),
            Value::Literal(s) => Some(Constant::Literal(s)),
            _ => None,
        }
    }

    pub(super) fn enter_val(&mut self, node: Node<'t>) -> Then {
        let is_field = self.depth == 0 && !self.types.is_empty();
        self.declare_val(node, is_field);
        let value = child(node, self.fields.value);
        let bytes = value.map_or(0..0, |v| v.byte_range());
        let name = self.val_name(node);
        let simple = name.map_or("", |n| self.out.text(n));
        if !is_field || name.is_none() {
            self.out.push_use("assign:", simple, bytes);
            return Then::DescendAndLeave;
        }
        let t = self.variables.get(simple).map_or(Type::UNKNOWN, |v| v.type_);
        let type_name =
            if t.is_known() { self.names.names.get(t.name).to_owned() } else { "?".to_owned() };
        let keyword = if node.kind() == "val_definition" { "val" } else { "var" };
        let words = format!("{}{keyword} {simple}", self.modifier_words(node));
        let place = name.map_or_else(|| span(node), span);
        self.out.fact(FactKind::Field, t.resolved, &type_name, &words, place);
        let target = join(self.place(), simple);
        if let Some(value) = value {
            let rendered = render(&[self.value(value, 0)]);
            self.out.fact(FactKind::Assign, true, &target, &rendered, place);
        }
        self.out.push_use("assign:", &target, bytes);
        Then::DescendAndLeave
    }

    fn route_annotations(&mut self, declaration: Node<'t>) -> Vec<Annotation<'t>> {
        let mut found = Vec::new();
        for node in named_children(declaration) {
            if self.kind(node) != Some(Kind::Annotation) {
                continue;
            }
            let Some(written) = child(node, self.fields.name) else { continue };
            let text = self.out.text(written);
            if !may_route(text.rsplit('.').next().unwrap_or(text)) {
                continue;
            }
            let t = self.type_of(written);
            let name = self.names.names.get(t.name).to_owned();
            let arguments = child(node, self.fields.arguments);
            let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
            found.push(Annotation { name, args, span: span(node) });
        }
        found
    }

    pub(super) fn enter_annotation(&mut self, node: Node<'t>) -> Then {
        let (name, resolved) = self.named_type(child(node, self.fields.name));
        let arguments = child(node, self.fields.arguments);
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        self.out.fact_with(FactKind::Annotation, resolved, &name, &args, span(node));
        self.out.push_use("arg:", &name, arguments.map_or(0..0, |a| a.byte_range()));
        Then::DescendAndLeave
    }
}

/// `name => alias` and `name as alias`.
fn alias_of(text: &str) -> (&str, Option<&str>) {
    match text.split_once("=>").or_else(|| text.split_once(" as ")) {
        Some((name, alias)) => (name.trim(), Some(alias.trim())),
        None => (text, None),
    }
}
