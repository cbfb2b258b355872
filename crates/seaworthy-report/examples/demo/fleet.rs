//! A made-up portfolio.

use seaworthy_assess::{Strategy, Verdict};
use seaworthy_report::portfolio::{
    Assessed, Entry, LanguageLines, Outcome, PortfolioInput, ScoreRange,
};

use crate::shop;

/// The portfolio: the shop, variations of it, one that failed and one with hostile names.
pub(crate) fn portfolio() -> PortfolioInput {
    let shop = shop::assessment();
    let mut entries = vec![Entry {
        name: "corner-shop".to_owned(),
        team: "Retail".to_owned(),
        business_value: "high".to_owned(),
        outcome: Outcome::Ok(Box::new(Assessed::of(&shop, Some("index.html".to_owned()), false))),
    }];
    let others = [
        ("billing", "Finance", Verdict::NeedsWork, Some(58), Strategy::Replatform, 41.0, "C#"),
        ("catalogue", "Retail", Verdict::Ready, Some(94), Strategy::Rehost, 3.2, "Go"),
        ("intranet", "People", Verdict::NeedsWork, Some(71), Strategy::Refactor, 88.0, "PHP"),
        ("mainframe-bridge", "Finance", Verdict::NotAssessed, None, Strategy::Retain, 0.0, "COBOL"),
    ];
    for (name, team, verdict, value, strategy, likely, language) in others {
        entries.push(Entry {
            name: name.to_owned(),
            team: team.to_owned(),
            business_value: String::new(),
            outcome: Outcome::Ok(Box::new(Assessed {
                verdict,
                low_evidence: value.is_none(),
                score: ScoreRange { value, floor: value.unwrap_or(30).saturating_sub(6) },
                strategy,
                effort_low: likely * 0.5,
                effort_likely: likely,
                effort_high: likely * 1.9,
                components: 2,
                languages: vec![LanguageLines { language: language.to_owned(), lines: 12_000 }],
                blockers: 0,
                hard: 1,
                mandatory: 4,
                advisory: 9,
                report: Some(format!("{name}/index.html")),
                reused: name == "catalogue",
            })),
        });
    }
    entries.push(Entry {
        name: shop::HOSTILE_TAG.to_owned(),
        team: shop::HOSTILE_QUOTE.to_owned(),
        business_value: "=HYPERLINK(\"x\")".to_owned(),
        outcome: Outcome::Failed { reason: "The folder does not exist.".to_owned() },
    });
    PortfolioInput { name: "Made-up portfolio".to_owned(), tool: shop.tool, entries }
}
