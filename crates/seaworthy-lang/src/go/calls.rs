//! Calls, struct literals and assignments, and what they mean.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::types::is_built_in;
use super::values::Unset;
use super::{Go, Kind, apis};
use crate::apis::Effect;
use crate::grammar::{child, named_children};
use crate::literal;
use crate::output::{span, span_between};
use crate::value::{Value, is_dotted_name, render};
use crate::variables::{Constant, join};
use crate::walk::Then;

/// Functions of the language itself, which say nothing about a container.
const BUILT_IN: [&str; 18] = [
    "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max",
    "min", "new", "panic", "print", "println", "real", "recover",
];

impl<'t> Go<'t> {
    /// The qualified name of a function of an imported package: `net/http.ListenAndServe`.
    pub(super) fn package_function(&self, function: Node<'t>) -> Option<String> {
        let operand = child(function, self.fields.operand)?;
        let field = child(function, self.fields.field)?;
        Some(join(self.package_of(operand)?, self.out.text(field)))
    }

    /// The qualified callee and whether it is sure; `None` for conversions, built-in and computed functions.
    fn callee(&mut self, function: Node<'t>) -> Option<(String, bool)> {
        match self.kind(function)? {
            Kind::Identifier => {
                let name = self.out.text(function);
                if self.variables.get(name).is_some() {
                    return Some((format!("?.{name}"), false));
                }
                if is_built_in(name) || BUILT_IN.contains(&name) {
                    return None;
                }
                Some((self.own(name), true))
            }
            Kind::Selector => self.member_name(function),
            _ => None,
        }
    }

    /// `operand.field` by the package or type of the operand, `?.field` where neither is known.
    fn member_name(&mut self, selector: Node<'t>) -> Option<(String, bool)> {
        let operand = child(selector, self.fields.operand)?;
        let field = self.out.text(child(selector, self.fields.field)?);
        if let Some(path) = self.package_of(operand) {
            return Some((join(path, field), true));
        }
        let t = self.expression_type(operand);
        if t.is_known() {
            return Some((join(self.names.get(t.name), field), t.resolved));
        }
        Some((format!("?.{field}"), false))
    }

