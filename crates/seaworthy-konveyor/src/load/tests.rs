use std::path::Path;

use super::*;
use crate::{Category, Condition, Entry, FilePaths, JavaLocation, Leaf};

fn read(text: &str) -> FileRules {
    load_file(&Arc::from(Path::new("r.yaml")), text, &LoadOptions::default())
}

fn one(text: &str) -> Rule {
    let mut file = read(text);
    assert!(file.errors.is_empty(), "{:?}", file.errors);
    assert_eq!(file.rules.len(), 1, "{:?}", file.notes);
    file.rules.remove(0)
}

fn error(text: &str) -> String {
    let file = read(text);
    file.errors.first().map(|e| e.message.clone()).unwrap_or_default()
}

/// A rule whose condition is the given text, indented by four.
fn with_when(when: &str) -> String {
    let indented = when.replace('\n', "\n    ");
    format!("- ruleID: r\n  message: m\n  when:\n    {indented}\n")
}

fn entries(rule: &Rule) -> &[Entry] {
    match &rule.when.condition {
        Condition::And(entries) | Condition::Or(entries) => entries,
        Condition::Leaf(_) => &[],
    }
}

#[test]
fn fields_are_read_with_their_defaults() {
    let rule = one(
        "- ruleID: a\n  message: 'hi {{name}}'\n  effort: 3\n  category: Mandatory\n  description: d\n  \
        labels: [x=1, w]\n  links: [{url: u, title: t}, 5]\n  \
        customVariables: [{name: v, pattern: '(x)', nameOfCaptureGroup: g, defaultValue: z}]\n  \
        when:\n    builtin.file: {pattern: pom.xml}\n",
    );
    assert_eq!((rule.effort, rule.category), (Some(3), Category::Mandatory));
    assert_eq!(rule.labels, ["x=1", "w"]);
    assert_eq!(rule.links.len(), 2);
    assert_eq!(rule.links[1].url, "");
    assert_eq!(rule.variables[0].group, "g");
    assert_eq!(rule.origin.line, 1);
    let bare = one(
        "- ruleID: a\n  message: ''\n  category: big\n  effort: \"1\"\n  when: {builtin.file: {pattern: x}}\n",
    );
    assert_eq!((bare.effort, bare.category), (None, Category::Potential));
    assert_eq!(bare.message.as_deref(), Some(""));
}

