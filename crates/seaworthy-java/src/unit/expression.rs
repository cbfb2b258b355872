//! Types as written and expressions, as far as the types of receivers and arguments depend on them.

use seaworthy_base::Sym;

use super::Rows;

/// Position of a [`TypeRef`] in its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeRefId(pub u32);

/// Position of an [`Expr`] in its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// A type as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// Dotted name without type arguments, annotations and brackets; the keyword of a primitive type or `void`; `?` for a
    /// wildcard without bound (a bounded wildcard is its bound).
    pub name: Sym,
    /// Type arguments of the last part of the name; empty for raw types and for `<>`.
    pub arguments: Rows,
    /// Pairs of brackets, and one more for `T...`.
    pub dimensions: u8,
}

/// An expression, reduced to what its type depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Expr {
    /// Nothing is known of its type.
    #[default]
    Unknown,
    /// Has this declared type: local variables and parameters, casts, `new`.
    Typed(TypeRefId),
    /// A literal or an operation on such.
    Literal(Literal),
    /// `this`, or `Outer.this` where the name is not empty.
    This(Sym),
    /// `super`, or `Outer.super`.
    Super(Sym),
    /// A simple name that is no local variable: a field, a type or the start of a package.
    Name(Sym),
    /// `on.name`, a field, a type or a part of a package.
    Field {
        /// What stands before the dot.
        on: ExprId,
        /// What stands after it.
        name: Sym,
    },
    /// A method call.
    Call {
        /// What stands before the dot, if anything.
        on: Option<ExprId>,
        /// Name of the method.
        name: Sym,
        /// Arguments, in [`super::Unit::expr_lists`].
        arguments: Rows,
    },
    /// `on[i]`, or the variable of `for (var x : on)`.
    ElementOf(ExprId),
    /// `X.class`.
    ClassLiteral(TypeRefId),
    /// `condition ? a : b`: either has the type, as far as one is known.
    Either(ExprId, ExprId),
    /// `a + b` and the like: a string where one side is one.
    Sum(ExprId, ExprId),
    /// A lambda or method reference.
    Function,
}

/// Types of literals and of operations that have a type whatever their operands are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    /// `"text"`.
    String,
    /// `'c'`.
    Char,
    /// `1`.
    Int,
    /// `1L`.
    Long,
    /// `1.0f`.
    Float,
    /// `1.0`.
    Double,
    /// `true`, comparisons, `!`, `instanceof`.
    Boolean,
    /// `null`.
    Null,
}
