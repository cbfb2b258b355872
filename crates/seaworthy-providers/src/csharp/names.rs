//! What a file says about names, and what a name can mean.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Node;

use crate::csharp::known;
use crate::preorder::{named_children, text_of};

/// How far base classes are followed inside a file.
const MAX_BASES: usize = 8;

/// One reading of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Symbol {
    pub(super) namespace: String,
    /// Empty for a namespace itself.
    pub(super) class: String,
    /// Member, or members in a row where the type of the first is not known; empty for a type.
    pub(super) member: String,
    /// What is not known for sure.
    pub(super) open: Open,
}

/// What of a reading is not known for sure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Open {
    /// Nothing.
    #[default]
    Nothing,
    /// Whether the type is in that namespace.
    Type,
    /// Whether the class has that member.
    Member,
}

impl Symbol {
    /// `Namespace.Class.member`.
    pub(super) fn full_name(&self) -> String {
        let parts = [&self.namespace, &self.class, &self.member];
        parts
            .into_iter()
            .filter(|p| !p.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(".")
    }

    /// The same with a name that nothing has in place of what is open; `None` where nothing is.
    pub(super) fn unknown(&self) -> Option<String> {
        let nothing = "\u{1}";
        let with = |class: &str, member: &str| Self {
            namespace: self.namespace.clone(),
            class: class.to_owned(),
            member: member.to_owned(),
            open: self.open,
        };
        match self.open {
            Open::Nothing => None,
            Open::Type => Some(with(nothing, "").full_name()),
            Open::Member => Some(with(&self.class, nothing).full_name()),
        }
    }

    /// Whether it surely is this one.
    pub(super) fn is_sure(&self) -> bool {
        self.open == Open::Nothing
    }

    fn of_path(path: &str, open: Open) -> Self {
        let (namespace, class) = path.rsplit_once('.').unwrap_or(("", path));
        Self { namespace: namespace.into(), class: class.into(), member: String::new(), open }
    }

    pub(super) fn with_member(mut self, member: &str) -> Self {
        member.clone_into(&mut self.member);
        self
    }
}

/// A class, struct, record or interface of the file.
#[derive(Debug)]
pub(super) struct Class<'t> {
    pub(super) name: &'t str,
    pub(super) namespace: String,
    pub(super) range: Range<usize>,
    /// Base types as written, without type arguments.
    bases: Vec<String>,
    members: FxHashSet<&'t str>,
}

/// A variable, parameter, field or property with its declared type.
#[derive(Debug)]
struct Variable {
    range: Range<usize>,
    /// As written, without type arguments; empty where it is not stated.
    class: String,
}

/// What one file says.
#[derive(Debug, Default)]
pub(super) struct FileNames<'t> {
    namespaces: Vec<(Range<usize>, String)>,
    usings: Vec<String>,
    aliases: FxHashMap<&'t str, String>,
    pub(super) classes: Vec<Class<'t>>,
    variables: FxHashMap<&'t str, Vec<Variable>>,
}

