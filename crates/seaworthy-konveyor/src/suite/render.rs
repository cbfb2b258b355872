//! The outcome of tests as text, JSON and JUnit's XML.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

/// What became of one case; or, without a rule, of a group of cases that could not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The test file.
    pub path: Arc<Path>,
    /// The rule; empty for an error of a group.
    pub rule: String,
    /// The case.
    pub case: String,
    /// Why it failed; empty where it holds.
    pub reasons: Vec<String>,
    /// Where the files of the run are kept, for a failed case.
    pub debug: Option<PathBuf>,
    /// Why the group could not run.
    pub error: Option<String>,
}

impl Outcome {
    /// Whether the case holds.
    pub fn passed(&self) -> bool {
        self.reasons.is_empty() && self.error.is_none()
    }
}

const FAILED_TO_RUN: &str = "Unexpected error:";

/// The lines that Konveyor prints for one test file or several: per rule how many cases hold, and the failed ones with their
/// reasons. Files and rules are sorted by name.
pub fn progress(outcomes: &[Outcome]) -> String {
    let mut files: BTreeMap<&Path, BTreeMap<&str, Vec<&Outcome>>> = BTreeMap::new();
    for outcome in outcomes {
        let rules = files.entry(&outcome.path).or_default();
        let rule = if outcome.rule.is_empty() { FAILED_TO_RUN } else { outcome.rule.as_str() };
        if !outcome.rule.is_empty() || !outcome.passed() {
            rules.entry(rule).or_default().push(outcome);
        }
    }
    let mut text = String::new();
    for (path, rules) in &files {
        let passed = |cases: &&Vec<&Outcome>| cases.iter().all(|case| case.passed());
        let good = rules.values().filter(passed).count();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        text.push_str(&format!("{name}\t{good}/{} PASSED\n", rules.len()));
        for (rule, cases) in rules {
            let good = cases.iter().filter(|case| case.passed()).count();
            text.push_str(&format!("  {rule}\t{good}/{} PASSED\n", cases.len()));
            for case in cases.iter().filter(|case| !case.passed()) {
                if !case.case.is_empty() {
                    text.push_str(&format!("    {}\tFAILED\n", case.case));
                }
                for reason in case.reasons.iter().chain(&case.error) {
                    text.push_str(&format!("    - {reason}\t\n"));
                }
                if let Some(dir) = &case.debug {
                    text.push_str(&format!("    - find debug data in {}\t\n", dir.display()));
                }
            }
        }
    }
    aligned(&text)
}

/// Replaces the first tab of each line by blanks, so that what follows stands in one column for lines that follow each other.
/// A line without a tab, from a reason of several lines, starts a new column.
fn aligned(text: &str) -> String {
    let lines: Vec<(&str, Option<&str>)> = text
        .lines()
        .map(|line| line.split_once('\t').map_or((line, None), |(left, right)| (left, Some(right))))
        .collect();
    let mut out = String::with_capacity(text.len() * 2);
    for run in lines.chunk_by(|a, b| a.1.is_some() == b.1.is_some()) {
        let width = run.iter().map(|(left, _)| left.chars().count()).max().unwrap_or(0) + 1;
        for (left, right) in run {
            out.push_str(left);
            if let Some(right) = right {
                let blanks = width.saturating_sub(left.chars().count());
                out.extend(std::iter::repeat_n(' ', blanks));
                out.push_str(right);
            }
            out.push('\n');
        }
    }
    out
}

/// Numbers over a whole invocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Rules all of whose cases hold.
    pub passed_rules: usize,
    /// Rules; groups that could not run count as one rule together.
    pub rules: usize,
    /// Cases that hold.
    pub passed_cases: usize,
    /// Cases; a group that could not run counts as one.
    pub cases: usize,
    /// Whether a group could not run.
    pub errored: bool,
}

impl Summary {
    /// Counts outcomes. A rule is counted once, in however many files it stands.
    pub fn of(outcomes: &[Outcome]) -> Self {
        let all: BTreeSet<&str> = outcomes.iter().map(|o| o.rule.as_str()).collect();
        let failed: BTreeSet<&str> =
            outcomes.iter().filter(|o| !o.passed()).map(|o| o.rule.as_str()).collect();
        Self {
            passed_rules: all.len() - failed.len(),
            rules: all.len(),
            passed_cases: outcomes.iter().filter(|o| o.passed()).count(),
            cases: outcomes.len(),
            errored: outcomes.iter().any(|o| o.error.is_some()),
        }
    }

