//! Node kinds of a grammar, as a table from tree-sitter's numbers to an extractor's own enum.

use tree_sitter::{Language, Node};

/// The node kinds of one language that its extractor knows.
pub(crate) struct Grammar<K> {
    kinds: Vec<Option<K>>,
}

impl<K: Copy> Grammar<K> {
    /// Numbers the rows. A row whose kind the grammar does not have is left out; see [`unknown_rows`].
    pub(crate) fn new(language: &Language, rows: &[(&str, K)]) -> Self {
        let mut kinds = vec![None; language.node_kind_count()];
        for &(name, kind) in rows {
            let id = language.id_for_node_kind(name, true);
            if let Some(slot) = kinds.get_mut(usize::from(id)).filter(|_| id != 0) {
                *slot = Some(kind);
            }
        }
        Self { kinds }
    }

    /// What a node is to the extractor.
    pub(crate) fn kind(&self, node: Node<'_>) -> Option<K> {
        self.kinds.get(usize::from(node.kind_id())).copied().flatten()
    }
}

/// Rows that name no kind of the grammar: none, which each language's tests assert.
#[cfg(test)]
pub(crate) fn unknown_rows<'a, K>(language: &Language, rows: &[(&'a str, K)]) -> Vec<&'a str> {
    rows.iter().map(|row| row.0).filter(|name| language.id_for_node_kind(name, true) == 0).collect()
}

/// The number of a grammar's field, or 0, which no field has.
pub(crate) fn field_id(language: &Language, name: &str) -> u16 {
    language.field_id_for_name(name).map_or(0, std::num::NonZeroU16::get)
}

/// Declares a struct of field ids: `fields! { Fields { object = "object", type_ = "type" } }`.
macro_rules! fields {
    ($name:ident { $($field:ident = $text:literal),* $(,)? }) => {
        /// Ids of the grammar's fields.
        pub(crate) struct $name { $(pub(crate) $field: u16),* }

        impl $name {
            pub(crate) fn new(language: &tree_sitter::Language) -> Self {
                Self { $($field: $crate::grammar::field_id(language, $text)),* }
            }
        }
    };
}
pub(crate) use fields;

/// The child of a node in a field.
pub(crate) fn child(node: Node<'_>, field: u16) -> Option<Node<'_>> {
    node.child_by_field_id(field)
}

/// The named children of a node, comments included.
pub(crate) fn named_children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    children(node).filter(Node::is_named)
}

/// All children of a node.
pub(crate) fn children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut cursor = node.walk();
    let mut more = cursor.goto_first_child();
    std::iter::from_fn(move || {
        if !more {
            return None;
        }
        let child = cursor.node();
        more = cursor.goto_next_sibling();
        Some(child)
    })
}
