//! Which simple names a search could want, so that uses and calls of all others are never stored.

use rustc_hash::FxHashSet;

use crate::pattern::matches_wildcard;

/// What the walk over a file keeps. Declarations, imports and annotations are always kept.
#[derive(Clone, Debug)]
pub struct NameGate {
    /// Simple names of types whose uses and constructor calls are kept.
    pub types: NameSet,
    /// Names of methods whose calls are kept.
    pub calls: NameSet,
    /// Whether every use of a name with a dot is kept: patterns about packages ask for it.
    pub qualified: bool,
}

/// Names that a search could want in any file, and further ones that only some files can mean.
///
/// A pattern such as `a.b.*` takes types and methods of any name, but only where the imports, the package or the path of
/// the file lead there. What those are is known where the first type of a file begins.
#[derive(Clone, Copy, Debug)]
pub struct FileGate<'g> {
    /// What is kept of files that no such pattern concerns.
    pub names: &'g NameGate,
    /// The patterns, to ask of a file with its imports.
    pub plan: &'g crate::SearchPlan,
}

impl NameGate {
    /// Keeps every use and every call.
    pub fn everything() -> Self {
        Self { types: NameSet::everything(), calls: NameSet::everything(), qualified: true }
    }

    /// Keeps declarations, imports and annotations only.
    pub fn nothing() -> Self {
        Self { types: NameSet::default(), calls: NameSet::default(), qualified: false }
    }

    /// Whether a use of a type with this simple name is kept.
    pub fn wants_type(&self, simple: &str) -> bool {
        self.types.contains(simple)
    }

    /// Whether a call of a method with this name is kept.
    pub fn wants_call(&self, name: &str) -> bool {
        self.calls.contains(name)
    }
}

/// A set of names: exact ones, ones without regard to case, and wildcards with `*` and `?`.
#[derive(Clone, Debug, Default)]
pub struct NameSet {
    everything: bool,
    exact: FxHashSet<Box<str>>,
    folded: FxHashSet<Box<str>>,
    wildcards: Vec<Box<str>>,
}

impl NameSet {
    /// The set of all names.
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// Adds one name, case and all.
    pub fn insert_exact(&mut self, name: &str) {
        self.exact.insert(name.into());
    }

    /// Adds a name in any case.
    pub fn insert_folded(&mut self, name: &str) {
        self.folded.insert(name.to_lowercase().into());
    }

    /// Adds what a wildcard matches, in any case: `*` is any run of characters, `?` is one. A lone `*` adds every name.
    pub fn insert_wildcard(&mut self, pattern: &str) {
        if pattern.chars().all(|c| c == '*') {
            self.everything |= !pattern.is_empty();
            return;
        }
        let pattern: Box<str> = pattern.to_lowercase().into();
        if !self.wildcards.contains(&pattern) {
            self.wildcards.push(pattern);
        }
    }

    /// Whether the set has no name.
    pub fn is_empty(&self) -> bool {
        !self.everything
            && self.exact.is_empty()
            && self.folded.is_empty()
            && self.wildcards.is_empty()
    }

    /// Whether `name` is in the set. Costs a scan of the wildcards; callers remember the answer for a name.
    pub fn contains(&self, name: &str) -> bool {
        if self.everything || self.exact.contains(name) {
            return true;
        }
        if self.folded.is_empty() && self.wildcards.is_empty() {
            return false;
        }
        let name = name.to_lowercase();
        self.folded.contains(name.as_str())
            || self.wildcards.iter().any(|w| matches_wildcard(w, &name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_pass_as_they_were_added() {
        let mut set = NameSet::default();
        assert!(set.is_empty() && !set.contains("File"));
        set.insert_exact("File");
        set.insert_folded("getName");
        set.insert_wildcard("*Bean");
        set.insert_wildcard("J?S*");
        assert!(set.contains("File") && !set.contains("file"));
        assert!(set.contains("GETNAME"));
        assert!(set.contains("OrderBean") && set.contains("bean") && !set.contains("Beans"));
        assert!(set.contains("JmsQueue") && !set.contains("JSQ"));
        set.insert_wildcard("**");
        assert!(set.contains("anything"));
    }
}
