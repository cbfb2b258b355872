//! The walk: every node once, in the order of the text, without recursion.

use tree_sitter::{Node, Tree};

use crate::grammar::{Children, Grammar, children, named_children};

/// What the walk does after [`Extractor::enter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// Go on with the children.
    Descend,
    /// Go on with the children, and call [`Extractor::leave`] after the last.
    DescendAndLeave,
    /// Pass over the children.
    Skip,
}

/// One language's reading of one file.
pub(crate) trait Extractor<'t> {
    /// The node kinds it knows.
    type Kind: Copy + 'static;

    /// The table that tells the kinds.
    fn grammar(&self) -> &'static Grammar<Self::Kind>;

    /// Called for each node the table knows, before its children.
    fn enter(&mut self, kind: Self::Kind, node: Node<'t>) -> Then;

    /// Called after the children of a node for which `enter` said [`Then::DescendAndLeave`].
    fn leave(&mut self, kind: Self::Kind, node: Node<'t>);
}

/// Places the grammar did not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SyntaxErrors {
    /// How many.
    pub(crate) count: u32,
    /// Start of the first, in bytes.
    pub(crate) first: usize,
}

impl SyntaxErrors {
    /// Counts a place.
    pub(crate) fn add(&mut self, at: usize) {
        if self.count == 0 {
            self.first = at;
        }
        self.count += 1;
    }
}

/// A node whose children the walk is at.
struct Open<'t, K> {
    children: Children<'t>,
    /// Whom [`Extractor::leave`] is told of after the last child.
    leave: Option<(K, Node<'t>)>,
}

/// Walks a tree; depth costs memory on the heap only.
pub(crate) fn walk<'t, E: Extractor<'t>>(tree: &'t Tree, extractor: &mut E) -> SyntaxErrors {
    let grammar = extractor.grammar();
    let root = tree.root_node();
    let broken = root.has_error();
    let mut errors = SyntaxErrors::default();
    let mut open: Vec<Open<'t, E::Kind>> = Vec::new();
    let mut next = Some(root);
    loop {
        if let Some(node) = next {
            if broken && (node.is_error() || node.is_missing()) {
                errors.add(node.start_byte());
            }
            let kind = grammar.kind(node);
            let then = kind.map_or(Then::Descend, |kind| extractor.enter(kind, node));
            if then != Then::Skip {
                // Signs and keywords are no rows of a table, but they may be missing.
                let all = broken && node.has_error();
                let children = if all { children(node) } else { named_children(node) };
                let leave = kind.filter(|_| then == Then::DescendAndLeave);
                open.push(Open { children, leave: leave.map(|kind| (kind, node)) });
            }
        }
        let Some(innermost) = open.last_mut() else { return errors };
        next = innermost.children.next();
        if next.is_none()
            && let Some(Open { leave: Some((kind, node)), .. }) = open.pop()
        {
            extractor.leave(kind, node);
        }
    }
}
