//! From text to tree.

use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::Event;
use seaworthy_base::{Span, Sym};

use crate::decode::decode_into;
use crate::tag;
use crate::tree::{Attribute, Document, Kind, Node, Repair, Resolved};

/// How deep elements may nest; what lies deeper is skipped.
pub const MAX_DEPTH: usize = 256;

/// How often reading goes on after markup that runs to the end of the text. Each try reads the rest again, so the
/// number bounds the work; past it the rest is text.
const MAX_UNCLOSED: usize = 32;

impl Document {
    /// Reads any text. Never fails: what is no XML is mended and listed in [`Document::repairs`].
    pub fn parse(text: &str) -> Self {
        let mut builder = Builder::new();
        let mut from = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut unclosed = 0;
        while let Some((at, runs_to_end)) = builder.read(text, from) {
            unclosed += usize::from(runs_to_end);
            // The `<` that starts no markup is text, and reading goes on behind it.
            from = if unclosed > MAX_UNCLOSED { text.len() } else { (at + 1).min(text.len()) };
            builder.text(text, at, from);
        }
        builder.finish(text.len())
    }
}

/// An element whose end was not seen yet.
struct Open {
    node: u32,
    name: Sym,
}

struct Builder {
    doc: Document,
    open: Vec<Open>,
    /// Open elements below the depth limit.
    skipped: usize,
}

impl Builder {
    fn new() -> Self {
        Self { doc: Document::empty(), open: Vec::new(), skipped: 0 }
    }

    /// Reads events from byte `from` on. Gives the place of markup that could not be read, and whether looking for its
    /// end went through the whole rest; `None` at the end of the text.
    fn read(&mut self, text: &str, from: usize) -> Option<(usize, bool)> {
        let mut reader = Reader::from_str(text.get(from..).unwrap_or(""));
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        loop {
            let start = from + reader.buffer_position() as usize;
            let event = reader.read_event();
            let end = from + reader.buffer_position() as usize;
            let raw = text.get(start..end).unwrap_or("");
            match event {
                Ok(Event::Eof) => return None,
                Ok(Event::Start(_)) => self.start(raw, start, false),
                Ok(Event::Empty(_)) => self.start(raw, start, true),
                Ok(Event::End(_)) => self.end(raw, start, end),
                Ok(Event::Text(_) | Event::GeneralRef(_)) => self.text(text, start, end),
                Ok(Event::CData(_)) => {
                    let inner = raw.strip_prefix("<![CDATA[").unwrap_or(raw);
                    let inner = inner.strip_suffix("]]>").unwrap_or(inner);
                    self.append(inner, false, Span::new(start, end));
                }
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
                Err(error) => {
                    let at = (from + reader.error_position() as usize).max(start).min(text.len());
                    self.repair(Span::new(at, at + 1), format!("{error}; read as text"));
                    let local = matches!(error, Error::Syntax(SyntaxError::InvalidBangMarkup));
                    return Some((at, !local));
                }
            }
        }
    }

    fn start(&mut self, raw: &str, start: usize, empty: bool) {
        if self.skipped > 0 || self.open.len() >= MAX_DEPTH {
            self.doc.too_deep = true;
            self.skipped += usize::from(!empty);
            return;
        }
        let inner = raw.strip_prefix('<').unwrap_or(raw);
        let inner = inner.strip_suffix('>').unwrap_or(inner);
        let name = self.doc.names.intern(tag::name(inner));
        let attributes = tag::attributes(inner, start + 1)
            .into_iter()
            .map(|a| Attribute {
                name: self.doc.names.intern(a.name),
                resolved: Resolved::default(),
                value: a.value,
                span: a.span,
            })
            .collect();
        let tag = Span::new(start, start + raw.len());
        let node = self.push(Kind::Element { name, tag, attributes }, tag);
        if !empty {
            self.open.push(Open { node, name });
        }
    }

