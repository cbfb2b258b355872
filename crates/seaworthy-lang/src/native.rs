//! C and C++: two grammars, one walk, because most of their node kinds are equal.

mod addresses;
mod apis;
mod calls;
mod declarations;
#[cfg(test)]
mod tests;
mod values;

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use seaworthy_base::{Interner, Sym};
use seaworthy_facts::{FactKind, FactSink, Language};
use tree_sitter::{Node, Tree};

use crate::bindings::Bindings;
use crate::grammar::{Grammar, child, fields};
use crate::output::{Output, Wanted, span};
use crate::value::Value;
use crate::variables::{Constant, join};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};
use addresses::Address;

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Include,
    Define,
    Function,
    Declaration,
    InitDeclarator,
    FunctionDeclarator,
    Wrapper,
    ArrayDeclarator,
    Parameter,
    Block,
    Namespace,
    NamespaceAlias,
    Type,
    Bases,
    Member,
    Call,
    New,
    Assignment,
    FieldAccess,
    Qualified,
    Template,
    Identifier,
    Assembly,
    Str,
    RawStr,
    Concatenation,
    Constant,
    Parenthesized,
    Cast,
    Pointer,
    Binary,
    List,
    Pair,
    Comment,
    Skipped,
}

const SHARED: &[(&str, Kind)] = &[
    ("preproc_include", Kind::Include),
    ("preproc_def", Kind::Define),
    // The text of a macro with parameters is no code until it is used.
    ("preproc_function_def", Kind::Skipped),
    ("preproc_call", Kind::Skipped),
    ("function_definition", Kind::Function),
    ("declaration", Kind::Declaration),
    ("init_declarator", Kind::InitDeclarator),
    ("function_declarator", Kind::FunctionDeclarator),
    ("pointer_declarator", Kind::Wrapper),
    ("parenthesized_declarator", Kind::Wrapper),
    ("attributed_declarator", Kind::Wrapper),
    ("array_declarator", Kind::ArrayDeclarator),
    ("parameter_declaration", Kind::Parameter),
    ("compound_statement", Kind::Block),
    ("for_statement", Kind::Block),
    ("struct_specifier", Kind::Type),
    ("union_specifier", Kind::Type),
    ("enum_specifier", Kind::Type),
    ("field_declaration", Kind::Member),
    ("call_expression", Kind::Call),
    ("assignment_expression", Kind::Assignment),
    ("field_expression", Kind::FieldAccess),
    ("identifier", Kind::Identifier),
    ("field_identifier", Kind::Identifier),
    ("type_identifier", Kind::Identifier),
    ("gnu_asm_expression", Kind::Assembly),
    ("string_literal", Kind::Str),
    ("concatenated_string", Kind::Concatenation),
    ("number_literal", Kind::Constant),
    ("char_literal", Kind::Constant),
    ("true", Kind::Constant),
    ("false", Kind::Constant),
    ("null", Kind::Constant),
    ("parenthesized_expression", Kind::Parenthesized),
    ("cast_expression", Kind::Cast),
    ("pointer_expression", Kind::Pointer),
    ("binary_expression", Kind::Binary),
    ("initializer_list", Kind::List),
    ("initializer_pair", Kind::Pair),
    ("comment", Kind::Comment),
];

const CPP: &[(&str, Kind)] = &[
    ("class_specifier", Kind::Type),
    ("namespace_definition", Kind::Namespace),
    ("namespace_alias_definition", Kind::NamespaceAlias),
    ("base_class_clause", Kind::Bases),
    ("new_expression", Kind::New),
    ("qualified_identifier", Kind::Qualified),
    ("template_function", Kind::Template),
    ("template_method", Kind::Template),
    ("template_type", Kind::Template),
    ("namespace_identifier", Kind::Identifier),
    ("destructor_name", Kind::Identifier),
    ("operator_name", Kind::Identifier),
    ("this", Kind::Identifier),
    ("reference_declarator", Kind::Wrapper),
    ("optional_parameter_declaration", Kind::Parameter),
    ("raw_string_literal", Kind::RawStr),
    ("lambda_expression", Kind::Block),
    ("for_range_loop", Kind::Block),
    ("catch_clause", Kind::Block),
];

fields!(Fields {
    argument = "argument",
    arguments = "arguments",
    assembly_code = "assembly_code",
    body = "body",
    declarator = "declarator",
    designator = "designator",
    field = "field",
    function = "function",
    left = "left",
    name = "name",
    parameters = "parameters",
    path = "path",
    right = "right",
    scope = "scope",
    type_ = "type",
    value = "value",
});

struct Tables {
    grammar: Grammar<Kind>,
    fields: Fields,
}

fn tables(language: Language) -> &'static Tables {
    static C_TABLES: OnceLock<Tables> = OnceLock::new();
    static CPP_TABLES: OnceLock<Tables> = OnceLock::new();
    let cpp = language == Language::Cpp;
    let tables = if cpp { &CPP_TABLES } else { &C_TABLES };
    tables.get_or_init(|| {
        let rows = if cpp { [SHARED, CPP].concat() } else { SHARED.to_vec() };
        let language = self::language(language);
        Tables { fields: Fields::new(&language), grammar: Grammar::new(&language, &rows) }
    })
}

