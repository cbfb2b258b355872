//! JSON and TOML as one tree in which every value knows its place.

mod json;
mod table;

use std::collections::BTreeMap;

use seaworthy_base::Diagnostic;

use crate::Property;
use crate::source::Source;

/// How deep values may nest.
const MAX_DEPTH: usize = 64;

/// A value and where it starts: for a member of a table the place of its key.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    pub(crate) value: Value,
    pub(crate) at: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    /// A number, truth value, date or null as written.
    Literal(String),
    List(Vec<Data>),
    Table(Vec<(String, Data)>),
}

impl Data {
    /// The member of that name.
    pub(crate) fn get(&self, key: &str) -> Option<&Data> {
        self.table().iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// Follows members.
    pub(crate) fn path(&self, keys: &[&str]) -> Option<&Data> {
        keys.iter().try_fold(self, |data, key| data.get(key))
    }

    /// The text, or the literal as written (not `null`).
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Literal(text) if text != "null" => Some(text),
            _ => None,
        }
    }

    /// The text of a member.
    pub(crate) fn member(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Data::text)
    }

    /// The entries of a list; none for other values.
    pub(crate) fn list(&self) -> &[Data] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The members of a table; none for other values.
    pub(crate) fn table(&self) -> &[(String, Data)] {
        match &self.value {
            Value::Table(members) => members,
            _ => &[],
        }
    }

    /// Adds the text at `path`, where there is any, under `key`.
    pub(crate) fn copy(
        &self,
        source: &Source<'_>,
        path: &[&str],
        key: &str,
        into: &mut BTreeMap<String, Property>,
    ) {
        if let Some(found) = self.path(path)
            && let Some(text) = found.text()
        {
            into.entry(key.to_owned()).or_insert_with(|| source.property(text, found.at));
        }
    }
}

/// Reads JSON; comments and trailing commas are let through.
pub(crate) fn json(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Data> {
    match json::parse(source.text) {
        Ok(data) => Some(data),
        Err((at, reason)) => {
            problems.push(source.broken("JSON", reason, Some(at)));
            None
        }
    }
}

/// Reads TOML.
pub(crate) fn toml(source: &Source<'_>, problems: &mut Vec<Diagnostic>) -> Option<Data> {
    match table::parse(source.text) {
        Ok(data) => Some(data),
        Err((at, reason)) => {
            problems.push(source.broken("TOML", &reason, at));
            None
        }
    }
}
