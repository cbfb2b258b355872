//! Perl.

mod apis;
mod calls;
mod declarations;
mod effects;
#[cfg(test)]
mod tests;
mod values;

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use seaworthy_base::Interner;
use seaworthy_facts::FactSink;
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, fields};
use crate::meaning::Meaning;
use crate::output::{Output, Wanted};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Use,
    Require,
    Package,
    Sub,
    Block,
    Call,
    Operator,
    MethodCall,
    List,
    Assignment,
    Declaration,
    Localized,
    Scalar,
    Array,
    Element,
    Binary,
    Str,
    Heredoc,
    StrContent,
    Escape,
    Words,
    HashOrArray,
    Shell,
    Bareword,
    Key,
    Number,
    Undefined,
    Reference,
    Regex,
    Prose,
}

const ROWS: &[(&str, Kind)] = &[
    ("use_statement", Kind::Use),
    ("require_expression", Kind::Require),
    ("package_statement", Kind::Package),
    ("class_statement", Kind::Package),
    ("subroutine_declaration_statement", Kind::Sub),
    ("method_declaration_statement", Kind::Sub),
    ("anonymous_subroutine_expression", Kind::Block),
    ("block", Kind::Block),
    ("function_call_expression", Kind::Call),
    ("ambiguous_function_call_expression", Kind::Call),
    ("func0op_call_expression", Kind::Operator),
    ("func1op_call_expression", Kind::Operator),
    ("method_call_expression", Kind::MethodCall),
    ("list_expression", Kind::List),
    ("parenthesized_expression", Kind::List),
    ("assignment_expression", Kind::Assignment),
    ("variable_declaration", Kind::Declaration),
    ("localization_expression", Kind::Localized),
    ("scalar", Kind::Scalar),
    ("array", Kind::Array),
    ("hash_element_expression", Kind::Element),
    ("binary_expression", Kind::Binary),
    ("lowprec_logical_expression", Kind::Binary),
    ("string_literal", Kind::Str),
    ("interpolated_string_literal", Kind::Str),
    ("heredoc_content", Kind::Heredoc),
    ("string_content", Kind::StrContent),
    ("escape_sequence", Kind::Escape),
    ("escaped_delimiter", Kind::Escape),
    ("quoted_word_list", Kind::Words),
    ("anonymous_hash_expression", Kind::HashOrArray),
    ("anonymous_array_expression", Kind::HashOrArray),
    ("command_string", Kind::Shell),
    ("bareword", Kind::Bareword),
    ("autoquoted_bareword", Kind::Key),
    ("number", Kind::Number),
    ("undef_expression", Kind::Undefined),
    ("refgen_expression", Kind::Reference),
    ("match_regexp", Kind::Regex),
    ("quoted_regexp", Kind::Regex),
    ("substitution_regexp", Kind::Regex),
    ("transliteration_expression", Kind::Regex),
    ("comment", Kind::Prose),
    ("pod", Kind::Prose),
    ("data_section", Kind::Prose),
    ("format_statement", Kind::Prose),
];

fields!(Fields {
    arguments = "arguments",
    content = "content",
    function = "function",
    hash = "hash",
    invocant = "invocant",
    key = "key",
    left = "left",
    method = "method",
    module = "module",
    name = "name",
    operator = "operator",
    right = "right",
    variable = "variable",
});

struct Tables {
    grammar: Grammar<Kind>,
    fields: Fields,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let language = language();
        Tables { fields: Fields::new(&language), grammar: Grammar::new(&language, ROWS) }
    })
}

/// The grammar for the parser.
pub(crate) fn language() -> tree_sitter::Language {
    ts_parser_perl::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut perl = Perl {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Interner::new(),
        package: String::new(),
        functions: 0,
        variables: Bindings::default(),
        declared: declarations::declared_subs(text),
        imported: FxHashMap::default(),
        routes: false,
        assigned: None,
        default: None,
    };
    let errors = walk(tree, &mut perl);
    (perl.out.into_sink(), errors)
}

struct Perl<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    /// The package the walk is in, with dots; empty for `main`.
    package: String,
    /// How many subroutines the walk is in.
    functions: u32,
    /// Scalars without their sign, and constants.
    variables: Bindings<'t, Meaning<'t>>,
    /// Names of the subroutines of this file.
    declared: FxHashSet<&'t str>,
    /// Functions that `use Module qw(name)` brings, and their modules.
    imported: FxHashMap<&'t str, String>,
    /// Whether `get '/path'` declares a route here.
    routes: bool,
    /// The node an assignment gives a value, which is not read.
    assigned: Option<usize>,
    /// An element of the environment, and its default from around it: `$ENV{A} || 'b'`.
    default: Option<(usize, Node<'t>)>,
}

impl Perl<'_> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }
}

impl<'t> Extractor<'t> for Perl<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Prose | Kind::Regex => Then::Skip,
            Kind::Use => self.use_statement(node),
            Kind::Require => {
                self.require(node);
                Then::Skip
            }
            Kind::Package => {
                self.enter_package(node);
                Then::Descend
            }
            Kind::Sub => self.enter_sub(node),
            Kind::Block => {
                self.variables.open();
                Then::DescendAndLeave
            }
            Kind::Call | Kind::Operator => self.enter_call(kind, node),
            Kind::MethodCall => self.enter_method_call(node),
            Kind::Assignment => self.enter_assignment(node),
            Kind::Element => {
                self.element(node);
                Then::Descend
            }
            Kind::Binary => {
                self.environment_default(node);
                Then::Descend
            }
            Kind::Str | Kind::Heredoc => {
                self.literal(node);
                Then::Descend
            }
            Kind::Shell => {
                self.shell(node);
                Then::Descend
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _: Node<'t>) {
        match kind {
            Kind::Sub => {
                self.functions = self.functions.saturating_sub(1);
                self.variables.close();
                self.out.leave_scope();
            }
            Kind::Block => self.variables.close(),
            Kind::Call | Kind::Operator | Kind::MethodCall | Kind::Assignment => self.out.pop_use(),
            _ => {}
        }
    }
}