/// The grammar for the parser.
pub(crate) fn language(language: Language) -> tree_sitter::Language {
    if language == Language::Cpp {
        tree_sitter_cpp::LANGUAGE.into()
    } else {
        tree_sitter_c::LANGUAGE.into()
    }
}

/// A `.h` file may belong to either language; what only C++ writes at the start of a line tells.
pub(crate) fn dialect(language: Language, path: &str, text: &str) -> Language {
    let is_header = path.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case("h"));
    if language != Language::C || !is_header {
        return language;
    }
    let tells = |line: &str| {
        let line = line.trim_start();
        ["class ", "namespace ", "template<", "template ", "public:", "private:", "using "]
            .iter()
            .any(|start| line.starts_with(start))
    };
    if text.lines().any(tells) { Language::Cpp } else { Language::C }
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    language: Language,
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables(language);
    let mut native = Native {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis::apis()),
        names: Interner::new(),
        owner: String::new(),
        owners: Vec::new(),
        own: FxHashSet::default(),
        aliases: FxHashMap::default(),
        variables: Bindings::default(),
        addresses: FxHashMap::default(),
        depth: 0,
    };
    native.declare_file(tree.root_node());
    let errors = walk(tree, &mut native);
    (native.out.into_sink(), errors)
}

/// A variable, parameter, macro or constant.
#[derive(Clone, Copy, Debug, Default)]
struct Variable<'t> {
    /// Name of its type, without pointers and qualifiers.
    type_: Sym,
    /// Its value, where that is a constant and still holds.
    constant: Option<Constant<'t>>,
    /// How many blocks were open where it was declared.
    depth: u32,
}

struct Native<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    names: Interner,
    /// The namespaces and types around, joined by dots.
    owner: String,
    /// Lengths of `owner` to go back to.
    owners: Vec<usize>,
    /// Functions that only this file sees, which are not those of the C library with the same name.
    own: FxHashSet<&'t str>,
    /// Other names of namespaces: `namespace fs = std::filesystem`.
    aliases: FxHashMap<&'t str, String>,
    variables: Bindings<'t, Variable<'t>>,
    /// What is known of socket addresses in the function that is read, by the name of the variable.
    addresses: FxHashMap<&'t str, Address>,
    depth: u32,
}

impl<'t> Native<'t> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }

    fn open(&mut self) {
        self.variables.open();
        self.depth += 1;
    }

    fn close(&mut self) {
        self.variables.close();
        self.depth = self.depth.saturating_sub(1);
    }

    fn enter_owner(&mut self, name: &str) {
        self.owners.push(self.owner.len());
        self.owner = join(&self.owner, name);
    }

    fn leave_owner(&mut self) {
        if let Some(length) = self.owners.pop() {
            self.owner.truncate(length);
        }
    }

    fn assembly(&mut self, node: Node<'t>) {
        let code = child(node, self.fields.assembly_code);
        let args = [code.map_or(Value::Other, |c| self.value(c))];
        self.out.fact_with(FactKind::Call, true, "asm", &args, span(node));
    }
}

impl<'t> Extractor<'t> for Native<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Include => {
                self.include(node);
                Then::Skip
            }
            Kind::Define => {
                self.define(node);
                Then::Skip
            }
            Kind::Comment | Kind::Skipped => Then::Skip,
            Kind::Function => self.enter_function(node),
            Kind::Block => {
                self.open();
                Then::DescendAndLeave
            }
            Kind::Namespace => {
                let name = child(node, self.fields.name);
                let name = name.map_or_else(String::new, |n| self.qualified(n, 0));
                if !name.is_empty() {
                    self.out.fact(FactKind::Package, true, &name, "", span(node));
                }
                self.enter_owner(&name);
                Then::DescendAndLeave
            }
            Kind::NamespaceAlias => {
                self.namespace_alias(node);
                Then::Skip
            }
            Kind::Type => self.enter_type(node),
            Kind::Bases => {
                self.bases(node);
                Then::Descend
            }
            Kind::Member => {
                self.member(node);
                Then::Descend
            }
            Kind::Declaration => {
                self.declaration(node);
                Then::Descend
            }
            Kind::InitDeclarator => {
                let name = self.declared_name(node).map_or("", |n| self.out.text(n));
                self.out.push_use("assign:", name, node.byte_range());
                Then::DescendAndLeave
            }
            Kind::Call => self.enter_call(node),
            Kind::New => self.enter_new(node),
            Kind::Assignment => self.enter_assignment(node),
            Kind::Pointer => {
                self.taken(node);
                Then::Descend
            }
            Kind::Assembly => {
                self.assembly(node);
                Then::Skip
            }
            Kind::Str | Kind::RawStr | Kind::Concatenation => {
                if let Value::Str(text) = self.value(node) {
                    self.out.string(&text, span(node));
                }
                Then::Skip
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _node: Node<'t>) {
        match kind {
            Kind::Function => {
                self.close();
                self.out.leave_scope();
            }
            Kind::Block => self.close(),
            Kind::Namespace => self.leave_owner(),
            Kind::Type => {
                self.leave_owner();
                self.out.leave_scope();
            }
            Kind::Call | Kind::New | Kind::Assignment | Kind::InitDeclarator => self.out.pop_use(),
            _ => {}
        }
    }
}
