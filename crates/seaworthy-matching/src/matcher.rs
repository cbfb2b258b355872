//! One worker's matcher: files in, hits out.

use std::sync::Arc;

use regex::Regex;
use rustc_hash::FxHashMap;
use seaworthy_base::{Evidence, EvidenceRole, LineIndex, Span, mask_line, mask_value};
use seaworthy_facts::{Fact, FactFlags, FactKind, FileFacts, Language, Role};
use seaworthy_rules::{LeafId, LeafSet, Plan, PlanLeaf, Scratch};

use crate::comments::{comment_spans, in_comment};
use crate::model::Hit;
use crate::shown::shown_line;

/// What a matcher needs to know of a file beside its facts.
#[derive(Clone, Copy, Debug)]
pub struct FileContext<'a> {
    /// Path relative to the root of the application.
    pub path: &'a Arc<str>,
    /// Its language.
    pub language: Language,
    /// Its role.
    pub role: Role,
    /// Its decoded text.
    pub text: &'a str,
    /// The lines of `text`.
    pub lines: &'a LineIndex,
}

/// Asks a plan; one per worker, because it remembers names and reuses its buffers.
#[derive(Debug)]
pub struct Matcher<'p> {
    plan: &'p Plan,
    scratch: Scratch,
    live: LeafSet,
    found: Vec<LeafId>,
    asked: Vec<LeafId>,
    memo: Memo,
}

/// A matcher at one file: it can be asked which facts are of use before they are made.
#[derive(Debug)]
pub struct FileMatcher<'m, 'p> {
    matcher: &'m mut Matcher<'p>,
    /// Kinds of facts that rules alive in this file ask for, as bits.
    kinds: u32,
    /// Kinds of which they take any name and look into the value.
    by_value: u32,
}

/// What the plan said of names, by kind.
#[derive(Debug)]
struct Memo {
    by_kind: [Remembered; FactKind::ALL.len()],
}

/// Names of one kind with their places in `leaves`.
#[derive(Debug, Default)]
struct Remembered {
    names: FxHashMap<Box<str>, (u32, u32)>,
    leaves: Vec<LeafId>,
}

/// A kind's memo is emptied when it is full: names come in runs, file by file.
const MEMO_LIMIT: usize = 8_192;

