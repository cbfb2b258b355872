//! Routes of Rails and Sinatra.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Routing, Ruby};
use crate::grammar::{child, named_children};
use crate::output::span;
use crate::value::Value;

impl<'t> Ruby<'t> {
    pub(super) fn route(&mut self, callee: &str, arguments: Option<Node<'t>>, node: Node<'t>) {
        let block = child(node, self.fields.block);
        if callee.ends_with(".routes.draw") || callee == "?.draw" && self.types.is_empty() {
            if block.is_some() {
                self.routing.push(Routing { call: node.id(), prefix: Some(String::new()) });
            }
            return;
        }
        let method = match callee {
            "get" => "GET",
            "post" => "POST",
            "put" => "PUT",
            "patch" => "PATCH",
            "delete" => "DELETE",
            "match" | "root" | "mount" | "resources" | "resource" => "*",
            "namespace" | "scope" | "member" | "collection" | "concern" => {
                self.enter_routes(callee, arguments, node);
                return;
            }
            _ => return,
        };
        let args = arguments.map_or_else(Vec::new, |a| self.list(a, true));
        let first = arguments.and_then(|a| named_children(a).next());
        let Some(outer) = self.routing.last() else {
            self.sinatra(method, &args, first, block, node);
            return;
        };
        let prefix = outer.prefix.clone();
        if matches!(callee, "resources" | "resource") && block.is_some() {
            self.routing.push(Routing { call: node.id(), prefix: None });
        }
        let Some(prefix) = prefix else { return };
        let named = |key: &str| {
            args.iter().find_map(|a| match a {
                Value::Named(k, v) if *k == key => Some(&**v),
                _ => None,
            })
        };
        let mut path = match first.and_then(|f| self.kind(f)) {
            // `get 'up' => 'health#show'`, `mount Engine => '/x'`.
            Some(Kind::Pair) if callee == "mount" => args.first().map(Value::strings),
            Some(Kind::Pair) if callee != "root" => {
                let key = first.and_then(|f| child(f, self.fields.key));
                let key = key.filter(|k| self.is_kind(*k, Kind::Str)).map(|k| self.string(k, true));
                if let Some(key) = key {
                    self.add_route(&prefix, &key, method, node);
                }
                return;
            }
            _ => args.first().map(Value::strings),
        }
        .and_then(|s| s.first().map(|s| (*s).to_owned()));
        match callee {
            "root" => path = Some(String::new()),
            "mount" => path = named("at").and_then(Value::as_str).map(str::to_owned).or(path),
            "resources" | "resource" => {
                for name in args.iter().filter(|a| matches!(a, Value::Str(_))) {
                    let written = named("path").and_then(Value::as_str);
                    let name = written.or(name.as_str()).unwrap_or("").to_owned();
                    self.add_route(&prefix, &name, method, node);
                }
                return;
            }
            _ => {}
        }
        let Some(path) = path else { return };
        let methods: Vec<String> = match named("via") {
            Some(via) => via.strings().iter().map(|m| m.to_ascii_uppercase()).collect(),
            None if callee == "root" => vec!["GET".to_owned()],
            None => vec![method.to_owned()],
        };
        for method in methods {
            self.add_route(&prefix, &path, if method == "ALL" { "*" } else { &method }, node);
        }
    }

    fn enter_routes(&mut self, callee: &str, arguments: Option<Node<'t>>, node: Node<'t>) {
        let Some(outer) = self.routing.last().map(|r| r.prefix.clone()) else { return };
        if child(node, self.fields.block).is_none() {
            return;
        }
        let args = arguments.map_or_else(Vec::new, |a| self.list(a, true));
        let path = args.iter().find_map(|a| match a {
            Value::Named("path", v) => v.as_str(),
            _ => None,
        });
        let path =
            path.or(args.first().filter(|a| matches!(a, Value::Str(_))).and_then(Value::as_str));
        let prefix = match (outer, callee) {
            (Some(outer), "namespace" | "scope") => Some(joined(&outer, path.unwrap_or(""))),
            _ => None,
        };
        self.routing.push(Routing { call: node.id(), prefix });
    }

    fn add_route(&mut self, prefix: &str, path: &str, method: &str, node: Node<'t>) {
        let path = joined(prefix, path.trim_end_matches("(.:format)"));
        let path = if path.is_empty() { "/" } else { &path };
        self.out.fact(FactKind::Route, true, path, method, span(node));
    }

    /// `get '/health' do … end`, or a route of Rails in a file without `draw`.
    fn sinatra(
        &mut self,
        method: &str,
        args: &[Value<'t>],
        first: Option<Node<'t>>,
        block: Option<Node<'t>>,
        node: Node<'t>,
    ) {
        if method == "*" || self.functions > 0 {
            return;
        }
        let is_text = first.is_some_and(|f| self.is_kind(f, Kind::Str));
        let Some(path) = args.first().filter(|_| is_text).and_then(Value::as_str) else { return };
        let leads = args.iter().any(|a| matches!(a, Value::Named("to", _)));
        if block.is_some() && path.starts_with('/') || leads {
            self.out.fact(FactKind::Route, leads, &joined("", path), method, span(node));
        }
    }
}

/// A path behind a prefix, with one slash before each.
fn joined(prefix: &str, path: &str) -> String {
    let path = path.trim_matches('/');
    if path.is_empty() { prefix.to_owned() } else { format!("{prefix}/{path}") }
}
