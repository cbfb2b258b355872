//! The portfolio page.

use std::collections::BTreeSet;

use askama::Template;
use seaworthy_assess::{Strategy, Tool, Verdict};

use crate::html::{SCRIPT, STYLE};
use crate::portfolio::{Assessed, Entry, Outcome, PortfolioInput};
use crate::words;

const VERDICTS: [Verdict; 4] =
    [Verdict::Ready, Verdict::NeedsWork, Verdict::Blocked, Verdict::NotAssessed];
const STRATEGIES: [Strategy; 4] =
    [Strategy::Rehost, Strategy::Replatform, Strategy::Refactor, Strategy::Retain];
const FAILED: &str = "Failed";

#[derive(Template)]
#[template(path = "portfolio.html")]
pub(super) struct Page<'a> {
    title: String,
    style: &'static str,
    script: &'static str,
    tool: &'a Tool,
    name: &'a str,
    applications: String,
    failed: usize,
    likely_days: String,
    distributions: Vec<Distribution>,
    verdicts: Vec<&'static str>,
    strategies: Vec<&'static str>,
    teams: Vec<&'a str>,
    rows: Vec<Row<'a>>,
}

/// How many applications have each value.
struct Distribution {
    title: &'static str,
    bars: Vec<Bar>,
}

struct Bar {
    label: String,
    class: &'static str,
    count: usize,
    /// Share of all applications in per cent.
    width: String,
}

struct Row<'a> {
    name: &'a str,
    team: &'a str,
    business_value: &'a str,
    verdict: &'static str,
    verdict_class: &'static str,
    strategy: &'static str,
    /// Why it failed; empty where it did not.
    reason: &'a str,
    assessed: Option<AssessedRow<'a>>,
}

struct AssessedRow<'a> {
    low_evidence: bool,
    reused: bool,
    score: String,
    score_key: i64,
    effort: String,
    likely: f64,
    components: u32,
    languages: String,
    blockers: u32,
    hard: u32,
    mandatory: u32,
    advisory: u32,
    href: Option<&'a str>,
}

pub(super) fn view(input: &PortfolioInput) -> Page<'_> {
    let assessed: Vec<&Assessed> = input.entries.iter().filter_map(assessed).collect();
    let failed = input.entries.len() - assessed.len();
    let teams: BTreeSet<&str> =
        input.entries.iter().map(|e| e.team.as_str()).filter(|t| !t.is_empty()).collect();
    let likely: f64 = assessed.iter().map(|a| a.effort_likely).sum();
    let mut verdicts: Vec<&'static str> = VERDICTS.map(Verdict::title).to_vec();
    if failed > 0 {
        verdicts.push(FAILED);
    }
    Page {
        title: format!("{} · Kubernetes readiness", input.name),
        style: STYLE,
        script: SCRIPT,
        tool: &input.tool,
        name: &input.name,
        applications: words::counted(input.entries.len() as u64, "application"),
        failed,
        likely_days: words::days(likely),
        distributions: distributions(&assessed, failed, input.entries.len()),
        verdicts,
        strategies: STRATEGIES.map(Strategy::title).to_vec(),
        teams: teams.into_iter().collect(),
        rows: input.entries.iter().map(row).collect(),
    }
}

fn assessed(entry: &Entry) -> Option<&Assessed> {
    match &entry.outcome {
        Outcome::Ok(assessed) => Some(assessed),
        Outcome::Failed { .. } => None,
    }
}

