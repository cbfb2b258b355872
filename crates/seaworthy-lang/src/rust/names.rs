//! Paths: what a file imports, and what a path in it stands for.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Rust, apis};
use crate::grammar::{child, named_children};
use crate::output::span;
use crate::variables::join;

/// Parts of a path that are read.
const MAX_PARTS: usize = 16;
/// Names that one `use` brings.
const MAX_NAMES: usize = 400;

/// One name that a `use` brings.
struct Used<'t> {
    path: String,
    /// The name in this file; `*` for everything.
    name: &'t str,
    alias: Option<&'t str>,
    at: Node<'t>,
}

/// Types and functions that every file has, or is as good as sure to mean.
const PRELUDE: &[(&str, &str)] = &[
    ("Arc", "std.sync.Arc"),
    ("Box", "std.boxed.Box"),
    ("Err", "std.result.Result.Err"),
    ("None", "std.option.Option.None"),
    ("Ok", "std.result.Result.Ok"),
    ("Option", "std.option.Option"),
    ("Result", "std.result.Result"),
    ("Some", "std.option.Option.Some"),
    ("String", "std.string.String"),
    ("Vec", "std.vec.Vec"),
];

impl<'t> Rust<'t> {
    /// Remembers what a `use` brings.
    pub(super) fn import(&mut self, node: Node<'t>) {
        for used in self.used(node) {
            let path = self.names.intern(&used.path);
            if used.name == "*" {
                self.globs.push(path);
            } else if used.name != "_" {
                self.imports.insert(used.name, path);
            }
        }
    }

    /// The facts of a `use`. One within a function or module counts from here on.
    pub(super) fn use_facts(&mut self, node: Node<'t>) {
        self.import(node);
        for used in self.used(node) {
            let name = if used.name == "*" { join(&used.path, "*") } else { used.path };
            self.out.fact(FactKind::Import, true, &name, used.alias.unwrap_or(""), span(used.at));
        }
    }

    pub(super) fn extern_crate(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let alias = child(node, self.fields.alias).map(|n| self.out.text(n));
        let path = self.out.text(name);
        if let Some(alias) = alias {
            let path = self.names.intern(path);
            self.imports.insert(alias, path);
        }
        self.out.fact(FactKind::Import, true, path, alias.unwrap_or(""), span(name));
    }

