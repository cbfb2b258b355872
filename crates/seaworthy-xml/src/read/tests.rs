use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::{NodeId, NodeKind};

const SOURCE: &str = "<?xml version=\"1.0\"?>\n<!DOCTYPE w PUBLIC \"-//X\" 'x.dtd'>\n<w xmlns='urn:a' xmlns:p=\"urn:b\"\n   p:k='1\t2' z=\"3\">\n  <!-- c -->\n  <p:d>one<![CDATA[ <two>]]> &amp; &nbsp;</p:d>\n  <?go on?>\n</w>\n";

fn kinds(doc: &Document) -> Vec<NodeKind> {
    (0..doc.len()).map(|i| doc.kind(NodeId::at(i))).collect()
}

fn refusal(text: &str) -> Option<String> {
    Document::read(text, Reading::Konveyor).refusal.map(|r| r.message)
}

#[test]
fn the_recommendation_keeps_what_xpath_sees() {
    use NodeKind::{Comment, Directive, Element, Instruction, Text};
    let doc = Document::read(SOURCE, Reading::Recommendation);
    assert_eq!(
        kinds(&doc),
        [
            NodeKind::Document,
            Directive,
            Element,
            Text,
            Comment,
            Text,
            Element,
            Text,
            Text,
            Instruction,
            Text,
        ]
    );
    let root = doc.root_element().unwrap();
    assert_eq!(doc.namespace(root), "urn:a");
    assert_eq!(doc.attr(root, "p:k"), Some("1 2"));
    assert_eq!(doc.attribute_namespace(doc.attribute(root, "p:k").unwrap()), "urn:b");
    let d = doc.child(root, "d").unwrap();
    assert_eq!((doc.shown_prefix(d), doc.namespace(d)), ("p", "urn:b"));
    assert_eq!(doc.string_value(d), "one <two> & &nbsp;");
    assert_eq!(doc.doctype(), Some((Some("-//X"), Some("x.dtd"))));
    assert!(doc.refusal.is_none(), "{:?}", doc.refusal);
    assert_eq!(
        doc.distinct_local_names().collect::<Vec<_>>(),
        ["d", "go", "k", "p", "public-id", "system-id", "w", "xmlns", "z"]
    );
}

#[test]
fn konveyor_keeps_declaration_and_sections_apart() {
    use NodeKind::{Comment, Data, Declaration, Directive, Element, Instruction, Text};
    let doc = Document::read(SOURCE, Reading::Konveyor);
    assert_eq!(
        kinds(&doc),
        [
            NodeKind::Document,
            Declaration,
            Text,
            Directive,
            Text,
            Element,
            Text,
            Comment,
            Text,
            Element,
            Text,
            Data,
            Text,
            Text,
            Instruction,
            Text,
            Text,
        ]
    );
    let root = doc.root_element().unwrap();
    assert_eq!(doc.attr(root, "p:k"), Some("1\t2"));
}

#[test]
fn without_a_declaration_what_stands_before_the_root_is_out_of_reach() {
    let doc = Document::read("<!-- c --><!DOCTYPE a><a/>", Reading::Konveyor);
    assert_eq!(kinds(&doc), [NodeKind::Document, NodeKind::Declaration, NodeKind::Element]);
}

