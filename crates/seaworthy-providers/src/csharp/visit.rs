//! The places of a file that a pattern is held against, with what their names can mean.

use tree_sitter::{Node, Tree};

use crate::csharp::members::{Chain, chain_of};
use crate::csharp::names::{FileNames, Open, Symbol, type_path};
use crate::preorder::{named_children, preorder, text_of, walk};

/// What part a name plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A namespace in `using`.
    Using,
    /// A class that is declared, or its base types.
    Class,
    /// A type in a declaration, cast, `new`, attribute and so on.
    Type,
    /// A member that is called or used.
    Member,
}

/// A place.
#[derive(Clone, Debug)]
pub(super) struct Sighting {
    /// Row and column, from 0.
    pub(super) start: (u32, u32),
    /// Row and column, from 0.
    pub(super) end: (u32, u32),
    pub(super) part: Part,
    pub(super) is_call: bool,
    /// Konveyor's word for the construct.
    pub(super) what: &'static str,
    /// The name as it is shown.
    pub(super) shown: String,
    /// What it can mean, the likeliest first.
    pub(super) readings: Vec<Symbol>,
}

/// All places of a file, in the order of the text.
pub(super) fn sightings(tree: &Tree, text: &str) -> Vec<Sighting> {
    let mut names = FileNames::default();
    let mut nodes = Vec::new();
    walk(tree.root_node(), |node, above| {
        names.declare(node, above, text);
        if node.is_named() && is_interesting(node.kind()) {
            nodes.push((node, above.last().copied()));
        }
    });
    let mut visitor = Visitor { names, text, found: Vec::new() };
    for (node, parent) in nodes {
        visitor.visit(node, parent);
    }
    visitor.found
}

fn is_interesting(kind: &str) -> bool {
    matches!(
        kind,
        "using_directive"
            | "class_declaration"
            | "struct_declaration"
            | "interface_declaration"
            | "object_creation_expression"
            | "variable_declaration"
            | "property_declaration"
            | "method_declaration"
            | "parameter"
            | "cast_expression"
            | "is_pattern_expression"
            | "typeof_expression"
            | "attribute"
            | "member_access_expression"
            | "identifier"
            | "argument"
            | "return_statement"
            | "assignment_expression"
    )
}

struct Visitor<'t> {
    names: FileNames<'t>,
    text: &'t str,
    found: Vec<Sighting>,
}

