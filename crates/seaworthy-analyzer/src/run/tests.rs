use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use seaworthy_facts::Language;
use seaworthy_konveyor::{
    Category, Condition, CustomVariable, Entry, FailingRule, FilePaths, Incident, JavaReference,
    Leaf, Link, Origin, Rule, Ruleset, Selector, Value,
};
use seaworthy_providers::{FileTable, Hit, LeafId, ListedFile};

use super::*;
use crate::Semantics;
use crate::uri::UriBase;

fn leaf(leaf: Leaf) -> Entry {
    Entry { from: None, bind: None, ignore: false, not: false, condition: Condition::Leaf(leaf) }
}

/// A question with the hits that [`Case::hits`] gives it.
fn ask(pattern: &str) -> Entry {
    leaf(Leaf::FileContent {
        pattern: pattern.into(),
        file_pattern: String::new(),
        filepaths: FilePaths::Any,
    })
}

fn has_tags(tags: &[&str]) -> Entry {
    leaf(Leaf::HasTags(tags.iter().map(|&t| t.to_owned()).collect()))
}

fn rule(id: &str, when: Entry) -> Rule {
    Rule {
        id: id.into(),
        description: format!("about {id}"),
        message: Some("found".into()),
        tags: vec![],
        links: vec![],
        category: Category::Mandatory,
        effort: Some(1),
        labels: vec![],
        variables: vec![],
        when,
        origin: Origin { path: Arc::from(Path::new("rules.yaml")), line: 1 },
    }
}

fn tag_rule(id: &str, tags: &[&str], when: Entry) -> Rule {
    Rule {
        message: None,
        effort: None,
        tags: tags.iter().map(|&t| t.to_owned()).collect(),
        ..rule(id, when)
    }
}

fn ruleset(name: &str, rules: Vec<Rule>) -> Ruleset {
    Ruleset { name: name.into(), description: format!("set {name}"), labels: vec![], rules }
}

/// An application of files `A`, `B`, … with these texts, and hits: (pattern, file, line, matching text).
#[derive(Default)]
struct Case<'c> {
    texts: &'c [&'c str],
    hits: &'c [(&'c str, u32, u32, &'c str)],
    options: Options,
    failing: Vec<FailingRule>,
}

impl Case<'_> {
    fn run(&self, rulesets: &[Ruleset]) -> Vec<RulesetResult> {
        let folder = tempfile::tempdir().unwrap();
        let files = self.texts.iter().zip('A'..).map(|(text, name)| {
            std::fs::write(folder.path().join(name.to_string()), text).unwrap();
            let path = name.to_string().into();
            ListedFile { path, size: text.len() as u64, language: Language::Plain }
        });
        let table = FileTable { files: files.collect(), base: folder.path().to_owned() };
        let table = Arc::new(table);
        let selector = |text: &Option<String>| text.as_deref().map(|t| Selector::parse(t).unwrap());
        let labels = selector(&self.options.label_selector);
        let incidents = selector(&self.options.incident_selector);
        let mut plan = RulePlan::new(rulesets, &self.failing, labels.as_ref(), &self.options);
        let mut findings = Findings::default();
        for (id, leaf) in (0..).zip(&plan.leaves.asked) {
            findings.hits.push(self.hits_of(id, leaf));
        }
        let builder = Builder::new(
            UriBase::new(Path::new("/app")),
            &table,
            &plan.leaves.asked,
            &self.options,
            incidents.as_ref(),
        );
        run(&mut plan, &findings, &builder, &self.options)
    }

    fn hits_of(&self, id: LeafId, leaf: &Leaf) -> Vec<Hit> {
        let pattern = match leaf {
            Leaf::FileContent { pattern, .. } => pattern,
            Leaf::Java(java) => &java.pattern,
            _ => return Vec::new(),
        };
        let own = self.hits.iter().filter(|hit| hit.0 == pattern);
        own.map(|&(_, file, line, text)| Hit {
            leaf: id,
            file,
            line,
            location: (line > 0).then_some((line, line)),
            variables: vec![("matchingText", Value::from(text))],
        })
        .collect()
    }
}

fn lines(incidents: &[Incident]) -> Vec<Option<u32>> {
    incidents.iter().map(|i| i.line_number).collect()
}

#[test]
fn hits_with_equal_file_message_and_line_are_one_incident() {
    let case = Case {
        texts: &["a a\nb\n"],
        hits: &[("a", 0, 1, "a"), ("a", 0, 1, "a"), ("a", 0, 2, "a")],
        ..Case::default()
    };
    let results = case.run(&[ruleset("s", vec![rule("r", ask("a"))])]);
    assert_eq!(lines(&results[0].violations["r"].incidents), [Some(1), Some(2)]);
    let by_text = Rule { message: Some("{{matchingText}}".into()), ..rule("r", ask("b")) };
    let case = Case { texts: &["x"], hits: &[("b", 0, 1, "x"), ("b", 0, 1, "y")], ..case };
    let results = case.run(&[ruleset("s", vec![by_text])]);
    assert_eq!(results[0].violations["r"].incidents.len(), 2);
}

