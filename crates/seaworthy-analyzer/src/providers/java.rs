//! The Java provider: which files it searches.

use seaworthy_konveyor::Leaf;
use seaworthy_providers::{FileId, FileTable, LeafError};

use crate::roots::SourceRoots;
use crate::{Difference, Semantics};

/// The Java provider.
pub(super) struct Java {
    roots: SourceRoots,
    /// Whether files outside of the source folders are searched too.
    everywhere: bool,
    /// Whether anything is searched for.
    searches: bool,
}

impl Java {
    pub(super) fn new(
        leaves: &[Leaf],
        table: &FileTable,
        read: impl Fn(FileId) -> Option<String>,
        semantics: Semantics,
        errors: &mut Vec<LeafError>,
    ) -> Self {
        let everywhere = !semantics.reproduces(Difference::JavaSourceRootsOnly);
        if !leaves.iter().any(asks_java) {
            return Self { roots: SourceRoots::default(), everywhere, searches: false };
        }
        let roots = SourceRoots::of(table, read);
        let absent = !roots.build_at_root && semantics.reproduces(Difference::JavaNeedsBuildFile);
        if absent {
            let failed = (0..).zip(leaves).filter(|(_, leaf)| asks_java(leaf));
            errors.extend(failed.map(|(leaf, _)| {
                LeafError {
                    leaf,
                    message:
                        "the java provider has no project: no pom.xml or build.gradle at the root"
                            .to_owned(),
                }
            }));
        }
        let searches = !absent && leaves.iter().any(|leaf| matches!(leaf, Leaf::Java(_)));
        Self { roots, everywhere, searches }
    }

    pub(super) fn wants(&self, path: &str) -> bool {
        self.searches && (self.everywhere || self.roots.contains(path))
    }
}

fn asks_java(leaf: &Leaf) -> bool {
    match leaf {
        Leaf::Java(_) => true,
        Leaf::Dependency(query) => query.provider == "java",
        _ => false,
    }
}
