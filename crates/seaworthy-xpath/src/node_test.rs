//! Node tests, made ready for one document.

use seaworthy_base::Sym;

use crate::ast::{Axis, Expr, NodeTest, Step};
use crate::node::{Class, NodeRef, Part, Tree};
use crate::{Mode, Namespaces, XPathError};

/// A node test whose names are looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ready<'x> {
    /// Nothing in this document can pass.
    Never,
    Any,
    Text,
    Comment,
    Instruction(Option<Sym>),
    Principal,
    /// A local name, or any, in a space.
    Name(Option<Sym>, Space<'x>),
}

/// Which names a test means.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Space<'x> {
    /// The prefix as the reading shows it.
    Prefix(&'x str),
    /// The address.
    Address(&'x str),
}

/// The tests of all steps of an expression, by the position of the step.
pub(crate) fn ready<'x>(
    expr: &'x Expr,
    steps: usize,
    tree: Tree<'_>,
    namespaces: &'x Namespaces,
) -> Result<Vec<Ready<'x>>, XPathError> {
    let mut tests = vec![Ready::Never; steps];
    each_step(expr, &mut |step| {
        let test = make_ready(step, tree, namespaces)?;
        if let Some(slot) = tests.get_mut(step.id) {
            *slot = test;
        }
        Ok(())
    })?;
    Ok(tests)
}

/// The address of a prefix; `None` where prefixes are compared as written.
pub(crate) fn address<'x>(
    prefix: &str,
    namespaces: &'x Namespaces,
    mode: Mode,
) -> Result<Option<&'x str>, XPathError> {
    if let Some(address) = namespaces.get(prefix) {
        return Ok(Some(address));
    }
    if mode == Mode::Standard && prefix == "xml" {
        return Ok(Some("http://www.w3.org/XML/1998/namespace"));
    }
    if mode != Mode::Standard && namespaces.is_empty() {
        return Ok(None);
    }
    Err(XPathError::UnknownPrefix(prefix.to_owned()))
}

fn make_ready<'x>(
    step: &'x Step,
    tree: Tree<'_>,
    namespaces: &'x Namespaces,
) -> Result<Ready<'x>, XPathError> {
    let local = |name: &str| tree.doc.local_symbol(name);
    Ok(match &step.test {
        NodeTest::Any => Ready::Any,
        NodeTest::Text => Ready::Text,
        NodeTest::Comment => Ready::Comment,
        NodeTest::Instruction(target) if tree.mode == Mode::Konveyor => match target {
            // The library forgets that an instruction was asked for.
            None => Ready::Principal,
            Some(target) => {
                local(target).map_or(Ready::Never, |sym| Ready::Name(Some(sym), Space::Prefix("")))
            }
        },
        NodeTest::Instruction(None) => Ready::Instruction(None),
        NodeTest::Instruction(Some(target)) => {
            local(target).map_or(Ready::Never, |sym| Ready::Instruction(Some(sym)))
        }
        NodeTest::Principal => Ready::Principal,
        // The prefixes that namespace nodes are named by are no names of the document.
        NodeTest::Local(name) if step.axis == Axis::Namespace => {
            Ready::Name(None, Space::Prefix(name))
        }
        NodeTest::Local(name) => {
            let space = match tree.mode {
                Mode::Standard => Space::Address(""),
                Mode::Konveyor | Mode::Mended => Space::Prefix(""),
            };
            local(name).map_or(Ready::Never, |sym| Ready::Name(Some(sym), space))
        }
        NodeTest::Prefixed(prefix, name) => {
            let space = match address(prefix, namespaces, tree.mode)? {
                Some(address) => Space::Address(address),
                None => Space::Prefix(prefix),
            };
            match name.as_deref() {
                // The library compares the empty name here.
                None if tree.mode == Mode::Konveyor => Ready::Never,
                None => Ready::Name(None, space),
                Some(name) => local(name).map_or(Ready::Never, |sym| Ready::Name(Some(sym), space)),
            }
        }
    })
}

/// Calls `visit` with every step of an expression.
pub(crate) fn each_step<'x>(
    expr: &'x Expr,
    visit: &mut dyn FnMut(&'x Step) -> Result<(), XPathError>,
) -> Result<(), XPathError> {
    if let Expr::Path(path) = expr {
        path.steps.iter().try_for_each(&mut *visit)?;
    }
    expr.parts().into_iter().try_for_each(|part| each_step(part, visit))
}

impl Ready<'_> {
    /// Whether a node on an axis passes.
    pub(crate) fn passes(self, tree: Tree<'_>, axis: Axis, node: NodeRef) -> bool {
        match self {
            Self::Never => false,
            Self::Any => tree.mode != Mode::Standard || !is_doctype(tree, node),
            Self::Text => whole(node) && tree.class(node.node) == Class::Text,
            Self::Comment => whole(node) && tree.class(node.node) == Class::Comment,
            Self::Instruction(target) => {
                whole(node)
                    && tree.class(node.node) == Class::Instruction
                    && target.is_none_or(|t| tree.doc.local(node.node) == t)
            }
            Self::Principal => {
                is_principal(tree, axis, node)
                    || (tree.mode == Mode::Mended && is_doctype(tree, node))
            }
            Self::Name(local, space) => {
                if axis == Axis::Namespace {
                    return matches!(space, Space::Prefix(name) if tree.local_name(node) == name);
                }
                local.is_none_or(|sym| tree.local(node) == sym)
                    && is_principal(tree, axis, node)
                    && match space {
                        Space::Prefix(prefix) => tree.prefix(node) == prefix,
                        Space::Address(address) => tree.namespace(node) == address,
                    }
            }
        }
    }
}

fn whole(node: NodeRef) -> bool {
    node.part == Part::Whole
}

fn is_doctype(tree: Tree<'_>, node: NodeRef) -> bool {
    whole(node) && tree.class(node.node) == Class::Doctype
}

/// Whether a node has the main type of an axis.
fn is_principal(tree: Tree<'_>, axis: Axis, node: NodeRef) -> bool {
    match node.part {
        Part::Attribute(_) => axis == Axis::Attribute,
        Part::Namespace(_) => axis == Axis::Namespace,
        Part::Whole => tree.class(node.node) == Class::Element,
    }
}
