use super::*;
use crate::condition::Scope;

fn hit(leaf: LeafId, file: FileId, line: u32) -> Hit {
    Hit { leaf, file, line, location: None, variables: Vec::new() }
}

/// Leaf 0 is in files 1 and 2, leaf 1 in files 1 to 3, leaf 2 nowhere, leaf 3 fails.
fn findings() -> Findings {
    Findings {
        hits: vec![
            vec![hit(0, 1, 5), hit(0, 2, 5)],
            vec![hit(1, 1, 7), hit(1, 2, 7), hit(1, 3, 7)],
            vec![],
            vec![],
        ],
        errors: BTreeMap::from([(3, "no such thing".to_owned())]),
        scopes: vec![vec![3]],
    }
}

fn ask(leaf: LeafId) -> Step {
    Step {
        bind: None,
        ignore: false,
        not: false,
        node: Node::Ask { leaf, scope: Scope::Everywhere },
    }
}

fn chained(leaf: LeafId, name: &str, first_only: bool, empty_is_open: bool) -> Step {
    let scope = Scope::Chain { name: name.to_owned(), first_only, empty_is_open };
    Step { node: Node::Ask { leaf, scope }, ..ask(leaf) }
}

fn all(steps: Vec<Step>) -> Step {
    Step { node: Node::All(steps), ..ask(0) }
}

fn any(steps: Vec<Step>) -> Step {
    Step { node: Node::Any(steps), ..ask(0) }
}

fn not(step: Step) -> Step {
    Step { not: true, ..step }
}

fn ignore(step: Step) -> Step {
    Step { ignore: true, ..step }
}

fn named(step: Step, name: &str) -> Step {
    Step { bind: Some(name.to_owned()), ..step }
}

/// Whether it holds, and (leaf, file) of what was found.
fn run(step: &Step) -> (bool, Vec<(LeafId, FileId)>) {
    let findings = findings();
    let tags = BTreeSet::from(["EJB".to_owned()]);
    let mut evaluator = Evaluator::new(&findings, &tags);
    let answer = evaluator.answer(step).unwrap();
    let places = answer.found.iter().filter_map(|f| match f {
        Found::Hit(hit) => Some((hit.leaf, hit.file)),
        Found::Tags(_) => None,
    });
    (answer.matched, places.collect())
}

#[test]
fn not_holds_without_incidents_and_keeps_them_when_it_fails() {
    assert_eq!(run(&not(ask(2))), (true, vec![]));
    assert_eq!(run(&not(ask(0))), (false, vec![(0, 1), (0, 2)]));
}

#[test]
fn a_failing_not_leaks_its_incidents_into_an_or() {
    let step = any(vec![not(ask(0)), ask(1)]);
    assert_eq!(run(&step), (true, vec![(0, 1), (0, 2), (1, 1), (1, 2), (1, 3)]));
}

#[test]
fn a_failed_and_gives_its_incidents_to_the_or_around_it() {
    let step = any(vec![all(vec![ask(0), ask(2)]), ask(1)]);
    let (matched, found) = run(&step);
    assert!(matched);
    assert_eq!(found.len(), 5);
}

#[test]
fn ignored_incidents_count_for_holding_only() {
    assert_eq!(run(&all(vec![ignore(ask(0)), ask(1)])), (true, vec![(1, 1), (1, 2), (1, 3)]));
    assert!(!run(&all(vec![ignore(ask(2)), ask(1)])).0);
}

#[test]
fn an_and_whose_incidents_are_all_ignored_does_not_hold() {
    assert!(!run(&all(vec![ignore(ask(0))])).0);
    assert!(!run(&any(vec![all(vec![ignore(ask(0))])])).0);
    assert!(run(&not(all(vec![ignore(ask(0))]))).0);
}

#[test]
fn a_negated_gate_gives_nothing() {
    assert_eq!(run(&all(vec![not(ask(2)), ask(0)])), (true, vec![(0, 1), (0, 2)]));
    assert_eq!(run(&all(vec![not(ask(2))])), (false, vec![]));
}

#[test]
fn a_chain_keeps_the_files_of_its_start_even_if_ignored() {
    let step = all(vec![named(ignore(ask(0)), "a"), chained(1, "a", false, true)]);
    assert_eq!(run(&step), (true, vec![(1, 1), (1, 2)]));
}

#[test]
fn a_negated_start_gives_its_files_though_it_fails() {
    let step = any(vec![named(ignore(not(ask(0))), "a"), chained(1, "a", false, true)]);
    assert_eq!(run(&step), (true, vec![(1, 1), (1, 2)]));
}

#[test]
fn java_sees_the_first_file_of_a_chain_only() {
    let step = all(vec![named(ignore(ask(0)), "a"), chained(1, "a", true, true)]);
    assert_eq!(run(&step), (true, vec![(1, 1)]));
}

#[test]
fn an_empty_chain_is_open_in_the_exact_way_only() {
    let step = |open| any(vec![named(ask(2), "a"), chained(1, "a", false, open)]);
    assert_eq!(run(&step(true)).1.len(), 3);
    assert_eq!(run(&step(false)), (false, vec![]));
}

#[test]
fn names_reach_into_nested_lists() {
    let inner = all(vec![chained(1, "a", false, false)]);
    let step = all(vec![named(ignore(ask(0)), "a"), inner]);
    assert_eq!(run(&step), (true, vec![(1, 1), (1, 2)]));
}

#[test]
fn patterns_restrict() {
    let scoped = Step { node: Node::Ask { leaf: 1, scope: Scope::Patterns(0) }, ..ask(1) };
    assert_eq!(run(&scoped), (true, vec![(1, 3)]));
}

#[test]
fn tags_must_all_be_there_and_have_no_file() {
    let tags = |list: &[&str]| Step {
        node: Node::Tags(list.iter().map(|&t| t.to_owned()).collect()),
        ..ask(0)
    };
    assert!(run(&tags(&["EJB"])).0);
    assert!(!run(&tags(&["EJB", "JPA"])).0);
    let step = all(vec![named(tags(&["EJB"]), "a"), chained(1, "a", false, false)]);
    assert_eq!(run(&step).1.len(), 3);
}

#[test]
fn one_leaf_that_cannot_be_asked_ends_the_rule() {
    let findings = findings();
    let tags = BTreeSet::new();
    let step = any(vec![ask(0), ask(3)]);
    let error = Evaluator::new(&findings, &tags).answer(&step).unwrap_err();
    assert_eq!(error, "no such thing");
}
