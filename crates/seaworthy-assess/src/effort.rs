//! Effort in person-days: three-point estimates added up with correlation, and a declared error of the model.

use seaworthy_rules::Remedy;

use crate::weights::ThreePoint;
use crate::{Concern, Effort, Weights};

/// What of a code base the effort depends on beside its concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SizeInfo {
    /// Lines of production code.
    pub production_lines: u64,
    /// Lines of test code.
    pub test_lines: u64,
    /// Components that are deployed.
    pub deployables: u32,
}

/// The effort of one code base: each rule at most once, with all of its places.
pub fn effort(concerns: &[Concern], size: &SizeInfo, weights: &Weights) -> Effort {
    let (test_factor, tests) = test_factor(size, weights);
    let mut open: Vec<&Concern> = concerns.iter().filter(|c| c.is_open()).collect();
    // Sorted, so that the floating-point sums below do not depend on the order of the input.
    open.sort_by(|a, b| {
        let key = |c: &Concern| (c.effort, c.remedy, c.occurrences);
        key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule))
    });
    let mut sum = Sum::default();
    for concern in &open {
        let places = effective_places(concern.occurrences, weights.effort.learning);
        let minutes = weights.site.of(concern.remedy);
        let days = std::array::from_fn(|i| {
            let site = minutes[i] * places / 60.0 / weights.effort.hours_per_day;
            (weights.design.of(concern.effort)[i] + site) * test_factor
        });
        sum.add(days);
    }
    for _ in 0..size.deployables {
        sum.add(weights.platform.image);
        sum.add(weights.platform.wiring);
    }
    let e = &weights.effort;
    let spread = e.deviations * sum.deviation(e.correlation);
    let days = |value: f64| (value.max(0.0) * e.team_factor * 10.0).round() / 10.0;
    Effort {
        low: days(e.low_factor * (sum.mean - spread)),
        likely: days(sum.mean),
        high: days(e.high_factor * (sum.mean + spread)),
        assumptions: assumptions(&open, size, &tests, weights),
    }
}

/// Σ i^-learning for i = 1..=n: places that still cost the full time after learning.
pub fn effective_places(n: u32, learning: f64) -> f64 {
    const EXACT: u32 = 4096;
    let term = |i: f64| i.powf(-learning);
    let exact: f64 = (1..=n.min(EXACT)).map(|i| term(f64::from(i))).sum();
    if n <= EXACT {
        return exact;
    }
    // The trapezium rule over the integral: off by less than a millionth here, whatever n.
    let (from, to) = (f64::from(EXACT), f64::from(n));
    let integral = if (1.0 - learning).abs() < 1e-9 {
        (to / from).ln()
    } else {
        (to.powf(1.0 - learning) - from.powf(1.0 - learning)) / (1.0 - learning)
    };
    exact + integral + (term(to) - term(from)) / 2.0
}

/// A sum of equally correlated estimates.
#[derive(Default)]
struct Sum {
    mean: f64,
    deviations: f64,
    variances: f64,
}

impl Sum {
    fn add(&mut self, [optimistic, likely, pessimistic]: ThreePoint) {
        let deviation = (pessimistic - optimistic) / 6.0;
        self.mean += (optimistic + 4.0 * likely + pessimistic) / 6.0;
        self.deviations += deviation;
        self.variances += deviation * deviation;
    }

    /// σ² = Σσᵢ² + 2ρ ΣΣ_{i<j} σᵢσⱼ, with the double sum written as (Σσᵢ)² − Σσᵢ².
    fn deviation(&self, correlation: f64) -> f64 {
        let pairs = self.deviations * self.deviations - self.variances;
        (self.variances + correlation * pairs).max(0.0).sqrt()
    }
}

fn test_factor(size: &SizeInfo, weights: &Weights) -> (f64, String) {
    let t = &weights.tests;
    let share = if size.production_lines == 0 {
        0.0
    } else {
        size.test_lines as f64 / size.production_lines as f64
    };
    let factor = if share >= t.good_from {
        t.good_factor
    } else if share >= t.some_from {
        t.some_factor
    } else {
        t.few_factor
    };
    let text = format!(
        "Work on concerns × {factor}: {share:.2} lines of tests per line of production code."
    );
    (factor, text)
}

