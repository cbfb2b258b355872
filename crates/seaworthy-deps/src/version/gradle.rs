//! Gradle: its order of versions, what a requirement accepts, and rich versions.

use std::cmp::Ordering;

/// Words with a place of their own in the order, whatever their case: before all others, or after them.
const SPECIAL: &[(&str, i8)] =
    &[("dev", -1), ("rc", 1), ("snapshot", 2), ("final", 3), ("ga", 4), ("release", 5), ("sp", 6)];

/// One part of a version. The order of the variants is Gradle's: a word is below the end of the version, a number above.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Rank of special words, and of others their characters in Java's order.
    Word(i8, Vec<u16>),
    End,
    Number(i64),
}

/// The order of two versions. Parts are numbers or words, cut at `.`, `-`, `_`, `+` and between digits and others;
/// which separator stands between them does not matter. Where Gradle itself looks no further after special words that
/// differ in case only (`1-RC-1`, `1-rc-2`), the following parts decide, so that the order is one.
pub fn compare(a: &str, b: &str) -> Ordering {
    parts(a).cmp(&parts(b))
}

fn parts(version: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let (mut start, mut in_number) = (0, false);
    let mut push = |from: usize, to: usize| found.push(part(version.get(from..to).unwrap_or("")));
    for (at, c) in version.char_indices() {
        if matches!(c, '.' | '_' | '-' | '+') {
            push(start, at);
            (start, in_number) = (at + 1, false);
            continue;
        }
        if c.is_ascii_digit() != in_number && at > start {
            push(start, at);
            start = at;
        }
        in_number = c.is_ascii_digit();
    }
    if start < version.len() {
        push(start, version.len());
    }
    found.push(Part::End);
    found
}

/// A number past 63 bits is a word to Gradle, and so it is here.
fn part(text: &str) -> Part {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(number) = text.parse().ok().filter(|_| digits) {
        return Part::Number(number);
    }
    match SPECIAL.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)) {
        Some((_, rank)) => Part::Word(*rank, Vec::new()),
        None => Part::Word(0, text.encode_utf16().collect()),
    }
}

/// What versions a requirement accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// One version.
    Exact(String),
    /// `1.2.+`: versions that start so; empty for `+`.
    Prefix(String),
    /// `latest.release`, `latest.integration`: the status alone; which version that is only the repository knows.
    Latest(String),
    /// `[1.0,2.0)`, with Maven's brackets or Ivy's (`[1.0,2.0[`).
    Range {
        /// First version, and whether it is accepted itself.
        low: Option<(String, bool)>,
        /// Last version, and whether it is accepted itself.
        high: Option<(String, bool)>,
    },
}

impl Selector {
    /// Reads a requirement; what is no other form is one version.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if let Some(range) = range(text) {
            return range;
        }
        if let Some(status) = text.strip_prefix("latest.") {
            return Self::Latest(status.to_owned());
        }
        match text.strip_suffix('+') {
            Some(prefix) => Self::Prefix(prefix.to_owned()),
            None => Self::Exact(text.to_owned()),
        }
    }

    /// Whether more than one version can be meant.
    pub fn is_dynamic(&self) -> bool {
        !matches!(self, Self::Exact(_))
    }

    /// Whether a version fits; `None` where only the repository knows.
    pub fn accepts(&self, version: &str) -> Option<bool> {
        Some(match self {
            Self::Exact(one) => one == version,
            Self::Prefix(prefix) => version.starts_with(prefix.as_str()),
            Self::Latest(_) => return None,
            Self::Range { low, high } => {
                let above = low.as_ref().is_none_or(|(bound, included)| {
                    let order = compare(version, bound);
                    order == Ordering::Greater || (*included && order == Ordering::Equal)
                });
                let below = high.as_ref().is_none_or(|(bound, included)| {
                    let order = compare(version, bound);
                    // An excluded end takes its pre-releases with it.
                    (*included && order == Ordering::Equal)
                        || (order == Ordering::Less
                            && (*included || !version.starts_with(bound.as_str())))
                });
                above && below
            }
        })
    }
}

fn range(text: &str) -> Option<Selector> {
    let open = text.chars().next().filter(|c| matches!(c, '[' | ']' | '('))?;
    let close = text.chars().next_back().filter(|c| matches!(c, ']' | '[' | ')'))?;
    let inner = text.get(1..text.len().checked_sub(1)?)?;
    let bound = |text: &str, included: bool| {
        let text = text.trim();
        let plain = !text.contains(['[', ']', '(', ')', ',', ' ']);
        plain.then(|| (!text.is_empty()).then(|| (text.to_owned(), included)))
    };
    let Some((low, high)) = inner.split_once(',') else {
        let one = bound(inner, true)??;
        let closed = open == '[' && close == ']';
        return closed.then(|| Selector::Range { low: Some(one.clone()), high: Some(one) });
    };
    let (low, high) = (bound(low, open == '[')?, bound(high, close == ']')?);
    let ends = (low.is_some() || open == '(') && (high.is_some() || close == ')');
    (ends && (low.is_some() || high.is_some())).then_some(Selector::Range { low, high })
}

/// What a dependency says of its version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichVersion {
    /// Nothing else is accepted, even where other dependencies ask for more.
    pub strictly: Option<String>,
    /// At least this; the plain form.
    pub require: Option<String>,
    /// Taken where nothing else says more.
    pub prefer: Option<String>,
    /// Never taken.
    pub reject: Vec<String>,
}

