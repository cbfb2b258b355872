use std::fmt::Write as _;

use insta::assert_snapshot;

use super::*;

const HEAD: &str = r#"
title = "t"
dimension = "state"
severity = "hard"
remedy = "library"
effort = 3
confidence = "resolved"
why = "w"
answer = "a"
"#;

fn rule(id: &str, rest: &str) -> String {
    format!("[[rule]]\nid = \"{id}\"{HEAD}{rest}\n")
}

const MATCH: &str = "[[rule.match]]\nfact = \"call\"\nname = \"a.b\"\n";

/// The frames of everything that is wrong with a rule file, each after its diagnostic.
fn frames(text: &str) -> String {
    let set = RuleSet::of_texts(&[("r.toml", text)]);
    let mut out = String::new();
    for problem in &set.problems {
        assert_eq!(problem.diagnostic.code, Code::BadRule);
        assert!(problem.diagnostic.at.is_some());
        let _ = writeln!(out, "{}\n{}\n", problem.diagnostic, problem.frame);
    }
    out
}

fn ids(set: &RuleSet) -> Vec<&str> {
    set.rules.iter().map(|r| r.id.as_str()).collect()
}

#[test]
fn a_good_rule_is_read_whole() {
    let text = rule(
        "a-b",
        r#"
catalogue = "J01"
manifest = "m"
links = ["https://example.org/"]
secret = true
reach = "file"
absence = true
[[rule.match]]
fact = ["call", "config_key"]
name = ["a.*", "~^b$"]
value = 'x'
value_not = 'y'
files = "*.java"
not_files = ["**/old/**"]
languages = ["Java", "C#"]
version_below = "2.0"
version_from = "1.0"
ignore_case = true
resolved = true
[[rule.requires]]
text = 'z'
files = ["*.sh"]
[[rule.unless]]
fact = "file"
name = "*/ok"
[[rule.example]]
path = "A.java"
source = '''
one
'''
expect = [1]
also = [{ path = "b.sh", source = "z" }]
[[rule.example]]
path = "B.java"
source = ""
expect = []
"#,
    );
    let set = RuleSet::of_texts(&[("r.toml", &text)]);
    assert_eq!(set.problems, []);
    let rule = &set.rules[0];
    assert!(rule.secret && rule.absence && rule.reach == crate::Reach::File);
    assert_eq!(rule.matches[0].names, ["a.*", "~^b$"]);
    assert_eq!(rule.matches[0].languages, [seaworthy_facts::Language::Java, seaworthy_facts::Language::CSharp]);
    assert_eq!(rule.requires[0].text.as_deref(), Some("z"));
    assert_eq!(rule.unless[0].kinds, [seaworthy_facts::FactKind::File]);
    assert_eq!(rule.examples[0].source, "one\n");
    assert_eq!(rule.examples[0].also[0].path, "b.sh");
    assert_eq!(rule.source, "r.toml");
    assert_eq!(set.examples().count(), 2);
    assert_eq!(set.get("a-b").unwrap().0, 0);
}

#[test]
fn unknown_keys() {
    assert_snapshot!(frames(&rule("a", &MATCH.replace("name", "nmae"))), @"");
    assert_snapshot!(frames("[rule]\nid = 3\n[[other]]\n"), @"");
}

#[test]
fn bad_values() {
    assert_snapshot!(frames(&rule("a", MATCH).replace("\"state\"", "\"stat\"")), @"");
    assert_snapshot!(frames(&rule("a", &MATCH.replace("\"call\"", "[\"call\", \"cal\"]"))), @"");
    assert_snapshot!(frames(&rule("A b", MATCH).replace("effort = 3", "effort = 4")), @"");
    assert_snapshot!(frames(&rule("a", &MATCH.replace("\"a.b\"", "3"))), @"");
    let head = "catalogue = 'J1'\nlinks = ['http://x']\n";
    assert_snapshot!(frames(&rule("a", &format!("{head}{MATCH}languages = 'Jawa'\nversion_from = 'x'"))), @"");
}

#[test]
fn missing_parts() {
    assert_snapshot!(frames(&rule("a", MATCH).replace("why = \"w\"\n", "")), @"");
    assert_snapshot!(frames(&rule("a", "")), @"");
    assert_snapshot!(frames(&rule("a", "[[rule.match]]\nresolved = true")), @"");
    assert_snapshot!(frames(&rule("a", &MATCH.replace("name = \"a.b\"", ""))), @"");
    assert_snapshot!(frames(&rule("a", &format!("absence = true\n{MATCH}"))), @"");
}

#[test]
fn bad_patterns() {
    assert_snapshot!(frames(&rule("a", &MATCH.replace("\"a.b\"", "'~a(b'"))), @"");
    assert_snapshot!(frames(&rule("a", "[[rule.match]]\ntext = 'a'\nname = 'b'\nfiles = ['a[', 'b']\n")), @"");
    assert_snapshot!(frames(&rule("a", "[[rule.match]]\nfact = []\nname = ''\n")), @"");
}

#[test]
fn one_bad_rule_never_stops_the_others() {
    let text = [rule("a", MATCH), rule("b", "x = = 3"), rule("c", MATCH), rule("a", MATCH)].concat();
    let set = RuleSet::of_texts(&[("r.toml", &text), ("s.toml", &rule("d", MATCH))]);
    assert_eq!(ids(&set), ["a", "c", "d"]);
    assert_snapshot!(frames(&text), @"");
}

#[test]
fn files_and_folders_are_read_in_order() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("sub/b.toml"), rule("b", MATCH)).unwrap();
    fs::write(folder.path().join("a.toml"), rule("a", MATCH)).unwrap();
    fs::write(folder.path().join("README.md"), "no rule").unwrap();
    let set = RuleSet::load(&[folder.path().to_owned(), folder.path().join("none.toml")], false);
    assert_eq!(ids(&set), ["a", "b"]);
    assert_eq!(set.problems.len(), 1);
    assert!(set.problems[0].diagnostic.message.starts_with("the rules cannot be read"));
    assert_ne!(set.hash, RuleSet::load(&[folder.path().join("a.toml")], false).hash);
}

#[test]
fn the_built_in_rules_have_no_problem() {
    let set = RuleSet::builtin();
    let frames: String = set.problems.iter().map(|p| format!("{}\n", p.frame)).collect();
    assert_eq!(frames, "");
    let warnings: String = crate::lint(&set)
        .iter()
        .map(|w| format!("{} {}: {}\n", w.source, w.rule, w.message))
        .collect();
    assert_eq!(warnings, "");
}

proptest::proptest! {
    #[test]
    fn any_text_does_not_panic(text in "(\\[\\[rule(\\.match)?\\]\\]\n|id = |fact = |name = |'|\"|[a-z~*(\\[{}=\n. \u{e9}]){0,40}") {
        let _ = RuleSet::of_texts(&[("r.toml", &text)]);
    }
}
