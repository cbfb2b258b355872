//! The search of all conditions over one file.
//!
//! Each name that the file uses asks the plan once which patterns could mean it; the answer is kept for the next file of the
//! same worker. What is left of the patterns is then held against the place: its role, its element, and the evidence that
//! Konveyor asks of the file.

mod calls;
mod evidence;
mod imports;
mod members;
mod packages;
mod types;

use rustc_hash::FxHashSet;
use seaworthy_base::Sym;

use crate::plan::{Leaf, Memo, RowSet, SearchPlan};
use crate::project::package_of;
use crate::{ElementId, ElementKind, Project, Resolver, Unit};

/// One match of one condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JavaHit {
    /// The caller's number of the condition.
    pub leaf: u32,
    /// Line of the match, from 1.
    pub line: u32,
    /// First and last line of the match, from 0.
    pub location: (u32, u32),
    /// Variable `kind`: what the element around the match is, in the words of the language server protocol.
    pub kind: &'static str,
    /// Variable `name`: the name of that element.
    pub name: Box<str>,
    /// Variable `package`.
    pub package: Box<str>,
}

/// What a worker keeps from file to file: answers that do not depend on the file, and space.
#[derive(Debug, Default)]
pub struct SearchScratch {
    types: Memo,
    simple_types: Memo,
    imports: Memo,
    on_demand: Memo,
    packages: Memo,
    calls: Memo,
    constructors: Memo,
    methods: Memo,
    constants: Memo,
    evidence: [Memo; 4],
    open_names: Memo,
    /// Conditions whose evidence the current file has.
    type_evidence: RowSet,
    call_evidence: RowSet,
    /// Whether uses of a name are looked at, by the file's symbols: not asked, no, yes.
    wanted: Vec<Option<bool>>,
    rows: Vec<u32>,
    seen: FxHashSet<(u32, u32, &'static str, Sym)>,
}

impl SearchPlan {
    /// Finds what the conditions match in `unit` and adds it to `out`, by condition and line. Matches of one condition with
    /// equal line, kind and name are added once. Restrictions to files are not looked at.
    ///
    /// A scratch belongs to one plan: with another one its answers are wrong.
    pub fn search<'p>(
        &self,
        unit: &'p Unit,
        project: &'p Project<'p>,
        scratch: &mut SearchScratch,
        out: &mut Vec<JavaHit>,
    ) {
        if self.is_empty() {
            return;
        }
        let start = out.len();
        scratch.wanted.clear();
        scratch.wanted.resize(unit.names.len(), None);
        scratch.seen.clear();
        let resolver = project.resolver(unit);
        let mut search =
            Search { plan: self, unit, project, resolver, open: Open::default(), scratch, out };
        search.evidence();
        search.imports();
        search.packages();
        search.declarations();
        search.uses();
        search.calls();
        search.constructor_calls();
        search.members();
        if let Some(new) = out.get_mut(start..) {
            new.sort_unstable();
        }
    }
}

/// Whether a file can name types that patterns for whole packages mean.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    /// Patterns of uses.
    uses: bool,
    /// Patterns of constructor calls.
    news: bool,
}

/// The search of one file.
struct Search<'s, 'p> {
    plan: &'s SearchPlan,
    unit: &'p Unit,
    project: &'p Project<'p>,
    resolver: Resolver<'p>,
    open: Open,
    scratch: &'s mut SearchScratch,
    out: &'s mut Vec<JavaHit>,
}

impl Search<'_, '_> {
    /// Adds a match with the name of an element.
    fn hit(&mut self, leaf: &Leaf, line: u32, kind: &'static str, name: Sym) {
        if self.scratch.seen.insert((leaf.id, line, kind, name)) {
            let name = self.unit.text(name).into();
            self.push(leaf, line, kind, name);
        }
    }

    /// Adds a match with a name that the file does not have as a symbol.
    fn hit_named(&mut self, leaf: &Leaf, line: u32, kind: &'static str, name: &str) {
        let known = self.out.iter().rev().take_while(|h| h.leaf == leaf.id);
        if known.into_iter().any(|h| h.line == line && h.kind == kind && *h.name == *name) {
            return;
        }
        self.push(leaf, line, kind, name.into());
    }

    fn push(&mut self, leaf: &Leaf, line: u32, kind: &'static str, name: Box<str>) {
        let zero_based = line.saturating_sub(1);
        self.out.push(JavaHit {
            leaf: leaf.id,
            line,
            location: (zero_based, zero_based),
            kind,
            name,
            package: self.unit.text(self.unit.package_text).into(),
        });
    }

    /// Whether the file has what references to types ask for; always for patterns without a dot.
    fn type_evidence(&self, row: u32, leaf: &Leaf) -> bool {
        leaf.type_evidence.is_none() || self.scratch.type_evidence.contains(row)
    }

    /// Whether the file has what calls in an element ask for; always for patterns without a dot.
    fn call_evidence(&self, row: u32, leaf: &Leaf, element: &str) -> bool {
        self.scratch.call_evidence.contains(row)
            || leaf.call_evidence.as_ref().is_none_or(|evidence| evidence.is_element(element))
    }

    /// The element that a match in `element` is reported for, with its kind.
    fn reported(&self, element: ElementId) -> (ElementId, ElementKind, &'static str) {
        let id = self.unit.outside_lambdas(element);
        let kind = self.unit.element(id).kind;
        (id, kind, self.word(id, kind))
    }

    fn word(&self, id: ElementId, kind: ElementKind) -> &'static str {
        match kind {
            ElementKind::Unit => "File",
            ElementKind::Class | ElementKind::Record => "Class",
            ElementKind::Interface | ElementKind::Annotation => "Interface",
            ElementKind::Enum => "Enum",
            ElementKind::Method | ElementKind::Lambda => "Method",
            ElementKind::Constructor | ElementKind::Initializer => "Constructor",
            ElementKind::EnumConstant => "EnumMember",
            ElementKind::Field => {
                let member = self.unit.enclosing_member(id);
                if member.is_some_and(|m| m.is_static && m.is_final) { "Constant" } else { "Field" }
            }
        }
    }
}

/// Length of the package in a qualified name.
fn package_length(qualified: &str) -> usize {
    package_of(qualified).len()
}

#[cfg(test)]
mod tests;
