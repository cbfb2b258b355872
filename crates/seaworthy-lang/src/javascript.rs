//! JavaScript, TypeScript and TSX. Names are told by module: `fs.writeFile`, `child_process.exec`,
//! `express.listen` for what `express()` returned; `node:` is left out and `fs/promises` is `fs.promises`.

mod apis;
mod classes;
mod declarations;
mod environment;
mod expressions;
mod kinds;
mod modules;
mod names;
#[cfg(test)]
mod tests;
mod values;

use std::sync::OnceLock;

use seaworthy_base::{Interner, Sym};
use seaworthy_facts::{FactKind, FactSink, Language};
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::Grammar;
use crate::meaning::Meaning;
use crate::output::{Output, Wanted, span};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

use kinds::{Fields, Kind, rows};

struct Tables {
    grammar: Grammar<Kind>,
    fields: Fields,
}

fn tables(language: Language) -> &'static Tables {
    static JAVASCRIPT: OnceLock<Tables> = OnceLock::new();
    static TYPESCRIPT: OnceLock<Tables> = OnceLock::new();
    static TSX: OnceLock<Tables> = OnceLock::new();
    let cell = match language {
        Language::TypeScript => &TYPESCRIPT,
        Language::Tsx => &TSX,
        _ => &JAVASCRIPT,
    };
    cell.get_or_init(|| {
        let parser = self::language(language);
        Tables { fields: Fields::new(&parser), grammar: Grammar::new(&parser, &rows(language)) }
    })
}

/// The grammar for the parser; JavaScript's for every language but TypeScript and TSX.
pub(crate) fn language(language: Language) -> tree_sitter::Language {
    match language {
        Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        Language::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        _ => tree_sitter_javascript::LANGUAGE.into(),
    }
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    language: Language,
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables(language);
    let mut script = Script {
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
        value_name: None,
        quiet: 0,
        read: 0,
        keyword: "var",
        route: String::new(),
    };
    let errors = walk(tree, &mut script);
    (script.out.into_sink(), errors)
}

/// The child of a node in a field.
fn child(node: Node<'_>, field: u16) -> Option<Node<'_>> {
    node.child_by_field_id(field)
}

struct Script<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    variables: Bindings<'t, Meaning<'t>>,
    /// What `this.name` stands for in the innermost class.
    members: Bindings<'t, Meaning<'t>>,
    /// The classes the walk is in: qualified name and superclass.
    classes: Vec<(Sym, Meaning<'t>)>,
    /// Qualified name of the innermost function or class.
    path: String,
    /// Lengths of `path` before each open function or class.
    paths: Vec<usize>,
    /// How many functions the walk is in; 0 at module level.
    functions: usize,
    /// A node that is about to come and the name it is bound to.
    value_name: Option<(usize, &'t str)>,
    /// A node about which an outer one has already said everything.
    quiet: usize,
    /// An environment variable whose read is already a fact.
    read: usize,
    /// `const`, `let` or `var` of the declaration the walk is in.
    keyword: &'t str,
    /// Path that routes of the class start with.
    route: String,
}

impl Script<'_> {
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
}

impl<'t> Extractor<'t> for Script<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment | Kind::TypeAnnotation | Kind::Type => Then::Skip,
            Kind::Import => {
                self.import(node);
                Then::Skip
            }
            Kind::Export => self.enter_export(node),
            Kind::Declaration => {
                self.keyword = node.child(0).map_or("var", |c| self.out.text(c));
                Then::Descend
            }
            Kind::Declarator => self.enter_declarator(node),
            Kind::Function | Kind::Method => self.enter_function(kind, node),
            Kind::Class => self.enter_class(node),
            Kind::Interface | Kind::Enum => self.interface_or_enum(kind, node),
            Kind::FieldDecl => self.enter_field(node),
            Kind::Decorator => self.enter_decorator(node),
            Kind::Block => {
                self.variables.open();
                Then::DescendAndLeave
            }
            Kind::Catch => {
                self.variables.open();
                if let Some(parameter) = child(node, self.fields.parameter) {
                    self.hide(parameter, 0);
                }
                Then::DescendAndLeave
            }
            Kind::ForIn => {
                self.variables.open();
                if let Some(left) = child(node, self.fields.left) {
                    self.hide(left, 0);
                }
                Then::DescendAndLeave
            }
            Kind::Statement => self.enter_statement(node),
            Kind::Call => self.enter_call(node),
            Kind::New => self.enter_new(node),
            Kind::Assignment => self.enter_assignment(node),
            Kind::Binary => {
                self.read_with_default(node);
                Then::Descend
            }
            Kind::Member | Kind::Subscript => {
                self.enter_member(kind, node);
                Then::Descend
            }
            Kind::Identifier => {
                if matches!(node.byte_range().len(), 9 | 10) {
                    let name = self.out.text(node);
                    if matches!(name, "__dirname" | "__filename") {
                        self.out.fact(FactKind::Reference, true, name, "", span(node));
                    }
                }
                Then::Skip
            }
            Kind::Pair => self.enter_pair(node),
            Kind::Str => {
                if self.quiet != node.id()
                    && let Some(text) = self.string(node)
                {
                    self.out.string(&text, span(node));
                }
                Then::Skip
            }
            Kind::Template => {
                if let Some(text) = self.template_start(node) {
                    self.out.string(&text, span(node));
                }
                Then::Descend
            }
            Kind::JsxAttribute => {
                // Class names, labels and addresses of pages are no business of a server.
                let expression = crate::grammar::named_children(node)
                    .any(|n| self.kind(n) == Some(Kind::JsxExpression));
                if expression { Then::Descend } else { Then::Skip }
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, node: Node<'t>) {
        match kind {
            Kind::Function | Kind::Method => self.leave_function(),
            Kind::Class => self.leave_class(),
            Kind::Block | Kind::Catch | Kind::ForIn => self.variables.close(),
            Kind::Declarator => {
                self.declare(node);
                self.out.pop_use();
            }
            Kind::Call | Kind::New | Kind::Assignment | Kind::FieldDecl => self.out.pop_use(),
            _ => {}
        }
    }
}
