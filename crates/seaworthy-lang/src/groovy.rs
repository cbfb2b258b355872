//! Groovy, by a scanner: its grammars know too little of it. Names of the Java platform are the same as in Java, so that
//! one rule fits both; in a controller of Grails the request, the session and the context are known.

mod apis;
mod calls;
mod declarations;
#[cfg(test)]
mod tests;
mod token;

use rustc_hash::FxHashMap;
use seaworthy_base::Span;
use seaworthy_facts::FactSink;

use crate::bindings::Bindings;
use crate::jvm::TypeNames;
use crate::jvm::routes::Annotation;
use crate::output::{Output, Wanted};
use crate::value::Value;
use crate::variables::{Type, Variable};
use crate::walk::SyntaxErrors;
use token::{Kind, Token};

/// Packages that every file imports.
const PACKAGES: [&str; 3] = ["java.io", "java.net", "java.util"];

/// What a `{` belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Type,
    Function,
    Other,
}

/// A type declaration the scan is in.
struct Enclosing {
    type_: Type,
    superclass: Type,
    /// Path that routes of its methods start with.
    route: String,
    is_mappings: bool,
}

struct Groovy<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    out: Output<'t>,
    names: TypeNames<'t>,
    variables: Bindings<'t, Variable<'t>>,
    types: Vec<Enclosing>,
    /// Open blocks and the index of the bracket that ends each.
    blocks: Vec<(Block, usize)>,
    /// What the `{` at an index belongs to.
    opens: FxHashMap<usize, Block>,
    /// Indexes at which the uses of literals end.
    uses: Vec<usize>,
    /// Types and paths of the calls that end at an index.
    results: FxHashMap<usize, (Type, Value<'t>)>,
    /// Annotations of the declaration to come.
    annotations: Vec<Annotation<'t>>,
}

/// Facts of a class or script.
pub(crate) fn scan<'t>(text: &'t str, wanted: &'t mut Wanted<'t>) -> (FactSink, SyntaxErrors) {
    let (tokens, errors) = token::tokens(text);
    let mut groovy = Groovy {
        text,
        tokens,
        out: Output::new(text, wanted, apis::apis()),
        names: TypeNames::default(),
        variables: Bindings::default(),
        types: Vec::new(),
        blocks: Vec::new(),
        opens: FxHashMap::default(),
        uses: Vec::new(),
        results: FxHashMap::default(),
        annotations: Vec::new(),
    };
    for package in PACKAGES {
        groovy.names.import_all(package);
    }
    groovy.read();
    (groovy.out.into_sink(), errors)
}

impl<'t> Groovy<'t> {
    /// The text of a token; nothing past the end.
    fn word(&self, at: usize) -> &'t str {
        match self.tokens.get(at) {
            Some(t) if matches!(t.kind, Kind::Word | Kind::Number) => {
                self.text.get(t.start..t.end).unwrap_or("")
            }
            _ => "",
        }
    }

    fn is(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at).is_some_and(|t| t.is(sign))
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word)
    }

    /// From the start of a token to the end of another.
    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(0, |t| t.start);
        let end = self.tokens.get(to).map_or(start, |t| t.end);
        Span::new(start, end.max(start))
    }

    /// The bytes from the start of a token to the end of another.
    fn bytes(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let span = self.span(from, to);
        span.start as usize..span.end as usize
    }

    /// The index of the bracket that closes one.
    fn close(&self, at: usize) -> Option<usize> {
        self.tokens.get(at).and_then(|t| t.closes_at)
    }

    /// The qualified name of what the scan is in: a type, else the package.
    fn place(&self) -> &str {
        match self.types.last() {
            Some(t) => self.names.names.get(t.type_.name),
            None => self.names.package,
        }
    }

    fn in_type_body(&self) -> bool {
        self.blocks.last().is_some_and(|(block, _)| *block == Block::Type)
    }

    fn read(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            while self.uses.last().is_some_and(|end| *end <= at) {
                self.uses.pop();
                self.out.pop_use();
            }
            at = self.step(at).max(at + 1);
        }
    }

    /// Reads what starts at a token; the index to go on at.
    fn step(&mut self, at: usize) -> usize {
        let Some(token) = self.tokens.get(at) else { return at + 1 };
        match &token.kind {
            Kind::Sign('{') => {
                let block = self.opens.get(&at).copied().unwrap_or(Block::Other);
                let end = token.closes_at.unwrap_or(usize::MAX);
                self.blocks.push((block, end));
                if block != Block::Type {
                    self.variables.open();
                }
                at + 1
            }
            Kind::Sign('}') => {
                self.close_blocks(at);
                at + 1
            }
            Kind::Sign('@') if self.is_word(at + 1) => self.annotation(at),
            Kind::Str(text, _) => {
                let text = text.clone();
                let span = self.span(at, at);
                self.out.string(&text, span);
                self.string_receiver(at, &text);
                at + 1
            }
            Kind::Sign('.') if at > 0 => self.chain(at),
            Kind::Word => self.word_at(at),
            _ => at + 1,
        }
    }

    fn close_blocks(&mut self, at: usize) {
        while let Some(&(block, end)) = self.blocks.last() {
            if end > at {
                return;
            }
            self.blocks.pop();
            self.variables.close();
            match block {
                Block::Type => {
                    self.types.pop();
                    self.names.declared.close();
                    self.out.leave_scope();
                }
                Block::Function => self.out.leave_scope(),
                Block::Other => {}
            }
        }
    }
}