#[test]
fn table_1_3_has_konveyors_words() {
    let when = "  when: {builtin.file: {pattern: x}}\n";
    for (text, words) in [
        (format!("- message: m\n{when}"), "unable to find ruleID in rule"),
        ("- ~\n".to_owned(), "unable to find ruleID in rule"),
        (format!("- ruleID: 5\n  message: m\n{when}"), "unable to find ruleID in rule"),
        (
            format!("- ruleID: a\n  message: m\n{when}- ruleID: a\n  message: m\n{when}"),
            "duplicated rule id: a",
        ),
        (format!("- ruleID: a\n  message: [m]\n{when}"), "message must be a string"),
        (format!("- ruleID: a\n  message: 5\n{when}"), "message must be a string"),
        (format!("- ruleID: a\n  tag: x\n{when}"), "tag must be a list of strings"),
        (format!("- ruleID: a\n  tag: [1]\n{when}"), "tag value must be a string"),
        (format!("- ruleID: a\n{when}"), "either message or tag must be set"),
        ("- ruleID: a\n  message: m\n".to_owned(), "a Rule must have a single condition"),
        (
            "- ruleID: a\n  message: m\n  when: x\n".to_owned(),
            "a Rule must have a single condition",
        ),
        (with_when("from: 1\nbuiltin.file: {pattern: x}"), "from must be a string literal, not 1"),
        (with_when("as: [a]\nbuiltin.file: {pattern: x}"), "as must be a string literal, not [a]"),
        (
            with_when("ignore: maybe\nbuiltin.file: {pattern: x}"),
            "ignore must be a boolean, not maybe",
        ),
        (with_when("not: 'true'\nbuiltin.file: {pattern: x}"), "not must be a boolean, not true"),
        (with_when("or: {}"), "invalid type for or clause, must be an array"),
        (with_when("and: x"), "invalid type for and clause, must be an array"),
        (with_when("or:\n- and: x"), "inner condition for and is not array"),
        (with_when("or: [x]"), "conditions must be an object"),
        (with_when("builtin: {}"), "condition must be of the form {provider}.{capability}"),
        (with_when("a.b.c: {}"), "condition must be of the form {provider}.{capability}"),
        (with_when("'': {}"), "must have at least one condition"),
        (with_when("yes: {}"), "condition key must be a string"),
        (
            with_when("or:\n- from: a\n  as: a\n  builtin.file: {pattern: x}"),
            "condition cannot have the same value for fields 'from' and 'as'",
        ),
        (
            with_when(
                "or:\n- as: a\n  builtin.file: {pattern: x}\n- as: a\n  builtin.file: {pattern: y}",
            ),
            "condition cannot have multiple 'as' fields with the same name",
        ),
        (with_when("builtin.yaml: {}"), "unable to find cap: yaml from provider: builtin"),
        (
            with_when("java.dependency: {name: a, version: b}"),
            "version is not a valid argument for a dependency condition",
        ),
        (
            with_when("java.dependency: {name: a, lowerbound: 1.0}"),
            "unable to parse dependency condition for java",
        ),
        (
            with_when("java.dependency: {lowerbound: '1'}"),
            "unable to parse dependency condition for java (name is required)",
        ),
        (
            with_when("go.dependency: {name: a}"),
            "unable to parse dependency condition for go (one of upperbound or lowerbound is required)",
        ),
    ] {
        assert_eq!(error(&text), words, "{text}");
    }
}

#[test]
fn errors_have_a_place_for_a_frame() {
    let text = "- ruleID: a\n  message: [m]\n  when: {builtin.file: {pattern: x}}\n";
    let problem = &read(text).errors[0];
    assert_eq!(problem.at.unwrap(), seaworthy_base::Position { line: 2, column: 12 });
    let frame = problem.frame(text);
    assert!(frame.contains("r.yaml:2:12") && frame.contains("^^^"), "{frame}");
    assert_eq!(problem.to_string(), "r.yaml:2:12: a: message must be a string");
}

#[test]
fn words_that_yaml_takes_for_booleans_are_explained() {
    let file = read(&with_when("as: y\nbuiltin.file: {pattern: x}"));
    assert_eq!(file.errors[0].message, "as must be a string literal, not true");
    assert!(file.errors[0].help.as_ref().unwrap().contains("`y` is a boolean"));
}

#[test]
fn names_of_other_nesting_levels_may_repeat() {
    let text = with_when(
        "or:\n- as: a\n  builtin.file: {pattern: x}\n- and:\n  - as: a\n    builtin.file: {pattern: y}",
    );
    assert_eq!(entries(&one(&text)).len(), 2);
}

#[test]
fn odd_ids_are_dropped_with_a_note() {
    let file = read("- ruleID: a;b\n  message: 1\n");
    assert!(file.errors.is_empty() && file.rules.is_empty());
    assert_eq!(file.notes[0].code, "invalid-id");
}

#[test]
fn tagging_rules_come_first() {
    let when = "  when: {builtin.file: {pattern: x}}\n";
    let file = read(&format!(
        "- ruleID: a\n  message: m\n{when}- ruleID: b\n  tag: [t]\n{when}- ruleID: c\n  message: m\n  tag: [t]\n{when}"
    ));
    let ids: Vec<_> = file.rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["b", "c", "a"]);
}

