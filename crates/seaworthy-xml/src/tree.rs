//! The tree and how it is read.

use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, Interner, LineIndex, Span, Sym};

/// A node of one [`Document`]. Nodes are numbered in the order of the text; the document itself is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The document node, parent of the root element.
    pub const DOCUMENT: Self = Self(0);

    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An attribute of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub(crate) name: Sym,
    /// Only in a complete reading.
    pub(crate) resolved: Resolved,
    /// The value, references replaced.
    pub value: String,
    /// The value in the text, without its quotes.
    pub span: Span,
}

/// Something in the text that is no XML and was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Where.
    pub span: Span,
    /// What was wrong and what was done, one sentence without the place.
    pub message: String,
}

/// What a name stands for: only in a complete reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub(crate) local: Sym,
    pub(crate) prefix: Sym,
    pub(crate) namespace: Sym,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Document,
    Element { name: Sym, tag: Span, attributes: Vec<Attribute> },
    Text(String),
    Data(String),
    Comment(String),
    Instruction { target: Sym, text: String },
    Declaration,
    Directive { attributes: Vec<Attribute> },
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) parent: u32,
    /// One past the last node of the subtree: nodes are in text order, so a subtree is a range.
    pub(crate) end: u32,
    pub(crate) span: Span,
    pub(crate) resolved: Resolved,
    /// Line as Konveyor's library counts it; only in a complete reading.
    pub(crate) line: u32,
}

impl Node {
    /// A node without a subtree yet, the `id`th of its document.
    pub(crate) fn new(kind: Kind, parent: u32, id: u32, span: Span) -> Self {
        Self { kind, parent, end: id + 1, span, resolved: Resolved::default(), line: 0 }
    }
}

/// An XML text as a tree. [`Document::parse`] keeps elements and text, without comments, processing instructions, the
/// document type and white space between elements; [`Document::read`] keeps them too.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) nodes: Vec<Node>,
    pub(crate) names: Interner,
    /// Local names of elements and attributes, sorted by their text; only in a complete reading.
    pub(crate) local_names: Vec<Sym>,
    /// Why Konveyor's library would refuse the text, if it would; only in a complete reading.
    pub refusal: Option<Repair>,
    /// What had to be mended, in the order of the text, at most [`Document::MAX_REPAIRS`].
    pub repairs: Vec<Repair>,
    /// Whether elements were skipped because they lie deeper than [`crate::MAX_DEPTH`].
    pub too_deep: bool,
}

impl Document {
    /// How many repairs are listed.
    pub const MAX_REPAIRS: usize = 50;

    /// The document node alone.
    pub(crate) fn empty() -> Self {
        Self {
            nodes: vec![Node::new(Kind::Document, 0, 0, Span::default())],
            names: Interner::new(),
            local_names: Vec::new(),
            refusal: None,
            repairs: Vec::new(),
            too_deep: false,
        }
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// Number of nodes, the document node included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no element and no text.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// The first element at the top, if there is any.
    pub fn root_element(&self) -> Option<NodeId> {
        self.children(NodeId::DOCUMENT).next()
    }

    /// The parent; `None` for the document node.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id != NodeId::DOCUMENT).then(|| self.node(id).map(|n| NodeId(n.parent))).flatten()
    }

