//! Ports in the files of application servers.

use seaworthy_facts::FactKind;
use seaworthy_xml::{Document, NodeId};

use crate::derive::listen::{host_and_port, port_of};
use crate::reading::Reading;

/// Emits a listen fact where the element opens a port for requests or management.
pub(super) fn facts(document: &Document, id: NodeId, out: &mut Reading<'_>) {
    let parent = document.parent(id).map_or("", |p| document.local_name(p));
    match document.local_name(id) {
        // Tomcat. AJP serves a web server in front, which does not come along.
        "Connector" if parent == "Service" => {
            let protocol = document.attr(id, "protocol").unwrap_or("HTTP/1.1");
            if !protocol.to_ascii_uppercase().contains("AJP") {
                attribute(document, id, "port", document.attr(id, "address").unwrap_or(""), out);
            }
        }
        // WildFly.
        "socket-binding" => {
            let name = document.attr(id, "name").unwrap_or("");
            if matches!(name, "http" | "https" | "management-http" | "management-https") {
                attribute(document, id, "port", "", out);
            }
        }
        // Liberty: without a host it binds to localhost only, with `*` to every address.
        "httpEndpoint" => {
            let host = document.attr(id, "host").unwrap_or("");
            attribute(document, id, "httpPort", host, out);
            attribute(document, id, "httpsPort", host, out);
        }
        // WebLogic.
        "listen-port" if matches!(parent, "server" | "ssl") => {
            let (text, span) = document.own_text(id);
            if let Some(port) = port_of(&text) {
                out.fact(FactKind::Listen, port, "", span);
            }
        }
        // IIS: `address:port:host name`.
        "binding" if parent == "bindings" => {
            if let Some(binding) = document.attribute(id, "bindingInformation")
                && let Some((address, _)) = binding.value.rsplit_once(':')
            {
                let (host, port) = host_and_port(address);
                if port.parse::<u16>().is_ok() {
                    out.fact(FactKind::Listen, port, host, binding.span);
                }
            }
        }
        _ => {}
    }
}

fn attribute(document: &Document, id: NodeId, name: &str, host: &str, out: &mut Reading<'_>) {
    if let Some(found) = document.attribute(id, name)
        && let Some(port) = port_of(&found.value)
    {
        out.fact(FactKind::Listen, port, host, found.span);
    }
}
