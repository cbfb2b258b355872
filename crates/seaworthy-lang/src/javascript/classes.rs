//! Classes: their supertypes, fields and decorators.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Script, child};
use crate::grammar::{children, named_children};
use crate::meaning::{Defaults, Meaning};
use crate::output::span;
use crate::value::render;
use crate::variables::{Type, join};
use crate::walk::Then;

impl<'t> Script<'t> {
    pub(super) fn enter_class(&mut self, node: Node<'t>) -> Then {
        let name = self.given_name(node);
        if let Some(own) = child(node, self.fields.name) {
            let qualified = join(&self.path, name);
            let meaning = self.known(&qualified);
            let own = self.out.text(own);
            self.variables.declare(own, meaning);
        }
        let superclass = self.heritage(node, name);
        self.enter_path(name);
        let path = self.names.intern(&self.path);
        self.classes.push((path, superclass));
        self.members.open();
        Then::DescendAndLeave
    }

    fn heritage(&mut self, class: Node<'t>, name: &str) -> Meaning<'t> {
        let qualified = join(&self.path, name);
        let place = child(class, self.fields.name).unwrap_or(class);
        if !name.is_empty() {
            self.out.fact(FactKind::TypeDecl, true, &qualified, "class", span(place));
        }
        let mut superclass = Meaning::UNKNOWN;
        let Some(heritage) =
            named_children(class).find(|n| self.kinds.kind(*n) == Some(Kind::Heritage))
        else {
            return superclass;
        };
        for part in named_children(heritage) {
            match self.kind(part) {
                Some(Kind::Extends) => {
                    if let Some(value) = child(part, self.fields.value) {
                        superclass = self.supertype(value, &qualified);
                    }
                }
                Some(Kind::Implements) => {
                    for interface in named_children(part) {
                        self.supertype(interface, &qualified);
                    }
                }
                Some(Kind::Type | Kind::Comment) => {}
                _ => superclass = self.supertype(part, &qualified),
            }
        }
        superclass
    }

    fn supertype(&mut self, node: Node<'t>, declaring: &str) -> Meaning<'t> {
        let type_ = self.type_of(node);
        let name = if type_.is_known() { self.names.get(type_.name) } else { "?" };
        self.out.fact(FactKind::Supertype, type_.resolved, name, declaring, span(node));
        Meaning::instance_of(type_)
    }

    pub(super) fn leave_class(&mut self) {
        self.members.close();
        self.classes.pop();
        self.leave_path();
        if self.classes.is_empty() {
            self.route.clear();
        }
    }

    /// TypeScript's `interface` and `enum`.
    pub(super) fn interface_or_enum(&mut self, kind: Kind, node: Node<'t>) -> Then {
        if let Some(name) = child(node, self.fields.name) {
            let qualified = join(&self.path, self.out.text(name));
            let what = if kind == Kind::Enum { "enum" } else { "interface" };
            self.out.fact(FactKind::TypeDecl, true, &qualified, what, span(name));
        }
        if kind == Kind::Enum { Then::Descend } else { Then::Skip }
    }

    pub(super) fn enter_field(&mut self, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name)
            .or_else(|| child(node, self.fields.property))
            .map_or("", |n| self.key(n));
        let value = child(node, self.fields.value);
        let mut type_ = match child(node, self.fields.type_) {
            Some(t) => self.type_of(t),
            None => Type::UNKNOWN,
        };
        if !type_.is_known()
            && let Some(value) = value
        {
            type_ = self.value_type(value);
        }
        let mut meaning = value.map_or(Meaning::UNKNOWN, |v| self.bound(v));
        if type_.is_known() && !meaning.is_known() {
            meaning = Meaning { type_, instance: true, ..meaning };
        }
        self.members.declare(name, meaning);
        let is_function = value.is_some_and(|v| self.kind(v) == Some(Kind::Function));
        let target = join(&self.path, name);
        if !is_function {
            let mut words = String::new();
            for child in children(node) {
                let word = self.out.text(child);
                if matches!(word, "private" | "protected" | "public" | "static" | "readonly") {
                    words.push_str(word);
                    words.push(' ');
                }
            }
            words.push_str(name);
            let type_name = if type_.is_known() { self.names.get(type_.name) } else { "?" };
            self.out.fact(FactKind::Field, type_.resolved, type_name, &words, span(node));
        }
        if let Some(value) = value {
            self.name_value(value, name);
            let rendered = render(&[self.value(value, 0)]);
            if rendered != "_" {
                self.out.fact(FactKind::Assign, true, &target, &rendered, span(node));
            }
        }
        let bytes = value.map_or(0..0, |v| v.byte_range());
        self.out.push_use("assign:", &target, bytes);
        Then::DescendAndLeave
    }

    /// `@Name(…)`; with Nest's also the route it makes.
    pub(super) fn enter_decorator(&mut self, node: Node<'t>) -> Then {
        let Some(inner) = named_children(node).next() else { return Then::Skip };
        let is_call = self.kind(inner) == Some(Kind::Call);
        let name = if is_call { child(inner, self.fields.function) } else { Some(inner) };
        let Some(name) = name else { return Then::Skip };
        let meaning = self.meaning(name);
        let qualified = if meaning.is_known() {
            self.names.get(meaning.type_.name).to_owned()
        } else {
            self.out.text(name).to_owned()
        };
        let arguments = child(inner, self.fields.arguments).filter(|_| is_call);
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a, Defaults::Ignored));
        let resolved = meaning.type_.resolved;
        self.out.fact_with(FactKind::Annotation, resolved, &qualified, &args, span(node));
        if let Some(nest) = qualified.strip_prefix("@nestjs/common.") {
            let path = args.first().and_then(|a| a.strings().first().copied()).unwrap_or("");
            let path = path.trim_matches('/').to_owned();
            self.nest_route(nest, &path, node);
        }
        self.quiet = inner.id();
        Then::Descend
    }

    fn nest_route(&mut self, decorator: &str, path: &str, node: Node<'t>) {
        let method = match decorator {
            "Controller" => {
                path.clone_into(&mut self.route);
                return;
            }
            "Get" => "GET",
            "Post" => "POST",
            "Put" => "PUT",
            "Patch" => "PATCH",
            "Delete" => "DELETE",
            "All" => "*",
            _ => return,
        };
        let parts = [self.route.as_str(), path];
        let joined: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        self.out.fact(FactKind::Route, true, &format!("/{}", joined.join("/")), method, span(node));
    }
}
