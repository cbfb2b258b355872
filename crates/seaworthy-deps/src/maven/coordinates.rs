//! Coordinates of projects and artifacts, and what a dependency's type says about its file.

use std::fmt;
use std::sync::Arc;

/// Group, artifact and version: the name of one `pom.xml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gav {
    /// Group.
    pub group: Arc<str>,
    /// Artifact.
    pub artifact: Arc<str>,
    /// Version; a placeholder that nothing resolves stays as written.
    pub version: Arc<str>,
}

impl Gav {
    /// Coordinates of three texts.
    pub fn new(group: &str, artifact: &str, version: &str) -> Self {
        Self { group: Arc::from(group), artifact: Arc::from(artifact), version: Arc::from(version) }
    }

    /// Where a repository of Maven's layout keeps the pom, relative to its root. `None` where a part is empty or
    /// could lead out of the repository: coordinates come from untrusted files.
    pub fn pom_path(&self) -> Option<String> {
        let folder = artifact_folder(&self.group, &self.artifact)?;
        let version = safe(&self.version)?;
        Some(format!("{folder}/{version}/{}-{version}.pom", self.artifact))
    }
}

impl fmt::Display for Gav {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.group, self.artifact, self.version)
    }
}

/// Where a repository of Maven's layout keeps the versions of an artifact, relative to its root; `None` as in
/// [`Gav::pom_path`].
pub fn artifact_folder(group: &str, artifact: &str) -> Option<String> {
    let mut folder = String::with_capacity(group.len() + artifact.len() + 1);
    for part in group.split('.') {
        folder.push_str(safe(part)?);
        folder.push('/');
    }
    folder.push_str(safe(artifact)?);
    Some(folder)
}

/// A part of a path that names one folder and nothing else.
fn safe(part: &str) -> Option<&str> {
    let plain = !part.is_empty()
        && part != "."
        && part != ".."
        && !part.chars().any(|c| c.is_control() || matches!(c, '/' | '\\' | ':'));
    plain.then_some(part)
}

/// An artifact without its version; two of them with the same value are in conflict with each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ArtifactKey {
    pub(super) group: Arc<str>,
    pub(super) artifact: Arc<str>,
    /// Ending of the file.
    pub(super) extension: Arc<str>,
    pub(super) classifier: Arc<str>,
}

/// What a type means: extension of the file, classifier where none is stated, and whether the file holds its
/// dependencies, which are then not followed.
pub(super) fn type_of(name: &str) -> (&str, &'static str, bool) {
    match name {
        "" | "jar" | "ejb" | "maven-plugin" | "maven-archetype" => ("jar", "", false),
        "ejb-client" => ("jar", "client", false),
        "test-jar" => ("jar", "tests", false),
        "javadoc" => ("jar", "javadoc", false),
        "java-source" => ("jar", "sources", false),
        "war" | "ear" | "rar" | "par" => (name, "", true),
        other => (other, "", false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_of_the_repository() {
        let gav = Gav::new("org.acme", "shop", "1.0");
        assert_eq!(gav.pom_path().as_deref(), Some("org/acme/shop/1.0/shop-1.0.pom"));
        for (g, a, v) in [
            ("..", "a", "1"),
            ("a", "..", "1"),
            ("a", "b", ".."),
            ("a", "b/../../c", "1"),
            ("a/b", "c", "1"),
            ("", "c", "1"),
            ("a", "c", ""),
            ("a", "C:\\x", "1"),
        ] {
            assert_eq!(Gav::new(g, a, v).pom_path(), None, "{g}:{a}:{v}");
        }
    }
}
