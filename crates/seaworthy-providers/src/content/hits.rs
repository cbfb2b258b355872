//! What a content search has found, file by file and thread by thread.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};

use crate::{Hit, LeafError, LeafId};

/// Hits of one leaf in all files; what comes after them in the order of the files is cut and reported.
const MAX_HITS: usize = 100_000;

/// Hits of some files. Collect one a thread, put them together with [`ContentHits::append`] and [`ContentHits::settle`]
/// once every file has been read: some readings of a pattern only count where a better one found nothing anywhere.
#[derive(Clone, Debug, Default)]
pub struct ContentHits {
    /// By leaf and by rank of the reading that found them; the lowest rank wins.
    found: BTreeMap<(LeafId, u8), Found>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) errors: Vec<LeafError>,
}

/// The hits of one reading of a leaf.
#[derive(Clone, Debug, Default)]
struct Found {
    pattern: Arc<str>,
    hits: Vec<Hit>,
}

impl Found {
    /// Keeps the first hits in the order of the files: whatever files were put together, the first of all are among
    /// the first of each.
    fn keep_first(&mut self) {
        // Within a file the hits of a leaf already are in order, and the sort is stable.
        self.hits.sort_by_key(|hit| hit.file);
        self.hits.truncate(MAX_HITS + 1);
    }
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
    /// Adds the hits of a leaf in one file, in the order of their places.
    pub(super) fn add(&mut self, leaf: LeafId, rank: u8, pattern: &Arc<str>, mut hits: Vec<Hit>) {
        if hits.is_empty() {
            return;
        }
        let found = self.found.entry((leaf, rank)).or_default();
        found.pattern = Arc::clone(pattern);
        found.hits.append(&mut hits);
        if found.hits.len() > 2 * MAX_HITS {
            found.keep_first();
        }
    }

    /// Adds the hits of other files.
    pub fn append(&mut self, mut other: Self) {
        for ((leaf, rank), Found { pattern, hits }) in other.found {
            self.add(leaf, rank, &pattern, hits);
        }
        self.diagnostics.append(&mut other.diagnostics);
        self.errors.append(&mut other.errors);
    }

    /// The result, the same in whatever order files were scanned.
    pub fn settle(self) -> ContentOutcome {
        let Self { found, mut diagnostics, mut errors } = self;
        let mut hits: Vec<Hit> = Vec::new();
        let mut settled: Option<LeafId> = None;
        for ((leaf, _), mut found) in found {
            if settled == Some(leaf) {
                continue;
            }
            settled = Some(leaf);
            found.keep_first();
            if found.hits.len() > MAX_HITS {
                found.hits.truncate(MAX_HITS);
                let message = format!(
                    "more than {MAX_HITS} matches of `{}`: those of the files after are left out",
                    found.pattern
                );
                diagnostics.push(Diagnostic::warning(Code::Truncated, &".".into(), message));
            }
            hits.append(&mut found.hits);
        }
        diagnostics.sort();
        errors.sort_by(|a, b| (a.leaf, &a.message).cmp(&(b.leaf, &b.message)));
        errors.dedup();
        ContentOutcome { hits, diagnostics, errors }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(file: u32, count: usize) -> Vec<Hit> {
        let hit = |line| Hit { leaf: 0, file, line, location: None, variables: Vec::new() };
        (1..=count as u32).map(hit).collect()
    }

    #[test]
    fn a_flood_over_all_files_is_cut_the_same_for_any_order() {
        let pattern: Arc<str> = "x".into();
        let outcome = |order: &[u32]| {
            let mut all = ContentHits::default();
            let mut half = ContentHits::default();
            for (n, &file) in order.iter().enumerate() {
                let into = if n % 2 == 0 { &mut all } else { &mut half };
                into.add(0, 1, &pattern, hits(file, 9_000));
            }
            all.append(half);
            all.settle()
        };
        let ascending: Vec<u32> = (0..40).collect();
        let descending: Vec<u32> = (0..40).rev().collect();
        let found = outcome(&ascending);
        assert_eq!(found.hits.len(), MAX_HITS);
        assert_eq!(found.hits.last().map(|hit| (hit.file, hit.line)), Some((11, 1000)));
        assert_eq!(found.diagnostics.len(), 1);
        assert_eq!(found, outcome(&descending));
    }
}
