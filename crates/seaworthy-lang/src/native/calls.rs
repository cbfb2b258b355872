//! Calls, constructions and assignments, and what they mean.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Native, apis};
use crate::grammar::child;
use crate::output::{span, span_between};
use crate::value::{Value, is_dotted_name, render};
use crate::variables::{Constant, join};
use crate::walk::Then;

impl<'t> Native<'t> {
    /// The qualified callee and whether it is sure.
    fn callee(&mut self, function: Node<'t>) -> Option<(String, bool)> {
        match self.kind(function)? {
            Kind::Identifier => {
                let name = self.out.text(function);
                if self.own.contains(name) {
                    // Internal linkage: not the function of that name in a library.
                    return Some((format!("static.{name}"), true));
                }
                let local = self.variables.get(name).is_some_and(|v| v.constant.is_none());
                if local {
                    return Some((format!("?.{name}"), false));
                }
                Some((name.to_owned(), true))
            }
            Kind::Qualified | Kind::Template => {
                let name = self.qualified(function, 0);
                let name = apis::of_the_c_library(&name).to_owned();
                Some((name.trim_start_matches('.').to_owned(), true))
            }
            Kind::FieldAccess => {
                let field = child(function, self.fields.field)?;
                let field = self.qualified(field, 0);
                let argument = child(function, self.fields.argument)?;
                let type_ = (self.kind(argument) == Some(Kind::Identifier))
                    .then(|| self.variables.get(self.out.text(argument)))
                    .flatten()
                    .map(|v| self.names.get(v.type_))
                    .filter(|t| !t.is_empty() && *t != "auto");
                Some(match type_ {
                    Some(type_) => (join(type_, &field), true),
                    None => (format!("?.{field}"), false),
                })
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
        let place = span_between(child(function, self.fields.field).unwrap_or(function), node);
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
        if let Some(effect) = self.out.effect_of(&callee) {
            self.out.effect(effect, resolved, &callee, &args, place);
        }
        if matches!(callee.as_str(), "open" | "openat" | "open64") {
            self.opened(&callee, &args, place);
        }
        self.socket_call(&callee, &args, arguments, place);
        self.out.push_use("arg:", &callee, arguments.byte_range());
        Then::DescendAndLeave
    }

    /// `open(path, O_RDWR | O_CREAT)`: the flags tell whether it writes.
    fn opened(&mut self, callee: &str, args: &[Value<'t>], place: seaworthy_base::Span) {
        let at = usize::from(callee == "openat");
        let path = args.get(at).and_then(Value::as_str).filter(|p| !p.is_empty()).unwrap_or("?");
        let flag = |v: &Value<'_>| {
            matches!(v, Value::Name("O_WRONLY" | "O_RDWR" | "O_CREAT" | "O_APPEND" | "O_TRUNC"))
        };
        let writes = match args.get(at + 1) {
            Some(Value::Group(flags)) => flags.iter().any(flag),
            Some(other) => flag(other),
            None => return,
        };
        let kind = if writes { FactKind::FileWrite } else { FactKind::FileRead };
        self.out.fact(kind, true, path, callee, place);
    }

    /// `std::ofstream out("/var/log/x")`: a declaration that calls a constructor.
    pub(super) fn constructed(&mut self, type_: &str, at: Node<'t>, arguments: Node<'t>) {
        if type_.is_empty() {
            return;
        }
        let args = self.arguments(arguments);
        let place = span(at);
        self.out.fact_with(FactKind::New, true, type_, &args, place);
        if let Some(effect) = self.out.effect_of(type_) {
            self.out.effect(effect, true, type_, &args, place);
        }
    }

    pub(super) fn enter_new(&mut self, node: Node<'t>) -> Then {
        let type_ = self.type_name(node);
        let arguments = child(node, self.fields.arguments);
        if let Some(arguments) = arguments {
            self.constructed(&type_, node, arguments);
        } else if !type_.is_empty() {
            self.out.fact(FactKind::New, true, &type_, "", span(node));
        }
        self.out.push_use("arg:", &type_, arguments.unwrap_or(node).byte_range());
        Then::DescendAndLeave
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            self.out.push_use("assign:", "", node.byte_range());
            return Then::DescendAndLeave;
        };
        let text = self.out.text(left).replace("->", ".");
        let name = if is_dotted_name(&text) { text } else { "?".to_owned() };
        if self.kind(left) == Some(Kind::Identifier) {
            let value = self.value(right);
            let constant = match value {
                Value::Str(s) => Some(Constant::Str(self.names.intern(&s))),
                Value::Literal(s) => Some(Constant::Literal(s)),
                _ => None,
            };
            let depth = self.depth;
            if let Some(variable) = self.variables.get_mut(self.out.text(left)) {
                // Within a branch or loop both the old and the new value may hold.
                variable.constant = constant.filter(|_| variable.depth == depth && depth > 0);
            }
        } else if self.kind(left) == Some(Kind::FieldAccess) {
            self.address_field(left, right);
            if name != "?" {
                let rendered = render(&[self.value(right)]);
                self.out.fact(FactKind::Assign, false, &name, &rendered, span(node));
            }
        }
        self.out.push_use("assign:", &name, right.byte_range());
        Then::DescendAndLeave
    }

    /// `&x`: whoever has the address may change it.
    pub(super) fn taken(&mut self, node: Node<'t>) {
        if let Some(argument) = child(node, self.fields.argument)
            && self.kind(argument) == Some(Kind::Identifier)
            && let Some(variable) = self.variables.get_mut(self.out.text(argument))
        {
            variable.constant = None;
        }
    }
}
