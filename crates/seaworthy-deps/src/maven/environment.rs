//! What a build is told from outside of its `pom.xml` files: properties and profiles of the command line, the JDK, the
//! operating system, and which files are there.

use std::collections::{BTreeMap, BTreeSet};

use crate::maven::pom::{Activation, Profile};
use crate::place;
use crate::version::maven::{Version, VersionRange};

/// What a build is told from outside. Nothing is taken from the machine this runs on: the same input gives the same
/// result everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MavenEnvironment {
    /// Properties of the command line or of `.mvn/maven.config` (`-Dname=value`).
    pub properties: BTreeMap<String, String>,
    /// Profiles switched on by name (`-P name`, or `activeProfiles` of the settings).
    pub active_profiles: BTreeSet<String>,
    /// Profiles switched off by name (`-P !name`).
    pub inactive_profiles: BTreeSet<String>,
    /// `java.version` that profiles are held against, for example `17.0.1`.
    pub java_version: String,
    /// Whether profiles are on only by default, or because a property is absent: so Gradle reads poms.
    pub(crate) plain_profiles: bool,
}

impl Default for MavenEnvironment {
    fn default() -> Self {
        Self {
            properties: BTreeMap::new(),
            active_profiles: BTreeSet::new(),
            inactive_profiles: BTreeSet::new(),
            java_version: "17.0.1".to_owned(),
            plain_profiles: false,
        }
    }
}

/// The operating system that builds are taken to run on: what applications are moved to.
const SYSTEM: &[(&str, &str)] = &[
    ("os.name", "Linux"),
    ("os.arch", "amd64"),
    ("os.version", "6.1"),
    ("file.separator", "/"),
    ("path.separator", ":"),
    ("line.separator", "\n"),
    ("java.home", "/usr/lib/jvm/java"),
    ("java.vendor", "Eclipse Adoptium"),
    ("user.home", "/home/builder"),
    ("user.name", "builder"),
    ("maven.home", "/usr/share/maven"),
    ("maven.version", "3.8.7"),
];

impl MavenEnvironment {
    /// A system property: `java.version` and a fixed table.
    pub(super) fn system(&self, key: &str) -> Option<&str> {
        match key {
            "java.version" => Some(&self.java_version),
            "java.specification.version" | "java.vm.specification.version" => {
                let mut parts = self.java_version.splitn(3, '.');
                match parts.next() {
                    Some("1") => self.java_version.get(..3),
                    first => first,
                }
            }
            _ => SYSTEM.iter().find(|(name, _)| *name == key).map(|(_, value)| *value),
        }
    }

    /// The profiles of one `pom.xml` that are on, in its order. `folder` is where the file lies in the tree, `None`
    /// for a pom of a repository; `exists` tells whether the tree holds a file.
    pub(super) fn active<'p>(
        &self,
        profiles: &'p [Profile],
        folder: Option<&str>,
        exists: &dyn Fn(&str) -> bool,
    ) -> Vec<&'p Profile> {
        let switched_off = |p: &&Profile| !self.inactive_profiles.contains(&p.id);
        let on: Vec<&Profile> = profiles
            .iter()
            .filter(switched_off)
            .filter(|p| {
                self.active_profiles.contains(&p.id) || self.holds(&p.activation, folder, exists)
            })
            .collect();
        if !on.is_empty() {
            return on;
        }
        // Defaults count only where nothing else in the same file is on.
        profiles.iter().filter(switched_off).filter(|p| p.activation.by_default).collect()
    }

    fn holds(
        &self,
        activation: &Activation,
        folder: Option<&str>,
        exists: &dyn Fn(&str) -> bool,
    ) -> bool {
        let Activation { by_default: _, property, jdk, os, exists: there, missing } = activation;
        if self.plain_profiles {
            return property.as_ref().is_some_and(|(name, _)| name.starts_with('!'));
        }
        let mut stated = false;
        let mut test = |condition: Option<bool>| {
            stated |= condition.is_some();
            condition.unwrap_or(true)
        };
        let property = test(property.as_ref().map(|(name, value)| self.has(name, value)));
        let jdk = test(jdk.as_ref().map(|jdk| self.is_jdk(jdk)));
        let os = test(os.as_ref().map(|os| os.iter().all(|(key, value)| is_os(key, value))));
        let there = test(there.as_ref().map(|f| file(f, folder).is_some_and(|f| exists(&f))));
        let missing = test(missing.as_ref().map(|f| file(f, folder).is_some_and(|f| !exists(&f))));
        stated && property && jdk && os && there && missing
    }

    fn has(&self, name: &str, value: &str) -> bool {
        let (name, absent) = name.strip_prefix('!').map_or((name, false), |rest| (rest, true));
        let actual = self.properties.get(name).map(String::as_str).or_else(|| self.system(name));
        if value.is_empty() {
            return actual.is_some_and(|v| !v.is_empty()) != absent;
        }
        match value.strip_prefix('!') {
            Some(other) => actual != Some(other),
            None => actual == Some(value),
        }
    }

    fn is_jdk(&self, wanted: &str) -> bool {
        if let Some(other) = wanted.strip_prefix('!') {
            return !self.java_version.starts_with(other);
        }
        if wanted.starts_with(['[', '(']) {
            return VersionRange::parse(wanted)
                .is_some_and(|range| range.contains(&Version::new(&self.java_version)));
        }
        self.java_version.starts_with(wanted)
    }
}

