//! One file at a time: read once, parsed at most once, turned into hits and a summary, then dropped.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use seaworthy_base::{
    Code, ContentHash, Diagnostic, Encoding, Evidence, LineIndex, decode, mask_line,
};
use seaworthy_components::{FileSummary, Import, Signal, wants};
use seaworthy_deps::ManifestFile;
use seaworthy_facts::{
    FactFlags, FactKind, FileFacts, Language, LanguageClass, ParseOutcome, Role,
};
use seaworthy_lang::Analyser;
use seaworthy_matching::{FileContext, Hit, Ignore, Matcher, ignore_comments};
use seaworthy_rules::Plan;
use seaworthy_source::{
    ClassGroup, HEAD_BYTES, Limits, SourceFile, SourceTree, refine_language, refine_role,
};

use crate::class_file::{language, read_group, to_source_line};
use crate::texts::Texts;

/// What is left of a file once it has been analysed.
#[derive(Debug)]
pub(crate) struct FileResult {
    pub(crate) summary: FileSummary,
    pub(crate) size: u64,
    /// Hash of the content, or of the size where the content is not looked at.
    pub(crate) hash: ContentHash,
    /// Why the file was only listed, if so.
    pub(crate) skipped: Option<String>,
    pub(crate) hits: Vec<Hit>,
    /// Most files are none, and it is large.
    pub(crate) manifest: Option<Box<ManifestFile>>,
    /// Findings that comments in the file silence.
    pub(crate) ignores: Vec<Ignore>,
    pub(crate) problems: Vec<Diagnostic>,
}

/// The parsers and scratch space of one thread.
pub(crate) struct Worker<'r> {
    tree: &'r SourceTree,
    limits: &'r Limits,
    plan: &'r Plan,
    analyser: Analyser,
    matcher: Matcher<'r>,
    texts: Texts,
}

impl<'r> Worker<'r> {
    pub(crate) fn new(tree: &'r SourceTree, limits: &'r Limits, plan: &'r Plan) -> Self {
        Self {
            tree,
            limits,
            plan,
            analyser: Analyser::new(seaworthy_lang::Limits::default()),
            matcher: Matcher::new(plan),
            texts: Texts::default(),
        }
    }

    /// Analyses a file. A panic of an analyser becomes a diagnostic on the file, and the thread goes on with fresh parsers.
    pub(crate) fn run(&mut self, file: &SourceFile) -> FileResult {
        if let Ok(result) = catch_unwind(AssertUnwindSafe(|| self.file(file))) {
            return result;
        }
        *self = Self::new(self.tree, self.limits, self.plan);
        let mut result = listed(file, Some("an analyser failed on it".to_owned()));
        let message = "an analyser failed on this file; it was only listed";
        result.problems.push(
            Diagnostic::error(Code::AnalyserFailed, &file.path, message)
                .help("please report this with the file if you can share it"),
        );
        result
    }

    fn file(&mut self, file: &SourceFile) -> FileResult {
        if file.role == Role::Generated && seaworthy_deps::is_manifest(&file.path) {
            return self.lock_file(file);
        }
        if let Some(reason) = why_not_read(file, self.limits) {
            let too_large =
                file.size > self.limits.max_file_bytes && is_text(file) && file.role.is_analysed();
            let mut result = listed(file, Some(reason));
            if too_large {
                let message = format!("the file has {} bytes and was only listed", file.size);
                result.problems.push(
                    Diagnostic::warning(Code::TooLarge, &file.path, message)
                        .help("raise --max-file-size to read it"),
                );
            }
            self.match_name(file, &mut result);
            return result;
        }
        let bytes = match self.tree.read(file) {
            Ok(bytes) => bytes,
            Err(problem) => {
                let mut result = listed(file, Some("unreadable".to_owned()));
                result.problems.push(problem);
                return result;
            }
        };
        let hash = ContentHash::of_parts([bytes.as_slice()]);
        let mut file = file.clone();
        let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or(&bytes);
        file.language = file.language.refined(&file.path, head);
        if let Some(language) = refine_language(&file, head) {
            file.language = language;
        }
        if let Some((role, reason)) = refine_role(&file, head) {
            file.role = role;
            file.role_reason = reason;
            if !role.is_analysed() {
                let mut result = listed(&file, why_not_read(&file, self.limits));
                result.hash = hash;
                return result;
            }
        }
        let Some(decoded) = decode(bytes) else {
            let mut result = listed(&file, Some("binary".to_owned()));
            result.hash = hash;
            self.match_name(&file, &mut result);
            return result;
        };
        let mut result = listed(&file, None);
        result.hash = hash;
        if decoded.encoding == Encoding::Windows1252 {
            let message = "the file is not UTF-8; it was read as Windows-1252";
            result.problems.push(Diagnostic::note(Code::BadEncoding, &file.path, message));
        }
        self.text(&file, &decoded.text, &mut result);
        result
    }

