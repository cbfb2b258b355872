//! Rust. Paths are written with `.` as in every language: `std::fs::write` is `std.fs.write`.

mod apis;
mod attributes;
mod calls;
mod declarations;
mod macros;
mod names;
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
use crate::grammar::{Grammar, fields};
use crate::output::{Output, Wanted, span};
use crate::variables::{Constant, Type};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Use,
    UseList,
    UseAs,
    UseWildcard,
    ScopedUseList,
    ExternCrate,
    Module,
    Function,
    Signature,
    Impl,
    Trait,
    TypeItem,
    Struct,
    StructField,
    EnumVariant,
    Const,
    Static,
    ForeignModule,
    MacroDefinition,
    Attribute,
    InnerAttribute,
    Visibility,
    Parameter,
    Closure,
    Block,
    Scope,
    MatchArm,
    TuplePattern,
    Let,
    Assignment,
    CompoundAssignment,
    Call,
    Generic,
    FieldAccess,
    Path,
    TypePath,
    Identifier,
    SelfValue,
    TypeName,
    Reference,
    Inner,
    Unary,
    Cast,
    Index,
    Tuple,
    Array,
    StructLiteral,
    FieldInitializer,
    MacroCall,
    TokenTree,
    Str,
    RawStr,
    StringContent,
    EscapeSequence,
    Constant,
    ReferenceType,
    GenericType,
    DynamicType,
    TypeArguments,
    Statement,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("use_declaration", Kind::Use),
    ("use_list", Kind::UseList),
    ("use_as_clause", Kind::UseAs),
    ("use_wildcard", Kind::UseWildcard),
    ("scoped_use_list", Kind::ScopedUseList),
    ("extern_crate_declaration", Kind::ExternCrate),
    ("mod_item", Kind::Module),
    ("function_item", Kind::Function),
    ("function_signature_item", Kind::Signature),
    ("impl_item", Kind::Impl),
    ("trait_item", Kind::Trait),
    ("type_item", Kind::TypeItem),
    ("struct_item", Kind::Struct),
    ("enum_item", Kind::Struct),
    ("union_item", Kind::Struct),
    ("field_declaration", Kind::StructField),
    ("enum_variant", Kind::EnumVariant),
    ("const_item", Kind::Const),
    ("static_item", Kind::Static),
    ("foreign_mod_item", Kind::ForeignModule),
    ("macro_definition", Kind::MacroDefinition),
    ("attribute_item", Kind::Attribute),
    ("inner_attribute_item", Kind::InnerAttribute),
    ("visibility_modifier", Kind::Visibility),
    ("parameter", Kind::Parameter),
    ("closure_expression", Kind::Closure),
    ("block", Kind::Block),
    ("for_expression", Kind::Scope),
    ("if_expression", Kind::Scope),
    ("while_expression", Kind::Scope),
    ("match_arm", Kind::MatchArm),
    ("tuple_pattern", Kind::TuplePattern),
    ("let_declaration", Kind::Let),
    ("assignment_expression", Kind::Assignment),
    ("compound_assignment_expr", Kind::CompoundAssignment),
    ("call_expression", Kind::Call),
    ("generic_function", Kind::Generic),
    ("field_expression", Kind::FieldAccess),
    ("scoped_identifier", Kind::Path),
    ("scoped_type_identifier", Kind::TypePath),
    ("identifier", Kind::Identifier),
    ("self", Kind::SelfValue),
    ("type_identifier", Kind::TypeName),
    ("reference_expression", Kind::Reference),
    ("parenthesized_expression", Kind::Inner),
    ("try_expression", Kind::Inner),
    ("await_expression", Kind::Inner),
    ("unary_expression", Kind::Unary),
    ("type_cast_expression", Kind::Cast),
    ("index_expression", Kind::Index),
    ("tuple_expression", Kind::Tuple),
    ("array_expression", Kind::Array),
    ("struct_expression", Kind::StructLiteral),
    ("field_initializer", Kind::FieldInitializer),
    ("macro_invocation", Kind::MacroCall),
    ("token_tree", Kind::TokenTree),
    ("string_literal", Kind::Str),
    ("raw_string_literal", Kind::RawStr),
    ("string_content", Kind::StringContent),
    ("escape_sequence", Kind::EscapeSequence),
    ("integer_literal", Kind::Constant),
    ("float_literal", Kind::Constant),
    ("boolean_literal", Kind::Constant),
    ("char_literal", Kind::Constant),
    ("negative_literal", Kind::Constant),
    ("reference_type", Kind::ReferenceType),
    ("pointer_type", Kind::ReferenceType),
    ("generic_type", Kind::GenericType),
    ("generic_type_with_turbofish", Kind::GenericType),
    ("dynamic_type", Kind::DynamicType),
    ("abstract_type", Kind::DynamicType),
    ("type_arguments", Kind::TypeArguments),
    ("expression_statement", Kind::Statement),
    ("line_comment", Kind::Comment),
    ("block_comment", Kind::Comment),
];

