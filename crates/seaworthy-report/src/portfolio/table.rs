//! The portfolio as comma-separated values (RFC 4180).

use crate::portfolio::{Entry, Outcome, PortfolioInput};
use crate::words;

const COLUMNS: [&str; 21] = [
    "name",
    "team",
    "business_value",
    "outcome",
    "reason",
    "verdict",
    "low_evidence",
    "score",
    "score_floor",
    "strategy",
    "effort_low_days",
    "effort_likely_days",
    "effort_high_days",
    "components",
    "languages",
    "blockers",
    "hard",
    "mandatory",
    "advisory",
    "reused",
    "report",
];

/// `portfolio.csv`: a header and one line an application, CRLF line ends, every field quoted that needs it.
///
/// A cell that a spreadsheet would take for a formula starts with an apostrophe.
pub fn csv(input: &PortfolioInput) -> String {
    let mut out = String::new();
    line(&mut out, &COLUMNS.map(str::to_owned));
    for entry in &input.entries {
        line(&mut out, &cells(entry));
    }
    out
}

fn cells(entry: &Entry) -> [String; 21] {
    let own = [entry.name.clone(), entry.team.clone(), entry.business_value.clone()];
    let outcome: [String; 18] = match &entry.outcome {
        Outcome::Failed { reason } => std::array::from_fn(|i| match i {
            0 => "failed".to_owned(),
            1 => reason.clone(),
            _ => String::new(),
        }),
        Outcome::Ok(a) => {
            let languages: Vec<String> =
                a.languages.iter().map(|l| format!("{} {}", l.language, l.lines)).collect();
            [
                "assessed".to_owned(),
                String::new(),
                a.verdict.title().to_owned(),
                a.low_evidence.to_string(),
                a.score.value.map(|v| v.to_string()).unwrap_or_default(),
                a.score.floor.to_string(),
                a.strategy.title().to_owned(),
                words::one_decimal(a.effort_low),
                words::one_decimal(a.effort_likely),
                words::one_decimal(a.effort_high),
                a.components.to_string(),
                languages.join("; "),
                a.blockers.to_string(),
                a.hard.to_string(),
                a.mandatory.to_string(),
                a.advisory.to_string(),
                a.reused.to_string(),
                a.report.clone().unwrap_or_default(),
            ]
        }
    };
    let mut all = own.into_iter().chain(outcome);
    std::array::from_fn(|_| all.next().unwrap_or_default())
}

fn line(out: &mut String, cells: &[String; 21]) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        field(out, cell);
    }
    out.push_str("\r\n");
}

/// Tab and carriage return at the start are dropped by spreadsheets before they look for a formula.
fn field(out: &mut String, cell: &str) {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = cell.contains([',', '"', '\n', '\r']);
    if quoted {
        out.push('"');
    }
    if formula {
        out.push('\'');
    }
    if quoted {
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(cell: &str) -> String {
        let mut out = String::new();
        field(&mut out, cell);
        out
    }

    #[test]
    fn quotes_and_formulas() {
        assert_eq!(written("plain"), "plain");
        assert_eq!(written("a,b"), "\"a,b\"");
        assert_eq!(written("say \"x\""), "\"say \"\"x\"\"\"");
        assert_eq!(written("two\nlines"), "\"two\nlines\"");
        assert_eq!(written("=1+1"), "'=1+1");
        assert_eq!(written("@cmd,x"), "\"'@cmd,x\"");
        assert_eq!(written("-2"), "'-2");
    }

    /// Reads one quoted or bare field back.
    fn read(field: &str) -> String {
        match field.strip_prefix('"').and_then(|f| f.strip_suffix('"')) {
            Some(inner) => inner.replace("\"\"", "\""),
            None => field.to_owned(),
        }
    }

    proptest! {
        #[test]
        fn any_cell_comes_back(cell in any::<String>()) {
            let back = read(&written(&cell));
            prop_assert!(!back.starts_with(['=', '+', '-', '@', '\t', '\r']));
            let original = back.strip_prefix('\'').filter(|rest| *rest == cell).unwrap_or(&back);
            prop_assert_eq!(original, cell.as_str());
        }
    }

    #[test]
    fn one_line_an_application() {
        let fleet = crate::fleet::portfolio();
        let csv = csv(&fleet);
        assert!(csv.starts_with("name,team,business_value,"));
        assert_eq!(csv.matches("\r\n").count(), fleet.entries.len() + 1);
        insta::assert_snapshot!(csv);
    }
}
