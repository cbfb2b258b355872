//! Mustache templates of messages and tags, as cbroglie's mustache for Go renders them.

mod parse;
mod render;

use std::collections::BTreeMap;

use thiserror::Error;

use crate::Value;

/// Why a text is no template. Konveyor takes the text as it is then.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("line {line}: {message}")]
pub struct TemplateError {
    /// Line of the text, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

/// A compiled template. Cheap to render where it has no variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// A variable, `raw` without escapes for HTML.
    Variable {
        name: String,
        raw: bool,
    },
    Section {
        name: String,
        inverted: bool,
        parts: Vec<Part>,
    },
}

impl Template {
    /// Compiles a template.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        Ok(Self { parts: parse::parts(text)? })
    }

    /// Compiles a template; a text that is none stands for itself.
    pub fn or_literal(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|_| Self { parts: vec![Part::Text(text.to_owned())] })
    }

    /// The text, where the template is nothing else.
    pub fn as_text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Names of variables that it uses, as written.
    pub fn names(&self) -> Vec<&str> {
        fn collect<'p>(parts: &'p [Part], names: &mut Vec<&'p str>) {
            for part in parts {
                match part {
                    Part::Text(_) => {}
                    Part::Variable { name, .. } => names.push(name),
                    Part::Section { name, parts, .. } => {
                        names.push(name);
                        collect(parts, names);
                    }
                }
            }
        }
        let mut names = Vec::new();
        collect(&self.parts, &mut names);
        names
    }

    /// Renders with the variables of an incident, and its line as `lineNumber` where it has one. Missing variables render
    /// as nothing.
    pub fn render(&self, variables: &BTreeMap<String, Value>, line_number: Option<u32>) -> String {
        match self.as_text() {
            Some(text) => text.to_owned(),
            None => render::render(&self.parts, variables, line_number),
        }
    }
}

#[cfg(test)]
mod tests;
