//! The yardsticks: parsing and nothing else; one family of rules and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use seaworthy_base::{LineIndex, decode};
use seaworthy_facts::{FileFacts, LanguageClass, Role};
use seaworthy_lang::Analyser;
use seaworthy_matching::{FileContext, Matcher};
use seaworthy_rules::{Plan, Rule, RuleSet};
use seaworthy_source::{HEAD_BYTES, Limits, SourceFile, SourceTree, refine_role};

use crate::run::RunError;

/// What was parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Nodes of their trees.
    pub nodes: u64,
}

/// Parses every file that an assessment would parse, and drops the trees.
pub fn bench_parse(path: &Path, limits: &Limits, threads: usize) -> Result<Parsed, RunError> {
    let tree = SourceTree::open(path, limits)?;
    let mut order: Vec<usize> = (0..tree.files.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(tree.files[i].size), i));
    let next = AtomicUsize::new(0);
    let (files, bytes, nodes) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let work = || {
        let mut analyser = Analyser::new(seaworthy_lang::Limits::default());
        while let Some(&index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let file = &tree.files[index];
            if !seaworthy_lang::supports(file.language) {
                continue;
            }
            let Some((_, text)) = read(&tree, file, limits) else { continue };
            let parsed = analyser.parse_only(file.language, &text);
            files.fetch_add(1, Ordering::Relaxed);
            bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
            nodes.fetch_add(parsed as u64, Ordering::Relaxed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    Ok(Parsed { files: files.into_inner(), bytes: bytes.into_inner(), nodes: nodes.into_inner() })
}

/// The role and the text of a file that an assessment would analyse.
fn read(tree: &SourceTree, file: &SourceFile, limits: &Limits) -> Option<(Role, String)> {
    let analysed = file.role.is_analysed() && file.size <= limits.max_file_bytes;
    if !analysed || file.language.class() == LanguageClass::Binary {
        return None;
    }
    let content = tree.read(file).ok()?;
    let head = content.get(..HEAD_BYTES.min(content.len())).unwrap_or(&content);
    let role = refine_role(file, head).map_or(file.role, |(role, _)| role);
    let text = decode(content).filter(|_| role.is_analysed())?.text;
    Some((role, text))
}

/// What a family of rules, or one rule, costs by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleCost {
    /// The folder of the rule files, or the id of the rule.
    pub name: String,
    /// Rules.
    pub rules: usize,
    /// Places where a condition of one of them holds.
    pub hits: usize,
    /// The least of a few rounds over all files when it is asked alone, without what a plan without rules takes.
    pub alone: Duration,
    /// How much less matching takes when all other rules are asked: what a run would save without it. Families share
    /// passes over facts and texts, so this is less than `alone`. Not known of single rules.
    pub adds: Option<Duration>,
}

/// A file with its facts.
struct Ready {
    index: usize,
    role: Role,
    text: String,
    lines: LineIndex,
    facts: FileFacts,
}

/// How often each family is timed: a pause of the machine is no cost of a rule.
const ROUNDS: usize = 3;

/// The time that reading, parsing and matching all rules take on one thread, and what each family of rules takes when
/// it is asked alone of the same facts, and what it adds to all others; with `each`, what each rule takes. The dearest is first. All texts and facts are kept, which needs some
/// thirty times the bytes of the code.
pub fn bench_rules(
    path: &Path,
    limits: &Limits,
    rules: &RuleSet,
    each: bool,
) -> Result<(Duration, Vec<RuleCost>), RunError> {
    let tree = SourceTree::open(path, limits)?;
    let whole = Plan::compile(rules);
    let start = Instant::now();
    let mut analyser = Analyser::new(seaworthy_lang::Limits::default());
    let mut files: Vec<Ready> = Vec::new();
    let mut hits = Vec::new();
    let mut matcher = Matcher::new(&whole);
    for (index, file) in tree.files.iter().enumerate() {
        let Some((role, text)) = read(&tree, file, limits) else { continue };
        let lines = LineIndex::new(&text);
        let mut asked = matcher.file(&file.path, file.language);
        let facts = if seaworthy_lang::supports(file.language) {
            let mut wanted = |kind, name: &str| asked.asks(kind, name);
            analyser.analyse_for(&file.path, file.language, &text, &mut wanted)
        } else {
            seaworthy_config::read(&file.path, file.language, &text)
        };
        let context = FileContext {
            path: &file.path,
            language: file.language,
            role,
            text: &text,
            lines: &lines,
        };
        asked.matches(&context, &facts, &mut hits);
        files.push(Ready { index, role, text, lines, facts });
    }
    let run = start.elapsed();
    // They are asked of every fact, not only of those that some rule wants.
    for ready in &mut files {
        let Some(file) = tree.files.get(ready.index) else { continue };
        if seaworthy_lang::supports(file.language) {
            ready.facts = analyser.analyse(&file.path, file.language, &ready.text);
        }
    }
    let mut groups: BTreeMap<&str, Vec<Rule>> = BTreeMap::new();
    for rule in &rules.rules {
        let folder = rule.source.rsplit('/').nth(1).unwrap_or("");
        let name = if each { rule.id.as_str() } else { folder };
        groups.entry(name).or_default().push(rule.clone());
    }
    let (_, nothing) = round(&Plan::compile(&RuleSet::default()), &tree, &files);
    let (_, all) = round(&whole, &tree, &files);
    let mut costs = Vec::new();
    for (name, members) in groups {
        let set = RuleSet { rules: members, ..RuleSet::default() };
        let plan = Plan::compile(&set);
        let (hits, time) = round(&plan, &tree, &files);
        let adds = (!each).then(|| {
            let ids: BTreeSet<&str> = set.rules.iter().map(|rule| rule.id.as_str()).collect();
            let others = rules.rules.iter().filter(|rule| !ids.contains(rule.id.as_str()));
            let others = RuleSet { rules: others.cloned().collect(), ..RuleSet::default() };
            all.saturating_sub(round(&Plan::compile(&others), &tree, &files).1)
        });
        costs.push(RuleCost {
            name: name.to_owned(),
            rules: set.rules.len(),
            hits,
            alone: time.saturating_sub(nothing),
            adds,
        });
    }
    costs.sort_by(|a, b| b.alone.cmp(&a.alone).then_with(|| a.name.cmp(&b.name)));
    Ok((run, costs))
}

/// Asks a plan of every file, a few times over; the hits, and the least time.
fn round(plan: &Plan, tree: &SourceTree, files: &[Ready]) -> (usize, Duration) {
    let mut least = Duration::MAX;
    let mut hits = Vec::new();
    for _ in 0..ROUNDS {
        hits.clear();
        let start = Instant::now();
        let mut matcher = Matcher::new(plan);
        for ready in files {
            let Some(file) = tree.files.get(ready.index) else { continue };
            let mut asked = matcher.file(&file.path, file.language);
            for fact in &ready.facts.facts {
                asked.asks(fact.kind, ready.facts.name(fact));
            }
            let context = FileContext {
                path: &file.path,
                language: file.language,
                role: ready.role,
                text: &ready.text,
                lines: &ready.lines,
            };
            asked.matches(&context, &ready.facts, &mut hits);
        }
        least = least.min(start.elapsed());
    }
    (hits.len(), least)
}
