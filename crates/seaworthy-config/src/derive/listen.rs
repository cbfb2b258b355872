//! Ports that a key states.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use super::{MAX_DERIVED, relaxed};
use crate::file_name;
use crate::reading::Reading;

/// Emits the ports of a key; says whether the key is about listening at all.
pub(crate) fn facts(out: &mut Reading<'_>, name: &str, value: &str, span: Span) -> bool {
    if out.purpose.is_compose {
        return compose(out, name, value, span);
    }
    let plain = name.strip_prefix("ENV.").filter(|_| out.purpose.is_dockerfile);
    let is_variable = out.purpose.is_env || plain.is_some();
    let is_host_settings = name.eq_ignore_ascii_case("urls") && is_aspnet(out.path());
    let kind = kind(plain.unwrap_or(name), is_variable);
    match if is_host_settings { Some(Kind::Urls) } else { kind } {
        Some(Kind::Port) => {
            for port in value.split(';').take(MAX_DERIVED).filter_map(port_of) {
                out.fact(FactKind::Listen, port, "", span);
            }
            true
        }
        Some(Kind::Urls) => {
            for url in value.split(';').take(MAX_DERIVED) {
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

/// Whether the file holds the settings of an ASP.NET Core host.
fn is_aspnet(path: &str) -> bool {
    let file = file_name(path);
    file.starts_with("appsettings") || file.starts_with("hosting")
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
        _ => (relaxed.starts_with("kestrel.endpoints.") && relaxed.ends_with(".url"))
            .then_some(Kind::Urls),
    }
}

/// `services.NAME.ports.N` in its short and long form, and `expose`. The service becomes the scope; its name may hold
/// dots.
fn compose(out: &mut Reading<'_>, name: &str, value: &str, span: Span) -> bool {
    let (list, last) = name.rsplit_once('.').unwrap_or((name, ""));
    let port = if last == "target" {
        let list = list.rsplit_once('.').map_or("", |(list, _)| list);
        list.strip_suffix(".ports").map(|service| (service, value))
    } else {
        let service = list.strip_suffix(".ports").or_else(|| list.strip_suffix(".expose"));
        service.map(|service| (service, container_port(value)))
    };
    let Some((service, port)) = port.filter(|(service, _)| is_service(service)) else {
        return false;
    };
    if let Some(port) = port_of(port) {
        let service = service.strip_prefix("services.").unwrap_or(service);
        out.scope(&format!("services.{service}"));
        out.fact(FactKind::Listen, port, "", span);
        out.scope("");
    }
    true
}

/// Whether the path leads to a service: below `services`, or at the top as in the first version of the format.
fn is_service(path: &str) -> bool {
    path.starts_with("services.") || !path.contains('.')
}

/// The container's side of `host:published:container/protocol`; of a range its first port.
fn container_port(value: &str) -> &str {
    let mut depth = 0_usize;
    let mut start = 0;
    for (i, byte) in value.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => start = i + 1,
            _ => {}
        }
    }
    let port = value.get(start..).unwrap_or("");
    let port = port.split('/').next().unwrap_or("");
    if port.starts_with('$') { port } else { port.split('-').next().unwrap_or("") }
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
