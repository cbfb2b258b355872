//! The node kinds and fields of the grammar that extraction knows.

use std::sync::OnceLock;

use tree_sitter::{Language, Node, TreeCursor};

/// What a node is to the extraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Passed through.
    #[default]
    Other,
    /// Nothing in it matters.
    Ignored,
    Package,
    Import,
    Requires,
    ModuleUse,
    Class,
    Interface,
    Enum,
    Record,
    AnnotationType,
    Header,
    ClassBody,
    EnumBodyDeclarations,
    EnumConstant,
    Method,
    Constructor,
    CompactConstructor,
    StaticInitializer,
    Fields,
    Locals,
    Declarator,
    Block,
    Lambda,
    InferredParameters,
    For,
    ForEach,
    Switch,
    Try,
    Catch,
    CatchParameter,
    Resource,
    Parameters,
    Parameter,
    SpreadParameter,
    InstanceOf,
    TypePattern,
    RecordPattern,
    Modifiers,
    MarkerAnnotation,
    Annotation,
    Call,
    ConstructorCall,
    New,
    NewArray,
    MethodReference,
    FieldAccess,
    ArrayAccess,
    Assignment,
    Binary,
    Unary,
    Update,
    Ternary,
    Cast,
    Parenthesized,
    Identifier,
    This,
    Super,
    ClassLiteral,
    Str,
    Char,
    Int,
    Float,
    Boolean,
    Null,
    Primitive,
    TypeName,
    ScopedTypeName,
    GenericType,
    ArrayType,
    AnnotatedType,
    Wildcard,
    TypeArguments,
}

impl Kind {
    /// Whether it is a type as written.
    pub(super) fn is_type(self) -> bool {
        matches!(
            self,
            Self::Primitive
                | Self::TypeName
                | Self::ScopedTypeName
                | Self::GenericType
                | Self::ArrayType
                | Self::AnnotatedType
                | Self::Wildcard
        )
    }
}

const ROWS: &[(&str, Kind)] = &[
    ("package_declaration", Kind::Package),
    ("import_declaration", Kind::Import),
    ("requires_module_directive", Kind::Requires),
    ("uses_module_directive", Kind::ModuleUse),
    ("provides_module_directive", Kind::ModuleUse),
    ("exports_module_directive", Kind::Ignored),
    ("opens_module_directive", Kind::Ignored),
    ("class_declaration", Kind::Class),
    ("interface_declaration", Kind::Interface),
    ("enum_declaration", Kind::Enum),
    ("record_declaration", Kind::Record),
    ("annotation_type_declaration", Kind::AnnotationType),
    ("type_parameters", Kind::Header),
    ("superclass", Kind::Header),
    ("super_interfaces", Kind::Header),
    ("extends_interfaces", Kind::Header),
    ("permits", Kind::Header),
    ("throws", Kind::Header),
    ("class_body", Kind::ClassBody),
    ("enum_body_declarations", Kind::EnumBodyDeclarations),
    ("enum_constant", Kind::EnumConstant),
    ("method_declaration", Kind::Method),
    ("annotation_type_element_declaration", Kind::Method),
    ("constructor_declaration", Kind::Constructor),
    ("compact_constructor_declaration", Kind::CompactConstructor),
    ("static_initializer", Kind::StaticInitializer),
    ("field_declaration", Kind::Fields),
    ("constant_declaration", Kind::Fields),
    ("local_variable_declaration", Kind::Locals),
    ("variable_declarator", Kind::Declarator),
    ("block", Kind::Block),
    ("lambda_expression", Kind::Lambda),
    ("inferred_parameters", Kind::InferredParameters),
    ("for_statement", Kind::For),
    ("enhanced_for_statement", Kind::ForEach),
    ("switch_block", Kind::Switch),
    ("switch_rule", Kind::Switch),
    ("try_with_resources_statement", Kind::Try),
    ("catch_clause", Kind::Catch),
    ("catch_formal_parameter", Kind::CatchParameter),
    ("resource", Kind::Resource),
    ("formal_parameters", Kind::Parameters),
    ("formal_parameter", Kind::Parameter),
    ("spread_parameter", Kind::SpreadParameter),
    ("instanceof_expression", Kind::InstanceOf),
    ("type_pattern", Kind::TypePattern),
    ("record_pattern_component", Kind::TypePattern),
    ("record_pattern", Kind::RecordPattern),
    ("modifiers", Kind::Modifiers),
    ("marker_annotation", Kind::MarkerAnnotation),
    ("annotation", Kind::Annotation),
    ("method_invocation", Kind::Call),
    ("explicit_constructor_invocation", Kind::ConstructorCall),
    ("object_creation_expression", Kind::New),
    ("array_creation_expression", Kind::NewArray),
    ("method_reference", Kind::MethodReference),
    ("field_access", Kind::FieldAccess),
    ("array_access", Kind::ArrayAccess),
    ("assignment_expression", Kind::Assignment),
    ("binary_expression", Kind::Binary),
    ("unary_expression", Kind::Unary),
    ("update_expression", Kind::Update),
    ("ternary_expression", Kind::Ternary),
    ("cast_expression", Kind::Cast),
    ("parenthesized_expression", Kind::Parenthesized),
    ("identifier", Kind::Identifier),
    ("this", Kind::This),
    ("super", Kind::Super),
    ("class_literal", Kind::ClassLiteral),
    ("string_literal", Kind::Str),
    ("character_literal", Kind::Char),
    ("decimal_integer_literal", Kind::Int),
    ("hex_integer_literal", Kind::Int),
    ("octal_integer_literal", Kind::Int),
    ("binary_integer_literal", Kind::Int),
    ("decimal_floating_point_literal", Kind::Float),
    ("hex_floating_point_literal", Kind::Float),
    ("true", Kind::Boolean),
    ("false", Kind::Boolean),
    ("null_literal", Kind::Null),
    ("integral_type", Kind::Primitive),
    ("floating_point_type", Kind::Primitive),
    ("boolean_type", Kind::Primitive),
    ("void_type", Kind::Primitive),
    ("type_identifier", Kind::TypeName),
    ("scoped_type_identifier", Kind::ScopedTypeName),
    ("generic_type", Kind::GenericType),
    ("array_type", Kind::ArrayType),
    ("annotated_type", Kind::AnnotatedType),
    ("wildcard", Kind::Wildcard),
    ("type_arguments", Kind::TypeArguments),
    ("line_comment", Kind::Ignored),
    ("block_comment", Kind::Ignored),
];

