use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{
    Annotated, Category, CodeSnip, CodeText, Condition, CustomVariable, Dependency, DependencyFile,
    DependencyQuery, Entry, Excerpt, ExcerptForm, FilePaths, Incident, JavaLocation, JavaReference,
    Leaf, Link, LinkResult, LoadOptions, Origin, Rule, RulesetResult, Value, Violation, load_file,
};

fn incident(message: &str) -> Incident {
    Incident {
        uri: "file:///a/b.java".to_owned(),
        message: message.to_owned(),
        code_snip: " 1  a\n 2\t b".into(),
        line_number: Some(3),
        variables: BTreeMap::from([
            ("tags".to_owned(), Value::List(vec!["x".to_owned(), "yes".to_owned()])),
            ("name".to_owned(), Value::from("a: b")),
            ("count".to_owned(), Value::Number(2)),
        ]),
        is_dependency_incident: false,
    }
}

fn result() -> RulesetResult {
    let violation = Violation {
        description: String::new(),
        category: Some("mandatory"),
        labels: BTreeSet::from(["a=b".to_owned()]),
        incidents: vec![incident("first\nsecond"), incident("ends\n")],
        links: vec![LinkResult { url: "https://x".to_owned(), title: String::new() }],
        effort: Some(1),
    };
    RulesetResult {
        name: "n".to_owned(),
        tags: BTreeSet::from(["A=B".to_owned()]),
        violations: BTreeMap::from([
            ("r-10".to_owned(), violation.clone()),
            ("r-9".to_owned(), Violation { incidents: Vec::new(), ..violation }),
        ]),
        errors: BTreeMap::from([("e".to_owned(), "bad & <worse>".to_owned())]),
        unmatched: BTreeSet::from(["u".to_owned()]),
        ..RulesetResult::default()
    }
}

#[test]
fn results_have_the_shape_of_go_yaml() {
    let expected = r#"- name: "n"
  tags:
  - A=B
  violations:
    r-9:
      description: ""
      category: mandatory
      labels:
      - a=b
      incidents: []
      links:
      - url: https://x
      effort: 1
    r-10:
      description: ""
      category: mandatory
      labels:
      - a=b
      incidents:
      - uri: file:///a/b.java
        message: |-
          first
          second
        codeSnip: " 1  a\n 2\t b"
        lineNumber: 3
        variables:
          count: 2
          name: 'a: b'
          tags:
          - x
          - "yes"
        isDependencyIncident: false
      - uri: file:///a/b.java
        message: |
          ends
        codeSnip: " 1  a\n 2\t b"
        lineNumber: 3
        variables:
          count: 2
          name: 'a: b'
          tags:
          - x
          - "yes"
        isDependencyIncident: false
      links:
      - url: https://x
      effort: 1
  errors:
    e: bad & <worse>
  unmatched:
  - u
"#;
    assert_eq!(to_yaml(&[result()]), expected);
    assert_eq!(to_yaml(&[]), "[]\n");
    assert_eq!(to_yaml(&[RulesetResult::default()]), "- {}\n");
}

#[test]
fn keys_with_numbers_are_sorted_whatever_they_are() {
    let keys = (0..500).map(|i| (format!("{}{}", i % 37, ["a", "-1", ""][i % 3]), "x".to_owned()));
    let result = RulesetResult { errors: keys.collect(), ..RulesetResult::default() };
    assert_eq!(to_yaml(std::slice::from_ref(&result)).lines().count(), result.errors.len() + 1);
}

#[test]
fn texts_choose_their_style_as_in_go_yaml() {
    for (text, written) in [
        ("plain text", "plain text"),
        ("", "\"\""),
        ("true", "\"true\""),
        ("- a", "'- a'"),
        ("-a", "-a"),
        ("a #b", "'a #b'"),
        ("a#b", "a#b"),
        ("it's", "it's"),
        ("'it", "'''it'"),
        ("a: b", "'a: b'"),
        ("a:b", "a:b"),
        (" a", "' a'"),
        ("a\tb", "\"a\\tb\""),
        ("ü", "ü"),
        ("\u{1f600}", "\"\\U0001F600\""),
        ("\u{1}", "\"\\x01\""),
        ("a\nb ", "\"a\\nb \""),
        ("a \nb", "\"a \\nb\""),
        ("a\n b", "|-\n  a\n   b"),
        (" a\nb", "|2-\n   a\n  b"),
        ("\na\n\n", "|2+\n\n  a\n"),
        ("---", "'---'"),
        ("{{x}}", "'{{x}}'"),
        ("2020-01-02", "\"2020-01-02\""),
    ] {
        let mut out = String::new();
        scalar::write_value(text, 2, &mut out);
        assert_eq!(out, written, "{text:?}");
    }
}

