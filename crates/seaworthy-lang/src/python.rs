//! Python, 2 and 3. Names are told by import: `flask.Flask.run` for a method of what `Flask(…)` returned, `open`
//! for a builtin; relative imports keep their leading dots.

mod apis;
mod calls;
mod declarations;
mod kinds;
mod names;
mod routes;
#[cfg(test)]
mod tests;
mod values;

use std::sync::OnceLock;

use seaworthy_base::{Interner, Sym};
use seaworthy_facts::{FactKind, FactSink};
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, named_children};
use crate::meaning::Meaning;
use crate::output::{Output, Wanted, span};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

use kinds::{Fields, Kind, ROWS};

struct Tables {
    grammar: Grammar<Kind>,
    fields: Fields,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let language = language();
        Tables { fields: Fields::new(&language), grammar: Grammar::new(&language, ROWS) }
    })
}

/// The grammar for the parser.
pub(crate) fn language() -> tree_sitter::Language {
    tree_sitter_python::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken; statements that only Python 2 has count as broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut python = Python {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Interner::default(),
        variables: Bindings::default(),
        members: Bindings::default(),
        classes: Vec::new(),
        path: String::new(),
        paths: Vec::new(),
        functions: 0,
        quiet: 0,
        default: (0, String::new()),
        old: SyntaxErrors::default(),
    };
    let mut errors = walk(tree, &mut python);
    let old = python.old;
    if old.count > 0 {
        errors.first = if errors.count == 0 { old.first } else { errors.first.min(old.first) };
        errors.count += old.count;
    }
    (python.out.into_sink(), errors)
}

/// The child of a node in a field.
fn child(node: Node<'_>, field: u16) -> Option<Node<'_>> {
    node.child_by_field_id(field)
}

struct Python<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    variables: Bindings<'t, Meaning<'t>>,
    /// What `self.name` stands for in the innermost class.
    members: Bindings<'t, Meaning<'t>>,
    /// The classes the walk is in: qualified name, first superclass, and how many functions were open around it.
    classes: Vec<(Sym, Meaning<'t>, usize)>,
    /// Qualified name of the innermost function or class.
    path: String,
    /// Lengths of `path` before each open function or class.
    paths: Vec<usize>,
    /// How many functions the walk is in; 0 at module level.
    functions: usize,
    /// A node about which an outer one has already said everything.
    quiet: usize,
    /// A read of an environment variable that is about to come, and what stands after its `or`.
    default: (usize, String),
    /// Statements that only Python 2 has.
    old: SyntaxErrors,
}

impl Python<'_> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }

    fn enter_path(&mut self, name: &str) {
        self.paths.push(self.path.len());
        if !self.path.is_empty() && !name.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
        self.out.enter_scope(&self.path);
    }

    fn leave_path(&mut self) {
        if let Some(length) = self.paths.pop() {
            self.path.truncate(length);
        }
        self.out.leave_scope();
    }

    /// A statement of Python 2: a syntax error for the interpreters that are left.
    fn old_statement(&mut self, name: &str, node: Node<'_>) {
        if self.old.count == 0 {
            self.old.first = node.start_byte();
        }
        self.old.count += 1;
        self.out.fact(FactKind::Reference, true, name, "statement", span(node));
    }
}

impl<'t> Extractor<'t> for Python<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment | Kind::Type | Kind::Identifier => Then::Skip,
            Kind::Import => {
                self.import(node);
                Then::Skip
            }
            Kind::ImportFrom => {
                self.import_from(node);
                Then::Skip
            }
            Kind::Class => self.enter_class(node),
            Kind::Function => self.enter_function(node),
            Kind::Lambda => {
                self.variables.open();
                if let Some(parameters) = child(node, self.fields.parameters) {
                    for parameter in named_children(parameters) {
                        self.parameter(parameter);
                    }
                }
                Then::DescendAndLeave
            }
            Kind::Decorator => self.enter_decorator(node),
            Kind::Statement => {
                // A string alone is a docstring, or text that does nothing.
                let only = named_children(node).next();
                let is_text =
                    only.is_some_and(|n| matches!(self.kind(n), Some(Kind::Str | Kind::Strings)));
                if is_text { Then::Skip } else { Then::Descend }
            }
            Kind::Print => {
                self.old_statement("print", node);
                Then::Descend
            }
            Kind::Exec => {
                self.old_statement("exec", node);
                Then::Descend
            }
            Kind::For => {
                if let Some(left) = child(node, self.fields.left) {
                    self.hide(left, 0);
                }
                Then::Descend
            }
            Kind::AsPattern => {
                self.bind_alias(node);
                Then::Descend
            }
            Kind::Call => self.enter_call(node),
            Kind::Attribute => {
                self.enter_attribute(node);
                Then::Descend
            }
            Kind::Subscript => {
                self.enter_subscript(node);
                Then::Descend
            }
            Kind::Assignment => self.enter_assignment(node),
            Kind::Augmented => {
                self.changed(node);
                Then::Descend
            }
            Kind::Boolean => {
                self.default_after_or(node);
                Then::Descend
            }
            Kind::Pair => {
                if let Some(key) = child(node, self.fields.key) {
                    // A key is a name and no text.
                    self.quiet = key.id();
                }
                self.enter_pair(node)
            }
            Kind::NamedArgument => self.enter_named_argument(node),
            Kind::Str => {
                if self.quiet != node.id()
                    && let Some(text) = self.string(node)
                {
                    self.out.string(&text, span(node));
                }
                Then::Descend
            }
            Kind::Strings => {
                self.concatenated(node);
                Then::Skip
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, node: Node<'t>) {
        match kind {
            Kind::Class => {
                self.members.close();
                self.classes.pop();
                self.leave_path();
            }
            Kind::Function => {
                self.out.pop_use();
                self.variables.close();
                self.functions = self.functions.saturating_sub(1);
                self.leave_path();
            }
            Kind::Lambda => self.variables.close(),
            Kind::Assignment => {
                self.bind_assigned(node);
                self.out.pop_use();
            }
            Kind::Call | Kind::Pair | Kind::NamedArgument => self.out.pop_use(),
            _ => {}
        }
    }
}
