//! One file in, its facts out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::ControlFlow;
use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, LineIndex};
use seaworthy_facts::{FactSink, FileFacts, Language, ParseOutcome};
use tree_sitter::{ParseOptions, Parser, Tree};

use crate::assembler;
use crate::batch;
use crate::c;
use crate::cobol;
use crate::csd;
use crate::csharp;
use crate::go;
use crate::groovy;
use crate::java;
use crate::javascript;
use crate::jcl;
use crate::kotlin;
use crate::output::Wanted;
use crate::page::{self, Page};
use crate::perl;
use crate::php;
use crate::powershell;
use crate::python;
use crate::ruby;
use crate::rust;
use crate::scala;
use crate::shell;
use crate::sql;
use crate::visual_basic;
use crate::walk::SyntaxErrors;

/// How much work a file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Parser progress reports before a parse is given up. A count and not a time, so that equal input gives equal
    /// results on every machine; the default is seven times what 2 MB of Java need,
    /// about two seconds.
    pub parse_steps: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { parse_steps: 50_000 }
    }
}

/// Whether files of this language are read, by a grammar, by a scanner, or for the code inside of them.
pub fn supports(language: Language) -> bool {
    scanner(language).is_some() || grammar(language).is_some() || page::is_page("", language)
}

/// Reads a text without a grammar; `None` where the text is of another language that shares the extension.
type Scanner = for<'t> fn(&'t str, &'t mut Wanted<'t>) -> Option<(FactSink, SyntaxErrors)>;

/// The scanners of languages for which there is no well-kept grammar.
fn scanner(language: Language) -> Option<Scanner> {
    match language {
        Language::Asp => Some(visual_basic::scan_page),
        Language::Assembler => Some(assembler::scan),
        Language::Batch => {
            Some(|text, wanted| Some((batch::extract(text, wanted), SyntaxErrors::default())))
        }
        Language::Cobol => Some(cobol::scan),
        Language::Csd => Some(csd::scan),
        Language::Groovy => Some(|text, wanted| Some(groovy::scan(text, wanted))),
        Language::Jcl => Some(jcl::scan),
        Language::Sql => {
            Some(|text, wanted| Some((sql::extract(text, wanted), SyntaxErrors::default())))
        }
        Language::VisualBasic => Some(visual_basic::scan),
        Language::VisualBasic6 => Some(visual_basic::scan_classic),
        _ => None,
    }
}

fn grammar(language: Language) -> Option<tree_sitter::Language> {
    match language {
        Language::C | Language::Cpp => Some(c::grammar(language)),
        Language::Java => Some(java::language()),
        Language::CSharp => Some(csharp::language()),
        Language::Go => Some(go::language()),
        Language::Ruby => Some(ruby::language()),
        Language::Rust => Some(rust::language()),
        Language::Scala => Some(scala::language()),
        Language::Kotlin => Some(kotlin::language()),
        Language::JavaScript | Language::TypeScript | Language::Tsx => {
            Some(javascript::language(language))
        }
        Language::Python => Some(python::language()),
        Language::Php => Some(php::language()),
        Language::Shell => Some(shell::language()),
        Language::Perl => Some(perl::language()),
        Language::PowerShell => Some(powershell::language()),
        _ => None,
    }
}

fn extract<'t>(
    language: Language,
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> Option<(FactSink, SyntaxErrors)> {
    match language {
        Language::C | Language::Cpp => Some(c::extract(language, tree, text, wanted)),
        Language::Java => Some(java::extract(tree, text, wanted)),
        Language::CSharp => Some(csharp::extract(tree, text, wanted)),
        Language::Go => Some(go::extract(tree, text, wanted)),
        Language::Ruby => Some(ruby::extract(tree, text, wanted)),
        Language::Rust => Some(rust::extract(tree, text, wanted)),
        Language::Scala => Some(scala::extract(tree, text, wanted)),
        Language::Kotlin => Some(kotlin::extract(tree, text, wanted)),
        Language::JavaScript | Language::TypeScript | Language::Tsx => {
            Some(javascript::extract(language, tree, text, wanted))
        }
        Language::Python => Some(python::extract(tree, text, wanted)),
        Language::Php => Some(php::extract(tree, text, wanted)),
        Language::Shell => Some(shell::extract(tree, text, wanted)),
        Language::Perl => Some(perl::extract(tree, text, wanted)),
        Language::PowerShell => Some(powershell::extract(tree, text, wanted)),
        _ => None,
    }
}

/// Turns source files into facts. One per worker thread: it keeps a parser per language.
pub struct Analyser {
    limits: Limits,
    parsers: BTreeMap<Language, Parser>,
}

impl Analyser {
    /// An analyser without parsers; each is made when its language first appears.
    pub fn new(limits: Limits) -> Self {
        Self { limits, parsers: BTreeMap::new() }
    }

    /// The facts of one file. A language that [`supports`] does not know, or a parse that is given up, yields no
    /// facts and [`ParseOutcome::NotParsed`]; never panics.
    pub fn analyse(&mut self, path: &Arc<str>, language: Language, text: &str) -> FileFacts {
        self.analyse_for(path, language, text, &mut |_, _| true)
    }

