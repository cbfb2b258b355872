//! Class files that were one source file, or a class with what it encloses.

use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_facts::{Language, Role};

use crate::{SourceFile, SourceTree};

/// An outer class with its nested, local and anonymous classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassGroup {
    /// Path of the outer class.
    pub path: Arc<str>,
    /// Positions in [`SourceTree::files`], ascending; the outer class is among them.
    pub files: Vec<usize>,
    /// Sum of the sizes of the files in bytes.
    pub size: u64,
}

impl SourceTree {
    /// The class files whose role is analysed, and those of libraries where they were asked for, by outer class, sorted by path. Each group can go to another thread.
    pub fn class_groups(&self) -> Vec<ClassGroup> {
        groups(&self.files, self.limits().analyse_libraries)
    }
}

fn groups(files: &[SourceFile], with_libraries: bool) -> Vec<ClassGroup> {
    let is_class = |file: &SourceFile| {
        file.language == Language::Class
            && (file.role.is_analysed() || (with_libraries && file.role == Role::Vendored))
    };
    let exists = |path: &str| {
        files
            .binary_search_by(|file| (*file.path).cmp(path))
            .ok()
            .filter(|&at| files.get(at).is_some_and(is_class))
    };
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate().filter(|(_, file)| is_class(file)) {
        let outer = outer_names(&file.path).find_map(|outer| exists(&outer)).unwrap_or(at);
        groups.entry(outer).or_default().push(at);
    }
    groups
        .into_iter()
        .filter_map(|(outer, members)| {
            let size = members.iter().filter_map(|&at| files.get(at)).map(|file| file.size).sum();
            Some(ClassGroup { path: Arc::clone(&files.get(outer)?.path), files: members, size })
        })
        .collect()
}

/// The classes that may enclose a class, outermost first: a `$` may also be a part of a name.
fn outer_names(path: &str) -> impl Iterator<Item = String> {
    let start = path.rfind('/').map_or(0, |slash| slash + 1);
    path.match_indices('$')
        .map(|(at, _)| at)
        .filter(move |&at| at > start)
        .filter_map(move |at| path.get(..at).map(|outer| format!("{outer}.class")))
}