impl RichVersion {
    /// Reads the short form: `1.7.15`, `[1.7,1.8[`, `1.7.15!!`, `[1.7,1.8[!!1.7.25`.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let stated = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        match text.split_once("!!") {
            Some((strictly, prefer)) => {
                Self { strictly: stated(strictly), prefer: stated(prefer), ..Self::default() }
            }
            None => Self { require: stated(text), ..Self::default() },
        }
    }

    /// The requirement that binds: strict, else required, else preferred.
    pub fn requirement(&self) -> Option<&str> {
        self.strictly.as_deref().or(self.require.as_deref()).or(self.prefer.as_deref())
    }

    /// The version that is taken where nobody else asks for another: the preferred one, or the binding one where it is a
    /// single version. `None` for a range or `+` without preference, and for what is rejected.
    pub fn version(&self) -> Option<&str> {
        let binding = self.requirement();
        let single = |text: &&str| !Selector::parse(text).is_dynamic();
        let preferred = self.prefer.as_deref().filter(|p| self.accepts(p) != Some(false));
        let version = preferred.filter(single).or(binding.filter(single))?;
        (!self.rejects(version)).then_some(version)
    }

    /// Whether a version may be taken. A plain single requirement accepts what is higher, too; `None` where only the
    /// repository knows.
    pub fn accepts(&self, version: &str) -> Option<bool> {
        if self.rejects(version) {
            return Some(false);
        }
        if let Some(strictly) = &self.strictly {
            return Selector::parse(strictly).accepts(version);
        }
        let Some(require) = &self.require else { return Some(true) };
        match Selector::parse(require) {
            Selector::Exact(one) => Some(compare(version, &one) != Ordering::Less),
            other => other.accepts(version),
        }
    }

    fn rejects(&self, version: &str) -> bool {
        self.reject.iter().any(|r| Selector::parse(r).accepts(version) == Some(true))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_documented_order() {
        let rising = [
            "1.0-dev",
            "1.0-ALPHA",
            "1.0-alpha",
            "1.0-zeta",
            "1.0-rc",
            "1.0-snapshot",
            "1.0-final",
            "1.0-ga",
            "1.0-release",
            "1.0-sp",
            "1.0",
            "1.0.0",
            "1.1.a",
            "1.1",
            "1.1.1",
            "1.10",
        ];
        assert!(rising.is_sorted_by(|a, b| compare(a, b) == Ordering::Less));
        for (a, b) in
            [("1.a.1", "1-a+1"), ("1a1", "1.a-1"), ("1.0-RC-1", "1.0.rc.1"), ("1.01", "1.1")]
        {
            assert_eq!(compare(a, b), Ordering::Equal, "{a} {b}");
        }
    }

    #[test]
    fn requirements_accept() {
        let accepts = |text, version| Selector::parse(text).accepts(version);
        assert_eq!(accepts("1.2.+", "1.2.9"), Some(true));
        assert_eq!(accepts("1.2.+", "1.20"), Some(false));
        assert_eq!(accepts("latest.release", "1"), None);
        assert_eq!(accepts("[1.0,2.0)", "1.9"), Some(true));
        assert_eq!(accepts("[1.0,2.0[", "2.0-rc1"), Some(false));
        assert_eq!(accepts("]1.0, 2.0]", "1.0"), Some(false));
        assert_eq!(accepts("(,2.0]", "2.0"), Some(true));
        assert_eq!(accepts("[1.5,)", "9"), Some(true));
        assert_eq!(accepts("[1.5]", "1.5"), Some(true));
        assert_eq!(Selector::parse("[,]"), Selector::Exact("[,]".to_owned()));
    }

    #[test]
    fn rich_versions_bind() {
        let rich = RichVersion::parse("[1.7,1.8[!!1.7.25");
        assert_eq!(rich.version(), Some("1.7.25"));
        assert_eq!(rich.accepts("1.8"), Some(false));
        assert_eq!(RichVersion::parse("1.7!!").accepts("1.8"), Some(false));
        assert_eq!(RichVersion::parse("1.7").accepts("1.8"), Some(true));
        assert_eq!(RichVersion::parse("1.+").version(), None);
        let without =
            RichVersion { reject: vec!["1.7.+".to_owned()], ..RichVersion::parse("1.7.1") };
        assert_eq!((without.version(), without.accepts("1.8")), (None, Some(true)));
    }

    proptest! {
        #[test]
        fn the_order_is_one(
            a in "[0-2.+_a-]{0,6}(rc|RC|sp|dev|final)?[0-2.-]{0,3}",
            b in "[0-2.+_a-]{0,6}(rc|RC|sp|dev|final)?[0-2.-]{0,3}",
            c in "[0-2.+_a-]{0,6}(rc|RC|sp|dev|final)?[0-2.-]{0,3}",
        ) {
            prop_assert_eq!(compare(&a, &a), Ordering::Equal);
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            if compare(&a, &b) != Ordering::Greater && compare(&b, &c) != Ordering::Greater {
                prop_assert_ne!(compare(&a, &c), Ordering::Greater);
            }
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,20}", other in "[\\[\\](),+.0-9a é]{0,12}") {
            compare(&text, &other);
            Selector::parse(&other).accepts(&text);
            RichVersion::parse(&other).version();
        }
    }
}
