//! Health endpoints that the code already has.

use seaworthy_base::Evidence;
use seaworthy_deps::Module;
use seaworthy_facts::FactKind;

use crate::{Claim, Health, Port, Signal};

const LIVE: [&str; 18] = [
    "/healthz",
    "/health",
    "/_healthz",
    "/health/live",
    "/livez",
    "/live",
    "/liveness",
    "/hc",
    "/up",
    "/ping",
    "/status",
    "/_health",
    "/health/alive",
    "/alive",
    "/api/health",
    "/api/healthz",
    "/healthcheck",
    "/health-check",
];
const READY: [&str; 6] =
    ["/readyz", "/ready", "/readiness", "/health/ready", "/healthz/ready", "/_ready"];

/// Whether a route is one that people use for health checks.
pub(crate) fn looks_like_health(route: &str) -> bool {
    let route = route.trim_end_matches('/');
    LIVE.contains(&route) || READY.contains(&route)
}

/// The health endpoint of a component, from the Spring Boot actuator or from its routes.
pub(crate) fn find(
    modules: &[&Module],
    signals: &[&Signal],
    ports: &[Claim<Port>],
) -> Option<Claim<Health>> {
    let main = ports.first()?;
    let management = ports.iter().find(|p| p.value.name == "management").unwrap_or(main);
    for module in modules {
        if let Some(actuator) =
            module.dependency("org.springframework.boot:spring-boot-starter-actuator")
        {
            let base =
                config_value(signals, "management.endpoints.web.base-path").unwrap_or("/actuator");
            // Spring Boot 1.x has no groups and no base path.
            let old = module.property("spring.boot").is_some_and(|v| v.starts_with("1."));
            let (liveness, readiness) = if old {
                ("/health".to_owned(), "/health".to_owned())
            } else {
                (format!("{base}/health/liveness"), format!("{base}/health/readiness"))
            };
            let health = Health { liveness, readiness, port: management.value.name.clone() };
            return Some(Claim::new(health, actuator.evidence.clone()));
        }
        for (name, path) in [
            ("io.quarkus:quarkus-smallrye-health", "/q/health"),
            ("io.quarkus:quarkus-health", "/health"),
        ] {
            if let Some(found) = module.dependency(name) {
                let health = Health {
                    liveness: format!("{path}/live"),
                    readiness: format!("{path}/ready"),
                    port: main.value.name.clone(),
                };
                return Some(Claim::new(health, found.evidence.clone()));
            }
        }
    }
    if let Some(found) = image_check(signals, ports) {
        return Some(found);
    }
    let routes = |known: &[&str]| -> Option<(String, Evidence)> {
        known.iter().find_map(|path| {
            let hit = signals
                .iter()
                .find(|s| served(s).is_some_and(|p| p.trim_end_matches('/') == *path))?;
            Some((served(hit)?.to_owned(), hit.evidence.clone()))
        })
    };
    match (routes(&LIVE), routes(&READY)) {
        (None, None) => None,
        (Some((path, place)), None) | (None, Some((path, place))) => Some(Claim::new(
            Health { liveness: path.clone(), readiness: path, port: main.value.name.clone() },
            place,
        )),
        (Some((liveness, a)), Some((readiness, b))) => Some(Claim {
            value: Health { liveness, readiness, port: main.value.name.clone() },
            evidence: vec![a, b],
        }),
    }
}

/// The path that a signal says is served for health: a route, or the argument of ASP.NET's `MapHealthChecks`.
fn served(signal: &Signal) -> Option<&str> {
    match signal.kind {
        FactKind::Route => Some(&signal.name),
        FactKind::Call if signal.name.ends_with(".MapHealthChecks") => {
            signal.value.split('"').nth(1).filter(|path| path.starts_with('/'))
        }
        _ => None,
    }
}

/// The address that the `HEALTHCHECK` of an existing Dockerfile asks inside of the container.
fn image_check(signals: &[&Signal], ports: &[Claim<Port>]) -> Option<Claim<Health>> {
    let check =
        signals.iter().find(|s| s.kind == FactKind::ConfigKey && &*s.name == "HEALTHCHECK")?;
    let address = ["http://localhost", "http://127.0.0.1", "http://0.0.0.0"]
        .iter()
        .find_map(|start| check.value.split(start).nth(1))?;
    let address = address.split([' ', '"', '\'', '|', ')', '?']).next()?;
    let (port, path) = address.split_once('/')?;
    let number: u16 = match port.strip_prefix(':') {
        Some(number) => number.parse().ok()?,
        None if port.is_empty() => 80,
        None => return None,
    };
    let port = ports.iter().find(|p| p.value.number == number)?;
    let path = format!("/{path}");
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    path.chars().all(legal).then(|| {
        let health =
            Health { liveness: path.clone(), readiness: path, port: port.value.name.clone() };
        Claim::new(health, check.evidence.clone())
    })
}

/// The value of a configuration key among the signals.
pub(crate) fn config_value<'s>(signals: &[&'s Signal], key: &str) -> Option<&'s str> {
    signals.iter().find(|s| s.kind == FactKind::ConfigKey && &*s.name == key).map(|s| &*s.value)
}
