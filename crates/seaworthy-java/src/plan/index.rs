//! Which patterns a name could be meant by, without looking at all of them.
//!
//! Patterns are keyed by the text that every name they match begins with: as much of it as reaches to the last dot, and one
//! character more (`a.b.c` of `a.b.cd*x`). A name asks for each of its own beginnings of that kind. Simple names are keyed
//! whole, or by their first character.

use rustc_hash::FxHashMap;

/// Rows of patterns by the beginning of the names that they can match.
#[derive(Debug, Default)]
pub(crate) struct HeadIndex {
    heads: FxHashMap<Box<str>, Vec<u32>>,
}

impl HeadIndex {
    /// Adds a pattern of whole names with wildcards, in any case.
    pub(crate) fn insert(&mut self, pattern: &str, row: u32) {
        let certain = pattern.find(['*', '?']).and_then(|at| pattern.get(..at)).unwrap_or(pattern);
        self.insert_head(certain, row);
    }

    /// Adds a pattern of names that begin with `certain`, in any case.
    pub(crate) fn insert_head(&mut self, certain: &str, row: u32) {
        let certain = certain.to_lowercase();
        let dot = certain.rfind('.').map_or(0, |at| at + 1);
        let key = beginnings(&certain, dot).last().unwrap_or_default();
        self.heads.entry(key.into()).or_default().push(row);
    }

    /// Calls `visit` for each pattern that may match the name, given in lower case.
    pub(crate) fn candidates(&self, lower: &str, mut visit: impl FnMut(u32)) {
        let starts = std::iter::once(0).chain(lower.match_indices('.').map(|(at, _)| at + 1));
        for key in starts.flat_map(|start| beginnings(lower, start)) {
            self.heads.get(key).into_iter().flatten().copied().for_each(&mut visit);
        }
    }
}

/// The text up to `start`, and with one character more, if there is one that is no dot.
fn beginnings(text: &str, start: usize) -> impl Iterator<Item = &str> {
    let rest = text.get(start..).unwrap_or_default();
    let next = rest.chars().next().filter(|c| *c != '.').map(|c| start + c.len_utf8());
    text.get(..start).into_iter().chain(next.and_then(|end| text.get(..end)))
}

/// Rows of patterns by simple name.
#[derive(Debug, Default)]
pub(crate) struct SimpleIndex {
    names: FxHashMap<Box<str>, Vec<u32>>,
    /// Patterns with wildcards by their first character; `None` where that is one.
    wild: FxHashMap<Option<char>, Vec<u32>>,
}

impl SimpleIndex {
    /// Adds a pattern of simple names, in any case.
    pub(crate) fn insert(&mut self, pattern: &str, row: u32) {
        let lower = pattern.to_lowercase();
        if lower.contains(['*', '?']) {
            let first = lower.chars().next().filter(|c| !"*?".contains(*c));
            self.wild.entry(first).or_default().push(row);
        } else {
            self.names.entry(lower.into()).or_default().push(row);
        }
    }

    /// Calls `visit` for each pattern that may match the name, given in lower case.
    pub(crate) fn candidates(&self, lower: &str, mut visit: impl FnMut(u32)) {
        let first = lower.chars().next();
        let wild =
            first.iter().filter_map(|c| self.wild.get(&Some(*c))).chain(self.wild.get(&None));
        wild.chain(self.names.get(lower)).flatten().copied().for_each(&mut visit);
    }
}

/// Answers that were given before, by name. Holds a bounded number of names, so that memory does not follow the code base.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    known: FxHashMap<Box<str>, (u32, u32)>,
    rows: Vec<u32>,
}

/// Names after which a memo starts anew.
const NAME_LIMIT: usize = 1 << 17;

/// Rows after which a memo starts anew.
const ROW_LIMIT: usize = 1 << 19;

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
        if self.known.len() > NAME_LIMIT || self.rows.len() > ROW_LIMIT {
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

    proptest! {
        #[test]
        fn no_simple_pattern_that_matches_is_missed(
            patterns in proptest::collection::vec("[aB*?]{1,3}", 1..8),
            name in "[abAB]{1,3}",
        ) {
            let mut index = SimpleIndex::default();
            for (row, pattern) in patterns.iter().enumerate() {
                index.insert(pattern, row as u32);
            }
            let mut found = Vec::new();
            index.candidates(&name.to_lowercase(), |row| found.push(row));
            for (row, pattern) in patterns.iter().enumerate() {
                let test = TypePattern::compile(pattern, Case::Sensitive).unwrap();
                prop_assert!(!test.simple.matches(&name) || found.contains(&(row as u32)));
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
