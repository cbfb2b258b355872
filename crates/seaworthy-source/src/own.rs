//! What belongs to the application and what to its libraries.
//!
//! Names decide. A Maven group or a Java package belongs to the application when it is one of the application's own,
//! or lies below one, or shares the first two parts with one; where the first two parts are those of a house that
//! publishes for everybody, such as `org.apache`, two parts prove nothing and the whole name must fit.

use std::collections::{BTreeMap, BTreeSet};

use crate::manifest::Coordinates;

/// First parts of names under which many unrelated projects publish.
const SHARED: [&str; 36] = [
    "ch.qos",
    "com.amazonaws",
    "com.fasterxml",
    "com.github",
    "com.gitlab",
    "com.google",
    "com.h2database",
    "com.ibm",
    "com.microsoft",
    "com.mysql",
    "com.oracle",
    "com.sun",
    "io.github",
    "io.gitlab",
    "io.micrometer",
    "io.netty",
    "io.quarkus",
    "io.smallrye",
    "net.java",
    "net.sf",
    "net.sourceforge",
    "org.apache",
    "org.codehaus",
    "org.eclipse",
    "org.glassfish",
    "org.hibernate",
    "org.jboss",
    "org.jetbrains",
    "org.jgroups",
    "org.slf4j",
    "org.sourceforge",
    "org.springframework",
    "org.w3c",
    "org.wildfly",
    "org.xml",
    "org.yaml",
];

/// Whether no application may claim names below these two parts by them alone.
fn is_shared(two: &str) -> bool {
    SHARED.binary_search(&two).is_ok()
        || matches!(
            two.split('.').next(),
            Some("java" | "javax" | "jakarta" | "kotlin" | "scala" | "groovy")
        )
}

/// The first `count` dotted parts; the whole name where it has fewer.
fn parts(name: &str, count: usize) -> &str {
    name.match_indices('.').nth(count - 1).map_or(name, |(at, _)| name.get(..at).unwrap_or(name))
}

fn lies_below(name: &str, above: &str) -> bool {
    name.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether two Maven groups or packages are of one house.
pub(crate) fn are_kin(name: &str, own: &str) -> bool {
    if own.is_empty() || name.is_empty() {
        return false;
    }
    let two = parts(own, 2);
    lies_below(name, own) || (two.contains('.') && !is_shared(two) && parts(name, 2) == two)
}

/// Names of the application: the Maven groups of its deployable archives, and the packages of their classes.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    /// Groups with the versions that their artifacts have.
    groups: BTreeMap<String, BTreeSet<String>>,
    /// The first three parts of each package.
    packages: BTreeSet<String>,
}

impl Identity {
    /// Adds the Maven group of a deployable archive, and its version.
    pub(crate) fn add_group(&mut self, of: &Coordinates) {
        self.groups.entry(of.group.clone()).or_default().extend(of.version.clone());
    }

    /// Adds a package as a folder: `com/acme/shop/web`. One part alone says nothing.
    pub(crate) fn add_package(&mut self, folder: &str) {
        let package = folder.replace('/', ".");
        let three = parts(&package, 3);
        if three.contains('.') && !self.packages.contains(three) {
            self.packages.insert(three.to_owned());
        }
    }

    pub(crate) fn has_groups(&self) -> bool {
        !self.groups.is_empty()
    }

    pub(crate) fn owns_group(&self, group: &str) -> bool {
        self.groups.keys().any(|own| are_kin(group, own))
    }

    /// Whether an artifact of the application's groups has a version that none of its archives has: it is released by
    /// itself, as a house's library is.
    pub(crate) fn is_released_apart(&self, of: &Coordinates) -> bool {
        let kin = || self.groups.iter().filter(|(own, _)| are_kin(&of.group, own));
        of.version.as_ref().is_some_and(|version| {
            kin().all(|(_, versions)| !versions.is_empty() && !versions.contains(version))
        })
    }

    /// Whether at least half of the classes lie in packages that share three parts with the application's.
    /// Packages of houses that publish for everybody do not count: an application may patch a class of Spring.
    pub(crate) fn owns_packages(&self, packages: &BTreeMap<String, u32>) -> bool {
        let (mut own, mut all) = (0_u64, 0_u64);
        for (folder, classes) in packages {
            all += u64::from(*classes);
            let package = folder.replace('/', ".");
            let three = parts(&package, 3);
            if self.packages.contains(three) && !is_shared(parts(three, 2)) {
                own += u64::from(*classes);
            }
        }
        own > 0 && own * 2 >= all
    }
}

/// Which packages of a jar came out of other jars: the jar is a fat one, made by a shading or assembling plugin.
#[derive(Debug)]
pub(crate) struct Shading {
    /// Names that are the application's.
    own: Vec<String>,
    /// Groups of the artifacts packed in, without the application's.
    foreign: Vec<String>,
}

impl Shading {
    /// `packages` are folders with classes. `None` when nothing says that the jar is fat.
    ///
    /// Its own artifact is the only one, or the one that the file is named after, or one of the house of the main
    /// class. Names that no package bears are no evidence.
    pub(crate) fn of(
        artifacts: &[Coordinates],
        file: &str,
        main_package: Option<&str>,
        packages: &BTreeSet<String>,
    ) -> Option<Self> {
        let mut own: Vec<String> = Vec::new();
        own.extend(own_artifact(artifacts, file, main_package).map(|main| main.group.clone()));
        own.extend(main_package.map(|package| parts(package, 3).to_owned()));
        own.retain(|own| packages.iter().any(|folder| are_kin(&folder.replace('/', "."), own)));
        let mut foreign: Vec<String> = artifacts
            .iter()
            .map(|artifact| artifact.group.clone())
            .filter(|group| !own.iter().any(|own| are_kin(group, own)))
            .collect();
        foreign.sort();
        foreign.dedup();
        let is_fat = (artifacts.len() > 1 && !foreign.is_empty()) || main_package.is_some();
        is_fat.then_some(Self { own, foreign })
    }

    /// Whether a package, given as a folder, is a library's: it is not kin to the application's names, and the jar
    /// holds the build files of other artifacts, or the package is of a house that publishes for everybody.
    /// Where the application's names are not known, it must be kin to one of those artifacts.
    pub(crate) fn is_foreign(&self, folder: &str) -> bool {
        let package = folder.replace('/', ".");
        if package.is_empty() || self.own.iter().any(|own| are_kin(&package, own)) {
            return false;
        }
        match (self.own.is_empty(), self.foreign.is_empty()) {
            (true, _) => self.foreign.iter().any(|group| are_kin(&package, group)),
            (false, false) => true,
            (false, true) => is_shared(parts(&package, 2)),
        }
    }
}

/// The artifact that a jar is, among those whose files it holds.
pub(crate) fn own_artifact<'a>(
    artifacts: &'a [Coordinates],
    file: &str,
    main_package: Option<&str>,
) -> Option<&'a Coordinates> {
    if let [only] = artifacts {
        return Some(only);
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let by_name = artifacts
        .iter()
        .filter(|artifact| {
            stem.strip_prefix(&*artifact.artifact)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', '.']))
        })
        .max_by_key(|artifact| artifact.artifact.len());
    by_name.or_else(|| {
        let package = main_package?;
        artifacts.iter().find(|artifact| are_kin(package, &artifact.group))
    })
}
