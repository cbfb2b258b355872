//! What is found in each sample, line by line: `samples/NAME.expected` is read and corrected by hand.
//!
//! `SEAWORTHY_CODEGEN=1 cargo test --package seaworthy-tests --test samples` writes what is found now; read the
//! difference before it is committed.

use std::fmt::Write as _;
use std::fs;

use seaworthy_tests::{root, run, stderr};
use serde_json::Value;

#[test]
fn samples_show_what_is_expected() {
    let names = names();
    assert!(names.len() >= 7, "there are samples of at least seven kinds");
    let mut wrong = String::new();
    for name in names {
        let found = listing(&assess(&name));
        let path = root().join("samples").join(name).with_extension("expected");
        if std::env::var_os("SEAWORTHY_CODEGEN").is_some() {
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        for line in found.lines().filter(|l| !expected.lines().any(|e| e == *l)) {
            let _ = writeln!(wrong, "{}: not expected: {line}", path.display());
        }
        for line in expected.lines().filter(|l| !found.lines().any(|f| f == *l)) {
            let _ = writeln!(wrong, "{}: missing: {line}", path.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_sample_that_does_it_right_is_ready() {
    let assessment = assess("node-clean");
    assert_eq!(assessment["summary"]["verdict"], "ready");
    for finding in assessment["findings"].as_array().unwrap() {
        let counts =
            finding["incidents"].as_array().unwrap().iter().any(|i| i["role"] == "production");
        let grade = finding["grade"].as_str().unwrap();
        assert!(
            !counts || matches!(grade, "advisory" | "positive"),
            "{grade}: {}",
            finding["rule"]
        );
    }
}

#[test]
fn the_table_describes_every_sample() {
    let table = fs::read_to_string(root().join("samples/README.md")).unwrap();
    for name in names() {
        assert!(table.contains(&format!("\n| `{name}` | ")), "{name} is not in samples/README.md");
    }
}

/// The folders, sorted.
fn names() -> Vec<String> {
    let entries = fs::read_dir(root().join("samples")).into_iter().flatten().flatten();
    let folders = entries.filter(|e| e.path().is_dir());
    let mut names: Vec<_> = folders.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The assessment of a sample.
fn assess(name: &str) -> Value {
    let output = run(&root().join("samples"), &["assess", name, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

/// Verdict, components with their ports, and every production place of every finding.
fn listing(assessment: &Value) -> String {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let mut out = format!("verdict {}\n", text(&assessment["summary"]["verdict"]));
    for result in assessment["components"].as_array().into_iter().flatten() {
        let component = &result["component"];
        let ports: Vec<String> = component["ports"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|p| format!("{}={}", text(&p["value"]["name"]), p["value"]["number"]))
            .collect();
        let _ = writeln!(
            out,
            "component {} {} {} {}",
            text(&component["id"]),
            text(&component["kind"]),
            text(&component["platform"]["value"]),
            ports.join(" ")
        );
    }
    let mut places = Vec::new();
    for finding in assessment["findings"].as_array().into_iter().flatten() {
        for incident in finding["incidents"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|i| i["role"] == "production")
        {
            let at = &incident["evidence"];
            places.push(format!("{} {}:{}", text(&finding["rule"]), text(&at["path"]), at["line"]));
        }
    }
    places.sort();
    places.dedup();
    for place in places {
        let _ = writeln!(out, "{place}");
    }
    out
}
