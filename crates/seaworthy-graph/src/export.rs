//! The graph in formats of other tools.

use std::fmt::Write as _;

use crate::{DepGraph, EdgeKind, NodeKind};

/// A format to write a graph in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Graphviz.
    Dot,
    /// [`DepGraph`] as it is.
    Json,
    /// GraphML, for yEd, Gephi and others.
    GraphMl,
    /// A Mermaid flow chart.
    Mermaid,
}

/// The whole graph in a format, with a newline at the end.
pub fn export(graph: &DepGraph, format: Format) -> String {
    let mut out = match format {
        Format::Dot => dot(graph),
        // Writing plain structs and strings into a string has no way to fail.
        Format::Json => serde_json::to_string_pretty(graph).unwrap_or_default(),
        Format::GraphMl => graph_ml(graph),
        Format::Mermaid => mermaid(graph),
    };
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn kind_name(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Application => "application",
        NodeKind::Component => "component",
        NodeKind::Module => "module",
        NodeKind::Package => "package",
        NodeKind::Library => "library",
        NodeKind::Database => "database",
        NodeKind::Cache => "cache",
        NodeKind::Queue => "queue",
        NodeKind::Host => "host",
        NodeKind::FileShare => "fileshare",
    }
}

fn edge_name(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Contains => "contains",
        EdgeKind::Uses => "uses",
        EdgeKind::DependsOn => "dependson",
        EdgeKind::Connects => "connects",
    }
}

// `write!` into a `String` has no way to fail, so its results are dropped below.

fn dot(graph: &DepGraph) -> String {
    let mut out = String::from("digraph dependencies {\n  rankdir=LR;\n  node [shape=box];\n");
    for (i, node) in graph.nodes.iter().enumerate() {
        let shape = match node.kind {
            NodeKind::Database | NodeKind::Cache | NodeKind::FileShare => "cylinder",
            NodeKind::Queue => "cds",
            NodeKind::Host => "ellipse",
            NodeKind::Library => "note",
            NodeKind::Component | NodeKind::Application => "component",
            NodeKind::Module | NodeKind::Package => "box",
        };
        let (id, label) = (dot_text(&node.id), dot_text(&node.label));
        let _ = writeln!(out, "  n{i} [id=\"{id}\", label=\"{label}\", shape={shape}];");
    }
    for edge in &graph.edges {
        let style = match edge.kind {
            EdgeKind::Contains => "dotted",
            EdgeKind::Uses | EdgeKind::Connects => "solid",
            EdgeKind::DependsOn => "dashed",
        };
        let (from, to, name) = (edge.from, edge.to, edge_name(edge.kind));
        let _ = writeln!(out, "  n{from} -> n{to} [class={name}, style={style}];");
    }
    out.push_str("}\n");
    out
}

/// Inside of a quoted string of DOT, where `\` starts escapes such as `\N` in labels.
fn dot_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            // HTML entities are read in DOT strings.
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn graph_ml(graph: &DepGraph) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n\
         \x20 <key id=\"id\" for=\"node\" attr.name=\"id\" attr.type=\"string\"/>\n\
         \x20 <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n\
         \x20 <key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n\
         \x20 <key id=\"weight\" for=\"node\" attr.name=\"weight\" attr.type=\"int\"/>\n\
         \x20 <key id=\"group\" for=\"node\" attr.name=\"group\" attr.type=\"int\"/>\n\
         \x20 <key id=\"relation\" for=\"edge\" attr.name=\"relation\" attr.type=\"string\"/>\n\
         \x20 <key id=\"count\" for=\"edge\" attr.name=\"count\" attr.type=\"int\"/>\n\
         \x20 <graph id=\"dependencies\" edgedefault=\"directed\">\n",
    );
    for (i, node) in graph.nodes.iter().enumerate() {
        let _ = writeln!(
            out,
            "    <node id=\"n{i}\"><data key=\"id\">{}</data><data key=\"label\">{}</data><data key=\"kind\">{}</data>\
             <data key=\"weight\">{}</data><data key=\"group\">{}</data></node>",
            xml_text(&node.id),
            xml_text(&node.label),
            kind_name(node.kind),
            node.weight,
            node.group
        );
    }
    for edge in &graph.edges {
        let _ = writeln!(
            out,
            "    <edge source=\"n{}\" target=\"n{}\"><data key=\"relation\">{}</data><data key=\"count\">{}</data></edge>",
            edge.from,
            edge.to,
            edge_name(edge.kind),
            edge.count
        );
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // XML 1.0 has no way to write these.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn mermaid(graph: &DepGraph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (i, node) in graph.nodes.iter().enumerate() {
        let (open, close) = match node.kind {
            NodeKind::Database | NodeKind::Cache | NodeKind::FileShare => ("[(\"", "\")]"),
            NodeKind::Queue => ("[[\"", "\"]]"),
            NodeKind::Host => ("([\"", "\"])"),
            _ => ("[\"", "\"]"),
        };
        let _ = writeln!(out, "  n{i}{open}{}{close}", mermaid_text(&node.label));
    }
    for edge in &graph.edges {
        let arrow = match edge.kind {
            EdgeKind::Contains => "-.-",
            EdgeKind::Uses | EdgeKind::Connects => "-->",
            EdgeKind::DependsOn => "-.->",
        };
        let _ = writeln!(out, "  n{} {arrow} n{}", edge.from, edge.to);
    }
    out
}

