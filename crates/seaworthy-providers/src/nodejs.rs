//! `nodejs.referenced`: names in JavaScript and TypeScript.
//!
//! Konveyor searches the text for the name and keeps a place where the TypeScript server finds a definition for what
//! stands there. Here the syntax tree of the file decides:
//!
//! - Comments, strings and the text of pages have no definitions.
//! - A name that the file declares has one at every use: imported, a variable, a parameter, a function, a class, a type.
//!   Where it is declared, it is its own definition.
//! - A name after a dot, and an attribute of a JSX element, have one where the object or element is imported, because
//!   its package or file declares them, or where the file itself declares a member of that name.
//! - Anything else has none: names that only the browser or other scripts on the page know.

mod names;
mod query;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;
use seaworthy_konveyor::{FilePaths, Leaf};
use tree_sitter::{Node, Tree};

use crate::content::LazyRegex;
use crate::nodejs::names::{FileNames, Place, is_name};
use crate::nodejs::query::{Query, is_source};
use crate::preorder::{line_of, text_of, walk};
use crate::{FileId, FileTable, FileText, Hit, LeafError, LeafId, PathPattern};

/// The `nodejs.referenced` leaves of an analysis.
#[derive(Debug, Default)]
pub struct NodeJsPlan {
    /// Leaves that ask for a whole word, by the word.
    words: FxHashMap<String, Vec<Asked>>,
    /// Leaves that ask by a regular expression.
    patterns: Vec<Pattern>,
    gate: Option<AhoCorasick>,
    files: Vec<bool>,
}

/// A regular expression that is matched line by line.
#[derive(Debug)]
struct Pattern {
    regex: LazyRegex,
    /// The same over all lines at once: where it finds nothing, no line holds anything.
    gate: Option<LazyRegex>,
    asked: Asked,
}

impl Pattern {
    fn new(name: &str, asked: Asked) -> Result<Self, String> {
        // The start and the end of the whole text are those of a line here.
        let has_text_anchors = name.contains("\\A") || name.contains("\\z");
        let gate = (!has_text_anchors).then(|| LazyRegex::new(&format!("(?m){name}")).ok());
        Ok(Self { regex: LazyRegex::new(name)?, gate: gate.flatten(), asked })
    }

    fn may_hold(&self, text: &str) -> bool {
        self.gate.as_ref().is_none_or(|gate| gate.is_match(text))
    }
}

/// What a leaf asks besides the name.
#[derive(Debug)]
struct Asked {
    leaf: LeafId,
    /// Where the definition must lie: a part of its path.
    origin: Option<String>,
    /// Files that it looks at; empty for all.
    filepaths: Vec<PathPattern>,
}

impl Asked {
    fn wants(&self, path: &str) -> bool {
        self.filepaths.is_empty() || self.filepaths.iter().any(|p| p.matches(path))
    }
}

impl NodeJsPlan {
    /// Takes the leaves it knows from the list of all leaves. A pattern that is no regular expression is an error.
    pub fn compile(leaves: &[Leaf], files: &FileTable) -> (Self, Vec<LeafError>) {
        let mut plan = Self::default();
        let mut errors = Vec::new();
        let mut any = false;
        for (leaf, pattern, filepaths) in (0..).zip(leaves).filter_map(|(i, leaf)| match leaf {
            Leaf::NodeJs { pattern, filepaths } => Some((i, pattern, filepaths)),
            _ => None,
        }) {
            let filepaths = match filepaths {
                FilePaths::Patterns(patterns) => {
                    patterns.iter().map(|p| PathPattern::new(p, &files.base)).collect()
                }
                _ => Vec::new(),
            };
            let query = Query::read(pattern);
            let asked = Asked { leaf, origin: query.origin, filepaths };
            if query.is_pattern {
                match Pattern::new(&query.name, asked) {
                    Ok(pattern) => plan.patterns.push(pattern),
                    Err(message) => {
                        errors.push(LeafError { leaf, message });
                        continue;
                    }
                }
            } else {
                plan.words.entry(query.name).or_default().push(asked);
            }
            any = true;
        }
        plan.words.remove("");
        if !plan.words.is_empty() {
            let words: BTreeSet<&String> = plan.words.keys().collect();
            plan.gate = AhoCorasick::new(words).ok();
        }
        if any {
            plan.files = files.files.iter().map(|f| is_source(&f.path)).collect();
        }
        (plan, errors)
    }