#[test]
fn values_in_messages_are_escaped_and_the_line_is_known() {
    let case = Case { texts: &["x"], hits: &[("a", 0, 1, "<a & \"b\">")], ..Case::default() };
    let message = "{{matchingText}} at {{lineNumber}}{{nothing}} {{{matchingText}}}";
    let rule = Rule { message: Some(message.into()), ..rule("r", ask("a")) };
    let results = case.run(&[ruleset("s", vec![rule])]);
    let incident = &results[0].violations["r"].incidents[0];
    assert_eq!(incident.message, "&lt;a &amp; &#34;b&#34;&gt; at 1 <a & \"b\">");
    assert_eq!(incident.uri, "file:///app/A");
}

#[test]
fn without_an_effort_it_is_an_insight() {
    let case = Case { texts: &["x"], hits: &[("a", 0, 1, "x")], ..Case::default() };
    let none = Rule { effort: None, ..rule("none", ask("a")) };
    let zero = Rule { effort: Some(0), ..rule("zero", ask("a")) };
    let results = case.run(&[ruleset("s", vec![none, zero, rule("some", ask("a"))])]);
    assert_eq!(results[0].insights.keys().collect::<Vec<_>>(), ["none", "zero"]);
    assert_eq!(results[0].violations.keys().collect::<Vec<_>>(), ["some"]);
    assert_eq!(results[0].insights["none"].category, Some("mandatory"));
}

#[test]
fn a_rule_with_tag_message_and_effort_is_run_twice() {
    let case = Case { texts: &["x"], hits: &[("a", 0, 1, "x")], ..Case::default() };
    let both = Rule { tags: vec!["Kind=Name".into()], ..rule("both", ask("a")) };
    let free = Rule { tags: vec!["Kind=Free".into()], effort: None, ..rule("free", ask("a")) };
    let results = case.run(&[ruleset("s", vec![both, free])]);
    let [result] = results.as_slice() else { panic!() };
    assert_eq!(result.tags.iter().collect::<Vec<_>>(), ["Kind=Free", "Kind=Name"]);
    let violation = &result.violations["both"];
    assert_eq!(violation.category, Some("mandatory"));
    assert!(violation.labels.contains("tag=Kind=Name"));
    let insight = &result.insights["free"];
    assert_eq!((insight.category, insight.incidents[0].message.as_str()), (None, "found"));
    assert_eq!(result.violations.len() + result.insights.len(), 2);
}

#[test]
fn a_tag_with_a_category_is_known_by_its_names_only() {
    let case = Case { texts: &["x"], hits: &[("a", 0, 1, "x")], ..Case::default() };
    let rules = vec![
        rule("name", has_tags(&["EJB", "JPA"])),
        rule("whole", has_tags(&["Java EE=EJB"])),
        tag_rule("tag", &["Java EE=EJB, JPA"], ask("a")),
        rule("odd", has_tags(&["2.0"])),
        tag_rule("odd-tag", &["License=2.0"], ask("a")),
    ];
    let results = case.run(&[ruleset("s", rules)]);
    assert_eq!(results[0].violations.keys().collect::<Vec<_>>(), ["name"]);
    let incident = &results[0].violations["name"].incidents[0];
    assert_eq!((incident.uri.as_str(), incident.line_number), ("", None));
    let tags = Value::List(vec!["EJB".into(), "JPA".into()]);
    assert_eq!(incident.variables, BTreeMap::from([("tags".to_owned(), tags)]));
    assert_eq!(results[0].tags.iter().collect::<Vec<_>>(), ["Java EE=EJB, JPA", "License=2.0"]);
}

#[test]
fn tagging_rules_about_tags_run_after_the_others() {
    let case = Case { texts: &["x"], hits: &[("a", 0, 1, "x")], ..Case::default() };
    let rules = vec![
        tag_rule("second", &["B"], has_tags(&["A"])),
        tag_rule("third", &["C"], has_tags(&["B"])),
        tag_rule("first", &["A"], ask("a")),
    ];
    let results = case.run(&[ruleset("s", rules)]);
    assert_eq!(results[0].tags.iter().collect::<Vec<_>>(), ["A", "B", "C"]);
    assert_eq!(results[0].insights["second"].labels.iter().collect::<Vec<_>>(), ["tag=B"]);
}

