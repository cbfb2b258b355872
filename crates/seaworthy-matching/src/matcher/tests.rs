use seaworthy_facts::FactSink;
use seaworthy_rules::{Clause, RuleSet};

use super::*;

fn rule(id: &str, rest: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\ntitle = \"t\"\ndimension = \"state\"\nseverity = \"hard\"\n\
         remedy = \"code\"\neffort = 1\nconfidence = \"text\"\nwhy = \"w\"\nanswer = \"a\"\n{rest}\n"
    )
}

fn plan(rules: &[String]) -> Plan {
    let set = RuleSet::of_texts(&[("r.toml", &rules.concat())]);
    assert_eq!(set.problems, []);
    Plan::compile(&set)
}

/// A file whose facts lie at the first place of their marker in the text.
fn hits(plan: &Plan, path: &str, text: &str, facts: &[(FactKind, &str, &str, &str)]) -> Vec<Hit> {
    let mut sink = FactSink::new();
    for (kind, name, value, marker) in facts {
        let start = text.find(marker).unwrap();
        let resolved =
            if name.starts_with('?') { FactFlags::default() } else { FactFlags::RESOLVED };
        sink.push(*kind, resolved, name, value, Span::new(start, start + marker.len()));
    }
    let lines = LineIndex::new(text);
    let path: Arc<str> = Arc::from(path);
    let language = Language::of_path(&path);
    let file = FileContext { path: &path, language, role: Role::Production, text, lines: &lines };
    let facts = sink.finish();
    let mut matcher = Matcher::new(plan);
    let mut out = Vec::new();
    matcher.file(&path, language).matches(&file, &facts, &mut out);
    // What was not asked for is not missed.
    let mut asked = matcher.file(&path, language);
    let mut fewer = facts.clone();
    fewer.facts.retain(|fact| asked.asks(fact.kind, facts.name(fact)));
    let mut again = Vec::new();
    asked.matches(&file, &fewer, &mut again);
    assert_eq!(out, again);
    out
}

fn places(hits: &[Hit]) -> Vec<(u32, u32)> {
    hits.iter().map(|h| (h.rule, h.evidence.at.line)).collect()
}

#[test]
fn facts_meet_their_leaves() {
    let plan = plan(&[
        rule(
            "a",
            "[[rule.match]]\nfact = 'call'\nname = '*.HttpSession.set*'\nfiles = '*.java'\n[[rule.unless]]\nfact = 'import'\nname = 'x.*'",
        ),
        rule(
            "b",
            "[[rule.match]]\nfact = ['call', 'new']\nname = '*.setAttribute'\nresolved = true\nvalue = '^\"k\"'",
        ),
    ]);
    let text = "import x.y;\nclass A {\n  s.setAttribute(\"k\", 1);\n  u.setAttribute(\"k\");\n}\n";
    let facts = [
        (FactKind::Import, "x.y", "", "import x.y"),
        (FactKind::Call, "j.HttpSession.setAttribute", "\"k\", 1", "s.setAttribute"),
        (FactKind::Call, "?.setAttribute", "\"k\"", "u.setAttribute"),
        (FactKind::Sql, "SELECT", "", "class"),
    ];
    let found = hits(&plan, "src/A.java", text, &facts);
    assert_eq!(places(&found), [(0, 1), (0, 3), (1, 3)]);
    assert_eq!(found[0].clause, Clause::Unless);
    assert_eq!(found[1].evidence.text, "s.setAttribute(\"k\", 1);");
    assert_eq!(found[1].evidence.at.column, 3);
    assert_eq!(places(&hits(&plan, "src/A.cs", text, &facts)), [(0, 1), (1, 3)]);
}

