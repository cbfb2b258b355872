//! Ruby.

mod apis;
mod calls;
mod declarations;
mod effects;
mod names;
mod routes;
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
use crate::output::{Output, Wanted, span};
use crate::variables::{Constant, Type};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Class,
    Module,
    Superclass,
    Method,
    SingletonMethod,
    Parameters,
    Parameter,
    Block,
    Branch,
    Call,
    Arguments,
    ElementReference,
    Assignment,
    OperatorAssignment,
    Values,
    Binary,
    Parenthesized,
    Body,
    Pair,
    Key,
    Hash,
    Array,
    Words,
    Word,
    Str,
    Symbol,
    QuotedSymbol,
    ChainedStr,
    Content,
    Escape,
    Interpolation,
    HeredocStart,
    HeredocBody,
    Shell,
    Regex,
    Constant,
    Name,
    ScopedName,
    Identifier,
    InstanceVariable,
    ClassVariable,
    GlobalVariable,
    This,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("class", Kind::Class),
    ("module", Kind::Module),
    ("superclass", Kind::Superclass),
    ("method", Kind::Method),
    ("singleton_method", Kind::SingletonMethod),
    ("method_parameters", Kind::Parameters),
    ("block_parameters", Kind::Parameters),
    ("lambda_parameters", Kind::Parameters),
    ("optional_parameter", Kind::Parameter),
    ("keyword_parameter", Kind::Parameter),
    ("splat_parameter", Kind::Parameter),
    ("hash_splat_parameter", Kind::Parameter),
    ("block_parameter", Kind::Parameter),
    ("block", Kind::Block),
    ("do_block", Kind::Block),
    ("lambda", Kind::Block),
    ("if", Kind::Branch),
    ("unless", Kind::Branch),
    ("case", Kind::Branch),
    ("case_match", Kind::Branch),
    ("while", Kind::Branch),
    ("until", Kind::Branch),
    ("for", Kind::Branch),
    ("if_modifier", Kind::Branch),
    ("unless_modifier", Kind::Branch),
    ("while_modifier", Kind::Branch),
    ("until_modifier", Kind::Branch),
    ("rescue", Kind::Branch),
    ("call", Kind::Call),
    ("argument_list", Kind::Arguments),
    ("element_reference", Kind::ElementReference),
    ("assignment", Kind::Assignment),
    ("operator_assignment", Kind::OperatorAssignment),
    ("right_assignment_list", Kind::Values),
    ("binary", Kind::Binary),
    ("parenthesized_statements", Kind::Parenthesized),
    ("block_body", Kind::Body),
    ("body_statement", Kind::Body),
    ("pair", Kind::Pair),
    ("hash_key_symbol", Kind::Key),
    ("hash", Kind::Hash),
    ("array", Kind::Array),
    ("string_array", Kind::Words),
    ("symbol_array", Kind::Words),
    ("bare_string", Kind::Word),
    ("bare_symbol", Kind::Word),
    ("string", Kind::Str),
    ("simple_symbol", Kind::Symbol),
    ("delimited_symbol", Kind::QuotedSymbol),
    ("chained_string", Kind::ChainedStr),
    ("string_content", Kind::Content),
    ("heredoc_content", Kind::Content),
    ("escape_sequence", Kind::Escape),
    ("interpolation", Kind::Interpolation),
    ("heredoc_beginning", Kind::HeredocStart),
    ("heredoc_body", Kind::HeredocBody),
    ("subshell", Kind::Shell),
    ("regex", Kind::Regex),
    ("integer", Kind::Constant),
    ("float", Kind::Constant),
    ("rational", Kind::Constant),
    ("true", Kind::Constant),
    ("false", Kind::Constant),
    ("nil", Kind::Constant),
    ("character", Kind::Constant),
    ("constant", Kind::Name),
    ("scope_resolution", Kind::ScopedName),
    ("identifier", Kind::Identifier),
    ("instance_variable", Kind::InstanceVariable),
    ("class_variable", Kind::ClassVariable),
    ("global_variable", Kind::GlobalVariable),
    ("self", Kind::This),
    ("comment", Kind::Comment),
    ("uninterpreted", Kind::Comment),
];

