//! Go.

mod apis;
mod calls;
mod declarations;
mod outline;
mod routes;
#[cfg(test)]
mod tests;
mod types;
mod values;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use seaworthy_base::{Interner, Sym};
use seaworthy_facts::FactSink;
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, child, fields};
use crate::output::{Output, Wanted, span};
use crate::variables::{Constant, Type};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Package,
    PackageName,
    Import,
    Function,
    Method,
    FunctionLiteral,
    Block,
    Branch,
    TypeSwitch,
    Case,
    TypeSpec,
    StructField,
    TypeElement,
    ConstSpec,
    VarSpec,
    VarSpecList,
    ShortVar,
    Assignment,
    IncDec,
    Range,
    Parameter,
    Call,
    Conversion,
    Composite,
    LiteralValue,
    Keyed,
    Element,
    Selector,
    Index,
    Binary,
    Unary,
    Parenthesized,
    Assertion,
    Variadic,
    Expressions,
    Identifier,
    Str,
    RawStr,
    Constant,
    TypeName,
    QualifiedType,
    Pointer,
    Generic,
    Slice,
    Map,
    Channel,
    Struct,
    Interface,
    FunctionType,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("package_clause", Kind::Package),
    ("package_identifier", Kind::PackageName),
    ("import_spec", Kind::Import),
    ("function_declaration", Kind::Function),
    ("method_declaration", Kind::Method),
    ("func_literal", Kind::FunctionLiteral),
    ("block", Kind::Block),
    ("if_statement", Kind::Branch),
    ("for_statement", Kind::Branch),
    ("expression_switch_statement", Kind::Branch),
    ("type_switch_statement", Kind::TypeSwitch),
    ("communication_case", Kind::Case),
    ("expression_case", Kind::Case),
    ("type_case", Kind::Case),
    ("default_case", Kind::Case),
    ("type_spec", Kind::TypeSpec),
    ("type_alias", Kind::TypeSpec),
    ("field_declaration", Kind::StructField),
    ("type_elem", Kind::TypeElement),
    ("const_spec", Kind::ConstSpec),
    ("var_spec", Kind::VarSpec),
    ("var_spec_list", Kind::VarSpecList),
    ("short_var_declaration", Kind::ShortVar),
    ("assignment_statement", Kind::Assignment),
    ("inc_statement", Kind::IncDec),
    ("dec_statement", Kind::IncDec),
    ("range_clause", Kind::Range),
    ("receive_statement", Kind::Range),
    ("parameter_declaration", Kind::Parameter),
    ("variadic_parameter_declaration", Kind::Parameter),
    ("call_expression", Kind::Call),
    ("type_conversion_expression", Kind::Conversion),
    ("composite_literal", Kind::Composite),
    ("literal_value", Kind::LiteralValue),
    ("keyed_element", Kind::Keyed),
    ("literal_element", Kind::Element),
    ("selector_expression", Kind::Selector),
    ("index_expression", Kind::Index),
    ("binary_expression", Kind::Binary),
    ("unary_expression", Kind::Unary),
    ("parenthesized_expression", Kind::Parenthesized),
    ("type_assertion_expression", Kind::Assertion),
    ("variadic_argument", Kind::Variadic),
    ("expression_list", Kind::Expressions),
    ("identifier", Kind::Identifier),
    ("interpreted_string_literal", Kind::Str),
    ("raw_string_literal", Kind::RawStr),
    ("int_literal", Kind::Constant),
    ("float_literal", Kind::Constant),
    ("imaginary_literal", Kind::Constant),
    ("rune_literal", Kind::Constant),
    ("true", Kind::Constant),
    ("false", Kind::Constant),
    ("nil", Kind::Constant),
    ("type_identifier", Kind::TypeName),
    ("qualified_type", Kind::QualifiedType),
    ("pointer_type", Kind::Pointer),
    ("parenthesized_type", Kind::Pointer),
    ("generic_type", Kind::Generic),
    ("slice_type", Kind::Slice),
    ("array_type", Kind::Slice),
    ("implicit_length_array_type", Kind::Slice),
    ("map_type", Kind::Map),
    ("channel_type", Kind::Channel),
    ("struct_type", Kind::Struct),
    ("interface_type", Kind::Interface),
    ("function_type", Kind::FunctionType),
    ("comment", Kind::Comment),
];

