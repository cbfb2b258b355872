//! HTTP paths that attributes declare: MVC, Web API, ASP.NET Core.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{CSharp, Kind};
use crate::grammar::{child, named_children};
use crate::output::span;
use crate::value::Value;

impl<'t> CSharp<'t> {
    /// The path that routes of a controller's methods start with.
    pub(super) fn type_route(&mut self, declaration: Node<'t>, class: &str) -> String {
        let mut prefix = String::new();
        for (name, args, _) in self.route_attributes(declaration) {
            if matches!(name, "Route" | "RoutePrefix") && prefix.is_empty() {
                prefix = first_string(&args);
            }
        }
        prefix.replace("[controller]", class.strip_suffix("Controller").unwrap_or(class))
    }

    /// Adds the routes of an action.
    pub(super) fn method_routes(&mut self, declaration: Node<'t>, action: &str) {
        let prefix = self.types.last().map_or("", |t| t.route.as_str()).to_owned();
        let found = self.route_attributes(declaration);
        let route = found
            .iter()
            .find(|(name, _, _)| *name == "Route")
            .map(|(_, args, _)| first_string(args));
        let mut any = false;
        for (name, args, node) in &found {
            let method = match *name {
                "HttpGet" => "GET",
                "HttpPost" => "POST",
                "HttpPut" => "PUT",
                "HttpDelete" => "DELETE",
                "HttpPatch" => "PATCH",
                _ => continue,
            };
            let own = first_string(args);
            let path = if own.is_empty() { route.clone().unwrap_or_default() } else { own };
            if prefix.is_empty() && path.is_empty() {
                // Routed by convention: the path is not in this file.
                continue;
            }
            any = true;
            let path = joined(&prefix, &path).replace("[action]", action);
            self.out.fact(FactKind::Route, true, &path, method, span(*node));
        }
        if !any && let Some((_, _, node)) = found.iter().find(|(name, _, _)| *name == "Route") {
            let path = joined(&prefix, &route.unwrap_or_default()).replace("[action]", action);
            self.out.fact(FactKind::Route, true, &path, "*", span(*node));
        }
    }

    fn route_attributes(
        &mut self,
        declaration: Node<'t>,
    ) -> Vec<(&'t str, Vec<Value<'t>>, Node<'t>)> {
        let mut found = Vec::new();
        for list in named_children(declaration) {
            if list.kind() != "attribute_list" {
                continue;
            }
            for attribute in named_children(list) {
                let Some(name) = child(attribute, self.fields.name).map(|n| self.out.text(n))
                else {
                    continue;
                };
                let simple = name.strip_suffix("Attribute").unwrap_or(name);
                if !matches!(
                    simple,
                    "Route"
                        | "RoutePrefix"
                        | "HttpGet"
                        | "HttpPost"
                        | "HttpPut"
                        | "HttpDelete"
                        | "HttpPatch"
                ) {
                    continue;
                }
                let arguments = named_children(attribute)
                    .find(|n| self.kinds.kind(*n) == Some(Kind::AttributeArguments));
                let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
                found.push((simple, args, attribute));
            }
        }
        found
    }
}

fn first_string(args: &[Value<'_>]) -> String {
    args.iter()
        .find(|a| !matches!(a, Value::Named(..)))
        .or_else(|| args.iter().find(|a| matches!(a, Value::Named("template" | "Template", _))))
        .and_then(Value::as_str)
        .unwrap_or("")
        .to_owned()
}

/// `~/x` and `/x` leave the prefix out; else the parts are put together.
fn joined(prefix: &str, path: &str) -> String {
    if let Some(absolute) = path.strip_prefix("~/").or_else(|| path.strip_prefix('/')) {
        return format!("/{absolute}");
    }
    let mut all = String::new();
    for part in [prefix, path] {
        let part = part.trim_matches('/');
        if !part.is_empty() {
            all.push('/');
            all.push_str(part);
        }
    }
    all
}
