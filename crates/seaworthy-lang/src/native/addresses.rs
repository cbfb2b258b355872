//! Sockets: the port that a socket address got before `bind` or `connect`.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Native};
use crate::grammar::{child, named_children};
use crate::value::Value;

/// What was written into a `sockaddr_in` so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Address {
    port: Option<u64>,
    host: Option<String>,
}

const LOOPBACK: &str = "127.0.0.1";

impl<'t> Native<'t> {
    /// `addr.sin_port = htons(80)`.
    pub(super) fn address_field(&mut self, left: Node<'t>, right: Node<'t>) {
        let text = self.out.text(left);
        let variable = text.split(['.', '-', '[']).next().unwrap_or(text).trim();
        let field = text.rsplit(['.', '>']).next().unwrap_or(text);
        let value = self.value(right);
        self.address_part(variable, field, &value);
    }

    /// `{ .sin_port = htons(80) }`.
    pub(super) fn address_list(&mut self, variable: &'t str, list: Node<'t>) {
        for pair in named_children(list).take(16) {
            if self.kind(pair) == Some(Kind::Pair)
                && let (Some(key), Some(value)) =
                    (child(pair, self.fields.designator), child(pair, self.fields.value))
            {
                let key = self.out.text(key).trim_start_matches('.');
                let value = self.value(value);
                self.address_part(variable, key, &value);
            }
        }
    }

    fn address_part(&mut self, variable: &'t str, field: &str, value: &Value<'t>) {
        match field {
            "sin_port" | "sin6_port" => {
                self.addresses.entry(variable).or_default().port = value.as_number();
            }
            "s_addr" | "sin_addr" => {
                let host = match value {
                    Value::Name("INADDR_LOOPBACK") => Some(LOOPBACK.to_owned()),
                    Value::Name("INADDR_ANY") => Some(String::new()),
                    Value::Str(host) => Some(host.to_string()),
                    _ => None,
                };
                self.addresses.entry(variable).or_default().host = host;
            }
            _ => {}
        }
    }

    /// The address that the second argument of `bind` and `connect` points to, and whether it is one.
    fn address_of(&self, argument: Node<'t>) -> Option<&'t str> {
        let mut at = argument;
        let mut cast = false;
        for _ in 0..6 {
            at = match self.kind(at) {
                Some(Kind::Cast) => {
                    cast |= self.out.text(at).contains("sockaddr");
                    child(at, self.fields.value)?
                }
                Some(Kind::Pointer) => child(at, self.fields.argument)?,
                Some(Kind::Parenthesized) => named_children(at).next()?,
                _ => break,
            };
        }
        let name = self.out.text(at);
        let type_ = self.variables.get(name).map(|v| self.names.get(v.type_)).unwrap_or_default();
        if type_ == "sockaddr_un" {
            return None;
        }
        (cast || type_.starts_with("sockaddr") || name.ends_with("ai_addr")).then_some(name)
    }

    /// Ports listened on and addresses connected to.
    pub(super) fn socket_call(
        &mut self,
        callee: &str,
        args: &[Value<'t>],
        arguments: Node<'t>,
        place: Span,
    ) {
        match callee {
            "bind" | "connect" if args.len() == 3 => {
                let Some(variable) =
                    self.argument_nodes(arguments).get(1).and_then(|a| self.address_of(*a))
                else {
                    return;
                };
                let address = self.addresses.get(variable).cloned().unwrap_or_default();
                let host = address.host.unwrap_or_default();
                if callee == "bind" {
                    match address.port {
                        // The system chooses one: a client.
                        Some(0) => {}
                        Some(port) if port <= 65_535 => {
                            self.out.fact(FactKind::Listen, true, &port.to_string(), &host, place);
                        }
                        _ => self.out.fact(FactKind::Listen, true, "?", &host, place),
                    }
                } else if let Some(port) = address.port
                    && !host.is_empty()
                {
                    let url = format!("tcp://{host}:{port}");
                    self.out.fact(FactKind::Url, true, &url, callee, place);
                }
            }
            "inet_pton" => {
                // `inet_pton(AF_INET, "10.0.0.1", &addr.sin_addr)`
                if let (Some(Value::Str(host)), Some(target)) =
                    (args.get(1), self.argument_nodes(arguments).get(2))
                {
                    let text = self.out.text(*target).trim_start_matches(['&', '(', ' ']);
                    let variable = text.split(['.', '-']).next().unwrap_or(text);
                    self.addresses.entry(variable).or_default().host = Some(host.to_string());
                }
            }
            "getaddrinfo" => {
                let host = args.first().and_then(Value::as_str);
                let port = args.get(1).and_then(Value::as_number);
                if let (Some(host), Some(port)) = (host, port) {
                    let url = format!("tcp://{host}:{port}");
                    self.out.fact(FactKind::Url, true, &url, callee, place);
                }
            }
            _ => {}
        }
    }
}
