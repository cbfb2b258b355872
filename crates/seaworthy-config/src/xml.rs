//! XML: paths of local element names, `@name` for attributes, and `path[K]` for the many ways to write a key and a
//! value as XML.

mod log_file;
mod named;
mod port;

use seaworthy_base::Span;
use seaworthy_xml::{Document, NodeId};

use crate::MAX_DEPTH;
use crate::key_path::KeyPath;
use crate::reading::Reading;

/// Root element of builds, whose values configure nothing that runs.
const BUILD_ROOT: &str = "project";

/// Reads a document; siblings of one name have one path.
pub(crate) fn read(out: &mut Reading<'_>) {
    let document = Document::parse(out.text);
    for repair in &document.repairs {
        out.bad(repair.span.start as usize, &repair.message);
    }
    let root = document.root_element().map_or("", |root| document.local_name(root));
    if root == BUILD_ROOT {
        out.purpose.keys_alone = true;
    }
    let mut walk = Walk { document: &document, out, path: KeyPath::new('/') };
    for id in document.children(NodeId::DOCUMENT) {
        walk.element(id, false);
    }
}

struct Walk<'a, 'r, 't> {
    document: &'a Document,
    out: &'r mut Reading<'t>,
    path: KeyPath,
}

impl Walk<'_, '_, '_> {
    /// `in_entry` where the parent is a named entry, so that its value is known already.
    fn element(&mut self, id: NodeId, in_entry: bool) {
        if self.out.is_full() {
            return;
        }
        let document = self.document;
        let tag = document.tag_span(id);
        if self.path.depth() >= MAX_DEPTH {
            self.out.too_deep(tag.start as usize);
            return;
        }
        self.path.push(document.local_name(id));
        let named = named::entry(document, id);
        if let Some(entry) = &named {
            let name = format!("{}[{}]", self.path.as_str(), entry.key);
            self.out.key(&name, &entry.value, value_span(self.out.text, entry.span, tag));
        }
        self.attributes(id, named.is_some(), tag);
        if !self.out.purpose.keys_alone {
            port::facts(document, id, self.out);
            log_file::facts(document, id, self.out);
        }
        let mut has_children = false;
        for child in document.children(id) {
            has_children = true;
            self.element(child, named.is_some());
        }
        let (text, place) = document.own_text(id);
        let is_empty_leaf = !has_children && document.attributes(id).is_empty();
        if !text.is_empty() {
            let span = value_span(self.out.text, place, tag);
            // The value of a named entry gave its facts already, and so did the parts of a pair.
            let is_part = in_entry && is_value_of_entry(document.local_name(id));
            if named.is_some() || is_part {
                self.out.bare_key(self.path.as_str(), &text, span);
            } else {
                self.out.key(self.path.as_str(), &text, span);
            }
        } else if is_empty_leaf {
            self.out.bare_key(self.path.as_str(), "", tag);
        }
        self.path.pop();
    }

    fn attributes(&mut self, id: NodeId, is_named: bool, tag: Span) {
        for attribute in self.document.attributes(id) {
            let written = self.document.attribute_name(attribute);
            let is_schema = written.starts_with("xmlns") || written.starts_with("xsi:");
            let name = if written.starts_with("xmlns") {
                written
            } else {
                written.rsplit(':').next().unwrap_or(written)
            };
            self.path.push(&format!("@{name}"));
            let span = value_span(self.out.text, attribute.span, tag);
            if is_named || is_schema {
                self.out.bare_key(self.path.as_str(), &attribute.value, span);
            } else {
                self.out.key(self.path.as_str(), &attribute.value, span);
            }
            self.path.pop();
        }
    }
}

/// Whether an element of this name is the `<value>` or `…-value` that its parent made a named entry of.
fn is_value_of_entry(name: &str) -> bool {
    name == "value" || name.ends_with("-value")
}

/// The span without the white space around its text, or the start tag where there is no text.
fn value_span(text: &str, span: Span, tag: Span) -> Span {
    let raw = span.of(text);
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return tag;
    }
    let start = span.start as usize + (raw.len() - raw.trim_start().len());
    Span::new(start, start + trimmed.len())
}

#[cfg(test)]
mod tests;
