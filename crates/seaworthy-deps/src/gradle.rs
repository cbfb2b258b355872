//! Gradle: build and settings scripts in Groovy or Kotlin, `gradle.properties` and version catalogs.
//!
//! Scripts are programs; they are read as statements in blocks, which is how nearly all of them are written.

mod build;
mod catalog;
mod modules;
mod script;
mod settings;

use std::collections::BTreeMap;

use seaworthy_base::Diagnostic;

use crate::place;
use crate::source::Source;

pub(crate) use modules::link;

/// What one file of a Gradle build says.
#[derive(Clone, Debug)]
pub(crate) enum Manifest {
    Build(Box<build::Build>),
    Settings(settings::Settings),
    Properties(BTreeMap<String, String>),
    Catalog(catalog::Catalog),
}

pub(crate) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let name = place::file_name(&source.path);
    if name.ends_with(".toml") {
        return catalog::read(source, problems).map(Manifest::Catalog);
    }
    if name == "gradle.properties" {
        return Some(Manifest::Properties(java_properties(source.text)));
    }
    if name.starts_with("settings.gradle") {
        return Some(Manifest::Settings(settings::read(source)));
    }
    Some(Manifest::Build(Box::new(build::read(source))))
}

fn java_properties(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with(['#', '!']))
        .filter_map(|line| line.split_once(['=', ':']))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect()
}
