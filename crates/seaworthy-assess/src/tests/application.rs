//! Whole assessments.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use seaworthy_base::ContentHash;
use seaworthy_components::{Component, ComponentKind};
use seaworthy_facts::{Language, Role};
use seaworthy_graph::DepGraph;
use seaworthy_matching::{Incident, RuleOutcome};
use seaworthy_rules::{Dimension, Factor, Grade, Rule};

use crate::fixtures::{component, incident, rule};
use crate::{
    AssessInput, Assessment, CoverageInput, FactorStatus, Finding, Ignores, Inventory, LinesRead,
    Tool, Verdict, Weights, assess,
};

fn outcome(rule: u32, component: &str, files: &[&str]) -> RuleOutcome {
    RuleOutcome {
        rule,
        component: Arc::from(component),
        incidents: files.iter().map(|f| incident(f, 1, "f", Role::Production)).collect(),
        occurrences: files.len() as u32,
    }
}

/// One hard rule, one advisory, one positive, and rules that cover the other dimensions.
fn rules() -> Vec<Rule> {
    let mut rules = vec![
        rule("hard", Grade::Hard),
        rule("advisory", Grade::Advisory),
        rule("positive", Grade::Positive),
    ];
    for d in Dimension::ALL {
        rules.push(Rule { dimension: d, ..rule(&format!("{d:?}"), Grade::Advisory) });
    }
    rules
}

fn input<'r>(
    rules: &'r [Rule],
    components: Vec<Component>,
    outcomes: Vec<RuleOutcome>,
    uses: &[(&str, &[&str])],
) -> AssessInput<'r> {
    let mut coverage = CoverageInput::default();
    for c in &components {
        let read = LinesRead { parsed: 1000, ..LinesRead::default() };
        coverage.add(c.id.clone(), BTreeMap::from([(Language::Java, read)]));
    }
    AssessInput {
        application: "shop".into(),
        tool: Tool {
            name: "seaworthy".into(),
            version: "0".into(),
            model: "RM-1".into(),
            input: ContentHash::of_parts([]),
            rules: ContentHash::of_parts([]),
        },
        inventory: Inventory::default(),
        components,
        outcomes,
        rules,
        coverage,
        uses: uses
            .iter()
            .map(|(id, list)| ((*id).to_owned(), list.iter().map(|&s| s.to_owned()).collect()))
            .collect(),
        ignores: Ignores::default(),
        libraries: Vec::new(),
        graph: DepGraph::default(),
        diagnostics: Vec::new(),
        listing_limit: 200,
    }
}

fn run(
    components: &[(&str, ComponentKind)],
    outcomes: Vec<RuleOutcome>,
    uses: &[(&str, &[&str])],
) -> Assessment {
    let rules = rules();
    let components = components.iter().map(|&(id, kind)| component(id, kind)).collect();
    assess(input(&rules, components, outcomes, uses), &Weights::load("", "").unwrap())
}

fn find<'a>(a: &'a Assessment, rule: &str, component: &str) -> &'a Finding {
    a.findings.iter().find(|f| f.rule == rule && f.component == component).unwrap()
}

use ComponentKind::{Desktop, Library, Web, Worker};

#[test]
fn the_worst_deployable_decides() {
    let a = run(
        &[("web", Web), ("jobs", Worker), ("lib", Library)],
        vec![outcome(0, "jobs", &["j/A.java"]), outcome(0, "lib", &["l/B.java", "l/C.java"])],
        &[],
    );
    assert_eq!(a.summary.decided_by, "jobs");
    assert_eq!(a.summary.verdict, Verdict::NeedsWork);
    assert_eq!(a.summary.score.value, Some(79));
    let ids: Vec<&str> = a.components.iter().map(|c| c.component.id.as_str()).collect();
    assert_eq!(ids, ["jobs", "web", "lib"]);
    assert_eq!(a.components[1].verdict, Verdict::Ready);
    assert_eq!(find(&a, "hard", "jobs").points_back, 21);
}

