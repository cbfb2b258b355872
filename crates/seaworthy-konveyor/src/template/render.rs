//! From parts and variables to text.

use std::collections::BTreeMap;

use super::Part;
use crate::Value;

/// What a name can stand for.
#[derive(Clone, Copy)]
enum Found<'v> {
    Variables(&'v BTreeMap<String, Value>),
    Value(&'v Value),
    Item(&'v str),
    Line(u32),
}

struct Scope<'v> {
    /// Innermost last; the variables of the incident are first.
    stack: Vec<Found<'v>>,
    line_number: Option<u32>,
}

pub(super) fn render(
    parts: &[Part],
    variables: &BTreeMap<String, Value>,
    line_number: Option<u32>,
) -> String {
    let mut scope = Scope { stack: vec![Found::Variables(variables)], line_number };
    let mut out = String::new();
    scope.render(parts, &mut out);
    out
}

impl<'v> Scope<'v> {
    /// The depth of sections is limited when they are read.
    fn render(&mut self, parts: &[Part], out: &mut String) {
        for part in parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Variable { name, raw } => {
                    let text = self.lookup(name).map(|found| self.text(found)).unwrap_or_default();
                    if *raw { out.push_str(&text) } else { escape(&text, out) }
                }
                Part::Section { name, inverted, parts } => {
                    self.section(name, *inverted, parts, out);
                }
            }
        }
    }

    fn section(&mut self, name: &str, inverted: bool, parts: &[Part], out: &mut String) {
        let found = self.lookup(name).filter(|found| !self.is_empty(*found));
        match (found, inverted) {
            (None, true) => self.render(parts, out),
            (Some(Found::Value(Value::List(items))), false) => {
                for item in items {
                    self.stack.push(Found::Item(item));
                    self.render(parts, out);
                    self.stack.pop();
                }
            }
            (Some(found), false) => {
                self.stack.push(found);
                self.render(parts, out);
                self.stack.pop();
            }
            (None, false) | (Some(_), true) => {}
        }
    }

    fn lookup(&self, name: &str) -> Option<Found<'v>> {
        if name == "." {
            return self.stack.last().copied();
        }
        // Values have no fields, so a dotted name finds nothing.
        if name == "lineNumber"
            && let Some(line) = self.line_number
        {
            return Some(Found::Line(line));
        }
        if name.contains('.') {
            return None;
        }
        self.stack.iter().rev().find_map(|found| match found {
            Found::Variables(variables) => variables.get(name).map(Found::Value),
            _ => None,
        })
    }

    fn is_empty(&self, found: Found<'_>) -> bool {
        match found {
            Found::Variables(variables) => variables.is_empty() && self.line_number.is_none(),
            Found::Value(Value::Text(text)) => text.trim().is_empty(),
            Found::Value(Value::Number(number)) => *number == 0,
            Found::Value(Value::List(items)) => items.is_empty(),
            Found::Item(item) => item.trim().is_empty(),
            Found::Line(line) => line == 0,
        }
    }

    fn text(&self, found: Found<'_>) -> String {
        match found {
            Found::Value(value) => value.to_string(),
            Found::Item(item) => item.to_owned(),
            Found::Line(line) => line.to_string(),
            Found::Variables(variables) => {
                let mut all: BTreeMap<&str, String> =
                    variables.iter().map(|(name, v)| (name.as_str(), v.to_string())).collect();
                if let Some(line) = self.line_number {
                    all.insert("lineNumber", line.to_string());
                }
                let pairs: Vec<String> =
                    all.iter().map(|(name, text)| format!("{name}:{text}")).collect();
                format!("map[{}]", pairs.join(" "))
            }
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            '\0' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}
