//! Konveyor rules on the built binary: analyze, rules test, and what is wrong with rules.

#![allow(clippy::unwrap_used, reason = "helpers of tests; what fails here fails a test")]

use std::fs;
use std::path::Path;
use std::process::Output;

use seaworthy_tests::{root, run, stderr, stdout, write};

#[path = "konveyor/hostile.rs"]
mod hostile;
#[path = "konveyor/mistakes.rs"]
mod mistakes;

/// A shop with two findings and the rules that find them.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("shop/app.properties", "name=shop\nsmtp.host=mail.internal\n"),
            ("shop/conf/app.properties", "smtp.host=10.1.2.3\n"),
            (
                "rules/ruleset.yaml",
                "name: shop rules\ndescription: Of the shop\nlabels:\n- konveyor.io/source=mail\n",
            ),
            (
                "rules/mail.yaml",
                r"- ruleID: mail-001
  description: The mail host is fixed
  message: Read the host from the environment
  category: mandatory
  effort: 3
  labels: [konveyor.io/target=kubernetes]
  when:
    builtin.filecontent: {pattern: smtp.host, filePattern: '.*\.properties'}
- ruleID: mail-002
  description: Never found
  message: none
  effort: 1
  when:
    builtin.file: {pattern: nothing.txt}
",
            ),
        ],
    );
    folder
}

