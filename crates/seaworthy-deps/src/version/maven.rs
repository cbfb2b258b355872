//! Maven's order of versions (`ComparableVersion` of Maven 3.8) and its ranges.
//!
//! A version is cut at dots, hyphens and between digits and letters. A hyphen, and the change between digits and
//! letters, opens a list inside of the list before it, so a version is a chain of lists, each the last entry of the one
//! before. Zeros, empty qualifiers and empty lists at the end of a list do not count: `1` = `1.0` = `1-ga`.

use std::cmp::Ordering;
use std::fmt;

/// Qualifiers in their order; the empty one stands for the release itself.
const QUALIFIERS: [&str; 7] = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
/// The place of the release itself in [`QUALIFIERS`].
const RELEASE: usize = 5;

/// A version that can be compared with others. Versions that Maven takes for the same are equal: `1.0` and `1`.
#[derive(Clone, Debug)]
pub struct Version {
    text: String,
    /// The chain of lists, the outer one first.
    lists: Vec<Vec<Item>>,
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    /// Digits without leading zeros; empty for zero. Numbers may have any length.
    Number(String),
    /// Index in [`QUALIFIERS`], or its length for any other, which are ordered by their text.
    Qualifier(usize, String),
}

impl Item {
    fn number(digits: &str) -> Self {
        Self::Number(digits.trim_start_matches('0').to_owned())
    }

    fn qualifier(text: &str, before_digit: bool) -> Self {
        let name = match text {
            "a" if before_digit => "alpha",
            "b" if before_digit => "beta",
            "m" if before_digit => "milestone",
            "ga" | "final" | "release" => "",
            "cr" => "rc",
            other => other,
        };
        match QUALIFIERS.iter().position(|q| *q == name) {
            Some(index) => Self::Qualifier(index, String::new()),
            None => Self::Qualifier(QUALIFIERS.len(), name.to_owned()),
        }
    }

    fn is_null(&self) -> bool {
        match self {
            Self::Number(digits) => digits.is_empty(),
            Self::Qualifier(index, _) => *index == RELEASE,
        }
    }

    /// Against nothing.
    fn cmp_null(&self) -> Ordering {
        match self {
            Self::Number(digits) if digits.is_empty() => Ordering::Equal,
            Self::Number(_) => Ordering::Greater,
            Self::Qualifier(index, _) => index.cmp(&RELEASE),
        }
    }

    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            (Self::Number(_), Self::Qualifier(..)) => Ordering::Greater,
            (Self::Qualifier(..), Self::Number(_)) => Ordering::Less,
            (Self::Qualifier(i, a), Self::Qualifier(j, b)) => i.cmp(j).then_with(|| a.cmp(b)),
        }
    }

    /// Against a list.
    fn cmp_list(&self) -> Ordering {
        match self {
            Self::Number(_) => Ordering::Greater,
            Self::Qualifier(..) => Ordering::Less,
        }
    }
}

/// Collects the chain of lists.
struct Builder {
    lists: Vec<Vec<Item>>,
}

impl Builder {
    fn push(&mut self, item: Item) {
        if let Some(last) = self.lists.last_mut() {
            last.push(item);
        }
    }

    /// Letters after a dot are taken as letters after a hyphen, `1.0.x1` as `1.0-x1`, unless another dot or hyphen
    /// follows them.
    fn open_for_letters(&mut self) {
        if self.lists.last().is_some_and(|list| !list.is_empty()) {
            self.lists.push(Vec::new());
        }
    }

    fn part(&mut self, text: &str, digits: bool) {
        self.push(if text.is_empty() {
            Item::Number(String::new())
        } else if digits {
            Item::number(text)
        } else {
            Item::qualifier(text, false)
        });
    }
}

impl Version {
    /// Reads a version; every text is one.
    pub fn new(text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut builder = Builder { lists: vec![Vec::new()] };
        let mut start = 0;
        let mut digits = false;
        for (at, c) in lower.char_indices() {
            let part = lower.get(start..at).unwrap_or("");
            match c {
                '.' | '-' => {
                    builder.part(part, digits);
                    start = at + 1;
                    if c == '-' {
                        builder.lists.push(Vec::new());
                    }
                }
                _ => {
                    let digit = c.is_ascii_digit();
                    if digit != digits && !part.is_empty() {
                        if !digits {
                            builder.open_for_letters();
                        }
                        builder.push(if digits {
                            Item::number(part)
                        } else {
                            Item::qualifier(part, true)
                        });
                        start = at;
                        builder.lists.push(Vec::new());
                    }
                    digits = digit;
                }
            }
        }
        if let Some(rest) = lower.get(start..).filter(|rest| !rest.is_empty()) {
            if !digits {
                builder.open_for_letters();
            }
            builder.part(rest, digits);
        }
        Self { text: text.to_owned(), lists: normal(builder.lists) }
    }

