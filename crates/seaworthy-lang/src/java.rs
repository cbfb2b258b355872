//! Java.

mod declarations;
mod expressions;
mod routes;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use seaworthy_facts::{FactKind, FactSink};
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, children, fields, named_children};
use crate::jvm::{self, TypeNames};
use crate::output::{Output, Wanted, span};
use crate::variables::{Type, Variable};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Package,
    Import,
    Asterisk,
    Class,
    Interface,
    Enum,
    Record,
    AnnotationType,
    TypeBody,
    EnumBodyDeclarations,
    EnumConstant,
    Method,
    Constructor,
    FieldDecl,
    Local,
    Declarator,
    Block,
    Lambda,
    For,
    ForEach,
    Parameter,
    SpreadParameter,
    CatchParameter,
    CatchType,
    Resource,
    InstanceOf,
    Modifiers,
    MarkerAnnotation,
    Annotation,
    AnnotationArguments,
    Pair,
    Call,
    New,
    NewArray,
    ArrayItems,
    Arguments,
    MethodReference,
    FieldAccess,
    ArrayAccess,
    Assignment,
    Binary,
    Unary,
    Cast,
    Parenthesized,
    Identifier,
    This,
    Super,
    ClassLiteral,
    Str,
    Constant,
    Primitive,
    TypeName,
    ScopedTypeName,
    GenericType,
    ArrayType,
    AnnotatedType,
    ScopedName,
    TypeList,
    Superclass,
    Implements,
    ExtendsInterfaces,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("package_declaration", Kind::Package),
    ("import_declaration", Kind::Import),
    ("asterisk", Kind::Asterisk),
    ("class_declaration", Kind::Class),
    ("interface_declaration", Kind::Interface),
    ("enum_declaration", Kind::Enum),
    ("record_declaration", Kind::Record),
    ("annotation_type_declaration", Kind::AnnotationType),
    ("class_body", Kind::TypeBody),
    ("interface_body", Kind::TypeBody),
    ("enum_body", Kind::TypeBody),
    ("annotation_type_body", Kind::TypeBody),
    ("enum_body_declarations", Kind::EnumBodyDeclarations),
    ("enum_constant", Kind::EnumConstant),
    ("method_declaration", Kind::Method),
    ("constructor_declaration", Kind::Constructor),
    ("compact_constructor_declaration", Kind::Constructor),
    ("field_declaration", Kind::FieldDecl),
    ("constant_declaration", Kind::FieldDecl),
    ("local_variable_declaration", Kind::Local),
    ("variable_declarator", Kind::Declarator),
    ("block", Kind::Block),
    ("lambda_expression", Kind::Lambda),
    ("for_statement", Kind::For),
    ("enhanced_for_statement", Kind::ForEach),
    ("formal_parameter", Kind::Parameter),
    ("spread_parameter", Kind::SpreadParameter),
    ("catch_formal_parameter", Kind::CatchParameter),
    ("catch_type", Kind::CatchType),
    ("resource", Kind::Resource),
    ("instanceof_expression", Kind::InstanceOf),
    ("modifiers", Kind::Modifiers),
    ("marker_annotation", Kind::MarkerAnnotation),
    ("annotation", Kind::Annotation),
    ("annotation_argument_list", Kind::AnnotationArguments),
    ("element_value_pair", Kind::Pair),
    ("method_invocation", Kind::Call),
    ("object_creation_expression", Kind::New),
    ("array_creation_expression", Kind::NewArray),
    ("array_initializer", Kind::ArrayItems),
    ("element_value_array_initializer", Kind::ArrayItems),
    ("argument_list", Kind::Arguments),
    ("method_reference", Kind::MethodReference),
    ("field_access", Kind::FieldAccess),
    ("array_access", Kind::ArrayAccess),
    ("assignment_expression", Kind::Assignment),
    ("binary_expression", Kind::Binary),
    ("unary_expression", Kind::Unary),
    ("cast_expression", Kind::Cast),
    ("parenthesized_expression", Kind::Parenthesized),
    ("identifier", Kind::Identifier),
    ("this", Kind::This),
    ("super", Kind::Super),
    ("class_literal", Kind::ClassLiteral),
    ("string_literal", Kind::Str),
    ("decimal_integer_literal", Kind::Constant),
    ("hex_integer_literal", Kind::Constant),
    ("octal_integer_literal", Kind::Constant),
    ("binary_integer_literal", Kind::Constant),
    ("decimal_floating_point_literal", Kind::Constant),
    ("hex_floating_point_literal", Kind::Constant),
    ("character_literal", Kind::Constant),
    ("true", Kind::Constant),
    ("false", Kind::Constant),
    ("null_literal", Kind::Constant),
    ("integral_type", Kind::Primitive),
    ("floating_point_type", Kind::Primitive),
    ("boolean_type", Kind::Primitive),
    ("void_type", Kind::Primitive),
    ("type_identifier", Kind::TypeName),
    ("scoped_type_identifier", Kind::ScopedTypeName),
    ("generic_type", Kind::GenericType),
    ("array_type", Kind::ArrayType),
    ("annotated_type", Kind::AnnotatedType),
    ("scoped_identifier", Kind::ScopedName),
    ("type_list", Kind::TypeList),
    ("superclass", Kind::Superclass),
    ("super_interfaces", Kind::Implements),
    ("extends_interfaces", Kind::ExtendsInterfaces),
    ("line_comment", Kind::Comment),
    ("block_comment", Kind::Comment),
];

