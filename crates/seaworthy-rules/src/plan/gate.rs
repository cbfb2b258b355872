//! Literals before regular expressions.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::LeafSet;

/// Working memory of one worker: what was seen in the text at hand.
#[derive(Debug, Default)]
pub struct Scratch {
    seen: Vec<bool>,
    touched: Vec<u32>,
    pub(super) folded: String,
    pub(super) entries: Vec<u32>,
    gates: FxHashMap<LeafSet, LiteralGate>,
}

/// Files of one kind leave the same expressions alive, so there are few gates; more than this is not worth keeping.
const GATES: usize = 256;

/// Finds, in one pass over a text, the numbered expressions that may match it.
#[derive(Debug, Default)]
pub(super) struct LiteralGate {
    searcher: Option<AhoCorasick>,
    /// By literal: what it opens.
    opens: Vec<Vec<u32>>,
    /// Expressions without a sure literal.
    always: Vec<u32>,
}

#[derive(Debug, Default)]
pub(super) struct Builder {
    literals: BTreeMap<String, Vec<u32>>,
    always: Vec<u32>,
}

impl Builder {
    /// Adds an expression that needs one of `literals` (lower case), or none.
    pub(super) fn add(&mut self, id: u32, literals: Option<Vec<String>>) {
        match literals {
            Some(literals) => {
                for literal in literals {
                    self.literals.entry(literal).or_default().push(id);
                }
            }
            None => self.always.push(id),
        }
    }

    /// The part that speaks of some expressions.
    fn of(&self, live: &LeafSet) -> Self {
        let literals = self.literals.iter().filter_map(|(literal, ids)| {
            let ids: Vec<u32> = ids.iter().copied().filter(|id| live.contains(*id)).collect();
            (!ids.is_empty()).then(|| (literal.clone(), ids))
        });
        Self {
            literals: literals.collect(),
            always: self.always.iter().copied().filter(|id| live.contains(*id)).collect(),
        }
    }

    pub(super) fn finish(self) -> LiteralGate {
        if self.literals.is_empty() {
            return LiteralGate { always: self.always, ..LiteralGate::default() };
        }
        match AhoCorasick::builder().ascii_case_insensitive(true).build(self.literals.keys()) {
            Ok(searcher) => LiteralGate {
                searcher: Some(searcher),
                opens: self.literals.into_values().collect(),
                always: self.always,
            },
            // Too many literals for one automaton: without the gate it is slower, not wrong.
            Err(_) => LiteralGate {
                always: self
                    .always
                    .into_iter()
                    .chain(self.literals.into_values().flatten())
                    .collect(),
                ..LiteralGate::default()
            },
        }
    }
}

impl LiteralGate {
    pub(super) fn is_empty(&self) -> bool {
        self.searcher.is_none() && self.always.is_empty()
    }

    /// Adds what may match to `out`, each once, in no order.
    pub(super) fn candidates(&self, text: &str, scratch: &mut Scratch, out: &mut Vec<u32>) {
        out.extend_from_slice(&self.always);
        let Some(searcher) = &self.searcher else { return };
        for &id in &self.always {
            scratch.mark(id);
        }
        for found in searcher.find_overlapping_iter(text) {
            for &id in self.opens.get(found.pattern().as_usize()).into_iter().flatten() {
                if scratch.mark(id) {
                    out.push(id);
                }
            }
        }
        scratch.clear();
    }
}

impl Scratch {
    /// Adds which of the expressions in `live` may match `text` to `out`, each once, in no order. Most files leave a
    /// handful of expressions alive; a gate of their literals alone is many times faster than one of all literals.
    pub(super) fn candidates(
        &mut self,
        live: LeafSet,
        all: &Builder,
        text: &str,
        out: &mut Vec<u32>,
    ) {
        if self.gates.len() >= GATES && !self.gates.contains_key(&live) {
            self.gates.clear();
        }
        let gate = match self.gates.remove(&live) {
            Some(gate) => gate,
            None => all.of(&live).finish(),
        };
        gate.candidates(text, self, out);
        self.gates.insert(live, gate);
    }

    /// Marks a number; whether it is new.
    fn mark(&mut self, id: u32) -> bool {
        let i = id as usize;
        if self.seen.len() <= i {
            self.seen.resize(i + 1, false);
        }
        let new = !self.seen[i];
        if new {
            self.seen[i] = true;
            self.touched.push(id);
        }
        new
    }

    fn clear(&mut self) {
        for id in self.touched.drain(..) {
            if let Some(seen) = self.seen.get_mut(id as usize) {
                *seen = false;
            }
        }
    }
}