    /// The version as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Drops what does not count at the end of each list, innermost first.
fn normal(mut lists: Vec<Vec<Item>>) -> Vec<Vec<Item>> {
    for list in &mut lists {
        while list.last().is_some_and(Item::is_null) {
            list.pop();
        }
    }
    // A list is empty where it has no entries and no list follows in it.
    while lists.last().is_some_and(Vec::is_empty) {
        lists.pop();
    }
    lists
}

/// The rest of a chain against nothing: the first entry that counts decides.
fn cmp_null(list: &[Item], below: &[Vec<Item>]) -> Ordering {
    list.iter()
        .chain(below.iter().flatten())
        .map(Item::cmp_null)
        .find(|o| o.is_ne())
        .unwrap_or(Ordering::Equal)
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut left, mut right) = (self.lists.as_slice(), other.lists.as_slice());
        loop {
            let (a, left_below) = left.split_first().map_or((&[][..], left), |(a, b)| (a, b));
            let (b, right_below) = right.split_first().map_or((&[][..], right), |(a, b)| (a, b));
            let common = a.len().min(b.len());
            let decided = a.iter().zip(b).map(|(x, y)| x.cmp(y)).find(|o| o.is_ne());
            if let Some(decided) = decided {
                return decided;
            }
            let (a, b) = (a.get(common..).unwrap_or(&[]), b.get(common..).unwrap_or(&[]));
            match (a.first(), b.first()) {
                // Where one list has an entry the other may have its inner list.
                (Some(item), None) if !right_below.is_empty() => return item.cmp_list(),
                (None, Some(item)) if !left_below.is_empty() => return item.cmp_list().reverse(),
                (Some(_), _) => return cmp_null(a, left_below),
                (_, Some(_)) => return cmp_null(b, right_below).reverse(),
                (None, None) => {}
            }
            match (left_below.is_empty(), right_below.is_empty()) {
                (true, true) => return Ordering::Equal,
                (false, true) => return cmp_null(&[], left_below),
                (true, false) => return cmp_null(&[], right_below).reverse(),
                (false, false) => (left, right) = (left_below, right_below),
            }
        }
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A hard requirement: `[1.0]`, `[1.0,2.0)`, `(,1.0],[1.2,)`. A plain version is none: it only is what is taken where
/// nothing nearer asks for another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRange {
    intervals: Vec<Interval>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Interval {
    lower: Option<Bound>,
    upper: Option<Bound>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Bound {
    version: Version,
    inclusive: bool,
}

impl VersionRange {
    /// Reads a range; `None` for a plain version and for what Maven refuses.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let mut intervals = Vec::new();
        while rest.starts_with(['[', '(']) {
            let end = rest.find([']', ')'])?;
            intervals.push(Interval::parse(rest.get(..=end)?)?);
            rest = rest.get(end + 1..)?.trim_start();
            if let Some(next) = rest.strip_prefix(',') {
                rest = next.trim_start();
                if rest.is_empty() {
                    return None;
                }
            }
        }
        (rest.is_empty() && !intervals.is_empty()).then_some(Self { intervals })
    }

    /// Whether it allows a version.
    pub fn contains(&self, version: &Version) -> bool {
        self.intervals.iter().any(|interval| interval.contains(version))
    }

    /// The highest of some versions that it allows.
    pub fn highest<'v>(&self, versions: impl IntoIterator<Item = &'v str>) -> Option<&'v str> {
        versions
            .into_iter()
            .map(|text| (Version::new(text), text))
            .filter(|(version, _)| self.contains(version))
            .max()
            .map(|(_, text)| text)
    }
}

impl Interval {
    /// Reads `[a,b)` with its brackets.
    fn parse(text: &str) -> Option<Self> {
        let lower_inclusive = text.starts_with('[');
        let upper_inclusive = text.ends_with(']');
        let inner = text.get(1..text.len().checked_sub(1)?)?;
        let bound = |text: &str, inclusive| {
            let text = text.trim();
            (!text.is_empty()).then(|| Bound { version: Version::new(text), inclusive })
        };
        let Some((low, high)) = inner.split_once(',') else {
            let exact = bound(inner, true).filter(|_| lower_inclusive && upper_inclusive)?;
            return Some(Self { lower: Some(exact.clone()), upper: Some(exact) });
        };
        if high.contains(',') {
            return None;
        }
        let interval =
            Self { lower: bound(low, lower_inclusive), upper: bound(high, upper_inclusive) };
        let crossed = match (&interval.lower, &interval.upper) {
            (Some(low), Some(high)) => low.version > high.version,
            _ => false,
        };
        (!crossed).then_some(interval)
    }

    fn contains(&self, version: &Version) -> bool {
        let above = self.lower.as_ref().is_none_or(|low| match low.version.cmp(version) {
            Ordering::Less => true,
            Ordering::Equal => low.inclusive,
            Ordering::Greater => false,
        });
        let below = self.upper.as_ref().is_none_or(|high| match version.cmp(&high.version) {
            Ordering::Less => true,
            Ordering::Equal => high.inclusive,
            Ordering::Greater => false,
        });
        above && below
    }
}

#[cfg(test)]
mod tests;
