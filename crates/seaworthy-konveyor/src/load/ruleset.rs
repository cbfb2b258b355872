//! `ruleset.yaml`.

use std::path::Path;
use std::sync::Arc;

use seaworthy_base::{LineIndex, Severity, Span};

use super::{default_ruleset, read_text};
use crate::yaml::parse;
use crate::{Problem, Ruleset};

/// The header of a folder without rules. The default where there is none.
///
/// Errors: `unable to load ruleset file` where it is no mapping of the right types, or lists rules.
pub(super) fn header(folder: &Path, notes: &mut Vec<Problem>) -> Result<Ruleset, Box<Problem>> {
    let path = folder.join("ruleset.yaml");
    let shared: Arc<Path> = Arc::from(path.as_path());
    if !path.is_file() {
        return Ok(default_ruleset(Vec::new()));
    }
    let text = match read_text(&path) {
        Ok(text) => text,
        Err(problem) => {
            notes.push(Problem { severity: Severity::Warning, ..*problem });
            return Ok(default_ruleset(Vec::new()));
        }
    };
    parse_header(&shared, &text)
}

/// Reads the text of a header.
pub(crate) fn parse_header(path: &Arc<Path>, text: &str) -> Result<Ruleset, Box<Problem>> {
    parse_fields(text).map_err(|(span, reason)| {
        let lines = LineIndex::new(text);
        let problem =
            Problem::new(path, Severity::Error, "bad-ruleset", "unable to load ruleset file");
        Box::new(problem.helped(reason).spanned(text, &lines, span))
    })
}

fn parse_fields(text: &str) -> Result<Ruleset, (Span, String)> {
    let node = parse(text, false)
        .map_err(|failure| (Span::new(failure.at, failure.at + 1), failure.message))?;
    let Some(node) = node.filter(|n| !n.is_null()) else {
        // An empty file is a header without a name.
        return Ok(Ruleset { name: String::new(), ..default_ruleset(Vec::new()) });
    };
    if node.map().is_none() {
        return Err((node.span, "it must be one mapping".to_owned()));
    }
    let string = |key: &str| match node.get(key) {
        None => Ok(String::new()),
        Some(value) => value
            .go_string()
            .map(std::borrow::Cow::into_owned)
            .ok_or_else(|| (value.span, format!("`{key}` must be a text"))),
    };
    let strings = |key: &str| match node.get(key) {
        None => Ok(Vec::new()),
        Some(value) if value.is_null() => Ok(Vec::new()),
        Some(value) => value
            .list()
            .and_then(|items| {
                items.iter().map(|i| i.go_string().map(std::borrow::Cow::into_owned)).collect()
            })
            .ok_or_else(|| (value.span, format!("`{key}` must be a list of texts"))),
    };
    if let Some(rules) = node.get("rules")
        && !rules.is_null()
        && rules.list().is_none_or(|items| !items.is_empty())
    {
        return Err((rules.span, "rules stand in files beside `ruleset.yaml`".to_owned()));
    }
    strings("tags")?;
    Ok(Ruleset {
        name: string("name")?,
        description: string("description")?,
        labels: strings("labels")?,
        rules: Vec::new(),
    })
}
