//! PHP. Namespaces have `.` between their parts; functions of the language go by their own names. What is not PHP
//! in a file gives nothing.

mod apis;
mod calls;
mod classes;
mod configuration;
mod declarations;
mod kinds;
mod names;
#[cfg(test)]
mod tests;
mod values;

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use seaworthy_base::{Interner, Sym};
use seaworthy_facts::FactSink;
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::Grammar;
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
    tree_sitter_php::LANGUAGE_PHP.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut php = Php {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Interner::default(),
        namespace: String::new(),
        uses: FxHashMap::default(),
        functions_used: FxHashMap::default(),
        variables: Bindings::default(),
        members: Bindings::default(),
        classes: Vec::new(),
        path: String::new(),
        paths: Vec::new(),
        functions: 0,
        quiet: 0,
        default: (0, String::new()),
    };
    let errors = walk(tree, &mut php);
    (php.out.into_sink(), errors)
}

/// The child of a node in a field.
fn child(node: Node<'_>, field: u16) -> Option<Node<'_>> {
    node.child_by_field_id(field)
}

struct Php<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    /// With `.` between the parts.
    namespace: String,
    /// Classes and namespaces by the names that `use` gives them.
    uses: FxHashMap<&'t str, Sym>,
    /// The same for `use function`.
    functions_used: FxHashMap<&'t str, Sym>,
    /// Variables by their names without `$`.
    variables: Bindings<'t, Meaning<'t>>,
    /// What `$this->name` stands for in the innermost class.
    members: Bindings<'t, Meaning<'t>>,
    /// The classes the walk is in, and their parents.
    classes: Vec<(Sym, Sym)>,
    /// Qualified name of the innermost function, class or namespace.
    path: String,
    /// Lengths of `path` before each open function or class.
    paths: Vec<usize>,
    /// How many functions the walk is in; 0 at file level.
    functions: usize,
    /// A node about which an outer one has already said everything.
    quiet: usize,
    /// A read of an environment variable that is about to come, and what stands after its `?:` or `??`.
    default: (usize, String),
}

impl Php<'_> {
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

impl<'t> Extractor<'t> for Php<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment | Kind::NamedType | Kind::OptionalType | Kind::Name => Then::Skip,
            Kind::Namespace => {
                self.enter_namespace(node);
                Then::Descend
            }
            Kind::Use => {
                self.use_declaration(node);
                Then::Skip
            }
            Kind::Class | Kind::Interface | Kind::Trait | Kind::Enum | Kind::AnonymousClass => {
                self.enter_class(kind, node)
            }
            Kind::UseTrait => {
                self.use_traits(node);
                Then::Skip
            }
            Kind::Property => {
                self.property(node);
                Then::Descend
            }
            Kind::PropertyElement => self.enter_property_element(node),
            Kind::ConstElement => self.enter_const_element(node),
            Kind::Function | Kind::Method | Kind::Closure => self.enter_function(kind, node),
            Kind::Attribute => self.enter_attribute(node),
            Kind::Return => {
                self.returned_configuration(node);
                Then::Descend
            }
            Kind::Call => self.enter_call(node),
            Kind::MethodCall => self.enter_method_call(node),
            Kind::StaticCall => self.enter_static_call(node),
            Kind::New => self.enter_new(node),
            Kind::Include => {
                self.include(node);
                Then::Descend
            }
            Kind::Shell => {
                self.shell(node);
                Then::Descend
            }
            Kind::Subscript => {
                self.enter_subscript(node);
                Then::Descend
            }
            Kind::Variable => {
                self.superglobal(node);
                Then::Skip
            }
            Kind::Assignment => self.enter_assignment(node),
            Kind::Augmented => {
                self.changed(node);
                Then::Descend
            }
            Kind::Foreach => {
                self.hide_loop_variables(node);
                Then::Descend
            }
            Kind::Binary | Kind::Conditional => {
                self.default_after(node);
                Then::Descend
            }
            Kind::ArrayItem => self.enter_array_item(node),
            Kind::Str => {
                if self.quiet != node.id()
                    && let Some(text) = self.string(node)
                {
                    self.out.string(&text, span(node));
                }
                Then::Skip
            }
            Kind::Template | Kind::Heredoc => {
                let text = self.template_start(node);
                self.out.string(&text, span(node));
                Then::Descend
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, node: Node<'t>) {
        match kind {
            Kind::Class | Kind::Interface | Kind::Trait | Kind::Enum | Kind::AnonymousClass => {
                self.leave_class();
            }
            Kind::Function | Kind::Method | Kind::Closure => self.leave_function(),
            Kind::Assignment => {
                self.bind_assigned(node);
                self.out.pop_use();
            }
            Kind::Call
            | Kind::MethodCall
            | Kind::StaticCall
            | Kind::New
            | Kind::ArrayItem
            | Kind::PropertyElement
            | Kind::ConstElement => self.out.pop_use(),
            _ => {}
        }
    }
}
