//! What an incident says of its node.

use std::borrow::Cow;

use seaworthy_xml::{Document, NodeId, NodeKind};
use seaworthy_xpath::NodeRef;

/// The variables of an incident.
#[derive(Debug, PartialEq)]
pub(super) struct NodeContent {
    /// What stands in the node, serialised, white space between tags dropped.
    pub(super) matching_xml: String,
    /// All text in the node.
    pub(super) inner_text: String,
    /// The local name; of a text or a comment the text.
    pub(super) data: String,
}

impl NodeContent {
    /// The content of a node of a document that was read from `text`.
    pub(super) fn of(doc: &Document, text: &str, node: NodeRef) -> Self {
        if let Some(attribute) = node.attribute(doc) {
            let mut escaped = String::new();
            escape(&attribute.value, &mut escaped);
            return Self {
                matching_xml: compact(&escaped),
                inner_text: attribute.value.clone(),
                data: doc.symbol_text(doc.attribute_local(attribute)).to_owned(),
            };
        }
        let id = node.node;
        let data = match doc.kind(id) {
            NodeKind::Document => "",
            NodeKind::Declaration => "xml",
            NodeKind::Element | NodeKind::Instruction => doc.symbol_text(doc.local(id)),
            NodeKind::Text | NodeKind::Data => doc.text_node(id).unwrap_or(""),
            NodeKind::Comment => doc.content(id),
            NodeKind::Directive => directive(doc, text, id),
        };
        let inner_text = match doc.text_node(id) {
            Some(text) => text.to_owned(),
            None => doc.string_value(id),
        };
        Self {
            matching_xml: compact(&serialised(doc, text, id)),
            inner_text,
            data: data.to_owned(),
        }
    }

    /// Bytes of all three.
    pub(super) fn len(&self) -> usize {
        self.matching_xml.len() + self.inner_text.len() + self.data.len()
    }
}

/// What stands between `<!` and `>`.
fn directive<'t>(doc: &Document, text: &'t str, id: NodeId) -> &'t str {
    let written = doc.span(id).of(text);
    written.strip_prefix("<!").and_then(|t| t.strip_suffix('>')).unwrap_or(written)
}

/// The children of a node as XML, in the way of Konveyor's library.
fn serialised(doc: &Document, text: &str, of: NodeId) -> String {
    let mut out = String::new();
    // Elements whose end tag is still to be written, with whether white space around texts is kept in them.
    let mut open: Vec<(NodeId, bool)> = Vec::new();
    let keeps_at_top = keeps_space(doc, of).unwrap_or(true);
    for id in doc.descendants(of) {
        close_before(doc, id, &mut open, &mut out);
        let keeps = open.last().map_or(keeps_at_top, |(_, keeps)| *keeps);
        match doc.kind(id) {
            NodeKind::Element => {
                out.push('<');
                push_name(doc.shown_prefix(id), doc.symbol_text(doc.local(id)), &mut out);
                for attribute in doc.attributes(id) {
                    out.push(' ');
                    let local = doc.symbol_text(doc.attribute_local(attribute));
                    push_name(doc.attribute_prefix(attribute), local, &mut out);
                    out.push_str("=\"");
                    escape(&attribute.value, &mut out);
                    out.push('"');
                }
                out.push('>');
                open.push((id, keeps_space(doc, id).unwrap_or(keeps)));
            }
            NodeKind::Text => {
                let text = doc.text_node(id).unwrap_or("");
                escape(if keeps { text } else { text.trim() }, &mut out);
            }
            NodeKind::Data => {
                out.push_str("<![CDATA[");
                out.push_str(doc.text_node(id).unwrap_or(""));
                out.push_str("]]>");
            }
            NodeKind::Comment => {
                out.push_str("<!--");
                out.push_str(doc.content(id));
                out.push_str("-->");
            }
            NodeKind::Instruction => {
                out.push_str("<?");
                out.push_str(doc.symbol_text(doc.local(id)));
                if !doc.content(id).is_empty() {
                    out.push(' ');
                    out.push_str(doc.content(id));
                }
                out.push_str("?>");
            }
            NodeKind::Declaration => {
                let written = doc.span(id).of(text);
                out.push_str(if written.is_empty() { "<?xml version=\"1.0\"?>" } else { written });
            }
            NodeKind::Directive => {
                out.push_str("<!");
                out.push_str(directive(doc, text, id));
                out.push('>');
            }
            NodeKind::Document => {}
        }
    }
    close_before(doc, doc.subtree_end(of), &mut open, &mut out);
    out
}

