//! What a file says about its names before the walk: imports, members of types, what functions return.

use seaworthy_base::Sym;
use tree_sitter::Node;

use super::declarations::MAX_NAMES;
use super::{Go, Kind};
use crate::grammar::{child, children, named_children};
use crate::variables::Type;

impl<'t> Go<'t> {
    /// What declarations outside functions say about names, which may be used before them.
    pub(super) fn declare_file(&mut self, root: Node<'t>) {
        for node in children(root) {
            match self.kind(node) {
                Some(Kind::Package) => {
                    if let Some(name) = named_children(node).next() {
                        self.package = self.out.text(name);
                    }
                }
                _ if node.kind() == "import_declaration" => self.declare_imports(node),
                _ if node.kind() == "type_declaration" => {
                    for spec in named_children(node) {
                        self.declare_members(spec);
                    }
                }
                Some(Kind::Function | Kind::Method) => self.declare_function(node),
                _ => {}
            }
        }
        // Values last: they name types and functions.
        for node in children(root) {
            match node.kind() {
                "const_declaration" | "var_declaration" => self.declare_values(node),
                _ => {}
            }
        }
    }

    fn declare_imports(&mut self, declaration: Node<'t>) {
        for node in named_children(declaration) {
            if self.kind(node) == Some(Kind::Import) {
                self.declare_import(node);
            } else {
                for spec in named_children(node) {
                    self.declare_import(spec);
                }
            }
        }
    }

    fn declare_import(&mut self, node: Node<'t>) {
        let Some(path) = child(node, self.fields.path) else { return };
        let path = self.out.text(path).trim_matches(['"', '`']);
        match child(node, self.fields.name).map(|n| self.out.text(n)) {
            Some("_" | ".") => {}
            Some(alias) => {
                self.imports.insert(alias, path);
            }
            None => {
                // The package may be called otherwise than its folder; these are the customs.
                let mut parts = path.rsplit('/');
                let mut last = parts.next().unwrap_or(path);
                if is_version(last) {
                    last = parts.next().unwrap_or(last);
                }
                let last = match last.rsplit_once(".v") {
                    Some((name, version)) if version.bytes().all(|b| b.is_ascii_digit()) => name,
                    _ => last,
                };
                let short = last.strip_prefix("go-").unwrap_or(last);
                let short = short.strip_suffix(".go").or_else(|| short.strip_suffix("-go"));
                let short = short.unwrap_or(last.strip_prefix("go-").unwrap_or(last));
                for name in [last, short] {
                    self.imports.entry(name).or_insert(path);
                }
            }
        }
    }

    fn declare_members(&mut self, spec: Node<'t>) {
        let (Some(name), Some(body)) =
            (child(spec, self.fields.name), child(spec, self.fields.type_))
        else {
            return;
        };
        if self.kind(body) != Some(Kind::Struct) {
            return;
        }
        let owner = self.own(self.out.text(name));
        let owner = self.names.intern(&owner);
        let Some(list) = named_children(body).next() else { return };
        for field in named_children(list) {
            let Some(t) = child(field, self.fields.type_) else { continue };
            let type_ = self.type_of(t);
            if !type_.is_known() {
                continue;
            }
            for name in self.names_of(field) {
                self.members.insert((owner, self.out.text(name)), type_);
            }
        }
    }

    fn declare_function(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let name = self.out.text(name);
        let receiver = child(node, self.fields.receiver);
        let owner = receiver.map_or(Sym::EMPTY, |r| self.receiver_type(r).name);
        if owner.is_empty()
            && let Some(at) = self.environment_parameter(node)
        {
            self.environment.insert(name, at);
        }
        let returns = child(node, self.fields.result).and_then(|result| {
            if self.kind(result).is_some() {
                return Some(result);
            }
            named_children(result).find_map(|p| child(p, self.fields.type_))
        });
        let type_ = returns.map_or(Type::UNKNOWN, |t| self.type_of(t));
        self.members.insert((owner, name), type_);
    }

    /// The position of the parameter whose value names the environment variable that a function reads.
    fn environment_parameter(&self, function: Node<'t>) -> Option<u8> {
        let body = self.out.text(child(function, self.fields.body)?);
        let (before, after) =
            body.split_once("os.LookupEnv(").or_else(|| body.split_once("os.Getenv("))?;
        // A long function that reads the environment somewhere is no reader of it.
        if before.len() > 400 {
            return None;
        }
        let name = after.split(')').next()?.trim();
        let parameters = child(function, self.fields.parameters)?;
        let mut names = Vec::new();
        for parameter in named_children(parameters).take(MAX_NAMES) {
            for n in self.names_of(parameter) {
                names.push(self.out.text(n));
            }
        }
        names.iter().position(|n| *n == name).map(|i| i as u8)
    }

    fn declare_values(&mut self, declaration: Node<'t>) {
        for spec in named_children(declaration) {
            match self.kind(spec) {
                Some(Kind::ConstSpec) => self.declare_spec(spec, true),
                Some(Kind::VarSpec) => self.declare_spec(spec, false),
                Some(Kind::VarSpecList) => {
                    for inner in named_children(spec) {
                        if self.kind(inner) == Some(Kind::VarSpec) {
                            self.declare_spec(inner, false);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// `v2`, the last part of a path that is no name.
fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|v| !v.is_empty() && v.bytes().all(|b| b.is_ascii_digit()))
}
