//! HTTP paths that annotations declare: Spring MVC, JAX-RS, servlets.

use seaworthy_base::Span;

use crate::value::Value;

const SPRING: &str = "org.springframework.web.bind.annotation.";

/// An annotation of a declaration.
pub(crate) struct Annotation<'t> {
    /// Qualified name.
    pub(crate) name: String,
    /// Its arguments.
    pub(crate) args: Vec<Value<'t>>,
    /// Where it stands.
    pub(crate) span: Span,
}

/// A path that is served.
pub(crate) struct Route {
    /// The path from the application's root.
    pub(crate) path: String,
    /// The HTTP method, `*` for any.
    pub(crate) method: &'static str,
    /// The annotation that says so.
    pub(crate) span: Span,
}

/// Whether an annotation of this simple name can declare a route.
pub(crate) fn may_route(simple: &str) -> bool {
    simple.ends_with("Mapping")
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
        )
}

/// The path that routes of a type's methods start with, and the routes of the type itself (a servlet's).
pub(crate) fn of_type(annotations: &[Annotation<'_>]) -> (String, Vec<Route>) {
    let mut prefix = String::new();
    let mut routes = Vec::new();
    for a in annotations {
        match a.name.as_str() {
            "javax.ws.rs.Path" | "jakarta.ws.rs.Path" => prefix = first_path(&a.args),
            "javax.servlet.annotation.WebServlet" | "jakarta.servlet.annotation.WebServlet" => {
                for path in paths(&a.args, &["value", "urlPatterns"]) {
                    routes.push(Route { path, method: "*", span: a.span });
                }
            }
            name if name.strip_prefix(SPRING) == Some("RequestMapping") => {
                prefix = first_path(&a.args);
            }
            _ => {}
        }
    }
    (prefix, routes)
}

/// The routes of a method.
pub(crate) fn of_method(prefix: &str, annotations: &[Annotation<'_>]) -> Vec<Route> {
    let mut routes = Vec::new();
    let (mut jax_path, mut jax_method) = (None, None);
    for a in annotations {
        if let Some(mapping) = a.name.strip_prefix(SPRING) {
            let method = match mapping {
                "GetMapping" => "GET",
                "PostMapping" => "POST",
                "PutMapping" => "PUT",
                "DeleteMapping" => "DELETE",
                "PatchMapping" => "PATCH",
                "RequestMapping" => request_method(&a.args),
                _ => continue,
            };
            let mut found = paths(&a.args, &["value", "path"]);
            if found.is_empty() {
                found.push(String::new());
            }
            for path in found {
                routes.push(Route { path: joined(prefix, &path), method, span: a.span });
            }
            continue;
        }
        let jax =
            a.name.strip_prefix("javax.ws.rs.").or_else(|| a.name.strip_prefix("jakarta.ws.rs."));
        match jax {
            Some("Path") => jax_path = Some((first_path(&a.args), a.span)),
            Some(verb) => jax_method = http_method(verb).map(|m| (m, a.span)).or(jax_method),
            None => {}
        }
    }
    match (jax_path, jax_method) {
        (path, Some((method, span))) => {
            let path = path.map_or(String::new(), |(p, _)| p);
            routes.push(Route { path: joined(prefix, &path), method, span });
        }
        // A sub-resource locator.
        (Some((path, span)), None) => {
            routes.push(Route { path: joined(prefix, &path), method: "*", span });
        }
        (None, None) => {}
    }
    routes
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
    http_method(name.rsplit('.').next().unwrap_or("")).unwrap_or("*")
}

fn http_method(name: &str) -> Option<&'static str> {
    ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"].into_iter().find(|m| *m == name)
}

/// `/shop` and `orders/{id}` make `/shop/orders/{id}`.
fn joined(prefix: &str, path: &str) -> String {
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
