//! What a pattern asks for.

/// A pattern, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// Any use of a package: `crypto/rsa`.
    Package(String),
    /// A name of a package, given by its path or its last part: `crypto/x509.ParseCertificate`, `rsa.GenerateKey`.
    Member(String, String),
    /// A name alone, which may be a package without a slash, too: `Ingress`, `fmt`.
    Name(String),
}

impl Pattern {
    /// Reads a pattern; `None` for an empty one. A dot in the last part of the path starts a name only where an
    /// exported one follows: `gopkg.in/yaml.v2` is a package.
    pub(super) fn read(pattern: &str) -> Option<Self> {
        let pattern = pattern.trim().trim_matches('"');
        if pattern.is_empty() {
            return None;
        }
        let last = pattern.rfind('/').map_or(0, |at| at + 1);
        if let Some((path, name)) = pattern.rsplit_once('.').filter(|(path, _)| path.len() > last)
            && name.starts_with(char::is_uppercase)
        {
            return Some(Self::Member(path.to_owned(), name.to_owned()));
        }
        Some(if pattern.contains(['/', '.']) {
            Self::Package(pattern.to_owned())
        } else {
            Self::Name(pattern.to_owned())
        })
    }

    /// A text that every file with a hit holds.
    pub(super) fn literal(&self) -> &str {
        match self {
            Self::Package(text) | Self::Member(_, text) | Self::Name(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_starts_a_name_only_before_an_exported_one() {
        let read = |text| Pattern::read(text).unwrap();
        let member = |path: &str, name: &str| Pattern::Member(path.into(), name.into());
        assert_eq!(read("crypto/x509.ParseCertificate"), member("crypto/x509", "ParseCertificate"));
        assert_eq!(read("gopkg.in/yaml.v2.Unmarshal"), member("gopkg.in/yaml.v2", "Unmarshal"));
        assert_eq!(read("gopkg.in/yaml.v2"), Pattern::Package("gopkg.in/yaml.v2".into()));
        assert_eq!(read("golang.org/x/oauth2"), Pattern::Package("golang.org/x/oauth2".into()));
        assert_eq!(read("rsa.GenerateKey"), member("rsa", "GenerateKey"));
        assert_eq!(read("Ingress"), Pattern::Name("Ingress".into()));
        assert_eq!(Pattern::read(" "), None);
    }
}
