//! `csharp.referenced`: uses of .NET types and members.
//!
//! Konveyor compiles the project and matches the pattern against `Namespace.Type` or `Namespace.Type.Member` of what a
//! name means. Here a name means what its file tells: aliases, types the file declares, a table of well-known types of
//! .NET under the namespaces that the file uses, declared types of variables, and base classes for names without an
//! object. What stays open is one of several readings, a type in any namespace the file uses; such a reading counts
//! only where the pattern names the type or member itself and not a namespace alone. Behind a member of unknown type the
//! names go on as they are written.
//!
//! Locations: `METHOD` takes calls, `FIELD` other members, `CLASS` classes and namespaces in `using`; types in
//! declarations, casts, `new` and so on count for every location, as in Konveyor. Line numbers start at 1, where
//! Konveyor's are one too low.

mod known;
mod members;
mod names;
mod pattern;
#[cfg(test)]
mod tests;
mod visit;

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use seaworthy_facts::Language;
use seaworthy_konveyor::{FilePaths, Leaf, Value};
use tree_sitter::Tree;

use crate::content::LazyRegex;
use crate::csharp::pattern::{Location, Question};
use crate::csharp::visit::{Sighting, sightings};
use crate::{FileId, FileTable, FileText, Hit, LeafError};

/// The `csharp.referenced` leaves of an analysis.
#[derive(Debug, Default)]
pub struct CSharpPlan {
    questions: Vec<Question>,
    gate: Option<AhoCorasick>,
    /// Whether a question has no word that a text must hold.
    always: bool,
    files: Vec<bool>,
}

impl CSharpPlan {
    /// Takes the leaves it knows from the list of all leaves. A pattern that is no regular expression is an error.
    pub fn compile(leaves: &[Leaf], files: &FileTable) -> (Self, Vec<LeafError>) {
        let mut plan = Self::default();
        let mut errors = Vec::new();
        let mut words = BTreeSet::new();
        for (leaf, of) in (0..).zip(leaves) {
            let Leaf::CSharp { pattern, location, filepaths } = of else { continue };
            let regex = match LazyRegex::new(pattern) {
                Ok(regex) => regex,
                Err(message) => {
                    errors.push(LeafError { leaf, message });
                    continue;
                }
            };
            match pattern::required_word(pattern) {
                Some(word) => drop(words.insert(word)),
                None => plan.always = true,
            }
            let paths = match filepaths {
                FilePaths::Patterns(paths) => {
                    paths.iter().map(|p| p.to_lowercase()).filter(|p| !p.is_empty()).collect()
                }
                _ => Vec::new(),
            };
            plan.questions.push(Question {
                leaf,
                regex,
                location: Location::of_word(location),
                paths,
            });
        }
        if !plan.questions.is_empty() {
            plan.gate = AhoCorasick::new(words).ok();
            let outputs = output_folders(files);
            plan.files = files
                .files
                .iter()
                .map(|f| {
                    f.language == Language::CSharp
                        && !outputs.iter().any(|folder| f.path.starts_with(folder.as_str()))
                })
                .collect();
        }
        (plan, errors)
    }

    /// Whether any leaf asks for the text of this file.
    pub fn wants(&self, file: FileId) -> bool {
        self.files.get(file as usize).copied().unwrap_or(false)
    }

    /// Whether the text can hold a hit, so that it is worth parsing.
    pub fn may_hold(&self, text: &str) -> bool {
        self.always || self.gate.as_ref().is_some_and(|gate| gate.is_match(text))
    }

    /// Adds the hits in one file: one for each leaf and place.
    pub fn scan(&self, file: FileText<'_>, tree: &Tree, hits: &mut Vec<Hit>) {
        let path = file.path.to_lowercase();
        let asked: Vec<&Question> = self
            .questions
            .iter()
            .filter(|q| q.paths.is_empty() || q.paths.iter().any(|p| path.contains(p.as_str())))
            .collect();
        if asked.is_empty() {
            return;
        }
        let mut seen = BTreeSet::new();
        for sighting in sightings(tree, file.text) {
            for question in &asked {
                let Some(symbol) = question.answer(&sighting) else { continue };
                let key = (question.leaf, sighting.start.0, sighting.start.1, sighting.end);
                if seen.insert(key) {
                    hits.push(Hit {
                        leaf: question.leaf,
                        file: file.id,
                        line: sighting.start.0 + 1,
                        location: Some((sighting.start.0, sighting.end.0)),
                        variables: variables(&sighting, symbol),
                    });
                }
            }
        }
    }
}

/// Folders that builds write to: `bin` and `obj` beside every project, or at the root where there is none.
fn output_folders(files: &FileTable) -> BTreeSet<String> {
    let projects = files.files.iter().filter(|f| f.path.ends_with(".csproj"));
    let mut folders: BTreeSet<String> = projects
        .map(|f| f.path.rsplit_once('/').map_or(String::new(), |(dir, _)| format!("{dir}/")))
        .collect();
    if folders.is_empty() {
        folders.insert(String::new());
    }
    folders.iter().flat_map(|dir| [format!("{dir}bin/"), format!("{dir}obj/")]).collect()
}

fn variables(sighting: &Sighting, symbol: &names::Symbol) -> Vec<(&'static str, Value)> {
    let mut variables = Vec::new();
    let mut add = |name, value: &str| {
        if !value.is_empty() {
            variables.push((name, Value::from(value)));
        }
    };
    let member = symbol.member.rsplit('.').next().unwrap_or("");
    add("fqdn_class", &symbol.class);
    add("fqdn_field", if sighting.is_call { "" } else { member });
    add("fqdn_method", if sighting.is_call { member } else { "" });
    add("fqdn_namespace", &symbol.namespace);
    add("symbol", &sighting.shown);
    add("syntax_type", sighting.what);
    variables
}
