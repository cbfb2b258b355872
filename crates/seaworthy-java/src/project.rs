//! All units of an application, indexed by the names that they declare.

mod known;
mod libraries;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::resolve::{Origin, Resolver, Type, TypeName};
use crate::unit::{Element, ElementKind, TypeDecl, TypeId, Unit};
pub(crate) use known::Known;
pub use libraries::Libraries;

/// The sources of an application and what they can refer to.
#[derive(Debug)]
pub struct Project<'p> {
    types: FxHashMap<&'p str, Decl<'p>>,
    packages: FxHashSet<&'p str>,
    /// Simple names of member types of the sources: all others need no search in their supertypes.
    member_types: FxHashSet<&'p str>,
    /// What every type extends and implements, resolved, by [`Decl::key`].
    supertypes: FxHashMap<(usize, TypeId), Box<[Type<'p>]>>,
    libraries: Libraries,
}

/// A type declaration of a unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decl<'p> {
    pub(crate) unit: &'p Unit,
    pub(crate) id: TypeId,
}

impl PartialEq for Decl<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.unit, other.unit) && self.id == other.id
    }
}

impl<'p> Decl<'p> {
    /// The declaration itself.
    pub(crate) fn decl(self) -> TypeDecl {
        self.unit.type_decl(self.id).copied().unwrap_or_default()
    }

    /// Tells it from all others: units do not move while a project refers to them.
    fn key(self) -> (usize, TypeId) {
        (std::ptr::from_ref(self.unit).addr(), self.id)
    }

    /// Its element.
    pub(crate) fn element(self) -> Element {
        self.unit.element(self.decl().element)
    }

    /// Its kind.
    pub(crate) fn kind(self) -> ElementKind {
        self.element().kind
    }

    /// Its simple name, empty for an anonymous class.
    pub(crate) fn name(self) -> &'p str {
        self.unit.text(self.element().name)
    }

    /// Its qualified name; the simple name of a local class, empty for an anonymous one.
    pub(crate) fn qualified(self) -> &'p str {
        self.unit.text(self.decl().qualified)
    }

    /// A type that it declares itself, of a simple name.
    pub(crate) fn member_type(self, name: &str) -> Option<Self> {
        let inside = self.unit.types.iter().enumerate().skip(self.id.0 as usize + 1);
        inside
            .filter(|(_, of)| of.outer == Some(self.id) && !of.is_local)
            .map(|(row, _)| Decl { unit: self.unit, id: TypeId(row as u32) })
            .find(|of| of.name() == name)
    }

    /// Names of its type parameters.
    pub(crate) fn type_parameters(self) -> impl Iterator<Item = &'p str> {
        let rows = self.decl().type_parameters.of(&self.unit.type_parameters);
        rows.iter().map(move |parameter| self.unit.text(parameter.name))
    }
}

impl<'p> Project<'p> {
    /// Indexes the units. Where two declare one type, the first counts.
    pub fn new(units: &'p [Unit], libraries: Libraries) -> Self {
        let mut types = FxHashMap::default();
        let mut packages = FxHashSet::default();
        for unit in units {
            packages.insert(unit.package_name());
            for (row, of) in unit.types.iter().enumerate() {
                if !of.is_local && !of.qualified.is_empty() {
                    let decl = Decl { unit, id: TypeId(row as u32) };
                    types.entry(unit.text(of.qualified)).or_insert(decl);
                }
            }
        }
        let mut member_types: FxHashSet<&'p str> = FxHashSet::default();
        for unit in units {
            let nested = unit.types.iter().filter(|of| of.outer.is_some() && !of.is_local);
            member_types.extend(nested.map(|of| unit.text(unit.element(of.element).name)));
        }
        let supertypes = FxHashMap::default();
        let mut project = Self { types, packages, member_types, supertypes, libraries };
        // Names in headers may be member types that are inherited: those are found in a second round.
        for round in 0..2 {
            let mut found = Vec::new();
            for decl in units.iter().flat_map(Decl::all) {
                let known = project.written_supertypes(decl);
                let is_open = |of: &Type<'p>| matches!(of, Type::Unknown | Type::Candidates(_));
                if round == 0 || known.iter().any(is_open) {
                    let of = project.read_supertypes(decl);
                    if !of.is_empty() {
                        found.push((decl.key(), of.into_boxed_slice()));
                    }
                }
            }
            project.supertypes.extend(found);
        }
        project
    }