#[test]
fn json_is_indented_with_tabs_and_safe_in_a_script() {
    let json = to_json(&[result()]);
    assert!(json.starts_with("[\n\t{\n\t\t\"name\": \"n\",\n"), "{json}");
    assert!(json.contains(r#""e": "bad \u0026 \u003cworse\u003e""#), "{json}");
    assert!(json.contains("\"incidents\": [],"));
}

fn dependencies() -> Vec<DependencyFile> {
    vec![DependencyFile {
        file_uri: "file:///pom.xml".to_owned(),
        provider: "java".to_owned(),
        dependencies: vec![Dependency {
            name: "g.a".to_owned(),
            version: "1.0".to_owned(),
            kind: "test".to_owned(),
            indirect: true,
            extras: BTreeMap::from([("artifactId".to_owned(), "a".to_owned())]),
            labels: vec!["konveyor.io/language=java".to_owned()],
            ..Dependency::default()
        }],
    }]
}

#[test]
fn dependencies_are_written_flat() {
    let expected = "- fileURI: file:///pom.xml\n  provider: java\n  dependencies:\n  - name: g.a\n    version: \"1.0\"\n    \
        type: test\n    indirect: true\n    extras:\n      artifactId: a\n    labels:\n    - konveyor.io/language=java\n";
    assert_eq!(dependencies_to_yaml(&dependencies()), expected);
    assert!(dependencies_to_json(&dependencies()).contains("\t\t\t\t\"version\": \"1.0\","));
    assert_eq!(dependencies_to_yaml(&[]), "[]\n");
}

#[test]
fn the_static_report_lacks_variables_and_extras() {
    let results = [result()];
    let dependencies = dependencies();
    let application =
        ReportApplication { name: "shop", rulesets: &results, dependencies: &dependencies };
    let js = static_report_js(&[application, application]);
    assert!(
        js.starts_with("\nwindow[\"apps\"] = [{\"id\":\"0000\",\"name\":\"shop\",\"rulesets\":[{")
    );
    assert!(js.contains("{\"id\":\"0001\"") && js.ends_with("]\n"));
    assert!(!js.contains("variables") && !js.contains("extras") && !js.contains("<worse>"));
    assert!(js.contains("\"depItems\":[{\"fileURI\":"));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~\\n\\té\u{2028}\u{1f600}]{0,20}",
        "[-?:#&*!|>'\"%@{}\\[\\], ]{0,3}[a-z0-9 \\n]{0,6}",
        proptest::sample::select(vec!["yes", "0x1", "1e3", "~", "1:30", "<<", "=", "2001-01-01"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn yaml_says_what_json_says(texts in proptest::collection::vec(text(), 6), line in any::<Option<u32>>()) {
        let t = |i: usize| texts[i].clone();
        let incident = Incident {
            uri: t(0), message: t(1), code_snip: t(2).into(), line_number: line,
            variables: BTreeMap::from([(t(3), Value::Text(t(4))), ("l".to_owned(), Value::List(vec![t(5), t(0)]))]),
            is_dependency_incident: true,
        };
        let violation = Violation { description: t(5), incidents: vec![incident], ..Violation::default() };
        let result = RulesetResult {
            name: t(0), insights: BTreeMap::from([(t(1), violation)]), ..RulesetResult::default()
        };
        let json: serde_json::Value = serde_json::from_str(&to_json(std::slice::from_ref(&result))).unwrap();
        let yaml = to_yaml(&[result]);
        let back: serde_json::Value = serde_saphyr::from_str(&yaml).map_err(|e| TestCaseError::fail(format!("{e}\n{yaml}")))?;
        prop_assert_eq!(back, json, "{}", yaml);
    }

    #[test]
    fn excerpts_are_written_as_their_text_is(
        text in "([ a-c\"\\\\<&]{0,3}[a-z;]|[ \\t\r]{0,2}|[é\u{85}\u{2028}\u{1f600}]|[ -~]{1,40}|\n){1,12}",
        start in 0_u32..12,
        lines in 1_u32..12,
        more in 0_u32..120,
        java in any::<bool>(),
    ) {
        let code = Arc::new(CodeText::new(text));
        prop_assume!(code.count() > 0);
        let start = start % code.count();
        let end = start + lines;
        let seen = code.count().min(end);
        let excerpt = Excerpt {
            reader: Arc::new(move |_| Some(Arc::clone(&code))),
            file: 0,
            lines: start..seen,
            end: end - 1 + if seen < end { more } else { 0 },
            form: if java { ExcerptForm::Java } else { ExcerptForm::Engine },
        };
        let text = excerpt.text();
        let code = CodeSnip::from(excerpt);
        let (mut written, mut expected) = (String::new(), String::new());
        scalar::write_code(&code, 4, &mut written);
        scalar::write_value(&text, 4, &mut expected);
        prop_assert_eq!(&written, &expected, "{}", &text);
        written.clear();
        compact::write(&block::Tree::Code(&code), &mut written, &mut |_| {});
        prop_assert_eq!(written, json::to_compact(&text));
    }

    #[test]
    fn the_report_is_the_json_of_the_results(message in text(), key in text(), line in any::<Option<u32>>()) {
        let incident = Incident { line_number: line, variables: BTreeMap::new(), ..incident(&message) };
        let violation = Violation {
            links: vec![LinkResult { url: message.clone(), title: key.clone() }],
            ..Violation { incidents: vec![incident], ..Violation::default() }
        };
        let result = RulesetResult {
            name: key.clone(),
            violations: BTreeMap::from([(key, violation.clone()), ("r-10".to_owned(), violation)]),
            ..result()
        };
        let results = [result];
        let js = static_report_js(&[ReportApplication { name: "n", rulesets: &results, dependencies: &[] }]);
        prop_assert!(js.contains(&format!("\"rulesets\":{},", json::to_compact(&results))), "{}", js);
    }

    #[test]
    fn rules_survive_being_written(rules in proptest::collection::vec(rule(), 0..4)) {
        let mut rules = rules;
        for (i, rule) in rules.iter_mut().enumerate() {
            rule.id = format!("{} {i}", rule.id.replace(['\n', ';'], "."));
        }
        let yaml = to_rule_yaml(&rules);
        let back = load_file(&Arc::from(Path::new("x")), &yaml, &LoadOptions::default());
        prop_assert_eq!(&back.errors, &[], "{}", yaml);
        let mut expected: Vec<Rule> = rules.iter().filter(|r| r.is_tagging()).cloned().collect();
        expected.extend(rules.into_iter().filter(|r| !r.is_tagging()));
        let mut read = back.rules;
        for rule in &mut read {
            rule.origin.line = 0;
        }
        prop_assert_eq!(read, expected, "{}", yaml);
    }
}

fn some_text() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("x{text}"))
}

fn file_paths() -> impl Strategy<Value = FilePaths> {
    prop_oneof![
        Just(FilePaths::Any),
        proptest::collection::vec(text(), 1..3).prop_map(FilePaths::Patterns),
        "[a-z][a-z0-9-]{0,6}".prop_map(FilePaths::Chained),
        "[a-z]{1,6}".prop_map(FilePaths::CapitalChained),
    ]
}

fn leaf() -> impl Strategy<Value = Leaf> {
    let spaces = proptest::collection::btree_map(some_text(), text(), 0..3);
    prop_oneof![
        some_text().prop_map(|pattern| Leaf::File { pattern }),
        (some_text(), text(), file_paths()).prop_map(|(pattern, file_pattern, filepaths)| {
            Leaf::FileContent { pattern, file_pattern, filepaths }
        }),
        (some_text(), spaces, file_paths()).prop_map(|(xpath, namespaces, filepaths)| Leaf::Xml {
            xpath,
            namespaces,
            filepaths
        }),
        proptest::collection::vec(text(), 0..3).prop_map(Leaf::HasTags),
        (some_text(), proptest::option::of((text(), text())), file_paths()).prop_map(
            |(pattern, annotated, filepaths)| Leaf::Java(JavaReference {
                pattern,
                location: JavaLocation::MethodCall,
                annotated: annotated.map(|(pattern, value)| Annotated {
                    pattern: format!("x{pattern}"),
                    elements: vec![("name".to_owned(), value)],
                }),
                filepaths,
            })
        ),
        (some_text(), some_text()).prop_map(|(name, lower)| Leaf::Dependency(DependencyQuery {
            provider: "java".to_owned(),
            name,
            lower,
            ..DependencyQuery::default()
        })),
        some_text().prop_map(|pattern| Leaf::Go { pattern }),
    ]
}

fn entry(condition: Condition, not: bool, bind: Option<String>) -> Entry {
    Entry { from: None, bind, ignore: false, not, condition }
}

fn when() -> impl Strategy<Value = Entry> {
    let single = (leaf(), any::<bool>()).prop_map(|(l, not)| entry(Condition::Leaf(l), not, None));
    let list = proptest::collection::vec((leaf(), any::<bool>()), 1..4).prop_map(|leaves| {
        let entries = leaves.into_iter().enumerate().map(|(i, (leaf, nested))| {
            let leaf = entry(Condition::Leaf(leaf), nested, Some(format!("n{i}")));
            if nested { entry(Condition::And(vec![leaf]), true, None) } else { leaf }
        });
        entry(Condition::Or(entries.collect()), false, None)
    });
    prop_oneof![single, list]
}

fn rule() -> impl Strategy<Value = Rule> {
    let parts = (text(), text(), proptest::option::of(text()), proptest::option::of(any::<i64>()));
    (parts, proptest::collection::vec(text(), 0..3), when()).prop_map(
        |((id, description, message, effort), labels, when)| Rule {
            id,
            description,
            tags: if message.is_none() { vec!["t".to_owned()] } else { Vec::new() },
            links: message.iter().map(|m| Link { title: m.clone(), url: m.clone() }).collect(),
            category: if message.is_some() { Category::Mandatory } else { Category::Potential },
            message,
            effort,
            variables: labels
                .iter()
                .map(|label| CustomVariable {
                    name: label.clone(),
                    pattern: "(x)".to_owned(),
                    group: label.clone(),
                    default: label.clone(),
                })
                .collect(),
            labels,
            when,
            origin: Origin { path: Arc::from(Path::new("x")), line: 0 },
        },
    )
}
