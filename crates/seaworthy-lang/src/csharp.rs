//! C#.

pub(crate) mod apis;
mod declarations;
mod expressions;
pub(crate) mod names;
mod routes;
#[cfg(test)]
mod tests;
mod values;

use std::sync::OnceLock;

use seaworthy_facts::{FactKind, FactSink};
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, child, children, fields, named_children};
use crate::output::{Output, Wanted, span};
use crate::variables::{Type, Variable, join};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};
use names::Names;

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Using,
    Namespace,
    FileNamespace,
    Class,
    Interface,
    Struct,
    Enum,
    Record,
    Bases,
    PrimaryBase,
    Members,
    Method,
    Constructor,
    LocalFunction,
    Accessor,
    FieldDecl,
    Property,
    LocalDecl,
    VariableDecl,
    Declarator,
    Modifier,
    Parameters,
    Parameter,
    Block,
    For,
    ForEach,
    UsingStatement,
    Lambda,
    Catch,
    CatchDeclaration,
    PatternDecl,
    Attribute,
    Arguments,
    Argument,
    AttributeArguments,
    AttributeArgument,
    BracketedArguments,
    Invocation,
    New,
    ImplicitNew,
    Initializer,
    ArrayCreation,
    Member,
    Element,
    Conditional,
    MemberBinding,
    Assignment,
    Binary,
    PrefixUnary,
    Cast,
    As,
    Await,
    Parenthesized,
    TypeOf,
    Identifier,
    GenericName,
    QualifiedName,
    AliasQualified,
    Predefined,
    Nullable,
    ArrayType,
    ImplicitType,
    TypeArguments,
    Str,
    Verbatim,
    Raw,
    Interpolated,
    StringContent,
    InterpolationStart,
    InterpolationQuote,
    EscapeSequence,
    Constant,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("using_directive", Kind::Using),
    ("namespace_declaration", Kind::Namespace),
    ("file_scoped_namespace_declaration", Kind::FileNamespace),
    ("class_declaration", Kind::Class),
    ("interface_declaration", Kind::Interface),
    ("struct_declaration", Kind::Struct),
    ("enum_declaration", Kind::Enum),
    ("record_declaration", Kind::Record),
    ("base_list", Kind::Bases),
    ("primary_constructor_base_type", Kind::PrimaryBase),
    ("declaration_list", Kind::Members),
    ("method_declaration", Kind::Method),
    ("constructor_declaration", Kind::Constructor),
    ("local_function_statement", Kind::LocalFunction),
    ("accessor_declaration", Kind::Accessor),
    ("field_declaration", Kind::FieldDecl),
    ("property_declaration", Kind::Property),
    ("local_declaration_statement", Kind::LocalDecl),
    ("variable_declaration", Kind::VariableDecl),
    ("variable_declarator", Kind::Declarator),
    ("modifier", Kind::Modifier),
    ("parameter_list", Kind::Parameters),
    ("parameter", Kind::Parameter),
    ("block", Kind::Block),
    ("for_statement", Kind::For),
    ("foreach_statement", Kind::ForEach),
    ("using_statement", Kind::UsingStatement),
    ("lambda_expression", Kind::Lambda),
    ("catch_clause", Kind::Catch),
    ("catch_declaration", Kind::CatchDeclaration),
    ("declaration_pattern", Kind::PatternDecl),
    ("declaration_expression", Kind::PatternDecl),
    ("attribute", Kind::Attribute),
    ("argument_list", Kind::Arguments),
    ("argument", Kind::Argument),
    ("attribute_argument_list", Kind::AttributeArguments),
    ("attribute_argument", Kind::AttributeArgument),
    ("bracketed_argument_list", Kind::BracketedArguments),
    ("invocation_expression", Kind::Invocation),
    ("object_creation_expression", Kind::New),
    ("implicit_object_creation_expression", Kind::ImplicitNew),
    ("initializer_expression", Kind::Initializer),
    ("array_creation_expression", Kind::ArrayCreation),
    ("implicit_array_creation_expression", Kind::ArrayCreation),
    ("member_access_expression", Kind::Member),
    ("element_access_expression", Kind::Element),
    ("conditional_access_expression", Kind::Conditional),
    ("member_binding_expression", Kind::MemberBinding),
    ("assignment_expression", Kind::Assignment),
    ("binary_expression", Kind::Binary),
    ("prefix_unary_expression", Kind::PrefixUnary),
    ("cast_expression", Kind::Cast),
    ("as_expression", Kind::As),
    ("await_expression", Kind::Await),
    ("parenthesized_expression", Kind::Parenthesized),
    ("typeof_expression", Kind::TypeOf),
    ("identifier", Kind::Identifier),
    ("generic_name", Kind::GenericName),
    ("qualified_name", Kind::QualifiedName),
    ("alias_qualified_name", Kind::AliasQualified),
    ("predefined_type", Kind::Predefined),
    ("nullable_type", Kind::Nullable),
    ("array_type", Kind::ArrayType),
    ("implicit_type", Kind::ImplicitType),
    ("type_argument_list", Kind::TypeArguments),
    ("string_literal", Kind::Str),
    ("verbatim_string_literal", Kind::Verbatim),
    ("raw_string_literal", Kind::Raw),
    ("interpolated_string_expression", Kind::Interpolated),
    ("string_content", Kind::StringContent),
    ("interpolation_start", Kind::InterpolationStart),
    ("interpolation_quote", Kind::InterpolationQuote),
    ("escape_sequence", Kind::EscapeSequence),
    ("integer_literal", Kind::Constant),
    ("real_literal", Kind::Constant),
    ("boolean_literal", Kind::Constant),
    ("null_literal", Kind::Constant),
    ("character_literal", Kind::Constant),
    ("comment", Kind::Comment),
];

