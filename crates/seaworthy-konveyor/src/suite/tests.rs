use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{Incident, RulesetResult, Violation};

fn suite(text: &str) -> Suite {
    load_suite(&Arc::from(Path::new("/t/tests/r.test.yaml")), text, Vec::new()).unwrap()
}

fn error(text: &str) -> String {
    load_suite(&Arc::from(Path::new("/t/r.test.yaml")), text, Vec::new()).unwrap_err().message
}

const FILE: &str = "rulesPath: ../r.yaml
providers:
- {name: java, dataPath: ./data/java}
- {name: builtin, dataPath: ./data/./builtin}
tests:
- ruleID: a
  testCases:
  - name: tc-1
    hasIncidents: {exactly: 2, messageMatches: 12}
  - name: tc-2
    analysisParams: {mode: full, depLabelSelector: x}
    hasTags: [t, 1.10]
    isUnmatched: yes
- ruleID: b
  testCases:
  - name: 007
    hasIncidents:
      locations: [{fileURI: ./a/../b.java, lineNumber: 3, codeSnipMatches: x}]
";

#[test]
fn g42_the_data_is_that_of_the_first_provider_by_name() {
    let suite = suite(FILE);
    assert_eq!(suite.rules, Path::new("/t/r.yaml"));
    assert_eq!(suite.data_path().unwrap(), Path::new("/t/tests/data/builtin"));
    let names: Vec<_> = suite.providers.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["builtin", "java"]);
}