fn is_os(key: &str, wanted: &str) -> bool {
    let (wanted, other) = wanted.strip_prefix('!').map_or((wanted, false), |rest| (rest, true));
    let wanted = wanted.to_ascii_lowercase();
    let same = match key {
        "family" => wanted == "unix",
        "name" => wanted == "linux",
        "arch" => wanted == "amd64",
        "version" => wanted == "6.1",
        _ => return true,
    };
    same != other
}

/// The path in the tree that a condition names; `None` outside of it.
fn file(name: &str, folder: Option<&str>) -> Option<String> {
    let folder = folder?;
    let name = name
        .trim_start_matches("${project.basedir}")
        .trim_start_matches("${basedir}")
        .trim_start_matches(['/', '\\']);
    if name.contains("${") { None } else { place::join(folder, name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maven::pom::Section;

    fn profile(id: &str, activation: Activation) -> Profile {
        Profile { id: id.to_owned(), activation, section: Section::default() }
    }

    fn on(profiles: &[Profile], environment: &MavenEnvironment) -> String {
        let exists = |path: &str| path == "web/there.txt";
        let active = environment.active(profiles, Some("web"), &exists);
        active.iter().map(|p| p.id.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn conditions() {
        let property = |name: &str, value: &str| Activation {
            property: Some((name.to_owned(), value.to_owned())),
            ..Activation::default()
        };
        let jdk = |jdk: &str| Activation { jdk: Some(jdk.to_owned()), ..Activation::default() };
        let profiles = [
            profile("default", Activation { by_default: true, ..Activation::default() }),
            profile("absent", property("!x", "")),
            profile("present", property("x", "")),
            profile("value", property("x", "1")),
            profile("other", property("x", "!1")),
            profile("old", jdk("1.8")),
            profile("new", jdk("[11,)")),
            profile("not-new", jdk("!17")),
            profile(
                "file",
                Activation { exists: Some("${basedir}/there.txt".into()), ..Activation::default() },
            ),
            profile(
                "no-file",
                Activation { missing: Some("there.txt".into()), ..Activation::default() },
            ),
            profile(
                "unix",
                Activation {
                    os: Some(BTreeMap::from([("family".to_owned(), "unix".to_owned())])),
                    ..Activation::default()
                },
            ),
        ];
        let mut environment = MavenEnvironment::default();
        assert_eq!(on(&profiles, &environment), "absent other new file unix");
        environment.properties.insert("x".to_owned(), "1".to_owned());
        environment.java_version = "1.8.0_392".to_owned();
        environment.inactive_profiles.insert("unix".to_owned());
        assert_eq!(on(&profiles, &environment), "present value old not-new file");
        assert_eq!(on(&profiles[..1], &environment), "default");
        environment.active_profiles.insert("present".to_owned());
        assert_eq!(on(&profiles[..3], &environment), "present");
    }
}
