//! A type of a library and its members.

use std::borrow::Cow;

/// A name: of the index itself, or of a class file that was read.
pub type Name = Cow<'static, str>;

/// What kind of type a declaration makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A class, records included.
    #[default]
    Class,
    /// An interface.
    Interface,
    /// An enum.
    Enum,
    /// An annotation type.
    Annotation,
}

impl Kind {
    /// All kinds, in the order of their numbers in the index.
    pub(crate) const ALL: [Self; 4] = [Self::Class, Self::Interface, Self::Enum, Self::Annotation];
}

/// A type of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryType {
    /// Its package.
    pub package: Name,
    /// Its name within the package; of a member type with those around it: `Map.Entry`.
    pub name: Name,
    /// What it is.
    pub kind: Kind,
    /// Belongs to a package of Java SE.
    pub is_se: bool,
    /// Its type parameters.
    pub parameters: Vec<TypeParameter>,
    /// Its direct supertypes, the superclass first; `java.lang.Object` is left out.
    pub supertypes: Vec<TypeText>,
    /// Its own public and protected methods by name; constructors are called `<init>`.
    pub methods: Vec<Method>,
    /// Its own public and protected fields and enum constants by name.
    pub fields: Vec<Field>,
}

/// A type parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeParameter {
    /// Its name.
    pub name: Name,
    /// Its first bound, unless that is `java.lang.Object`.
    pub bound: Option<TypeText>,
}

/// A method or constructor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Method {
    /// Its name.
    pub name: Name,
    /// Types of its parameters.
    pub parameters: Vec<TypeText>,
    /// Its result.
    pub result: TypeText,
    /// Its own type parameters.
    pub variables: Vec<TypeParameter>,
    /// The last parameter takes any number of arguments.
    pub varargs: bool,
    /// Has no receiver.
    pub is_static: bool,
    /// Has no body: the only such method of an interface is what a lambda implements.
    pub is_abstract: bool,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub of: TypeText,
    /// Has no receiver.
    pub is_static: bool,
}

/// A type as a declaration writes it. A wildcard is written as its bound.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeText {
    /// Not known: the type parameter of a type around a member type.
    #[default]
    Unknown,
    /// A primitive type or `void`, by its keyword.
    Primitive(&'static str),
    /// An array of this.
    Array(Box<TypeText>),
    /// A type parameter of the method or of the type.
    Variable(Name),
    /// A class or interface.
    Class {
        /// Its package.
        package: Name,
        /// Its name within it: `Map.Entry`.
        name: Name,
        /// Its type arguments; none of a raw type.
        arguments: Vec<TypeText>,
    },
}

/// Keywords of primitive types and `void`, in the order of their numbers in the index.
pub(crate) const PRIMITIVES: [&str; 9] =
    ["boolean", "byte", "char", "short", "int", "long", "float", "double", "void"];

impl LibraryType {
    /// `java.util.Map.Entry`.
    pub fn qualified(&self) -> String {
        match &*self.package {
            "" => self.name.to_string(),
            package => format!("{package}.{}", self.name),
        }
    }

    /// Whether it is an interface or an annotation.
    pub fn is_interface(&self) -> bool {
        matches!(self.kind, Kind::Interface | Kind::Annotation)
    }

    /// Its own methods of a name.
    pub fn methods_named(&self, name: &str) -> &[Method] {
        let start = self.methods.partition_point(|of| *of.name < *name);
        let rest = self.methods.get(start..).unwrap_or_default();
        let len = rest.partition_point(|of| *of.name == *name);
        rest.get(..len).unwrap_or_default()
    }

    /// One of its own fields.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let at = self.fields.binary_search_by(|of| (*of.name).cmp(name)).ok()?;
        self.fields.get(at)
    }

    /// Takes over what another description of the same type has and this one has not: members, and type parameters and
    /// supertypes where there are none.
    pub fn merge(&mut self, other: Self) {
        self.is_se |= other.is_se;
        if self.parameters.is_empty() {
            self.parameters = other.parameters;
        }
        for of in other.supertypes {
            if !self.supertypes.iter().any(|known| known.is_same_class(&of)) {
                self.supertypes.push(of);
            }
        }
        for of in other.methods {
            if !self.methods.iter().any(|known| known.overrides(&of)) {
                self.methods.push(of);
            }
        }
        for of in other.fields {
            if !self.fields.iter().any(|known| known.name == of.name) {
                self.fields.push(of);
            }
        }
        self.sort();
    }

    /// Puts members into their order.
    pub(crate) fn sort(&mut self) {
        self.methods.sort();
        self.methods.dedup();
        self.fields.sort();
        self.fields.dedup_by(|a, b| a.name == b.name);
    }
}

impl Method {
    /// Whether another method has equal name and erased parameters.
    fn overrides(&self, other: &Self) -> bool {
        self.name == other.name
            && self.is_static == other.is_static
            && self.parameters.len() == other.parameters.len()
            && self.parameters.iter().zip(&other.parameters).all(|(a, b)| a.may_erase_to(b))
    }
}

impl TypeText {
    fn is_same_class(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Class { package: a, name: x, .. }, Self::Class { package: b, name: y, .. }) => {
                a == b && x == y
            }
            _ => self == other,
        }
    }

    /// Whether two types of parameters are one in spite of type arguments and of the names of type parameters, which change
    /// from release to release.
    fn may_erase_to(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Array(a), Self::Array(b)) => a.may_erase_to(b),
            (Self::Variable(_), Self::Variable(_) | Self::Class { .. })
            | (Self::Class { .. }, Self::Variable(_)) => true,
            _ => self.is_same_class(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(name: &'static str, parameters: Vec<TypeText>) -> Method {
        Method {
            name: name.into(),
            parameters,
            result: TypeText::Primitive("void"),
            variables: Vec::new(),
            varargs: false,
            is_static: false,
            is_abstract: false,
        }
    }

    #[test]
    fn releases_are_merged() {
        let list = |arguments| TypeText::Class {
            package: "java.util".into(),
            name: "List".into(),
            arguments,
        };
        let mut new = LibraryType {
            methods: vec![method("b", vec![list(vec![TypeText::Unknown])]), method("c", vec![])],
            ..LibraryType::default()
        };
        let old = LibraryType {
            methods: vec![
                method("a", vec![]),
                method("b", vec![list(vec![])]),
                method("b", vec![TypeText::Primitive("int")]),
            ],
            supertypes: vec![list(vec![])],
            ..LibraryType::default()
        };
        new.merge(old);
        let names: Vec<_> = new.methods.iter().map(|of| &*of.name).collect();
        assert_eq!(names, ["a", "b", "b", "c"]);
        assert_eq!(new.methods_named("b").len(), 2);
        assert!(new.methods_named("d").is_empty() && new.supertypes.len() == 1);
    }
}
