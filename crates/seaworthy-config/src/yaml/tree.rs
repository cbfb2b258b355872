//! The nodes of a YAML file with their places, built from the parser's events without recursion.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use seaworthy_base::{CharOffsets, Span};

/// A file of more nodes is cut.
const MAX_NODES: usize = 500_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(u32);

#[derive(Debug)]
pub(super) enum Node<'t> {
    /// Text without quotes; empty for null. `plain` where it stands without quotes.
    Scalar {
        text: Cow<'t, str>,
        plain: bool,
    },
    Sequence(Vec<NodeId>),
    Mapping(Vec<(NodeId, NodeId)>),
    /// The node an alias repeats, if its anchor is known.
    Alias(Option<NodeId>),
}

#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    nodes: Vec<(Node<'t>, Span)>,
    /// The documents.
    pub(super) roots: Vec<NodeId>,
    /// Where and why the parser stopped.
    pub(super) error: Option<(usize, String)>,
    /// Where the tree was cut to the limit.
    pub(super) cut_at: Option<usize>,
}

/// A collection whose end has not come yet.
struct Open {
    node: NodeId,
    /// The key that waits for its value.
    key: Option<NodeId>,
}

impl<'t> Tree<'t> {
    /// Parses as far as the text is YAML.
    pub(super) fn parse(text: &'t str) -> Self {
        let offsets = CharOffsets::new(text);
        let mut tree = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let mut anchors: BTreeMap<usize, NodeId> = BTreeMap::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = match event {
                Ok(found) => found,
                Err(error) => {
                    tree.error =
                        Some((offsets.byte(error.marker().index()), error.info().to_owned()));
                    break;
                }
            };
            let span = Span::new(offsets.byte(span.start.index()), offsets.byte(span.end.index()));
            if tree.nodes.len() >= MAX_NODES {
                tree.cut_at = Some(span.start as usize);
                break;
            }
            let (node, anchor, opens) = match event {
                Event::Scalar(text, style, anchor, _) => {
                    let plain = style == ScalarStyle::Plain;
                    let text = if plain && text == "~" { Cow::Borrowed("") } else { text };
                    (Node::Scalar { text, plain }, anchor, false)
                }
                Event::SequenceStart(anchor, _) => (Node::Sequence(Vec::new()), anchor, true),
                Event::MappingStart(anchor, _) => (Node::Mapping(Vec::new()), anchor, true),
                Event::Alias(anchor) => (Node::Alias(anchors.get(&anchor).copied()), 0, false),
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some((_, place)) =
                        open.pop().and_then(|o| tree.nodes.get_mut(o.node.0 as usize))
                    {
                        place.end = place.end.max(span.end);
                    }
                    continue;
                }
                Event::DocumentStart(_) => {
                    anchors.clear();
                    continue;
                }
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {
                    continue;
                }
            };
            let id = NodeId(tree.nodes.len() as u32);
            tree.nodes.push((node, span));
            if anchor > 0 {
                anchors.insert(anchor, id);
            }
            tree.attach(open.last_mut(), id);
            if opens {
                open.push(Open { node: id, key: None });
            }
        }
        tree
    }

    fn attach(&mut self, parent: Option<&mut Open>, id: NodeId) {
        let Some(parent) = parent else {
            self.roots.push(id);
            return;
        };
        match self.nodes.get_mut(parent.node.0 as usize) {
            Some((Node::Sequence(items), _)) => items.push(id),
            Some((Node::Mapping(pairs), _)) => match parent.key.take() {
                Some(key) => pairs.push((key, id)),
                None => parent.key = Some(id),
            },
            _ => {}
        }
    }

    pub(super) fn node(&self, id: NodeId) -> &Node<'t> {
        self.nodes.get(id.0 as usize).map_or(&Node::Alias(None), |(node, _)| node)
    }

    pub(super) fn span(&self, id: NodeId) -> Span {
        self.nodes.get(id.0 as usize).map_or(Span::default(), |&(_, span)| span)
    }

    pub(super) fn is_collection(&self, id: NodeId) -> bool {
        matches!(self.node(id), Node::Sequence(_) | Node::Mapping(_))
    }
}
