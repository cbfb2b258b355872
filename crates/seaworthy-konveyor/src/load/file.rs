//! One rule file: a list of mappings.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use seaworthy_base::{LineIndex, Severity, Span};

use super::LoadOptions;
use super::condition::{Reader, Verdict};
use crate::go_regex::check_go_regex;
use crate::yaml::{Node, parse};
use crate::{Category, CustomVariable, Link, Origin, Problem, Rule};

/// The rules of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileRules {
    /// Tagging rules in the order of the file, then the others.
    pub rules: Vec<Rule>,
    /// What ends the run in Konveyor. One problem for each rule; rules without a problem are read all the same.
    pub errors: Vec<Problem>,
    /// Why the file or a rule of it was left out.
    pub notes: Vec<Problem>,
    /// Rules that cannot be evaluated and why, by id.
    pub failing: Vec<(String, String)>,
}

/// Reads the text of a rule file. A text that is no list of mappings holds no rules, which is no error.
pub fn load_file(path: &Arc<Path>, text: &str, options: &LoadOptions) -> FileRules {
    let mut file = File::new(path, text, options);
    if let Some(items) = file.items() {
        for item in &items {
            file.item(item);
        }
    }
    file.done()
}

/// Reads chosen rules of a file; of equal ids the first.
///
/// Errors: Konveyor's words where the file is no list of rules or lacks an id.
pub(super) fn load_chosen(
    path: &Arc<Path>,
    text: &str,
    ids: &BTreeSet<String>,
    options: &LoadOptions,
) -> Result<FileRules, Box<Problem>> {
    let mut file = File::new(path, text, options);
    let Some(items) = file.items() else {
        let shown = path.display();
        let reason = file.out.notes.pop();
        let words = reason.as_ref().map_or("", |p| p.message.as_str());
        let mut problem = Problem::new(
            path,
            Severity::Error,
            "bad-rules-file",
            format!("failed writing rules - error unmarshaling rules at path {shown} ({words})"),
        );
        (problem.span, problem.at) = reason.map_or((None, None), |p| (p.span, p.at));
        return Err(Box::new(problem));
    };
    let id = |item: &Node<'_>| item.get("ruleID").and_then(Node::text).map(str::to_owned);
    let mut missing = ids.clone();
    for item in &items {
        if id(item).is_some_and(|id| missing.remove(&id)) {
            file.item(item);
        }
    }
    match missing.first() {
        None => Ok(file.done()),
        Some(id) => Err(Box::new(Problem::new(
            path,
            Severity::Error,
            "no-such-rule",
            format!("failed writing rules - rule {id} not found in file {}", path.display()),
        ))),
    }
}

/// A text that is being read.
pub(super) struct File<'a> {
    pub(super) path: &'a Arc<Path>,
    pub(super) text: &'a str,
    pub(super) options: &'a LoadOptions,
    lines: Option<LineIndex>,
    tagging: Vec<Rule>,
    ids: BTreeSet<String>,
    out: FileRules,
}

impl<'a> File<'a> {
    fn new(path: &'a Arc<Path>, text: &'a str, options: &'a LoadOptions) -> Self {
        Self {
            path,
            text,
            options,
            lines: None,
            tagging: Vec::new(),
            ids: BTreeSet::new(),
            out: FileRules::default(),
        }
    }

    fn done(mut self) -> FileRules {
        self.tagging.append(&mut self.out.rules);
        self.out.rules = self.tagging;
        self.out
    }

