//! Nodes as XPath sees them, by dialect.

use std::borrow::Cow;

use seaworthy_base::Sym;
use seaworthy_xml::{Attribute, Document, NodeId, NodeKind};

use crate::Mode;

/// A node that an expression can select, in document order: a node before its namespaces, these before its
/// attributes, these before its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeRef {
    /// The node of the tree; for an attribute or a namespace its element.
    pub node: NodeId,
    /// Which part of it.
    pub part: Part,
}

/// What of a node of the tree is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The node itself.
    Whole,
    /// A namespace in scope: the element that declares it and the position of the declaration among its attributes;
    /// `None` for `xml`.
    Namespace(Option<(NodeId, u32)>),
    /// The attribute at this position.
    Attribute(u32),
}

impl NodeRef {
    /// The whole node.
    pub fn of(node: NodeId) -> Self {
        Self { node, part: Part::Whole }
    }

    /// The attribute, if it is one.
    pub fn attribute(self, doc: &Document) -> Option<&Attribute> {
        match self.part {
            Part::Attribute(at) => doc.attributes(self.node).get(at as usize),
            _ => None,
        }
    }
}

/// What a node is to node tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Root,
    Element,
    Text,
    Comment,
    Instruction,
    /// The document type: an element without a name where rules ask for its identifiers, nothing in the standard.
    Doctype,
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A document in the way of a dialect.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'d> {
    pub(crate) doc: &'d Document,
    pub(crate) mode: Mode,
}

impl<'d> Tree<'d> {
    pub(crate) fn class(self, node: NodeId) -> Class {
        let kind = self.doc.kind(node);
        if self.mode == Mode::Konveyor {
            return match kind {
                NodeKind::Document | NodeKind::Declaration => Class::Root,
                NodeKind::Element | NodeKind::Instruction => Class::Element,
                NodeKind::Text | NodeKind::Data | NodeKind::Directive => Class::Text,
                NodeKind::Comment => Class::Comment,
            };
        }
        match kind {
            NodeKind::Document | NodeKind::Declaration => Class::Root,
            NodeKind::Element => Class::Element,
            NodeKind::Text | NodeKind::Data => Class::Text,
            NodeKind::Comment => Class::Comment,
            NodeKind::Instruction => Class::Instruction,
            NodeKind::Directive => Class::Doctype,
        }
    }

    /// Whether walking meets the node: Konveyor's library steps over white space, unless it is a first child.
    pub(crate) fn is_met(self, node: NodeId) -> bool {
        if self.mode != Mode::Konveyor || self.doc.kind(node) != NodeKind::Text {
            return true;
        }
        let first = self.doc.parent(node).is_some_and(|p| p.index() + 1 == node.index());
        first || self.doc.text_node(node).is_some_and(|text| !text.trim().is_empty())
    }

    /// Whether an attribute is one to XPath.
    pub(crate) fn is_attribute(self, attribute: &Attribute) -> bool {
        self.mode != Mode::Standard || !self.doc.declares_namespace(attribute)
    }

    /// The namespaces in scope of an element, `xml` first.
    pub(crate) fn namespaces(self, element: NodeId) -> Vec<NodeRef> {
        let mut seen = vec!["xml"];
        let mut found = vec![NodeRef { node: element, part: Part::Namespace(None) }];
        for owner in std::iter::once(element).chain(self.doc.ancestors(element)) {
            for (at, attribute) in self.doc.attributes(owner).iter().enumerate() {
                if !self.doc.declares_namespace(attribute) {
                    continue;
                }
                let prefix = declared_prefix(self.doc.attribute_name(attribute));
                if seen.contains(&prefix) {
                    continue;
                }
                seen.push(prefix);
                // An empty address takes the default namespace back.
                if !attribute.value.is_empty() {
                    let part = Part::Namespace(Some((owner, at as u32)));
                    found.push(NodeRef { node: element, part });
                }
            }
        }
        found
    }

