//! Texts that must be present where a regular expression matches.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Texts of which at least one stands wherever the expression matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Required {
    /// Sorted, distinct; in lower case if `fold`.
    pub(crate) any_of: Vec<String>,
    /// Whether the case of ASCII letters does not matter.
    pub(crate) fold: bool,
    /// Whether a letter outside of ASCII may stand for one of them: `ſ` for `s` and the Kelvin sign for `k`.
    pub(crate) foreign: bool,
}

/// More alternatives than these say too little for their cost.
const MOST: usize = 48;

/// Longer texts are cut: the rest would not make them rarer.
const LONGEST: usize = 32;

/// Shorter texts stand in nearly every file.
const SHORTEST: usize = 2;

/// The texts that `expression` (in the syntax of the `regex` crate) requires; `None` where it requires none worth
/// looking for.
pub(crate) fn required(expression: &Hir) -> Option<Required> {
    let found = visit(expression).required?;
    if found.shortest() < SHORTEST {
        return None;
    }
    let Exact { mut texts, fold, foreign } = found;
    if fold {
        for text in &mut texts {
            text.make_ascii_lowercase();
        }
    }
    texts.sort_unstable();
    texts.dedup();
    Some(Required { any_of: texts, fold, foreign })
}

/// A few texts with how to compare them.
#[derive(Clone, Debug)]
struct Exact {
    texts: Vec<String>,
    fold: bool,
    foreign: bool,
}

impl Exact {
    fn of(text: &str) -> Self {
        Self { texts: vec![text.to_owned()], fold: false, foreign: false }
    }

    fn shortest(&self) -> usize {
        self.texts.iter().map(String::len).min().unwrap_or(0)
    }

    /// How much they tell: a short text is everywhere, many texts are more work than few.
    fn worth(&self) -> (usize, usize) {
        (self.shortest().min(12), MOST.saturating_sub(self.texts.len()))
    }

    fn followed_by(&self, next: &Self) -> Option<Self> {
        let longest = self.texts.iter().map(String::len).max().unwrap_or(0);
        if self.texts.len() * next.texts.len() > MOST || longest > LONGEST {
            return None;
        }
        let texts = self
            .texts
            .iter()
            .flat_map(|head| next.texts.iter().map(move |tail| format!("{head}{tail}")))
            .collect();
        Some(Self { texts, fold: self.fold || next.fold, foreign: self.foreign || next.foreign })
    }

    fn or(mut self, other: Self) -> Option<Self> {
        self.texts.extend(other.texts);
        self.fold |= other.fold;
        self.foreign |= other.foreign;
        (self.texts.len() <= MOST).then_some(self)
    }
}

/// What is known of a part of an expression.
struct Known {
    /// All texts it matches, where they are few.
    exact: Option<Exact>,
    /// Texts of which one is in every match.
    required: Option<Exact>,
}

impl Known {
    fn nothing() -> Self {
        Self { exact: None, required: None }
    }

    fn exact(exact: Exact) -> Self {
        Self { required: Some(exact.clone()), exact: Some(exact) }
    }
}

fn better(a: Option<Exact>, b: Option<Exact>) -> Option<Exact> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.worth() > a.worth() { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// The depth is that of the parsed expression, which the parser limits.
fn visit(expression: &Hir) -> Known {
    match expression.kind() {
        HirKind::Empty | HirKind::Look(_) => Known::exact(Exact::of("")),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => Known::exact(Exact::of(text)),
            Err(_) => Known::nothing(),
        },
        HirKind::Class(class) => class_texts(class).map_or_else(Known::nothing, Known::exact),
        HirKind::Capture(capture) => visit(&capture.sub),
        HirKind::Repetition(repetition) => {
            let inner = visit(&repetition.sub);
            match (repetition.min, repetition.max) {
                (0, Some(1)) => {
                    let exact = inner.exact.and_then(|exact| exact.or(Exact::of("")));
                    exact.map_or_else(Known::nothing, Known::exact)
                }
                (0, _) => Known::nothing(),
                (1, Some(1)) => inner,
                _ => Known { exact: None, required: inner.required },
            }
        }
        HirKind::Alternation(branches) => {
            let mut all = Known::exact(Exact { texts: Vec::new(), fold: false, foreign: false });
            for branch in branches {
                let Known { exact, required } = visit(branch);
                let both = |a: Option<Exact>, b: Option<Exact>| a.zip(b).and_then(|(a, b)| a.or(b));
                all.exact = both(all.exact, exact);
                all.required = both(all.required, required);
            }
            all
        }
        HirKind::Concat(parts) => concat(parts),
    }
}

