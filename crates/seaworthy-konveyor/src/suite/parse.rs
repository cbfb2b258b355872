//! Reading a test file.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use seaworthy_base::{LineIndex, Severity, Span};

use super::{Case, Expectation, ExpectedPlace, Params, ProviderData, RuleTest, Suite, clean};
use crate::Problem;
use crate::yaml::{Kind, Node, parse, parse_strictly};

/// Why a file is wrong.
enum Wrong {
    /// It is not of the form of a test file.
    Unreadable(Span, String),
    /// It contradicts itself.
    Invalid(Span, String),
}

fn unreadable(span: Span, message: impl Into<String>) -> Wrong {
    Wrong::Unreadable(span, message.into())
}

fn invalid(span: Span, message: impl Into<String>) -> Wrong {
    Wrong::Invalid(span, message.into())
}

/// Reads the text of a test file. `shared` holds providers that `testing-config.yaml` beside it names; those of the file
/// go first.
///
/// Errors: Konveyor's words with the place.
pub fn load_suite(
    path: &Arc<Path>,
    text: &str,
    shared: Vec<ProviderData>,
) -> Result<Suite, Box<Problem>> {
    let read = || -> Result<Suite, Wrong> {
        let (root, repeated) = parse_strictly(text, false)
            .map_err(|f| unreadable(Span::new(f.at, f.at + 1), f.message))?;
        if let Some(&key) = repeated.first() {
            return Err(unreadable(
                key,
                format!("mapping key \"{}\" already defined", key.of(text)),
            ));
        }
        let suite = suite(path, text, root.as_ref(), shared)?;
        validate(&suite, text)?;
        Ok(suite)
    };
    read().map_err(|wrong| {
        let (code, words, span, message) = match wrong {
            Wrong::Unreadable(span, message) => {
                ("bad-tests", "failed to load tests from path", span, message)
            }
            Wrong::Invalid(span, message) => ("invalid-tests", "invalid tests file", span, message),
        };
        let words = format!("{words} {} ({message})", path.display());
        let problem = Problem::new(path, Severity::Error, code, words);
        Box::new(problem.spanned(text, &LineIndex::new(text), span))
    })
}

/// The providers of a `testing-config.yaml`; none where it is broken.
pub(super) fn providers(text: &str) -> Vec<ProviderData> {
    let Ok(Some(root)) = parse(text, false) else { return Vec::new() };
    Fields { node: &root, text }.providers().unwrap_or_default()
}

fn suite(
    path: &Arc<Path>,
    text: &str,
    root: Option<&Node<'_>>,
    shared: Vec<ProviderData>,
) -> Result<Suite, Wrong> {
    let empty = Node { kind: Kind::Null, span: Span::new(0, 0), line: 1 };
    let node = root.unwrap_or(&empty);
    let fields = Fields { node, text };
    fields.is_mapping()?;
    let rules = fields.string("rulesPath")?;
    let own = fields.providers()?;
    let mut tests = Vec::new();
    for item in fields.list("tests")? {
        let fields = Fields { node: item, text };
        fields.is_mapping()?;
        let rule = fields.string("ruleID")?;
        let cases = fields.list("testCases")?;
        let cases =
            cases.iter().map(|case| self::case(case, text, &rule)).collect::<Result<_, _>>()?;
        tests.push(RuleTest { rule, cases, line: item.line });
    }
    Ok(Suite {
        path: Arc::clone(path),
        rules: rules_path(path, &rules),
        providers: merged(shared, own),
        tests,
    })
}

fn rules_path(path: &Path, named: &str) -> PathBuf {
    if named.is_empty() {
        let path = path.to_string_lossy();
        return PathBuf::from(path.replace(".test.yaml", ".yaml").replace(".test.yml", ".yml"));
    }
    clean(&path.parent().unwrap_or(Path::new("")).join(named.trim_start_matches('/')))
}

