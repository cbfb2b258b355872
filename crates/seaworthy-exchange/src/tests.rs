use std::collections::BTreeMap;

use seaworthy_konveyor::{Condition, Incident, Leaf as Asked, RulesetResult, Violation};
use seaworthy_rules::{Grade, RuleSet};

use crate::{adopt, export};

fn rule(text: &str) -> RuleSet {
    let head = r#"
[[rule]]
id = "mail-by-hand"
title = "Mail is sent by hand"
dimension = "network"
severity = "mandatory"
remedy = "code"
effort = 3
confidence = "import"
why = "A pod has no mail server."
answer = "Use a relay."
"#;
    let folder = std::env::temp_dir().join(format!("seaworthy-exchange-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let name =
        format!("{:x}.toml", text.bytes().fold(7_u64, |h, b| h.wrapping_mul(31) + u64::from(b)));
    let path = folder.join(name);
    std::fs::write(&path, format!("{head}{text}")).unwrap();
    let set = RuleSet::load(std::slice::from_ref(&path), false);
    std::fs::remove_file(&path).unwrap();
    assert!(set.problems.is_empty(), "{:?}", set.problems);
    set
}

fn reason(text: &str) -> &'static str {
    let export = export(&rule(text));
    assert!(export.rules.is_empty(), "{:?}", export.rules);
    export.left_out[0].reason
}

#[test]
fn calls_and_imports_of_java_become_references() {
    let export = export(&rule(
        "[[rule.match]]\nfact = \"call\"\nname = \"org.example.Mail.send\"\nlanguages = [\"Java\"]\n",
    ));
    let Condition::Leaf(Asked::Java(java)) = &export.rules[0].when.condition else {
        panic!("{export:?}");
    };
    assert_eq!(java.pattern, "org.example.Mail.send");
    assert_eq!(
        export.rules[0].message.as_deref(),
        Some("A pod has no mail server.\n\nUse a relay.")
    );
}

#[test]
fn dependencies_are_named_by_an_expression_over_the_whole_name() {
    let export = export(&rule(
        "[[rule.match]]\nfact = \"dependency\"\nname = \"maven:org.example:mail*\"\n",
    ));
    let Condition::Leaf(Asked::Dependency(query)) = &export.rules[0].when.condition else {
        panic!("{export:?}");
    };
    assert_eq!(
        (query.provider.as_str(), query.name_regex.as_str()),
        ("java", r"^org\.example\.mail.*$")
    );
}

#[test]
fn text_keeps_its_files() {
    let export =
        export(&rule("[[rule.match]]\ntext = \"smtp[.]host\"\nfiles = [\"*.properties\"]\n"));
    let Condition::Leaf(Asked::FileContent { pattern, file_pattern, .. }) =
        &export.rules[0].when.condition
    else {
        panic!("{export:?}");
    };
    assert_eq!(pattern, "smtp[.]host");
    let files = expression(file_pattern);
    assert!(files.is_match("/conf/App.properties") && files.is_match("app.properties"));
    assert!(!files.is_match("/conf/app.properties.txt"));
}

fn expression(text: &str) -> regex::Regex {
    regex::Regex::new(text).unwrap()
}

#[test]
fn what_cannot_be_said_is_left_out_with_its_reason() {
    let call = "[[rule.match]]\nfact = \"call\"\nlanguages = [\"Java\"]\n";
    assert!(reason(&format!("{call}name = \"a.B.c\"\nvalue = \"x\"\n")).contains("arguments"));
    assert!(reason(&format!("{call}name = \"?.c\"\n")).contains("last part"));
    assert!(
        reason(&format!("{call}name = \"a.B.c\"\n[[rule.unless]]\nfact = \"call\"\nname = \"a.B.d\"\nlanguages = [\"Java\"]\n"))
            .contains("same file or component")
    );
}

#[test]
fn the_built_in_rules_are_said_or_left_out_and_never_lost() {
    let set = RuleSet::builtin();
    let export = export(&set);
    assert_eq!(export.rules.len() + export.left_out.len(), set.rules.len());
    assert!(export.rules.len() > 60, "{}", export.rules.len());
}

#[test]
fn a_violation_becomes_a_rule_with_hits() {
    let incident = |uri: &str| Incident {
        uri: uri.to_owned(),
        message: "Use a relay".to_owned(),
        code_snip: " 1  package a;\n12  send();\n".into(),
        line_number: Some(12),
        ..Incident::default()
    };
    let violation = Violation {
        description: "Mail is sent\nby hand".to_owned(),
        category: Some("mandatory"),
        incidents: vec![incident("file:///srv/shop/src/A.java"), incident("")],
        effort: Some(4),
        ..Violation::default()
    };
    let results = [RulesetResult {
        violations: BTreeMap::from([("mail-1".to_owned(), violation)]),
        ..RulesetResult::default()
    }];
    let adopted = adopt(&results, "file:///srv/shop/", 10);
    assert_eq!(adopted.rules.len(), 1);
    let rule = &adopted.rules[0];
    assert_eq!(
        (rule.title.as_str(), rule.grade, rule.effort),
        ("Mail is sent", Grade::Mandatory, 5)
    );
    assert_eq!(adopted.hits.len(), 1);
    assert_eq!(adopted.hits[0].rule, 10);
    assert_eq!(adopted.hits[0].evidence.text, "send();");
    assert_eq!(&*adopted.hits[0].evidence.path, "src/A.java");
    assert_eq!(adopted.without_place, ["mail-1: Use a relay"]);
}

#[test]
fn a_secret_in_the_matched_line_does_not_come_along() {
    let incident = Incident {
        uri: "file:///srv/shop/app.properties".to_owned(),
        message: "Found in db.password=hunter2-hunter2".to_owned(),
        code_snip: " 1  db.password=hunter2-hunter2\n".into(),
        line_number: Some(1),
        ..Incident::default()
    };
    let violation = Violation {
        category: Some("mandatory"),
        incidents: vec![incident],
        effort: Some(1),
        ..Violation::default()
    };
    let results = [RulesetResult {
        violations: BTreeMap::from([("secret-1".to_owned(), violation)]),
        ..RulesetResult::default()
    }];
    let adopted = adopt(&results, "file:///srv/shop/", 0);
    assert!(!format!("{adopted:?}").contains("hunter2"), "{adopted:?}");
    assert!(adopted.hits[0].evidence.text.starts_with("db.password="));
}

#[test]
fn a_lost_alternative_makes_a_rule_find_less_and_is_named() {
    let go = "[[rule.match]]\nfact = \"call\"\nlanguages = [\"Go\"]\n";
    let export = export(&rule(&format!("{go}name = [\"os.*\", \"net/smtp.SendMail\"]\n")));
    assert_eq!(
        export.rules[0].when.condition,
        Condition::Leaf(Asked::Go { pattern: "net/smtp.SendMail".to_owned() })
    );
    assert_eq!(export.partly.len(), 1);
    assert!(reason(&format!("{go}name = \"os.*\"\n")).contains("provider"));
}
