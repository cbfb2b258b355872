//! Whom a component calls: from URLs in code and configuration, and from its client libraries.

mod link;
mod table;

use std::collections::BTreeMap;

use seaworthy_base::Evidence;
use seaworthy_deps::{Module, Scope};
use seaworthy_facts::FactKind;

use self::link::is_link;
use self::table::{CLIENTS, SCHEMES, Scheme};
use crate::{BackendKind, Claim, Outbound, Signal};

/// Outbound connections, each host once, sorted; local file databases and loop-back documentation links are no back ends.
pub(crate) fn find(modules: &[&Module], signals: &[&Signal]) -> Vec<Claim<Outbound>> {
    let mut found: BTreeMap<Outbound, Vec<Evidence>> = BTreeMap::new();
    let mut add = |o: Outbound, place: &Evidence| {
        let places = found.entry(o).or_default();
        if places.len() < 3 && !places.contains(place) {
            places.push(place.clone());
        }
    };
    for signal in signals {
        match signal.kind {
            FactKind::Url => {
                let linked = is_link(&signal.name, &signal.value);
                if let Some(outbound) = parse(&signal.name).filter(|_| !linked) {
                    add(outbound, &signal.evidence);
                }
            }
            FactKind::ConfigKey => {
                if let Some(mut outbound) = from_key(&signal.name, &signal.value) {
                    name_database(&mut outbound, signals);
                    add(outbound, &signal.evidence);
                }
            }
            _ => {}
        }
    }
    let known: Vec<String> = found.keys().map(|k| k.technology.clone()).collect();
    let mut late = Vec::new();
    for dependency in modules.iter().flat_map(|m| &m.dependencies) {
        if !dependency.direct || !matches!(dependency.scope, Scope::Runtime | Scope::Provided) {
            continue;
        }
        for (name, kind, technology, port) in CLIENTS {
            if is_named(&dependency.name, name) && !known.iter().any(|k| k == technology) {
                let o = Outbound {
                    kind,
                    technology: technology.to_owned(),
                    host: None,
                    port: Some(port),
                };
                late.push((o, dependency.evidence.clone()));
            }
        }
    }
    for (outbound, place) in late {
        let places = found.entry(outbound).or_default();
        if places.len() < 3 {
            places.push(place);
        }
    }
    found.into_iter().map(|(value, evidence)| Claim { value, evidence }).collect()
}

/// Whether a library is the one of the table, where `*` at the end stands for any rest.
fn is_named(library: &str, row: &str) -> bool {
    match row.strip_suffix('*') {
        Some(start) => {
            library.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
        }
        None => library.eq_ignore_ascii_case(row),
    }
}

/// Reads an address. `None` for embedded databases and for addresses that name no host.
fn parse(url: &str) -> Option<Outbound> {
    let lower = url.to_ascii_lowercase();
    let scheme = SCHEMES.iter().find(|s| lower.starts_with(s.prefix))?;
    if scheme.technology == "oracle" {
        // jdbc:oracle:thin:@host:1521:SID and …:@//host:1521/service
        let rest = lower.split('@').nth(1)?.trim_start_matches('/');
        let (host, port) = host_port(rest);
        return host.map(|h| outbound(scheme, h, port));
    }
    let rest = lower.get(scheme.prefix.len()..)?.trim_start_matches('/');
    let authority = rest.split(['/', '?', ';', '"', '\'', ' ', ',']).next().unwrap_or("");
    let authority = authority.rsplit('@').next().unwrap_or(authority);
    let (host, port) = host_port(authority);
    host.map(|h| outbound(scheme, h, port))
}

fn outbound(scheme: &Scheme, host: String, port: Option<u16>) -> Outbound {
    Outbound {
        kind: scheme.kind,
        technology: scheme.technology.to_owned(),
        host: Some(host),
        port: port.or(Some(scheme.port)),
    }
}

fn host_port(authority: &str) -> (Option<String>, Option<u16>) {
    let mut parts = authority.split(':');
    let host = parts.next().unwrap_or("").trim_end_matches('.');
    let port = parts.next().and_then(|p| p.parse().ok());
    let valid = !host.is_empty()
        && host.len() <= 253
        && host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && !link::is_reserved(host);
    (valid.then(|| host.to_owned()), port)
}

