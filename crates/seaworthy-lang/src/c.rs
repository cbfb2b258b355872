//! C and C++: one walk, two grammars.

mod apis;
mod calls;
mod declarations;
#[cfg(test)]
mod tests;
mod values;

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use seaworthy_base::{Interner, Sym};
use seaworthy_facts::{FactKind, FactSink, Language};
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, child, fields};
use crate::output::{Output, Wanted, span};
use crate::variables::{Constant, Variable};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Include,
    Define,
    Conditional,
    Function,
    Block,
    Declaration,
    InitDeclarator,
    Parameter,
    Pointer,
    Call,
    New,
    Type,
    Bases,
    TypeName,
    Field,
    Qualified,
    Identifier,
    Assignment,
    Arguments,
    Parenthesized,
    Cast,
    Binary,
    Str,
    RawStr,
    Concatenated,
    Number,
    Constant,
    Namespace,
    Comment,
}

/// Rows of both grammars.
const ROWS: &[(&str, Kind)] = &[
    ("preproc_include", Kind::Include),
    ("preproc_def", Kind::Define),
    ("preproc_if", Kind::Conditional),
    ("function_definition", Kind::Function),
    ("compound_statement", Kind::Block),
    ("for_statement", Kind::Block),
    ("declaration", Kind::Declaration),
    ("init_declarator", Kind::InitDeclarator),
    ("parameter_declaration", Kind::Parameter),
    ("pointer_declarator", Kind::Pointer),
    ("call_expression", Kind::Call),
    ("struct_specifier", Kind::Type),
    ("type_identifier", Kind::TypeName),
    ("field_expression", Kind::Field),
    ("identifier", Kind::Identifier),
    ("assignment_expression", Kind::Assignment),
    ("argument_list", Kind::Arguments),
    ("parenthesized_expression", Kind::Parenthesized),
    ("cast_expression", Kind::Cast),
    ("binary_expression", Kind::Binary),
    ("string_literal", Kind::Str),
    ("concatenated_string", Kind::Concatenated),
    ("number_literal", Kind::Number),
    ("char_literal", Kind::Constant),
    ("true", Kind::Constant),
    ("false", Kind::Constant),
    ("null", Kind::Constant),
    ("comment", Kind::Comment),
];

/// Rows that only C++ has.
const CPP_ROWS: &[(&str, Kind)] = &[
    ("for_range_loop", Kind::Block),
    ("new_expression", Kind::New),
    ("class_specifier", Kind::Type),
    ("base_class_clause", Kind::Bases),
    ("qualified_identifier", Kind::Qualified),
    ("raw_string_literal", Kind::RawStr),
    ("reference_declarator", Kind::Pointer),
    ("namespace_definition", Kind::Namespace),
];

fields!(Fields {
    alternative = "alternative",
    argument = "argument",
    arguments = "arguments",
    body = "body",
    condition = "condition",
    declarator = "declarator",
    field = "field",
    function = "function",
    left = "left",
    name = "name",
    path = "path",
    type_ = "type",
    value = "value",
});

struct Tables {
    grammar: Grammar<Kind>,
    fields: Fields,
}

fn tables(language: Language) -> &'static Tables {
    static C: OnceLock<Tables> = OnceLock::new();
    static CPP: OnceLock<Tables> = OnceLock::new();
    let (tables, rows) = match language {
        Language::Cpp => (&CPP, [ROWS, CPP_ROWS].concat()),
        _ => (&C, ROWS.to_vec()),
    };
    tables.get_or_init(|| {
        let language = grammar(language);
        Tables { fields: Fields::new(&language), grammar: Grammar::new(&language, &rows) }
    })
}

