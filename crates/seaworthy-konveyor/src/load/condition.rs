//! `when`: entries, their modifiers, and what happens to conditions nobody can answer.

use std::collections::BTreeSet;

use seaworthy_base::Span;

use super::LoadOptions;
use super::leaf;
use crate::yaml::Node;
use crate::{Condition, Entry};

/// What ends the run in Konveyor.
pub(super) struct Fatal {
    pub(super) span: Span,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// A condition that was read.
pub(super) enum Verdict<T> {
    Kept(T),
    /// Its provider is missing, or it is no condition.
    Dropped {
        span: Span,
        reason: String,
    },
}

/// Reads the condition of one rule.
pub(super) struct Reader<'o> {
    options: &'o LoadOptions,
    /// The first condition that its provider cannot read.
    pub(super) failing: Option<(Span, String)>,
    /// What was left out.
    pub(super) notes: Vec<(Span, &'static str, String)>,
}

#[derive(Default)]
struct Modifiers {
    from: Option<String>,
    bind: Option<String>,
    ignore: bool,
    not: bool,
}

const MODIFIERS: [&str; 4] = ["from", "as", "ignore", "not"];

impl<'o> Reader<'o> {
    pub(super) fn new(options: &'o LoadOptions) -> Self {
        Self { options, failing: None, notes: Vec::new() }
    }

    /// Reads the mapping of `when`.
    pub(super) fn when(&mut self, node: &Node<'_>) -> Result<Verdict<Entry>, Fatal> {
        let modifiers = modifiers(node)?;
        let mut kept = None;
        let mut dropped = None;
        let mut incomplete = None;
        for (key, value) in conditions(node) {
            let Some(word) = key.text() else {
                return Err(fatal(key.span, "key-type", "condition key must be a string"));
            };
            let condition = match word {
                "and" | "or" => {
                    let words = if word == "or" {
                        "invalid type for or clause, must be an array"
                    } else {
                        "invalid type for and clause, must be an array"
                    };
                    let list =
                        value.list().ok_or_else(|| fatal(value.span, "not-a-list", words))?;
                    let entries = self.entries(list)?;
                    let lost =
                        if word == "or" { entries.is_empty() } else { entries.len() != list.len() };
                    if lost {
                        incomplete =
                            Some((key.span, "the rule needs a condition that was left out"));
                    }
                    if word == "or" { Condition::Or(entries) } else { Condition::And(entries) }
                }
                _ => match self.leaf(key, word, value)? {
                    Verdict::Kept(leaf) => Condition::Leaf(leaf),
                    Verdict::Dropped { span, reason } => {
                        dropped = Some((span, reason));
                        continue;
                    }
                },
            };
            if kept.is_some() {
                let words = "several conditions in one mapping: only the last counts".to_owned();
                self.notes.push((key.span, "several-conditions", words));
            }
            kept = Some(condition);
        }
        if let Some((span, reason)) = incomplete {
            return Ok(Verdict::Dropped { span, reason: reason.to_owned() });
        }
        Ok(match (kept, dropped) {
            (Some(condition @ Condition::Leaf(_)), _) => Verdict::Kept(Entry {
                from: modifiers.from,
                bind: modifiers.bind,
                ignore: modifiers.ignore,
                not: modifiers.not,
                condition,
            }),
            (Some(condition), _) => Verdict::Kept(Entry {
                from: None,
                bind: None,
                ignore: false,
                not: false,
                condition,
            }),
            (None, Some((span, reason))) => Verdict::Dropped { span, reason },
            (None, None) => {
                Verdict::Dropped { span: node.span, reason: "no conditions found".to_owned() }
            }
        })
    }