    /// What a declaration extends and implements.
    pub(crate) fn written_supertypes(&self, decl: Decl<'p>) -> &[Type<'p>] {
        self.supertypes.get(&decl.key()).map_or(&[], |list| list)
    }

    /// Whether any type has a member type of this name.
    pub(crate) fn may_be_member_type(&self, name: &str) -> bool {
        self.member_types.contains(name)
            || seaworthy_types::is_member_name(name)
            || self.libraries.has_member_name(name)
    }

    /// Whether a dependency can own a package.
    pub(crate) fn can_own(&self, package: &str) -> bool {
        self.libraries.can_own(package)
    }

    /// Names as they are meant in one unit. What it finds out it remembers: use one for all questions about the unit.
    pub fn resolver(&'p self, unit: &'p Unit) -> Resolver<'p> {
        Resolver::new(self, unit)
    }

    /// A type of the sources.
    pub(crate) fn source(&self, qualified: &str) -> Option<Decl<'p>> {
        self.types.get(qualified).copied()
    }

    /// Whether the sources declare a type of this qualified name.
    pub fn declares_type(&self, qualified: &str) -> bool {
        self.types.contains_key(qualified)
    }

    /// Whether a unit of the sources is in this package.
    pub fn declares_package(&self, package: &str) -> bool {
        self.packages.contains(package)
    }

    /// Whether anything on the class path can have a package: sources, Java SE, a declared dependency.
    pub fn can_have_package(&self, package: &str) -> bool {
        self.declares_package(package)
            || seaworthy_types::is_se_package(package)
            || self.libraries.can_own(package)
    }

    /// Where a type of this qualified name comes from.
    pub fn origin(&self, qualified: &str) -> Origin {
        if self.declares_type(qualified) {
            return Origin::Project;
        }
        if self.libraries.find(qualified).is_some() {
            return Origin::Library;
        }
        let package = package_of(qualified);
        if seaworthy_types::is_se_package(package) {
            let is_known = seaworthy_types::contains(qualified);
            return if is_known { Origin::Jdk } else { Origin::Missing };
        }
        // A package of the sources is split between them and a library only where a dependency is named after it.
        if self.libraries.can_own(package) { Origin::Library } else { Origin::Missing }
    }

    /// A type of a library by its qualified name: of class files at hand, else of the built-in index.
    pub(crate) fn library(&self, qualified: &str) -> Option<Known> {
        match self.libraries.find(qualified) {
            Some(own) => Some(Known::Own(own)),
            None => seaworthy_types::find(qualified).map(Known::Built),
        }
    }

    /// The same by its package and its name within it.
    pub(crate) fn library_in(&self, package: &str, name: &str) -> Option<Known> {
        match self.libraries.find_in(package, name) {
            Some(own) => Some(Known::Own(own)),
            None => seaworthy_types::find_in(package, name).map(Known::Built),
        }
    }

    /// Where a described type of a library comes from.
    pub(crate) fn origin_of(&self, known: &Known) -> Origin {
        if matches!(known, Known::Own(_)) {
            Origin::Library
        } else if known.is_se {
            Origin::Jdk
        } else if self.libraries.can_own(&known.package) {
            Origin::Library
        } else {
            Origin::Missing
        }
    }

    /// Whether a compiler could resolve an import: of a type, of a static member, or of a package on demand.
    pub fn can_resolve_import(&self, name: &str, is_static: bool, on_demand: bool) -> bool {
        if on_demand && !is_static {
            return self.can_have_package(name) || self.origin(name) != Origin::Missing;
        }
        let is_type = |name: &str| self.origin(name) != Origin::Missing;
        match name.rsplit_once('.') {
            Some((of, _)) if is_static && !on_demand => is_type(of) || is_type(name),
            _ => is_type(name),
        }
    }

    /// The name with its origin.
    pub(crate) fn named<'n>(
        &self,
        qualified: impl Into<std::borrow::Cow<'n, str>>,
    ) -> TypeName<'n> {
        let qualified = qualified.into();
        let origin = self.origin(&qualified);
        TypeName { qualified, origin }
    }
}

/// The package of a qualified name: what stands before the first part that starts with an upper-case letter, or before the last
/// part where there is none.
pub(crate) fn package_of(qualified: &str) -> &str {
    let mut at = 0;
    for part in qualified.split('.') {
        if part.starts_with(char::is_uppercase) {
            return qualified.get(..at.max(1) - 1).unwrap_or("");
        }
        at += part.len() + 1;
    }
    qualified.rsplit_once('.').map_or("", |(package, _)| package)
}
