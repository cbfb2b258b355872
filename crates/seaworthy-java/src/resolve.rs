//! What names mean: answers of a [`crate::Project`].

mod calls;
mod expressions;
mod inference;
mod lombok;
mod members;
mod names;
mod overloads;
#[cfg(test)]
mod tests;
mod types;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::project::Project;
use crate::unit::{ElementId, ExprId, Import, TypeId, TypeRefId, TypeUse, Unit};
pub(crate) use names::Scope;
pub(crate) use types::{Class, Type};

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

impl Resolution<'_> {
    /// The type, where it is known exactly.
    pub fn exact(&self) -> Option<&TypeName<'_>> {
        match self {
            Self::Exact(name) | Self::Parameter(name) => Some(name),
            _ => None,
        }
    }
}

/// A part of a written name that is a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedType<'p> {
    /// How many parts of the written name, from its start, name the type: 3 for `a.b.C` of `a.b.C.D`.
    pub parts: usize,
    /// The type.
    pub resolution: Resolution<'p>,
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

/// Answers questions about the names of one unit, and remembers the answers.
#[derive(Debug)]
pub struct Resolver<'p> {
    project: &'p Project<'p>,
    unit: &'p Unit,
    names: FxHashMap<(Option<TypeId>, &'p str), Resolution<'p>>,
    exprs: FxHashMap<(ExprId, ElementId), Type<'p>>,
}

impl<'p> Resolver<'p> {
    pub(crate) fn new(project: &'p Project<'p>, unit: &'p Unit) -> Self {
        Self { project, unit, names: FxHashMap::default(), exprs: FxHashMap::default() }
    }

    /// The type that an import names: that of the member for a static import of one (`a.b.C` of `import static a.b.C.m`), the
    /// type whose members are imported on demand; [`Resolution::NoType`] for a package on demand.
    pub fn import(&self, import: &Import) -> Resolution<'p> {
        let name = self.unit.text(import.name);
        if import.on_demand && !import.is_static {
            return match self.project.find(name) {
                Some(found) => Resolution::Exact(found.type_name(self.project)),
                None => Resolution::NoType,
            };
        }
        let of = match name.rsplit_once('.') {
            Some((of, _)) if import.is_static && !import.on_demand => match self.project.find(name)
            {
                Some(_) => name,
                None => of,
            },
            _ => name,
        };
        Resolution::Exact(match self.project.find(of) {
            Some(found) => found.type_name(self.project),
            None => self.project.named(of),
        })
    }

    /// A type name written in an element: dotted, without type arguments.
    pub fn name(&mut self, at: ElementId, written: &'p str) -> Resolution<'p> {
        let scope = Scope { unit: self.unit, at };
        // Methods may have type parameters and local classes of their own; everything else means the same in a whole class.
        let key = (!names::has_own_names(scope)).then(|| self.unit.enclosing_type(at));
        if let Some(key) = key
            && let Some(known) = self.names.get(&(key, written))
        {
            return known.clone();
        }
        let found = self.project.resolve(scope, written).resolution(self.project);
        if let Some(key) = key {
            self.names.insert((key, written), found.clone());
        }
        found
    }

    /// A type as written, without its type arguments; an array is its innermost element type.
    pub fn type_ref(&mut self, at: ElementId, id: TypeRefId) -> Resolution<'p> {
        let name = self.unit.text(self.unit.type_ref(id).name);
        self.name(at, name)
    }

    /// What a use of a type's name names: the types among the starts of the name, shortest first. `a.b.C.D` names `a.b.C` and
    /// `a.b.C.D`; a name in an expression may name none, where it is a variable.
    pub fn type_use(&mut self, of: &TypeUse) -> Vec<NamedType<'p>> {
        let written = self.unit.text(of.name);
        let is_expression =
            matches!(of.role, crate::unit::Role::Name | crate::unit::Role::MethodReference);
        if !written.contains('.') {
            if is_expression && self.is_variable(of.element, written) {
                return Vec::new();
            }
            let resolution = self.name(of.element, written);
            return vec![NamedType { parts: 1, resolution }];
        }
        let head = written.split('.').next().unwrap_or("");
        if is_expression && self.is_variable(of.element, head) {
            return Vec::new();
        }
        let scope = Scope { unit: self.unit, at: of.element };
        self.project.prefixes(scope, written, is_expression)
    }
}
