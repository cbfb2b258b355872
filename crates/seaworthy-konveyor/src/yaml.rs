//! One YAML document as a tree with places, its scalars typed as YAML 1.1 types them, which is how Konveyor reads rules.

mod parse;
mod repair;
mod scalar;

use std::borrow::Cow;

use seaworthy_base::Span;

pub(crate) use parse::{MAX_BYTES, further_document, parse, parse_strictly};
use scalar::float_text;
pub(crate) use scalar::{is_boolean_word, is_plain_text};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    pub(crate) kind: Kind<'t>,
    /// Bytes of the text; of a collection from its first to the end of its last value.
    pub(crate) span: Span,
    /// Line of its first byte, from 1.
    pub(crate) line: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind<'t> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'t, str>),
    List(Vec<Node<'t>>),
    /// Keys are scalars and unlike each other; merged keys stand last.
    Map(Vec<(Node<'t>, Node<'t>)>),
}

impl<'t> Node<'t> {
    /// The text, where it is one; numbers and booleans are none.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn int(&self) -> Option<i64> {
        match self.kind {
            Kind::Int(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> Option<&[Node<'t>]> {
        match &self.kind {
            Kind::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn map(&self) -> Option<&[(Node<'t>, Node<'t>)]> {
        match &self.kind {
            Kind::Map(pairs) => Some(pairs),
            _ => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// The value of a key of a mapping.
    pub(crate) fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key and the value of a key of a mapping.
    pub(crate) fn entry(&self, key: &str) -> Option<&(Node<'t>, Node<'t>)> {
        self.map()?.iter().find(|(k, _)| k.text() == Some(key))
    }

    /// A scalar as a field of type string takes it after Konveyor has written the condition anew: `yes` is `true`, `1.10`
    /// is `1.1`, null is empty. `None` for collections.
    pub(crate) fn go_string(&self) -> Option<Cow<'_, str>> {
        Some(match &self.kind {
            Kind::Null => Cow::Borrowed(""),
            Kind::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Kind::Int(value) => Cow::Owned(value.to_string()),
            Kind::Float(value) => Cow::Owned(float_text(*value)),
            Kind::Text(text) => Cow::Borrowed(text),
            Kind::List(_) | Kind::Map(_) => return None,
        })
    }

    /// The value as a message of Konveyor shows it.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match &self.kind {
            Kind::Null => Cow::Borrowed("<nil>"),
            Kind::List(items) => {
                let items: Vec<_> = items.iter().map(Node::shown_scalar).collect();
                Cow::Owned(format!("[{}]", items.join(" ")))
            }
            Kind::Map(pairs) => {
                let pairs: Vec<_> = pairs
                    .iter()
                    .map(|(k, v)| format!("{}:{}", k.shown_scalar(), v.shown_scalar()))
                    .collect();
                Cow::Owned(format!("map[{}]", pairs.join(" ")))
            }
            _ => self.shown_scalar(),
        }
    }

    fn shown_scalar(&self) -> Cow<'_, str> {
        match self.kind {
            Kind::Null => Cow::Borrowed("<nil>"),
            Kind::List(_) => Cow::Borrowed("[…]"),
            Kind::Map(_) => Cow::Borrowed("map[…]"),
            _ => self.go_string().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests;