impl<'p> Matcher<'p> {
    /// A matcher for one worker.
    pub fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            scratch: Scratch::default(),
            live: LeafSet::default(),
            found: Vec::new(),
            asked: Vec::new(),
            memo: Memo { by_kind: FactKind::ALL.map(|_| Remembered::default()) },
        }
    }

    /// Turns to a file of this path and language.
    pub fn file(&mut self, path: &str, language: Language) -> FileMatcher<'_, 'p> {
        self.plan.live_leaves(path, language, &mut self.live);
        let kinds = bits(|kind| kind != FactKind::File && self.plan.wants(kind, &self.live));
        let by_value = bits(|kind| self.plan.asks_values(kind, &self.live));
        FileMatcher { matcher: self, kinds, by_value }
    }

    /// Adds what holds in a file, as [`FileMatcher::matches`] says.
    pub fn match_file(&mut self, file: &FileContext<'_>, facts: &FileFacts, out: &mut Vec<Hit>) {
        self.file(file.path, file.language).matches(file, facts, out);
    }

    /// Adds what holds of a dependency with its place. `name` is `ecosystem:name`; `version` is a version or a
    /// requirement. The text of the evidence is masked here.
    pub fn match_dependency(
        &mut self,
        name: &str,
        version: Option<&str>,
        evidence: &Evidence,
        out: &mut Vec<Hit>,
    ) {
        let language = Language::of_path(&evidence.path);
        self.plan.live_leaves(&evidence.path, language, &mut self.live);
        self.plan.candidates(FactKind::Dependency, name, &mut self.scratch, &mut self.found);
        for ready in leaves(self.plan, &self.live, &self.found) {
            // A dependency is declared, not guessed.
            if !ready.accepts(FactFlags::RESOLVED, version.unwrap_or("")) {
                continue;
            }
            let evidence = Evidence {
                text: mask_line(&evidence.text),
                role: EvidenceRole::Cause,
                ..evidence.clone()
            };
            out.push(hit(ready, "", evidence));
        }
    }

    /// Adds what holds of a file by its name alone; for files that are not read.
    pub fn match_file_name(
        &mut self,
        path: &Arc<str>,
        language: Language,
        role: Role,
        out: &mut Vec<Hit>,
    ) {
        self.plan.live_leaves(path, language, &mut self.live);
        self.match_path(path, role, out);
    }

    fn match_path(&mut self, path: &Arc<str>, role: Role, out: &mut Vec<Hit>) {
        if !self.plan.wants(FactKind::File, &self.live) {
            return;
        }
        self.plan.candidates(FactKind::File, path, &mut self.scratch, &mut self.found);
        for ready in leaves(self.plan, &self.live, &self.found) {
            if ready.accepts(FactFlags::RESOLVED, role.name()) {
                let name = path.rsplit('/').next().unwrap_or(path);
                out.push(hit(ready, "", Evidence::file(path, name)));
            }
        }
    }

    fn match_text(&mut self, file: &FileContext<'_>, out: &mut Vec<Hit>) {
        self.plan.text_candidates(file.text, &self.live, &mut self.scratch, &mut self.found);
        let mut comments: Option<Vec<Span>> = None;
        for ready in leaves(self.plan, &self.live, &self.found) {
            let Some(regex) = ready.text.as_ref().and_then(|pattern| pattern.regex()) else {
                continue;
            };
            let secret_group = regex.capture_names().position(|name| name == Some("secret"));
            let secret_group = secret_group.unwrap_or(usize::from(regex.captures_len() > 1));
            let mut from = 0;
            while let Some(found) = next_in_line(regex, file, &mut from) {
                let comments =
                    comments.get_or_insert_with(|| comment_spans(file.language, file.text));
                if in_comment(comments, found.start) {
                    continue;
                }
                // One hit a line is enough.
                from = found.line.end as usize + 1;
                let secret = ready.secret.then(|| {
                    let captures = regex.captures_at(found.searched, found.from);
                    let group = captures.and_then(|c| c.get(secret_group).or_else(|| c.get(0)));
                    group.map_or("", |group| group.as_str())
                });
                let in_line = found.start - found.line.start as usize;
                let text = shown_line(found.line.of(file.text), in_line, secret);
                let at = file.lines.position(file.text, found.start as u32);
                out.push(hit(ready, "", Evidence::cause(file.path, at, &text)));
            }
        }
    }

    /// The leaves alive in the file at hand that take a fact of this kind and name, rising.
    fn candidates(&mut self, kind: FactKind, name: &str) -> impl Iterator<Item = LeafId> {
        let candidates = if is_remembered(kind, name) {
            self.memo.candidates(self.plan, kind, name, &mut self.scratch, &mut self.found)
        } else {
            self.plan.candidates(kind, name, &mut self.scratch, &mut self.found);
            &self.found
        };
        candidates.iter().copied().filter(|&leaf| self.live.contains(leaf))
    }

    fn match_fact(
        &mut self,
        file: &FileContext<'_>,
        facts: &FileFacts,
        fact: &Fact,
        by_value: bool,
        out: &mut Vec<Hit>,
    ) {
        let (name, value) = (facts.name(fact), facts.value(fact));
        let mut asked = std::mem::take(&mut self.asked);
        asked.clear();
        asked.extend(self.candidates(fact.kind, name));
        if by_value {
            self.plan.value_candidates(fact.kind, value, &mut self.scratch, &mut asked);
            asked.sort_unstable();
        }
        for ready in leaves(self.plan, &self.live, &asked) {
            if !ready.accepts(fact.flags, value) {
                continue;
            }
            let at = file.lines.position(file.text, fact.span.start);
            let line = file.lines.line_span(file.text, at.line);
            let in_line = fact.span.start.saturating_sub(line.start) as usize;
            // The secret is the value; of a string and an address it is the text itself.
            let in_name =
                matches!(fact.kind, FactKind::StringLit | FactKind::Url) || value.is_empty();
            let secret = if in_name { name } else { value };
            let secret = ready.secret.then_some(secret);
            let mut text = shown_line(line.of(file.text), in_line, secret);
            if let Some(secret) = secret
                && !text.contains("‹masked")
            {
                // The value is written otherwise than it is shown (escapes, entities, further lines).
                text = if in_name {
                    mask_value(name)
                } else {
                    format!("{name} {}", mask_value(secret))
                };
            }
            out.push(hit(ready, facts.scope(fact), Evidence::cause(file.path, at, &text)));
        }
        self.asked = asked;
    }
}

impl FileMatcher<'_, '_> {
    /// Whether some rule could hold of a fact of this kind and name in this file; [`Self::matches`] has no use for others.
    pub fn asks(&mut self, kind: FactKind, name: &str) -> bool {
        self.by_value & kind.bit() != 0
            || self.kinds & kind.bit() != 0 && self.matcher.candidates(kind, name).next().is_some()
    }

