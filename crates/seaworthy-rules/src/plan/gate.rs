//! Literals before regular expressions.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::LeafSet;
use crate::pattern::Required;

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
    searchers: Vec<Searcher>,
    /// Expressions without a sure literal.
    always: Vec<u32>,
}

/// Finds literals of which all or none may stand in another case.
#[derive(Debug)]
struct Searcher {
    automaton: AhoCorasick,
    /// By literal: what it opens.
    opens: Vec<Vec<u32>>,
}

#[derive(Debug, Default)]
pub(super) struct Builder {
    /// Literals that must stand as they are, and what each opens.
    exact: BTreeMap<String, Vec<u32>>,
    /// Literals in any case.
    folded: BTreeMap<String, Vec<u32>>,
    always: Vec<u32>,
}

impl Builder {
    /// Adds an expression that needs one of some literals, or none.
    pub(super) fn add(&mut self, id: u32, required: Option<&Required>) {
        let Some(required) = required else {
            self.always.push(id);
            return;
        };
        let literals = if required.any_case { &mut self.folded } else { &mut self.exact };
        for literal in &required.literals {
            literals.entry(literal.clone()).or_default().push(id);
        }
    }

    pub(super) fn finish(self) -> LiteralGate {
        let mut gate = LiteralGate { searchers: Vec::new(), always: self.always };
        for (literals, any_case) in [(self.exact, false), (self.folded, true)] {
            if literals.is_empty() {
                continue;
            }
            let mut builder = AhoCorasick::builder();
            match builder.ascii_case_insensitive(any_case).build(literals.keys()) {
                Ok(automaton) => {
                    let opens = literals.into_values().collect();
                    gate.searchers.push(Searcher { automaton, opens });
                }
                // Too many literals for one automaton: without the gate it is slower, not wrong.
                Err(_) => gate.always.extend(literals.into_values().flatten()),
            }
        }
        gate
    }
}

impl LiteralGate {
    /// Adds what may match to `out`, each once, in no order.
    pub(super) fn candidates(&self, text: &str, scratch: &mut Scratch, out: &mut Vec<u32>) {
        for &id in &self.always {
            if scratch.mark(id) {
                out.push(id);
            }
        }
        for searcher in &self.searchers {
            for found in searcher.automaton.find_overlapping_iter(text) {
                for &id in searcher.opens.get(found.pattern().as_usize()).into_iter().flatten() {
                    if scratch.mark(id) {
                        out.push(id);
                    }
                }
            }
        }
        scratch.clear();
    }
}

impl Scratch {
    /// Adds which of the expressions in `live` may match `text` to `out`, each once, in no order. Most files leave a
    /// handful of expressions alive; a gate of their literals alone is many times faster than one of all literals, so it
    /// is made of them when they first come together.
    pub(super) fn candidates(
        &mut self,
        live: LeafSet,
        make: impl FnOnce(&LeafSet) -> LiteralGate,
        text: &str,
        out: &mut Vec<u32>,
    ) {
        if self.gates.len() >= GATES && !self.gates.contains_key(&live) {
            self.gates.clear();
        }
        let gate = match self.gates.remove(&live) {
            Some(gate) => gate,
            None => make(&live),
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
