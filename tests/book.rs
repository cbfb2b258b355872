//! The book is true: generated pages are fresh, lists are complete, links lead somewhere, and console examples run.
//!
//! `SEAWORTHY_CODEGEN=1 cargo test --package seaworthy-tests --test book fresh` writes the generated pages.

#![allow(clippy::unwrap_used, reason = "helpers of tests; what fails here fails a test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use seaworthy_tests::{root, run, stderr, stdout, write};

#[path = "book/generated.rs"]
mod generated;

fn book() -> PathBuf {
    root().join("book/src")
}

/// Every page with its path below `book/src`.
fn pages() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut pending = vec![book()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|e| e == "md") {
                let name = path.strip_prefix(book()).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn every_diagnostic_has_its_row() {
    let source =
        fs::read_to_string(root().join("crates/seaworthy-base/src/diagnostic.rs")).unwrap();
    let page = fs::read_to_string(book().join("reference/diagnostics.md")).unwrap();
    let numbers: BTreeSet<&str> = source
        .split('"')
        .filter(|s| {
            s.len() == 6 && s.starts_with("SW") && s[2..].bytes().all(|b| b.is_ascii_digit())
        })
        .collect();
    let rows: BTreeSet<&str> =
        page.lines().filter_map(|l| l.strip_prefix("| SW")).filter_map(|l| l.get(..4)).collect();
    assert!(numbers.len() > 10);
    assert_eq!(numbers.iter().map(|n| &n[2..]).collect::<BTreeSet<_>>(), rows);
}

#[test]
fn every_page_is_in_the_summary_and_links_lead_somewhere() {
    let pages = pages();
    let mut linked = BTreeSet::new();
    let mut wrong = Vec::new();
    for (name, text) in &pages {
        let folder = book().join(name).parent().unwrap().to_owned();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap();
            if path.is_empty() || path.starts_with("https://") {
                continue;
            }
            if !folder.join(path).is_file() {
                wrong.push(format!("{name}: {target}"));
            }
            if name == "SUMMARY.md" {
                linked.insert(path.to_owned());
            }
        }
        for path in text.split("{{#include ").skip(1).filter_map(|rest| rest.split('}').next()) {
            if !folder.join(path).is_file() {
                wrong.push(format!("{name}: {path}"));
            }
        }
    }
    wrong.extend(
        pages
            .keys()
            .filter(|p| *p != "SUMMARY.md" && !linked.contains(*p))
            .map(|p| format!("{p} is not in the summary")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A file of each language that the page names, and whether the page says that it is parsed.
const LANGUAGES: [(&str, &str, &str, bool); 29] = [
    ("Java", "A.java", "class A {}\n", true),
    ("Kotlin", "A.kt", "class A\n", true),
    ("C#", "A.cs", "class A {}\n", true),
    ("JavaScript", "a.js", "let a = 1;\n", true),
    ("TypeScript", "a.ts", "let a: number = 1;\n", true),
    ("TSX", "a.tsx", "const a = <p/>;\n", true),
    ("Python", "a.py", "a = 1\n", true),
    ("PHP", "a.php", "<?php $a = 1;\n", true),
    ("Ruby", "a.rb", "a = 1\n", true),
    ("Go", "a.go", "package a\n", true),
    ("Scala", "A.scala", "class A\n", true),
    ("Groovy", "A.groovy", "class A {}\n", true),
    ("Visual Basic", "A.vb", "Class A\nEnd Class\n", true),
    ("Rust", "a.rs", "fn a() {}\n", true),
    ("C", "a.c", "int a;\n", true),
    ("C++", "a.cpp", "int a;\n", true),
    ("COBOL", "a.cbl", "       IDENTIFICATION DIVISION.\n", true),
    ("JCL", "a.jcl", "//A JOB\n", true),
    ("Assembler", "a.asm", "A        CSECT\n", true),
    ("Visual Basic 6", "a.bas", "Sub Main()\nEnd Sub\n", true),
    ("Perl", "a.pl", "my $a = 1;\n", true),
    ("Shell", "a.sh", "a=1\n", true),
    ("Batch", "a.bat", "set a=1\n", true),
    ("PowerShell", "a.ps1", "$a = 1\n", true),
    ("SQL", "a.sql", "select 1;\n", true),
    ("Swift", "a.swift", "let a = 1\n", false),
    ("Dart", "a.dart", "var a = 1;\n", false),
    ("Vue", "a.vue", "<template/>\n", false),
    ("Svelte", "a.svelte", "<p/>\n", false),
];

/// Pages whose code is read, with one that asks for a setting.
const PAGES: [(&str, &str, &str); 5] = [
    ("JSP", "a.jsp", "<p>\n<%= System.getenv(\"OF_JSP\") %>\n"),
    ("ASP.NET page", "a.aspx", "<p>\n<%= Environment.GetEnvironmentVariable(\"OF_ASPX\") %>\n"),
    ("Razor", "a.cshtml", "<p>\n@Environment.GetEnvironmentVariable(\"OF_RAZOR\")\n"),
    ("Blade", "a.blade.php", "<p>\n{{ getenv(\"OF_BLADE\") }}\n"),
    ("ERB", "a.html.erb", "<p>\n<%= ENV[\"OF_ERB\"] %>\n"),
];

#[test]
fn languages_are_read_as_the_page_says() {
    let page = fs::read_to_string(book().join("reference/languages.md")).unwrap();
    let cell = |start: &str| -> BTreeSet<String> {
        let row = page.lines().find(|l| l.starts_with(&format!("| {start}"))).unwrap();
        row.split('|').nth(2).unwrap().split(", ").map(|l| l.trim().to_owned()).collect()
    };
    let of = |parsed: bool| {
        LANGUAGES.iter().filter(|l| l.3 == parsed).map(|l| l.0.to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(cell("parsed"), of(true));
    assert_eq!(cell("by text rules only"), of(false));
    let pages = PAGES.iter().map(|p| p.0.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(cell("pages, the code in them"), pages);
    let dir = tempfile::tempdir().unwrap();
    for (_, path, content) in PAGES {
        write(&dir.path().join("all/src"), &[(path, content)]);
    }
    for (_, path, content, _) in LANGUAGES {
        write(&dir.path().join("all/src"), &[(path, content)]);
    }
    let output = run(dir.path(), &["assess", "all", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for (language, _, _, parsed) in LANGUAGES {
        let shares = found["inventory"]["languages"].as_array().unwrap();
        let share = shares
            .iter()
            .find(|s| s["language"] == language)
            .unwrap_or_else(|| panic!("{language} is not known"));
        assert_eq!((share["parsed"] != 0, share["unread"] != 0), (parsed, !parsed), "{share}");
    }
    // The setting that a page asks for is known at its line.
    let json = String::from_utf8_lossy(&output.stdout).into_owned();
    for (page, path, content) in PAGES {
        let setting = content.split('"').find(|s| s.starts_with("OF_")).unwrap();
        assert!(json.contains(&format!("\"{setting}\"")), "{page}: {path}");
    }
}

/// Fenced blocks as (information, lines).
fn blocks(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            found.push((info, lines.by_ref().take_while(|l| *l != "```").collect()));
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Runs the console blocks of a page in their order, in a copy of the samples of its own. Blocks marked `file=NAME` are
/// files that later commands use. `# exit N` after a command is its exit code; without it that is 0. What is sent to a
/// file is dropped.
fn run_page(name: &str, text: &str, wrong: &mut Vec<String>) -> usize {
    let blocks = blocks(text);
    if !blocks.iter().any(|(info, _)| *info == "console") {
        return 0;
    }
    let dir = tempfile::tempdir().unwrap();
    copy(&root().join("samples"), dir.path());
    let mut count = 0;
    for (info, lines) in blocks {
        if let Some((_, file)) = info.split_once("file=") {
            write(dir.path(), &[(file, &(lines.join("\n") + "\n"))]);
        }
        for line in lines.iter().filter(|_| info == "console") {
            let Some(command) = line.strip_prefix("$ seaworthy ") else { continue };
            let (command, comment) = command.split_once("  # ").unwrap_or((command, ""));
            let code: i32 = comment.strip_prefix("exit ").map_or(0, |n| n.trim().parse().unwrap());
            let arguments: Vec<&str> =
                command.split_whitespace().take_while(|word| *word != ">").collect();
            let output = run(dir.path(), &arguments);
            if output.status.code() != Some(code) {
                wrong.push(format!("{name}: {line}\n{}{}", stdout(&output), stderr(&output)));
            }
            count += 1;
        }
    }
    count
}

#[test]
fn console_examples_run() {
    let mut wrong = Vec::new();
    let count: usize = pages().iter().map(|(name, text)| run_page(name, text, &mut wrong)).sum();
    assert!(count > 30, "only {count} commands were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The rules that the book shows keep what their own examples promise.
#[test]
fn examples_of_shown_rules_hold() {
    let mut checked = 0;
    for (name, text) in pages() {
        for (info, lines) in blocks(&text) {
            let Ok(file) = lines.join("\n").parse::<toml::Table>() else { continue };
            let rules = file.get("rule").and_then(toml::Value::as_array);
            for rule in rules.into_iter().flatten().filter(|_| info.contains("file=")) {
                for example in
                    rule.get("example").and_then(toml::Value::as_array).into_iter().flatten()
                {
                    let dir = tempfile::tempdir().unwrap();
                    let [path, source] =
                        ["path", "source"].map(|key| example[key].as_str().unwrap());
                    write(
                        dir.path(),
                        &[("rules.toml", &lines.join("\n")), (&format!("app/{path}"), source)],
                    );
                    let arguments = [
                        "assess",
                        "app",
                        "--rules",
                        "rules.toml",
                        "--no-builtin-rules",
                        "--format",
                        "json",
                    ];
                    let output = run(dir.path(), &arguments);
                    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                    let incidents = found["findings"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .flat_map(|f| f["incidents"].as_array().unwrap());
                    let lines: Vec<i64> =
                        incidents.map(|i| i["evidence"]["line"].as_i64().unwrap()).collect();
                    let expected: Vec<i64> = example["expect"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|l| l.as_integer().unwrap())
                        .collect();
                    assert_eq!(lines, expected, "{name}: {path}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked >= 4);
}
