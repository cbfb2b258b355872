//! Leaves of one kind of fact that name no names and look for something in the value: `^iiop://` in any setting.
//!
//! Settings are many and such leaves are too, so one pass over a value finds those whose literals it holds.

use std::sync::OnceLock;

use super::gate::{self, LiteralGate, Scratch};
use super::{LeafId, LeafSet, PlanLeaf};

/// The leaves behind one gate.
#[derive(Debug)]
pub(super) struct ValueIndex {
    leaves: LeafSet,
    ids: Vec<LeafId>,
    /// Made when first asked: of most kinds of facts a run sees none.
    gate: OnceLock<LiteralGate>,
}

impl ValueIndex {
    /// An index of a plan with so many leaves.
    pub(super) fn new(leaves: usize) -> Self {
        Self { leaves: LeafSet::new(leaves), ids: Vec::new(), gate: OnceLock::new() }
    }

    pub(super) fn add(&mut self, id: LeafId) {
        self.leaves.insert(id);
        self.ids.push(id);
    }

    /// All of them.
    pub(super) fn leaves(&self) -> &LeafSet {
        &self.leaves
    }

    /// Adds those that may match the value, each once, in no order. `all` are the leaves of the plan.
    pub(super) fn candidates(
        &self,
        all: &[PlanLeaf],
        value: &str,
        scratch: &mut Scratch,
        out: &mut Vec<LeafId>,
    ) {
        if self.ids.is_empty() {
            return;
        }
        let gate = self.gate.get_or_init(|| {
            let mut gate = gate::Builder::default();
            for &id in &self.ids {
                let pattern = all.get(id as usize).and_then(|leaf| leaf.value.as_ref());
                gate.add(id, pattern.and_then(|p| p.required_literals()));
            }
            gate.finish()
        });
        gate.candidates(value, scratch, out);
    }
}
