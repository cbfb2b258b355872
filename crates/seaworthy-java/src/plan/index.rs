//! Which patterns a name could be meant by, without looking at all of them.
//!
//! Patterns are keyed by what they say for sure: the text before the last dot that stands before the first wildcard
//! (`a.b` of `a.b.C` and of `a.b.C*x`), or the simple name where there is no dot. A name asks for each of its own beginnings
//! that end at a dot, and for its simple name.

use rustc_hash::FxHashMap;

/// Rows of patterns by the beginning of the names that they can match.
#[derive(Debug, Default)]
pub(crate) struct HeadIndex {
    heads: FxHashMap<Box<str>, Vec<u32>>,
    /// Patterns that begin with a wildcard, or have one in the first part.
    anywhere: Vec<u32>,
}

impl HeadIndex {
    /// Adds a pattern of whole names, in any case.
    pub(crate) fn insert(&mut self, pattern: &str, row: u32) {
        let certain = pattern.find(['*', '?']).and_then(|at| pattern.get(..at)).unwrap_or(pattern);
        let head = certain.rfind('.').and_then(|at| certain.get(..at)).unwrap_or_default();
        self.insert_head(head, row);
    }

    /// Adds a pattern of names that begin with `head` and a dot; with any text for an empty one.
    pub(crate) fn insert_head(&mut self, head: &str, row: u32) {
        if head.is_empty() {
            self.anywhere.push(row);
        } else {
            self.heads.entry(head.to_lowercase().into()).or_default().push(row);
        }
    }

    /// Calls `visit` for each pattern that may match the name, given in lower case.
    pub(crate) fn candidates(&self, lower: &str, mut visit: impl FnMut(u32)) {
        self.anywhere.iter().copied().for_each(&mut visit);
        for (dot, _) in lower.match_indices('.') {
            if let Some(rows) = lower.get(..dot).and_then(|head| self.heads.get(head)) {
                rows.iter().copied().for_each(&mut visit);
            }
        }
    }
}

/// Rows of patterns by simple name.
#[derive(Debug, Default)]
pub(crate) struct SimpleIndex {
    names: FxHashMap<Box<str>, Vec<u32>>,
    wild: Vec<u32>,
}

impl SimpleIndex {
    /// Adds a pattern of simple names, in any case.
    pub(crate) fn insert(&mut self, pattern: &str, row: u32) {
        if pattern.contains(['*', '?']) {
            self.wild.push(row);
        } else {
            self.names.entry(pattern.to_lowercase().into()).or_default().push(row);
        }
    }

    /// Calls `visit` for each pattern that may match the name, given in lower case.
    pub(crate) fn candidates(&self, lower: &str, mut visit: impl FnMut(u32)) {
        self.wild.iter().copied().for_each(&mut visit);
        self.names.get(lower).into_iter().flatten().copied().for_each(&mut visit);
    }
}

/// Answers that were given before, by name. Holds a bounded number of names, so that memory does not follow the code base.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: FxHashMap<Box<str>, (u32, u32)>,
    rows: Vec<u32>,
}

/// Rows and names after which a memo starts anew.
const MEMO_LIMIT: usize = 1 << 18;

impl Memo {
    /// The answer for `name`, found by `find` when it is new: it pushes rows, which are kept sorted and once each.
    pub(crate) fn get(&mut self, name: &str, find: impl FnOnce(&mut Vec<u32>)) -> &[u32] {
        let (start, end) = match self.known.get(name) {
            Some(&range) => range,
            None => self.insert(name, find),
        };
        self.rows.get(start as usize..end as usize).unwrap_or_default()
    }

    fn insert(&mut self, name: &str, find: impl FnOnce(&mut Vec<u32>)) -> (u32, u32) {
        if self.known.len() + self.rows.len() > MEMO_LIMIT {
            self.known.clear();
            self.rows.clear();
        }
        let start = self.rows.len() as u32;
        let mut found = Vec::new();
        find(&mut found);
        found.sort_unstable();
        found.dedup();
        self.rows.append(&mut found);
        let range = (start, self.rows.len() as u32);
        self.known.insert(name.into(), range);
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{Case, TypePattern};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_pattern_that_matches_is_missed(
            patterns in proptest::collection::vec("[ab*]{1,2}(\\.[aB*?]{1,2}){0,3}", 1..12),
            name in "[ab]{1,2}(\\.[ab]{1,2}){1,3}",
        ) {
            let mut heads = HeadIndex::default();
            for (row, pattern) in patterns.iter().enumerate() {
                heads.insert(pattern, row as u32);
            }
            let mut found = Vec::new();
            heads.candidates(&name.to_lowercase(), |row| found.push(row));
            for (row, pattern) in patterns.iter().enumerate() {
                let test = TypePattern::compile(pattern, Case::Sensitive).unwrap();
                if test.qualified.is_some_and(|q| q.matches(&name)) {
                    prop_assert!(found.contains(&(row as u32)), "{} for {}", pattern, name);
                }
            }
        }
    }

    #[test]
    fn simple_names_and_answers() {
        let mut index = SimpleIndex::default();
        index.insert("File", 1);
        index.insert("*Bean", 2);
        let mut memo = Memo::default();
        let mut asked = 0;
        for _ in 0..2 {
            let rows = memo.get("File", |out| {
                asked += 1;
                index.candidates("file", |row| out.push(row));
            });
            assert_eq!(rows, [1, 2]);
        }
        assert_eq!(asked, 1);
    }
}
