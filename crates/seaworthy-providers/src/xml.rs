//! `builtin.xml` and `builtin.xmlPublicID`: every XPath of all rules in one parse of a file.

mod content;
mod gate;
mod place;

use std::sync::Arc;

use regex::Regex;
use rustc_hash::FxHashMap;
use seaworthy_base::{Code, Diagnostic};
use seaworthy_konveyor::{FilePaths, Leaf};
use seaworthy_xml::{Document, NodeKind, Reading};
use seaworthy_xpath::{Budget, Mode, Namespaces, NodeRef, XPath, XPathError};

use crate::content::compile_re2;
use crate::paths::PathPatternSet;
use crate::{FileTable, FileText, Hit, LeafError, LeafId};
use content::NodeContent;
use gate::NameIndex;
pub(crate) use place::SearchedLines;

/// Most bytes of variables that the hits of one file may hold.
const MAX_CONTENT: usize = 64 << 20;

/// Steps that XPaths may take in one file.
#[derive(Clone, Copy, Debug)]
struct Steps {
    together: u64,
    each: u64,
}

/// Some seconds of work at most; all rules together take some hundred thousand steps in a long file.
const STEPS: Steps = Steps { together: 200_000_000, each: 20_000_000 };

/// The `builtin.xml` and `builtin.xmlPublicID` leaves of an analysis.
#[derive(Debug)]
pub struct XmlPlan {
    mode: Mode,
    queries: Vec<Query>,
    index: NameIndex,
    public_ids: Vec<PublicId>,
    /// Finds the nodes that have a public identifier.
    with_public_id: Option<XPath>,
    patterns: PathPatternSet,
    steps: Steps,
}

/// A distinct XPath and who asks it.
#[derive(Debug)]
struct Query {
    text: String,
    xpath: XPath,
    namespaces: Namespaces,
    leaves: Vec<(LeafId, Files)>,
}

#[derive(Debug)]
struct PublicId {
    leaf: LeafId,
    regex: Regex,
    files: Files,
}

/// Which files a leaf looks at.
#[derive(Debug)]
pub(crate) enum Files {
    All,
    /// Numbers of path patterns, of which one must match.
    AnyOf(Vec<u32>),
}

impl Files {
    /// Takes the patterns of a leaf into a set. Chained file paths restrict nothing here: the engine does that.
    pub(crate) fn of(filepaths: &FilePaths, set: &mut PathPatternSet, files: &FileTable) -> Self {
        let FilePaths::Patterns(patterns) = filepaths else { return Self::All };
        let words = patterns.iter().flat_map(|pattern| pattern.split(' '));
        let words = words.filter(|word| !word.is_empty());
        let numbers: Vec<u32> = words.map(|word| set.intern(word, &files.base)).collect();
        if numbers.is_empty() { Self::All } else { Self::AnyOf(numbers) }
    }

    /// Whether a file that the patterns with these numbers match is looked at.
    pub(crate) fn include(&self, matching: &[u32]) -> bool {
        match self {
            Self::All => true,
            Self::AnyOf(numbers) => numbers.iter().any(|n| matching.contains(n)),
        }
    }
}

impl XmlPlan {
    /// Takes the leaves it knows from `leaves`, whose positions are their numbers. [`Mode::Konveyor`] finds what
    /// Konveyor finds: files that its library refuses are passed over, no document type has a public identifier, lines
    /// are those of the first place with the same text. [`Mode::Mended`] reads every file as far as it goes, finds
    /// public identifiers, and gives the lines of the nodes. The errors name leaves whose expression is none.
    pub fn compile(leaves: &[Leaf], files: &FileTable, mode: Mode) -> (Self, Vec<LeafError>) {
        let mut plan = Self {
            mode,
            queries: Vec::new(),
            index: NameIndex::default(),
            public_ids: Vec::new(),
            with_public_id: None,
            patterns: PathPatternSet::default(),
            steps: STEPS,
        };
        let mut errors = Vec::new();
        let mut known: FxHashMap<(&str, &Namespaces), usize> = FxHashMap::default();
        for (leaf, of) in (0..).zip(leaves) {
            let added = match of {
                Leaf::Xml { xpath, namespaces, filepaths } => {
                    let files = Files::of(filepaths, &mut plan.patterns, files);
                    if let Some(&at) = known.get(&(xpath.as_str(), namespaces)) {
                        if let Some(query) = plan.queries.get_mut(at) {
                            query.leaves.push((leaf, files));
                        }
                        continue;
                    }
                    known.insert((xpath, namespaces), plan.queries.len());
                    plan.add_query(xpath, namespaces, (leaf, files)).inspect_err(|_| {
                        known.remove(&(xpath.as_str(), namespaces));
                    })
                }
                Leaf::XmlPublicId { regex, filepaths, .. } => {
                    let files = Files::of(filepaths, &mut plan.patterns, files);
                    plan.add_public_id(leaf, regex, files)
                }
                _ => continue,
            };
            errors.extend(added.err().map(|message| LeafError { leaf, message }));
        }
        (plan, errors)
    }

