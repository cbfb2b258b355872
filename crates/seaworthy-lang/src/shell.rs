//! Shell: every command is a call by the name of its program.

mod commands;
mod effects;
mod prefixes;
#[cfg(test)]
mod tests;
mod words;

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use seaworthy_facts::{FactKind, FactSink};
use tree_sitter::{Node, Tree};

use crate::grammar::{Grammar, child, fields};
use crate::output::{Output, Wanted, span};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Program,
    List,
    Function,
    Command,
    Declaration,
    Assignment,
    FileRedirect,
    Heredoc,
    Word,
    RawString,
    AnsiString,
    Str,
    StrContent,
    Concatenation,
    SimpleExpansion,
    Expansion,
    Substitution,
    For,
    Number,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("program", Kind::Program),
    ("list", Kind::List),
    ("do_group", Kind::List),
    ("compound_statement", Kind::List),
    ("subshell", Kind::List),
    ("if_statement", Kind::List),
    ("elif_clause", Kind::List),
    ("else_clause", Kind::List),
    ("case_item", Kind::List),
    ("function_definition", Kind::Function),
    ("command", Kind::Command),
    ("declaration_command", Kind::Declaration),
    ("variable_assignment", Kind::Assignment),
    ("file_redirect", Kind::FileRedirect),
    ("heredoc_body", Kind::Heredoc),
    ("word", Kind::Word),
    ("raw_string", Kind::RawString),
    ("ansi_c_string", Kind::AnsiString),
    ("string", Kind::Str),
    ("translated_string", Kind::Str),
    ("string_content", Kind::StrContent),
    ("concatenation", Kind::Concatenation),
    ("simple_expansion", Kind::SimpleExpansion),
    ("expansion", Kind::Expansion),
    ("command_substitution", Kind::Substitution),
    ("process_substitution", Kind::Substitution),
    ("for_statement", Kind::For),
    ("number", Kind::Number),
    ("comment", Kind::Comment),
];

fields!(Fields {
    body = "body",
    destination = "destination",
    name = "name",
    value = "value",
    variable = "variable",
});

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
    tree_sitter_bash::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    let tables = tables();
    let mut shell = Shell {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, effects::apis()),
        functions: declared_functions(text),
        variables: FxHashMap::default(),
        depth: 0,
    };
    let errors = walk(tree, &mut shell);
    (shell.out.into_sink(), errors)
}

/// What a variable was given so far; `None` where that is no constant or where it was given several values.
type Constant = Option<String>;

struct Shell<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    /// Names of the functions of this file: they may be called before they stand in the text.
    functions: FxHashSet<&'t str>,
    variables: FxHashMap<&'t str, Constant>,
    /// How many functions the walk is in.
    depth: u32,
}

impl Shell<'_> {
    fn kind(&self, node: Node<'_>) -> Option<Kind> {
        self.kinds.kind(node)
    }
}

impl<'t> Extractor<'t> for Shell<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment => Then::Skip,
            Kind::Function => {
                let name = child(node, self.fields.name);
                let text = name.map_or("?", |n| self.out.text(n));
                let place = span(name.unwrap_or(node));
                self.out.enter_scope(text);
                self.depth += 1;
                self.out.fact(FactKind::FunctionDecl, true, text, "()", place);
                Then::DescendAndLeave
            }
            Kind::Program | Kind::List => {
                self.background(node);
                Then::Descend
            }
            Kind::Command => {
                self.command(node);
                Then::DescendAndLeave
            }
            Kind::Declaration => {
                self.declaration(node);
                Then::Descend
            }
            Kind::Assignment => {
                self.assignment(node);
                Then::Descend
            }
            Kind::For => {
                if let Some(name) = child(node, self.fields.variable) {
                    self.variables.insert(self.out.text(name), None);
                }
                Then::Descend
            }
            Kind::FileRedirect => {
                self.redirect(node);
                Then::Descend
            }
            Kind::Expansion => {
                self.environment(node);
                Then::Descend
            }
            Kind::Str | Kind::RawString | Kind::AnsiString | Kind::Concatenation => {
                self.literal(node);
                Then::Descend
            }
            Kind::Word => {
                if self.out.text(node).contains("://") {
                    self.literal(node);
                }
                Then::Descend
            }
            _ => Then::Descend,
        }
    }

    fn leave(&mut self, kind: Kind, _: Node<'t>) {
        match kind {
            Kind::Function => {
                self.depth = self.depth.saturating_sub(1);
                self.out.leave_scope();
            }
            Kind::Command => self.out.pop_use(),
            _ => {}
        }
    }
}

/// The names before `()` and after `function`, line by line: a name too many only hides a call.
fn declared_functions(text: &str) -> FxHashSet<&str> {
    let is_name = |n: &str| {
        !n.is_empty()
            && n.bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b':'))
    };
    text.lines()
        .filter_map(|line| {
            let line = line.trim_start();
            let name = if let Some(rest) = line.strip_prefix("function ") {
                rest.trim_start().split([' ', '(', '{', '\t']).next()?
            } else {
                let (name, rest) = line.split_once('(')?;
                rest.trim_start().starts_with(')').then_some(name.trim_end())?
            };
            Some(name).filter(|n| is_name(n))
        })
        .collect()
}
