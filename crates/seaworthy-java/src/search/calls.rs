//! Calls of methods and constructors.

use super::Search;
use crate::filter::{CallEvidence, Verdict};
use crate::pattern::{TypePattern, simple_name};
use crate::plan::{Leaf, MethodRow};
use crate::{
    Call, CallTarget, ElementKind, NewKind, Origin, ParameterType, ReceiverShape, Resolution,
    TypeName,
};

impl<'p> Search<'_, 'p> {
    pub(super) fn calls(&mut self) {
        let (plan, unit) = (self.plan, self.unit);
        // Patterns of any method: only those that may have evidence here are held against each call.
        let may_count = |row: &&MethodRow| {
            plan.leaf(row.leaf).is_some_and(|leaf| {
                self.scratch.call_evidence.contains(row.leaf)
                    || leaf.call_evidence.as_ref().is_none_or(CallEvidence::may_be_element)
            })
        };
        let open = plan.calls.open.rows.iter();
        let open = open.filter_map(|row| plan.calls.rows.get(*row as usize));
        let open: Vec<&MethodRow> = open.filter(may_count).collect();
        for call in &unit.calls {
            let name = unit.text(call.name);
            let rows = self.scratch.calls.get(name, |found| {
                let table = &plan.calls;
                table.names.candidates(&name.to_lowercase(), |row| found.push(row));
                found.retain(|row| {
                    table.rows.get(*row as usize).is_some_and(|r| r.pattern.name.matches(name))
                });
            });
            let rows = rows.to_vec();
            let mut target = None;
            let named = rows.iter().filter_map(|row| plan.calls.rows.get(*row as usize));
            for row in named.chain(open.iter().copied()) {
                self.call(row, call, name, &mut target);
            }
        }
    }

    fn call(
        &mut self,
        row: &MethodRow,
        call: &Call,
        name: &str,
        target: &mut Option<CallTarget<'p>>,
    ) {
        let Some(leaf) = self.plan.leaf(row.leaf) else { return };
        if leaf.named_receivers && call.shape != ReceiverShape::Name {
            return;
        }
        if !row.pattern.takes(self.unit.expr_list(call.arguments).len()) {
            return;
        }
        let (id, kind, word) = self.reported(call.element);
        let element = self.unit.element(id).name;
        // Initialisers are nothing that the filters could look at.
        let filtered = leaf.qualified
            && !(takes_calls(kind) && self.call_evidence(row.leaf, leaf, self.unit.text(element)));
        if filtered {
            return;
        }
        let target = target.get_or_insert_with(|| self.resolver.call(call));
        if self.is_called(row, leaf, name, target) {
            self.hit(leaf, call.line, word, element);
        }
    }

    /// Whether the method that is called may be meant.
    fn is_called(&self, row: &MethodRow, leaf: &Leaf, name: &str, target: &CallTarget<'_>) -> bool {
        if target.parameters.as_ref().is_some_and(|p| !self.has_parameters(row, leaf, p)) {
            return false;
        }
        match &target.declaring {
            Resolution::Exact(declaring) => {
                let known = format!("{}.{name}", declaring.qualified);
                return !leaf.qualified || leaf.target.matches(&known) != Verdict::No;
            }
            Resolution::Primitive(_) | Resolution::NoType => return false,
            _ => {}
        }
        let Some(declaring) = &row.pattern.declaring else { return true };
        match &target.receiver {
            Resolution::Exact(receiver) | Resolution::Parameter(receiver) => {
                may_inherit(receiver, declaring)
            }
            Resolution::Candidates(names) => names.iter().any(|name| may_inherit(name, declaring)),
            Resolution::Primitive(_) | Resolution::NoType => false,
            Resolution::Unknown => true,
        }
    }

    fn has_parameters(&self, row: &MethodRow, leaf: &Leaf, actual: &[ParameterType]) -> bool {
        let searched = row.pattern.parameters.as_ref().is_none_or(|wanted| {
            wanted.len() == actual.len()
                && wanted.iter().zip(actual).all(|(wanted, actual)| {
                    wanted.matches(&actual.erased, super::package_length(&actual.erased))
                })
        });
        let subtype = |sub: &str, base: &str| self.project.is_subtype(sub, base) == Some(true);
        // Supertypes of the parameters count for the filter, but the search has dropped them before.
        searched
            && (!leaf.qualified
                || leaf.parameters.as_ref().is_none_or(|filter| filter.matches(actual, subtype)))
    }

    pub(super) fn constructor_calls(&mut self) {
        let (plan, unit) = (self.plan, self.unit);
        for new in &unit.news {
            let written = unit.text(unit.type_ref(new.created).name);
            let simple = simple_name(written);
            let rows = self.scratch.constructors.get(simple, |found| {
                let table = &plan.constructors;
                table.names.candidates(&simple.to_lowercase(), |row| found.push(row));
                found.retain(|row| {
                    table.rows.get(*row as usize).is_some_and(|r| {
                        r.pattern.declaring.as_ref().is_none_or(|d| d.simple.matches(simple))
                    })
                });
            });
            let mut rows = rows.to_vec();
            if self.open.news || simple != written && self.names_open(written).news {
                rows.extend(&plan.constructors.open.rows);
            }
            if rows.is_empty() {
                continue;
            }
            let (id, kind, _) = self.reported(new.element);
            // Field initialisers and initialiser blocks get lost, as they do in Konveyor.
            if !matches!(kind, ElementKind::Method | ElementKind::Constructor) {
                continue;
            }
            let name = unit.element(id).name;
            let target = self.resolver.new_object(new);
            for row in rows {
                let Some(row) = plan.constructors.rows.get(row as usize) else { continue };
                let number = row.leaf;
                let Some(leaf) = plan.leaf(number) else { continue };
                let arguments = unit.expr_list(new.arguments).len();
                let counted = new.kind == NewKind::Reference || row.pattern.takes(arguments);
                // An unknown name may be any type of that name: only a sign of the type in the file tells it from noise.
                let evident = target.declaring != Resolution::Unknown
                    || self.type_evidence(number, leaf)
                    || self.call_evidence(number, leaf, "");
                if counted && evident && self.is_created(row, leaf, &target) {
                    self.hit(leaf, new.line, "Constructor", name);
                }
            }
        }
    }

    /// Whether the constructor that is called may be meant.
    fn is_created(&self, row: &MethodRow, leaf: &Leaf, target: &CallTarget<'_>) -> bool {
        if target.parameters.as_ref().is_some_and(|p| !self.has_parameters(row, leaf, p)) {
            return false;
        }
        let is_meant = |name: &TypeName<'_>| {
            let package = super::package_length(&name.qualified);
            row.pattern.declaring.as_ref().is_none_or(|d| d.matches(&name.qualified, package))
                && (!leaf.qualified || leaf.target.matches(&name.qualified) != Verdict::No)
        };
        match &target.declaring {
            Resolution::Exact(name) => is_meant(name),
            Resolution::Candidates(names) => names.iter().any(is_meant),
            Resolution::Unknown => true,
            Resolution::Parameter(_) | Resolution::Primitive(_) | Resolution::NoType => false,
        }
    }
}

fn takes_calls(kind: ElementKind) -> bool {
    matches!(
        kind,
        ElementKind::Method
            | ElementKind::Constructor
            | ElementKind::Field
            | ElementKind::EnumConstant
    )
}

/// Whether a method of the receiver's type may be declared by a type that the pattern means, where nobody knows the
/// supertypes.
fn may_inherit(receiver: &TypeName<'_>, declaring: &TypePattern) -> bool {
    let package = super::package_length(&receiver.qualified);
    declaring.matches(&receiver.qualified, package) || receiver.origin != Origin::Jdk
}
