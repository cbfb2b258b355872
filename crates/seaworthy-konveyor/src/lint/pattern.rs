//! Patterns that cannot match, and words without a meaning.

use std::cmp::Ordering;

use seaworthy_base::Severity;

use super::Report;
use super::suggest::suggestion;
use crate::go_regex::{check_go_regex, never_matches};
use crate::tag_names;
use crate::yaml::Node;

/// Words of `location` that Konveyor knows.
const JAVA_LOCATIONS: [&str; 15] = [
    "ANNOTATION",
    "CLASS",
    "CONSTRUCTOR_CALL",
    "ENUM",
    "FIELD",
    "FIELD_DECLARATION",
    "IMPLEMENTS_TYPE",
    "IMPORT",
    "INHERITANCE",
    "METHOD",
    "METHOD_CALL",
    "PACKAGE",
    "RETURN_TYPE",
    "TYPE",
    "VARIABLE_DECLARATION",
];
const CSHARP_LOCATIONS: [&str; 4] = ["ALL", "CLASS", "FIELD", "METHOD"];

pub(super) fn lint(word: &str, value: &Node<'_>, report: &mut Report<'_>) {
    let field = |key: &str| value.get(key).and_then(|n| Some((n.text()?, n)));
    match word {
        "builtin.filecontent" => {
            if let Some((pattern, node)) = field("pattern") {
                regex(pattern, node, true, report);
            }
            if let Some((pattern, node)) = field("filePattern") {
                file_pattern(pattern, node, report);
            }
        }
        "builtin.file" => {
            if let Some((pattern, node)) = field("pattern") {
                file_pattern(pattern, node, report);
            }
        }
        "builtin.xmlPublicID" => {
            if let Some((pattern, node)) = field("regex") {
                regex(pattern, node, false, report);
            }
        }
        "builtin.hasTags" => {
            for tag in value.list().unwrap_or_default() {
                has_tag(tag, report);
            }
        }
        "java.referenced" => {
            location(value, &JAVA_LOCATIONS, "the default search is done", report);
            if let Some((pattern, node)) = field("pattern") {
                java(pattern, node, report);
            }
        }
        "csharp.referenced" => {
            location(value, &CSHARP_LOCATIONS, "everything is searched", report);
        }
        _ if word.ends_with(".dependency") => {
            if let Some((pattern, node)) = field("nameregex") {
                regex(pattern, node, false, report);
            }
            bounds(value, report);
        }
        _ => {}
    }
}

/// `content` for the contents of files: `^` and `$` stand at lines, and a second engine knows look-around.
fn regex(pattern: &str, node: &Node<'_>, content: bool, report: &mut Report<'_>) {
    match check_go_regex(pattern) {
        Err(reason) if content && is_backtracking(&reason) => {
            let words = format!("the pattern needs the slow engine: {reason}");
            report.add(node.span, Severity::Note, "look-around", words, "");
        }
        Err(reason) => {
            let words = format!("the pattern is no regular expression: {reason}");
            report.warn(node.span, "invalid-regex", words, "the rule fails in every run");
        }
        Ok(()) if never_matches(pattern, content) => {
            report.warn(node.span, "never-matches", "the pattern can match no text", "");
        }
        Ok(()) => {}
    }
}

fn is_backtracking(reason: &str) -> bool {
    reason.contains("look-around") || reason.contains("backreference")
}

/// A pattern of paths is a regular expression, else with `*` or `?` a glob.
fn file_pattern(pattern: &str, node: &Node<'_>, report: &mut Report<'_>) {
    if let Err(reason) = check_go_regex(pattern) {
        if !pattern.contains(['*', '?']) {
            let words = format!("the pattern is neither a name nor a regular expression: {reason}");
            report.warn(node.span, "invalid-regex", words, "it matches no file");
        }
    } else if never_matches(pattern, false) {
        report.warn(node.span, "never-matches", "the pattern can match no path", "");
    }
}

fn has_tag(tag: &Node<'_>, report: &mut Report<'_>) {
    let Some(text) = tag.text() else { return };
    if tag_names(text).is_none_or(|names| names != [text]) {
        let help = match text.split_once('=').and_then(|_| tag_names(text)) {
            Some(names) if !names.is_empty() => {
                format!("tags are known without their category: `{}`", names.join("`, `"))
            }
            _ => "names of tags are letters, digits, `_`, `-`, blanks and parentheses".to_owned(),
        };
        report.warn(tag.span, "never-matches", "no rule can set this tag", &help);
    }
}

fn location(value: &Node<'_>, known: &[&str], effect: &str, report: &mut Report<'_>) {
    let Some((word, node)) = value.get("location").and_then(|n| Some((n.text()?, n))) else {
        return;
    };
    let upper = word.to_uppercase();
    if word.is_empty() || known.contains(&upper.as_str()) {
        return;
    }
    let help = match suggestion(&upper, known.iter().copied()) {
        Some(near) => format!("{effect}; did you mean `{near}`?"),
        None => effect.to_owned(),
    };
    report.warn(node.span, "unknown-location", format!("unknown location `{word}`"), &help);
}

/// Patterns of Java are names with `*`, not regular expressions.
fn java(pattern: &str, node: &Node<'_>, report: &mut Report<'_>) {
    if let Some(sign) = ["\\", "^", "$", "+", "{"].iter().find(|sign| pattern.contains(**sign)) {
        let words = format!("`{sign}` in a pattern of Java");
        let help = "only names, `*`, `?` and one `(a|b)` are understood";
        report.warn(node.span, "never-matches", words, help);
    }
}

fn bounds(value: &Node<'_>, report: &mut Report<'_>) {
    let numbers = |key: &str| -> Option<Vec<u64>> {
        let text = value.get(key)?.text()?;
        text.split('.').map(|part| part.parse().ok()).collect()
    };
    let (Some(mut low), Some(mut high)) = (numbers("lowerbound"), numbers("upperbound")) else {
        return;
    };
    let len = low.len().max(high.len());
    low.resize(len, 0);
    high.resize(len, 0);
    if low.cmp(&high) == Ordering::Greater
        && let Some(node) = value.get("upperbound")
    {
        let words = "the upper bound lies below the lower bound";
        report.warn(node.span, "never-matches", words, "no version lies between them");
    }
}
