//! Ports: configuration first, then code, then an existing Dockerfile, then the framework's default.

use std::collections::BTreeSet;

use seaworthy_base::Evidence;
use seaworthy_facts::{FactKind, Language, LanguageClass};

use crate::{Claim, ComponentKind, Platform, Port, Signal};

/// The ports of a component; the first is the main one. Empty for kinds that serve nothing.
pub(crate) fn find(
    kind: ComponentKind,
    platform: Platform,
    framework: &str,
    signals: &[&Signal],
) -> Vec<Claim<Port>> {
    if !matches!(kind, ComponentKind::Web | ComponentKind::Static | ComponentKind::Worker) {
        return Vec::new();
    }
    let mut ports: Vec<Claim<Port>> = Vec::new();
    let mut taken = BTreeSet::new();
    let serves_grpc = serves_grpc(framework, signals);
    let mut add = |name: &str,
                   number: u16,
                   host: Option<&str>,
                   places: Vec<Evidence>,
                   ports: &mut Vec<Claim<Port>>| {
        if number != 0 && taken.insert(number) && ports.len() < 6 {
            let name = if ports.iter().any(|p| p.value.name == name) {
                format!("tcp-{number}")
            } else {
                name.to_owned()
            };
            let host = host.filter(|h| !h.is_empty()).map(str::to_owned);
            ports.push(Claim { value: Port { name, number, host }, evidence: places });
        }
    };
    let keyed = |keys: &[&str]| -> Vec<(u16, Evidence)> {
        let mut hits: Vec<(usize, u16, &Evidence)> = signals
            .iter()
            .filter(|s| s.kind == FactKind::ConfigKey && keys.contains(&&*s.name))
            .filter_map(|s| Some((s.evidence.path.len(), port_number(&s.value)?, &s.evidence)))
            .collect();
        hits.sort_by(|a, b| (a.0, &a.2.path, a.2.at).cmp(&(b.0, &b.2.path, b.2.at)));
        hits.into_iter().map(|(_, n, e)| (n, e.clone())).collect()
    };
    // The shortest path wins: `application.yml` before `application-dev.yml`; the others stay as evidence.
    let main = keyed(&["server.port", "quarkus.http.port", "micronaut.server.port"]);
    if let Some((number, _)) = main.first() {
        add("http", *number, None, main.iter().map(|(_, e)| e.clone()).collect(), &mut ports);
    }
    let management_keys = ["management.server.port", "management.port", "quarkus.management.port"];
    let management = keyed(&management_keys);
    let mut listens: Vec<(u8, &Signal, u16)> = signals
        .iter()
        .filter(|s| s.kind == FactKind::Listen && !is_compose(&s.evidence.path))
        .filter_map(|s| Some((trust(&s.evidence), *s, port_number(&s.name)?)))
        .filter(|(_, s, n)| !management.iter().any(|(m, e)| m == n && e.path == s.evidence.path))
        .collect();
    listens.sort_by(|a, b| (a.0, &a.1.evidence).cmp(&(b.0, &b.1.evidence)));
    // Once configuration or code says a port, what an old Dockerfile exposes besides is only a hint.
    let best = listens.first().map_or(3, |l| l.0);
    for (level, signal, number) in &listens {
        if *level == best || (ports.is_empty() && *level <= best) || *level <= 1 {
            let grpc = serves_grpc
                || signal.value.contains("grpc")
                || signal.evidence.text.to_ascii_lowercase().contains("grpc");
            // Nothing says that what a C program speaks is HTTP.
            let own = format!("tcp-{number}");
            let name = if grpc {
                "grpc"
            } else if platform == Platform::Native {
                own.as_str()
            } else if *number == 443 || *number == 8443 || *number == 9443 {
                "https"
            } else {
                "http"
            };
            let host = Some(&*signal.value)
                .filter(|h| h.contains('.') || h.contains("localhost") || h.contains(':'));
            add(name, *number, host, vec![signal.evidence.clone()], &mut ports);
        }
    }
    if ports.is_empty()
        && let Some((number, place)) = base_image(signals)
    {
        add("http", number, None, vec![place], &mut ports);
    }
    if ports.is_empty() {
        for (number, place) in compose(signals) {
            add("http", number, None, vec![place], &mut ports);
        }
    }
    if kind != ComponentKind::Worker && ports.is_empty() {
        let (number, why) = default_port(kind, platform, framework);
        let own = format!("tcp-{number}");
        let name = match platform {
            _ if serves_grpc => "grpc",
            Platform::Native => own.as_str(),
            _ => "http",
        };
        add(name, number, None, vec![Evidence::default_of(why)], &mut ports);
    }
    if let Some((number, place)) = management.first() {
        add("management", *number, None, vec![place.clone()], &mut ports);
    }
    // TLS listeners come after the plain one, which is what a Service maps.
    ports.sort_by_key(|p| p.value.name == "https");
    ports
}

