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
    assert_eq!(
        rule.matches[0].languages,
        [seaworthy_facts::Language::Java, seaworthy_facts::Language::CSharp]
    );
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
    assert_snapshot!(frames(&rule("a", &MATCH.replace("name", "nmae"))), @r##"
    SW0401 r.toml:13:1: unknown key `nmae` (did you mean `name`?)
    error: unknown key `nmae`
      --> r.toml:13:1
       |
    13 | nmae = "a.b"
       | ^^^^ did you mean `name`?
    "##);
    assert_snapshot!(frames("[rule]\nid = 3\n[[other]]\n"), @r##"
    SW0401 r.toml:3:3: unknown key `other` (a rule file holds `[[rule]]` tables only)
    error: unknown key `other`
     --> r.toml:3:3
      |
    3 | [[other]]
      |   ^^^^^ a rule file holds `[[rule]]` tables only

    SW0401 r.toml:1:2: `rule` is not a list of tables (write `[[rule]]`)
    error: `rule` is not a list of tables
     --> r.toml:1:2
      |
    1 | [rule]
      |  ^^^^ write `[[rule]]`
    "##);
}

#[test]
fn bad_values() {
    assert_snapshot!(frames(&rule("a", MATCH).replace("\"state\"", "\"stat\"")), @r##"
    SW0401 r.toml:4:13: unknown value `stat` (did you mean `state`?)
    error: unknown value `stat`
     --> r.toml:4:13
      |
    4 | dimension = "stat"
      |             ^^^^^^ did you mean `state`?
    "##);
    assert_snapshot!(frames(&rule("a", &MATCH.replace("\"call\"", "[\"call\", \"cal\"]"))), @r##"
    SW0401 r.toml:12:17: unknown kind of fact `cal` (did you mean `call`?)
    error: unknown kind of fact `cal`
      --> r.toml:12:17
       |
    12 | fact = ["call", "cal"]
       |                 ^^^^^ did you mean `call`?
    "##);
    assert_snapshot!(frames(&rule("A b", MATCH).replace("effort = 3", "effort = 4")), @r##"
    SW0401 r.toml:2:6: `A b` is no rule id (lower case letters, digits and `-`, beginning with a letter)
    error: `A b` is no rule id
     --> r.toml:2:6
      |
    2 | id = "A b"
      |      ^^^^^ lower case letters, digits and `-`, beginning with a letter

    SW0401 r.toml:7:10: this effort is not on the scale (1, 2, 3, 5, 8 or 13)
    error: this effort is not on the scale
     --> r.toml:7:10
      |
    7 | effort = 4
      |          ^ 1, 2, 3, 5, 8 or 13
    "##);
    assert_snapshot!(frames(&rule("a", &MATCH.replace("\"a.b\"", "3"))), @r##"
    SW0401 r.toml:13:8: invalid type: integer `3`, expected a string or a list of strings
    error: invalid type: integer `3`, expected a string or a list of strings
      --> r.toml:13:8
       |
    13 | name = 3
       |        ^
    "##);
    let head = "catalogue = 'J1'\nlinks = ['http://x']\n";
    assert_snapshot!(frames(&rule("a", &format!("{head}{MATCH}languages = 'Jawa'\nversion_from = 'x'"))), @r##"
    SW0401 r.toml:11:13: `J1` is no row of the catalogue (a letter and two digits, for example `J01`)
    error: `J1` is no row of the catalogue
      --> r.toml:11:13
       |
    11 | catalogue = 'J1'
       |             ^^^^ a letter and two digits, for example `J01`

    SW0401 r.toml:12:10: this link is not `https://`
    error: this link is not `https://`
      --> r.toml:12:10
       |
    12 | links = ['http://x']
       |          ^^^^^^^^^^

    SW0401 r.toml:16:13: unknown language `Jawa` (did you mean `Java`?)
    error: unknown language `Jawa`
      --> r.toml:16:13
       |
    16 | languages = 'Jawa'
       |             ^^^^^^ did you mean `Java`?

    SW0401 r.toml:17:16: `x` is no version
    error: `x` is no version
      --> r.toml:17:16
       |
    17 | version_from = 'x'
       |                ^^^
    "##);
}

#[test]
fn missing_parts() {
    assert_snapshot!(frames(&rule("a", MATCH).replace("why = \"w\"\n", "")), @r##"
    SW0401 r.toml:1:1: the key `why` is missing (add `why` to this table)
    error: the key `why` is missing
     --> r.toml:1:1
      |
    1 | [[rule]]
      | ^^^^^^^^ add `why` to this table
    "##);
    assert_snapshot!(frames(&rule("a", "")), @r##"
    SW0401 r.toml:1:1: the key `match` is missing (add `match` to this table)
    error: the key `match` is missing
     --> r.toml:1:1
      |
    1 | [[rule]]
      | ^^^^^^^^ add `match` to this table
    "##);
    assert_snapshot!(frames(&rule("a", "[[rule.match]]\nresolved = true")), @r##"
    SW0401 r.toml:11:1: the leaf asks for nothing (add `fact = …` or `text = …`)
    error: the leaf asks for nothing
      --> r.toml:11:1
       |
    11 | [[rule.match]]
       | ^^^^^^^^^^^^^^ add `fact = …` or `text = …`
    "##);
    assert_snapshot!(frames(&rule("a", &MATCH.replace("name = \"a.b\"", ""))), @r##"
    SW0401 r.toml:11:1: the leaf matches every fact of its kind (add `name`, `value`, `files` or a version)
    error: the leaf matches every fact of its kind
      --> r.toml:11:1
       |
    11 | [[rule.match]]
       | ^^^^^^^^^^^^^^ add `name`, `value`, `files` or a version
    "##);
    assert_snapshot!(frames(&rule("a", &format!("absence = true\n{MATCH}"))), @r##"
    SW0401 r.toml:2:6: the rule claims an absence but has no `requires` (say in `[[rule.requires]]` where something must be found missing)
    error: the rule claims an absence but has no `requires`
     --> r.toml:2:6
      |
    2 | id = "a"
      |      ^^^ say in `[[rule.requires]]` where something must be found missing
    "##);
}

#[test]
fn bad_patterns() {
    assert_snapshot!(frames(&rule("a", &MATCH.replace("\"a.b\"", "'~a(b'"))), @r##"
    SW0401 r.toml:13:8: this regular expression does not compile (unclosed group)
    error: this regular expression does not compile
      --> r.toml:13:8
       |
    13 | name = '~a(b'
       |        ^^^^^^ unclosed group
    "##);
    assert_snapshot!(frames(&rule("a", "[[rule.match]]\ntext = 'a'\nname = 'b'\nfiles = ['a[', 'b']\n")), @r##"
    SW0401 r.toml:13:8: `name` has no meaning beside `text`
    error: `name` has no meaning beside `text`
      --> r.toml:13:8
       |
    13 | name = 'b'
       |        ^^^

    SW0401 r.toml:14:10: `a[` is no glob (unclosed character class; missing ']')
    error: `a[` is no glob
      --> r.toml:14:10
       |
    14 | files = ['a[', 'b']
       |          ^^^^ unclosed character class; missing ']'
    "##);
    assert_snapshot!(frames(&rule("a", "[[rule.match]]\nfact = []\nname = ''\n")), @r##"
    SW0401 r.toml:12:8: `kind of fact` is an empty list (leave it out, or name something)
    error: `kind of fact` is an empty list
      --> r.toml:12:8
       |
    12 | fact = []
       |        ^^ leave it out, or name something

    SW0401 r.toml:13:8: `name` holds an empty string
    error: `name` holds an empty string
      --> r.toml:13:8
       |
    13 | name = ''
       |        ^^
    "##);
}

#[test]
fn one_bad_rule_never_stops_the_others() {
    let text =
        [rule("a", MATCH), rule("b", "x = = 3"), rule("c", MATCH), rule("a", MATCH)].concat();
    let set = RuleSet::of_texts(&[("r.toml", &text), ("s.toml", &rule("d", MATCH))]);
    assert_eq!(ids(&set), ["a", "c", "d"]);
    assert_snapshot!(frames(&text), @r##"
    SW0401 r.toml:25:5: extra `=`, expected nothing
    error: extra `=`, expected nothing
      --> r.toml:25:5
       |
    25 | x = = 3
       |     ^

    SW0401 r.toml:25:7: unexpected key or value, expected newline, `#`
    error: unexpected key or value, expected newline, `#`
      --> r.toml:25:7
       |
    25 | x = = 3
       |       ^

    SW0401 r.toml:41:6: there is another rule `a` (the first one is in r.toml)
    error: there is another rule `a`
      --> r.toml:41:6
       |
    41 | id = "a"
       |      ^^^ the first one is in r.toml
    "##);
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
    let frames: Vec<&str> = set.problems.iter().map(|p| p.frame.as_str()).collect();
    assert_eq!(frames, [""; 0], "{}", frames.join("\n"));
    assert_eq!(crate::lint(&set), []);
}

proptest::proptest! {
    #[test]
    fn any_text_does_not_panic(text in "(\\[\\[rule(\\.match)?\\]\\]\n|id = |fact = |name = |'|\"|[a-z~*(\\[{}=\n. \u{e9}]){0,40}") {
        let _ = RuleSet::of_texts(&[("r.toml", &text)]);
    }
}
