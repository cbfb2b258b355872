//! A rule set turned into indexes: a file or a fact asks the plan once, however many rules there are.
//!
//! The way of a fact: leaves that the path and language of its file leave alive ([`Plan::live_leaves`]) ∩ leaves whose
//! name fits ([`Plan::candidates`]), or whose value's literals it holds where they name none
//! ([`Plan::value_candidates`]) → [`PlanLeaf::accepts`]. The way of a text: leaves whose literals it holds
//! ([`Plan::text_candidates`]) → their regular expression.

mod files;
mod gate;
mod globs;
mod names;
mod set;
mod values;
mod wildcard;

use seaworthy_facts::{FactFlags, FactKind, Language};

use crate::{Clause, Leaf, Pattern, PatternKind, RuleSet, Version};
use files::FileIndex;
use gate::LiteralGate;
use names::NameIndex;
use values::ValueIndex;

pub use gate::Scratch;
pub(crate) use globs::path_glob;
pub use set::LeafSet;

/// Position of a leaf in its plan.
pub type LeafId = u32;

/// A leaf, ready to be asked.
#[derive(Debug)]
pub struct PlanLeaf {
    /// Index of the rule in its [`RuleSet`].
    pub rule: u32,
    /// Which list of the rule it stands in.
    pub clause: Clause,
    /// Whether what it finds is a secret.
    pub secret: bool,
    /// The expression of a text leaf.
    pub text: Option<Pattern>,
    value: Option<Pattern>,
    value_not: Option<Pattern>,
    version_from: Option<Version>,
    version_below: Option<Version>,
    resolved: bool,
}

impl PlanLeaf {
    fn new(rule: u32, clause: Clause, secret: bool, leaf: &Leaf) -> Self {
        let ignore_case = leaf.ignore_case;
        let over_value = |source: &Option<String>| {
            source.as_ref().map(|s| Pattern::new(s, PatternKind::Name { ignore_case }))
        };
        let version = |text: &Option<String>| text.as_deref().and_then(Version::parse);
        Self {
            rule,
            clause,
            secret,
            text: leaf.text.as_ref().map(|s| Pattern::new(s, PatternKind::Text { ignore_case })),
            value: over_value(&leaf.value),
            value_not: over_value(&leaf.value_not),
            version_from: version(&leaf.version_from),
            version_below: version(&leaf.version_below),
            resolved: leaf.resolved,
        }
    }

    /// Whether a fact whose kind, name and file fit holds in its flags and value too.
    pub fn accepts(&self, flags: FactFlags, value: &str) -> bool {
        if self.resolved && !flags.has(FactFlags::RESOLVED) {
            return false;
        }
        if self.value.as_ref().is_some_and(|p| !p.is_match(value))
            || self.value_not.as_ref().is_some_and(|p| p.is_match(value))
        {
            return false;
        }
        if self.version_from.is_none() && self.version_below.is_none() {
            return true;
        }
        let Some(version) = Version::parse(value) else { return false };
        self.version_from.as_ref().is_none_or(|from| version >= *from)
            && self.version_below.as_ref().is_none_or(|below| version < *below)
    }
}

/// The indexes of a rule set. Leaves of one plan are numbered from 0.
#[derive(Debug)]
pub struct Plan {
    leaves: Vec<PlanLeaf>,
    names: Vec<NameIndex>,
    values: Vec<ValueIndex>,
    kinds: Vec<LeafSet>,
    text_leaves: LeafSet,
    files: FileIndex,
}

