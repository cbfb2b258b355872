//! Gradle: build and settings scripts in Groovy or Kotlin, `gradle.properties` and version catalogs.
//!
//! Scripts are programs; they are read as statements in blocks, which is how nearly all of them are written.

mod build;
mod catalog;
mod lock;
mod modules;
mod packaging;
mod project;
mod resolution;
mod script;
mod settings;

use std::collections::BTreeMap;

use seaworthy_base::Diagnostic;

use crate::source::Source;
use crate::{Property, place};

pub(crate) use modules::link;
pub use resolution::GradleSources;

/// What one file of a Gradle build says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Build(Box<build::Build>),
    Settings(settings::Settings),
    Properties(BTreeMap<String, String>),
    Catalog(catalog::Catalog),
    Lock(lock::Lock),
    /// The version that `gradlew` runs, with its place.
    Wrapper(Property),
}

pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let name = place::file_name(&source.path);
    if name.ends_with(".toml") {
        return catalog::read(source, problems).map(Manifest::Catalog);
    }
    if name.ends_with(".lockfile") {
        return Some(Manifest::Lock(lock::read(source)));
    }
    if name == "gradle-wrapper.properties" {
        return wrapper(source).map(Manifest::Wrapper);
    }
    if name == "gradle.properties" {
        return Some(Manifest::Properties(java_properties(source.text)));
    }
    if name.starts_with("settings.gradle") {
        return Some(Manifest::Settings(settings::read(source)));
    }
    Some(Manifest::Build(Box::new(build::read(source))))
}

/// The version in `distributionUrl=…/gradle-8.5-bin.zip`.
fn wrapper(source: &Source<'_>) -> Option<Property> {
    let at = source.text.find("distributionUrl")?;
    let line = source.text.get(at..)?.lines().next()?;
    let file = place::file_name(line.split_once('=')?.1.trim());
    let version = file.strip_prefix("gradle-")?.strip_suffix(".zip")?;
    let version = ["-bin", "-all", "-src"].iter().find_map(|k| version.strip_suffix(k))?;
    Some(source.property(version, at as u32))
}

fn java_properties(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with(['#', '!']))
        .filter_map(|line| line.split_once(['=', ':']))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests;