    /// Reads the entries of a list. A mapping gives as many entries as it has conditions, none where it has none.
    fn entries(&mut self, list: &[Node<'_>]) -> Result<Vec<Entry>, Fatal> {
        let mut entries = Vec::with_capacity(list.len());
        let mut names: BTreeSet<String> = BTreeSet::new();
        for item in list {
            if item.map().is_none() {
                return Err(fatal(item.span, "not-a-mapping", "conditions must be an object"));
            }
            let modifiers = modifiers(item)?;
            let before = entries.len();
            for (key, value) in conditions(item) {
                let Some(word) = key.text() else {
                    return Err(fatal(key.span, "key-type", "condition key must be string"));
                };
                let condition = match word {
                    "and" | "or" => {
                        let words = "inner condition for and is not array";
                        let inner =
                            value.list().ok_or_else(|| fatal(value.span, "not-a-list", words))?;
                        let read = self.entries(inner)?;
                        let is_and = word == "and";
                        if is_and && read.len() != inner.len() || !is_and && read.is_empty() {
                            self.left_out(key.span, "it needs a condition that was left out");
                            continue;
                        }
                        if is_and { Condition::And(read) } else { Condition::Or(read) }
                    }
                    _ => match self.leaf(key, word, value)? {
                        Verdict::Kept(leaf) => Condition::Leaf(leaf),
                        Verdict::Dropped { span, reason } => {
                            self.left_out(span, &reason);
                            continue;
                        }
                    },
                };
                if let Some(name) = &modifiers.bind {
                    if modifiers.from.as_ref() == Some(name) {
                        let words =
                            "condition cannot have the same value for fields 'from' and 'as'";
                        return Err(fatal(item.span, "from-is-as", words));
                    }
                    if !names.insert(name.clone()) {
                        let words = "condition cannot have multiple 'as' fields with the same name";
                        return Err(fatal(item.span, "duplicate-as", words));
                    }
                }
                entries.push(Entry {
                    from: modifiers.from.clone(),
                    bind: modifiers.bind.clone(),
                    ignore: modifiers.ignore,
                    not: modifiers.not,
                    condition,
                });
            }
            if entries.len() == before && conditions(item).next().is_none() {
                self.left_out(item.span, "the entry has no condition");
            }
        }
        Ok(entries)
    }

    fn left_out(&mut self, span: Span, reason: &str) {
        self.notes.push((span, "condition-dropped", format!("condition left out: {reason}")));
    }

    fn leaf(
        &mut self,
        key: &Node<'_>,
        word: &str,
        value: &Node<'_>,
    ) -> Result<Verdict<crate::Leaf>, Fatal> {
        if word.is_empty() {
            return Err(fatal(key.span, "empty-key", "must have at least one condition"));
        }
        let mut parts = word.split('.');
        let (Some(provider), Some(capability), None) = (parts.next(), parts.next(), parts.next())
        else {
            let words = "condition must be of the form {provider}.{capability}";
            return Err(fatal(key.span, "bad-key", words));
        };
        if !self.options.providers.contains(provider) {
            let reason = format!("unable to find provider for: {provider}");
            return Ok(Verdict::Dropped { span: key.span, reason });
        }
        if !leaf::knows(provider, capability) {
            let words = format!("unable to find cap: {capability} from provider: {provider}");
            return Err(fatal(key.span, "unknown-capability", &words));
        }
        if capability == "dependency" {
            if !self.options.dependencies {
                let reason = "dependency conditions are switched off".to_owned();
                return Ok(Verdict::Dropped { span: key.span, reason });
            }
            return leaf::dependency(provider, value)
                .map(|query| Verdict::Kept(crate::Leaf::Dependency(query)))
                .map_err(|(span, words)| fatal(span, "bad-dependency", &words));
        }
        Ok(Verdict::Kept(leaf::read(provider, capability, value).unwrap_or_else(
            |(span, reason)| {
                self.failing.get_or_insert((span, reason));
                // The rule is not kept; this only holds the place so that the lengths of lists are right.
                crate::Leaf::HasTags(Vec::new())
            },
        )))
    }
}

fn fatal(span: Span, code: &'static str, message: &str) -> Fatal {
    Fatal { span, code, message: message.to_owned() }
}

/// The pairs of a mapping that are conditions.
fn conditions<'n, 't>(node: &'n Node<'t>) -> impl Iterator<Item = &'n (Node<'t>, Node<'t>)> {
    let pairs = node.map().unwrap_or_default();
    pairs.iter().filter(|(key, _)| key.text().is_none_or(|k| !MODIFIERS.contains(&k)))
}

fn modifiers(node: &Node<'_>) -> Result<Modifiers, Fatal> {
    let string = |key: &'static str| match node.get(key) {
        None => Ok(None),
        Some(value) => {
            let text = value.text().ok_or_else(|| {
                let words = format!("{key} must be a string literal, not {}", value.shown());
                fatal(value.span, "modifier-type", &words)
            })?;
            Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
        }
    };
    let boolean = |key: &'static str| match node.get(key) {
        None => Ok(false),
        Some(value) => value.bool().ok_or_else(|| {
            let words = format!("{key} must be a boolean, not {}", value.shown());
            fatal(value.span, "modifier-type", &words)
        }),
    };
    Ok(Modifiers {
        from: string("from")?,
        bind: string("as")?,
        ignore: boolean("ignore")?,
        not: boolean("not")?,
    })
}

/// The order in which entries of one list are evaluated, as indices. Entries with a name come first, the last one first
/// (one that a sibling before it refers to takes its place before that sibling); each is followed by the entries that
/// refer to it. An entry that refers to no sibling is missing: it is never evaluated.
pub fn evaluation_order(entries: &[Entry]) -> Vec<usize> {
    let mut listed: Vec<usize> = Vec::with_capacity(entries.len());
    let mut referred: Vec<(&str, usize)> = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        match (&entry.bind, &entry.from) {
            (Some(name), _) => {
                let known = referred.iter().rev().find(|(from, _)| from == name);
                listed.insert(known.map_or(0, |&(_, at)| at.min(listed.len())), i);
            }
            (None, Some(from)) => {
                referred.push((from, listed.len()));
                listed.push(i);
            }
            (None, None) => listed.push(i),
        }
    }
    let mut order = Vec::with_capacity(entries.len());
    let mut waiting: Vec<usize> = listed
        .iter()
        .rev()
        .copied()
        .filter(|&i| entries.get(i).is_some_and(|e| e.from.is_none()))
        .collect();
    // A chain cannot come back to an entry: names are unique, and it starts at an entry without `from`. Entries that no
    // loader made may share a name; the length ends those.
    while order.len() < entries.len()
        && let Some(i) = waiting.pop()
    {
        order.push(i);
        let Some(name) = entries.get(i).and_then(|e| e.bind.as_deref()) else { continue };
        let next = listed.iter().rev().copied();
        waiting.extend(
            next.filter(|&j| entries.get(j).is_some_and(|e| e.from.as_deref() == Some(name))),
        );
    }
    order
}