#[test]
fn code_of_a_library_counts_where_it_runs_and_its_work_once() {
    let outcomes = vec![outcome(0, "web", &["w/A.java"]), outcome(0, "lib", &["l/B.java"])];
    let uses: &[(&str, &[&str])] = &[("web", &["lib"]), ("jobs", &["lib"])];
    let a = run(&[("web", Web), ("jobs", Worker), ("lib", Library)], outcomes.clone(), uses);
    let of = |id: &str| a.components.iter().find(|c| c.component.id == id).unwrap();
    // Two places in web: 16 · .95 · .68; one in jobs: 16 · .95 · .6.
    assert!((of("web").score.burden - 10.336).abs() < 1e-9);
    assert!((of("jobs").score.burden - 9.12).abs() < 1e-9);
    assert_eq!(of("web").uses, ["lib"]);
    assert_eq!(a.summary.decided_by, "jobs", "same R at the cap: first by id");
    // Half of web's burden each, except that the library's is shown for the worst component that runs it.
    assert!((find(&a, "hard", "web").burden - 5.168).abs() < 1e-9);
    assert!((find(&a, "hard", "lib").burden - 9.12).abs() < 1e-9);
    assert_eq!(find(&a, "hard", "web").points_back, 0, "the library's place keeps the cap");
    assert_eq!(find(&a, "hard", "lib").points_back, 21);
    let alone = run(&[("web", Web)], vec![outcome(0, "web", &["w/A.java", "l/B.java"])], &[]);
    assert!((of("web").effort.likely - alone.components[0].effort.likely).abs() < 1e-9);
    let sum: f64 = a.components.iter().map(|c| c.effort.likely).sum();
    assert!(a.summary.effort.likely < sum);
}

#[test]
fn files_outside_of_components() {
    let stray = || vec![outcome(0, "", &["ops/run.sh"])];
    let one = run(&[("web", Web), ("lib", Library)], stray(), &[]);
    assert_eq!(find(&one, "hard", "web").points_back, 21);
    let two = run(&[("web", Web), ("api", Web)], stray(), &[]);
    let f = find(&two, "hard", crate::APPLICATION);
    assert_eq!((f.points_back, f.burden > 0.0), (0, true));
    assert_eq!(two.summary.score.value, Some(100));
    assert_eq!(two.components.len(), 2);
    let clean = run(&[("web", Web), ("api", Web)], vec![], &[]);
    assert!(two.summary.effort.likely > clean.summary.effort.likely);
    let taken = run(&[("application", Web), ("api", Web)], stray(), &[]);
    assert_eq!(find(&taken, "hard", "application-2").occurrences, 1);
}

#[test]
fn applications_without_a_deployable_are_scored_as_a_whole() {
    let a = run(
        &[("core", Library), ("api", Library)],
        vec![outcome(0, "core", &["c/A.java"]), outcome(0, "", &["x.java"])],
        &[],
    );
    assert_eq!(a.summary.decided_by, crate::APPLICATION);
    let whole = a.components.iter().find(|c| c.component.id == crate::APPLICATION).unwrap();
    assert_eq!(whole.component.kind, Library);
    assert_eq!(whole.uses, ["api", "core"]);
    assert_eq!(a.summary.score.value, Some(79));
    let sum: f64 = a.findings.iter().map(|f| f.burden).sum();
    assert!((sum - a.summary.score.burden).abs() < 1e-3);
    let single = run(&[("lib", Library)], vec![outcome(0, "", &["x.java"])], &[]);
    assert_eq!((single.summary.decided_by.as_str(), single.components.len()), ("lib", 1));
    let nothing = run(&[], vec![], &[]);
    assert_eq!(nothing.summary.verdict, Verdict::NotAssessed);
    assert_eq!(nothing.summary.score.value, None);
    let window = run(&[("client", Desktop), ("lib", Library)], vec![], &[]);
    assert_eq!(window.summary.verdict, Verdict::Blocked);
}

#[test]
fn findings_are_listed_in_order_and_to_a_limit() {
    let mut mixed = outcome(0, "web", &["b.java", "a.java"]);
    mixed.incidents.insert(0, incident("0Test.java", 1, "f", Role::Test));
    let tests_only = RuleOutcome {
        incidents: vec![incident("T.java", 1, "f", Role::Test)],
        occurrences: 0,
        ..outcome(1, "web", &[])
    };
    let rules = rules();
    let mut input = input(
        &rules,
        vec![component("web", Web)],
        vec![tests_only, outcome(2, "web", &["g.java"]), mixed],
        &[],
    );
    input.listing_limit = 2;
    let a = assess(input, &Weights::load("", "").unwrap());
    let order: Vec<&str> = a.findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(order, ["hard", "advisory", "positive"]);
    let paths =
        |i: &[Incident]| -> Vec<String> { i.iter().map(|i| i.evidence.path.to_string()).collect() };
    assert_eq!(paths(&a.findings[0].incidents), ["a.java", "b.java"]);
    assert_eq!(a.findings[0].more, 1);
    assert!(a.findings[1].burden == 0.0 && a.findings[1].points_back == 0);
    assert!(a.findings[2].burden == 0.0);
}

