//! From the parser's events to a tree, without recursion and within limits.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use seaworthy_base::{CharOffsets, Span};

use super::repair::parse_repaired;
use super::scalar::resolve;
use super::{Kind, Node};

/// A file of more bytes is not read.
pub(crate) const MAX_BYTES: usize = 32 << 20;
/// Collections inside of collections.
const MAX_DEPTH: usize = 200;
/// Values that aliases may repeat.
const MAX_ALIASED: usize = 100_000;

/// Why a text is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Byte of the text.
    pub(crate) at: usize,
    pub(crate) message: String,
}

/// A collection whose end has not come yet.
struct Open<'t> {
    node: Node<'t>,
    anchor: usize,
    key: Option<Node<'t>>,
    /// Values merged by `<<`, added where the end comes.
    merged: Vec<(Node<'t>, Node<'t>)>,
    /// Texts of the keys once there are many of them.
    many: Option<FxHashSet<String>>,
}

/// Mappings of more keys remember them in a set.
const FEW_KEYS: usize = 32;

/// Parses the first document of a text; `None` where there is none. With `list_only` a document that is no list gives
/// `None` at once.
pub(crate) fn parse(text: &str, list_only: bool) -> Result<Option<Node<'_>>, Failure> {
    Ok(parse_strictly(text, list_only)?.0)
}

/// The same with the places of keys that stand in their mapping before.
pub(crate) fn parse_strictly(text: &str, list_only: bool) -> Result<Document<'_>, Failure> {
    parse_once(text, list_only).or_else(|failure| parse_repaired(text, failure, list_only))
}

/// The root and the keys that stand in their mapping before.
pub(super) type Document<'t> = (Option<Node<'t>>, Vec<Span>);

/// Parses as far as the parser goes.
pub(super) fn parse_once(text: &str, list_only: bool) -> Result<Document<'_>, Failure> {
    if text.len() > MAX_BYTES {
        return Err(Failure {
            at: 0,
            message: format!("the file is over {} MiB", MAX_BYTES >> 20),
        });
    }
    let mut builder = Builder {
        offsets: CharOffsets::new(text),
        open: Vec::new(),
        anchors: BTreeMap::new(),
        aliased: 0,
        root: None,
        repeated: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Failure {
            at: builder.offsets.byte(error.marker().index()),
            message: error.info().to_owned(),
        })?;
        let line = span.start.line() as u32;
        let span = Span::new(
            builder.offsets.byte(span.start.index()),
            builder.offsets.byte(span.end.index()),
        );
        match event {
            Event::DocumentEnd => break,
            Event::MappingStart(..) if list_only && builder.open.is_empty() => {
                return Ok((None, Vec::new()));
            }
            _ => {}
        }
        builder.event(event, span, line)?;
    }
    Ok((builder.root, builder.repeated))
}

/// Where a second document starts.
pub(crate) fn further_document(text: &str) -> Option<usize> {
    if !text.contains("\n---") || text.len() > MAX_BYTES {
        return None;
    }
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        documents += usize::from(matches!(event, Event::DocumentStart(_)));
        if documents > 1 {
            return Some(CharOffsets::new(text).byte(span.start.index()));
        }
    }
    None
}

struct Builder<'t> {
    offsets: CharOffsets,
    open: Vec<Open<'t>>,
    anchors: BTreeMap<usize, Node<'t>>,
    aliased: usize,
    root: Option<Node<'t>>,
    /// Keys that stand in their mapping before.
    repeated: Vec<Span>,
}

