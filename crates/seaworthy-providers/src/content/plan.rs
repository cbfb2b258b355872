//! All `builtin.filecontent` leaves in one pass over a file.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use seaworthy_base::{Code, Diagnostic};
use seaworthy_konveyor::{FilePaths, Leaf, Value};

use super::gate::Gate;
use super::hits::ContentHits;
use super::search::{Outcome, Search};
use crate::files::MAX_READ_BYTES;
use crate::paths::{PathPatternSet, UnrootedPattern};
use crate::{FileId, FileTable, FileText, Hit, LeafError, LeafId};

/// Hits of one leaf in one file; what comes after them is cut and reported.
const MAX_HITS: usize = 10_000;

/// The `builtin.filecontent` leaves of an analysis over its files.
#[derive(Debug, Default)]
pub struct ContentPlan {
    searches: Vec<LeafSearch>,
    /// Over all searches.
    gate: Gate,
    /// The class of every file.
    class_of: Vec<u32>,
    /// Positions of the searches that look at the files of a class, ascending.
    classes: Vec<Vec<u32>>,
}

/// A reading of a leaf's pattern, and the files it is for.
#[derive(Debug)]
struct LeafSearch {
    leaf: LeafId,
    pattern: Arc<str>,
    rank: u8,
    search: Search,
    files: Wanted,
}

/// Which files a search looks at.
#[derive(Clone, Debug)]
struct Wanted {
    /// Number of the file pattern in the set; `None` for every file.
    file_pattern: Option<u32>,
    /// Of these path patterns one must match; `None` for every file.
    any_of: Option<Vec<u32>>,
    /// What the pre-computed search must say of the path.
    rooted: Rooted,
}

/// A file pattern may match a path only by the `/` that is put before it. Konveyor's pre-computed search does not see
/// such files, its second search does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rooted {
    Indifferent,
    Never,
    Only,
}

impl ContentPlan {
    /// Takes the leaves it knows from `leaves`, whose positions are their numbers. The errors name leaves whose pattern
    /// no engine understands.
    pub fn compile(leaves: &[Leaf], files: &FileTable) -> (Self, Vec<LeafError>) {
        let mut compiler = Compiler::default();
        for (leaf, of) in leaves.iter().enumerate() {
            if let Leaf::FileContent { pattern, file_pattern, filepaths } = of {
                compiler.add(leaf as LeafId, pattern, file_pattern, filepaths, files);
            }
        }
        compiler.finish(files)
    }

    /// Whether any leaf asks for the text of this file.
    pub fn wants(&self, file: FileId) -> bool {
        !self.class(file).is_empty()
    }

    fn class(&self, file: FileId) -> &[u32] {
        let class = self.class_of.get(file as usize);
        class.and_then(|&class| self.classes.get(class as usize)).map_or(&[], Vec::as_slice)
    }

    /// Adds the hits in one file.
    pub fn scan(&self, file: FileText<'_>, into: &mut ContentHits) {
        let alive = self.class(file.id);
        if alive.is_empty() {
            return;
        }
        for candidate in self.gate.candidates(file.text, alive) {
            if let Some(search) = self.searches.get(candidate as usize) {
                search.scan(file, into);
            }
        }
    }
}