/// Writes the end tags of the elements that end before a node.
fn close_before(doc: &Document, id: NodeId, open: &mut Vec<(NodeId, bool)>, out: &mut String) {
    while let Some(&(element, _)) = open.last()
        && doc.subtree_end(element) <= id
    {
        out.push_str("</");
        push_name(doc.shown_prefix(element), doc.symbol_text(doc.local(element)), out);
        out.push('>');
        open.pop();
    }
}

/// What `xml:space` of an element says.
fn keeps_space(doc: &Document, id: NodeId) -> Option<bool> {
    let space = doc.attributes(id).iter().find(|a| doc.attribute_name(a) == "xml:space")?;
    match space.value.as_str() {
        "preserve" => Some(true),
        "default" => Some(false),
        _ => None,
    }
}

fn push_name(prefix: &str, local: &str, out: &mut String) {
    if !prefix.is_empty() {
        out.push_str(prefix);
        out.push(':');
    }
    out.push_str(local);
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

/// Drops white space between tags and at the ends.
fn compact(xml: &str) -> String {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c');
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('>') {
        out.push_str(before);
        out.push('>');
        let trimmed = after.trim_start_matches(blank);
        rest = if trimmed.starts_with('<') { trimmed } else { after };
    }
    out.push_str(rest);
    match Cow::from(out.trim()) {
        trimmed if trimmed.len() == out.len() => out,
        trimmed => trimmed.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_xml::Reading;
    use seaworthy_xpath::{Budget, Mode, Namespaces, XPath};

    use super::*;

    fn contents(text: &str, xpath: &str) -> Vec<NodeContent> {
        let doc = Document::read(text, Reading::Konveyor);
        let xpath = XPath::parse(xpath, Mode::Konveyor).unwrap();
        let nodes = xpath.select(&doc, &Namespaces::new(), &mut Budget::default()).unwrap();
        nodes.into_iter().map(|node| NodeContent::of(&doc, text, node)).collect()
    }

    fn content(xml: &str, text: &str, data: &str) -> NodeContent {
        NodeContent {
            matching_xml: xml.to_owned(),
            inner_text: text.to_owned(),
            data: data.to_owned(),
        }
    }

    const TEXT: &str = "<r xmlns:p='u'>\n <p:a k='1 &lt; \"2\"'> x <b/>\n <c>y</c> </p:a>\n <d><![CDATA[<z>]]><!-- n --><?go on?></d>\n</r>";

    #[test]
    fn elements() {
        assert_eq!(contents(TEXT, "/r/p:a"), [content("x <b></b><c>y</c>", " x \n y ", "a")]);
        assert_eq!(
            contents(TEXT, "//d"),
            [content("<![CDATA[<z>]]><!-- n --><?go on?>", "<z>", "d")]
        );
        let root = contents(TEXT, "/*");
        assert!(
            root[0].matching_xml.starts_with("<p:a k=\"1 &lt; &#34;2&#34;\"> x <b>"),
            "{root:?}"
        );
    }

    #[test]
    fn attributes_texts_and_comments() {
        assert_eq!(contents(TEXT, "//@k"), [content("1 &lt; &#34;2&#34;", "1 < \"2\"", "k")]);
        assert_eq!(contents(TEXT, "//c/text()"), [content("", "y", "y")]);
        assert_eq!(contents(TEXT, "//comment()"), [content("", "", " n ")]);
    }

    #[test]
    fn space_is_trimmed_where_the_text_asks() {
        let text = "<r xml:space='default'><a>  x </a><b xml:space='preserve'> y </b></r>";
        assert_eq!(
            contents(text, "/r")[0].matching_xml,
            "<a>x</a><b xml:space=\"preserve\"> y </b>"
        );
    }
}
