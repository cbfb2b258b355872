//! Versions as Konveyor compares them: the rules of hashicorp/go-version, which are neither Maven's nor SemVer's.

use std::cmp::Ordering;
use std::sync::LazyLock;

use regex::Regex;

/// A version that go-version can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    /// At least three numbers, as many as written where there are more.
    segments: Vec<i64>,
    /// What follows the numbers, with or without `-`; mostly empty.
    prerelease: String,
}

/// The grammar of go-version. A prerelease needs no dash where it starts with a letter (`5.0M1`), and it may not start
/// after a dot (`5.0.Final` is no version).
static GRAMMAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^v?([0-9]+(?:\.[0-9]+)*?)",
        r"(?:-([0-9]+[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*)|-?([A-Za-z\-~]+[0-9A-Za-z\-~]*(?:\.[0-9A-Za-z\-~]+)*))?",
        r"(?:\+[0-9A-Za-z\-~]+(?:\.[0-9A-Za-z\-~]+)*)?$",
    ))
    .ok()
});

/// Numbers with any single character between them, as Konveyor picks them out of what is no version.
static NUMERIC_RUN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(v?)([0-9]+(?:.[0-9]+)*)").ok());

impl Version {
    /// Reads a version strictly.
    fn parse(text: &str) -> Option<Self> {
        let found = GRAMMAR.as_ref()?.captures(text)?;
        let mut segments = found
            .get(1)?
            .as_str()
            .split('.')
            .map(|part| part.parse::<i64>().ok())
            .collect::<Option<Vec<_>>>()?;
        if segments.len() < 3 {
            segments.resize(3, 0);
        }
        let prerelease = found.get(3).or_else(|| found.get(2)).map_or("", |m| m.as_str());
        Some(Self { segments, prerelease: prerelease.to_owned() })
    }

    /// Reads a version, or else the first run of numbers in it (`5.3.6.Final`, `2.2.1.RELEASE`). What has no numbers, or
    /// has them after a `v` without being a version, is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| {
            let run = NUMERIC_RUN.as_ref()?.captures(text)?;
            run.get(1)?.is_empty().then(|| Self::parse(run.get(2)?.as_str()))?
        })
    }

    fn compare(&self, other: &Self) -> Ordering {
        if self.segments == other.segments {
            return match (self.prerelease.is_empty(), other.prerelease.is_empty()) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                (false, false) => compare_prereleases(&self.prerelease, &other.prerelease),
            };
        }
        let longest = self.segments.len().max(other.segments.len());
        (0..longest)
            .map(|i| {
                let part = |v: &Self| v.segments.get(i).copied().unwrap_or(0);
                part(self).cmp(&part(other))
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// Whether a version may be held against a bound at all: one with a prerelease only against a bound that has one,
    /// too, and the same numbers.
    fn comparable_with(&self, bound: &Self) -> bool {
        match (self.prerelease.is_empty(), bound.prerelease.is_empty()) {
            (false, false) => self.segments == bound.segments,
            (false, true) => false,
            (true, _) => true,
        }
    }
}

fn compare_prereleases(a: &str, b: &str) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    let (mut left, mut right) = (a.split('.'), b.split('.'));
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (l, r) => compare_part(l.unwrap_or(""), r.unwrap_or("")),
        };
        if order.is_ne() {
            return order;
        }
    }
}

fn compare_part(a: &str, b: &str) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    let (left, right) = (a.parse::<i64>().ok(), b.parse::<i64>().ok());
    match (left, right) {
        // A missing part is lower than a number and higher than a word.
        (_, other) if a.is_empty() => {
            if other.is_some() {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (other, _) if b.is_empty() => {
            if other.is_some() {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

/// Both bounds, inclusive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    lower: Option<Version>,
    upper: Option<Version>,
}

impl Bounds {
    /// Reads bounds; an empty text is none.
    ///
    /// # Errors
    /// The text that is no version.
    pub(super) fn read<'t>(lower: &'t str, upper: &'t str) -> Result<Self, &'t str> {
        let bound = |text: &'t str| match text {
            "" => Ok(None),
            text => Version::read(text).map(Some).ok_or(text),
        };
        Ok(Self { lower: bound(lower)?, upper: bound(upper)? })
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.lower.is_none() && self.upper.is_none()
    }

    /// Whether every version without a qualifier lies within.
    pub(super) fn hold_always(&self) -> bool {
        self.upper.is_none()
            && self.lower.as_ref().is_none_or(|lower| lower.segments.iter().all(|&n| n == 0))
    }

    /// Whether the version lies within.
    pub(super) fn hold(&self, version: &Version) -> bool {
        let holds = |bound: &Option<Version>, wrong: Ordering| {
            bound.as_ref().is_none_or(|b| version.comparable_with(b) && version.compare(b) != wrong)
        };
        holds(&self.lower, Ordering::Less) && holds(&self.upper, Ordering::Greater)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn within(version: &str, lower: &str, upper: &str) -> bool {
        Bounds::read(lower, upper).unwrap().hold(&Version::read(version).unwrap())
    }

    #[test]
    fn words_after_a_dot_are_cut_off() {
        assert_eq!(Version::read("5.3.6.Final"), Version::read("5.3.6"));
        assert_eq!(Version::read("2.2.1.RELEASE"), Version::read("2.2.1"));
        assert_eq!(Version::read("Finchley.SR2"), Version::read("2"));
        assert_eq!(Version::read("latest"), None);
        assert_eq!(Version::read("v1.2.Final"), None);
        assert_eq!(Version::read("99999999999999999999"), None);
        assert_eq!(Version::read("v1.2.3+incompatible"), Version::read("1.2.3"));
    }

    #[test]
    fn bounds_are_inclusive_and_missing_numbers_are_zero() {
        assert!(within("4", "4.0.0", "4.0.0"));
        assert!(within("4.0.0.0", "4.0.0", "4.0.0"));
        assert!(within("4.10.1", "4.9", "5"));
        assert!(!within("4.8.9.9", "4.9", ""));
        assert!(!within("5.0.1", "", "5"));
    }

    #[test]
    fn prereleases_meet_no_plain_bound() {
        assert!(!within("5.0.0-M1", "4.0.0", ""));
        assert!(!within("5.0M1", "4.0.0", ""));
        assert!(!within("31.1-jre", "4.0.0", "99"));
        assert!(within("5.0.0-M2", "5.0.0-M1", ""));
        assert!(!within("5.0.1-M2", "5.0.0-M1", ""));
        assert!(within("5.0.0", "5.0.0-M1", ""));
        assert!(!within("1.0.0-rc.2", "1.0.0-rc.10", ""));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in ".{0,30}") {
            let _ = Version::read(&text);
        }

        #[test]
        fn every_version_lies_between_itself_and_itself(text in r"[0-9]{1,3}(\.[0-9]{1,3}){0,4}(-[a-z]{1,3}[0-9]?)?") {
            prop_assert!(within(&text, &text, &text));
        }

        #[test]
        fn comparing_turns_round(
            a in r"[0-9]{1,2}(\.[0-9]{1,2}){0,3}(-[a-z0-9]{1,3}(\.[a-z0-9]{1,2})?)?",
            b in r"[0-9]{1,2}(\.[0-9]{1,2}){0,3}(-[a-z0-9]{1,3}(\.[a-z0-9]{1,2})?)?",
        ) {
            let (a, b) = (Version::read(&a).unwrap(), Version::read(&b).unwrap());
            prop_assert_eq!(a.compare(&b), b.compare(&a).reverse());
        }
    }
}