    /// As [`Self::analyse`], but facts for whose kind and name `wanted` says no may be left out: most facts of a file
    /// are calls that nobody asks for, and to write their arguments down costs more than to find them. Imports and
    /// the package are always there.
    pub fn analyse_for(
        &mut self,
        path: &Arc<str>,
        language: Language,
        text: &str,
        wanted: &mut Wanted<'_>,
    ) -> FileFacts {
        if page::is_page(path, language) {
            // A page without code was read to its end.
            return match page::read(path, language, text) {
                Some(page) => self.page(path, language, text, &page, wanted),
                None => FileFacts::default(),
            };
        }
        if let Some(scan) = scanner(language) {
            return match scan(text, wanted) {
                Some((sink, errors)) => finish(path, language, text, sink, errors),
                None => not_parsed(None),
            };
        }
        if grammar(language).is_none() {
            return not_parsed(None);
        }
        // A header is of the language that its text is.
        let is_cpp = language == Language::C && path.ends_with(".h") && c::is_cpp_header(text);
        let language = if is_cpp { Language::Cpp } else { language };
        let Some(tree) = self.parse(language, text) else {
            return not_parsed(Some(given_up(path)));
        };
        match extract(language, &tree, text, wanted) {
            Some((sink, errors)) => finish(path, language, text, sink, errors),
            None => not_parsed(None),
        }
    }

    /// The facts of the code in a page, at their places in the page.
    fn page(
        &mut self,
        path: &Arc<str>,
        language: Language,
        text: &str,
        page: &Page,
        wanted: &mut Wanted<'_>,
    ) -> FileFacts {
        let code = page.code.text();
        let found = if let Some(scan) = scanner(page.host) {
            scan(code, wanted)
        } else {
            let Some(tree) = self.parse(page.host, code) else {
                return not_parsed(Some(given_up(path)));
            };
            extract(page.host, &tree, code, wanted)
        };
        let Some((mut sink, errors)) = found else { return FileFacts::default() };
        sink.relocate(|fact| page.code.span(fact));
        finish(path, language, text, sink, page.code.errors(errors))
    }

    /// Parses without extracting and returns the number of nodes; 0 for a language without a grammar or a parse that was
    /// given up. For measuring what extraction adds.
    pub fn parse_only(&mut self, language: Language, text: &str) -> usize {
        self.parse(language, text).map_or(0, |tree| tree.root_node().descendant_count())
    }

    /// The syntax tree of one file, for readers that take a tree; `None` for a language without a grammar, or a parse
    /// that was given up.
    pub fn parse(&mut self, language: Language, text: &str) -> Option<Tree> {
        let parser = match self.parsers.entry(language) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let mut parser = Parser::new();
                parser.set_language(&grammar(language)?).ok()?;
                new.insert(parser)
            }
        };
        let mut steps = self.limits.parse_steps;
        let mut progress = |_: &tree_sitter::ParseState| {
            steps = steps.saturating_sub(1);
            if steps == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        let bytes = text.as_bytes();
        let needs_line_end = language == Language::Perl && !text.ends_with('\n');
        let tree = parser.parse_with_options(
            &mut |at, _| match bytes.get(at..) {
                // The scanner of Perl never ends in a here-document that ends without a line end.
                Some([]) if needs_line_end && at == bytes.len() => b"\n",
                rest => rest.unwrap_or(&[]),
            },
            None,
            Some(options),
        );
        if tree.is_none() {
            // Else the next parse would go on with this file.
            parser.reset();
        }
        tree
    }
}

fn not_parsed(problem: Option<Diagnostic>) -> FileFacts {
    let mut sink = FactSink::new();
    sink.outcome(ParseOutcome::NotParsed);
    if let Some(problem) = problem {
        sink.problem(problem);
    }
    sink.finish()
}

fn given_up(path: &Arc<str>) -> Diagnostic {
    Diagnostic::warning(
        Code::ParseTimeout,
        path,
        "the file took too long to parse and was given up",
    )
    .help("text rules still see it; generated code is best excluded")
}

/// The facts of a file that was read, with a note on what its grammar or scanner did not know.
fn finish(
    path: &Arc<str>,
    language: Language,
    text: &str,
    mut sink: FactSink,
    errors: SyntaxErrors,
) -> FileFacts {
    if errors.count > 0 {
        sink.outcome(ParseOutcome::PartlyParsed(errors.count));
        let at = LineIndex::new(text).position(text, errors.first as u32);
        let places = if errors.count == 1 { "place" } else { "places" };
        let reader = if scanner(language).is_some() { "scanner" } else { "grammar" };
        sink.problem(
            Diagnostic::note(
                Code::SyntaxError,
                path,
                format!(
                    "{} {places} the {} {reader} does not know; the rest was read",
                    errors.count,
                    language.name()
                ),
            )
            .at(at),
        );
    }
    sink.finish()
}
