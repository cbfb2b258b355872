//! Which version of a library is taken when several are asked for.

use std::cmp::Ordering;

use crate::maven::UnresolvedReason;
use crate::version::gradle::{RichVersion, Selector, compare};

/// One who asks for a version of a library.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'v> {
    pub(super) version: &'v RichVersion,
    /// Whether it wins over what others ask for: an enforced platform, or a forced dependency.
    pub(super) forced: bool,
    /// Whether the project itself asks, or a platform that it names: a strict version then binds everybody.
    pub(super) own: bool,
}

/// The version that is taken: forced ones first, then strict ones, then the highest of all. `known` are the versions
/// that the repositories know, in any order; they are asked for only where a range or `+` has to be decided. `None`
/// where nobody names a version.
pub(super) fn choose(
    requests: &[Request<'_>],
    known: &dyn Fn() -> Vec<String>,
) -> Result<Option<String>, UnresolvedReason> {
    let some = |of: &dyn Fn(&Request<'_>) -> bool| -> Vec<&RichVersion> {
        let asked = requests.iter().filter(|r| of(r)).map(|r| r.version);
        asked.filter(|v| v.requirement().is_some()).collect()
    };
    let strict = |r: &Request<'_>| r.version.strictly.is_some();
    let groups = [
        some(&|r| r.forced),
        some(&|r| r.own && strict(r)),
        some(&strict),
        some(&|r| r.version.require.is_some()),
        some(&|_| true),
    ];
    let Some(group) = groups.iter().find(|group| !group.is_empty()) else { return Ok(None) };
    let chosen = highest(group, known)?;
    let rejected = |version: &str| {
        let rejects = requests.iter().flat_map(|r| &r.version.reject);
        let mut selectors = rejects.map(|reject| Selector::parse(reject));
        selectors.any(|selector| selector.accepts(version) == Some(true))
    };
    if !rejected(&chosen) {
        return Ok(Some(chosen));
    }
    // The next higher version that nobody rejects.
    let higher = known()
        .into_iter()
        .filter(|v| compare(v, &chosen) == Ordering::Greater && !rejected(v))
        .min_by(|a, b| compare(a, b));
    Ok(Some(higher.unwrap_or(chosen)))
}

/// The highest version that a group of requests comes to.
fn highest(
    group: &[&RichVersion],
    known: &dyn Fn() -> Vec<String>,
) -> Result<String, UnresolvedReason> {
    let mut best: Option<String> = None;
    let mut ranges: Vec<(Selector, &RichVersion)> = Vec::new();
    for version in group {
        let Some(requirement) = version.requirement() else { continue };
        match Selector::parse(requirement) {
            Selector::Exact(one) => raise(&mut best, one),
            range => ranges.push((range, version)),
        }
    }
    for (range, version) in &ranges {
        if best.as_deref().is_some_and(|b| range.accepts(b) == Some(true)) {
            continue;
        }
        let preferred = version.prefer.as_ref().filter(|p| range.accepts(p) == Some(true));
        if let Some(preferred) = preferred {
            raise(&mut best, preferred.clone());
            continue;
        }
        let fits = |v: &String, range: &Selector| match range {
            Selector::Latest(status) => status != "release" || !v.ends_with("SNAPSHOT"),
            range => range.accepts(v) == Some(true),
        };
        let known = known();
        let all = known.iter().filter(|v| ranges.iter().all(|(r, _)| fits(v, r)));
        let here = known.iter().filter(|v| fits(v, range));
        let found = all.max_by(|a, b| compare(a, b)).or_else(|| here.max_by(|a, b| compare(a, b)));
        match found {
            Some(found) => raise(&mut best, found.clone()),
            None if best.is_none() => {
                let range = version.requirement().unwrap_or_default().to_owned();
                return Err(UnresolvedReason::NoVersionInRange(range));
            }
            None => {}
        }
    }
    Ok(best.unwrap_or_default())
}

fn raise(best: &mut Option<String>, version: String) {
    if best.as_ref().is_none_or(|b| compare(b, &version) == Ordering::Less) {
        *best = Some(version);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rich(text: &str) -> RichVersion {
        match text.strip_prefix('~') {
            Some(prefer) => RichVersion { prefer: Some(prefer.to_owned()), ..Default::default() },
            None => match text.strip_prefix('-') {
                Some(reject) => {
                    RichVersion { reject: vec![reject.to_owned()], ..Default::default() }
                }
                None => RichVersion::parse(text),
            },
        }
    }

    /// `=` before a version forces it, `^` makes it one of the project itself.
    fn chosen(texts: &[&str]) -> Option<String> {
        let versions: Vec<RichVersion> =
            texts.iter().map(|t| rich(t.trim_start_matches(['=', '^']))).collect();
        let requests: Vec<Request<'_>> = versions
            .iter()
            .zip(texts)
            .map(|(version, text)| Request {
                version,
                forced: text.starts_with('='),
                own: text.starts_with('^'),
            })
            .collect();
        let known = || ["1.0", "1.1", "1.5", "2.0", "2.1-SNAPSHOT"].map(str::to_owned).to_vec();
        choose(&requests, &known).ok().flatten()
    }

    #[test]
    fn the_rules() {
        let table: &[(&[&str], Option<&str>)] = &[
            (&["1.0", "1.10", "1.9"], Some("1.10")),
            (&["1.0", "2.0-rc1", "2.0"], Some("2.0")),
            (&["^1.0!!", "2.0"], Some("1.0")),
            (&["1.0!!", "2.0"], Some("1.0")),
            (&["^1.0!!", "1.1!!", "2.0"], Some("1.0")),
            (&["=1.0", "^1.1!!", "2.0"], Some("1.0")),
            (&["~1.5", "1.0"], Some("1.0")),
            (&["~1.5", "~1.1"], Some("1.5")),
            (&["[1.0,2.0)", "1.1"], Some("1.1")),
            (&["[1.0,2.0)"], Some("1.5")),
            (&["[1.0,2.0)", "[1.0,1.1]"], Some("1.1")),
            (&["[1.0,2.0)!!1.1", "2.0"], Some("1.1")),
            (&["1.+", "0.9"], Some("1.5")),
            (&["latest.release"], Some("2.0")),
            (&["latest.integration"], Some("2.1-SNAPSHOT")),
            (&["1.1", "-1.1"], Some("1.5")),
            (&["[7,8)"], None),
            (&[""], None),
        ];
        for (texts, expected) in table {
            assert_eq!(chosen(texts).as_deref(), *expected, "{texts:?}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_requests_does_not_matter(
            mut texts in prop::collection::vec("[=^~]?[0-3](\\.[0-3]){0,2}(!!)?|\\[1,[23]\\)|1\\.\\+", 0..5),
        ) {
            let forward: Vec<&str> = texts.iter().map(String::as_str).collect();
            let first = chosen(&forward);
            texts.reverse();
            let backward: Vec<&str> = texts.iter().map(String::as_str).collect();
            let second = chosen(&backward);
            let same = match (&first, &second) {
                (Some(a), Some(b)) => compare(a, b) == Ordering::Equal,
                (a, b) => a == b,
            };
            prop_assert!(same, "{first:?} {second:?}");
        }

        #[test]
        fn plain_requests_get_the_highest(texts in prop::collection::vec("[0-9]{1,2}(\\.[0-9]){0,2}", 1..6)) {
            let forward: Vec<&str> = texts.iter().map(String::as_str).collect();
            let found = chosen(&forward).unwrap();
            prop_assert!(texts.contains(&found));
            prop_assert!(texts.iter().all(|t| compare(t, &found) != Ordering::Greater));
        }
    }
}
