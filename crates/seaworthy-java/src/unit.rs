//! A compilation unit: what one Java file declares, imports and uses, without its syntax tree.
//!
//! Names are symbols of the unit's own [`Interner`]. Everything that a file declares is an [`Element`], in the order of the
//! text, and everything that it uses says in which element it stands. Names are kept as written: what they mean is asked of
//! a [`crate::Project`].

mod element;
mod expression;
mod usage;

use std::sync::Arc;

use seaworthy_base::{Interner, Sym};

pub use element::{Element, ElementId, ElementKind, Member, TypeDecl, TypeId, TypeParameter};
pub use expression::{Expr, ExprId, Literal, TypeRef, TypeRefId};
pub use usage::{
    AnnotationId, AnnotationUse, AnnotationValue, Call, MethodReference, New, NewKind,
    ReceiverShape, Role, TypeUse,
};

/// A run of rows in one of a unit's lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rows {
    /// First row.
    pub start: u32,
    /// Number of rows.
    pub len: u32,
}

impl Rows {
    /// The rows themselves.
    pub fn of<T>(self, list: &[T]) -> &[T] {
        let start = self.start as usize;
        list.get(start..start.saturating_add(self.len as usize)).unwrap_or_default()
    }
}

/// One Java file.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Path relative to the root of the application.
    pub path: Arc<str>,
    /// The strings of all symbols here.
    pub names: Interner,
    /// The package declaration; `None` in the unnamed package.
    pub package: Option<PackageDecl>,
    /// What Konveyor gives as the variable `package`: text of the first line that speaks of a package outside of comments.
    pub package_text: Sym,
    /// Imports in the order of the text.
    pub imports: Vec<Import>,
    /// `requires` directives of a `module-info.java`.
    pub requires: Vec<Requires>,
    /// What the file declares, outer before inner; row 0 is the file itself.
    pub elements: Vec<Element>,
    /// Types, outer before inner, local and anonymous ones included.
    pub types: Vec<TypeDecl>,
    /// Methods, constructors, fields, enum constants and initialisers.
    pub members: Vec<Member>,
    /// Annotations, outer before nested.
    pub annotations: Vec<AnnotationUse>,
    /// Explicit members of annotations, a row for each item of an array; [`AnnotationUse::values`] are runs of it.
    pub annotation_values: Vec<AnnotationValue>,
    /// Uses of types that the gate let pass, in the order of the text.
    pub uses: Vec<TypeUse>,
    /// Method calls that the gate let pass.
    pub calls: Vec<Call>,
    /// Constructor calls (`new`) that the gate let pass.
    pub news: Vec<New>,
    /// Method references that the gate let pass.
    pub method_references: Vec<MethodReference>,
    /// Types as written, of declarations and of expressions.
    pub type_refs: Vec<TypeRef>,
    /// Runs of it are lists of types: type arguments, parameters, supertypes.
    pub type_lists: Vec<TypeRefId>,
    /// Type parameters; [`TypeDecl::type_parameters`] and [`Member::type_parameters`] are runs of it.
    pub type_parameters: Vec<TypeParameter>,
    /// Expressions as far as their types matter.
    pub exprs: Vec<Expr>,
    /// Runs of it are arguments of calls.
    pub expr_lists: Vec<ExprId>,
}

/// A package declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackageDecl {
    /// Dotted name.
    pub name: Sym,
    /// Line of the name's start, from 1.
    pub line: u32,
}

/// An import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import {
    /// Dotted name without `.*`: a type, a package, or a type and its static member.
    pub name: Sym,
    /// `import static`.
    pub is_static: bool,
    /// Ends in `.*`.
    pub on_demand: bool,
    /// Line of the name's start, from 1.
    pub line: u32,
    /// Line of the keyword `import`, from 1.
    pub statement_line: u32,
}

/// `requires a.b.c;` of a module declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requires {
    /// Dotted name of the module.
    pub name: Sym,
    /// Line of the name's start, from 1.
    pub line: u32,
}

impl Unit {
    /// The string of a symbol.
    pub fn text(&self, sym: Sym) -> &str {
        self.names.get(sym)
    }

    /// Name of the package, empty for the unnamed one.
    pub fn package_name(&self) -> &str {
        self.package.map_or("", |p| self.text(p.name))
    }

    /// An element; the file itself for an id of another unit.
    pub fn element(&self, id: ElementId) -> Element {
        self.elements.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// The element, or the next one around it that is no lambda.
    pub fn outside_lambdas(&self, mut id: ElementId) -> ElementId {
        while self.element(id).kind == ElementKind::Lambda {
            id = self.element(id).parent;
        }
        id
    }

    /// The type declaration of an element that is a type.
    pub fn type_of(&self, id: ElementId) -> Option<TypeId> {
        let element = self.element(id);
        element.kind.is_type().then_some(TypeId(element.row))
    }

    /// The innermost type that an element is or stands in.
    pub fn enclosing_type(&self, mut id: ElementId) -> Option<TypeId> {
        loop {
            if let Some(found) = self.type_of(id) {
                return Some(found);
            }
            if id == ElementId::UNIT {
                return None;
            }
            id = self.element(id).parent;
        }
    }

    /// A type declaration.
    pub fn type_decl(&self, id: TypeId) -> Option<&TypeDecl> {
        self.types.get(id.0 as usize)
    }

    /// The innermost member (method, constructor, field, enum constant, initialiser) that an element is or stands in,
    /// not looking further than the innermost type.
    pub fn enclosing_member(&self, id: ElementId) -> Option<&Member> {
        let element = self.element(self.outside_lambdas(id));
        if element.kind.is_member() { self.members.get(element.row as usize) } else { None }
    }

    /// A type as written.
    pub fn type_ref(&self, id: TypeRefId) -> TypeRef {
        self.type_refs.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// A list of types.
    pub fn type_list(&self, rows: Rows) -> &[TypeRefId] {
        rows.of(&self.type_lists)
    }

    /// An expression; unknown for an id of another unit.
    pub fn expr(&self, id: ExprId) -> Expr {
        self.exprs.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// A list of expressions.
    pub fn expr_list(&self, rows: Rows) -> &[ExprId] {
        rows.of(&self.expr_lists)
    }

    /// The explicit members of an annotation.
    pub fn values_of(&self, annotation: &AnnotationUse) -> &[AnnotationValue] {
        annotation.values.of(&self.annotation_values)
    }

    /// Annotations of an element, without those of its parameters and locals and without nested ones.
    pub fn annotations_of(&self, id: ElementId) -> impl Iterator<Item = &AnnotationUse> {
        self.element(id).annotations.of(&self.annotations).iter().filter(|a| a.parent.is_none())
    }
}