    /// Analyses a class with those that it encloses; what it finds stands with the outer class. A panic of a reader becomes a
    /// diagnostic, as for a file.
    pub(crate) fn run_classes(&mut self, group: &ClassGroup) -> Vec<(usize, FileResult)> {
        let tree = self.tree;
        let mut results: Vec<(usize, FileResult)> = group
            .files
            .iter()
            .filter_map(|&index| Some((index, listed(tree.files.get(index)?, None))))
            .collect();
        let outer = results.iter().position(|(_, r)| r.summary.path == group.path).unwrap_or(0);
        let whole = catch_unwind(AssertUnwindSafe(|| self.classes(group)));
        for (index, result) in &mut results {
            result.summary.outcome = ParseOutcome::Parsed;
            if let (Some(file), Ok(Some(whole))) = (tree.files.get(*index), &whole) {
                result.summary.language = whole.summary.language;
                result.hash = ContentHash::of_parts([
                    whole.hash.as_str().as_bytes(),
                    file.size.to_le_bytes().as_slice(),
                ]);
            }
        }
        let Some((_, result)) = results.get_mut(outer) else { return results };
        match whole {
            Ok(Some(whole)) => *result = whole,
            Ok(None) => {}
            Err(_) => {
                *self = Self::new(self.tree, self.limits, self.plan);
                result.summary.outcome = ParseOutcome::NotParsed;
                let message = "the reader of class files failed on it; it was only listed";
                result.problems.push(
                    Diagnostic::error(Code::AnalyserFailed, &group.path, message)
                        .help("please report this with the file if you can share it"),
                );
            }
        }
        results
    }

    /// The result of a whole group, under the path of its outer class.
    fn classes(&mut self, group: &ClassGroup) -> Option<FileResult> {
        let tree = self.tree;
        let outer = group
            .files
            .iter()
            .filter_map(|&index| tree.files.get(index))
            .find(|file| file.path == group.path)?;
        let mut result = listed(outer, None);
        let Some(read) = read_group(self.tree, group, &mut result.problems) else {
            result.skipped = Some("class file that cannot be read".to_owned());
            return Some(result);
        };
        let text = &read.text;
        let lines = LineIndex::new(&text.text);
        let mut rules = self.matcher.file(&outer.path, Language::Java);
        let counts = outer.role.counts();
        let mut wanted = |kind, name: &str| {
            is_kept(kind) || rules.asks(kind, name) || counts && wants(kind, name, "")
        };
        let mut facts =
            self.analyser.analyse_for(&outer.path, Language::Java, &text.text, &mut wanted);
        result.hash = ContentHash::of_parts(read.bytes.iter().map(Vec::as_slice));
        result.summary.language = language(text);
        result.summary.lines = lines.lines_with_text(&text.text);
        result.summary.outcome = facts.outcome;
        result.problems.append(&mut facts.problems);
        let context = FileContext {
            path: &outer.path,
            language: Language::Java,
            role: outer.role,
            text: &text.text,
            lines: &lines,
        };
        rules.matches(&context, &facts, &mut result.hits);
        summarise(outer, &text.text, &lines, &facts, &mut self.texts, &mut result.summary);
        for hit in &mut result.hits {
            to_source_line(&mut hit.evidence.at, &text.lines);
        }
        for signal in &mut result.summary.signals {
            to_source_line(&mut signal.evidence.at, &text.lines);
        }
        for import in &mut result.summary.imports {
            to_source_line(&mut import.at, &text.lines);
        }
        Some(result)
    }

    /// A lock file is written by a tool and says nothing but versions: no rules, no limit on source files.
    fn lock_file(&mut self, file: &SourceFile) -> FileResult {
        let mut result = listed(file, Some("lock file, read for versions only".to_owned()));
        match self.tree.read(file) {
            Ok(bytes) => {
                result.hash = ContentHash::of_parts([bytes.as_slice()]);
                if let Some(decoded) = decode(bytes) {
                    result.manifest =
                        seaworthy_deps::read(&file.path, &decoded.text, &mut result.problems)
                            .map(Box::new);
                }
            }
            Err(problem) => result.problems.push(problem),
        }
        // Rules ask whether there is one.
        self.matcher.match_file_name(&file.path, file.language, file.role, &mut result.hits);
        result
    }