    fn add_query(
        &mut self,
        text: &str,
        namespaces: &Namespaces,
        leaf: (LeafId, Files),
    ) -> Result<(), String> {
        let xpath = XPath::parse(text, self.mode)
            .and_then(|xpath| xpath.check(namespaces).map(|()| xpath))
            .map_err(|error| format!("could not parse provided xpath query '{text}': {error}"))?;
        self.index.add(self.queries.len() as u32, &xpath);
        let (text, namespaces) = (text.to_owned(), namespaces.clone());
        self.queries.push(Query { text, xpath, namespaces, leaves: vec![leaf] });
        Ok(())
    }

    fn add_public_id(&mut self, leaf: LeafId, regex: &str, files: Files) -> Result<(), String> {
        let regex = compile_re2(regex).map_err(|error| {
            format!("could not parse provided public-id regex '{regex}': {error}")
        })?;
        if self.with_public_id.is_none() {
            let xpath = XPath::parse("//*[@public-id]", self.mode);
            self.with_public_id = Some(xpath.map_err(|error| error.to_string())?);
        }
        self.public_ids.push(PublicId { leaf, regex, files });
        Ok(())
    }

    /// Whether a file must be read.
    pub fn wants(&self, path: &str) -> bool {
        let any = !self.queries.is_empty() || !self.public_ids.is_empty();
        any && (path.ends_with(".xml") || path.ends_with(".xhtml"))
    }

    /// Adds the hits in one file, and what could not be read or asked.
    pub fn scan(&self, file: FileText<'_>, hits: &mut Vec<Hit>, problems: &mut Vec<Diagnostic>) {
        if !self.wants(file.path) {
            return;
        }
        let path: Arc<str> = file.path.into();
        let reading = match self.mode {
            Mode::Konveyor => Reading::Konveyor,
            Mode::Standard | Mode::Mended => Reading::Recommendation,
        };
        if file.text.len() > seaworthy_xml::MAX_BYTES {
            let limit = seaworthy_xml::MAX_BYTES >> 20;
            let message = format!("longer than {limit} MiB; not read as XML");
            problems.push(Diagnostic::warning(Code::TooLarge, &path, message));
            return;
        }
        let doc = Document::read(file.text, reading);
        if self.mode == Mode::Konveyor && doc.refusal.is_some() {
            return;
        }
        let mut scan = Scan {
            plan: self,
            doc: &doc,
            file,
            path,
            matching: self.patterns.matching(file.path),
            searched: None,
            content: 0,
            steps: self.steps.together,
            hits,
            problems,
        };
        for number in self.index.candidates(doc.distinct_local_names()) {
            if scan.steps == 0 {
                let message = "XPaths take too many steps; the rest was not asked".to_owned();
                scan.problems.push(Diagnostic::warning(Code::Truncated, &scan.path, message));
                break;
            }
            if let Some(query) = self.queries.get(number as usize) {
                scan.query(query);
            }
        }
        scan.public_ids();
    }
}

/// One file being asked.
struct Scan<'s, 't> {
    plan: &'s XmlPlan,
    doc: &'s Document,
    file: FileText<'t>,
    path: Arc<str>,
    /// Numbers of the path patterns that match.
    matching: Vec<u32>,
    /// Made when the first line is looked for.
    searched: Option<SearchedLines>,
    /// Bytes of variables so far.
    content: usize,
    /// Steps that XPaths may still take.
    steps: u64,
    hits: &'s mut Vec<Hit>,
    problems: &'s mut Vec<Diagnostic>,
}

