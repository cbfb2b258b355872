//! Java compilation units, what their names mean, and the search of `java.referenced` over them.

mod gate;
mod resolve;
mod unit;

pub use gate::{NameGate, NameSet};
pub use resolve::{CallTarget, Origin, ParameterType, Resolution, TypeName};
pub use unit::{
    AnnotationId, AnnotationUse, AnnotationValue, Call, Element, ElementId, ElementKind, Expr,
    ExprId, Import, Literal, Member, MethodReference, New, PackageDecl, ReceiverShape, Requires,
    Role, Rows, TypeDecl, TypeId, TypeParameter, TypeRef, TypeRefId, TypeUse, Unit,
};