/// Ids of the grammar's fields and of the anonymous nodes that are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields {
    pub(super) alternative: u16,
    pub(super) arguments: u16,
    pub(super) array: u16,
    pub(super) consequence: u16,
    pub(super) declarator: u16,
    pub(super) dimensions: u16,
    pub(super) element: u16,
    pub(super) field: u16,
    pub(super) interfaces: u16,
    pub(super) key: u16,
    pub(super) left: u16,
    pub(super) name: u16,
    pub(super) object: u16,
    pub(super) operand: u16,
    pub(super) operator: u16,
    pub(super) parameters: u16,
    pub(super) permits: u16,
    pub(super) right: u16,
    pub(super) superclass: u16,
    pub(super) type_: u16,
    pub(super) type_parameters: u16,
    pub(super) value: u16,
}

/// The tables of the grammar.
pub(super) struct Grammar {
    kinds: Vec<Kind>,
    /// Ids of the fields.
    pub(super) fields: Fields,
}

impl Grammar {
    /// The tables for the grammar of a tree. They are made once: there is one Java grammar.
    pub(super) fn of(language: &Language) -> &'static Self {
        static TABLES: OnceLock<Grammar> = OnceLock::new();
        TABLES.get_or_init(|| Self::new(language))
    }

    fn new(language: &Language) -> Self {
        let mut kinds = vec![Kind::Other; language.node_kind_count()];
        for &(name, kind) in ROWS {
            let id = language.id_for_node_kind(name, true);
            if let Some(slot) = kinds.get_mut(usize::from(id)).filter(|_| id != 0) {
                *slot = kind;
            }
        }
        let field =
            |name: &str| language.field_id_for_name(name).map_or(0, std::num::NonZeroU16::get);
        let fields = Fields {
            alternative: field("alternative"),
            arguments: field("arguments"),
            array: field("array"),
            consequence: field("consequence"),
            declarator: field("declarator"),
            dimensions: field("dimensions"),
            element: field("element"),
            field: field("field"),
            interfaces: field("interfaces"),
            key: field("key"),
            left: field("left"),
            name: field("name"),
            object: field("object"),
            operand: field("operand"),
            operator: field("operator"),
            parameters: field("parameters"),
            permits: field("permits"),
            right: field("right"),
            superclass: field("superclass"),
            type_: field("type"),
            type_parameters: field("type_parameters"),
            value: field("value"),
        };
        Self { kinds, fields }
    }

    /// What a node is.
    pub(super) fn kind(&self, node: Node<'_>) -> Kind {
        self.kinds.get(usize::from(node.kind_id())).copied().unwrap_or_default()
    }
}

/// The named children of a node, comments included.
pub(super) fn children(node: Node<'_>) -> Children<'_> {
    let count = node.named_child_count() as u32;
    if count > MOST_COUNTED {
        let mut cursor = node.walk();
        let more = cursor.goto_first_child();
        return Children::Cursor { cursor, more, count };
    }
    Children::Counted { parent: node, next: 0, count }
}

/// Nodes with more children get a cursor.
const MOST_COUNTED: u32 = 48;

/// Named children in the order of the text. To count from the start costs less than a cursor and allocates nothing, but looks
/// at all that stands before, which nodes with many children cannot afford.
pub(super) enum Children<'t> {
    Counted { parent: Node<'t>, next: u32, count: u32 },
    Cursor { cursor: TreeCursor<'t>, more: bool, count: u32 },
}

impl Children<'_> {
    /// How many there are.
    pub(super) fn total(&self) -> u32 {
        match self {
            Self::Counted { count, .. } | Self::Cursor { count, .. } => *count,
        }
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        match self {
            Self::Counted { parent, next, count } => {
                if next == count {
                    return None;
                }
                *next += 1;
                parent.named_child(*next - 1)
            }
            Self::Cursor { cursor, more, .. } => {
                while *more {
                    let child = cursor.node();
                    *more = cursor.goto_next_sibling();
                    if child.is_named() {
                        return Some(child);
                    }
                }
                None
            }
        }
    }
}

/// Whether a token without a name of its own, such as a keyword, is among the children of a node.
pub(super) fn has_token(node: Node<'_>, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|child| !child.is_named() && child.kind() == token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_kind_of_the_grammar() {
        let language: Language = tree_sitter_java::LANGUAGE.into();
        let unknown: Vec<_> =
            ROWS.iter().filter(|r| language.id_for_node_kind(r.0, true) == 0).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        let fields = format!("{:?}", Grammar::new(&language).fields);
        assert!(!fields.contains(": 0"), "{fields}");
    }
}
