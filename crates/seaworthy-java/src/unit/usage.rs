//! What a file uses: types, methods, constructors, annotations.

use seaworthy_base::Sym;

use super::Rows;
use super::element::{ElementId, TypeId};
use super::expression::{ExprId, TypeRefId};

/// A type's name where code uses it; imports are not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeUse {
    /// Dotted name as written, without type arguments. Where the role is [`Role::Name`], the whole name of the expression up
    /// to the last part but one (`a.b.C` of `a.b.C.field` and of `a.b.C.call()`): how much of it is a type, if any, tells
    /// [`crate::Resolver::type_use`].
    pub name: Sym,
    /// Where it stands.
    pub role: Role,
    /// Stands within the type arguments of a type in that role.
    pub is_argument: bool,
    /// Has type arguments of its own, `<>` included.
    pub is_parameterised: bool,
    /// Line of the last part of the name, from 1.
    pub line: u32,
    /// Line of the first part, from 1.
    pub start_line: u32,
    /// What it stands in: the type for its header, the field (the first of several declarators) for its type, the method for
    /// its header and body; the annotated element for annotations, which of a parameter is the method.
    pub element: ElementId,
    /// The (first) variable declared with the type where the role is a local variable or a parameter; else empty.
    pub variable: Sym,
}

/// The syntactic place of a type's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `extends` of a class or interface.
    Extends,
    /// `implements`.
    Implements,
    /// `permits`.
    Permits,
    /// `new X() { }`, beside the [`New`] itself and instead of [`Role::New`].
    AnonymousSuper,
    /// Declared type of a field.
    Field,
    /// Declared type of a local variable, of a resource or of a pattern variable.
    Local,
    /// Declared type of a parameter of a method, constructor, lambda or record.
    Parameter,
    /// Type after `catch (`.
    Catch,
    /// Declared return type of a method.
    Return,
    /// `throws`.
    Throws,
    /// Bound of a type parameter.
    Bound,
    /// `(X) value`.
    Cast,
    /// `value instanceof X` without a variable.
    InstanceOf,
    /// `X.class`.
    ClassLiteral,
    /// `new X()`, `new X[n]`.
    New,
    /// `X::m`.
    MethodReference,
    /// Explicit type arguments of a call.
    CallArgument,
    /// `@X`.
    Annotation,
    /// A name in an expression that may be a type: `X` of `X.field` and `X.call()`.
    Name,
    /// Anywhere else.
    Other,
}

/// A method call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Name of the method.
    pub name: Sym,
    /// How the receiver is written.
    pub shape: ReceiverShape,
    /// The receiver, if one is written.
    pub receiver: Option<ExprId>,
    /// Arguments, in [`super::Unit::expr_lists`].
    pub arguments: Rows,
    /// Line of the method's name, from 1.
    pub line: u32,
    /// What it stands in.
    pub element: ElementId,
}

/// How a receiver is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReceiverShape {
    /// `m()`.
    None,
    /// `x.m()`, `a.b.m()`, `Type.m()`: names and dots only.
    Name,
    /// `this.m()`, `Outer.this.m()`.
    This,
    /// `super.m()`, `Outer.super.m()`.
    Super,
    /// Any other expression: `f().m()`, `this.f.m()`, `new X().m()`, `a[i].m()`, `"s".m()`, `((X) a).m()`.
    Expression,
}

/// A constructor call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct New {
    /// The type as written.
    pub created: TypeRefId,
    /// Arguments, in [`super::Unit::expr_lists`].
    pub arguments: Rows,
    /// Line of the start: of `new`, of `outer` in `outer.new X()`, of `X` in `X::new`, of `this`; from 1.
    pub line: u32,
    /// Line of the last part of the type's name, from 1.
    pub name_line: u32,
    /// What it stands in.
    pub element: ElementId,
    /// The class of its body, where it has one.
    pub body: Option<TypeId>,
    /// How it is written.
    pub kind: NewKind,
}

/// Ways to call a constructor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NewKind {
    /// `new X()`.
    New,
    /// `X::new`, whose arguments are unknown.
    Reference,
    /// `this(...)`; the created type is the name of the class around it.
    This,
}

/// A method reference other than `X::new`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodReference {
    /// Name of the method.
    pub name: Sym,
    /// What stands before `::`.
    pub receiver: ExprId,
    /// Line of the method's name, from 1.
    pub line: u32,
    /// What it stands in.
    pub element: ElementId,
}

/// Position of an [`AnnotationUse`] in its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotationId(pub u32);

/// An annotation. The use of its type is also a [`TypeUse`] with [`Role::Annotation`], if the gate wants that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnnotationUse {
    /// Dotted name as written, without `@`.
    pub name: Sym,
    /// Line of the last part of the name, from 1.
    pub line: u32,
    /// The annotated type, method or field (the first of several declarators), or the file for a package declaration; for
    /// parameters and local variables what they stand in.
    pub element: ElementId,
    /// Stands on a parameter, on a local variable or on a use of a type.
    pub on_variable: bool,
    /// The annotation that has this one as (an item of) a value.
    pub parent: Option<AnnotationId>,
    /// Its explicit members.
    pub values: Rows,
}

/// A member of an annotation, or an item of its array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnnotationValue {
    /// Name of the member; `value` where it is left out.
    pub name: Sym,
    /// The value's text: strings and characters without quotes and escapes, class literals without `.class`, everything else
    /// as written without blanks (`Kind.A`, `1+1`).
    pub value: Sym,
}