fn assumptions(open: &[&Concern], size: &SizeInfo, tests: &str, weights: &Weights) -> Vec<String> {
    let e = &weights.effort;
    let mut list = vec![
        "The model is uncalibrated: it was not fitted to finished migrations, and is probably high for small demos."
            .to_owned(),
        format!(
            "A day has {} productive hours; doubling the places of a concern costs about {:.1} times.",
            e.hours_per_day,
            2.0_f64.powf(1.0 - e.learning)
        ),
        tests.to_owned(),
        format!("Errors of estimates move together with a correlation of {}.", e.correlation),
        format!(
            "The range is {} of P10 to {} of P90 to allow for the model's own error.",
            e.low_factor, e.high_factor
        ),
    ];
    if size.deployables > 0 {
        list.push(format!(
            "Image, manifests, pipeline, probes and logging are counted once for each of {} deployed {}.",
            size.deployables,
            if size.deployables == 1 { "component" } else { "components" }
        ));
    }
    let unanswered = open.iter().filter(|c| c.remedy == Remedy::None).count();
    if unanswered > 0 {
        list.push(format!(
            "{unanswered} without a known container answer count with their design effort only."
        ));
    }
    if (e.team_factor - 1.0).abs() > f64::EPSILON {
        list.push(format!("All × {} for the team.", e.team_factor));
    }
    list.push("Not counted: data migration, licences, training, approvals.".to_owned());
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::concern;
    use proptest::prelude::*;
    use seaworthy_rules::Grade;

    fn weights() -> Weights {
        Weights::load("", "").unwrap()
    }

    const TESTED: SizeInfo = SizeInfo { production_lines: 1000, test_lines: 500, deployables: 1 };

    #[test]
    fn the_platform_alone() {
        let e = effort(&[], &TESTED, &weights());
        // μ = (1+8+4)/6 + (.5+4+2)/6 = 3.25; σᵢ = .5, .25; σ² = .3125 + 2·.3·.125 = .3875.
        assert!((e.likely - 3.3).abs() < 0.051);
        assert!((e.low - 0.6 * (3.25 - 1.28 * 0.387_5_f64.sqrt())).abs() < 0.051);
        assert!((e.high - 1.6 * (3.25 + 1.28 * 0.387_5_f64.sqrt())).abs() < 0.051);
    }

    #[test]
    fn a_small_clean_application_takes_two_to_eight_days() {
        let mut m = concern("m", Grade::Mandatory, 1);
        (m.effort, m.remedy) = (2, Remedy::Config);
        let mut a = concern("a", Grade::Advisory, 1);
        (a.effort, a.remedy) = (1, Remedy::Config);
        let e = effort(&[m, a], &TESTED, &weights());
        assert_eq!((e.low.round(), e.likely.round(), e.high.round()), (2.0, 4.0, 8.0));
    }

    #[test]
    fn learning_makes_doubling_cost_one_point_six() {
        let ratio = effective_places(64, 0.32) / effective_places(32, 0.32);
        assert!((1.55..1.65).contains(&ratio), "{ratio}");
        assert!((effective_places(1, 0.32) - 1.0).abs() < 1e-12);
        let brute: f64 = (1..=100_000).map(|i| f64::from(i).powf(-0.32)).sum();
        assert!((effective_places(100_000, 0.32) - brute).abs() < 1e-3);
        assert!(effective_places(u32::MAX, 1.0).is_finite());
    }

    #[test]
    fn few_tests_make_concerns_dearer_but_not_the_platform() {
        let c = [concern("x", Grade::Hard, 4)];
        let likely = |test_lines| effort(&c, &SizeInfo { test_lines, ..TESTED }, &weights()).likely;
        assert!(likely(0) > likely(100) && likely(100) > likely(500));
        let bare = |test_lines| effort(&[], &SizeInfo { test_lines, ..TESTED }, &weights()).likely;
        assert!((bare(0) - bare(500)).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn more_places_never_cost_less_and_the_range_is_in_order(
            n in 1_u32..100_000, more in 0_u32..1000, effort_points in 0_u8..20, test_lines in 0_u64..2000,
        ) {
            let w = weights();
            let size = SizeInfo { test_lines, ..TESTED };
            let mut c = concern("c", Grade::Mandatory, n);
            c.effort = effort_points;
            let before = effort(std::slice::from_ref(&c), &size, &w);
            c.occurrences += more;
            let after = effort(&[c], &size, &w);
            prop_assert!(after.likely >= before.likely);
            prop_assert!(after.low <= after.likely && after.likely <= after.high);
            prop_assert!(after.low >= 0.0);
        }
    }
}
