//! What a project is packed as, and the version of Spring Boot that it is built with.

use std::collections::{BTreeMap, BTreeSet};

use crate::gradle::build::{Plugin, Section, What};
use crate::gradle::project::Project;
use crate::maven::uniform_group;
use crate::{Packaging, Property};

/// The version of Spring Boot: of its plugin where applied or declared, or of its bill of materials.
pub(super) fn boot_version(
    project: &Project<'_>,
    plugins: &BTreeMap<String, Plugin>,
    at_root: Option<&Section>,
) -> Option<Property> {
    const ID: &str = "org.springframework.boot";
    let applied = plugins.get(ID).filter(|p| !p.version.is_empty());
    let declared =
        project.sections.iter().copied().chain(at_root).flat_map(|s| &s.plugins).find_map(|p| {
            let written = p.id.strip_prefix("unapplied:").unwrap_or(&p.id);
            let (id, version) = project.plugin_id(written);
            let version = project.resolved(&p.version).or(version).filter(|_| id == ID)?;
            Some(Property { value: version, evidence: p.evidence.clone() })
        });
    let platform = || {
        project.sections.iter().flat_map(|s| s.imports.iter().chain(&s.platforms)).find_map(
            |asked| {
                let (name, version, _) = project.libraries(&asked.what).into_iter().next()?;
                let (group, artifact) = name.split_once(':')?;
                (uniform_group(group, artifact) == Some(ID)).then_some(())?;
                Some(Property { value: version?, evidence: asked.evidence.clone() })
            },
        )
    };
    applied
        .map(|p| Property { value: p.version.clone(), evidence: p.evidence.clone() })
        .or_else(platform)
        .or_else(|| {
            // One that is only declared counts where its bill of materials is named.
            let boms = project.sections.iter().flat_map(|s| s.imports.iter().chain(&s.platforms));
            let named = boms.into_iter().any(|asked| match &asked.what {
                What::Library(name, version) => {
                    version.is_empty()
                        && name == "org.springframework.boot:spring-boot-dependencies"
                }
                _ => false,
            });
            declared.filter(|_| {
                named
                    || plugins.contains_key(ID)
                    || plugins.contains_key("io.spring.dependency-management")
            })
        })
}

/// What a project is packed as.
pub(super) fn packaging(
    plugins: &BTreeMap<String, Plugin>,
    properties: &BTreeMap<String, Property>,
    no_dependencies: bool,
    has_projects: bool,
) -> Packaging {
    let ids: BTreeSet<&str> = plugins.keys().map(String::as_str).collect();
    let has = |id: &str| ids.contains(id);
    let main = properties.contains_key("main.class");
    let boot = has("org.springframework.boot") && !properties.contains_key("boot.jar");
    if has("ear") {
        Packaging::EnterpriseArchive
    } else if has("war") || has("org.gretty") || has("org.wildfly.build.provision") {
        Packaging::WebArchive
    } else if (boot && !(has_projects && no_dependencies))
        || has("application")
        || has("io.quarkus")
        || has("io.micronaut.application")
        || has("io.ktor.plugin")
        || (main
            && ids.iter().any(|id| {
                id.contains("shadow") || *id == "java" || *id == "com.google.cloud.tools.jib"
            }))
    {
        Packaging::Executable
    } else if has_projects && no_dependencies {
        Packaging::Aggregator
    } else {
        Packaging::Library
    }
}