#[test]
fn padding_with_clean_code_changes_no_number() {
    let rules = rules();
    let score = |lines: u64| {
        let mut input =
            input(&rules, vec![component("web", Web)], vec![outcome(0, "web", &["a.java"])], &[]);
        let read = LinesRead { parsed: lines, ..LinesRead::default() };
        input.coverage.add("web".into(), BTreeMap::from([(Language::Java, read)]));
        assess(input, &Weights::load("", "").unwrap()).summary.score
    };
    assert_eq!(score(0), score(1_000_000));
}

fn any_outcomes() -> impl Strategy<Value = Vec<RuleOutcome>> {
    let one = (0_u32..12, 0_usize..5, 1_u32..40).prop_map(|(rule, at, n)| {
        let id = ["web", "jobs", "lib", "", "elsewhere"][at];
        let files: Vec<String> = (0..n).map(|i| format!("{id}/{rule}/{i}.java")).collect();
        outcome(rule, id, &files.iter().map(String::as_str).collect::<Vec<_>>())
    });
    proptest::collection::vec(one, 0..20).prop_map(|mut list| {
        list.sort_by(|a, b| (a.rule, &a.component).cmp(&(b.rule, &b.component)));
        list.dedup_by(|a, b| a.rule == b.rule && a.component == b.component);
        list
    })
}

const SHOP: [(&str, ComponentKind); 3] = [("web", Web), ("jobs", Worker), ("lib", Library)];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_outcomes_does_not_matter(
        lists in any_outcomes().prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle())),
    ) {
        let uses: &[(&str, &[&str])] = &[("web", &["lib"])];
        prop_assert_eq!(run(&SHOP, lists.0, uses), run(&SHOP, lists.1, uses));
    }

    #[test]
    fn points_back_of_a_finding_are_what_its_removal_gives(list in any_outcomes()) {
        let uses: &[(&str, &[&str])] = &[("web", &["lib"])];
        let before = run(&SHOP, list.clone(), uses);
        for f in &before.findings {
            let users: &[&str] = match f.component.as_str() {
                "web" | "lib" => &["web"],
                "jobs" => &["jobs"],
                _ => continue,
            };
            let rest: Vec<RuleOutcome> = list
                .iter()
                .filter(|o| o.component.as_ref() != f.component || rules()[o.rule as usize].id != f.rule)
                .cloned()
                .collect();
            let after = run(&SHOP, rest, uses);
            let r = |a: &Assessment, id: &str| {
                a.components.iter().find(|c| c.component.id == id).unwrap().score.value.unwrap()
            };
            prop_assert_eq!(f.points_back, r(&after, users[0]) - r(&before, users[0]));
        }
    }

    #[test]
    fn burdens_of_findings_add_up(list in any_outcomes()) {
        let a = run(&[("web", Web), ("lib", Library)], list, &[("web", &["lib"])]);
        let web = a.components.iter().find(|c| c.component.id == "web").unwrap();
        let sum: f64 = a.findings.iter().map(|f| f.burden).sum();
        prop_assert!((sum - web.score.burden).abs() < 0.01);
    }
}

#[test]
fn factors_are_read_from_what_speaks_for_and_against() {
    let outcomes = vec![outcome(0, "web", &["w/A.java"]), outcome(0, "lib", &["l/B.java"])];
    let a =
        run(&[("web", Web), ("lib", Library), ("jobs", Worker)], outcomes, &[("web", &["lib"])]);
    let status = |id: &str, factor| {
        let result = a.components.iter().find(|c| c.component.id == id).unwrap();
        assert_eq!(result.factors.len(), 12);
        let reading = result.factors.iter().find(|f| f.factor == factor).unwrap();
        (reading.status, reading.opposed_by.len())
    };
    assert_eq!(status("web", Factor::Processes), (FactorStatus::NotMet, 2), "the library's too");
    assert_eq!(status("lib", Factor::Processes), (FactorStatus::NotMet, 1));
    assert_eq!(status("jobs", Factor::Processes), (FactorStatus::Unknown, 0));
    assert_eq!(status("web", Factor::Logs), (FactorStatus::Unknown, 0));
}
