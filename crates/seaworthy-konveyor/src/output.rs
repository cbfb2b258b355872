//! Results in Konveyor's shape.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{CodeSnip, Link};

/// The results of one ruleset.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RulesetResult {
    /// Name of the ruleset.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its description.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Rendered tags, as written.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// Findings with an effort, by rule.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub violations: BTreeMap<String, Violation>,
    /// Findings without an effort, by rule.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub insights: BTreeMap<String, Violation>,
    /// Rules that could not be evaluated, with the reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<String, String>,
    /// Rules that found nothing.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub unmatched: BTreeSet<String>,
    /// Rules that no selector chose.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub skipped: BTreeSet<String>,
}

/// What one rule found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Violation {
    /// The rule's description.
    pub description: String,
    /// Its category; tagging insights have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<&'static str>,
    /// Labels of the rule and its ruleset, and `tag=…`.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub labels: BTreeSet<String>,
    /// The places, sorted.
    pub incidents: Vec<Incident>,
    /// Links, sorted by title and address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkResult>,
    /// Story points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort: Option<i64>,
}

/// A link of a result.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LinkResult {
    /// Its address.
    pub url: String,
    /// Its words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
}

impl From<&Link> for LinkResult {
    fn from(link: &Link) -> Self {
        Self { url: link.url.clone(), title: link.title.clone() }
    }
}

/// One place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Incident {
    /// `file:///…`; empty for tags.
    pub uri: String,
    /// The rendered message.
    pub message: String,
    /// Numbered lines around the place.
    #[serde(skip_serializing_if = "CodeSnip::is_empty")]
    pub code_snip: CodeSnip,
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line_number: Option<u32>,
    /// What the provider and the custom variables say.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, Value>,
    /// Whether the place lies in a library.
    pub is_dependency_incident: bool,
}

/// Sorts incidents by URI, line, message and code. As in Konveyor, an incident without a line gets line 0 where another one
/// has its URI.
pub fn sort_incidents(incidents: &mut [Incident]) {
    incidents.sort_by(|a, b| {
        let key = |i: &Incident| i.line_number.unwrap_or(0);
        a.uri
            .cmp(&b.uri)
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| a.message.cmp(&b.message))
            .then_with(|| a.code_snip.text().cmp(&b.code_snip.text()))
    });
    for same in incidents.chunk_by_mut(|a, b| a.uri == b.uri).filter(|same| same.len() > 1) {
        for incident in same {
            incident.line_number.get_or_insert(0);
        }
    }
}

/// Value of a variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// Texts.
    List(Vec<String>),
}

impl std::fmt::Display for Value {
    /// As Go prints it: a list as `[a b]`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::List(items) => write!(f, "[{}]", items.join(" ")),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Dependencies of one build file: an entry of `dependencies.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DependencyFile {
    /// `file:///…` of the build file.
    #[serde(rename = "fileURI")]
    pub file_uri: String,
    /// `java`, `go`, ….
    pub provider: String,
    /// Sorted by name, version, type, direct first.
    pub dependencies: Vec<Dependency>,
}

/// A library.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dependency {
    /// `group.artifact` for Java.
    pub name: String,
    /// Its version; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Maven classifier.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub classifier: String,
    /// Scope: `compile`, `test`, ….
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Whether another library brings it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub indirect: bool,
    /// Checksum or other identity.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub resolved_identifier: String,
    /// Further values (`artifactId`, `groupId`, `pomPath`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extras: BTreeMap<String, String>,
    /// `konveyor.io/dep-source=…` and others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// Prefix of the paths of its sources.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prefix: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident(uri: &str, line_number: Option<u32>, message: &str) -> Incident {
        Incident {
            uri: uri.to_owned(),
            line_number,
            message: message.to_owned(),
            ..Incident::default()
        }
    }

    #[test]
    fn g46_a_missing_line_becomes_zero_beside_others_of_the_file() {
        let mut incidents = [
            incident("b", None, ""),
            incident("a", Some(2), "z"),
            incident("a", None, "y"),
            incident("a", Some(2), "x"),
        ];
        sort_incidents(&mut incidents);
        let told: Vec<_> =
            incidents.iter().map(|i| (&*i.uri, i.line_number, &*i.message)).collect();
        assert_eq!(
            told,
            [("a", Some(0), "y"), ("a", Some(2), "x"), ("a", Some(2), "z"), ("b", None, "")]
        );
    }
}