impl<'t> FileNames<'t> {
    /// Takes down what a node declares; nodes come in the order of the text.
    pub(super) fn declare(&mut self, node: Node<'_>, above: &[Node<'_>], text: &'t str) {
        match node.kind() {
            "namespace_declaration" => self.namespace(node, node.end_byte(), text),
            "file_scoped_namespace_declaration" => self.namespace(node, usize::MAX, text),
            "using_directive" => self.using(node, text),
            "class_declaration"
            | "struct_declaration"
            | "record_declaration"
            | "interface_declaration"
            | "enum_declaration" => self.class(node, text),
            "method_declaration" | "event_declaration" | "local_function_statement" => {
                self.member(node.child_by_field_name("name"), text);
            }
            "property_declaration" => {
                self.member(node.child_by_field_name("name"), text);
                let name = node.child_by_field_name("name");
                self.variable(name, node.child_by_field_name("type"), scope_of(node, above), text);
            }
            "parameter" | "declaration_pattern" => {
                let name = node.child_by_field_name("name");
                self.variable(name, node.child_by_field_name("type"), scope_of(node, above), text);
            }
            "foreach_statement" => {
                let name = node.child_by_field_name("left");
                let class = node.child_by_field_name("type");
                self.variable(name, class, node.byte_range(), text);
            }
            "variable_declaration" => {
                let class = node.child_by_field_name("type");
                for declarator in
                    named_children(node).into_iter().filter(|n| n.kind() == "variable_declarator")
                {
                    let name = declarator
                        .child_by_field_name("name")
                        .or_else(|| declarator.named_child(0));
                    if above.last().is_some_and(|p| p.kind().ends_with("field_declaration")) {
                        self.member(name, text);
                    }
                    let class = class.filter(|c| c.kind() != "implicit_type").or_else(|| {
                        let value = named_children(declarator).pop()?;
                        matches!(value.kind(), "object_creation_expression" | "cast_expression")
                            .then(|| value.child_by_field_name("type"))?
                    });
                    self.variable(name, class, scope_of(node, above), text);
                }
            }
            _ => {}
        }
    }

    fn namespace(&mut self, node: Node<'_>, end: usize, text: &'t str) {
        let Some(name) = node.child_by_field_name("name") else { return };
        let start = node.start_byte();
        let own = type_path(name, text);
        let outer = self.namespace_at(start);
        let full = if outer.is_empty() { own } else { format!("{outer}.{own}") };
        self.namespaces.push((start..end, full));
    }

    /// The namespace around a place; empty where there is none.
    pub(super) fn namespace_at(&self, at: usize) -> &str {
        let around = self.namespaces.iter().rfind(|(range, _)| range.contains(&at));
        around.map_or("", |(_, name)| name)
    }

    fn using(&mut self, node: Node<'_>, text: &'t str) {
        let alias = node.child_by_field_name("name");
        let Some(name) = named_children(node).into_iter().rfind(|n| Some(*n) != alias) else {
            return;
        };
        let path = type_path(name, text);
        match alias {
            Some(alias) => drop(self.aliases.insert(text_of(alias, text), path)),
            None => self.usings.push(path),
        }
    }

    fn class(&mut self, node: Node<'_>, text: &'t str) {
        let Some(name) = node.child_by_field_name("name") else { return };
        let bases = named_children(node)
            .into_iter()
            .filter(|n| n.kind() == "base_list")
            .flat_map(named_children)
            .map(|n| type_path(n, text))
            .filter(|base| !base.is_empty())
            .collect();
        self.classes.push(Class {
            name: text_of(name, text),
            namespace: self.namespace_at(node.start_byte()).to_owned(),
            range: node.byte_range(),
            bases,
            members: FxHashSet::default(),
        });
    }

    fn member(&mut self, name: Option<Node<'_>>, text: &'t str) {
        let Some(name) = name else { return };
        let at = name.start_byte();
        if let Some(class) = self.classes.iter_mut().rfind(|c| c.range.contains(&at)) {
            class.members.insert(text_of(name, text));
        }
    }

    fn variable(
        &mut self,
        name: Option<Node<'_>>,
        class: Option<Node<'_>>,
        range: Range<usize>,
        text: &'t str,
    ) {
        if let Some(name) = name {
            let class = class.map(|c| type_path(c, text)).unwrap_or_default();
            self.variables.entry(text_of(name, text)).or_default().push(Variable { range, class });
        }
    }

    /// The class around a place.
    pub(super) fn class_at(&self, at: usize) -> Option<&Class<'t>> {
        self.classes.iter().rfind(|c| c.range.contains(&at))
    }

    /// The declared type of a variable at a place; empty where it states none, `None` where there is no such variable.
    pub(super) fn variable_at(&self, name: &str, at: usize) -> Option<&str> {
        let all = self.variables.get(name)?;
        let inner = all.iter().filter(|v| v.range.contains(&at)).min_by_key(|v| v.range.len())?;
        Some(&inner.class)
    }

    /// What the name of a type can mean in a namespace. `suffix` is tried, too: attributes leave out `Attribute`.
    pub(super) fn types(&self, path: &str, namespace: &str, suffix: &str) -> Vec<Symbol> {
        let (first, rest) = path.split_once('.').map_or((path, ""), |(f, r)| (f, r));
        if first.is_empty() {
            return Vec::new();
        }
        if let Some(alias) = self.aliases.get(first) {
            let full = if rest.is_empty() { alias.clone() } else { format!("{alias}.{rest}") };
            return vec![Symbol::of_path(&full, Open::Nothing)];
        }
        if !rest.is_empty() {
            let is_qualified = matches!(first, "System" | "Microsoft" | "global::System")
                || self.usings.iter().any(|u| u.split('.').next() == Some(first));
            let path = path.strip_prefix("global::").unwrap_or(path);
            let open = if is_qualified { Open::Nothing } else { Open::Type };
            return vec![Symbol::of_path(path, open)];
        }
        let named = |name: String, namespace: &str, open| Symbol {
            namespace: namespace.to_owned(),
            class: name,
            member: String::new(),
            open,
        };
        let full = if path.ends_with(suffix) { path.to_owned() } else { format!("{path}{suffix}") };
        let declared = self.classes.iter().find(|c| c.name == path || c.name == full);
        if let Some(class) = declared {
            return vec![named(class.name.to_owned(), &class.namespace, Open::Nothing)];
        }
        let known =
            self.usings.iter().find(|u| known::is_type(u, path) || known::is_type(u, &full));
        if let Some(using) = known {
            return vec![named(full, using, Open::Nothing)];
        }
        let above = std::iter::successors(Some(namespace).filter(|n| !n.is_empty()), |n| {
            n.rsplit_once('.').map(|(above, _)| above)
        });
        // A namespace whose types are listed does not have what is not listed.
        let usings = self.usings.iter().map(String::as_str).filter(|u| !known::is_listed(u));
        above
            .chain(usings)
            .chain([""])
            .map(|space| named(full.clone(), space, Open::Type))
            .collect()
    }

    /// What a member without an object can mean: one that the class declares, or one of a base class.
    pub(super) fn own_member(&self, name: &str, at: usize) -> Vec<Symbol> {
        let Some(class) = self.class_at(at) else { return Vec::new() };
        if class.members.contains(name) {
            let own = Symbol {
                namespace: class.namespace.clone(),
                class: class.name.to_owned(),
                member: name.to_owned(),
                open: Open::Nothing,
            };
            return vec![own];
        }
        let mut open = Vec::new();
        let mut next = Some(class);
        for _ in 0..MAX_BASES {
            let Some(class) = next.take() else { break };
            for base in &class.bases {
                let local = base.rsplit('.').next().unwrap_or(base);
                if is_interface(local) {
                    continue;
                }
                if let Some(parent) = self.classes.iter().find(|c| c.name == local) {
                    next = Some(parent);
                    continue;
                }
                for symbol in self.types(base, &class.namespace, "") {
                    let is_member = known::is_member(&symbol.namespace, &symbol.class, name);
                    if symbol.is_sure() && is_member {
                        return vec![symbol.with_member(name)];
                    }
                    open.push(Symbol { open: Open::Member, ..symbol.with_member(name) });
                }
            }
        }
        open
    }
}

