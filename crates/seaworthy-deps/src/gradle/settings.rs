//! `settings.gradle`: the name of the build and its projects.

use std::collections::BTreeMap;

use crate::gradle::catalog::Catalog;
use crate::gradle::script::{Statement, assigned, first_word, literals, scalar, statements};
use crate::source::Source;

/// What a settings script says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(super) name: Option<String>,
    /// Project paths (`:a:b`) and their folders relative to the script.
    pub(super) projects: BTreeMap<String, String>,
    /// Folders of builds that are included as a whole.
    pub(super) builds: Vec<String>,
    /// Plugin versions of `pluginManagement`.
    pub(super) plugins: BTreeMap<String, String>,
    /// Version catalogs that the script writes out, by name.
    pub(super) catalogs: BTreeMap<String, Catalog>,
    /// Files of version catalogs, by the catalog's name, as written.
    pub(super) catalog_files: BTreeMap<String, String>,
}

pub(super) fn read(source: &Source<'_>) -> Settings {
    let mut settings = Settings::default();
    let mut folders = BTreeMap::new();
    for statement in statements(source.text) {
        let text = statement.text.as_str();
        if statement.is_in("versionCatalogs") {
            catalog(&statement, &mut settings);
        } else if let Some(value) = assigned(text, "rootProject.name") {
            settings.name = scalar(value);
        } else if assigned(text, "include").is_some() {
            for (path, _) in literals(&statement) {
                let path = format!(":{}", path.trim_start_matches(':'));
                let folder = path.trim_start_matches(':').replace(':', "/");
                settings.projects.insert(path, folder);
            }
        } else if assigned(text, "includeBuild").is_some() {
            settings.builds.extend(literals(&statement).into_iter().map(|(folder, _)| folder));
        } else if text.starts_with("project(") && text.contains("projectDir") {
            let mut words = literals(&statement).into_iter().map(|(word, _)| word);
            if let (Some(path), Some(folder)) = (words.next(), words.next_back()) {
                let folder = folder.replace("$rootDir/", "").replace("${rootDir}/", "");
                folders.insert(format!(":{}", path.trim_start_matches(':')), folder);
            }
        } else if statement.block() == "plugins" && text.starts_with("id") {
            let words = literals(&statement);
            if let [(id, _), (version, _)] = words.as_slice() {
                settings.plugins.insert(id.clone(), version.clone());
            }
        }
    }
    for (path, folder) in folders {
        settings.projects.entry(path).and_modify(|f| *f = folder);
    }
    settings
}

/// A statement about a version catalog: `library('core', 'org.acme', 'core').versionRef('acme')`.
fn catalog(statement: &Statement, settings: &mut Settings) {
    let block = statement.blocks.last().map_or("", String::as_str);
    let name = match first_word(block) {
        "create" | "register" => scalar(block.trim_start_matches(first_word(block))),
        "versionCatalogs" => None,
        name => Some(name.to_owned()),
    };
    let Some(name) = name else { return };
    let words: Vec<String> = literals(statement).into_iter().map(|(word, _)| word).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let text = statement.text.as_str();
    if first_word(text) == "from" {
        if let [path, ..] = words.as_slice()
            && text.contains("files")
        {
            settings.catalog_files.insert(name, (*path).to_owned());
        }
        return;
    }
    settings.catalogs.entry(name).or_default().declare(
        first_word(text),
        &words,
        text.contains("versionRef"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_and_their_folders() {
        let text = "rootProject.name = 'shop'\ninclude ':web', 'core:api'\ninclude(\n  \":x\"\n)\nproject(':x').projectDir = new File(settingsDir, '../x')\n";
        let path = std::sync::Arc::from("settings.gradle");
        let settings = read(&Source::new(&path, text));
        assert_eq!(settings.name.as_deref(), Some("shop"));
        let projects: Vec<_> =
            settings.projects.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(projects, [(":core:api", "core/api"), (":web", "web"), (":x", "../x")]);
    }
}
