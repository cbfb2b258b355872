//! Calls, constructions and inclusions.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::{Kind, Php, child};
use crate::apis::Effect;
use crate::grammar::named_children;
use crate::output::{span, span_between};
use crate::value::{Value, render};
use crate::variables::join;
use crate::walk::Then;

impl<'t> Php<'t> {
    pub(super) fn enter_call(&mut self, node: Node<'t>) -> Then {
        let function = child(node, self.fields.function)
            .filter(|f| matches!(self.kinds.kind(*f), Some(Kind::Name | Kind::QualifiedName)));
        let Some(function) = function else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        let name = self.function_name(self.out.text(function));
        self.call(&name, true, node, span(node))
    }

    pub(super) fn enter_method_call(&mut self, node: Node<'t>) -> Then {
        let (Some(object), Some(name)) =
            (child(node, self.fields.object), child(node, self.fields.name))
        else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        let receiver = self.meaning(object);
        let simple = self.out.text(name);
        let place = span_between(name, node);
        if !receiver.is_known() {
            let callee = format!("?.{simple}");
            self.guessed_route(object, simple, node, place);
            return self.call(&callee, false, node, place);
        }
        let callee = join(self.names.get(receiver.type_.name), simple);
        self.call(&callee, receiver.type_.resolved, node, place)
    }

    pub(super) fn enter_static_call(&mut self, node: Node<'t>) -> Then {
        let (Some(scope), Some(name)) =
            (child(node, self.fields.scope), child(node, self.fields.name))
        else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        let class = self.class_name(scope);
        let simple = self.out.text(name);
        let callee = if class.is_known() {
            join(self.names.get(class.name), simple)
        } else {
            format!("?.{simple}")
        };
        self.call(&callee, class.resolved, node, span(node))
    }

    pub(super) fn enter_new(&mut self, node: Node<'t>) -> Then {
        let class = named_children(node).find(|n| {
            matches!(
                self.kinds.kind(*n),
                Some(Kind::Name | Kind::QualifiedName | Kind::RelativeScope)
            )
        });
        let Some(class) = class else {
            self.out.push_use("", "", 0..0);
            return Then::DescendAndLeave;
        };
        let type_ = self.class_name(class);
        let name = self.names.get(type_.name).to_owned();
        let arguments = named_children(node).find(|n| self.kind(*n) == Some(Kind::Arguments));
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        self.out.fact_with(FactKind::New, type_.resolved, &name, &args, span(node));
        self.effect(&name, type_.resolved, &args, node, span(node));
        self.out.push_use("arg:", &name, arguments.map_or(0..0, |a| a.byte_range()));
        Then::DescendAndLeave
    }

    fn call(&mut self, callee: &str, resolved: bool, node: Node<'t>, place: Span) -> Then {
        let arguments = child(node, self.fields.arguments);
        let args = arguments.map_or_else(Vec::new, |a| self.arguments(a));
        self.out.fact_with(FactKind::Call, resolved, callee, &args, place);
        self.effect(callee, resolved, &args, node, place);
        self.out.push_use("arg:", callee, arguments.map_or(0..0, |a| a.byte_range()));
        Then::DescendAndLeave
    }

    fn effect(
        &mut self,
        callee: &str,
        resolved: bool,
        args: &[Value<'t>],
        node: Node<'t>,
        place: Span,
    ) {
        let Some(effect) = self.out.effect_of(callee) else { return };
        match effect {
            Effect::Env(i) => {
                let name = args.get(usize::from(i)).and_then(Value::as_str).unwrap_or("?");
                let own = args.get(usize::from(i) + 1);
                let default = match own {
                    Some(value @ (Value::Str(_) | Value::Literal(_))) if callee != "getenv" => {
                        render(std::slice::from_ref(value))
                    }
                    _ if self.default.0 == node.id() => self.default.1.clone(),
                    _ => String::new(),
                };
                let default = default.trim_matches('"');
                self.out.fact(FactKind::EnvRead, resolved, name, default, place);
            }
            Effect::Read(i) | Effect::Write(i) | Effect::Open { path: i, .. }
                if args
                    .get(usize::from(i))
                    .and_then(Value::as_str)
                    // `php://stdin` and addresses are no files.
                    .is_some_and(|path| path.contains("://")) => {}
            Effect::Route(i, method) => {
                if let Some(path) = args.get(usize::from(i)).and_then(Value::as_str)
                    && args.len() > 1
                {
                    let path = format!("/{}", path.trim_start_matches('/'));
                    self.out.fact(FactKind::Route, resolved, &path, method, place);
                }
            }
            other => self.out.effect(other, resolved, callee, args, place),
        }
    }

    /// `$app->get('/x', …)` where nothing tells what `$app` is.
    fn guessed_route(&mut self, object: Node<'t>, method: &str, node: Node<'t>, place: Span) {
        let name = self.out.text(object).trim_start_matches("$this->").trim_start_matches('$');
        if !matches!(name, "app" | "router" | "route" | "routes" | "r") {
            return;
        }
        let verb = match method {
            "get" | "post" | "put" | "patch" | "delete" => method.to_ascii_uppercase(),
            "any" => "*".to_owned(),
            _ => return,
        };
        let args = child(node, self.fields.arguments).map_or_else(Vec::new, |a| self.arguments(a));
        if let Some(path) = args.first().and_then(Value::as_str)
            && args.len() > 1
            && (path.starts_with('/') || path.is_empty())
        {
            let path = if path.is_empty() { "/" } else { path };
            self.out.fact(FactKind::Route, false, path, &verb, place);
        }
    }

    /// `require '/opt/x.php'` as a call of `require`.
    pub(super) fn include(&mut self, node: Node<'t>) {
        let name = node.kind().trim_end_matches("_expression");
        let Some(path) = named_children(node).next() else { return };
        let value = self.value(path, 0);
        self.out.fact_with(FactKind::Call, true, name, &[value], span(node));
    }

    /// A command in backticks.
    pub(super) fn shell(&mut self, node: Node<'t>) {
        let command = self.template_start(node);
        let command = if command.is_empty() { "?" } else { &command };
        self.out.fact(FactKind::Exec, true, command, "shell_exec", span(node));
    }
}
