//! Every row of the concern catalogue is named by a rule, or stands with the reason why no rule can say it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use seaworthy_rules::RuleSet;

/// A row: what is looked for, and why no rule says it, if none does.
struct Row {
    title: &'static str,
    reason: Option<&'static str>,
}

fn rows() -> BTreeMap<&'static str, Row> {
    include_str!("catalogue.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let mut fields = line.split('|').map(str::trim);
            let id = fields.next().unwrap_or_default();
            let title = fields.next().unwrap_or_default();
            assert!(!title.is_empty(), "`{line}` has no title");
            (id, Row { title, reason: fields.next() })
        })
        .collect()
}

#[test]
fn every_row_of_the_catalogue_has_a_rule() {
    let rows = rows();
    let set = RuleSet::builtin();
    let named: BTreeSet<&str> =
        set.rules.iter().filter_map(|rule| rule.catalogue.as_deref()).collect();
    let mut wrong = String::new();
    for (id, row) in &rows {
        match (named.contains(id), row.reason) {
            (false, None) => {
                let _ = writeln!(wrong, "{id} has no rule: {}", row.title);
            }
            (true, Some(reason)) => {
                let _ = writeln!(wrong, "{id} has a rule, but the list says: {reason}");
            }
            _ => {}
        }
    }
    for id in named {
        if !rows.contains_key(id) {
            let _ = writeln!(wrong, "{id} is named by a rule, but stands not in the list");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_rule_of_the_catalogue_shows_three_shapes_and_three_look_alikes() {
    let mut few = String::new();
    for rule in &RuleSet::builtin().rules {
        let (silent, firing): (Vec<_>, Vec<_>) =
            rule.examples.iter().partition(|example| example.expect.is_empty());
        if firing.len() < 3 || silent.len() < 3 {
            let (firing, silent) = (firing.len(), silent.len());
            let _ = writeln!(few, "{}: {firing} firing, {silent} silent", rule.id);
        }
    }
    assert!(few.is_empty(), "\n{few}");
}