fields!(Fields {
    arguments = "arguments",
    body = "body",
    condition = "condition",
    expression = "expression",
    function = "function",
    left = "left",
    name = "name",
    operator = "operator",
    parameters = "parameters",
    returns = "returns",
    right = "right",
    subscript = "subscript",
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
    tree_sitter_c_sharp::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut csharp = CSharp {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Names::default(),
        variables: Bindings::default(),
        methods: Bindings::default(),
        types: Vec::new(),
        namespaces: vec![String::new()],
        known: 0,
    };
    csharp.declare_types(tree.root_node(), "");
    let errors = walk(tree, &mut csharp);
    (csharp.out.into_sink(), errors)
}

/// A type declaration the walk is in.
struct Enclosing {
    type_: Type,
    base: Type,
    /// Path that routes of its methods start with.
    route: String,
}

struct CSharp<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Names<'t>,
    variables: Bindings<'t, Variable<'t>>,
    /// Methods of the enclosing types: the type that declares them, and what they return.
    methods: Bindings<'t, (Type, Type)>,
    types: Vec<Enclosing>,
    namespaces: Vec<String>,
    /// A member or element access that the node above has read already.
    known: usize,
}

impl<'t> CSharp<'t> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }

    fn this(&self) -> Type {
        self.types.last().map_or(Type::UNKNOWN, |t| t.type_)
    }

    /// The qualified name of what the walk is in: a type, else a namespace.
    fn place(&self) -> &str {
        match self.types.last() {
            Some(t) => self.names.strings.get(t.type_.name),
            None => self.namespaces.last().map_or("", String::as_str),
        }
    }

    fn using(&mut self, node: Node<'t>) {
        let alias = child(node, self.fields.name).map(|n| self.out.text(n));
        let is_static = children(node).any(|c| c.kind() == "static");
        let target = named_children(node)
            .filter(|n| !matches!(self.kinds.kind(*n), Some(Kind::Comment)))
            .last();
        let Some(target) = target else { return };
        let path = self.out.text(target);
        match alias {
            Some(alias) => self.names.alias(alias, path),
            None if !is_static => self.names.using(path),
            None => {}
        }
        self.out.fact(FactKind::Import, true, path, alias.unwrap_or(""), span(node));
    }

    fn namespace(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let written = self.out.text(name);
        let qualified = join(self.namespaces.last().map_or("", String::as_str), written);
        self.out.fact(FactKind::Package, true, &qualified, "", span(name));
        self.names.inside(written);
        if self.kind(node) == Some(Kind::FileNamespace) {
            // It holds for the rest of the file, which stands beside it in the tree.
            if let Some(last) = self.namespaces.last_mut() {
                *last = qualified;
            }
        } else {
            if let Some(body) = child(node, self.fields.body) {
                self.declare_types(body, &qualified);
            }
            self.namespaces.push(qualified);
        }
    }
}