/// The grammar for the parser.
pub(crate) fn grammar(language: Language) -> tree_sitter::Language {
    match language {
        Language::Cpp => tree_sitter_cpp::LANGUAGE.into(),
        _ => tree_sitter_c::LANGUAGE.into(),
    }
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    language: Language,
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables(language);
    let mut c = C {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Interner::new(),
        macros: FxHashMap::default(),
        variables: Bindings::default(),
        dead: 0..0,
        listens: text.contains("listen(") || text.contains("SOCK_DGRAM") && text.contains("bind("),
    };
    let errors = walk(tree, &mut c);
    (c.out.into_sink(), errors)
}

struct C<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    /// Values of `#define NAME value` where that is a constant.
    macros: FxHashMap<&'t str, Constant<'t>>,
    variables: Bindings<'t, Variable<'t>>,
    /// Bytes within `#if 0`, which no compiler sees.
    dead: Range<usize>,
    /// Whether a port in network order may be one that the file listens on.
    listens: bool,
}

impl<'t> C<'t> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }

    /// A name as rules write it: `std::thread` is `std.thread`.
    fn dotted(&self, node: Node<'_>) -> String {
        self.out.text(node).trim_start_matches("::").replace("::", ".")
    }

    fn intern(&mut self, text: &str) -> Sym {
        self.names.intern(text)
    }

    /// `#if 0` up to its `#else`.
    fn conditional(&mut self, node: Node<'t>) {
        let never = child(node, self.fields.condition)
            .is_some_and(|condition| self.out.text(condition).trim() == "0");
        if never {
            let end = child(node, self.fields.alternative)
                .map_or(node.end_byte(), |alternative| alternative.start_byte());
            self.dead = node.start_byte()..end;
        }
    }
}

impl<'t> Extractor<'t> for C<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        if self.dead.contains(&node.start_byte()) {
            return Then::Skip;
        }
        match kind {
            Kind::Comment => Then::Skip,
            Kind::Include => {
                self.include(node);
                Then::Skip
            }
            Kind::Define => {
                self.define(node);
                Then::Skip
            }
            Kind::Conditional => {
                self.conditional(node);
                Then::Descend
            }
            Kind::Function => {
                self.enter_function(node);
                Then::DescendAndLeave
            }
            Kind::Block => {
                self.variables.open();
                Then::DescendAndLeave
            }
            Kind::Type | Kind::Namespace => self.enter_type(kind, node),
            Kind::Bases => {
                self.bases(node);
                Then::Skip
            }
            Kind::Declaration => {
                self.declaration(node);
                Then::Descend
            }
            Kind::Parameter => {
                self.parameter(node);
                Then::Descend
            }
            Kind::Assignment => {
                self.assigned(node);
                Then::Descend
            }
            Kind::Call => self.enter_call(node),
            Kind::New => self.enter_new(node),
            Kind::Str | Kind::RawStr => {
                if let Some(text) = self.string(node) {
                    self.out.string(&text, span(node));
                }
                Then::Skip
            }
            Kind::Concatenated => {
                if let Some(text) = self.value(node).as_str() {
                    self.out.string(text, span(node));
                }
                Then::Skip
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _: Node<'t>) {
        match kind {
            Kind::Function => {
                self.variables.close();
                self.out.leave_scope();
            }
            Kind::Block => self.variables.close(),
            Kind::Type | Kind::Namespace => self.out.leave_scope(),
            Kind::Call | Kind::New => self.out.pop_use(),
            _ => {}
        }
    }
}

/// Whether a header that may be either is C++: it declares what C has no word for.
pub(crate) fn is_cpp_header(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let starts = |word: &str| {
            line.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '<', ':']))
        };
        starts("class") && !line.contains('*')
            || starts("namespace")
            || starts("template")
            || ["public", "private", "protected"].iter().any(|w| {
                line.strip_prefix(w).is_some_and(|rest| rest.trim_start().starts_with(':'))
            })
    })
}

/// What a fact of a declaration is called.
fn declared(kind: Kind) -> FactKind {
    match kind {
        Kind::Namespace => FactKind::Package,
        _ => FactKind::TypeDecl,
    }
}
