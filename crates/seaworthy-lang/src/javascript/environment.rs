//! Reads of environment variables: `process.env.X`, with a default by `||` or `??`, or taken apart.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Script, child};
use crate::grammar::named_children;
use crate::output::span;
use crate::value::{Value, render};

/// Functions around a read that keep it one: `parseInt(process.env.PORT, 10) || 3000`.
const CONVERSIONS: [&str; 6] =
    ["parseInt", "parseFloat", "Number", "String", "Number.parseInt", "Boolean"];

impl<'t> Script<'t> {
    /// Whether an expression is the environment itself.
    pub(super) fn is_environment(&mut self, node: Node<'t>) -> bool {
        match self.kind(node) {
            Some(Kind::Member) => {
                let text = self.out.text(node);
                text == "process.env" && self.variables.get("process").is_none()
                    || matches!(text, "import.meta.env" | "process?.env")
                    || text.ends_with("env") && {
                        let meaning = self.meaning(node);
                        self.names.get(meaning.type_.name) == "process.env"
                    }
            }
            Some(Kind::Identifier) => self
                .variables
                .get(self.out.text(node))
                .is_some_and(|m| self.names.get(m.type_.name) == "process.env"),
            _ => false,
        }
    }

    /// The variable that a member or subscript expression reads, `?` if only a run could tell.
    pub(super) fn environment_variable(&mut self, kind: Kind, node: Node<'t>) -> Option<String> {
        let object = child(node, self.fields.object)?;
        if !self.is_environment(object) {
            return None;
        }
        if kind == Kind::Member {
            return Some(self.out.text(child(node, self.fields.property)?).to_owned());
        }
        let index = child(node, self.fields.index)?;
        match self.value(index, 0) {
            Value::Str(name) => Some(name.into_owned()),
            _ => Some("?".to_owned()),
        }
    }

    /// The read within conversions and parentheses.
    fn unconverted(&self, node: Node<'t>) -> Node<'t> {
        let mut node = node;
        for _ in 0..4 {
            let inner = match self.kind(node) {
                Some(Kind::Call) => {
                    let function = child(node, self.fields.function);
                    let converts =
                        function.is_some_and(|f| CONVERSIONS.contains(&self.out.text(f)));
                    let arguments = child(node, self.fields.arguments).filter(|_| converts);
                    arguments.and_then(|a| named_children(a).next())
                }
                Some(Kind::Parenthesized | Kind::Wrapped | Kind::Unary) => {
                    named_children(node).next()
                }
                _ => None,
            };
            match inner {
                Some(inner) => node = inner,
                None => break,
            }
        }
        node
    }

    /// `process.env.X || 'default'`: one fact with the default.
    pub(super) fn read_with_default(&mut self, node: Node<'t>) {
        if !self.is_choice(node) {
            return;
        }
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return;
        };
        let left = self.unconverted(left);
        let Some(kind @ (Kind::Member | Kind::Subscript)) = self.kind(left) else { return };
        if let Some(name) = self.environment_variable(kind, left) {
            let default = render(&[self.value(right, 0)]);
            let default = if default == "_" { "" } else { default.trim_matches('"') };
            self.out.fact(FactKind::EnvRead, true, &name, default, span(left));
            self.read = left.id();
        }
    }

    /// Whether an operator takes its right side when the left one is missing.
    pub(super) fn is_choice(&self, node: Node<'t>) -> bool {
        child(node, self.fields.operator).is_some_and(|o| matches!(o.kind(), "||" | "??"))
    }

    /// `const { A, B: b, C = 'x' } = process.env`.
    pub(super) fn taken_apart(&mut self, pattern: Node<'t>) {
        for part in named_children(pattern) {
            let (key, default) = match self.kind(part) {
                Some(Kind::PairPattern) => {
                    let value = child(part, self.fields.value);
                    let default = value
                        .filter(|v| self.kinds.kind(*v) == Some(Kind::DefaultPattern))
                        .and_then(|v| child(v, self.fields.right));
                    (child(part, self.fields.key), default)
                }
                Some(Kind::DefaultPattern) => {
                    (child(part, self.fields.left), child(part, self.fields.right))
                }
                Some(Kind::OtherPattern | Kind::Comment) => (None, None),
                _ => (Some(part), None),
            };
            let Some(key) = key else { continue };
            let default = default.map_or_else(String::new, |d| render(&[self.value(d, 0)]));
            let default = if default == "_" { "" } else { default.trim_matches('"') };
            let name = self.out.text(key);
            self.out.fact(FactKind::EnvRead, true, name, default, span(part));
        }
    }
}