impl LeafSearch {
    fn scan(&self, file: FileText<'_>, into: &mut ContentHits) {
        let text = file.text;
        let mut line = 1_u32;
        let mut counted = 0;
        // Equal hits on a line are one incident in the end; a class such as `[abc]` finds thousands.
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let mut hits: Vec<Hit> = Vec::new();
        let mut cut = false;
        let outcome = self.search.run(text, |range| {
            let between = text.as_bytes().get(counted..range.start).unwrap_or(&[]);
            let breaks = memchr::memchr_iter(b'\n', between).count() as u32;
            counted = range.start;
            if breaks > 0 {
                line += breaks;
                seen = FxHashSet::default();
            }
            // A literal may be found at the second byte of a character only if its own first byte is one: never.
            let Some(matching) = text.get(range) else { return true };
            if !seen.insert(matching) {
                return true;
            }
            if hits.len() == MAX_HITS {
                cut = true;
                return false;
            }
            hits.push(Hit {
                leaf: self.leaf,
                file: file.id,
                line,
                location: Some((line, line)),
                variables: vec![("matchingText", Value::from(matching))],
            });
            true
        });
        into.add(self.leaf, self.rank, &self.pattern, hits);
        let path = file.path.into();
        let pattern = &self.pattern;
        if cut {
            let message =
                format!("more than {MAX_HITS} matches of `{pattern}`: the rest is left out");
            into.diagnostics.push(Diagnostic::warning(Code::Truncated, &path, message));
        }
        match outcome {
            Outcome::Complete => {}
            Outcome::GivenUp => {
                let message = format!("the search for `{pattern}` took too long and was given up");
                into.diagnostics.push(Diagnostic::warning(Code::Truncated, &path, message));
            }
            Outcome::TooLarge => into.errors.push(LeafError {
                leaf: self.leaf,
                message: format!("the pattern `{pattern}` is too large"),
            }),
        }
    }
}

#[derive(Default)]
struct Compiler {
    searches: Vec<LeafSearch>,
    errors: Vec<LeafError>,
    paths: PathPatternSet,
    /// By number of the path pattern, where it serves as a file pattern.
    unrooted: FxHashMap<u32, UnrootedPattern>,
    /// Leaves by the number of their file pattern whose second search counts for files that only it sees.
    second: Vec<(u32, LeafId, String)>,
}

impl Compiler {
    fn add(
        &mut self,
        leaf: LeafId,
        pattern: &str,
        file_pattern: &str,
        filepaths: &FilePaths,
        files: &FileTable,
    ) {
        let number = (!file_pattern.is_empty()).then(|| {
            let number = self.paths.intern(file_pattern, &files.base);
            self.unrooted.entry(number).or_insert_with(|| UnrootedPattern::new(file_pattern));
            number
        });
        let wanted = |any_of, rooted| Wanted { file_pattern: number, any_of, rooted };
        let push = |searches: &mut Vec<LeafSearch>, rank, search, files| {
            searches.push(LeafSearch { leaf, pattern: pattern.into(), rank, search, files });
        };
        let any_of = match filepaths {
            FilePaths::Any => {
                let stripped = without_quotes(pattern);
                // Two readings: Konveyor drops quotes around the pattern, but rules are tested with them in place.
                let quoted = (stripped != pattern).then(|| Search::whole_file(pattern)).flatten();
                let plain = Search::whole_file(stripped);
                let readable = plain.is_some();
                for (rank, search) in [(0, quoted), (1, plain)] {
                    if let Some(search) = search {
                        push(&mut self.searches, rank, search, wanted(None, Rooted::Never));
                    }
                }
                match number {
                    // The first search looks at every file and reads the pattern: the second can find no more.
                    None if readable => {}
                    Some(number) if readable => {
                        self.second.push((number, leaf, pattern.to_owned()));
                    }
                    _ => match second_search(pattern) {
                        Ok(search) => {
                            let files = wanted(None, Rooted::Indifferent);
                            push(&mut self.searches, 2, search, files);
                        }
                        Err(message) => self.errors.push(LeafError { leaf, message }),
                    },
                }
                return;
            }
            FilePaths::Patterns(patterns) => {
                // Konveyor splits every element at blanks.
                let parts = patterns.iter().flat_map(|pattern| pattern.split(' '));
                Some(parts.map(|part| self.paths.intern(part, &files.base)).collect())
            }
            FilePaths::Chained(_) | FilePaths::CapitalChained(_) => None,
        };
        match second_search(pattern) {
            Ok(search) => {
                push(&mut self.searches, 0, search, wanted(any_of, Rooted::Indifferent));
            }
            Err(message) => self.errors.push(LeafError { leaf, message }),
        }
    }

