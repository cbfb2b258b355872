//! Rule sets: the built-in rules and those of the user.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::{Code, ContentHash, Diagnostic};
use walkdir::WalkDir;

use crate::builtin::{self, BUILTIN};
use crate::native::{self, Reading, RuleProblem};
use crate::{Example, Rule};

/// Rules that can be used, and what is wrong with the others.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// Sorted by source, then in the order of the file.
    pub rules: Vec<Rule>,
    /// One per thing that is wrong, in the same order.
    pub problems: Vec<RuleProblem>,
    /// Of the text of all rule files.
    pub hash: ContentHash,
}

/// A rule file that was read.
struct Source {
    path: Arc<str>,
    text: String,
}

impl Default for RuleSet {
    fn default() -> Self {
        Self::of_texts(&[])
    }
}

impl RuleSet {
    /// The rules that are part of the program with their examples, checked like those of a user.
    pub fn builtin() -> Self {
        Self::of_texts(BUILTIN)
    }

    /// The built-in rules, where asked for, then those of `paths`: TOML files, and folders with such files at any depth.
    /// A path that cannot be read is a problem of the set. The built-in rules come without examples and are not checked
    /// again, because every run waits for them.
    pub fn load(paths: &[PathBuf], with_builtin: bool) -> Self {
        let mut sources: Vec<Source> = Vec::new();
        let mut unreadable = Vec::new();
        for path in paths {
            read_path(path, &mut sources, &mut unreadable);
        }
        let mut set = if with_builtin { Self::trusted() } else { Self::default() };
        let own = sources.iter().map(|s| (Arc::clone(&s.path), s.text.as_str(), Reading::Checked));
        set.add(&own.collect::<Vec<_>>());
        if !sources.is_empty() {
            let builtin = BUILTIN.iter().filter(|_| with_builtin).map(|(_, text)| *text);
            set.hash = hash_of(builtin.chain(sources.iter().map(|s| s.text.as_str())));
        }
        set.problems.splice(0..0, unreadable);
        set
    }

    /// The built-in rules without their examples, unchecked.
    fn trusted() -> Self {
        let hash = hash_of(BUILTIN.iter().map(|(_, text)| *text));
        match builtin::compact(&hash) {
            Some(rules) => Self { rules, problems: Vec::new(), hash },
            // Rules changed since the compact form was made.
            None => Self::stripped(),
        }
    }

    /// As [`Self::trusted`], from the texts.
    pub(crate) fn stripped() -> Self {
        let trusted =
            |(path, text): &(&str, &'static str)| (Arc::from(*path), *text, Reading::Trusted);
        Self::read(&BUILTIN.iter().map(trusted).collect::<Vec<_>>())
    }

    /// The rules of texts with the names of their files.
    pub fn of_texts<'t>(files: &[(&str, &'t str)]) -> Self {
        let checked = |(path, text): &(&str, &'t str)| (Arc::from(*path), *text, Reading::Checked);
        Self::read(&files.iter().map(checked).collect::<Vec<_>>())
    }

    fn read(files: &[(Arc<str>, &str, Reading)]) -> Self {
        let hash = hash_of(files.iter().map(|(_, text, _)| *text));
        let mut set = Self { rules: Vec::new(), problems: Vec::new(), hash };
        set.add(files);
        set
    }

    /// Adds the rules of files and what is wrong with them; the hash stays.
    fn add(&mut self, files: &[(Arc<str>, &str, Reading)]) {
        let known = self.rules.iter().filter(|_| !files.is_empty());
        let mut first_of: BTreeMap<String, Arc<str>> =
            known.map(|rule| (rule.id.clone(), Arc::from(rule.source.as_str()))).collect();
        for (path, text, reading) in files {
            let (read, wrong) = native::read_file(path, text, *reading);
            self.problems.extend(wrong);
            for (rule, id_at) in read {
                if let Some(first) = first_of.get(&rule.id) {
                    self.problems.push(duplicate(path, text, &rule.id, id_at, first));
                } else {
                    first_of.insert(rule.id.clone(), Arc::clone(path));
                    self.rules.push(rule);
                }
            }
        }
    }

    /// A rule by its id, with its index.
    pub fn get(&self, id: &str) -> Option<(u32, &Rule)> {
        self.rules.iter().zip(0u32..).find(|(rule, _)| rule.id == id).map(|(rule, i)| (i, rule))
    }

    /// Every example with the index of its rule.
    pub fn examples(&self) -> impl Iterator<Item = (u32, &Rule, &Example)> {
        self.rules
            .iter()
            .zip(0u32..)
            .flat_map(|(rule, i)| rule.examples.iter().map(move |example| (i, rule, example)))
    }
}

fn hash_of<'t>(texts: impl Iterator<Item = &'t str>) -> ContentHash {
    ContentHash::of_parts(texts.map(str::as_bytes))
}

fn duplicate(path: &Arc<str>, text: &str, id: &str, at: Range<usize>, first: &str) -> RuleProblem {
    RuleProblem::new(
        path,
        text,
        at,
        &format!("there is another rule `{id}`"),
        &format!("the first one is in {first}"),
    )
}

fn read_path(path: &Path, sources: &mut Vec<Source>, unreadable: &mut Vec<RuleProblem>) {
    for entry in WalkDir::new(path).sort_by_file_name() {
        let read =
            entry.map_err(|e| (e.path().map(Path::to_owned), e.to_string())).and_then(|entry| {
                let named_by_user = entry.depth() == 0;
                let is_rule = entry.path().extension().is_some_and(|e| e == "toml");
                if !entry.file_type().is_file() || !(named_by_user || is_rule) {
                    return Ok(None);
                }
                let text = fs::read_to_string(entry.path())
                    .map_err(|e| (Some(entry.path().to_owned()), e.to_string()))?;
                Ok(Some(Source { path: shown(entry.path()), text }))
            });
        match read {
            Ok(source) => sources.extend(source),
            Err((at, reason)) => {
                let at = shown(at.as_deref().unwrap_or(path));
                let message = format!("the rules cannot be read: {reason}");
                let diagnostic = Diagnostic::error(Code::BadRule, &at, message);
                unreadable.push(RuleProblem { diagnostic, frame: String::new() });
            }
        }
    }
}

fn shown(path: &Path) -> Arc<str> {
    Arc::from(path.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests;
