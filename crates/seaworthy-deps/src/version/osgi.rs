//! OSGi: `major.minor.micro.qualifier`.

use std::fmt;

/// A version of a bundle or package. Numbers are compared as numbers, the qualifier as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OsgiVersion {
    /// First number.
    pub major: u32,
    /// Second number; 0 where none is written.
    pub minor: u32,
    /// Third number; 0 where none is written.
    pub micro: u32,
    /// Letters, digits, `_` and `-`; may be empty.
    pub qualifier: String,
}

impl OsgiVersion {
    /// Reads a version; empty text is 0.0.0. `None` where the text is not of that form.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self::default());
        }
        let mut parts = text.splitn(4, '.');
        let mut number = || match parts.next() {
            // Java's numbers end at 2^31 - 1.
            Some(part) if part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<i32>().ok().map(i32::unsigned_abs)
            }
            Some(_) => None,
            None => Some(0),
        };
        let (major, minor, micro) = (number()?, number()?, number()?);
        let qualifier = parts.next().map_or(Some(""), |q| (!q.is_empty()).then_some(q))?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        let valid = qualifier.bytes().all(plain);
        valid.then(|| Self { major, minor, micro, qualifier: qualifier.to_owned() })
    }
}

impl fmt::Display for OsgiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.micro)?;
        if self.qualifier.is_empty() { Ok(()) } else { write!(f, ".{}", self.qualifier) }
    }
}

/// A range of versions: `[1.0,2.0)`, or one version, which stands for it and all after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OsgiRange {
    low: OsgiVersion,
    low_included: bool,
    /// `None` where there is no end.
    high: Option<(OsgiVersion, bool)>,
}

impl OsgiRange {
    /// Reads a range; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches('"');
        let Some(inner) = text.strip_prefix(['[', '(']) else {
            let low = OsgiVersion::parse(text)?;
            return Some(Self { low, low_included: true, high: None });
        };
        let (inner, high_included) = match inner.strip_suffix(']') {
            Some(inner) => (inner, true),
            None => (inner.strip_suffix(')')?, false),
        };
        let (low, high) = inner.split_once(',')?;
        Some(Self {
            low: OsgiVersion::parse(low)?,
            low_included: text.starts_with('['),
            high: Some((OsgiVersion::parse(high)?, high_included)),
        })
    }

    /// Whether a version lies in the range.
    pub fn includes(&self, version: &OsgiVersion) -> bool {
        let above = if self.low_included { *version >= self.low } else { *version > self.low };
        let below = match &self.high {
            Some((high, true)) => version <= high,
            Some((high, false)) => version < high,
            None => true,
        };
        above && below
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_and_their_order() {
        let version = |text| OsgiVersion::parse(text).unwrap();
        assert_eq!(version(" 1.2 ").to_string(), "1.2.0");
        assert_eq!(version("").to_string(), "0.0.0");
        for wrong in ["1.", "1.2.3.", "a", "1.-2", "1.2.3.a b", "1.2.3.a.b", "2147483648", "1..2"] {
            assert_eq!(OsgiVersion::parse(wrong), None, "{wrong}");
        }
        let order = ["1.2.3", "1.2.3.A", "1.2.3.RC1", "1.2.3.a", "1.2.10", "1.10", "2"];
        assert!(order.is_sorted_by(|a, b| version(a) < version(b)));
    }

    #[test]
    fn ranges_have_open_and_closed_ends() {
        let holds = |range, text| {
            OsgiRange::parse(range).unwrap().includes(&OsgiVersion::parse(text).unwrap())
        };
        assert!(holds("[1.0,2.0)", "1") && holds("[1.0,2.0)", "1.9.9.z"));
        assert!(!holds("[1.0,2.0)", "2.0.0") && holds("[1.0,2.0]", "2.0.0"));
        assert!(!holds("(1.0,2.0]", "1") && holds("1.5", "99"));
        assert_eq!(OsgiRange::parse("[1.0"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "[0-9]{1,3}(\\.[0-9]{1,3}(\\.[0-9]{1,3}(\\.[a-zA-Z0-9_-]{1,5})?)?)?") {
            let version = OsgiVersion::parse(&text).unwrap();
            prop_assert_eq!(OsgiVersion::parse(&version.to_string()), Some(version));
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,20}") {
            OsgiVersion::parse(&text);
            OsgiRange::parse(&text);
        }
    }
}
