//! A type of a class library, read from its line.

use super::{find_in, is_package};

/// A type of a class library.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LibraryType {
    package: &'static str,
    name: &'static str,
    line: &'static str,
    has_methods: bool,
    is_se: bool,
}

impl PartialEq for LibraryType {
    fn eq(&self, other: &Self) -> bool {
        self.package == other.package && self.name == other.name
    }
}

/// A name of a member type and of the types around it: `Map.Entry`.
pub(crate) type NestedName = String;

/// A type as the facts write it, with its package found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TypeText {
    /// A class or interface.
    Class {
        /// Its package.
        package: String,
        /// Its name within it.
        name: NestedName,
        /// Its type arguments.
        arguments: Vec<TypeText>,
    },
    /// A type parameter of the declaring type.
    Variable(String),
    /// A primitive type or `void`.
    Primitive(&'static str),
    /// An array of this.
    Array(Box<TypeText>),
    /// Not known without the call.
    Unknown,
}

/// A method of a library type.
#[derive(Clone, Debug)]
pub(crate) struct LibraryMethod {
    /// Its result.
    pub(crate) result: TypeText,
    /// Number of parameters.
    pub(crate) arity: usize,
    /// Their types, where the facts have them.
    pub(crate) parameters: Option<Vec<TypeText>>,
    /// The last parameter takes any number of arguments.
    pub(crate) varargs: bool,
}

/// The primitive type of a letter.
fn primitive(letter: &str) -> Option<&'static str> {
    Some(match letter {
        "z" => "boolean",
        "b" => "byte",
        "c" => "char",
        "d" => "double",
        "f" => "float",
        "i" => "int",
        "j" => "long",
        "s" => "short",
        "v" => "void",
        _ => return None,
    })
}

impl LibraryType {
    pub(super) fn new(
        package: &'static str,
        name: &'static str,
        line: &'static str,
        has_methods: bool,
        is_se: bool,
    ) -> Self {
        Self { package, name, line, has_methods, is_se }
    }