/// Inside of a quoted label, where Mermaid reads `#name;` and `#number;` as characters, tags as HTML and backticks as
/// Markdown.
fn mermaid_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '#' | '&' | '<' | '>' | '`' | '\\' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    if out.is_empty() {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Edge, Node};
    use proptest::prelude::*;

    fn of(label: &str) -> DepGraph {
        let node = |id: &str| Node {
            id: id.into(),
            kind: NodeKind::Package,
            label: label.into(),
            weight: 1,
            group: 0,
        };
        DepGraph {
            nodes: vec![node("a"), node(label)],
            edges: vec![Edge { from: 0, to: 1, kind: EdgeKind::Uses, count: 2, evidence: vec![] }],
        }
    }

    #[test]
    fn special_characters_are_escaped_in_every_format() {
        let graph = of("a \"b\" \\N <c> & #d; `e`\n]");
        let dot = export(&graph, Format::Dot);
        assert!(dot.contains(r#"label="a \"b\" \\N <c> &amp; #d; `e`\n]""#), "{dot}");
        let ml = export(&graph, Format::GraphMl);
        assert!(ml.contains("a \"b\" \\N &lt;c&gt; &amp; #d; `e` ]"), "{ml}");
        let mermaid = export(&graph, Format::Mermaid);
        assert!(mermaid.contains("[\"a #quot;b#quot; #92;N #60;c#62; #38; #35;d; #96;e#96; ]\"]"));
        assert!(mermaid.contains("n0 --> n1"));
        let back: DepGraph = serde_json::from_str(&export(&graph, Format::Json)).unwrap();
        assert_eq!(back, graph);
    }

    /// Reads the document to its end: tags match and every text can be unescaped.
    fn is_well_formed(xml: &str) -> bool {
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut depth = 0_i32;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Start(_)) => depth += 1,
                Ok(quick_xml::events::Event::End(_)) => depth -= 1,
                Ok(quick_xml::events::Event::Eof) => return depth == 0,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    }

    proptest! {
        #[test]
        fn any_label_gives_documents_that_can_be_read(label in "\\PC{0,20}|[\"\\\\<>&;#\\n\\t\\x00]{0,8}") {
            let graph = of(&label);
            let ml = export(&graph, Format::GraphMl);
            prop_assert!(is_well_formed(&ml));
            prop_assert!(!ml.chars().any(|c| c.is_control() && c != '\n'));
            // One statement a line, and quotes in pairs.
            let dot = export(&graph, Format::Dot);
            prop_assert_eq!(dot.lines().count(), 3 + 2 + 1 + 1);
            for line in dot.lines() {
                let bare = line.replace("\\\\", "").replace("\\\"", "");
                prop_assert_eq!(bare.matches('"').count() % 2, 0);
            }
            let mermaid = export(&graph, Format::Mermaid);
            prop_assert_eq!(mermaid.lines().count(), 4);
            for line in mermaid.lines() {
                prop_assert!(matches!(line.matches('"').count(), 0 | 2));
            }
        }
    }
}