impl<'t> Extractor<'t> for CSharp<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment | Kind::TypeArguments => Then::Skip,
            Kind::Using => {
                self.using(node);
                Then::Skip
            }
            Kind::Namespace => {
                self.namespace(node);
                Then::DescendAndLeave
            }
            Kind::FileNamespace => {
                self.namespace(node);
                Then::Descend
            }
            Kind::Class | Kind::Interface | Kind::Struct | Kind::Enum | Kind::Record => {
                self.enter_type(kind, node)
            }
            Kind::Method | Kind::Constructor | Kind::LocalFunction => self.enter_function(node),
            Kind::FieldDecl => {
                self.field(node);
                Then::Descend
            }
            Kind::Property => self.enter_property(node),
            Kind::LocalDecl | Kind::UsingStatement | Kind::For => {
                // A local declaration belongs to the block around it, the others open their own.
                if kind == Kind::LocalDecl {
                    self.declare_locals(node);
                    return Then::Descend;
                }
                self.variables.open();
                self.declare_locals(node);
                Then::DescendAndLeave
            }
            Kind::Declarator => self.enter_declarator(node),
            Kind::Block | Kind::Catch | Kind::Accessor | Kind::Lambda => {
                self.variables.open();
                if kind == Kind::Lambda {
                    self.declare_lambda_parameters(node);
                }
                Then::DescendAndLeave
            }
            Kind::ForEach => {
                self.variables.open();
                self.declare_typed(node, self.fields.left);
                Then::DescendAndLeave
            }
            Kind::Parameter | Kind::CatchDeclaration | Kind::PatternDecl => {
                self.declare_typed(node, self.fields.name);
                Then::Descend
            }
            Kind::Attribute => self.enter_attribute(node),
            Kind::Invocation => self.enter_invocation(node),
            Kind::New | Kind::ImplicitNew => self.enter_new(node),
            Kind::Assignment => self.enter_assignment(node),
            Kind::Element => {
                self.element(node);
                Then::Descend
            }
            Kind::Member => {
                self.member(node);
                Then::Descend
            }
            Kind::Str | Kind::Verbatim | Kind::Raw => {
                if let Some(text) = self.string(node) {
                    self.out.string(&text, span(node));
                }
                Then::Skip
            }
            Kind::Interpolated => {
                let text = self.constant_start(node);
                self.out.string(&text, span(node));
                Then::Descend
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _node: Node<'t>) {
        match kind {
            Kind::Namespace if self.namespaces.len() > 1 => {
                self.namespaces.pop();
            }
            Kind::Class | Kind::Interface | Kind::Struct | Kind::Enum | Kind::Record => {
                self.leave_type();
            }
            Kind::Method | Kind::Constructor | Kind::LocalFunction | Kind::Property => {
                self.variables.close();
                self.out.leave_scope();
            }
            Kind::Block
            | Kind::Catch
            | Kind::Accessor
            | Kind::Lambda
            | Kind::ForEach
            | Kind::For
            | Kind::UsingStatement => self.variables.close(),
            Kind::Invocation
            | Kind::New
            | Kind::ImplicitNew
            | Kind::Assignment
            | Kind::Attribute
            | Kind::Declarator => self.out.pop_use(),
            _ => {}
        }
    }
}
