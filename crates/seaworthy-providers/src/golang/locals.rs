//! Local names, which hide packages.

use tree_sitter::Node;

use crate::preorder::{children_in, named_children, text_of};

/// A local name and where it is visible.
#[derive(Clone, Copy, Debug)]
struct Local<'t> {
    name: &'t str,
    /// From the end of its declaration …
    from: usize,
    /// … to the end of its block.
    to: usize,
}

/// The local names seen so far on a walk in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Locals<'t> {
    open: Vec<Local<'t>>,
}

impl<'t> Locals<'t> {
    /// Takes down what a node declares inside a function.
    pub(super) fn declare(&mut self, node: Node<'_>, above: &[Node<'_>], text: &'t str) {
        let (field, is_parameter) = match node.kind() {
            "function_declaration" | "method_declaration" => {
                // Functions do not nest, so nothing of the last one is visible any more.
                self.open.clear();
                return;
            }
            "short_var_declaration" | "range_clause" | "receive_statement" => ("left", false),
            "var_spec" | "const_spec" => ("name", false),
            "parameter_declaration" | "variadic_parameter_declaration" => ("name", true),
            "type_switch_statement" => ("alias", false),
            _ => return,
        };
        let Some(to) = end_of_scope(above) else { return };
        let from =
            if is_parameter || field == "alias" { node.start_byte() } else { node.end_byte() };
        for child in children_in(node, field) {
            let names =
                if child.kind() == "expression_list" { named_children(child) } else { vec![child] };
            for name in names.into_iter().filter(|n| n.kind() == "identifier") {
                self.open.push(Local { name: text_of(name, text), from, to });
            }
        }
    }

    /// Whether at this node the name means a local one.
    pub(super) fn hide(&self, name: &str, at: Node<'_>) -> bool {
        let at = at.start_byte();
        self.open.iter().any(|local| local.name == name && (local.from..local.to).contains(&at))
    }
}

/// Where the scope of a declaration ends; `None` outside of functions.
fn end_of_scope(above: &[Node<'_>]) -> Option<usize> {
    let scope = above.iter().rfind(|scope| {
        matches!(
            scope.kind(),
            "block"
                | "function_declaration"
                | "method_declaration"
                | "func_literal"
                | "if_statement"
                | "for_statement"
                | "expression_switch_statement"
                | "type_switch_statement"
                | "expression_case"
                | "type_case"
                | "default_case"
                | "communication_case"
        )
    })?;
    Some(scope.end_byte())
}

/// Whether an identifier is the name in a declaration rather than a use of it.
pub(super) fn is_declared_here(node: Node<'_>, parent: Option<Node<'_>>) -> bool {
    let Some(parent) = parent else { return false };
    matches!(
        parent.kind(),
        "function_declaration"
            | "method_declaration"
            | "type_spec"
            | "type_alias"
            | "const_spec"
            | "var_spec"
            | "field_declaration"
            | "method_elem"
            | "parameter_declaration"
            | "variadic_parameter_declaration"
            | "type_parameter_declaration"
    ) && children_in(parent, "name").contains(&node)
}
