//! The first screen: verdict, score with its explanation, strategy, effort.

use seaworthy_assess::{Assessment, ComponentResult, Finding, Score};
use seaworthy_base::Evidence;
use seaworthy_rules::Grade;

use crate::words;

/// How many concerns the first screen names.
const TOP_CONCERNS: usize = 10;
/// How many bars the waterfall has before the rest becomes one bar.
const BURDEN_BARS: usize = 20;
/// Burden points that halve the score.
const HALVING_POINTS: f64 = 40.0;

/// The first screen.
pub(super) struct Overview<'a> {
    pub(super) verdict: &'static str,
    pub(super) verdict_class: &'static str,
    pub(super) verdict_sentence: &'static str,
    pub(super) low_evidence: bool,
    pub(super) decided_by: &'a str,
    /// Whether the page has an entry for the deciding component.
    pub(super) decided_by_component: bool,
    pub(super) score: ScoreView,
    pub(super) strategy: &'static str,
    pub(super) strategy_reason: &'a str,
    pub(super) effort: EffortView<'a>,
    /// Class name, number and noun of each grade.
    pub(super) counts: Vec<(&'static str, usize, &'static str)>,
    pub(super) top: Vec<TopConcern<'a>>,
    pub(super) components: Vec<ComponentRow<'a>>,
    pub(super) dimensions: Vec<DimensionRow>,
    pub(super) burden: Burden<'a>,
}

/// The score in words and as a gauge from 0 to 100.
pub(super) struct ScoreView {
    /// `None` where no bare number may be shown.
    pub(super) value: Option<u32>,
    pub(super) floor: u32,
    pub(super) range: String,
    pub(super) coverage: String,
    pub(super) cap: Option<String>,
    /// Width of the range between floor and value.
    pub(super) span: u32,
}

/// Person-days in words.
pub(super) struct EffortView<'a> {
    pub(super) low: String,
    pub(super) likely: String,
    pub(super) high: String,
    pub(super) assumptions: &'a [String],
}

/// A line of the list of the worst concerns.
pub(super) struct TopConcern<'a> {
    pub(super) fingerprint: &'a str,
    pub(super) title: &'a str,
    pub(super) grade: &'static str,
    pub(super) component: &'a str,
    pub(super) place: String,
    pub(super) occurrences: u32,
    pub(super) points_back: u32,
}

/// A line of the table of components.
pub(super) struct ComponentRow<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'static str,
    pub(super) platform: String,
    pub(super) ports: String,
    pub(super) score: String,
    /// For sorting; -1 where there is no number.
    pub(super) score_key: i64,
    pub(super) verdict: &'static str,
    pub(super) verdict_class: &'static str,
    pub(super) strategy: &'static str,
    pub(super) effort: String,
    pub(super) likely: f64,
}

/// A bar of the dimensions.
pub(super) struct DimensionRow {
    pub(super) title: &'static str,
    pub(super) score: String,
    pub(super) width: String,
    pub(super) burden: String,
    pub(super) coverage: String,
    pub(super) level: &'static str,
}

/// How the score came about.
pub(super) struct Burden<'a> {
    pub(super) bars: Vec<BurdenBar<'a>>,
    pub(super) total: String,
    pub(super) before_caps: String,
    pub(super) after: String,
}

/// One step down from 100.
pub(super) struct BurdenBar<'a> {
    /// Empty for a bar that stands for several concerns.
    pub(super) fingerprint: &'a str,
    pub(super) title: String,
    pub(super) grade: &'static str,
    pub(super) burden: String,
    pub(super) left: String,
    pub(super) width: String,
    pub(super) running: String,
}

/// Builds the first screen.
pub(super) fn view(assessment: &Assessment) -> Overview<'_> {
    let summary = &assessment.summary;
    Overview {
        verdict: summary.verdict.title(),
        verdict_class: words::verdict_class(summary.verdict),
        verdict_sentence: words::verdict_sentence(summary.verdict),
        low_evidence: summary.low_evidence,
        decided_by: &summary.decided_by,
        decided_by_component: assessment
            .components
            .iter()
            .any(|r| r.component.id == summary.decided_by),
        score: score(&summary.score, &assessment.findings),
        strategy: summary.strategy.title(),
        strategy_reason: &summary.strategy_reason,
        effort: EffortView {
            low: words::days(summary.effort.low),
            likely: words::days(summary.effort.likely),
            high: words::days(summary.effort.high),
            assumptions: &summary.effort.assumptions,
        },
        counts: super::concerns::GRADES
            .iter()
            .map(|&grade| {
                let open =
                    assessment.findings.iter().filter(|f| f.grade == grade && f.counts()).count();
                let plural = grade == Grade::Blocker && open != 1;
                (grade.name(), open, if plural { "blockers" } else { grade.name() })
            })
            .collect(),
        top: assessment
            .findings
            .iter()
            .filter(|f| f.counts())
            .take(TOP_CONCERNS)
            .map(top_concern)
            .collect(),
        components: assessment.components.iter().map(component_row).collect(),
        dimensions: dimensions(&summary.score),
        burden: burden(assessment),
    }
}

