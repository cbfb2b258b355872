//! Kotlin. The grammar has few fields, so children are told by their kinds.

mod declarations;
mod expressions;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use seaworthy_facts::{FactKind, FactSink};
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, field_id, named_children};
use crate::jvm::{self, TypeNames};
use crate::output::{Output, Wanted, span};
use crate::variables::{Type, Variable};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Package,
    Import,
    QualifiedName,
    Class,
    Object,
    Companion,
    ClassBody,
    PrimaryConstructor,
    ClassParameters,
    ClassParameter,
    Delegations,
    Delegation,
    ExplicitDelegation,
    ConstructorInvocation,
    Function,
    SecondaryConstructor,
    Parameters,
    Parameter,
    Property,
    VariableDecl,
    Accessor,
    PropertyDelegate,
    TypeConstraints,
    Modifiers,
    Annotation,
    UseSiteTarget,
    Block,
    For,
    Catch,
    Lambda,
    LambdaParameters,
    AnnotatedLambda,
    Call,
    Arguments,
    Argument,
    TypeArguments,
    Navigation,
    Index,
    Assignment,
    Binary,
    Unary,
    As,
    Parenthesized,
    CallableReference,
    Collection,
    This,
    Super,
    Identifier,
    UserType,
    NullableType,
    NonNullableType,
    Str,
    StringContent,
    EscapeSequence,
    Constant,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("package_header", Kind::Package),
    ("import", Kind::Import),
    ("qualified_identifier", Kind::QualifiedName),
    ("class_declaration", Kind::Class),
    ("object_declaration", Kind::Object),
    ("companion_object", Kind::Companion),
    ("class_body", Kind::ClassBody),
    ("enum_class_body", Kind::ClassBody),
    ("primary_constructor", Kind::PrimaryConstructor),
    ("class_parameters", Kind::ClassParameters),
    ("class_parameter", Kind::ClassParameter),
    ("delegation_specifiers", Kind::Delegations),
    ("delegation_specifier", Kind::Delegation),
    ("explicit_delegation", Kind::ExplicitDelegation),
    ("constructor_invocation", Kind::ConstructorInvocation),
    ("function_declaration", Kind::Function),
    ("secondary_constructor", Kind::SecondaryConstructor),
    ("function_value_parameters", Kind::Parameters),
    ("parameter", Kind::Parameter),
    ("property_declaration", Kind::Property),
    ("variable_declaration", Kind::VariableDecl),
    ("getter", Kind::Accessor),
    ("setter", Kind::Accessor),
    ("property_delegate", Kind::PropertyDelegate),
    ("type_constraints", Kind::TypeConstraints),
    ("modifiers", Kind::Modifiers),
    ("annotation", Kind::Annotation),
    ("use_site_target", Kind::UseSiteTarget),
    ("block", Kind::Block),
    ("for_statement", Kind::For),
    ("catch_block", Kind::Catch),
    ("lambda_literal", Kind::Lambda),
    ("lambda_parameters", Kind::LambdaParameters),
    ("annotated_lambda", Kind::AnnotatedLambda),
    ("call_expression", Kind::Call),
    ("value_arguments", Kind::Arguments),
    ("value_argument", Kind::Argument),
    ("type_arguments", Kind::TypeArguments),
    ("navigation_expression", Kind::Navigation),
    ("index_expression", Kind::Index),
    ("assignment", Kind::Assignment),
    ("binary_expression", Kind::Binary),
    ("unary_expression", Kind::Unary),
    ("as_expression", Kind::As),
    ("parenthesized_expression", Kind::Parenthesized),
    ("callable_reference", Kind::CallableReference),
    ("collection_literal", Kind::Collection),
    ("this_expression", Kind::This),
    ("super_expression", Kind::Super),
    ("identifier", Kind::Identifier),
    ("user_type", Kind::UserType),
    ("nullable_type", Kind::NullableType),
    ("non_nullable_type", Kind::NonNullableType),
    ("string_literal", Kind::Str),
    ("multiline_string_literal", Kind::Str),
    ("string_content", Kind::StringContent),
    ("escape_sequence", Kind::EscapeSequence),
    ("number_literal", Kind::Constant),
    ("float_literal", Kind::Constant),
    ("character_literal", Kind::Constant),
    ("line_comment", Kind::Comment),
    ("block_comment", Kind::Comment),
];

struct Tables {
    grammar: Grammar<Kind>,
    name: u16,
    left: u16,
    right: u16,
    operator: u16,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let language = language();
        Tables {
            grammar: Grammar::new(&language, ROWS),
            name: field_id(&language, "name"),
            left: field_id(&language, "left"),
            right: field_id(&language, "right"),
            operator: field_id(&language, "operator"),
        }
    })
}

/// The grammar for the parser.
pub(crate) fn language() -> tree_sitter::Language {
    tree_sitter_kotlin_ng::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let mut kotlin = Kotlin {
        tables: tables(),
        out: Output::new(text, wanted, jvm::apis()),
        names: TypeNames::default(),
        variables: Bindings::default(),
        functions: Bindings::default(),
        types: Vec::new(),
        depth: 0,
    };
    for (simple, qualified) in KOTLIN_NAMES {
        kotlin.names.import(simple, qualified);
    }
    kotlin.declare_file(tree.root_node());
    let errors = walk(tree, &mut kotlin);
    (kotlin.out.into_sink(), errors)
}

