//! What a file declares, and whether a name in it has a definition.

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Node;

use crate::preorder::{named_children, text_of, walk};

/// A name in the tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'t> {
    pub(super) name: &'t str,
    /// From 1.
    pub(super) line: u32,
    pub(super) role: Role<'t>,
}

/// The part that a name plays where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role<'t> {
    /// It is declared here, or here at the latest: a key, a member, a name in an import.
    Declared,
    /// It is used as a variable or a type.
    Used,
    /// It stands after a dot or is an attribute; of what the object or element starts with, empty where that is no
    /// name.
    MemberOf(&'t str),
}

/// Whether a node is a name.
pub(super) fn is_name(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "identifier"
            | "type_identifier"
            | "property_identifier"
            | "private_property_identifier"
            | "shorthand_property_identifier"
            | "shorthand_property_identifier_pattern"
            | "statement_identifier"
    )
}

/// The part that a name plays.
/// `above` are the nodes above it, outermost first.
pub(super) fn role_of<'t>(node: Node<'_>, above: &[Node<'_>], text: &'t str) -> Role<'t> {
    let parent = above.last().copied();
    let grandparent = above.iter().rev().nth(1).copied();
    let kind_above = parent.map_or("", |p| p.kind());
    let start_of = |node: Option<Node<'_>>| node.map_or("", |n| leftmost(n, text));
    let field = |name: &str| parent.and_then(|p| p.child_by_field_name(name));
    match (node.kind(), kind_above) {
        ("property_identifier" | "private_property_identifier", "member_expression") => {
            Role::MemberOf(start_of(field("object")))
        }
        ("property_identifier", "jsx_attribute") => {
            Role::MemberOf(start_of(grandparent.and_then(element_name)))
        }
        ("type_identifier", "nested_type_identifier") if field("name") == Some(node) => {
            Role::MemberOf(start_of(field("module")))
        }
        ("identifier" | "type_identifier", "import_specifier" | "export_specifier")
        | (
            "property_identifier"
            | "private_property_identifier"
            | "shorthand_property_identifier"
            | "shorthand_property_identifier_pattern"
            | "statement_identifier",
            _,
        ) => Role::Declared,
        _ => Role::Used,
    }
}

/// The name of the element that an attribute belongs to.
fn element_name(element: Node<'_>) -> Option<Node<'_>> {
    matches!(element.kind(), "jsx_opening_element" | "jsx_self_closing_element")
        .then(|| element.child_by_field_name("name"))?
}

/// How many members and calls in a row are followed.
const MAX_LINKS: usize = 64;

/// The name at the start of `a.b.c` or `a().b`; empty where there is none.
fn leftmost<'t>(node: Node<'_>, text: &'t str) -> &'t str {
    let mut at = Some(node);
    for _ in 0..MAX_LINKS {
        let Some(node) = at else { break };
        if matches!(node.kind(), "identifier" | "type_identifier" | "this") {
            return text_of(node, text);
        }
        at = ["object", "function", "module", "constructor"]
            .iter()
            .find_map(|field| node.child_by_field_name(field))
            .or_else(|| node.named_child(0));
    }
    ""
}

/// The names that a file declares.
#[derive(Debug, Default)]
pub(super) struct FileNames<'t> {
    /// Variables, functions, classes, types, parameters.
    bindings: FxHashSet<&'t str>,
    /// Names bound by imports, with the module.
    imports: FxHashMap<&'t str, &'t str>,
    /// Members of classes, types and objects.
    members: FxHashSet<&'t str>,
}

