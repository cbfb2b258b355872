//! `builtin.json`: XPath over JSON.
//!
//! A value is a tree: a member of an object is an element of its name, members in the order of their names; an item of
//! an array is an element without a name; anything else is a text.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use seaworthy_base::{Code, Diagnostic};
use seaworthy_konveyor::{Leaf, Value as Variable};
use seaworthy_xml::{Document, NodeId, TreeBuilder};
use seaworthy_xpath::{Budget, Mode, Namespaces, XPath, XPathError};
use serde_json::Value;

use crate::paths::PathPatternSet;
use crate::xml::{Files, SearchedLines};
use crate::{FileTable, FileText, Hit, LeafError, LeafId};

/// Longest file that is read as JSON, in bytes.
const MAX_BYTES: usize = 32 << 20;

/// Most bytes of variables that the hits of one file may hold.
const MAX_CONTENT: usize = 64 << 20;

/// The `builtin.json` leaves of an analysis.
#[derive(Debug, Default)]
pub struct JsonPlan {
    queries: Vec<Query>,
    patterns: PathPatternSet,
}

/// A distinct XPath and who asks it.
#[derive(Debug)]
struct Query {
    text: String,
    xpath: XPath,
    leaves: Vec<(LeafId, Files)>,
}

impl JsonPlan {
    /// Takes the leaves it knows from `leaves`, whose positions are their numbers. The errors name leaves whose
    /// expression is none.
    pub fn compile(leaves: &[Leaf], files: &FileTable, mode: Mode) -> (Self, Vec<LeafError>) {
        let mut plan = Self::default();
        let mut errors = Vec::new();
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        for (leaf, of) in (0..).zip(leaves) {
            let Leaf::Json { xpath: text, filepaths } = of else { continue };
            let asked = (leaf, Files::of(filepaths, &mut plan.patterns, files));
            if let Some(query) = known.get(text.as_str()).and_then(|&at| plan.queries.get_mut(at)) {
                query.leaves.push(asked);
                continue;
            }
            match XPath::parse(text, mode) {
                Ok(xpath) => {
                    known.insert(text, plan.queries.len());
                    plan.queries.push(Query { text: text.clone(), xpath, leaves: vec![asked] });
                }
                Err(error) => {
                    let message = format!("could not parse provided xpath query '{text}': {error}");
                    errors.push(LeafError { leaf, message });
                }
            }
        }
        (plan, errors)
    }

    /// Whether a file must be read.
    pub fn wants(&self, path: &str) -> bool {
        !self.queries.is_empty() && path.ends_with(".json")
    }

    /// Adds the hits in one file, and what could not be asked. A file that is no JSON has none.
    pub fn scan(&self, file: FileText<'_>, hits: &mut Vec<Hit>, problems: &mut Vec<Diagnostic>) {
        if !self.wants(file.path) {
            return;
        }
        let path: Arc<str> = file.path.into();
        if file.text.len() > MAX_BYTES {
            let message = format!("longer than {} MiB; not read as JSON", MAX_BYTES >> 20);
            problems.push(Diagnostic::warning(Code::TooLarge, &path, message));
            return;
        }
        let Ok(value) = serde_json::from_str::<Value>(file.text) else { return };
        let doc = tree(&value);
        let matching = self.patterns.matching(file.path);
        let mut searched = None;
        let mut content = 0;
        for query in &self.queries {
            let asked = query.leaves.iter().filter(|(_, files)| files.include(&matching));
            let leaves: Vec<LeafId> = asked.map(|(leaf, _)| *leaf).collect();
            if leaves.is_empty() {
                continue;
            }
            let mut cut = |what: &str| {
                let message = format!("'{}' {what}", query.text);
                problems.push(Diagnostic::warning(Code::Truncated, &path, message));
            };
            let nodes = match query.xpath.select(&doc, &Namespaces::new(), &mut Budget::default()) {
                Ok(nodes) => nodes,
                Err(XPathError::TooExpensive) => {
                    cut("takes too many steps; left out");
                    continue;
                }
                Err(_) => continue,
            };
            for node in nodes {
                let (text, data) = text_and_data(&doc, node.node);
                content += (text.len() + data.len()) * leaves.len();
                if content > MAX_CONTENT {
                    cut("finds too much; the rest was left out");
                    break;
                }
                let line =
                    searched.get_or_insert_with(|| SearchedLines::new(file.text)).find(&text);
                hits.extend(leaves.iter().map(|&leaf| Hit {
                    leaf,
                    file: file.id,
                    line: line.unwrap_or(0),
                    location: line.map(|line| (line, line)),
                    variables: vec![
                        ("data", Variable::Text(data.clone())),
                        ("matchingJSON", Variable::Text(text.clone())),
                    ],
                }));
            }
        }
    }
}

/// All text in a node, and its name or text.
fn text_and_data(doc: &Document, id: NodeId) -> (String, String) {
    match doc.text_node(id) {
        Some(text) => (text.to_owned(), text.to_owned()),
        None => (doc.string_value(id), doc.symbol_text(doc.local(id)).to_owned()),
    }
}

/// The tree of a value. The parser limits how deep values nest.
fn tree(value: &Value) -> Document {
    let mut builder = TreeBuilder::default();
    add(value, &mut builder);
    builder.finish()
}

fn add(value: &Value, builder: &mut TreeBuilder) {
    match value {
        Value::Array(items) => {
            for item in items {
                builder.start("");
                add(item, builder);
                builder.end();
            }
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            for (name, member) in members {
                builder.start(name);
                add(member, builder);
                builder.end();
            }
        }
        Value::String(text) => builder.text(text),
        Value::Bool(value) => builder.text(if *value { "true" } else { "false" }),
        Value::Null => builder.text("<nil>"),
        Value::Number(number) => builder.text(&number_text(number.as_f64().unwrap_or(f64::NAN))),
    }
}

/// A number as Go prints it: with an exponent from a million up and below 1e-4.
fn number_text(number: f64) -> String {
    let scientific = format!("{number:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return number.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

#[cfg(test)]
mod tests;
