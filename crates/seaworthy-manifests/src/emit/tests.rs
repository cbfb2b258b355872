//! Laws of the emitter.

use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::{Evidence, Position};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::*;

/// A parsed value that keeps the order of its entries.
#[derive(Debug, PartialEq)]
struct Parsed(Yaml);

impl<'de> Deserialize<'de> for Parsed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Parsed;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a YAML value")
            }
            fn visit_bool<E>(self, v: bool) -> Result<Parsed, E> {
                Ok(Parsed(Yaml::Bool(v)))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Parsed, E> {
                Ok(Parsed(Yaml::Int(v)))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Parsed, E> {
                Ok(Parsed(Yaml::Int(v as i64)))
            }
            fn visit_str<E>(self, v: &str) -> Result<Parsed, E> {
                Ok(Parsed(Yaml::Str(v.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Parsed, A::Error> {
                let mut items = Vec::new();
                while let Some(Parsed(item)) = seq.next_element()? {
                    items.push(item.into());
                }
                Ok(Parsed(Yaml::Seq(items)))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parsed, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, Parsed(value))) = map.next_entry::<String, Parsed>()? {
                    entries.push((key, value.into()));
                }
                Ok(Parsed(Yaml::Map(entries)))
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}

fn parse(text: &str) -> Node {
    let Parsed(value) = serde_saphyr::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    value.into()
}

fn bare(node: &Node) -> Node {
    match &node.value {
        Yaml::Map(entries) => Node::map(entries.iter().map(|(k, v)| (k.clone(), bare(v)))),
        Yaml::Seq(items) => Node::seq(items.iter().map(bare)),
        value => value.clone().into(),
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[ -~]{0,12}",
        2 => "[0-9xeob_.:+-]{1,8}",
        1 => any::<String>().prop_map(|s| s.chars().take(12).collect()),
        1 => prop::sample::select(vec!["yes", "off", "~", "null", "0777", "1e3", "2024-01-02", "- a", "#", "a\nb", "\u{85}"])
            .prop_map(str::to_owned),
    ]
}

fn any_reason() -> impl Strategy<Value = (Vec<Evidence>, Option<String>)> {
    let evidence = (any_text(), any_text(), 0..9u32).prop_map(|(path, text, line)| {
        Evidence::cause(&Arc::from(path), Position { line, column: 1 }, &text)
    });
    (prop::collection::vec(evidence, 0..3), prop::option::of(any_text()))
}

fn any_node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        any_text().prop_map(Yaml::Str),
        any::<i64>().prop_map(Yaml::Int),
        any::<bool>().prop_map(Yaml::Bool),
    ];
    let reasoned = |value: BoxedStrategy<Yaml>| {
        (value, any_reason()).prop_map(|(value, (why, todo))| Node { value, why, todo })
    };
    reasoned(leaf.boxed()).prop_recursive(4, 40, 5, move |inner| {
        let seq = prop::collection::vec(inner.clone(), 0..5).prop_map(Yaml::Seq);
        let map = prop::collection::btree_map(any_text(), inner, 0..5)
            .prop_map(|m| Yaml::Map(m.into_iter().collect()));
        reasoned(prop_oneof![seq, map].boxed())
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(node in any_node()) {
        let (text, fields) = emit(&node, "Any/thing", 1);
        let parsed = parse(&text);
        prop_assert_eq!(&parsed, &bare(&node), "{}", text);
        prop_assert_eq!(emit_bare(&parsed), emit_bare(&node));
        let lines = text.lines().count() as u32;
        for field in fields {
            prop_assert!(field.line >= 1 && field.line <= lines, "{} of {}: {:?}", field.line, lines, field);
        }
    }
}

#[test]
fn comments_stand_before_their_field_and_lines_are_right() {
    let at = Evidence::cause(
        &Arc::from("src/app.properties"),
        Position { line: 3, column: 1 },
        "server.port=81",
    );
    let node = Node::map([
        ("kind", Node::from("Service")),
        (
            "ports",
            Node::seq([Node::map([
                ("name", Node::from("http")),
                ("port", Node::from(81).why(&[at]).todo("move it\nsay so")),
            ])])
            .because("one entry a port"),
        ),
    ]);
    let (text, fields) = emit(&node, "Service/a", 1);
    assert_eq!(
        text,
        "kind: Service\n# default: one entry a port\nports:\n  - name: http\n    \
         # why: src/app.properties:3 server.port=81\n    # TODO: move it\n    # TODO: say so\n    port: 81\n"
    );
    let port = &fields[1];
    assert_eq!((port.field.as_str(), port.line), ("Service/a ports[0].port", 8));
    assert_eq!(port.value, "81");
}

#[test]
fn evidence_with_a_secret_is_masked_again() {
    let leak = Evidence::cause(
        &Arc::from("a.properties"),
        Position { line: 1, column: 1 },
        "db.password=hunter2hunter2",
    );
    let (text, fields) = emit(&Node::map([("a", Node::from(1).why(&[leak]))]), "A/a", 1);
    assert!(!text.contains("hunter2"), "{text}");
    assert!(!fields[0].why[0].text.contains("hunter2"), "{fields:?}");
}
