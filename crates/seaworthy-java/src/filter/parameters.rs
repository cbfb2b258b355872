//! Parameters of a pattern against those of the method that a call calls.

use crate::ParameterType;

use super::open_stars;

/// The parameters that a pattern asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParameterFilter {
    /// Types as written, `...` as `[]`; `*` for any.
    types: Vec<String>,
}

impl ParameterFilter {
    /// Cuts the list of parameters out of a pattern; what is left is the expression for the method's qualified name. A pair
    /// of parentheses with `|` in it is a group, and one with more than stars behind it is no list either.
    pub(crate) fn split(pattern: &str) -> (Option<Self>, String) {
        let whole = || (None, open_stars(pattern));
        let (Some(open), Some(close)) = (pattern.find('('), pattern.rfind(')')) else {
            return whole();
        };
        if open >= close {
            return whole();
        }
        let inner = pattern.get(open + 1..close).unwrap_or_default();
        let behind = pattern.get(close + 1..).unwrap_or_default();
        if inner.contains('|') || !behind.trim().chars().all(|c| c == '*') {
            return whole();
        }
        let head = pattern.get(..open).unwrap_or_default();
        (Some(Self { types: types_of(inner) }), open_stars(&format!("{head}{behind}")))
    }

    /// Whether a method with these parameters is meant. `is_subtype` tells whether a type, by its qualified name, is or
    /// extends another.
    pub(crate) fn matches(
        &self,
        actual: &[ParameterType],
        mut is_subtype: impl FnMut(&str, &str) -> bool,
    ) -> bool {
        self.types.len() == actual.len()
            && self.types.iter().zip(actual).all(|(wanted, actual)| {
                wanted == "*"
                    || *wanted == actual.erased
                    || *wanted == actual.generic
                    || is_subtype(&actual.erased, wanted)
            })
    }
}

fn types_of(list: &str) -> Vec<String> {
    let list = list.trim();
    if list.is_empty() {
        return Vec::new();
    }
    let mut types = Vec::new();
    let mut depth = 0i32;
    let mut current = String::new();
    let mut push = |text: &mut String| {
        let text = std::mem::take(text);
        let text = text.trim();
        types.push(text.strip_suffix("...").map_or_else(|| text.to_owned(), |t| format!("{t}[]")));
    };
    for c in list.chars() {
        match c {
            ',' if depth == 0 => {
                push(&mut current);
                continue;
            }
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        current.push(c);
    }
    push(&mut current);
    types
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(types: &[&str]) -> ParameterFilter {
        ParameterFilter { types: types.iter().map(|t| (*t).to_owned()).collect() }
    }

    fn actual(types: &[(&str, &str)]) -> Vec<ParameterType> {
        types
            .iter()
            .map(|(e, g)| ParameterType { erased: (*e).into(), generic: (*g).into() })
            .collect()
    }

    #[test]
    fn the_list_is_cut_out_of_the_pattern() {
        assert_eq!(ParameterFilter::split("a.B.m()"), (Some(of(&[])), "a.B.m".into()));
        assert_eq!(
            ParameterFilter::split("a.B.m(int, Map<K, V>, T...)*"),
            (Some(of(&["int", "Map<K, V>", "T[]"])), "a.B.m.*".into())
        );
        assert_eq!(ParameterFilter::split("a.(B|C).m"), (None, "a.(B|C).m".into()));
        assert_eq!(ParameterFilter::split("a.B.get*"), (None, "a.B.get.*".into()));
        assert_eq!(ParameterFilter::split("a.B.m(int) x"), (None, "a.B.m(int) x".into()));
    }

    #[test]
    fn each_parameter_is_any_equal_or_a_subtype() {
        let (filter, _) = ParameterFilter::split("m(*, java.util.List, a.Base)");
        let filter = filter.unwrap();
        let given = actual(&[
            ("int", "int"),
            ("java.util.List", "java.util.List<a.X>"),
            ("a.Sub", "a.Sub"),
        ]);
        assert!(filter.matches(&given, |sub, base| sub == "a.Sub" && base == "a.Base"));
        assert!(!filter.matches(&given, |_, _| false));
        assert!(!filter.matches(&given[..2], |_, _| true));
    }

    #[test]
    fn type_arguments_are_compared_when_the_pattern_has_them() {
        let filter = ParameterFilter::split("m(java.util.List<a.X>)").0.unwrap();
        assert!(
            filter.matches(&actual(&[("java.util.List", "java.util.List<a.X>")]), |_, _| false)
        );
        assert!(
            !filter.matches(&actual(&[("java.util.List", "java.util.List<a.Y>")]), |_, _| false)
        );
    }
}
