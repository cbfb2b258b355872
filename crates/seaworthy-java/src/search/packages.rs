//! PACKAGE: package declarations, imports and qualified names.

use super::Search;
use crate::project::package_of;
use crate::{Resolution, TypeUse};

impl Search<'_, '_> {
    pub(super) fn packages(&mut self) {
        if self.plan.packages.rows.is_empty() {
            return;
        }
        let unit = self.unit;
        for import in &unit.imports {
            let text = unit.text(import.name);
            let rows = self.package_rows(text);
            if rows.is_empty() {
                continue;
            }
            // An import without a dot has no package to be reported.
            let Some((of_import, _)) = text.rsplit_once('.') else { continue };
            let known = self.project.can_resolve_import(text, import.is_static, import.on_demand);
            let package = match self.resolver.import(import) {
                _ if !known => None,
                Resolution::Exact(name) => Some(package_of(&name.qualified).to_owned()),
                _ => Some(text.to_owned()),
            };
            for row in rows {
                self.package(row, package.as_deref(), import.line, "Module", of_import);
            }
        }
        for usage in &unit.uses {
            if unit.text(usage.name).contains('.') {
                self.qualified_name(usage);
            }
        }
        for directive in &unit.requires {
            let text = unit.text(directive.name);
            for row in self.package_rows(text) {
                self.package(row, Some(text), directive.line, "Module", text);
            }
        }
    }

    /// Rows of patterns that may mean the package of a name.
    fn package_rows(&mut self, text: &str) -> Vec<u32> {
        let table = &self.plan.packages;
        let rows = self.scratch.packages.get(text, |found| {
            // Ends with a dot: the last part may be all that the pattern says.
            table.texts.candidates(&format!("{}.", text.to_lowercase()), |row| found.push(row));
            found.retain(|row| {
                table.rows.get(*row as usize).is_some_and(|(_, pattern)| pattern.may_be_in(text))
            });
        });
        rows.to_vec()
    }

    /// Reports a name whose package is known, or is taken at its word.
    fn package(
        &mut self,
        row: u32,
        known: Option<&str>,
        line: u32,
        kind: &'static str,
        name: &str,
    ) {
        let plan = self.plan;
        let Some((leaf, pattern)) = plan.packages.rows.get(row as usize) else { return };
        let Some(leaf) = plan.leaf(*leaf) else { return };
        if known.is_none_or(|package| pattern.name.matches(package)) {
            self.hit_named(leaf, line, kind, name);
        }
    }

    fn qualified_name(&mut self, usage: &TypeUse) {
        let rows = self.package_rows(self.unit.text(usage.name));
        if rows.is_empty() {
            return;
        }
        let named = self.resolver.type_use(usage);
        let Some(outermost) = named.first() else { return };
        // A name that begins with a type has no package in it.
        if outermost.parts < 2 {
            return;
        }
        let known = match &outermost.resolution {
            Resolution::Exact(name) if name.is_resolved() => Some(package_of(&name.qualified)),
            Resolution::Exact(_) | Resolution::Unknown => None,
            _ => return,
        };
        // Reported under the package of the class around it.
        let package = self.unit.package_name();
        let (_, _, kind) = self.reported(usage.element);
        for row in rows {
            self.package(row, known, usage.start_line, kind, package);
        }
    }
}
