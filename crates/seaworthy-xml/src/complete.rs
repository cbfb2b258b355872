//! What a complete reading knows beyond elements and text.

use seaworthy_base::Sym;

use crate::tree::{Attribute, Document, Kind, NodeId};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// The document node.
    Document,
    /// An element.
    Element,
    /// Text; with CDATA where the reading does not keep that apart.
    Text,
    /// A CDATA section.
    Data,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
    /// The XML declaration.
    Declaration,
    /// A document type; in Konveyor's reading any `<!…>`.
    Directive,
}

impl NodeId {
    /// The node at this position of its document.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

impl Document {
    /// What the node is.
    pub fn kind(&self, id: NodeId) -> NodeKind {
        match self.node(id).map(|n| &n.kind) {
            None | Some(Kind::Document) => NodeKind::Document,
            Some(Kind::Element { .. }) => NodeKind::Element,
            Some(Kind::Text(_)) => NodeKind::Text,
            Some(Kind::Data(_)) => NodeKind::Data,
            Some(Kind::Comment(_)) => NodeKind::Comment,
            Some(Kind::Instruction { .. }) => NodeKind::Instruction,
            Some(Kind::Declaration) => NodeKind::Declaration,
            Some(Kind::Directive { .. }) => NodeKind::Directive,
        }
    }

    /// The text of a comment or a processing instruction; empty for other nodes.
    pub fn content(&self, id: NodeId) -> &str {
        match self.node(id).map(|n| &n.kind) {
            Some(Kind::Comment(text) | Kind::Instruction { text, .. }) => text,
            _ => "",
        }
    }

    /// One past the last node of the subtree.
    pub fn subtree_end(&self, id: NodeId) -> NodeId {
        NodeId(self.node(id).map_or(0, |n| n.end))
    }

    /// The line of the node as Konveyor's library counts it, which is at times too small; 0 where it counts none.
    pub fn library_line(&self, id: NodeId) -> u32 {
        self.node(id).map_or(0, |n| n.line)
    }

    /// The symbol of a local name that some element, attribute or instruction has.
    pub fn local_symbol(&self, name: &str) -> Option<Sym> {
        let at = self.local_names.binary_search_by(|sym| self.names.get(*sym).cmp(name)).ok()?;
        self.local_names.get(at).copied()
    }

    /// The distinct local names of elements, attributes and instructions, sorted.
    pub fn distinct_local_names(&self) -> impl Iterator<Item = &str> {
        self.local_names.iter().map(|sym| self.names.get(*sym))
    }

    /// The local name of an element or the target of an instruction; the empty symbol for other nodes.
    pub fn local(&self, id: NodeId) -> Sym {
        self.node(id).map_or(Sym::EMPTY, |n| n.resolved.local)
    }

    /// The text of a symbol of this document.
    pub fn symbol_text(&self, symbol: Sym) -> &str {
        self.names.get(symbol)
    }

    /// The prefix of an element, as the reading shows it.
    pub fn shown_prefix(&self, id: NodeId) -> &str {
        self.node(id).map_or("", |n| self.names.get(n.resolved.prefix))
    }

    /// The address of an element's namespace; an undeclared prefix stands for itself.
    pub fn namespace(&self, id: NodeId) -> &str {
        self.node(id).map_or("", |n| self.names.get(n.resolved.namespace))
    }

    /// The local name of an attribute.
    pub fn attribute_local(&self, attribute: &Attribute) -> Sym {
        attribute.resolved.local
    }

    /// The prefix of an attribute, as the reading shows it.
    pub fn attribute_prefix(&self, attribute: &Attribute) -> &str {
        self.names.get(attribute.resolved.prefix)
    }

    /// The address of an attribute's namespace: `xmlns` for declarations with a prefix.
    pub fn attribute_namespace(&self, attribute: &Attribute) -> &str {
        self.names.get(attribute.resolved.namespace)
    }

    /// Whether an attribute declares a namespace.
    pub fn declares_namespace(&self, attribute: &Attribute) -> bool {
        let name = self.names.get(attribute.name);
        name == "xmlns" || name.starts_with("xmlns:")
    }

    /// The public and the system identifier of the document type.
    pub fn doctype(&self) -> Option<(Option<&str>, Option<&str>)> {
        let (id, _) = self.nodes.iter().enumerate().find(|(_, n)| match &n.kind {
            Kind::Directive { attributes } => !attributes.is_empty(),
            _ => false,
        })?;
        let id = NodeId::at(id);
        Some((self.attr(id, "public-id"), self.attr(id, "system-id")))
    }
}
