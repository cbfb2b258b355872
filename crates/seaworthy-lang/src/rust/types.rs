//! Types as written, and the types of expressions.

use seaworthy_base::Sym;
use tree_sitter::Node;

use super::{Kind, Rust, apis};
use crate::grammar::{child, named_children};
use crate::variables::{Type, join};

/// Types within types and receivers down a chain are looked at so far.
const LOOKED_AT: u8 = 12;

/// Types through which methods of what they hold are called, and what extractors of frameworks wrap.
const WRAPPERS: [&str; 29] = [
    "Arc",
    "Box",
    "Cow",
    "Data",
    "Extension",
    "JoinHandle",
    "Lazy",
    "LazyLock",
    "ManuallyDrop",
    "MappedMutexGuard",
    "Mutex",
    "MutexGuard",
    "OnceCell",
    "OnceLock",
    "Option",
    "Pin",
    "Query",
    "Rc",
    "RefCell",
    "RefMut",
    "Result",
    "RwLock",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "State",
    "SyncLazy",
    "SyncOnceCell",
    "Weak",
    "Wrapping",
];

/// Methods that give the receiver, or what it holds.
pub(super) const SAME: [&str; 31] = [
    "as_mut",
    "as_ref",
    "await",
    "blocking_lock",
    "borrow",
    "borrow_mut",
    "boxed",
    "by_ref",
    "clone",
    "cloned",
    "context",
    "deref",
    "expect",
    "force",
    "get_mut",
    "get_ref",
    "into",
    "into_inner",
    "lock",
    "map_err",
    "ok",
    "or_else",
    "read",
    "to_owned",
    "try_into",
    "unwrap",
    "unwrap_or_else",
    "wait",
    "with_context",
    "wrap_err",
    "write",
];

impl<'t> Rust<'t> {
    /// The named type behind references and wrappers; unknown for built-in ones.
    pub(super) fn type_of(&mut self, node: Node<'t>) -> Type {
        let mut node = node;
        for _ in 0..LOOKED_AT {
            let inner = match self.kind(node) {
                Some(Kind::TypeName | Kind::TypePath | Kind::Identifier | Kind::Path) => {
                    return self.named(node);
                }
                Some(Kind::GenericType) => {
                    let outer = child(node, self.fields.type_);
                    let simple = outer.map_or("", |o| self.out.text(o));
                    let simple = simple.rsplit("::").next().unwrap_or(simple);
                    let arguments = child(node, self.fields.type_arguments)
                        .filter(|_| WRAPPERS.contains(&simple));
                    let held =
                        arguments.and_then(|a| named_children(a).find(|n| n.kind() != "lifetime"));
                    held.or(outer)
                }
                Some(Kind::ReferenceType) => child(node, self.fields.type_),
                Some(Kind::DynamicType) => child(node, self.fields.trait_),
                _ => None,
            };
            match inner {
                Some(inner) => node = inner,
                None => break,
            }
        }
        Type::UNKNOWN
    }

    fn named(&mut self, node: Node<'t>) -> Type {
        let Some(parts) = self.parts(node) else { return Type::UNKNOWN };
        // `T`, by custom a parameter.
        if let [simple] = parts.as_slice()
            && simple.len() == 1
        {
            return Type::UNKNOWN;
        }
        let (name, resolved) = self.resolve(&parts);
        Type { name: self.names.intern(&name), resolved }
    }

    /// A type as facts name it, wrappers included, and whether it is sure.
    pub(super) fn field_type(&mut self, node: Node<'t>) -> (String, bool) {
        let mut node = node;
        for _ in 0..LOOKED_AT {
            let inner = match self.kind(node) {
                Some(Kind::ReferenceType | Kind::GenericType) => child(node, self.fields.type_),
                Some(Kind::DynamicType) => child(node, self.fields.trait_),
                Some(Kind::TypeName | Kind::TypePath | Kind::Identifier | Kind::Path) => {
                    let t = self.named(node);
                    return if t.is_known() {
                        (self.names.get(t.name).to_owned(), t.resolved)
                    } else {
                        ("?".to_owned(), false)
                    };
                }
                _ => None,
            };
            match inner {
                Some(inner) => node = inner,
                None => break,
            }
        }
        match node.kind() {
            "primitive_type" => (self.out.text(node).to_owned(), true),
            "array_type" => ("slice".to_owned(), true),
            "tuple_type" => ("tuple".to_owned(), true),
            "function_type" => ("fn".to_owned(), true),
            _ => ("?".to_owned(), false),
        }
    }

    /// The type of an expression as far as declarations tell.
    pub(super) fn expression_type(&mut self, node: Node<'t>) -> Type {
        self.type_within(node, 0)
    }

