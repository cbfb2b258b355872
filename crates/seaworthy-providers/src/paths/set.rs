//! Many path patterns asked of one path.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::PathPattern;

/// Distinct path patterns, numbered in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathPatternSet {
    patterns: Vec<PathPattern>,
    numbers: FxHashMap<String, u32>,
}

impl PathPatternSet {
    /// The number of `pattern`, which is compiled when it is new.
    pub(crate) fn intern(&mut self, pattern: &str, base: &Path) -> u32 {
        if let Some(&number) = self.numbers.get(pattern) {
            return number;
        }
        let number = self.patterns.len() as u32;
        self.patterns.push(PathPattern::new(pattern, base));
        self.numbers.insert(pattern.to_owned(), number);
        number
    }

    /// Appends the numbers of the patterns that mean the file with this path, ascending.
    pub(crate) fn matching(&self, relative_path: &str, into: &mut Vec<u32>) {
        let matching = self.patterns.iter().enumerate().filter(|(_, p)| p.matches(relative_path));
        into.extend(matching.map(|(number, _)| number as u32));
    }
}