    /// Whether any leaf asks for the text of this file.
    pub fn wants(&self, file: FileId) -> bool {
        self.files.get(file as usize).copied().unwrap_or(false)
    }

    /// Whether the text can hold a hit, so that it is worth parsing.
    pub fn may_hold(&self, text: &str) -> bool {
        let is_word = |found: aho_corasick::Match| {
            let beside = [found.start().wrapping_sub(1), found.end()];
            beside.into_iter().all(|at| !text.as_bytes().get(at).copied().is_some_and(is_word_byte))
        };
        self.gate.as_ref().is_some_and(|gate| gate.find_overlapping_iter(text).any(is_word))
            || self.patterns.iter().any(|pattern| pattern.may_hold(text))
    }

    /// Adds the hits in one file: one for each leaf and line.
    pub fn scan(&self, file: FileText<'_>, tree: &Tree, hits: &mut Vec<Hit>) {
        let mut places: Vec<(&Asked, Place<'_>)> = Vec::new();
        let mut names = FileNames::default();
        walk(tree.root_node(), |node, above| {
            names.declare(node, file.text);
            if is_name(node)
                && let Some(asked) = self.words.get(text_of(node, file.text))
            {
                let place = Place::of(node, above, file.text);
                places.extend(asked.iter().map(|asked| (asked, place)));
            }
        });
        self.matches(file, tree, |asked, node| {
            let parent = node.parent();
            let above: Vec<Node<'_>> =
                parent.and_then(|p| p.parent()).into_iter().chain(parent).collect();
            places.push((asked, Place::of(node, &above, file.text)));
        });
        let mut found: BTreeSet<(LeafId, u32)> = BTreeSet::new();
        for (asked, place) in places {
            let key = (asked.leaf, place.line);
            if found.contains(&key) || !asked.wants(file.path) {
                continue;
            }
            if let Some(origin) = names.definition(&place, file.path)
                && asked.origin.as_ref().is_none_or(|wanted| origin.contains(wanted.as_str()))
            {
                found.insert(key);
            }
        }
        hits.extend(found.into_iter().map(|(leaf, line)| Hit {
            leaf,
            file: file.id,
            line,
            location: Some((line, line)),
            variables: Vec::new(),
        }));
    }

    /// What regular expressions find: the name that the end of a match touches.
    fn matches<'p, 'n>(
        &'p self,
        file: FileText<'_>,
        tree: &'n Tree,
        mut found: impl FnMut(&'p Asked, Node<'n>),
    ) {
        for Pattern { regex, asked, .. } in self.patterns.iter().filter(|p| p.may_hold(file.text)) {
            let Some(regex) = regex.regex() else { continue };
            let mut start = 0;
            for line in file.text.split_inclusive('\n') {
                let bare = line.trim_end_matches(['\n', '\r']);
                for range in regex.find_iter(bare) {
                    let end = start + range.end();
                    let touching = [(end, end + 1), (end.saturating_sub(1), end)];
                    let name = touching.into_iter().find_map(|(from, to)| {
                        tree.root_node().descendant_for_byte_range(from, to).filter(|n| is_name(*n))
                    });
                    if let Some(name) = name {
                        found(asked, name);
                    }
                }
                start += line.len();
            }
        }
    }
}

/// Whether a byte goes on with a word.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

impl Place<'_> {
    fn of<'t>(node: Node<'_>, above: &[Node<'_>], text: &'t str) -> Place<'t> {
        Place {
            name: text_of(node, text),
            line: line_of(node),
            role: names::role_of(node, above, text),
        }
    }
}
