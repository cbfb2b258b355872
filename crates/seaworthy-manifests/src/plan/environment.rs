//! Environment: what goes to the ConfigMap, what has to come from a Secret, and what nobody has said yet.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_base::{Evidence, looks_secret, mask_line};
use seaworthy_components::{Component, ComponentKind, Platform};

use super::ports::is_loopback;
use super::{Decision, PlannedPort, major, technology};
use crate::names;

/// A value of the ConfigMap.
pub(crate) type Setting = Decision<String>;

/// The environment of a component.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    /// Variables by name.
    pub(crate) values: BTreeMap<String, Setting>,
    /// Variables that the code reads and that have no default.
    pub(crate) missing: BTreeMap<String, Vec<Evidence>>,
    /// Names that hold secrets: never a value.
    pub(crate) secrets: BTreeMap<String, Vec<Evidence>>,
    /// Names that no environment variable can have.
    pub(crate) unusable: BTreeMap<String, Vec<Evidence>>,
}

/// Variables that the system or the image sets.
const SYSTEM: [&str; 20] = [
    "PATH",
    "HOME",
    "HOSTNAME",
    "PWD",
    "OLDPWD",
    "SHELL",
    "USER",
    "LOGNAME",
    "TERM",
    "TMP",
    "TEMP",
    "TMPDIR",
    "CLASSPATH",
    "JAVA_HOME",
    "GOPATH",
    "PYTHONPATH",
    "GEM_HOME",
    "NODE_PATH",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
];
/// Where the Secret is mounted.
pub(crate) const SECRETS_DIR: &str = "/etc/secrets";

/// Decides from what the component reads and what its platform wants.
pub(crate) fn plan(component: &Component, ports: &[PlannedPort]) -> Environment {
    let mut environment = Environment::default();
    let mut seen = BTreeSet::new();
    for claim in &component.env {
        let variable = &claim.value;
        let name = variable.name.trim();
        if SYSTEM.contains(&name) || name.is_empty() || !seen.insert(name.to_owned()) {
            continue;
        }
        let why = claim.evidence.clone();
        let holds_secret = variable.secret
            || looks_secret(name)
            || variable.default.as_deref().is_some_and(|value| is_secret_value(name, value));
        if holds_secret {
            environment.secrets.insert(name.to_owned(), why);
        } else if !names::is_env_name(name) {
            environment.unusable.insert(name.to_owned(), why);
        } else {
            match variable.default.as_deref().filter(|value| value.len() <= 1024) {
                Some(value) => {
                    let todo = if points_home(value) {
                        "in a pod this address is the pod itself: name the Service or host"
                    } else {
                        ""
                    };
                    let setting = Setting::new(value.to_owned(), why).todo(todo);
                    environment.values.insert(name.to_owned(), setting);
                }
                None => {
                    environment.missing.insert(name.to_owned(), why);
                }
            }
        }
    }
    for (name, setting) in platform_settings(component, ports, !environment.secrets.is_empty()) {
        environment.missing.remove(name);
        environment.values.insert(name.to_owned(), setting);
    }
    environment
}

/// Whether a default gives a secret away: user information in a URL, key material, or a `password=` inside.
fn is_secret_value(name: &str, value: &str) -> bool {
    value.contains("-----BEGIN")
        || looks_secret(value) && value.contains(['=', ':'])
        || mask_line(&format!("{name} {value}")) != format!("{name} {value}")
}

fn points_home(value: &str) -> bool {
    value.split(['/', ':', '@', ',', ';', '=', ' ']).any(|part| is_loopback(part) && part != "::1")
}

