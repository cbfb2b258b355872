//! Modules, packages, subroutines and what is assigned.

use rustc_hash::FxHashSet;
use seaworthy_facts::FactKind;
use tree_sitter::Node;

use super::values::{dotted, name_of};
use super::{Kind, Perl, apis};
use crate::grammar::{child, named_children};
use crate::meaning::{Defaults, Meaning};
use crate::output::span;
use crate::value::{Value, render};
use crate::variables::{Type, join};
use crate::walk::Then;

/// Frameworks in whose programs `get '/path' => sub { … }` is a route.
const ROUTING: [&str; 3] = ["Dancer", "Dancer2", "Mojolicious.Lite"];

impl<'t> Perl<'t> {
    /// `use Module LIST`: an import, and a call of its `import` with the list.
    pub(super) fn use_statement(&mut self, node: Node<'t>) -> Then {
        let Some(module) = child(node, self.fields.module) else { return Then::Skip };
        let no = self.out.text(node).starts_with("no");
        let name = dotted(self.out.text(module));
        if no {
            return Then::Skip;
        }
        self.out.fact(FactKind::Import, true, &name, "", span(module));
        let list = named_children(node).find(|n| n.id() != module.id() && n.kind() != "version");
        let values = self.list(list, Defaults::Ignored);
        if list.is_some_and(|l| l.kind() != "stub_expression") {
            let callee = join(&name, "import");
            self.out.fact_with(FactKind::Call, true, &callee, &values, span(node));
        }
        self.routes |= ROUTING.contains(&name.as_str());
        match name.as_str() {
            "base" | "parent" => {
                let here = self.here().to_owned();
                for parent in values.iter().flat_map(Value::strings).filter(|p| !p.starts_with('-'))
                {
                    self.out.fact(FactKind::Supertype, true, &dotted(parent), &here, span(node));
                }
            }
            "constant" => {
                let pairs = values.iter().flat_map(|v| match v {
                    Value::Group(items) => items.clone(),
                    other => vec![other.clone()],
                });
                for pair in pairs {
                    if let Value::Named(constant, value) = pair {
                        let meaning =
                            Meaning::UNKNOWN.worth(&mut self.names, &value, &Value::Other);
                        self.variables.declare(constant, meaning);
                        let target = join(&self.package, constant);
                        self.out.fact_with(FactKind::Assign, true, &target, &[*value], span(node));
                    }
                }
            }
            _ => {
                if list.is_none() {
                    for function in apis::exported(&name) {
                        self.imported.insert(function, name.clone());
                    }
                }
                let names = list.map_or("", |l| self.out.text(l));
                for function in names.split(|c: char| !(c.is_alphanumeric() || c == '_')) {
                    if function.len() > 2 && function != "qw" {
                        self.imported.insert(function, name.clone());
                    }
                }
                // `:sys_wait_h` and its like add to what is exported.
                if names.contains(':') {
                    for function in apis::exported(&name) {
                        self.imported.insert(function, name.clone());
                    }
                }
            }
        }
        // A string in the list is a string of the program only for pragmas that take paths.
        if name == "lib" { Then::Descend } else { Then::Skip }
    }

    pub(super) fn require(&mut self, node: Node<'t>) {
        let Some(what) = node.named_child(0) else { return };
        let name = match self.kind(what) {
            Some(Kind::Bareword) => dotted(self.out.text(what)),
            Some(Kind::Str) => match self.value(what, Defaults::Assumed) {
                Value::Str(path) => path.into_owned(),
                _ => return,
            },
            _ => return,
        };
        if !name.is_empty() {
            self.out.fact(FactKind::Import, true, &name, "", span(node));
        }
    }

    pub(super) fn enter_package(&mut self, node: Node<'t>) {
        let Some(name) = child(node, self.fields.name) else { return };
        let dotted = dotted(self.out.text(name));
        self.out.fact(FactKind::Package, true, &dotted, "", span(name));
        self.out.fact(FactKind::TypeDecl, true, &dotted, "package", span(name));
        self.package = dotted;
    }

    /// The package, `main` outside of all.
    pub(super) fn here(&self) -> &str {
        if self.package.is_empty() { "main" } else { &self.package }
    }

    pub(super) fn enter_sub(&mut self, node: Node<'t>) -> Then {
        let name = child(node, self.fields.name);
        let simple = name.map_or("?", |n| self.out.text(n));
        let qualified =
            if simple.contains("::") { dotted(simple) } else { join(&self.package, simple) };
        self.out.enter_scope(&qualified);
        self.functions += 1;
        self.variables.open();
        let here = self.here().to_owned();
        let this = self.names.intern(&here);
        let type_ = Type { name: this, resolved: true };
        self.variables.declare("self", Meaning::instance_of(type_));
        self.variables.declare("class", Meaning::named(type_));
        self.out.fact(FactKind::FunctionDecl, true, &qualified, "()", span(name.unwrap_or(node)));
        Then::DescendAndLeave
    }

