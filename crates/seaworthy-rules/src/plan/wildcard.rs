//! Patterns with `*`.

/// A pattern in which `*` stands for any run of characters.
#[derive(Debug)]
pub(super) struct Wildcard {
    pattern: Box<str>,
    /// Where the text after the last star starts.
    tail: usize,
}

impl Wildcard {
    pub(super) fn new(pattern: &str) -> Self {
        Self { pattern: pattern.into(), tail: pattern.rfind('*').map_or(0, |star| star + 1) }
    }

    /// The longest piece between stars; of two, the last.
    pub(super) fn longest_literal(&self) -> &str {
        self.pattern.split('*').max_by_key(|piece| piece.len()).unwrap_or("")
    }

    /// Whether the whole name fits. Linear per star: on a mismatch only the last star is taken back.
    pub(super) fn fits(&self, name: &str) -> bool {
        let (pattern, name) = (self.pattern.as_bytes(), name.as_bytes());
        // Most names end otherwise.
        if !name.ends_with(pattern.get(self.tail..).unwrap_or_default()) {
            return false;
        }
        let (mut p, mut n) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while n < name.len() {
            if pattern.get(p) == Some(&b'*') {
                retry = Some((p + 1, n));
                p += 1;
            } else if pattern.get(p) == Some(&name[n]) {
                p += 1;
                n += 1;
            } else if let Some((after_star, taken)) = retry {
                retry = Some((after_star, taken + 1));
                p = after_star;
                n = taken + 1;
            } else {
                return false;
            }
        }
        pattern.get(p..).is_none_or(|rest| rest.iter().all(|&b| b == b'*'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_star_is_any_run() {
        let fits = |pattern: &str, name: &str| Wildcard::new(pattern).fits(name);
        assert!(fits("*.set*", "javax.Session.setAttribute"));
        assert!(fits("a*b*c", "aXbbbc"));
        assert!(fits("a*", "a"));
        assert!(!fits("a*b", "abc"));
        assert!(!fits("ab*ba", "aba"));
        assert!(!fits("*x", ""));
        assert!(fits("*", ""));
        assert!(fits("**a", "ba"));
        assert!(fits("ab", "ab") && !fits("ab", "aab"));
    }

    proptest! {
        #[test]
        fn a_star_is_dot_star(pattern in "[ab*]{0,6}", name in "[ab]{0,8}") {
            let regex = format!("^{}$", pattern.replace('*', ".*"));
            let expected = regex::Regex::new(&regex).unwrap().is_match(&name);
            prop_assert_eq!(Wildcard::new(&pattern).fits(&name), expected, "{} {}", pattern, name);
        }
    }
}
