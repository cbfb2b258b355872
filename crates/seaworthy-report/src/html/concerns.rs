//! Concerns with their places, and positive evidence.

use std::collections::BTreeSet;

use seaworthy_assess::{Assessment, Finding};
use seaworthy_base::Evidence;
use seaworthy_matching::Incident;
use seaworthy_rules::Grade;

use crate::evidence::{EvidenceIndex, FieldLink};
use crate::{Excerpt, Excerpts, words};

/// Grades of concerns, worst first.
pub(super) const GRADES: [Grade; 4] =
    [Grade::Blocker, Grade::Hard, Grade::Mandatory, Grade::Advisory];

/// Places that one concern shows with code around them.
const EXCERPTS_PER_CONCERN: usize = 20;
/// Places with code around them on the whole page; keeps it readable for browsers and under a few megabytes.
const EXCERPTS_PER_PAGE: usize = 600;
/// Places that one concern lists without code.
const LINES_PER_CONCERN: usize = 500;
/// Drafted fields that one concern names.
const FIELDS_PER_CONCERN: usize = 12;
/// Characters of a code line that are shown.
const LINE_WIDTH: usize = 200;

/// All concerns and what they can be filtered by.
pub(super) struct Concerns<'a> {
    pub(super) groups: Vec<Group<'a>>,
    pub(super) total: usize,
    pub(super) dimensions: Vec<&'static str>,
    pub(super) components: Vec<&'a str>,
}

/// The concerns of one grade.
pub(super) struct Group<'a> {
    pub(super) grade: &'static str,
    pub(super) heading: &'static str,
    pub(super) meaning: &'static str,
    pub(super) concerns: Vec<Concern<'a>>,
}

/// One concern.
pub(super) struct Concern<'a> {
    pub(super) finding: &'a Finding,
    pub(super) grade: &'static str,
    pub(super) dimension: &'static str,
    pub(super) remedy: &'static str,
    pub(super) tier: &'static str,
    pub(super) confidence: String,
    pub(super) burden: String,
    pub(super) occurrences: String,
    pub(super) points_back: String,
    pub(super) first: String,
    pub(super) places: String,
    pub(super) counts: bool,
    pub(super) links: Vec<Link<'a>>,
    pub(super) fields: Vec<FieldLink<'a>>,
    pub(super) shown: Vec<IncidentView<'a>>,
    pub(super) listed: Vec<FileLines<'a>>,
    /// Places that the page does not list.
    pub(super) rest: String,
}

/// A link; `href` only where its scheme is safe to follow.
pub(super) struct Link<'a> {
    pub(super) text: &'a str,
    pub(super) href: Option<&'a str>,
}

/// A place with the code around it.
pub(super) struct IncidentView<'a> {
    pub(super) place: String,
    pub(super) scope: &'a str,
    /// Why it is not counted; empty where it is.
    pub(super) not_counted: &'static str,
    pub(super) lines: Vec<CodeLine<'a>>,
}

/// A line of code.
pub(super) struct CodeLine<'a> {
    /// Empty where the line is not known.
    pub(super) number: String,
    pub(super) text: &'a str,
    pub(super) cut: bool,
    pub(super) hit: bool,
}

/// Several places of one file.
pub(super) struct FileLines<'a> {
    pub(super) path: &'a str,
    pub(super) lines: String,
    pub(super) not_counted: &'static str,
}

/// Splits the findings into concerns by grade and positive evidence.
pub(super) fn views<'a>(
    assessment: &'a Assessment,
    excerpts: &'a Excerpts,
    index: &EvidenceIndex<'a>,
) -> (Concerns<'a>, Vec<Concern<'a>>) {
    let mut budget = EXCERPTS_PER_PAGE;
    let mut of_grade = |grade: Grade| -> Vec<Concern<'a>> {
        let findings = assessment.findings.iter().filter(|f| f.grade == grade);
        findings.map(|f| concern(f, excerpts, index, &mut budget)).collect()
    };
    let groups: Vec<Group<'a>> = GRADES
        .iter()
        .map(|&grade| Group {
            grade: grade.name(),
            heading: words::grade_heading(grade),
            meaning: words::grade_meaning(grade),
            concerns: of_grade(grade),
        })
        .filter(|group| !group.concerns.is_empty())
        .collect();
    let positive = of_grade(Grade::Positive);

    let negative = || assessment.findings.iter().filter(|f| f.grade != Grade::Positive);
    let dimensions: BTreeSet<_> = negative().map(|f| f.dimension).collect();
    let components: BTreeSet<&str> = negative().map(|f| f.component.as_str()).collect();
    let concerns = Concerns {
        total: groups.iter().map(|g| g.concerns.len()).sum(),
        groups,
        dimensions: dimensions.into_iter().map(seaworthy_rules::Dimension::title).collect(),
        components: components.into_iter().collect(),
    };
    (concerns, positive)
}