fn distributions(assessed: &[&Assessed], failed: usize, all: usize) -> Vec<Distribution> {
    let bar = |label: String, class: &'static str, count: usize| Bar {
        label,
        class,
        count,
        width: format!("{:.1}", 100.0 * count as f64 / all.max(1) as f64),
    };
    let mut verdicts: Vec<Bar> = VERDICTS
        .iter()
        .map(|&v| {
            let count = assessed.iter().filter(|a| a.verdict == v).count();
            bar(v.title().to_owned(), words::verdict_class(v), count)
        })
        .collect();
    verdicts.push(bar(FAILED.to_owned(), "failed", failed));

    let of_strategy = |s| assessed.iter().filter(|a| a.strategy == s).count();
    let strategies = STRATEGIES.iter().map(|&s| bar(s.title().to_owned(), "plain", of_strategy(s)));

    let in_band = |low: u32, high: u32| {
        let scores = assessed.iter().filter_map(|a| a.score.value);
        scores.filter(|v| (low..=high).contains(v)).count()
    };
    let mut scores: Vec<Bar> = [(80, 100), (60, 79), (40, 59), (20, 39), (0, 19)]
        .into_iter()
        .map(|(low, high)| bar(format!("{low}–{high}"), "plain", in_band(low, high)))
        .collect();
    let none = assessed.iter().filter(|a| a.score.value.is_none()).count() + failed;
    scores.push(bar("no number".to_owned(), "failed", none));

    let lasts = |low: f64, high: f64| {
        assessed.iter().filter(|a| a.effort_likely >= low && a.effort_likely < high).count()
    };
    let efforts = [
        ("under 5 days", 0.0, 5.0),
        ("5 to 20", 5.0, 20.0),
        ("20 to 60", 20.0, 60.0),
        ("60 to 200", 60.0, 200.0),
        ("200 and more", 200.0, f64::INFINITY),
    ];
    let efforts =
        efforts.map(|(label, low, high)| bar(label.to_owned(), "plain", lasts(low, high)));
    vec![
        Distribution { title: "Verdict", bars: verdicts },
        Distribution { title: "Strategy", bars: strategies.collect() },
        Distribution { title: "Score", bars: scores },
        Distribution { title: "Likely effort (uncalibrated)", bars: efforts.into() },
    ]
}

fn row(entry: &Entry) -> Row<'_> {
    let (verdict, verdict_class, strategy, reason) = match &entry.outcome {
        Outcome::Ok(a) => {
            (a.verdict.title(), words::verdict_class(a.verdict), a.strategy.title(), "")
        }
        Outcome::Failed { reason } => (FAILED, "failed", "", reason.as_str()),
    };
    Row {
        name: &entry.name,
        team: &entry.team,
        business_value: &entry.business_value,
        verdict,
        verdict_class,
        strategy,
        reason,
        assessed: assessed(entry).map(assessed_row),
    }
}

fn assessed_row(a: &Assessed) -> AssessedRow<'_> {
    let languages: Vec<&str> = a.languages.iter().map(|l| l.language.as_str()).collect();
    AssessedRow {
        low_evidence: a.low_evidence,
        reused: a.reused,
        score: match a.score.value {
            None => "no number".to_owned(),
            Some(value) if a.score.floor < value => format!("{}–{value}", a.score.floor),
            Some(value) => value.to_string(),
        },
        score_key: a.score.value.map_or(-1, i64::from),
        effort: format!(
            "{}–{}, likely {}",
            words::days(a.effort_low),
            words::days(a.effort_high),
            words::days(a.effort_likely)
        ),
        likely: a.effort_likely,
        components: a.components,
        languages: languages.join(", "),
        blockers: a.blockers,
        hard: a.hard,
        mandatory: a.mandatory,
        advisory: a.advisory,
        href: a.report.as_deref().filter(|href| is_relative(href)),
    }
}

/// Only a plain relative path is followed: no scheme, no host, no way back to the root.
fn is_relative(href: &str) -> bool {
    let first = href.split('/').next().unwrap_or("");
    !href.starts_with(['/', '\\']) && !first.contains(':') && !href.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_relative_links_are_followed() {
        for good in ["shop/index.html", "a b/index.html", "x/y:z.html"] {
            assert!(is_relative(good), "{good}");
        }
        for bad in ["", "/etc/x", "//host/x", "javascript:alert(1)", "https://x/y", "\\\\host\\x"] {
            assert!(!is_relative(bad), "{bad}");
        }
    }

    #[test]
    fn every_application_is_in_every_distribution_once() {
        let fleet = crate::fleet::portfolio();
        let page = view(&fleet);
        for distribution in &page.distributions {
            let sum: usize = distribution.bars.iter().map(|b| b.count).sum();
            let expected = match distribution.title {
                "Verdict" | "Score" => fleet.entries.len(),
                _ => fleet.entries.len() - page.failed,
            };
            assert_eq!(sum, expected, "{}", distribution.title);
        }
    }
}
