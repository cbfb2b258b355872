//! What the tests of every format share.

use std::sync::Arc;

use seaworthy_base::LineIndex;
use seaworthy_facts::{FactKind, FileFacts, Language};

/// Name, value and line of a fact.
pub(crate) type Row = (String, String, u32);

pub(crate) fn row((name, value, line): (&str, &str, u32)) -> Row {
    (name.to_owned(), value.to_owned(), line)
}

pub(crate) fn facts(path: &str, text: &str) -> FileFacts {
    crate::read(&Arc::from(path), Language::of_path(path), text)
}

/// The facts of one kind in the order of the text.
pub(crate) fn rows(kind: FactKind, path: &str, text: &str) -> Vec<Row> {
    let index = LineIndex::new(text);
    facts(path, text)
        .of(kind)
        .map(|(fact, name, value)| row((name, value, index.position(text, fact.span.start).line)))
        .collect()
}

pub(crate) fn keys(path: &str, text: &str) -> Vec<Row> {
    rows(FactKind::ConfigKey, path, text)
}

pub(crate) fn problems(path: &str, text: &str) -> Vec<String> {
    facts(path, text).problems.iter().map(ToString::to_string).collect()
}
