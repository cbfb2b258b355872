//! PowerShell: every command is a call by its name, every method of a .NET type one by its type.

use std::borrow::Cow;
use std::sync::OnceLock;

use seaworthy_facts::{FactKind, FactSink};
use tree_sitter::{Node, Tree};

use crate::apis::Apis;
use crate::grammar::{Grammar, child, children, fields, named_children};
use crate::output::{Output, Wanted, span};
use crate::value::{MAX_ARGS, Value};
use crate::walk::{Extractor, SyntaxErrors, Then, walk};

/// The node kinds that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Command,
    Invocation,
    Function,
    Assignment,
    Redirection,
    Str,
    Variable,
    Comment,
}

const ROWS: &[(&str, Kind)] = &[
    ("command", Kind::Command),
    ("invokation_expression", Kind::Invocation),
    ("function_statement", Kind::Function),
    ("assignment_expression", Kind::Assignment),
    ("redirection", Kind::Redirection),
    ("string_literal", Kind::Str),
    ("variable", Kind::Variable),
    ("comment", Kind::Comment),
];

fields!(Fields { command_elements = "command_elements", command_name = "command_name" });

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
    tree_sitter_powershell::LANGUAGE.into()
}

/// The facts of a parsed file and where its syntax is broken.
pub(crate) fn extract<'t>(
    tree: &'t Tree,
    text: &'t str,
    wanted: &'t mut Wanted<'t>,
) -> (FactSink, SyntaxErrors) {
    static APIS: OnceLock<Apis> = OnceLock::new();
    let tables = tables();
    let apis = APIS.get_or_init(|| Apis::new(&[]));
    let mut shell = PowerShell {
        kinds: &tables.grammar,
        fields: &tables.fields,
        out: Output::new(text, wanted, apis),
        functions: 0,
        assigned: None,
    };
    let errors = walk(tree, &mut shell);
    (shell.out.into_sink(), errors)
}

struct PowerShell<'t> {
    kinds: &'static Grammar<Kind>,
    fields: &'static Fields,
    out: Output<'t>,
    functions: u32,
    /// The variable an assignment gives a value, which is not read.
    assigned: Option<usize>,
}

impl<'t> Extractor<'t> for PowerShell<'t> {
    type Kind = Kind;

    fn grammar(&self) -> &'static Grammar<Kind> {
        self.kinds
    }

    fn enter(&mut self, kind: Kind, node: Node<'t>) -> Then {
        match kind {
            Kind::Comment => Then::Skip,
            Kind::Function => {
                let name = named_children(node).find(|n| n.kind() == "function_name");
                let text = name.map_or("?", |n| self.out.text(n));
                self.out.enter_scope(text);
                self.functions += 1;
                self.out.fact(FactKind::FunctionDecl, true, text, "()", span(name.unwrap_or(node)));
                Then::DescendAndLeave
            }
            Kind::Command => {
                let name = self.command(node);
                self.out.push_use("arg:", &name, node.byte_range());
                Then::DescendAndLeave
            }
            Kind::Invocation => {
                self.invocation(node);
                Then::Descend
            }
            Kind::Assignment => {
                self.assignment(node);
                Then::Descend
            }
            Kind::Redirection => {
                let operator = children(node).next().map_or("", |n| self.out.text(n)).trim();
                let file = named_children(node).find(|n| n.kind() == "redirected_file_name");
                if let Some(file) = file
                    && let Value::Str(path) = word(self.out.text(file).trim())
                    && path != "$null"
                {
                    self.out.fact(FactKind::FileWrite, true, &path, operator, span(node));
                }
                Then::Descend
            }
            Kind::Str => {
                if let Value::Str(text) = word(self.out.text(node)) {
                    self.out.string(&text, span(node));
                }
                Then::Descend
            }
            Kind::Variable => {
                self.variable(node);
                Then::Descend
            }
        }
    }

    fn leave(&mut self, kind: Kind, _: Node<'t>) {
        match kind {
            Kind::Function => {
                self.functions = self.functions.saturating_sub(1);
                self.out.leave_scope();
            }
            Kind::Command => self.out.pop_use(),
            _ => {}
        }
    }
}

