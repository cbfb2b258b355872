//! From TOML tables to [`Rule`]s: everything that serde cannot check.

use std::ops::Range;
use std::sync::Arc;

use seaworthy_facts::{FactKind, Language};
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::problem::{Problems, suggestion};
use super::strip::without_examples;
use super::{ExampleTable, LeafTable, OneOrMany, RuleProblem, RuleTable};
use crate::{Example, ExampleFile, Leaf, Pattern, PatternKind, Rule, Version};

pub(super) const EFFORTS: [u8; 6] = [1, 2, 3, 5, 8, 13];

/// How a rule file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Whole, with every check.
    Checked,
    /// Without examples and without a look into patterns, which tests have checked.
    Trusted,
}

/// The rules of one file, each with the place of its id, and what is wrong with the others.
pub(crate) fn read_file(
    path: &Arc<str>,
    text: &str,
    reading: Reading,
) -> (Vec<(Rule, Range<usize>)>, Vec<RuleProblem>) {
    let stripped;
    let text = if reading == Reading::Trusted {
        stripped = without_examples(text);
        stripped.as_str()
    } else {
        text
    };
    let mut problems = Problems::new(path, text, reading);
    let mut rules = Vec::new();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        problems.push_toml(error, 0..0);
    }
    let mut tables = Vec::new();
    for (key, value) in table.into_inner() {
        let range = key.span();
        if key.get_ref() != "rule" {
            problems.push(
                range,
                &format!("unknown key `{}`", key.get_ref()),
                "a rule file holds `[[rule]]` tables only",
            );
            continue;
        }
        match value.into_inner() {
            DeValue::Array(items) => tables = items.into_iter().collect(),
            _ => problems.push(range, "`rule` is not a list of tables", "write `[[rule]]`"),
        }
    }
    let starts: Vec<usize> = tables.iter().map(|t| t.span().start).collect();
    for (i, table) in tables.into_iter().enumerate() {
        let place = table.span();
        let end = starts.get(i + 1).copied().unwrap_or(text.len());
        // A syntax error inside of a rule may have cost it any of its keys.
        let broken = |e: &toml::de::Error| {
            e.span().is_none_or(|s| s.start >= place.start && s.start < end.max(place.end))
        };
        if errors.iter().any(broken) {
            continue;
        }
        match RuleTable::deserialize(into_deserializer(table)) {
            Ok(rule) => rules.extend(checked(rule, path, &mut problems)),
            Err(error) => problems.push_toml(&error, place),
        }
    }
    (rules, problems.finish())
}