/// Own entries go before shared ones of the same name; sorted by name.
fn merged(shared: Vec<ProviderData>, own: Vec<ProviderData>) -> Vec<ProviderData> {
    let mut merged: Vec<ProviderData> = Vec::new();
    for provider in shared.into_iter().chain(own) {
        match merged.iter_mut().find(|p| p.name == provider.name) {
            Some(known) => *known = provider,
            None => merged.push(provider),
        }
    }
    merged.sort_by(|a, b| a.name.cmp(&b.name));
    merged
}

fn case(node: &Node<'_>, text: &str, rule: &str) -> Result<Case, Wrong> {
    let fields = Fields { node, text };
    fields.is_mapping()?;
    let params = match node.get("analysisParams") {
        None => Params::default(),
        Some(node) => {
            let fields = Fields { node, text };
            fields.is_mapping()?;
            Params {
                dep_label_selector: fields.string("depLabelSelector")?,
                mode: fields.string("mode")?,
            }
        }
    };
    let tags = fields.list("hasTags")?;
    let tags = tags.iter().map(|tag| scalar(tag, text)).collect::<Result<_, _>>()?;
    let name = fields.string("name")?;
    let incidents = match node.get("hasIncidents").filter(|node| !node.is_null()) {
        None => None,
        Some(node) => Some(expectation(node, text).map_err(|wrong| match wrong {
            Wrong::Invalid(span, words) => invalid(span, format!("{rule}#{name} - {words}")),
            Wrong::Unreadable(..) => wrong,
        })?),
    };
    Ok(Case {
        rule: rule.to_owned(),
        name,
        params,
        is_unmatched: fields.boolean("isUnmatched")?,
        has_tags: tags,
        incidents,
        line: node.line,
    })
}

fn expectation(node: &Node<'_>, text: &str) -> Result<Expectation, Wrong> {
    const COUNT: [&str; 5] = ["exactly", "atLeast", "atMost", "messageMatches", "codeSnipMatches"];
    let fields = Fields { node, text };
    fields.is_mapping()?;
    let by_count = COUNT.iter().any(|key| node.get(key).is_some());
    let locations = node.get("locations");
    match (by_count, locations) {
        (false, None) => Err(invalid(
            node.span,
            "exactly one of the following properties of hasIncidents must be defined - 'exactly', 'atLeast', 'atMost' \
             or 'locations'",
        )),
        (true, Some(locations)) => Err(invalid(
            locations.span,
            "properties 'exactly', 'atLeast', 'atMost' and 'locations' are mutually exclusive",
        )),
        (false, Some(list)) => {
            if list.is_null() {
                let words = "at least one location must be defined under 'hasIncidents.locations'";
                return Err(invalid(list.span, words));
            }
            let mut places = Vec::new();
            for (i, place) in fields.list("locations")?.iter().enumerate() {
                let fields = Fields { node: place, text };
                fields.is_mapping()?;
                let wrong = |words| invalid(place.span, format!("locations[{i}] - {words}"));
                places.push(ExpectedPlace {
                    file_uri: fields
                        .optional_string("fileURI")?
                        .ok_or_else(|| wrong("'hasIncidents.fileURI' must be defined"))?,
                    line_number: fields
                        .optional_int("lineNumber")?
                        .ok_or_else(|| wrong("'lineNumber' must be defined"))?,
                    message_matches: fields.optional_string("messageMatches")?,
                    code_snip_matches: fields.optional_string("codeSnipMatches")?,
                });
            }
            Ok(Expectation::Locations(places))
        }
        (true, None) => {
            let exactly = fields.optional_int("exactly")?;
            let at_least = fields.optional_int("atLeast")?;
            let at_most = fields.optional_int("atMost")?;
            if [exactly, at_least, at_most].iter().flatten().count() > 1 {
                let words = "properties 'exactly', 'atMost', 'atLeast' are mutually exclusive";
                return Err(invalid(node.span, words));
            }
            Ok(Expectation::Count {
                exactly,
                at_least,
                at_most,
                message_matches: fields.optional_string("messageMatches")?,
                code_snip_matches: fields.optional_string("codeSnipMatches")?,
            })
        }
    }
}