#[test]
fn modifiers_beside_a_top_level_list_are_thrown_away() {
    let rule = one(&with_when("not: true\nas: x\nor:\n- builtin.file: {pattern: x}"));
    assert!(!rule.when.not && rule.when.bind.is_none());
    let rule = one(&with_when("not: yes\nas: x\nbuiltin.file: {pattern: x}"));
    assert!(rule.when.not && rule.when.bind.as_deref() == Some("x"));
}

#[test]
fn conditions_of_missing_providers_are_dropped() {
    let file = "builtin.file: {pattern: x}";
    // Alone, and in `and`, they take the rule with them.
    for when in [
        "ruby.referenced: {}".to_owned(),
        format!("and:\n- ruby.x: {{}}\n- {file}"),
        "or:\n- ruby.x: {}".to_owned(),
    ] {
        let read = read(&with_when(&when));
        assert!(read.rules.is_empty() && read.errors.is_empty(), "{when}");
        assert!(read.notes.iter().any(|n| n.code == "dropped"), "{when}");
    }
    // In `or` the others stay, a nested `and` goes as a whole.
    let rule = one(&with_when(&format!(
        "or:\n- ruby.x: {{}}\n- and:\n  - ruby.x: {{}}\n  - {file}\n- {file}"
    )));
    assert_eq!(entries(&rule).len(), 1);
}

#[test]
fn dependency_conditions_can_be_switched_off() {
    let options = LoadOptions { dependencies: false, ..LoadOptions::default() };
    let text = with_when("java.dependency: {name: a, lowerbound: '1'}");
    let path: Arc<Path> = Arc::from(Path::new("r.yaml"));
    assert!(load_file(&path, &text, &options).rules.is_empty());
    assert_eq!(read(&text).rules.len(), 1);
}

#[test]
fn g26_an_entry_without_condition_drops_an_and() {
    let file = "builtin.file: {pattern: x}";
    let read = read(&with_when(&format!("and:\n- as: x\n- {file}")));
    assert!(read.rules.is_empty() && read.errors.is_empty());
    assert_eq!(read.notes.last().unwrap().code, "dropped");
    // A sibling with two conditions makes up for it: only the lengths are compared.
    let text = format!("and:\n- as: x\n- {file}\n  builtin.json: {{xpath: //a}}");
    assert_eq!(entries(&one(&with_when(&text))).len(), 2);
    // In `or` the entry is only missing.
    assert_eq!(entries(&one(&with_when(&format!("or:\n- as: x\n- {file}")))).len(), 1);
}

#[test]
fn an_empty_or_is_dropped_and_an_empty_and_is_kept() {
    assert!(read(&with_when("or: []")).rules.is_empty());
    assert!(entries(&one(&with_when("and: []"))).is_empty());
}

#[test]
fn of_several_top_level_conditions_the_last_counts() {
    let file = read(&with_when("builtin.file: {pattern: x}\nbuiltin.json: {xpath: //a}"));
    assert!(matches!(file.rules[0].when.condition, Condition::Leaf(Leaf::Json { .. })));
    assert_eq!(file.notes[0].code, "several-conditions");
}

#[test]
fn g14_unknown_locations_mean_the_default() {
    for (word, location) in [
        ("method_call", JavaLocation::MethodCall),
        ("FIELD_DECLARATION", JavaLocation::Field),
        ("THROW_STATEMENT", JavaLocation::Default),
        ("''", JavaLocation::Default),
    ] {
        let rule = one(&with_when(&format!("java.referenced: {{pattern: a.B, location: {word}}}")));
        assert!(
            matches!(&rule.when.condition, Condition::Leaf(Leaf::Java(j)) if j.location == location),
            "{word}"
        );
    }
}