    /// Its package.
    pub(crate) fn package(self) -> &'static str {
        self.package
    }

    /// Its name within its package.
    pub(crate) fn name(self) -> &'static str {
        self.name
    }

    /// `java.util.Map.Entry`.
    pub(crate) fn qualified(self) -> String {
        format!("{}.{}", self.package, self.name)
    }

    /// Whether it belongs to Java SE.
    pub(crate) fn is_se(self) -> bool {
        self.is_se
    }

    /// Whether its methods are known.
    pub(crate) fn has_methods(self) -> bool {
        self.has_methods || self.entries().next().is_some()
    }

    /// Whether it is an interface or an annotation.
    pub(crate) fn is_interface(self) -> bool {
        matches!(self.parts().nth(1), Some("i" | "@"))
    }

    /// A member type.
    pub(crate) fn member_type(self, name: &str) -> Option<Self> {
        find_in(self.package, &format!("{}.{name}", self.name))
    }

    /// Names of its type parameters.
    pub(crate) fn parameters(self) -> impl Iterator<Item = &'static str> {
        let head = self.parts().next().unwrap_or("");
        let list = head.split_once('<').map_or("", |(_, list)| list.trim_end_matches('>'));
        list.split(',').filter(|name| !name.is_empty())
    }

    /// Its direct supertypes, the superclass first; without `java.lang.Object`.
    pub(crate) fn supertypes(self) -> Vec<TypeText> {
        let list = self.parts().nth(2).and_then(|part| part.strip_prefix(':'));
        split_outside(list.unwrap_or(""), '|').map(|text| self.type_text(text)).collect()
    }

    /// Its own methods of a name.
    pub(crate) fn methods(self, name: &str) -> Vec<LibraryMethod> {
        self.entries()
            .filter(|entry| entry.0 == name)
            .flat_map(|(_, list)| split_outside(list, ';').map(move |text| self.method(text)))
            .collect()
    }

    /// All of its own methods.
    #[cfg(test)]
    pub(crate) fn all_methods(self) -> Vec<LibraryMethod> {
        self.entries()
            .flat_map(|(_, list)| split_outside(list, ';').map(move |text| self.method(text)))
            .collect()
    }

    /// The type of one of its own fields, where the facts have it.
    pub(crate) fn field(self, name: &str) -> Option<TypeText> {
        let mut fields = self.parts().skip(2).filter_map(|part| part.strip_prefix('.'));
        let text = fields.find_map(|field| field.strip_prefix(name)?.strip_prefix('='))?;
        Some(self.type_text(text))
    }

    fn parts(self) -> impl Iterator<Item = &'static str> {
        self.line.split(' ')
    }

    fn entries(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.parts().skip(2).filter_map(|part| match part {
            "~e" => Some(("equals", "z/1")),
            "~h" => Some(("hashCode", "i")),
            "~s" => Some(("toString", "String")),
            "~c" => Some(("clone", "Object")),
            _ if part.starts_with([':', '.']) => None,
            _ => part.split_once('='),
        })
    }

    fn method(self, text: &str) -> LibraryMethod {
        let (text, varargs) = text.strip_suffix('+').map_or((text, false), |text| (text, true));
        if let Some((result, list)) = text.split_once('(') {
            let list = list.strip_suffix(')').unwrap_or(list);
            let parameters: Vec<_> = split_outside(list, ',').map(|p| self.type_text(p)).collect();
            return LibraryMethod {
                result: self.type_text(result),
                arity: parameters.len(),
                parameters: Some(parameters),
                varargs,
            };
        }
        let (result, arity) = text.split_once('/').unwrap_or((text, "0"));
        let arity = arity.parse().unwrap_or(0);
        let parameters = (arity == 0).then(Vec::new);
        LibraryMethod { result: self.type_text(result), arity, parameters, varargs }
    }

    fn type_text(self, text: &str) -> TypeText {
        if let Some(element) = text.strip_suffix("[]") {
            return TypeText::Array(Box::new(self.type_text(element)));
        }
        if let Some(primitive) = primitive(text) {
            return TypeText::Primitive(primitive);
        }
        if text == "?" || text.is_empty() {
            return TypeText::Unknown;
        }
        if self.parameters().any(|name| name == text) {
            return TypeText::Variable(text.to_owned());
        }
        let (name, list) = text.split_once('<').unwrap_or((text, ""));
        let list = list.strip_suffix('>').unwrap_or(list);
        let arguments = split_outside(list, ',').map(|a| self.type_text(a)).collect();
        let (package, name) = self.package_of(name);
        TypeText::Class { package, name, arguments }
    }

    /// Package and name of a name that the facts of this type write.
    fn package_of(self, written: &str) -> (String, NestedName) {
        if written.starts_with(char::is_uppercase) {
            let near = find_in(self.package, written).is_some();
            let package = if near { self.package } else { "java.lang" };
            return (package.to_owned(), written.to_owned());
        }
        let root = self.package.split('.').next().unwrap_or("");
        let written = match written.strip_prefix('*') {
            Some(rest) => format!("{root}{rest}"),
            None => written.to_owned(),
        };
        let split = written.match_indices('.').map(|(i, _)| i).find(|&i| {
            let is_type = written.get(i + 1..).is_some_and(|s| s.starts_with(char::is_uppercase));
            is_type
                || written.get(..i).is_some_and(|p| {
                    is_package(p) && find_in(p, written.get(i + 1..).unwrap_or("")).is_some()
                })
        });
        match split.and_then(|i| Some((written.get(..i)?, written.get(i + 1..)?))) {
            Some((package, name)) => (package.to_owned(), name.to_owned()),
            None => (String::new(), written),
        }
    }
}

/// Parts of a list that are separated by a character outside of angle brackets and parentheses.
fn split_outside(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text).filter(|t| !t.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let mut depth = 0_u32;
        let at = text.char_indices().find(|&(_, c)| {
            match c {
                '<' | '(' => depth += 1,
                '>' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            c == separator && depth == 0
        });
        let Some((at, _)) = at else {
            rest = None;
            return Some(text);
        };
        rest = text.get(at + 1..);
        text.get(..at)
    })
}
