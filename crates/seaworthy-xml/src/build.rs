//! Trees that were not read from XML.

use seaworthy_base::{Span, Sym};

use crate::parse::MAX_DEPTH;
use crate::tree::{Document, Kind, Node, Resolved};

/// Makes a [`Document`] from the elements and texts of another format, so that XPath can be asked of it. Names are taken
/// as they are: a colon in them separates nothing.
#[derive(Debug)]
pub struct TreeBuilder {
    doc: Document,
    open: Vec<u32>,
    skipped: usize,
}

impl Default for TreeBuilder {
    fn default() -> Self {
        Self { doc: Document::empty(), open: Vec::new(), skipped: 0 }
    }
}

impl TreeBuilder {
    /// Opens an element. Deeper ones than [`MAX_DEPTH`] are left out with what they hold.
    pub fn start(&mut self, name: &str) {
        if self.skipped > 0 || self.open.len() >= MAX_DEPTH {
            self.skipped += 1;
            self.doc.too_deep = true;
            return;
        }
        let name = self.doc.names.intern(name);
        let kind = Kind::Element { name, tag: Span::default(), attributes: Vec::new() };
        let id = self.push(kind);
        if let Some(node) = self.doc.nodes.last_mut() {
            node.resolved = Resolved { local: name, ..Resolved::default() };
        }
        self.open.push(id);
    }

    /// Adds a text to the open element.
    pub fn text(&mut self, text: &str) {
        if self.skipped == 0 {
            self.push(Kind::Text(text.to_owned()));
        }
    }

    /// Closes the open element.
    pub fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let last = self.doc.nodes.len() as u32;
        if let Some(node) = self.open.pop().and_then(|id| self.doc.nodes.get_mut(id as usize)) {
            node.end = last;
        }
    }

    /// The tree; elements that are still open end here.
    pub fn finish(mut self) -> Document {
        while !self.open.is_empty() {
            self.end();
        }
        let last = self.doc.nodes.len() as u32;
        if let Some(document) = self.doc.nodes.first_mut() {
            document.end = last;
        }
        let mut names: Vec<Sym> = self.doc.nodes.iter().map(|n| n.resolved.local).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !name.is_empty());
        names.sort_unstable_by(|a, b| self.doc.names.get(*a).cmp(self.doc.names.get(*b)));
        self.doc.local_names = names;
        self.doc
    }

    fn push(&mut self, kind: Kind) -> u32 {
        let id = self.doc.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        self.doc.nodes.push(Node::new(kind, parent, id, Span::default()));
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NodeId;

    #[test]
    fn elements_and_texts() {
        let mut builder = TreeBuilder::default();
        builder.start("a:b");
        builder.text("one");
        builder.start("");
        builder.text("two");
        builder.end();
        let doc = builder.finish();
        let root = doc.root_element().unwrap();
        assert_eq!(doc.symbol_text(doc.local(root)), "a:b");
        assert_eq!(doc.string_value(NodeId::DOCUMENT), "onetwo");
        assert_eq!(doc.children(root).count(), 1);
        assert!(doc.local_symbol("a:b").is_some());
    }

    #[test]
    fn depth_is_limited() {
        let mut builder = TreeBuilder::default();
        (0..1000).for_each(|_| builder.start("a"));
        builder.text("lost");
        (0..1000).for_each(|_| builder.end());
        builder.start("b");
        let doc = builder.finish();
        assert!(doc.too_deep);
        assert_eq!(doc.len(), MAX_DEPTH + 2);
    }
}
