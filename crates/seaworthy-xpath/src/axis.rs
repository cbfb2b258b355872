//! Walking along an axis.

use seaworthy_xml::NodeId;

use crate::XPathError;
use crate::ast::Axis;
use crate::node::{NodeRef, Part, Tree};

/// What a walk does with a node: `Ok(true)` to go on, `Ok(false)` to stop.
pub(crate) type Visit<'v> = &'v mut dyn FnMut(NodeRef) -> Result<bool, XPathError>;

/// Visits the nodes of an axis in its order: away from the context node. Gives whether the walk went to its end.
pub(crate) fn walk(
    tree: Tree<'_>,
    axis: Axis,
    from: NodeRef,
    visit: Visit<'_>,
) -> Result<bool, XPathError> {
    let whole = from.part == Part::Whole;
    let doc = tree.doc;
    match axis {
        Axis::Itself => visit(from),
        Axis::Child => {
            if !whole {
                return Ok(true);
            }
            for child in doc.child_nodes(from.node) {
                if tree.is_met(child) && !visit(NodeRef::of(child))? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Axis::Descendant | Axis::DescendantOrSelf => {
            if axis == Axis::DescendantOrSelf && !visit(from)? {
                return Ok(false);
            }
            if !whole {
                return Ok(true);
            }
            range(tree, from.node.index() + 1, doc.subtree_end(from.node).index(), visit)
        }
        Axis::Parent => tree.parent(from).map_or(Ok(true), visit),
        Axis::Ancestor | Axis::AncestorOrSelf => {
            let first = if axis == Axis::Ancestor { tree.parent(from) } else { Some(from) };
            for node in std::iter::successors(first, |n| tree.parent(*n)) {
                if !visit(node)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Axis::FollowingSibling => {
            let Some(parent) = doc.parent(from.node).filter(|_| whole) else { return Ok(true) };
            let end = doc.subtree_end(parent).index();
            let mut next = doc.subtree_end(from.node);
            while next.index() < end {
                if tree.is_met(next) && !visit(NodeRef::of(next))? {
                    return Ok(false);
                }
                next = doc.subtree_end(next);
            }
            Ok(true)
        }
        Axis::PrecedingSibling => {
            let Some(parent) = doc.parent(from.node).filter(|_| whole) else { return Ok(true) };
            let before: Vec<NodeId> =
                doc.child_nodes(parent).take_while(|n| *n < from.node).collect();
            for node in before.into_iter().rev() {
                if tree.is_met(node) && !visit(NodeRef::of(node))? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Axis::Following => {
            // What follows an attribute or a namespace starts with the children of its element.
            let start =
                if whole { doc.subtree_end(from.node).index() } else { from.node.index() + 1 };
            range(tree, start, doc.len(), visit)
        }
        Axis::Preceding => {
            for index in (1..from.node.index()).rev() {
                let node = NodeId::at(index);
                let is_ancestor = doc.subtree_end(node) > from.node;
                if !is_ancestor && tree.is_met(node) && !visit(NodeRef::of(node))? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Axis::Attribute => {
            if !whole || !doc.is_element(from.node) && !shows_identifiers(tree, from.node) {
                return Ok(true);
            }
            for (at, attribute) in doc.attributes(from.node).iter().enumerate() {
                let part = Part::Attribute(at as u32);
                if tree.is_attribute(attribute) && !visit(NodeRef { node: from.node, part })? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Axis::Namespace => {
            if !whole || !doc.is_element(from.node) || tree.mode == crate::Mode::Konveyor {
                return Ok(true);
            }
            for namespace in tree.namespaces(from.node) {
                if !visit(namespace)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
    }
}

/// Whether the document type has its identifiers as attributes.
fn shows_identifiers(tree: Tree<'_>, node: NodeId) -> bool {
    tree.mode == crate::Mode::Mended && tree.doc.kind(node) == seaworthy_xml::NodeKind::Directive
}

/// Visits the nodes of a range of positions.
pub(crate) fn range(
    tree: Tree<'_>,
    start: usize,
    end: usize,
    visit: Visit<'_>,
) -> Result<bool, XPathError> {
    for index in start..end {
        let node = NodeId::at(index);
        if tree.is_met(node) && !visit(NodeRef::of(node))? {
            return Ok(false);
        }
    }
    Ok(true)
}