#[test]
fn tags_are_rendered_for_every_incident() {
    let case =
        Case { texts: &["x"], hits: &[("a", 0, 1, "x"), ("a", 0, 2, "y")], ..Case::default() };
    let results =
        case.run(&[ruleset("s", vec![tag_rule("t", &["Text={{matchingText}}"], ask("a"))])]);
    assert_eq!(results[0].tags.iter().collect::<Vec<_>>(), ["Text=x", "Text=y"]);
}

#[test]
fn a_negated_condition_alone_finds_nothing() {
    let case = Case { texts: &["x"], ..Case::default() };
    let not = Entry { not: true, ..ask("a") };
    let results = case.run(&[ruleset("s", vec![rule("r", not)])]);
    assert_eq!(results[0].unmatched.iter().collect::<Vec<_>>(), ["r"]);
}

#[test]
fn rules_are_chosen_by_their_labels_and_those_of_their_ruleset() {
    let options = Options { label_selector: Some("a/b=x".into()), ..Options::default() };
    let case = Case { texts: &["x"], options, ..Case::default() };
    let chosen = Rule { labels: vec!["a/b=x".into()], ..rule("chosen", ask("a")) };
    let by_set =
        Ruleset { labels: vec!["a/b".into()], ..ruleset("t", vec![rule("by-set", ask("a"))]) };
    let results = case.run(&[ruleset("s", vec![chosen, rule("not", ask("a"))]), by_set]);
    assert_eq!(results[0].unmatched.iter().collect::<Vec<_>>(), ["chosen"]);
    assert_eq!(results[0].skipped.iter().collect::<Vec<_>>(), ["not"]);
    assert_eq!(results[1].unmatched.iter().collect::<Vec<_>>(), ["by-set"]);
}

#[test]
fn rulesets_of_one_name_share_a_result() {
    let sets = || {
        let chosen = |id| Rule { labels: vec!["a".into()], ..rule(id, ask("a")) };
        let mut second = ruleset("s", vec![chosen("c"), rule("d", ask("a"))]);
        second.description = "second".into();
        [ruleset("s", vec![chosen("a"), rule("b", ask("a"))]), second]
    };
    let run = |semantics| {
        let options = Options { semantics, label_selector: Some("a".into()), ..Options::default() };
        Case { texts: &["x"], options, ..Case::default() }.run(&sets())
    };
    let exact = run(Semantics::Exact);
    assert_eq!(exact.len(), 1);
    assert_eq!(exact[0].description, "second");
    assert_eq!(exact[0].skipped.iter().collect::<Vec<_>>(), ["d"]);
    assert_eq!(exact[0].unmatched.iter().collect::<Vec<_>>(), ["a", "c"]);
    let mended = run(Semantics::Mended);
    assert_eq!(mended[0].description, "set s");
    assert_eq!(mended[0].skipped.iter().collect::<Vec<_>>(), ["b", "d"]);
}

#[test]
fn sorting_writes_line_0_where_a_file_has_several_incidents() {
    let hits = &[("a", 0, 0, "x"), ("a", 0, 3, "x"), ("a", 1, 0, "x")];
    let run = |semantics| {
        let options = Options { semantics, ..Options::default() };
        let case = Case { texts: &["x", "y"], hits, options, ..Case::default() };
        let results = case.run(&[ruleset("s", vec![rule("r", ask("a"))])]);
        lines(&results[0].violations["r"].incidents)
    };
    assert_eq!(run(Semantics::Exact), [Some(0), Some(3), None]);
    assert_eq!(run(Semantics::Mended), [None, Some(3), None]);
}

#[test]
fn the_window_of_a_builtin_incident_is_one_line_low() {
    let run = |semantics| {
        let options = Options { semantics, context_lines: 1, ..Options::default() };
        let texts = &["one\ntwo\nthree\nfour\nfive\n"];
        let case = Case { texts, hits: &[("a", 0, 3, "x")], options, ..Case::default() };
        let results = case.run(&[ruleset("s", vec![rule("r", ask("a"))])]);
        results[0].violations["r"].incidents[0].code_snip.text().into_owned()
    };
    assert_eq!(run(Semantics::Exact), "3  three\n4  four\n5  five");
    assert_eq!(run(Semantics::Mended), "2  two\n3  three\n4  four");
}

#[test]
fn one_java_condition_gives_all_incidents_of_its_rule_the_form_of_java() {
    let java = leaf(Leaf::Java(JavaReference { pattern: "j".into(), ..JavaReference::default() }));
    let either = Entry { condition: Condition::Or(vec![java, ask("a")]), ..ask("") };
    let hits = &[("a", 0, 1, "x"), ("j", 0, 2, "x")];
    let case = Case { texts: &["  one\n  two\n"], hits, ..Case::default() };
    let results = case.run(&[ruleset("s", vec![rule("r", either)])]);
    let incidents = &results[0].violations["r"].incidents;
    assert_eq!(incidents[0].code_snip.text(), "\n  1  one\n  2  two");
    assert_eq!(incidents[0].variables.get("file"), None);
    assert_eq!(incidents[1].variables["file"], Value::from("file:///app/A"));
}