#[test]
fn a_memo_changes_nothing() {
    let plan = plan(&[rule("a", "[[rule.match]]\nfact = 'call'\nname = 'a.*'\nvalue = 'x'")]);
    let text = "f g h";
    let facts = [
        (FactKind::Call, "a.b", "x", "f"),
        (FactKind::Call, "a.b", "y", "g"),
        (FactKind::New, "a.b", "x", "h"),
        (FactKind::Call, "a.b", "x", "h"),
    ];
    let columns: Vec<u32> =
        hits(&plan, "A.java", text, &facts).iter().map(|h| h.evidence.at.column).collect();
    assert_eq!(columns, [1, 5]);
}

#[test]
fn text_is_searched_outside_of_comments() {
    let plan = plan(&[
        rule("a", "[[rule.match]]\ntext = '^\\s*nohup\\b'\nlanguages = 'Shell'"),
        rule("b", "[[rule.match]]\ntext = 'NOHUP'\nignore_case = true\nfiles = 'start.sh'"),
    ]);
    let text =
        "#!/bin/sh\n# nohup a\n\n  nohup b & # nohup c\nx=1 # nohup\nexec nohup d; nohup e\n";
    assert_eq!(places(&hits(&plan, "bin/start.sh", text, &[])), [(0, 4), (1, 4), (1, 6)]);
    assert_eq!(places(&hits(&plan, "bin/other.sh", text, &[])), [(0, 4)]);
    assert_eq!(places(&hits(&plan, "bin/start.txt", text, &[])), []);
}

#[test]
fn a_match_stays_in_its_line() {
    let plan = plan(&[
        rule("a", "[[rule.match]]\ntext = 'pass\\s*=\\s*\\S+'\nfiles = '*.sh'"),
        rule("b", "[[rule.match]]\ntext = 'open\\s*\\n\\s*shut'\nfiles = '*.sh'"),
        rule("c", "[[rule.match]]\ntext = 'a[^;]*'\nfiles = '*.sh'"),
        rule("d", "[[rule.match]]\ntext = 'x*$'\nfiles = '*.sh'"),
    ]);
    let text = "pass=\npass= b\nopen\n  shut\ncase";
    assert_eq!(
        places(&hits(&plan, "a.sh", text, &[])),
        [(0, 2), (1, 3), (2, 1), (2, 2), (2, 5), (3, 1), (3, 2), (3, 3), (3, 4), (3, 5)]
    );
    assert_eq!(
        places(&hits(&plan, "a.sh", "pass=\u{e9}\n", &[])),
        [(0, 1), (2, 1), (3, 1), (3, 2)]
    );
}

#[test]
fn secrets_are_never_shown() {
    let plan = plan(&[
        rule("a", "secret = true\n[[rule.match]]\nfact = 'config_key'\nname = '*.dsn'"),
        rule(
            "b",
            "secret = true\n[[rule.match]]\ntext = '\\b(AKIA[A-Z]{4})\\b'\nlanguages = 'Properties'",
        ),
        rule("c", "secret = true\n[[rule.match]]\nfact = 'string_lit'\nname = 'sesame*'"),
        rule("d", "[[rule.match]]\nfact = 'config_key'\nname = '*password'"),
    ]);
    let text = "a.dsn = u:open\\u0021x\nkey = AKIAABCD\nb.dsn = plain99\nf(\"sesame 7\")\ndb.password=hunter22";
    let facts = [
        (FactKind::ConfigKey, "a.dsn", "u:open!x", "a.dsn"),
        (FactKind::ConfigKey, "b.dsn", "plain99", "b.dsn"),
        (FactKind::StringLit, "sesame 7", "arg:f", "\"sesame 7\""),
        (FactKind::ConfigKey, "db.password", "hunter22", "db.password"),
    ];
    let found = hits(&plan, "a.properties", text, &facts);
    assert_eq!(places(&found), [(1, 2), (0, 1), (0, 3), (2, 4), (3, 5)]);
    for (hit, secret) in found.iter().zip(["AKIAABCD", "open", "plain99", "sesame", "hunter22"]) {
        assert!(hit.evidence.text.contains("masked"), "{}", hit.evidence.text);
        assert!(!hit.evidence.text.contains(secret), "{}", hit.evidence.text);
    }
}

