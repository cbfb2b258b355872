//! The summary in a terminal.

use std::fmt::Write as _;

use seaworthy_assess::{Assessment, Verdict};
use seaworthy_base::{Evidence, Severity};
use seaworthy_rules::Grade;

use crate::words;

/// Columns of the widest line, unless a single word is longer.
const WIDTH: usize = 100;
/// Concerns that are named.
const TOP: usize = 10;
/// Components that are named.
const COMPONENTS: usize = 12;
/// Reasons for not analysing that are named.
const REASONS: usize = 6;

const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const BLUE: &str = "34";

struct Terminal {
    out: String,
    colour: bool,
}

impl Terminal {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A label in its own column and a text that is wrapped beside it.
    fn labelled(&mut self, label: &str, text: &str, code: &str) {
        let label = format!("{label:<13}");
        for (i, part) in wrap(text, WIDTH - 13).iter().enumerate() {
            let head = if i == 0 { self.paint(DIM, &label) } else { " ".repeat(13) };
            let body = if code.is_empty() { part.clone() } else { self.paint(code, part) };
            self.line(&format!("{head}{body}"));
        }
    }

    fn heading(&mut self, text: &str) {
        let heading = self.paint(BOLD, text);
        self.line("");
        self.line(&heading);
    }
}

/// The summary: lines of at most 100 columns, ANSI colours only where `colour` asks for them, a newline at the end.
///
/// `report_path` is where the page was written, where one was. Control characters of the input are shown as `?`, so a
/// file name cannot steer the terminal.
pub fn summary(assessment: &Assessment, report_path: Option<&str>, colour: bool) -> String {
    let mut t = Terminal { out: String::new(), colour };
    head(&mut t, assessment);
    components(&mut t, assessment);
    concerns(&mut t, assessment);
    not_analysed(&mut t, assessment);
    diagnostics(&mut t, assessment);
    if let Some(path) = report_path {
        t.line("");
        t.labelled("Report", path, BOLD);
    }
    t.out
}

fn head(t: &mut Terminal, assessment: &Assessment) {
    let summary = &assessment.summary;
    let name = t.paint(BOLD, &cut(&plain(&assessment.application), WIDTH));
    t.line(&name);
    let code = match summary.verdict {
        Verdict::Ready => GREEN,
        Verdict::NeedsWork => YELLOW,
        Verdict::Blocked => RED,
        Verdict::NotAssessed => DIM,
    };
    let low = if summary.low_evidence { " (low evidence)" } else { "" };
    t.labelled("Verdict", &format!("{}{low}", summary.verdict.title()), code);
    let score = &summary.score;
    let mut text = format!("{}, coverage {}", words::score(score), words::percent(score.coverage));
    if score.value.is_none() {
        let _ = write!(text, ", too low for a number; floor {}", score.floor);
    }
    if let Some(cap) = score.cap.as_ref().filter(|c| score.before_caps > f64::from(c.at)) {
        let _ = write!(
            text,
            "; held at {} by {} ({} without)",
            cap.at,
            cap.rule,
            words::one_decimal(score.before_caps)
        );
    }
    t.labelled("Score", &text, "");
    let strategy = format!("{}. {}", summary.strategy.title(), summary.strategy_reason);
    t.labelled("Strategy", &strategy, "");
    t.labelled("Effort", &format!("{} (uncalibrated)", words::effort(&summary.effort)), "");
}

fn components(t: &mut Terminal, assessment: &Assessment) {
    if assessment.components.is_empty() {
        return;
    }
    t.heading("Components");
    let shown = assessment.components.iter().take(COMPONENTS);
    let width = shown.clone().map(|r| r.component.id.chars().count()).max().unwrap_or(0).min(32);
    for result in shown {
        let c = &result.component;
        let ports: Vec<String> = c.ports.iter().map(|p| p.value.number.to_string()).collect();
        let ports = match ports.len() {
            0 => String::new(),
            1 => format!(", port {}", ports.join(", ")),
            _ => format!(", ports {}", ports.join(", ")),
        };
        let line = format!(
            "  {:<width$}  {:<12}  {:<14}  {}, {}{ports}",
            cut(&plain(&c.id), width),
            result.verdict.title(),
            words::score(&result.score),
            c.kind.name(),
            words::platform(c.platform.value),
        );
        t.line(&cut(&line, WIDTH));
    }
    let more = assessment.components.len().saturating_sub(COMPONENTS);
    if more > 0 {
        t.line(&format!("  and {more} more"));
    }
}

