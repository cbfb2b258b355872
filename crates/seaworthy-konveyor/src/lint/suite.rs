//! Test files: what would be read as nothing.

use std::path::Path;
use std::sync::Arc;

use seaworthy_base::LineIndex;

use super::{Report, sort};
use crate::go_regex::check_go_regex;
use crate::yaml::{Node, parse};
use crate::{Problem, load_suite};

/// Looks at the text of a `*.test.yaml`.
pub fn lint_suite(path: &Arc<Path>, text: &str) -> Vec<Problem> {
    let lines = LineIndex::new(text);
    let mut report = Report { path, text, lines: &lines, rule: None, problems: Vec::new() };
    if let Err(problem) = load_suite(path, text, Vec::new()) {
        report.problems.push(*problem);
    }
    if let Ok(Some(root)) = parse(text, false) {
        report.keys(&root, &["rulesPath", "providers", "tests"], "a test file");
        for provider in list(&root, "providers") {
            report.keys(provider, &["name", "dataPath"], "a provider");
        }
        for test in list(&root, "tests") {
            report.rule = test.get("ruleID").and_then(Node::text).map(str::to_owned);
            report.keys(test, &["ruleID", "testCases"], "a test");
            for case in list(test, "testCases") {
                self::case(case, &mut report);
            }
        }
    }
    let mut problems = report.problems;
    sort(&mut problems);
    problems
}

fn list<'n, 't>(node: &'n Node<'t>, key: &str) -> &'n [Node<'t>] {
    node.get(key).and_then(Node::list).unwrap_or_default()
}

fn case(case: &Node<'_>, report: &mut Report<'_>) {
    let keys = ["name", "analysisParams", "isUnmatched", "hasTags", "hasIncidents"];
    report.keys(case, &keys, "a test case");
    if let Some(params) = case.get("analysisParams") {
        report.keys(params, &["mode", "depLabelSelector"], "`analysisParams`");
        if let Some(mode) = params.get("mode")
            && !mode.text().is_some_and(|m| ["", "full", "source-only"].contains(&m))
        {
            let help = "it is `full` or `source-only`";
            report.warn(mode.span, "unknown-mode", "unknown mode", help);
        }
    }
    let Some(incidents) = case.get("hasIncidents") else { return };
    let count = ["exactly", "atLeast", "atMost"];
    let patterns = ["messageMatches", "codeSnipMatches"];
    let known: Vec<&str> = count.iter().chain(&patterns).copied().chain(["locations"]).collect();
    report.keys(incidents, &known, "`hasIncidents`");
    for key in patterns {
        let Some((name, value)) = incidents.entry(key) else { continue };
        if count.iter().all(|key| incidents.get(key).is_none()) {
            let words = format!("`{key}` without a number checks nothing");
            report.warn(name.span, "no-number", words, "add `exactly`, `atLeast` or `atMost`");
        }
        pattern(value, report);
    }
    for place in list(incidents, "locations") {
        let keys = ["fileURI", "lineNumber", "messageMatches", "codeSnipMatches"];
        report.keys(place, &keys, "a location");
        for key in patterns {
            if let Some(value) = place.get(key) {
                pattern(value, report);
            }
        }
    }
}

fn pattern(value: &Node<'_>, report: &mut Report<'_>) {
    if let Some(Err(reason)) = value.text().map(check_go_regex) {
        let words = format!("the pattern is no regular expression: {reason}");
        report.warn(value.span, "invalid-regex", words, "every incident counts as a match");
    }
}
