//! What a file imports and is in, before its matches are looked at.

use super::{Open, Search};
use crate::filter::import_text;
use crate::plan::TypeRow;

/// Bits of an answer on open names.
const USES: u32 = 0;
const NEWS: u32 = 1;

impl Search<'_, '_> {
    /// Collects the evidence of the file's imports, package and path, and whether it can name types of packages that patterns
    /// take as a whole.
    pub(super) fn evidence(&mut self) {
        let (plan, unit) = (self.plan, self.unit);
        let (leaves, table) = (&plan.leaves, &plan.evidence);
        let scratch = &mut *self.scratch;
        scratch.type_evidence.clear(leaves.len());
        scratch.call_evidence.clear(leaves.len());
        let [type_imports, type_packages, call_imports, call_packages] = &mut scratch.evidence;
        for import in &unit.imports {
            let text = import_text(unit, import);
            let rows = type_imports.get(&text, |found| table.types_of_import(leaves, &text, found));
            scratch.type_evidence.extend(rows);
            let rows = call_imports.get(&text, |found| table.calls_of_import(leaves, &text, found));
            scratch.call_evidence.extend(rows);
        }
        if let Some(package) = unit.package {
            let name = unit.text(package.name);
            let rows = type_packages.get(name, |found| table.types_of_package(leaves, name, found));
            scratch.type_evidence.extend(rows);
            let rows = call_packages.get(name, |found| table.calls_of_package(leaves, name, found));
            scratch.call_evidence.extend(rows);
        }
        let mut rows = std::mem::take(&mut scratch.rows);
        rows.clear();
        table.calls_of_path(leaves, &unit.path, &mut rows);
        scratch.call_evidence.extend(&rows);
        scratch.rows = rows;

        let mut open = self.names_open("java.lang.Object");
        for import in &unit.imports {
            let name = unit.text(import.name);
            open = open.or(self.names_open(name));
            if import.on_demand {
                open = open.or(self.names_open(&format!("{name}.X")));
            }
        }
        self.open = open.or(self.names_open(&format!("{}.X", unit.package_name())));
    }

    /// Whether patterns that take any type of a package mean a type of this qualified name.
    pub(super) fn names_open(&mut self, qualified: &str) -> Open {
        let plan = self.plan;
        let rows = self.scratch.open_names.get(qualified, |found| {
            let uses = |row| plan.types.rows.get(row as usize).map(|r: &TypeRow| &r.pattern);
            if plan.types.open.mean(qualified, uses) {
                found.push(USES);
            }
            let news = |row| {
                plan.constructors.rows.get(row as usize).and_then(|r| r.pattern.declaring.as_ref())
            };
            if plan.constructors.open.mean(qualified, news) {
                found.push(NEWS);
            }
        });
        Open { uses: rows.contains(&USES), news: rows.contains(&NEWS) }
    }
}

impl Open {
    fn or(self, other: Self) -> Self {
        Self { uses: self.uses || other.uses, news: self.news || other.news }
    }
}
