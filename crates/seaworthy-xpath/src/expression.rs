//! Expressions, ready to be asked.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use rustc_hash::FxHashMap;
use seaworthy_xml::{Document, NodeId};

use crate::ast::{Expr, NodeTest};
use crate::eval::{Context, Evaluation, ordered};
use crate::function::Function;
use crate::node::Tree;
use crate::value::Value;
use crate::{Budget, NodeRef, XPathError, name_gate, node_test, parse};

/// Whose dialect an expression is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// XPath 1.0 as recommended.
    #[default]
    Standard,
    /// That of the library Konveyor uses, with all that surprises: a name without a prefix means what is written
    /// without one, whatever its namespace; more functions (`matches`, `lower-case`, `ends-with`, `replace`,
    /// `string-join`, `reverse`) and some fewer (`id`, `lang`); what follows the end of an expression is not read;
    /// comparisons with booleans fail.
    Konveyor,
    /// Names and functions of [`Mode::Konveyor`], values and comparisons of [`Mode::Standard`]: what the authors of
    /// rules mean. The document type is a node that `*` finds, with the attributes `public-id` and `system-id`.
    Mended,
}

/// Prefixes of an expression and the addresses they stand for. Empty in Konveyor's dialects: prefixes are compared as
/// written.
pub type Namespaces = BTreeMap<String, String>;

/// Constant patterns by their text, compiled when they are first matched: most expressions never find a node to ask.
pub(crate) type Patterns = FxHashMap<String, OnceLock<Option<Regex>>>;

/// A parsed expression.
#[derive(Clone, Debug)]
pub struct XPath {
    mode: Mode,
    expr: Expr,
    steps: usize,
    patterns: Patterns,
}

impl XPath {
    /// Parses an expression. Relative ones start at the document node.
    pub fn parse(text: &str, mode: Mode) -> Result<Self, XPathError> {
        let parsed = parse::parse(text, mode)?;
        let mut patterns = Patterns::default();
        constant_patterns(&parsed.expr, &mut |text| {
            patterns.insert(text.to_owned(), OnceLock::new());
        });
        Ok(Self { mode, expr: parsed.expr, steps: parsed.steps, patterns })
    }

    /// Whether all prefixes are defined.
    pub fn check(&self, namespaces: &Namespaces) -> Result<(), XPathError> {
        node_test::each_step(&self.expr, &mut |step| match &step.test {
            NodeTest::Prefixed(prefix, _) => {
                node_test::address(prefix, namespaces, self.mode).map(drop)
            }
            _ => Ok(()),
        })
    }

    /// The value of the expression at the document node.
    pub fn value(
        &self,
        doc: &Document,
        namespaces: &Namespaces,
        budget: &mut Budget,
    ) -> Result<Value, XPathError> {
        self.evaluation(doc, namespaces, budget)?.value(&self.expr, at_root())
    }

    /// The nodes that the expression selects, in document order, each once. An expression that gives no nodes is an
    /// error in the standard's way and selects none in Konveyor's.
    pub fn select(
        &self,
        doc: &Document,
        namespaces: &Namespaces,
        budget: &mut Budget,
    ) -> Result<Vec<NodeRef>, XPathError> {
        let mut evaluation = self.evaluation(doc, namespaces, budget)?;
        if self.mode != Mode::Standard {
            let mut nodes = selected(&mut evaluation, &self.expr)?;
            ordered(&mut nodes);
            return Ok(nodes);
        }
        match evaluation.value(&self.expr, at_root())? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(XPathError::NotNodes),
        }
    }

    /// Lists of local names: where the expression selects something, the document has all names of one list. A list
    /// without names means that nothing can be said beforehand.
    pub fn required_names(&self) -> Vec<Vec<String>> {
        name_gate::alternatives(&self.expr)
            .into_iter()
            .map(|names| names.into_iter().collect())
            .collect()
    }

    fn evaluation<'x, 'd>(
        &'x self,
        doc: &'d Document,
        namespaces: &'x Namespaces,
        budget: &'x mut Budget,
    ) -> Result<Evaluation<'x, 'd>, XPathError> {
        let tree = Tree { doc, mode: self.mode };
        let tests = node_test::ready(&self.expr, self.steps, tree, namespaces)?;
        Ok(Evaluation { tree, tests, patterns: &self.patterns, budget })
    }
}

fn at_root() -> Context {
    Context { node: NodeRef::of(NodeId::DOCUMENT), position: 1, size: 1 }
}

/// What Konveyor's library selects: for `a or b` what either side does, for `a and b` the last node of the right side,
/// else of the left one.
fn selected(evaluation: &mut Evaluation<'_, '_>, expr: &Expr) -> Result<Vec<NodeRef>, XPathError> {
    match expr {
        Expr::Or(all) => {
            let mut nodes = Vec::new();
            for side in all {
                nodes.append(&mut selected(evaluation, side)?);
            }
            Ok(nodes)
        }
        Expr::And(all) => {
            let mut last = None;
            for side in all {
                last = selected(evaluation, side)?.last().copied().or(last);
            }
            Ok(last.into_iter().collect())
        }
        Expr::Path(_) | Expr::Union(_) | Expr::Call(Function::Reverse, _) => {
            match evaluation.value(expr, at_root())? {
                Value::Nodes(nodes) => Ok(nodes),
                _ => Ok(Vec::new()),
            }
        }
        _ => Ok(Vec::new()),
    }
}

/// Calls `found` with every pattern that is written as a string.
fn constant_patterns(expr: &Expr, found: &mut dyn FnMut(&str)) {
    if let Expr::Call(Function::Matches | Function::Replace, arguments) = expr
        && let Some(Expr::Text(pattern)) = arguments.get(1)
    {
        found(pattern);
    }
    for part in expr.parts() {
        constant_patterns(part, found);
    }
}