impl Visitor<'_> {
    fn visit(&mut self, node: Node<'_>, parent: Option<Node<'_>>) {
        let field = |name: &str| node.child_by_field_name(name);
        match node.kind() {
            "using_directive" => self.using(node),
            "class_declaration" => {
                self.class(node);
                self.bases(node, Part::Class);
            }
            "struct_declaration" | "interface_declaration" => self.bases(node, Part::Type),
            "object_creation_expression" => self.type_at(field("type"), node, "object_creation"),
            "variable_declaration" | "property_declaration" => {
                if let Some(class) = field("type").filter(|t| t.kind() != "implicit_type") {
                    self.type_at(Some(class), class, "type_reference");
                }
            }
            "method_declaration" => {
                if let Some(class) = field("returns").or_else(|| field("type")) {
                    self.type_at(Some(class), class, "type_reference");
                }
            }
            "parameter" | "cast_expression" | "typeof_expression" => {
                self.type_at(field("type"), node, "type_reference");
            }
            "is_pattern_expression" => {
                let pattern = field("pattern").and_then(|p| {
                    p.child_by_field_name("type")
                        .or_else(|| (p.kind() == "type_pattern").then(|| p.named_child(0))?)
                });
                self.type_at(pattern, node, "type_reference");
            }
            "attribute" => {
                let Some(name) = field("name") else { return };
                let path = type_path(name, self.text);
                let readings = self.names.types(&path, &self.namespace(node), "Attribute");
                self.add(node, Part::Type, false, "annotation", path, readings);
            }
            "member_access_expression" => {
                let is_call = is_called(node, parent);
                if let Some(chain) = chain_of(node, self.text) {
                    let what = if is_call { "method_reference" } else { "field_reference" };
                    let readings = self.readings(&chain, node);
                    self.add(node, Part::Member, is_call, what, chain.shown(), readings);
                }
            }
            "identifier" => self.bare_name(node, parent),
            "argument" => self
                .value(node.named_child(node.named_child_count().saturating_sub(1) as u32), node),
            "return_statement" => self.value(node.named_child(0), node),
            "assignment_expression" => self.value(field("right"), node),
            _ => {}
        }
    }

    fn add(
        &mut self,
        node: Node<'_>,
        part: Part,
        is_call: bool,
        what: &'static str,
        shown: String,
        readings: Vec<Symbol>,
    ) {
        if readings.is_empty() {
            return;
        }
        let point = |p: tree_sitter::Point| (p.row as u32, p.column as u32);
        self.found.push(Sighting {
            start: point(node.start_position()),
            end: point(node.end_position()),
            part,
            is_call,
            what,
            shown,
            readings,
        });
    }

    fn namespace(&self, node: Node<'_>) -> String {
        match self.names.class_at(node.start_byte()) {
            Some(class) => class.namespace.clone(),
            None => self.names.namespace_at(node.start_byte()).to_owned(),
        }
    }

    fn using(&mut self, node: Node<'_>) {
        let alias = node.child_by_field_name("name");
        let Some(name) = named_children(node).into_iter().rfind(|n| Some(*n) != alias) else {
            return;
        };
        let namespace = text_of(name, self.text).to_owned();
        let symbol = Symbol { namespace: namespace.clone(), ..Symbol::default() };
        self.add(name, Part::Using, false, "import", namespace, vec![symbol]);
    }

    fn class(&mut self, node: Node<'_>) {
        let Some(name) = node.child_by_field_name("name") else { return };
        let class = text_of(name, self.text).to_owned();
        let namespace = self.names.namespace_at(node.start_byte()).to_owned();
        let symbol = Symbol { namespace, class: class.clone(), ..Symbol::default() };
        self.add(node, Part::Class, false, "class_def", class, vec![symbol]);
    }

    fn bases(&mut self, node: Node<'_>, part: Part) {
        let lists = named_children(node).into_iter().filter(|n| n.kind() == "base_list");
        for base in lists.flat_map(named_children) {
            let before = self.found.len();
            self.type_at(Some(base), base, "type_reference");
            for sighting in self.found.iter_mut().skip(before) {
                sighting.part = part;
            }
        }
    }

    /// A type, and those between its angle brackets, reported at `at`.
    fn type_at(&mut self, class: Option<Node<'_>>, at: Node<'_>, what: &'static str) {
        let Some(class) = class else { return };
        let namespace = self.namespace(at);
        let arguments = preorder(class)
            .filter(|n| n.kind() == "type_argument_list")
            .take(1)
            .flat_map(named_children);
        for class in std::iter::once(class).chain(arguments) {
            let path = type_path(class, self.text);
            let readings = self.names.types(&path, &namespace, "");
            self.add(at, Part::Type, false, what, path, readings);
        }
    }

    /// A name without an object that is no variable: a member of the class or its base classes.
    fn bare_name(&mut self, node: Node<'_>, parent: Option<Node<'_>>) {
        let Some(parent) = parent else { return };
        let is_value = match parent.kind() {
            "member_access_expression" => parent.child_by_field_name("expression") == Some(node),
            "variable_declarator" => parent.child_by_field_name("name") != Some(node),
            "assignment_expression"
            | "invocation_expression"
            | "element_access_expression"
            | "argument"
            | "return_statement"
            | "binary_expression"
            | "conditional_expression"
            | "arrow_expression_clause"
            | "parenthesized_expression"
            | "if_statement"
            | "prefix_unary_expression"
            | "postfix_unary_expression"
            | "await_expression"
            | "conditional_access_expression"
            | "foreach_statement"
            | "interpolation" => {
                parent.child_by_field_name("type") != Some(node)
                    && parent
                        .child_by_field_name("left")
                        .filter(|_| parent.kind() == "foreach_statement")
                        != Some(node)
            }
            _ => false,
        };
        let name = text_of(node, self.text);
        let at = node.start_byte();
        if !is_value || self.is_local(name, at) {
            return;
        }
        let is_call = parent.kind() == "invocation_expression";
        let what = if is_call { "method_reference" } else { "field_reference" };
        let readings = self.names.own_member(name, at);
        // What may as well be a type is none unless it surely is a member.
        let is_type = !is_call && !self.names.types(name, "", "").iter().all(|s| !s.is_sure());
        if !is_type || readings.iter().any(Symbol::is_sure) {
            self.add(node, Part::Member, is_call, what, name.to_owned(), readings);
        }
    }

    /// Whether a name is a variable of a method; fields and properties are members.
    fn is_local(&self, name: &str, at: usize) -> bool {
        self.names.variable_at(name, at).is_some()
            && !self.names.own_member(name, at).iter().any(Symbol::is_sure)
    }

    /// A value whose type is known: a variable, `new` or a cast.
    fn value(&mut self, value: Option<Node<'_>>, at: Node<'_>) {
        let Some(value) = value else { return };
        let path = match value.kind() {
            "identifier" => {
                let name = text_of(value, self.text);
                self.names.variable_at(name, value.start_byte()).unwrap_or("").to_owned()
            }
            "object_creation_expression" | "cast_expression" => value
                .child_by_field_name("type")
                .map(|t| type_path(t, self.text))
                .unwrap_or_default(),
            _ => String::new(),
        };
        let readings = self.names.types(&path, &self.namespace(at), "");
        self.add(
            at,
            Part::Type,
            false,
            "type_usage",
            text_of(value, self.text).to_owned(),
            readings,
        );
    }

    /// What `root.member.member` can mean.
    fn readings(&self, chain: &Chain, node: Node<'_>) -> Vec<Symbol> {
        let at = node.start_byte();
        let rest = chain.members();
        let Some(root) = chain.root() else {
            // `this.member` and `base.member`.
            let (first, more) = rest.split_once('.').map_or((rest.as_str(), ""), |(f, m)| (f, m));
            let own = self.names.own_member(first, at);
            return own.into_iter().map(|s| continued(s, more)).collect();
        };
        let namespace = self.namespace(node);
        let of_types = |path: &str| {
            let types = self.names.types(path, &namespace, "");
            let last = rest.rsplit_once('.').map(|(_, last)| last);
            // Members that give the type itself are common: `Thread.CurrentThread.Abort`.
            let short = types.iter().filter_map(|s| {
                Some(Symbol { open: Open::Member, ..s.clone().with_member(last?) })
            });
            let short: Vec<Symbol> = short.collect();
            let full = types.into_iter().map(|s| s.with_member(&rest));
            full.chain(short).collect::<Vec<_>>()
        };
        let own = self.names.own_member(root, at);
        match self.names.variable_at(root, at) {
            Some(class) if !class.is_empty() => {
                let mut readings = of_types(class);
                readings
                    .extend(own.into_iter().filter(Symbol::is_sure).map(|s| continued(s, &rest)));
                return readings;
            }
            Some(_) if !own.iter().any(Symbol::is_sure) => return Vec::new(),
            _ => {}
        }
        if own.iter().any(Symbol::is_sure) {
            return own.into_iter().map(|s| continued(s, &rest)).collect();
        }
        if matches!(root, "System" | "Microsoft" | "global::System") {
            return chain.qualified();
        }
        let mut readings = of_types(root);
        if !readings.iter().any(Symbol::is_sure) {
            readings.extend(own.into_iter().map(|s| continued(s, &rest)));
        }
        readings
    }
}

/// A member and what stands behind it.
fn continued(mut symbol: Symbol, more: &str) -> Symbol {
    if !more.is_empty() {
        symbol.member = format!("{}.{more}", symbol.member);
    }
    symbol
}

fn is_called(node: Node<'_>, parent: Option<Node<'_>>) -> bool {
    parent.is_some_and(|p| {
        p.kind() == "invocation_expression" && p.child_by_field_name("function") == Some(node)
    })
}
