//! What Konveyor would silently ignore or misunderstand in rules.

mod condition;
mod pattern;
mod rule;
mod suggest;
mod suite;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use seaworthy_base::{LineIndex, Severity, Span};

use crate::load::{LoadOptions, discover_files, load_file, read_text};
use crate::yaml::{Node, further_document, parse, parse_strictly};
use crate::{Problem, Ruleset};

pub use suite::lint_suite;

use suggest::suggestion;

/// What is wrong in one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileLint {
    /// Sorted by place; errors and notes of loading are among them.
    pub problems: Vec<Problem>,
    /// The ids of its rules with their places.
    pub ids: Vec<(String, Span)>,
}

/// A file that was looked at.
#[derive(Clone, Debug)]
pub struct LintedFile {
    /// The file.
    pub path: Arc<Path>,
    /// Its text, for [`Problem::frame`].
    pub text: String,
    /// What is wrong in it, sorted by place.
    pub problems: Vec<Problem>,
}

/// Looks at every rule file and `ruleset.yaml` below the paths; files without a problem are listed as well. Ids that stand
/// in several files are told in all but the first.
pub fn lint(paths: &[PathBuf], options: &LoadOptions) -> Vec<LintedFile> {
    let mut unreadable = Vec::new();
    let found = discover_files(paths, &mut unreadable);
    let mut linted: Vec<(LintedFile, Vec<(String, Span)>)> = found
        .into_par_iter()
        .map(|path| {
            let path: Arc<Path> = Arc::from(path);
            match read_text(&path) {
                Ok(text) => {
                    let found = if path.ends_with("ruleset.yaml") {
                        FileLint { problems: lint_header(&path, &text), ids: Vec::new() }
                    } else {
                        lint_file(&path, &text, options)
                    };
                    (LintedFile { path, text, problems: found.problems }, found.ids)
                }
                Err(problem) => {
                    let file = LintedFile { path, text: String::new(), problems: vec![*problem] };
                    (file, Vec::new())
                }
            }
        })
        .collect();
    let mut first: BTreeMap<String, Arc<Path>> = BTreeMap::new();
    for (file, ids) in &mut linted {
        let lines = LineIndex::new(&file.text);
        for (id, span) in ids {
            match first.get(id) {
                Some(other) if *other != file.path => {
                    let words = format!("the rule id stands in {} as well", other.display());
                    let problem =
                        Problem::new(&file.path, Severity::Note, "duplicate-id-elsewhere", words)
                            .in_rule(Some(id))
                            .spanned(&file.text, &lines, *span)
                            .helped("of one ruleset only the last result is kept");
                    file.problems.push(problem);
                }
                Some(_) => {}
                None => {
                    first.insert(id.clone(), Arc::clone(&file.path));
                }
            }
        }
        sort(&mut file.problems);
    }
    let unreadable = unreadable.into_iter().map(|problem| LintedFile {
        path: Arc::clone(&problem.path),
        text: String::new(),
        problems: vec![problem],
    });
    linted.into_iter().map(|(file, _)| file).chain(unreadable).collect()
}

/// Looks at the text of a rule file.
pub fn lint_file(path: &Arc<Path>, text: &str, options: &LoadOptions) -> FileLint {
    let loaded = load_file(path, text, options);
    let lines = LineIndex::new(text);
    let mut report = Report { path, text, lines: &lines, rule: None, problems: Vec::new() };
    report.problems.extend(loaded.errors.into_iter().map(|p| with_suggestion(p, text)));
    report.problems.extend(loaded.notes);
    let mut ids = Vec::new();
    if let Ok((Some(root), repeated)) = parse_strictly(text, true) {
        for span in repeated {
            let words = format!("the key `{}` stands twice", span.of(text));
            report.warn(span, "repeated-key", words, "only the last one counts");
        }
        for item in root.list().unwrap_or_default() {
            let id = item.get("ruleID");
            if let Some((id, span)) = id.and_then(|n| Some((n.text()?, n.span))) {
                ids.push((id.to_owned(), span));
            }
            report.rule = id.and_then(Node::text).map(str::to_owned);
            rule::lint(item, &mut report);
        }
    }
    report.rule = None;
    if let Some(at) = further_document(text) {
        let words = "a second document of the file";
        let span = Span::new(at, at + 3);
        report.warn(span, "further-document", words, "only the first one is read");
    }
    let mut problems = report.problems;
    sort(&mut problems);
    FileLint { problems, ids }
}

