//! Scala. Names of the Java platform are the same as in Java, so that one rule fits both.

mod apis;
mod declarations;
mod expressions;
#[cfg(test)]
mod tests;
mod values;

use std::sync::OnceLock;

use seaworthy_facts::FactSink;
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, fields, named_children};
use crate::jvm::TypeNames;
use crate::output::{Output, Wanted, span};
use crate::variables::{Type, Variable};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Package,
    Import,
    Class,
    Object,
    Trait,
    ClassParameter,
    Function,
    Parameters,
    Parameter,
    Val,
    Annotation,
    Modifiers,
    Block,
    Scope,
    Binding,
    Lambda,
    CaseClause,
    TypedPattern,
    Call,
    Arguments,
    Field,
    Generic,
    Instance,
    Infix,
    Postfix,
    Assignment,
    Ascription,
    Parenthesized,
    Identifier,
    TypeName,
    StableType,
    GenericType,
    Wrapped,
    TypeArguments,
    Str,
    Interpolated,
    InterpolatedText,
    Interpolation,
    Constant,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("package_clause", Kind::Package),
    ("import_declaration", Kind::Import),
    ("class_definition", Kind::Class),
    ("enum_definition", Kind::Class),
    ("object_definition", Kind::Object),
    ("package_object", Kind::Object),
    ("trait_definition", Kind::Trait),
    ("class_parameter", Kind::ClassParameter),
    ("function_definition", Kind::Function),
    ("function_declaration", Kind::Function),
    ("parameters", Kind::Parameters),
    ("parameter", Kind::Parameter),
    ("val_definition", Kind::Val),
    ("var_definition", Kind::Val),
    ("annotation", Kind::Annotation),
    ("modifiers", Kind::Modifiers),
    ("block", Kind::Block),
    ("indented_block", Kind::Block),
    ("for_expression", Kind::Scope),
    ("binding", Kind::Binding),
    ("lambda_expression", Kind::Lambda),
    ("case_clause", Kind::CaseClause),
    ("typed_pattern", Kind::TypedPattern),
    ("call_expression", Kind::Call),
    ("arguments", Kind::Arguments),
    ("field_expression", Kind::Field),
    ("generic_function", Kind::Generic),
    ("instance_expression", Kind::Instance),
    ("infix_expression", Kind::Infix),
    ("postfix_expression", Kind::Postfix),
    ("assignment_expression", Kind::Assignment),
    ("ascription_expression", Kind::Ascription),
    ("parenthesized_expression", Kind::Parenthesized),
    ("identifier", Kind::Identifier),
    ("type_identifier", Kind::TypeName),
    ("stable_type_identifier", Kind::StableType),
    ("generic_type", Kind::GenericType),
    ("annotated_type", Kind::Wrapped),
    ("applied_constructor_type", Kind::Wrapped),
    ("compound_type", Kind::Wrapped),
    ("lazy_parameter_type", Kind::Wrapped),
    ("type_arguments", Kind::TypeArguments),
    ("string", Kind::Str),
    ("interpolated_string_expression", Kind::Interpolated),
    ("interpolated_string", Kind::InterpolatedText),
    ("interpolation", Kind::Interpolation),
    ("integer_literal", Kind::Constant),
    ("floating_point_literal", Kind::Constant),
    ("boolean_literal", Kind::Constant),
    ("null_literal", Kind::Constant),
    ("character_literal", Kind::Constant),
    ("comment", Kind::Comment),
    ("block_comment", Kind::Comment),
];

