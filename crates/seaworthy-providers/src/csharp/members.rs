//! Names joined by dots.

use tree_sitter::Node;

use crate::csharp::known;
use crate::csharp::names::{Open, Symbol};
use crate::preorder::text_of;

/// Longest chain that is followed, calls and indexes included.
const MAX_LINKS: usize = 64;

/// `root.a.b`, calls and indexes left out.
#[derive(Debug)]
pub(super) struct Chain {
    /// Empty for `this` and `base`.
    root: String,
    members: Vec<String>,
}

impl Chain {
    /// The name at the start; `None` for `this` and `base`.
    pub(super) fn root(&self) -> Option<&str> {
        Some(self.root.as_str()).filter(|r| !r.is_empty())
    }

    /// The names behind it.
    pub(super) fn members(&self) -> String {
        self.members.join(".")
    }

    /// The last two names.
    pub(super) fn shown(&self) -> String {
        let all: Vec<&str> =
            self.root().into_iter().chain(self.members.iter().map(String::as_str)).collect();
        all.get(all.len().saturating_sub(2)..).unwrap_or(&[]).join(".")
    }

    /// A chain that starts with a namespace: cut behind the first type that is known there, else before the last name.
    /// A chain that is a namespace itself means nothing.
    pub(super) fn qualified(&self) -> Vec<Symbol> {
        let root = self.root.strip_prefix("global::").unwrap_or(&self.root);
        let mut namespace = root.to_owned();
        for (i, name) in self.members.iter().enumerate() {
            if known::is_type(&namespace, name) {
                let member = self.members.get(i + 1..).unwrap_or(&[]).join(".");
                return vec![Symbol {
                    namespace,
                    class: name.clone(),
                    member,
                    open: Open::Nothing,
                }];
            }
            namespace = format!("{namespace}.{name}");
        }
        if known::is_namespace(&namespace) {
            return Vec::new();
        }
        let (namespace, class) = namespace.rsplit_once('.').unwrap_or(("", root));
        vec![Symbol {
            namespace: namespace.to_owned(),
            class: class.to_owned(),
            member: String::new(),
            open: Open::Nothing,
        }]
    }
}

/// The chain that a member access ends; `None` where it starts with something without a name, or is
/// longer than [`MAX_LINKS`].
pub(super) fn chain_of(node: Node<'_>, text: &str) -> Option<Chain> {
    let mut members = Vec::new();
    let mut at = node;
    for _ in 0..MAX_LINKS {
        match at.kind() {
            "member_access_expression" => {
                let name = at.child_by_field_name("name")?;
                let name = if name.kind() == "generic_name" { name.named_child(0)? } else { name };
                members.push(text_of(name, text).to_owned());
                at = at.child_by_field_name("expression")?;
            }
            "invocation_expression" => at = at.child_by_field_name("function")?,
            "element_access_expression" => at = at.child_by_field_name("expression")?,
            "parenthesized_expression" | "generic_name" => at = at.named_child(0)?,
            "identifier" | "alias_qualified_name" => {
                members.reverse();
                return Some(Chain { root: text_of(at, text).to_owned(), members });
            }
            "this" | "base" | "this_expression" | "base_expression" => {
                members.reverse();
                return Some(Chain { root: String::new(), members });
            }
            _ => return None,
        }
    }
    None
}
