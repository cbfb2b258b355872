//! Whom a component calls: from URLs in code and configuration, and from its client libraries.

use std::collections::BTreeMap;

use seaworthy_base::Evidence;
use seaworthy_deps::{Module, Scope};
use seaworthy_facts::FactKind;

use crate::{BackendKind, Claim, Outbound, Signal};

struct Scheme {
    prefix: &'static str,
    kind: BackendKind,
    technology: &'static str,
    port: u16,
}

const SCHEMES: [Scheme; 27] = [
    Scheme {
        prefix: "jdbc:postgresql:",
        kind: BackendKind::Database,
        technology: "postgresql",
        port: 5432,
    },
    Scheme { prefix: "jdbc:mysql:", kind: BackendKind::Database, technology: "mysql", port: 3306 },
    Scheme {
        prefix: "jdbc:mariadb:",
        kind: BackendKind::Database,
        technology: "mariadb",
        port: 3306,
    },
    Scheme {
        prefix: "jdbc:oracle:",
        kind: BackendKind::Database,
        technology: "oracle",
        port: 1521,
    },
    Scheme {
        prefix: "jdbc:sqlserver:",
        kind: BackendKind::Database,
        technology: "sqlserver",
        port: 1433,
    },
    Scheme { prefix: "jdbc:db2:", kind: BackendKind::Database, technology: "db2", port: 50000 },
    Scheme {
        prefix: "postgresql:",
        kind: BackendKind::Database,
        technology: "postgresql",
        port: 5432,
    },
    Scheme {
        prefix: "postgres:",
        kind: BackendKind::Database,
        technology: "postgresql",
        port: 5432,
    },
    Scheme { prefix: "mysql:", kind: BackendKind::Database, technology: "mysql", port: 3306 },
    Scheme { prefix: "mysql2:", kind: BackendKind::Database, technology: "mysql", port: 3306 },
    Scheme { prefix: "mongodb:", kind: BackendKind::Database, technology: "mongodb", port: 27017 },
    Scheme {
        prefix: "mongodb+srv:",
        kind: BackendKind::Database,
        technology: "mongodb",
        port: 27017,
    },
    Scheme { prefix: "redis:", kind: BackendKind::Cache, technology: "redis", port: 6379 },
    Scheme { prefix: "rediss:", kind: BackendKind::Cache, technology: "redis", port: 6379 },
    Scheme { prefix: "amqp:", kind: BackendKind::Queue, technology: "rabbitmq", port: 5672 },
    Scheme { prefix: "amqps:", kind: BackendKind::Queue, technology: "rabbitmq", port: 5671 },
    Scheme { prefix: "kafka:", kind: BackendKind::Queue, technology: "kafka", port: 9092 },
    Scheme { prefix: "nats:", kind: BackendKind::Queue, technology: "nats", port: 4222 },
    Scheme { prefix: "net.msmq:", kind: BackendKind::Queue, technology: "msmq", port: 1801 },
    Scheme { prefix: "smtp:", kind: BackendKind::Mail, technology: "smtp", port: 25 },
    Scheme { prefix: "ldap:", kind: BackendKind::Directory, technology: "ldap", port: 389 },
    Scheme { prefix: "ldaps:", kind: BackendKind::Directory, technology: "ldap", port: 636 },
    Scheme { prefix: "ftp:", kind: BackendKind::FileShare, technology: "ftp", port: 21 },
    Scheme { prefix: "sftp:", kind: BackendKind::FileShare, technology: "sftp", port: 22 },
    Scheme { prefix: "https:", kind: BackendKind::Http, technology: "https", port: 443 },
    Scheme { prefix: "http:", kind: BackendKind::Http, technology: "http", port: 80 },
    Scheme { prefix: "tcp:", kind: BackendKind::Queue, technology: "tcp", port: 61616 },
];

