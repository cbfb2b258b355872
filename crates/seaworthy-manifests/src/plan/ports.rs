//! Ports: as found, moved where a process without rights cannot listen.

use std::collections::BTreeSet;

use seaworthy_components::{Component, ComponentKind, Platform};

use super::{Decision, Profile};
use crate::names;

/// A port of a container.
#[derive(Clone, Debug)]
pub(crate) struct PlannedPort {
    /// A port name, unique in its component.
    pub(crate) name: String,
    /// The number in the code.
    pub(crate) found: u16,
    /// The number in the container.
    pub(crate) number: Decision<u16>,
}

impl PlannedPort {
    /// The port of the Service: plain web ports as browsers know them, others as they are.
    pub(crate) fn service_port(&self, first: bool) -> u16 {
        match self.name.as_str() {
            "http" | "web" if first => 80,
            "https" if first => 443,
            _ if first && self.found < 1024 => self.found,
            _ => self.number.value,
        }
    }
}

/// Ports of a component, the main one first. Jobs have none; a server without a known port gets its platform's.
pub(crate) fn plan(component: &Component, profile: &Profile) -> Vec<PlannedPort> {
    if component.kind == ComponentKind::Job {
        return Vec::new();
    }
    let windows = component.platform.value.is_windows();
    let mut taken: BTreeSet<u16> =
        component.ports.iter().map(|p| p.value.number).filter(|&n| windows || n >= 1024).collect();
    let mut seen = BTreeSet::new();
    let mut names_taken = BTreeSet::new();
    let mut ports = Vec::new();
    for claim in &component.ports {
        let port = &claim.value;
        if port.number == 0 || !seen.insert(port.number) {
            continue;
        }
        let mut name = names::port_name(&port.name, port.number);
        if !names_taken.insert(name.clone()) {
            name = format!("port-{}", port.number);
            names_taken.insert(name.clone());
        }
        let number = if port.number >= 1024 || windows {
            port.number
        } else {
            free_port(port.number, &mut taken)
        };
        let mut decision = Decision::new(number, claim.evidence.clone());
        if number != port.number {
            let how = if component.dockerfile.is_some() {
                "the existing image has to listen there"
            } else {
                moving_hint(component.platform.value)
            };
            decision = decision.todo(&format!(
                "{} needs rights a container should not have, moved to {number}: {how}",
                port.number
            ));
        }
        if port.host.as_deref().is_some_and(is_loopback) {
            decision = decision.todo(
                "the code binds the loopback address, which nothing outside the pod reaches: bind 0.0.0.0",
            );
        }
        ports.push(PlannedPort { name, found: port.number, number: decision });
    }
    let serves = matches!(component.kind, ComponentKind::Web | ComponentKind::Static);
    if let (true, true, Some(number)) = (ports.is_empty(), serves, profile.port) {
        let decision = Decision::default_of(number, profile.port_reason)
            .todo("no port was found in the code: check it");
        ports.push(PlannedPort { name: "http".to_owned(), found: number, number: decision });
    }
    ports
}

/// Where a low port goes: 80 to 8080, 443 to 8443, others 8000 up, or the next that is free.
fn free_port(number: u16, taken: &mut BTreeSet<u16>) -> u16 {
    let wanted = match number {
        80 => 8080,
        443 => 8443,
        other => 8000 + other,
    };
    let free = (wanted..=u16::MAX).find(|n| !taken.contains(n)).unwrap_or(wanted);
    taken.insert(free);
    free
}

fn moving_hint(platform: Platform) -> &'static str {
    match platform {
        Platform::Java | Platform::DotNet | Platform::Node | Platform::Python | Platform::Ruby => {
            "check that the application takes it from the ConfigMap"
        }
        Platform::Php | Platform::StaticFiles | Platform::Perl => {
            "the drafted image's web server listens there"
        }
        _ => "configure the server to listen there",
    }
}

/// Whether an address is only reachable from the same pod.
pub(crate) fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost") || host.starts_with("127.") || host == "::1"
}
