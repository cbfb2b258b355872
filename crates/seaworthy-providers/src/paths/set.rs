//! Many path patterns asked of one path.

use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::PathPattern;
use crate::content::Gate;

/// Distinct path patterns, numbered in the order of their first appearance.
#[derive(Debug, Default)]
pub(crate) struct PathPatternSet {
    patterns: Vec<PathPattern>,
    numbers: FxHashMap<String, u32>,
    gate: OnceLock<Gate>,
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
        self.gate = OnceLock::new();
        number
    }

    /// The numbers of the patterns that mean the file with this path, ascending.
    pub(crate) fn matching(&self, relative_path: &str) -> Vec<u32> {
        // Rules hold hundreds of patterns, a path satisfies a handful: only those whose text is in the path are tried.
        let gate = self.gate.get_or_init(|| {
            let required: Vec<_> = self.patterns.iter().map(PathPattern::required).collect();
            Gate::new(required.iter().map(Option::as_ref))
        });
        let all: Vec<u32> = (0..self.patterns.len() as u32).collect();
        let mut numbers = gate.candidates(&format!("/{relative_path}"), &all);
        numbers
            .retain(|&n| self.patterns.get(n as usize).is_some_and(|p| p.matches(relative_path)));
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_loses_no_match() {
        let base = Path::new("/no/such/base");
        let patterns = [
            "*.java",
            "pom.xml",
            r".*\.xml",
            "(?i)readme.*",
            "*",
            "^/src/",
            r"\.(j|t)sx?$",
            "[ab]c",
            "/src/*.ts",
            "(",
            "*(",
        ];
        let mut set = PathPatternSet::default();
        for pattern in patterns {
            set.intern(pattern, base);
        }
        for path in ["src/A.java", "pom.xml", "x/pom.xml", "README.md", "src/a.ts", "b/ac", "c", ""]
        {
            let slow: Vec<u32> = (0..)
                .zip(patterns)
                .filter(|(_, pattern)| PathPattern::new(pattern, base).matches(path))
                .map(|(number, _)| number)
                .collect();
            assert_eq!(set.matching(path), slow, "{path}");
        }
    }
}
