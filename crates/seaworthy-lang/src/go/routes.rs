//! Routes that calls register.

use seaworthy_base::Sym;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::Unset;
use super::{Go, Kind, apis};
use crate::grammar::{child, named_children};
use crate::output::span;
use crate::value::Value;

/// Libraries whose routers have methods named by HTTP methods.
const LIBRARIES: [&str; 9] = [
    "github.com/gin-gonic/gin",
    "github.com/labstack/echo",
    "github.com/gofiber/fiber",
    "github.com/go-chi/chi",
    "github.com/gorilla/mux",
    "github.com/julienschmidt/httprouter",
    "github.com/kataras/iris",
    "github.com/beego/beego",
    "github.com/valyala/fasthttp",
];
/// Receivers down a chain that are looked at for a prefix.
const CHAIN_LOOKED_AT: u8 = 4;

impl<'t> Go<'t> {
    /// Adds the routes of a call that registers some.
    pub(super) fn route(
        &mut self,
        callee: &str,
        resolved: bool,
        function: Node<'t>,
        arguments: Node<'t>,
    ) {
        let simple = callee.rsplit('.').next().unwrap_or(callee);
        let Some(methods) = method(simple) else { return };
        if arguments.named_child_count() < 2 || !self.is_router(callee) {
            return;
        }
        // A prefix from the environment is empty as a rule.
        let args = self.arguments(arguments, Unset::Empty);
        let mut strings = args.iter().map(Value::as_str);
        let (mut written, mut method) = (strings.next().flatten().unwrap_or(""), methods);
        if let Some(path) = strings.next().flatten()
            && method == "*"
            && path.starts_with('/')
        {
            // gin: `Handle("GET", "/path", …)`.
            (method, written) = (written, path);
        } else if let Some((before, path)) = written.split_once(' ') {
            // net/http: `HandleFunc("GET /path", …)`.
            (method, written) = (before, path.trim());
        }
        let prefix = match child(function, self.fields.operand) {
            Some(operand) => self.prefix_of(operand, 0),
            None => Sym::EMPTY,
        };
        if !written.starts_with('/') && (prefix.is_empty() || !written.is_empty()) {
            return;
        }
        let path = format!("{}{written}", self.names.get(prefix).trim_end_matches('/'));
        let place = span(function);
        let chained = if method == "*" { self.chained_methods(function) } else { Vec::new() };
        if chained.is_empty() {
            self.out.fact(FactKind::Route, resolved, &path, method, place);
        }
        for method in chained {
            self.out.fact(FactKind::Route, resolved, &path, method, place);
        }
    }

    fn is_router(&self, callee: &str) -> bool {
        if callee.starts_with("net/http.") {
            return matches!(
                callee,
                "net/http.Handle"
                    | "net/http.HandleFunc"
                    | "net/http.ServeMux.Handle"
                    | "net/http.ServeMux.HandleFunc"
            );
        }
        let known = apis::unversioned(callee);
        if LIBRARIES.iter().any(|l| known.strip_prefix(l).is_some_and(|r| r.starts_with('.'))) {
            return true;
        }
        // A router that another file made or passes in.
        callee.starts_with("?.")
            && self
                .imports
                .values()
                .any(|path| *path == "net/http" || LIBRARIES.iter().any(|l| path.starts_with(l)))
    }

    /// gorilla/mux: `r.HandleFunc(…).Methods("GET", http.MethodPost)`.
    fn chained_methods(&mut self, function: Node<'t>) -> Vec<&'t str> {
        let chained = function.parent().and_then(|call| call.parent()).filter(|selector| {
            let field = selector.child_by_field_id(self.fields.field);
            field.is_some_and(|f| self.out.text(f) == "Methods")
        });
        let arguments = chained
            .and_then(|selector| selector.parent())
            .and_then(|call| child(call, self.fields.arguments));
        let Some(arguments) = arguments else { return Vec::new() };
        let names = named_children(arguments).take(8).map(|n| self.out.text(n));
        let names = names.map(|n| n.rsplit('.').next().unwrap_or(n).trim_matches('"'));
        names.map(|n| method(n.trim_start_matches("Method")).unwrap_or(n)).collect()
    }

    /// The path that routes of a router start with: of `r.Group("/api")` or `r.PathPrefix("/api").Subrouter()`.
    pub(super) fn route_prefix(&mut self, value: Node<'t>) -> Sym {
        if self.kind(value) != Some(Kind::Call) {
            return Sym::EMPTY;
        }
        self.prefix_of(value, 0)
    }

    fn prefix_of(&mut self, node: Node<'t>, depth: u8) -> Sym {
        if depth > CHAIN_LOOKED_AT {
            return Sym::EMPTY;
        }
        if self.kind(node) == Some(Kind::Identifier) {
            return self.variables.get(self.out.text(node)).map_or(Sym::EMPTY, |v| v.prefix);
        }
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Sym::EMPTY;
        };
        let (Some(operand), Some(field)) =
            (child(function, self.fields.operand), child(function, self.fields.field))
        else {
            return Sym::EMPTY;
        };
        match self.out.text(field) {
            "Subrouter" => self.prefix_of(operand, depth + 1),
            "Group" | "PathPrefix" | "Party" => {
                let outer = self.prefix_of(operand, depth + 1);
                let first = named_children(arguments).next();
                let path = first.map_or(Value::Other, |n| self.value(n, Unset::Default));
                let Some(path) = path.as_str().filter(|p| p.starts_with('/')) else { return outer };
                let all = format!("{}{}", self.names.get(outer), path.trim_end_matches('/'));
                self.names.intern(&all)
            }
            _ => Sym::EMPTY,
        }
    }
}

/// The HTTP method that a router's method stands for.
fn method(name: &str) -> Option<&'static str> {
    Some(match name {
        "GET" | "Get" => "GET",
        "POST" | "Post" => "POST",
        "PUT" | "Put" => "PUT",
        "PATCH" | "Patch" => "PATCH",
        "DELETE" | "Delete" => "DELETE",
        "HEAD" | "Head" => "HEAD",
        "OPTIONS" | "Options" => "OPTIONS",
        "Any" | "All" | "Handle" | "HandleFunc" => "*",
        _ => return None,
    })
}
