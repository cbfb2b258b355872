//! All conditions of a run, compiled once and indexed by the names that they look for.

mod compile;
mod evidence;
mod index;

pub(crate) use evidence::{EvidenceTable, RowSet};
pub(crate) use index::{HeadIndex, Memo, SimpleIndex};

use seaworthy_konveyor::JavaLocation;

use crate::filter::{AnnotatedFilter, CallEvidence, JavaRegex, ParameterFilter, TypeEvidence};
use crate::pattern::{MethodPattern, PackagePattern, TypePattern};
use crate::{NameGate, NameSet};

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

    /// What the walk over a file must keep for this plan.
    pub fn gate(&self) -> NameGate {
        let mut gate = NameGate::nothing();
        let add = |set: &mut NameSet, name: &crate::pattern::NameTest| {
            use crate::pattern::NameTest::{Any, Exact, Folded, Wildcard};
            match name {
                Any => set.insert_wildcard("*"),
                Exact(name) => set.insert_exact(name),
                Folded(name) => set.insert_folded(name),
                Wildcard(name) => set.insert_wildcard(name),
            }
        };
        for row in &self.types.rows {
            // Imports are always kept.
            if self.leaf(row.leaf).is_some_and(|l| l.location != JavaLocation::Import) {
                add(&mut gate.types, &row.pattern.simple);
            }
        }
        for row in &self.constructors.rows {
            match &row.pattern.declaring {
                Some(declaring) => add(&mut gate.types, &declaring.simple),
                None => gate.types.insert_wildcard("*"),
            }
        }
        for row in &self.calls.rows {
            add(&mut gate.calls, &row.pattern.name);
        }
        gate.qualified = !self.packages.rows.is_empty();
        gate
    }

    pub(crate) fn leaf(&self, row: u32) -> Option<&Leaf> {
        self.leaves.get(row as usize)
    }
}
