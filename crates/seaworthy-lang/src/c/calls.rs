//! Calls and what they mean.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{C, Kind};
use crate::apis::Effect;
use crate::grammar::child;
use crate::output::span;
use crate::value::Value;
use crate::variables::join;
use crate::walk::Then;

impl<'t> C<'t> {
    /// The callee: a function by its name, a member by the declared type of its object.
    fn callee(&self, function: Node<'t>) -> Option<(String, bool)> {
        match self.kind(function)? {
            Kind::Identifier => {
                let name = self.out.text(function);
                // A pointer to a function is called like a function.
                let local = self.variables.get(name).is_some();
                Some(if local { (join("?", name), false) } else { (name.to_owned(), true) })
            }
            Kind::Qualified => Some((self.dotted(function), true)),
            Kind::Field => {
                let field = self.out.text(child(function, self.fields.field)?);
                let object = self.out.text(child(function, self.fields.argument)?);
                let type_ = self.variables.get(object).map(|v| v.type_).unwrap_or_default();
                if type_.is_known() {
                    return Some((join(self.names.get(type_.name), field), type_.resolved));
                }
                Some((join("?", field), false))
            }
            _ => None,
        }
    }

    pub(super) fn enter_call(&mut self, node: Node<'t>) -> Then {
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Then::Descend;
        };
        let Some((callee, resolved)) = self.callee(function) else { return Then::Descend };
        let args = self.arguments(arguments);
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, span(node));
        self.effect(&callee, resolved, &args, node);
        self.out.push_use("arg:", &callee, arguments.byte_range());
        Then::DescendAndLeave
    }

    pub(super) fn enter_new(&mut self, node: Node<'t>) -> Then {
        let Some(type_) = child(node, self.fields.type_) else { return Then::Descend };
        let name = self.dotted(type_);
        let args = child(node, self.fields.arguments).map(|a| self.arguments(a));
        let args = args.unwrap_or_default();
        self.out.fact_with(FactKind::New, true, &name, &args, span(node));
        self.effect(&name, true, &args, node);
        self.out.push_use("arg:", &name, node.byte_range());
        Then::DescendAndLeave
    }

    /// An object that a declaration makes.
    pub(super) fn made(&mut self, type_: &str, arguments: Node<'t>, node: Node<'t>) {
        let args = self.arguments(arguments);
        self.out.fact_with(FactKind::New, true, type_, &args, span(node));
        self.effect(type_, true, &args, node);
    }

    fn effect(&mut self, callee: &str, resolved: bool, args: &[Value<'t>], node: Node<'t>) {
        if matches!(callee, "open" | "open64") {
            let path = args.first().and_then(Value::as_str).unwrap_or("?");
            let kind = if writes(args.get(1)) { FactKind::FileWrite } else { FactKind::FileRead };
            self.out.fact(kind, resolved, path, callee, span(node));
            return;
        }
        if let Some(effect) = self.out.effect_of(callee)
            && (self.listens || !matches!(effect, Effect::Listen { .. }))
        {
            self.out.effect(effect, resolved, callee, args, span(node));
        }
    }
}

/// Whether the flags of `open` ask to write.
fn writes(flags: Option<&Value<'_>>) -> bool {
    let writing =
        |name: &str| matches!(name, "O_WRONLY" | "O_RDWR" | "O_CREAT" | "O_APPEND" | "O_TRUNC");
    match flags {
        Some(Value::Name(name)) => writing(name),
        Some(Value::Group(items)) => {
            items.iter().any(|item| matches!(item, Value::Name(name) if writing(name)))
        }
        _ => false,
    }
}
