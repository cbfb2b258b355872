//! The identifiers of a document type.

/// The public and the system identifier in what stands between `<!` and `>`; `None` where it declares no document
/// type.
pub(crate) fn identifiers(directive: &str) -> Option<(Option<&str>, Option<&str>)> {
    let rest = directive.strip_prefix("DOCTYPE")?;
    let rest = rest.trim_start();
    let rest = rest.trim_start_matches(|c: char| !c.is_whitespace() && c != '[').trim_start();
    if let Some(rest) = rest.strip_prefix("PUBLIC") {
        let (public, rest) = literal(rest).unzip();
        return Some((public, rest.and_then(literal).map(|(system, _)| system)));
    }
    let system = rest.strip_prefix("SYSTEM").and_then(literal).map(|(system, _)| system);
    Some((None, system))
}

/// The quoted text at the start of `text`, and what follows it.
fn literal(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.split_once(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_and_system() {
        assert_eq!(
            identifiers("DOCTYPE web-app PUBLIC '-//X//DTD Web 1//EN'\n \"http://x/y.dtd\" [ ]"),
            Some((Some("-//X//DTD Web 1//EN"), Some("http://x/y.dtd")))
        );
        assert_eq!(identifiers("DOCTYPE a SYSTEM 'a.dtd'"), Some((None, Some("a.dtd"))));
        assert_eq!(identifiers("DOCTYPE a [<!ELEMENT a ANY>]"), Some((None, None)));
        assert_eq!(identifiers("DOCTYPE a PUBLIC \"broken"), Some((None, None)));
        assert_eq!(identifiers("ELEMENT a ANY"), None);
    }
}