fn concerns(t: &mut Terminal, assessment: &Assessment) {
    let open = || assessment.findings.iter().filter(|f| f.counts());
    let total = open().count();
    if total == 0 {
        t.heading("No concern counts for the score");
        return;
    }
    let by_grade: Vec<String> = [Grade::Blocker, Grade::Hard, Grade::Mandatory, Grade::Advisory]
        .into_iter()
        .map(|grade| (open().filter(|f| f.grade == grade).count(), grade.name()))
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| format!("{n} {name}"))
        .collect();
    t.heading(&format!("Concerns: {}", by_grade.join(", ")));
    for finding in open().take(TOP) {
        let code = match finding.grade {
            Grade::Blocker => RED,
            Grade::Hard => YELLOW,
            _ => BLUE,
        };
        let grade = t.paint(code, &format!("{:<9}", finding.grade.name()));
        let title = cut(&plain(&finding.title), WIDTH - 13);
        t.line(&format!("  {grade}  {title}"));
        let place = finding.first().map(Evidence::place).unwrap_or_default();
        let more = match finding.occurrences {
            0 | 1 => String::new(),
            n => format!(" and {}", words::counted(u64::from(n) - 1, "more place")),
        };
        // The end of a path says more than its beginning.
        let place = cut_front(&plain(&place), WIDTH - 13 - more.chars().count());
        let where_ = t.paint(DIM, &format!("{place}{more}"));
        t.line(&format!("             {where_}"));
    }
    if total > TOP {
        t.line(&format!("  and {} more", total - TOP));
    }
}

fn not_analysed(t: &mut Terminal, assessment: &Assessment) {
    let skipped = &assessment.inventory.skipped;
    if skipped.is_empty() {
        return;
    }
    let files: u64 = skipped.iter().map(|s| s.files).sum();
    let of = words::count(assessment.inventory.files);
    t.heading(&format!("Not analysed: {} of {of}", words::counted(files, "file")));
    for group in skipped.iter().take(REASONS) {
        let line = format!(
            "  {:>7}  {} ({})",
            words::count(group.files),
            plain(&group.reason),
            words::bytes(group.bytes)
        );
        t.line(&cut(&line, WIDTH));
    }
    if skipped.len() > REASONS {
        t.line(&format!("  and {} more reasons", skipped.len() - REASONS));
    }
}

fn diagnostics(t: &mut Terminal, assessment: &Assessment) {
    let of = |s: Severity| assessment.diagnostics.iter().filter(|d| d.severity == s).count() as u64;
    if assessment.diagnostics.is_empty() {
        return;
    }
    let text: Vec<String> = [
        (of(Severity::Error), "error"),
        (of(Severity::Warning), "warning"),
        (of(Severity::Note), "note"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, noun)| words::counted(n, noun))
    .collect();
    t.line("");
    t.labelled("Diagnostics", &text.join(", "), "");
}

fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

fn cut_front(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().skip(length - width.saturating_sub(1)).collect();
    format!("…{kept}")
}

/// Breaks at white space; a word that is longer than a line gets a line of its own.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in plain(text).split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn says_what_matters_in_100_columns() {
        let assessment = crate::shop::assessment();
        let text = summary(&assessment, Some("out/index.html"), false);
        assert!(text.lines().all(|l| l.chars().count() <= WIDTH), "{text}");
        assert!(!text.contains('\u{1b}'));
        insta::assert_snapshot!(text);
        let coloured = summary(&assessment, None, true);
        assert!(coloured.contains("\u{1b}[31mBlocked\u{1b}[0m"), "{coloured}");
    }

    #[test]
    fn no_number_without_coverage() {
        let mut assessment = crate::shop::assessment();
        assessment.summary.score.value = None;
        assessment.summary.score.cap = None;
        let text = summary(&assessment, None, false);
        let line = text.lines().find(|l| l.starts_with("Score")).unwrap();
        assert!(line.contains("no number") && !line.contains("of 100"), "{line}");
    }

    proptest! {
        #[test]
        fn input_cannot_steer_the_terminal(name in any::<String>(), title in any::<String>()) {
            let mut assessment = crate::shop::assessment();
            assessment.application = name.clone();
            assessment.summary.strategy_reason = name;
            for finding in &mut assessment.findings {
                finding.title.clone_from(&title);
            }
            let text = summary(&assessment, None, false);
            prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
