//! Versions, as far as rules compare them.

use std::cmp::Ordering;

/// A version, or the lower bound of a requirement: numeric segments and whether it comes before the release.
///
/// One simple order for all ecosystems: segments as numbers (missing ones are 0), then pre-releases before
/// the release. Qualifiers such as `Final`, `GA`, `RELEASE`, `jre8` do not count.
#[derive(Clone, Debug)]
pub struct Version {
    segments: Vec<u64>,
    /// Stage and number of a pre-release: `(3, 1)` for `rc1`.
    before_release: Option<(u8, u64)>,
}

impl Version {
    /// Reads a version or a requirement; `None` for anything that gives no lower bound.
    pub fn parse(text: &str) -> Option<Self> {
        text.split("||").filter_map(lower_bound).min()
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.segments.len().max(other.segments.len());
        let at = |v: &Self, i: usize| v.segments.get(i).copied().unwrap_or(0);
        (0..length).map(|i| at(self, i).cmp(&at(other, i))).find(|o| o.is_ne()).unwrap_or_else(
            || match (&self.before_release, &other.before_release) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(a), Some(b)) => a.cmp(b),
            },
        )
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

/// The lower bound of one alternative: `^4.17.1`, `~> 5.2`, `>=2,<3`, `[1.2,2.0)`, `1.4 - 1.9`, `v1.2.3`.
fn lower_bound(text: &str) -> Option<Version> {
    let text = text.trim();
    if let Some(range) = text.strip_prefix(['[', '(']) {
        let low = range.split([',', ']', ')']).next()?;
        return plain(low.trim());
    }
    // `>= 2.0` is one constraint, `>=2 <3` are two.
    let mut rest = text;
    while !rest.is_empty() {
        let operator_end = rest
            .find(|c: char| !matches!(c, '<' | '>' | '=' | '~' | '^' | '!'))
            .unwrap_or(rest.len());
        let (operator, tail) = rest.split_at(operator_end);
        let tail = tail.trim_start();
        let end = tail.find([',', ' ', '<', '>']).unwrap_or(tail.len());
        let (version, tail) = tail.split_at(end);
        if !operator.starts_with('<') && !operator.starts_with('!') {
            return plain(version);
        }
        rest = tail.trim_start_matches([',', ' ']);
    }
    None
}

fn plain(text: &str) -> Option<Version> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let text = text.split('+').next().unwrap_or(text);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut segments = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, tail) = rest.split_at(end);
        if digits.is_empty() {
            break;
        }
        segments.push(digits.parse().unwrap_or(u64::MAX));
        rest = tail;
        match tail.strip_prefix(['.', '_']) {
            Some(next) if next.starts_with(|c: char| c.is_ascii_digit()) => rest = next,
            _ => break,
        }
    }
    Some(Version { segments, before_release: stage(rest) })
}

/// `-rc.1`, `b2`, `.dev3`, `-SNAPSHOT`; everything else is part of the release.
fn stage(suffix: &str) -> Option<(u8, u64)> {
    let suffix = suffix.trim_start_matches(['.', '-', '_']).to_ascii_lowercase();
    let word_end = suffix.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(suffix.len());
    let (word, tail) = suffix.split_at(word_end);
    let stage = match word {
        "dev" | "snapshot" | "nightly" | "canary" => 0,
        "a" | "alpha" => 1,
        "b" | "beta" | "m" | "milestone" | "pre" | "preview" | "ea" | "next" => 2,
        "rc" | "c" | "cr" => 3,
        _ => return None,
    };
    let digits: String =
        tail.trim_start_matches(['.', '-', '_']).chars().take_while(char::is_ascii_digit).collect();
    Some((stage, digits.parse().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn v(text: &str) -> Version {
        Version::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn versions_are_compared_by_number() {
        let rising =
            ["1.9", "1.10", "2.0.0-SNAPSHOT", "2.0.0-alpha.2", "2.0b1", "2.0.0-rc1", "2", "2.0.1"];
        for pair in rising.windows(2) {
            assert!(v(pair[0]) < v(pair[1]), "{pair:?}");
        }
        for (a, b) in
            [("5.0.0.Final", "5.0.0"), ("1.0", "1"), ("31.1-jre", "31.1"), ("v1.2.3+meta", "1.2.3")]
        {
            assert_eq!(v(a), v(b));
        }
        assert!(v("1.8.0_252") > v("1.8.0_242"));
    }

    #[test]
    fn requirements_count_by_their_lower_bound() {
        for (requirement, low) in [
            ("^4.17.1", "4.17.1"),
            ("~> 5.2", "5.2"),
            (">=2,<3", "2"),
            ("<3,>=2", "2"),
            ("<4 >=1.5", "1.5"),
            ("[1.2,2.0)", "1.2"),
            ("^5.1 || ^4.4", "4.4"),
            ("~=3.2", "3.2"),
            ("== 2.2.28", "2.2.28"),
            ("1.x", "1"),
            ("7.4.*", "7.4"),
            ("1.4 - 1.9", "1.4"),
        ] {
            assert_eq!(v(requirement), v(low), "{requirement}");
        }
        for none in [
            "",
            "*",
            "latest",
            "<3",
            "!=2",
            "(,1.0]",
            "${spring.version}",
            "git+https://x/y.git#v1",
            "file:../a",
        ] {
            assert!(Version::parse(none).is_none(), "{none}");
        }
    }

    proptest! {
        #[test]
        fn any_text_does_not_panic(text in "\\PC{0,40}") {
            let _ = Version::parse(&text);
        }

        #[test]
        fn any_requirement_like_text_ends(text in "[<>=~^!|,. 0-9a-z\\[\\]()-]{0,30}") {
            let _ = Version::parse(&text);
        }
    }
}
