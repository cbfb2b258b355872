//! The readiness score: burden points, a half-life, two declared caps, and a floor for what was not read.

use seaworthy_rules::{Dimension, Grade};

use crate::{Cap, Concern, Coverage, DimensionScore, Score, Weights};

/// Burden in millionths of a point. Whole numbers add up to the same sum in any order.
pub(crate) type MicroPoints = u64;

const MICRO: f64 = 1e6;

/// The burden of one concern in points.
pub fn burden(concern: &Concern, weights: &Weights) -> f64 {
    points(micro_burden(concern, concern.occurrences, weights))
}

/// The burden that the concern would have at `occurrences` places.
pub(crate) fn micro_burden(concern: &Concern, occurrences: u32, weights: &Weights) -> MicroPoints {
    if occurrences == 0 {
        return 0;
    }
    let spread = &weights.spread;
    let doublings = (f64::from(occurrences).log2() / spread.doublings).min(1.0);
    let growth = spread.first + (1.0 - spread.first) * doublings;
    let confidence = concern.confidence.clamp(0.0, 1.0);
    (weights.severity.of(concern.grade) * confidence * growth * MICRO).round() as MicroPoints
}

pub(crate) fn points(micro: MicroPoints) -> f64 {
    // Four decimals: a reader who adds up thousands of burdens still arrives at the printed sum.
    (micro as f64 / MICRO * 1e4).round() / 1e4
}

/// What R depends on; taking places away needs no second look at the other concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    micro: MicroPoints,
    blockers: u32,
    hards: u32,
}

impl Tally {
    pub(crate) fn of(concerns: &[Concern], weights: &Weights) -> Self {
        let mut tally = Self::default();
        for concern in concerns {
            tally.micro += micro_burden(concern, concern.occurrences, weights);
            tally.blockers += u32::from(caps(concern, Grade::Blocker, weights));
            tally.hards += u32::from(caps(concern, Grade::Hard, weights));
        }
        tally
    }

    /// The tally after `solved` places of one of its concerns are gone.
    pub(crate) fn without(self, concern: &Concern, solved: u32, weights: &Weights) -> Self {
        let left = concern.occurrences.saturating_sub(solved);
        let gone = left == 0;
        let before = micro_burden(concern, concern.occurrences, weights);
        let after = micro_burden(concern, left, weights);
        Self {
            micro: (self.micro + after).saturating_sub(before),
            blockers: self
                .blockers
                .saturating_sub(u32::from(gone && caps(concern, Grade::Blocker, weights))),
            hards: self
                .hards
                .saturating_sub(u32::from(gone && caps(concern, Grade::Hard, weights))),
        }
    }

    /// R0: before the caps.
    fn uncapped(self, weights: &Weights) -> f64 {
        halved(self.micro, weights)
    }

    fn cap(self, weights: &Weights) -> Option<(Grade, u32)> {
        if self.blockers > 0 {
            Some((Grade::Blocker, weights.caps.blocker))
        } else if self.hards > 0 {
            Some((Grade::Hard, weights.caps.hard))
        } else {
            None
        }
    }

    /// R.
    pub(crate) fn readiness(self, weights: &Weights) -> u32 {
        let cap = self.cap(weights).map_or(100, |(_, at)| at);
        self.uncapped(weights).min(f64::from(cap)).round() as u32
    }
}

fn halved(micro: MicroPoints, weights: &Weights) -> f64 {
    100.0 * (-(micro as f64 / MICRO) / weights.score.half_life).exp2()
}

fn caps(concern: &Concern, grade: Grade, weights: &Weights) -> bool {
    concern.is_open() && concern.grade == grade && concern.confidence >= weights.caps.confidence
}

/// The score of a component from its concerns, each rule at most once, in any order.
pub fn score(concerns: &[Concern], coverage: &Coverage, weights: &Weights) -> Score {
    let tally = Tally::of(concerns, weights);
    let readiness = tally.readiness(weights);
    let dimensions = Dimension::ALL
        .iter()
        .map(|&dimension| {
            let micro: MicroPoints = concerns
                .iter()
                .filter(|c| c.dimension == dimension)
                .map(|c| micro_burden(c, c.occurrences, weights))
                .sum();
            DimensionScore {
                dimension,
                score: tenth(halved(micro, weights)),
                burden: points(micro),
                coverage: thousandth(coverage.of(dimension)),
            }
        })
        .collect();
    let floor = Dimension::ALL.iter().fold(f64::from(readiness), |rest, &d| {
        rest * (1.0 - weights.coverage.floor_loss * (1.0 - coverage.of(d)))
    });
    // As it is shown, so that a reader who compares it with the limits arrives at the same answer.
    let mean = thousandth(coverage.mean());
    Score {
        value: (mean >= weights.coverage.not_assessed_below).then_some(readiness),
        before_caps: tenth(tally.uncapped(weights)),
        floor: floor.round() as u32,
        coverage: mean,
        burden: points(tally.micro),
        dimensions,
        cap: tally.cap(weights).and_then(|(grade, at)| {
            heaviest(concerns, grade, weights).map(|c| Cap { at, rule: c.rule.clone() })
        }),
    }
}

/// The concern that answers for a cap: the heaviest, then the first by rule.
fn heaviest<'c>(concerns: &'c [Concern], grade: Grade, weights: &Weights) -> Option<&'c Concern> {
    concerns.iter().filter(|c| caps(c, grade, weights)).min_by_key(|c| {
        (std::cmp::Reverse(micro_burden(c, c.occurrences, weights)), c.rule.as_str())
    })
}

/// Points of R that come back when every concern for which `solved` holds is gone, caps included. Exact: it is the
/// difference of the two scores.
pub fn points_back(
    concerns: &[Concern],
    solved: impl Fn(&Concern) -> bool,
    weights: &Weights,
) -> u32 {
    let all = Tally::of(concerns, weights);
    let rest = concerns
        .iter()
        .filter(|c| solved(c))
        .fold(all, |tally, c| tally.without(c, c.occurrences, weights));
    rest.readiness(weights).saturating_sub(all.readiness(weights))
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn thousandth(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
