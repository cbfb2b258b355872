//! Technologies in use, from dependencies, imports and file names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use seaworthy_base::Evidence;
use seaworthy_deps::{Dependency, Module, Scope};
use serde::Deserialize;

use crate::{FileSummary, Import, Technology};

#[derive(Deserialize)]
struct Catalogue {
    technology: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    category: String,
    #[serde(default)]
    dependency: Vec<String>,
    #[serde(default)]
    import: Vec<String>,
    #[serde(default)]
    file: Vec<String>,
}

fn catalogue() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    // The file is part of the binary and a test reads it, so an error here cannot reach a user.
    ROWS.get_or_init(|| {
        toml::from_str::<Catalogue>(include_str!("technologies.toml"))
            .map(|c| c.technology)
            .unwrap_or_default()
    })
}

/// Technologies of a component, sorted by category and name, each once.
pub(crate) fn find(modules: &[&Module], files: &[&FileSummary]) -> Vec<Technology> {
    let mut imports: BTreeMap<&str, (&Import, &Arc<str>)> = BTreeMap::new();
    for file in files.iter().filter(|f| f.role.counts()) {
        for import in &file.imports {
            imports.entry(&import.name).or_insert((import, &file.path));
        }
    }
    let dependencies: Vec<(String, &Dependency)> = modules
        .iter()
        .flat_map(|m| &m.dependencies)
        .filter(|d| d.scope != Scope::Test && d.direct)
        .map(|d| (format!("{}:{}", d.ecosystem.prefix(), d.name), d))
        .collect();
    let named: Vec<(&str, &FileSummary)> = files
        .iter()
        .map(|file| (file.path.rsplit('/').next().unwrap_or(&file.path), *file))
        .filter(|(name, _)| tells_a_technology(name))
        .collect();
    let mut found = Vec::new();
    for row in catalogue() {
        let mut version = None;
        let mut evidence = Vec::new();
        for (name, dependency) in &dependencies {
            if row.dependency.iter().any(|p| matches(p, name)) {
                if version.is_none() {
                    version.clone_from(&dependency.version);
                }
                if evidence.len() < 3 && !evidence.contains(&dependency.evidence) {
                    evidence.push(dependency.evidence.clone());
                }
            }
        }
        for prefix in &row.import {
            let from = imports
                .range(prefix.as_str()..)
                .take_while(|(name, _)| name.starts_with(prefix.as_str()));
            for (_, (import, path)) in from.take(3usize.saturating_sub(evidence.len())) {
                evidence.push(import.evidence(path));
            }
        }
        for (name, file) in &named {
            if evidence.len() < 3 && row.file.iter().any(|f| name.eq_ignore_ascii_case(f)) {
                evidence.push(Evidence::file(&file.path, name));
            }
        }
        if !evidence.is_empty() {
            found.push(Technology {
                name: row.name.clone(),
                category: row.category.clone(),
                version,
                evidence,
            });
        }
    }
    found.sort_by(|a, b| (&a.category, &a.name).cmp(&(&b.category, &b.name)));
    found
}

/// Whether any row asks for files of this name; hardly any file has one.
fn tells_a_technology(name: &str) -> bool {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        catalogue().iter().flat_map(|row| &row.file).map(|f| f.to_ascii_lowercase()).collect()
    });
    names.contains(&name.to_ascii_lowercase())
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => {
            name.len() >= prefix.len()
                && name.is_char_boundary(prefix.len())
                && name[..prefix.len()].eq_ignore_ascii_case(prefix)
        }
        None => pattern.eq_ignore_ascii_case(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_readable() {
        assert!(catalogue().len() > 60);
        assert!(
            catalogue()
                .iter()
                .all(|r| !(r.dependency.is_empty() && r.import.is_empty() && r.file.is_empty()))
        );
    }

    #[test]
    fn patterns() {
        assert!(matches("maven:org.hibernate:*", "maven:org.hibernate:hibernate-core"));
        assert!(!matches("npm:pg", "npm:pg-promise"));
        assert!(matches("nuget:Npgsql*", "nuget:npgsql"));
    }
}
