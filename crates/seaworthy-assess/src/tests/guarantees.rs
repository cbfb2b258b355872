//! The guarantees of RM-1 as properties, and its illustrative numbers.

use proptest::prelude::*;
use proptest::sample::select;
use seaworthy_components::ComponentKind;
use seaworthy_rules::{Dimension, Grade, Remedy};

use crate::fixtures::concern;
use crate::verdict::verdict_rank;
use crate::{Concern, Coverage, Score, Weights, burden, points_back, score, verdict};

fn weights() -> Weights {
    Weights::load("", "").unwrap()
}

fn full(concerns: &[Concern]) -> Score {
    score(concerns, &Coverage::uniform(1.0), &weights())
}

fn r(concerns: &[Concern]) -> u32 {
    full(concerns).value.unwrap()
}

const GRADES: [Grade; 5] =
    [Grade::Positive, Grade::Advisory, Grade::Mandatory, Grade::Hard, Grade::Blocker];

fn any_concern() -> impl Strategy<Value = Concern> {
    let remedy = select(vec![
        Remedy::Manifest,
        Remedy::Config,
        Remedy::Library,
        Remedy::Code,
        Remedy::Rearchitect,
        Remedy::None,
    ]);
    (
        "[a-z]{3}-[a-z]{3}",
        select(Dimension::ALL.to_vec()),
        select(GRADES.to_vec()),
        remedy,
        select(vec![1_u8, 2, 3, 5, 8, 13]),
        select(vec![0.5, 0.75, 0.9, 0.95]),
        0_u32..5000,
    )
        .prop_map(|(rule, dimension, grade, remedy, effort, confidence, n)| Concern {
            dimension,
            remedy,
            effort,
            confidence,
            ..concern(&rule, grade, n)
        })
}

fn concerns() -> impl Strategy<Value = Vec<Concern>> {
    proptest::collection::vec(any_concern(), 0..25)
}

fn rank(concerns: &[Concern]) -> u8 {
    verdict_rank(verdict(concerns, &full(concerns), ComponentKind::Web, &weights()))
}

#[test]
fn illustrative_numbers() {
    assert_eq!(r(&[]), 100);
    assert_eq!(r(&[concern("m", Grade::Mandatory, 1)]), 95);
    let hard = full(&[concern("h", Grade::Hard, 1)]);
    assert_eq!((hard.value, hard.before_caps.round() as u32), (Some(79), 85));
    let cap = hard.cap.unwrap();
    assert_eq!((cap.at, cap.rule.as_str()), (79, "h"));
    assert_eq!(r(&[concern("b", Grade::Blocker, 1)]), 39);
}

#[test]
fn burden_by_places() {
    let w = weights();
    let of = |n| burden(&concern("h", Grade::Hard, n), &w);
    let full = 16.0 * 0.95;
    for (n, share) in [(0, 0.0), (1, 0.6), (2, 0.68), (4, 0.76), (32, 1.0), (5000, 1.0)] {
        assert!((of(n) - full * share).abs() < 1e-4, "{n}");
    }
}

#[test]
fn unknown_is_not_green() {
    let w = weights();
    let low = score(&[], &Coverage::uniform(0.49), &w);
    assert_eq!(low.value, None);
    let half = score(&[], &Coverage::uniform(0.5), &w);
    // 100 · 0.95^9
    assert_eq!((half.value, half.floor), (Some(100), 63));
    let one_blind = Dimension::ALL.iter().map(|&d| (d, f64::from(d != Dimension::State)));
    let blind = score(&[], &one_blind.collect(), &w);
    assert_eq!((blind.value, blind.floor), (Some(100), 90));
    assert!((blind.coverage - 0.889).abs() < 1e-9);
}

#[test]
fn text_alone_sets_no_cap() {
    let mut guess = concern("b", Grade::Blocker, 1);
    guess.confidence = 0.5;
    assert_eq!(full(&[guess]).cap, None);
}

