//! Conditions made ready: entries in the order of their evaluation, leaves as numbers in one table.

use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashMap};
use seaworthy_konveyor::{Condition, Entry, FilePaths, Leaf, evaluation_order};
use seaworthy_providers::LeafId;

use crate::{Difference, Semantics};

/// Deepest nesting of conditions that is evaluated. The rules that people write have three levels.
const MAX_DEPTH: usize = 64;

/// One entry of a condition.
#[derive(Debug, PartialEq)]
pub(crate) struct Step {
    /// Name of its files for later entries.
    pub(crate) bind: Option<String>,
    pub(crate) ignore: bool,
    pub(crate) not: bool,
    pub(crate) node: Node,
}

/// What an entry asks.
#[derive(Debug, PartialEq)]
pub(crate) enum Node {
    /// Every one must hold; in the order of evaluation.
    All(Vec<Step>),
    /// Any must hold; in the order of evaluation.
    Any(Vec<Step>),
    /// A question to a provider.
    Ask { leaf: LeafId, scope: Scope },
    /// All these tags.
    Tags(Vec<String>),
}

/// Which files the answer to a leaf is taken from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scope {
    Everywhere,
    /// Files that match a list of patterns; position in [`Leaves::patterns`].
    Patterns(usize),
    /// The files of an earlier entry.
    Chain {
        name: String,
        /// Whether only the first of them counts.
        first_only: bool,
        /// Whether no file means every file.
        empty_is_open: bool,
    },
}

/// The distinct leaves of many rules.
#[derive(Debug, Default)]
pub(crate) struct Leaves {
    /// The leaves; references to siblings have no name, so that equal questions are one.
    pub(crate) asked: Vec<Leaf>,
    /// The distinct lists of path patterns that restrict leaves.
    pub(crate) patterns: Vec<Vec<String>>,
    /// The leaves by their hashes.
    leaf_ids: FxHashMap<u64, Vec<LeafId>>,
    pattern_ids: FxHashMap<Vec<String>, usize>,
}

impl Leaves {
    fn leaf(&mut self, leaf: Leaf) -> LeafId {
        let same_hash = self.leaf_ids.entry(FxBuildHasher.hash_one(&leaf)).or_default();
        let known = same_hash.iter().find(|&&id| self.asked.get(id as usize) == Some(&leaf));
        if let Some(&id) = known {
            return id;
        }
        let id = self.asked.len() as LeafId;
        same_hash.push(id);
        self.asked.push(leaf);
        id
    }

    fn list(&mut self, patterns: &[String]) -> usize {
        if let Some(&id) = self.pattern_ids.get(patterns) {
            return id;
        }
        let id = self.patterns.len();
        self.patterns.push(patterns.to_vec());
        self.pattern_ids.insert(patterns.to_vec(), id);
        id
    }
}

/// Puts a condition into the order of its evaluation and its leaves into the table. An error is one sentence; the rule
/// ends among the errors with it.
pub(crate) fn compile(
    entry: &Entry,
    leaves: &mut Leaves,
    semantics: Semantics,
) -> Result<Step, String> {
    step(entry, leaves, semantics, 0)
}

fn step(
    entry: &Entry,
    leaves: &mut Leaves,
    semantics: Semantics,
    depth: usize,
) -> Result<Step, String> {
    if depth > MAX_DEPTH {
        return Err(format!("conditions are nested deeper than {MAX_DEPTH} levels"));
    }
    let node = match &entry.condition {
        Condition::And(entries) => Node::All(steps(entries, leaves, semantics, depth)?),
        Condition::Or(entries) => Node::Any(steps(entries, leaves, semantics, depth)?),
        Condition::Leaf(Leaf::HasTags(tags)) => Node::Tags(tags.clone()),
        Condition::Leaf(leaf) => {
            let scope = scope(leaf, leaves, semantics);
            Node::Ask { leaf: leaves.leaf(anonymous(leaf, &scope)), scope }
        }
    };
    Ok(Step { bind: entry.bind.clone(), ignore: entry.ignore, not: entry.not, node })
}

fn steps(
    entries: &[Entry],
    leaves: &mut Leaves,
    semantics: Semantics,
    depth: usize,
) -> Result<Vec<Step>, String> {
    if entries.is_empty() {
        return Err("conditions must not be empty while evaluating".to_owned());
    }
    let order = evaluation_order(entries);
    if order.len() < entries.len() && !semantics.reproduces(Difference::DanglingFrom) {
        let missing = (0..entries.len()).find(|i| !order.contains(i));
        let name = missing.and_then(|i| entries.get(i)?.from.clone()).unwrap_or_default();
        return Err(format!("unable to find context value: {name}"));
    }
    order
        .into_iter()
        .filter_map(|i| entries.get(i))
        .map(|entry| step(entry, leaves, semantics, depth + 1))
        .collect()
}

