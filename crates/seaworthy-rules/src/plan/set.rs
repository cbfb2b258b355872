//! Sets of leaves.

use crate::LeafId;

/// A set of leaves of one plan, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LeafSet {
    words: Vec<u64>,
}

impl LeafSet {
    /// The empty set for a plan of `leaves` leaves.
    pub fn new(leaves: usize) -> Self {
        Self { words: vec![0; leaves.div_ceil(64)] }
    }

    /// Adds a leaf; one outside of the plan is not added.
    pub fn insert(&mut self, leaf: LeafId) {
        if let Some(word) = self.words.get_mut(leaf as usize / 64) {
            *word |= 1 << (leaf % 64);
        }
    }

    /// Takes a leaf out.
    pub fn remove(&mut self, leaf: LeafId) {
        if let Some(word) = self.words.get_mut(leaf as usize / 64) {
            *word &= !(1 << (leaf % 64));
        }
    }

    /// Whether the leaf is in the set.
    pub fn contains(&self, leaf: LeafId) -> bool {
        self.words.get(leaf as usize / 64).is_some_and(|word| word & (1 << (leaf % 64)) != 0)
    }

    /// Whether the sets have a leaf in common.
    pub fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    /// Keeps what is in both.
    pub fn keep(&mut self, other: &Self) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a &= b;
        }
    }
}
