use super::*;

fn warnings(leaf: &str) -> Vec<String> {
    let text = format!(
        r#"
[[rule]]
id = "a"
title = "t"
dimension = "state"
severity = "hard"
remedy = "library"
effort = 3
confidence = "resolved"
why = "w"
answer = "a"
[[rule.match]]
{leaf}
[[rule.example]]
path = "A.java"
source = "x"
expect = [1]
[[rule.example]]
path = "A.java"
source = "y"
expect = []
"#
    );
    let set = RuleSet::of_texts(&[("r.toml", &text)]);
    assert_eq!(set.problems, []);
    lint(&set).into_iter().map(|w| w.message).collect()
}

#[test]
fn a_good_rule_has_no_warning() {
    assert_eq!(warnings("fact = 'call'\nname = '*.setAttribute'"), [""; 0]);
    assert_eq!(warnings("text = 'nohup'\nlanguages = 'Shell'"), [""; 0]);
}

#[test]
fn patterns_that_cannot_be_meant() {
    for (leaf, part) in [
        ("text = 'nohup'", "searched in every file"),
        ("text = 'a*'\nfiles = '*.sh'", "matches the empty text"),
        ("fact = 'call'\nname = 'a.b(c)'", "arguments are in the value"),
        ("fact = 'call'\nname = 'A::b'", "joined with `.`"),
        ("fact = 'call'\nname = 'exit'\nlanguages = 'Java'", "has a receiver"),
        ("fact = 'dependency'\nname = 'org.x:y'", "ecosystem:name"),
        ("fact = 'listen'\nname = 'http'", "port number"),
        ("fact = 'sql'\nname = 'insert into'", "upper case"),
        ("fact = 'exec'\nname = 'ls -l'", "program alone"),
        ("fact = 'call'\nname = '*'", "takes every name"),
        ("fact = 'dependency'\nversion_below = '1'", "without a name"),
        ("fact = 'call'\nname = 'a.b'\nvalue = '(\\w{50}){50}'", "too big"),
    ] {
        let found = warnings(leaf);
        assert!(found.iter().any(|w| w.contains(part)), "{leaf}: {found:?}");
    }
}

#[test]
fn examples_are_wanted_on_both_sides() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/README.md"));
    let text = text.unwrap();
    let full = text.split("```toml\n").nth(1).unwrap().split("\n```").next().unwrap();
    let set = RuleSet::of_texts(&[("README.md", full)]);
    assert_eq!(set.problems, [], "the example of the README is a good rule");
    assert_eq!(lint(&set), []);
    let bare = full.split("[[rule.example]]").next().unwrap();
    let messages: Vec<String> =
        lint(&RuleSet::of_texts(&[("a", bare)])).into_iter().map(|w| w.message).collect();
    assert_eq!(
        messages,
        ["no example shows what the rule finds", "no look-alike shows what the rule leaves alone"]
    );
}
