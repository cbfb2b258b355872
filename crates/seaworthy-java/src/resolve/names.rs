//! What a written type name means where it stands.
//!
//! The order is that of the language: type parameters and local classes, member types (own, then inherited), types of the file,
//! single imports, the package, imports on demand, `java.lang`.

use std::sync::Arc;

use super::{Class, NamedType, Origin, Resolution, Type, TypeName};
use crate::project::{Decl, Known, Project, package_of};
use crate::unit::{ElementId, ElementKind, TypeId, TypeRefId, Unit};

/// A place where names are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'p> {
    pub(crate) unit: &'p Unit,
    pub(crate) at: ElementId,
}

/// Types nested deeper than this are unknown.
const DEPTH_LIMIT: u32 = 40;

impl<'p> Project<'p> {
    /// A class by its qualified name, from the sources or the facts.
    pub(crate) fn find(&self, qualified: &str) -> Option<Class<'p>> {
        match self.source(qualified) {
            Some(decl) => Some(Class::Source(decl)),
            None => self.library(qualified).map(Class::Library),
        }
    }

    /// A dotted name without type arguments.
    pub(crate) fn resolve(&self, scope: Scope<'p>, written: &'p str) -> Type<'p> {
        if !written.contains('.') {
            return self.simple(scope, written);
        }
        let parts = written.split('.').count();
        let mut named = self.prefixes(scope, written, false);
        match named.pop_if(|last| last.parts == parts) {
            Some(NamedType { resolution: Resolution::Exact(name), .. }) => {
                let class = self.find(&name.qualified);
                Type::Class(class.unwrap_or(Class::Named(name)), Arc::default())
            }
            Some(NamedType { resolution: Resolution::Candidates(of), .. }) => {
                Type::Candidates(of.into())
            }
            _ => Type::Unknown,
        }
    }

    /// A type as written.
    pub(crate) fn type_of(&self, scope: Scope<'p>, id: TypeRefId) -> Type<'p> {
        self.type_within(scope, id, 0)
    }

    fn type_within(&self, scope: Scope<'p>, id: TypeRefId, depth: u32) -> Type<'p> {
        if depth > DEPTH_LIMIT {
            return Type::Unknown;
        }
        let of = scope.unit.type_ref(id);
        let name = scope.unit.text(of.name);
        let base = match self.resolve(scope, name) {
            Type::Class(class, _) => {
                let arguments = scope.unit.type_list(of.arguments);
                let arguments = arguments.iter().map(|id| self.type_within(scope, *id, depth + 1));
                Type::Class(class, arguments.collect())
            }
            other => other,
        };
        base.with_dimensions(of.dimensions)
    }

    /// A simple name.
    fn simple(&self, scope: Scope<'p>, name: &'p str) -> Type<'p> {
        if let Some(primitive) = Type::primitive(name) {
            return primitive;
        }
        if name == "?" {
            return Type::lang("Object");
        }
        if name.is_empty() {
            return Type::Unknown;
        }
        let class = |class| Type::Class(class, Arc::default());
        let mut at = scope.at;
        while at != ElementId::UNIT {
            let element = scope.unit.element(at);
            if element.kind.is_type() {
                let decl = Decl { unit: scope.unit, id: TypeId(element.row) };
                if let Some(parameter) = self.type_parameter(decl, name) {
                    return parameter;
                }
                if decl.name() == name {
                    return class(Class::Source(decl));
                }
                if let Some(found) = self.member_type(&Class::Source(decl), name) {
                    return class(found);
                }
            } else {
                if let Some(parameter) = self.method_parameter(Scope { at, ..scope }, name) {
                    return parameter;
                }
                if let Some(found) = local_type(scope.unit, at, name) {
                    return class(Class::Source(found));
                }
            }
            at = element.parent;
        }
        self.at_top(scope.unit, name)
    }

    /// A simple name that no type of the file nests.
    fn at_top(&self, unit: &'p Unit, name: &'p str) -> Type<'p> {
        let class = |class| Type::Class(class, Arc::default());
        let package = unit.package_name();
        let own = unit.types.iter().position(|of| {
            of.outer.is_none() && !of.is_local && unit.text(unit.element(of.element).name) == name
        });
        if let Some(row) = own {
            return class(Class::Source(Decl { unit, id: TypeId(row as u32) }));
        }
        for import in unit.imports.iter().filter(|import| !import.on_demand) {
            let imported = unit.text(import.name);
            let last = imported.rsplit('.').next().unwrap_or("");
            if last != name {
                continue;
            }
            match self.find(imported) {
                Some(found) => return class(found),
                // A static import without a library may be of a member type as well as of a field or method.
                None if import.is_static && !name.starts_with(char::is_uppercase) => {}
                None => return class(Class::Named(self.named(imported))),
            }
        }
        let near = if package.is_empty() { name.to_owned() } else { format!("{package}.{name}") };
        if let Some(decl) = self.source(&near) {
            return class(Class::Source(decl));
        }
        let mut open: Vec<TypeName<'p>> = Vec::new();
        for import in unit.imports.iter().filter(|import| import.on_demand) {
            let imported = unit.text(import.name);
            if let Some(decl) = self.source(&format!("{imported}.{name}")) {
                return class(Class::Source(decl));
            }
            if let Some(of) = self.library_in(imported, name) {
                return class(Class::Library(of));
            }
            if let Some(of) = self.find(imported) {
                if let Some(member) = self.member_type(&of, name) {
                    return class(member);
                }
            } else if !seaworthy_types::is_se_package(imported)
                && (!self.declares_package(imported)
                    || self.origin_of_package(imported) == Origin::Library)
            {
                let qualified = format!("{imported}.{name}");
                let origin = self.origin_of_package(imported);
                open.push(TypeName { qualified: qualified.into(), origin });
            }
        }
        if let Some(of) = seaworthy_types::find_in("java.lang", name) {
            return class(Class::Library(Known::Built(of)));
        }
        if open.is_empty() {
            return Type::Unknown;
        }
        open.sort();
        open.dedup();
        Type::Candidates(open.into())
    }

    fn origin_of_package(&self, package: &str) -> Origin {
        if self.can_own(package) { Origin::Library } else { Origin::Missing }
    }

    /// A type parameter of a type.
    pub(crate) fn type_parameter(&self, decl: Decl<'p>, name: &str) -> Option<Type<'p>> {
        let at = decl.decl().element;
        let rows = decl.decl().type_parameters;
        self.parameter(Scope { unit: decl.unit, at }, rows, name)
    }

    fn method_parameter(&self, scope: Scope<'p>, name: &str) -> Option<Type<'p>> {
        let element = scope.unit.element(scope.at);
        if !element.kind.is_member() {
            return None;
        }
        let member = scope.unit.members.get(element.row as usize)?;
        self.parameter(scope, member.type_parameters, name)
    }

    fn parameter(&self, scope: Scope<'p>, rows: crate::unit::Rows, name: &str) -> Option<Type<'p>> {
        let found = rows
            .of(&scope.unit.type_parameters)
            .iter()
            .find(|parameter| scope.unit.text(parameter.name) == name)?;
        let bound = found.bound.map(|bound| {
            let of = scope.unit.type_ref(bound);
            // Bounds that name other parameters, or this one in their arguments, are taken without either.
            let outer = Scope { at: scope.unit.element(scope.at).parent, ..scope };
            Arc::new(self.resolve(outer, scope.unit.text(of.name)))
        });
        Some(Type::Variable(name.to_owned(), bound.filter(|of| **of != Type::Unknown)))
    }

    /// A member type, the class's own or inherited.
    pub(crate) fn member_type(&self, class: &Class<'p>, name: &str) -> Option<Class<'p>> {
        let own = |class: &Class<'p>| match class {
            Class::Source(decl) => decl.member_type(name).map(Class::Source),
            Class::Library(of) => {
                let member = format!("{}.{name}", of.name);
                self.library_in(&of.package, &member).map(Class::Library)
            }
            Class::Named(_) => None,
        };
        if let Some(found) = own(class) {
            return Some(found);
        }
        if !self.may_be_member_type(name) {
            return None;
        }
        let mut found = None;
        self.visit_supertypes(class, |of| {
            found = own(of);
            found.is_none()
        });
        found
    }

    /// The starts of a dotted name that are types, shortest first. In an expression what follows the types may be fields.
    pub(crate) fn prefixes(
        &self,
        scope: Scope<'p>,
        written: &'p str,
        is_expression: bool,
    ) -> Vec<NamedType<'p>> {
        let head_end = written.find('.').unwrap_or(written.len());
        let head = written.get(..head_end).unwrap_or("");
        let mut named = Vec::new();
        let (mut at, mut parts) = (head_end, 1);
        let mut of = self.simple(scope, head);
        // A name in lower case is a type only where one is known.
        let plain = head.starts_with(char::is_lowercase);
        if matches!(of, Type::Unknown) || (plain && !is_found(&of)) {
            match self.qualified_start(written, is_expression) {
                Some((class, end)) => {
                    of = Type::Class(class, Arc::default());
                    parts = written.get(..end).unwrap_or("").split('.').count();
                    at = end;
                }
                None => return named,
            }
        }
        loop {
            named.push(NamedType { parts, resolution: of.resolution(self) });
            let Some(rest) = written.get(at + 1..) else { break };
            let end = rest.find('.').unwrap_or(rest.len());
            let name = rest.get(..end).unwrap_or("");
            of = match of {
                Type::Class(class, _) => match self.member_type(&class, name) {
                    Some(found) => Type::Class(found, Arc::default()),
                    None if is_expression && !self.may_have_member_type(&class, name) => break,
                    None => {
                        let known = class.type_name(self);
                        // A source that inherits nothing unknown has no such member type.
                        let origin = match known.origin {
                            Origin::Project | Origin::Jdk => Origin::Missing,
                            other => other,
                        };
                        let qualified = format!("{}.{name}", known.qualified).into();
                        Type::Class(Class::Named(TypeName { qualified, origin }), Arc::default())
                    }
                },
                Type::Candidates(candidates) if !is_expression || looks_like_type(name) => {
                    let of = candidates.iter().map(|of| TypeName {
                        qualified: format!("{}.{name}", of.qualified).into(),
                        origin: of.origin,
                    });
                    Type::Candidates(of.collect())
                }
                _ => break,
            };
            at += 1 + end;
            parts += 1;
        }
        named
    }

    /// Whether a part of a name after a class may be a member type of it that is not known, rather than a field.
    fn may_have_member_type(&self, class: &Class<'p>, name: &str) -> bool {
        let of = Type::Class(class.clone(), Arc::default());
        looks_like_type(name) && matches!(self.field(&of, name), super::members::Found::Maybe)
    }

    /// The type that a name with its package starts with, and where its name ends.
    fn qualified_start(&self, written: &'p str, is_expression: bool) -> Option<(Class<'p>, usize)> {
        let ends = || written.match_indices('.').map(|(i, _)| i).chain([written.len()]).skip(1);
        for end in ends() {
            if let Some(found) = written.get(..end).and_then(|prefix| self.find(prefix)) {
                return Some((found, end));
            }
        }
        let package = package_of(written);
        if package.is_empty() {
            return None;
        }
        let rest = written.get(package.len() + 1..)?;
        let end = package.len() + 1 + rest.find('.').unwrap_or(rest.len());
        let name = written.get(package.len() + 1..end)?;
        // `field.CONSTANT` of an inherited field looks like a package and a type: packages have two parts, or are known.
        if is_expression
            && !(looks_like_type(name) && (package.contains('.') || self.can_have_package(package)))
        {
            return None;
        }
        Some((Class::Named(self.named(written.get(..end)?)), end))
    }
}

/// Whether names may mean something in an element that they do not mean in all of its type: type parameters of methods and
/// local classes.
pub(super) fn has_own_names(scope: Scope<'_>) -> bool {
    let mut at = scope.at;
    loop {
        let element = scope.unit.element(at);
        if element.kind.is_type() || at == ElementId::UNIT {
            return false;
        }
        let is_generic = element.kind.is_member()
            && scope
                .unit
                .members
                .get(element.row as usize)
                .is_some_and(|member| member.type_parameters.len > 0);
        if is_generic || has_local_types(scope.unit) {
            return true;
        }
        at = element.parent;
    }
}

/// Whether a unit has classes inside of methods.
fn has_local_types(unit: &Unit) -> bool {
    unit.types.iter().any(|of| of.is_local && !of.is_anonymous)
}

/// Whether a type is more than a name.
fn is_found(of: &Type<'_>) -> bool {
    matches!(of, Type::Class(Class::Source(_) | Class::Library(_), _) | Type::Variable(..))
}

/// Whether a part of a name is written as types are: an upper-case letter first, a lower-case one somewhere, or short.
fn looks_like_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && (name.len() < 4 || name.contains(char::is_lowercase))
}

/// A class that a method, initialiser or lambda declares.
fn local_type<'p>(unit: &'p Unit, at: ElementId, name: &str) -> Option<Decl<'p>> {
    let row = unit.types.iter().position(|of| {
        let element = unit.element(of.element);
        of.is_local
            && !of.is_anonymous
            && element.parent == at
            && element.kind != ElementKind::Unit
            && unit.text(element.name) == name
    })?;
    Some(Decl { unit, id: TypeId(row as u32) })
}
