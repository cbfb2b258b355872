//! Versions with a leading `v`, as Go's `semver` reads them.

use std::cmp::Ordering;

/// `vMAJOR[.MINOR[.PATCH[-PRERELEASE][+BUILD]]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    numbers: [u64; 3],
    /// Its parts; empty for a release.
    prerelease: Vec<String>,
}

impl Version {
    /// `None` where the text is no such version.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v')?;
        let (text, build) = match text.split_once('+') {
            Some((text, build)) => (text, Some(build)),
            None => (text, None),
        };
        let (text, prerelease) = match text.split_once('-') {
            Some((text, prerelease)) => (text, Some(prerelease)),
            None => (text, None),
        };
        let mut numbers = [0; 3];
        let mut count = 0;
        for part in text.split('.') {
            *numbers.get_mut(count)? = number(part)?;
            count += 1;
        }
        // Only a full version may go on.
        if count < 3 && (prerelease.is_some() || build.is_some()) {
            return None;
        }
        let parts = |text: &str| -> Option<Vec<String>> {
            let word = |c: char| c == '-' || c.is_ascii_alphanumeric();
            text.split('.')
                .map(|part| (!part.is_empty() && part.chars().all(word)).then(|| part.to_owned()))
                .collect()
        };
        build.map_or(Some(Vec::new()), parts)?;
        let prerelease = prerelease.map_or(Some(Vec::new()), parts)?;
        let digits = |part: &&String| part.bytes().all(|b| b.is_ascii_digit());
        if prerelease.iter().filter(digits).any(|part| number(part).is_none()) {
            return None;
        }
        Some(Self { numbers, prerelease })
    }
}

/// Digits without a leading zero.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok())?
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers.cmp(&other.numbers).then_with(|| {
            match (self.prerelease.is_empty(), other.prerelease.is_empty()) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                (false, false) => {
                    // Numbers come before words and are compared as numbers.
                    let key = |part: &String| match number(part) {
                        Some(number) => (0, number, String::new()),
                        None => (1, 0, part.clone()),
                    };
                    self.prerelease.iter().map(key).cmp(other.prerelease.iter().map(key))
                }
            }
        })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_ordered() {
        let list = [
            "v1",
            "v1.9.0",
            "v1.16.0-alpha",
            "v1.16.0-alpha.2",
            "v1.16.0-alpha.10",
            "v1.16.0-beta",
            "v1.16.0",
            "v2.0.0+x",
        ];
        for pair in list.windows(2) {
            assert!(
                Version::parse(pair[0]).unwrap() < Version::parse(pair[1]).unwrap(),
                "{pair:?}"
            );
        }
        assert_eq!(Version::parse("v1.9"), Version::parse("v1.9.0"));
    }

    #[test]
    fn other_texts_are_none() {
        for text in
            ["", "v", "1.9.0", "v1.9.0.1", "v01.2.3", "v1.9-x", "v1.x", "v1.9.0-", "v1.9.0-01"]
        {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