fn into_deserializer(value: Spanned<DeValue<'_>>) -> ValueDeserializer<'_> {
    value.into_deserializer()
}

fn checked(
    table: RuleTable,
    path: &Arc<str>,
    problems: &mut Problems<'_>,
) -> Option<(Rule, Range<usize>)> {
    let before = problems.len();
    let id_at = table.id.span();
    if !is_kebab_case(table.id.get_ref()) {
        problems.push(
            id_at.clone(),
            &format!("`{}` is no rule id", table.id.get_ref()),
            "lower case letters, digits and `-`, beginning with a letter",
        );
    }
    if let Some(row) = &table.catalogue
        && !is_catalogue_row(row.get_ref())
    {
        problems.push(
            row.span(),
            &format!("`{}` is no row of the catalogue", row.get_ref()),
            "a letter and two digits, for example `J01`",
        );
    }
    let effort = u8::try_from(*table.effort.get_ref()).unwrap_or(0);
    if !EFFORTS.contains(&effort) {
        problems.push(
            table.effort.span(),
            "this effort is not on the scale",
            "1, 2, 3, 5, 8 or 13",
        );
    }
    for (text, key) in [(&table.title, "title"), (&table.why, "why"), (&table.answer, "answer")] {
        if text.get_ref().trim().is_empty() {
            problems.push(text.span(), &format!("`{key}` is empty"), "");
        }
    }
    if table.title.get_ref().trim().contains('\n') {
        problems.push(table.title.span(), "`title` has several lines", "one line");
    }
    for link in &table.links {
        if !link.get_ref().starts_with("https://") {
            problems.push(link.span(), "this link is not `https://`", "");
        }
    }
    if table.matches.is_empty() {
        problems.push(id_at.clone(), "the rule has no `match`", "add a `[[rule.match]]` table");
    }
    if table.absence && table.requires.is_empty() {
        problems.push(
            id_at.clone(),
            "the rule claims an absence but has no `requires`",
            "say in `[[rule.requires]]` where something must be found missing",
        );
    }
    let mut leaves = |tables: Vec<Spanned<LeafTable>>| -> Vec<Leaf> {
        tables.into_iter().map(|t| leaf(t, problems)).collect()
    };
    let (matches, requires, unless) =
        (leaves(table.matches), leaves(table.requires), leaves(table.unless));
    let examples = table.example.into_iter().map(example).collect();
    let rule = Rule {
        id: table.id.into_inner(),
        title: table.title.into_inner().trim().to_owned(),
        catalogue: table.catalogue.map(Spanned::into_inner),
        dimension: table.dimension,
        factor: table.factor,
        grade: table.severity,
        remedy: table.remedy,
        effort,
        tier: table.confidence,
        why: table.why.into_inner().trim().to_owned(),
        answer: table.answer.into_inner().trim().to_owned(),
        manifest: table.manifest.map(|m| m.trim().to_owned()),
        links: table.links.into_iter().map(Spanned::into_inner).collect(),
        secret: table.secret,
        matches,
        requires,
        unless,
        reach: table.reach,
        absence: table.absence,
        once: table.once,
        examples,
        source: path.to_string(),
    };
    (problems.len() == before).then_some((rule, id_at))
}

fn leaf(table: Spanned<LeafTable>, problems: &mut Problems<'_>) -> Leaf {
    let place = table.span();
    let table = table.into_inner();
    match (&table.fact, &table.text) {
        (Some(_), Some(text)) => problems.push(
            text.span(),
            "a leaf asks for a fact or for text, not for both",
            "split it into two leaves",
        ),
        (None, None) => problems.push(
            place.clone(),
            "the leaf asks for nothing",
            "add `fact = …` or `text = …`",
        ),
        _ => {}
    }
    if let Some(text) = &table.text {
        let fact_keys = [
            ("name", table.name.as_ref().map(Spanned::span)),
            ("value", table.value.as_ref().map(Spanned::span)),
            ("value_not", table.value_not.as_ref().map(Spanned::span)),
            ("version_below", table.version_below.as_ref().map(Spanned::span)),
            ("version_from", table.version_from.as_ref().map(Spanned::span)),
            ("resolved", table.resolved.then(|| text.span())),
        ];
        for (key, range) in fact_keys {
            if let Some(range) = range {
                problems.push(range, &format!("`{key}` has no meaning beside `text`"), "");
            }
        }
    } else if table.fact.is_some()
        && table.name.is_none()
        && table.value.is_none()
        && table.files.is_none()
        && table.version_below.is_none()
        && table.version_from.is_none()
    {
        problems.push(
            place,
            "the leaf matches every fact of its kind",
            "add `name`, `value`, `files` or a version",
        );
    }
    let ignore_case = table.ignore_case;
    let kinds: Vec<FactKind> = named(table.fact, "kind of fact", problems, kind_names);
    let languages: Vec<Language> = named(table.languages, "language", problems, language_names);
    let names = strings(table.name, "name", problems);
    for name in &names {
        if let Some(regex) = name.get_ref().strip_prefix('~') {
            regex_check(regex, PatternKind::Name { ignore_case }, name.span(), problems);
        }
    }
    let mut regex = |text: Option<Spanned<String>>, kind| {
        text.map(|t| {
            regex_check(t.get_ref(), kind, t.span(), problems);
            t.into_inner()
        })
    };
    let value = regex(table.value, PatternKind::Name { ignore_case });
    let value_not = regex(table.value_not, PatternKind::Name { ignore_case });
    let text = regex(table.text, PatternKind::Text { ignore_case });
    let mut version = |text: Option<Spanned<String>>| {
        text.map(|t| {
            if Version::parse(t.get_ref()).is_none() {
                problems.push(t.span(), &format!("`{}` is no version", t.get_ref()), "");
            }
            t.into_inner()
        })
    };
    let version_below = version(table.version_below);
    let version_from = version(table.version_from);
    Leaf {
        kinds,
        names: names.into_iter().map(Spanned::into_inner).collect(),
        value,
        value_not,
        text,
        files: globs(table.files, "files", problems),
        not_files: globs(table.not_files, "not_files", problems),
        languages,
        version_below,
        version_from,
        ignore_case,
        resolved: table.resolved,
    }
}

fn example(table: ExampleTable) -> Example {
    let file = |f: super::ExampleFileTable| ExampleFile { path: f.path, source: f.source };
    Example {
        path: table.path,
        source: table.source,
        expect: table.expect.into_inner(),
        also: table.also.into_iter().map(file).collect(),
    }
}

/// The strings of a list, none of which may be empty; the list neither.
fn strings(
    list: Option<Spanned<OneOrMany>>,
    key: &str,
    problems: &mut Problems<'_>,
) -> Vec<Spanned<String>> {
    let Some(list) = list else { return Vec::new() };
    let place = list.span();
    let all = match list.into_inner() {
        OneOrMany::One(text) => vec![Spanned::new(place.clone(), text)],
        OneOrMany::Many(all) => all,
    };
    if all.is_empty() {
        problems.push(
            place,
            &format!("`{key}` is an empty list"),
            "leave it out, or name something",
        );
    }
    for text in &all {
        if matches!(text.get_ref().as_str(), "" | "~") {
            problems.push(text.span(), &format!("`{key}` holds an empty string"), "");
        }
    }
    all
}

fn named<T: DeserializeOwned>(
    list: Option<Spanned<OneOrMany>>,
    what: &str,
    problems: &mut Problems<'_>,
    known: impl Fn() -> Vec<String>,
) -> Vec<T> {
    let mut out = Vec::new();
    for word in strings(list, what, problems) {
        let text: StrDeserializer<'_, serde::de::value::Error> =
            word.get_ref().as_str().into_deserializer();
        if let Ok(found) = T::deserialize(text) {
            out.push(found);
        } else {
            let message = format!("unknown {what} `{}`", word.get_ref());
            problems.push(word.span(), &message, &suggestion(word.get_ref(), &known()));
        }
    }
    out
}

fn globs(list: Option<Spanned<OneOrMany>>, key: &str, problems: &mut Problems<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for glob in strings(list, key, problems) {
        if problems.checks_patterns()
            && let Err(error) = crate::plan::path_glob(glob.get_ref())
        {
            let message = format!("`{}` is no glob", glob.get_ref());
            problems.push(glob.span(), &message, &error.kind().to_string());
        }
        out.push(glob.into_inner());
    }
    out
}

fn regex_check(text: &str, kind: PatternKind, range: Range<usize>, problems: &mut Problems<'_>) {
    if problems.checks_patterns()
        && let Err(reason) = Pattern::check(text, kind)
    {
        problems.push(range, "this regular expression does not compile", &reason);
    }
}

fn is_kebab_case(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('-')
        && !id.contains("--")
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_catalogue_row(row: &str) -> bool {
    matches!(row.as_bytes(), [letter, tens, ones]
        if letter.is_ascii_uppercase() && tens.is_ascii_digit() && ones.is_ascii_digit())
}

/// The names of the kinds of facts.
pub(super) fn kind_names() -> Vec<String> {
    FactKind::ALL.iter().map(serialised_name).collect()
}

/// The names of the languages.
pub(super) fn language_names() -> Vec<String> {
    Language::ALL.iter().chain(&[Language::Other]).map(serialised_name).collect()
}

fn serialised_name<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