    /// Whether everything holds.
    pub fn passed(&self) -> bool {
        self.passed_cases == self.cases && !self.errored
    }

    /// Konveyor's words for the end of an invocation that did not pass.
    ///
    /// Errors: `failed to execute one or more tests` or `one or more tests failed`.
    pub fn verdict(&self) -> Result<(), &'static str> {
        if self.errored {
            Err("failed to execute one or more tests")
        } else if self.passed() {
            Ok(())
        } else {
            Err("one or more tests failed")
        }
    }
}

impl std::fmt::Display for Summary {
    /// The block that Konveyor prints at the end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let line = "-".repeat(60);
        let share = |passed: usize, total: usize| {
            // Go prints what nothing of nothing is.
            let score = passed as f64 / total as f64 * 100.0;
            let word = if passed == total && total > 0 { "PASSED" } else { "FAILED" };
            format!("{passed}/{total} ({score:.2}%) {word}")
        };
        writeln!(f, "{line}")?;
        writeln!(f, "  Rules Summary:      {}", share(self.passed_rules, self.rules))?;
        writeln!(f, "  Test Cases Summary: {}", share(self.passed_cases, self.cases))?;
        writeln!(f, "{line}")
    }
}

#[derive(Serialize)]
struct JsonReport<'a> {
    summary: Summary,
    passed: bool,
    cases: Vec<JsonCase<'a>>,
}

#[derive(Serialize)]
struct JsonCase<'a> {
    path: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    rule: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    case: &'a str,
    passed: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    reasons: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// Summary and cases as JSON.
pub fn results_to_json(outcomes: &[Outcome]) -> String {
    let summary = Summary::of(outcomes);
    let cases = outcomes
        .iter()
        .map(|outcome| JsonCase {
            path: outcome.path.to_string_lossy().into_owned(),
            rule: &outcome.rule,
            case: &outcome.case,
            passed: outcome.passed(),
            reasons: &outcome.reasons,
            error: outcome.error.as_deref(),
        })
        .collect();
    let report = JsonReport { summary, passed: summary.passed(), cases };
    serde_json::to_string_pretty(&report).map_or_else(|_| String::new(), |text| text + "\n")
}

/// JUnit's XML: a suite for each file, a class for each rule.
pub fn results_to_junit(outcomes: &[Outcome]) -> String {
    let mut files: BTreeMap<&Path, Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        files.entry(&outcome.path).or_default().push(outcome);
    }
    let failures = |cases: &[&Outcome]| cases.iter().filter(|c| !c.reasons.is_empty()).count();
    let errors = |cases: &[&Outcome]| cases.iter().filter(|c| c.error.is_some()).count();
    let all: Vec<&Outcome> = outcomes.iter().collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&format!(
        "<testsuites tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
        all.len(),
        failures(&all),
        errors(&all)
    ));
    for (path, cases) in files {
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
            escape(&path.to_string_lossy()),
            cases.len(),
            failures(&cases),
            errors(&cases)
        ));
        for case in cases {
            let name = if case.case.is_empty() { "execution" } else { case.case.as_str() };
            let start = format!(
                "    <testcase classname=\"{}\" name=\"{}\"",
                escape(&case.rule),
                escape(name)
            );
            out.push_str(&start);
            if case.passed() {
                out.push_str("/>\n");
                continue;
            }
            out.push_str(">\n");
            if !case.reasons.is_empty() {
                let text = escape(&case.reasons.join("\n"));
                let first = case.reasons.first().map(|r| escape(r)).unwrap_or_default();
                out.push_str(&format!("      <failure message=\"{first}\">{text}</failure>\n"));
            }
            if let Some(error) = &case.error {
                out.push_str(&format!("      <error message=\"{}\"/>\n", escape(error)));
            }
            out.push_str("    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// Text for XML; control characters, which XML cannot hold, are replaced.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push(c),
            _ if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
