//! From what a rule found to what is reported: variables, messages, excerpts, labels.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use seaworthy_konveyor::{
    CodeReader, CodeSnip, Incident, Leaf, LinkResult, Selector, Template, Value, Violation,
    sort_incidents,
};
use seaworthy_providers::{FileId, FileTable, Hit};

use crate::evaluate::Found;
use crate::plan::{PlannedRule, Wording};
use crate::snippet::Window;
use crate::source::{Source, Sources};
use crate::uri::UriBase;
use crate::{Difference, Options};

/// What turns findings into incidents; one for all rules of a run.
pub(crate) struct Builder<'a> {
    uris: UriBase,
    files: &'a FileTable,
    sources: Arc<Sources>,
    /// Reads a file once more when its excerpts are written.
    reader: CodeReader,
    /// Leaves whose incidents have the address of their file as the variable `file`.
    names_file: Vec<bool>,
    options: &'a Options,
    selector: Option<&'a Selector>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(
        uris: UriBase,
        files: &'a Arc<FileTable>,
        leaves: &[Leaf],
        options: &'a Options,
        selector: Option<&'a Selector>,
    ) -> Self {
        let names_file = leaves.iter().map(names_file).collect();
        let sources = Arc::new(Sources::new(Arc::clone(files)));
        let shared = Arc::clone(&sources);
        let reader: CodeReader = Arc::new(move |file| Some(shared.get(file)?.code));
        Self { uris, files, sources, reader, names_file, options, selector }
    }

    /// The incidents of a rule in the order of the output, those with equal file, message and line once.
    pub(crate) fn incidents(
        &self,
        planned: &PlannedRule<'_>,
        found: &[Found<'_>],
    ) -> Vec<Incident> {
        let limit = self.options.incident_limit.unwrap_or(usize::MAX);
        let mut incidents: Vec<Incident> = Vec::new();
        let mut seen: FxHashSet<(Option<FileId>, u32, String)> = FxHashSet::default();
        let mut snippets: FxHashMap<FileId, usize> = FxHashMap::default();
        let wording = planned.wording();
        for found in found {
            if incidents.len() >= limit {
                break;
            }
            let place = self.place(found, &mut snippets);
            let line = found.line();
            let variables = self.variables(&wording, found, place.as_ref());
            let message =
                wording.message.as_ref().map_or_else(String::new, |m| m.render(&variables, line));
            if self.selector.is_some_and(|s| !s.matches_variables(&variables)) {
                continue;
            }
            if !seen.insert((found.file(), line.unwrap_or(0), message.clone())) {
                continue;
            }
            let code_snip = match (&place, found.file()) {
                (Some(place), Some(file)) if self.options.snippets => {
                    let reader = Arc::clone(&self.reader);
                    place.window.excerpt(reader, file, planned.form).into()
                }
                _ => CodeSnip::default(),
            };
            incidents.push(Incident {
                uri: self.uri(found),
                message,
                code_snip,
                line_number: line,
                variables,
                is_dependency_incident: false,
            });
        }
        self.sort(&mut incidents);
        incidents
    }

    /// Whether the incident selector leaves anything of what a rule found.
    pub(crate) fn keeps_any(&self, planned: &PlannedRule<'_>, found: &[Found<'_>]) -> bool {
        let Some(selector) = self.selector else { return !found.is_empty() };
        self.each(planned, found).any(|(variables, _)| selector.matches_variables(&variables))
    }

    /// The tags of a rule, those with variables rendered for every incident.
    pub(crate) fn tags(&self, planned: &PlannedRule<'_>, found: &[Found<'_>]) -> BTreeSet<String> {
        let mut tags = BTreeSet::new();
        for tag in &planned.rule.tags {
            if !(tag.contains("{{") && tag.contains("}}")) {
                tags.insert(tag.clone());
                continue;
            }
            // A tag that is no template is lost, as in Konveyor.
            let Ok(template) = Template::parse(tag) else { continue };
            tags.extend(self.each(planned, found).map(|(v, line)| template.render(&v, line)));
        }
        tags
    }

    fn each(
        &self,
        planned: &PlannedRule<'_>,
        found: &[Found<'_>],
    ) -> impl Iterator<Item = (BTreeMap<String, Value>, Option<u32>)> {
        let mut snippets = FxHashMap::default();
        let wording = planned.wording();
        found.iter().map(move |found| {
            // Only the code tells what variables of the rule are.
            let place =
                if wording.variables.is_empty() { None } else { self.place(found, &mut snippets) };
            (self.variables(&wording, found, place.as_ref()), found.line())
        })
    }

    fn variables(
        &self,
        wording: &Wording,
        found: &Found<'_>,
        place: Option<&Place>,
    ) -> BTreeMap<String, Value> {
        let mut variables: BTreeMap<String, Value> = match found {
            Found::Hit(hit) => {
                hit.variables.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect()
            }
            Found::Tags(tags) => BTreeMap::from([("tags".to_owned(), Value::List(tags.to_vec()))]),
        };
        if let Found::Hit(hit) = found
            && self.names_file.get(hit.leaf as usize).copied().unwrap_or(false)
        {
            variables.insert("file".to_owned(), Value::Text(self.uri(found)));
        }
        if !wording.variables.is_empty() {
            let line = match (place, found.line()) {
                (Some(place), Some(line)) => place.window.line_of(&place.source, line),
                _ => "",
            };
            for variable in &wording.variables {
                if let Some(value) = variable.value(line) {
                    variables.insert(variable.name.clone(), Value::Text(value));
                }
            }
        }
        variables
    }

    fn uri(&self, found: &Found<'_>) -> String {
        let file = found.file().and_then(|id| self.files.files.get(id as usize));
        file.map(|f| self.uris.of(&f.path)).unwrap_or_default()
    }

    /// The lines around a finding, unless its file has had its share. Findings without a place take of that share too.
    fn place(&self, found: &Found<'_>, taken: &mut FxHashMap<FileId, usize>) -> Option<Place> {
        let Found::Hit(hit) = found else { return None };
        let taken = taken.entry(hit.file).or_default();
        if self.options.snippet_limit.is_some_and(|limit| *taken >= limit) {
            return None;
        }
        *taken += 1;
        let lines = self.lines(hit)?;
        let source = self.sources.get(hit.file)?;
        let window = Window::new(&source, lines, self.options.context_lines);
        Some(Place { source, window })
    }

    /// First and last line of the place, from 0.
    fn lines(&self, hit: &Hit) -> Option<(u32, u32)> {
        let (first, last) = hit.location?;
        if self.options.semantics.reproduces(Difference::SnippetOffByOne) {
            return Some((first, last));
        }
        let start = hit.line.saturating_sub(1);
        Some((start, start + last.saturating_sub(first)))
    }

    fn sort(&self, incidents: &mut [Incident]) {
        sort_incidents(incidents);
        if self.options.semantics.reproduces(Difference::LinesWrittenBySorting) {
            return;
        }
        // Lines count from 1, so that 0 can only have been written by the sorting.
        for incident in incidents.iter_mut().filter(|i| i.line_number == Some(0)) {
            incident.line_number = None;
        }
    }
}

struct Place {
    source: Source,
    window: Window,
}

/// Conditions of language servers name the file; those of the builtin provider do not.
fn names_file(leaf: &Leaf) -> bool {
    matches!(
        leaf,
        Leaf::Java(_)
            | Leaf::NodeJs { .. }
            | Leaf::Go { .. }
            | Leaf::Python { .. }
            | Leaf::CSharp { .. }
    )
}

/// What is reported of a rule. Tagging rules have no category.
pub(crate) fn violation(
    planned: &PlannedRule<'_>,
    incidents: Vec<Incident>,
    tags: impl IntoIterator<Item = String>,
    category: bool,
) -> Violation {
    let rule = planned.rule;
    let own = rule.labels.iter().chain(&planned.ruleset.labels).cloned();
    let labels = own.chain(tags.into_iter().map(|tag| format!("tag={tag}"))).collect();
    let mut links = rule.links.clone();
    links.sort();
    Violation {
        description: rule.description.clone(),
        category: category.then(|| rule.category.name()),
        labels,
        incidents,
        links: links.iter().map(LinkResult::from).collect(),
        effort: rule.effort,
    }
}
