//! Interned strings of one file.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

/// An interned string; equal symbols of one [`Interner`] are equal strings. `Sym::EMPTY` is always `""`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sym(u32);

impl Sym {
    /// The empty string in every interner.
    pub const EMPTY: Self = Self(0);

    /// Position of the string in its interner.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether this is the empty string.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A set of strings with small numbers for names, in order of first appearance, so equal input gives equal numbers.
#[derive(Clone, Debug)]
pub struct Interner {
    text: String,
    ends: Vec<u32>,
    by_hash: FxHashMap<u64, Sym>,
    /// Symbols whose hash another string had first: hardly ever any, and one allocation a string less.
    collided: Vec<Sym>,
}

impl Default for Interner {
    fn default() -> Self {
        Self {
            text: String::new(),
            ends: vec![0],
            by_hash: FxHashMap::default(),
            collided: Vec::new(),
        }
    }
}

impl Interner {
    /// An interner that holds the empty string only.
    pub fn new() -> Self {
        Self::default()
    }

    /// The symbol of `text`, made when it is new.
    pub fn intern(&mut self, text: &str) -> Sym {
        if text.is_empty() {
            return Sym::EMPTY;
        }
        let hash = FxBuildHasher.hash_one(text);
        let new = Sym(self.ends.len() as u32);
        if let Some(&first) = self.by_hash.get(&hash) {
            let known =
                std::iter::once(&first).chain(&self.collided).find(|sym| self.get(**sym) == text);
            if let Some(&sym) = known {
                return sym;
            }
            self.collided.push(new);
        } else {
            self.by_hash.insert(hash, new);
        }
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        new
    }

    /// The string of `sym`; empty for a symbol of another interner.
    pub fn get(&self, sym: Sym) -> &str {
        let i = sym.index();
        if i == 0 {
            return "";
        }
        match (self.ends.get(i - 1), self.ends.get(i)) {
            (Some(&a), Some(&b)) => self.text.get(a as usize..b as usize).unwrap_or(""),
            _ => "",
        }
    }

    /// How many strings there are, the empty one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether only the empty string is there.
    pub fn is_empty(&self) -> bool {
        self.ends.len() == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_text_same_symbol() {
        let mut names = Interner::new();
        let a = names.intern("java.io.File");
        let b = names.intern("java.io");
        assert_ne!(a, b);
        assert_eq!(a, names.intern("java.io.File"));
        assert_eq!(names.get(a), "java.io.File");
        assert_eq!(names.get(b), "java.io");
        assert_eq!(names.intern(""), Sym::EMPTY);
        assert_eq!(names.get(Sym::EMPTY), "");
        assert_eq!(names.len(), 3);
    }
}