fn scope(leaf: &Leaf, leaves: &mut Leaves, semantics: Semantics) -> Scope {
    let first_only =
        matches!(leaf, Leaf::Java(_)) && semantics.reproduces(Difference::JavaFirstFileOnly);
    let name = match leaf.filepaths() {
        FilePaths::Any => return Scope::Everywhere,
        FilePaths::Patterns(patterns) if patterns.is_empty() => return Scope::Everywhere,
        FilePaths::Patterns(patterns) => {
            let patterns = if first_only { &patterns[..1] } else { patterns.as_slice() };
            return Scope::Patterns(leaves.list(patterns));
        }
        FilePaths::CapitalChained(_) if semantics.reproduces(Difference::CapitalFilepaths) => {
            return Scope::Everywhere;
        }
        FilePaths::Chained(name) | FilePaths::CapitalChained(name) => name.clone(),
    };
    Scope::Chain {
        name,
        first_only,
        empty_is_open: semantics.reproduces(Difference::EmptyChainIsOpen),
    }
}

/// The leaf as the providers are asked: without the name of a sibling, because hits are the same whatever it is called.
fn anonymous(leaf: &Leaf, scope: &Scope) -> Leaf {
    let asked = match scope {
        Scope::Everywhere => FilePaths::Any,
        Scope::Chain { .. } => FilePaths::Chained(String::new()),
        Scope::Patterns(_) => return leaf.clone(),
    };
    let mut leaf = leaf.clone();
    match &mut leaf {
        Leaf::FileContent { filepaths, .. }
        | Leaf::Xml { filepaths, .. }
        | Leaf::XmlPublicId { filepaths, .. }
        | Leaf::Json { filepaths, .. }
        | Leaf::NodeJs { filepaths, .. }
        | Leaf::CSharp { filepaths, .. } => *filepaths = asked,
        Leaf::Java(java) => java.filepaths = asked,
        Leaf::File { .. }
        | Leaf::HasTags(_)
        | Leaf::Dependency(_)
        | Leaf::Go { .. }
        | Leaf::Python { .. }
        | Leaf::K8sResource { .. } => {}
    }
    leaf
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(pattern: &str, from: Option<&str>, bind: Option<&str>) -> Entry {
        Entry {
            from: from.map(str::to_owned),
            bind: bind.map(str::to_owned),
            ignore: false,
            not: false,
            condition: Condition::Leaf(Leaf::File { pattern: pattern.to_owned() }),
        }
    }

    fn group(condition: Condition) -> Entry {
        Entry { from: None, bind: None, ignore: false, not: false, condition }
    }

    #[test]
    fn an_entry_with_a_dangling_from_is_never_evaluated() {
        let entries = [file("kept", None, None), file("lost", Some("nobody"), None)];
        let rule = group(Condition::And(entries.to_vec()));
        let mut leaves = Leaves::default();
        assert!(compile(&rule, &mut leaves, Semantics::Exact).is_ok());
        assert_eq!(leaves.asked.len(), 1);
        let error = compile(&rule, &mut leaves, Semantics::Mended).unwrap_err();
        assert_eq!(error, "unable to find context value: nobody");
    }

    #[test]
    fn equal_leaves_are_asked_once() {
        let mut leaves = Leaves::default();
        let rule = group(Condition::Or(vec![
            file("x", None, None),
            file("x", None, None),
            file("y", None, None),
        ]));
        compile(&rule, &mut leaves, Semantics::Exact).unwrap();
        assert_eq!(leaves.asked.len(), 2);
    }

    fn java(filepaths: FilePaths) -> Leaf {
        Leaf::Java(seaworthy_konveyor::JavaReference {
            pattern: "a.B".into(),
            filepaths,
            ..Default::default()
        })
    }

    #[test]
    fn capital_filepaths_restrict_only_where_mended() {
        let mut leaves = Leaves::default();
        let leaf = java(FilePaths::CapitalChained("x".into()));
        assert_eq!(scope(&leaf, &mut leaves, Semantics::Exact), Scope::Everywhere);
        let mended = scope(&leaf, &mut leaves, Semantics::Mended);
        assert!(matches!(mended, Scope::Chain { first_only: false, empty_is_open: false, .. }));
    }

    #[test]
    fn java_takes_the_first_of_a_list_of_patterns() {
        let mut leaves = Leaves::default();
        let leaf = java(FilePaths::Patterns(vec!["A.java".into(), "B.java".into()]));
        assert_eq!(scope(&leaf, &mut leaves, Semantics::Exact), Scope::Patterns(0));
        assert_eq!(leaves.patterns, [["A.java"]]);
    }

    #[test]
    fn chained_leaves_of_different_names_are_one_question() {
        let mut leaves = Leaves::default();
        let chained = |name: &str| {
            group(Condition::Leaf(Leaf::Xml {
                xpath: "//a".into(),
                namespaces: std::collections::BTreeMap::new(),
                filepaths: FilePaths::Chained(name.into()),
            }))
        };
        compile(&chained("a"), &mut leaves, Semantics::Exact).unwrap();
        compile(&chained("b"), &mut leaves, Semantics::Exact).unwrap();
        assert_eq!(leaves.asked.len(), 1);
    }

    #[test]
    fn nesting_has_a_limit() {
        let mut rule = file("x", None, None);
        for _ in 0..200 {
            rule = group(Condition::Or(vec![rule]));
        }
        let error = compile(&rule, &mut Leaves::default(), Semantics::Exact).unwrap_err();
        assert_eq!(error, "conditions are nested deeper than 64 levels");
    }

    #[test]
    fn no_entry_is_an_error() {
        let error =
            compile(&group(Condition::And(vec![])), &mut Leaves::default(), Semantics::Exact);
        assert_eq!(error.unwrap_err(), "conditions must not be empty while evaluating");
    }
}
