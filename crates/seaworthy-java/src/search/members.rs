//! Declarations of methods and of enum constants.

use super::Search;
use crate::pattern::{TypePattern, simple_name};
use crate::plan::{Memo, MethodRow, MethodTable};
use crate::resolve::Class;
use crate::{ElementKind, Member, Resolution, TypeRefId};

impl Search<'_, '_> {
    pub(super) fn members(&mut self) {
        let (plan, unit) = (self.plan, self.unit);
        if plan.methods.rows.is_empty() && plan.constants.rows.is_empty() {
            return;
        }
        for member in &unit.members {
            let element = unit.element(member.element);
            let (table, memo) = match element.kind {
                ElementKind::Method => (&plan.methods, &mut self.scratch.methods),
                ElementKind::EnumConstant => (&plan.constants, &mut self.scratch.constants),
                _ => continue,
            };
            let returned = member.declared.map(|id| simple_name(unit.text(unit.type_ref(id).name)));
            let rows = table.declared(memo, unit.text(element.name), returned.unwrap_or_default());
            for row in rows {
                let Some(leaf) = plan.leaf(row.leaf) else { continue };
                let annotated = || {
                    leaf.annotated.as_ref().is_none_or(|filter| filter.holds(unit, member.element))
                };
                if self.declares(row, member) && annotated() {
                    self.hit(
                        leaf,
                        element.line,
                        self.word(member.element, element.kind),
                        element.name,
                    );
                }
            }
        }
    }

    fn declares(&mut self, row: &MethodRow, member: &Member) -> bool {
        let unit = self.unit;
        let pattern = &row.pattern;
        let is_owner = pattern.declaring.as_ref().is_none_or(|d| self.is_owner(d, member));
        let parameters = unit.type_list(member.parameters);
        is_owner
            && pattern.takes(parameters.len())
            && pattern.parameters.as_ref().is_none_or(|wanted| {
                wanted
                    .iter()
                    .zip(parameters)
                    .all(|(wanted, actual)| self.is_type(wanted, *actual, member))
            })
            && pattern.returns.as_ref().is_none_or(|wanted| {
                member.declared.is_some_and(|actual| self.is_type(wanted, actual, member))
            })
    }

    /// Whether the type around a member is meant, or, by a pattern without a package, one that it inherits from.
    fn is_owner(&self, wanted: &TypePattern, member: &Member) -> bool {
        let matches = |name: &str| wanted.matches(name, super::package_length(name));
        let owner = self.unit.type_decl(member.owner);
        let owner = owner.map_or("", |decl| self.unit.text(decl.qualified));
        if matches(owner) {
            return true;
        }
        let Some(decl) = self.project.source(owner) else { return false };
        if wanted.qualified.is_some() || member.is_static {
            return false;
        }
        let mut found = false;
        self.project.visit_supertypes(&Class::Source(decl), |class| {
            found |= matches(&class.type_name(self.project).qualified);
            !found
        });
        found
    }

    /// Whether a written type is meant; one that nobody knows is, by its simple name.
    fn is_type(&mut self, wanted: &TypePattern, written: TypeRefId, member: &Member) -> bool {
        let unit = self.unit;
        let type_ref = unit.type_ref(written);
        let brackets = "[]".repeat(usize::from(type_ref.dimensions));
        let matches = |name: &str| {
            let text = format!("{name}{brackets}");
            wanted.matches(&text, super::package_length(&text))
        };
        match self.resolver.type_ref(member.element, written) {
            Resolution::Exact(name) => matches(&name.qualified),
            Resolution::Candidates(names) => names.iter().any(|name| matches(&name.qualified)),
            Resolution::Primitive(word) => matches(word),
            Resolution::Parameter(_) | Resolution::NoType => false,
            Resolution::Unknown => {
                let simple = simple_name(unit.text(type_ref.name));
                wanted.simple.matches(&format!("{simple}{brackets}"))
            }
        }
    }
}

impl MethodTable {
    /// Patterns by the name of a declared member and the simple name of what it returns.
    fn declared(&self, memo: &mut Memo, name: &str, returned: &str) -> Vec<&MethodRow> {
        let mut rows = memo
            .get(name, |found| {
                self.names.candidates(&name.to_lowercase(), |row| found.push(row));
                found.retain(|row| {
                    self.rows.get(*row as usize).is_some_and(|r| r.pattern.name.matches(name))
                });
            })
            .to_vec();
        rows.extend(&self.open.rows);
        self.returns.candidates(&returned.to_lowercase(), |row| rows.push(row));
        rows.iter().filter_map(|row| self.rows.get(*row as usize)).collect()
    }
}
