//! Profiles: the choices of an analysis on disk, as Konveyor's hub writes them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Deserialize;

/// The choices of a profile.
#[derive(Debug, Default)]
pub(super) struct Profile {
    /// Whether libraries are looked at, where it says so.
    pub(super) with_libraries: Option<bool>,
    /// Whether open-source libraries are looked at too.
    pub(super) with_known_libraries: bool,
    /// Folders of rules.
    pub(super) rules: Vec<PathBuf>,
    labels: Choice,
    packages: Choice,
}

/// Names to keep and names to leave out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choice {
    included: Vec<String>,
    excluded: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    mode: WrittenMode,
    scope: WrittenScope,
    rules: WrittenRules,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct WrittenMode {
    with_deps: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct WrittenScope {
    with_known_libs: bool,
    packages: Choice,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WrittenRules {
    labels: Choice,
}

impl Profile {
    /// The profile that was named, else the only one of the application.
    pub(super) fn find(named: Option<&Path>, input: &Path) -> anyhow::Result<Option<Self>> {
        if let Some(folder) = named {
            return Self::read(folder).map(Some);
        }
        let mut found = folders(&input.join(".konveyor").join("profiles"));
        found.retain(|folder| folder.join("profile.yaml").is_file());
        match found.as_slice() {
            [only] => Self::read(only).map(Some),
            _ => Ok(None),
        }
    }

    fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join("profile.yaml");
        let text = fs::read_to_string(&path).with_context(|| {
            format!(
                "cannot read the profile {}; give the folder that holds it with --profile-dir",
                path.display()
            )
        })?;
        let written: Written = serde_saphyr::from_str(&text)
            .map_err(|error| anyhow::anyhow!("{} is no profile: {error}", path.display()))?;
        Ok(Self {
            with_libraries: written.mode.with_deps,
            with_known_libraries: written.scope.with_known_libs,
            rules: folders(&folder.join("rules")),
            labels: written.rules.labels,
            packages: written.scope.packages,
        })
    }

    /// Whether it chooses by technology.
    pub(super) fn names_technologies(&self) -> bool {
        self.labels.included.iter().any(|label| {
            label.starts_with("konveyor.io/source") || label.starts_with("konveyor.io/target")
        })
    }

    /// The expression over labels.
    pub(super) fn labels(&self) -> Option<String> {
        self.labels.expression("")
    }

    /// The expression over incidents.
    pub(super) fn incidents(&self) -> Option<String> {
        self.packages.expression("package=")
    }
}

impl Choice {
    /// Any of the included and none of the excluded; `None` where nothing is chosen.
    fn expression(&self, key: &str) -> Option<String> {
        let mut parts = Vec::new();
        if !self.included.is_empty() {
            let any: Vec<String> =
                self.included.iter().map(|name| format!("{key}{name}")).collect();
            parts.push(format!("({})", any.join(" || ")));
        }
        parts.extend(self.excluded.iter().map(|name| format!("!{key}{name}")));
        (!parts.is_empty()).then(|| parts.join(" && "))
    }
}

/// Folders in a folder, in the order of their names.
fn folders(parent: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut found: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.is_dir()).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_becomes_expressions() {
        let folder = tempfile::tempdir().unwrap();
        let profile = folder.path().join(".konveyor/profiles/quarkus");
        fs::create_dir_all(profile.join("rules/own")).unwrap();
        fs::write(
            profile.join("profile.yaml"),
            "mode:\n  withDeps: true\nscope:\n  packages:\n    included: [a.b, a.c]\n    excluded: [a.b.d]\nrules:\n  labels:\n    included: [konveyor.io/target=quarkus]\n",
        )
        .unwrap();
        let found = Profile::find(None, folder.path()).unwrap().unwrap();
        assert_eq!(found.with_libraries, Some(true));
        assert_eq!(found.incidents().unwrap(), "(package=a.b || package=a.c) && !package=a.b.d");
        assert_eq!(found.labels().unwrap(), "(konveyor.io/target=quarkus)");
        assert!(found.names_technologies());
        assert_eq!(found.rules, [profile.join("rules/own")]);
        assert!(Profile::find(Some(folder.path()), folder.path()).is_err());
    }
}
