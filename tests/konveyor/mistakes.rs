//! Mistakes in rule files: kantra's words, the place, and exit code 2.

use super::*;

const HEAD: &str = "- ruleID: a-1\n  message: m\n  when:\n";

/// Each mistake of a rule file that ends kantra's run: the file and words of the answer.
fn fatal() -> Vec<(String, &'static str)> {
    let when = |condition: &str| format!("{HEAD}{condition}");
    vec![
        ("- message: m\n".to_owned(), "unable to find ruleID in rule"),
        (
            format!(
                "{}{}",
                when("    builtin.file: {pattern: x}\n"),
                when("    builtin.file: {pattern: y}\n")
            ),
            "duplicated rule id: a-1",
        ),
        (
            "- ruleID: a-1\n  message: [1]\n  when:\n    builtin.file: {pattern: x}\n".to_owned(),
            "message must be a string",
        ),
        (
            "- ruleID: a-1\n  tag: x\n  when:\n    builtin.file: {pattern: x}\n".to_owned(),
            "tag must be a list of strings",
        ),
        (
            "- ruleID: a-1\n  when:\n    builtin.file: {pattern: x}\n".to_owned(),
            "either message or tag must be set",
        ),
        ("- ruleID: a-1\n  message: m\n".to_owned(), "a Rule must have a single condition"),
        (when("    and: x\n"), "must be an array"),
        (when("    and: [x]\n"), "conditions must be an object"),
        (
            when("    filecontent: {pattern: x}\n"),
            "condition must be of the form {provider}.{capability}",
        ),
        (
            when("    and:\n    - builtin.file: {pattern: x}\n      from: a\n      as: a\n"),
            "cannot have the same value for fields 'from' and 'as'",
        ),
        (
            when(
                "    and:\n    - builtin.file: {pattern: x}\n      as: a\n    - builtin.file: {pattern: y}\n      as: a\n",
            ),
            "cannot have multiple 'as' fields with the same name",
        ),
        (when("    builtin.filecontents: {pattern: x}\n"), "unable to find cap"),
        (when("    java.dependency: {name: a.b}\n"), "upperbound or lowerbound is required"),
        (when("    java.dependency: {lowerbound: 1.0.0}\n"), "name is required"),
    ]
}

#[test]
fn each_mistake_is_told_with_its_place() {
    for (text, words) in fatal() {
        let shop = shop();
        write(shop.path(), &[("rules/mail.yaml", &text)]);
        let output = analyze(shop.path(), &[]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{words}\n{said}");
        assert!(said.contains(words), "{words}\n{said}");
        assert!(said.contains("mail.yaml"), "{words}\n{said}");
        assert!(said.contains("unable to parse rules"), "{words}\n{said}");
        assert!(!shop.path().join("out").exists(), "{words}");
        let lint = run(shop.path(), &["rules", "lint", "rules"]);
        assert_eq!(lint.status.code(), Some(1), "{words}\n{}", stdout(&lint));
        assert!(stdout(&lint).contains(words), "{words}\n{}", stdout(&lint));
    }
}

#[test]
fn a_bad_expression_fails_its_rule_alone() {
    let shop = shop();
    let bad = "- ruleID: bad-1\n  message: m\n  effort: 1\n  when:\n    builtin.xml: {xpath: '//a[', filepaths: [x.xml]}\n";
    write(shop.path(), &[("rules/bad.yaml", bad)]);
    let output = analyze(shop.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let yaml = read(shop.path(), "out/output.yaml");
    assert!(yaml.contains("errors:\n    bad-1:") && yaml.contains("mail-001:"), "{yaml}");
}

#[test]
fn lint_tells_what_kantra_would_ignore() {
    let shop = shop();
    let odd = "- ruleID: odd-1\n  message: m\n  effort: 1\n  migration: easy\n  when:\n    java.referenced: {pattern: a.b.C, location: ENUM_CONSTANT}\n";
    write(shop.path(), &[("rules/odd.yaml", odd)]);
    let output = run(shop.path(), &["rules", "lint", "rules"]);
    let said = stdout(&output);
    assert!(said.contains("migration") && said.contains("ENUM_CONSTANT"), "{said}");
    assert_eq!(output.status.code(), Some(0), "{said}");
}

#[test]
fn missing_things_are_said_in_one_sentence() {
    let shop = shop();
    let wrong: [(&[&str], &str); 4] = [
        (
            &["analyze", "-i", "nowhere", "-o", "out", "--rules", "rules"],
            "there is nothing at nowhere",
        ),
        (
            &["analyze", "-i", "shop", "-o", "out", "--rules", "norules"],
            "there are no rules at norules",
        ),
        (
            &["analyze", "-i", "", "-o", "out", "--rules", "rules"],
            "a value is required for '--input <PATH>'",
        ),
        (&["rules", "test", "nowhere"], "there is nothing at nowhere"),
    ];
    for (arguments, words) in wrong {
        let output = run(shop.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{words}");
        assert!(stderr(&output).contains(words), "{words}\n{}", stderr(&output));
    }
}
