//! Node kinds of a grammar, as a table from tree-sitter's numbers to an extractor's own enum.

use tree_sitter::{Language, Node, TreeCursor};

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
pub(crate) fn named_children(node: Node<'_>) -> Children<'_> {
    Children::new(node, Which::Named)
}

/// All children of a node.
pub(crate) fn children(node: Node<'_>) -> Children<'_> {
    Children::new(node, Which::All)
}

/// Which children are seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Named,
    All,
}

/// The children of a node, in order.
pub(crate) struct Children<'t> {
    which: Which,
    way: Way<'t>,
}

/// How the next child is found. To count from the start costs less than half of what a cursor costs, and allocates
/// nothing; but it looks at all that stands before, which a node with many children cannot afford.
enum Way<'t> {
    Counted { parent: Node<'t>, next: u32, count: u32 },
    Cursor { cursor: TreeCursor<'t>, more: bool },
}

/// Nodes with more children than this get a cursor.
const MOST_COUNTED: u32 = 48;

impl<'t> Children<'t> {
    fn new(parent: Node<'t>, which: Which) -> Self {
        let count = match which {
            Which::Named => parent.named_child_count() as u32,
            Which::All => parent.child_count(),
        };
        let way = if count > MOST_COUNTED {
            let mut cursor = parent.walk();
            let more = cursor.goto_first_child();
            Way::Cursor { cursor, more }
        } else {
            Way::Counted { parent, next: 0, count }
        };
        Self { which, way }
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        match &mut self.way {
            Way::Counted { next, count, .. } if next == count => None,
            Way::Counted { parent, next, .. } => {
                let at = *next;
                *next += 1;
                match self.which {
                    Which::Named => parent.named_child(at),
                    Which::All => parent.child(at),
                }
            }
            Way::Cursor { cursor, more } => {
                while *more {
                    let child = cursor.node();
                    *more = cursor.goto_next_sibling();
                    if self.which == Which::All || child.is_named() {
                        return Some(child);
                    }
                }
                None
            }
        }
    }
}
