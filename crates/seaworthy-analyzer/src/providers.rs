//! The providers' plans of a run, asked together.

mod java;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use seaworthy_base::Diagnostic;
use seaworthy_facts::Language;
use seaworthy_konveyor::Leaf;
use seaworthy_providers::{
    BuildFile, CSharpPlan, ContentHits, ContentPlan, DependencyPlan, FileId, FileSearchPlan,
    FileTable, FileText, GoPlan, Hit, JsonPlan, K8sPlan, LeafError, LeafId, ListedFile, NodeJsPlan,
    PythonPlan, XmlPlan,
};
use seaworthy_xpath::Mode as XPathMode;
use tree_sitter::Tree;

use crate::{Difference, Options};
use java::{Java, Units};

/// Everything that is asked of the files of one application.
pub(crate) struct Providers {
    file_search: FileSearchPlan,
    content: ContentPlan,
    xml: XmlPlan,
    json: JsonPlan,
    nodejs: NodeJsPlan,
    go: GoPlan,
    csharp: CSharpPlan,
    python: PythonPlan,
    k8s: K8sPlan,
    dependency: DependencyPlan,
    java: Java,
    errors: Vec<LeafError>,
    /// Number of leaves.
    leaves: usize,
}

/// Hits in the texts of files.
#[derive(Default)]
pub(crate) struct TextHits {
    content: ContentHits,
    hits: Vec<Hit>,
    units: Units,
    problems: Vec<Diagnostic>,
}

impl TextHits {
    pub(crate) fn append(&mut self, mut other: Self) {
        self.content.append(other.content);
        self.hits.append(&mut other.hits);
        self.units.append(other.units);
        self.problems.append(&mut other.problems);
    }
}

impl Providers {
    /// Compiles the plans for these files.
    pub(crate) fn new(
        leaves: &[Leaf],
        table: &FileTable,
        read: impl Fn(FileId) -> Option<String>,
        options: &Options,
    ) -> Self {
        let semantics = options.semantics;
        let mut errors = Vec::new();
        let (file_search, failed) = FileSearchPlan::compile(leaves, table);
        errors.extend(failed);
        let (content, failed) = ContentPlan::compile(leaves, table);
        errors.extend(failed);
        let mode = if semantics.reproduces(Difference::XPathOfGo) {
            XPathMode::Konveyor
        } else {
            XPathMode::Mended
        };
        let (xml, failed) = XmlPlan::compile(leaves, table, mode);
        errors.extend(failed);
        let (json, failed) = JsonPlan::compile(leaves, table, mode);
        errors.extend(failed);
        let (nodejs, failed) = NodeJsPlan::compile(leaves, table);
        errors.extend(failed);
        let (go, failed) = GoPlan::compile(leaves, table);
        errors.extend(failed);
        let (csharp, failed) = CSharpPlan::compile(leaves, table);
        errors.extend(failed);
        let (python, failed) = PythonPlan::compile(leaves, table);
        errors.extend(failed);
        let (k8s, failed) = K8sPlan::compile(leaves, &options.kubernetes);
        errors.extend(failed);
        let (dependency, failed) = DependencyPlan::compile(leaves);
        errors.extend(failed);
        let java = Java::new(leaves, table, read, semantics, &mut errors);
        Self {
            file_search,
            content,
            xml,
            json,
            nodejs,
            go,
            csharp,
            python,
            k8s,
            dependency,
            java,
            errors,
            leaves: leaves.len(),
        }
    }

    /// Whether the libraries matter: for a condition on them, or to know what names in Java mean.
    pub(crate) fn needs_libraries(&self) -> bool {
        !self.dependency.is_empty() || self.java.searches()
    }

    /// Whether a file must be read.
    pub(crate) fn want(&self, file: &ListedFile, id: FileId) -> bool {
        self.content.wants(id)
            || self.xml.wants(&file.path)
            || self.json.wants(&file.path)
            || self.k8s.wants(&file.path)
            || self.wants_tree(file, id)
    }

    fn wants_tree(&self, file: &ListedFile, id: FileId) -> bool {
        match file.language {
            Language::Java => self.java.wants(&file.path),
            Language::Go => self.go.wants(id),
            Language::Python => self.python.wants(id),
            Language::CSharp => self.csharp.wants(id),
            _ => self.nodejs.wants(id),
        }
    }

    /// Whether the tree of a file is wanted once its text is known.
    pub(crate) fn parses(&self, file: &ListedFile, id: FileId, text: &str) -> bool {
        self.wants_tree(file, id)
            && match file.language {
                Language::Java => true,
                Language::Go => self.go.may_hold(text),
                Language::Python => self.python.may_hold(text),
                Language::CSharp => self.csharp.may_hold(text),
                _ => self.nodejs.may_hold(text),
            }
    }

    /// Asks a text.
    pub(crate) fn scan(&self, file: FileText<'_>, into: &mut TextHits) {
        self.content.scan(file, &mut into.content);
        self.xml.scan(file, &mut into.hits, &mut into.problems);
        self.json.scan(file, &mut into.hits, &mut into.problems);
        if self.k8s.wants(file.path) {
            self.k8s.scan(file, &mut into.hits);
        }
    }

    /// Asks a tree that [`Self::parses`] wanted.
    pub(crate) fn scan_tree(
        &self,
        language: Language,
        file: FileText<'_>,
        tree: &Tree,
        into: &mut TextHits,
    ) {
        match language {
            Language::Java => {
                self.java.read(file.id, file.path, file.text, tree, &mut into.units);
            }
            Language::Go => self.go.scan(file, tree, &mut into.hits),
            Language::Python => self.python.scan(file, tree, &mut into.hits),
            Language::CSharp => self.csharp.scan(file, tree, &mut into.hits),
            _ => self.nodejs.scan(file, tree, &mut into.hits),
        }
    }

    /// Puts the hits of all files and of the project together, by leaf.
    pub(crate) fn hits(
        mut self,
        table: &FileTable,
        text: TextHits,
        builds: &[BuildFile],
        threads: NonZeroUsize,
        problems: &mut Vec<Diagnostic>,
    ) -> (Vec<Vec<Hit>>, BTreeMap<LeafId, String>) {
        let content = text.content.settle();
        problems.extend(content.diagnostics);
        problems.extend(text.problems);
        self.errors.extend(content.errors);
        let (dependencies, failed) = self.dependency.run(builds);
        self.errors.extend(failed);
        let java = self.java.search(&text.units, builds, threads, problems);
        drop(text.units);
        let files = self.file_search.hits(table);
        let mut hits = vec![Vec::new(); self.leaves];
        for hit in [files, content.hits, text.hits, dependencies, java].into_iter().flatten() {
            if let Some(list) = hits.get_mut(hit.leaf as usize) {
                list.push(hit);
            }
        }
        for list in &mut hits {
            // Within a line the order of the provider stays.
            list.sort_by_key(|hit| (hit.file, hit.line));
            list.shrink_to_fit();
        }
        (hits, first_errors(self.errors))
    }
}

/// The first reason of every leaf.
fn first_errors(errors: Vec<LeafError>) -> BTreeMap<LeafId, String> {
    let mut first = BTreeMap::new();
    for error in errors {
        first.entry(error.leaf).or_insert(error.message);
    }
    first
}
