//! What is known of class libraries without having them: names, supertypes and methods of Java SE, and of Java EE and Jakarta EE.
//!
//! The facts are text, one type in a line under its package, read when the first name is asked:
//!
//! ```text
//! @java.util +                                          a package; + where methods and fields of all types are listed
//! ArrayList<E> c :AbstractList<E>|List<E> get=E/1 ...    c class, i interface, e enum, @ annotation; supertypes; methods
//! ```
//!
//! A method is `name=results`, a result for each overload separated by `;`: the result's type, then `/n` for n parameters or
//! their types in parentheses where overloads have equally many, then `+` for variable arity. `?` is a result that depends on
//! the call. `~e ~h ~s ~c` are `equals`, `hashCode`, `toString`, `clone`. Fields (`.name=type`) are listed unless their type
//! is primitive, String or the type itself. Primitive types are the lower-case letters of `types::primitive`. Names without a package
//! are of the same package or of `java.lang`. In the facts of EE `*` stands for both `javax` and `jakarta`.

mod types;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

pub(crate) use types::{LibraryMethod, LibraryType, TypeText};

const SE: &str = include_str!("jdk/se.txt");
const EE: &str = include_str!("jdk/ee.txt");

/// A package of a class library.
#[derive(Debug, Default)]
struct Package {
    /// Its facts list methods.
    has_methods: bool,
    /// Belongs to Java SE, all of whose types are listed.
    is_se: bool,
    /// Simple names (`Map.Entry` of member types) and lines.
    types: FxHashMap<&'static str, &'static str>,
}

struct Facts {
    packages: FxHashMap<String, Package>,
}

fn facts() -> &'static Facts {
    static FACTS: OnceLock<Facts> = OnceLock::new();
    FACTS.get_or_init(|| {
        let mut packages = FxHashMap::default();
        read(&mut packages, SE, "", true);
        read(&mut packages, EE, "javax", false);
        read(&mut packages, EE, "jakarta", false);
        Facts { packages }
    })
}

fn read(packages: &mut FxHashMap<String, Package>, text: &'static str, root: &str, is_se: bool) {
    let mut name = String::new();
    for line in text.lines() {
        if let Some(header) = line.strip_prefix('@') {
            let (written, flags) = header.split_once(' ').unwrap_or((header, ""));
            // A package of only one of the two roots is written in full.
            name = match written.strip_prefix('*') {
                Some(rest) => format!("{root}{rest}"),
                None => written.to_owned(),
            };
            let package = packages.entry(name.clone()).or_default();
            package.has_methods |= flags.contains('+');
            package.is_se |= is_se;
        } else if let Some(package) = packages.get_mut(&name) {
            let end = line.find(['<', ' ']).unwrap_or(line.len());
            if let Some(simple) = line.get(..end).filter(|s| !s.is_empty()) {
                package.types.insert(simple, line);
            }
        }
    }
}

/// Whether Java SE has a package of this name.
pub(crate) fn is_se_package(name: &str) -> bool {
    facts().packages.get(name).is_some_and(|package| package.is_se)
}

/// Whether there are facts of a package.
pub(crate) fn is_package(name: &str) -> bool {
    facts().packages.contains_key(name)
}

/// Simple names of all member types.
pub(crate) fn member_names() -> impl Iterator<Item = &'static str> {
    let names = facts().packages.values().flat_map(|package| package.types.keys());
    names.filter_map(|name| name.rsplit_once('.').map(|(_, last)| last))
}

/// A type by its package and its name in it (`Map.Entry` of a member type).
pub(crate) fn find_in(package: &str, name: &str) -> Option<LibraryType> {
    let (key, found) = facts().packages.get_key_value(package)?;
    let (name, line) = found.types.get_key_value(name)?;
    Some(LibraryType::new(key, name, line, found.has_methods, found.is_se))
}

/// A type by its qualified name.
pub(crate) fn find(qualified: &str) -> Option<LibraryType> {
    qualified
        .match_indices('.')
        .find_map(|(i, _)| find_in(qualified.get(..i)?, qualified.get(i + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_found_by_name() {
        assert!(find("java.util.Map.Entry").is_some());
        assert!(find("java.util.Mapp").is_none() && find("Map").is_none());
        assert!(is_se_package("java.sql") && !is_se_package("javax.servlet"));
        assert!(is_package("jakarta.servlet.http") && is_package("javax.servlet.http"));
        assert!(find("javax.servlet.http.HttpServletRequest").is_some());
    }

    #[test]
    fn every_name_in_the_facts_is_known() {
        let mut unknown = Vec::new();
        for (package, found) in sorted() {
            let mut names: Vec<_> = found.types.keys().collect();
            names.sort();
            for name in names {
                let of = find_in(package, name).unwrap();
                let known = |text: &TypeText| match text {
                    TypeText::Class { package, name, .. } => {
                        find_in(package, name.as_str()).is_some()
                    }
                    _ => true,
                };
                for text in of.supertypes() {
                    if !known(&text) {
                        unknown.push(format!("{package}.{name}: {text:?}"));
                    }
                }
                for method in of.all_methods() {
                    if !known(&method.result) {
                        unknown.push(format!("{package}.{name}: {:?}", method.result));
                    }
                }
            }
        }
        assert!(
            unknown.is_empty(),
            "{} {:#?}",
            unknown.len(),
            unknown.get(..20.min(unknown.len()))
        );
    }

    fn sorted() -> Vec<(&'static str, &'static Package)> {
        let mut all: Vec<_> = facts().packages.iter().map(|(k, v)| (k.as_str(), v)).collect();
        all.sort_by_key(|p| p.0);
        all
    }
}
