//! YAML: every document of the file, aliases and merge keys followed within limits.

mod scan;
mod tree;

use std::borrow::Cow;
use std::collections::BTreeSet;

use seaworthy_base::Span;

use crate::MAX_DEPTH;
use crate::key_path::KeyPath;
use crate::reading::Reading;
use tree::{Node, NodeId, Tree};

/// Nodes that aliases may repeat; a file of nested aliases would else grow without end.
const MAX_ALIASED: usize = 10_000;

/// Reads a file. A template that is no YAML is read line by line, and so is what follows an error.
pub(crate) fn read(out: &mut Reading<'_>) {
    let tree = Tree::parse(out.text);
    if let Some((offset, message)) = &tree.error {
        if is_template(out.text) {
            out.scanned();
            scan::read(out, 0);
            return;
        }
        out.bad(*offset, message);
    }
    if let Some(offset) = tree.cut_at {
        out.truncated(offset, "too many values; the rest was left out");
    }
    let mut walk = Walk { tree: &tree, out, path: KeyPath::new('.'), aliased: 0, in_alias: 0 };
    for &root in &tree.roots {
        walk.node(root);
    }
    // The parser does not go on after an error, the line scanner does.
    if let Some((offset, _)) = tree.error {
        out.guess();
        scan::read(out, offset);
    }
}

fn is_template(text: &str) -> bool {
    ["{{", "{%", "<%"].iter().any(|mark| text.contains(mark))
}

struct Walk<'a, 'r, 't> {
    tree: &'a Tree<'t>,
    out: &'r mut Reading<'t>,
    path: KeyPath,
    aliased: usize,
    in_alias: usize,
}

impl<'a> Walk<'a, '_, '_> {
    fn node(&mut self, id: NodeId) {
        let tree = self.tree;
        let span = tree.span(id);
        if self.out.is_full() || self.in_alias > 0 && !self.may_repeat(span) {
            return;
        }
        if self.path.depth() + self.in_alias > MAX_DEPTH {
            self.out.too_deep(span.start as usize);
            return;
        }
        match tree.node(id) {
            Node::Scalar { text, .. } => {
                if self.path.depth() > 0 {
                    self.out.key(self.path.as_str(), text, span);
                }
            }
            Node::Sequence(items) => {
                if items.is_empty() {
                    self.empty(span);
                }
                for (i, &item) in items.iter().enumerate() {
                    self.path.push_index(i);
                    self.node(item);
                    self.path.pop();
                }
            }
            Node::Mapping(pairs) if pairs.is_empty() => self.empty(span),
            // `{{ name }}` of a template is a mapping inside of a mapping to YAML; nobody means that.
            Node::Mapping(pairs) if pairs.iter().any(|&(key, _)| tree.is_collection(key)) => {
                let text = self.out.text;
                self.out.key(self.path.as_str(), span.of(text).trim(), span);
            }
            Node::Mapping(pairs) => {
                let merges = pairs.iter().any(|&(key, _)| self.is_merge(key));
                let mut seen =
                    merges.then(|| pairs.iter().map(|&(key, _)| self.key_text(key)).collect());
                self.pairs(pairs, seen.as_mut());
            }
            Node::Alias(target) => {
                if let Some(target) = *target {
                    self.enter_alias();
                    self.node(target);
                    self.leave_alias();
                }
            }
        }
    }

    /// Emits the pairs of a mapping; merged mappings give only keys that are not in `seen`.
    fn pairs(
        &mut self,
        pairs: &'a [(NodeId, NodeId)],
        mut seen: Option<&mut BTreeSet<Cow<'a, str>>>,
    ) {
        for &(key, value) in pairs {
            if let (true, Some(seen)) = (self.is_merge(key), seen.as_deref_mut()) {
                self.merge(value, seen);
                continue;
            }
            let text = self.key_text(key);
            self.path.push(&text);
            self.node_at(value, key);
            self.path.pop();
        }
    }

    /// A value without text is shown at its key.
    fn node_at(&mut self, value: NodeId, key: NodeId) {
        if let Node::Scalar { text, .. } = self.tree.node(value)
            && self.tree.span(value).is_empty()
            && self.in_alias == 0
        {
            self.out.key(self.path.as_str(), text, self.tree.span(key));
        } else {
            self.node(value);
        }
    }

    fn merge(&mut self, source: NodeId, seen: &mut BTreeSet<Cow<'a, str>>) {
        let tree = self.tree;
        if !self.may_repeat(tree.span(source)) || self.in_alias > MAX_DEPTH {
            return;
        }
        self.enter_alias();
        match tree.node(source) {
            Node::Alias(Some(target)) => self.merge(*target, seen),
            Node::Sequence(items) => {
                for &item in items {
                    self.merge(item, seen);
                }
            }
            Node::Mapping(pairs) => {
                for &(key, value) in pairs {
                    if !self.may_repeat(tree.span(value)) {
                        break;
                    }
                    if self.is_merge(key) {
                        self.merge(value, seen);
                    } else if seen.insert(self.key_text(key)) {
                        self.path.push(&self.key_text(key));
                        self.node(value);
                        self.path.pop();
                    }
                }
            }
            Node::Scalar { .. } | Node::Alias(None) => {}
        }
        self.leave_alias();
    }

    /// Counts a node that an alias repeats; false past the limit.
    fn may_repeat(&mut self, span: Span) -> bool {
        self.aliased += 1;
        if self.aliased == MAX_ALIASED {
            self.out
                .truncated(span.start as usize, "aliases repeat too much; the rest was left out");
        }
        self.aliased < MAX_ALIASED
    }

    fn enter_alias(&mut self) {
        self.in_alias += 1;
        self.out.repeated = true;
    }

    fn leave_alias(&mut self) {
        self.in_alias -= 1;
        self.out.repeated = self.in_alias > 0;
    }

    fn empty(&mut self, span: Span) {
        if self.path.depth() > 0 {
            self.out.bare_key(self.path.as_str(), "", span);
        }
    }

    fn is_merge(&self, key: NodeId) -> bool {
        matches!(self.tree.node(key), Node::Scalar { text, plain: true } if text == "<<")
    }

    fn key_text(&self, key: NodeId) -> Cow<'a, str> {
        match self.tree.node(key) {
            Node::Scalar { text, .. } => Cow::Borrowed(text.as_ref()),
            Node::Alias(Some(target)) => match self.tree.node(*target) {
                Node::Scalar { text, .. } => Cow::Borrowed(text.as_ref()),
                _ => Cow::Borrowed("?"),
            },
            _ => Cow::Borrowed("?"),
        }
    }
}

#[cfg(test)]
mod tests;
