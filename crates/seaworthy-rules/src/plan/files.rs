//! Paths and languages, evaluated once per file.

use std::collections::BTreeMap;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use seaworthy_facts::Language;

use super::{LeafId, LeafSet};
use crate::Leaf;

/// Which leaves a path and a language leave alive.
#[derive(Debug)]
pub(super) struct FileIndex {
    globs: GlobSet,
    /// By glob: leaves that it lets in, and leaves that it keeps out.
    wanted: Vec<Vec<LeafId>>,
    barred: Vec<Vec<LeafId>>,
    /// Leaves that name no path to be in.
    anywhere: LeafSet,
    by_language: Vec<LeafSet>,
}

/// A glob of a rule: case never matters (paths are compared in lower case), one without `/` speaks of the file name.
pub(crate) fn path_glob(glob: &str) -> Result<Glob, globset::Error> {
    let lower = glob.to_ascii_lowercase();
    let rooted = if lower.contains('/') { lower } else { format!("**/{lower}") };
    GlobBuilder::new(&rooted).literal_separator(true).build()
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
            }
        }
        let mut builder = GlobSetBuilder::new();
        let (mut wanted, mut barred) = (Vec::new(), Vec::new());
        for (glob, (lets_in, keeps_out)) in by_glob {
            // The loader refuses globs that do not compile.
            if let Ok(glob) = path_glob(glob) {
                builder.add(glob);
                wanted.push(lets_in);
                barred.push(keeps_out);
            }
        }
        let globs = builder.build().unwrap_or_else(|_| GlobSet::empty());
        Self { globs, wanted, barred, anywhere, by_language }
    }

    pub(super) fn live(&self, path: &str, language: Language, live: &mut LeafSet) {
        live.clone_from(&self.anywhere);
        if !self.globs.is_empty() {
            let matched = self.globs.matches(path.to_ascii_lowercase());
            for &glob in &matched {
                for &leaf in self.wanted.get(glob).into_iter().flatten() {
                    live.insert(leaf);
                }
            }
            for &glob in &matched {
                for &leaf in self.barred.get(glob).into_iter().flatten() {
                    live.remove(leaf);
                }
            }
        }
        if let Some(of_language) = self.by_language.get(language as usize) {
            live.keep(of_language);
        }
    }
}