    /// The nodes above, nearest first, the document node last.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&n| self.parent(n))
    }

    /// Child nodes in order, elements and text.
    pub fn child_nodes(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).map_or(0, |n| n.end);
        let mut next = id.0 + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = NodeId(next);
                next = self.node(child).map_or(end, |n| n.end.max(next + 1));
                child
            })
        })
    }

    /// Child elements in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.child_nodes(id).filter(|&c| self.is_element(c))
    }

    /// Child elements of that local name, whatever their prefix.
    pub fn children_named<'d>(
        &'d self,
        id: NodeId,
        local: &'d str,
    ) -> impl Iterator<Item = NodeId> + 'd {
        self.children(id).filter(move |&c| self.local_name(c) == local)
    }

    /// The first child element of that local name.
    pub fn child(&self, id: NodeId, local: &str) -> Option<NodeId> {
        self.children(id).find(|&c| self.local_name(c) == local)
    }

    /// Follows first children by local name: `at(root, &["build", "plugins"])`.
    pub fn at(&self, id: NodeId, path: &[&str]) -> Option<NodeId> {
        path.iter().try_fold(id, |n, name| self.child(n, name))
    }

    /// All nodes below in text order.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).map_or(0, |n| n.end);
        (id.0.saturating_add(1)..end).map(NodeId)
    }

    /// All elements of the document in text order.
    pub fn elements(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.descendants(NodeId::DOCUMENT).filter(|&n| self.is_element(n))
    }

    /// Whether the node is an element.
    pub fn is_element(&self, id: NodeId) -> bool {
        matches!(self.node(id), Some(Node { kind: Kind::Element { .. }, .. }))
    }

    /// The text of a text node, references replaced and CDATA taken as text.
    pub fn text_node(&self, id: NodeId) -> Option<&str> {
        match self.node(id) {
            Some(Node { kind: Kind::Text(text) | Kind::Data(text), .. }) => Some(text),
            _ => None,
        }
    }

    /// The name of an element as written, with its prefix; empty for other nodes.
    pub fn name(&self, id: NodeId) -> &str {
        match self.node(id) {
            Some(Node { kind: Kind::Element { name, .. }, .. }) => self.names.get(*name),
            _ => "",
        }
    }

    /// The name of an element without its prefix.
    pub fn local_name(&self, id: NodeId) -> &str {
        local(self.name(id))
    }

    /// The prefix of an element's name, empty where it has none.
    pub fn prefix(&self, id: NodeId) -> &str {
        self.name(id).split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The attributes of an element in order; of a document type in a complete reading `public-id` and `system-id`, where
    /// it has them.
    pub fn attributes(&self, id: NodeId) -> &[Attribute] {
        match self.node(id) {
            Some(Node {
                kind: Kind::Element { attributes, .. } | Kind::Directive { attributes },
                ..
            }) => attributes,
            _ => &[],
        }
    }

    /// The name of an attribute as written.
    pub fn attribute_name(&self, attribute: &Attribute) -> &str {
        self.names.get(attribute.name)
    }

    /// The attribute of that name: as written, or its local name where no attribute is written so.
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&Attribute> {
        let all = self.attributes(id);
        all.iter()
            .find(|a| self.attribute_name(a) == name)
            .or_else(|| all.iter().find(|a| local(self.attribute_name(a)) == name))
    }

    /// The value of the attribute of that name.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attribute(id, name).map(|a| a.value.as_str())
    }

    /// The whole node in the text: for an element from `<` of its start tag to the end of its end tag.
    pub fn span(&self, id: NodeId) -> Span {
        self.node(id).map(|n| n.span).unwrap_or_default()
    }

    /// The start tag of an element with its angle brackets; for text the text.
    pub fn tag_span(&self, id: NodeId) -> Span {
        match self.node(id) {
            Some(Node { kind: Kind::Element { tag, .. }, .. }) => *tag,
            _ => self.span(id),
        }
    }

    /// The text directly in an element, without that of its child elements, trimmed, and where it stands. The place is
    /// the start tag where there is no text.
    pub fn own_text(&self, id: NodeId) -> (String, Span) {
        let mut text = String::new();
        let mut place = None;
        for child in self.child_nodes(id) {
            if let Some(part) = self.text_node(child) {
                text.push_str(part);
                place.get_or_insert(self.span(child));
            }
        }
        (text.trim().to_owned(), place.unwrap_or_else(|| self.tag_span(id)))
    }

    /// All text below a node, in order: XPath's string value.
    pub fn string_value(&self, id: NodeId) -> String {
        self.descendants(id).filter_map(|n| self.text_node(n)).collect()
    }

    /// The trimmed own text of the first child element of that local name, and where it stands.
    pub fn child_text(&self, id: NodeId, local: &str) -> Option<(String, Span)> {
        self.child(id, local).map(|c| self.own_text(c))
    }

    /// The names from the root element to this one, joined by `/`; a text node has the path of its element.
    pub fn path(&self, id: NodeId) -> String {
        let mut names: Vec<&str> = std::iter::once(id)
            .chain(self.ancestors(id))
            .map(|n| self.name(n))
            .filter(|n| !n.is_empty())
            .collect();
        names.reverse();
        names.join("/")
    }

    /// Repairs and the depth limit as problems of the file; `lines` and `text` are those the document was read from.
    pub fn problems(&self, path: &Arc<str>, lines: &LineIndex, text: &str) -> Vec<Diagnostic> {
        let mut problems: Vec<Diagnostic> = self
            .repairs
            .iter()
            .map(|r| {
                Diagnostic::warning(Code::BadConfig, path, r.message.clone())
                    .at(lines.position(text, r.span.start))
            })
            .collect();
        if self.too_deep {
            problems.push(Diagnostic::warning(
                Code::TooDeep,
                path,
                format!("elements deeper than {} were skipped", crate::MAX_DEPTH),
            ));
        }
        problems
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