#[test]
fn g23_only_the_small_form_chains_files() {
    let filepaths = |text: &str| {
        let rule = one(&with_when(&format!("builtin.xml: {{xpath: //a, filepaths: {text}}}")));
        match rule.when.condition {
            Condition::Leaf(leaf) => leaf.filepaths().clone(),
            _ => FilePaths::Any,
        }
    };
    assert_eq!(filepaths("'{{ poms.filepaths }}'"), FilePaths::Chained("poms".to_owned()));
    assert_eq!(filepaths("'{{poms.Filepaths}}'"), FilePaths::CapitalChained("poms".to_owned()));
    assert_eq!(filepaths("'{{poms.files}}'"), FilePaths::Any);
    assert_eq!(filepaths("[]"), FilePaths::Any);
    assert_eq!(filepaths("~"), FilePaths::Any);
    assert_eq!(
        filepaths("[a.xml, 1.10, yes]"),
        FilePaths::Patterns(vec!["a.xml".to_owned(), "1.1".to_owned(), "true".to_owned()])
    );
}

#[test]
fn what_a_provider_cannot_read_fails_in_every_run() {
    for when in [
        "builtin.file: {pattern: ''}",
        "builtin.file: x",
        "java.referenced: {location: TYPE}",
        "builtin.xml: {xpath: //a, filepaths: pom.xml}",
        "builtin.hasTags: Java",
        "builtin.filecontent: {pattern: [a]}",
    ] {
        let file = read(&with_when(when));
        assert!(file.errors.is_empty() && file.rules.is_empty(), "{when}");
        assert_eq!(file.failing.len(), 1, "{when}");
    }
}

#[test]
fn variables_that_cannot_be_read_are_skipped() {
    let rule =
        "- ruleID: a\n  message: m\n  when: {builtin.file: {pattern: x}}\n  customVariables:\n";
    let file = read(&format!(
        "{rule}  - {{name: a, pattern: '('}}\n  - {{name: b}}\n  - {{name: c, pattern: x}}\n  - 5\n"
    ));
    assert_eq!(file.rules[0].variables.len(), 1);
    assert_eq!(file.notes.len(), 3);
}

#[test]
fn g38_what_is_no_list_of_mappings_is_skipped() {
    for text in ["a: 1\n", "- a\n", "x", "[1, {a: b}]", "- a: {{x}}\n", "- 'a\n", "---\n"] {
        let file = read(text);
        assert!(file.rules.is_empty() && file.errors.is_empty(), "{text}");
    }
    assert_eq!(read("").notes, []);
}

#[test]
fn chained_entries_follow_what_they_refer_to() {
    let rule = one(&with_when(
        "or:\n- builtin.file: {pattern: a}\n- from: x\n  builtin.file: {pattern: b}\n- from: gone\n  builtin.file: {pattern: c}\n\
         - as: w\n  from: x\n  builtin.file: {pattern: d}\n- as: x\n  builtin.file: {pattern: e}\n- from: w\n  builtin.file: {pattern: f}\n",
    ));
    let order = evaluation_order(entries(&rule));
    let at = |i: usize| order.iter().position(|&o| o == i);
    assert_eq!(order.len(), 5);
    assert_eq!(at(2), None);
    assert!(at(4) < at(1) && at(4) < at(3) && at(3) < at(5));
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let rule = |id: &str| {
        format!("- ruleID: {id}\n  message: m\n  when: {{builtin.file: {{pattern: x}}}}\n")
    };
    write("ruleset.yaml", "name: top\nlabels: [l]\ndescription: d\n");
    write("b.yaml", &rule("b"));
    write("a.yml", &rule("a"));
    write("a.test.yaml", &rule("test"));
    write("note.txt", &rule("txt"));
    write("tests/data/x.yaml", &rule("deep"));
    write("tests/data/values.yaml", "a: 1\n");
    write("odd.test.yaml/migration-rules.yaml/c.yaml", &rule("c"));
    write("empty/ruleset.yaml", "name: empty\n");
    dir
}

