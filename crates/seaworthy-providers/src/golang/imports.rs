//! The imports of a file and the identifiers they bind.

use rustc_hash::FxHashMap;
use tree_sitter::Tree;

use crate::preorder::{line_of, named_children, preorder, text_of};

/// How a file speaks of an imported package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    /// By an identifier.
    Named,
    /// Not at all: its names stand alone.
    Dot,
    /// Not at all: only its initialisation is wanted.
    Blank,
}

/// One import.
#[derive(Clone, Debug)]
pub(super) struct Import {
    /// The path as written.
    pub(super) path: String,
    /// How it is named.
    pub(super) operand: Operand,
    /// Its line.
    pub(super) line: u32,
}

impl Import {
    /// Whether this is the package of that path, in any major version, or of that last part.
    pub(super) fn is(&self, asked: &str) -> bool {
        let plain = without_major(&self.path);
        self.path == asked
            || plain == asked
            || (!asked.contains('/') && plain.rsplit('/').next() == Some(asked))
    }
}

/// The imports of a file.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// In order.
    pub(super) list: Vec<Import>,
    /// Whether any is a dot import.
    pub(super) has_dots: bool,
    by_name: FxHashMap<String, Vec<usize>>,
}

impl Imports {
    /// Reads the imports of a file.
    pub(super) fn read(tree: &Tree, text: &str) -> Self {
        let mut imports = Self::default();
        let mut guesses = Vec::new();
        let declarations = named_children(tree.root_node())
            .into_iter()
            .filter(|n| n.kind() == "import_declaration");
        for spec in declarations.flat_map(preorder).filter(|n| n.kind() == "import_spec") {
            let Some(path) = spec.child_by_field_name("path") else { continue };
            let path = text_of(path, text).trim_matches(['"', '`']).to_owned();
            let number = imports.list.len();
            let name = spec.child_by_field_name("name");
            let operand = match name.map(|n| n.kind()) {
                Some("dot") => Operand::Dot,
                Some("blank_identifier") => Operand::Blank,
                _ => Operand::Named,
            };
            if let (Some(name), Operand::Named) = (name, operand) {
                imports.by_name.entry(text_of(name, text).to_owned()).or_default().push(number);
            } else if operand == Operand::Named {
                let mut names = package_names(&path).into_iter();
                if let Some(name) = names.next() {
                    imports.by_name.entry(name).or_default().push(number);
                }
                guesses.extend(names.map(|name| (name, number)));
            }
            imports.has_dots |= operand == Operand::Dot;
            imports.list.push(Import { path, operand, line: line_of(spec) });
        }
        // A guess gives way to an import that surely has the name.
        for (name, number) in guesses {
            imports.by_name.entry(name).or_insert_with(|| vec![number]);
        }
        imports
    }

    /// The imports that an identifier can mean.
    pub(super) fn of(&self, identifier: &str) -> Option<&[usize]> {
        self.by_name.get(identifier).map(Vec::as_slice)
    }
}

/// A path without its major version (`/v3`, `.v2`).
fn without_major(path: &str) -> &str {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match path.rsplit_once("/v").or_else(|| path.rsplit_once(".v")) {
        // `…/networking/v1` is a package of that name; major versions of modules start at 2 in paths.
        Some((plain, version)) if digits(version) && version != "1" => plain,
        _ => path,
    }
}

/// Names that a package of this path can have, the likeliest first. Its clause may say anything, but it follows the
/// path by convention.
fn package_names(path: &str) -> Vec<String> {
    let plain = without_major(path);
    let last = plain.rsplit('/').next().unwrap_or(plain);
    let mut names = vec![last.to_owned()];
    if plain != path {
        names.extend(path.rsplit('/').next().map(str::to_owned));
    }
    let bare = last.strip_prefix("go-").unwrap_or(last);
    let bare = bare.strip_suffix("-go").or_else(|| bare.strip_suffix(".go")).unwrap_or(bare);
    names.extend([bare.to_owned(), bare.replace(['-', '.'], "_"), bare.replace(['-', '.'], "")]);
    names.extend(bare.split(['-', '.']).map(str::to_owned));
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| !name.is_empty() && seen.insert(name.clone()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_path() {
        assert_eq!(package_names("crypto/rsa"), ["rsa"]);
        assert_eq!(package_names("k8s.io/api/networking/v1"), ["v1"]);
        assert_eq!(package_names("example.org/idp/v3"), ["idp", "v3"]);
        assert!(package_names("github.com/acme/go-idp").contains(&"idp".to_owned()));
        assert_eq!(package_names("gopkg.in/yaml.v2")[0], "yaml");
    }

    #[test]
    fn major_versions_are_the_same_package() {
        let import = |path: &str| Import { path: path.into(), operand: Operand::Named, line: 1 };
        assert!(import("example.org/idp/v3").is("example.org/idp"));
        assert!(import("example.org/idp/v3").is("idp"));
        assert!(!import("k8s.io/api/networking/v1").is("k8s.io/api/networking"));
        assert!(!import("crypto/rsa").is("rsa/x"));
    }
}