fn concat(parts: &[Hir]) -> Known {
    let mut best = None;
    let mut whole = true;
    let mut run = Exact::of("");
    for part in parts {
        let Known { exact, required } = visit(part);
        let joined = exact.as_ref().and_then(|exact| run.followed_by(exact));
        if let Some(joined) = joined {
            // `axb?` says more by `ax` than by `ax` or `axb`; both are asked.
            best = better(best, Some(run.clone()));
            run = joined;
            continue;
        }
        whole = false;
        best = better(best, Some(std::mem::replace(&mut run, Exact::of(""))));
        if let Some(exact) = exact {
            run = exact;
        } else {
            best = better(best, required);
        }
    }
    let exact = whole.then(|| run.clone());
    Known { exact, required: better(best, Some(run)) }
}

/// The members of a small class; those of `[Aa]` as one.
fn class_texts(class: &Class) -> Option<Exact> {
    let mut members = Vec::new();
    match class {
        Class::Unicode(class) => {
            for range in class.ranges() {
                if u32::from(range.end()) - u32::from(range.start()) >= 8 || members.len() >= 8 {
                    return None;
                }
                members.extend(range.start()..=range.end());
            }
        }
        Class::Bytes(class) => {
            for range in class.ranges() {
                if range.end() - range.start() >= 8 || members.len() >= 8 || range.end() > 127 {
                    return None;
                }
                members.extend((range.start()..=range.end()).map(char::from));
            }
        }
    }
    let folded = |c: char| match c {
        'ſ' => 's',
        '\u{212A}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    let first = folded(*members.first()?);
    if members.len() > 1 && members.iter().all(|&c| folded(c) == first) {
        let foreign = members.iter().any(|c| !c.is_ascii());
        return Some(Exact { texts: vec![first.to_string()], fold: true, foreign });
    }
    let texts = members.iter().map(char::to_string).collect();
    Some(Exact { texts, fold: false, foreign: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pattern: &str) -> Option<(Vec<String>, bool)> {
        let hir = regex_syntax::parse(pattern).unwrap();
        required(&hir).map(|required| (required.any_of, required.fold))
    }

    fn sensitive(list: &[&str]) -> (Vec<String>, bool) {
        (list.iter().map(|&text| text.to_owned()).collect(), false)
    }

    #[test]
    fn literals_grow_over_small_classes_and_alternatives() {
        assert_eq!(texts("version=(\"|')7"), Some(sensitive(&["version=\"7", "version='7"])));
        assert_eq!(texts(r"\.(j|t)sx?$"), Some(sensitive(&[".js", ".ts"])));
        assert_eq!(texts("foo|bar.*baz"), Some(sensitive(&["bar", "foo"])));
        assert_eq!(texts(r".*\.properties"), Some(sensitive(&[".properties"])));
        assert_eq!(texts(r"a+bc"), Some(sensitive(&["bc"])));
        assert_eq!(texts("(?:import){2,}x"), Some(sensitive(&["import"])));
    }

    #[test]
    fn case_is_folded_and_its_foreigners_are_known() {
        assert_eq!(texts("(?i)PassWord"), Some((vec!["password".to_owned()], true)));
        let hir = regex_syntax::parse("(?i)task").unwrap();
        assert!(required(&hir).unwrap().foreign);
        let hir = regex_syntax::parse("(?i)button").unwrap();
        assert!(!required(&hir).unwrap().foreign);
    }

    #[test]
    fn what_may_be_missing_is_not_required() {
        for pattern in [".*", "a?", "(foo)?", "foo|.*", "[a-z]+", "x", "(a|b)*", "(?:foo){0}"] {
            assert_eq!(texts(pattern), None, "{pattern}");
        }
    }
}