/// What the platform reads, so that ports, memory and logs are what the manifest says.
fn platform_settings(
    component: &Component,
    ports: &[PlannedPort],
    secrets: bool,
) -> Vec<(&'static str, Setting)> {
    let main = ports.first();
    let port =
        |port: &PlannedPort| Setting::new(port.number.value.to_string(), port.number.why.clone());
    let mut out = Vec::new();
    match component.platform.value {
        Platform::Java | Platform::Servlet | Platform::JavaEe => {
            out.push((
                "JAVA_TOOL_OPTIONS",
                Setting::default_of(
                    "-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError -Djava.io.tmpdir=/tmp"
                        .to_owned(),
                    "heap follows the memory limit; a broken JVM ends so that it is started again",
                ),
            ));
            let boot = technology(component, "spring boot");
            if let (Platform::Java, Some(why)) = (component.platform.value, boot) {
                out.extend(main.map(|p| ("SERVER_PORT", port(p))));
                let management = ports.iter().skip(1).find(|p| p.name == "management");
                out.extend(management.map(|p| ("MANAGEMENT_SERVER_PORT", port(p))));
                if component.kind == ComponentKind::Web {
                    out.push((
                        "SERVER_SHUTDOWN",
                        Setting::new("graceful".to_owned(), why.to_vec()),
                    ));
                    let seconds = Setting::default_of(
                        "20s".to_owned(),
                        "shorter than terminationGracePeriodSeconds",
                    );
                    out.push(("SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE", seconds));
                }
                if let Some(actuator) = component
                    .health
                    .as_ref()
                    .filter(|h| h.value.liveness.contains("/actuator/health/"))
                {
                    let probes = Setting::new("true".to_owned(), actuator.evidence.clone());
                    out.push(("MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED", probes));
                }
                if secrets {
                    let tree = Setting::default_of(
                        format!("optional:configtree:{SECRETS_DIR}/"),
                        "Spring Boot reads each file there as a property (since 2.4)",
                    );
                    out.push(("SPRING_CONFIG_IMPORT", tree));
                }
            }
        }
        Platform::DotNet => {
            if let Some(main) = main {
                // Since .NET 8 the images have a variable for ports alone.
                let older = major(component).is_some_and(|m| m < 8);
                if older {
                    let url = format!("http://+:{}", main.number.value);
                    out.push(("ASPNETCORE_URLS", Setting::new(url, main.number.why.clone())));
                } else {
                    out.push(("ASPNETCORE_HTTP_PORTS", port(main)));
                }
            }
            let quiet = "the debugger's pipes need a writable root";
            out.push(("DOTNET_EnableDiagnostics", Setting::default_of("0".to_owned(), quiet)));
        }
        Platform::Node => {
            out.push(("NODE_ENV", Setting::default_of("production".to_owned(), "a deployment")));
            out.extend(main.map(|p| ("PORT", port(p))));
        }
        Platform::Python => {
            let unbuffered = "logs appear when they are written";
            out.push(("PYTHONUNBUFFERED", Setting::default_of("1".to_owned(), unbuffered)));
            let no_cache = "the root file system is read-only";
            out.push(("PYTHONDONTWRITEBYTECODE", Setting::default_of("1".to_owned(), no_cache)));
            out.extend(main.map(|p| ("PORT", port(p))));
        }
        Platform::Ruby => {
            if let Some(why) = technology(component, "rails") {
                let rails = |value: &str| Setting::new(value.to_owned(), why.to_vec());
                out.push(("RAILS_ENV", rails("production")));
                out.push(("RAILS_LOG_TO_STDOUT", rails("1")));
                out.push(("RAILS_SERVE_STATIC_FILES", rails("1")));
            }
            out.extend(main.map(|p| ("PORT", port(p))));
        }
        Platform::Go => {
            let reads_port = component.env.iter().any(|e| e.value.name == "PORT");
            out.extend(main.filter(|_| reads_port).map(|p| ("PORT", port(p))));
        }
        Platform::Rust => {
            let reads = |name: &str| component.env.iter().any(|e| e.value.name == name);
            if let Some(why) = technology(component, "rocket") {
                // Its default is the loopback device, which nothing outside of the pod reaches.
                let any = Setting::new("0.0.0.0".to_owned(), why.to_vec());
                out.push(("ROCKET_ADDRESS", any));
                out.extend(main.map(|p| ("ROCKET_PORT", port(p))));
            } else {
                out.extend(main.filter(|_| reads("PORT")).map(|p| ("PORT", port(p))));
            }
        }
        Platform::Php
        | Platform::StaticFiles
        | Platform::DotNetFramework
        | Platform::Perl
        | Platform::Native
        | Platform::Iis
        | Platform::Windows
        | Platform::Mainframe
        | Platform::Unknown => {}
    }
    out
}
