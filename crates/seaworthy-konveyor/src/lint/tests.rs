use super::*;

fn problems(text: &str) -> Vec<Problem> {
    lint_file(&Arc::from(Path::new("r.yaml")), text, &LoadOptions::default()).problems
}

/// Codes for a rule with these further fields.
fn rule(more: &str) -> Vec<&'static str> {
    let text =
        format!("- ruleID: r\n  message: m\n  when: {{builtin.file: {{pattern: x}}}}\n  {more}\n");
    problems(&text).iter().map(|p| p.code).collect()
}

/// Codes and words for a rule with this condition.
fn when(condition: &str) -> Vec<(&'static str, String)> {
    let indented = condition.replace('\n', "\n    ");
    let text = format!("- ruleID: r\n  message: m\n  when:\n    {indented}\n");
    problems(&text).into_iter().map(|p| (p.code, p.help.unwrap_or_default())).collect()
}

fn codes(condition: &str) -> Vec<&'static str> {
    when(condition).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn a_good_rule_is_left_alone() {
    let none: [&str; 0] = [];
    assert_eq!(rule("labels: [konveyor.io/target=x]"), none);
    assert_eq!(rule("migration_complexity: small"), none);
    assert_eq!(
        codes(
            "and:\n- as: p\n  ignore: true\n  builtin.file: {pattern: pom.xml}\n- from: p\n  builtin.xml: {xpath: //a, filepaths: '{{p.filepaths}}'}"
        ),
        none
    );
    assert_eq!(codes("builtin.filecontent: {pattern: 'a$', filePattern: '*.java'}"), none);
}

#[test]
fn fields_without_effect_are_told() {
    assert_eq!(rule("mesage: x"), ["unknown-key"]);
    assert_eq!(rule("effort: '3'"), ["effort"]);
    assert_eq!(rule("effort: -1"), ["effort"]);
    assert_eq!(rule("category: high"), ["unknown-category"]);
    assert_eq!(rule("labels: [a_b, 5]"), ["invalid-label", "invalid-label"]);
    assert_eq!(rule("links: [{title: t, uri: u}]"), ["links", "unknown-key"]);
    assert_eq!(
        rule("customVariables: [{name: v, pattern: '(x)', nameOfCaptureGroup: g}]"),
        ["no-such-group"]
    );
    assert_eq!(rule("customVariables: [{name: v, pattern: '('}]"), ["bad-variable"]);
}

#[test]
fn messages_are_checked_as_templates() {
    let message = |text: &str| {
        let text = format!(
            "- ruleID: r\n  message: '{text}'\n  customVariables: [{{name: own, pattern: x}}]\n  \
             when: {{builtin.filecontent: {{pattern: x}}}}\n"
        );
        problems(&text)
    };
    assert_eq!(message("{{matchingText}} {{own}} {{lineNumber}}"), []);
    let told = message("a {{ matchingTxt }}");
    assert_eq!(told[0].code, "unknown-variable");
    assert_eq!(told[0].at.unwrap().column, 18);
    assert_eq!(message("a {{b")[0].code, "bad-template");
    assert_eq!(message(" ")[0].code, "empty-message");
}

#[test]
fn near_words_are_suggested() {
    let told = when("builtin.filecontent: {pattern: x, filepath: [a]}");
    assert_eq!(told, [("unknown-key", "did you mean `filepaths`?".to_owned())]);
    let told = when("or:\n- builtin.file: {pattern: x}\n  ingore: true");
    assert_eq!(told, [("bad-key", "did you mean `ignore`?".to_owned())]);
    let told = when("java.reference: {pattern: a.B}");
    assert_eq!(told, [("unknown-capability", "did you mean `java.referenced`?".to_owned())]);
    let told = when("java.referenced: {pattern: a.B, location: METHODCALL}");
    assert_eq!(told[0].0, "unknown-location");
    assert!(told[0].1.contains("METHOD_CALL"));
}

#[test]
fn chains_are_checked() {
    let file = "builtin.file: {pattern: x}";
    assert_eq!(codes(&format!("or:\n- from: gone\n  {file}\n- {file}")), ["dangling-from"]);
    assert_eq!(codes(&format!("or:\n- as: a\n  {file}\n- {file}")), ["unused-as"]);
    assert_eq!(
        codes(&format!(
            "or:\n- as: a\n  {file}\n- from: a\n  builtin.xml: {{xpath: //b, filepaths: '{{{{a.Filepaths}}}}'}}"
        )),
        ["capital-filepaths"]
    );
    assert_eq!(
        codes("or:\n- builtin.xml: {xpath: //b, filepaths: '{{a.filepaths}}'}"),
        ["unknown-chain"]
    );
    assert_eq!(codes(&format!("as: a\n{file}")), ["top-level-modifier"]);
    assert_eq!(codes(&format!("not: true\nor:\n- {file}")), ["top-level-modifier"]);
    assert_eq!(codes(&format!("{file}\nbuiltin.json: {{xpath: //a}}")), ["several-conditions"]);
}