fn component() -> CustomVariable {
    CustomVariable {
        name: "component".into(),
        pattern: "use (\\w+)".into(),
        group: String::new(),
        default: "default".into(),
    }
}

#[test]
fn custom_variables_are_read_from_the_line_of_the_incident() {
    let hits = &[("a", 0, 2, "x"), ("a", 0, 3, "x"), ("a", 0, 0, "x")];
    let rule = Rule {
        message: Some("{{component}}".into()),
        variables: vec![component()],
        ..rule("r", ask("a"))
    };
    for snippets in [true, false] {
        let options = Options { snippets, ..Options::default() };
        let case = Case { texts: &["\n  use this;\n  none\n"], hits, options, ..Case::default() };
        let results = case.run(&[ruleset("s", vec![rule.clone()])]);
        let messages: Vec<_> =
            results[0].violations["r"].incidents.iter().map(|i| i.message.as_str()).collect();
        assert_eq!(messages, ["default", "this", "default"]);
    }
}

#[test]
fn excerpts_and_incidents_have_limits() {
    let hits = &[("a", 0, 1, "x"), ("a", 0, 2, "x"), ("a", 0, 3, "x"), ("a", 1, 1, "x")];
    let options = Options { incident_limit: Some(3), snippet_limit: Some(1), ..Options::default() };
    let case = Case { texts: &["a\nb\nc\n", "d\n"], hits, options, ..Case::default() };
    let rule = Rule {
        message: Some("{{component}}".into()),
        variables: vec![component()],
        ..rule("r", ask("a"))
    };
    let results = case.run(&[ruleset("s", vec![rule])]);
    let incidents = &results[0].violations["r"].incidents;
    assert_eq!(incidents.len(), 3);
    let with: Vec<_> = incidents.iter().map(|i| !i.code_snip.is_empty()).collect();
    assert_eq!(with, [true, false, false]);
}

#[test]
fn incidents_are_chosen_by_their_variables() {
    let hits = &[("a", 0, 1, "com.a"), ("a", 0, 2, "com.b"), ("b", 0, 3, "com.b")];
    let run = |semantics| {
        let incident_selector = Some("matchingText=com.a".to_owned());
        let options = Options { semantics, incident_selector, ..Options::default() };
        let case = Case { texts: &["x"], hits, options, ..Case::default() };
        let rules = vec![
            rule("kept", ask("a")),
            rule("gone", ask("b")),
            tag_rule("gone-tag", &["T"], ask("b")),
        ];
        case.run(&[ruleset("s", rules)]).remove(0)
    };
    let exact = run(Semantics::Exact);
    assert_eq!(lines(&exact.violations["kept"].incidents), [Some(1)]);
    assert_eq!(exact.unmatched.iter().collect::<Vec<_>>(), ["gone"]);
    assert!(exact.tags.is_empty());
    assert!(run(Semantics::Mended).unmatched.contains("gone-tag"));
}

#[test]
fn rules_that_cannot_be_read_are_errors_of_their_ruleset() {
    let failing = FailingRule { ruleset: "s".into(), rule: "bad".into(), message: "no".into() };
    let case = Case { texts: &[], failing: vec![failing], ..Case::default() };
    let empty = Entry { condition: Condition::And(vec![]), ..ask("") };
    let results = case.run(&[ruleset("s", vec![rule("empty", empty)])]);
    assert_eq!(results[0].errors["bad"], "no");
    assert_eq!(results[0].errors["empty"], "conditions must not be empty while evaluating");
}

#[test]
fn labels_and_links_are_sorted_and_unique() {
    let case = Case { texts: &["x"], hits: &[("a", 0, 1, "x")], ..Case::default() };
    let link = |title: &str, url: &str| Link { title: title.into(), url: url.into() };
    let rule = Rule {
        labels: vec!["b".into(), "a".into()],
        links: vec![link("z", "1"), link("a", "2"), link("a", "1")],
        ..rule("r", ask("a"))
    };
    let set = Ruleset { labels: vec!["a".into(), "c".into()], ..ruleset("s", vec![rule]) };
    let results = case.run(&[set]);
    let violation = &results[0].violations["r"];
    assert_eq!(violation.labels.iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    let urls: Vec<_> = violation.links.iter().map(|l| (l.title.as_str(), l.url.as_str())).collect();
    assert_eq!(urls, [("a", "1"), ("a", "2"), ("z", "1")]);
}
