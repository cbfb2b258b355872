//! Evaluation.

use std::borrow::Cow;
use std::ops::ControlFlow;

use regex::Regex;
use rustc_hash::FxHashSet;
use seaworthy_xml::NodeId;

use crate::ast::{Axis, Comparison, Expr, Operator, Path, Start, Step};
use crate::axis::{range, walk};
use crate::expression::Patterns;
use crate::node::{NodeRef, Part, Tree};
use crate::node_test::Ready;
use crate::value::{Value, compare_numbers};
use crate::{Budget, Mode, XPathError, re2};

/// Longest text that is read or made, in bytes: nested calls could double it over and over.
pub(crate) const MAX_TEXT: usize = 64 << 20;

/// Where an expression is evaluated.
#[derive(Clone, Copy)]
pub(crate) struct Context {
    pub(crate) node: NodeRef,
    pub(crate) position: usize,
    pub(crate) size: usize,
}

/// One evaluation of one expression in one document.
pub(crate) struct Evaluation<'x, 'd> {
    pub(crate) tree: Tree<'d>,
    pub(crate) tests: Vec<Ready<'x>>,
    /// Patterns that are constants, by their text.
    pub(crate) patterns: &'x Patterns,
    pub(crate) budget: &'x mut Budget,
}

impl<'x, 'd> Evaluation<'x, 'd> {
    pub(crate) fn value(&mut self, expr: &Expr, context: Context) -> Result<Value, XPathError> {
        Ok(match expr {
            Expr::Number(number) => Value::Number(*number),
            Expr::Text(text) => Value::Text(text.clone()),
            Expr::Or(_) | Expr::And(_) | Expr::Compare(..) => {
                Value::Boolean(self.boolean(expr, context)?)
            }
            Expr::Arithmetic(operator, a, b) => {
                let (a, b) = (self.number(a, context)?, self.number(b, context)?);
                Value::Number(match operator {
                    Operator::Add => a + b,
                    Operator::Subtract => a - b,
                    Operator::Multiply => a * b,
                    Operator::Divide => a / b,
                    Operator::Remainder => a % b,
                })
            }
            Expr::Negate(inner) => Value::Number(-self.number(inner, context)?),
            Expr::Union(all) => {
                let mut nodes = Vec::new();
                for expr in all {
                    nodes.append(&mut self.nodes(expr, context)?);
                }
                ordered(&mut nodes);
                Value::Nodes(nodes)
            }
            Expr::Path(path) => self.path(path, context)?,
            Expr::Call(function, arguments) => self.call(*function, arguments, context)?,
        })
    }