    fn finish(self, files: &FileTable) -> (ContentPlan, Vec<LeafError>) {
        let Self { mut searches, errors, paths, unrooted, second } = self;
        // What the patterns say of every file: few different answers for many files.
        let mut answers: Vec<(Vec<u32>, Vec<u32>)> = vec![(Vec::new(), Vec::new())];
        let mut known: FxHashMap<(Vec<u32>, Vec<u32>), u32> = FxHashMap::default();
        let mut class_of = Vec::with_capacity(files.files.len());
        let mut by_root: BTreeSet<u32> = BTreeSet::new();
        for file in &files.files {
            if file.size > MAX_READ_BYTES {
                class_of.push(0);
                continue;
            }
            let matching = paths.matching(&file.path);
            let rooted = matching.iter().copied().filter(|number| {
                unrooted.get(number).is_some_and(|pattern| !pattern.matches(&file.path))
            });
            let answer = (matching.clone(), rooted.collect::<Vec<u32>>());
            let next = answers.len() as u32;
            let class = *known.entry(answer).or_insert_with_key(|answer| {
                by_root.extend(&answer.1);
                answers.push(answer.clone());
                next
            });
            class_of.push(class);
        }
        for (number, leaf, pattern) in second {
            if let (true, Ok(search)) = (by_root.contains(&number), second_search(&pattern)) {
                let files =
                    Wanted { file_pattern: Some(number), any_of: None, rooted: Rooted::Only };
                let pattern = pattern.into();
                searches.push(LeafSearch { leaf, pattern, rank: 2, search, files });
            }
        }
        let takes = |(matching, rooted): &(Vec<u32>, Vec<u32>)| {
            (0_u32..)
                .zip(&searches)
                .filter(|(_, one)| one.files.takes(matching, rooted))
                .map(|(position, _)| position)
                .collect()
        };
        // Nobody looks at the files of the first class.
        let classes =
            std::iter::once(Vec::new()).chain(answers.iter().skip(1).map(takes)).collect();
        let gate = Gate::new(searches.iter().map(|one| one.search.required.as_ref()));
        (ContentPlan { searches, gate, class_of, classes }, errors)
    }
}

impl Wanted {
    /// `matching` are the path patterns that mean the file, `rooted` those of them that only do so by the leading `/`.
    fn takes(&self, matching: &[u32], rooted: &[u32]) -> bool {
        let holds = |list: &[u32], number: u32| list.binary_search(&number).is_ok();
        let by_root = self.file_pattern.is_some_and(|number| holds(rooted, number));
        let root = match self.rooted {
            Rooted::Indifferent => true,
            Rooted::Never => !by_root,
            Rooted::Only => by_root,
        };
        root && self.file_pattern.is_none_or(|number| holds(matching, number))
            && self.any_of.as_ref().is_none_or(|any| any.iter().any(|&n| holds(matching, n)))
    }
}

/// The pattern without one quote at its start and one at its end, unless that one is escaped.
fn without_quotes(pattern: &str) -> &str {
    let pattern = pattern.strip_prefix('"').unwrap_or(pattern);
    if pattern.ends_with("\\\"") { pattern } else { pattern.strip_suffix('"').unwrap_or(pattern) }
}

/// The search of given files: the whole file where the pattern seems to mean line ends, else line by line.
fn second_search(pattern: &str) -> Result<Search, String> {
    const MEANS_LINE_ENDS: [&str; 7] = ["\\n", "\\r", "(?s)", "(?m)", "\\s", "[^>", "[^<"];
    let stripped = without_quotes(pattern);
    if MEANS_LINE_ENDS.iter().any(|mark| stripped.contains(mark)) {
        return Search::whole_file(stripped)
            .ok_or_else(|| format!("`{pattern}` is no regular expression"));
    }
    Search::line_by_line(pattern)
        .map_err(|problem| format!("`{pattern}` is no regular expression: {problem}"))
}

#[cfg(test)]
mod tests;
