//! Calls, reads of the environment, and programs in backticks.

use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::{dotted, name_of};
use super::{Kind, Perl, apis};
use crate::grammar::{child, children, named_children};
use crate::meaning::Defaults;
use crate::output::span;
use crate::value::Value;
use crate::variables::join;
use crate::walk::Then;

/// Chains of method calls that are looked at.
const MAX_CHAIN: usize = 8;
/// Variables that a web server sets for each request of a CGI program: no settings of it.
const OF_REQUESTS: [&str; 9] = [
    "AUTH_TYPE",
    "CONTENT_LENGTH",
    "CONTENT_TYPE",
    "DOCUMENT_ROOT",
    "GATEWAY_INTERFACE",
    "HTTPS",
    "MOD_PERL",
    "MOD_PERL_API_VERSION",
    "QUERY_STRING",
];
const PREFIXES_OF_REQUESTS: [&str; 8] =
    ["HTTP_", "PATH_", "REDIRECT_", "REMOTE_", "REQUEST_", "SCRIPT_", "SERVER_", "SSL_"];

impl<'t> Perl<'t> {
    pub(super) fn enter_call(&mut self, kind: Kind, node: Node<'t>) -> Then {
        let function = child(node, self.fields.function);
        let name = match (kind, function) {
            (_, Some(function)) => self.out.text(function),
            (Kind::Operator, None) => {
                let text = children(node).next().map_or("", |c| self.out.text(c));
                if text.is_empty() { self.out.text(node).trim_end_matches("()") } else { text }
            }
            _ => "",
        };
        let arguments = child(node, self.fields.arguments)
            .or_else(|| if kind == Kind::Operator { node.named_child(0) } else { None });
        let range = node.start_byte()..node.end_byte();
        if name.is_empty() || name.starts_with(['-', '$']) || self.is_file_handle(node, name) {
            self.out.push_use("arg:", "", node.start_byte()..node.start_byte());
            return Then::DescendAndLeave;
        }
        // `new Foo(…)`
        if name == "new"
            && let Some((class, arguments)) = arguments.and_then(|a| self.indirect(a))
        {
            let args = self.list(arguments, Defaults::Ignored);
            self.out.fact_with(FactKind::New, true, &class, &args, span(node));
            self.effects(&class, true, arguments, node);
            self.out.push_use("arg:", &class, range);
            return Then::DescendAndLeave;
        }
        let (callee, resolved) = self.qualified(kind, name);
        let args = self.list(arguments, Defaults::Ignored);
        self.out.fact_with(FactKind::Call, resolved, &callee, &args, span(node));
        self.effects(&callee, resolved, arguments, node);
        self.out.push_use("arg:", &callee, range);
        Then::DescendAndLeave
    }

    /// The qualified name of a function, and whether the file tells it.
    fn qualified(&self, kind: Kind, name: &str) -> (String, bool) {
        let name = name.trim_start_matches('&');
        let name = name.strip_prefix("CORE::").unwrap_or(name);
        let name = name.strip_prefix("GLOBAL::").unwrap_or(name);
        if name.contains("::") {
            (dotted(name), true)
        } else if self.declared.contains(name) {
            (join(self.here(), name), true)
        } else if let Some(module) = self.imported.get(name) {
            (join(module, name), true)
        } else {
            (name.to_owned(), kind == Kind::Operator || apis::is_builtin(name))
        }
    }

    /// `print FH "x"` reads as a call of `FH`, and so does `new Foo("x")` of `Foo`.
    fn is_file_handle(&self, node: Node<'t>, name: &str) -> bool {
        let around = node
            .parent()
            .map_or("", |p| child(p, self.fields.function).map_or("", |f| self.out.text(f)));
        match around {
            "new" => name.starts_with(|c: char| c.is_ascii_uppercase()),
            "print" | "printf" | "say" => {
                name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            }
            _ => false,
        }
    }

    /// Class and arguments of `Foo::Bar(…)` after `new`.
    fn indirect(&self, node: Node<'t>) -> Option<(String, Option<Node<'t>>)> {
        let (name, arguments) = match self.kind(node)? {
            Kind::Call => (
                self.out.text(child(node, self.fields.function)?),
                child(node, self.fields.arguments),
            ),
            Kind::Bareword => (self.out.text(node), None),
            _ => return None,
        };
        let is_class = name.starts_with(|c: char| c.is_ascii_uppercase());
        is_class.then(|| (dotted(name), arguments))
    }