fields!(Fields {
    arguments = "arguments",
    block = "block",
    key = "key",
    left = "left",
    method = "method",
    name = "name",
    object = "object",
    operator = "operator",
    parameters = "parameters",
    receiver = "receiver",
    right = "right",
    superclass = "superclass",
    value = "value",
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
    tree_sitter_ruby::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut ruby = Ruby {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Interner::new(),
        types: Vec::new(),
        functions: 0,
        branches: 0,
        variables: Bindings::default(),
        attributes: FxHashMap::default(),
        declared: FxHashSet::default(),
        routing: Vec::new(),
        assigned: None,
        default: None,
    };
    let errors = walk(tree, &mut ruby);
    (ruby.out.into_sink(), errors)
}

/// A local variable, parameter or constant.
#[derive(Clone, Copy, Debug, Default)]
struct Variable<'t> {
    type_: Type,
    /// Its value, where that is a constant and still holds.
    constant: Option<Constant<'t>>,
    /// The constant it has where no branch gives it another value.
    fallback: Option<Constant<'t>>,
    /// How many branches were open where it was given its value.
    branches: u32,
}

/// A call whose block declares routes.
#[derive(Clone, Debug)]
struct Routing {
    call: usize,
    /// Path that its routes start with; `None` where they belong to a resource and have no path of their own.
    prefix: Option<String>,
}

struct Ruby<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    /// Qualified names of the enclosing classes and modules.
    types: Vec<String>,
    /// How many methods the walk is in.
    functions: u32,
    branches: u32,
    variables: Bindings<'t, Variable<'t>>,
    /// Types of instance, class and global variables.
    attributes: FxHashMap<&'t str, Type>,
    /// Class and global variables whose field is a fact already.
    declared: FxHashSet<&'t str>,
    routing: Vec<Routing>,
    /// The node an assignment gives a value, which is not read.
    assigned: Option<usize>,
    /// An expression that reads the environment, and its default from around it: `ENV['A'] || 'b'`.
    default: Option<(usize, Node<'t>)>,
}

impl Ruby<'_> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }
}

impl<'t> Extractor<'t> for Ruby<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment | Kind::Regex => Then::Skip,
            Kind::Class | Kind::Module => self.enter_type(kind, node),
            Kind::Method | Kind::SingletonMethod => self.enter_method(kind, node),
            Kind::Block => {
                self.variables.open();
                self.declare_parameters(node);
                Then::DescendAndLeave
            }
            Kind::Branch => {
                self.branches += 1;
                Then::DescendAndLeave
            }
            Kind::Call => self.enter_call(node),
            Kind::ElementReference => {
                self.element_reference(node);
                Then::Descend
            }
            Kind::Binary => {
                self.environment_default(node);
                Then::Descend
            }
            Kind::Assignment | Kind::OperatorAssignment => self.enter_assignment(node),
            Kind::Str | Kind::HeredocBody | Kind::ChainedStr => {
                let text = self.string(node, false);
                if !text.is_empty() {
                    self.out.string(&text, span(node));
                }
                if kind == Kind::ChainedStr { Then::Skip } else { Then::Descend }
            }
            Kind::Shell => {
                self.shell(node);
                Then::Descend
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, node: Node<'t>) {
        match kind {
            Kind::Class | Kind::Module => {
                self.types.pop();
                self.attributes.clear();
                self.variables.close();
                self.out.leave_scope();
            }
            Kind::Method | Kind::SingletonMethod => {
                self.functions = self.functions.saturating_sub(1);
                self.variables.close();
                self.out.leave_scope();
            }
            Kind::Block => self.variables.close(),
            Kind::Branch => self.branches = self.branches.saturating_sub(1),
            Kind::Call => {
                self.out.pop_use();
                if self.routing.last().is_some_and(|r| r.call == node.id()) {
                    self.routing.pop();
                }
            }
            Kind::Assignment | Kind::OperatorAssignment => self.out.pop_use(),
            _ => {}
        }
    }
}
