//! Paths that web frameworks serve.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::Unset;
use super::{Kind, Rust};
use crate::grammar::{child, named_children};
use crate::output::span;
use crate::value::Value;

/// Functions of Axum, Actix Web, Poem and Salvo that say by which method a handler is reached.
const METHODS: [(&str, &str); 8] = [
    ("delete", "DELETE"),
    ("get", "GET"),
    ("get_service", "GET"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("put", "PUT"),
];

/// Receivers whose `route`, `at` or `nest_service` serves the path in the first argument.
const ROUTERS: [&str; 7] = [
    "actix_web.App",
    "actix_web.Scope",
    "actix_web.web.ServiceConfig",
    "axum.Router",
    "gotham.router.builder.Router",
    "poem.Route",
    "tide.Server",
];

impl<'t> Rust<'t> {
    /// `Router::new().route("/health", get(health))`.
    pub(super) fn route_of_method(
        &mut self,
        callee: &str,
        method: &str,
        arguments: Node<'t>,
        place: Span,
    ) {
        let owner = callee.rsplit_once('.').map_or("", |(owner, _)| owner);
        let routes = matches!(method, "route" | "at" | "route_service" | "nest_service");
        if !routes || !(ROUTERS.contains(&owner) || owner == "?" && method == "route") {
            return;
        }
        let mut arguments = named_children(arguments);
        let (Some(path), Some(handler)) = (arguments.next(), arguments.next()) else {
            // `app.at("/x").get(handler)`
            return;
        };
        let Value::Str(path) = self.value(path, Unset::Unknown) else { return };
        if !(path.starts_with('/') || path.is_empty()) {
            return;
        }
        let mut methods = Vec::new();
        let mut node = handler;
        // `get(list).post(create)`, `web::get().to(list)`
        for _ in 0..8 {
            let Some(function) = self.function_of(node) else { break };
            let (name, next) = match self.kind(function) {
                Some(Kind::FieldAccess) => {
                    (child(function, self.fields.field), child(function, self.fields.value))
                }
                Some(Kind::Path) => (child(function, self.fields.name), None),
                _ => (Some(function), None),
            };
            let name = name.map_or("", |n| self.out.text(n));
            if let Some((_, method)) = METHODS.iter().find(|(known, _)| *known == name) {
                methods.push(*method);
            }
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        // An unknown receiver needs a handler that says what it is.
        if methods.is_empty() {
            if owner == "?" {
                return;
            }
            methods.push("*");
        }
        methods.sort_unstable();
        methods.dedup();
        for method in methods {
            self.out.fact(FactKind::Route, owner != "?", &path, method, place);
        }
    }

    /// `web::resource("/cart")`, `warp::path("cart")`, `Router::with_path("cart")`.
    pub(super) fn route_of_function(&mut self, callee: &str, arguments: Node<'t>, place: Span) {
        if !matches!(
            callee,
            "actix_web.web.resource"
                | "warp.path"
                | "warp.path.path"
                | "salvo.Router.with_path"
                | "salvo.prelude.Router.with_path"
        ) {
            return;
        }
        let first = named_children(arguments).next();
        let Some(Value::Str(path)) = first.map(|f| self.value(f, Unset::Unknown)) else { return };
        let path = if path.starts_with('/') { path.into_owned() } else { format!("/{path}") };
        self.out.fact(FactKind::Route, true, &path, "*", place);
    }

    /// `(&Method::GET, "/health") => …` in a handler of Hyper.
    pub(super) fn method_and_path(&mut self, node: Node<'t>) {
        let mut method = "";
        let mut path = None;
        for part in named_children(node).take(4) {
            let text = self.out.text(part).trim_start_matches('&');
            match self.kind(part) {
                Some(Kind::Str) => path = Some(part),
                _ => {
                    if let Some((_, last)) = text.rsplit_once("Method::") {
                        method = last;
                    }
                }
            }
        }
        let Some(path) = path else { return };
        let text = self.string(path);
        if text.starts_with('/') && METHODS.iter().any(|(_, known)| *known == method) {
            self.out.fact(FactKind::Route, true, &text, method, span(node));
        }
    }
}
