//! Bad input: one clear sentence or one diagnostic, a documented exit code, nothing lost, and the run goes on.
#![allow(clippy::unwrap_used, reason = "helpers of tests may unwrap as tests do")]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use seaworthy_tests::{run, stderr, stdout, write};

const GOOD: (&str, &str) =
    ("Good.java", "package a;\nclass Good { String h = System.getenv(\"HOME_URL\"); }\n");

/// Assesses `app` and gives the diagnostics as (code, path, message).
fn diagnostics(folder: &Path) -> Vec<(String, String, String)> {
    let output = run(folder, &["assess", "app", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(json["inventory"]["files"].as_u64().unwrap() > 0);
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (text(&d["code"]), text(&d["path"]), text(&d["message"])))
        .collect()
}

fn app(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("app"), &[GOOD]);
    write(&dir.path().join("app"), files);
    dir
}

fn has(found: &[(String, String, String)], code: &str, path: &str) -> bool {
    found.iter().any(|(c, p, _)| c == code && p.contains(path))
}

#[test]
fn a_missing_path_is_one_sentence_and_exit_2() {
    let dir = tempfile::tempdir().unwrap();
    let output = run(dir.path(), &["assess", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nowhere"), "{}", stderr(&output));
    assert_eq!(stderr(&output).trim().lines().count(), 1);
    assert!(fs::read_dir(dir.path()).unwrap().next().is_none(), "nothing is written");
}

#[test]
fn an_empty_path_and_an_empty_folder_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    for path in ["", "."] {
        let output = run(dir.path(), &["assess", path]);
        assert_eq!(output.status.code(), Some(2), "{path:?}");
        assert!(stderr(&output).starts_with("error: "), "{}", stderr(&output));
    }
}

#[test]
fn a_file_that_is_no_archive_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("shop.war", "this is no archive"), ("notes.txt", "neither")]);
    for path in ["shop.war", "notes.txt"] {
        let output = run(dir.path(), &["assess", path]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(stderr(&output).contains("archive"), "{}", stderr(&output));
    }
}

