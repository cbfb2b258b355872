//! Conditions: their keys, chains and patterns.

use std::collections::BTreeSet;

use seaworthy_base::{Severity, Span};

use super::{Report, pattern};
use crate::yaml::Node;

/// Conditions inside of conditions; the reader's limit on collections is far above it.
const MAX_DEPTH: usize = 64;

pub(super) fn lint(when: &Node<'_>, report: &mut Report<'_>) {
    let is_list = lists(when).next().is_some();
    for key in ["from", "as", "ignore", "not"] {
        let Some((node, value)) = when.entry(key) else { continue };
        let on = value.bool().is_none_or(|on| on);
        if is_list && on {
            let words = format!("`{key}` beside a top-level `and` or `or`");
            report.warn(node.span, "top-level-modifier", words, "it has no effect there");
        } else if key != "not" && on {
            let words = format!("`{key}` of a single condition");
            let help = "there is no other condition that it could concern";
            report.add(node.span, Severity::Note, "top-level-modifier", words, help);
        }
    }
    let span = conditions(when).next().map_or(when.span, |(key, _)| key.span);
    let negated = !is_list && when.get("not").and_then(Node::bool) == Some(true);
    let is_empty =
        conditions(when).all(|(_, value)| value.list().is_some_and(<[Node<'_>]>::is_empty));
    if !is_empty && (negated || !yields(when, 0)) {
        let words = "the rule can never give a result";
        let help = "negated and ignored conditions have no incidents; add one that has";
        report.warn(span, "never-yields", words, help);
    }
    walk(when, None, 0, report);
}

/// Checks the conditions of a mapping; `siblings` is the list it stands in.
fn walk(node: &Node<'_>, siblings: Option<&[Node<'_>]>, depth: usize, report: &mut Report<'_>) {
    if depth > MAX_DEPTH {
        return;
    }
    if let Some(siblings) = siblings {
        chains(node, siblings, report);
    }
    for (key, value) in conditions(node) {
        match key.text() {
            Some("and" | "or") => {
                let list = value.list().unwrap_or_default();
                for entry in list {
                    walk(entry, Some(list), depth + 1, report);
                }
            }
            Some(word) => leaf(word, value, siblings.unwrap_or_default(), report),
            None => {}
        }
    }
}

fn chains(node: &Node<'_>, siblings: &[Node<'_>], report: &mut Report<'_>) {
    let has = |key: &str, name: &str| {
        siblings.iter().any(|s| s.get(key).and_then(Node::text) == Some(name))
    };
    if let Some((name, span)) = node.get("from").and_then(|n| Some((n.text()?, n.span)))
        && !name.is_empty()
        && !has("as", name)
    {
        let words = format!("no condition of this list is named `{name}`");
        report.warn(span, "dangling-from", words, "the condition is never evaluated");
    }
    if let Some((name, span)) = node.get("as").and_then(|n| Some((n.text()?, n.span)))
        && !name.is_empty()
        && !has("from", name)
        && !siblings.iter().any(|sibling| uses(sibling, name, 0))
    {
        let words = format!("nothing refers to `{name}`");
        report.add(span, Severity::Note, "unused-as", words, "it can be left out");
    }
}

/// Whether a template below the node names a condition.
fn uses(node: &Node<'_>, name: &str, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    if let Some(text) = node.text() {
        return text.contains("{{") && text.contains(&format!("{name}."));
    }
    node.list().unwrap_or_default().iter().any(|item| uses(item, name, depth + 1))
        || node.map().unwrap_or_default().iter().any(|(_, value)| uses(value, name, depth + 1))
}

fn leaf(word: &str, value: &Node<'_>, siblings: &[Node<'_>], report: &mut Report<'_>) {
    let what = format!("`{word}`");
    let keys: &[&str] = match word {
        "builtin.filecontent" => &["pattern", "filePattern", "filepaths"],
        "builtin.xml" => &["xpath", "namespaces", "filepaths"],
        "builtin.xmlPublicID" => &["regex", "namespaces", "filepaths"],
        "builtin.json" => &["xpath", "filepaths"],
        "java.referenced" => &["pattern", "location", "annotated", "filepaths"],
        "nodejs.referenced" => &["pattern", "filepaths"],
        "builtin.file" | "go.referenced" | "python.referenced" => &["pattern"],
        "csharp.referenced" => &["pattern", "location", "file_paths"],
        "yaml.k8sResourceMatched" => {
            &["apiVersion", "kind", "deprecatedIn", "removedIn", "replacementAPI"]
        }
        // Unknown keys of dependencies end the run; a list has no keys.
        _ => &[],
    };
    if !keys.is_empty() {
        report.keys(value, keys, &what);
    }
    if let Some(annotated) = value.get("annotated") {
        report.keys(annotated, &["pattern", "elements"], "`annotated`");
        for element in annotated.get("elements").and_then(Node::list).unwrap_or_default() {
            report.keys(element, &["name", "value"], "an element");
        }
    }
    for (key, field) in value.map().unwrap_or_default() {
        let name = key.text().unwrap_or_default();
        match name {
            "filepaths" | "file_paths" => filepaths(word, field, siblings, report),
            _ if field.text().is_some_and(|text| text.contains("{{") && text.contains("}}")) => {
                let help = "Konveyor takes it for a template and leaves it out";
                let words = format!("`{{{{…}}}}` in `{name}`");
                report.warn(field.span, "template-in-condition", words, help);
            }
            _ => {}
        }
    }
    pattern::lint(word, value, report);
}