    pub(super) fn enter_call(&mut self, node: Node<'t>) -> Then {
        let (Some(function), Some(arguments)) =
            (child(node, self.fields.function), child(node, self.fields.arguments))
        else {
            return Then::Descend;
        };
        let Some((callee, resolved)) = self.callee(function) else { return Then::Descend };
        self.callee_at = Some(function.id());
        let name = child(function, self.fields.field).unwrap_or(function);
        let place = span_between(name, node);
        let args = self.arguments(arguments, Unset::Unknown);
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, place);
        let known = apis::unversioned(&callee);
        if let Some(effect) = self.out.effect_of(&known) {
            self.effect(effect, resolved, &callee, arguments, node);
        }
        if self.kind(function) == Some(Kind::Identifier)
            && let Some(&at) = self.environment.get(self.out.text(function))
        {
            let args = self.arguments(arguments, Unset::Default);
            self.out.effect(Effect::Env(at), resolved, &callee, &args, place);
        }
        if let Some((name, default)) = apis::flag(&known) {
            let args = self.arguments(arguments, Unset::Default);
            if let (Some(name), Some(value)) = (args.get(name), args.get(default)) {
                self.flag(name.as_str().unwrap_or(""), value, node);
            }
            self.bind_flag(arguments, default);
        }
        self.route(&callee, resolved, function, arguments);
        self.out.push_use("arg:", &callee, arguments.byte_range());
        Then::DescendAndLeave
    }

    /// `flag.StringVar(&addr, "addr", ":8080", "…")` gives the variable a default.
    fn bind_flag(&mut self, arguments: Node<'t>, default: usize) {
        let mut nodes =
            named_children(arguments).filter(|n| self.kinds.kind(*n) != Some(Kind::Comment));
        let (Some(target), Some(value)) = (nodes.next(), nodes.nth(default.saturating_sub(1)))
        else {
            return;
        };
        let target = match self.kind(target) {
            Some(Kind::Unary) => child(target, self.fields.operand),
            _ => None,
        };
        let Some(target) = target.filter(|t| self.kind(*t) == Some(Kind::Identifier)) else {
            return;
        };
        let value = self.value(value, Unset::Default);
        let constant = self.constant(&value);
        if let Some(variable) = self.variables.get_mut(self.out.text(target)) {
            variable.constant = None;
            variable.unset = None;
            variable.fallback = constant;
        }
    }

    /// A flag or option that names a port or address to listen on.
    fn flag(&mut self, name: &str, default: &Value<'t>, at: Node<'t>) {
        if !apis::is_listening_flag(name) {
            return;
        }
        let (host, port) = match (default.as_number(), default.as_str()) {
            (Some(number), _) => ("", Some(number).filter(|&n| n <= 65_535)),
            (None, Some(text)) => literal::address(text),
            _ => return,
        };
        if let Some(port) = port.filter(|&p| p > 0) {
            let host = host.to_owned();
            self.out.fact(FactKind::Listen, true, &port.to_string(), &host, span(at));
        }
    }

    fn effect(
        &mut self,
        effect: Effect,
        resolved: bool,
        callee: &str,
        arguments: Node<'t>,
        call: Node<'t>,
    ) {
        let place = span(call);
        let listens = matches!(effect, Effect::ListenAddress(_));
        let args = self.arguments(arguments, if listens { Unset::Empty } else { Unset::Default });
        let first = args.first().and_then(Value::as_str);
        match callee {
            "net.Listen" | "crypto/tls.Listen" | "net.ListenPacket"
                if first.is_some_and(|n| n.starts_with("unix")) =>
            {
                // The path of a socket.
                if let Some(path) =
                    args.get(1).and_then(Value::as_str).filter(|p| p.starts_with('/'))
                {
                    self.out.fact(FactKind::FileWrite, resolved, path, callee, place);
                }
            }
            "github.com/gin-gonic/gin.Engine.Run" if args.is_empty() => {
                self.out.fact(FactKind::EnvRead, resolved, "PORT", "8080", place);
                self.out.fact(FactKind::Listen, resolved, "8080", "", place);
            }
            "os.OpenFile" => {
                let flags = named_children(arguments).nth(1).map_or("", |n| self.out.text(n));
                let reads =
                    flags.contains("O_RDONLY") && !flags.contains("O_CREATE") || flags == "0";
                let effect = if reads { Effect::Read(0) } else { Effect::Write(0) };
                self.out.effect(effect, resolved, callee, &args, place);
            }
            "database/sql.Open"
            | "github.com/jmoiron/sqlx.Open"
            | "github.com/jmoiron/sqlx.Connect"
                if first.is_some_and(|d| d.starts_with("sqlite")) =>
            {
                let path = args.get(1).and_then(Value::as_str).unwrap_or("?");
                let path = path.trim_start_matches("file:").split('?').next().unwrap_or(path);
                if !path.starts_with(':') {
                    let path = if path.is_empty() { "?" } else { path }.to_owned();
                    self.out.fact(FactKind::FileWrite, resolved, &path, callee, place);
                }
            }
            _ if matches!(effect, Effect::Connect(_)) => {
                let Effect::Connect(at) = effect else { return };
                let known = args.get(usize::from(at)).and_then(Value::as_str);
                if known.is_some_and(|s| s.contains("://")) {
                    self.out.effect(effect, resolved, callee, &args, place);
                }
            }
            _ => self.out.effect(effect, resolved, callee, &args, place),
        }
    }

    pub(super) fn enter_composite(&mut self, node: Node<'t>) -> Then {
        let (Some(type_node), Some(body)) =
            (child(node, self.fields.type_), child(node, self.fields.body))
        else {
            return Then::Descend;
        };
        if !matches!(
            self.kind(type_node),
            Some(Kind::TypeName | Kind::QualifiedType | Kind::Generic)
        ) {
            return Then::Descend;
        }
        let t = self.type_of(type_node);
        let name = if t.is_known() { self.names.get(t.name).to_owned() } else { "?".to_owned() };
        let entries = self.entries(body, Unset::Unknown);
        self.out.fact_with(FactKind::New, t.resolved, &name, &entries, span(node));
        self.made(&name, t.resolved, body, node);
        self.out.push_use("arg:", &name, body.byte_range());
        Then::DescendAndLeave
    }

    /// What a struct literal of a known library means.
    fn made(&mut self, name: &str, resolved: bool, body: Node<'t>, at: Node<'t>) {
        let Some(meaning) = apis::literal(&apis::unversioned(name)) else { return };
        let listens = meaning == apis::Literal::Listens;
        let entries = self.entries(body, if listens { Unset::Empty } else { Unset::Default });
        let entry = |key: &str| {
            entries.iter().find_map(|e| match e {
                Value::Named(k, v) if *k == key => Some(&**v),
                _ => None,
            })
        };
        match meaning {
            apis::Literal::Listens => {
                if let Some(address) = entry("Addr") {
                    let args = [address.clone()];
                    self.out.effect(Effect::ListenAddress(0), resolved, name, &args, span(at));
                }
            }
            apis::Literal::Writes(field) => {
                let path = entry(field).and_then(Value::as_str).unwrap_or("?");
                self.out.fact(FactKind::FileWrite, resolved, path, name, span(at));
            }
            apis::Literal::Flag => {
                let (option, default) = (entry("Name").cloned(), entry("Value").cloned());
                let shown =
                    default.as_ref().map_or_else(String::new, |d| render(std::slice::from_ref(d)));
                let variables = entry("EnvVars").or(entry("EnvVar"));
                for variable in variables.map(Value::strings).unwrap_or_default() {
                    let shown = shown.trim_matches('"');
                    self.out.fact(FactKind::EnvRead, resolved, variable, shown, span(at));
                }
                if let (Some(option), Some(default)) = (option, default) {
                    self.flag(option.as_str().unwrap_or(""), &default, at);
                }
            }
        }
    }

    /// A member of a package that is read or passed on: `http.DefaultServeMux`, `syscall.SOCK_RAW`.
    pub(super) fn enter_selector(&mut self, node: Node<'t>) -> Then {
        if self.callee_at == Some(node.id()) {
            return Then::Descend;
        }
        if let Some(name) = self.package_function(node) {
            self.out.fact(FactKind::Reference, true, &name, "", span(node));
            return Then::Skip;
        }
        Then::Descend
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            return Then::Descend;
        };
        let plain = child(node, self.fields.operator).is_none_or(|o| self.out.text(o) == "=");
        let targets = self.expressions(Some(left));
        let values = self.expressions(Some(right));
        let mut used_for = String::new();
        for (i, target) in targets.iter().enumerate() {
            let value = values.get(i).copied().filter(|_| values.len() == targets.len());
            let (name, resolved, of_package) = self.target(*target);
            if self.kind(*target) == Some(Kind::Identifier) {
                self.assign(self.out.text(*target), value.filter(|_| plain));
            }
            if of_package && name != "_" {
                let rendered = match value {
                    Some(v) => render(&[self.value(v, Unset::Unknown)]),
                    None => "_".to_owned(),
                };
                self.out.fact(FactKind::Assign, resolved, &name, &rendered, span(node));
                if name == "net/http.Server.Addr"
                    && let Some(value) = value
                {
                    let args = [self.value(value, Unset::Empty)];
                    self.out.effect(Effect::ListenAddress(0), resolved, &name, &args, span(node));
                }
            }
            if i == 0 {
                used_for = name;
            }
        }
        self.out.push_use("assign:", &used_for, right.byte_range());
        Then::DescendAndLeave
    }

    /// The name of what is assigned, whether it is sure, and whether it outlives the function.
    fn target(&mut self, node: Node<'t>) -> (String, bool, bool) {
        match self.kind(node) {
            Some(Kind::Identifier) => {
                let name = self.out.text(node);
                match self.variables.get(name) {
                    Some(variable) if variable.depth > 0 => (name.to_owned(), true, false),
                    // One that another file of the package declares is no local either.
                    _ if name == "_" => (name.to_owned(), true, false),
                    _ => (self.own(name), true, true),
                }
            }
            Some(Kind::Selector) => match self.member_name(node) {
                Some((name, resolved)) if !name.starts_with('?') => (name, resolved, true),
                other => {
                    let text = self.out.text(node);
                    let name = if is_dotted_name(text) {
                        text.to_owned()
                    } else {
                        other.map_or_else(|| "?".to_owned(), |(name, _)| name)
                    };
                    (name, false, true)
                }
            },
            // `cache[key] = …` is what tells a cache from a table.
            Some(Kind::Index) => match child(node, self.fields.operand) {
                Some(operand)
                    if matches!(self.kind(operand), Some(Kind::Identifier | Kind::Selector)) =>
                {
                    let (name, resolved, outlives) = self.target(operand);
                    (format!("{name}[]"), resolved, outlives)
                }
                _ => ("?".to_owned(), false, false),
            },
            _ => ("?".to_owned(), false, false),
        }
    }

    /// A local gets a new value; within a branch, the old one stays as what it may still be.
    fn assign(&mut self, name: &'t str, value: Option<Node<'t>>) {
        let Some(before) = self.variables.get(name) else { return };
        let new = value.map(|v| self.variable(v));
        let depth = self.depth;
        let Some(variable) = self.variables.get_mut(name) else { return };
        let Some(new) = new else {
            variable.constant = None;
            variable.fallback = None;
            variable.unset = None;
            return;
        };
        if before.depth == depth {
            *variable = new;
            if !variable.type_.is_known() {
                variable.type_ = before.type_;
            }
            return;
        }
        variable.constant = None;
        variable.unset = None;
        let empty = |c: &Constant<'t>| matches!(c, Constant::Str(s) if s.is_empty());
        variable.fallback = before
            .constant
            .or(before.fallback)
            .filter(|c| !empty(c))
            .or(new.constant)
            .or(new.fallback);
        if !variable.type_.is_known() {
            variable.type_ = new.type_;
        }
    }

    /// `i++`: what it was declared with no longer holds.
    pub(super) fn changed(&mut self, node: Node<'t>) {
        if let Some(name) = named_children(node).next()
            && self.kind(name) == Some(Kind::Identifier)
        {
            self.assign(self.out.text(name), None);
        }
    }
}
