//! Pages that are written from rules and help texts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use seaworthy_tests::{binary, root, run, stdout};

use super::{book, pages};

/// Compares a generated page with what it has to be, or writes it when told to.
fn check_fresh(page: &str, text: &str) {
    let path = book().join(page);
    if std::env::var_os("SEAWORTHY_CODEGEN").is_some() {
        fs::write(&path, text).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == text, "book/src/{page} is stale: run `cargo xtask codegen`");
}

/// What a rule file says: the comment at its head, and its rules.
struct Topic {
    comment: String,
    rules: Vec<toml::Table>,
}

/// The rule files by family, which is the folder they stand in.
fn families() -> BTreeMap<String, Vec<Topic>> {
    let mut found: BTreeMap<String, Vec<Topic>> = BTreeMap::new();
    for family in fs::read_dir(root().join("rules")).unwrap() {
        let family = family.unwrap().path();
        if !family.is_dir() {
            continue;
        }
        let mut files: Vec<PathBuf> =
            fs::read_dir(&family).unwrap().map(|e| e.unwrap().path()).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let comment: Vec<&str> =
                text.lines().map_while(|l| l.strip_prefix('#')).map(str::trim).collect();
            let rules = text.parse::<toml::Table>().unwrap().remove("rule");
            let rules =
                rules.and_then(|r| r.try_into::<Vec<toml::Table>>().ok()).unwrap_or_default();
            let name = family.file_name().unwrap().to_str().unwrap().to_owned();
            found.entry(name).or_default().push(Topic { comment: comment.join(" "), rules });
        }
    }
    found
}

fn family_title(family: &str) -> String {
    match family {
        "dotnet" => ".NET".to_owned(),
        "node" => "Node.js".to_owned(),
        "php" => "PHP".to_owned(),
        "cobol" => "COBOL".to_owned(),
        "neutral" => "Any language".to_owned(),
        "native" => "C and C++".to_owned(),
        "scripts" => "Scripts and operations".to_owned(),
        "dependencies" => "Dependencies and end of life".to_owned(),
        other => other[..1].to_uppercase() + &other[1..],
    }
}

fn word<'t>(rule: &'t toml::Table, key: &str) -> &'t str {
    rule.get(key).and_then(toml::Value::as_str).unwrap_or_default()
}

/// Text of a rule is no Markdown: what would be taken for some is escaped. Pairs of backticks stay.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let in_pairs = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    for c in text.chars() {
        if c == '`' && in_pairs {
            in_code = !in_code;
        } else if !in_code
            && matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '{' | '}')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn family_page(family: &str, topics: &[Topic]) -> String {
    let mut out = format!(
        "# {}\n\n<!-- Written by `cargo xtask codegen` from `rules/{family}/`. -->\n\n",
        family_title(family)
    );
    let mut rules: Vec<&toml::Table> = topics.iter().flat_map(|t| &t.rules).collect();
    rules.sort_by_key(|r| word(r, "id"));
    out.push_str("| rule | severity | title |\n|---|---|---|\n");
    for rule in rules {
        let id = word(rule, "id");
        let _ = writeln!(
            out,
            "| [`{id}`](#{id}) | {} | {} |",
            word(rule, "severity"),
            escaped(word(rule, "title"))
        );
    }
    for topic in topics {
        if topic.rules.is_empty() {
            continue;
        }
        let comment = escaped(&topic.comment);
        let _ = writeln!(
            out,
            "\n## {}",
            if comment.is_empty() { "Rules" } else { comment.trim_end_matches('.') }
        );
        for rule in &topic.rules {
            let effort = rule.get("effort").and_then(toml::Value::as_integer).unwrap_or_default();
            let _ = writeln!(
                out,
                "\n### {}\n\n**{}.**",
                word(rule, "id"),
                escaped(word(rule, "title"))
            );
            let _ = writeln!(
                out,
                "Severity {}, dimension {}, remedy {}, design effort {effort}, confidence {}.",
                word(rule, "severity"),
                word(rule, "dimension"),
                word(rule, "remedy"),
                word(rule, "confidence"),
            );
            let _ = writeln!(
                out,
                "\n{}\n\n*What to do:* {}",
                escaped(word(rule, "why")),
                escaped(word(rule, "answer"))
            );
            if !word(rule, "manifest").is_empty() {
                let _ = writeln!(out, "\n*In the manifests:* {}", escaped(word(rule, "manifest")));
            }
            for link in rule.get("links").and_then(toml::Value::as_array).into_iter().flatten() {
                let _ = writeln!(out, "\n<{}>", link.as_str().unwrap());
            }
        }
    }
    out
}