    pub(crate) fn nodes(
        &mut self,
        expr: &Expr,
        context: Context,
    ) -> Result<Vec<NodeRef>, XPathError> {
        match self.value(expr, context)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(XPathError::NotNodes),
        }
    }

    pub(crate) fn number(&mut self, expr: &Expr, context: Context) -> Result<f64, XPathError> {
        let value = self.value(expr, context)?;
        self.spend_on_text(&value)?;
        Ok(value.number(self.tree))
    }

    pub(crate) fn text(&mut self, expr: &Expr, context: Context) -> Result<String, XPathError> {
        let value = self.value(expr, context)?;
        self.spend_on_text(&value)?;
        Ok(value.text(self.tree))
    }

    /// The string value of a node, paid for.
    pub(crate) fn string_value(&mut self, node: NodeRef) -> Result<Cow<'d, str>, XPathError> {
        self.spend_on_value(node)?;
        Ok(self.tree.string_value(node))
    }

    /// A value of nodes is read from the first one.
    pub(crate) fn spend_on_text(&mut self, value: &Value) -> Result<(), XPathError> {
        match value {
            Value::Nodes(nodes) => nodes.first().map_or(Ok(()), |node| self.spend_on_value(*node)),
            Value::Text(text) => self.spend_on_length(text.len()),
            Value::Boolean(_) | Value::Number(_) => Ok(()),
        }
    }

    /// The value of a node is put together from its whole subtree.
    fn spend_on_value(&mut self, node: NodeRef) -> Result<(), XPathError> {
        let doc = self.tree.doc;
        if node.part == Part::Whole {
            let end = doc.subtree_end(node.node).index();
            self.budget.spend(end.saturating_sub(node.node.index()))?;
            return self.spend_on_length(doc.span(node.node).len());
        }
        self.spend_on_length(node.attribute(doc).map_or(0, |a| a.value.len()))
    }

    /// Pays for reading or writing a text of so many bytes, which must not be too long.
    pub(crate) fn spend_on_length(&mut self, bytes: usize) -> Result<(), XPathError> {
        if bytes > MAX_TEXT {
            return Err(XPathError::TooExpensive);
        }
        self.budget.spend(bytes / 64)
    }

    pub(crate) fn boolean(&mut self, expr: &Expr, context: Context) -> Result<bool, XPathError> {
        match expr {
            Expr::Or(all) => {
                for expr in all {
                    if self.boolean(expr, context)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Expr::And(all) => {
                for expr in all {
                    if !self.boolean(expr, context)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Expr::Compare(comparison, a, b) => self.compare(*comparison, a, b, context),
            Expr::Path(path) if is_walkable(path) => {
                let from = start_of(path, context);
                self.walk_steps(&path.steps, from, &mut |_, _| Ok(true))
            }
            _ => Ok(self.value(expr, context)?.boolean()),
        }
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        a: &Expr,
        b: &Expr,
        context: Context,
    ) -> Result<bool, XPathError> {
        // A path against a value ends at the first node that does.
        for (path, other, comparison, left) in
            [(a, b, comparison, true), (b, a, comparison.mirrored(), false)]
        {
            let Expr::Path(path) = path else { continue };
            let (true, false) = (is_walkable(path), matches!(other, Expr::Path(_))) else {
                continue;
            };
            let other = self.value(other, context)?;
            let mode = self.tree.mode;
            let comparison = mode.nodes_against(comparison, &other, left);
            if matches!(other, Value::Text(_) | Value::Number(_)) {
                let from = start_of(path, context);
                return self.walk_steps(&path.steps, from, &mut |this, node| {
                    let text = this.string_value(node)?;
                    match &other {
                        Value::Number(number) => {
                            mode.compare_with_number(comparison, &text, *number)
                        }
                        Value::Text(other) => Ok(mode.compare_texts(comparison, &text, other)),
                        Value::Nodes(_) | Value::Boolean(_) => Ok(false),
                    }
                });
            }
        }
        let (a, b) = (self.value(a, context)?, self.value(b, context)?);
        self.compare_values(comparison, &a, &b)
    }

    fn compare_values(
        &mut self,
        comparison: Comparison,
        a: &Value,
        b: &Value,
    ) -> Result<bool, XPathError> {
        let tree = self.tree;
        if self.tree.mode == Mode::Konveyor {
            // The library's table of comparisons has holes.
            match (a, b) {
                (Value::Boolean(_), Value::Boolean(_)) => return Ok(false),
                (Value::Boolean(_), _) | (_, Value::Boolean(_)) => {
                    return Err(XPathError::Refused("a comparison with a boolean"));
                }
                _ => {}
            }
        }
        Ok(match (a, b) {
            (Value::Nodes(a), Value::Nodes(b)) => {
                let mut texts = Vec::with_capacity(b.len());
                for node in b {
                    texts.push(self.string_value(*node)?);
                }
                for node in a {
                    self.budget.spend(texts.len())?;
                    let text = self.string_value(*node)?;
                    if texts
                        .iter()
                        .any(|other| self.tree.mode.compare_texts(comparison, &text, other))
                    {
                        return Ok(true);
                    }
                }
                false
            }
            (Value::Boolean(_), other) | (other, Value::Boolean(_))
                if matches!(comparison, Comparison::Equal | Comparison::NotEqual)
                    || matches!(other, Value::Nodes(_)) =>
            {
                let number = |value: &Value| f64::from(u8::from(value.boolean()));
                compare_numbers(comparison, number(a), number(b))
            }
            (Value::Nodes(nodes), other) => {
                let comparison = tree.mode.nodes_against(comparison, other, true);
                self.any_against(nodes, comparison, other)?
            }
            (other, Value::Nodes(nodes)) => {
                self.any_against(nodes, comparison.mirrored(), other)?
            }
            (Value::Text(a), Value::Text(b)) => tree.mode.compare_texts(comparison, a, b),
            (Value::Number(number), Value::Text(text)) => {
                tree.mode.compare_with_number(comparison.mirrored(), text, *number)?
            }
            (Value::Text(text), Value::Number(number)) => {
                // The library exchanges the sides here.
                let exchanged =
                    if tree.mode == Mode::Konveyor { comparison.mirrored() } else { comparison };
                tree.mode.compare_with_number(exchanged, text, *number)?
            }
            _ => compare_numbers(comparison, a.number(tree), b.number(tree)),
        })
    }

    fn any_against(
        &mut self,
        nodes: &[NodeRef],
        comparison: Comparison,
        other: &Value,
    ) -> Result<bool, XPathError> {
        for node in nodes {
            let text = self.string_value(*node)?;
            let holds = match other {
                Value::Text(other) => self.tree.mode.compare_texts(comparison, &text, other),
                other => {
                    let number = other.number(self.tree);
                    self.tree.mode.compare_with_number(comparison, &text, number)?
                }
            };
            if holds {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn path(&mut self, path: &Path, context: Context) -> Result<Value, XPathError> {
        let mut nodes = match &path.start {
            Start::Context | Start::Root => vec![start_of(path, context)],
            Start::Expression(inner, predicates) => {
                if predicates.is_empty() && path.steps.is_empty() {
                    return self.value(inner, context);
                }
                let mut nodes = self.nodes(inner, context)?;
                for predicate in predicates {
                    nodes = self.filtered(nodes, predicate)?;
                }
                nodes
            }
        };
        for step in &path.steps {
            if nodes.is_empty() {
                break;
            }
            nodes = self.step(&nodes, step)?;
        }
        Ok(Value::Nodes(nodes))
    }

    fn test(&self, step: &Step) -> Ready<'x> {
        self.tests.get(step.id).copied().unwrap_or(Ready::Never)
    }

    /// The nodes that a step selects from nodes in document order, in document order.
    fn step(&mut self, from: &[NodeRef], step: &Step) -> Result<Vec<NodeRef>, XPathError> {
        if matches!(self.test(step), Ready::Never) {
            return Ok(Vec::new());
        }
        if step.positional {
            let mut all = Vec::new();
            for node in from {
                let mut found = self.of_one(*node, step)?;
                for predicate in &step.predicates {
                    found = self.filtered(found, predicate)?;
                }
                all.append(&mut found);
            }
            ordered(&mut all);
            return Ok(all);
        }
        let mut all = self.of_all(from, step)?;
        for predicate in &step.predicates {
            all = self.filtered(all, predicate)?;
        }
        Ok(all)
    }

    /// The nodes of one axis that pass the test, in the order of the axis.
    fn of_one(&mut self, from: NodeRef, step: &Step) -> Result<Vec<NodeRef>, XPathError> {
        let (tree, test) = (self.tree, self.test(step));
        let mut found = Vec::new();
        walk(tree, step.axis, from, &mut |node| {
            self.budget.spend(1)?;
            if test.passes(tree, step.axis, node) {
                found.push(node);
            }
            Ok(true)
        })?;
        Ok(found)
    }

    /// The nodes of all axes that pass the test, in document order, each once. Wide axes of many nodes overlap, so they
    /// are walked once together.
    fn of_all(&mut self, from: &[NodeRef], step: &Step) -> Result<Vec<NodeRef>, XPathError> {
        let (tree, test, axis) = (self.tree, self.test(step), step.axis);
        let doc = tree.doc;
        let mut found = Vec::new();
        let budget = &mut *self.budget;
        budget.spend(from.len())?;
        let mut take = |node: NodeRef| {
            budget.spend(1)?;
            if test.passes(tree, axis, node) {
                found.push(node);
            }
            Ok(true)
        };
        match axis {
            Axis::Descendant | Axis::DescendantOrSelf => {
                let mut covered = 0;
                for node in from {
                    let index = node.node.index();
                    if node.part != Part::Whole {
                        walk(tree, axis, *node, &mut take)?;
                        continue;
                    }
                    if index < covered {
                        continue;
                    }
                    covered = doc.subtree_end(node.node).index();
                    walk(tree, axis, *node, &mut take)?;
                }
            }
            Axis::Ancestor | Axis::AncestorOrSelf => {
                let mut seen = FxHashSet::default();
                for node in from {
                    walk(tree, axis, *node, &mut |node| {
                        // Whoever was met before was met with all that stand above.
                        Ok(seen.insert(node) && take(node)?)
                    })?;
                }
            }
            Axis::FollowingSibling | Axis::PrecedingSibling => {
                let mut done = FxHashSet::default();
                let mut each = |node: &NodeRef| {
                    let fresh = node.part == Part::Whole
                        && doc.parent(node.node).is_some_and(|parent| done.insert(parent));
                    if fresh { walk(tree, axis, *node, &mut take) } else { Ok(true) }
                };
                if axis == Axis::FollowingSibling {
                    from.iter().try_for_each(|node| each(node).map(drop))?;
                } else {
                    from.iter().rev().try_for_each(|node| each(node).map(drop))?;
                }
            }
            Axis::Following => {
                let start = |node: &NodeRef| match node.part {
                    Part::Whole => doc.subtree_end(node.node).index(),
                    Part::Namespace(_) | Part::Attribute(_) => node.node.index() + 1,
                };
                if let Some(start) = from.iter().map(start).min() {
                    range(tree, start, doc.len(), &mut take)?;
                }
            }
            Axis::Preceding => {
                if let Some(last) = from.last() {
                    walk(tree, axis, *last, &mut take)?;
                }
            }
            Axis::Child | Axis::Parent | Axis::Attribute | Axis::Namespace | Axis::Itself => {
                for node in from {
                    walk(tree, axis, *node, &mut take)?;
                }
            }
        }
        ordered(&mut found);
        Ok(found)
    }

    /// The nodes for which a predicate holds; positions count in the order given.
    fn filtered(
        &mut self,
        nodes: Vec<NodeRef>,
        predicate: &Expr,
    ) -> Result<Vec<NodeRef>, XPathError> {
        if let Expr::Number(number) = predicate {
            let wanted = nodes
                .iter()
                .enumerate()
                .find(|(at, _)| compare_numbers(Comparison::Equal, (at + 1) as f64, *number));
            return Ok(wanted.map(|(_, node)| *node).into_iter().collect());
        }
        let (size, positional) = (nodes.len(), predicate.is_positional());
        let mut kept = Vec::new();
        for (at, node) in nodes.into_iter().enumerate() {
            self.budget.spend(1)?;
            let context = Context { node, position: at + 1, size };
            let holds = if positional {
                match self.value(predicate, context)? {
                    Value::Number(number) => {
                        compare_numbers(Comparison::Equal, number, context.position as f64)
                    }
                    other => other.boolean(),
                }
            } else {
                self.boolean(predicate, context)?
            };
            if holds {
                kept.push(node);
            }
        }
        Ok(kept)
    }

    /// Follows steps depth first until `found` says that a node will do. A node may be offered more than once.
    fn walk_steps(
        &mut self,
        steps: &[Step],
        from: NodeRef,
        found: &mut dyn FnMut(&mut Self, NodeRef) -> Result<bool, XPathError>,
    ) -> Result<bool, XPathError> {
        let Some((step, rest)) = steps.split_first() else { return found(self, from) };
        if matches!(self.test(step), Ready::Never) {
            return Ok(false);
        }
        if step.positional {
            let mut nodes = self.of_one(from, step)?;
            for predicate in &step.predicates {
                nodes = self.filtered(nodes, predicate)?;
            }
            for node in nodes {
                if self.walk_steps(rest, node, found)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let tree: Tree<'d> = self.tree;
        let mut flow = ControlFlow::Continue(());
        walk(tree, step.axis, from, &mut |node| {
            self.budget.spend(1)?;
            if !self.test(step).passes(tree, step.axis, node) {
                return Ok(true);
            }
            for predicate in &step.predicates {
                if !self.boolean(predicate, Context { node, position: 1, size: 1 })? {
                    return Ok(true);
                }
            }
            if self.walk_steps(rest, node, found)? {
                flow = ControlFlow::Break(());
                return Ok(false);
            }
            Ok(true)
        })?;
        Ok(flow.is_break())
    }

    /// The pattern of a `matches` or `replace`. A copy would come without the memory that a match works in.
    pub(crate) fn pattern(&self, text: &str) -> Result<Cow<'x, Regex>, XPathError> {
        let patterns: &'x Patterns = self.patterns;
        let compiled = match patterns.get(text) {
            Some(pattern) => {
                pattern.get_or_init(|| re2::compile(text).ok()).as_ref().map(Cow::Borrowed)
            }
            None => re2::compile(text).ok().map(Cow::Owned),
        };
        compiled.ok_or(XPathError::Refused("an invalid pattern"))
    }
}

/// The node that a location path starts at.
fn start_of(path: &Path, context: Context) -> NodeRef {
    match path.start {
        Start::Root => NodeRef::of(NodeId::DOCUMENT),
        Start::Context | Start::Expression(..) => context.node,
    }
}

/// Sorts into document order and drops what is there twice.
pub(crate) fn ordered(nodes: &mut Vec<NodeRef>) {
    if nodes.windows(2).any(|pair| matches!(pair, [a, b] if a >= b)) {
        nodes.sort_unstable();
        nodes.dedup();
    }
}

/// Whether following the steps depth first meets few nodes twice: with two wide axes it could meet each very often.
fn is_walkable(path: &Path) -> bool {
    !matches!(path.start, Start::Expression(..))
        && path.steps.iter().filter(|s| s.axis.is_wide()).count() <= 1
}