/// Client libraries that mean a back end even where no address is written down.
const CLIENTS: [(&str, BackendKind, &str, u16); 33] = [
    ("org.postgresql:postgresql", BackendKind::Database, "postgresql", 5432),
    ("mysql:mysql-connector-java", BackendKind::Database, "mysql", 3306),
    ("com.mysql:mysql-connector-j", BackendKind::Database, "mysql", 3306),
    ("org.mariadb.jdbc:mariadb-java-client", BackendKind::Database, "mariadb", 3306),
    ("com.oracle.database.jdbc:ojdbc8", BackendKind::Database, "oracle", 1521),
    ("com.microsoft.sqlserver:mssql-jdbc", BackendKind::Database, "sqlserver", 1433),
    ("org.springframework.boot:spring-boot-starter-data-redis", BackendKind::Cache, "redis", 6379),
    ("org.springframework.boot:spring-boot-starter-amqp", BackendKind::Queue, "rabbitmq", 5672),
    ("org.springframework.kafka:spring-kafka", BackendKind::Queue, "kafka", 9092),
    ("org.springframework.boot:spring-boot-starter-mail", BackendKind::Mail, "smtp", 25),
    ("pg", BackendKind::Database, "postgresql", 5432),
    ("mysql", BackendKind::Database, "mysql", 3306),
    ("mysql2", BackendKind::Database, "mysql", 3306),
    ("mongodb", BackendKind::Database, "mongodb", 27017),
    ("mongoose", BackendKind::Database, "mongodb", 27017),
    ("ioredis", BackendKind::Cache, "redis", 6379),
    ("redis", BackendKind::Cache, "redis", 6379),
    ("amqplib", BackendKind::Queue, "rabbitmq", 5672),
    ("kafkajs", BackendKind::Queue, "kafka", 9092),
    ("nodemailer", BackendKind::Mail, "smtp", 25),
    ("psycopg2", BackendKind::Database, "postgresql", 5432),
    ("psycopg2-binary", BackendKind::Database, "postgresql", 5432),
    ("mysqlclient", BackendKind::Database, "mysql", 3306),
    ("pymongo", BackendKind::Database, "mongodb", 27017),
    ("django-redis", BackendKind::Cache, "redis", 6379),
    ("kombu", BackendKind::Queue, "rabbitmq", 5672),
    ("predis/predis", BackendKind::Cache, "redis", 6379),
    ("trilogy", BackendKind::Database, "mysql", 3306),
    ("Npgsql", BackendKind::Database, "postgresql", 5432),
    ("System.Data.SqlClient", BackendKind::Database, "sqlserver", 1433),
    ("Microsoft.EntityFrameworkCore.SqlServer", BackendKind::Database, "sqlserver", 1433),
    ("StackExchange.Redis", BackendKind::Cache, "redis", 6379),
    ("RabbitMQ.Client", BackendKind::Queue, "rabbitmq", 5672),
];

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
                if let Some(outbound) = parse(&signal.name) {
                    add(outbound, &signal.evidence);
                }
            }
            FactKind::ConfigKey => {
                if let Some(outbound) = from_key(&signal.name, &signal.value) {
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
            if dependency.name.eq_ignore_ascii_case(name) && !known.iter().any(|k| k == technology)
            {
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
        && !is_example(host);
    (valid.then(|| host.to_owned()), port)
}

/// Names that documentation uses, and pages that are linked to, not called.
fn is_example(host: &str) -> bool {
    const LINKED: [&str; 12] = [
        "example.com",
        "example.org",
        "example.net",
        "github.com",
        "gnu.org",
        "apache.org",
        "w3.org",
        "wikipedia.org",
        "mozilla.org",
        "stackoverflow.com",
        "opensource.org",
        "creativecommons.org",
    ];
    LINKED.iter().any(|l| host == *l || host.strip_suffix(l).is_some_and(|h| h.ends_with('.')))
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
            if server.starts_with("(localdb)")
                || server.contains("|datadirectory|")
                || server.starts_with('.')
            {
                return None;
            }
            let host = server.split(['\\', ',']).next()?;
            let (host, _) = host_port(host);
            host.map(|h| Outbound {
                kind: BackendKind::Database,
                technology: "sqlserver".to_owned(),
                host: Some(h),
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
        assert!(from_key("ConnectionStrings.Db", "Server=(localdb)\\MSSQLLocalDB;x").is_none());
    }
}
