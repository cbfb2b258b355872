//! The name index of one kind of fact.
//!
//! Whole names stand in a hash map; wildcards are found by their literal head (`javax.servlet.*` under
//! `javax.servlet.`) or their last segment (`*.setAttribute` under `setAttribute`); the few that have neither, and
//! regular expressions, stand behind a literal gate.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::LeafId;
use super::gate::{self, LiteralGate, Scratch};
use super::wildcard::Wildcard;
use crate::pattern::Required;
use crate::{Leaf, Pattern, PatternKind};

/// Names of leaves by how they are found.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    cased: Keys,
    /// Patterns that ignore case, in lower case; asked with the name in lower case.
    folded: Keys,
    /// Of the numbers of `entries`.
    gate: OnceLock<LiteralGate>,
    entries: Vec<(LeafId, Matcher)>,
    /// Leaves that take every name.
    any: Vec<LeafId>,
}

#[derive(Debug, Default)]
struct Keys {
    whole: FxHashMap<Box<str>, Vec<LeafId>>,
    by_head: FxHashMap<Box<str>, Vec<(LeafId, Wildcard)>>,
    by_last: FxHashMap<Box<str>, Vec<(LeafId, Wildcard)>>,
}

#[derive(Debug)]
enum Matcher {
    Wildcard { pattern: Wildcard, folded: bool },
    Regex(Pattern),
}

impl NameIndex {
    pub(super) fn add(&mut self, id: LeafId, leaf: &Leaf) {
        if leaf.names.is_empty() {
            self.any.push(id);
        }
        for name in &leaf.names {
            self.add_name(id, name, leaf.ignore_case);
        }
    }

    fn add_name(&mut self, id: LeafId, name: &str, ignore_case: bool) {
        if let Some(source) = name.strip_prefix('~') {
            let pattern = Pattern::new(source, PatternKind::Name { ignore_case });
            self.entries.push((id, Matcher::Regex(pattern)));
            return;
        }
        let folded_name;
        let (keys, name) = if ignore_case {
            folded_name = name.to_ascii_lowercase();
            (&mut self.folded, folded_name.as_str())
        } else {
            (&mut self.cased, name)
        };
        let (Some(first), Some(last)) = (name.find('*'), name.rfind('*')) else {
            keys.whole.entry(name.into()).or_default().push(id);
            return;
        };
        let pattern = Wildcard::new(name);
        // Only whole segments can be looked up: of `a.bc*` the key is `a.`, of `*.x.y` it is `y`, `*xy` has none.
        let head = &name[..last_separator(&name[..first]).unwrap_or(0)];
        let tail = &name[last + 1..];
        let last_segment = last_separator(tail).map_or("", |at| &tail[at..]);
        if head.is_empty() && last_segment.is_empty() {
            let matcher = Matcher::Wildcard { pattern, folded: ignore_case };
            self.entries.push((id, matcher));
        } else if head.len() > last_segment.len() {
            keys.by_head.entry(head.into()).or_default().push((id, pattern));
        } else {
            keys.by_last.entry(last_segment.into()).or_default().push((id, pattern));
        }
    }

    /// The gate of `entries`. Made when first asked: of most kinds of facts a run sees none.
    fn gate(&self) -> &LiteralGate {
        self.gate.get_or_init(|| {
            let mut gate = gate::Builder::default();
            for ((_, matcher), number) in self.entries.iter().zip(0u32..) {
                match matcher {
                    Matcher::Regex(pattern) => gate.add(number, pattern.required_literals()),
                    Matcher::Wildcard { pattern, folded } => {
                        let literal = pattern.longest_literal();
                        // The gate speaks ASCII.
                        let usable = literal.len() >= 3 && literal.is_ascii();
                        let required =
                            usable.then(|| Required::new(vec![literal.to_owned()], *folded));
                        gate.add(number, required.as_ref());
                    }
                }
            }
            gate.finish()
        })
    }

    /// Adds the leaves whose names fit, possibly twice, in no order.
    pub(super) fn candidates(&self, name: &str, scratch: &mut Scratch, out: &mut Vec<LeafId>) {
        out.extend_from_slice(&self.any);
        self.cased.candidates(name, out);
        let mut folded = std::mem::take(&mut scratch.folded);
        folded.clear();
        if !self.folded.is_empty() || !self.entries.is_empty() {
            folded.push_str(name);
            folded.make_ascii_lowercase();
            self.folded.candidates(&folded, out);
        }
        if !self.entries.is_empty() {
            let mut entries = std::mem::take(&mut scratch.entries);
            entries.clear();
            self.gate().candidates(name, scratch, &mut entries);
            for &entry in &entries {
                let Some((leaf, matcher)) = self.entries.get(entry as usize) else { continue };
                let fits = match matcher {
                    Matcher::Wildcard { pattern, folded: true } => pattern.fits(&folded),
                    Matcher::Wildcard { pattern, folded: false } => pattern.fits(name),
                    Matcher::Regex(pattern) => pattern.is_match(name),
                };
                if fits {
                    out.push(*leaf);
                }
            }
            scratch.entries = entries;
        }
        scratch.folded = folded;
    }
}

impl Keys {
    fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.by_head.is_empty() && self.by_last.is_empty()
    }

    fn candidates(&self, name: &str, out: &mut Vec<LeafId>) {
        if let Some(leaves) = self.whole.get(name) {
            out.extend_from_slice(leaves);
        }
        let mut fitting = |patterns: Option<&Vec<(LeafId, Wildcard)>>| {
            let patterns = patterns.into_iter().flatten();
            out.extend(patterns.filter(|(_, p)| p.fits(name)).map(|(leaf, _)| *leaf));
        };
        if !self.by_last.is_empty() {
            fitting(self.by_last.get(&name[last_separator(name).unwrap_or(0)..]));
        }
        if !self.by_head.is_empty() {
            for (at, _) in name.match_indices(is_separator) {
                fitting(self.by_head.get(&name[..=at]));
            }
        }
    }
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | '/' | ':')
}

/// One past the last separator.
fn last_separator(name: &str) -> Option<usize> {
    name.rfind(is_separator).map(|at| at + 1)
}
