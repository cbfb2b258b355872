//! What names mean: answers of a [`crate::Project`].

use std::borrow::Cow;

/// Where a type comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A source of the project declares it.
    Project,
    /// The class library of Java SE has it.
    Jdk,
    /// A declared dependency can own its package.
    Library,
    /// Nothing on the class path can own it: what Konveyor calls unresolved.
    Missing,
}

/// A type by its qualified name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeName<'p> {
    /// `pkg.Outer.Inner`.
    pub qualified: Cow<'p, str>,
    /// Where it comes from.
    pub origin: Origin,
}

impl TypeName<'_> {
    /// Whether a compiler would find the type.
    pub fn is_resolved(&self) -> bool {
        self.origin != Origin::Missing
    }
}

/// What a written name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution<'p> {
    /// This type. Its name is known even where its library is missing: by an import, say.
    Exact(TypeName<'p>),
    /// One of these types, or none of them: on-demand imports of packages whose content is unknown, or a member type that an
    /// unknown supertype may have. Sorted, at least one.
    Candidates(Vec<TypeName<'p>>),
    /// A type parameter, with its first bound (`java.lang.Object` without one).
    Parameter(TypeName<'p>),
    /// A primitive type or `void`.
    Primitive(&'static str),
    /// A variable, a field or a package, hence no type.
    NoType,
    /// Nothing is known.
    Unknown,
}

/// What a call calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallTarget<'p> {
    /// Static type of the receiver; for a call without one the type whose method it is, or the innermost type.
    pub receiver: Resolution<'p>,
    /// The type that declares the method: exact where it is known. [`Resolution::Unknown`] where the receiver's type is unknown,
    /// missing, or may inherit the method from a type that is not at hand: a compiler without the library could not tell
    /// either, or the built-in index cannot.
    pub declaring: Resolution<'p>,
    /// Declared types of the method's parameters, where the one method is known.
    pub parameters: Option<Vec<ParameterType>>,
}

/// A type of a parameter, as patterns spell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterType {
    /// Qualified name without type arguments, with a pair of brackets for each dimension: `java.util.List`, `int[]`.
    pub erased: String,
    /// The same with type arguments, `java.util.Map<java.lang.String, int[]>`; equal to `erased` without any.
    pub generic: String,
}