    /// The entries of the list; `None`, and a note, where the text is something else.
    fn items(&mut self) -> Option<Vec<Node<'a>>> {
        const HELP: &str = "the file is skipped, as Konveyor skips it";
        let root = match parse(self.text, true) {
            Ok(root) => root,
            Err(failure) => {
                let span = Span::new(failure.at, failure.at + 1);
                let note = self.problem(span, Severity::Warning, "bad-yaml", failure.message);
                self.out.notes.push(note.helped(HELP));
                return None;
            }
        };
        let span = root.as_ref().map_or(Span::new(0, 0), |r| r.span);
        let is_empty = self.text.lines().all(|l| l.trim().is_empty() || l.starts_with('#'));
        let items = match root.map(|r| r.kind) {
            Some(crate::yaml::Kind::List(items)) => items,
            Some(crate::yaml::Kind::Null) => return Some(Vec::new()),
            None if is_empty => return Some(Vec::new()),
            _ => {
                let words = "no rules: the document is not a list".to_owned();
                let note = self.problem(span, Severity::Note, "no-rules", words);
                self.out.notes.push(note);
                return None;
            }
        };
        if let Some(bad) = items.iter().find(|i| i.map().is_none() && !i.is_null()) {
            let words = "no rules: an entry of the list is not a mapping".to_owned();
            let note = self.problem(bad.span, Severity::Note, "no-rules", words);
            self.out.notes.push(note);
            return None;
        }
        Some(items)
    }

    fn item(&mut self, item: &Node<'a>) {
        let id = item.get("ruleID").and_then(Node::text).map(str::to_owned);
        if let Err(problem) = self.rule(item, id.as_deref()) {
            self.out.errors.push(problem.in_rule(id.as_deref()));
        }
    }

    fn rule(&mut self, item: &Node<'a>, id: Option<&str>) -> Result<(), Box<Problem>> {
        let span = item.get("ruleID").map_or(item.span, |v| v.span);
        let Some(id) = id else {
            return Err(self.fatal(span, "no-rule-id", "unable to find ruleID in rule"));
        };
        if self.ids.contains(id) {
            return Err(self.fatal(span, "duplicate-id", format!("duplicated rule id: {id}")));
        }
        if id.contains(['\n', ';']) {
            let reason = if id.contains('\n') {
                "rule id can not contain string"
            } else {
                "rule id can not contain semi-colon"
            };
            self.drop_rule(span, id, "invalid-id", format!("invalid rule: {reason}"));
            return Ok(());
        }
        let message = match item.entry("message") {
            None => None,
            Some((_, value)) => Some(value.text().ok_or_else(|| {
                self.fatal(value.span, "message-type", "message must be a string")
            })?),
        };
        let tags = self.tags(item)?;
        if message.is_none() && tags.is_none() {
            let words = "either message or tag must be set";
            return Err(self.fatal(item.span, "no-action", words));
        }
        let Some(when) = item.get("when").filter(|when| when.map().is_some()) else {
            let span = item.get("when").map_or(item.span, |v| v.span);
            return Err(self.fatal(span, "no-condition", "a Rule must have a single condition"));
        };
        let mut reader = Reader::new(self.options);
        let verdict = reader.when(when);
        let (failing, notes) = (reader.failing.take(), std::mem::take(&mut reader.notes));
        for (span, code, words) in notes {
            let note = self.problem(span, Severity::Warning, code, words).in_rule(Some(id));
            self.out.notes.push(note);
        }
        let when = match verdict.map_err(|e| self.fatal(e.span, e.code, e.message))? {
            Verdict::Kept(entry) => entry,
            Verdict::Dropped { span, reason } => {
                self.drop_rule(span, id, "dropped", reason);
                return Ok(());
            }
        };
        self.ids.insert(id.to_owned());
        if let Some((span, reason)) = failing {
            let words = format!("the condition fails in every run: {reason}");
            let note = self.problem(span, Severity::Error, "failing", words);
            self.out.notes.push(note.in_rule(Some(id)));
            self.out.failing.push((id.to_owned(), reason));
            return Ok(());
        }
        let string = |key: &str| item.get(key).and_then(Node::text).unwrap_or_default().to_owned();
        let is_tagging = tags.is_some();
        let rule = Rule {
            id: id.to_owned(),
            description: string("description"),
            links: if message.is_some() { links(item) } else { Vec::new() },
            category: match message {
                Some(_) => category(&string("category")),
                None => Category::default(),
            },
            message: message.map(str::to_owned),
            tags: tags.unwrap_or_default(),
            effort: item.get("effort").and_then(Node::int),
            labels: labels(item),
            variables: self.variables(item, id),
            when,
            origin: Origin { path: Arc::clone(self.path), line: item.line },
        };
        if is_tagging {
            self.tagging.push(rule);
        } else {
            self.out.rules.push(rule);
        }
        Ok(())
    }

    fn tags(&mut self, item: &Node<'a>) -> Result<Option<Vec<String>>, Box<Problem>> {
        let Some((_, value)) = item.entry("tag") else { return Ok(None) };
        let Some(items) = value.list() else {
            return Err(self.fatal(value.span, "tag-type", "tag must be a list of strings"));
        };
        let mut tags = Vec::with_capacity(items.len());
        for tag in items {
            match tag.text() {
                Some(text) => tags.push(text.to_owned()),
                None => return Err(self.fatal(tag.span, "tag-type", "tag value must be a string")),
            }
        }
        // An empty list is as good as none.
        Ok(Some(tags).filter(|tags| !tags.is_empty()))
    }

    fn variables(&mut self, item: &Node<'a>, id: &str) -> Vec<CustomVariable> {
        let mut variables = Vec::new();
        for entry in item.get("customVariables").and_then(Node::list).unwrap_or_default() {
            match variable(entry) {
                Ok(variable) => variables.push(variable),
                Err((span, reason)) => {
                    let words = format!("unable to get custom variables: {reason}");
                    let note = self.problem(span, Severity::Warning, "bad-variable", words);
                    self.out.notes.push(note.in_rule(Some(id)));
                }
            }
        }
        variables
    }

    fn drop_rule(&mut self, span: Span, id: &str, code: &'static str, reason: String) {
        let note = self.problem(span, Severity::Warning, code, reason).in_rule(Some(id));
        self.out.notes.push(note.helped("the rule is left out without a trace in the result"));
    }

    fn fatal(
        &mut self,
        span: Span,
        code: &'static str,
        message: impl Into<String>,
    ) -> Box<Problem> {
        let problem = self.problem(span, Severity::Error, code, message.into());
        let word = span.of(self.text);
        let is_boolean = crate::yaml::is_boolean_word(word);
        Box::new(if is_boolean {
            problem.helped(format!("`{word}` is a boolean in YAML 1.1; put it in quotes"))
        } else {
            problem
        })
    }

    fn problem(
        &mut self,
        span: Span,
        severity: Severity,
        code: &'static str,
        message: String,
    ) -> Problem {
        let lines = self.lines.get_or_insert_with(|| LineIndex::new(self.text));
        Problem::new(self.path, severity, code, message).spanned(self.text, lines, span)
    }
}