#[test]
fn g38_folders_are_walked_and_each_is_a_ruleset() {
    let dir = folder();
    let loaded = load(&[dir.path().to_path_buf()], &LoadOptions::default());
    assert_eq!(loaded.errors, []);
    let told: Vec<(String, Vec<&str>)> = loaded
        .rulesets
        .iter()
        .map(|r| (r.name.clone(), r.rules.iter().map(|rule| rule.id.as_str()).collect()))
        .collect();
    let default = DEFAULT_RULESET.to_owned();
    assert_eq!(
        told,
        [(default.clone(), vec!["c"]), (default, vec!["deep"]), ("top".to_owned(), vec!["a", "b"])]
    );
    assert_eq!(loaded.rulesets[2].labels, ["l"]);
    assert_eq!(loaded.notes.len(), 1);
}

#[test]
fn a_file_is_read_whatever_its_name_under_the_header_beside_it() {
    let dir = folder();
    let loaded = load(&[dir.path().join("note.txt")], &LoadOptions::default());
    assert_eq!((loaded.rulesets.len(), loaded.rulesets[0].name.as_str()), (1, "top"));
}

#[test]
fn a_bad_header_or_a_missing_path_is_an_error() {
    let dir = folder();
    let path = dir.path().join("ruleset.yaml");
    for text in ["- a\n", "name: [x]\n", "rules: [x]\n", "a: 'b\n"] {
        std::fs::write(&path, text).unwrap();
        let loaded = load(&[dir.path().to_path_buf()], &LoadOptions::default());
        assert_eq!(loaded.errors[0].message, "unable to load ruleset file", "{text}");
        assert_eq!(loaded.rulesets.len(), 2);
    }
    std::fs::write(&path, "rules: []\n").unwrap();
    assert_eq!(load(&[dir.path().to_path_buf()], &LoadOptions::default()).errors, []);
    assert_eq!(load(&[dir.path().join("gone")], &LoadOptions::default()).errors.len(), 1);
}

#[test]
fn a_bad_header_counts_even_without_rules() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("ruleset.yaml"), "- a\n").unwrap();
    assert_eq!(load(&[dir.path().to_path_buf()], &LoadOptions::default()).errors.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_are_errors() {
    let dir = folder();
    for name in ["back", "again"] {
        std::os::unix::fs::symlink(dir.path(), dir.path().join("tests").join(name)).unwrap();
    }
    let loaded = load(&[dir.path().to_path_buf()], &LoadOptions::default());
    assert_eq!((loaded.errors.len(), loaded.rulesets.len()), (2, 3));
}

#[test]
fn chosen_rules_come_without_the_header() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("r.yaml");
    let when = "  when: {builtin.file: {pattern: x}}\n";
    std::fs::write(
        &path,
        format!("- ruleID: a\n  message: m\n{when}- broken: 1\n- ruleID: b\n  message: m\n{when}"),
    )
    .unwrap();
    std::fs::write(dir.path().join("ruleset.yaml"), "name: top\nlabels: [l]\n").unwrap();
    let ids = |list: &[&str]| list.iter().map(|i| (*i).to_owned()).collect::<BTreeSet<_>>();
    let loaded = load_chosen(&path, &ids(&["b"]), &LoadOptions::default()).unwrap();
    let ruleset = &loaded.rulesets[0];
    assert_eq!((ruleset.name.as_str(), ruleset.labels.len()), (DEFAULT_RULESET, 0));
    assert_eq!(ruleset.rules[0].id, "b");
    let error = load_chosen(&path, &ids(&["zz"]), &LoadOptions::default()).unwrap_err();
    assert_eq!(
        error.message,
        format!("failed writing rules - rule zz not found in file {}", path.display())
    );
}

proptest::proptest! {
    #[test]
    fn any_text_loads_or_fails(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "- ruleID: a\n", "  message: m\n", "  when:\n", "    or:\n", "    - ", "    and:\n",
                "builtin.file:\n", "        pattern: x\n", "as: x\n", "      from: x\n", "not: yes\n",
                "java.referenced: {pattern: a}\n", "  tag: [", "]\n", "{{x}}", "'", "&a ", "*a\n", "\n",
            ]),
            0..30,
        )
    ) {
        let _ = read(&parts.concat());
    }
}