fn index_page(families: &BTreeMap<String, Vec<Topic>>) -> String {
    let mut out = String::from(
        "# Built-in rules\n\n<!-- Written by `cargo xtask codegen` from `rules/`. -->\n\nRules are part of the program. They stand as data under `rules/`, one folder a family.\n\n| family | rules |\n|---|---|\n",
    );
    for (family, topics) in families {
        let rules: usize = topics.iter().map(|t| t.rules.len()).sum();
        let _ = writeln!(out, "| [{}]({family}.md) | {rules} |", family_title(family));
    }
    out.push_str("\nWhat the columns and words mean is in [Concerns](../report/concerns.md); what a rule looks for exactly, `seaworthy explain ID` shows.\n");
    out
}

/// The summary with its list of families written anew.
fn summary(families: &BTreeMap<String, Vec<Topic>>) -> String {
    let mut out = String::new();
    for line in fs::read_to_string(book().join("SUMMARY.md")).unwrap().lines() {
        if !(line.starts_with("  - [") && line.contains("](rules/")) {
            let _ = writeln!(out, "{line}");
        }
        if line.contains("(rules/index.md)") {
            for family in families.keys() {
                let _ = writeln!(out, "  - [{}](rules/{family}.md)", family_title(family));
            }
        }
    }
    out
}

#[test]
fn rule_pages_are_fresh() {
    let families = families();
    for (family, topics) in &families {
        check_fresh(&format!("rules/{family}.md"), &family_page(family, topics));
    }
    check_fresh("rules/index.md", &index_page(&families));
    check_fresh("SUMMARY.md", &summary(&families));
}

#[test]
fn every_built_in_rule_is_on_a_page() {
    let text: String = pages()
        .into_iter()
        .filter(|(name, _)| name.starts_with("rules/"))
        .map(|(_, text)| text)
        .collect();
    let listed = stdout(&run(&root(), &["rules", "list", "--format", "json"]));
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let rules = listed.as_array().unwrap();
    assert!(!rules.is_empty());
    for rule in rules {
        let [id, severity, title] =
            ["id", "severity", "title"].map(|key| rule[key].as_str().unwrap());
        let row = format!("| [`{id}`](#{id}) | {severity} | {} |", escaped(title));
        assert!(text.contains(&row), "no page says: {row}");
    }
}

/// The help of a command and of those below it.
fn help(command: &[String], out: &mut String) {
    // The width of a person's terminal must not decide how lines break.
    let output = Command::new(binary())
        .args(command)
        .arg("--help")
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .output()
        .unwrap();
    let text = stdout(&output);
    let name = format!("seaworthy {}", command.join(" "));
    let trimmed: Vec<&str> = text.lines().map(str::trim_end).collect();
    let _ = writeln!(
        out,
        "\n{} {}\n\n```text\n{}\n```",
        if command.is_empty() { "##" } else { "###" },
        name.trim(),
        trimmed.join("\n").trim_end()
    );
    let below =
        text.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    for line in below.filter(|l| l.starts_with("  ") && !l.starts_with("   ")) {
        let name = line.split_whitespace().next().unwrap();
        if name != "help" {
            help(&[command, &[name.to_owned()]].concat(), out);
        }
    }
}

#[test]
fn command_reference_is_fresh() {
    let mut out = String::from(
        "# Command line\n\n<!-- Written by `cargo xtask codegen` from the help texts. -->\n\nThe help of every command, as `--help` prints it.\n",
    );
    help(&[], &mut out);
    check_fresh("reference/cli.md", &out);
}