    fn end(&mut self, raw: &str, start: usize, end: usize) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let name = raw.trim_start_matches("</").trim_end_matches('>').trim();
        let names = &self.doc.names;
        let Some(depth) = self.open.iter().rposition(|o| names.get(o.name) == name) else {
            self.repair(Span::new(start, end), format!("</{name}> closes nothing; dropped"));
            return;
        };
        while self.open.len() > depth + 1 {
            self.close_unclosed(start);
        }
        if let Some(open) = self.open.pop() {
            self.close(open.node, end);
        }
    }

    /// Closes the innermost element at `at`, where its end tag is missing.
    fn close_unclosed(&mut self, at: usize) {
        let Some(open) = self.open.pop() else { return };
        let name = self.doc.names.get(open.name).to_owned();
        let span = self.doc.nodes.get(open.node as usize).map(|n| n.span).unwrap_or_default();
        self.repair(span, format!("<{name}> is never closed; closed with its parent"));
        self.close(open.node, at);
    }

    fn close(&mut self, node: u32, at: usize) {
        let last = self.doc.nodes.len() as u32;
        if let Some(node) = self.doc.nodes.get_mut(node as usize) {
            node.end = last;
            node.span.end = Span::new(0, at).end;
        }
    }

    fn text(&mut self, text: &str, start: usize, end: usize) {
        let raw = text.get(start..end).unwrap_or("");
        self.append(raw, true, Span::new(start, end));
    }

    /// Adds text to the open element, to its last child where that is text too.
    fn append(&mut self, raw: &str, escaped: bool, span: Span) {
        let add =
            |text: &mut String| if escaped { decode_into(raw, text) } else { text.push_str(raw) };
        let Some(parent) = self.open.last().map(|o| o.node) else { return };
        if raw.is_empty() || self.skipped > 0 {
            return;
        }
        let last = self.doc.nodes.last_mut().filter(|n| n.parent == parent);
        if let Some(Node { kind: Kind::Text(text), span: whole, .. }) = last {
            add(text);
            whole.end = span.end;
            return;
        }
        // White space that starts a text is dropped with the text where nothing follows it; see `Document`.
        if raw.trim().is_empty() {
            return;
        }
        let lead = raw.len() - raw.trim_start().len();
        let mut text = String::new();
        add(&mut text);
        self.push(
            Kind::Text(text),
            Span { start: Span::new(0, span.start as usize + lead).end, end: span.end },
        );
    }

    fn push(&mut self, kind: Kind, span: Span) -> u32 {
        let id = self.doc.nodes.len() as u32;
        let parent = self.open.last().map_or(0, |o| o.node);
        self.doc.nodes.push(Node::new(kind, parent, id, span));
        id
    }

    fn repair(&mut self, span: Span, message: String) {
        if self.doc.repairs.len() < Document::MAX_REPAIRS {
            self.doc.repairs.push(Repair { span, message });
        }
    }

    fn finish(mut self, length: usize) -> Document {
        while !self.open.is_empty() {
            self.close_unclosed(length);
        }
        self.close(0, length);
        self.doc
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use proptest::prelude::*;

    use super::*;
    use crate::NodeId;

    const POM: &str = "<?xml version=\"1.0\"?>\n<!DOCTYPE project [<!ENTITY x \"y\">]>\n<project xmlns=\"urn:p\">\n  <!-- c -->\n  <a:dep k='1' a:z=\"2\">\n    <name>one &amp; <![CDATA[<two>]]></name>\n    <name/>\n  </a:dep>\n</project>\n";

    #[test]
    fn reads_elements_attributes_text_and_places() {
        let doc = Document::parse(POM);
        assert!(doc.repairs.is_empty(), "{:?}", doc.repairs);
        let root = doc.root_element().unwrap();
        assert_eq!(doc.name(root), "project");
        let dep = doc.child(root, "dep").unwrap();
        assert_eq!((doc.name(dep), doc.prefix(dep)), ("a:dep", "a"));
        assert_eq!((doc.attr(dep, "k"), doc.attr(dep, "z")), (Some("1"), Some("2")));
        assert_eq!(doc.attribute(dep, "k").unwrap().span.of(POM), "1");
        assert_eq!(doc.children_named(dep, "name").count(), 2);
        let (text, span) = doc.child_text(dep, "name").unwrap();
        assert_eq!(text, "one & <two>");
        assert!(span.of(POM).starts_with("one &amp;"));
        let name = doc.child(dep, "name").unwrap();
        assert_eq!(doc.path(name), "project/a:dep/name");
        assert_eq!(doc.span(name).of(POM), "<name>one &amp; <![CDATA[<two>]]></name>");
        assert_eq!(doc.tag_span(name).of(POM), "<name>");
        assert_eq!(doc.string_value(NodeId::DOCUMENT), "one & <two>");
        assert_eq!(doc.parent(root), Some(NodeId::DOCUMENT));
        assert_eq!(doc.parent(NodeId::DOCUMENT), None);
    }

    #[test]
    fn mends_wrong_nesting() {
        let text = "<a><b><c>1</b></x><d>2</d></a>";
        let doc = Document::parse(text);
        let root = doc.root_element().unwrap();
        let names: Vec<_> = doc.children(root).map(|c| doc.name(c)).collect();
        assert_eq!(names, ["b", "d"]);
        let messages: Vec<_> = doc.repairs.iter().map(|r| r.message.as_str()).collect();
        assert_eq!(
            messages,
            ["<c> is never closed; closed with its parent", "</x> closes nothing; dropped"]
        );
        assert_eq!(doc.span(doc.at(root, &["b", "c"]).unwrap()).of(text), "<c>1");
    }

    #[test]
    fn goes_on_after_markup_that_never_ends() {
        let doc = Document::parse("<a><!bad><b>x</b><c>1 < 2</a>");
        let root = doc.root_element().unwrap();
        assert_eq!(doc.child_text(root, "b").unwrap().0, "x");
        assert!(!doc.repairs.is_empty());
        let open = Document::parse("<a><b>x</b><c d=\"1></c></a>");
        assert_eq!(open.child_text(open.root_element().unwrap(), "b").unwrap().0, "x");
    }

    #[test]
    fn text_before_and_after_the_root_is_no_element() {
        let doc = Document::parse("oops <a/> end");
        assert_eq!(doc.name(doc.root_element().unwrap()), "a");
        assert!(Document::parse("").root_element().is_none());
        assert!(Document::parse("no markup").is_empty());
    }

    #[test]
    fn declared_entities_never_grow() {
        let mut text = String::from("<!DOCTYPE l [<!ENTITY e0 \"lol\">");
        for i in 1..20 {
            let _ = write!(text, "<!ENTITY e{i} \"&e{0};&e{0};&e{0};&e{0};\">", i - 1);
        }
        text.push_str("]><l>&e19;</l>");
        let doc = Document::parse(&text);
        assert_eq!(doc.own_text(doc.root_element().unwrap()).0, "&e19;");
    }

    #[test]
    fn a_million_levels_are_cut_at_the_limit() {
        let text = "<a>".repeat(1_000_000);
        let doc = Document::parse(&text);
        assert!(doc.too_deep);
        assert_eq!(doc.len(), MAX_DEPTH + 1);
        let closed = format!("{}{}<b/>", "<a>".repeat(1000), "</a>".repeat(1000));
        let doc = Document::parse(&closed);
        assert_eq!(doc.elements().count(), MAX_DEPTH + 1);
        assert_eq!(doc.path(NodeId(MAX_DEPTH as u32 + 1)), "b");
    }

    #[test]
    fn hostile_markup_stays_linear() {
        for unit in ["<", "<!", "<![CDATA[", "<a b=\"", "<!--", "&", "</a>", "<?"] {
            let doc = Document::parse(&unit.repeat(200_000));
            assert!(doc.repairs.len() <= Document::MAX_REPAIRS);
        }
    }

    fn check(text: &str) {
        let doc = Document::parse(text);
        for i in 0..doc.len() as u32 {
            let id = NodeId(i);
            let span = doc.span(id);
            assert!(
                span.end as usize <= text.len()
                    && text.get(span.start as usize..span.end as usize).is_some()
            );
            if doc.is_element(id) {
                assert!(doc.tag_span(id).of(text).starts_with('<'));
            }
            for child in doc.child_nodes(id) {
                assert_eq!(doc.parent(child), Some(id));
            }
            assert!(doc.ancestors(id).count() <= MAX_DEPTH + 1);
        }
    }

    proptest! {
        #[test]
        fn any_text_parses(text in any::<String>()) {
            check(&text);
        }

        #[test]
        fn any_markup_parses(parts in proptest::collection::vec(
            prop_oneof![
                Just("<a>"), Just("</a>"), Just("<b x='1' y>"), Just("</b>"), Just("<c/>"), Just("<"), Just(">"),
                Just("<!"), Just("<!DOCTYPE x ["), Just("]>"), Just("<![CDATA["), Just("]]>"), Just("<!--"),
                Just("-->"), Just("&"), Just("&amp;"), Just(";"), Just("é\u{feff}"), Just("\""), Just("'"), Just(" "),
                Just("<?"), Just("?>"), Just("</"), Just("="),
            ], 0..60))
        {
            check(&parts.concat());
        }
    }
}