#[test]
fn files_are_found_by_name_alone() {
    let plan = plan(&[
        rule("a", "[[rule.match]]\nfact = 'file'\nname = '*.ocx'\nignore_case = true"),
        rule("b", "[[rule.match]]\nfact = 'file'\nfiles = ['**/certs/*.{jks,p12}']"),
    ]);
    let mut out = Vec::new();
    let mut matcher = Matcher::new(&plan);
    for path in ["bin/GRID.OCX", "src/certs/a.P12", "a.p12"] {
        let path: Arc<str> = Arc::from(path);
        matcher.match_file_name(&path, Language::of_path(&path), Role::Production, &mut out);
    }
    assert_eq!(places(&out), [(0, 0), (1, 0)]);
    assert_eq!(out[0].evidence.text, "GRID.OCX");
    assert_eq!(
        places(&hits(
            &plan,
            "x/certs/a.jks",
            "text",
            &[(FactKind::File, "x/certs/a.jks", "", "t")]
        )),
        [(1, 0)]
    );
}

#[test]
fn dependencies_have_versions() {
    let plan = plan(&[
        rule(
            "old",
            "[[rule.match]]\nfact = 'dependency'\nname = 'npm:express'\nversion_below = '4'",
        ),
        rule("any", "[[rule.match]]\nfact = 'dependency'\nname = 'npm:ex*'\nresolved = true"),
        rule("pom", "[[rule.match]]\nfact = 'dependency'\nname = 'npm:ex*'\nfiles = 'pom.xml'"),
    ]);
    let path: Arc<str> = Arc::from("package.json");
    let at = seaworthy_base::Position { line: 7, column: 5 };
    let evidence = Evidence::cause(&path, at, "\"express\": \"^3.1\"");
    let mut matcher = Matcher::new(&plan);
    for (version, rules) in [(Some("^3.1"), vec![0, 1]), (Some("4.18.2"), vec![1]), (None, vec![1])]
    {
        let mut out = Vec::new();
        matcher.match_dependency("npm:express", version, &evidence, &mut out);
        assert_eq!(out.iter().map(|h| h.rule).collect::<Vec<_>>(), rules, "{version:?}");
        assert_eq!(out[0].evidence, evidence);
    }
}

/// Examples of built-in rules that need no extractor: those on text and file names.
#[test]
fn built_in_text_rules_hold_their_examples() {
    let set = RuleSet::builtin();
    let plan = Plan::compile(&set);
    let mut checked = 0;
    for (index, rule, example) in set.examples() {
        let needs_no_facts = rule.requires.is_empty()
            && rule.unless.is_empty()
            && rule.matches.iter().all(|l| l.text.is_some() || l.kinds == [FactKind::File]);
        if needs_no_facts {
            let found = hits(&plan, &example.path, &example.source, &[]);
            let lines: Vec<u32> =
                found.iter().filter(|h| h.rule == index).map(|h| h.evidence.at.line).collect();
            let lines: std::collections::BTreeSet<u32> = lines.into_iter().collect();
            let expected = example.expect.iter().copied().collect();
            assert_eq!(lines, expected, "{} {}", rule.id, example.path);
            checked += 1;
        }
    }
    assert!(checked > 0);
}

proptest::proptest! {
    #[test]
    fn any_text_is_searched_to_its_end(text in "[a\u{e9}= \n#'\"]{0,30}") {
        let plan = plan(&[
            rule("a", "secret = true\n[[rule.match]]\ntext = 'a?\\s*=?'\nfiles = '*.sh'"),
            rule("b", "[[rule.match]]\ntext = '[^a]+$'\nfiles = '*.sh'"),
            rule("c", "[[rule.match]]\ntext = '\\s*'\nfiles = '*.sh'"),
        ]);
        let found = hits(&plan, "a.sh", &text, &[]);
        let lines = places(&found);
        let mut sorted = lines.clone();
        sorted.sort_unstable();
        sorted.dedup();
        proptest::prop_assert_eq!(lines, sorted, "one hit a line and leaf, in order");
    }
}