/// A stored zip with the given entries, written by hand so that sizes and names can lie.
fn zip(entries: &[(&str, &[u8])], deflate: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in entries {
        let (method, data) = if deflate {
            let mut encoder =
                flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(content).unwrap();
            (8u16, encoder.finish().unwrap())
        } else {
            (0u16, content.to_vec())
        };
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let offset = out.len() as u32;
        let mut common = Vec::new();
        common.extend(20u16.to_le_bytes());
        common.extend(0u16.to_le_bytes());
        common.extend(method.to_le_bytes());
        common.extend([0; 4]);
        common.extend(crc.sum().to_le_bytes());
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend(0u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(data);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend((entries.len() as u16).to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn assess_archive(bytes: &[u8]) -> serde_json::Value {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("app.war"), bytes).unwrap();
    let output = run(dir.path(), &["assess", "app.war", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_zip_bomb_is_refused_and_the_rest_is_read() {
    let bomb = vec![b' '; 300 * 1024 * 1024];
    let json =
        assess_archive(&zip(&[("a/Good.java", GOOD.1.as_bytes()), ("bomb.xml", &bomb)], true));
    assert!(json.to_string().contains("archive-entry-refused"), "{}", json["diagnostics"]);
    assert!(
        json.to_string().contains("Good.java") || json["inventory"]["files"].as_u64().unwrap() >= 1
    );
}

#[test]
fn an_entry_that_climbs_out_is_refused_and_written_nowhere() {
    let json = assess_archive(&zip(
        &[("a/Good.java", GOOD.1.as_bytes()), ("../../evil.sh", b"#!/bin/sh\n")],
        false,
    ));
    assert!(
        json["diagnostics"].to_string().contains("archive-entry-refused"),
        "{}",
        json["diagnostics"]
    );
}

#[cfg(unix)]
#[test]
fn a_symlink_loop_is_noted_and_not_followed() {
    let dir = app(&[]);
    std::os::unix::fs::symlink(dir.path().join("app"), dir.path().join("app/again")).unwrap();
    assert!(has(&diagnostics(dir.path()), "link-skipped", "again"));
}

#[test]
fn a_file_of_a_gigabyte_is_listed_and_not_read() {
    let dir = app(&[]);
    let file = fs::File::create(dir.path().join("app/huge.sql")).unwrap();
    file.set_len(1024 * 1024 * 1024).unwrap();
    assert!(has(&diagnostics(dir.path()), "too-large", "huge.sql"));
}

#[test]
fn invalid_utf8_is_read_and_said_so() {
    let dir = app(&[]);
    fs::write(dir.path().join("app/Latin.java"), b"// caf\xE9\nclass Latin {}\n").unwrap();
    assert!(has(&diagnostics(dir.path()), "bad-encoding", "Latin.java"));
}

#[test]
fn random_bytes_named_java_do_no_harm() {
    let dir = app(&[]);
    let mut state = 7u64;
    let noise: Vec<u8> = (0..50_000)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // No NUL bytes: those would make it binary and too easy.
            (state >> 33) as u8 | 1
        })
        .collect();
    fs::write(dir.path().join("app/Noise.java"), noise).unwrap();
    let found = diagnostics(dir.path());
    assert!(
        has(&found, "syntax-error", "Noise.java") || has(&found, "bad-encoding", "Noise.java"),
        "{found:?}"
    );
}

#[test]
fn deeply_nested_xml_and_code_end_in_diagnostics() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let code = format!("class D {{ int x = {}1{}; }}", "(".repeat(20_000), ")".repeat(20_000));
    let dir = app(&[("deep.xml", &deep), ("D.java", &code)]);
    assert!(has(&diagnostics(dir.path()), "too-deep", "deep.xml"));
}

#[test]
fn an_output_folder_that_holds_something_else_is_left_alone() {
    let dir = app(&[("../out/thesis.txt", "mine")]);
    let output = run(dir.path(), &["assess", "app", "-o", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("thesis.txt") && stderr(&output).contains("--overwrite"),
        "{}",
        stderr(&output)
    );
    let output = run(dir.path(), &["assess", "app", "-o", "out", "--overwrite"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(dir.path().join("out/thesis.txt")).unwrap(), "mine");
    assert!(dir.path().join("out/index.html").is_file());
}

#[test]
fn an_edited_draft_is_not_replaced_unless_asked() {
    let dir = app(&[]);
    assert_eq!(run(dir.path(), &["assess", "app", "-o", "out"]).status.code(), Some(0));
    assert_eq!(
        run(dir.path(), &["assess", "app", "-o", "out"]).status.code(),
        Some(0),
        "our own output is replaced"
    );
    fs::write(dir.path().join("out/assessment.json"), "edited").unwrap();
    let output = run(dir.path(), &["assess", "app", "-o", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("was changed"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(dir.path().join("out/assessment.json")).unwrap(), "edited");
}

#[test]
fn an_output_that_cannot_be_written_is_one_sentence() {
    let dir = app(&[("../file", "x")]);
    for out in ["file", "file/below"] {
        let output = run(dir.path(), &["assess", "app", "-o", out]);
        assert_eq!(output.status.code(), Some(2), "{out}");
        assert_eq!(stderr(&output).trim().lines().count(), 1, "{}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(dir.path().join("file")).unwrap(), "x");
}

const RULE: &str = r#"[[rule]]
id = "own-rule"
title = "t"
dimension = "config"
severity = "advisory"
remedy = "config"
effort = 1
confidence = "text"
why = "w"
answer = "a"
[[rule.match]]
text = 'HOME_URL'
files = ["*.java"]
[[rule.example]]
path = "A.java"
source = 'x("HOME_URL");'
expect = [1]
[[rule.example]]
path = "A.java"
source = 'x();'
expect = []
"#;

#[test]
fn an_unknown_rule_key_and_a_bad_regex_are_framed_and_the_other_rules_run() {
    for (from, to, line) in
        [("title = ", "tilte = ", "3:1"), ("text = 'HOME_URL'", "text = '(HOME_URL'", "12:")]
    {
        let dir = app(&[
            ("../rules/bad.toml", &RULE.replace(from, to)),
            ("../rules/good.toml", &RULE.replace("own-rule", "good-rule")),
        ]);
        let output = run(
            dir.path(),
            &["assess", "app", "--rules", "rules", "--no-builtin-rules", "--format", "json"],
        );
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stderr(&output).contains(&format!("bad.toml:{line}")), "{}", stderr(&output));
        assert!(stdout(&output).contains("good-rule"));
        let output = run(dir.path(), &["rules", "lint", "rules"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stdout(&output).contains(&format!("bad.toml:{line}")), "{}", stdout(&output));
    }
}

#[test]
fn wrong_weights_are_framed() {
    let dir = app(&[("../w.toml", "[score]\nhalf_lief = 40\n")]);
    let output = run(dir.path(), &["assess", "app", "--weights", "w.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("w.toml:2:1"), "{}", stderr(&output));
}
