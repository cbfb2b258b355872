//! Every command on a small application.
#![allow(clippy::unwrap_used, reason = "helpers of tests may unwrap as tests do")]

use seaworthy_tests::{run, stderr, stdout, write};

fn app() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(
        &dir.path().join("shop"),
        &[
            (
                "package.json",
                "{\"name\":\"shop\",\"version\":\"1.2.0\",\"scripts\":{\"start\":\"node server.js\"},\"dependencies\":{\"express\":\"4.19.2\"}}",
            ),
            (
                "server.js",
                "const express = require('express');\nconst app = express();\napp.get('/healthz', (q, r) => r.send('ok'));\napp.listen(3000);\n",
            ),
        ],
    );
    dir
}

#[test]
fn assess_writes_a_report_and_says_where() {
    let dir = app();
    let output = run(dir.path(), &["assess", "shop", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for file in [
        "index.html",
        "assessment.json",
        "manifests/kustomization.yaml",
        "manifests/shop/deployment.yaml",
    ] {
        assert!(dir.path().join("out").join(file).is_file(), "{file}");
    }
    let text = stdout(&output);
    assert!(text.contains("out/index.html") && text.contains("3000"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colour when piped");
    assert!(stderr(&output).is_empty(), "no progress when piped: {}", stderr(&output));
    let page = std::fs::read_to_string(dir.path().join("out/index.html")).unwrap();
    assert!(page.contains("shop") && !page.contains("<script src"));
}

#[test]
fn json_goes_to_standard_output_and_nothing_to_disk() {
    let dir = app();
    let output = run(dir.path(), &["assess", "shop", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["application"], "shop");
    assert_eq!(json["components"][0]["component"]["ports"][0]["value"]["number"], 3000);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn the_gate_decides_the_exit_code() {
    let dir = app();
    assert_eq!(
        run(dir.path(), &["assess", "shop", "--format", "json", "--fail-under", "0"]).status.code(),
        Some(0)
    );
    assert_eq!(
        run(dir.path(), &["assess", "shop", "--format", "json", "--fail-under", "100"])
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn manifests_alone() {
    let dir = app();
    let output = run(dir.path(), &["manifests", "shop", "-o", "deploy"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let deployment =
        std::fs::read_to_string(dir.path().join("deploy/shop/deployment.yaml")).unwrap();
    assert!(
        deployment.contains("containerPort: 3000") && deployment.contains("server.js:4"),
        "{deployment}"
    );
    assert!(!dir.path().join("deploy/index.html").exists());
}

#[test]
fn the_graph_in_every_form() {
    let dir = app();
    for (format, start) in
        [("dot", "digraph"), ("json", "{"), ("graphml", "<?xml"), ("mermaid", "flowchart")]
    {
        let output = run(dir.path(), &["graph", "shop", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let text = stdout(&output);
        assert!(text.starts_with(start) && text.contains("express"), "{format}: {text}");
    }
}

#[test]
fn rules_can_be_listed_shown_explained_and_linted() {
    let dir = app();
    let list = stdout(&run(dir.path(), &["rules", "list"]));
    let id = list.split_whitespace().next().unwrap().to_owned();
    assert!(list.lines().count() > 60, "{list}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(dir.path(), &["rules", "list", "--format", "json"])))
            .unwrap();
    assert_eq!(json[0]["id"], id.as_str());
    let explained = stdout(&run(dir.path(), &["explain", &id]));
    for part in [id.as_str(), "Why it matters", "What to do", "It matches", "It leaves alone"] {
        assert!(explained.contains(part), "{part}: {explained}");
    }
    assert!(stdout(&run(dir.path(), &["rules", "show", &id])).contains(&id));
    let lint = run(dir.path(), &["rules", "lint"]);
    assert_eq!(lint.status.code(), Some(0), "{}", stdout(&lint));
    let unknown = run(dir.path(), &["explain", "no-such-rule"]);
    assert_eq!(unknown.status.code(), Some(2));
    let schema: serde_json::Value =
        serde_json::from_str(&stdout(&run(dir.path(), &["rules", "schema"]))).unwrap();
    assert!(schema["properties"]["rule"].is_object());
}

#[test]
fn completions_manual_pages_and_help() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&run(dir.path(), &["completions", shell])).contains("seaworthy"), "{shell}");
    }
    assert!(stdout(&run(dir.path(), &["man"])).contains(".TH seaworthy"));
    assert_eq!(run(dir.path(), &["man", "-o", "man"]).status.code(), Some(0));
    assert!(dir.path().join("man/seaworthy-assess.1").is_file());
    let help = stdout(&run(dir.path(), &["assess", "--help"]));
    assert!(help.contains("Examples:") && help.contains("--fail-under"), "{help}");
    assert_eq!(run(dir.path(), &["frobnicate"]).status.code(), Some(2));
}

#[test]
fn a_report_inside_the_application_is_not_assessed_again() {
    let dir = app();
    let shop = dir.path().join("shop");
    assert_eq!(run(&shop, &["assess", "."]).status.code(), Some(0));
    let first = std::fs::read(shop.join("seaworthy-report/assessment.json")).unwrap();
    assert_eq!(run(&shop, &["assess", "."]).status.code(), Some(0));
    assert!(first == std::fs::read(shop.join("seaworthy-report/assessment.json")).unwrap());
}

#[test]
fn findings_are_silenced_until_their_day_and_stay_listed() {
    let dir = tempfile::tempdir().unwrap();
    write(
        &dir.path().join("shop"),
        &[
            ("package.json", "{\"name\":\"shop\",\"dependencies\":{\"express\":\"4.19.2\"}}"),
            (
                "server.js",
                "const fs = require('fs');\nrequire('express')().listen(3000);\n// seaworthy:ignore node-writes-files kept on a volume until=2027-06-30\nfs.writeFileSync('/var/data/a.txt', 'x');\n",
            ),
            (
                "seaworthy-ignore.toml",
                "[[ignore]]\npath = \"**\"\nrule = \"no-image-build\"\nreason = \"built elsewhere\"\n",
            ),
        ],
    );
    let assessed = |day: &str| -> serde_json::Value {
        let output = run(dir.path(), &["assess", "shop", "--format", "json", "--today", day]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let rules = |json: &serde_json::Value, list: &str| -> Vec<String> {
        let of = json[list].as_array().unwrap().iter();
        of.map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
    };
    let before = assessed("2027-06-30");
    assert_eq!(rules(&before, "suppressed"), ["no-image-build", "node-writes-files"]);
    assert!(!rules(&before, "findings").contains(&"node-writes-files".to_owned()));
    assert_eq!(before["suppressed"][1]["by"]["line"], 3);
    let after = assessed("2027-07-01");
    assert_eq!(rules(&after, "suppressed"), ["no-image-build"]);
    assert!(rules(&after, "findings").contains(&"node-writes-files".to_owned()));
    assert!(after["diagnostics"].to_string().contains("expired after 2027-06-30"));
    let wrong = run(dir.path(), &["assess", "shop", "--today", "tomorrow"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn the_cost_of_rules_is_told_by_family() {
    let dir = app();
    let output = run(dir.path(), &["bench-rules", "shop"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    let row = |family: &str| {
        let line = text.lines().find(|line| line.starts_with(family)).unwrap_or_default();
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(row("node").get(1).is_some_and(|rules| rules.parse::<u32>().unwrap() > 10), "{text}");
    assert_eq!(row("ruby").get(2).map(String::as_str), Some("0"), "{text}");
    assert!(text.ends_with(" s\n"), "{text}");
}
