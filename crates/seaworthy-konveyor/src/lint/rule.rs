//! Fields of a rule.

use std::collections::BTreeSet;

use seaworthy_base::{Severity, Span};

use super::{Report, condition};
use crate::go_regex::check_go_regex;
use crate::yaml::Node;
use crate::{Label, Template};

const KEYS: [&str; 11] = [
    "ruleID",
    "description",
    "message",
    "tag",
    "links",
    "category",
    "effort",
    "labels",
    "customVariables",
    "when",
    // Written by converters; Konveyor does not read it, and nobody expects it to.
    "migration_complexity",
];

pub(super) fn lint(rule: &Node<'_>, report: &mut Report<'_>) {
    if rule.map().is_none() {
        return;
    }
    report.keys(rule, &KEYS, "a rule");
    labels(rule, report);
    effort(rule, report);
    if let Some(category) = rule.get("category")
        && !category.text().is_some_and(|word| {
            ["mandatory", "optional", "potential"].contains(&word.to_lowercase().as_str())
        })
    {
        let help = "it is one of mandatory, optional, potential; anything else means potential";
        report.warn(category.span, "unknown-category", "unknown category", help);
    }
    links(rule, report);
    let mut names = custom_variables(rule, report);
    if let Some(when) = rule.get("when").filter(|when| when.map().is_some()) {
        condition::lint(when, report);
        condition::variables(when, 0, &mut names);
    }
    if let Some(message) = rule.get("message") {
        if message.text().is_some_and(|text| text.trim().is_empty()) {
            let help = "incidents of the rule say nothing";
            report.warn(message.span, "empty-message", "the message is empty", help);
        }
        template(message, &names, report);
    }
    for tag in rule.get("tag").and_then(Node::list).unwrap_or_default() {
        template(tag, &names, report);
    }
}

/// Labels that select nothing.
pub(super) fn labels(node: &Node<'_>, report: &mut Report<'_>) {
    let Some(list) = node.get("labels") else { return };
    let Some(labels) = list.list() else {
        if !list.is_null() {
            let help = "they count as none";
            report.warn(list.span, "invalid-label", "labels must be a list", help);
        }
        return;
    };
    for label in labels {
        let reason = match label.text() {
            Some(text) => Label::parse(text).err(),
            None => Some("a label must be a string".to_owned()),
        };
        if let Some(reason) = reason {
            report.warn(label.span, "invalid-label", reason, "no selector can choose it");
        }
    }
}

fn effort(rule: &Node<'_>, report: &mut Report<'_>) {
    let Some(effort) = rule.get("effort") else { return };
    match effort.int() {
        Some(points) if points < 0 => {
            let help = "story points are counted from 0";
            report.warn(effort.span, "effort", "the effort is negative", help);
        }
        Some(_) => {}
        None => {
            let help = "without one the result is an insight, not a violation";
            report.warn(effort.span, "effort", "the effort is no whole number", help);
        }
    }
}

fn links(rule: &Node<'_>, report: &mut Report<'_>) {
    let Some((key, links)) = rule.entry("links") else { return };
    let Some(items) = links.list() else {
        if !links.is_null() {
            report.warn(links.span, "links", "links must be a list", "they are left out");
        }
        return;
    };
    if !items.is_empty() && rule.get("message").is_none() {
        let help = "they are left out of the result";
        report.add(key.span, Severity::Note, "links", "links of a rule without a message", help);
    }
    for link in items {
        report.keys(link, &["url", "title"], "a link");
        if link.get("url").and_then(Node::text).is_none_or(str::is_empty) {
            report.warn(link.span, "links", "a link without a url", "an empty link is shown");
        }
    }
}

/// Tells what is wrong with custom variables; returns their names.
fn custom_variables(rule: &Node<'_>, report: &mut Report<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for variable in rule.get("customVariables").and_then(Node::list).unwrap_or_default() {
        let keys = ["name", "pattern", "nameOfCaptureGroup", "defaultValue"];
        report.keys(variable, &keys, "a custom variable");
        let string = |key: &str| variable.get(key).and_then(Node::text);
        names.extend(string("name").map(str::to_owned));
        let Some((pattern, group)) = string("pattern").zip(variable.get("nameOfCaptureGroup"))
        else {
            continue;
        };
        let wanted = group.text().unwrap_or_default();
        if !wanted.is_empty()
            && check_go_regex(pattern).is_ok()
            && ![format!("(?P<{wanted}>"), format!("(?<{wanted}>")]
                .iter()
                .any(|open| pattern.contains(open.as_str()))
        {
            let words = format!("the pattern has no group `{wanted}`");
            report.warn(group.span, "no-such-group", words, "the only group or the match is taken");
        }
    }
    names
}

fn template(node: &Node<'_>, names: &BTreeSet<String>, report: &mut Report<'_>) {
    let Some(text) = node.text().filter(|text| text.contains("{{")) else { return };
    match Template::parse(text) {
        Err(error) => {
            let words = format!("the template cannot be read: {error}");
            report.warn(node.span, "bad-template", words, "the text is shown as written");
        }
        Ok(template) => {
            for name in template.names() {
                if name != "." && name != "lineNumber" && !names.contains(name) {
                    let words = format!("no condition of the rule sets `{name}`");
                    report.warn(
                        place(node, name, report),
                        "unknown-variable",
                        words,
                        "it renders as nothing",
                    );
                }
            }
        }
    }
}

/// The place of a name within a text.
fn place(node: &Node<'_>, name: &str, report: &Report<'_>) -> Span {
    let text = node.span.of(report.text);
    let found = text.match_indices(name).find(|(at, _)| {
        text.get(..*at)
            .is_some_and(|before| before.trim_end_matches([' ', '#', '^', '&']).ends_with('{'))
    });
    found.map_or(node.span, |(at, _)| {
        let start = node.span.start as usize + at;
        Span::new(start, start + name.len())
    })
}
