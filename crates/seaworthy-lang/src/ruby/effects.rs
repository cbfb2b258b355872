//! What calls of known names mean to a container.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Ruby};
use crate::apis::Effect;
use crate::grammar::named_children;
use crate::literal;
use crate::output::span;
use crate::value::Value;

impl<'t> Ruby<'t> {
    pub(super) fn effects(
        &mut self,
        callee: &str,
        resolved: bool,
        arguments: Option<Node<'t>>,
        node: Node<'t>,
    ) {
        let place = span(node);
        if let Some(effect) = self.out.effect_of(callee) {
            let mut args = arguments.map_or_else(Vec::new, |a| self.list(a, true));
            match effect {
                Effect::Open { mode, .. } if args.len() > usize::from(mode) => {
                    // Flags such as `File::WRONLY | File::CREAT` say what a mode says.
                    let written = arguments.and_then(|a| named_children(a).nth(usize::from(mode)));
                    let written = written.map_or("", |n| self.out.text(n));
                    let writes = ["WRONLY", "RDWR", "CREAT", "APPEND"];
                    if writes.iter().any(|w| written.contains(w))
                        && let Some(slot) = args.get_mut(usize::from(mode))
                    {
                        *slot = Value::Str("w".into());
                    }
                    self.out.effect(effect, resolved, callee, &args, place);
                }
                Effect::Exec(_) => {
                    // A hash of variables may come first.
                    let hash = arguments.and_then(|a| named_children(a).next());
                    let hash = hash.is_some_and(|n| self.is_kind(n, Kind::Hash));
                    let program = args.get(usize::from(hash)).map(Value::strings);
                    let program =
                        program.and_then(|s| s.first().copied()).unwrap_or("?").to_owned();
                    self.out.fact(FactKind::Exec, resolved, &program, callee, place);
                }
                _ => self.out.effect(effect, resolved, callee, &args, place),
            }
            return;
        }
        if let Some((port, host)) = self.listens(callee, arguments) {
            self.out.fact(FactKind::Listen, resolved, &port, &host, place);
        }
    }

    /// The port and host that a setting or server names.
    fn listens(&mut self, callee: &str, arguments: Option<Node<'t>>) -> Option<(String, String)> {
        let top = self.functions == 0 && self.types.is_empty();
        let server = matches!(
            callee,
            "Rack.Handler.WEBrick.run"
                | "Rack.Server.start"
                | "Rack.Handler.Puma.run"
                | "WEBrick.HTTPServer"
        );
        let socket = matches!(callee, "TCPServer" | "TCPServer.open" | "UDPSocket.bind");
        let setting = matches!(callee, "port" | "bind" | "listen") && top || callee == "set";
        if !(server || socket || setting) {
            return None;
        }
        let args = self.list(arguments?, true);
        let number = |value: &Value<'_>| {
            let text = value.as_str().and_then(|s| s.parse().ok());
            value.as_number().or(text).filter(|&n: &u64| n <= 65_535)
        };
        let shown = |port: Option<u64>| port.map_or_else(|| "?".to_owned(), |p| p.to_string());
        let first = args.first()?;
        if server {
            let named = |key: &str| {
                args.iter().find_map(|a| match a {
                    Value::Named(k, v) if *k == key => Some(&**v),
                    _ => None,
                })
            };
            let port = named("Port")?;
            let host = named("Host").or(named("BindAddress")).and_then(Value::as_str);
            return Some((shown(number(port)), host.unwrap_or("").to_owned()));
        }
        match (callee, first.as_str()) {
            ("set", Some("port")) => Some((shown(number(args.get(1)?)), String::new())),
            ("set", _) => None,
            ("port", _) if args.len() <= 2 => {
                let host = args.get(1).and_then(Value::as_str).unwrap_or("");
                Some((shown(number(first)), host.to_owned()))
            }
            ("bind", Some(url)) => {
                let address = url.strip_prefix("tcp://").or(url.strip_prefix("ssl://"))?;
                let (host, port) = literal::address(address.split('?').next()?);
                Some((shown(port), host.to_owned()))
            }
            ("listen", Some(address)) if address.contains('/') => None,
            ("listen", Some(address)) => {
                let (host, port) = literal::address(address);
                Some((shown(port), host.trim_matches('*').to_owned()))
            }
            ("listen", None) => Some((number(first)?.to_string(), String::new())),
            _ if socket => match args.as_slice() {
                [port] => Some((shown(number(port)), String::new())),
                [host, port, ..] => {
                    Some((shown(number(port)), host.as_str().unwrap_or("").to_owned()))
                }
                [] => None,
            },
            _ => None,
        }
    }
}