impl<'t> Builder<'t> {
    fn event(&mut self, event: Event<'t>, span: Span, line: u32) -> Result<(), Failure> {
        let fail = |message: &str| Failure { at: span.start as usize, message: message.to_owned() };
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let kind = match core_tag(tag.as_deref()) {
                    Some("str" | "binary") => Kind::Text(text),
                    Some("int" | "bool" | "float" | "null") => resolve(text),
                    _ if style == ScalarStyle::Plain => resolve(text),
                    _ => Kind::Text(text),
                };
                self.add(Node { kind, span, line }, anchor)
            }
            Event::SequenceStart(anchor, _) => {
                self.begin(Node { kind: Kind::List(Vec::new()), span, line }, anchor)
            }
            Event::MappingStart(anchor, _) => {
                self.begin(Node { kind: Kind::Map(Vec::new()), span, line }, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(mut closed) = self.open.pop() else { return Ok(()) };
                if let Kind::Map(pairs) = &mut closed.node.kind {
                    for (key, value) in closed.merged {
                        if !pairs.iter().any(|(k, _)| same_key(k, &key)) {
                            pairs.push((key, value));
                        }
                    }
                }
                // A block collection ends where the next line begins; its last value is what a reader sees.
                let last = match &closed.node.kind {
                    _ if !span.is_empty() => Some(span.end),
                    Kind::List(items) => items.last().map(|n| n.span.end),
                    Kind::Map(pairs) => pairs.last().map(|(k, v)| v.span.end.max(k.span.end)),
                    _ => None,
                };
                let place = &mut closed.node.span;
                place.end = place.end.max(last.unwrap_or(span.end)).max(place.start);
                self.add(closed.node, closed.anchor)
            }
            Event::Alias(anchor) => {
                let Some(target) = self.anchors.get(&anchor) else {
                    return Err(fail("the alias repeats a value that contains it, or none"));
                };
                let (size, depth) = measure(target);
                self.aliased += size;
                if self.aliased > MAX_ALIASED || self.open.len() + depth > MAX_DEPTH {
                    return Err(fail("aliases repeat too much"));
                }
                let node = Node { kind: target.kind.clone(), span, line };
                self.add(node, 0)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, node: Node<'t>, anchor: usize) -> Result<(), Failure> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Failure {
                at: node.span.start as usize,
                message: format!("values are nested deeper than {MAX_DEPTH}"),
            });
        }
        self.open.push(Open { node, anchor, key: None, merged: Vec::new(), many: None });
        Ok(())
    }

    fn add(&mut self, node: Node<'t>, anchor: usize) -> Result<(), Failure> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(parent) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        match &mut parent.node.kind {
            Kind::List(items) => items.push(node),
            Kind::Map(pairs) => match parent.key.take() {
                None if matches!(node.kind, Kind::List(_) | Kind::Map(_)) => {
                    return Err(Failure {
                        at: node.span.start as usize,
                        message: "invalid map key: a list or a mapping".to_owned(),
                    });
                }
                None => parent.key = Some(node),
                Some(key) if key.text() == Some("<<") => merge(node, &mut parent.merged)?,
                Some(key) => {
                    let known = match (&mut parent.many, key.go_string()) {
                        (Some(many), Some(text)) => !many.insert(text.into_owned()),
                        _ => true,
                    };
                    // The last of equal keys wins, as in go-yaml v2.
                    match pairs.iter_mut().find(|(k, _)| known && same_key(k, &key)) {
                        Some(pair) => {
                            self.repeated.push(key.span);
                            *pair = (key, node);
                        }
                        None => pairs.push((key, node)),
                    }
                    if pairs.len() == FEW_KEYS {
                        let texts = pairs.iter().filter_map(|(k, _)| k.go_string());
                        parent.many = Some(texts.map(Cow::into_owned).collect());
                    }
                }
            },
            _ => {}
        }
        Ok(())
    }
}

fn merge<'t>(source: Node<'t>, merged: &mut Vec<(Node<'t>, Node<'t>)>) -> Result<(), Failure> {
    let at = source.span.start as usize;
    let sources = match source.kind {
        Kind::List(items) => items,
        _ => vec![source],
    };
    for source in sources {
        let Kind::Map(pairs) = source.kind else {
            return Err(Failure {
                at,
                message: "map merge requires map or sequence of maps as the value".to_owned(),
            });
        };
        merged.extend(pairs);
    }
    Ok(())
}

fn same_key(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Text(a), Kind::Text(b)) => a == b,
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Int(a), Kind::Int(b)) => a == b,
        (Kind::Null, Kind::Null) => true,
        _ => false,
    }
}

/// Number of values and depth of a tree; its depth is limited when it is built.
fn measure(node: &Node<'_>) -> (usize, usize) {
    let inner = |(size, depth): (usize, usize), node| {
        let (s, d) = measure(node);
        (size + s, depth.max(d))
    };
    let (size, depth) = match &node.kind {
        Kind::List(items) => items.iter().fold((0, 0), inner),
        Kind::Map(pairs) => pairs.iter().map(|(_, value)| value).fold((0, 0), inner),
        _ => return (1, 0),
    };
    (size + 1, depth + 1)
}

fn core_tag(tag: Option<&Tag>) -> Option<&str> {
    tag.filter(|t| t.is_yaml_core_schema()).map(|t| t.suffix.as_str())
}
