//! `python.referenced`: uses of what modules offer.
//!
//! Konveyor leaves this to a language server that must know symbols of the whole workspace; no public rule asks it. Here
//! the imports of a file say what a name means: `import a.b`, `from a import b as c`. A pattern is a dotted path of a
//! module, class, function or attribute, or the end of one, or a regular expression over such paths where it holds more
//! than letters and dots; it counts where an import brings in the path or something below it, and where a name is used
//! that means it. Functions and classes that a file declares go by their name. What an attribute of a value means is
//! not known and does not count.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use regex::Regex;
use rustc_hash::FxHashMap;
use seaworthy_facts::Language;
use seaworthy_konveyor::Leaf;
use tree_sitter::{Node, Tree};

use crate::preorder::{line_of, named_children, text_of, walk};
use crate::{FileId, FileTable, FileText, Hit, LeafError, LeafId, compile_re2};

/// The `python.referenced` leaves of an analysis.
#[derive(Debug, Default)]
pub struct PythonPlan {
    questions: Vec<(LeafId, Pattern)>,
    files: Vec<bool>,
}

#[derive(Debug)]
enum Pattern {
    /// The path itself, anything below it, or a path that ends with it.
    Path(String),
    /// Any path that it matches somewhere.
    Regex(Regex),
}

impl Pattern {
    fn means(&self, path: &str) -> bool {
        match self {
            Self::Path(wanted) => {
                let below = path.strip_prefix(wanted.as_str());
                let above = path.strip_suffix(wanted.as_str());
                below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                    || above.is_some_and(|start| start.ends_with('.'))
            }
            Self::Regex(regex) => regex.is_match(path),
        }
    }
}

impl PythonPlan {
    /// Takes the leaves it knows from the list of all leaves. A pattern that is no regular expression is an error.
    pub fn compile(leaves: &[Leaf], files: &FileTable) -> (Self, Vec<LeafError>) {
        let mut plan = Self::default();
        let mut errors = Vec::new();
        for (leaf, of) in (0..).zip(leaves) {
            let Leaf::Python { pattern } = of else { continue };
            let is_path = pattern.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_'));
            if is_path {
                plan.questions.push((leaf, Pattern::Path(pattern.clone())));
                continue;
            }
            match compile_re2(pattern) {
                Ok(regex) => plan.questions.push((leaf, Pattern::Regex(regex))),
                Err(message) => errors.push(LeafError { leaf, message }),
            }
        }
        if !plan.questions.is_empty() {
            plan.files = files.files.iter().map(|f| f.language == Language::Python).collect();
        }
        (plan, errors)
    }

    /// Whether any leaf asks for the text of this file.
    pub fn wants(&self, file: FileId) -> bool {
        self.files.get(file as usize).copied().unwrap_or(false)
    }

    /// Whether the text can hold a hit, so that it is worth parsing.
    pub fn may_hold(&self, text: &str) -> bool {
        self.questions.iter().any(|(_, pattern)| match pattern {
            // An import names the first part of the path.
            Pattern::Path(path) => path.split('.').next().is_some_and(|first| text.contains(first)),
            Pattern::Regex(_) => text.contains("import"),
        })
    }

    /// Adds the hits in one file: one for each leaf and line.
    pub fn scan(&self, file: FileText<'_>, tree: &Tree, hits: &mut Vec<Hit>) {
        let mut found: BTreeSet<(LeafId, u32)> = BTreeSet::new();
        let mut ask = |path: &str, line: u32| {
            let asked = self.questions.iter().filter(|(_, pattern)| pattern.means(path));
            found.extend(asked.map(|(leaf, _)| (*leaf, line)));
        };
        // Imports stand before what they bring in, as Python runs them in the order of the text.
        let mut names = declared(tree, file.text);
        walk(tree.root_node(), |node, above| {
            match node.kind() {
                "import_statement" => {
                    for (path, name) in
                        named_children(node).into_iter().filter_map(|n| bound(n, file.text))
                    {
                        ask(path, line_of(node));
                        // `import a.b` makes `a` known.
                        let first = path.split('.').next().unwrap_or(path);
                        names
                            .insert(name.unwrap_or(first), name.map_or(first, |_| path).to_owned());
                    }
                }
                "import_from_statement" => {
                    let Some(module) = node.child_by_field_name("module_name") else { return };
                    let module_path = text_of(module, file.text);
                    if named_children(node).iter().any(|n| n.kind() == "wildcard_import") {
                        ask(module_path, line_of(node));
                    }
                    let imported = named_children(node).into_iter().filter(|n| *n != module);
                    for import in imported {
                        let Some((path, name)) = bound(import, file.text) else { continue };
                        let full = format!("{module_path}.{path}");
                        ask(&full, line_of(import));
                        let name = name.unwrap_or_else(|| text_of(import, file.text));
                        names.insert(name, full);
                    }
                }
                "identifier" | "attribute" if is_whole_use(node, above.last().copied()) => {
                    let text = text_of(node, file.text);
                    let (first, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
                    if let Some(path) = names.get(first.trim())
                        && rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_'))
                    {
                        ask(&format!("{path}{rest}"), line_of(node));
                    }
                }
                _ => {}
            }
        });
        hits.extend(found.into_iter().map(|(leaf, line)| Hit {
            leaf,
            file: file.id,
            line,
            location: Some((line, line)),
            variables: Vec::new(),
        }));
    }
}

/// The functions and classes of a file, which mean themselves.
fn declared<'t>(tree: &Tree, text: &'t str) -> FxHashMap<&'t str, String> {
    let top = named_children(tree.root_node()).into_iter();
    let definitions = top.filter_map(|n| match n.kind() {
        "decorated_definition" => n.child_by_field_name("definition"),
        _ => Some(n),
    });
    definitions
        .filter(|n| matches!(n.kind(), "function_definition" | "class_definition"))
        .filter_map(|n| n.child_by_field_name("name"))
        .map(|name| (text_of(name, text), text_of(name, text).to_owned()))
        .collect()
}

/// Path and alias of `a.b` or `a.b as c`.
fn bound<'t>(node: Node<'_>, text: &'t str) -> Option<(&'t str, Option<&'t str>)> {
    match node.kind() {
        "dotted_name" => Some((text_of(node, text), None)),
        "aliased_import" => Some((
            text_of(node.child_by_field_name("name")?, text),
            Some(text_of(node.child_by_field_name("alias")?, text)),
        )),
        _ => None,
    }
}

/// Whether a name or `a.b.c` is used as a value, and is not a part of a longer one, of an import or the name of
/// something that is declared.
fn is_whole_use(node: Node<'_>, parent: Option<Node<'_>>) -> bool {
    let Some(parent) = parent else { return false };
    match parent.kind() {
        "dotted_name"
        | "aliased_import"
        | "attribute"
        | "import_statement"
        | "import_from_statement"
        | "parameters"
        | "global_statement" => false,
        "function_definition"
        | "class_definition"
        | "keyword_argument"
        | "default_parameter"
        | "typed_default_parameter" => parent.child_by_field_name("name") != Some(node),
        _ => true,
    }
}
