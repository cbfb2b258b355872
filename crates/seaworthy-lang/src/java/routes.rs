//! Annotations that declare routes, read before the walk reaches them.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Java, Kind};
use crate::grammar::{child, named_children};
use crate::jvm::routes::{Annotation, may_route, of_method, of_type};
use crate::output::span;

impl<'t> Java<'t> {
    /// Adds the routes of a type and returns the path that those of its methods start with.
    pub(super) fn type_route(&mut self, declaration: Node<'t>) -> String {
        let (prefix, routes) = of_type(&self.route_annotations(declaration));
        for r in routes {
            self.out.fact(FactKind::Route, true, &r.path, r.method, r.span);
        }
        prefix
    }

    /// Adds the routes of a method.
    pub(super) fn method_routes(&mut self, declaration: Node<'t>) {
        let annotations = self.route_annotations(declaration);
        let prefix = self.types.last().map_or("", |t| t.route.as_str());
        for r in of_method(prefix, &annotations) {
            self.out.fact(FactKind::Route, true, &r.path, r.method, r.span);
        }
    }

    fn route_annotations(&mut self, declaration: Node<'t>) -> Vec<Annotation<'t>> {
        let mut found = Vec::new();
        let Some(modifiers) =
            declaration.child(0).filter(|m| self.kind(*m) == Some(Kind::Modifiers))
        else {
            return found;
        };
        for node in named_children(modifiers) {
            let Some(name) = child(node, self.fields.name) else { continue };
            let written = self.out.text(name);
            if !may_route(written.rsplit('.').next().unwrap_or(written)) {
                continue;
            }
            let t = self.type_of(name);
            let name = self.names.names.get(t.name).to_owned();
            let args = match child(node, self.fields.arguments) {
                Some(arguments) => self.arguments(arguments),
                None => Vec::new(),
            };
            found.push(Annotation { name, args, span: span(node) });
        }
        found
    }
}