fn score(score: &Score, findings: &[Finding]) -> ScoreView {
    let cap = score.cap.as_ref().filter(|cap| score.before_caps > f64::from(cap.at)).map(|cap| {
        let title =
            findings.iter().find(|f| f.rule == cap.rule).map_or(cap.rule.as_str(), |f| &f.title);
        let without = words::one_decimal(score.before_caps);
        format!("Held at {} by “{title}”; {without} without this cap.", cap.at)
    });
    let range = match score.value {
        Some(value) if score.floor < value => {
            format!("{}–{value}: the low end allows for code that was not understood.", score.floor)
        }
        Some(_) => "All of the relevant code was understood, so there is no range.".to_owned(),
        None => format!(
            "No number is shown, because coverage is too low. The floor is {}.",
            score.floor
        ),
    };
    ScoreView {
        value: score.value,
        floor: score.floor.min(100),
        range,
        coverage: words::percent(score.coverage),
        cap,
        span: score.value.unwrap_or(100).min(100).saturating_sub(score.floor),
    }
}

fn top_concern(finding: &Finding) -> TopConcern<'_> {
    TopConcern {
        fingerprint: &finding.fingerprint,
        title: &finding.title,
        grade: finding.grade.name(),
        component: &finding.component,
        place: finding.first().map(Evidence::place).unwrap_or_default(),
        occurrences: finding.occurrences,
        points_back: finding.points_back,
    }
}

fn component_row(result: &ComponentResult) -> ComponentRow<'_> {
    let component = &result.component;
    ComponentRow {
        id: &component.id,
        kind: component.kind.name(),
        platform: super::components::platform(component),
        ports: super::components::ports(component),
        score: words::score(&result.score),
        score_key: result.score.value.map_or(-1, i64::from),
        verdict: result.verdict.title(),
        verdict_class: words::verdict_class(result.verdict),
        strategy: result.strategy.title(),
        effort: words::effort(&result.effort),
        likely: result.effort.likely,
    }
}

fn dimensions(score: &Score) -> Vec<DimensionRow> {
    score
        .dimensions
        .iter()
        .map(|d| DimensionRow {
            title: d.dimension.title(),
            score: format!("{:.0}", d.score),
            width: format!("{:.1}", d.score.clamp(0.0, 100.0)),
            burden: words::one_decimal(d.burden),
            coverage: words::percent(d.coverage),
            level: match d.score {
                s if s >= 80.0 => "good",
                s if s >= 50.0 => "fair",
                _ => "poor",
            },
        })
        .collect()
}

/// The bars of the component that decides. Each takes the score down from where the one before left it, so the last
/// one ends at the score before caps.
fn burden(assessment: &Assessment) -> Burden<'_> {
    let summary = &assessment.summary;
    let score = &summary.score;
    let mut own = counted_for(assessment, &summary.decided_by);
    own.sort_by(|a, b| b.burden.total_cmp(&a.burden));

    let mut bars = Vec::new();
    let mut sum = 0.0;
    for finding in own.iter().take(BURDEN_BARS) {
        let grade = finding.grade.name();
        bars.push(bar(&finding.fingerprint, finding.title.clone(), grade, sum, finding.burden));
        sum += finding.burden;
    }
    let small: f64 = own.iter().skip(BURDEN_BARS).map(|f| f.burden).sum();
    if small > 0.0 {
        let title = words::counted((own.len() - BURDEN_BARS) as u64, "smaller concern");
        bars.push(bar("", title, "rest", sum, small));
        sum += small;
    }
    if score.burden - sum > 0.05 {
        let title = "Concerns of code that this component shares".to_owned();
        bars.push(bar("", title, "rest", sum, score.burden - sum));
    }
    Burden {
        bars,
        total: words::one_decimal(score.burden),
        before_caps: words::one_decimal(score.before_caps),
        after: words::score(score),
    }
}

/// The concerns whose burden the score of `component` carries: its own, and those of components whose code runs inside
/// of it. Where such code weighs in another component already, only its own are known to be its burden.
fn counted_for<'a>(assessment: &'a Assessment, component: &str) -> Vec<&'a Finding> {
    let result = assessment.components.iter().find(|r| r.component.id == component);
    let (uses, limit) = match result {
        Some(result) => (result.uses.as_slice(), result.score.burden),
        None => (&[][..], assessment.summary.score.burden),
    };
    let burdened = || assessment.findings.iter().filter(|f| f.burden > 0.0);
    let with_shared: Vec<&Finding> =
        burdened().filter(|f| f.component == component || uses.contains(&f.component)).collect();
    if with_shared.iter().map(|f| f.burden).sum::<f64>() <= limit + 0.05 {
        with_shared
    } else {
        burdened().filter(|f| f.component == component).collect()
    }
}

fn bar<'a>(
    fingerprint: &'a str,
    title: String,
    grade: &'static str,
    before: f64,
    burden: f64,
) -> BurdenBar<'a> {
    let at = |sum: f64| 100.0 * (-sum / HALVING_POINTS).exp2();
    let (high, low) = (at(before), at(before + burden));
    BurdenBar {
        fingerprint,
        title,
        grade,
        burden: words::one_decimal(burden),
        left: format!("{low:.1}"),
        width: format!("{:.1}", (high - low).max(0.3)),
        running: words::one_decimal(low),
    }
}