fields!(Fields {
    alias = "alias",
    argument = "argument",
    arguments = "arguments",
    body = "body",
    field = "field",
    function = "function",
    left = "left",
    list = "list",
    macro_ = "macro",
    name = "name",
    parameters = "parameters",
    path = "path",
    pattern = "pattern",
    return_type = "return_type",
    right = "right",
    trait_ = "trait",
    type_ = "type",
    type_arguments = "type_arguments",
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
    tree_sitter_rust::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut rust = Rust {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Interner::new(),
        imports: FxHashMap::default(),
        globs: Vec::new(),
        declared: FxHashMap::default(),
        members: FxHashMap::default(),
        environment: FxHashMap::default(),
        variables: Bindings::default(),
        places: Vec::new(),
        owners: Vec::new(),
        depth: 0,
        test_after: None,
        argument: None,
        default: None,
        whole_file_is_test: false,
        callee_at: None,
    };
    rust.declare_items(tree.root_node());
    let errors = walk(tree, &mut rust);
    (rust.out.into_sink(), errors)
}

/// A variable, constant or parameter.
#[derive(Clone, Copy, Debug, Default)]
struct Variable<'t> {
    type_: Type,
    /// Its value, where that is a constant and still holds.
    constant: Option<Constant<'t>>,
    /// The constant it has where the environment gives none: `8080` in
    /// `env::var("PORT").unwrap_or("8080".into())`.
    fallback: Option<Constant<'t>>,
    /// What it is with every unknown part left out, for addresses.
    unset: Option<Constant<'t>>,
    /// Declared in a function.
    is_local: bool,
}

struct Rust<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    /// Full paths by the name the file uses for them.
    imports: FxHashMap<&'t str, Sym>,
    /// Paths that are imported with `*`.
    globs: Vec<Sym>,
    /// Names of the items of this file, and whether a path may start with each: with a module or type, not a function.
    declared: FxHashMap<&'t str, bool>,
    /// Types of fields and results of methods by type and name; of functions, by the empty type.
    members: FxHashMap<(Sym, &'t str), Type>,
    /// Functions of this file that read the environment variable named by a parameter, and which one that is.
    environment: FxHashMap<&'t str, u8>,
    variables: Bindings<'t, Variable<'t>>,
    /// Qualified names of the modules and types that the walk is in.
    places: Vec<Sym>,
    /// Types whose methods the walk is in.
    owners: Vec<Type>,
    depth: u32,
    /// End of an attribute that makes a test of what follows.
    test_after: Option<usize>,
    /// What an attribute of `clap` says of the field that follows.
    argument: Option<attributes::Argument>,
    /// The call that reads a variable of the environment, and what stands for it where it is not set.
    default: Option<(usize, String)>,
    /// `#![cfg(test)]`.
    whole_file_is_test: bool,
    /// The function of the call that was entered last, which is no reference.
    callee_at: Option<usize>,
}

impl Rust<'_> {
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

    /// Whether a node is what a test attribute stands before.
    fn is_test(&mut self, kind: Kind, node: Node<'_>) -> bool {
        let Some(end) = self.test_after else { return self.whole_file_is_test };
        let between = self.out.source().get(end..node.start_byte()).unwrap_or("");
        if !between.trim().is_empty() {
            self.test_after = None;
            return self.whole_file_is_test;
        }
        if matches!(kind, Kind::Attribute | Kind::Comment) {
            self.test_after = Some(node.end_byte());
        } else {
            self.test_after = None;
        }
        true
    }
}

impl<'t> Extractor<'t> for Rust<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        if self.is_test(kind, node) {
            return Then::Skip;
        }
        match kind {
            Kind::Comment
            | Kind::MacroDefinition
            | Kind::TypeArguments
            | Kind::GenericType
            | Kind::ReferenceType
            | Kind::Visibility => Then::Skip,
            Kind::Use => {
                self.use_facts(node);
                Then::Skip
            }
            Kind::ExternCrate => {
                self.extern_crate(node);
                Then::Skip
            }
            Kind::Attribute => {
                self.attribute(node);
                Then::Skip
            }
            Kind::InnerAttribute => {
                self.whole_file_is_test |= attributes::is_test(self.out.text(node));
                Then::Skip
            }
            Kind::Module => self.enter_module(node),
            Kind::Impl => self.enter_impl(node),
            Kind::Struct | Kind::Trait | Kind::TypeItem => self.enter_type(kind, node),
            Kind::Function | Kind::Signature => self.enter_function(node),
            Kind::StructField => {
                self.struct_field(node);
                Then::Skip
            }
            Kind::Const | Kind::Static => self.enter_constant(kind, node),
            Kind::Closure => {
                self.open();
                self.declare_closure(node);
                Then::DescendAndLeave
            }
            Kind::Block | Kind::Scope | Kind::MatchArm => {
                self.open();
                Then::DescendAndLeave
            }
            Kind::TuplePattern => {
                self.method_and_path(node);
                Then::Descend
            }
            Kind::Let => self.enter_let(node),
            Kind::Assignment | Kind::CompoundAssignment => self.enter_assignment(kind, node),
            Kind::Call => self.enter_call(node),
            Kind::StructLiteral => self.enter_struct_literal(node),
            Kind::Path => {
                self.reference(node);
                Then::Skip
            }
            Kind::MacroCall => self.enter_macro(node),
            Kind::TokenTree => {
                self.token_calls(node);
                Then::Descend
            }
            Kind::Str | Kind::RawStr => {
                let text = self.string(node);
                self.out.string(&text, span(node));
                Then::Skip
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _node: Node<'t>) {
        match kind {
            Kind::Function | Kind::Signature => {
                self.close();
                self.out.leave_scope();
            }
            Kind::Closure | Kind::Block | Kind::Scope | Kind::MatchArm => self.close(),
            Kind::Module => {
                self.places.pop();
            }
            Kind::Impl => self.leave_impl(),
            Kind::Struct | Kind::Trait | Kind::TypeItem => {
                self.places.pop();
                self.out.leave_scope();
            }
            Kind::Call
            | Kind::StructLiteral
            | Kind::MacroCall
            | Kind::Let
            | Kind::Const
            | Kind::Static
            | Kind::Assignment
            | Kind::CompoundAssignment => self.out.pop_use(),
            _ => {}
        }
    }
}