impl<'t> PowerShell<'t> {
    /// A call with its words; parameters stand before their values as they are written.
    fn command(&mut self, node: Node<'t>) -> String {
        let Some(name) = child(node, self.fields.command_name) else { return String::new() };
        let name = program(self.out.text(name));
        let mut values: Vec<Value<'t>> = Vec::new();
        let elements = child(node, self.fields.command_elements);
        for part in elements.into_iter().flat_map(named_children) {
            if matches!(part.kind(), "command_argument_sep" | "redirection") {
                continue;
            }
            if values.len() < MAX_ARGS {
                values.push(word(self.out.text(part)));
            }
        }
        let made = values.iter().position(|v| !v.as_str().is_some_and(|s| s.starts_with('-')));
        if name.eq_ignore_ascii_case("New-Object")
            && let Some(at) = made
            && let Some(type_) = values.get(at).and_then(Value::as_str).map(str::to_owned)
        {
            let args = values.get(at + 1..).unwrap_or(&[]);
            self.out.fact_with(FactKind::New, true, &type_, args, span(node));
        } else {
            self.out.fact_with(FactKind::Call, name != "?", &name, &values, span(node));
        }
        self.effects(&name, &values, node);
        name
    }

    fn effects(&mut self, name: &str, values: &[Value<'t>], node: Node<'t>) {
        let lower = name.to_ascii_lowercase();
        let writes = matches!(
            lower.as_str(),
            "out-file"
                | "set-content"
                | "add-content"
                | "export-csv"
                | "export-clixml"
                | "tee-object"
                | "start-transcript"
        );
        if !writes {
            return;
        }
        let after = |names: &[&str]| {
            let at = values.iter().position(|v| {
                v.as_str().is_some_and(|s| names.iter().any(|n| s.eq_ignore_ascii_case(n)))
            })?;
            values.get(at + 1).and_then(Value::as_str)
        };
        let first = values.first().and_then(Value::as_str).filter(|s| !s.starts_with('-'));
        if let Some(path) = after(&["-FilePath", "-Path", "-LiteralPath"]).or(first) {
            self.out.fact(FactKind::FileWrite, true, path, name, span(node));
        }
    }

    /// `[System.IO.File]::WriteAllText("x", "y")`, `$x.Open("y")`.
    fn invocation(&mut self, node: Node<'t>) {
        let member = named_children(node).find(|n| n.kind() == "member_name");
        let Some(member) = member.map(|m| self.out.text(m)) else { return };
        let type_ = named_children(node).find(|n| n.kind() == "type_literal");
        let name = match type_ {
            Some(type_) => {
                format!("{}.{member}", self.out.text(type_).trim_matches(['[', ']', ' ']))
            }
            None => format!("?.{member}"),
        };
        let list = named_children(node).find(|n| n.kind() == "argument_list");
        let list = list.and_then(|l| l.named_child(0));
        let values: Vec<Value<'t>> = list
            .into_iter()
            .flat_map(named_children)
            .take(MAX_ARGS)
            .map(|a| word(self.out.text(a)))
            .collect();
        self.out.fact_with(FactKind::Call, type_.is_some(), &name, &values, span(node));
        let environment = name.to_ascii_lowercase();
        if environment.ends_with("environment.getenvironmentvariable")
            && let Some(variable) = values.first().and_then(Value::as_str)
        {
            self.out.fact(FactKind::EnvRead, true, variable, "", span(node));
        }
    }

    fn assignment(&mut self, node: Node<'t>) {
        let Some(left) = node.named_child(0) else { return };
        let target = self.out.text(left);
        let Some(name) = target.strip_prefix('$') else { return };
        self.assigned = Some(left.start_byte());
        let name = name.trim_matches(['{', '}']).replace(':', ".");
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'));
        if plain && (self.functions == 0 || name.to_ascii_lowercase().starts_with("env.")) {
            let value =
                named_children(node).last().map_or(Value::Other, |v| word(self.out.text(v)));
            self.out.fact_with(FactKind::Assign, true, &name, &[value], span(node));
        }
    }

    /// `$env:NAME`.
    fn variable(&mut self, node: Node<'t>) {
        let text = self.out.text(node).trim_start_matches('$').trim_matches(['{', '}']);
        let Some((drive, name)) = text.split_once(':') else { return };
        if drive.eq_ignore_ascii_case("env") && self.assigned != Some(node.start_byte()) {
            self.out.fact(FactKind::EnvRead, true, name, "", span(node));
        }
    }
}

/// The last part of a program's path; commands of PowerShell have none.
fn program(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '\'']);
    let last = text.rsplit(['\\', '/']).next().unwrap_or(text);
    if last.is_empty() || last.contains(['$', '(', '{', '\n']) {
        return "?".to_owned();
    }
    last.to_owned()
}

