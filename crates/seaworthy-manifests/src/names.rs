//! Names as Kubernetes and image registries want them.

use seaworthy_base::ContentHash;

/// A DNS label (RFC 1123) of at most `limit` characters; a cut or empty name gets a hash so that it stays distinct.
pub(crate) fn dns_label(text: &str, limit: usize) -> String {
    let mut label = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            label.push(c);
        } else if !label.is_empty() && !label.ends_with('-') {
            label.push('-');
        }
    }
    let label = label.trim_end_matches('-');
    if !label.is_empty() && label.len() <= limit {
        return label.to_owned();
    }
    let hash = ContentHash::of_parts([text.as_bytes()]);
    let head = label.get(..limit.saturating_sub(7).min(label.len())).unwrap_or("");
    let head = head.trim_end_matches('-');
    if head.is_empty() {
        format!("app-{}", hash.prefix(6))
    } else {
        format!("{head}-{}", hash.prefix(6))
    }
}

/// A Service name: a DNS label that starts with a letter (RFC 1035).
pub(crate) fn service_name(id: &str) -> String {
    if id.starts_with(|c: char| c.is_ascii_digit()) { format!("svc-{id}") } else { id.to_owned() }
}

/// An image tag, which is a label value too; nothing where the version holds no usable character or floats.
pub(crate) fn tag(version: &str) -> Option<String> {
    let cleaned: String = version
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .take(63)
        .collect();
    let tag = cleaned.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let usable = !version.contains("${") && !tag.is_empty() && !tag.eq_ignore_ascii_case("latest");
    usable.then(|| tag.to_owned())
}

/// A registry with an optional path, as image references take it; nothing where it cannot be one.
pub(crate) fn registry(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches('/');
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '/');
    (!text.is_empty() && text.chars().all(legal)).then_some(text)
}

/// Whether a name can be an environment variable that a shell and a ConfigMap both take.
pub(crate) fn is_env_name(name: &str) -> bool {
    let head = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    head && name.len() <= 253 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a text is a DNS label of at most 63 characters.
pub(crate) fn is_dns_label(text: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.len() <= 63
        && text.starts_with(alphanumeric)
        && text.ends_with(alphanumeric)
        && text.chars().all(|c| alphanumeric(c) || c == '-')
}

/// Whether a text can be the value of a label: empty, or 63 characters that start and end well.
pub(crate) fn is_label_value(text: &str) -> bool {
    text.is_empty()
        || (text.len() <= 63
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.ends_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
}

/// Whether a text is a port name (IANA service name): 15 characters, a letter among them, no double dash.
pub(crate) fn is_port_name(text: &str) -> bool {
    text.len() <= 15
        && is_dns_label(text)
        && !text.contains("--")
        && text.chars().any(|c| c.is_ascii_lowercase())
}

/// A port name made of any text; `port-N` where nothing of it can stay.
pub(crate) fn port_name(text: &str, number: u16) -> String {
    let lower = text.to_lowercase();
    if is_port_name(&lower) { lower } else { format!("port-{number}") }
}

/// A relative path that can stand in a Dockerfile as it is.
pub(crate) fn file_path(text: &str) -> Option<&str> {
    let text = text.trim().trim_start_matches("./");
    let legal =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '@' | '+');
    let stays = !text.starts_with(['/', '-']) && !text.split('/').any(|part| part == "..");
    (!text.is_empty() && stays && text.chars().all(legal)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_made_to_fit() {
        assert_eq!(dns_label("My Shop_1", 63), "my-shop-1");
        assert_ne!(dns_label(&"a".repeat(60), 52), dns_label(&"a".repeat(61), 52));
        assert_eq!(service_name("2048"), "svc-2048");
        assert_eq!(tag("3.4.0+build 7").as_deref(), Some("3.4.0-build-7"));
        assert_eq!(tag("${revision}"), None);
        assert_eq!(tag("latest"), None);
        assert_eq!(port_name("HTTP", 80), "http");
        assert_eq!(port_name("a-very-long-port-name", 81), "port-81");
        assert_eq!(file_path("./cmd/server"), Some("cmd/server"));
        assert_eq!(file_path("../x"), None);
        assert!(!is_env_name("1A") && !is_env_name("A-B") && is_env_name("A_B"));
    }

    proptest! {
        #[test]
        fn any_text_makes_legal_names(text in any::<String>(), limit in 20usize..64) {
            let label = dns_label(&text, limit);
            prop_assert!(is_dns_label(&label) && label.len() <= limit, "{}", label);
            prop_assert!(is_port_name(&port_name(&text, 80)));
            if let Some(tag) = tag(&text) {
                prop_assert!(is_label_value(&tag));
            }
        }
    }
}