fn filepaths(word: &str, node: &Node<'_>, siblings: &[Node<'_>], report: &mut Report<'_>) {
    for path in node.list().unwrap_or_default() {
        if word == "builtin.filecontent" && path.text().is_some_and(|text| text.contains(' ')) {
            let words = "a path with a blank";
            report.warn(path.span, "blank-in-path", words, "it is split there");
        }
    }
    let Some(inner) = node
        .text()
        .and_then(|text| text.trim().strip_prefix("{{")?.strip_suffix("}}").map(str::trim))
    else {
        return;
    };
    let (name, path) = inner.rsplit_once('.').unwrap_or((inner, ""));
    if path != "filepaths" {
        let words =
            format!("`{{{{{inner}}}}}` renders as nothing: the condition looks at every file");
        let help = format!("write `{{{{{name}.filepaths}}}}`");
        report.warn(node.span, "capital-filepaths", words, &help);
    }
    if !siblings.iter().any(|s| s.get("as").and_then(Node::text) == Some(name)) {
        let words = format!("no condition of this list is named `{name}`");
        report.warn(node.span, "unknown-chain", words, "the condition looks at every file");
    }
}

/// Adds the variables that the conditions below a mapping set.
pub(super) fn variables(node: &Node<'_>, depth: usize, names: &mut BTreeSet<String>) {
    if depth > MAX_DEPTH {
        return;
    }
    for (key, value) in conditions(node) {
        let word = key.text().unwrap_or_default();
        let set: &[&str] = match word {
            "and" | "or" => {
                for entry in value.list().unwrap_or_default() {
                    variables(entry, depth + 1, names);
                }
                &[]
            }
            "builtin.filecontent" => &["matchingText"],
            "builtin.xml" | "builtin.xmlPublicID" => &["matchingXML", "innerText", "data"],
            "builtin.json" => &["matchingJSON", "data"],
            "builtin.hasTags" => &["tags"],
            "java.referenced" => &["kind", "name", "file", "package"],
            "yaml.k8sResourceMatched" => {
                &["apiVersion", "kind", "deprecated-in", "removed-in", "replacement-API"]
            }
            "csharp.referenced" => &["file", "symbol", "fqdn"],
            _ if word.ends_with(".dependency") => &["name", "version", "type"],
            _ if word.ends_with(".referenced") => &["file"],
            _ => &[],
        };
        names.extend(set.iter().map(|&name| name.to_owned()));
    }
}

/// Whether the conditions of a mapping can have incidents where they hold, its own `not` and `ignore` aside.
fn yields(node: &Node<'_>, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return true;
    }
    let on = |entry: &Node<'_>, key: &str| entry.get(key).and_then(Node::bool) == Some(true);
    conditions(node).any(|(key, value)| match (key.text(), value.list()) {
        (Some("and"), Some(list)) => list
            .iter()
            .any(|entry| !on(entry, "ignore") && !on(entry, "not") && yields(entry, depth + 1)),
        // A negated alternative that fails gives its incidents to the others.
        (Some("or"), Some(list)) => list.iter().any(|entry| {
            !on(entry, "ignore")
                && (!on(entry, "not") || list.len() > 1)
                && yields(entry, depth + 1)
        }),
        _ => true,
    })
}

fn conditions<'n, 't>(node: &'n Node<'t>) -> impl Iterator<Item = &'n (Node<'t>, Node<'t>)> {
    let pairs = node.map().unwrap_or_default();
    pairs.iter().filter(|(key, _)| {
        key.text().is_none_or(|word| !["from", "as", "ignore", "not"].contains(&word))
    })
}

fn lists<'n, 't>(node: &'n Node<'t>) -> impl Iterator<Item = Span> + use<'n, 't> {
    conditions(node).filter(|(k, _)| matches!(k.text(), Some("and" | "or"))).map(|(k, _)| k.span)
}