/// Rails keeps the host apart from the adapter, which says what it is a host of.
fn name_database(outbound: &mut Outbound, signals: &[&Signal]) {
    if outbound.technology != "database" {
        return;
    }
    let adapter = ["production.adapter", "default.adapter"]
        .iter()
        .find_map(|key| crate::health::config_value(signals, key))
        .unwrap_or("");
    let named = SCHEMES
        .iter()
        .find(|s| s.kind == BackendKind::Database && s.prefix.trim_end_matches(':') == adapter);
    if let Some(scheme) = named {
        scheme.technology.clone_into(&mut outbound.technology);
        if outbound.port == Some(5432) {
            outbound.port = Some(scheme.port);
        }
    }
}

/// Keys that name a host in their own way.
fn from_key(key: &str, value: &str) -> Option<Outbound> {
    let make = |kind, technology: &str, port: u16| {
        let (host, said) = host_port(value.split(',').next().unwrap_or(""));
        host.map(|h| Outbound {
            kind,
            technology: technology.to_owned(),
            host: Some(h),
            port: said.or(Some(port)),
        })
    };
    match key {
        "spring.redis.host" | "spring.data.redis.host" => make(BackendKind::Cache, "redis", 6379),
        "spring.rabbitmq.host" => make(BackendKind::Queue, "rabbitmq", 5672),
        "spring.mail.host" => make(BackendKind::Mail, "smtp", 25),
        "spring.kafka.bootstrap-servers" => make(BackendKind::Queue, "kafka", 9092),
        "production.host" | "default.host" => make(BackendKind::Database, "database", 5432),
        _ if key.starts_with("configuration/connectionStrings/add[")
            || key.starts_with("ConnectionStrings") =>
        {
            let lower = value.to_ascii_lowercase();
            let rest = ["data source=", "server="].iter().find_map(|k| lower.split(k).nth(1))?;
            let server = rest.split(';').next()?.trim().trim_start_matches("tcp:");
            // A database of the developer's own machine has no host to keep, yet it has to be somewhere.
            let local = server.starts_with("(localdb)") || server.starts_with(['.', '(']);
            let host = server.split(['\\', ',']).next()?;
            let host = host_port(host).0.filter(|_| !local);
            (local || host.is_some()).then(|| Outbound {
                kind: BackendKind::Database,
                technology: "sqlserver".to_owned(),
                host,
                port: Some(1433),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let host = |u: &str| {
            parse(u).map(|o| (o.technology, o.host.unwrap_or_default(), o.port.unwrap_or(0)))
        };
        assert_eq!(
            host("jdbc:postgresql://db.acme:5433/shop"),
            Some(("postgresql".into(), "db.acme".into(), 5433))
        );
        assert_eq!(
            host("jdbc:oracle:thin:@//ora1:1521/ORCL"),
            Some(("oracle".into(), "ora1".into(), 1521))
        );
        assert_eq!(host("amqp://u:p@mq:5672/"), Some(("rabbitmq".into(), "mq".into(), 5672)));
        assert_eq!(host("http://10.0.0.5/api"), Some(("http".into(), "10.0.0.5".into(), 80)));
        assert_eq!(host("http://www.example.com/x"), None);
        assert_eq!(host("jdbc:h2:mem:x"), None);
        assert_eq!(host("http://${HOST}/"), None);
    }

    #[test]
    fn connection_strings() {
        let o =
            from_key("configuration/connectionStrings/add[Db]", "Server=sql1\\X,1433;Database=a")
                .unwrap();
        assert_eq!(o.host.as_deref(), Some("sql1"));
        for local in ["Server=(localdb)\\MSSQLLocalDB;x", "Data Source=.\\SQLEXPRESS;x"] {
            let o = from_key("ConnectionStrings.Db", local).unwrap();
            assert_eq!((o.technology.as_str(), o.host), ("sqlserver", None));
        }
    }
}
