//! Results compared with those of an independent engine, over generated documents and expressions.
//!
//! Where the two differ, the recommendation says who is right; such expressions are not generated:
//! * namespaces: sxd stops with a panic at prefixes that it does not know, and at names it does not like;
//! * an order with nodes: sxd asks the first node only, and says false beside a boolean;
//! * `!=` with nodes: sxd says the contrary of `=`, the recommendation asks for a node that differs;
//! * attributes: sxd puts those of one element in an order of chance;
//! * `*` behind a comma: sxd takes it for an operator;
//! * zero with a minus: sxd writes it, the recommendation does not;
//! * `id()` and `lang()`: sxd has neither.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "tests")]

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use seaworthy_xml::{Document, NodeKind, Reading};
use seaworthy_xpath::{Budget, Mode, Namespaces, NodeRef, Value, XPath};
use sxd_xpath::nodeset::Node;
use sxd_xpath::{Context, Factory};

/// A value in a form that both engines can give.
#[derive(Debug, PartialEq)]
enum Plain {
    Nodes(Vec<String>),
    Boolean(bool),
    Number(String),
    Text(String),
}

/// A node by its kind, its name, its value and how many nodes stand before it.
fn own_node(doc: &Document, node: NodeRef) -> String {
    if let Some(attribute) = node.attribute(doc) {
        let owner = own_node(doc, NodeRef::of(node.node));
        return format!("{owner}@{}={}", doc.attribute_name(attribute), attribute.value);
    }
    let kind = match doc.kind(node.node) {
        NodeKind::Document => "document",
        NodeKind::Element => "element",
        NodeKind::Text => "text",
        NodeKind::Comment => "comment",
        NodeKind::Instruction => "instruction",
        other => panic!("{other:?} is no node of XPath"),
    };
    let name = doc.symbol_text(doc.local(node.node));
    let value = match doc.kind(node.node) {
        NodeKind::Text => doc.text_node(node.node).unwrap().to_owned(),
        NodeKind::Comment | NodeKind::Instruction => doc.content(node.node).to_owned(),
        _ => doc.string_value(node.node),
    };
    let mut steps: Vec<usize> = Vec::new();
    let mut at = node.node;
    while let Some(parent) = doc.parent(at) {
        steps.push(doc.child_nodes(parent).take_while(|n| *n < at).count());
        at = parent;
    }
    steps.reverse();
    format!("{steps:?} {kind} {name}={value}")
}

fn own(text: &str, expression: &str) -> Plain {
    let doc = Document::read(text, Reading::Recommendation);
    let xpath = XPath::parse(expression, Mode::Standard)
        .unwrap_or_else(|error| panic!("{expression}: {error}"));
    match xpath.value(&doc, &Namespaces::new(), &mut Budget::default()).unwrap() {
        Value::Nodes(nodes) => Plain::Nodes(nodes.iter().map(|n| own_node(&doc, *n)).collect()),
        Value::Boolean(value) => Plain::Boolean(value),
        Value::Number(number) => Plain::Number(number.to_string().replace("-0", "0")),
        Value::Text(text) => Plain::Text(text),
    }
}

fn other_node(node: Node<'_>) -> String {
    if let Node::Attribute(attribute) = node {
        let owner = other_node(node.parent().unwrap());
        return format!("{owner}@{}={}", attribute.name().local_part(), attribute.value());
    }
    let (kind, name) = match node {
        Node::Root(_) => ("document", ""),
        Node::Element(element) => ("element", element.name().local_part()),
        Node::Text(_) => ("text", ""),
        Node::Comment(_) => ("comment", ""),
        Node::ProcessingInstruction(instruction) => ("instruction", instruction.target()),
        Node::Attribute(_) | Node::Namespace(_) => panic!("not asked for"),
    };
    let mut steps: Vec<usize> = Vec::new();
    let mut at = node;
    while let Some(parent) = at.parent() {
        steps.push(parent.children().iter().position(|n| *n == at).unwrap());
        at = parent;
    }
    steps.reverse();
    format!("{steps:?} {kind} {name}={}", node.string_value())
}

fn other(text: &str, expression: &str) -> Plain {
    let package = sxd_document::parser::parse(text).expect("the documents are well-formed");
    let document = package.as_document();
    let xpath = Factory::new().build(expression).unwrap().unwrap();
    match xpath.evaluate(&Context::new(), document.root()).unwrap() {
        sxd_xpath::Value::Nodeset(nodes) => {
            Plain::Nodes(nodes.document_order().into_iter().map(other_node).collect())
        }
        sxd_xpath::Value::Boolean(value) => Plain::Boolean(value),
        sxd_xpath::Value::Number(number) => Plain::Number(number.to_string().replace("-0", "0")),
        sxd_xpath::Value::String(text) => Plain::Text(text),
    }
}