fn category(word: &str) -> Category {
    match word.to_lowercase().as_str() {
        "mandatory" => Category::Mandatory,
        "optional" => Category::Optional,
        _ => Category::Potential,
    }
}

/// Entries that are no texts become empty ones, as in Konveyor.
fn labels(item: &Node<'_>) -> Vec<String> {
    let labels = item.get("labels").and_then(Node::list).unwrap_or_default();
    labels.iter().map(|label| label.text().unwrap_or_default().to_owned()).collect()
}

fn links(item: &Node<'_>) -> Vec<Link> {
    let string = |link: &Node<'_>, key: &str| {
        link.get(key).and_then(Node::text).unwrap_or_default().to_owned()
    };
    let links = item.get("links").and_then(Node::list).unwrap_or_default();
    links.iter().map(|l| Link { title: string(l, "title"), url: string(l, "url") }).collect()
}

fn variable(entry: &Node<'_>) -> Result<CustomVariable, (Span, String)> {
    if entry.map().is_none() {
        return Err((entry.span, "an entry must be a mapping".to_owned()));
    }
    let string = |key: &str| match entry.get(key) {
        None => Ok(String::new()),
        Some(value) => value
            .text()
            .map(str::to_owned)
            .ok_or_else(|| (value.span, format!("`{key}` must be a string"))),
    };
    let name = string("name")?;
    let default = string("defaultValue")?;
    let group = string("nameOfCaptureGroup")?;
    let pattern = string("pattern")?;
    let Some(node) = entry.get("pattern") else {
        return Err((entry.span, "`pattern` is missing".to_owned()));
    };
    check_go_regex(&pattern).map_err(|reason| (node.span, reason))?;
    Ok(CustomVariable { name, pattern, group, default })
}
