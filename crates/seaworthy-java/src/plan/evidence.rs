//! Which conditions find the evidence in a file that their matches need: asked once for each distinct import and package,
//! not once for each condition and file.

use rustc_hash::FxHashMap;

use super::{HeadIndex, Leaf};

/// A set of conditions.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// Makes it empty, with room for `rows`.
    pub(crate) fn clear(&mut self, rows: usize) {
        self.words.clear();
        self.words.resize(rows.div_ceil(64), 0);
    }

    pub(crate) fn extend(&mut self, rows: &[u32]) {
        for row in rows {
            if let Some(word) = self.words.get_mut(*row as usize / 64) {
                *word |= 1 << (row % 64);
            }
        }
    }

    pub(crate) fn contains(&self, row: u32) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word & (1 << (row % 64)) != 0)
    }
}

/// Conditions by the evidence that they ask for.
#[derive(Debug, Default)]
pub(crate) struct EvidenceTable {
    /// References to types: by imports and by packages.
    type_imports: HeadIndex,
    type_packages: HeadIndex,
    /// Calls: by expressions over imports, and by packages.
    call_imports: HeadIndex,
    call_packages: HeadIndex,
    /// The text of each pattern of calls, sorted: imports are beginnings of it.
    call_texts: Vec<(Box<str>, u32)>,
    /// Patterns of calls by the second part of the declaring type's name, which must be a whole part of a path, with the
    /// first, which the part before must end in.
    call_paths: FxHashMap<Box<str>, Vec<(Box<str>, u32)>>,
    /// Those whose declaring type has fewer parts than three.
    short_paths: Vec<u32>,
}

impl EvidenceTable {
    /// Builds the table of all conditions.
    pub(crate) fn new(leaves: &[Leaf]) -> Self {
        let mut table = Self::default();
        for (row, leaf) in leaves.iter().enumerate() {
            let row = row as u32;
            if let Some(evidence) = &leaf.type_evidence {
                table.type_imports.insert_head(evidence.import.certain(), row);
                if let Some(package) = &evidence.package {
                    table.type_packages.insert_head(package.certain(), row);
                }
            }
            if let Some(evidence) = &leaf.call_evidence {
                table.call_imports.insert_head(evidence.whole.certain(), row);
                if let Some(package) = &evidence.package {
                    table.call_packages.insert_head(package.certain(), row);
                }
                table.call_texts.push((evidence.text.clone(), row));
                let mut parts = evidence.path.split('/');
                match (parts.next(), parts.next(), parts.next()) {
                    (Some(first), Some(second), Some(_)) => {
                        let rows = table.call_paths.entry(second.into()).or_default();
                        rows.push((first.into(), row));
                    }
                    _ => table.short_paths.push(row),
                }
            }
        }
        table.call_texts.sort_unstable();
        table
    }

    /// Conditions on types to which an import (with `.*` if on demand) is evidence.
    pub(crate) fn types_of_import(&self, leaves: &[Leaf], text: &str, found: &mut Vec<u32>) {
        self.type_imports.candidates(&text.to_lowercase(), |row| found.push(row));
        retain(leaves, found, |leaf| {
            leaf.type_evidence.as_ref().is_some_and(|e| e.is_imported(text))
        });
    }

    /// Conditions on types to which a package declaration is evidence.
    pub(crate) fn types_of_package(&self, leaves: &[Leaf], package: &str, found: &mut Vec<u32>) {
        self.type_packages.candidates(&package.to_lowercase(), |row| found.push(row));
        retain(leaves, found, |leaf| {
            leaf.type_evidence.as_ref().is_some_and(|e| e.is_package(package))
        });
    }

    /// Conditions on calls to which an import (with `.*` if on demand) is evidence.
    pub(crate) fn calls_of_import(&self, leaves: &[Leaf], text: &str, found: &mut Vec<u32>) {
        self.call_imports.candidates(&text.to_lowercase(), |row| found.push(row));
        let head = text.strip_suffix(".*").unwrap_or(text);
        let start = self.call_texts.partition_point(|(of, _)| **of < *head);
        let begun = self.call_texts.iter().skip(start).take_while(|(of, _)| of.starts_with(head));
        found.extend(begun.map(|(_, row)| *row));
        retain(leaves, found, |leaf| {
            leaf.call_evidence.as_ref().is_some_and(|e| e.is_imported(text))
        });
    }