/// Names that Kotlin gives every file. Strings stay `java.lang.String`, so that one rule fits both languages.
const KOTLIN_NAMES: &[(&str, &str)] = &[
    ("List", "kotlin.collections.List"),
    ("MutableList", "kotlin.collections.MutableList"),
    ("Map", "kotlin.collections.Map"),
    ("MutableMap", "kotlin.collections.MutableMap"),
    ("Set", "kotlin.collections.Set"),
    ("MutableSet", "kotlin.collections.MutableSet"),
    ("ArrayList", "java.util.ArrayList"),
    ("HashMap", "java.util.HashMap"),
    ("LinkedHashMap", "java.util.LinkedHashMap"),
    ("HashSet", "java.util.HashSet"),
    ("Array", "kotlin.Array"),
    ("Any", "kotlin.Any"),
    ("Int", "kotlin.Int"),
    ("Unit", "kotlin.Unit"),
    ("JvmStatic", "kotlin.jvm.JvmStatic"),
    ("JvmField", "kotlin.jvm.JvmField"),
    ("Throws", "kotlin.jvm.Throws"),
    ("Synchronized", "kotlin.jvm.Synchronized"),
    ("Volatile", "kotlin.jvm.Volatile"),
];

/// A type declaration the walk is in.
struct Enclosing {
    type_: Type,
    superclass: Type,
    /// Path that routes of its functions start with.
    route: String,
}

struct Kotlin<'t> {
    tables: &'static Tables,
    out: Output<'t>,
    names: TypeNames<'t>,
    variables: Bindings<'t, Variable<'t>>,
    /// Functions of the file and of the enclosing types: the owner's name, and what they return.
    functions: Bindings<'t, (Type, Type)>,
    types: Vec<Enclosing>,
    /// Blocks and lambdas the walk is in: a property in one of them is a local.
    depth: u32,
}

impl<'t> Kotlin<'t> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.tables.grammar.kind(node)
    }

    /// The first child of a kind.
    fn find(&self, node: Node<'t>, kind: Kind) -> Option<Node<'t>> {
        named_children(node).find(|n| self.tables.grammar.kind(*n) == Some(kind))
    }

    fn this(&self) -> Type {
        self.types.last().map_or(Type::UNKNOWN, |t| t.type_)
    }

    /// The qualified name of what the walk is in: a type, else the package.
    fn place(&self) -> &str {
        match self.types.last() {
            Some(t) => self.names.names.get(t.type_.name),
            None => self.names.package,
        }
    }

    fn import(&mut self, node: Node<'t>) {
        let Some(path_node) = self.find(node, Kind::QualifiedName) else { return };
        let path = self.out.text(path_node);
        let alias = self.find(node, Kind::Identifier).map(|n| self.out.text(n));
        let after = self.out.source().get(path_node.end_byte()..node.end_byte()).unwrap_or("");
        if after.trim_start().starts_with('.') {
            self.names.import_all(path);
            self.out.fact(FactKind::Import, true, &format!("{path}.*"), "", span(node));
            return;
        }
        let simple = alias.or_else(|| path.rsplit('.').next()).unwrap_or(path);
        self.names.import(simple, path);
        self.out.fact(FactKind::Import, true, path, alias.unwrap_or(""), span(node));
    }
}

impl<'t> Extractor<'t> for Kotlin<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        &self.tables.grammar
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment | Kind::TypeArguments | Kind::UserType => Then::Skip,
            Kind::Package => {
                if let Some(name) = self.find(node, Kind::QualifiedName) {
                    self.out.fact(FactKind::Package, true, self.out.text(name), "", span(name));
                }
                Then::Skip
            }
            Kind::Import => {
                self.import(node);
                Then::Skip
            }
            Kind::Class | Kind::Object | Kind::Companion => self.enter_type(kind, node),
            Kind::Function | Kind::SecondaryConstructor => self.enter_function(kind, node),
            Kind::Property => self.enter_property(node),
            Kind::ClassParameter => {
                self.class_parameter(node);
                Then::Descend
            }
            Kind::Parameter => {
                self.declare_parameter(node);
                Then::Descend
            }
            Kind::Block | Kind::Lambda | Kind::For | Kind::Catch | Kind::Accessor => {
                self.variables.open();
                self.depth += 1;
                self.declare_in_block(kind, node);
                Then::DescendAndLeave
            }
            Kind::Annotation => self.enter_annotation(node),
            Kind::ConstructorInvocation => self.enter_super_call(node),
            Kind::Call => self.enter_call(node),
            Kind::Assignment => self.enter_assignment(node),
            Kind::Navigation => {
                self.navigation(node);
                Then::Descend
            }
            Kind::CallableReference => {
                self.callable_reference(node);
                Then::Descend
            }
            Kind::Str => {
                let (text, _) = self.constant_start(node);
                self.out.string(&text, span(node));
                // Interpolated expressions are below.
                Then::Descend
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _node: Node<'t>) {
        match kind {
            Kind::Class | Kind::Object | Kind::Companion => self.leave_type(),
            Kind::Function | Kind::SecondaryConstructor => {
                self.variables.close();
                self.depth = self.depth.saturating_sub(1);
                self.out.leave_scope();
            }
            Kind::Block | Kind::Lambda | Kind::For | Kind::Catch | Kind::Accessor => {
                self.variables.close();
                self.depth = self.depth.saturating_sub(1);
            }
            Kind::Annotation
            | Kind::ConstructorInvocation
            | Kind::Call
            | Kind::Assignment
            | Kind::Property => {
                self.out.pop_use();
            }
            _ => {}
        }
    }
}