fields!(Fields {
    arguments = "arguments",
    array = "array",
    body = "body",
    element = "element",
    field = "field",
    key = "key",
    left = "left",
    name = "name",
    object = "object",
    operator = "operator",
    parameters = "parameters",
    right = "right",
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
    tree_sitter_java::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut java = Java {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, jvm::apis()),
        names: TypeNames::default(),
        variables: Bindings::default(),
        methods: Bindings::default(),
        types: Vec::new(),
        callee: String::new(),
    };
    java.declare_types(tree.root_node(), "");
    let errors = walk(tree, &mut java);
    (java.out.into_sink(), errors)
}

/// A type declaration the walk is in.
struct Enclosing {
    type_: Type,
    superclass: Type,
    body: usize,
    /// Path that routes of its methods start with.
    route: String,
}

struct Java<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: TypeNames<'t>,
    variables: Bindings<'t, Variable<'t>>,
    /// Methods of the enclosing types: the type that declares them, and what they return.
    methods: Bindings<'t, (Type, Type)>,
    types: Vec<Enclosing>,
    /// Room for the name of the callee at hand, so that a call allocates nothing.
    callee: String,
}

impl<'t> Java<'t> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }

    /// The innermost named type; anonymous classes are looked through.
    fn this(&self) -> Type {
        self.types.iter().rev().map(|t| t.type_).find(|t| t.is_known()).unwrap_or_default()
    }

    /// Passes over the inside of a node whose text holds nothing that a fact could come from. Broken places are looked
    /// into, because the walk counts them.
    fn unless_plain(&self, node: Node<'t>, is_plain: impl FnOnce(&str) -> bool) -> Then {
        if is_plain(self.out.text(node)) && !node.has_error() { Then::Skip } else { Then::Descend }
    }

    fn package(&mut self, node: Node<'t>) {
        let name = named_children(node)
            .find(|n| matches!(self.kind(*n), Some(Kind::Identifier | Kind::ScopedName)));
        if let Some(name) = name {
            let package = self.out.text(name);
            self.names.package = package;
            self.out.fact(FactKind::Package, true, package, "", span(name));
        }
    }

    fn import(&mut self, node: Node<'t>) {
        let mut name = None;
        let (mut is_static, mut all) = (false, false);
        for child in children(node) {
            match self.kind(child) {
                Some(Kind::Identifier | Kind::ScopedName) => name = Some(child),
                Some(Kind::Asterisk) => all = true,
                _ => is_static |= child.kind() == "static",
            }
        }
        let Some(name) = name else { return };
        let path = self.out.text(name);
        match path.rsplit_once('.') {
            _ if all && !is_static => self.names.import_all(path),
            Some((_, member)) if is_static && !all => self.names.import_static(member, path),
            Some((_, simple)) if !all => self.names.import(simple, path),
            _ => {}
        }
        if all {
            self.out.fact(FactKind::Import, true, &format!("{path}.*"), "", span(node));
        } else {
            self.out.fact(FactKind::Import, true, path, "", span(node));
        }
    }
}