impl Plan {
    /// Builds the indexes. Rules keep their index in `rules`.
    pub fn compile(rules: &RuleSet) -> Self {
        let all: Vec<(u32, Clause, bool, &Leaf)> = rules
            .rules
            .iter()
            .zip(0u32..)
            .flat_map(|(rule, index)| {
                rule.leaves().map(move |(clause, leaf)| (index, clause, rule.secret, leaf))
            })
            .collect();
        let mut leaves = Vec::with_capacity(all.len());
        let mut names: Vec<NameIndex> = FactKind::ALL.map(|_| NameIndex::default()).into();
        let mut values: Vec<ValueIndex> = FactKind::ALL.map(|_| ValueIndex::new(all.len())).into();
        let mut kinds: Vec<LeafSet> = FactKind::ALL.map(|_| LeafSet::new(all.len())).into();
        let mut text_leaves = LeafSet::new(all.len());
        for (&(rule, clause, secret, leaf), id) in all.iter().zip(0u32..) {
            let ready = PlanLeaf::new(rule, clause, secret, leaf);
            if ready.text.is_some() {
                text_leaves.insert(id);
            }
            for &kind in &leaf.kinds {
                // A fact of a file or dependency is asked by its name alone.
                let by_value = leaf.names.is_empty()
                    && !matches!(kind, FactKind::File | FactKind::Dependency)
                    && ready.value.is_some();
                if by_value {
                    values[kind as usize].add(id);
                } else {
                    names[kind as usize].add(id, leaf);
                }
                kinds[kind as usize].insert(id);
            }
            leaves.push(ready);
        }
        Self {
            leaves,
            names,
            values,
            kinds,
            text_leaves,
            files: FileIndex::new(all.iter().map(|(_, _, _, leaf)| *leaf)),
        }
    }

    /// How many leaves there are.
    pub fn len(&self) -> usize {
        self.leaves.len()
    }

    /// Whether no rule asks for anything.
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// A leaf by its number.
    pub fn leaf(&self, id: LeafId) -> Option<&PlanLeaf> {
        self.leaves.get(id as usize)
    }

    /// Fills `live` with the leaves that may hold in a file of this path and language.
    pub fn live_leaves(&self, path: &str, language: Language, live: &mut LeafSet) {
        self.files.live(path, language, live);
    }

    /// Whether any of `live` asks for facts of this kind.
    pub fn wants(&self, kind: FactKind, live: &LeafSet) -> bool {
        self.kinds.get(kind as usize).is_some_and(|leaves| leaves.meets(live))
    }

    /// Whether any of `live` asks for the text of the file.
    pub fn wants_text(&self, live: &LeafSet) -> bool {
        self.text_leaves.meets(live)
    }

    /// Adds the leaves that ask for this kind of fact and whose names fit, rising and without duplicates, to `out`,
    /// which is emptied first. Those of [`Self::value_candidates`] are not among them.
    pub fn candidates(
        &self,
        kind: FactKind,
        name: &str,
        scratch: &mut Scratch,
        out: &mut Vec<LeafId>,
    ) {
        out.clear();
        if let Some(index) = self.names.get(kind as usize) {
            index.candidates(name, scratch, out);
            out.sort_unstable();
            out.dedup();
        }
    }

    /// Whether any of `live` takes facts of this kind by their values, whatever their names.
    pub fn asks_values(&self, kind: FactKind, live: &LeafSet) -> bool {
        self.values.get(kind as usize).is_some_and(|index| index.leaves().meets(live))
    }

    /// Adds the leaves that take facts of this kind by their values, and that this one may satisfy, in no order, to `out`.
    pub fn value_candidates(
        &self,
        kind: FactKind,
        value: &str,
        scratch: &mut Scratch,
        out: &mut Vec<LeafId>,
    ) {
        if let Some(index) = self.values.get(kind as usize) {
            index.candidates(&self.leaves, value, scratch, out);
        }
    }

    /// Adds the text leaves among `live` that may match `text` to `out`, rising and without duplicates; it is emptied
    /// first.
    pub fn text_candidates(
        &self,
        text: &str,
        live: &LeafSet,
        scratch: &mut Scratch,
        out: &mut Vec<LeafId>,
    ) {
        out.clear();
        let mut asked = self.text_leaves.clone();
        asked.keep(live);
        scratch.candidates(asked, |live| self.text_gate(live), text, out);
        out.sort_unstable();
    }

    fn text_gate(&self, live: &LeafSet) -> LiteralGate {
        let mut gate = gate::Builder::default();
        for (leaf, id) in self.leaves.iter().zip(0u32..) {
            if let Some(pattern) = leaf.text.as_ref().filter(|_| live.contains(id)) {
                gate.add(id, pattern.required_literals());
            }
        }
        gate.finish()
    }
}

#[cfg(test)]
mod tests;
