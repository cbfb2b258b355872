//! Paths that Flask, FastAPI, Django, aiohttp and Tornado serve.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Python, child};
use crate::grammar::named_children;
use crate::meaning::Defaults;
use crate::output::span;
use crate::value::Value;
use crate::walk::Then;

impl<'t> Python<'t> {
    /// `@name(…)`, and the route it makes.
    pub(super) fn enter_decorator(&mut self, node: Node<'t>) -> Then {
        let Some(inner) = named_children(node).next() else { return Then::Skip };
        let is_call = self.kind(inner) == Some(Kind::Call);
        let name = if is_call { child(inner, self.fields.function) } else { Some(inner) };
        let Some((qualified, resolved, _)) = name.and_then(|n| self.callee(n)) else {
            return Then::Descend;
        };
        let arguments = child(inner, self.fields.arguments).filter(|_| is_call);
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a, Defaults::Ignored));
        self.out.fact_with(FactKind::Annotation, resolved, &qualified, &args, span(node));
        if let Some(arguments) = arguments
            && let Some(path) = self.first_string(arguments)
        {
            let method = method(&qualified, &args);
            if let Some(method) = method
                && (path.starts_with('/') || path.is_empty())
            {
                let path = if path.is_empty() { "/" } else { &path };
                self.out.fact(FactKind::Route, resolved, path, &method, span(node));
            }
        }
        self.quiet = inner.id();
        Then::Descend
    }

    /// `path('x/', view)` and the like.
    pub(super) fn route_of_call(
        &mut self,
        callee: &str,
        resolved: bool,
        args: &[Value<'t>],
        place: Span,
    ) {
        let first = args.first().and_then(Value::as_str);
        match callee {
            "django.urls.path"
            | "django.urls.re_path"
            | "django.conf.urls.url"
            | "django.conf.urls.defaults.url"
            | "rest_framework.routers.DefaultRouter.register"
            | "rest_framework.routers.SimpleRouter.register" => {
                if let Some(path) = first {
                    let path = path.trim_start_matches('^').trim_end_matches('$');
                    let path = format!("/{}", path.trim_start_matches('/'));
                    self.out.fact(FactKind::Route, resolved, &path, "*", place);
                }
            }
            "tornado.web.Application" => {
                let Some(Value::Group(handlers)) = args.first() else { return };
                for handler in handlers {
                    if let Value::Group(parts) = handler
                        && let Some(path) = parts.first().and_then(Value::as_str)
                    {
                        self.out.fact(FactKind::Route, resolved, path, "*", place);
                    }
                }
            }
            _ => {
                let path = match first {
                    Some(path) if path.starts_with('/') => path,
                    _ => return,
                };
                let last = callee.rsplit('.').next().unwrap_or(callee);
                let method = match last {
                    "add_url_rule" | "add_route" | "add_api_route" => "*",
                    "add_get" => "GET",
                    "add_post" => "POST",
                    "add_put" => "PUT",
                    "add_delete" => "DELETE",
                    "get" if callee == "aiohttp.web.get" => "GET",
                    "post" if callee == "aiohttp.web.post" => "POST",
                    _ => return,
                };
                self.out.fact(FactKind::Route, resolved, path, method, place);
            }
        }
    }
}

/// The method that a decorator of a web framework serves; `None` for other decorators.
fn method(decorator: &str, args: &[Value<'_>]) -> Option<String> {
    let last = decorator.rsplit('.').next().unwrap_or(decorator);
    match last {
        "route" | "api_route" => {
            let methods = args.iter().find_map(|a| match a {
                Value::Named("methods" | "method", value) => Some(value.strings()),
                _ => None,
            });
            Some(methods.and_then(|m| m.first().map(|m| (*m).to_owned())).unwrap_or("GET".into()))
        }
        "get" | "post" | "put" | "patch" | "delete" | "head" | "options" => {
            Some(last.to_ascii_uppercase())
        }
        _ => None,
    }
}
