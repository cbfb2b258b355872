//! Secrets are located, never printed.

use crate::ContentHash;

const WORDS: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "api_key",
    "api-key",
    "access_key",
    "accesskey",
    "private_key",
    "privatekey",
    "credential",
    "auth_token",
    "pwd",
];

/// Whether a key or variable of this name usually holds a secret.
pub fn looks_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    // Addresses of back ends carry user and password more often than not.
    const ADDRESSES: [&str; 7] = [
        "database_url",
        "redis_url",
        "broker_url",
        "amqp_url",
        "mongodb_uri",
        "mongo_url",
        "connection_string",
    ];
    WORDS.iter().chain(&ADDRESSES).any(|w| lower.contains(w))
        || lower.ends_with("_dsn")
        || lower.ends_with("token")
        || lower.ends_with(".pass")
        || lower.ends_with("_pass")
}

/// A secret as a report may show it: its length and the start of its hash, so two people can compare without seeing it.
pub fn mask_value(value: &str) -> String {
    let hash = ContentHash::of_parts([value.as_bytes()]);
    format!("‹masked: {} characters, hash {}›", value.chars().count(), hash.prefix(8))
}

/// A source line with whatever follows a secret-looking name and `=`, `:` or `>` masked, and with key material masked.
///
/// Errs on the side of masking: the line stays recognisable by its name, not by its value.
pub fn mask_line(line: &str) -> String {
    if line.contains("-----BEGIN") {
        return "‹masked: key material›".to_owned();
    }
    // A public key token names an assembly; it is no secret, and .NET projects are full of them.
    let lower = line.to_ascii_lowercase().replace("publickeytoken", "publickey-name");
    let hit =
        WORDS.iter().chain(&["token"]).filter_map(|w| lower.find(w).map(|at| at + w.len())).min();
    let Some(after_name) = hit else { return mask_url_userinfo(line) };
    let Some(rest) = line.get(after_name..) else { return line.to_owned() };
    let Some(separator) = rest.find(['=', ':', '>', ',', '(']) else {
        return mask_url_userinfo(line);
    };
    let value_at = after_name + separator + 1;
    let (head, value) = line.split_at(value_at);
    let value = value.trim();
    // In `write(apiKeyFile, random(32))` what follows is code; only a literal there can be the secret.
    if head.ends_with([',', '(']) && !value.starts_with(['"', '\'']) {
        return mask_url_userinfo(line);
    }
    let bare = value
        .trim_matches(|c: char| matches!(c, '"' | '\'' | ';' | ',' | ')' | '(' | '>' | '=' | ' '));
    // A reference is no secret: environment look-ups, placeholders, calls and empty values stay readable.
    let reference = bare.is_empty()
        || bare.starts_with("${")
        || bare.starts_with("ENV")
        || bare.contains("env(")
        || bare.contains("getenv")
        || bare.contains("environ")
        || bare.contains("process.env")
        || matches!(bare, "null" | "nil" | "None" | "true" | "false");
    if reference { line.to_owned() } else { format!("{head} {}", mask_value(bare)) }
}

fn mask_url_userinfo(line: &str) -> String {
    let Some(scheme) = line.find("://") else { return line.to_owned() };
    let rest = &line[scheme + 3..];
    let end = rest.find(['/', '"', '\'', ' ', '?']).unwrap_or(rest.len());
    let Some(at) = rest[..end].rfind('@') else { return line.to_owned() };
    match rest[..at].find(':') {
        Some(colon) => {
            let secret = &rest[colon + 1..at];
            let (head, _) = line.split_at(scheme + 3 + colon + 1);
            format!("{head}{}{}", mask_value(secret), &rest[at..])
        }
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_masked_and_references_are_not() {
        for line in [
            "db.password=s3cr3t!",
            "<password>s3cr3t!</password>",
            "PASSWORD = 's3cr3t!'",
            "url: amqp://u:s3cr3t!@mq:5672/",
        ] {
            let masked = mask_line(line);
            assert!(!masked.contains("s3cr3t"), "{masked}");
            assert!(masked.contains("masked"), "{masked}");
        }
        for line in [
            "db.password=${DB_PASSWORD}",
            "PASSWORD = os.environ['P']",
            "int port = 8080;",
            "see http://host/a@b",
            "write(apikeyFile, random(32));",
        ] {
            assert_eq!(mask_line(line), line);
        }
        assert!(looks_secret("spring.datasource.password"));
        assert!(looks_secret("DATABASE_URL"));
        assert!(!looks_secret("server.port"));
    }
}
