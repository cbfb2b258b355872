//! `builtin.file`: files by their paths.

use seaworthy_konveyor::Leaf;

use crate::paths::PathPatternSet;
use crate::{FileId, FileTable, Hit, LeafError, LeafId};

/// The `builtin.file` leaves of an analysis. No file is read for them.
#[derive(Debug, Default)]
pub struct FileSearchPlan {
    patterns: PathPatternSet,
    /// By number of the pattern.
    leaves: Vec<Vec<LeafId>>,
}

impl FileSearchPlan {
    /// Takes the leaves it knows from `leaves`, whose positions are their numbers. The errors name leaves without a
    /// pattern.
    pub fn compile(leaves: &[Leaf], files: &FileTable) -> (Self, Vec<LeafError>) {
        let mut plan = Self::default();
        let mut errors = Vec::new();
        for (leaf, of) in (0..).zip(leaves) {
            let Leaf::File { pattern } = of else { continue };
            if pattern.is_empty() {
                errors.push(LeafError { leaf, message: "builtin.file has no pattern".to_owned() });
                continue;
            }
            let number = plan.patterns.intern(pattern, &files.base) as usize;
            if plan.leaves.len() <= number {
                plan.leaves.resize_with(number + 1, Vec::new);
            }
            if let Some(list) = plan.leaves.get_mut(number) {
                list.push(leaf);
            }
        }
        (plan, errors)
    }

    /// The hits in all files, sorted by leaf and file: no line, no place in the file, no variables.
    pub fn hits(&self, files: &FileTable) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (file, listed) in files.files.iter().enumerate() {
            let matching = self.patterns.matching(&listed.path);
            for leaves in matching.iter().filter_map(|&number| self.leaves.get(number as usize)) {
                hits.extend(leaves.iter().map(|&leaf| Hit {
                    leaf,
                    file: file as FileId,
                    line: 0,
                    location: None,
                    variables: Vec::new(),
                }));
            }
        }
        hits.sort_by_key(|hit| (hit.leaf, hit.file));
        hits
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_facts::Language;

    use super::*;
    use crate::ListedFile;

    #[test]
    fn every_matching_file_is_a_hit_without_a_place() {
        let files = FileTable {
            base: "/no/such/base".into(),
            files: ["a/Dockerfile", "b.java", "c/d.java"]
                .map(|path| ListedFile { path: path.into(), size: 0, language: Language::Other })
                .to_vec(),
        };
        let leaf = |pattern: &str| Leaf::File { pattern: pattern.to_owned() };
        let leaves =
            [leaf("*.java"), Leaf::HasTags(vec![]), leaf("Dockerfile"), leaf(""), leaf("^b")];
        let (plan, errors) = FileSearchPlan::compile(&leaves, &files);
        assert_eq!(errors.iter().map(|e| e.leaf).collect::<Vec<_>>(), [3]);
        let hits = plan.hits(&files);
        let found: Vec<_> = hits.iter().map(|hit| (hit.leaf, hit.file)).collect();
        assert_eq!(found, [(0, 1), (0, 2), (2, 0), (4, 1)]);
        assert!(hits.iter().all(|h| h.line == 0 && h.location.is_none() && h.variables.is_empty()));
    }
}
