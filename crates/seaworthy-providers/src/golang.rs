//! `go.referenced`: uses of packages and of what they export.
//!
//! Konveyor asks the Go language server for symbols that match the pattern and then for references to them. Here the
//! imports of a file say which identifiers are packages, and its syntax tree says where they are used. Deliberately
//! left out: the fuzzy search of the server, which for `crypto/des.NewCipher` also finds symbols with other letters in
//! between; a pattern means what it says. A package means the packages below it, too.

mod imports;
mod locals;
mod pattern;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;
use seaworthy_facts::Language;
use seaworthy_konveyor::Leaf;
use tree_sitter::{Node, Tree};

use crate::golang::imports::{Import, Imports, Operand};
use crate::golang::locals::Locals;
use crate::golang::pattern::Pattern;
use crate::preorder::{line_of, text_of, walk};
use crate::{FileId, FileTable, FileText, Hit, LeafError, LeafId};

/// The `go.referenced` leaves of an analysis.
#[derive(Debug, Default)]
pub struct GoPlan {
    /// Leaves that ask for any use of a package, by its path.
    packages: FxHashMap<String, Vec<LeafId>>,
    /// Leaves that ask for a name of a package, by name; each with the package as written.
    members: FxHashMap<String, Vec<(String, LeafId)>>,
    /// Leaves that ask for a name wherever it comes from.
    names: FxHashMap<String, Vec<LeafId>>,
    gate: Option<AhoCorasick>,
    files: Vec<bool>,
}

impl GoPlan {
    /// Takes the leaves it knows from the list of all leaves. Files in `vendor` folders are those of others.
    pub fn compile(leaves: &[Leaf], files: &FileTable) -> (Self, Vec<LeafError>) {
        let mut plan = Self::default();
        let mut literals = BTreeSet::new();
        let mut errors = Vec::new();
        for (leaf, pattern) in (0..).zip(leaves).filter_map(|(i, leaf)| match leaf {
            Leaf::Go { pattern } => Some((i, pattern)),
            _ => None,
        }) {
            let Some(pattern) = Pattern::read(pattern) else {
                errors.push(LeafError { leaf, message: "the pattern is empty".to_owned() });
                continue;
            };
            literals.insert(pattern.literal().to_owned());
            match pattern {
                Pattern::Package(path) => plan.packages.entry(path).or_default().push(leaf),
                Pattern::Member(path, name) => {
                    plan.members.entry(name).or_default().push((path, leaf));
                }
                Pattern::Name(name) => {
                    plan.packages.entry(name.clone()).or_default().push(leaf);
                    plan.names.entry(name).or_default().push(leaf);
                }
            }
        }
        if !literals.is_empty() {
            plan.gate = AhoCorasick::new(literals).ok();
            let own = |path: &str| !path.split('/').any(|part| part == "vendor");
            plan.files =
                files.files.iter().map(|f| f.language == Language::Go && own(&f.path)).collect();
        }
        (plan, errors)
    }

    /// Whether any leaf asks for the text of this file.
    pub fn wants(&self, file: FileId) -> bool {
        self.files.get(file as usize).copied().unwrap_or(false)
    }

    /// Whether the text can hold a hit, so that it is worth parsing.
    pub fn may_hold(&self, text: &str) -> bool {
        self.gate.as_ref().is_some_and(|gate| gate.is_match(text))
    }

    /// Adds the hits in one file: one for each leaf and line.
    pub fn scan(&self, file: FileText<'_>, tree: &Tree, hits: &mut Vec<Hit>) {
        let mut found: BTreeSet<(LeafId, u32)> = BTreeSet::new();
        let imports = Imports::read(tree, file.text);
        let mut used = vec![false; imports.list.len()];
        let mut locals = Locals::default();
        walk(tree.root_node(), |node, above| {
            locals.declare(node, above, file.text);
            if let Some((operand, name)) = qualified(node) {
                let text = text_of(operand, file.text);
                if let Some(import) = imports.of(text).filter(|_| !locals.hide(text, operand)) {
                    for &i in import {
                        if let (Some(import), Some(used)) = (imports.list.get(i), used.get_mut(i)) {
                            *used = true;
                            let name_text = text_of(name, file.text);
                            found.extend(self.package(import).map(|l| (l, line_of(operand))));
                            found
                                .extend(self.member(import, name_text).map(|l| (l, line_of(name))));
                        }
                    }
                }
            }
            if !self.names.is_empty() || imports.has_dots {
                self.name((node, above.last().copied()), file.text, &imports, &locals, &mut found);
            }
        });
        // Blank and dot imports, and packages whose name is not like their path: Go allows no import without a use.
        for (import, _) in imports.list.iter().zip(&used).filter(|(_, used)| !**used) {
            found.extend(self.package(import).map(|leaf| (leaf, import.line)));
        }
        hits.extend(found.into_iter().map(|(leaf, line)| Hit {
            leaf,
            file: file.id,
            line,
            location: Some((line, line)),
            variables: Vec::new(),
        }));
    }

    /// Leaves that ask for an imported package or one above it.
    fn package<'a>(&'a self, import: &'a Import) -> impl Iterator<Item = LeafId> + 'a {
        let above = std::iter::successors(Some(import.path.as_str()), |path| {
            path.rsplit_once('/').map(|(above, _)| above)
        });
        above.filter_map(|path| self.packages.get(path)).flatten().copied()
    }

    /// Leaves that ask for this name of an imported package.
    fn member<'a>(&'a self, import: &'a Import, name: &str) -> impl Iterator<Item = LeafId> + 'a {
        let asked = self.members.get(name).into_iter().flatten();
        asked.filter(|(path, _)| import.is(path)).map(|(_, leaf)| *leaf)
    }

    /// A bare name: leaves that ask for it alone, and those that ask for a name of a package imported with a dot.
    fn name(
        &self,
        (node, parent): (Node<'_>, Option<Node<'_>>),
        text: &str,
        imports: &Imports,
        locals: &Locals<'_>,
        found: &mut BTreeSet<(LeafId, u32)>,
    ) {
        if !matches!(node.kind(), "identifier" | "type_identifier" | "field_identifier") {
            return;
        }
        let name = text_of(node, text);
        let asked = self.names.get(name);
        if (asked.is_none() && !imports.has_dots)
            || locals::is_declared_here(node, parent)
            || (node.kind() == "identifier" && locals.hide(name, node))
        {
            return;
        }
        found.extend(asked.into_iter().flatten().map(|&leaf| (leaf, line_of(node))));
        if node.kind() != "field_identifier" {
            for import in imports.list.iter().filter(|i| i.operand == Operand::Dot) {
                found.extend(self.member(import, name).map(|leaf| (leaf, line_of(node))));
            }
        }
    }
}

/// Operand and name of `operand.name`, as an expression or as a type.
fn qualified(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    let (operand, name) = match node.kind() {
        "selector_expression" => ("operand", "field"),
        "qualified_type" => ("package", "name"),
        _ => return None,
    };
    let operand = node.child_by_field_name(operand)?;
    matches!(operand.kind(), "identifier" | "package_identifier")
        .then_some((operand, node.child_by_field_name(name)?))
}