/// A well-formed document.
fn document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("x".to_owned()),
        Just("12".to_owned()),
        Just("<a/>".to_owned()),
        Just("<b k='1'/>".to_owned()),
        Just("<!-- n -->".to_owned()),
        Just("<?go on?>".to_owned()),
        Just(" ".to_owned()),
    ];
    let element = leaf.prop_recursive(5, 40, 6, |inner| {
        let tag = prop_oneof![
            Just(("a", "")),
            Just(("b", " k='1'")),
            Just(("b", " k='x'")),
            Just(("c", "")),
            Just(("a", " m='12'")),
        ];
        (tag, proptest::collection::vec(inner, 0..6)).prop_map(|((name, attributes), content)| {
            format!("<{name}{attributes}>{}</{name}>", content.concat())
        })
    });
    proptest::collection::vec(element, 0..6).prop_map(|parts| format!("<r>{}</r>", parts.concat()))
}

/// A location path with predicates.
fn path(predicate: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let axis = prop_oneof![
        4 => Just(""), 2 => Just("descendant::"), 1 => Just("descendant-or-self::"), 1 => Just("parent::"),
        1 => Just("ancestor::"), 1 => Just("ancestor-or-self::"), 1 => Just("following-sibling::"),
        1 => Just("preceding-sibling::"), 1 => Just("following::"), 1 => Just("preceding::"), 1 => Just("self::"),
        2 => Just("@"),
    ];
    let test = prop_oneof![
        Just("a"),
        Just("b"),
        Just("c"),
        Just("k"),
        Just("*"),
        Just("node()"),
        Just("text()"),
        Just("comment()"),
        Just("processing-instruction()"),
    ];
    let predicates = proptest::collection::vec(predicate.prop_map(|p| format!("[{p}]")), 0..3);
    let step = (axis, test, predicates).prop_map(|(a, t, p)| format!("{a}{t}{}", p.concat()));
    (
        prop_oneof![Just(""), Just("/"), Just("//"), Just("./"), Just("../")],
        proptest::collection::vec((step, prop_oneof![3 => Just("/"), 1 => Just("//")]), 1..4),
    )
        .prop_map(|(start, steps)| {
            let joined: Vec<&str> =
                steps.iter().flat_map(|(step, between)| [step.as_str(), between]).collect();
            let joined = joined.concat();
            format!("{start}{}", joined.trim_end_matches('/'))
        })
        .boxed()
}

/// Any expression.
fn expression() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        Just("1"),
        Just("2"),
        Just("12"),
        Just("'x'"),
        Just("''"),
        Just("'12'"),
        Just("position()"),
        Just("last()"),
        Just("true()"),
        Just("false()"),
        Just("."),
        Just("@k"),
        Just("a"),
        Just("text()"),
        Just("name()"),
        Just("local-name()"),
        Just("string()"),
        Just("number()"),
        Just("string-length()"),
        Just("normalize-space()"),
    ]
    .prop_map(str::to_owned)
    .boxed();
    leaf.prop_recursive(3, 24, 4, |inner| {
        let binary = prop_oneof![
            Just("and"), Just("or"), Just("="), Just("+"), Just("-"), Just("*"), Just("div"), Just("mod"),
        ];
        let order = prop_oneof![Just("!="), Just("<"), Just("<="), Just(">"), Just(">=")];
        let call = prop_oneof![
            Just("not"), Just("boolean"), Just("number"), Just("string"), Just("floor"), Just("ceiling"), Just("round"),
            Just("string-length"), Just("normalize-space"),
        ];
        let two = prop_oneof![
            Just("contains"), Just("starts-with"), Just("concat"), Just("substring-before"), Just("substring-after"),
            Just("substring"),
        ];
        let of_nodes = prop_oneof![Just("count"), Just("sum"), Just("name"), Just("local-name"), Just("namespace-uri")];
        let paths = path(inner.clone().boxed());
        prop_oneof![
            4 => paths.clone(),
            1 => (paths.clone(), paths.clone()).prop_map(|(a, b)| format!("{a} | {b}")),
            1 => (paths.clone(), inner.clone()).prop_map(|(a, p)| format!("({a})[{p}]")),
            2 => (inner.clone(), binary, inner.clone()).prop_map(|(a, o, b)| format!("({a}) {o} ({b})")),
            1 => (inner.clone(), order, inner.clone())
                .prop_map(|(a, o, b)| format!("number({a}) {o} number({b})")),
            1 => inner.clone().prop_map(|a| format!("(-({a}) - 1)")),
            1 => (call, inner.clone()).prop_map(|(f, a)| format!("{f}({a})")),
            1 => (two, inner.clone(), inner.clone()).prop_map(|(f, a, b)| format!("{f}({a}, ({b}))")),
            1 => (of_nodes, paths).prop_map(|(f, a)| format!("{f}({a})")),
            1 => (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("translate({a}, ({b}), ({c}))")),
        ]
    })
    .boxed()
}

proptest! {
    // The same cases every time: chance would find a mistake of the other engine one day.
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn both_engines_agree(text in document(), expression in expression()) {
        let others = other(&text, &expression);
        prop_assume!(!format!("{others:?}").contains("-0"));
        prop_assert_eq!(own(&text, &expression), others, "{} in {}", expression, text);
    }
}
