//! Maven: `pom.xml`.

mod effective;
mod modules;
mod pom;
mod project;

pub(crate) use modules::{java_release, link};
pub(crate) use pom::{Pom, read};
pub use project::{MavenDependency, MavenProject, maven_projects};

/// Bills of materials whose version is that of every artifact in a group.
const UNIFORM_BOMS: &[(&str, &str, &str)] = &[
    ("org.springframework.boot", "spring-boot-starter-parent", "org.springframework.boot"),
    ("org.springframework.boot", "spring-boot-dependencies", "org.springframework.boot"),
    ("org.springframework", "spring-framework-bom", "org.springframework"),
    ("io.quarkus", "quarkus-bom", "io.quarkus"),
    ("io.quarkus.platform", "quarkus-bom", "io.quarkus"),
];

/// The group that a bill of materials gives its own version to.
pub(crate) fn uniform_group(group: &str, artifact: &str) -> Option<&'static str> {
    UNIFORM_BOMS.iter().find(|(g, a, _)| (*g, *a) == (group, artifact)).map(|(_, _, of)| *of)
}