/// What Konveyor checks after reading.
fn validate(suite: &Suite, text: &str) -> Result<(), Wrong> {
    let lines = LineIndex::new(text);
    let top = lines.line_span(text, 1);
    for (i, provider) in suite.providers.iter().enumerate() {
        for (value, word) in [(&provider.name, "name"), (&provider.data_path, "dataPath")] {
            if value.is_empty() {
                return Err(invalid(top, format!("providers[{i}] - '{word}' cannot be empty")));
            }
        }
    }
    for test in &suite.tests {
        if test.rule.is_empty() {
            let span = lines.line_span(text, test.line);
            return Err(invalid(span, "#'ruleID' cannot be empty"));
        }
        if let Some(case) = test.cases.iter().find(|case| case.name.is_empty()) {
            let span = lines.line_span(text, case.line);
            return Err(invalid(span, format!("{}# - 'name' cannot be empty", test.rule)));
        }
    }
    Ok(())
}

/// The fields of a mapping, typed as go-yaml v3 types them for a struct.
struct Fields<'n, 't> {
    node: &'n Node<'t>,
    text: &'n str,
}

impl<'n, 't> Fields<'n, 't> {
    fn is_mapping(&self) -> Result<(), Wrong> {
        if self.node.map().is_some() || self.node.is_null() {
            return Ok(());
        }
        Err(unreadable(self.node.span, "a mapping was expected"))
    }

    fn string(&self, key: &str) -> Result<String, Wrong> {
        Ok(self.optional_string(key)?.unwrap_or_default())
    }

    fn optional_string(&self, key: &str) -> Result<Option<String>, Wrong> {
        match self.node.get(key) {
            None => Ok(None),
            Some(value) if value.is_null() => Ok(None),
            Some(value) => scalar(value, self.text).map(Some),
        }
    }

    fn optional_int(&self, key: &str) -> Result<Option<i64>, Wrong> {
        match self.node.get(key).map(|value| (value, &value.kind)) {
            None | Some((_, Kind::Null)) => Ok(None),
            Some((_, Kind::Int(number))) => Ok(Some(*number)),
            Some((_, Kind::Float(number)))
                if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 =>
            {
                Ok(Some(*number as i64))
            }
            Some((value, _)) => {
                Err(unreadable(value.span, format!("`{key}` must be a whole number")))
            }
        }
    }

    fn boolean(&self, key: &str) -> Result<bool, Wrong> {
        match self.node.get(key).map(|value| (value, &value.kind)) {
            None | Some((_, Kind::Null)) => Ok(false),
            Some((_, Kind::Bool(value))) => Ok(*value),
            Some((value, _)) => {
                Err(unreadable(value.span, format!("`{key}` must be true or false")))
            }
        }
    }

    fn list(&self, key: &str) -> Result<&'n [Node<'t>], Wrong> {
        match self.node.get(key) {
            None => Ok(&[]),
            Some(value) if value.is_null() => Ok(&[]),
            Some(value) => value
                .list()
                .ok_or_else(|| unreadable(value.span, format!("`{key}` must be a list"))),
        }
    }

    fn providers(&self) -> Result<Vec<ProviderData>, Wrong> {
        self.list("providers")?
            .iter()
            .map(|node| {
                let fields = Fields { node, text: self.text };
                fields.is_mapping()?;
                Ok(ProviderData {
                    name: fields.string("name")?,
                    data_path: fields.string("dataPath")?,
                })
            })
            .collect()
    }
}

/// A scalar as written: go-yaml v3 keeps the text of numbers and booleans for a field of type string.
fn scalar(node: &Node<'_>, text: &str) -> Result<String, Wrong> {
    match &node.kind {
        Kind::Text(value) => Ok(value.clone().into_owned()),
        Kind::Null => Ok(String::new()),
        Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) => {
            let raw = node.span.of(text).trim();
            let raw = if raw.is_empty() || raw.starts_with(['*', '&', '!']) {
                node.go_string().map(Cow::into_owned).unwrap_or_default()
            } else {
                raw.to_owned()
            };
            Ok(raw)
        }
        Kind::List(_) | Kind::Map(_) => Err(unreadable(node.span, "a text was expected")),
    }
}