fn is_interface(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next() == Some('I') && letters.next().is_some_and(char::is_uppercase)
}

/// The text of a type without type arguments, `?`, `[]` and white space: `A.B.C`.
pub(super) fn type_path(node: Node<'_>, text: &str) -> String {
    match node.kind() {
        "nullable_type" | "array_type" | "pointer_type" | "ref_type" => node
            .child_by_field_name("type")
            .or_else(|| node.named_child(0))
            .map(|n| type_path(n, text))
            .unwrap_or_default(),
        "predefined_type" | "implicit_type" | "tuple_type" => String::new(),
        _ => {
            let mut path = String::new();
            let mut depth = 0_u32;
            for c in text_of(node, text).chars() {
                match c {
                    '<' => depth += 1,
                    '>' => depth = depth.saturating_sub(1),
                    '(' => break,
                    c if depth == 0 && !c.is_whitespace() => path.push(c),
                    _ => {}
                }
            }
            path
        }
    }
}

/// Where a variable is visible: its block, or its class for fields and properties.
fn scope_of(node: Node<'_>, above: &[Node<'_>]) -> Range<usize> {
    let scope = above.iter().rfind(|scope| {
        matches!(
            scope.kind(),
            "block"
                | "method_declaration"
                | "constructor_declaration"
                | "local_function_statement"
                | "lambda_expression"
                | "for_statement"
                | "using_statement"
                | "accessor_declaration"
                | "class_declaration"
                | "struct_declaration"
                | "record_declaration"
                | "interface_declaration"
                | "compilation_unit"
        )
    });
    scope.map_or_else(|| node.byte_range(), Node::byte_range)
}
