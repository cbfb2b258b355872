//! The facts of one file.

use seaworthy_base::{Diagnostic, Interner, Span, Sym};

use crate::{Fact, FactFlags, FactKind};

/// How far a file was understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParseOutcome {
    /// Read without a complaint.
    #[default]
    Parsed,
    /// Read, with this many places the grammar did not know.
    PartlyParsed(u32),
    /// Read line by line because it could not be parsed.
    Scanned,
    /// Not read as its format: listed, and seen by text rules only.
    NotParsed,
}

/// Everything analysers learnt from one file. Symbols in the facts belong to `names`.
#[derive(Clone, Debug, Default)]
pub struct FileFacts {
    /// Strings of the facts.
    pub names: Interner,
    /// The facts, in the order of the text.
    pub facts: Vec<Fact>,
    /// Problems met on the way.
    pub problems: Vec<Diagnostic>,
    /// How far the file was understood.
    pub outcome: ParseOutcome,
}

impl FileFacts {
    /// The text of a fact's name.
    pub fn name(&self, fact: &Fact) -> &str {
        self.names.get(fact.name)
    }

    /// The text of a fact's value.
    pub fn value(&self, fact: &Fact) -> &str {
        self.names.get(fact.value)
    }

    /// The text of a fact's scope.
    pub fn scope(&self, fact: &Fact) -> &str {
        self.names.get(fact.scope)
    }

    /// Facts of one kind as `(fact, name, value)`.
    pub fn of(&self, kind: FactKind) -> impl Iterator<Item = (&Fact, &str, &str)> {
        self.facts.iter().filter(move |f| f.kind == kind).map(|f| (f, self.name(f), self.value(f)))
    }
}

/// What an analyser writes facts into.
#[derive(Debug, Default)]
pub struct FactSink {
    out: FileFacts,
    scope: Sym,
}

impl FactSink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the scope that following facts are counted under; returns the one before.
    pub fn set_scope(&mut self, scope: &str) -> Sym {
        let sym = self.out.names.intern(scope);
        std::mem::replace(&mut self.scope, sym)
    }

    /// Puts a scope back that [`Self::set_scope`] returned.
    pub fn restore_scope(&mut self, scope: Sym) {
        self.scope = scope;
    }

    /// Adds a fact.
    pub fn push(&mut self, kind: FactKind, flags: FactFlags, name: &str, value: &str, span: Span) {
        let name = self.out.names.intern(name);
        let value = self.out.names.intern(value);
        self.out.facts.push(Fact { kind, flags, name, value, scope: self.scope, span });
    }

    /// Adds a problem.
    pub fn problem(&mut self, problem: Diagnostic) {
        self.out.problems.push(problem);
    }

    /// Says how far the file was understood.
    pub fn outcome(&mut self, outcome: ParseOutcome) {
        self.out.outcome = outcome;
    }

    /// Moves every fact to another place of the file, or drops it where `place` says that it has none.
    pub fn relocate(&mut self, mut place: impl FnMut(&Fact) -> Option<Span>) {
        self.out.facts.retain_mut(|fact| place(fact).map(|span| fact.span = span).is_some());
    }

    /// The facts, sorted by place (stable, so equal places keep the analyser's order).
    pub fn finish(mut self) -> FileFacts {
        self.out.facts.sort_by_key(|f| f.span.start);
        self.out
    }
}