fields!(Fields {
    alias = "alias",
    arguments = "arguments",
    body = "body",
    element = "element",
    field = "field",
    function = "function",
    key = "key",
    left = "left",
    name = "name",
    operand = "operand",
    operator = "operator",
    package = "package",
    parameters = "parameters",
    path = "path",
    receiver = "receiver",
    result = "result",
    right = "right",
    tag = "tag",
    type_ = "type",
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
    tree_sitter_go::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut go = Go {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Interner::new(),
        package: "",
        imports: FxHashMap::default(),
        members: FxHashMap::default(),
        environment: FxHashMap::default(),
        variables: Bindings::default(),
        depth: 0,
        callee_at: None,
        tag_at: None,
    };
    go.declare_file(tree.root_node());
    let errors = walk(tree, &mut go);
    (go.out.into_sink(), errors)
}

/// A variable, constant or parameter.
#[derive(Clone, Copy, Debug, Default)]
struct Variable<'t> {
    type_: Type,
    /// Its value, where that is a constant and still holds.
    constant: Option<Constant<'t>>,
    /// The constant it has where no branch gives it another value: `8080` in
    /// `port := "8080"; if p := os.Getenv("PORT"); p != "" { port = p }`.
    fallback: Option<Constant<'t>>,
    /// What it is with every unknown part left out, for addresses: `:8080` in `os.Getenv("HOST") + ":8080"`.
    unset: Option<Constant<'t>>,
    /// How many blocks were open where it was declared; 0 for the package.
    depth: u32,
    /// Path that routes registered on it start with.
    prefix: Sym,
}

struct Go<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    package: &'t str,
    /// Import paths by the name the file uses for them.
    imports: FxHashMap<&'t str, &'t str>,
    /// Types of struct fields and first results of methods by type and name; of functions, by the empty type.
    members: FxHashMap<(Sym, &'t str), Type>,
    /// Functions of this file that read the environment variable named by a parameter, and which one that is.
    environment: FxHashMap<&'t str, u8>,
    variables: Bindings<'t, Variable<'t>>,
    depth: u32,
    /// The function of the call that was entered last, which is no reference.
    callee_at: Option<usize>,
    /// Start of the struct tag that is a string and says nothing by itself.
    tag_at: Option<usize>,
}

impl Go<'_> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }

    fn open(&mut self) {
        self.variables.open();
        self.depth += 1;
    }

    fn close(&mut self) {
        self.variables.close();
        self.depth = self.depth.saturating_sub(1);
    }
}

impl<'t> Extractor<'t> for Go<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Package => {
                self.package_clause(node);
                Then::Skip
            }
            Kind::Import => {
                self.import(node);
                Then::Skip
            }
            Kind::Comment => Then::Skip,
            Kind::Function | Kind::Method => self.enter_function(node),
            Kind::FunctionLiteral => {
                self.open();
                self.declare_parameters(node);
                Then::DescendAndLeave
            }
            Kind::Block | Kind::Branch | Kind::Case => {
                self.open();
                Then::DescendAndLeave
            }
            Kind::TypeSwitch => {
                self.open();
                self.hide(child(node, self.fields.alias));
                Then::DescendAndLeave
            }
            Kind::TypeSpec => self.enter_type(node),
            Kind::StructField => {
                self.struct_field(node);
                Then::Descend
            }
            Kind::TypeElement => {
                self.interface_element(node);
                Then::Descend
            }
            Kind::ConstSpec | Kind::VarSpec => self.enter_declaration(kind, node),
            Kind::ShortVar => self.enter_short_var(node),
            Kind::Assignment => self.enter_assignment(node),
            Kind::IncDec => {
                self.changed(node);
                Then::Descend
            }
            Kind::Range => {
                self.hide(child(node, self.fields.left));
                Then::Descend
            }
            Kind::Call => self.enter_call(node),
            Kind::Composite => self.enter_composite(node),
            Kind::Selector => self.enter_selector(node),
            Kind::Str | Kind::RawStr => {
                if self.tag_at != Some(node.start_byte())
                    && let Some(text) = self.string(node)
                {
                    self.out.string(&text, span(node));
                }
                Then::Skip
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _node: Node<'t>) {
        match kind {
            Kind::Function | Kind::Method => {
                self.close();
                self.out.leave_scope();
            }
            Kind::FunctionLiteral | Kind::Block | Kind::Branch | Kind::Case | Kind::TypeSwitch => {
                self.close();
            }
            Kind::TypeSpec => self.out.leave_scope(),
            Kind::Call
            | Kind::Composite
            | Kind::ConstSpec
            | Kind::VarSpec
            | Kind::ShortVar
            | Kind::Assignment => self.out.pop_use(),
            _ => {}
        }
    }
}