#[test]
fn g1_a_rule_of_negated_conditions_never_yields() {
    let file = "builtin.file: {pattern: x}";
    for condition in [
        format!("not: true\n{file}"),
        format!("and:\n- not: true\n  {file}\n- ignore: true\n  {file}"),
        format!("or:\n- not: true\n  {file}"),
    ] {
        assert_eq!(codes(&condition), ["never-yields"], "{condition}");
    }
    // A failing negated alternative gives its incidents to the others.
    let none: [&str; 0] = [];
    assert_eq!(codes(&format!("or:\n- not: true\n  {file}\n- not: true\n  {file}")), none);
    assert_eq!(codes(&format!("and:\n- not: true\n  {file}\n- {file}")), none);
}

#[test]
fn g7_a_tag_with_its_category_is_never_known() {
    let told = when("builtin.hasTags: ['Java EE=EJB', EJB, a.b]");
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].0, "never-matches");
    assert!(told[0].1.contains("`EJB`"));
}

#[test]
fn patterns_that_cannot_match_are_told() {
    assert_eq!(codes("builtin.filecontent: {pattern: '$scope'}"), ["never-matches"]);
    assert_eq!(codes("builtin.filecontent: {pattern: 'a(?!b)'}"), ["look-around"]);
    assert_eq!(codes("builtin.filecontent: {pattern: 'a('}"), ["invalid-regex"]);
    assert_eq!(codes("builtin.file: {pattern: 'a('}"), ["invalid-regex"]);
    assert_eq!(codes("java.referenced: {pattern: 'javax\\.ejb'}"), ["never-matches"]);
    assert_eq!(
        codes("java.dependency: {name: a, lowerbound: '2.0', upperbound: '1.10'}"),
        ["never-matches"]
    );
    assert_eq!(codes("java.dependency: {nameregex: 'a('}"), ["invalid-regex"]);
    assert_eq!(codes("builtin.xml: {xpath: '//a[text()={{x}}]'}"), ["template-in-condition"]);
    assert_eq!(codes("builtin.filecontent: {pattern: x, filepaths: [a b.xml]}"), ["blank-in-path"]);
}

#[test]
fn headers_are_checked() {
    let path: Arc<Path> = Arc::from(Path::new("ruleset.yaml"));
    let codes = |text: &str| lint_header(&path, text).iter().map(|p| p.code).collect::<Vec<_>>();
    assert_eq!(codes("name: a\nlabel: [x]\nlabels: [x_y]\n"), ["unknown-key", "invalid-label"]);
    assert_eq!(codes("- a\n"), ["bad-ruleset"]);
}

#[test]
fn ids_are_compared_over_files() {
    let dir = tempfile::tempdir().unwrap();
    let text = "- ruleID: same\n  message: m\n  when: {builtin.file: {pattern: x}}\n";
    for name in ["a.yaml", "b.yaml"] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    std::fs::write(dir.path().join("ruleset.yaml"), "name: n\n").unwrap();
    let linted = lint(&[dir.path().to_path_buf()], &LoadOptions::default());
    let told: Vec<usize> = linted.iter().map(|f| f.problems.len()).collect();
    assert_eq!(told, [0, 0, 1]);
    let problem = &linted[2].problems[0];
    assert_eq!(problem.code, "duplicate-id-elsewhere");
    assert!(problem.frame(&linted[2].text).contains("b.yaml:1:11"));
}

#[test]
fn repeated_keys_are_told() {
    assert_eq!(codes("builtin.file: {pattern: x}\nbuiltin.file: {pattern: y}"), ["repeated-key"]);
    assert_eq!(rule("effort: 1\n  effort: 2"), ["repeated-key"]);
}

#[test]
fn further_documents_are_told() {
    let rule = "- ruleID: r\n  message: m\n  when: {builtin.file: {pattern: x}}\n";
    let told = problems(&format!("---\n{rule}---\n{rule}"));
    assert_eq!(told[0].code, "further-document");
    assert_eq!(told[0].at.unwrap().line, 5);
    assert_eq!(problems(&format!("---\n{rule}...\n")), []);
}

#[test]
fn test_files_are_checked() {
    let path: Arc<Path> = Arc::from(Path::new("r.test.yaml"));
    let codes = |case: &str| {
        let text = format!("tests:\n- ruleID: a\n  testCases:\n  - name: c\n    {case}\n");
        lint_suite(&path, &text).iter().map(|p| p.code).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(codes("hasIncidents: {exactly: 1, messageMatches: x}"), none);
    assert_eq!(codes("hasIncident: {exactly: 1}"), ["unknown-key"]);
    assert_eq!(codes("hasIncidents: {atMost: 1, atleast: 1}"), ["unknown-key"]);
    assert_eq!(codes("hasIncidents: {messageMatches: x}"), ["no-number"]);
    assert_eq!(codes("hasIncidents: {exactly: 1, messageMatches: '(x'}"), ["invalid-regex"]);
    assert_eq!(codes("analysisParams: {mode: fast}"), ["unknown-mode"]);
    assert_eq!(codes("hasIncidents: {}"), ["invalid-tests"]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_linted(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "- ruleID: a\n", "  message: '{{", "}}'\n", "  when:\n", "    or:\n", "    - ", "    and:\n",
                "builtin.filecontent:\n", "        pattern: '(", "as: x\n", "      from: x\n", "not: yes\n",
                "java.referenced: {pattern: a}\n", "  tag: [", "]\n", "filepaths: '{{x", "'", "\n", "é",
            ]),
            0..30,
        )
    ) {
        let text = parts.concat();
        for problem in problems(&text) {
            let _ = problem.frame(&text);
        }
    }
}
