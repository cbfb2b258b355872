//! Supertypes, fields and methods of classes.

use std::sync::Arc;

use seaworthy_types::{LibraryType, Method};

use super::overloads::Overload;
use super::{Class, Scope, Type};
use crate::project::{Decl, Project};
use crate::unit::{ElementKind, TypeId};

/// How many classes a walk over supertypes visits at most.
const VISIT_LIMIT: usize = 300;

/// What is known of a class that a walk visits.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Its own members.
    members: bool,
    /// All of its direct supertypes.
    supertypes: bool,
}

/// A method or field that was looked for.
#[derive(Clone, Debug)]
pub(crate) enum Found<T> {
    /// This one.
    One(T),
    /// There may be one in a supertype that is not at hand.
    Maybe,
    /// There is none.
    None,
}

/// A field of a class.
#[derive(Clone, Debug)]
pub(crate) struct FoundField<'p> {
    /// Its type for the class asked.
    pub(crate) of: Type<'p>,
}

/// A method of a class.
#[derive(Clone, Debug)]
pub(crate) struct FoundMethod<'p> {
    /// The class that declares it.
    pub(crate) declaring: Class<'p>,
    /// Its result for the class asked.
    pub(crate) result: Type<'p>,
    /// Declared types of its parameters, where they and the overload are known.
    pub(crate) parameters: Option<Vec<Type<'p>>>,
}