    pub(super) fn enter_assignment(&mut self, node: Node<'t>) -> Then {
        let (Some(left), Some(right)) =
            (child(node, self.fields.left), child(node, self.fields.right))
        else {
            self.out.push_use("assign:", "", node.start_byte()..node.start_byte());
            return Then::DescendAndLeave;
        };
        let operator = child(node, self.fields.operator).map_or("=", |o| self.out.text(o));
        // `local $x`, `my $x`, `our $x`.
        let mut target = left;
        let mut declares = "";
        if self.kind(left) == Some(Kind::Declaration) {
            let word = self.out.text(left);
            declares = if word.starts_with("our") { "our" } else { "my" };
            target = child(left, self.fields.variable).unwrap_or(left);
        } else if self.kind(left) == Some(Kind::Localized) {
            target = left.named_child(0).unwrap_or(left);
        }
        match operator {
            // `$ENV{X} ||= 'd'` reads before it writes.
            "||=" | "//=" => self.default = Some((target.id(), right)),
            _ => self.assigned = Some(target.id()),
        }
        let mut shown = None;
        match self.kind(target) {
            Some(Kind::Scalar) => {
                let name = name_of(self.out.text(target));
                let plain =
                    name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':'));
                if plain && !name.is_empty() {
                    self.bind(name, right, declares, operator);
                    if self.functions == 0 {
                        shown = Some(join(&self.package, &dotted(name)));
                        if !declares.is_empty() {
                            let value = format!("{declares} {name}");
                            self.out.fact(FactKind::Field, false, "?", &value, span(target));
                        }
                    }
                }
            }
            Some(Kind::Element) => shown = self.element_name(target),
            Some(Kind::Array) if name_of(self.out.text(target)) == "ISA" => {
                let here = self.here().to_owned();
                let parents = self.list(Some(right), Defaults::Ignored);
                for parent in parents.iter().flat_map(Value::strings) {
                    self.out.fact(FactKind::Supertype, true, &dotted(parent), &here, span(node));
                }
            }
            _ => {}
        }
        let name = shown.unwrap_or_default();
        if !name.is_empty() {
            let value = render(&[self.value(right, Defaults::Ignored)]);
            self.out.fact(FactKind::Assign, true, &name, &value, span(node));
        }
        self.out.push_use("assign:", &name, right.byte_range());
        Then::DescendAndLeave
    }

    /// `SIG.TERM`, `config.password`: a key of a named hash.
    pub(super) fn element_name(&self, node: Node<'t>) -> Option<String> {
        let hash = child(node, self.fields.hash)?;
        let key = child(node, self.fields.key)?;
        let name = dotted(name_of(self.out.text(hash)));
        let key = match self.value(key, Defaults::Ignored) {
            Value::Str(key) => key.into_owned(),
            _ => return None,
        };
        let special = matches!(name.as_str(), "SIG" | "ENV");
        (special || self.functions == 0).then(|| format!("{name}.{key}"))
    }

    fn bind(&mut self, name: &'t str, right: Node<'t>, declares: &str, operator: &str) {
        let mut meaning = self.meaning(right);
        if operator != "=" && operator != "||=" && operator != "//=" {
            meaning = Meaning::UNKNOWN;
        }
        if !declares.is_empty() {
            self.variables.declare(name, meaning);
            return;
        }
        match self.variables.get_mut(name) {
            // Given again, perhaps in a branch: only the type of an object is believed.
            Some(before) => {
                before.constant = None;
                before.fallback = None;
                if meaning.is_known() {
                    before.type_ = meaning.type_;
                    before.instance = meaning.instance;
                }
            }
            None => self.variables.declare(name, meaning),
        }
    }

    /// What an expression stands for: an object of a known class, a constant, or one by default.
    fn meaning(&mut self, node: Node<'t>) -> Meaning<'t> {
        let value = self.value(node, Defaults::Ignored);
        let fallback = self.value(node, Defaults::Assumed);
        let made = self.made(node).map(|class| {
            let name = self.names.intern(&class);
            Meaning::instance_of(Type { name, resolved: true })
        });
        // Only a whole string is a constant; the start of one with variables is none.
        let whole = |v: Value<'t>| match v {
            Value::Str(_) | Value::Literal(_) if self.is_whole(node) => v,
            _ => Value::Other,
        };
        let (value, fallback) = (whole(value), whole(fallback));
        made.unwrap_or(Meaning::UNKNOWN).worth(&mut self.names, &value, &fallback)
    }

    fn is_whole(&self, node: Node<'t>) -> bool {
        match self.kind(node) {
            Some(Kind::Str) => {
                let content = child(node, self.fields.content);
                content.is_none_or(|c| {
                    named_children(c).all(|p| match self.kind(p) {
                        Some(Kind::Escape) => true,
                        Some(Kind::Scalar) => self
                            .variables
                            .get(name_of(self.out.text(p)))
                            .is_some_and(|m| m.constant.is_some() || m.fallback.is_some()),
                        _ => false,
                    })
                })
            }
            Some(Kind::Number | Kind::Scalar | Kind::Bareword) => true,
            Some(Kind::List) => {
                node.named_child_count() == 1
                    && node.named_child(0).is_some_and(|n| self.is_whole(n))
            }
            Some(Kind::Binary) => {
                let operator = child(node, self.fields.operator).map_or("", |o| self.out.text(o));
                let whole = |field| child(node, field).is_some_and(|n| self.is_whole(n));
                match operator {
                    "." => whole(self.fields.left) && whole(self.fields.right),
                    "||" | "//" | "or" => whole(self.fields.right),
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

/// The names after `sub`, line by line: they may be called before they stand in the text.
pub(super) fn declared_subs(text: &str) -> FxHashSet<&str> {
    text.lines()
        .filter_map(|line| {
            let rest = line.trim_start().strip_prefix("sub ")?.trim_start();
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            rest.get(..end).filter(|n| !n.is_empty())
        })
        .collect()
}