    pub(super) fn enter_method_call(&mut self, node: Node<'t>) -> Then {
        let method = child(node, self.fields.method).map_or("", |m| self.out.text(m));
        let arguments = child(node, self.fields.arguments);
        let invocant = child(node, self.fields.invocant);
        let receiver = invocant.and_then(|i| self.receiver(i));
        let range = arguments.map_or(node.start_byte()..node.start_byte(), |a| a.byte_range());
        if method.is_empty() || method.starts_with('$') {
            self.out.push_use("arg:", "", range);
            return Then::DescendAndLeave;
        }
        let args = self.list(arguments, Defaults::Ignored);
        let is_class = invocant.is_some_and(|i| self.kind(i) == Some(Kind::Bareword));
        let callee = match receiver {
            Some(class) if method == "new" && is_class => {
                self.out.fact_with(FactKind::New, true, &class, &args, span(node));
                self.effects(&class, true, arguments, node);
                class
            }
            Some(class) => {
                let callee = join(&class, &dotted(method));
                self.out.fact_with(FactKind::Call, true, &callee, &args, span(node));
                self.effects(&callee, true, arguments, node);
                callee
            }
            None => {
                let callee = format!("?.{}", dotted(method));
                self.out.fact_with(FactKind::Call, false, &callee, &args, span(node));
                callee
            }
        };
        self.out.push_use("arg:", &callee, range);
        Then::DescendAndLeave
    }

    /// The class of an object or the class itself.
    fn receiver(&self, node: Node<'t>) -> Option<String> {
        match self.kind(node)? {
            Kind::Bareword => Some(dotted(self.out.text(node))),
            Kind::Scalar => {
                let known = self.variables.get(name_of(self.out.text(node)))?;
                known.is_known().then(|| self.names.get(known.type_.name).to_owned())
            }
            Kind::Operator if self.out.text(node).starts_with("__PACKAGE__") => {
                Some(self.here().to_owned())
            }
            Kind::MethodCall | Kind::Call => self.made(node),
            _ => None,
        }
    }

    /// The class of what an expression makes: `Foo->new`, `new Foo`, `DBI->connect`.
    pub(super) fn made(&self, node: Node<'t>) -> Option<String> {
        let mut node = node;
        for _ in 0..MAX_CHAIN {
            match self.kind(node)? {
                Kind::Call => {
                    let name = self.out.text(child(node, self.fields.function)?);
                    return (name == "new")
                        .then(|| self.indirect(child(node, self.fields.arguments)?))
                        .flatten()
                        .map(|(class, _)| class);
                }
                Kind::MethodCall => {
                    let invocant = child(node, self.fields.invocant)?;
                    let method = self.out.text(child(node, self.fields.method)?);
                    if self.kind(invocant) != Some(Kind::Bareword) {
                        return None;
                    }
                    let class = dotted(self.out.text(invocant));
                    return match (class.as_str(), method) {
                        (_, "new") => Some(class),
                        ("DBI", "connect" | "connect_cached") => Some("DBI.db".to_owned()),
                        _ => None,
                    };
                }
                // `Foo->new(…) or die …`
                Kind::Binary => node = child(node, self.fields.left)?,
                Kind::List if node.named_child_count() == 1 => node = node.named_child(0)?,
                _ => return None,
            }
        }
        None
    }

    /// `$ENV{X}`; `$SESSION{x}` is nothing special.
    pub(super) fn element(&mut self, node: Node<'t>) {
        let Some(hash) = child(node, self.fields.hash) else { return };
        if self.out.text(hash) != "$ENV" || self.assigned == Some(node.id()) {
            return;
        }
        let Some(key) = child(node, self.fields.key) else { return };
        let key = self.value(key, Defaults::Ignored);
        let name = key.as_str().unwrap_or("?");
        if OF_REQUESTS.contains(&name) || PREFIXES_OF_REQUESTS.iter().any(|p| name.starts_with(p)) {
            let name = format!("ENV.{name}");
            self.out.fact(FactKind::Reference, true, &name, "", span(node));
            return;
        }
        let default = match self.default.filter(|d| d.0 == node.id()) {
            Some((_, default)) => self.value(default, Defaults::Assumed),
            None => Value::Other,
        };
        let default = match &default {
            Value::Literal(text) => text,
            other => other.as_str().unwrap_or(""),
        };
        self.out.fact(FactKind::EnvRead, true, name, default, span(node));
    }

    /// `$ENV{X} || 'd'`: the right side is the default of the left.
    pub(super) fn environment_default(&mut self, node: Node<'t>) {
        let operator = child(node, self.fields.operator).map_or("", |o| self.out.text(o));
        if matches!(operator, "||" | "//")
            && let (Some(left), Some(right)) =
                (child(node, self.fields.left), child(node, self.fields.right))
            && self.kind(left) == Some(Kind::Element)
        {
            self.default = Some((left.id(), right));
        }
    }

    /// A command in backticks.
    pub(super) fn shell(&mut self, node: Node<'t>) {
        let command = self.written(node).trim();
        let command = if command.is_empty() || command.starts_with('$') { "?" } else { command };
        self.out.fact(FactKind::Exec, true, command, "`", span(node));
    }

    /// The children of an argument list, or the one argument.
    pub(super) fn argument(&self, list: Option<Node<'t>>, index: usize) -> Option<Node<'t>> {
        let list = list?;
        if self.kind(list) == Some(Kind::List) {
            named_children(list).nth(index)
        } else {
            Some(list).filter(|_| index == 0)
        }
    }
}