/// Whether its server speaks gRPC: the code makes such a server, or its only framework is gRPC.
pub(crate) fn serves_grpc(framework: &str, signals: &[&Signal]) -> bool {
    const SERVERS: [&str; 5] =
        ["grpc.NewServer", "grpc.server", "grpc.aio.server", "ServerBuilder.forPort", ".Server"];
    framework.starts_with("gRPC")
        || signals.iter().any(|s| {
            s.kind == FactKind::Call
                && (s.name.contains(".MapGrpcService")
                    || (s.name.contains("grpc") && SERVERS.iter().any(|end| s.name.ends_with(end))))
        })
}

/// The port that the image of the last stage listens on by itself, where it is one of a server.
fn base_image(signals: &[&Signal]) -> Option<(u16, Evidence)> {
    let from = signals.iter().rfind(|s| s.kind == FactKind::ConfigKey && &*s.name == "FROM")?;
    let image = from.value.split('@').next()?.to_ascii_lowercase();
    let (path, tag) = image.rsplit_once(':').unwrap_or((&image, ""));
    let name = path.rsplit('/').next()?;
    let number = match name {
        "php" if tag.contains("apache") => 80,
        "php" if tag.contains("fpm") => 9000,
        "nginx" | "httpd" => 80,
        "nginx-unprivileged" | "tomcat" | "jetty" | "tomee" | "wildfly" => 8080,
        "open-liberty" | "websphere-liberty" => 9080,
        _ => return None,
    };
    Some((number, from.evidence.clone()))
}

/// Compose files describe back ends beside the application; [`compose`] reads what they say of the application itself.
fn is_compose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.contains("compose") && Language::of_path(path) == Language::Yaml
}

/// Container ports of compose services that are built from source here: `"8080:80"` → 80.
fn compose(signals: &[&Signal]) -> Vec<(u16, Evidence)> {
    let keys =
        || signals.iter().filter(|s| s.kind == FactKind::ConfigKey && is_compose(&s.evidence.path));
    // Names of services may hold dots.
    let built: Vec<(&str, &str)> = keys()
        .filter_map(|s| {
            let rest = s.name.strip_prefix("services.")?;
            let service = [".build", ".build.context"].iter().find_map(|e| rest.strip_suffix(e))?;
            Some((&*s.evidence.path, service))
        })
        .collect();
    keys()
        .filter_map(|s| {
            let (service, _) = s.name.strip_prefix("services.")?.rsplit_once(".ports.")?;
            let inner = s.value.rsplit(':').next()?;
            let port = port_number(inner)?;
            built.contains(&(&*s.evidence.path, service)).then(|| (port, s.evidence.clone()))
        })
        .collect()
}

fn trust(place: &Evidence) -> u8 {
    match Language::of_path(&place.path) {
        Language::Dockerfile => 2,
        l if l.class() == LanguageClass::Config => 0,
        _ => 1,
    }
}

/// A port from a value: digits, or the default inside a placeholder (`${PORT:8080}`, `${PORT:-8080}`).
fn port_number(value: &str) -> Option<u16> {
    let value = value.trim();
    let digits = match value.strip_prefix("${") {
        Some(rest) => rest.trim_end_matches('}').split_once(':')?.1.trim_start_matches('-'),
        None => value.split('/').next()?,
    };
    digits.trim().parse().ok().filter(|n| *n != 0)
}

