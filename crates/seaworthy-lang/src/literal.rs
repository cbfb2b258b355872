//! What a string literal says by itself: an outbound URL, a statement of SQL.

/// Schemes of addresses an application connects to.
const SCHEMES: [&str; 27] = [
    "http://",
    "https://",
    "jdbc:",
    "amqp://",
    "amqps://",
    "redis://",
    "rediss://",
    "mongodb://",
    "mongodb+srv://",
    "ldap://",
    "ldaps://",
    "smtp://",
    "smtps://",
    "ftp://",
    "ftps://",
    "sftp://",
    "tcp://",
    "udp://",
    "iiop://",
    "corbaname:",
    "t3://",
    "t3s://",
    "rmi://",
    "postgres://",
    "postgresql://",
    "mysql://",
    "nats://",
];

/// Starts of names that look like URLs and are none: XML namespaces, schema ids, licences.
const NAMES: [&str; 22] = [
    "www.w3.org/",
    "w3.org/",
    "java.sun.com/",
    "xmlns.jcp.org/",
    "jakarta.ee/xml/",
    "schemas.",
    "xml.apache.org/",
    "www.springframework.org/schema/",
    "springframework.org/schema/",
    "www.springframework.org/tags",
    "tempuri.org",
    "purl.org/",
    "xml.org/",
    "json-schema.org/",
    "www.apache.org/licenses",
    "www.hibernate.org/dtd",
    "hibernate.org/dtd",
    "mybatis.org/dtd",
    "xmlns.oracle.com/",
    "www.omg.org/spec",
    "docs.oasis-open.org/",
    "ns.adobe.com/",
];

/// Hosts that an application listens on and nobody connects to.
const ANY_HOST: [&str; 4] = ["*", "+", "0.0.0.0", "[::]"];

/// The port of an address, given or implied by the scheme: `http://+:8080/` is 8080.
pub(crate) fn port(url: &str) -> Option<u64> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    match authority.rsplit_once(':') {
        Some((_, port)) => port.parse().ok().filter(|&p| p <= 65_535),
        None if scheme.eq_ignore_ascii_case("https") => Some(443),
        None => Some(80),
    }
}

/// Host and port of an address to listen on: `:8080`, `[::]:50051`, `127.0.0.1:8000`, or a bare port.
pub(crate) fn address(text: &str) -> (&str, Option<u64>) {
    let (host, port) = text.rsplit_once(':').unwrap_or(("", text));
    (host, port.parse().ok().filter(|&p| p <= 65_535))
}

/// Whether a literal is the address of something outside; names of XML namespaces and schemas are not.
pub(crate) fn is_url(text: &str) -> bool {
    if !SCHEMES.iter().any(|s| starts_with_ignoring_case(text, s)) {
        return false;
    }
    let Some(rest) = text.split_once("://").map(|(_, rest)| rest) else {
        // `jdbc:h2:mem:x` and `corbaname:…` have no `//`.
        return text.split_once(':').is_some_and(|(scheme, rest)| {
            let says_where = !scheme.eq_ignore_ascii_case("jdbc") || rest.contains(':');
            rest.len() > 2 && says_where && !rest.contains(char::is_whitespace)
        });
    };
    !rest.is_empty()
        && !ANY_HOST.iter().any(|h| {
            rest.strip_prefix(h).is_some_and(|r| r.is_empty() || r.starts_with([':', '/']))
        })
        && !rest.contains(char::is_whitespace)
        && !NAMES.iter().any(|n| starts_with_ignoring_case(rest, n))
        && !rest.to_ascii_lowercase().contains("/xmlns")
        && !rest.ends_with(".dtd")
        && !rest.ends_with(".xsd")
}

