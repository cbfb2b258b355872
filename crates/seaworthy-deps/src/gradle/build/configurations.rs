//! What `configurations` of a build script say about resolution: excludes, forced versions, versions set by a condition.

use crate::Scope;
use crate::gradle::build::dependencies::{accessor, coordinates, excluded};
use crate::gradle::build::{Asked, Section, What};
use crate::gradle::script::{Statement, first_word, literals, scalar};
use crate::source::Source;

/// A library that configurations leave out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gradle) struct Exclude {
    /// The configuration; empty for all.
    pub(in crate::gradle) configuration: String,
    /// Empty for any.
    pub(in crate::gradle) group: String,
    /// Empty for any.
    pub(in crate::gradle) module: String,
}

/// `useVersion` for whatever has that group and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gradle) struct Use {
    /// As written; `None` for any.
    pub(in crate::gradle) group: Option<String>,
    pub(in crate::gradle) name: Option<String>,
    pub(in crate::gradle) version: String,
}

/// Takes in a statement about configurations; whether it is one.
pub(super) fn read(source: &Source<'_>, statement: &Statement, section: &mut Section) -> bool {
    let Some(configuration) = configuration(statement) else { return false };
    let text = statement.text.as_str();
    if text.contains("useVersion") {
        section.uses.extend(used(statement));
        return true;
    }
    if let Some((_, parents)) = text.split_once("extendsFrom") {
        if !configuration.is_empty() {
            let child = configuration;
            let words = parents.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '_');
            let bare = |word: &str| {
                let word = word.strip_prefix("configurations.").unwrap_or(word);
                word.strip_suffix(".get").unwrap_or(word).to_owned()
            };
            let parents = words.map(bare).filter(|word| !word.is_empty());
            section.extended.extend(parents.map(|parent| (child.clone(), parent)));
        }
        return true;
    }
    if let Some((group, module)) = excluded(statement) {
        section.excludes.push(Exclude { configuration, group, module });
        return true;
    }
    let rest = text.rsplit_once("resolutionStrategy.").map_or(text, |(_, rest)| rest);
    let strategy = rest != text || statement.is_in("resolutionStrategy");
    if strategy && matches!(first_word(rest), "force" | "forcedModules" | "setForcedModules") {
        let mut push = |what: What, at: u32| {
            section.forced.push(Asked::new(what, "", Scope::Runtime, source.at(at)));
        };
        let mut found = false;
        for (word, at) in literals(statement) {
            if let Some((name, version)) = coordinates(&word) {
                found = true;
                push(What::Library(name, version), at);
            }
        }
        let arguments = rest.get(first_word(rest).len()..).unwrap_or("");
        if let (false, Some(alias)) = (found, accessor(arguments)) {
            push(What::Alias(alias), statement.at);
        }
        return true;
    }
    false
}

/// The configuration that a statement speaks of, empty for all; `None` where it speaks of none.
fn configuration(statement: &Statement) -> Option<String> {
    let names = |text: &str| {
        let word = first_word(text);
        word == "configurations" || word.starts_with("configurations.")
    };
    let at = statement.blocks.iter().position(|b| names(b));
    if at.is_none() && !names(&statement.text) {
        return None;
    }
    // `configurations.all`, `configurations { all { … } }`, `configurations { implementation.exclude … }`.
    let mut way: Vec<&str> = at
        .map_or_else(Vec::new, |at| statement.blocks.iter().skip(at).map(String::as_str).collect());
    way.push(&statement.text);
    let (first, rest) = way.split_first()?;
    let own = first.strip_prefix("configurations")?.trim_start_matches('.');
    let text = if own.is_empty() { *rest.first()? } else { own };
    if let Some(name) = text.strip_prefix("named").and_then(scalar) {
        return Some(name);
    }
    let name = text.trim_start_matches('"').split(['.', '*', '{', '(', ' ', '"', '[']).next()?;
    let all = ["all", "configureEach", "matching", "each", "exclude", "resolutionStrategy"];
    Some(if all.contains(&name) { String::new() } else { name.to_owned() })
}

/// The condition and version of a `useVersion`; only plain comparisons are understood.
fn used(statement: &Statement) -> Option<Use> {
    let text = statement.text.as_str();
    let (before, call) = text.split_once("useVersion")?;
    let version = scalar(call.trim_start_matches([' ', '(']))?;
    let blocks = statement.blocks.iter().map(String::as_str).filter(|b| first_word(b) == "if");
    let conditions: Vec<&str> =
        blocks.chain(std::iter::once(before).filter(|b| first_word(b) == "if")).collect();
    let unclear = ["||", "!", "startsWith", "=~", "==~", ".contains", " in "];
    if statement.is_in("else") || conditions.iter().any(|c| unclear.iter().any(|u| c.contains(u))) {
        return None;
    }
    let compared = |name: &str| {
        conditions.iter().find_map(|condition| {
            let (_, rest) = condition.split_once(name)?;
            scalar(rest.trim_start().strip_prefix("==")?)
        })
    };
    let (group, name) = (compared(".group"), compared(".name"));
    (group.is_some() || name.is_some()).then_some(Use { group, name, version })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::gradle::build;

    fn own(text: &str) -> Section {
        let path: Arc<str> = Arc::from("build.gradle");
        build::read(&Source::new(&path, text)).own
    }

    #[test]
    fn excludes_name_their_configuration() {
        let text = "configurations.all {\n  exclude group: 'a', module: 'b'\n}\nconfigurations {\n  all*.exclude group: 'c'\n  implementation {\n    exclude(module = \"d\")\n  }\n  runtimeOnly.exclude group: 'e'\n}\nconfigurations.implementation.exclude group: 'f'\nconfigurations.named('api') { exclude('g', 'h') }\n";
        let section = own(text);
        let seen: Vec<_> = section
            .excludes
            .iter()
            .map(|e| (e.configuration.as_str(), e.group.as_str(), e.module.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("", "a", "b"),
                ("", "c", ""),
                ("implementation", "", "d"),
                ("runtimeOnly", "e", ""),
                ("implementation", "f", ""),
                ("api", "g", "h"),
            ]
        );
    }

    #[test]
    fn configurations_extend_each_other() {
        let text = "configurations {\n  compileOnly {\n    extendsFrom annotationProcessor\n  }\n  testRuntimeOnly.configure { extendsFrom(compileOnly.get(), extra) }\n}\nconfigurations.implementation.extendsFrom(configurations.shaded)\n";
        let seen: Vec<_> = own(text).extended.into_iter().collect();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            seen,
            [
                pair("compileOnly", "annotationProcessor"),
                pair("testRuntimeOnly", "compileOnly"),
                pair("testRuntimeOnly", "extra"),
                pair("implementation", "shaded"),
            ]
        );
    }

    #[test]
    fn strategies_force_and_set_versions() {
        let text = "configurations.all {\n  resolutionStrategy {\n    force 'a:b:1', 'c:d:2'\n    eachDependency { details ->\n      if (details.requested.group == 'g' && details.requested.name == 'n') {\n        details.useVersion '3'\n      }\n      if (details.requested.group.startsWith('x')) {\n        details.useVersion '4'\n      }\n    }\n  }\n  resolutionStrategy.force('e:f:5')\n}\n";
        let section = own(text);
        assert_eq!(section.forced.len(), 3);
        assert_eq!(
            section.uses,
            [Use { group: Some("g".into()), name: Some("n".into()), version: "3".into() }]
        );
    }
}