    /// The names of a use tree, without recursion.
    fn used(&self, node: Node<'t>) -> Vec<Used<'t>> {
        let mut found = Vec::new();
        let Some(argument) = child(node, self.fields.argument) else { return found };
        let mut open = vec![(argument, String::new())];
        while let Some((node, prefix)) = open.pop() {
            if found.len() >= MAX_NAMES {
                break;
            }
            match self.kind(node) {
                Some(Kind::ScopedUseList) => {
                    let prefix = match child(node, self.fields.path) {
                        Some(path) => join(&prefix, &self.dotted(path)),
                        None => prefix,
                    };
                    open.extend(child(node, self.fields.list).map(|list| (list, prefix)));
                }
                Some(Kind::UseList) => {
                    let mut items: Vec<_> =
                        named_children(node).map(|n| (n, prefix.clone())).collect();
                    items.reverse();
                    open.extend(items);
                }
                Some(Kind::UseWildcard) => {
                    let path = named_children(node).next().map(|p| self.dotted(p));
                    let path = join(&prefix, &path.unwrap_or_default());
                    found.push(Used { path, name: "*", alias: None, at: node });
                }
                Some(Kind::UseAs) => {
                    let (Some(path), Some(alias)) =
                        (child(node, self.fields.path), child(node, self.fields.alias))
                    else {
                        continue;
                    };
                    let name = self.out.text(alias);
                    let path = plain(&prefix, &self.dotted(path));
                    found.push(Used { path, name, alias: Some(name), at: node });
                }
                Some(Kind::Comment) => {}
                _ => {
                    let path = plain(&prefix, &self.dotted(node));
                    let last = self.parts(node).and_then(|p| p.last().copied()).unwrap_or("");
                    // `use a::b::{self}` brings `b`.
                    let name = if last == "self" { self.last_of(&prefix, node) } else { last };
                    found.push(Used { path, name, alias: None, at: node });
                }
            }
        }
        found
    }

    /// The last part of a prefix, as a piece of the source before `node`.
    fn last_of(&self, prefix: &str, node: Node<'t>) -> &'t str {
        let last = prefix.rsplit('.').next().unwrap_or(prefix);
        let before = self.out.source().get(..node.start_byte()).unwrap_or("");
        before.rfind(last).and_then(|at| before.get(at..at + last.len())).unwrap_or("")
    }

    /// A path with `.` between its parts, as written.
    fn dotted(&self, node: Node<'t>) -> String {
        self.parts(node).unwrap_or_default().join(".")
    }

    /// The parts of a path; `None` for `<T as Trait>::name` and what is no path.
    pub(super) fn parts(&self, node: Node<'t>) -> Option<Vec<&'t str>> {
        let mut parts = Vec::new();
        let mut node = node;
        loop {
            if parts.len() == MAX_PARTS {
                return None;
            }
            match self.kind(node) {
                Some(Kind::Path | Kind::TypePath) => {
                    parts.push(self.out.text(child(node, self.fields.name)?));
                    match child(node, self.fields.path) {
                        Some(path) => node = path,
                        // `::std::fs`
                        None => break,
                    }
                }
                Some(Kind::GenericType) => node = child(node, self.fields.type_)?,
                Some(Kind::Generic) => node = child(node, self.fields.function)?,
                Some(Kind::Identifier | Kind::TypeName | Kind::SelfValue) => {
                    parts.push(self.out.text(node));
                    break;
                }
                _ if matches!(node.kind(), "crate" | "super") => {
                    parts.push(self.out.text(node));
                    break;
                }
                _ => return None,
            }
        }
        parts.reverse();
        Some(parts)
    }

    /// The qualified name of a path and whether it is sure.
    pub(super) fn resolve(&mut self, parts: &[&'t str]) -> (String, bool) {
        let Some((&first, rest)) = parts.split_first() else { return ("?".to_owned(), false) };
        let on = |start: &str| {
            let mut all = start.to_owned();
            for part in rest {
                all = join(&all, part);
            }
            all
        };
        match first {
            "crate" | "super" => return (on(first), true),
            "self" => return (self.own(&rest.join(".")), true),
            "Self" => {
                return match self.owners.last() {
                    Some(t) if t.is_known() => (on(self.names.get(t.name)), t.resolved),
                    _ => (on("?"), false),
                };
            }
            _ => {}
        }
        if let Some(&path) = self.imports.get(first) {
            return (on(self.names.get(path)), true);
        }
        // `rocket::build()` in a `fn rocket()` means the crate: no path starts with a function.
        if self.declared.get(first).is_some_and(|holds| *holds || rest.is_empty()) {
            return (self.own(&parts.join(".")), true);
        }
        if let Some((_, path)) = PRELUDE.iter().find(|(name, _)| *name == first) {
            return (on(path), true);
        }
        for &glob in &self.globs {
            let path = on(&join(self.names.get(glob), first));
            if apis::is_known(&path) {
                return (path, true);
            }
        }
        if rest.is_empty() {
            return (first.to_owned(), false);
        }
        // A crate, by custom in lower case; a type must come from somewhere that is not seen here.
        (on(first), first.starts_with(|c: char| c.is_lowercase()))
    }

    /// A name of the module or type that the walk is in. It starts with `crate`, so that it is never taken for one of a
    /// library; the modules between are not known from the file alone.
    pub(super) fn own(&self, name: &str) -> String {
        match self.places.last() {
            Some(place) => join(self.names.get(*place), name),
            None => join("crate", name),
        }
    }
}

/// A path below a prefix; `self` at its end is the prefix itself.
fn plain(prefix: &str, path: &str) -> String {
    let all = join(prefix, path);
    match all.strip_suffix(".self") {
        Some(outer) => outer.to_owned(),
        None => all,
    }
}
