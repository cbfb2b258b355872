//! Names with `*` (any run of characters, dots too) and `?` (one character).

/// Whether a pattern of the search has a wildcard.
pub(crate) fn has_wildcard(pattern: &str) -> bool {
    pattern.contains(['*', '?'])
}

/// What a name is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NameTest {
    /// Every name.
    Any,
    /// This name, case and all.
    Exact(Box<str>),
    /// This name in any case.
    Folded(Box<str>),
    /// A wildcard in any case; kept in lower case.
    Wildcard(Box<str>),
}

/// How a search compares names without wildcards; names with them are always compared without regard to case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Case counts.
    Sensitive,
    /// Case does not count.
    Folded,
}

impl NameTest {
    /// The test of one part of a pattern. `wild` is whether the whole pattern has a wildcard: then no part of it regards
    /// case. `None` and a lone `*` are every name.
    pub(crate) fn of(part: Option<&str>, wild: bool, case: Case) -> Self {
        match part {
            None | Some("*") => Self::Any,
            Some(part) if has_wildcard(part) => Self::Wildcard(part.to_lowercase().into()),
            Some(part) if wild || case == Case::Folded => Self::Folded(part.to_lowercase().into()),
            Some(part) => Self::Exact(part.into()),
        }
    }

    /// Whether `name` passes.
    pub(crate) fn matches(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(exact) => **exact == *name,
            Self::Folded(folded) => eq_folded(folded, name),
            Self::Wildcard(wildcard) => matches_wildcard(wildcard, name),
        }
    }

    /// Whether `name` begins with the test's text; only meaningful without wildcards.
    pub(crate) fn is_prefix_of(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(exact) => name.starts_with(&**exact),
            Self::Folded(folded) => {
                name.get(..folded.len()).is_some_and(|head| eq_folded(folded, head))
            }
            Self::Wildcard(wildcard) => matches_wildcard(&format!("{wildcard}*"), name),
        }
    }
}

fn eq_folded(lower: &str, name: &str) -> bool {
    if name.is_ascii() { lower.eq_ignore_ascii_case(name) } else { *lower == name.to_lowercase() }
}

/// Whether `pattern`, in lower case, matches all of `text` in any case. Never more than text times stars steps.
pub(crate) fn matches_wildcard(pattern: &str, text: &str) -> bool {
    // Most names differ before the first wildcard.
    let literal = pattern.bytes().position(|b| b == b'*' || b == b'?').unwrap_or(pattern.len());
    let (head, rest) = pattern.split_at(literal);
    let text = match text.get(..literal) {
        Some(begin) if head.is_ascii() && begin.is_ascii() => {
            if !begin.eq_ignore_ascii_case(head) {
                return false;
            }
            text.get(literal..).unwrap_or_default()
        }
        _ if head.is_ascii() && text.is_ascii() => return false,
        _ => return matches_slowly(pattern, text),
    };
    matches_slowly(rest, text)
}

fn matches_slowly(pattern: &str, text: &str) -> bool {
    let mut p = pattern.chars();
    let mut t = text.chars();
    // Where to go on when the text after the last star does not fit: one character further.
    let mut again: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        match (p.next(), t.clone().next()) {
            (Some('*'), _) => again = Some((p.clone(), t.clone())),
            (None, None) => return true,
            (Some('?'), Some(_)) => {
                t.next();
            }
            (Some(wanted), Some(found)) if lower(found) == wanted => {
                t.next();
            }
            (_, rest) => {
                let Some((after_star, from)) = again.as_mut() else { return false };
                if rest.is_none() || from.next().is_none() {
                    return false;
                }
                p = after_star.clone();
                t = from.clone();
            }
        }
    }
}

/// The first character of the lower-case form, which is all of it but for a handful of letters.
fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, exponential and plain.
    fn slow(p: &[char], t: &[char]) -> bool {
        match (p.first(), t.first()) {
            (None, None) => true,
            (Some('*'), _) => slow(&p[1..], t) || (!t.is_empty() && slow(p, &t[1..])),
            (Some('?'), Some(_)) => slow(&p[1..], &t[1..]),
            (Some(a), Some(b)) if a == b => slow(&p[1..], &t[1..]),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(p in "[ab.*?]{0,8}", t in "[ab.é]{0,10}") {
            let (pc, tc): (Vec<char>, Vec<char>) = (p.chars().collect(), t.chars().collect());
            prop_assert_eq!(matches_wildcard(&p, &t), slow(&pc, &tc));
        }

        #[test]
        fn a_name_matches_itself_and_its_prefixes(t in "[a-zA-Z.]{1,20}", cut in 0usize..20) {
            prop_assert!(matches_wildcard(&t.to_lowercase(), &t));
            let head = &t.to_lowercase()[..cut.min(t.len())];
            let pattern = format!("{head}*");
            prop_assert!(matches_wildcard(&pattern, &t));
        }
    }

    #[test]
    fn exact_names_regard_case_and_names_in_wildcard_patterns_do_not() {
        assert!(!NameTest::of(Some("File"), false, Case::Sensitive).matches("file"));
        assert!(NameTest::of(Some("File"), false, Case::Folded).matches("file"));
        assert!(NameTest::of(Some("File"), true, Case::Sensitive).matches("FILE"));
        assert!(NameTest::of(Some("*Bean"), true, Case::Sensitive).matches("orderBEAN"));
        assert!(NameTest::of(Some("*"), true, Case::Sensitive).matches("x"));
    }

    #[test]
    fn stars_cross_dots_and_may_be_empty() {
        assert!(matches_wildcard("a.*c", "a.b.d.c"));
        assert!(matches_wildcard("a*", "a"));
        assert!(!matches_wildcard("a?", "a"));
        assert!(!matches_wildcard("", "a"));
    }
}
