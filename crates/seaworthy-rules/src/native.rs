//! The native TOML dialect, as written. `rules/README.md` is its description, [`crate::schema_json`] its schema.

mod check;
mod problem;
mod strip;

use std::fmt;

use schemars::JsonSchema;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::{Dimension, Factor, Grade, Once, Reach, Remedy, Tier};

pub(crate) use check::{Reading, read_file};
pub use problem::RuleProblem;

/// A rule file.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, title = "Seaworthy rules")]
pub(crate) struct RuleFile {
    /// The rules of this file.
    #[expect(dead_code, reason = "files are read rule by rule; this type gives the schema")]
    rule: Vec<RuleTable>,
}

/// One rule.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Rule")]
struct RuleTable {
    /// Unique: lower case letters, digits and `-`.
    #[schemars(with = "String", regex(pattern = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))]
    id: Spanned<String>,
    /// One line, in the words of the finding.
    #[schemars(with = "String")]
    title: Spanned<String>,
    /// Row of the concern catalogue: a letter and two digits.
    #[schemars(with = "Option<String>", regex(pattern = r"^[A-Z][0-9]{2}$"))]
    catalogue: Option<Spanned<String>>,
    /// What part of readiness the rule speaks of.
    dimension: Dimension,
    /// The one of the twelve factors that the rule speaks for or against.
    factor: Option<Factor>,
    /// How bad the concern is.
    severity: Grade,
    /// What kind of work mends it.
    remedy: Remedy,
    /// Relative size of the design work.
    #[schemars(schema_with = "effort_schema")]
    effort: Spanned<i64>,
    /// How the rule knows.
    confidence: Tier,
    /// Why it matters on Kubernetes.
    #[schemars(with = "String")]
    why: Spanned<String>,
    /// What to do.
    #[schemars(with = "String")]
    answer: Spanned<String>,
    /// What it changes in a manifest.
    manifest: Option<String>,
    /// Primary documentation, `https://` only.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    links: Vec<Spanned<String>>,
    /// The matched value is a secret and is masked.
    #[serde(default)]
    secret: bool,
    /// How far `requires` and `unless` look.
    #[serde(default)]
    reach: Reach,
    /// The rule claims that something is missing.
    #[serde(default)]
    absence: bool,
    /// Which of the places are reported: all, or the first of each file or component.
    #[serde(default)]
    once: Once,
    /// Any of these is a match.
    #[serde(rename = "match")]
    #[schemars(with = "Vec<LeafTable>", length(min = 1))]
    matches: Vec<Spanned<LeafTable>>,
    /// One of these must be found within `reach`.
    #[serde(default)]
    #[schemars(with = "Vec<LeafTable>")]
    requires: Vec<Spanned<LeafTable>>,
    /// None of these may be found within `reach`.
    #[serde(default)]
    #[schemars(with = "Vec<LeafTable>")]
    unless: Vec<Spanned<LeafTable>>,
    /// Cases that must match and look-alikes that must not.
    #[serde(default)]
    example: Vec<ExampleTable>,
}

/// One condition on one thing: a fact, or the text of a file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Leaf")]
struct LeafTable {
    /// Kinds of facts to look at.
    #[schemars(schema_with = "kinds_schema")]
    fact: Option<Spanned<OneOrMany>>,
    /// Patterns over the name; `*` is a wildcard, a leading `~` makes a regular expression.
    #[schemars(schema_with = "one_or_many_schema")]
    name: Option<Spanned<OneOrMany>>,
    /// A regular expression that must be found in the value.
    #[schemars(with = "Option<String>")]
    value: Option<Spanned<String>>,
    /// A regular expression that must not be found in the value.
    #[schemars(with = "Option<String>")]
    value_not: Option<Spanned<String>>,
    /// A regular expression over the text of the file, instead of `fact`.
    #[schemars(with = "Option<String>")]
    text: Option<Spanned<String>>,
    /// Globs, any of which must match the path.
    #[schemars(schema_with = "one_or_many_schema")]
    files: Option<Spanned<OneOrMany>>,
    /// Globs, none of which may match the path.
    #[schemars(schema_with = "one_or_many_schema")]
    not_files: Option<Spanned<OneOrMany>>,
    /// Languages, any of which must be that of the file.
    #[schemars(schema_with = "languages_schema")]
    languages: Option<Spanned<OneOrMany>>,
    /// The value is a version below this.
    #[schemars(with = "Option<String>")]
    version_below: Option<Spanned<String>>,
    /// The value is a version of this or above.
    #[schemars(with = "Option<String>")]
    version_from: Option<Spanned<String>>,
    /// Case does not matter.
    #[serde(default)]
    ignore_case: bool,
    /// The fact must have been resolved, not guessed.
    #[serde(default)]
    resolved: bool,
}

/// A file that shows what the rule finds, or leaves alone.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Example")]
struct ExampleTable {
    /// Path of the file; tells language and role.
    path: String,
    /// Text of the file.
    source: String,
    /// Lines at which the rule fires; 0 for the file as a whole; empty for silence.
    #[schemars(with = "Vec<u32>")]
    expect: Spanned<Vec<u32>>,
    /// More files of the same application.
    #[serde(default)]
    also: Vec<ExampleFileTable>,
}

/// A further file of an example.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ExampleFile")]
struct ExampleFileTable {
    /// Path of the file.
    path: String,
    /// Text of the file.
    source: String,
}

/// A string or a list of strings.
enum OneOrMany {
    /// `"a"`
    One(String),
    /// `["a", "b"]`
    Many(Vec<Spanned<String>>),
}

// By hand, because an untagged enum loses the place of an error.
impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyVisitor;
        impl<'de> Visitor<'de> for OneOrManyVisitor {
            type Value = OneOrMany;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = seq.next_element()? {
                    all.push(item);
                }
                Ok(OneOrMany::Many(all))
            }
        }
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

fn one_or_many_of(item: &schemars::Schema) -> schemars::Schema {
    schemars::json_schema!({
        "anyOf": [item, { "type": "array", "minItems": 1, "items": item }]
    })
}

fn one_or_many_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    one_or_many_of(&schemars::json_schema!({ "type": "string" }))
}

fn kinds_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let kinds = check::kind_names();
    one_or_many_of(&schemars::json_schema!({ "type": "string", "enum": kinds }))
}

fn languages_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let names = check::language_names();
    one_or_many_of(&schemars::json_schema!({ "type": "string", "enum": names }))
}

fn effort_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "integer", "enum": check::EFFORTS })
}