fn default_port(kind: ComponentKind, platform: Platform, framework: &str) -> (u16, &'static str) {
    if kind == ComponentKind::Static {
        return (8080, "static files are served on 8080, a port that needs no privilege");
    }
    let lower = framework.to_ascii_lowercase();
    if lower.contains("liberty") {
        return (9080, "Open Liberty listens on 9080 unless told otherwise");
    }
    match platform {
        Platform::Java => (8080, "Java web frameworks listen on 8080 unless told otherwise"),
        Platform::Servlet => (8080, "servlet containers listen on 8080 unless told otherwise"),
        Platform::JavaEe => (8080, "Java EE servers listen on 8080 unless told otherwise"),
        Platform::DotNet => (8080, ".NET 8 images listen on 8080 unless told otherwise"),
        Platform::DotNetFramework if lower.contains("core") => {
            (5000, "Kestrel listens on 5000 unless told otherwise")
        }
        Platform::DotNetFramework | Platform::Iis => {
            (80, "IIS listens on 80 unless told otherwise")
        }
        Platform::Node => (3000, "Node.js frameworks listen on 3000 by custom"),
        Platform::Python if lower.contains("flask") => {
            (5000, "Flask listens on 5000 unless told otherwise")
        }
        Platform::Python => (8000, "gunicorn and Django listen on 8000 unless told otherwise"),
        Platform::Php => (8080, "Apache is moved to 8080, a port that needs no privilege"),
        Platform::Ruby if lower.contains("sinatra") => {
            (4567, "Sinatra listens on 4567 unless told otherwise")
        }
        Platform::Ruby => (3000, "Rails and Puma listen on 3000 unless told otherwise"),
        Platform::Rust if lower.contains("rocket") => {
            (8000, "Rocket listens on 8000 unless told otherwise")
        }
        Platform::Perl if lower.contains("mojolicious") => {
            (8080, "hypnotoad listens on 8080 unless told otherwise")
        }
        Platform::Perl => (5000, "plackup and Starman listen on 5000 unless told otherwise"),
        Platform::Go
        | Platform::Rust
        | Platform::Native
        | Platform::StaticFiles
        | Platform::Windows
        | Platform::Mainframe
        | Platform::Unknown => (8080, "no port was found; 8080 is our assumption"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_base::Position;
    use std::sync::Arc;

    fn signal(kind: FactKind, path: &str, name: &str, value: &str) -> Signal {
        let path: Arc<str> = Arc::from(path);
        Signal {
            kind,
            name: name.into(),
            value: value.into(),
            temporary: false,
            evidence: Evidence::cause(&path, Position { line: 1, column: 1 }, name),
        }
    }

    #[test]
    fn configuration_wins_over_code_and_dockerfile() {
        let signals = [
            signal(FactKind::Listen, "Dockerfile", "80", ""),
            signal(
                FactKind::ConfigKey,
                "src/main/resources/application.yml",
                "server.port",
                "${PORT:9090}",
            ),
            signal(
                FactKind::ConfigKey,
                "src/main/resources/application.yml",
                "management.server.port",
                "9091",
            ),
        ];
        let refs: Vec<&Signal> = signals.iter().collect();
        let ports = find(ComponentKind::Web, Platform::Java, "Spring Boot", &refs);
        let numbers: Vec<_> =
            ports.iter().map(|p| (p.value.name.as_str(), p.value.number)).collect();
        assert_eq!(numbers[0], ("http", 9090));
        assert!(numbers.contains(&("management", 9091)));
    }

    #[test]
    fn a_compose_file_speaks_of_what_is_built_here() {
        let signals = [
            signal(FactKind::Listen, "docker-compose.yml", "3306", ""),
            signal(FactKind::ConfigKey, "docker-compose.yml", "services.db.ports.0", "3306:3306"),
            signal(FactKind::ConfigKey, "docker-compose.yml", "services.a.web.build.context", "."),
            signal(
                FactKind::ConfigKey,
                "docker-compose.yml",
                "services.a.web.ports.0",
                "8000:9000",
            ),
        ];
        let refs: Vec<&Signal> = signals.iter().collect();
        let ports = find(ComponentKind::Web, Platform::Php, "", &refs);
        assert_eq!(ports.iter().map(|p| p.value.number).collect::<Vec<_>>(), [9000]);
    }

    #[test]
    fn a_server_image_brings_its_port() {
        for (image, port) in [
            ("php:8.3-apache", 80),
            ("docker.io/library/tomcat:11-jdk21@sha256:ab", 8080),
            ("icr.io/appcafe/open-liberty:full", 9080),
            ("php:8.3-cli", 8080),
        ] {
            let from = [signal(FactKind::ConfigKey, "Dockerfile", "FROM", image)];
            let refs: Vec<&Signal> = from.iter().collect();
            let ports = find(ComponentKind::Web, Platform::Php, "", &refs);
            assert_eq!(ports[0].value.number, port, "{image}");
        }
    }

    #[test]
    fn the_port_of_a_grpc_server_says_so() {
        let signals = [
            signal(FactKind::Call, "main.go", "google.golang.org/grpc.NewServer", ""),
            signal(FactKind::Listen, "main.go", "3550", ""),
        ];
        let refs: Vec<&Signal> = signals.iter().collect();
        assert_eq!(find(ComponentKind::Web, Platform::Go, "", &refs)[0].value.name, "grpc");
        let client = [signal(FactKind::Call, "main.go", "google.golang.org/grpc.NewClient", "")];
        let refs: Vec<&Signal> = client.iter().collect();
        assert_eq!(find(ComponentKind::Web, Platform::Go, "", &refs)[0].value.name, "http");
    }

    #[test]
    fn defaults_say_that_they_are_defaults() {
        let ports = find(ComponentKind::Web, Platform::Ruby, "Ruby on Rails 7", &[]);
        assert_eq!(ports[0].value.number, 3000);
        assert_eq!(ports[0].evidence[0].place(), "default");
        assert!(find(ComponentKind::Job, Platform::Java, "", &[]).is_empty());
    }
}
