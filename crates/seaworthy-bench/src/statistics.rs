//! Shares with their intervals.

use serde::Serialize;

/// Standard deviations that hold 95 % of a normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// So many of so many, with Wilson's interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// How many have the property.
    pub of: u32,
    /// How many were looked at.
    pub all: u32,
    /// `of` through `all`; 0 where none was looked at.
    pub share: f64,
    /// Lower end of the 95 % interval, from 0 to 1.
    pub low: f64,
    /// Upper end of the 95 % interval, from 0 to 1.
    pub high: f64,
}

impl Share {
    /// The share with its interval.
    pub fn new(of: u32, all: u32) -> Self {
        let (low, high) = wilson(of, all);
        let share = if all == 0 { 0.0 } else { f64::from(of) / f64::from(all) };
        Self { of, all, share, low, high }
    }

    /// `0.97 (0.91–0.99)`, or a dash where none was looked at.
    pub fn text(&self) -> String {
        if self.all == 0 {
            return "–".to_owned();
        }
        format!("{:.2} ({:.2}–{:.2})", self.share, self.low, self.high)
    }
}

/// Wilson's score interval at 95 %: lower and upper end, 0 and 1 where nothing was looked at. Unlike the simple interval
/// it stays between 0 and 1 and says something even of 5 out of 5.
pub fn wilson(of: u32, all: u32) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let n = f64::from(all);
    let share = f64::from(of.min(all)) / n;
    let z2 = Z * Z;
    let centre = share + z2 / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let below = 1.0 + z2 / n;
    (((centre - spread) / below).max(0.0), ((centre + spread) / below).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_intervals() {
        let close = |(low, high): (f64, f64), l: f64, h: f64| {
            assert!((low - l).abs() < 0.0005 && (high - h).abs() < 0.0005, "{low} {high}");
        };
        close(wilson(95, 100), 0.8882, 0.9785);
        close(wilson(5, 5), 0.5655, 1.0);
        close(wilson(0, 10), 0.0, 0.2775);
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_interval(all in 1u32..2000, of in 0u32..2000) {
            let share = Share::new(of.min(all), all);
            prop_assert!(0.0 <= share.low && share.low <= share.share + 1e-12);
            prop_assert!(share.share <= share.high + 1e-12 && share.high <= 1.0);
        }

        #[test]
        fn more_looks_make_it_narrower(of in 0u32..50, times in 2u32..20) {
            let (low, high) = wilson(of, 50);
            let (l, h) = wilson(of * times, 50 * times);
            prop_assert!(h - l < high - low);
        }
    }
}