/// The first words of an SQL statement in upper case and its table where it is found: `("INSERT INTO orders",
/// "orders")`.
pub(crate) fn sql(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let mut words = text.split_whitespace();
    let first = words.next()?;
    if first.len() > 10 || !first.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let verb = first.to_ascii_uppercase();
    let second = words.next()?;
    let is = |word: &str, one_of: &[&str]| one_of.iter().any(|o| word.eq_ignore_ascii_case(o));
    let after = |keyword: &str| {
        let mut words = text.split_whitespace();
        words.by_ref().find(|w| w.eq_ignore_ascii_case(keyword))?;
        words.next().map(table)
    };
    match verb.as_str() {
        "SELECT" => {
            // "Select an item" is a sentence; a query has a FROM, or reads a function.
            let from = text.split_whitespace().any(|w| w.eq_ignore_ascii_case("from"));
            let shape = second.contains(['*', '(', ',', '.', '?', ':'])
                || is(second, &["distinct", "top", "all", "count", "max", "min", "1"])
                || text.contains(',')
                || text.split_whitespace().nth(2).is_some_and(|w| w.eq_ignore_ascii_case("from"));
            let sentence =
                from && is(second, &["a", "an", "the", "one", "all"]) && !text.contains('=');
            ((from && (shape || text.contains('=')) && !sentence)
                || (shape && second.contains('('))
                || second == "1")
                .then(|| (verb, after("from").unwrap_or("")))
        }
        "INSERT" | "REPLACE" | "MERGE" if is(second, &["into"]) => {
            Some(statement(&verb, "INTO", words.next()))
        }
        "DELETE" if is(second, &["from"]) => Some(statement(&verb, "FROM", words.next())),
        "UPDATE" => text.split_whitespace().any(|w| w.eq_ignore_ascii_case("set")).then(|| {
            let name = table(second);
            (format!("{verb} {name}"), name)
        }),
        "CREATE" | "ALTER" | "DROP" | "TRUNCATE"
            if is(
                second,
                &[
                    "table",
                    "index",
                    "view",
                    "sequence",
                    "procedure",
                    "function",
                    "trigger",
                    "temporary",
                    "database",
                    "schema",
                    "unique",
                ],
            ) =>
        {
            Some((format!("{verb} {}", second.to_ascii_uppercase()), after("table").unwrap_or("")))
        }
        "WITH" => {
            text.to_ascii_uppercase().contains(" AS (").then(|| (verb, after("from").unwrap_or("")))
        }
        "CALL" | "EXEC" | "EXECUTE" => {
            (second.contains('(') || second.starts_with("dbo.") || second.starts_with("sp_"))
                .then_some((verb, ""))
        }
        _ => None,
    }
}

fn statement<'a>(verb: &str, word: &str, target: Option<&'a str>) -> (String, &'a str) {
    match target.map(table).filter(|t| !t.is_empty()) {
        Some(name) => (format!("{verb} {word} {name}"), name),
        None => (format!("{verb} {word}"), ""),
    }
}

/// A table name without quotes, brackets and what follows it.
fn table(word: &str) -> &str {
    let word = word.trim_start_matches(['`', '"', '[', '\'']);
    let end = word
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '#')))
        .unwrap_or(word.len());
    &word[..end]
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|t| t.eq_ignore_ascii_case(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_names() {
        for url in [
            "http://inventory:8080/api",
            "jdbc:postgresql://db:5432/shop",
            "jdbc:h2:mem:test",
            "amqp://mq",
            "LDAP://dc01/",
            "iiop://host:2809",
        ] {
            assert!(is_url(url), "{url}");
        }
        for no in [
            "http://www.w3.org/2001/XMLSchema",
            "http://java.sun.com/xml/ns/javaee",
            "http://",
            "https",
            "see http://x",
            "http://schemas.xmlsoap.org/soap/",
            "http://example.com/a.xsd",
            "jdbc:mysql",
            "jdbc:",
        ] {
            assert!(!is_url(no), "{no}");
        }
    }

    #[test]
    fn ports_are_read_from_addresses() {
        assert_eq!(port("http://+:8080/"), Some(8080));
        assert_eq!(port("https://*"), Some(443));
        assert_eq!(port("http://x:port"), None);
        assert_eq!(address("[::]:50051"), ("[::]", Some(50051)));
        assert_eq!(address("8000"), ("", Some(8000)));
        assert_eq!(address(":http"), ("", None));
        assert!(!is_url("http://*:5000") && !is_url("http://0.0.0.0:80/"));
    }

    #[test]
    fn statements_are_told_from_sentences() {
        assert_eq!(
            sql("insert into orders (id) values (?)"),
            Some(("INSERT INTO orders".into(), "orders"))
        );
        assert_eq!(sql("SELECT * FROM `users` u"), Some(("SELECT".into(), "users")));
        assert_eq!(sql("update item set n = 1"), Some(("UPDATE item".into(), "item")));
        assert_eq!(sql("DELETE FROM a.b WHERE 1=1"), Some(("DELETE FROM a.b".into(), "a.b")));
        assert_eq!(sql("select name from person"), Some(("SELECT".into(), "person")));
        assert_eq!(sql("create table t (x int)"), Some(("CREATE TABLE".into(), "t")));
        for no in [
            "Select an item from the list",
            "Update the settings",
            "Delete this?",
            "selected",
            "",
            "with care",
            "Create a new user",
            "Insert a coin",
        ] {
            assert_eq!(sql(no), None, "{no}");
        }
    }
}
