//! Addresses that are shown to people or name a format: nothing connects to them.

/// Whether an address is a link or a name. `used_by` is the callee, key or target that the analysers give.
pub(super) fn is_link(url: &str, used_by: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let Some(rest) = lower.strip_prefix("http://").or_else(|| lower.strip_prefix("https://"))
    else {
        return false;
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split([':', '?', '#']).next().unwrap_or(host);
    is_page_of_others(host) || is_format(host, path) || shows(used_by)
}

/// Names that are reserved for documentation and tests, and names that are cut off.
pub(super) fn is_reserved(host: &str) -> bool {
    const RESERVED: [&str; 6] =
        ["example.com", "example.org", "example.net", "test", "example", "invalid"];
    let inside = |domain: &str| {
        host == domain || host.strip_suffix(domain).is_some_and(|h| h.ends_with('.'))
    };
    RESERVED.iter().any(|r| inside(r)) || host == "www"
}

/// Sites that applications link to, share on or take icons from; browsers go there, not the application.
fn is_page_of_others(host: &str) -> bool {
    const SITES: [&str; 32] = [
        "github.com",
        "githubusercontent.com",
        "gnu.org",
        "apache.org",
        "w3.org",
        "wikipedia.org",
        "mozilla.org",
        "stackoverflow.com",
        "opensource.org",
        "creativecommons.org",
        "npmjs.com",
        "twitter.com",
        "x.com",
        "facebook.com",
        "instagram.com",
        "linkedin.com",
        "youtube.com",
        "threads.net",
        "bsky.app",
        "t.me",
        "wa.me",
        "hangouts.google.com",
        "gravatar.com",
        "openstreetmap.org",
        "schemas.microsoft.com",
        "schemas.xmlsoap.org",
        "springframework.org",
        "jcp.org",
        "java.sun.com",
        "xmlns.jcp.org",
        "tempuri.org",
        "purl.org",
    ];
    const FIRST: [&str; 8] =
        ["docs.", "doc.", "blog.", "wiki.", "help.", "support.", "forum.", "community."];
    let inside =
        |site: &str| host == site || host.strip_suffix(site).is_some_and(|h| h.ends_with('.'));
    SITES.iter().any(|site| inside(site))
        || (host.matches('.').count() > 1 && FIRST.iter().any(|first| host.starts_with(first)))
}

/// Names of XML namespaces, schemas and licences.
fn is_format(host: &str, path: &str) -> bool {
    [".xsd", ".dtd", ".wsdl#"].iter().any(|end| path.ends_with(end))
        || ["xml/ns", "schema/", "schemas/", "ns/", "dtd/", "licenses/", "license/"]
            .iter()
            .any(|start| path.starts_with(start) || path.contains(&format!("/{start}")))
        || host.starts_with("schemas.")
        || host.starts_with("xmlns.")
}

/// Whether the name of what takes the address says that people read it.
fn shows(used_by: &str) -> bool {
    let last = used_by.rsplit(['.', '/', ':']).next().unwrap_or(used_by).to_ascii_lowercase();
    ["href", "link", "homepage", "social", "icon", "avatar", "namespace", "xmlns"]
        .iter()
        .any(|word| last.contains(word))
        || matches!(
            last.as_str(),
            "description" | "title" | "help" | "help_text" | "message" | "echo"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_names_of_formats() {
        for (url, used_by) in [
            ("http://www.liquibase.org/xml/ns/dbchangelog", ""),
            ("https://twitter.com/acme", "SOCIAL"),
            ("https://docs.acme.org/x", ""),
            ("http://acme.org/schema/order", "setSchema"),
            ("https://acme.org/about", "page.homepage"),
            ("http://java.sun.com/dtd/properties.dtd", ""),
        ] {
            assert!(is_link(url, used_by), "{url}");
        }
        for (url, used_by) in [
            ("https://api.trello.com/1", "requests.get"),
            ("http://localhost:8080", "BASE_URL"),
            ("http://docs:8080/render", "post"),
            ("jdbc:postgresql://db/x", "spring.datasource.url"),
        ] {
            assert!(!is_link(url, used_by), "{url}");
        }
        assert!(is_reserved("monica.test") && is_reserved("www") && is_reserved("a.example.com"));
        assert!(!is_reserved("contest.org"));
    }
}
