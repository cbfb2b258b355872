//! Members of a type and of what it inherits from.

use rustc_hash::FxHashSet;

use crate::index::{find, find_in};
use crate::model::{Field, LibraryType, Method, TypeText};

/// How many types a walk over supertypes visits at most.
const VISIT_LIMIT: usize = 300;

/// A method that a call calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMethod {
    /// The type that declares it.
    pub declaring: &'static LibraryType,
    /// Its result for the type asked; unknown where overloads that may be meant differ in it, and where only the arguments
    /// could tell.
    pub result: TypeText,
    /// The method itself, where it is the only one that may be meant.
    pub method: Option<&'static Method>,
}

/// A field of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundField {
    /// The type that declares it.
    pub declaring: &'static LibraryType,
    /// Its type for the type asked.
    pub of: TypeText,
}

/// Visits a type and its supertypes with their type arguments, nearest first as the language looks for members: a class's
/// superclass with its own before its interfaces, `java.lang.Object` last. `visit` says whether to go on. Returns whether all
/// supertypes are known.
fn visit(
    of: &'static LibraryType,
    arguments: &[TypeText],
    mut visit: impl FnMut(&'static LibraryType, &[TypeText]) -> bool,
) -> bool {
    let mut open = vec![(of, arguments.to_vec())];
    let mut seen = FxHashSet::default();
    let mut complete = true;
    open.extend(find_in("java.lang", "Object").map(|object| (object, Vec::new())));
    // The type itself goes first.
    open.reverse();
    while let Some((of, arguments)) = open.pop() {
        if seen.len() > VISIT_LIMIT || !seen.insert(std::ptr::from_ref(of)) {
            continue;
        }
        if !visit(of, &arguments) {
            return complete;
        }
        for text in of.supertypes.iter().rev() {
            let TypeText::Class { package, name, arguments: own } = text else { continue };
            match find_in(package, name) {
                Some(found) => {
                    let own =
                        own.iter().map(|text| text.substitute(of, None, &arguments)).collect();
                    open.push((found, own));
                }
                None => complete = false,
            }
        }
    }
    complete
}

/// The supertypes of a type, nearest first, `java.lang.Object` last; those that the index does not have are left out.
pub fn supertypes(of: &'static LibraryType) -> Vec<&'static LibraryType> {
    let mut found = Vec::new();
    visit(of, &[], |next, _| {
        if !std::ptr::eq(next, of) {
            found.push(next);
        }
        true
    });
    found
}

/// Whether a type is another or a subtype of it; `None` where an unknown supertype may be it.
pub fn is_subtype(sub: &str, sup: &str) -> Option<bool> {
    if sub == sup || sup == "java.lang.Object" {
        return Some(true);
    }
    let sup = find(sup);
    let mut found = false;
    let complete = visit(find(sub)?, &[], |of, _| {
        found = sup.is_some_and(|sup| std::ptr::eq(sup, of));
        !found
    });
    match (found, complete && sup.is_some()) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

/// What a call of `name` with so many arguments calls on a value of type `of`, whose type arguments are `own` (none: raw).
/// `types` holds the qualified names, or keywords, of the arguments' types as far as they are known; it may be shorter than
/// the list of arguments.
pub fn method(
    of: &'static LibraryType,
    own: &[TypeText],
    name: &str,
    arguments: usize,
    types: &[Option<&str>],
) -> Option<FoundMethod> {
    let mut found = None;
    visit(of, own, |declaring, own| {
        let methods = declaring.methods_named(name).iter();
        let mut fitting: Vec<_> = methods.filter(|of| of.takes(arguments, types)).collect();
        // Variable arity counts only where nothing fits without it.
        if fitting.iter().any(|of| of.parameters.len() == arguments) {
            fitting.retain(|of| of.parameters.len() == arguments);
        }
        if fitting.iter().any(|of| of.is_exact(types)) {
            fitting.retain(|of| of.is_exact(types));
        }
        if let Some(first) = fitting.first() {
            let mut results =
                fitting.iter().map(|of| of.result.substitute(declaring, Some(*of), own));
            let result = results.next().unwrap_or_default();
            let result =
                if results.all(|other| other == result) { result } else { TypeText::Unknown };
            let method = (fitting.len() == 1).then_some(*first);
            found = Some(FoundMethod { declaring, result, method });
        }
        found.is_none()
    });
    found
}

/// A field of a type, its own or inherited.
pub fn field(of: &'static LibraryType, own: &[TypeText], name: &str) -> Option<FoundField> {
    let mut found = None;
    visit(of, own, |declaring, own| {
        let of: Option<&Field> = declaring.field(name);
        found = of.map(|of| FoundField { declaring, of: of.of.substitute(declaring, None, own) });
        found.is_none()
    });
    found
}

impl Method {
    /// Whether it can take so many arguments of these types.
    fn takes(&self, arguments: usize, types: &[Option<&str>]) -> bool {
        let fixed = self.parameters.len();
        let fits = fixed == arguments || self.varargs && arguments + 1 >= fixed;
        fits && (fixed != arguments || self.pairs(types).all(|(of, name)| of.may_take(name)))
    }

    /// Whether the types are those of its parameters.
    fn is_exact(&self, types: &[Option<&str>]) -> bool {
        !types.is_empty() && self.pairs(types).all(|(of, name)| of.is_named(name))
    }

    fn pairs<'a>(
        &'a self,
        types: &'a [Option<&'a str>],
    ) -> impl Iterator<Item = (&'a TypeText, &'a str)> {
        let pairs = self.parameters.iter().zip(types);
        pairs.filter_map(|(of, name)| Some((of, (*name)?)))
    }
}

impl TypeText {
    /// The qualified name of its class, the keyword of a primitive type; nothing for other types.
    pub fn qualified(&self) -> Option<String> {
        match self {
            Self::Class { package, name, .. } if package.is_empty() => Some(name.to_string()),
            Self::Class { package, name, .. } => Some(format!("{package}.{name}")),
            Self::Primitive(name) => Some((*name).to_owned()),
            _ => None,
        }
    }

    fn is_named(&self, qualified: &str) -> bool {
        match self {
            Self::Class { package, name, .. } => qualified
                .strip_prefix(&**package)
                .is_some_and(|rest| rest.trim_start_matches('.') == name),
            Self::Primitive(name) => *name == qualified,
            _ => false,
        }
    }

    /// Whether a value of a type may be passed for a parameter of this one.
    fn may_take(&self, argument: &str) -> bool {
        let is_primitive = !argument.contains('.') && crate::model::PRIMITIVES.contains(&argument);
        match self {
            Self::Class { .. } if is_primitive => true,
            Self::Class { .. } => match self.qualified() {
                Some(name) => is_subtype(argument, &name) != Some(false),
                None => true,
            },
            Self::Primitive(_) => is_primitive || argument.starts_with("java.lang."),
            Self::Array(_) => !is_primitive && find(argument).is_none(),
            Self::Variable(_) | Self::Unknown => true,
        }
    }

    /// With type arguments put in for the parameters of a type; those of a method become unknown, those of a raw type their
    /// bounds.
    fn substitute(&self, of: &LibraryType, method: Option<&Method>, own: &[TypeText]) -> Self {
        match self {
            Self::Variable(name) => {
                if method.is_some_and(|of| of.variables.iter().any(|known| known.name == *name)) {
                    return Self::Unknown;
                }
                let at = of.parameters.iter().position(|known| known.name == *name);
                let Some(at) = at else { return Self::Unknown };
                let bound = || match of.parameters.get(at).and_then(|of| of.bound.clone()) {
                    Some(Self::Class { package, name, .. }) => {
                        Self::Class { package, name, arguments: Vec::new() }
                    }
                    Some(_) => Self::Unknown,
                    None => crate::signature::object(),
                };
                own.get(at).cloned().unwrap_or_else(bound)
            }
            Self::Array(element) => Self::Array(Box::new(element.substitute(of, method, own))),
            Self::Class { package, name, arguments } => Self::Class {
                package: package.clone(),
                name: name.clone(),
                arguments: arguments.iter().map(|text| text.substitute(of, method, own)).collect(),
            },
            Self::Primitive(_) | Self::Unknown => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(of: &str, name: &str, types: &[Option<&str>]) -> String {
        match method(find(of).unwrap(), &[], name, types.len(), types) {
            Some(found) => {
                let result = found.result.qualified().unwrap_or_else(|| "?".to_owned());
                format!("{} {result}", found.declaring.qualified())
            }
            None => "none".to_owned(),
        }
    }

    #[test]
    fn methods_are_inherited() {
        assert_eq!(
            called("javax.servlet.http.HttpServletRequest", "getParameter", &[None]),
            "javax.servlet.ServletRequest java.lang.String"
        );
        assert_eq!(
            called("java.lang.StringBuilder", "setLength", &[Some("int")]),
            "java.lang.AbstractStringBuilder void"
        );
        assert_eq!(called("java.util.List", "getClass", &[]), "java.lang.Object java.lang.Class");
        assert_eq!(called("java.util.List", "nothing", &[]), "none");
        assert_eq!(
            called("org.springframework.jdbc.core.JdbcTemplate", "getDataSource", &[]),
            "org.springframework.jdbc.support.JdbcAccessor javax.sql.DataSource"
        );
    }

    #[test]
    fn overloads_are_told_apart_where_arguments_are_known() {
        let found = called("java.lang.Integer", "valueOf", &[Some("java.lang.String")]);
        assert_eq!(found, "java.lang.Integer java.lang.Integer");
        assert_eq!(called("java.util.List", "remove", &[None]), "java.util.List ?");
        assert_eq!(
            called("java.util.List", "remove", &[Some("int")]),
            "java.util.List java.lang.Object"
        );
        assert_eq!(
            called("java.lang.String", "format", &[None, None, None, None]),
            "java.lang.String java.lang.String"
        );
    }

    #[test]
    fn type_arguments_are_put_in() {
        let string = TypeText::Class {
            package: "java.lang".into(),
            name: "String".into(),
            arguments: Vec::new(),
        };
        let list = find("java.util.ArrayList").unwrap();
        let found = method(list, std::slice::from_ref(&string), "stream", 0, &[]).unwrap();
        assert_eq!(found.declaring.qualified(), "java.util.Collection");
        let TypeText::Class { name, arguments, .. } = found.result else { panic!() };
        assert_eq!((&*name, &arguments[..]), ("Stream", &[string][..]));
    }

    #[test]
    fn fields_are_inherited() {
        let found = field(find("javax.swing.JFrame").unwrap(), &[], "WIDTH").unwrap();
        assert_eq!(found.declaring.qualified(), "java.awt.image.ImageObserver");
        assert_eq!(found.of, TypeText::Primitive("int"));
    }

    #[test]
    fn subtypes_are_known() {
        assert_eq!(is_subtype("java.util.ArrayList", "java.lang.Iterable"), Some(true));
        assert_eq!(is_subtype("java.util.ArrayList", "java.util.Set"), Some(false));
        assert_eq!(is_subtype("x.Y", "java.util.Set"), None);
        assert_eq!(is_subtype("java.util.List", "x.Y"), None);
        assert!(supertypes(find("java.util.List").unwrap()).len() >= 3);
    }
}
