//! What Java, Kotlin, Scala and Groovy share: how a simple type name becomes a qualified one, and the APIs of the platform.

mod apis;
pub(crate) mod routes;
mod well_known;

use rustc_hash::FxHashMap;
use seaworthy_base::{Interner, Sym};

use crate::bindings::Bindings;
use crate::variables::Type;

pub(crate) use apis::{apis, apis_with, returned_type};

/// The names of one file: its package, its imports and the types it declares.
#[derive(Debug, Default)]
pub(crate) struct TypeNames<'t> {
    /// The strings of the qualified names.
    pub(crate) names: Interner,
    /// The package, empty for the default one.
    pub(crate) package: &'t str,
    /// Types declared in this file, by simple name, as the scopes show them.
    pub(crate) declared: Bindings<'t, Sym>,
    imports: FxHashMap<&'t str, &'t str>,
    static_imports: FxHashMap<&'t str, &'t str>,
    on_demand: Vec<&'t str>,
    seen: FxHashMap<&'t str, Type>,
}

impl<'t> TypeNames<'t> {
    /// An import of one type (or, in Kotlin, one function) under a name.
    pub(crate) fn import(&mut self, alias: &'t str, qualified: &'t str) {
        self.imports.insert(alias, qualified);
    }

    /// A static import of one member.
    pub(crate) fn import_static(&mut self, member: &'t str, qualified: &'t str) {
        self.static_imports.insert(member, qualified);
    }

    /// An import of everything in a package.
    pub(crate) fn import_all(&mut self, package: &'t str) {
        self.on_demand.push(package);
    }

    /// What an imported simple name stands for.
    pub(crate) fn imported(&self, simple: &str) -> Option<&'t str> {
        self.imports.get(simple).copied()
    }

    /// What a statically imported member stands for.
    pub(crate) fn imported_member(&self, member: &str) -> Option<&'t str> {
        self.static_imports.get(member).copied()
    }

    /// The qualified name of a type as written: simple, nested (`Map.Entry`) or qualified.
    pub(crate) fn resolve(&mut self, written: &'t str) -> Type {
        let Some((first, rest)) = written.split_once('.') else {
            return self.resolve_simple(written);
        };
        if first.starts_with(|c: char| c.is_lowercase()) {
            return Type { name: self.names.intern(written), resolved: true };
        }
        let outer = self.resolve_simple(first);
        if !outer.is_known() {
            return Type::UNKNOWN;
        }
        let qualified = format!("{}.{rest}", self.names.get(outer.name));
        Type { name: self.names.intern(&qualified), resolved: outer.resolved }
    }

    fn resolve_simple(&mut self, simple: &'t str) -> Type {
        if let Some(name) = self.declared.get(simple) {
            return Type { name, resolved: true };
        }
        if let Some(&found) = self.seen.get(simple) {
            return found;
        }
        let found = self.look_up(simple);
        self.seen.insert(simple, found);
        found
    }

    fn look_up(&mut self, simple: &str) -> Type {
        if let Some(qualified) = self.imports.get(simple) {
            return Type { name: self.names.intern(qualified), resolved: true };
        }
        if is_type_parameter(simple) {
            return Type::UNKNOWN;
        }
        if well_known::in_java_lang(simple) {
            return self.member_of("java.lang", simple, true);
        }
        let mut could_hold = None;
        let mut how_many = 0;
        for &package in &self.on_demand {
            match well_known::holds(package, simple) {
                Some(true) => return self.member_of(package, simple, true),
                Some(false) => {}
                None => {
                    could_hold = Some(package);
                    how_many += 1;
                }
            }
        }
        match could_hold {
            Some(package) if how_many == 1 => self.member_of(package, simple, false),
            _ => self.member_of(self.package, simple, false),
        }
    }

    fn member_of(&mut self, package: &str, simple: &str, resolved: bool) -> Type {
        let name = if package.is_empty() {
            self.names.intern(simple)
        } else {
            self.names.intern(&format!("{package}.{simple}"))
        };
        Type { name, resolved }
    }
}

/// `T`, `K`, `T1`: by convention a type parameter.
fn is_type_parameter(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.all(|c| c.is_ascii_digit())
}

/// Whether a name looks like a type and not like a variable or constant.
pub(crate) fn looks_like_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase())
        && (name.len() <= 4 && !name.contains('_') || name.chars().any(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(names: &mut TypeNames<'static>, written: &'static str) -> (String, bool) {
        let t = names.resolve(written);
        (names.names.get(t.name).to_owned(), t.resolved)
    }

    #[test]
    fn names_are_qualified_by_what_the_file_says() {
        let mut names = TypeNames { package: "shop.web", ..TypeNames::default() };
        names.import("HttpSession", "javax.servlet.http.HttpSession");
        names.import("Map", "java.util.Map");
        names.import_all("javax.ejb");
        names.import_all("java.util");
        let sym = names.names.intern("shop.web.Outer.Inner");
        names.declared.declare("Inner", sym);
        for (written, name, sure) in [
            ("HttpSession", "javax.servlet.http.HttpSession", true),
            ("Map.Entry", "java.util.Map.Entry", true),
            ("String", "java.lang.String", true),
            ("Stateful", "javax.ejb.Stateful", true),
            ("ArrayList", "java.util.ArrayList", true),
            ("Inner", "shop.web.Outer.Inner", true),
            ("Order", "shop.web.Order", false),
            ("java.io.File", "java.io.File", true),
            ("T", "", false),
        ] {
            assert_eq!(resolved(&mut names, written), (name.to_owned(), sure), "{written}");
        }
        names.import_all("com.acme.legacy");
        assert_eq!(resolved(&mut names, "Ledger"), ("com.acme.legacy.Ledger".to_owned(), false));
        names.import_all("com.acme.more");
        assert_eq!(resolved(&mut names, "Customer"), ("shop.web.Customer".to_owned(), false));
    }

    #[test]
    fn constants_are_no_types() {
        assert!(looks_like_type("System") && looks_like_type("URL"));
        assert!(!looks_like_type("LOGGER") && !looks_like_type("MAX_A") && !looks_like_type("x"));
    }
}
