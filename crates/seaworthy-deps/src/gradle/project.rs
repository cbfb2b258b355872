//! One project with everything that speaks of it, and what its words mean.

use std::collections::BTreeMap;

use crate::Property;
use crate::gradle::build::{Plugin, Section, What};
use crate::gradle::catalog::Catalog;
use crate::gradle::script::first_word;
use crate::maven::uniform_group;

/// The name of Kotlin's standard library.
pub(super) const KOTLIN_LIBRARY: &str = "org.jetbrains.kotlin:kotlin-stdlib";

/// How often a version may name another variable.
const MAX_PASSES: usize = 8;

/// A project with all sections that speak of it, nearest first.
pub(super) struct Project<'b> {
    pub(super) sections: Vec<&'b Section>,
    pub(super) variables: BTreeMap<&'b str, &'b str>,
    /// Version catalogs by name; several of one name are asked in turn.
    pub(super) catalogs: Vec<(&'b str, &'b Catalog)>,
    /// Applied plug-ins by id.
    pub(super) plugins: BTreeMap<String, Plugin>,
    /// The version of Spring Boot.
    pub(super) boot: Option<Property>,
}

impl Project<'_> {
    /// Versions of whole groups, from bills of materials that carry the version of everything in them.
    pub(super) fn uniform_versions(&self) -> BTreeMap<&'static str, String> {
        let mut uniform: BTreeMap<&str, String> = BTreeMap::new();
        let boms = self.sections.iter().flat_map(|s| s.imports.iter().chain(&s.platforms));
        for platform in boms {
            for (name, version, _) in self.libraries(&platform.what) {
                let group = name.split_once(':').and_then(|(g, a)| uniform_group(g, a));
                if let (Some(group), Some(version)) = (group, version) {
                    uniform.entry(group).or_insert(version);
                }
            }
        }
        if let Some(boot) = &self.boot {
            uniform.entry("org.springframework.boot").or_insert_with(|| boot.value.clone());
        }
        if let Some(kotlin) = self.kotlin() {
            uniform.entry("org.jetbrains.kotlin").or_insert_with(|| kotlin.version.clone());
        }
        uniform
    }

    /// Kotlin's plug-in, where it adds the standard library to what the project asks for.
    pub(super) fn kotlin_library(&self) -> Option<&Plugin> {
        let off = self.variables.get("kotlin.stdlib.default.dependency") == Some(&"false");
        self.kotlin().filter(|_| !off)
    }

    /// Its own version.
    pub(super) fn version(&self) -> Option<String> {
        self.sections.iter().find_map(|s| s.version.as_deref()).and_then(|v| self.resolved(v))
    }

    /// Versions that constraints and Spring's dependency management state in the scripts, by name.
    pub(super) fn stated_versions(&self) -> BTreeMap<String, String> {
        let mut versions: BTreeMap<String, String> = BTreeMap::new();
        for asked in self.sections.iter().flat_map(|s| s.managed.iter().chain(&s.constraints)) {
            for (name, version, _) in self.libraries(&asked.what) {
                if let Some(version) = version {
                    versions.entry(name).or_insert(version);
                }
            }
        }
        versions
    }

    /// Kotlin's plug-in for Java programs, where its version is known.
    pub(super) fn kotlin(&self) -> Option<&Plugin> {
        let plugin =
            ["org.jetbrains.kotlin.jvm", "kotlin"].iter().find_map(|id| self.plugins.get(*id));
        plugin.filter(|p| !p.version.is_empty())
    }

    /// `text` with `${name}` and `$name` replaced where the name is known.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut current = text.to_owned();
        for _ in 0..MAX_PASSES {
            let Some(start) = current.find('$') else { break };
            let rest = current.get(start + 1..).unwrap_or("");
            let (name, length) = if let Some(inner) = rest.strip_prefix('{') {
                let end = inner.find('}').unwrap_or(inner.len());
                (inner.get(..end).unwrap_or(""), end + 3)
            } else {
                let word = first_word(rest);
                (word, word.len() + 1)
            };
            let bare = ["rootProject.ext.", "project.ext.", "ext.", "rootProject.", "project."]
                .iter()
                .find_map(|p| name.strip_prefix(p))
                .unwrap_or(name);
            let alias = name.trim_end_matches("()").trim_end_matches(".get");
            let value = self
                .variables
                .get(name)
                .or_else(|| self.variables.get(bare))
                .map(|v| (*v).to_owned())
                .or_else(|| self.in_catalog(alias, "versions.", |c| &c.versions).cloned());
            let Some(value) = value.filter(|v| v.len() < 200) else { break };
            let end = (start + length).min(current.len());
            current.replace_range(start..end, &value);
        }
        current
    }

    pub(super) fn resolved(&self, text: &str) -> Option<String> {
        let filled = self.fill(text);
        (!filled.is_empty() && !filled.contains('$')).then_some(filled)
    }

    /// What an accessor (`libs.versions.spring`) names in a catalog; `kind` stands after the catalog's name.
    fn in_catalog<T>(
        &self,
        accessor: &str,
        kind: &str,
        of: fn(&Catalog) -> &BTreeMap<String, T>,
    ) -> Option<&T> {
        self.catalogs.iter().find_map(|(name, catalog)| {
            let alias = accessor.strip_prefix(name)?.strip_prefix('.')?.strip_prefix(kind)?;
            of(catalog).get(alias)
        })
    }

    /// The id of a plugin, and its version where a catalog alias tells it.
    pub(super) fn plugin_id(&self, written: &str) -> (String, Option<String>) {
        match self.in_catalog(written, "plugins.", |c| &c.plugins) {
            Some((id, version)) => (id.clone(), version.clone()),
            None => (written.to_owned(), None),
        }
    }

    /// Name, version and requirement of what a dependency asks for.
    pub(super) fn libraries(&self, what: &What) -> Vec<(String, Option<String>, String)> {
        match what {
            What::Project(_) => Vec::new(),
            What::Library(name, version) => {
                vec![(self.fill(name), self.resolved(version), version.clone())]
            }
            What::Alias(alias) => {
                let bundle = self.in_catalog(alias, "bundles.", |c| &c.bundles);
                let catalog = alias.split('.').next().unwrap_or_default();
                let members = match bundle {
                    Some(members) => members.iter().map(|m| format!("{catalog}.{m}")).collect(),
                    None => vec![alias.clone()],
                };
                members
                    .iter()
                    .filter_map(|accessor| self.in_catalog(accessor, "", |c| &c.libraries))
                    .map(|(name, version)| {
                        (name.clone(), version.clone(), version.clone().unwrap_or_default())
                    })
                    .collect()
            }
        }
    }
}
