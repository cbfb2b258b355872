//! Names and what they are bound to, block by block.

use rustc_hash::FxHashMap;

/// A map with nested scopes: [`Self::close`] undoes what was declared since the matching [`Self::open`].
#[derive(Debug)]
pub(crate) struct Bindings<'t, V> {
    current: FxHashMap<&'t str, V>,
    undo: Vec<(&'t str, Option<V>)>,
    marks: Vec<usize>,
}

impl<V> Default for Bindings<'_, V> {
    fn default() -> Self {
        Self { current: FxHashMap::default(), undo: Vec::new(), marks: Vec::new() }
    }
}

impl<'t, V: Copy> Bindings<'t, V> {
    /// Starts a scope.
    pub(crate) fn open(&mut self) {
        self.marks.push(self.undo.len());
    }

    /// Ends the innermost scope; without one, does nothing.
    pub(crate) fn close(&mut self) {
        let Some(mark) = self.marks.pop() else { return };
        while self.undo.len() > mark {
            match self.undo.pop() {
                Some((name, Some(before))) => {
                    self.current.insert(name, before);
                }
                Some((name, None)) => {
                    self.current.remove(name);
                }
                None => break,
            }
        }
    }

    /// Binds a name in the innermost scope, hiding what it was bound to before.
    pub(crate) fn declare(&mut self, name: &'t str, value: V) {
        let before = self.current.insert(name, value);
        if !self.marks.is_empty() {
            self.undo.push((name, before));
        }
    }

    /// What a name is bound to.
    pub(crate) fn get(&self, name: &str) -> Option<V> {
        self.current.get(name).copied()
    }

    /// The binding itself, to change it where it was declared.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.current.get_mut(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_brings_back_what_was_hidden() {
        let mut b = Bindings::default();
        b.declare("x", 1);
        b.open();
        b.declare("x", 2);
        b.declare("x", 3);
        b.declare("y", 4);
        assert_eq!((b.get("x"), b.get("y")), (Some(3), Some(4)));
        b.close();
        assert_eq!((b.get("x"), b.get("y")), (Some(1), None));
        b.close();
        assert_eq!(b.get("x"), Some(1));
    }
}