impl Scan<'_, '_> {
    fn query(&mut self, query: &Query) {
        let asked = query.leaves.iter().filter(|(_, files)| files.include(&self.matching));
        let leaves: Vec<LeafId> = asked.map(|(leaf, _)| *leaf).collect();
        if leaves.is_empty() {
            return;
        }
        let nodes = self.select(&query.xpath, &query.namespaces, &query.text);
        for node in nodes {
            if !self.add(node, &leaves) {
                let message =
                    format!("the results of '{}' are too long; the rest was left out", query.text);
                self.problems.push(Diagnostic::warning(Code::Truncated, &self.path, message));
                return;
            }
        }
    }

    fn select(&mut self, xpath: &XPath, namespaces: &Namespaces, text: &str) -> Vec<NodeRef> {
        let share = self.steps.min(self.plan.steps.each);
        let mut budget = Budget::new(share);
        let selected = xpath.select(self.doc, namespaces, &mut budget);
        self.steps -= share - budget.left();
        match selected {
            Ok(nodes) => nodes,
            Err(error) => {
                if error == XPathError::TooExpensive {
                    let message = format!("'{text}' takes too many steps; left out");
                    self.problems.push(Diagnostic::warning(Code::Truncated, &self.path, message));
                }
                Vec::new()
            }
        }
    }

    /// Adds the hits of a node; `false` where the file has had enough.
    fn add(&mut self, node: NodeRef, leaves: &[LeafId]) -> bool {
        let content = NodeContent::of(self.doc, self.file.text, node);
        self.content += content.len() * leaves.len();
        if self.content > MAX_CONTENT {
            return false;
        }
        let (line, location) = self.place(node, &content);
        let variables = variables(content);
        self.hits.extend(leaves.iter().map(|&leaf| Hit {
            leaf,
            file: self.file.id,
            line,
            location,
            variables: variables.clone(),
        }));
        true
    }

    /// Line and code location of a node.
    fn place(&mut self, node: NodeRef, content: &NodeContent) -> (u32, Option<(u32, u32)>) {
        let (doc, file) = (self.doc, self.file);
        if self.plan.mode != Mode::Konveyor {
            let at = node.attribute(doc).map_or(doc.span(node.node).start, |a| a.span.start);
            let line = file.lines.position(file.text, at).line;
            return (line, Some((line, line)));
        }
        let wanted = match content.inner_text.trim() {
            "" => content.data.as_str(),
            text => text,
        };
        let searched = self.searched.get_or_insert_with(|| SearchedLines::new(file.text));
        match searched.find(wanted) {
            Some(line) => (line, Some((line, line))),
            // The library makes a new node of an attribute and forgets the line.
            None if node.attribute(doc).is_some() => (0, None),
            None => (doc.library_line(node.node), None),
        }
    }

    fn public_ids(&mut self) {
        let plan = self.plan;
        let Some(xpath) = &plan.with_public_id else { return };
        let asked: Vec<&PublicId> =
            plan.public_ids.iter().filter(|id| id.files.include(&self.matching)).collect();
        if asked.is_empty() || self.doc.local_symbol("public-id").is_none() {
            return;
        }
        for node in self.select(xpath, &Namespaces::new(), "//*[@public-id]") {
            let doc = self.doc;
            let mut attributes = doc.attributes(node.node).iter();
            let Some(id) =
                attributes.find(|a| doc.symbol_text(doc.attribute_local(a)) == "public-id")
            else {
                continue;
            };
            for of in asked.iter().filter(|of| of.regex.is_match(&id.value)) {
                let mut content = NodeContent::of(doc, self.file.text, node);
                if doc.kind(node.node) == NodeKind::Directive {
                    content.data.clone_from(&id.value);
                }
                self.hits.push(Hit {
                    leaf: of.leaf,
                    file: self.file.id,
                    line: 0,
                    location: None,
                    variables: variables(content),
                });
            }
        }
    }
}

fn variables(content: NodeContent) -> Vec<(&'static str, seaworthy_konveyor::Value)> {
    use seaworthy_konveyor::Value::Text;
    vec![
        ("data", Text(content.data)),
        ("innerText", Text(content.inner_text)),
        ("matchingXML", Text(content.matching_xml)),
    ]
}

#[cfg(test)]
mod tests;