    fn type_within(&mut self, node: Node<'t>, depth: u8) -> Type {
        if depth > LOOKED_AT {
            return Type::UNKNOWN;
        }
        let inner = match self.kind(node) {
            Some(Kind::Identifier) => {
                return self.variables.get(self.out.text(node)).map_or(Type::UNKNOWN, |v| v.type_);
            }
            Some(Kind::SelfValue) => return self.owners.last().copied().unwrap_or_default(),
            Some(Kind::StructLiteral) => {
                return child(node, self.fields.name).map_or(Type::UNKNOWN, |t| self.type_of(t));
            }
            Some(Kind::FieldAccess) => {
                let (Some(value), Some(field)) =
                    (child(node, self.fields.value), child(node, self.fields.field))
                else {
                    return Type::UNKNOWN;
                };
                let owner = self.type_within(value, depth + 1);
                // `State(x).0`
                if self.out.text(field).starts_with(|c: char| c.is_ascii_digit()) {
                    return owner;
                }
                return self.member(owner, self.out.text(field)).unwrap_or_default();
            }
            Some(Kind::Call) => return self.returned(node, depth),
            Some(Kind::Path) => {
                let last = self.parts(node).and_then(|p| p.last().copied()).unwrap_or("");
                return self
                    .variables
                    .get(last)
                    .filter(|v| !v.is_local)
                    .map_or(Type::UNKNOWN, |v| v.type_);
            }
            Some(Kind::Inner | Kind::Unary | Kind::Index) => named_children(node).next(),
            Some(Kind::Reference | Kind::Cast) => child(node, self.fields.value),
            _ => None,
        };
        match inner {
            Some(inner) => self.type_within(inner, depth + 1),
            None => Type::UNKNOWN,
        }
    }

    /// What a call returns.
    fn returned(&mut self, call: Node<'t>, depth: u8) -> Type {
        let Some(function) = self.function_of(call) else { return Type::UNKNOWN };
        if self.kind(function) == Some(Kind::FieldAccess) {
            let (Some(value), Some(field)) =
                (child(function, self.fields.value), child(function, self.fields.field))
            else {
                return Type::UNKNOWN;
            };
            let owner = self.type_within(value, depth + 1);
            if !owner.is_known() {
                return owner;
            }
            let name = self.out.text(field);
            if let Some(t) = self.member(owner, name) {
                return t;
            }
            let qualified = join(self.names.get(owner.name), name);
            if let Some(t) = apis::returned_type(&qualified) {
                return Type { name: self.names.intern(t), resolved: owner.resolved };
            }
            let same = SAME.contains(&name) || apis::is_builder(self.names.get(owner.name));
            return if same { owner } else { Type::UNKNOWN };
        }
        let Some(parts) = self.parts(function) else { return Type::UNKNOWN };
        if let [name] = parts.as_slice() {
            if let Some(&t) = self.members.get(&(Sym::EMPTY, *name)) {
                return t;
            }
            // `Some(x)`, `Ok(x)`
            if matches!(*name, "Some" | "Ok") {
                let first = child(call, self.fields.arguments);
                let first = first.and_then(|a| named_children(a).next());
                return first.map_or(Type::UNKNOWN, |f| self.type_within(f, depth + 1));
            }
        }
        let (name, resolved) = self.resolve(&parts);
        if let Some(t) = apis::returned_type(&name) {
            return Type { name: self.names.intern(t), resolved };
        }
        let Some((owner, method)) = name.rsplit_once('.') else { return Type::UNKNOWN };
        let simple = owner.rsplit('.').next().unwrap_or(owner);
        if WRAPPERS.contains(&simple) {
            let first = child(call, self.fields.arguments);
            let first = first.and_then(|a| named_children(a).next());
            return first.map_or(Type::UNKNOWN, |f| self.type_within(f, depth + 1));
        }
        if !simple.starts_with(|c: char| c.is_uppercase()) {
            return Type::UNKNOWN;
        }
        let owner = Type { name: self.names.intern(owner), resolved };
        let own = parts.last().and_then(|m| self.member(owner, m));
        match own {
            Some(t) => t,
            None if is_constructor(method) => owner,
            None => Type::UNKNOWN,
        }
    }

    /// The function of a call, without its type arguments.
    pub(super) fn function_of(&self, call: Node<'t>) -> Option<Node<'t>> {
        let function = child(call, self.fields.function)?;
        match self.kind(function) {
            Some(Kind::Generic) => child(function, self.fields.function),
            _ => Some(function),
        }
    }
}

/// Functions of a type that by custom return one of it.
fn is_constructor(name: &str) -> bool {
    matches!(
        name,
        "bind"
            | "builder"
            | "connect"
            | "create"
            | "default"
            | "establish"
            | "new"
            | "open"
            | "from"
            | "init"
            | "load"
            | "current"
    ) || ["from_", "new_", "with_", "try_", "connect_", "open_", "create_"]
        .iter()
        .any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    #[test]
    fn lists_are_sorted() {
        assert!(super::WRAPPERS.is_sorted() && super::SAME.is_sorted());
    }
}
