//! Statements: declarations by their keyword, everything else as expressions.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use super::token::{Kind, Token};
use super::{Dialect, Reader, is};

const MODIFIERS: [&str; 27] = [
    "Public",
    "Private",
    "Friend",
    "Protected",
    "Shared",
    "Static",
    "Overrides",
    "Overloads",
    "Overridable",
    "MustOverride",
    "NotOverridable",
    "Shadows",
    "ReadOnly",
    "WriteOnly",
    "WithEvents",
    "Partial",
    "MustInherit",
    "NotInheritable",
    "Default",
    "Dim",
    "Async",
    "Iterator",
    "Global",
    "Narrowing",
    "Widening",
    "Custom",
    "Const",
];

impl<'a> Reader<'a, '_> {
    pub(super) fn statement(&mut self, tokens: &[Token<'a>]) {
        let tokens = self.attributes(tokens);
        let skip = tokens.iter().take_while(|t| t.is_any(&MODIFIERS)).count();
        let declares = skip > 0;
        let is_constant = tokens.iter().take(skip).any(|t| t.is("Const"));
        let rest = tokens.get(skip..).unwrap_or(&[]);
        let Some(first) = rest.first() else { return };
        let second = rest.get(1);
        let whole = Span::new(first.at, rest.last().map_or(first.end, |t| t.end));
        match first.text.to_ascii_lowercase().as_str() {
            _ if first.kind != Kind::Word => self.expressions(rest),
            "imports" => self.imports(rest, whole),
            "namespace" => {
                let name = self.qualified(&dotted(rest.get(1..).unwrap_or(&[])));
                self.out.fact(FactKind::Package, true, &name, "", whole);
                self.open(name);
            }
            "class" | "module" | "structure" | "interface"
                if second.is_some_and(|t| t.kind == Kind::Word) =>
            {
                self.end_procedure();
                let name = self.qualified(second.map_or("", |t| t.text));
                self.out.fact(
                    FactKind::TypeDecl,
                    true,
                    &name,
                    &first.text.to_ascii_lowercase(),
                    whole,
                );
                self.open(name);
            }
            "inherits" | "implements" => self.supertypes(rest, whole),
            "end" => self.end(second),
            "with" => {
                let type_ = self.expression_type(rest.get(1..).unwrap_or(&[]));
                self.expressions(rest.get(1..).unwrap_or(&[]));
                self.with.push(type_);
            }
            "declare" => self.declare(rest, whole),
            "sub" | "function" | "property" | "event" | "operator"
                if second.is_some_and(|t| t.kind == Kind::Word) =>
            {
                self.procedure(rest, whole);
            }
            "open" if rest.iter().any(|t| t.is("For")) && rest.iter().any(|t| t.is("As")) => {
                self.open_file(rest, whole);
            }
            "attribute" if self.dialect == Dialect::Classic => {
                if let (true, Some(name)) =
                    (is(second, "VB_Name"), rest.last().filter(|t| t.kind == Kind::Text))
                {
                    self.out.fact(FactKind::TypeDecl, true, name.text, "module", whole);
                }
            }
            "begin" | "object" if self.dialect == Dialect::Classic => self.designed(rest, whole),
            "option" | "exit" | "on" | "goto" | "next" | "loop" => {}
            _ => {
                self.typed(rest);
                if is_constant && let Some(text) = rest.iter().find(|t| t.kind == Kind::Text) {
                    self.constants.insert(first.text.to_ascii_lowercase(), text.text);
                }
                if declares && !self.in_procedure {
                    self.field(tokens, skip, whole);
                }
                self.expressions(rest);
            }
        }
    }

    fn open(&mut self, name: String) {
        self.out.enter_scope(&name);
        self.around.push(name);
    }

    fn end(&mut self, what: Option<&Token<'_>>) {
        let Some(what) = what else { return };
        if what.is_any(&["Sub", "Function", "Property", "Operator"]) {
            self.end_procedure();
        } else if what.is_any(&["Class", "Module", "Structure", "Interface", "Namespace"]) {
            self.end_procedure();
            if self.around.pop().is_some() {
                self.out.leave_scope();
            }
        } else if what.is("With") {
            self.with.pop();
        }
    }

    /// `<WebMethod(), Obsolete("x")> Public Sub …`: facts of the attributes, and what stands behind them.
    fn attributes<'s>(&mut self, tokens: &'s [Token<'a>]) -> &'s [Token<'a>] {
        if self.dialect != Dialect::Net || !tokens.first().is_some_and(|t| t.is_sign("<")) {
            return tokens;
        }
        let Some(close) = tokens.iter().position(|t| t.is_sign(">")) else { return tokens };
        let inner = tokens.get(1..close).unwrap_or(&[]);
        let mut depth = 0_usize;
        let mut start = true;
        for (i, token) in inner.iter().enumerate() {
            match token.text {
                "(" if token.kind == Kind::Sign => depth += 1,
                ")" if token.kind == Kind::Sign => depth = depth.saturating_sub(1),
                "," if depth == 0 => start = true,
                _ if start
                    && token.kind == Kind::Word
                    && !token.is_any(&["Assembly", "Module"]) =>
                {
                    start = false;
                    let written = self.written(inner.get(i..).unwrap_or(&[]));
                    let type_ = self.names.resolve(written);
                    let name = self.names.strings.get(type_.name).to_owned();
                    let args: Vec<String> = inner
                        .get(i..)
                        .unwrap_or(&[])
                        .iter()
                        .filter(|t| t.kind == Kind::Text)
                        .map(|t| format!("\"{}\"", t.text))
                        .collect();
                    self.out.fact(
                        FactKind::Annotation,
                        type_.resolved,
                        &name,
                        &args.join(", "),
                        token.span(),
                    );
                }
                _ => {}
            }
        }
        behind_attributes(tokens.get(close + 1..).unwrap_or(&[]))
    }

    fn imports(&mut self, rest: &[Token<'a>], whole: Span) {
        let alias = rest.get(1).filter(|_| rest.get(2).is_some_and(|t| t.is_sign("=")));
        let name = self.written(rest.get(if alias.is_some() { 3 } else { 1 }..).unwrap_or(&[]));
        if name.is_empty() {
            return;
        }
        let alias = alias.map_or("", |t| t.text);
        self.out.fact(FactKind::Import, true, name, alias, whole);
        if alias.is_empty() { self.names.using(name) } else { self.names.alias(alias, name) }
    }

    fn supertypes(&mut self, rest: &[Token<'a>], whole: Span) {
        let class = self.around.last().cloned().unwrap_or_default();
        let mut from = 1;
        while let Some(tokens) = rest.get(from..).filter(|t| !t.is_empty()) {
            let written = self.written(tokens);
            let type_ = self.names.resolve(written);
            let name = self.names.strings.get(type_.name).to_owned();
            self.on_page |=
                name.starts_with("System.Web.UI.") || name == "System.Web.HttpApplication";
            self.out.fact(FactKind::Supertype, type_.resolved, &name, &class, whole);
            from += tokens.iter().position(|t| t.is_sign(",")).map_or(tokens.len(), |n| n + 1);
        }
    }

    /// `Declare Function GetTickCount Lib "kernel32" Alias "x" (…) As Long`.
    fn declare(&mut self, rest: &[Token<'a>], whole: Span) {
        let lib = rest.iter().position(|t| t.is("Lib"));
        let Some(library) = lib.and_then(|n| rest.get(n + 1)).filter(|t| t.kind == Kind::Text)
        else {
            return;
        };
        let name = lib.and_then(|n| rest.get(n.checked_sub(1)?)).map_or("", |t| t.text);
        let annotation = if self.dialect == Dialect::Net {
            "System.Runtime.InteropServices.DllImport"
        } else {
            "Declare"
        };
        self.out.fact(
            FactKind::Annotation,
            true,
            annotation,
            &format!("\"{}\", ${name}", library.text),
            whole,
        );
        self.out.fact(FactKind::FunctionDecl, true, &self.qualified(name), "declare", whole);
    }

    fn procedure(&mut self, rest: &[Token<'a>], whole: Span) {
        self.end_procedure();
        let accessor = usize::from(
            rest.get(1).is_some_and(|t| t.is_any(&["Get", "Let", "Set"]))
                && rest.get(2).is_some_and(|t| t.kind == Kind::Word),
        );
        let name = rest.get(1 + accessor).map_or("", |t| t.text);
        let qualified = self.qualified(name);
        self.out.fact(FactKind::FunctionDecl, true, &qualified, "", whole);
        self.typed(rest);
        if !rest.first().is_some_and(|t| t.is("Event")) {
            self.out.enter_scope(&qualified);
            self.in_procedure = true;
        }
    }

    /// `Open path For Output As #1`.
    fn open_file(&mut self, rest: &[Token<'a>], whole: Span) {
        let mode = rest.iter().position(|t| t.is("For")).and_then(|n| rest.get(n + 1));
        let reads = is(mode, "Input");
        let constant = rest.get(1).and_then(|t| self.constant(t));
        let alone = rest.get(2).is_some_and(|t| t.is("For") || t.is_sign("&"));
        let path = constant.filter(|_| alone).unwrap_or_else(|| "?".to_owned());
        let kind = if reads { FactKind::FileRead } else { FactKind::FileWrite };
        let api = format!("Open For {}", mode.map_or("", |t| t.text));
        self.out.fact(kind, true, &path, &api, whole);
        self.expressions(rest.get(1..).unwrap_or(&[]));
    }

    /// The head of a form: `Begin VB.Timer Timer1`, `Object = "{…}#1.0#0"; "MSCOMM32.OCX"`.
    fn designed(&mut self, rest: &[Token<'a>], whole: Span) {
        if is(rest.first(), "Object") {
            if let Some(file) = rest.last().filter(|t| t.kind == Kind::Text && t.text.contains('.'))
            {
                self.out.fact(FactKind::Import, true, file.text, "", whole);
            } else {
                self.expressions(rest);
            }
            return;
        }
        let type_ = dotted(rest.get(1..).unwrap_or(&[]));
        let name = rest.last().filter(|t| t.kind == Kind::Word).map_or("", |t| t.text);
        if type_.contains('.') && !name.is_empty() {
            self.out.fact(FactKind::Field, true, &type_, &format!("control {name}"), whole);
            self.types.insert(name.to_ascii_lowercase(), type_);
        }
    }

    fn field(&mut self, tokens: &[Token<'a>], skip: usize, whole: Span) {
        let Some(name) = tokens.get(skip).filter(|t| t.kind == Kind::Word) else { return };
        let type_ = self.types.get(&name.text.to_ascii_lowercase()).cloned();
        let modifiers: Vec<String> = tokens
            .iter()
            .take(skip)
            .filter(|t| !t.is("Dim"))
            .map(|t| t.text.to_ascii_lowercase())
            .collect();
        let value = format!("{} {}", modifiers.join(" "), name.text);
        self.out.fact(
            FactKind::Field,
            type_.is_some(),
            type_.as_deref().unwrap_or("?"),
            value.trim(),
            whole,
        );
    }

    /// Every `name As [New] Type` of a statement.
    fn typed(&mut self, tokens: &[Token<'a>]) {
        for i in 1..tokens.len() {
            if !is(tokens.get(i), "As") {
                continue;
            }
            let mut name_at = i - 1;
            while name_at > 0
                && tokens.get(name_at).is_some_and(|t| t.is_sign("(") || t.is_sign(")"))
            {
                name_at -= 1;
            }
            let Some(name) = tokens.get(name_at).filter(|t| t.kind == Kind::Word) else { continue };
            let is_new = is(tokens.get(i + 1), "New");
            let written = self.written(tokens.get(i + 1 + usize::from(is_new)..).unwrap_or(&[]));
            let type_ = self.type_named(written);
            if !type_.is_empty() {
                self.types.insert(name.text.to_ascii_lowercase(), type_);
            }
        }
    }
}

/// The dotted name that tokens begin with.
pub(super) fn dotted(tokens: &[Token<'_>]) -> String {
    let end = name_length(tokens);
    tokens.get(..end).unwrap_or(&[]).iter().map(|t| t.text).collect()
}

/// How many tokens a dotted name has.
pub(super) fn name_length(tokens: &[Token<'_>]) -> usize {
    let mut end = usize::from(tokens.first().is_some_and(|t| t.kind == Kind::Word));
    while end > 0
        && tokens.get(end).is_some_and(|t| t.is_sign("."))
        && tokens.get(end + 1).is_some_and(|t| t.kind == Kind::Word)
    {
        end += 2;
    }
    end
}

/// What stands behind a second group of attributes, which is rare and passed over.
fn behind_attributes<'s, 'a>(tokens: &'s [Token<'a>]) -> &'s [Token<'a>] {
    let opens = tokens.first().is_some_and(|t| t.is_sign("<"));
    match (opens, tokens.iter().position(|t| t.is_sign(">"))) {
        (true, Some(close)) => tokens.get(close + 1..).unwrap_or(&[]),
        _ => tokens,
    }
}
