//! The walk: every node once, in the order of the text, without recursion.

use tree_sitter::{Node, Tree};

use crate::grammar::Grammar;

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

/// Walks a tree; depth costs memory on the heap only.
pub(crate) fn walk<'t, E: Extractor<'t>>(tree: &'t Tree, extractor: &mut E) -> SyntaxErrors {
    let grammar = extractor.grammar();
    let broken = tree.root_node().has_error();
    let mut errors = SyntaxErrors::default();
    let mut open: Vec<(u32, E::Kind, Node<'t>)> = Vec::new();
    let mut cursor = tree.walk();
    let mut depth = 0_u32;
    loop {
        let node = cursor.node();
        if broken && (node.is_error() || node.is_missing()) {
            if errors.count == 0 {
                errors.first = node.start_byte();
            }
            errors.count += 1;
        }
        let then = match grammar.kind(node) {
            Some(kind) => {
                let then = extractor.enter(kind, node);
                if then == Then::DescendAndLeave {
                    open.push((depth, kind, node));
                }
                then
            }
            None => Then::Descend,
        };
        if then != Then::Skip && cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        loop {
            if let Some(&(d, kind, node)) = open.last()
                && d == depth
            {
                open.pop();
                extractor.leave(kind, node);
            }
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                return errors;
            }
            depth -= 1;
        }
    }
}