fields!(Fields {
    arguments = "arguments",
    base = "base",
    body = "body",
    class_parameters = "class_parameters",
    extend = "extend",
    field = "field",
    function = "function",
    left = "left",
    name = "name",
    operator = "operator",
    pattern = "pattern",
    return_type = "return_type",
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
    tree_sitter_scala::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut scala = Scala {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: TypeNames::default(),
        variables: Bindings::default(),
        functions: Bindings::default(),
        types: Vec::new(),
        depth: 0,
        callee_at: None,
    };
    for (simple, qualified) in SCALA_NAMES {
        scala.names.import(simple, qualified);
    }
    scala.declare_file(tree.root_node());
    let errors = walk(tree, &mut scala);
    (scala.out.into_sink(), errors)
}

/// Names that Scala gives every file.
const SCALA_NAMES: &[(&str, &str)] = &[
    ("Any", "scala.Any"),
    ("AnyRef", "java.lang.Object"),
    ("App", "scala.App"),
    ("Array", "scala.Array"),
    ("Boolean", "scala.Boolean"),
    ("Int", "scala.Int"),
    ("List", "scala.collection.immutable.List"),
    ("Long", "scala.Long"),
    ("Map", "scala.collection.immutable.Map"),
    ("None", "scala.None"),
    ("Option", "scala.Option"),
    ("Seq", "scala.collection.immutable.Seq"),
    ("Set", "scala.collection.immutable.Set"),
    ("Some", "scala.Some"),
    ("Unit", "scala.Unit"),
    ("Vector", "scala.collection.immutable.Vector"),
    ("sys", "scala.sys"),
];

/// A type declaration the walk is in.
struct Enclosing {
    type_: Type,
    superclass: Type,
}

struct Scala<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: TypeNames<'t>,
    variables: Bindings<'t, Variable<'t>>,
    /// Functions of the file and of the enclosing types: the owner's name, and what they return.
    functions: Bindings<'t, (Type, Type)>,
    types: Vec<Enclosing>,
    /// Blocks and functions the walk is in: a value in one of them is a local.
    depth: u32,
    /// The function of the call that was entered last.
    callee_at: Option<usize>,
}

impl<'t> Scala<'t> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }

    /// The first child of a kind.
    fn find(&self, node: Node<'t>, kind: Kind) -> Option<Node<'t>> {
        named_children(node).find(|n| self.kinds.kind(*n) == Some(kind))
    }

    /// The qualified name of what the walk is in: a type, else the package.
    fn place(&self) -> &str {
        match self.types.last() {
            Some(t) => self.names.names.get(t.type_.name),
            None => self.names.package,
        }
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

impl<'t> Extractor<'t> for Scala<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment | Kind::TypeArguments | Kind::GenericType | Kind::Modifiers => Then::Skip,
            Kind::Package => {
                self.package_clause(node);
                Then::Descend
            }
            Kind::Import => {
                self.import(node);
                Then::Skip
            }
            Kind::Class | Kind::Object | Kind::Trait => self.enter_type(kind, node),
            Kind::ClassParameter => {
                self.class_parameter(node);
                Then::Descend
            }
            Kind::Function => self.enter_function(node),
            Kind::Val => self.enter_val(node),
            Kind::Annotation => self.enter_annotation(node),
            Kind::Block | Kind::Scope | Kind::Lambda | Kind::CaseClause => {
                self.open();
                Then::DescendAndLeave
            }
            Kind::Parameter | Kind::Binding | Kind::TypedPattern => {
                self.declare_name(node);
                Then::Descend
            }
            Kind::Call => self.enter_call(node),
            Kind::Instance => self.enter_instance(node),
            Kind::Infix => self.enter_infix(node),
            Kind::Postfix => {
                self.postfix(node);
                Then::Descend
            }
            Kind::Field => {
                self.member_without_arguments(node);
                Then::Descend
            }
            Kind::Assignment => self.enter_assignment(node),
            Kind::Str => {
                let text = self.string(node);
                self.out.string(&text, span(node));
                Then::Skip
            }
            Kind::Interpolated => {
                let text = self.interpolated_start(node).0;
                self.out.string(&text, span(node));
                Then::Descend
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _node: Node<'t>) {
        match kind {
            Kind::Class | Kind::Object | Kind::Trait => self.leave_type(),
            Kind::Function => {
                self.close();
                self.out.leave_scope();
            }
            Kind::Block | Kind::Scope | Kind::Lambda | Kind::CaseClause => self.close(),
            Kind::Annotation
            | Kind::Call
            | Kind::Instance
            | Kind::Infix
            | Kind::Assignment
            | Kind::Val => self.out.pop_use(),
            _ => {}
        }
    }
}
