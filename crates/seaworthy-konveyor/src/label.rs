//! Labels of rules, dependencies and incidents, and expressions over them.

mod selector;
mod technology;
mod version;

use std::collections::BTreeMap;

use crate::Value;

pub use selector::{InvalidExpression, Selector};
pub use technology::{
    SOURCE_LABEL, TARGET_LABEL, Technologies, dependency_selector, technologies,
    technology_selector,
};

/// A label: `key` or `key=value`; the key may have a prefix, `konveyor.io/target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label<'t> {
    /// Key with its prefix.
    pub key: &'t str,
    /// Empty for a label without a value.
    pub value: &'t str,
}

impl<'t> Label<'t> {
    /// Reads a label.
    ///
    /// Errors: Konveyor's words.
    pub fn parse(text: &'t str) -> Result<Self, String> {
        let (key, value) = text.split_once('=').unwrap_or((text, ""));
        if value.contains('=') {
            return Err(format!("invalid label '{text}'"));
        }
        if !value.is_empty() && !is_value(value) {
            return Err(format!("invalid label value '{value}'"));
        }
        let Some((prefix, suffix)) = key.split_once('/') else {
            return if is_value(key) {
                Ok(Self { key, value })
            } else {
                Err(format!("invalid label key '{key}'"))
            };
        };
        if suffix.contains('/') {
            return Err(format!("invalid label key '{key}'"));
        }
        if !is_prefix(prefix) {
            return Err(format!("invalid label key prefix '{prefix}'"));
        }
        if !is_value(suffix) {
            return Err(format!("invalid label key suffix '{suffix}'"));
        }
        Ok(Self { key, value })
    }
}

/// Alphanumeric at both ends, inside `-`, `.` and blanks too; the end may be `+` or `-`.
fn is_value(text: &str) -> bool {
    let bytes = text.as_bytes();
    let [first, rest @ ..] = bytes else { return false };
    let inner_ok = |b: &u8| b.is_ascii_alphanumeric() || b"-. ".contains(b);
    first.is_ascii_alphanumeric()
        && match rest {
            [] => true,
            [inner @ .., last] => {
                inner.iter().all(inner_ok) && (last.is_ascii_alphanumeric() || b"+-".contains(last))
            }
        }
}

fn is_prefix(text: &str) -> bool {
    let bytes = text.as_bytes();
    let alphanumeric = |b: Option<&u8>| b.is_none_or(u8::is_ascii_alphanumeric);
    alphanumeric(bytes.first())
        && alphanumeric(bytes.last())
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
}

/// Values by key; labels that are none are left out. The values keep their order.
pub(crate) fn group<'t>(labels: impl Iterator<Item = &'t str>) -> BTreeMap<&'t str, Vec<&'t str>> {
    let mut grouped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for label in labels.filter_map(|l| Label::parse(l).ok()) {
        grouped.entry(label.key).or_default().push(label.value);
    }
    grouped
}

/// The variables of an incident as labels, for the incident selector. Without variables one empty label, which is none.
pub(crate) fn variable_labels(variables: &BTreeMap<String, Value>) -> Vec<String> {
    variables.iter().map(|(name, value)| format!("{name}={value}")).collect()
}

#[cfg(test)]
mod tests;
