//! Rules that load but are probably not what their author meant.

use regex::RegexBuilder;
use seaworthy_facts::{FactKind, Language};

use crate::{Leaf, Reach, Rule, RuleSet};

/// A doubt about a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LintWarning {
    /// Id of the rule.
    pub rule: String,
    /// The file that holds it.
    pub source: String,
    /// One sentence.
    pub message: String,
}

/// Every doubt about the rules of a set, in its order.
pub fn lint(set: &RuleSet) -> Vec<LintWarning> {
    let mut out = Vec::new();
    for rule in &set.rules {
        let mut messages = Vec::new();
        lint_rule(rule, &mut messages);
        out.extend(messages.into_iter().map(|message| LintWarning {
            rule: rule.id.clone(),
            source: rule.source.clone(),
            message,
        }));
    }
    out
}

fn lint_rule(rule: &Rule, out: &mut Vec<String>) {
    if !rule.examples.iter().any(|e| !e.expect.is_empty()) {
        out.push("no example shows what the rule finds".to_owned());
    }
    if !rule.examples.iter().any(|e| e.expect.is_empty()) {
        out.push("no look-alike shows what the rule leaves alone".to_owned());
    }
    for example in &rule.examples {
        let lines = example.source.lines().count() as u32;
        if let Some(line) = example.expect.iter().find(|&&line| line > lines) {
            out.push(format!("example {} has no line {line}", example.path));
        }
    }
    if rule.requires.is_empty() && rule.unless.is_empty() && rule.reach != Reach::default() {
        out.push("`reach` has no effect without `requires` or `unless`".to_owned());
    }
    for (_, leaf) in rule.leaves() {
        lint_leaf(leaf, out);
    }
}

fn lint_leaf(leaf: &Leaf, out: &mut Vec<String>) {
    if let Some(text) = &leaf.text {
        if leaf.files.is_empty() && leaf.languages.is_empty() {
            out.push(format!(
                "text `{text}` is searched in every file: add `files` or `languages`"
            ));
        }
        if RegexBuilder::new(text).build().is_ok_and(|regex| regex.is_match("")) {
            out.push(format!("text `{text}` matches the empty text, so it matches every file"));
        }
    }
    let regexes = leaf.names.iter().filter_map(|n| n.strip_prefix('~'));
    let regexes = regexes.chain(leaf.value.as_deref()).chain(leaf.value_not.as_deref());
    for source in regexes.chain(leaf.text.as_deref()) {
        if let Err(regex::Error::CompiledTooBig(_)) = RegexBuilder::new(source).build() {
            out.push(format!("`{source}` is too big to be compiled, so it never matches"));
        }
    }
    let only =
        |kinds: &[FactKind]| !leaf.kinds.is_empty() && leaf.kinds.iter().all(|k| kinds.contains(k));
    for name in leaf.names.iter().filter(|n| !n.starts_with('~')) {
        if let Some(reason) = never(name, leaf, &only) {
            out.push(format!("name `{name}` can never match: {reason}"));
        }
        if name.bytes().all(|b| b == b'*') {
            out.push(format!("name `{name}` takes every name: leave it out"));
        }
    }
    if leaf.version_below.is_some() && leaf.names.is_empty() {
        out.push("a version without a name compares the versions of everything".to_owned());
    }
}

const ECOSYSTEMS: [&str; 10] =
    ["maven", "npm", "nuget", "pypi", "gem", "composer", "go", "cargo", "cpan", "native"];

/// Why no fact of these kinds has such a name.
fn never(name: &str, leaf: &Leaf, only: &impl Fn(&[FactKind]) -> bool) -> Option<&'static str> {
    use FactKind::{
        Annotation, Call, Dependency, Exec, Listen, New, Package, Sql, Supertype, TypeDecl,
    };
    if name.chars().any(char::is_whitespace)
        && only(&[Call, New, Annotation, Supertype, TypeDecl, Package])
    {
        return Some("names of types and functions have no spaces");
    }
    if name.contains('(') && only(&[Call, New, Annotation]) {
        return Some("arguments are in the value, not in the name");
    }
    if (name.contains('#') || name.contains("::"))
        && only(&[Call, New, Annotation, Supertype, TypeDecl])
    {
        return Some("parts of names are joined with `.` in every language");
    }
    if only(&[Call]) && leaf.languages == [Language::Java] && !name.contains(['.', '*']) {
        return Some("a call in Java has a receiver: write `*.name` or the qualified name");
    }
    if only(&[Dependency]) {
        let ecosystem = name.split(':').next().unwrap_or("");
        if !name.starts_with('*') && !ECOSYSTEMS.contains(&ecosystem) {
            return Some("a dependency is named `ecosystem:name`");
        }
    }
    if only(&[Listen]) && !name.contains('*') && name != "?" && name.parse::<u16>().is_err() {
        return Some("the name of `listen` is a port number");
    }
    if only(&[Sql])
        && name.chars().any(|c| c.is_ascii_lowercase())
        && name == name.to_ascii_lowercase()
    {
        return Some("SQL words are in upper case");
    }
    if only(&[Exec]) && name.contains(' ') {
        return Some("the name of `exec` is the program alone");
    }
    None
}

#[cfg(test)]
mod tests;