    fn namespace_declaration(self, owner: NodeId, at: u32) -> Option<&'d Attribute> {
        self.doc.attributes(owner).get(at as usize)
    }

    /// The parent of a node.
    pub(crate) fn parent(self, from: NodeRef) -> Option<NodeRef> {
        match from.part {
            Part::Whole => self.doc.parent(from.node).map(NodeRef::of),
            Part::Namespace(_) | Part::Attribute(_) => Some(NodeRef::of(from.node)),
        }
    }

    /// The string value.
    pub(crate) fn string_value(self, of: NodeRef) -> Cow<'d, str> {
        match of.part {
            Part::Attribute(at) => {
                let attribute = self.doc.attributes(of.node).get(at as usize);
                Cow::Borrowed(attribute.map_or("", |a| a.value.as_str()))
            }
            Part::Namespace(None) => Cow::Borrowed(XML),
            Part::Namespace(Some((owner, at))) => {
                let declaration = self.namespace_declaration(owner, at);
                Cow::Borrowed(declaration.map_or("", |a| a.value.as_str()))
            }
            Part::Whole => self.value_of(of.node),
        }
    }

    fn value_of(self, node: NodeId) -> Cow<'d, str> {
        let doc = self.doc;
        match doc.kind(node) {
            NodeKind::Text => Cow::Borrowed(doc.text_node(node).unwrap_or("")),
            NodeKind::Comment => Cow::Borrowed(doc.content(node)),
            NodeKind::Element => element_text(doc, node),
            // The library knows no value of other nodes.
            _ if self.mode == Mode::Konveyor => Cow::Borrowed(""),
            NodeKind::Data => Cow::Borrowed(doc.text_node(node).unwrap_or("")),
            NodeKind::Instruction => Cow::Borrowed(doc.content(node)),
            NodeKind::Document => element_text(doc, node),
            NodeKind::Declaration | NodeKind::Directive => Cow::Borrowed(""),
        }
    }

    /// The local name.
    pub(crate) fn local_name(self, of: NodeRef) -> &'d str {
        match of.part {
            Part::Attribute(at) => {
                let attribute = self.doc.attributes(of.node).get(at as usize);
                attribute.map_or("", |a| self.doc.symbol_text(self.doc.attribute_local(a)))
            }
            Part::Namespace(None) => "xml",
            Part::Namespace(Some((owner, at))) => self
                .namespace_declaration(owner, at)
                .map_or("", |a| declared_prefix(self.doc.attribute_name(a))),
            Part::Whole => match self.doc.kind(of.node) {
                // The library takes the text of a text for its name.
                NodeKind::Text | NodeKind::Data if self.mode == Mode::Konveyor => {
                    self.doc.text_node(of.node).unwrap_or("")
                }
                NodeKind::Comment if self.mode == Mode::Konveyor => self.doc.content(of.node),
                _ => self.doc.symbol_text(self.doc.local(of.node)),
            },
        }
    }

    /// The prefix; empty where there is none.
    pub(crate) fn prefix(self, of: NodeRef) -> &'d str {
        match of.part {
            Part::Attribute(at) => {
                let attribute = self.doc.attributes(of.node).get(at as usize);
                attribute.map_or("", |a| self.doc.attribute_prefix(a))
            }
            Part::Namespace(_) => "",
            Part::Whole => self.doc.shown_prefix(of.node),
        }
    }

    /// The address of the namespace.
    pub(crate) fn namespace(self, of: NodeRef) -> &'d str {
        match of.part {
            Part::Attribute(at) => {
                let attribute = self.doc.attributes(of.node).get(at as usize);
                attribute.map_or("", |a| self.doc.attribute_namespace(a))
            }
            Part::Namespace(_) => "",
            Part::Whole => self.doc.namespace(of.node),
        }
    }

    /// The symbol of the local name, for attributes and whole nodes.
    pub(crate) fn local(self, of: NodeRef) -> Sym {
        match of.part {
            Part::Attribute(at) => {
                let attribute = self.doc.attributes(of.node).get(at as usize);
                attribute.map_or(Sym::EMPTY, |a| self.doc.attribute_local(a))
            }
            Part::Namespace(_) => Sym::EMPTY,
            Part::Whole => self.doc.local(of.node),
        }
    }
}

/// The prefix that an `xmlns` attribute declares; empty for the default namespace.
fn declared_prefix(name: &str) -> &str {
    name.strip_prefix("xmlns:").unwrap_or("")
}

/// All text below a node; borrowed where it is one text, as it is most often.
fn element_text(doc: &Document, node: NodeId) -> Cow<'_, str> {
    let mut texts = doc.descendants(node).filter_map(|n| doc.text_node(n));
    let Some(first) = texts.next() else { return Cow::Borrowed("") };
    let Some(second) = texts.next() else { return Cow::Borrowed(first) };
    let mut all = String::with_capacity(first.len() + second.len());
    all.push_str(first);
    all.push_str(second);
    texts.for_each(|text| all.push_str(text));
    Cow::Owned(all)
}
