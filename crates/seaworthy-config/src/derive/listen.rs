//! Ports that a key states.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use super::relaxed;
use crate::reading::Reading;

/// Emits the ports of a key; says whether the key is about listening at all.
pub(crate) fn facts(out: &mut Reading<'_>, name: &str, value: &str, span: Span) -> bool {
    if out.purpose.is_compose {
        return compose(out, name, value, span);
    }
    let plain = name.strip_prefix("ENV.").filter(|_| out.purpose.is_dockerfile);
    let is_variable = out.purpose.is_env || plain.is_some();
    match kind(plain.unwrap_or(name), is_variable) {
        Some(Kind::Port) => {
            for port in value.split(';').filter_map(port_of) {
                out.fact(FactKind::Listen, port, "", span);
            }
            true
        }
        Some(Kind::Urls) => {
            for url in value.split(';') {
                let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
                let (host, port) = host_and_port(authority.split('/').next().unwrap_or(""));
                let default = if url.trim_start().starts_with("https") { "443" } else { "80" };
                let port = if port.is_empty() { default } else { port };
                out.fact(FactKind::Listen, if is_port(port) { port } else { "?" }, host, span);
            }
            true
        }
        None => false,
    }
}

enum Kind {
    /// A number, or several with `;` between.
    Port,
    /// `http://host:port`, or several with `;` between.
    Urls,
}

fn kind(name: &str, is_variable: bool) -> Option<Kind> {
    if name.len() > 80 {
        return None;
    }
    let relaxed = relaxed(name);
    match relaxed.as_str() {
        "server.port"
        | "management.server.port"
        | "management.port"
        | "quarkus.http.port"
        | "quarkus.management.port"
        | "quarkus.http.sslport"
        | "micronaut.server.port"
        | "endpoints.all.port"
        | "play.server.http.port" => Some(Kind::Port),
        "port"
        | "serverport"
        | "managementserverport"
        | "aspnetcorehttpports"
        | "quarkushttpport"
            if is_variable =>
        {
            Some(Kind::Port)
        }
        "aspnetcoreurls" if is_variable => Some(Kind::Urls),
        "urls" => Some(Kind::Urls),
        _ => (relaxed.starts_with("kestrel.endpoints.") && relaxed.ends_with(".url"))
            .then_some(Kind::Urls),
    }
}

/// `services.NAME.ports.N` in its short and long form, and `expose`. The service becomes the scope.
fn compose(out: &mut Reading<'_>, name: &str, value: &str, span: Span) -> bool {
    let mut parts: Vec<&str> = name.split('.').collect();
    if parts.first() == Some(&"services") {
        parts.remove(0);
    }
    let port = match parts.as_slice() {
        [_, "ports" | "expose", _] => {
            let container = value.rsplit(':').next().unwrap_or("");
            container.split(['/', '-']).next().unwrap_or("")
        }
        [_, "ports", _, "target"] => value,
        _ => return false,
    };
    if let Some(&service) = parts.first() {
        out.scope(&format!("services.{service}"));
    }
    out.fact(FactKind::Listen, if is_port(port) { port } else { "?" }, "", span);
    out.scope("");
    true
}

/// The port of a value: itself, the default of a placeholder, or `?`. None where it says that nothing listens.
pub(crate) fn port_of(value: &str) -> Option<&str> {
    let value = value.trim();
    if value.starts_with('-') || value.is_empty() {
        return None;
    }
    let default = value
        .strip_prefix("${")
        .and_then(|v| v.strip_suffix('}'))
        .and_then(|v| v.rsplit_once([':', '-']))
        .map_or(value, |(_, default)| default);
    let default = default.trim_matches(['-', '}']);
    Some(if is_port(default) { default } else { "?" })
}

/// Splits `host:port`; a lone number is a port, anything else alone a host. `[::]:80` keeps its brackets.
pub(crate) fn host_and_port(address: &str) -> (&str, &str) {
    let address = address.trim();
    match address.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        None if address.bytes().all(|b| b.is_ascii_digit()) => ("", address),
        _ => (address, ""),
    }
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0)
}