#[test]
fn the_last_prefix_of_an_address_is_the_one_that_counts() {
    let text = "<a:r xmlns:a='u'><b:x xmlns:b='u'/><a:y/><c:z/></a:r>";
    let shown = |reading| {
        let doc = Document::read(text, reading);
        doc.elements().map(|e| doc.shown_prefix(e).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown(Reading::Recommendation), ["a", "b", "a", "c"]);
    assert_eq!(shown(Reading::Konveyor), ["a", "b", "", ""]);
}

#[test]
fn lines_of_the_library_lag_behind_blank_lines() {
    let text = "<a>\n\n\n  <b/><c\n/><d/></a>";
    let doc = Document::read(text, Reading::Konveyor);
    let lines: Vec<_> = doc.elements().map(|e| doc.library_line(e)).collect();
    assert_eq!(lines, [1, 2, 5, 5]);
}

#[test]
fn refusals() {
    assert_eq!(refusal("<a/>"), None);
    assert_eq!(refusal("<a><b></a>"), None);
    assert_eq!(refusal("<a>&nbsp;<b c/></a>"), None);
    assert_eq!(refusal("<?xml version='1.0' encoding='UTF-8'?><a/>"), None);
    assert!(refusal("<a></b></a>").unwrap().contains("closes nothing"));
    assert!(refusal("<p:a></a>").unwrap().contains("closes <p:a>"));
    assert!(refusal("<a><b xmlns='u'></a>").unwrap().contains("closes <b> too"));
    assert!(refusal("<a>&#0;</a>").unwrap().contains("does not allow"));
    assert!(refusal("<a>").unwrap().contains("never closed"));
    assert!(refusal("").unwrap().contains("no element"));
    assert!(refusal("<a>\u{1}</a>").unwrap().contains("does not allow"));
    assert!(
        refusal("<?xml version='1.0' encoding='ISO-8859-1'?><a/>").unwrap().contains("ISO-8859-1")
    );
    assert!(refusal("<?xml version='2.0'?><a/>").unwrap().contains("2.0"));
}

#[test]
fn xml_1_1_is_read_strictly_and_without_lines() {
    let head = "<?xml version=\"1.1\" encoding=\"ISO-8859-1\"?>\n";
    let good = Document::read(&format!("{head}<a/>"), Reading::Konveyor);
    assert!(good.refusal.is_none());
    assert_eq!(good.library_line(good.root_element().unwrap()), 0);
    for bad in ["<a>&nbsp;</a>", "<a><b></a>", "<a b=1/>", "<p:a/>"] {
        assert!(refusal(&format!("{head}{bad}")).is_some(), "{bad}");
    }
    assert!(refusal("<?xml  version='1.1'?><a/>").is_some());
}

#[test]
fn declared_entities_never_grow() {
    let mut text = String::from("<!DOCTYPE l [<!ENTITY e0 \"lol\">");
    for i in 1..20 {
        let _ = write!(text, "<!ENTITY e{i} \"&e{0};&e{0};&e{0};&e{0};\">", i - 1);
    }
    text.push_str("]><l a='&e19;'>&e19;</l>");
    for reading in [Reading::Recommendation, Reading::Konveyor] {
        let doc = Document::read(&text, reading);
        let root = doc.root_element().unwrap();
        assert_eq!(
            (doc.string_value(root).as_str(), doc.attr(root, "a")),
            ("&e19;", Some("&e19;"))
        );
    }
}

#[test]
fn surrogates_are_replaced() {
    let doc = Document::read("<a b='&#xD800;'>&#55296;&#65;&#x</a>", Reading::Konveyor);
    let root = doc.root_element().unwrap();
    assert_eq!(
        (doc.string_value(root).as_str(), doc.attr(root, "b")),
        ("\u{fffd}A&#x", Some("\u{fffd}"))
    );
    assert!(doc.refusal.is_none());
}

#[test]
fn limits() {
    let deep = Document::read(&"<a>".repeat(1_000_000), Reading::Konveyor);
    assert!(deep.too_deep && deep.len() <= crate::MAX_DEPTH + 2);
    let long = Document::read(&" ".repeat(MAX_BYTES + 1), Reading::Konveyor);
    assert!(long.refusal.unwrap().message.contains("not read"));
    for unit in [
        "<",
        "<!",
        "<![CDATA[",
        "<a b=\"",
        "<a b='",
        "<!--",
        "&",
        "</a>",
        "<?x",
        "<!D '",
        "<a ",
        "]]>",
    ] {
        let doc = Document::read(&unit.repeat(100_000), Reading::Konveyor);
        assert!(doc.repairs.len() <= Document::MAX_REPAIRS);
    }
}

fn check(text: &str) {
    for reading in [Reading::Recommendation, Reading::Konveyor] {
        let doc = Document::read(text, reading);
        for i in 0..doc.len() {
            let id = NodeId::at(i);
            let span = doc.span(id);
            assert!(text.get(span.start as usize..span.end as usize).is_some());
            assert!(doc.subtree_end(id).index() > i && doc.subtree_end(id).index() <= doc.len());
            for child in doc.child_nodes(id) {
                assert_eq!(doc.parent(child), Some(id));
            }
            for attribute in doc.attributes(id) {
                assert!(
                    text.get(attribute.span.start as usize..attribute.span.end as usize).is_some()
                );
                assert!(
                    doc.local_symbol(doc.symbol_text(doc.attribute_local(attribute))).is_some()
                );
            }
            if doc.is_element(id) {
                assert_eq!(doc.local_symbol(doc.symbol_text(doc.local(id))), Some(doc.local(id)));
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_reads(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_markup_reads(parts in proptest::collection::vec(
        prop_oneof![
            Just("<a>"), Just("</a>"), Just("<b x='1' y>"), Just("</b>"), Just("<c/>"), Just("<"), Just(">"),
            Just("<!"), Just("<!DOCTYPE x PUBLIC 'a'"), Just("["), Just("]>"), Just("<![CDATA["), Just("]]>"),
            Just("<!--"), Just("-->"), Just("&"), Just("&amp;"), Just(";"), Just("é\u{feff}"), Just("\""), Just("'"),
            Just(" "), Just("<?"), Just("<?xml "), Just("?>"), Just("</"), Just("="), Just("<p:q xmlns:p='u'>"),
            Just("xmlns='v'"), Just("\r\n"), Just("--"), Just("version=\"1.1\""),
        ], 0..60))
    {
        check(&parts.concat());
    }
}
