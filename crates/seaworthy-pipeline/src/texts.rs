//! Texts that many files have in common, kept once.

use std::sync::Arc;

use rustc_hash::FxHashSet;

/// The texts that one thread has met. Grows with distinct texts, not with files.
#[derive(Debug, Default)]
pub(crate) struct Texts(FxHashSet<Arc<str>>);

impl Texts {
    /// The one copy of that text.
    pub(crate) fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one() {
        let mut texts = Texts::default();
        let first = texts.shared("java.util.List");
        assert!(Arc::ptr_eq(&first, &texts.shared("java.util.List")));
        assert_eq!(&*texts.shared("java.util.Map"), "java.util.Map");
    }
}