fn analyze(folder: &Path, more: &[&str]) -> Output {
    let fixed = [
        "analyze",
        "-i",
        "shop",
        "-o",
        "out",
        "--rules",
        "rules",
        "--enable-default-rulesets=false",
    ];
    run(folder, &[&fixed[..], more].concat())
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn every_suite_of_the_book_passes() {
    let output = run(&root(), &["rules", "test", "book/examples/konveyor"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    assert!(stdout(&output).contains("(100.00%) PASSED"));
}

#[test]
fn an_analysis_leaves_the_files_of_kantra() {
    let shop = shop();
    let output = analyze(shop.path(), &["--json-output"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let yaml = read(shop.path(), "out/output.yaml");
    for part in [
        "name: shop rules",
        "mail-001:",
        "category: mandatory",
        "effort: 3",
        "lineNumber: 2",
        "- mail-002",
    ] {
        assert!(yaml.contains(part), "{part}\n{yaml}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&read(shop.path(), "out/output.json")).unwrap();
    let incidents = &json[0]["violations"]["mail-001"]["incidents"];
    assert_eq!(incidents.as_array().unwrap().len(), 2);
    assert!(incidents[0]["uri"].as_str().unwrap().ends_with("/shop/app.properties"));
    assert!(read(shop.path(), "out/analysis.log").contains("1 violations"));
    assert!(read(shop.path(), "out/static-report/output.js").starts_with("\nwindow[\"apps\"] = ["));
    assert!(read(shop.path(), "out/static-report/index.html").contains("The mail host is fixed"));
}

#[test]
fn results_are_replaced_only_when_that_is_asked() {
    let shop = shop();
    assert!(analyze(shop.path(), &[]).status.success());
    fs::write(shop.path().join("out/notes.txt"), "mine").unwrap();
    let again = analyze(shop.path(), &[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("--overwrite"), "{}", stderr(&again));
    assert!(analyze(shop.path(), &["--overwrite"]).status.success());
    assert_eq!(read(shop.path(), "out/notes.txt"), "mine");
}

#[test]
fn many_applications_share_a_folder() {
    let shop = shop();
    write(shop.path(), &[("stock/app.properties", "smtp.host=x\n")]);
    assert!(analyze(shop.path(), &["--bulk"]).status.success());
    let second = run(
        shop.path(),
        &[
            "analyze",
            "-i",
            "stock",
            "-o",
            "out",
            "--rules",
            "rules",
            "--enable-default-rulesets=false",
            "--bulk",
        ],
    );
    assert!(second.status.success(), "{}", stderr(&second));
    assert!(shop.path().join("out/output.yaml.shop").is_file());
    assert!(shop.path().join("out/output.yaml.stock").is_file());
    let js = read(shop.path(), "out/static-report/output.js");
    assert!(js.contains("\"shop\"") && js.contains("\"stock\""));
    assert!(read(shop.path(), "out/static-report/index.html").contains("stock.html"));
}

#[test]
fn labels_choose_the_rules() {
    let shop = shop();
    let output = analyze(shop.path(), &["-t", "kubernetes"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let yaml = read(shop.path(), "out/output.yaml");
    assert!(yaml.contains("mail-001:") && yaml.contains("skipped:\n"), "{yaml}");
    let unknown = analyze(shop.path(), &["-t", "windows", "--overwrite"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("--list-targets"));
    let listed = run(shop.path(), &["analyze", "--list-targets", "--rules", "rules"]);
    assert_eq!(stdout(&listed), "available target technologies:\nkubernetes\n");
}

#[test]
fn flags_about_containers_and_networks_are_taken_and_said_to_do_nothing() {
    let shop = shop();
    let output = analyze(shop.path(), &["--run-local=true", "--maven-settings", "settings.xml"]);
    assert!(output.status.success());
    let said = stderr(&output);
    assert!(
        said.contains("--run-local has no effect")
            && said.contains("--maven-settings has no effect")
    );
}

#[test]
fn threads_change_nothing() {
    let shop = shop();
    let mut seen = Vec::new();
    for threads in ["1", "2", "4"] {
        assert!(analyze(shop.path(), &["--overwrite", "-j", threads]).status.success());
        seen.push((
            read(shop.path(), "out/output.yaml"),
            read(shop.path(), "out/static-report/index.html"),
        ));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_failed_case_is_told_in_the_words_of_kantra() {
    let shop = shop();
    write(
        shop.path(),
        &[(
            "rules/mail.test.yaml",
            "providers:\n- name: builtin\n  dataPath: ../shop\ntests:\n- ruleID: mail-001\n  testCases:\n  - name: tc-1\n    hasIncidents: {exactly: 2}\n- ruleID: mail-002\n  testCases:\n  - name: tc-1\n    hasIncidents: {exactly: 1}\n",
        )],
    );
    let output = run(shop.path(), &["rules", "test", "rules"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(said.contains("expected rule to match but unmatched"), "{said}");
    assert!(said.contains("Rules Summary:      1/2 (50.00%) FAILED"), "{said}");
    let chosen = run(shop.path(), &["test", "rules", "-t", "mail-001", "--format", "junit"]);
    assert!(chosen.status.success());
    assert!(stdout(&chosen).contains("tests=\"1\""), "{}", stdout(&chosen));
}

#[test]
fn an_assessment_takes_konveyor_rules_and_gives_konveyor_results() {
    let shop = shop();
    let both = run(shop.path(), &["assess", "shop", "--rules", "rules", "--format", "json"]);
    assert!(both.status.success(), "{}", stderr(&both));
    let json: serde_json::Value = serde_json::from_str(&stdout(&both)).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let found = findings.iter().find(|f| f["rule"] == "mail-001").unwrap();
    assert_eq!(found["grade"], "mandatory");
    assert_eq!(found["incidents"].as_array().unwrap().len(), 2);
    assert_eq!(found["incidents"][0]["evidence"]["text"], "smtp.host=mail.internal");
    let given = run(shop.path(), &["assess", "shop", "--rules", "rules", "--format", "konveyor"]);
    let yaml = stdout(&given);
    assert!(yaml.starts_with("- name: seaworthy\n") && yaml.contains("    mail-001:"), "{yaml}");
    assert!(yaml.contains("/shop/conf/app.properties"), "{yaml}");
    assert!(!shop.path().join("seaworthy-report").exists());
}

#[test]
fn exported_rules_can_be_loaded_again() {
    let folder = tempfile::tempdir().unwrap();
    let exported = run(folder.path(), &["rules", "export"]);
    assert!(exported.status.success());
    write(
        folder.path(),
        &[
            ("rules.yaml", &stdout(&exported)),
            ("shop/pom.xml", "<project><artifactId>shop</artifactId></project>"),
        ],
    );
    let output = run(
        folder.path(),
        &[
            "analyze",
            "-i",
            "shop",
            "-o",
            "out",
            "--rules",
            "rules.yaml",
            "--enable-default-rulesets=false",
        ],
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let yaml = read(folder.path(), "out/output.yaml");
    assert!(!yaml.contains("errors:"), "{yaml}");
}