fn concern<'a>(
    finding: &'a Finding,
    excerpts: &'a Excerpts,
    index: &EvidenceIndex<'a>,
    budget: &mut usize,
) -> Concern<'a> {
    let shown = finding.incidents.len().min(EXCERPTS_PER_CONCERN).min(*budget);
    *budget -= shown;
    let (with_code, without) = finding.incidents.split_at(shown);
    let (listed, beyond) = without.split_at(without.len().min(LINES_PER_CONCERN));
    let rest = beyond.len() as u64 + u64::from(finding.more);
    Concern {
        finding,
        grade: finding.grade.name(),
        dimension: finding.dimension.title(),
        remedy: words::remedy(finding.remedy),
        tier: words::tier(finding.tier),
        confidence: words::percent(finding.confidence),
        burden: words::one_decimal(finding.burden),
        occurrences: words::counted(u64::from(finding.occurrences), "counted place"),
        points_back: words::counted(u64::from(finding.points_back), "point"),
        first: finding.first().map(Evidence::place).unwrap_or_default(),
        places: words::counted(finding.incidents.len() as u64 + u64::from(finding.more), "place"),
        counts: finding.counts() || finding.grade == Grade::Positive,
        links: finding
            .links
            .iter()
            .map(|link| Link { text: link, href: safe_href(link) })
            .collect(),
        fields: index.fields_of(finding, FIELDS_PER_CONCERN),
        shown: with_code.iter().map(|i| incident(i, excerpts)).collect(),
        listed: by_file(listed),
        rest: if rest == 0 { String::new() } else { words::counted(rest, "more place") },
    }
}

fn safe_href(link: &str) -> Option<&str> {
    let lower = link.get(..8).unwrap_or(link).to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")).then_some(link)
}

fn not_counted(incident: &Incident) -> &'static str {
    if incident.role.counts() { "" } else { incident.role.name() }
}

fn incident<'a>(incident: &'a Incident, excerpts: &'a Excerpts) -> IncidentView<'a> {
    let evidence = &incident.evidence;
    let excerpt = excerpts.get(&(evidence.path.clone(), evidence.at.line));
    IncidentView {
        place: evidence.place(),
        scope: &incident.scope,
        not_counted: not_counted(incident),
        lines: match excerpt {
            Some(excerpt) if !excerpt.lines.is_empty() => code(excerpt, evidence.at.line),
            _ if evidence.text.is_empty() => Vec::new(),
            _ => {
                let number = match evidence.at.line {
                    0 => String::new(),
                    line => line.to_string(),
                };
                vec![code_line(number, &evidence.text, evidence.at.line > 0)]
            }
        },
    }
}

fn code(excerpt: &Excerpt, hit: u32) -> Vec<CodeLine<'_>> {
    (excerpt.first_line..)
        .zip(&excerpt.lines)
        .map(|(number, text)| code_line(number.to_string(), text, number == hit))
        .collect()
}

fn code_line(number: String, text: &str, hit: bool) -> CodeLine<'_> {
    let end = text.char_indices().nth(LINE_WIDTH).map(|(end, _)| end);
    let shown = end.and_then(|end| text.get(..end)).unwrap_or(text);
    CodeLine { number, text: shown, cut: end.is_some(), hit }
}

/// Neighbours of one file and role become one entry, which keeps long lists short.
fn by_file(incidents: &[Incident]) -> Vec<FileLines<'_>> {
    incidents
        .chunk_by(|a, b| a.evidence.path == b.evidence.path && a.role == b.role)
        .filter_map(|chunk| {
            let first = chunk.first()?;
            let lines: Vec<String> = chunk
                .iter()
                .filter(|i| i.evidence.at.line > 0)
                .map(|i| i.evidence.at.line.to_string())
                .collect();
            Some(FileLines {
                path: &first.evidence.path,
                lines: lines.join(", "),
                not_counted: not_counted(first),
            })
        })
        .collect()
}
