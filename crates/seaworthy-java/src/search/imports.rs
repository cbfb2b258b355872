//! Imports: at IMPORT, at TYPE and where no location is given.

use seaworthy_konveyor::JavaLocation;

use super::Search;
use crate::filter::import_text;
use crate::pattern::simple_name;
use crate::plan::TypeRow;
use crate::{Import, Resolution};

impl Search<'_, '_> {
    pub(super) fn imports(&mut self) {
        let unit = self.unit;
        for import in &unit.imports {
            self.import_of_types(import);
            if import.on_demand {
                self.import_on_demand(import);
            }
        }
    }

    fn import_of_types(&mut self, import: &Import) {
        let plan = self.plan;
        let text = self.unit.text(import.name);
        let key = match (import.is_static, import.on_demand) {
            (false, false) => text.to_owned(),
            (is_static, on_demand) => format!("{text} {is_static} {on_demand}"),
        };
        let mut rows = std::mem::take(&mut self.scratch.rows);
        rows.clear();
        rows.extend_from_slice(self.scratch.imports.get(&key, |found| {
            let types = &plan.types;
            types.imports.candidates(&text.to_lowercase(), |row| found.push(row));
            if import.is_static || !import.on_demand {
                let last = simple_name(text).to_lowercase();
                types.unqualified.candidates(&last, |row| found.push(row));
            }
            if import.is_static && !import.on_demand {
                let owner = text.rsplit_once('.').map_or("", |(owner, _)| owner);
                let last = simple_name(owner).to_lowercase();
                types.unqualified.candidates(&last, |row| found.push(row));
            }
            found.retain(|row| {
                types.rows.get(*row as usize).is_some_and(|r| r.may_import(text, import))
            });
        }));
        if !rows.is_empty() {
            let meaning = self.resolver.import(import);
            let known = self.project.can_resolve_import(text, import.is_static, import.on_demand);
            for row in &rows {
                let Some(row) = plan.types.rows.get(*row as usize) else { continue };
                // What is not on the class path is taken at its word.
                if !known || row.imports(&meaning) {
                    self.imported(row, import);
                }
            }
        }
        self.scratch.rows = rows;
    }

    fn imported(&mut self, row: &TypeRow, import: &Import) {
        let Some(leaf) = self.plan.leaf(row.leaf) else { return };
        let counts = match leaf.location {
            JavaLocation::Import | JavaLocation::Default => true,
            // An import carries no annotation.
            JavaLocation::Type => leaf.annotated.is_none() && self.type_evidence(row.leaf, leaf),
            _ => false,
        };
        if counts {
            let text = import_text(self.unit, import);
            self.hit_named(leaf, import.line, "Module", &text);
        }
    }

    fn import_on_demand(&mut self, import: &Import) {
        let plan = self.plan;
        let text = self.unit.text(import.name);
        let mut rows = std::mem::take(&mut self.scratch.rows);
        rows.clear();
        rows.extend_from_slice(self.scratch.on_demand.get(text, |found| {
            let table = &plan.on_demand;
            // The package itself may be all that the pattern says for sure: `a.b.*` for `import a.b.*`.
            table.texts.candidates(&format!("{}.", text.to_lowercase()), |row| found.push(row));
            found.retain(|row| {
                table.rows.get(*row as usize).is_some_and(|(_, regex)| regex.accepts(text))
            });
        }));
        for row in &rows {
            let leaf =
                plan.on_demand.rows.get(*row as usize).and_then(|(leaf, _)| plan.leaf(*leaf));
            if let Some(leaf) = leaf {
                self.hit(leaf, import.statement_line, "Module", import.name);
            }
        }
        self.scratch.rows = rows;
    }
}

impl TypeRow {
    /// Whether an import with this text is looked at: exact patterns take every import that begins with them.
    fn may_import(&self, text: &str, import: &Import) -> bool {
        if self.pattern.qualified.is_some() {
            return if self.pattern.wild {
                self.pattern.import.matches(text)
            } else {
                self.pattern.import.is_prefix_of(text)
            };
        }
        let simple = &self.pattern.simple;
        let last = simple_name(text);
        let owner = || text.rsplit_once('.').map_or("", |(owner, _)| simple_name(owner));
        (import.is_static || !import.on_demand) && simple.matches(last)
            || import.is_static && !import.on_demand && simple.matches(owner())
    }

    /// Whether the import is of a type that is meant, or of a member of one.
    fn imports(&self, meaning: &Resolution<'_>) -> bool {
        meaning.exact().is_some_and(|name| {
            let package = super::package_length(&name.qualified);
            enclosing(&name.qualified, package).any(|q| self.pattern.matches(q, package))
        })
    }
}

/// The type and those around it, inner before outer.
fn enclosing(qualified: &str, package: usize) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(qualified), move |inner| {
        inner.rsplit_once('.').map(|(outer, _)| outer).filter(|outer| outer.len() > package)
    })
}