    fn text(&mut self, file: &SourceFile, text: &str, result: &mut FileResult) {
        let lines = LineIndex::new(text);
        result.summary.lines = lines.lines_with_text(text);
        result.ignores = ignore_comments(&file.path, text, &lines);
        let mut rules = self.matcher.file(&file.path, file.language);
        let mut facts = if seaworthy_lang::supports(file.language) {
            let counts = file.role.counts();
            let mut wanted = |kind, name: &str| {
                is_kept(kind) || rules.asks(kind, name) || counts && wants(kind, name, "")
            };
            self.analyser.analyse_for(&file.path, file.language, text, &mut wanted)
        } else if seaworthy_config::supports(file.language) {
            seaworthy_config::read(&file.path, file.language, text)
        } else {
            FileFacts { outcome: ParseOutcome::NotParsed, ..FileFacts::default() }
        };
        result.problems.append(&mut facts.problems);
        result.summary.outcome = facts.outcome;
        // Build manifests of tests and samples describe no component.
        if file.role.counts() && seaworthy_deps::is_manifest(&file.path) {
            result.manifest =
                seaworthy_deps::read(&file.path, text, &mut result.problems).map(Box::new);
        }
        if facts.outcome == ParseOutcome::NotParsed && file.language.is_code() {
            result.skipped =
                Some(format!("no analyser for {}, seen by text rules only", file.language.name()));
        }
        let context = FileContext {
            path: &file.path,
            language: file.language,
            role: file.role,
            text,
            lines: &lines,
        };
        rules.matches(&context, &facts, &mut result.hits);
        summarise(file, text, &lines, &facts, &mut self.texts, &mut result.summary);
    }

    fn match_name(&mut self, file: &SourceFile, result: &mut FileResult) {
        if file.role.is_analysed() {
            self.matcher.match_file_name(&file.path, file.language, file.role, &mut result.hits);
        }
    }
}

fn is_text(file: &SourceFile) -> bool {
    file.language.class() != LanguageClass::Binary
}

/// Why a file is not opened at all, in the words of the report; `None` where it is.
fn why_not_read(file: &SourceFile, limits: &Limits) -> Option<String> {
    match file.role {
        Role::Vendored | Role::Generated | Role::Docs => {
            return Some(format!("{}: {}", file.role.name(), file.role_reason));
        }
        Role::Production | Role::Test | Role::Sample => {}
    }
    if !is_text(file) {
        return Some("binary".to_owned());
    }
    (file.size > limits.max_file_bytes)
        .then(|| format!("over {} KiB", limits.max_file_bytes / 1024))
}

fn listed(file: &SourceFile, skipped: Option<String>) -> FileResult {
    FileResult {
        summary: FileSummary {
            path: Arc::clone(&file.path),
            language: file.language,
            role: file.role,
            lines: 0,
            outcome: ParseOutcome::NotParsed,
            package: "".into(),
            imports: Vec::new(),
            signals: Vec::new(),
        },
        size: file.size,
        hash: ContentHash::of_parts([file.size.to_le_bytes().as_slice()]),
        skipped,
        hits: Vec::new(),
        manifest: None,
        ignores: Vec::new(),
        problems: Vec::new(),
    }
}

/// Kinds of facts of which every name goes into the summary of a file.
fn is_kept(kind: FactKind) -> bool {
    matches!(kind, FactKind::Import | FactKind::Package)
}

/// Signals kept of one file; a file with more is a table, not a program.
const MAX_SIGNALS: usize = 2_000;

/// Keeps what later phases ask for and drops the rest with the facts.
fn summarise(
    file: &SourceFile,
    text: &str,
    lines: &LineIndex,
    facts: &FileFacts,
    texts: &mut Texts,
    summary: &mut FileSummary,
) {
    let place = |start: u32| {
        let at = lines.position(text, start);
        Evidence::cause(&file.path, at, &mask_line(lines.line(text, at.line)))
    };
    let mut imports: BTreeMap<&str, u32> = BTreeMap::new();
    for fact in &facts.facts {
        let name = facts.name(fact);
        match fact.kind {
            FactKind::Import if file.role.counts() => {
                imports.entry(name).or_insert(fact.span.start);
            }
            FactKind::Package if summary.package.is_empty() => summary.package = name.into(),
            // Only production decides what a component is.
            _ if file.role.counts()
                && summary.signals.len() < MAX_SIGNALS
                && wants(fact.kind, name, facts.value(fact)) =>
            {
                summary.signals.push(Signal {
                    kind: fact.kind,
                    name: name.into(),
                    value: facts.value(fact).into(),
                    temporary: fact.flags.has(FactFlags::TEMPORARY),
                    evidence: place(fact.span.start),
                });
            }
            _ => {}
        }
    }
    summary.imports = imports
        .into_iter()
        .map(|(name, start)| {
            let at = lines.position(text, start);
            // An import line holds no secret.
            let line = Evidence::cause(&file.path, at, lines.line(text, at.line));
            Import { name: texts.shared(name), text: texts.shared(&line.text), at }
        })
        .collect();
}
