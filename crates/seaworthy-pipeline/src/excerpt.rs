//! Code around incidents, read again from the files that have any.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_assess::Assessment;
use seaworthy_base::{LineIndex, decode, mask_line};
use seaworthy_facts::Language;
use seaworthy_report::{Excerpt, Excerpts};
use seaworthy_source::{ClassGroup, SourceTree};

use crate::class_file::{by_source_line, read_group};

/// Places per finding that are shown with their code; a reader who wants the hundredth opens the file.
const SHOWN: usize = 10;
/// Lines before and after the matched one.
const AROUND: u32 = 3;
/// Longest line shown, in characters.
const WIDTH: usize = 240;

/// Excerpts for the first places of every finding. Keeping all texts in memory would make memory grow with the code
/// base; reading a few files twice does not.
///
/// Lines that hold a located secret show what the finding shows of them, whatever excerpt they fall into.
pub(crate) fn excerpts(
    tree: &SourceTree,
    assessment: &Assessment,
    is_secret: impl Fn(&str) -> bool,
) -> Excerpts {
    let mut secrets: BTreeMap<(&Arc<str>, u32), &str> = BTreeMap::new();
    for finding in assessment.findings.iter().filter(|f| is_secret(&f.rule)) {
        for incident in &finding.incidents {
            secrets.insert(
                (&incident.evidence.path, incident.evidence.at.line),
                &incident.evidence.text,
            );
        }
    }
    let mut wanted: BTreeMap<&Arc<str>, BTreeSet<u32>> = BTreeMap::new();
    for finding in &assessment.findings {
        for incident in finding.incidents.iter().take(SHOWN).filter(|i| i.evidence.at.line > 0) {
            wanted.entry(&incident.evidence.path).or_default().insert(incident.evidence.at.line);
        }
    }
    let mut out = Excerpts::new();
    let mut groups: Option<Vec<ClassGroup>> = None;
    for (path, lines) in wanted {
        let Ok(index) = tree.files.binary_search_by(|f| f.path.cmp(path)) else { continue };
        if tree.files[index].language == Language::Class {
            let groups = groups.get_or_insert_with(|| tree.class_groups());
            class_excerpts(tree, groups, path, &lines, &secrets, &mut out);
            continue;
        }
        let Some(decoded) = tree.read(&tree.files[index]).ok().and_then(decode) else { continue };
        let text = decoded.text;
        let starts = LineIndex::new(&text);
        let last = starts.lines(&text);
        for line in lines {
            let first_line = line.saturating_sub(AROUND).max(1);
            let lines = (first_line..=(line + AROUND).min(last))
                .map(|n| match secrets.get(&(path, n)) {
                    Some(masked) => (*masked).to_owned(),
                    None => shown(starts.line(&text, n)),
                })
                .collect();
            out.insert((Arc::clone(path), line), Excerpt { first_line, lines });
        }
    }
    out
}

/// Excerpts of a class file: its code in the form of Java, at the lines of its source.
fn class_excerpts(
    tree: &SourceTree,
    groups: &[ClassGroup],
    path: &Arc<str>,
    lines: &BTreeSet<u32>,
    secrets: &BTreeMap<(&Arc<str>, u32), &str>,
    out: &mut Excerpts,
) {
    let Some(group) = groups.iter().find(|g| g.path == *path) else { return };
    let Some(read) = read_group(tree, group, &mut Vec::new()) else { return };
    let code = by_source_line(&read.text);
    for &line in lines {
        let first_line = line.saturating_sub(AROUND).max(1);
        let text = |n| match secrets.get(&(path, n)) {
            Some(masked) => (*masked).to_owned(),
            None => code.get(&n).map(|line| shown(line)).unwrap_or_default(),
        };
        let lines = (first_line..=line.saturating_add(AROUND)).map(text).collect();
        out.insert((Arc::clone(path), line), Excerpt { first_line, lines });
    }
}

fn shown(line: &str) -> String {
    let masked = mask_line(line);
    match masked.char_indices().nth(WIDTH) {
        Some((cut, _)) => format!("{}…", &masked[..cut]),
        None => masked,
    }
}
