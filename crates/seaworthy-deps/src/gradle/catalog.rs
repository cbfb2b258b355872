//! Version catalogs: `libs.versions.toml`.

use std::collections::BTreeMap;

use seaworthy_base::Diagnostic;

use crate::data::{self, Data};
use crate::source::Source;

/// Aliases as scripts write them, with `.` between the parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalog {
    /// `group:artifact` and version.
    pub(super) libraries: BTreeMap<String, (String, Option<String>)>,
    /// Aliases of libraries.
    pub(super) bundles: BTreeMap<String, Vec<String>>,
    /// Plugin id and version.
    pub(super) plugins: BTreeMap<String, (String, Option<String>)>,
    pub(super) versions: BTreeMap<String, String>,
}

impl Catalog {
    /// Takes in what a settings script says: `library`, `version`, `bundle` or `plugin` with its words.
    pub(super) fn declare(&mut self, kind: &str, words: &[&str], by_reference: bool) {
        let version = |word: Option<&&str>, versions: &BTreeMap<String, String>| {
            let word = *word?;
            if by_reference { versions.get(&alias(word)).cloned() } else { Some(word.to_owned()) }
        };
        match (kind, words) {
            ("version", [name, value, ..]) => {
                self.versions.insert(alias(name), (*value).to_owned());
            }
            ("library", [name, group, artifact, rest @ ..]) if !group.contains(':') => {
                let version = version(rest.first(), &self.versions);
                self.libraries.insert(alias(name), (format!("{group}:{artifact}"), version));
            }
            ("library", [name, coordinates, ..]) => {
                let mut parts = coordinates.splitn(3, ':');
                if let (Some(group), Some(artifact)) = (parts.next(), parts.next()) {
                    let version = parts.next().map(str::to_owned);
                    self.libraries.insert(alias(name), (format!("{group}:{artifact}"), version));
                }
            }
            ("plugin", [name, id, rest @ ..]) => {
                let version = version(rest.first(), &self.versions);
                self.plugins.insert(alias(name), ((*id).to_owned(), version));
            }
            ("bundle", [name, members @ ..]) => {
                self.bundles.insert(alias(name), members.iter().map(|m| alias(m)).collect());
            }
            _ => {}
        }
    }
}

fn alias(name: &str) -> String {
    name.replace(['-', '_'], ".")
}

pub(super) fn read(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Catalog> {
    let data = data::toml(source, problems)?;
    let mut catalog = Catalog::default();
    for (name, value) in data.get("versions").map(Data::table).unwrap_or_default() {
        if let Some(version) = plain_version(value) {
            catalog.versions.insert(alias(name), version);
        }
    }
    for (name, value) in data.get("libraries").map(Data::table).unwrap_or_default() {
        if let Some(library) = library(value, &catalog.versions) {
            catalog.libraries.insert(alias(name), library);
        }
    }
    for (name, value) in data.get("plugins").map(Data::table).unwrap_or_default() {
        let plugin = match value.text().and_then(|t| t.split_once(':')) {
            Some((id, version)) => Some((id.to_owned(), Some(version.to_owned()))),
            None => value.member("id").map(|id| (id.to_owned(), version(value, &catalog.versions))),
        };
        catalog.plugins.extend(plugin.map(|p| (alias(name), p)));
    }
    for (name, value) in data.get("bundles").map(Data::table).unwrap_or_default() {
        let members = value.list().iter().filter_map(Data::text).map(alias).collect();
        catalog.bundles.insert(alias(name), members);
    }
    Some(catalog)
}

/// A version as text, or the strictest of a rich version.
fn plain_version(value: &Data) -> Option<String> {
    let rich = || ["strictly", "require", "prefer"].iter().find_map(|k| value.member(k));
    value.text().or_else(rich).map(str::to_owned)
}

fn version(value: &Data, versions: &BTreeMap<String, String>) -> Option<String> {
    let version = value.get("version")?;
    match version.member("ref") {
        Some(name) => versions.get(&alias(name)).cloned(),
        None => plain_version(version),
    }
}

fn library(value: &Data, versions: &BTreeMap<String, String>) -> Option<(String, Option<String>)> {
    if let Some(text) = value.text() {
        let (group, rest) = text.split_once(':')?;
        let (artifact, version) =
            rest.split_once(':').map_or((rest, None), |(a, v)| (a, Some(v.to_owned())));
        return Some((format!("{group}:{artifact}"), version));
    }
    let name = match value.member("module") {
        Some(module) => module.to_owned(),
        None => format!("{}:{}", value.member("group")?, value.member("name")?),
    };
    Some((name, version(value, versions)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_lead_to_libraries() {
        let text = "[versions]\nboot-v = \"3.2.0\"\nrich = { strictly = \"1.0\" }\n[libraries]\na_b = { module = \"g:a\", version.ref = \"boot-v\" }\nc = \"g:c:2\"\nd = { group = \"g\", name = \"d\", version = { ref = \"rich\" } }\n[bundles]\nall = [\"a_b\", \"c\"]\n[plugins]\nboot = { id = \"org.springframework.boot\", version.ref = \"boot-v\" }\n";
        let path = std::sync::Arc::from("gradle/libs.versions.toml");
        let catalog = read(&Source::new(&path, text), &mut Vec::new()).unwrap();
        assert_eq!(catalog.libraries["a.b"], ("g:a".to_owned(), Some("3.2.0".to_owned())));
        assert_eq!(catalog.libraries["d"].1.as_deref(), Some("1.0"));
        assert_eq!(catalog.bundles["all"], ["a.b", "c"]);
        assert_eq!(catalog.plugins["boot"].1.as_deref(), Some("3.2.0"));
    }
}
