//! Java compilation units, what their names mean, and the search of `java.referenced` over them.

mod extract;
mod filter;
mod gate;
mod pattern;
mod plan;
mod project;
mod resolve;
mod search;
mod unit;

pub use gate::{FileGate, NameGate, NameSet};
pub use plan::SearchPlan;
pub use project::{Libraries, Project};
pub use resolve::{CallTarget, NamedType, Origin, ParameterType, Resolution, Resolver, TypeName};
pub use search::{JavaHit, SearchScratch};
pub use unit::{
    AnnotationId, AnnotationUse, AnnotationValue, Call, Element, ElementId, ElementKind, Expr,
    ExprId, Import, Literal, Member, MethodReference, New, NewKind, PackageDecl, ReceiverShape,
    Requires, Role, Rows, TypeDecl, TypeId, TypeParameter, TypeRef, TypeRefId, TypeUse, Unit,
};