/// Looks at the text of a `ruleset.yaml`.
pub fn lint_header(path: &Arc<Path>, text: &str) -> Vec<Problem> {
    let lines = LineIndex::new(text);
    let mut report = Report { path, text, lines: &lines, rule: None, problems: Vec::new() };
    if let Err(problem) = crate::load::parse_header(path, text) {
        report.problems.push(*problem);
    }
    if let Ok(Some(root)) = parse(text, false) {
        report.keys(&root, &["name", "description", "labels", "tags", "rules"], "a ruleset");
        rule::labels(&root, &mut report);
    }
    let mut problems = report.problems;
    sort(&mut problems);
    problems
}

/// The labels that select rules but are none, over loaded rulesets. Empty where all are good.
pub fn invalid_labels(rulesets: &[Ruleset]) -> Vec<String> {
    let labels =
        rulesets.iter().flat_map(|r| r.rules.iter().flat_map(|rule| &rule.labels).chain(&r.labels));
    let mut bad: Vec<String> =
        labels.filter(|label| crate::Label::parse(label).is_err()).cloned().collect();
    bad.sort();
    bad.dedup();
    bad
}

fn sort(problems: &mut Vec<Problem>) {
    problems.sort_by(|a, b| {
        let key = |p: &Problem| (p.span, p.code);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    problems.dedup();
}

/// A key that is no condition may be a modifier or a capability written wrong.
fn with_suggestion(problem: Problem, text: &str) -> Problem {
    let words = problem.span.map_or("", |span| span.of(text));
    let known: Vec<String> = match problem.code {
        "bad-key" | "unknown-capability" => {
            let keys = crate::load::CAPABILITIES.iter().map(|(p, c)| format!("{p}.{c}"));
            let more = ["from", "as", "ignore", "not", "and", "or"].map(str::to_owned);
            keys.chain(more).collect()
        }
        "bad-dependency" => {
            ["name", "nameregex", "lowerbound", "upperbound"].map(str::to_owned).to_vec()
        }
        _ => return problem,
    };
    match suggestion(words, known.iter().map(String::as_str)) {
        Some(near) => problem.helped(format!("did you mean `{near}`?")),
        None => problem,
    }
}

/// Collects problems of one file.
struct Report<'a> {
    path: &'a Arc<Path>,
    text: &'a str,
    lines: &'a LineIndex,
    rule: Option<String>,
    problems: Vec<Problem>,
}

impl Report<'_> {
    fn add(
        &mut self,
        span: Span,
        severity: Severity,
        code: &'static str,
        message: impl Into<String>,
        help: &str,
    ) {
        let problem = Problem::new(self.path, severity, code, message)
            .in_rule(self.rule.as_deref())
            .spanned(self.text, self.lines, span);
        self.problems.push(if help.is_empty() { problem } else { problem.helped(help) });
    }

    fn warn(&mut self, span: Span, code: &'static str, message: impl Into<String>, help: &str) {
        self.add(span, Severity::Warning, code, message, help);
    }

    /// Tells keys of a mapping that are not known.
    fn keys(&mut self, node: &Node<'_>, known: &[&str], what: &str) {
        for (key, _) in node.map().unwrap_or_default() {
            let name = key.go_string().unwrap_or_default();
            if known.contains(&&*name) {
                continue;
            }
            let help = match suggestion(&name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "it has no effect".to_owned(),
            };
            let words = format!("unknown key `{name}` of {what}");
            self.warn(key.span, "unknown-key", words, &help);
        }
    }
}

#[cfg(test)]
mod tests;
