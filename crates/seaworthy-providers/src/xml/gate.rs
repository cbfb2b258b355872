//! Which XPaths can find something, by the names of a document.

use rustc_hash::FxHashMap;
use seaworthy_xpath::XPath;

/// An index from local names to the XPaths that need them.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    /// For each name the lists that hold it.
    lists_of: FxHashMap<String, Vec<u32>>,
    /// For each list the XPath it is of and how many names it has.
    lists: Vec<(u32, u32)>,
    /// XPaths of which nothing can be said.
    always: Vec<u32>,
}

impl NameIndex {
    /// Adds the XPath of this number.
    pub(super) fn add(&mut self, number: u32, xpath: &XPath) {
        let lists = xpath.required_names();
        if lists.iter().any(Vec::is_empty) {
            self.always.push(number);
            return;
        }
        for names in lists {
            let list = self.lists.len() as u32;
            self.lists.push((number, names.len() as u32));
            for name in names {
                self.lists_of.entry(name).or_default().push(list);
            }
        }
    }

    /// The numbers of the XPaths for which a document with these distinct names has all of one list, ascending.
    pub(super) fn candidates<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<u32> {
        let mut met: FxHashMap<u32, u32> = FxHashMap::default();
        let mut found = self.always.clone();
        for name in names {
            for &list in self.lists_of.get(name).into_iter().flatten() {
                let count = met.entry(list).or_insert(0);
                *count += 1;
                if let Some(&(number, needed)) = self.lists.get(list as usize)
                    && *count == needed
                {
                    found.push(number);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_xpath::Mode;

    use super::*;

    #[test]
    fn all_names_of_one_alternative_are_needed() {
        let mut index = NameIndex::default();
        for (number, text) in
            ["//a/b", "//c | //a[@d]", "//*[local-name()='e' or f]", "//*", "//a[not(b)]"]
                .iter()
                .enumerate()
        {
            index.add(number as u32, &XPath::parse(text, Mode::Konveyor).unwrap());
        }
        let candidates = |names: &[&str]| index.candidates(names.iter().copied());
        assert_eq!(candidates(&[]), [3]);
        assert_eq!(candidates(&["a"]), [3, 4]);
        assert_eq!(candidates(&["a", "b"]), [0, 3, 4]);
        assert_eq!(candidates(&["c"]), [1, 3]);
        assert_eq!(candidates(&["a", "d"]), [1, 3, 4]);
        assert_eq!(candidates(&["f"]), [2, 3]);
    }
}
