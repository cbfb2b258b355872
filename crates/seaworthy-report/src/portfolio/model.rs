//! What a portfolio is made of.

use seaworthy_assess::{Assessment, Strategy, Tool, Verdict};
use seaworthy_rules::Grade;
use serde::{Deserialize, Serialize};

/// Everything that the portfolio page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PortfolioInput {
    /// Title of the page.
    pub name: String,
    /// What made the assessments.
    pub tool: Tool,
    /// The applications, in the order of the list that named them.
    pub entries: Vec<Entry>,
}

/// One application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Who owns it; empty where nobody said.
    pub team: String,
    /// What it is worth to the business, as people said it; empty where nobody did.
    pub business_value: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of assessing one application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was assessed.
    Ok(Box<Assessed>),
    /// It was not.
    Failed {
        /// Why, as a sentence.
        reason: String,
    },
}

/// A score with its floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreRange {
    /// R, 0 to 100; `None` where coverage is too low for a number.
    pub value: Option<u32>,
    /// The floor that missing coverage leaves.
    pub floor: u32,
}

/// Production lines of one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageLines {
    /// Name of the language.
    pub language: String,
    /// Non-blank production lines.
    pub lines: u64,
}

/// The essence of one assessment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessed {
    /// The worst deployable's verdict.
    pub verdict: Verdict,
    /// Whether the verdict rests on little.
    pub low_evidence: bool,
    /// The lowest deployable's score.
    pub score: ScoreRange,
    /// Strategy of the worst deployable.
    pub strategy: Strategy,
    /// Person-days, low end.
    pub effort_low: f64,
    /// Person-days, likely.
    pub effort_likely: f64,
    /// Person-days, high end.
    pub effort_high: f64,
    /// How many components there are.
    pub components: u32,
    /// The three languages with most production lines.
    pub languages: Vec<LanguageLines>,
    /// Open concerns of grade blocker.
    pub blockers: u32,
    /// Open concerns of grade hard.
    pub hard: u32,
    /// Open concerns of grade mandatory.
    pub mandatory: u32,
    /// Open concerns of grade advisory.
    pub advisory: u32,
    /// The application's own page, relative to the portfolio page, with `/`; `None` where none was written.
    pub report: Option<String>,
    /// Whether an earlier result of the same input was taken.
    pub reused: bool,
}

impl Assessed {
    /// The essence of `assessment`; `report` is the application's page relative to the portfolio page.
    pub fn of(assessment: &Assessment, report: Option<String>, reused: bool) -> Self {
        let summary = &assessment.summary;
        let open = |grade| {
            assessment.findings.iter().filter(|f| f.grade == grade && f.counts()).count() as u32
        };
        let languages = assessment.inventory.languages.iter();
        Self {
            verdict: summary.verdict,
            low_evidence: summary.low_evidence,
            score: ScoreRange { value: summary.score.value, floor: summary.score.floor },
            strategy: summary.strategy,
            effort_low: summary.effort.low,
            effort_likely: summary.effort.likely,
            effort_high: summary.effort.high,
            components: assessment.components.len() as u32,
            languages: languages
                .filter(|l| l.language.is_code() && l.lines > 0)
                .take(3)
                .map(|l| LanguageLines { language: l.language.name().to_owned(), lines: l.lines })
                .collect(),
            blockers: open(Grade::Blocker),
            hard: open(Grade::Hard),
            mandatory: open(Grade::Mandatory),
            advisory: open(Grade::Advisory),
            report,
            reused,
        }
    }
}
