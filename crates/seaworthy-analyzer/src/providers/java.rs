//! The Java provider: which files it searches, and the search once all of them are read.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic};
use seaworthy_java::{
    FileGate, JavaHit, Libraries, NameGate, Project, SearchPlan, SearchScratch, Unit,
};
use seaworthy_konveyor::{Leaf, Value};
use seaworthy_providers::{BuildFile, FileId, FileTable, Hit, LeafError, Library};
use tree_sitter::Tree;

use crate::parallel;
use crate::roots::SourceRoots;
use crate::{Difference, Semantics};

/// The Java provider.
pub(super) struct Java {
    plan: SearchPlan,
    gate: NameGate,
    roots: SourceRoots,
    /// Whether files outside of the source folders are searched too.
    everywhere: bool,
}

/// Java files that have been read.
#[derive(Default)]
pub(crate) struct Units {
    files: Vec<FileId>,
    units: Vec<Unit>,
}

impl Units {
    pub(super) fn append(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
        self.units.append(&mut other.units);
    }
}

impl Java {
    pub(super) fn new(
        leaves: &[Leaf],
        table: &FileTable,
        read: impl Fn(FileId) -> Option<String>,
        semantics: Semantics,
        errors: &mut Vec<LeafError>,
    ) -> Self {
        let mut java = Self {
            plan: SearchPlan::default(),
            gate: NameGate::nothing(),
            roots: SourceRoots::default(),
            everywhere: !semantics.reproduces(Difference::JavaSourceRootsOnly),
        };
        if !leaves.iter().any(asks_java) {
            return java;
        }
        java.roots = SourceRoots::of(table, read);
        if !java.roots.build_at_root && semantics.reproduces(Difference::JavaNeedsBuildFile) {
            let failed = (0..).zip(leaves).filter(|(_, leaf)| asks_java(leaf));
            errors.extend(failed.map(|(leaf, _)| {
                LeafError {
                    leaf,
                    message:
                        "the java provider has no project: no pom.xml or build.gradle at the root"
                            .to_owned(),
                }
            }));
            return java;
        }
        let queries: Vec<_> = (0..)
            .zip(leaves)
            .filter_map(|(id, leaf)| match leaf {
                Leaf::Java(reference) => Some((id, reference)),
                _ => None,
            })
            .collect();
        let (plan, failed) = SearchPlan::compile(&queries);
        errors.extend(failed.into_iter().map(|(leaf, message)| LeafError { leaf, message }));
        java.gate = plan.gate();
        java.plan = plan;
        java
    }

    /// Whether it searches at all.
    pub(super) fn searches(&self) -> bool {
        !self.plan.is_empty()
    }

    pub(super) fn wants(&self, path: &str) -> bool {
        self.searches() && (self.everywhere || self.roots.contains(path))
    }

    /// Keeps of a file what the search needs.
    pub(super) fn read(&self, id: FileId, path: &str, text: &str, tree: &Tree, into: &mut Units) {
        into.files.push(id);
        let gate = FileGate { names: &self.gate, plan: &self.plan };
        into.units.push(Unit::read_for(tree, text, Arc::from(path), gate));
    }

    /// Searches all files: what a name means depends on the others.
    pub(super) fn search(
        &self,
        units: &Units,
        builds: &[BuildFile],
        threads: NonZeroUsize,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Hit> {
        let java = builds.iter().filter(|build| build.provider == "java");
        let libraries = java.flat_map(|build| &build.libraries).map(coordinates);
        let project = Project::new(&units.units, Libraries::new(libraries));
        let order: Vec<usize> = (0..units.units.len()).collect();
        let found = parallel::map(&order, threads, SearchScratch::default, |scratch, index| {
            let unit = &units.units[index];
            let mut hits = Vec::new();
            let search = || self.plan.search(unit, &project, scratch, &mut hits);
            if catch_unwind(AssertUnwindSafe(search)).is_ok() {
                return Ok(hits);
            }
            *scratch = SearchScratch::default();
            Err(&unit.path)
        });
        let mut hits = Vec::new();
        for (found, &file) in found.into_iter().zip(&units.files) {
            match found {
                Ok(found) => hits.extend(found.into_iter().map(|hit| place(hit, file))),
                Err(path) => {
                    let message = "the search failed on this file; it was left out";
                    problems.push(
                        Diagnostic::error(Code::AnalyserFailed, path, message)
                            .help("please report this with the file if you can share it"),
                    );
                }
            }
        }
        hits
    }
}

fn place(hit: JavaHit, file: FileId) -> Hit {
    Hit {
        leaf: hit.leaf,
        file,
        line: hit.line,
        location: Some(hit.location),
        variables: vec![
            ("kind", Value::from(hit.kind)),
            ("name", Value::Text(hit.name.into())),
            ("package", Value::Text(hit.package.into())),
        ],
    }
}

/// Group and artifact. Gradle's libraries have but a name, whose last part is the artifact's.
fn coordinates(library: &Library) -> (&str, &str) {
    if library.artifact.is_empty() {
        library.name.rsplit_once('.').unwrap_or(("", &library.name))
    } else {
        (&library.group, &library.artifact)
    }
}

fn asks_java(leaf: &Leaf) -> bool {
    match leaf {
        Leaf::Java(_) => true,
        Leaf::Dependency(query) => query.provider == "java",
        _ => false,
    }
}
