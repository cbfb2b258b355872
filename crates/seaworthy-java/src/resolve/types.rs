//! Types as they are meant.

use std::sync::Arc;

use super::{Origin, Resolution, TypeName};
use seaworthy_types::{TypeParameter, TypeText};

use crate::project::{Decl, Known, Project};

/// A class or interface.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Class<'p> {
    /// Declared in the sources.
    Source(Decl<'p>),
    /// Described by a class file at hand or by the built-in index.
    Library(Known),
    /// Known by its name only.
    Named(TypeName<'p>),
}

/// The static type of an expression or declaration.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type<'p> {
    /// Nothing is known.
    Unknown,
    /// The type of `null`.
    Null,
    /// A lambda or method reference.
    Function,
    /// A primitive type or `void`.
    Primitive(&'static str),
    /// A class with its type arguments; none of a raw type.
    Class(Class<'p>, Arc<[Type<'p>]>),
    /// A type parameter and its bound.
    Variable(String, Option<Arc<Type<'p>>>),
    /// An array.
    Array(Arc<Type<'p>>),
    /// One of these or none.
    Candidates(Arc<[TypeName<'p>]>),
}

/// Keywords of primitive types.
pub(crate) const PRIMITIVES: &[&str] =
    &["boolean", "byte", "char", "short", "int", "long", "float", "double", "void"];

impl<'p> Class<'p> {
    /// Its name and origin.
    pub(crate) fn type_name(&self, project: &Project<'p>) -> TypeName<'p> {
        match self {
            Self::Source(decl) => {
                TypeName { qualified: decl.qualified().into(), origin: Origin::Project }
            }
            Self::Library(of) => {
                TypeName { qualified: of.qualified().into(), origin: project.origin_of(of) }
            }
            Self::Named(name) => name.clone(),
        }
    }

    /// Names of its type parameters; none where only the name is known.
    pub(crate) fn parameters(&self) -> Vec<&str> {
        match self {
            Self::Source(decl) => decl.type_parameters().collect(),
            Self::Library(of) => of.parameters.iter().map(|of| &*of.name).collect(),
            Self::Named(_) => Vec::new(),
        }
    }

    /// Whether the class is described: its members and supertypes can be asked.
    pub(crate) fn is_described(&self, project: &Project<'p>) -> bool {
        match self {
            Self::Source(_) => true,
            Self::Library(of) => project.origin_of(of) != Origin::Missing,
            Self::Named(_) => false,
        }
    }

    /// Whether it is called so in this package.
    pub(crate) fn is(&self, package: &str, name: &str) -> bool {
        matches!(self, Self::Library(of) if of.is(package, name))
    }

    /// Whether it is an interface or annotation.
    pub(crate) fn is_interface(&self) -> bool {
        use crate::unit::ElementKind::{Annotation, Interface};
        match self {
            Self::Source(decl) => matches!(decl.kind(), Interface | Annotation),
            Self::Library(of) => of.is_interface(),
            Self::Named(_) => false,
        }
    }
}

impl<'p> Project<'p> {
    /// A type as a description of a library writes it; `variables` are the type parameters that it may name.
    pub(crate) fn of_text(&self, text: &TypeText, variables: &[&[TypeParameter]]) -> Type<'p> {
        match text {
            TypeText::Class { package, name, arguments } => match self.library_in(package, name) {
                Some(of) => {
                    let arguments = arguments.iter().map(|of| self.of_text(of, variables));
                    Type::Class(Class::Library(of), arguments.collect())
                }
                None => Type::Unknown,
            },
            TypeText::Variable(name) => {
                let mut declared = variables.iter().copied().flatten();
                let bound = declared.find(|of| of.name == *name).and_then(|of| of.bound.as_ref());
                let bound = bound.map(|bound| match bound {
                    // Bounds name each other, and themselves in their arguments.
                    TypeText::Class { package, name, .. } => {
                        self.library_in(package, name).map_or(Type::Unknown, |of| {
                            Type::Class(Class::Library(of), Arc::default())
                        })
                    }
                    _ => Type::Unknown,
                });
                Type::Variable(name.to_string(), bound.map(Arc::new))
            }
            TypeText::Primitive(name) => Type::Primitive(name),
            TypeText::Array(of) => Type::Array(Arc::new(self.of_text(of, variables))),
            TypeText::Unknown => Type::Unknown,
        }
    }
}

impl<'p> Type<'p> {
    /// A class of the built-in index without type arguments.
    pub(crate) fn library(package: &str, name: &str) -> Self {
        match seaworthy_types::find_in(package, name) {
            Some(of) => Self::Class(Class::Library(Known::Built(of)), Arc::default()),
            None => Self::Unknown,
        }
    }

    /// A class of `java.lang`.
    pub(crate) fn lang(name: &str) -> Self {
        Self::library("java.lang", name)
    }

    /// A primitive type by its keyword.
    pub(crate) fn primitive(name: &str) -> Option<Self> {
        PRIMITIVES.iter().find(|keyword| **keyword == name).map(|keyword| Self::Primitive(keyword))
    }

    /// `self` with so many pairs of brackets.
    pub(crate) fn with_dimensions(self, dimensions: u8) -> Self {
        (0..dimensions).fold(self, |of, _| Self::Array(Arc::new(of)))
    }

    /// The type of its values' members: the bound of a type parameter.
    pub(crate) fn bound(&self) -> Self {
        match self {
            Self::Variable(_, Some(bound)) => bound.bound(),
            Self::Variable(_, None) => Self::lang("Object"),
            _ => self.clone(),
        }
    }

    /// With the type arguments of a class put in for its parameters; a raw type's parameters become their bounds.
    pub(crate) fn substitute(&self, parameters: &[&str], arguments: &[Type<'p>]) -> Self {
        match self {
            Self::Variable(name, _) => {
                match parameters.iter().position(|parameter| parameter == name) {
                    Some(at) => arguments.get(at).cloned().unwrap_or_else(|| self.bound()),
                    None => self.clone(),
                }
            }
            Self::Class(class, own) => {
                let own = own.iter().map(|of| of.substitute(parameters, arguments)).collect();
                Self::Class(class.clone(), own)
            }
            Self::Array(of) => Self::Array(Arc::new(of.substitute(parameters, arguments))),
            _ => self.clone(),
        }
    }

    /// The answer that this is to users.
    pub(crate) fn resolution(&self, project: &Project<'p>) -> Resolution<'p> {
        match self {
            Self::Class(class, _) => Resolution::Exact(class.type_name(project)),
            Self::Variable(..) => match self.bound() {
                Self::Class(class, _) => Resolution::Parameter(class.type_name(project)),
                _ => Resolution::Unknown,
            },
            Self::Primitive(name) => Resolution::Primitive(name),
            Self::Candidates(of) => Resolution::Candidates(of.to_vec()),
            Self::Array(_) => Resolution::NoType,
            Self::Unknown | Self::Null | Self::Function => Resolution::Unknown,
        }
    }

    /// The erased name of the type and the one with type arguments, as patterns of parameters spell them.
    pub(crate) fn spelled(&self, project: &Project<'p>) -> Option<(String, String)> {
        Some(match self {
            Self::Primitive(name) => ((*name).to_owned(), (*name).to_owned()),
            Self::Array(of) => {
                let (erased, generic) = of.spelled(project)?;
                (erased + "[]", generic + "[]")
            }
            Self::Variable(name, _) => {
                let erased = match self.bound() {
                    Self::Variable(..) => None,
                    bound => bound.spelled(project).map(|spelled| spelled.0),
                };
                (erased?, name.clone())
            }
            Self::Class(class, own) => {
                let erased = class.type_name(project).qualified.into_owned();
                let own: Option<Vec<_>> =
                    own.iter().map(|of| Some(of.spelled(project)?.1)).collect();
                let generic = match own {
                    Some(own) if !own.is_empty() => format!("{erased}<{}>", own.join(", ")),
                    _ => erased.clone(),
                };
                (erased, generic)
            }
            Self::Unknown | Self::Null | Self::Function | Self::Candidates(_) => return None,
        })
    }
}
