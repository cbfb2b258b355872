//! Paths and languages, evaluated once per file.

use std::collections::BTreeMap;

use seaworthy_facts::{FactKind, Language};

use super::globs::Globs;
use super::{LeafId, LeafSet};
use crate::Leaf;

/// Which leaves a path and a language leave alive.
#[derive(Debug)]
pub(super) struct FileIndex {
    globs: Globs,
    /// By glob: leaves that it lets in, and leaves that it keeps out.
    wanted: Vec<Vec<LeafId>>,
    barred: Vec<Vec<LeafId>>,
    /// Leaves that name no path to be in.
    anywhere: LeafSet,
    by_language: Vec<LeafSet>,
}

impl FileIndex {
    pub(super) fn new<'r>(leaves: impl ExactSizeIterator<Item = &'r Leaf>) -> Self {
        let count = leaves.len();
        let languages = Language::ALL.len() + 1;
        let mut by_glob: BTreeMap<&str, (Vec<LeafId>, Vec<LeafId>)> = BTreeMap::new();
        let mut anywhere = LeafSet::new(count);
        let mut by_language = vec![LeafSet::new(count); languages];
        for (leaf, id) in leaves.zip(0u32..) {
            if leaf.files.is_empty() {
                anywhere.insert(id);
            }
            for glob in &leaf.files {
                by_glob.entry(glob).or_default().0.push(id);
            }
            for glob in &leaf.not_files {
                by_glob.entry(glob).or_default().1.push(id);
            }
            if leaf.languages.is_empty() {
                for set in &mut by_language {
                    set.insert(id);
                }
            }
            for &language in &leaf.languages {
                if let Some(set) = by_language.get_mut(language as usize) {
                    set.insert(id);
                }
                // Code is code in a page too; the text of a page is not.
                let in_pages = leaf.text.is_none() && !leaf.kinds.contains(&FactKind::File);
                for page in Language::ALL.iter().filter(|_| in_pages) {
                    if page.of_code_inside().contains(&language)
                        && let Some(set) = by_language.get_mut(*page as usize)
                    {
                        set.insert(id);
                    }
                }
            }
        }
        let globs = Globs::new(by_glob.keys().copied().zip(0u32..));
        let (wanted, barred) = by_glob.into_values().unzip();
        Self { globs, wanted, barred, anywhere, by_language }
    }

    pub(super) fn live(&self, path: &str, language: Language, live: &mut LeafSet) {
        live.clone_from(&self.anywhere);
        let mut matched = Vec::new();
        self.globs.matches(&path.to_ascii_lowercase(), &mut matched);
        for &glob in &matched {
            for &leaf in self.wanted.get(glob as usize).into_iter().flatten() {
                live.insert(leaf);
            }
        }
        for &glob in &matched {
            for &leaf in self.barred.get(glob as usize).into_iter().flatten() {
                live.remove(leaf);
            }
        }
        if let Some(of_language) = self.by_language.get(language as usize) {
            live.keep(of_language);
        }
    }
}