/// What a word or expression is worth as it is written: a string up to its first variable, a name, a number.
fn word(text: &str) -> Value<'_> {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
        return Value::Str(Cow::Borrowed(inner));
    }
    let quoted = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    let inner = quoted.unwrap_or(text);
    if quoted.is_none() {
        let is_name = |t: &str| t.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if let Some(name) = text.strip_prefix('$')
            && is_name(name)
            && !name.is_empty()
        {
            return Value::Name(name);
        }
        if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() {
            return Value::Literal(text);
        }
        if text.starts_with(['$', '(', '@', '{', '[', '<']) || text.contains('\n') {
            return Value::Other;
        }
    }
    match inner.find(['$', '`']) {
        Some(0) => Value::Other,
        Some(at) => Value::Str(Cow::Borrowed(inner.get(..at).unwrap_or(""))),
        None => Value::Str(Cow::Borrowed(inner)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use seaworthy_facts::{FactKind, FileFacts, Language};

    use crate::{Analyser, Limits};

    fn facts(text: &str) -> FileFacts {
        Analyser::new(Limits::default()).analyse(&Arc::from("a.ps1"), Language::PowerShell, text)
    }

    fn of(facts: &FileFacts, kind: FactKind) -> Vec<(&str, &str)> {
        facts.of(kind).map(|(_, name, value)| (name, value)).collect()
    }

    #[test]
    fn every_row_is_a_kind_of_the_grammar() {
        assert!(crate::grammar::unknown_rows(&super::language(), super::ROWS).is_empty());
    }

    #[test]
    fn commands_and_methods() {
        let f = facts(
            "# Stop-Service a\n$port = $env:SHOP_PORT\n$env:MODE = \"x\"\nfunction Start-Shop { Start-Service W3SVC }\n\
             \"abc\" | Out-File C:\\log.txt\n& \"C:\\Program Files\\shop\\shop.exe\" start\n\
             $c = New-Object System.Net.WebClient\n[System.IO.File]::WriteAllText(\"C:\\a.txt\", \"b\")\n",
        );
        assert_eq!(of(&f, FactKind::EnvRead), [("SHOP_PORT", "")]);
        assert_eq!(
            of(&f, FactKind::Call),
            [
                ("Start-Service", r#""W3SVC""#),
                ("Out-File", r#""C:\\log.txt""#),
                ("shop.exe", r#""start""#),
                ("System.IO.File.WriteAllText", r#""C:\\a.txt", "b""#),
            ]
        );
        assert_eq!(of(&f, FactKind::New), [("System.Net.WebClient", "")]);
        assert_eq!(of(&f, FactKind::FileWrite), [("C:\\log.txt", "Out-File")]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[a-zA-Z$:{}()|;\"'` \n=-]{0,80}") {
            let _ = facts(&text);
        }
    }
}
