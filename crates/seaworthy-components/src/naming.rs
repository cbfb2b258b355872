//! Names that Kubernetes takes.

use std::collections::BTreeSet;

/// A DNS label (RFC 1123) of at most 53 characters that no other component has; `used` grows by it.
pub(crate) fn unique_label(name: &str, used: &mut BTreeSet<String>) -> String {
    let base = label(name);
    let mut candidate = base.clone();
    let mut n = 2;
    while !used.insert(candidate.clone()) {
        let suffix = format!("-{n}");
        let keep = 53 - suffix.len();
        candidate = format!(
            "{}{suffix}",
            base.get(..keep.min(base.len())).unwrap_or(&base).trim_end_matches('-')
        );
        n += 1;
    }
    candidate
}

/// Lower case, dashes for everything that is no letter or digit, starting with a letter. `CamelCase` gets dashes.
pub(crate) fn label(name: &str) -> String {
    let mut out = String::new();
    let mut lower_before = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && lower_before {
                out.push('-');
            }
            lower_before = c.is_ascii_lowercase();
            out.push(c.to_ascii_lowercase());
        } else {
            lower_before = false;
            if !out.ends_with('-') {
                out.push('-');
            }
        }
    }
    let mut out = out.trim_matches('-').to_owned();
    if !out.starts_with(|c: char| c.is_ascii_lowercase()) {
        out.insert_str(0, "app-");
    }
    out.truncate(53);
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_dns_labels() {
        for (name, expected) in [
            ("eShopLegacyMVC", "e-shop-legacy-mvc"),
            ("com.acme:Shop_Web", "com-acme-shop-web"),
            ("2fast", "app-2fast"),
            ("", "app"),
            ("ünï", "n"),
        ] {
            assert_eq!(label(name), expected, "{name}");
        }
        let mut used = BTreeSet::new();
        assert_eq!(unique_label("web", &mut used), "web");
        assert_eq!(unique_label("web", &mut used), "web-2");
        let long = "x".repeat(80);
        assert_eq!(unique_label(&long, &mut used).len(), 53);
        assert_eq!(unique_label(&long, &mut used).len(), 53);
    }
}
