//! Whether a case holds.

use std::borrow::Cow;
use std::path::Path;

use super::{Case, Expectation, ExpectedPlace, clean};
use crate::{Incident, RulesetResult, go_regex};

/// Why a case fails, in Konveyor's words; empty where it holds. `result` is the first ruleset of the output, `None` where
/// there is none.
pub fn judge(case: &Case, result: Option<&RulesetResult>) -> Vec<String> {
    let Some(result) = result else { return vec!["empty output".to_owned()] };
    let violation = result.violations.get(&case.rule).or_else(|| result.insights.get(&case.rule));
    let is_unmatched = result.unmatched.contains(&case.rule);
    if case.is_unmatched && (violation.is_some() || !is_unmatched) {
        return vec!["expected rule to not match but matched".to_owned()];
    }
    if !case.is_unmatched && is_unmatched {
        return vec!["expected rule to match but unmatched".to_owned()];
    }
    let mut failures = Vec::new();
    for tag in &case.has_tags {
        let regex = go_regex(tag).ok();
        let found = |t: &String| t == tag || regex.as_ref().is_some_and(|regex| regex.is_match(t));
        if !result.tags.iter().any(found) {
            failures.push(format!("expected tag {tag} not found"));
        }
    }
    let incidents = violation.map_or(&[][..], |v| &v.incidents);
    match &case.incidents {
        None => {}
        Some(Expectation::Locations(places)) => {
            failures.extend(places.iter().filter_map(|place| judge_place(place, incidents)));
        }
        Some(Expectation::Count {
            exactly,
            at_least,
            at_most,
            message_matches,
            code_snip_matches,
        }) => {
            let total = incidents.len();
            // What is compared, and how it is told.
            let mut numbers: Vec<(usize, String)> = Vec::new();
            if let Some(pattern) = message_matches {
                let n = count(incidents, pattern, |i| Cow::Borrowed(&i.message));
                numbers.push((
                    n,
                    format!("incidents with matching message, got {n} out of {total} total"),
                ));
            }
            if let Some(pattern) = code_snip_matches {
                let n = count(incidents, pattern, |i| i.code_snip.text());
                numbers.push((
                    n,
                    format!("incidents with matching code snip, got {n} out of {total} total"),
                ));
            }
            if numbers.is_empty() {
                numbers.push((total, format!("incidents, got {total}")));
            }
            let wanted = [("exactly", exactly), ("at least", at_least), ("at most", at_most)];
            for (word, limit) in wanted.into_iter().filter_map(|(w, l)| l.map(|l| (w, l))) {
                for (n, told) in &numbers {
                    let n = i64::try_from(*n).unwrap_or(i64::MAX);
                    let holds = match word {
                        "exactly" => n == limit,
                        "at least" => n >= limit,
                        _ => n <= limit,
                    };
                    if !holds {
                        failures.push(format!("expected {word} {limit} {told}"));
                        return failures;
                    }
                }
            }
        }
    }
    failures
}

fn judge_place(place: &ExpectedPlace, incidents: &[Incident]) -> Option<String> {
    let file = clean_uri(&place.file_uri);
    let mut in_file = incidents.iter().filter(|i| i.uri.ends_with(&file)).peekable();
    if in_file.peek().is_none() {
        return Some(format!("expected incident in file {file} not found"));
    }
    let Some(found) = in_file.find(|i| i.line_number.map(i64::from) == Some(place.line_number))
    else {
        return Some(format!(
            "expected incident in {} on line number {} not found",
            place.file_uri, place.line_number
        ));
    };
    // Konveyor speaks of a code snip in both.
    let texts = [
        (&place.code_snip_matches, found.code_snip.text()),
        (&place.message_matches, Cow::Borrowed(found.message.as_str())),
    ];
    texts
        .into_iter()
        .filter_map(|(pattern, text)| pattern.as_ref().map(|p| (p, text)))
        .find(|(pattern, text)| !Matcher::new(pattern).holds(text))
        .map(|(pattern, text)| {
            format!("expected code snip to match pattern `{pattern}`, got `{text}`")
        })
}

fn clean_uri(uri: &str) -> String {
    let cleaned = clean(Path::new(uri)).to_string_lossy().into_owned();
    if cleaned.is_empty() { ".".to_owned() } else { cleaned }
}

fn count(incidents: &[Incident], pattern: &str, text: impl Fn(&Incident) -> Cow<'_, str>) -> usize {
    let matcher = Matcher::new(pattern);
    incidents.iter().filter(|incident| matcher.holds(&text(incident))).count()
}

/// A regular expression or a part of the text; what is no regular expression holds always.
struct Matcher<'p> {
    pattern: &'p str,
    regex: Option<regex::Regex>,
}

impl<'p> Matcher<'p> {
    fn new(pattern: &'p str) -> Self {
        Self { pattern, regex: go_regex(pattern).ok() }
    }

    fn holds(&self, text: &str) -> bool {
        self.regex.as_ref().is_none_or(|regex| regex.is_match(text) || text.contains(self.pattern))
    }
}