    /// Conditions on calls to which a package declaration is evidence.
    pub(crate) fn calls_of_package(&self, leaves: &[Leaf], package: &str, found: &mut Vec<u32>) {
        self.call_packages.candidates(&package.to_lowercase(), |row| found.push(row));
        retain(leaves, found, |leaf| {
            leaf.call_evidence.as_ref().is_some_and(|e| e.is_package(package))
        });
    }

    /// Conditions on calls to which the file's path is evidence.
    pub(crate) fn calls_of_path(&self, leaves: &[Leaf], path: &str, found: &mut Vec<u32>) {
        found.extend(&self.short_paths);
        let mut before = "";
        for part in path.split('/') {
            let rows = self.call_paths.get(part).into_iter().flatten();
            found.extend(rows.filter(|(first, _)| before.ends_with(&**first)).map(|(_, row)| *row));
            before = part;
        }
        retain(leaves, found, |leaf| leaf.call_evidence.as_ref().is_some_and(|e| e.is_path(path)));
    }
}

fn retain(leaves: &[Leaf], found: &mut Vec<u32>, mut holds: impl FnMut(&Leaf) -> bool) {
    found.retain(|row| leaves.get(*row as usize).is_some_and(&mut holds));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use seaworthy_konveyor::{JavaLocation, JavaReference};

    use crate::SearchPlan;

    /// Rows that a table gives, and those that asking each condition gives.
    fn both(
        plan: &SearchPlan,
        found: impl FnOnce(&mut Vec<u32>),
        holds: impl Fn(&super::Leaf) -> bool,
    ) -> (Vec<u32>, Vec<u32>) {
        let mut rows = Vec::new();
        found(&mut rows);
        rows.sort_unstable();
        rows.dedup();
        let all = plan.leaves.iter().enumerate().filter(|(_, leaf)| holds(leaf));
        (rows, all.map(|(row, _)| row as u32).collect())
    }

    proptest! {
        #[test]
        fn the_table_agrees_with_asking_each_condition(
            patterns in proptest::collection::vec(
                "(a|b|[(]a[|]c[)])(\\.(a|bc|[(]a[|]b[)]|[(]a[|]b[)][?][*])){1,3}(\\.[*])?",
                1..10,
            ),
            name in "(a|b)(\\.(a|b|bc)){0,3}",
            on_demand in any::<bool>(),
        ) {
            let queries: Vec<_> = patterns
                .iter()
                .map(|p| JavaReference {
                    pattern: p.clone(),
                    location: JavaLocation::Default,
                    ..JavaReference::default()
                })
                .collect();
            let list: Vec<_> = queries.iter().enumerate().map(|(i, q)| (i as u32, q)).collect();
            let (plan, _) = SearchPlan::compile(&list);
            let (table, leaves) = (&plan.evidence, &plan.leaves);
            let text = if on_demand { format!("{name}.*") } else { name.clone() };
            let types = |l: &super::Leaf, f: &dyn Fn(&crate::filter::TypeEvidence) -> bool| {
                l.type_evidence.as_ref().is_some_and(f)
            };
            let calls = |l: &super::Leaf, f: &dyn Fn(&crate::filter::CallEvidence) -> bool| {
                l.call_evidence.as_ref().is_some_and(f)
            };
            let (a, b) = both(&plan, |out| table.types_of_import(leaves, &text, out), |l| {
                types(l, &|e| e.is_imported(&text))
            });
            prop_assert_eq!(a, b);
            let (a, b) = both(&plan, |out| table.types_of_package(leaves, &name, out), |l| {
                types(l, &|e| e.is_package(&name))
            });
            prop_assert_eq!(a, b);
            let (a, b) = both(&plan, |out| table.calls_of_import(leaves, &text, out), |l| {
                calls(l, &|e| e.is_imported(&text))
            });
            prop_assert_eq!(a, b);
            let (a, b) = both(&plan, |out| table.calls_of_package(leaves, &name, out), |l| {
                calls(l, &|e| e.is_package(&name))
            });
            prop_assert_eq!(a, b);
            let path = format!("src/{}/F.java", name.replace('.', "/"));
            let (a, b) = both(&plan, |out| table.calls_of_path(leaves, &path, out), |l| {
                calls(l, &|e| e.is_path(&path))
            });
            prop_assert_eq!(a, b);
        }
    }
}
