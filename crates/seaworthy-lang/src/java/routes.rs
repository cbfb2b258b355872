//! HTTP paths that annotations declare: Spring MVC, JAX-RS, servlets.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Java, Kind};
use crate::grammar::named_children;
use crate::output::span;
use crate::value::Value;

const SPRING: &str = "org.springframework.web.bind.annotation.";

impl<'t> Java<'t> {
    /// The path that routes of a type's methods start with; a servlet's own routes are added as facts.
    pub(super) fn type_route(&mut self, declaration: Node<'t>) -> String {
        let mut prefix = String::new();
        for (name, args, node) in self.annotations(declaration) {
            match name.as_str() {
                "javax.ws.rs.Path" | "jakarta.ws.rs.Path" => prefix = first_path(&args),
                "javax.servlet.annotation.WebServlet" | "jakarta.servlet.annotation.WebServlet" => {
                    for path in paths(&args, &["value", "urlPatterns"]) {
                        self.out.fact(FactKind::Route, true, &path, "*", span(node));
                    }
                }
                _ if name.strip_prefix(SPRING) == Some("RequestMapping") => {
                    prefix = first_path(&args)
                }
                _ => {}
            }
        }
        prefix
    }

    /// Adds the routes of a method.
    pub(super) fn method_routes(&mut self, declaration: Node<'t>) {
        let prefix = self.types.last().map_or("", |t| t.route.as_str()).to_owned();
        let (mut jax_path, mut jax_method) = (None, None);
        for (name, args, node) in self.annotations(declaration) {
            if let Some(mapping) = name.strip_prefix(SPRING) {
                let method = match mapping {
                    "GetMapping" => "GET",
                    "PostMapping" => "POST",
                    "PutMapping" => "PUT",
                    "DeleteMapping" => "DELETE",
                    "PatchMapping" => "PATCH",
                    "RequestMapping" => request_method(&args),
                    _ => continue,
                };
                let mut found = paths(&args, &["value", "path"]);
                if found.is_empty() {
                    found.push(String::new());
                }
                for path in found {
                    self.out.fact(
                        FactKind::Route,
                        true,
                        &joined(&prefix, &path),
                        method,
                        span(node),
                    );
                }
                continue;
            }
            let jax =
                name.strip_prefix("javax.ws.rs.").or_else(|| name.strip_prefix("jakarta.ws.rs."));
            match jax {
                Some("Path") => jax_path = Some((first_path(&args), node)),
                Some(verb @ ("GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "PATCH")) => {
                    jax_method = Some((verb.to_owned(), node));
                }
                _ => {}
            }
        }
        match (jax_path, jax_method) {
            (path, Some((method, node))) => {
                let path = path.map_or(String::new(), |(p, _)| p);
                self.out.fact(FactKind::Route, true, &joined(&prefix, &path), &method, span(node));
            }
            // A sub-resource locator.
            (Some((path, node)), None) => {
                self.out.fact(FactKind::Route, true, &joined(&prefix, &path), "*", span(node));
            }
            (None, None) => {}
        }
    }

    /// The annotations of a declaration that could declare a route.
    fn annotations(&mut self, declaration: Node<'t>) -> Vec<(String, Vec<Value<'t>>, Node<'t>)> {
        let mut found = Vec::new();
        let Some(modifiers) =
            declaration.child(0).filter(|m| self.kind(*m) == Some(Kind::Modifiers))
        else {
            return found;
        };
        for node in named_children(modifiers) {
            let Some(name) = self.child(node, self.fields.name) else { continue };
            let written = self.out.text(name);
            let simple = written.rsplit('.').next().unwrap_or(written);
            let may_route = simple.ends_with("Mapping")
                || matches!(
                    simple,
                    "Path"
                        | "GET"
                        | "POST"
                        | "PUT"
                        | "DELETE"
                        | "HEAD"
                        | "OPTIONS"
                        | "PATCH"
                        | "WebServlet"
                );
            if !may_route {
                continue;
            }
            let t = self.type_of(name);
            let qualified = self.names.names.get(t.name).to_owned();
            let args = match self.child(node, self.fields.arguments) {
                Some(arguments) => self.arguments(arguments),
                None => Vec::new(),
            };
            found.push((qualified, args, node));
        }
        found
    }
}

/// Constant paths among the unnamed arguments and those of the given names.
fn paths(args: &[Value<'_>], keys: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for arg in args {
        let counts = match arg {
            Value::Named(key, _) => keys.contains(key),
            _ => true,
        };
        if counts {
            found.extend(arg.strings().into_iter().map(str::to_owned));
        }
    }
    found
}

fn first_path(args: &[Value<'_>]) -> String {
    paths(args, &["value", "path"]).into_iter().next().unwrap_or_default()
}

fn request_method(args: &[Value<'_>]) -> &'static str {
    let named = args.iter().find_map(|a| match a {
        Value::Named("method", value) => Some(value.as_ref()),
        _ => None,
    });
    let name = match named {
        Some(Value::Name(name)) => name,
        Some(Value::Group(items)) => match items.as_slice() {
            [Value::Name(name)] => name,
            _ => return "*",
        },
        _ => return "*",
    };
    match name.rsplit('.').next().unwrap_or("") {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "PATCH" => "PATCH",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "*",
    }
}

/// `/shop` and `orders/{id}` make `/shop/orders/{id}`.
pub(super) fn joined(prefix: &str, path: &str) -> String {
    let mut all = String::new();
    for part in [prefix, path] {
        let part = part.trim_matches('/');
        if !part.is_empty() {
            all.push('/');
            all.push_str(part);
        }
    }
    if all.is_empty() { "/".to_owned() } else { all }
}