#[test]
fn cases_are_read_and_grouped_by_their_parameters() {
    let suite = suite(FILE);
    let groups = suite.groups();
    assert_eq!(groups.len(), 2);
    assert_eq!(groups[0].rule_ids().into_iter().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((groups[1].params.mode.as_str(), groups[1].tests[0].1.len()), ("full", 1));
    let case = &suite.tests[0].cases[1];
    assert!(case.is_unmatched);
    assert_eq!(case.has_tags, ["t", "1.10"]);
    // Texts stay as written.
    assert_eq!(suite.tests[1].cases[0].name, "007");
    let Some(Expectation::Count { exactly, message_matches, .. }) =
        &suite.tests[0].cases[0].incidents
    else {
        panic!("no count");
    };
    assert_eq!((exactly, message_matches.as_deref()), (&Some(2), Some("12")));
}

#[test]
fn without_a_rules_path_the_file_of_the_same_name_is_meant() {
    assert_eq!(suite("tests: []").rules, Path::new("/t/tests/r.yaml"));
    let path: Arc<Path> = Arc::from(Path::new("/t/r.test.yml"));
    assert_eq!(load_suite(&path, "", Vec::new()).unwrap().rules, Path::new("/t/r.yml"));
}

#[test]
fn wrong_files_have_konveyors_words() {
    let case = |more: &str| format!("tests:\n- ruleID: a\n  testCases:\n  - name: c\n    {more}\n");
    for (text, words) in [
        ("providers: [{dataPath: x}]".to_owned(), "providers[0] - 'name' cannot be empty"),
        ("providers: [{name: x}]".to_owned(), "providers[0] - 'dataPath' cannot be empty"),
        ("tests: [{testCases: []}]".to_owned(), "'ruleID' cannot be empty"),
        (
            "tests: [{ruleID: a, testCases: [{hasTags: []}]}]".to_owned(),
            "a# - 'name' cannot be empty",
        ),
        (
            case("hasIncidents: {}"),
            "invalid tests file /t/r.test.yaml (a#c - exactly one of the following properties",
        ),
        (
            case("hasIncidents: {exactly: 1, atMost: 2}"),
            "'exactly', 'atMost', 'atLeast' are mutually exclusive",
        ),
        (
            case("hasIncidents: {exactly: 1, locations: []}"),
            "'atMost' and 'locations' are mutually exclusive",
        ),
        (case("hasIncidents: {locations: }"), "at least one location must be defined"),
        (
            case("hasIncidents: {locations: [{lineNumber: 1}]}"),
            "locations[0] - 'hasIncidents.fileURI' must be defined",
        ),
        (
            case("hasIncidents: {locations: [{fileURI: x}]}"),
            "locations[0] - 'lineNumber' must be defined",
        ),
        (case("hasIncidents: {exactly: many}"), "`exactly` must be a whole number"),
        ("tests: []\ntests: []\n".to_owned(), "mapping key \"tests\" already defined"),
        ("- a".to_owned(), "a mapping was expected"),
        ("a: 'b".to_owned(), "failed to load tests from path"),
    ] {
        let told = error(&text);
        assert!(told.contains(words), "{text}: {told}");
    }
}

fn violation(incidents: &[(&str, u32, &str)]) -> Violation {
    let incidents = incidents.iter().map(|&(uri, line, message)| Incident {
        uri: uri.to_owned(),
        line_number: Some(line),
        message: message.to_owned(),
        code_snip: format!("{line}  code").into(),
        ..Incident::default()
    });
    Violation { incidents: incidents.collect(), ..Violation::default() }
}

fn result() -> RulesetResult {
    let found = violation(&[
        ("file:///app/src/b.java", 3, "use jakarta (new)"),
        ("file:///app/src/b.java", 9, "use jakarta"),
        ("file:///app/src/c.java", 3, "drop it"),
    ]);
    RulesetResult {
        violations: BTreeMap::from([("a".to_owned(), found.clone())]),
        insights: BTreeMap::from([("i".to_owned(), found)]),
        unmatched: BTreeSet::from(["u".to_owned()]),
        errors: BTreeMap::from([("e".to_owned(), "broken".to_owned())]),
        tags: BTreeSet::from(["Web=Servlet".to_owned()]),
        ..RulesetResult::default()
    }
}

fn reasons(rule: &str, case: &str) -> Vec<String> {
    let text = format!("tests:\n- ruleID: {rule}\n  testCases:\n  - name: c\n    {case}\n");
    judge(&suite(&text).tests[0].cases[0], Some(&result()))
}

#[test]
fn matched_and_unmatched_are_told_apart() {
    assert_eq!(reasons("u", "isUnmatched: true"), [""; 0]);
    assert_eq!(reasons("a", "isUnmatched: true"), ["expected rule to not match but matched"]);
    assert_eq!(reasons("gone", "isUnmatched: true"), ["expected rule to not match but matched"]);
    assert_eq!(reasons("u", ""), ["expected rule to match but unmatched"]);
    for rule in ["a", "e", "gone"] {
        assert_eq!(reasons(rule, ""), [""; 0]);
    }
    let empty = judge(&Case::default(), None);
    assert_eq!(empty, ["empty output"]);
}

#[test]
fn g5_insights_count_as_well() {
    assert_eq!(reasons("i", "hasIncidents: {exactly: 3}"), [""; 0]);
    assert_eq!(
        reasons("e", "hasIncidents: {atLeast: 1}"),
        ["expected at least 1 incidents, got 0"]
    );
}

#[test]
fn g43_a_message_chooses_the_incidents_that_count() {
    let ok = [""; 0];
    assert_eq!(reasons("a", "hasIncidents: {exactly: 2, messageMatches: jakarta}"), ok);
    assert_eq!(reasons("a", "hasIncidents: {exactly: 1, messageMatches: '(new)'}"), ok);
    assert_eq!(reasons("a", "hasIncidents: {exactly: 1, messageMatches: '^drop.it$'}"), ok);
    // What is no regular expression matches everything.
    assert_eq!(reasons("a", "hasIncidents: {exactly: 3, messageMatches: '(new'}"), ok);
    // Without a number nothing is checked.
    assert_eq!(reasons("a", "hasIncidents: {messageMatches: nowhere}"), ok);
    assert_eq!(
        reasons("a", "hasIncidents: {exactly: 3, messageMatches: jakarta}"),
        ["expected exactly 3 incidents with matching message, got 2 out of 3 total"]
    );
    assert_eq!(
        reasons("a", "hasIncidents: {atMost: 1, codeSnipMatches: '^3'}"),
        ["expected at most 1 incidents with matching code snip, got 2 out of 3 total"]
    );
    assert_eq!(reasons("a", "hasIncidents: {exactly: 4}"), ["expected exactly 4 incidents, got 3"]);
}

#[test]
fn tags_are_equal_or_match() {
    assert_eq!(reasons("a", "hasTags: ['Web=Servlet', 'Serv.et$']"), [""; 0]);
    assert_eq!(
        reasons("a", "hasTags: [EJB, '(']"),
        ["expected tag EJB not found", "expected tag ( not found"]
    );
}

#[test]
fn places_are_compared_by_the_end_of_the_uri_and_the_line() {
    let place = |text: &str| reasons("a", &format!("hasIncidents: {{locations: [{{{text}}}]}}"));
    assert_eq!(place("fileURI: src/x/../b.java, lineNumber: 9, messageMatches: ^use"), [""; 0]);
    assert_eq!(
        place("fileURI: ./d.java, lineNumber: 9"),
        ["expected incident in file d.java not found"]
    );
    assert_eq!(
        place("fileURI: ./b.java, lineNumber: 4"),
        ["expected incident in ./b.java on line number 4 not found"]
    );
    assert_eq!(
        place("fileURI: b.java, lineNumber: 9, messageMatches: drop"),
        ["expected code snip to match pattern `drop`, got `use jakarta`"]
    );
}

#[test]
fn the_filter_takes_rules_or_cases() {
    let chosen = |filter: &str| {
        let mut suite = suite(FILE);
        Filter::parse(filter).apply(&mut suite);
        suite.tests.iter().map(|t| (t.rule.clone(), t.cases.len())).collect::<Vec<_>>()
    };
    let pair = |rule: &str, n| (rule.to_owned(), n);
    assert_eq!(chosen(""), [pair("a", 2), pair("b", 1)]);
    assert_eq!(chosen("a"), [pair("a", 2)]);
    assert_eq!(chosen("a#tc-2,b#none"), [pair("a", 1)]);
    assert_eq!(chosen(" a"), []);
}

fn outcome(file: &str, rule: &str, case: &str, reasons: &[&str]) -> Outcome {
    Outcome {
        path: Arc::from(Path::new(file)),
        rule: rule.to_owned(),
        case: case.to_owned(),
        reasons: reasons.iter().map(|r| (*r).to_owned()).collect(),
        debug: (!reasons.is_empty()).then(|| PathBuf::from("/d/rules-test-1")),
        error: None,
    }
}

fn outcomes() -> Vec<Outcome> {
    vec![
        outcome("/t/r.test.yaml", "rule-one", "tc-1", &[]),
        outcome("/t/r.test.yaml", "rule-one", "tc-2", &["expected <1>"]),
        outcome("/t/r.test.yaml", "two", "tc-1", &[]),
    ]
}

#[test]
fn progress_has_konveyors_shape() {
    let told = progress(&outcomes());
    let trimmed: Vec<&str> = told.lines().map(str::trim_end).collect();
    assert_eq!(
        trimmed,
        [
            "r.test.yaml                              1/2 PASSED",
            "  rule-one                               1/2 PASSED",
            "    tc-2                                 FAILED",
            "    - expected <1>",
            "    - find debug data in /d/rules-test-1",
            "  two                                    1/1 PASSED",
        ]
    );
    let error = Outcome {
        error: Some("failed writing rules - x".to_owned()),
        ..outcome("/t/e.test.yaml", "", "", &[])
    };
    let told = progress(&[error]);
    assert!(told.contains("Unexpected error:") && told.contains("    - failed writing rules - x"));
}

#[test]
fn the_summary_counts_rules_over_all_files() {
    let mut all = outcomes();
    let summary = Summary::of(&all);
    let line = "-".repeat(60);
    assert_eq!(
        summary.to_string(),
        format!(
            "{line}\n  Rules Summary:      1/2 (50.00%) FAILED\n  Test Cases Summary: 2/3 (66.67%) FAILED\n{line}\n"
        )
    );
    assert_eq!(summary.verdict(), Err("one or more tests failed"));
    all.remove(1);
    assert_eq!(Summary::of(&all).verdict(), Ok(()));
    all[0].error = Some("x".to_owned());
    assert_eq!(Summary::of(&all).verdict(), Err("failed to execute one or more tests"));
}

#[test]
fn outcomes_are_written_for_machines() {
    let json: serde_json::Value = serde_json::from_str(&results_to_json(&outcomes())).unwrap();
    assert_eq!(json["summary"]["passed_cases"], 2);
    assert_eq!(json["cases"][1]["reasons"][0], "expected <1>");
    let xml = results_to_junit(&outcomes());
    assert!(xml.contains("<testsuites tests=\"3\" failures=\"1\" errors=\"0\">"), "{xml}");
    assert!(xml.contains("<failure message=\"expected &lt;1&gt;\">"), "{xml}");
}

#[test]
fn folders_are_searched_for_test_files() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let test = "tests: [{ruleID: a, testCases: [{name: c}]}]\n";
    write("b.test.yaml", test);
    write("a.test.yml", &format!("providers: [{{name: go, dataPath: own}}]\n{test}"));
    write(
        "testing-config.yaml",
        "providers: [{name: go, dataPath: shared}, {name: java, dataPath: j}]",
    );
    write("folder.test.yaml/c.test.yaml", test);
    write("none.test.yaml", "tests: []\n");
    write("other.yaml", "x");
    let (suites, errors) = load_suites(&[dir.path().to_path_buf()], &Filter::default());
    assert_eq!(errors, []);
    let names: Vec<_> =
        suites.iter().map(|s| s.path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["a.test.yml", "b.test.yaml", "c.test.yaml"]);
    assert_eq!(suites[0].providers[0].data_path, "own");
    assert_eq!(suites[1].providers.len(), 2);
    assert_eq!(suites[2].providers.len(), 0);
    assert_eq!(suites[2].data_path(), None);
    write("bad.test.yaml", "tests: {");
    assert_eq!(load_suites(&[dir.path().to_path_buf()], &Filter::default()).1.len(), 1);
}

proptest::proptest! {
    #[test]
    fn any_text_reads_or_fails(text in "[-a-z:{}\\[\\], \\n'&*0-9]{0,60}") {
        let _ = load_suite(&Arc::from(Path::new("/t/r.test.yaml")), &text, Vec::new());
    }
}