/// Whether a type has neither annotations nor qualified names in it.
fn is_plain_type(text: &str) -> bool {
    !text.bytes().any(|b| matches!(b, b'@' | b'.'))
}

/// Whether arguments are simple names, if any. A blank stands after a comma only: `x instanceof A a` declares a name.
fn are_plain_arguments(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let mut before = b',';
    inner.is_some_and(|inner| {
        inner.bytes().all(|b| {
            let last = std::mem::replace(&mut before, b);
            b.is_ascii_alphanumeric() || matches!(b, b'_' | b',') || b == b' ' && last == b','
        })
    })
}

impl<'t> Extractor<'t> for Java<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment
            | Kind::Identifier
            | Kind::TypeName
            | Kind::Primitive
            | Kind::This
            | Kind::Super
            | Kind::Constant => Then::Skip,
            Kind::Package => {
                self.package(node);
                // Imports and types below need it; annotations of a package-info stand before it.
                Then::Descend
            }
            Kind::Import => {
                self.import(node);
                Then::Skip
            }
            Kind::Class | Kind::Interface | Kind::Enum | Kind::Record | Kind::AnnotationType => {
                self.enter_type(kind, node)
            }
            Kind::TypeBody => self.enter_body(node),
            Kind::Method | Kind::Constructor => self.enter_function(node),
            Kind::FieldDecl => {
                self.field(node);
                Then::Descend
            }
            Kind::Local => {
                self.local(node);
                Then::Descend
            }
            Kind::Declarator => self.enter_declarator(node),
            Kind::Block | Kind::For => {
                self.variables.open();
                Then::DescendAndLeave
            }
            Kind::ForEach => {
                self.variables.open();
                self.declare_typed(node);
                Then::DescendAndLeave
            }
            Kind::Lambda => {
                self.variables.open();
                self.declare_lambda_parameters(node);
                Then::DescendAndLeave
            }
            Kind::Parameter => {
                self.declare_typed(node);
                self.unless_plain(node, is_plain_type)
            }
            Kind::Resource => {
                self.declare_typed(node);
                Then::Descend
            }
            Kind::SpreadParameter => {
                self.declare_spread(node);
                Then::Descend
            }
            Kind::CatchParameter => {
                self.declare_caught(node);
                Then::Descend
            }
            Kind::InstanceOf => {
                self.declare_pattern(node);
                Then::Descend
            }
            Kind::MarkerAnnotation | Kind::Annotation => self.enter_annotation(node),
            Kind::Call => self.enter_call(node),
            Kind::New => self.enter_new(node),
            Kind::Assignment => self.enter_assignment(node),
            Kind::FieldAccess => self.enter_field_access(node),
            Kind::MethodReference => {
                self.method_reference(node);
                Then::Descend
            }
            Kind::ScopedTypeName => {
                self.scoped_type(node);
                Then::Skip
            }
            Kind::Str => {
                if let Some(text) = self.string(node) {
                    self.out.string(&text, span(node));
                }
                // A template's expressions are below; fragments are no rows.
                self.unless_plain(node, |text| !text.contains("\\{"))
            }
            Kind::GenericType | Kind::ArrayType | Kind::Superclass | Kind::Implements => {
                self.unless_plain(node, is_plain_type)
            }
            Kind::Arguments => self.unless_plain(node, are_plain_arguments),
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _node: Node<'t>) {
        match kind {
            Kind::Class | Kind::Interface | Kind::Enum | Kind::Record | Kind::AnnotationType => {
                self.leave_type();
            }
            Kind::TypeBody => self.leave_body(),
            Kind::Method | Kind::Constructor => {
                self.variables.close();
                self.out.leave_scope();
            }
            Kind::Block | Kind::For | Kind::ForEach | Kind::Lambda => self.variables.close(),
            Kind::Call | Kind::New | Kind::Assignment | Kind::Annotation | Kind::Declarator => {
                self.out.pop_use();
            }
            _ => {}
        }
    }
}