impl<'p> Project<'p> {
    /// Direct supertypes with their type arguments, the superclass first, and whether all of them are known. Every class has
    /// `java.lang.Object` among them: first of classes that extend nothing, last of others.
    pub(crate) fn supertypes(
        &self,
        class: &Class<'p>,
        arguments: &[Type<'p>],
    ) -> (Vec<Type<'p>>, bool) {
        self.direct_supertypes(class, arguments, class.is_described(self))
    }

    /// The same of a class whose members may be asked or not: the supertypes of a library's class are on the class path
    /// wherever that class is.
    fn direct_supertypes(
        &self,
        class: &Class<'p>,
        arguments: &[Type<'p>],
        is_described: bool,
    ) -> (Vec<Type<'p>>, bool) {
        let object = || Type::lang("Object");
        let mut list = match class {
            Class::Source(decl) => {
                let mut list = self.written_supertypes(*decl).to_vec();
                match decl.kind() {
                    ElementKind::Enum => list.insert(0, Type::lang("Enum")),
                    ElementKind::Record => list.insert(0, Type::lang("Record")),
                    ElementKind::Annotation => {
                        list.insert(0, Type::library("java.lang.annotation", "Annotation"));
                    }
                    ElementKind::Class
                        if decl.decl().extends.len == 0
                            || list.first().is_some_and(|of| is_interface(of)) =>
                    {
                        list.insert(0, object());
                    }
                    _ => {}
                }
                list
            }
            Class::Library(of) => {
                let mut list: Vec<_> =
                    of.supertypes.iter().map(|text| self.of_text(text, &[])).collect();
                self.drop_twins(&mut list);
                list
            }
            Class::Named(_) => return (Vec::new(), false),
        };
        let is_known = |of: &Type<'p>| match of {
            Type::Class(of, _) => matches!(class, Class::Library(_)) || of.is_described(self),
            _ => false,
        };
        let complete = is_described && list.iter().all(is_known);
        let is_object = |of: &Class<'p>| of.is("java.lang", "Object");
        if !is_object(class)
            && !list
                .first()
                .is_some_and(|first| matches!(first, Type::Class(of, _) if is_object(of)))
        {
            list.push(object());
        }
        let parameters = class.parameters();
        if !parameters.is_empty() {
            for of in &mut list {
                *of = of.substitute(&parameters, arguments);
            }
        }
        (list, complete)
    }

    /// Visits all supertypes, nearest first as the language looks for members: a class's superclass with its own before its
    /// interfaces; `visit` says whether to go on. Returns whether all of them are known.
    pub(crate) fn visit_supertypes(
        &self,
        class: &Class<'p>,
        mut visit: impl FnMut(&Class<'p>) -> bool,
    ) -> bool {
        let mut complete = true;
        self.visit(&Type::Class(class.clone(), Arc::default()), |of, _, known| {
            complete &= known.supertypes;
            of == class || visit(of)
        });
        complete
    }

    /// Visits a class and its supertypes with their type arguments and what is known of them.
    fn visit(&self, of: &Type<'p>, mut visit: impl FnMut(&Class<'p>, &[Type<'p>], Known) -> bool) {
        let mut open = vec![(of.clone(), false)];
        let mut seen: Vec<Class<'p>> = Vec::new();
        while let Some((next, of_library)) = open.pop() {
            let Type::Class(class, arguments) = next else { continue };
            if seen.contains(&class) || seen.len() > VISIT_LIMIT {
                continue;
            }
            let members = match &class {
                Class::Library(_) if of_library => true,
                _ => class.is_described(self),
            };
            let (list, supertypes) = self.direct_supertypes(&class, &arguments, members);
            if !visit(&class, &arguments, Known { members, supertypes }) {
                return;
            }
            let of_library = members && matches!(class, Class::Library(_));
            open.extend(list.into_iter().rev().map(|of| (of, of_library)));
            seen.push(class);
        }
    }

    /// Releases of one library have a type of Java EE or its twin of Jakarta EE as a supertype: the one that no dependency
    /// brings is dropped.
    fn drop_twins(&self, list: &mut Vec<Type<'p>>) {
        let twins = |package: &str, other: &str| {
            let (a, b) = (package.strip_prefix("jakarta."), other.strip_prefix("javax."));
            a.is_some() && a == b
        };
        let name = |of: &Type<'p>| match of {
            Type::Class(Class::Library(of), _) => Some(of.clone()),
            _ => None,
        };
        for jakarta in list.clone().iter().filter_map(name) {
            let is_twin = |of: &crate::project::Known| {
                of.name == jakarta.name && twins(&jakarta.package, &of.package)
            };
            let Some(javax) = list.iter().filter_map(name).find(is_twin) else { continue };
            let owned = |of: &crate::project::Known| self.origin_of(of) != super::Origin::Missing;
            let missing = match (owned(&jakarta), owned(&javax)) {
                (true, false) => javax,
                (false, true) => jakarta,
                _ => continue,
            };
            list.retain(|of| name(of).is_none_or(|of| of != missing));
        }
    }

    /// Whether a class is another or a subtype of it, by qualified names; `None` where an unknown supertype may be it.
    pub fn is_subtype(&self, sub: &str, sup: &str) -> Option<bool> {
        if sub == sup {
            return Some(true);
        }
        let class = self.find(sub)?;
        self.is_subclass(&class, sup)
    }

    pub(crate) fn is_subclass(&self, class: &Class<'p>, sup: &str) -> Option<bool> {
        if class.type_name(self).qualified == sup {
            return Some(true);
        }
        let mut found = false;
        let complete = self.visit_supertypes(class, |of| {
            found = of.type_name(self).qualified == sup;
            !found
        });
        if found {
            Some(true)
        } else if complete {
            Some(false)
        } else {
            None
        }
    }

    /// Whether a class is another or a subtype of it; `None` where an unknown supertype may be it.
    pub(crate) fn is_subclass_of(&self, class: &Class<'p>, sup: &Class<'p>) -> Option<bool> {
        if class == sup || sup.is("java.lang", "Object") {
            return Some(true);
        }
        if let Class::Named(name) = sup {
            return self.is_subclass(class, &name.qualified);
        }
        let mut found = false;
        let complete = self.visit_supertypes(class, |of| {
            found = of == sup;
            !found
        });
        match (found, complete) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    }

    /// The supertype of a type that has this qualified name, with its type arguments.
    pub(crate) fn as_supertype(
        &self,
        of: &Type<'p>,
        package: &str,
        name: &str,
    ) -> Option<Vec<Type<'p>>> {
        let mut found = None;
        self.visit(of, |class, arguments, _| {
            if class.is(package, name) {
                found = Some(arguments.to_vec());
            }
            found.is_none()
        });
        found
    }

    /// A field, the class's own or inherited.
    pub(crate) fn field(&self, of: &Type<'p>, name: &str) -> Found<FoundField<'p>> {
        let of = of.bound();
        if !matches!(of, Type::Class(..)) {
            return Found::Maybe;
        }
        let mut found = None;
        let mut complete = true;
        self.visit(&of, |class, arguments, known| {
            found =
                self.own_field(class, name).map(|of| of.substitute(&class.parameters(), arguments));
            complete &= known.supertypes;
            found.is_none()
        });
        match found {
            Some(of) => Found::One(FoundField { of }),
            None if complete => Found::None,
            None => Found::Maybe,
        }
    }

    fn own_field(&self, class: &Class<'p>, name: &str) -> Option<Type<'p>> {
        match class {
            Class::Source(decl) => {
                let unit = decl.unit;
                let member = unit.members.iter().find(|member| {
                    let element = unit.element(member.element);
                    member.owner == decl.id
                        && matches!(element.kind, ElementKind::Field | ElementKind::EnumConstant)
                        && unit.text(element.name) == name
                });
                let Some(member) = member else { return self.generated_field(*decl, name) };
                Some(match member.declared {
                    Some(declared) => self.type_of(Scope { unit, at: member.element }, declared),
                    None => self.itself(*decl),
                })
            }
            Class::Library(of) => {
                of.field(name).map(|field| self.of_text(&field.of, &[&of.parameters]))
            }
            Class::Named(_) => None,
        }
    }

    /// The type of `this` in a class.
    pub(crate) fn itself(&self, decl: Decl<'p>) -> Type<'p> {
        let of = decl.type_parameters().map(|name| {
            self.type_parameter(decl, name).unwrap_or_else(|| Type::Variable(name.to_owned(), None))
        });
        Type::Class(Class::Source(decl), of.collect())
    }

    /// A method that a call with these arguments calls on a type.
    pub(crate) fn method(
        &self,
        of: &Type<'p>,
        name: &str,
        arguments: &[Type<'p>],
    ) -> Found<FoundMethod<'p>> {
        let of = of.bound();
        if !matches!(of, Type::Class(..)) {
            return Found::Maybe;
        }
        let mut found = None;
        let mut complete = true;
        self.visit(&of, |class, own, known| {
            if !known.members {
                complete = false;
                return false;
            }
            found = self.own_method(class, own, name, arguments);
            if found.is_none() && !known.supertypes {
                complete = false;
            }
            found.is_none() && complete
        });
        match found {
            Some(found) => Found::One(found),
            None if complete => Found::None,
            None => Found::Maybe,
        }
    }

    /// The methods of a name that a class declares itself, as far as they may take so many arguments.
    pub(super) fn overloads(
        &self,
        class: &Class<'p>,
        name: &str,
        arguments: usize,
    ) -> Vec<Overload<'p>> {
        match class {
            Class::Source(decl) => self.source_methods(*decl, name),
            Class::Library(of) => {
                let class: &LibraryType = of;
                let takes = |of: &&Method| of.parameters.len() == arguments || of.varargs;
                let overload = |of: &Method| {
                    let variables = [&of.variables[..], &class.parameters[..]];
                    let parameters = of.parameters.iter();
                    Overload {
                        result: self.of_text(&of.result, &variables),
                        parameters: Some(
                            parameters.map(|of| self.of_text(of, &variables)).collect(),
                        ),
                        variables: of.variables.iter().map(|of| of.name.to_string()).collect(),
                        varargs: of.varargs,
                    }
                };
                class.methods_named(name).iter().filter(takes).map(overload).collect()
            }
            Class::Named(_) => Vec::new(),
        }
    }

    fn source_methods(&self, decl: Decl<'p>, name: &str) -> Vec<Overload<'p>> {
        let unit = decl.unit;
        let named = unit.members.iter().filter(|member| {
            let element = unit.element(member.element);
            member.owner == decl.id
                && element.kind == ElementKind::Method
                && unit.text(element.name) == name
        });
        let mut found: Vec<_> = named
            .map(|member| {
                let scope = Scope { unit, at: member.element };
                let own = member.type_parameters.of(&unit.type_parameters).iter();
                let parameters = unit.type_list(member.parameters);
                Overload {
                    result: match member.declared {
                        Some(declared) => self.type_of(scope, declared),
                        None => Type::Unknown,
                    },
                    parameters: Some(
                        parameters.iter().map(|id| self.type_of(scope, *id)).collect(),
                    ),
                    variables: own.map(|of| unit.text(of.name).to_owned()).collect(),
                    varargs: member.varargs,
                }
            })
            .collect();
        if found.is_empty() {
            let implicit = self.implicit_method(decl, name);
            found.extend(implicit.or_else(|| self.generated_method(decl, name)));
        }
        found
    }

    /// Accessors of records, `values` and `valueOf` of enums.
    fn implicit_method(&self, decl: Decl<'p>, name: &str) -> Option<Overload<'p>> {
        let itself = self.itself(decl);
        let (result, parameters) = match (decl.kind(), name) {
            (ElementKind::Enum, "values") => (itself.with_dimensions(1), Vec::new()),
            (ElementKind::Enum, "valueOf") => (itself, vec![Type::lang("String")]),
            (ElementKind::Record, _) => (self.own_field(&Class::Source(decl), name)?, Vec::new()),
            _ => return None,
        };
        Some(Overload {
            result,
            parameters: Some(parameters),
            variables: Vec::new(),
            varargs: false,
        })
    }

    /// The types that a declaration extends and implements, in their order.
    pub(crate) fn read_supertypes(&self, decl: Decl<'p>) -> Vec<Type<'p>> {
        let scope = Scope { unit: decl.unit, at: decl.decl().element };
        let of = decl.decl();
        let lists = [of.extends, of.implements].map(|rows| decl.unit.type_list(rows));
        lists.concat().into_iter().map(|id| self.type_of(scope, id)).collect()
    }
}

fn is_interface(of: &Type<'_>) -> bool {
    matches!(of, Type::Class(class, _) if class.is_interface())
}

impl<'p> Decl<'p> {
    /// All type declarations of a unit.
    pub(crate) fn all(unit: &'p crate::unit::Unit) -> impl Iterator<Item = Self> {
        (0..unit.types.len()).map(move |row| Decl { unit, id: TypeId(row as u32) })
    }
}
