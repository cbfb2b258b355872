//! All conditions of a run, compiled once and indexed by the names that they look for.

mod compile;
mod evidence;
mod index;

pub(crate) use evidence::{EvidenceTable, RowSet};
pub(crate) use index::{HeadIndex, Memo, SimpleIndex};

use seaworthy_konveyor::JavaLocation;

use crate::filter::{
    AnnotatedFilter, CallEvidence, JavaRegex, ParameterFilter, TypeEvidence, import_text,
};
use crate::pattern::{MethodPattern, NameTest, PackagePattern, TypePattern};
use crate::{NameGate, NameSet, Unit};

/// All `java.referenced` conditions of a run.
#[derive(Debug, Default)]
pub struct SearchPlan {
    pub(crate) leaves: Vec<Leaf>,
    /// Patterns of types, for every location that looks for them.
    pub(crate) types: TypeTable,
    /// Patterns of constructors.
    pub(crate) constructors: MethodTable,
    /// Patterns of calls.
    pub(crate) calls: MethodTable,
    /// Patterns of declared methods.
    pub(crate) methods: MethodTable,
    /// Patterns of enum constants: `Type.CONSTANT`.
    pub(crate) constants: MethodTable,
    /// Patterns of packages.
    pub(crate) packages: PackageTable,
    /// Conditions on imports that also count those on demand.
    pub(crate) on_demand: OnDemandTable,
    /// What files must have for matches to count.
    pub(crate) evidence: EvidenceTable,
}

/// One condition.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// The caller's number of it.
    pub(crate) id: u32,
    pub(crate) location: JavaLocation,
    /// The pattern has a dot: only then matches are filtered.
    pub(crate) qualified: bool,
    pub(crate) type_evidence: Option<TypeEvidence>,
    pub(crate) call_evidence: Option<CallEvidence>,
    /// Expression over the qualified name of the method or created type.
    pub(crate) target: JavaRegex,
    /// The whole pattern as an expression.
    pub(crate) raw: JavaRegex,
    pub(crate) parameters: Option<ParameterFilter>,
    pub(crate) annotated: Option<AnnotatedFilter>,
    /// Calls count only on receivers that are names.
    pub(crate) named_receivers: bool,
    /// Parts of the pattern of which the return type's text must have one.
    pub(crate) return_parts: Vec<Box<str>>,
}

/// A type pattern of a condition.
#[derive(Debug)]
pub(crate) struct TypeRow {
    /// Its row in [`SearchPlan::leaves`].
    pub(crate) leaf: u32,
    pub(crate) pattern: TypePattern,
}

/// Type patterns with their indexes.
#[derive(Debug, Default)]
pub(crate) struct TypeTable {
    pub(crate) rows: Vec<TypeRow>,
    /// By qualified name; patterns without a dot are in `unqualified`.
    pub(crate) qualified: HeadIndex,
    pub(crate) unqualified: SimpleIndex,
    /// Those that ask for a simple name, by it.
    pub(crate) simple: SimpleIndex,
    /// Those that take any name of a package.
    pub(crate) open: OpenRows,
    /// By the text of imports; patterns without a dot are looked for by simple names.
    pub(crate) imports: HeadIndex,
}

/// A method pattern of a condition.
#[derive(Debug)]
pub(crate) struct MethodRow {
    /// Its row in [`SearchPlan::leaves`].
    pub(crate) leaf: u32,
    pub(crate) pattern: MethodPattern,
}

/// Method patterns by the name of the method, or by the name of the created type.
#[derive(Debug, Default)]
pub(crate) struct MethodTable {
    pub(crate) rows: Vec<MethodRow>,
    pub(crate) names: SimpleIndex,
    /// Constructors of any type of a package; methods of any name, by their rows alone.
    pub(crate) open: OpenRows,
    /// Declared methods of any name that return a type, by its simple name.
    pub(crate) returns: SimpleIndex,
}

/// Patterns that take any type of a package, `a.b.*`. They concern only files that can name such a type: by an import, by
/// their own package, or in full.
#[derive(Debug, Default)]
pub(crate) struct OpenRows {
    pub(crate) rows: Vec<u32>,
    pub(crate) heads: HeadIndex,
}