proptest! {
    #[test]
    fn bounded_and_every_cut_is_a_declared_cap(list in concerns()) {
        let s = full(&list);
        let value = s.value.unwrap();
        prop_assert!(value <= 100 && s.floor <= value && s.before_caps <= 100.0);
        match &s.cap {
            None => prop_assert!((f64::from(value) - s.before_caps).abs() <= 0.56),
            Some(cap) => {
                prop_assert!(value <= cap.at);
                prop_assert!(cap.at == 39 || cap.at == 79);
                let responsible = list.iter().any(|c| c.rule == cap.rule && c.is_open() && c.confidence >= 0.75
                    && c.grade == if cap.at == 39 { Grade::Blocker } else { Grade::Hard });
                prop_assert!(responsible);
            }
        }
    }

    #[test]
    fn one_more_concern_never_helps(list in concerns(), more in any_concern()) {
        let mut longer = list.clone();
        longer.push(more);
        prop_assert!(r(&longer) <= r(&list));
        prop_assert!(rank(&longer) >= rank(&list));
        prop_assert!(full(&longer).burden >= full(&list).burden);
    }

    #[test]
    fn a_larger_concern_never_helps(
        list in concerns(), mut one in any_concern(), places in 0_u32..100, grade in 0_usize..5, surer in 0.0..0.5_f64,
    ) {
        let with = |c: &Concern| { let mut l = list.clone(); l.push(c.clone()); l };
        let before = with(&one);
        one.occurrences += places;
        let spread = with(&one);
        prop_assert!(r(&spread) <= r(&before) && rank(&spread) >= rank(&before));
        one.confidence = (one.confidence + surer).min(1.0);
        let sure = with(&one);
        prop_assert!(r(&sure) <= r(&spread) && rank(&sure) >= rank(&spread));
        one.grade = one.grade.max(GRADES[grade]);
        let worse = with(&one);
        prop_assert!(r(&worse) <= r(&sure) && rank(&worse) >= rank(&sure));
    }

    #[test]
    fn the_laws_hold_for_any_weights_that_can_be_loaded(
        list in concerns(), mut one in any_concern(), places in 0_u32..100,
        mut points in proptest::array::uniform4(0.0..1000.0_f64), first in 0.0..=1.0_f64, doublings in 1.0..32.0_f64,
        half_life in 1.0..1000.0_f64, mut caps in proptest::array::uniform2(0_u32..=100), sure in 0.0..=1.0_f64,
    ) {
        points.sort_by(f64::total_cmp);
        caps.sort_unstable();
        let text = format!(
            "[severity]\nadvisory = {}\nmandatory = {}\nhard = {}\nblocker = {}\n\
             [spread]\nfirst = {first}\ndoublings = {doublings}\n[score]\nhalf_life = {half_life}\n\
             [caps]\nblocker = {}\nhard = {}\nconfidence = {sure}\n",
            points[0], points[1], points[2], points[3], caps[0], caps[1],
        );
        let own = Weights::load(&text, "own.toml").unwrap();
        let r = |l: &[Concern]| score(l, &Coverage::uniform(1.0), &own).value.unwrap();
        let with = |c: &Concern| { let mut l = list.clone(); l.push(c.clone()); l };
        let (without, before) = (r(&list), r(&with(&one)));
        prop_assert!(without <= 100 && before <= without);
        prop_assert_eq!(points_back(&with(&one), |c| *c == one, &own) + before, r(&list.iter().filter(|c| **c != one).cloned().collect::<Vec<_>>()));
        one.occurrences += places;
        prop_assert!(r(&with(&one)) <= before);
    }

    #[test]
    fn order_does_not_matter(list in concerns().prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle()))) {
        prop_assert_eq!(full(&list.0), full(&list.1));
    }

    #[test]
    fn positive_evidence_changes_nothing(list in concerns(), mut good in any_concern()) {
        good.grade = Grade::Positive;
        let mut longer = list.clone();
        longer.push(good);
        prop_assert_eq!(full(&longer), full(&list));
        prop_assert_eq!(rank(&longer), rank(&list));
    }

    #[test]
    fn places_outside_of_production_change_nothing(list in concerns(), mut test in any_concern()) {
        test.occurrences = 0;
        let mut longer = list.clone();
        longer.push(test);
        prop_assert_eq!(full(&longer), full(&list));
    }

    #[test]
    fn points_back_are_the_difference_of_two_scores(list in concerns(), solved in any::<u32>()) {
        let chosen = |c: &Concern| u64::from(solved) >> (c.rule.len() as u64 + u64::from(c.effort)) & 1 == 1;
        let rest: Vec<Concern> = list.iter().filter(|c| !chosen(c)).cloned().collect();
        prop_assert_eq!(points_back(&list, chosen, &weights()), r(&rest) - r(&list));
        prop_assert_eq!(points_back(&list, |_| true, &weights()), 100 - r(&list));
    }

    #[test]
    fn dimensions_multiply_to_the_whole(list in concerns()) {
        let s = full(&list);
        let sum: f64 = s.dimensions.iter().map(|d| d.burden).sum();
        prop_assert!((sum - s.burden).abs() < 1e-3);
    }

    #[test]
    fn coverage_moves_the_floor_and_never_the_number(list in concerns(), a in 0.5..1.0_f64, b in 0.5..1.0_f64) {
        let of = |share| score(&list, &Coverage::uniform(share), &weights());
        let (low, high) = (of(a.min(b)), of(a.max(b)));
        prop_assert_eq!(low.value, high.value);
        prop_assert!(low.floor <= high.floor);
    }
}
