//! What a content search has found, file by file and thread by thread.

use std::collections::BTreeMap;

use seaworthy_base::Diagnostic;

use crate::{Hit, LeafError, LeafId};

/// Hits of some files. Collect one a thread, put them together with [`ContentHits::append`] and [`ContentHits::settle`]
/// once every file has been read: some readings of a pattern only count where a better one found nothing anywhere.
#[derive(Clone, Debug, Default)]
pub struct ContentHits {
    /// Hits with the rank of the reading that found them; the lowest rank wins.
    pub(super) hits: Vec<(u8, Hit)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) errors: Vec<LeafError>,
}

/// The outcome of a content search over all files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContentOutcome {
    /// Sorted by leaf, file, place.
    pub hits: Vec<Hit>,
    /// Searches that were given up or cut, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Leaves whose pattern no engine can hold, sorted.
    pub errors: Vec<LeafError>,
}

impl ContentHits {
    /// Adds the hits of other files.
    pub fn append(&mut self, mut other: Self) {
        self.hits.append(&mut other.hits);
        self.diagnostics.append(&mut other.diagnostics);
        self.errors.append(&mut other.errors);
    }

    /// The result, the same in whatever order files were scanned.
    pub fn settle(self) -> ContentOutcome {
        let Self { mut hits, mut diagnostics, mut errors } = self;
        let mut best: BTreeMap<LeafId, u8> = BTreeMap::new();
        for (rank, hit) in &hits {
            best.entry(hit.leaf).and_modify(|best| *best = (*best).min(*rank)).or_insert(*rank);
        }
        hits.retain(|(rank, hit)| best.get(&hit.leaf) == Some(rank));
        // Within a file the hits of a leaf already are in order, and the sort is stable.
        hits.sort_by_key(|(_, hit)| (hit.leaf, hit.file));
        diagnostics.sort();
        errors.sort_by(|a, b| (a.leaf, &a.message).cmp(&(b.leaf, &b.message)));
        errors.dedup();
        ContentOutcome { hits: hits.into_iter().map(|(_, hit)| hit).collect(), diagnostics, errors }
    }
}