    /// Adds what holds in the file: leaves on its facts, its text and its name. Facts of kind `File` are not looked at,
    /// the path is asked instead. `file` is the file that was turned to.
    pub fn matches(self, file: &FileContext<'_>, facts: &FileFacts, out: &mut Vec<Hit>) {
        let Self { matcher, kinds, by_value } = self;
        matcher.match_path(file.path, file.role, out);
        if matcher.plan.wants_text(&matcher.live) {
            matcher.match_text(file, out);
        }
        for fact in facts.facts.iter().filter(|fact| kinds & fact.kind.bit() != 0) {
            matcher.match_fact(file, facts, fact, by_value & fact.kind.bit() != 0, out);
        }
    }
}

impl Memo {
    fn candidates<'a>(
        &'a mut self,
        plan: &Plan,
        kind: FactKind,
        name: &str,
        scratch: &mut Scratch,
        found: &mut Vec<LeafId>,
    ) -> &'a [LeafId] {
        let Some(known) = self.by_kind.get_mut(kind as usize) else { return &[] };
        let (start, end) = if let Some(&place) = known.names.get(name) {
            place
        } else {
            if known.names.len() >= MEMO_LIMIT {
                known.names.clear();
                known.leaves.clear();
            }
            plan.candidates(kind, name, scratch, found);
            let start = known.leaves.len() as u32;
            known.leaves.extend_from_slice(found);
            let place = (start, known.leaves.len() as u32);
            known.names.insert(name.into(), place);
            place
        };
        known.leaves.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// A match of a text leaf.
struct TextMatch<'t> {
    /// The text or the line that was searched, and from where.
    searched: &'t str,
    from: usize,
    /// Its first character that is no blank, in the text.
    start: usize,
    /// The line of that character.
    line: Span,
}

/// The next match at or after `from`, which is moved past it. `\s` takes line ends too, but a key and the next line are
/// no pair: a match that runs over the end of its line counts only if the pattern asks for that with `\n` or `(?s)`, or
/// if the line alone has one.
fn next_in_line<'t>(
    regex: &Regex,
    file: &FileContext<'t>,
    from: &mut usize,
) -> Option<TextMatch<'t>> {
    let text = file.text;
    let over_lines = regex.as_str().contains("\\n") || regex.as_str().contains("(?s");
    while *from <= text.len() {
        let begin = *from;
        let found = regex.find_at(text, begin)?;
        let start = found.start() + leading_blanks(found.as_str());
        let line = file.lines.line_span(text, file.lines.position(text, start as u32).line);
        let after = found.end().max(found.start() + 1);
        *from = if after < text.len() { text.ceil_char_boundary(after) } else { after };
        if over_lines || found.end() <= line.end as usize {
            return Some(TextMatch { searched: text, from: begin, start, line });
        }
        *from = line.end as usize + 1;
        let searched = line.of(text);
        let first = start - line.start as usize;
        if let Some(alone) = regex.find_at(searched, first) {
            let start = line.start as usize + alone.start() + leading_blanks(alone.as_str());
            return Some(TextMatch { searched, from: first, start, line });
        }
    }
    None
}

/// `^\s*key` may start with empty lines: what counts is the first character. Of nothing but blanks, the first.
fn leading_blanks(found: &str) -> usize {
    let blanks = found.len() - found.trim_start().len();
    if blanks < found.len() { blanks } else { 0 }
}

/// The kinds of facts that a question is answered for, as bits.
fn bits(asked: impl Fn(FactKind) -> bool) -> u32 {
    FactKind::ALL.into_iter().filter(|&kind| asked(kind)).fold(0, |mask, kind| mask | kind.bit())
}

/// Names that come again; string literals and addresses seldom do.
fn is_remembered(kind: FactKind, name: &str) -> bool {
    name.len() <= 120 && !matches!(kind, FactKind::StringLit | FactKind::Url | FactKind::Sql)
}

fn leaves<'a, 'p>(
    plan: &'p Plan,
    live: &'a LeafSet,
    found: &'a [LeafId],
) -> impl Iterator<Item = &'p PlanLeaf> + use<'a, 'p> {
    found.iter().filter(|&&leaf| live.contains(leaf)).filter_map(|&leaf| plan.leaf(leaf))
}

fn hit(leaf: &PlanLeaf, scope: &str, evidence: Evidence) -> Hit {
    Hit { rule: leaf.rule, clause: leaf.clause, scope: scope.into(), evidence }
}

#[cfg(test)]
mod tests;
