//! Package URLs: `pkg:type/namespace/name@version?qualifiers`.

use std::collections::BTreeMap;
use std::fmt;

/// The types of package URLs that we name libraries by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageType {
    /// `group:artifact`, whatever tool resolves it.
    Maven,
    /// npm, with or without a scope.
    Npm,
    /// The Python package index.
    Pypi,
    /// NuGet.
    Nuget,
    /// Packagist: `vendor/package`.
    Composer,
    /// RubyGems.
    Gem,
    /// Go modules by their path.
    Golang,
    /// crates.io.
    Cargo,
    /// CPAN, by the name of a module.
    Cpan,
    /// Libraries that no registry of packages is known for.
    Generic,
}

impl PackageType {
    /// The type as a package URL writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Maven => "maven",
            Self::Npm => "npm",
            Self::Pypi => "pypi",
            Self::Nuget => "nuget",
            Self::Composer => "composer",
            Self::Gem => "gem",
            Self::Golang => "golang",
            Self::Cargo => "cargo",
            Self::Cpan => "cpan",
            Self::Generic => "generic",
        }
    }
}

/// A package URL in parts, already in the normal form of its type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purl {
    kind: PackageType,
    /// Maven's group, npm's scope with `@`, Composer's vendor, a Go path without its last part; empty where none.
    namespace: String,
    name: String,
    version: Option<String>,
    /// Sorted by key; no empty values.
    qualifiers: BTreeMap<String, String>,
}

impl Purl {
    /// The URL of a library named in its ecosystem's form: `group:artifact`, `@scope/name`, `vendor/package`,
    /// `example.org/module/v2`. `None` where the name is not of that form.
    pub fn new(kind: PackageType, name: &str, version: Option<&str>) -> Option<Self> {
        let (namespace, name) = match kind {
            PackageType::Maven => name.split_once(':')?,
            PackageType::Npm if name.starts_with('@') => name.split_once('/')?,
            PackageType::Composer => name.split_once('/')?,
            PackageType::Golang => name.rsplit_once('/').unwrap_or(("", name)),
            _ => ("", name),
        };
        let named_space = matches!(kind, PackageType::Maven | PackageType::Composer);
        if name.is_empty() || (named_space && namespace.is_empty()) {
            return None;
        }
        let normal = |part: &str| match kind {
            PackageType::Maven
            | PackageType::Nuget
            | PackageType::Gem
            | PackageType::Cargo
            | PackageType::Cpan
            | PackageType::Generic => part.to_owned(),
            PackageType::Pypi => part.to_lowercase().replace('_', "-"),
            _ => part.to_lowercase(),
        };
        Some(Self {
            kind,
            namespace: normal(namespace),
            name: normal(name),
            version: version.filter(|v| !v.is_empty()).map(str::to_owned),
            qualifiers: BTreeMap::new(),
        })
    }

    /// The same with Maven's type (`jar` goes without saying) and classifier.
    #[must_use]
    pub fn with_artifact(mut self, packaging: &str, classifier: &str) -> Self {
        if packaging != "jar" {
            self = self.with_qualifier("type", packaging);
        }
        self.with_qualifier("classifier", classifier)
    }

    /// The same with a qualifier; an empty value adds none.
    #[must_use]
    pub fn with_qualifier(mut self, key: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.qualifiers.insert(key.to_ascii_lowercase(), value.to_owned());
        }
        self
    }

    /// Maven's group, npm's scope, Composer's vendor or a Go path without its last part.
    pub fn namespace(&self) -> Option<&str> {
        Some(self.namespace.as_str()).filter(|n| !n.is_empty())
    }

    /// The name without its namespace.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version, where one is known.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pkg:{}", self.kind.as_str())?;
        for part in self.namespace.split('/').filter(|p| !p.is_empty()) {
            write!(f, "/{}", Escaped(part))?;
        }
        write!(f, "/{}", Escaped(&self.name))?;
        if let Some(version) = &self.version {
            write!(f, "@{}", Escaped(version))?;
        }
        for (n, (key, value)) in self.qualifiers.iter().enumerate() {
            write!(f, "{}{key}={}", if n == 0 { '?' } else { '&' }, Escaped(value))?;
        }
        Ok(())
    }
}

/// Percent-encoded as package URLs want it: everything but letters, digits, `.-_~` and `:`.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || b".-_~:".contains(&byte) {
                write!(f, "{}", char::from(byte))?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(kind: PackageType, name: &str, version: &str) -> String {
        Purl::new(kind, name, Some(version)).unwrap().to_string()
    }

    #[test]
    fn each_type_has_its_form() {
        use PackageType::{Composer, Gem, Golang, Maven, Npm, Nuget, Pypi};
        let cases = [
            (Maven, "org.Acme:Tool-x", "1.0", "pkg:maven/org.Acme/Tool-x@1.0"),
            (Npm, "left-pad", "1.3.0", "pkg:npm/left-pad@1.3.0"),
            (Npm, "@Acme/tool", "1.0.0-rc+1", "pkg:npm/%40acme/tool@1.0.0-rc%2B1"),
            (Pypi, "Zope.Some_Thing", "2!1.0", "pkg:pypi/zope.some-thing@2%211.0"),
            (Nuget, "Newtonsoft.Json", "13.0.1", "pkg:nuget/Newtonsoft.Json@13.0.1"),
            (Composer, "Acme/Tool", "v1.2", "pkg:composer/acme/tool@v1.2"),
            (Gem, "RedCloth", "4.2", "pkg:gem/RedCloth@4.2"),
            (Golang, "example.org/A/b/v2", "v2.1.0", "pkg:golang/example.org/a/b/v2@v2.1.0"),
            (Golang, "std", "1", "pkg:golang/std@1"),
        ];
        for (kind, name, version, expected) in cases {
            assert_eq!(url(kind, name, version), expected);
        }
        assert_eq!(Purl::new(Maven, "no-group", None), None);
        assert_eq!(Purl::new(Composer, "php", None), None);
        assert_eq!(Purl::new(Npm, "a", Some("")).unwrap().to_string(), "pkg:npm/a");
    }

    #[test]
    fn maven_types_and_classifiers_are_qualifiers() {
        let plain = Purl::new(PackageType::Maven, "g:a", Some("1")).unwrap();
        assert_eq!(plain.clone().with_artifact("jar", "").to_string(), "pkg:maven/g/a@1");
        assert_eq!(
            plain.with_artifact("war", "a/b").to_string(),
            "pkg:maven/g/a@1?classifier=a%2Fb&type=war"
        );
    }

    proptest! {
        #[test]
        fn any_name_gives_plain_ascii(name in "\\PC{1,20}:\\PC{1,20}", version in "\\PC{0,12}") {
            if let Some(purl) = Purl::new(PackageType::Maven, &name, Some(&version)) {
                let text = purl.to_string();
                prop_assert!(text.bytes().all(|b| b.is_ascii_graphic()));
                prop_assert!(text.matches('@').count() <= 1);
                prop_assert!(!text.contains(['?', '#', ' ']));
            }
        }
    }
}
