//! Addresses of other systems in values.

/// Schemes that reach another system.
const SCHEMES: [&str; 30] = [
    "http",
    "https",
    "amqp",
    "amqps",
    "redis",
    "rediss",
    "mongodb",
    "mongodb+srv",
    "ldap",
    "ldaps",
    "smtp",
    "smtps",
    "ftp",
    "ftps",
    "sftp",
    "nats",
    "kafka",
    "postgres",
    "postgresql",
    "mysql",
    "mysql2",
    "tcp",
    "ssl",
    "t3",
    "rmi",
    "ws",
    "wss",
    "sqlserver",
    "memcached",
    "elasticsearch",
];

/// Hosts and paths that name a schema, a namespace, a licence or documentation and are never called.
const NAMES: [&str; 32] = [
    "www.w3.org",
    "//w3.org",
    "schemas.microsoft.com",
    "schemas.xmlsoap.org",
    "java.sun.com",
    "xmlns.jcp.org",
    "jakarta.ee/",
    "maven.apache.org",
    "springframework.org/",
    "json-schema.org",
    "json.schemastore.org",
    "hibernate.sourceforge.net",
    "hibernate.org/",
    "liquibase.org/",
    "jboss.org/",
    "jboss.com/",
    "schemas.android.com",
    "logging.apache.org",
    "nlog-project.org",
    "opensource.org",
    "apache.org/licenses",
    "tempuri.org",
    "purl.org",
    "//docs.",
    "wikipedia.org",
    "go.microsoft.com",
    "xmlns.oracle.com",
    "www.eclipse.org",
    "mybatis.org",
    "ehcache.org/",
    "struts.apache.org",
    "www.thymeleaf.org",
];

/// Whether a key of this name can hold an address that is called; schemas and documentation are not.
pub(crate) fn is_address_key(name: &str) -> bool {
    // A health check asks the container itself.
    if name.contains(".healthcheck.") {
        return false;
    }
    let last = name.rsplit(['.', '/', ':']).next().unwrap_or(name).trim_start_matches('@');
    !matches!(
        last.to_ascii_lowercase().as_str(),
        "$schema"
            | "$id"
            | "$ref"
            | "homepage"
            | "documentation"
            | "docs"
            | "license"
            | "licenses"
            | "licenseurl"
            | "repository"
            | "namespace"
            | "targetnamespace"
            | "schemalocation"
            | "description"
            | "help"
            | "author"
            | "maintainer"
            | "bugs"
    )
}

/// The addresses of a value: the value itself or a comma-separated list, behind quotes, `NAME=` or the default of a
/// placeholder. Prose that mentions an address has none. With `words`, every word may be one.
pub(crate) fn addresses(value: &str, words: bool) -> Vec<&str> {
    if !value.contains(':') {
        return Vec::new();
    }
    if words {
        return value.split_whitespace().filter_map(address).collect();
    }
    let value = value.trim();
    let Some(first) = address(value) else { return Vec::new() };
    let is_one = first.starts_with("jdbc:") || first.starts_with("mongodb") || !first.contains(',');
    if !is_one {
        return value.split(',').filter_map(|part| address(part.trim())).collect();
    }
    if !first.starts_with("jdbc:")
        && first.len() < value.len()
        && value.trim_end_matches(['"', '\'']).contains(' ')
    {
        return Vec::new();
    }
    vec![first]
}

/// The address that `text` starts with, after what commonly stands before one.
fn address(text: &str) -> Option<&str> {
    let mut rest = text;
    // A few layers at most: `"NAME=${VAR:url}"`.
    for _ in 0..4 {
        rest = rest.trim_start_matches(['"', '\'', '(', '[']);
        if starts_with_scheme(rest) {
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'))
                .unwrap_or(rest.len());
            let mut found = rest.get(..end)?.trim_end_matches([',', ';', ')', ']']);
            // Braces that close what stands before the address are not part of it.
            let open = found.matches('{').count();
            for _ in open..found.matches('}').count() {
                found = found.strip_suffix('}').unwrap_or(found);
            }
            let has_host = found.split_once("://").is_none_or(|(_, host)| !host.is_empty());
            return (has_host && !is_name(found)).then_some(found);
        }
        let colon_or_equals = if rest.starts_with("${") { ':' } else { '=' };
        let (before, after) = rest.split_once(colon_or_equals)?;
        if before.len() > 100 || before.contains(char::is_whitespace) {
            return None;
        }
        rest = after.strip_prefix('-').unwrap_or(after);
    }
    None
}

fn starts_with_scheme(text: &str) -> bool {
    if let Some(driver) = text.strip_prefix("jdbc:") {
        return driver.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$');
    }
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.len() <= 13 && SCHEMES.iter().any(|s| scheme.eq_ignore_ascii_case(s))
    })
}

fn is_name(address: &str) -> bool {
    address.starts_with("http") && NAMES.iter().any(|name| address.contains(name))
}