/// Package patterns.
#[derive(Debug, Default)]
pub(crate) struct PackageTable {
    pub(crate) rows: Vec<(u32, PackagePattern)>,
    pub(crate) texts: HeadIndex,
}

/// Conditions for imports on demand, with the expression that the package must match.
#[derive(Debug, Default)]
pub(crate) struct OnDemandTable {
    pub(crate) rows: Vec<(u32, JavaRegex)>,
    pub(crate) texts: HeadIndex,
}

impl OpenRows {
    /// Whether any of them means a type of this qualified name; `pattern` gives the pattern of a row.
    pub(crate) fn mean<'t>(
        &self,
        qualified: &str,
        mut pattern: impl FnMut(u32) -> Option<&'t TypePattern>,
    ) -> bool {
        let mut found = false;
        self.heads.candidates(&qualified.to_lowercase(), |row| {
            let test = |p: &TypePattern| p.qualified.as_ref().is_none_or(|t| t.matches(qualified));
            found = found || pattern(row).is_some_and(test);
        });
        found
    }
}

impl SearchPlan {
    /// Whether it searches for nothing.
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// What the walk over a file must keep for this plan where [`Self::opens`] says that no pattern of any name concerns
    /// the file.
    pub fn gate(&self) -> NameGate {
        let mut gate = NameGate::nothing();
        let add = |set: &mut NameSet, name: &NameTest| match name {
            // Those are asked of each file.
            NameTest::Any => {}
            NameTest::Exact(name) => set.insert_exact(name),
            NameTest::Folded(name) => set.insert_folded(name),
            NameTest::Wildcard(name) => set.insert_wildcard(name),
        };
        for row in &self.types.rows {
            // Imports are always kept.
            if self.leaf(row.leaf).is_some_and(|l| l.location != JavaLocation::Import) {
                add(&mut gate.types, &row.pattern.simple);
            }
        }
        for declaring in self.constructors.rows.iter().filter_map(|r| r.pattern.declaring.as_ref())
        {
            add(&mut gate.types, &declaring.simple);
        }
        for row in &self.calls.rows {
            add(&mut gate.calls, &row.pattern.name);
        }
        let open = !self.types.open.rows.is_empty() || !self.constructors.open.rows.is_empty();
        gate.qualified = open || !self.packages.rows.is_empty();
        gate
    }

    /// Whether a file with these imports, package and path may mean types of any name, and methods of any name. Errs by
    /// saying yes.
    pub(crate) fn opens(&self, unit: &Unit) -> (bool, bool) {
        (self.opens_types(unit), self.opens_calls(unit))
    }

    fn opens_types(&self, unit: &Unit) -> bool {
        let uses = |row| self.types.rows.get(row as usize).map(|r: &TypeRow| &r.pattern);
        let news = |row| {
            self.constructors.rows.get(row as usize).and_then(|r| r.pattern.declaring.as_ref())
        };
        let (open_uses, open_news) = (&self.types.open, &self.constructors.open);
        if open_uses.rows.is_empty() && open_news.rows.is_empty() {
            return false;
        }
        let mean = |name: &str| open_uses.mean(name, uses) || open_news.mean(name, news);
        mean("java.lang.Object")
            || mean(&format!("{}.X", unit.package_name()))
            || unit.imports.iter().any(|import| {
                let name = unit.text(import.name);
                mean(name) || import.on_demand && mean(&format!("{name}.X"))
            })
    }

    fn opens_calls(&self, unit: &Unit) -> bool {
        let open = self.calls.open.rows.iter();
        let open = open.filter_map(|row| self.calls.rows.get(*row as usize));
        open.filter_map(|row| self.leaf(row.leaf)).any(|leaf| {
            leaf.call_evidence.as_ref().is_none_or(|evidence| {
                evidence.may_be_element()
                    || evidence.is_path(&unit.path)
                    || unit.package.is_some_and(|p| evidence.is_package(unit.text(p.name)))
                    || unit.imports.iter().any(|i| evidence.is_imported(&import_text(unit, i)))
            })
        })
    }

    pub(crate) fn leaf(&self, row: u32) -> Option<&Leaf> {
        self.leaves.get(row as usize)
    }
}
