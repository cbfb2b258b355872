//! What a condition finds, given what its leaves found.

use std::collections::{BTreeMap, BTreeSet};

use seaworthy_providers::{FileId, FileTable, Hit, LeafId, PathPattern};

use crate::condition::{Node, Scope, Step};

/// One place that a condition found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Found<'a> {
    /// A hit of a provider.
    Hit(&'a Hit),
    /// Tags that were asked for and are there; it has no file.
    Tags(&'a [String]),
}

impl Found<'_> {
    /// Its file.
    pub(crate) fn file(&self) -> Option<FileId> {
        match self {
            Self::Hit(hit) => Some(hit.file),
            Self::Tags(_) => None,
        }
    }

    /// Its line, from 1.
    pub(crate) fn line(&self) -> Option<u32> {
        match self {
            Self::Hit(hit) => (hit.line > 0).then_some(hit.line),
            Self::Tags(_) => None,
        }
    }
}

/// The answer to a condition. Whether it holds and what was found are two things: a negated entry that fails has found
/// something, and so has an `and` of which only one entry holds.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Answer<'a> {
    pub(crate) matched: bool,
    pub(crate) found: Vec<Found<'a>>,
}

/// What the providers found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// Hits by leaf, each sorted by file and line.
    pub(crate) hits: Vec<Vec<Hit>>,
    /// Leaves that could not be asked.
    pub(crate) errors: BTreeMap<LeafId, String>,
    /// Files of every list of path patterns, sorted.
    pub(crate) scopes: Vec<Vec<FileId>>,
}

/// The files of every list of path patterns, sorted.
pub(crate) fn matching_files(lists: &[Vec<String>], table: &FileTable) -> Vec<Vec<FileId>> {
    let matching = |list: &Vec<String>| {
        let patterns: Vec<PathPattern> =
            list.iter().map(|pattern| PathPattern::new(pattern, &table.base)).collect();
        (0..)
            .zip(&table.files)
            .filter(|(_, file)| patterns.iter().any(|pattern| pattern.matches(&file.path)))
            .map(|(id, _)| id)
            .collect()
    };
    lists.iter().map(matching).collect()
}

/// Evaluates one condition.
pub(crate) struct Evaluator<'a, 't> {
    findings: &'a Findings,
    tags: &'t BTreeSet<String>,
    /// Files of the entries that were given a name; one table for the whole rule.
    names: BTreeMap<&'a str, Files>,
}

/// The files of an entry.
#[derive(Debug, Default)]
struct Files {
    /// Sorted, each once.
    sorted: Vec<FileId>,
    /// That of the first incident.
    first: Option<FileId>,
    /// Whether an incident had no file. The analyzer then sees an empty path, which every file lies under.
    everywhere: bool,
}

impl Files {
    fn of(found: &[Found<'_>]) -> Self {
        let mut sorted: Vec<FileId> = found.iter().filter_map(Found::file).collect();
        let first = sorted.first().copied();
        sorted.sort_unstable();
        sorted.dedup();
        Self { sorted, first, everywhere: found.iter().any(|f| f.file().is_none()) }
    }
}

impl<'a, 't> Evaluator<'a, 't> {
    /// An evaluator for one rule.
    pub(crate) fn new(findings: &'a Findings, tags: &'t BTreeSet<String>) -> Self {
        Self { findings, tags, names: BTreeMap::new() }
    }

    /// The answer, or the reason why a leaf could not be asked. Depth of recursion is bounded by
    /// [`crate::condition::compile`].
    pub(crate) fn answer(&mut self, step: &'a Step) -> Result<Answer<'a>, String> {
        let mut answer = match &step.node {
            Node::All(steps) => self.list(steps, |held, all| held == all)?,
            Node::Any(steps) => self.list(steps, |held, _| held > 0)?,
            Node::Ask { leaf, scope } => {
                let found = self.hits(*leaf, scope)?;
                Answer { matched: !found.is_empty(), found }
            }
            Node::Tags(tags) => {
                let matched = tags.iter().all(|tag| self.tags.contains(tag));
                let found = if matched { vec![Found::Tags(tags)] } else { Vec::new() };
                Answer { matched, found }
            }
        };
        answer.matched &= !answer.found.is_empty();
        answer.matched ^= step.not;
        Ok(answer)
    }

    /// Asks every entry, for they may be named and their incidents count even where the list as a whole fails.
    fn list(
        &mut self,
        steps: &'a [Step],
        holds: impl Fn(usize, usize) -> bool,
    ) -> Result<Answer<'a>, String> {
        let mut held = 0;
        let mut found = Vec::new();
        for step in steps {
            let mut answer = self.answer(step)?;
            if let Some(name) = &step.bind {
                self.names.insert(name, Files::of(&answer.found));
            }
            held += usize::from(answer.matched);
            if !step.ignore {
                found.append(&mut answer.found);
            }
        }
        Ok(Answer { matched: holds(held, steps.len()), found })
    }

    fn hits(&self, leaf: LeafId, scope: &Scope) -> Result<Vec<Found<'a>>, String> {
        if let Some(reason) = self.findings.errors.get(&leaf) {
            return Err(reason.clone());
        }
        let hits = self.findings.hits.get(leaf as usize).map_or(&[][..], Vec::as_slice);
        let within = |files: &[FileId]| {
            hits.iter().filter(|h| files.binary_search(&h.file).is_ok()).map(Found::Hit).collect()
        };
        let found = match scope {
            Scope::Everywhere => hits.iter().map(Found::Hit).collect(),
            Scope::Patterns(list) => {
                within(self.findings.scopes.get(*list).map_or(&[][..], Vec::as_slice))
            }
            Scope::Chain { name, first_only, empty_is_open } => match self.names.get(name.as_str())
            {
                Some(files) if files.everywhere => hits.iter().map(Found::Hit).collect(),
                Some(Files { first: Some(first), .. }) if *first_only => within(&[*first]),
                Some(files) if !files.sorted.is_empty() => within(&files.sorted),
                _ if *empty_is_open => hits.iter().map(Found::Hit).collect(),
                _ => Vec::new(),
            },
        };
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