impl<'t> FileNames<'t> {
    /// Takes down what a node declares.
    pub(super) fn declare(&mut self, node: Node<'_>, text: &'t str) {
        match node.kind() {
            "import_statement" => self.import(node, text),
            "variable_declarator" => {
                let module = node.child_by_field_name("value").and_then(|v| required(v, text));
                self.bind(node.child_by_field_name("name"), module, text);
            }
            "required_parameter" | "optional_parameter" | "rest_parameter" => {
                self.bind(node.child_by_field_name("pattern"), None, text);
            }
            "formal_parameters" => {
                let mut cursor = node.walk();
                let plain = node.named_children(&mut cursor).filter(|n| {
                    !matches!(n.kind(), "required_parameter" | "optional_parameter" | "comment")
                });
                for parameter in plain {
                    self.bind(Some(parameter), None, text);
                }
            }
            "arrow_function" | "catch_clause" => {
                self.bind(node.child_by_field_name("parameter"), None, text);
            }
            "for_in_statement" if node.child_by_field_name("kind").is_some() => {
                self.bind(node.child_by_field_name("left"), None, text);
            }
            "function_declaration"
            | "function_expression"
            | "generator_function_declaration"
            | "generator_function"
            | "function_signature"
            | "class_declaration"
            | "class"
            | "abstract_class_declaration"
            | "interface_declaration"
            | "type_alias_declaration"
            | "enum_declaration"
            | "type_parameter"
            | "internal_module"
            | "module"
            | "import_alias" => {
                let name = node.child_by_field_name("name").filter(|n| is_name(*n));
                self.bindings.extend(name.map(|n| text_of(n, text)));
            }
            "method_definition"
            | "public_field_definition"
            | "field_definition"
            | "property_signature"
            | "method_signature"
            | "abstract_method_signature"
            | "enum_assignment"
            | "pair" => {
                let name = ["name", "property", "key"]
                    .iter()
                    .find_map(|field| node.child_by_field_name(field))
                    .filter(|n| is_name(*n));
                self.members.extend(name.map(|n| text_of(n, text)));
            }
            "shorthand_property_identifier" => {
                self.members.insert(text_of(node, text));
            }
            "enum_body" => {
                let members = named_children(node).into_iter().filter(|n| is_name(*n));
                self.members.extend(members.map(|n| text_of(n, text)));
            }
            _ => {}
        }
    }

    fn import(&mut self, statement: Node<'_>, text: &'t str) {
        let module = statement
            .child_by_field_name("source")
            .map_or("", |s| text_of(s, text).trim_matches(['"', '\'', '`']));
        walk(statement, |node, above| {
            let name = match node.kind() {
                "import_specifier" => {
                    node.child_by_field_name("alias").or_else(|| node.child_by_field_name("name"))
                }
                "identifier"
                    if above.last().is_some_and(|p| {
                        matches!(
                            p.kind(),
                            "import_clause" | "namespace_import" | "import_require_clause"
                        )
                    }) =>
                {
                    Some(node)
                }
                _ => None,
            };
            if let Some(name) = name.filter(|n| is_name(*n)) {
                self.imports.insert(text_of(name, text), module);
            }
        });
    }

    /// Every name that a pattern binds, to a module where its value is one.
    fn bind(&mut self, pattern: Option<Node<'_>>, module: Option<&'t str>, text: &'t str) {
        let Some(pattern) = pattern else { return };
        walk(pattern, |node, above| {
            let binds =
                matches!(node.kind(), "identifier" | "shorthand_property_identifier_pattern")
                    && !is_default(node, above);
            if binds {
                let name = text_of(node, text);
                match module {
                    Some(module) => drop(self.imports.insert(name, module)),
                    None => {
                        self.bindings.insert(name);
                    }
                }
            }
        });
    }

    /// Where the definition of a name lies: the module it is imported from, or `path`, the file itself. `None` where it
    /// has none.
    pub(super) fn definition<'a>(&'a self, place: &Place<'_>, path: &'a str) -> Option<&'a str> {
        let imported = |name: &str| self.imports.get(name).copied();
        match place.role {
            Role::Declared => Some(imported(place.name).unwrap_or(path)),
            Role::Used => {
                imported(place.name).or_else(|| self.bindings.contains(place.name).then_some(path))
            }
            Role::MemberOf(object) => {
                imported(object).or_else(|| self.members.contains(place.name).then_some(path))
            }
        }
    }
}

/// Whether a name inside of a pattern belongs to a default value.
fn is_default(node: Node<'_>, above: &[Node<'_>]) -> bool {
    let below = above.iter().skip(1).chain(std::iter::once(&node));
    above.iter().zip(below).any(|(parent, child)| {
        parent.kind().ends_with("assignment_pattern")
            && parent.child_by_field_name("right") == Some(*child)
    })
}

/// The module in `require('module')`, `require('module').name` or `await import('module')`.
fn required<'t>(value: Node<'_>, text: &'t str) -> Option<&'t str> {
    let mut value = value;
    while matches!(value.kind(), "member_expression" | "await_expression") {
        value = value.child_by_field_name("object").or_else(|| value.named_child(0))?;
    }
    let function = value.child_by_field_name("function")?;
    let module = value.child_by_field_name("arguments")?.named_child(0)?;
    (matches!(text_of(function, text), "require" | "import") && module.kind() == "string")
        .then(|| text_of(module, text).trim_matches(['"', '\'']))
}
