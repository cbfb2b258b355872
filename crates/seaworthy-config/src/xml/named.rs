//! Keys and values written as elements: `<add key="K" value="V"/>` and its relatives.

use seaworthy_base::Span;
use seaworthy_xml::{Document, NodeId};

/// A key and a value that an element states together.
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) span: Span,
}

/// Descriptor elements whose children hold the name and the value.
const PAIRS: [(&str, &str, &str); 6] = [
    ("context-param", "param-name", "param-value"),
    ("init-param", "param-name", "param-value"),
    ("env-entry", "env-entry-name", "env-entry-value"),
    (
        "activation-config-property",
        "activation-config-property-name",
        "activation-config-property-value",
    ),
    ("config-property", "config-property-name", "config-property-value"),
    ("property", "name", "value"),
];

/// The entry an element stands for, if it stands for one.
pub(super) fn entry(document: &Document, id: NodeId) -> Option<Entry> {
    let element = document.local_name(id);
    if let Some(key) = ["key", "name"].iter().find_map(|a| document.attribute(id, a)) {
        let value = ["value", "connectionString"].iter().find_map(|a| document.attribute(id, a));
        if let Some(value) = value {
            return Some(Entry {
                key: key.value.clone(),
                value: value.value.clone(),
                span: value.span,
            });
        }
        if element == "socket-binding" {
            let port = document.attribute(id, "port")?;
            return Some(Entry {
                key: key.value.clone(),
                value: port.value.clone(),
                span: port.span,
            });
        }
        if !holds_text_value(element) {
            return None;
        }
        let (value, span) = match document.child_text(id, "value") {
            Some(found) => found,
            None => document.own_text(id),
        };
        return (!value.is_empty()).then(|| Entry { key: key.value.clone(), value, span });
    }
    let &(_, name, value) = PAIRS.iter().find(|(parent, ..)| *parent == element)?;
    let (key, _) = document.child_text(id, name)?;
    let (value, span) = document.child_text(id, value)?;
    (!key.is_empty()).then_some(Entry { key, value, span })
}

/// Elements with a name whose text, or whose `<value>`, is the value.
fn holds_text_value(element: &str) -> bool {
    matches!(
        element,
        "property"
            | "entry"
            | "param"
            | "parameter"
            | "prop"
            | "setting"
            | "variable"
            | "init-param"
    ) || element.ends_with("-property")
}
