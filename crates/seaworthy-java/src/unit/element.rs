//! What a file declares.

use seaworthy_base::Sym;

use super::Rows;
use super::expression::TypeRefId;

/// Position of an [`Element`] in its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

impl ElementId {
    /// The file itself.
    pub const UNIT: Self = Self(0);
}

/// Position of a [`TypeDecl`] in its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// Something that a file declares and that other things can stand in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// Simple name: of the type, method or field; the type's name for a constructor; empty for files, initialisers, lambdas
    /// and anonymous classes.
    pub name: Sym,
    /// What it stands in; the file for top-level types.
    pub parent: ElementId,
    /// Line of the name, or of the start where there is no name; from 1.
    pub line: u32,
    /// Its annotations with those nested in them, in [`super::Unit::annotations`]; none on parameters and locals.
    pub annotations: Rows,
    /// Its row in [`super::Unit::types`] or [`super::Unit::members`]; 0 for files and lambdas.
    pub row: u32,
}

/// Kinds of elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementKind {
    /// The file.
    #[default]
    Unit,
    /// A class, anonymous and local ones included.
    Class,
    /// An interface.
    Interface,
    /// An enum.
    Enum,
    /// A record.
    Record,
    /// An annotation type.
    Annotation,
    /// A method, or an element of an annotation type.
    Method,
    /// A constructor, compact ones included.
    Constructor,
    /// A field; one element for each declarator.
    Field,
    /// A constant of an enum.
    EnumConstant,
    /// A static or instance initialiser.
    Initializer,
    /// A lambda expression.
    Lambda,
}

impl ElementKind {
    /// Whether it is a type declaration.
    pub fn is_type(self) -> bool {
        matches!(self, Self::Class | Self::Interface | Self::Enum | Self::Record | Self::Annotation)
    }

    /// Whether it is a member of a type other than a type.
    pub fn is_member(self) -> bool {
        matches!(
            self,
            Self::Method | Self::Constructor | Self::Field | Self::EnumConstant | Self::Initializer
        )
    }
}

/// A type declaration. Its kind, simple name and line are those of its element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypeDecl {
    /// Its element.
    pub element: ElementId,
    /// `pkg.Outer.Inner`; of a local type the simple name alone; empty for anonymous classes.
    pub qualified: Sym,
    /// The type around it, also of local and anonymous types.
    pub outer: Option<TypeId>,
    /// Declared inside of a method, lambda or initialiser (anonymous classes too).
    pub is_local: bool,
    /// The body of `new X() { }` or of an enum constant.
    pub is_anonymous: bool,
    /// Its type parameters.
    pub type_parameters: Rows,
    /// Types of its `extends` clause: one of a class, any number of an interface; of an anonymous class the type after
    /// `new`, which may be a class or an interface.
    pub extends: Rows,
    /// Types of its `implements` clause.
    pub implements: Rows,
}

/// A type parameter of a type or method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypeParameter {
    /// Its name.
    pub name: Sym,
    /// Its first bound.
    pub bound: Option<TypeRefId>,
}

/// A member of a type. Its kind, name and line are those of its element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Its element.
    pub element: ElementId,
    /// The type that declares it.
    pub owner: TypeId,
    /// Declared type of a field, return type of a method (`void` too); `None` of constructors, constants, initialisers.
    pub declared: Option<TypeRefId>,
    /// That type's text without blanks, type arguments and all.
    pub declared_text: Sym,
    /// Types of the parameters; the components of a record for its compact constructor.
    pub parameters: Rows,
    /// The last parameter is `T...`; its type is then an array.
    pub varargs: bool,
    /// Has the modifier `static`, or is a field of an interface.
    pub is_static: bool,
    /// A field with the modifier `final`, or a field of an interface.
    pub is_final: bool,
    /// Type parameters of a method or constructor.
    pub type_parameters: Rows,
}
