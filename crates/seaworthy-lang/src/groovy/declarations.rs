//! Packages, imports, types, methods, fields and variables.

use seaworthy_facts::FactKind;

use super::token::Kind;
use super::{Block, Enclosing, Groovy};
use crate::jvm::looks_like_type;
use crate::jvm::routes::{Annotation, may_route, of_method, of_type};
use crate::value::{Value, render};
use crate::variables::{Constant, Type, Variable, join};

/// Names that Grails gives every controller.
const CONTROLLER: [(&str, &str); 4] = [
    ("request", "javax.servlet.http.HttpServletRequest"),
    ("response", "javax.servlet.http.HttpServletResponse"),
    ("servletContext", "javax.servlet.ServletContext"),
    ("session", "javax.servlet.http.HttpSession"),
];

/// Words before a declaration.
const MODIFIERS: [&str; 13] = [
    "abstract",
    "final",
    "native",
    "private",
    "protected",
    "public",
    "sealed",
    "static",
    "strictfp",
    "synchronized",
    "transient",
    "var",
    "volatile",
];

/// Words that look like the start of a declaration and are none.
const STATEMENTS: [&str; 14] = [
    "as",
    "assert",
    "case",
    "else",
    "import",
    "in",
    "instanceof",
    "new",
    "package",
    "return",
    "super",
    "this",
    "throw",
    "throws",
];

impl<'t> Groovy<'t> {
    /// A dotted name from a token on; the index behind it.
    pub(super) fn dotted(&self, at: usize) -> (&'t str, usize) {
        let mut end = at;
        while self.is(end + 1, '.') && self.is_word(end + 2) {
            end += 2;
        }
        let span = self.span(at, end);
        (span.of(self.text), end + 1)
    }

    pub(super) fn word_at(&mut self, at: usize) -> usize {
        let after_dot = at > 0 && self.is(at - 1, '.');
        match self.word(at) {
            _ if after_dot => at + 1,
            "package" => {
                let (name, next) = self.dotted(at + 1);
                self.names.package = name;
                self.out.fact(FactKind::Package, true, name, "", self.span(at + 1, next - 1));
                next
            }
            "import" => self.import(at),
            "class" | "interface" | "trait" | "enum" if self.is_word(at + 1) => self.type_(at),
            "new" if self.is_word(at + 1) => self.instance(at),
            _ => match self.declaration(at) {
                Some(next) => next,
                None => self.path(at),
            },
        }
    }

    fn import(&mut self, at: usize) -> usize {
        let is_static = self.word(at + 1) == "static";
        let from = at + 1 + usize::from(is_static);
        if !self.is_word(from) {
            return at + 1;
        }
        let (name, next) = self.dotted(from);
        let place = self.span(from, next - 1);
        // The scanner takes `.*` for a safe navigation's sign and what follows.
        let rest = self.text.get(place.end as usize..).unwrap_or("");
        if rest.trim_start().starts_with(".*") {
            if !is_static {
                self.names.import_all(name);
            }
            self.out.fact(FactKind::Import, true, &format!("{name}.*"), "", place);
            return next + 2;
        }
        let alias = (self.word(next) == "as").then(|| self.word(next + 1));
        let simple = alias.or_else(|| name.rsplit('.').next()).unwrap_or(name);
        if is_static {
            self.names.import_static(simple, name);
        } else {
            self.names.import(simple, name);
        }
        self.out.fact(FactKind::Import, true, name, alias.unwrap_or(""), place);
        if alias.is_some() { next + 2 } else { next }
    }

    fn type_(&mut self, at: usize) -> usize {
        let name = self.word(at + 1);
        let Some(open) = self.brace_after(at + 2) else { return at + 2 };
        let qualified = join(self.place(), name);
        let sym = self.names.names.intern(&qualified);
        let type_ = Type { name: sym, resolved: true };
        self.names.declared.declare(name, sym);
        let word = match self.word(at) {
            "trait" => "interface",
            other => other,
        };
        self.out.fact(FactKind::TypeDecl, true, &qualified, word, self.span(at + 1, at + 1));
        self.out.enter_scope(&qualified);
        let mut superclass = Type::UNKNOWN;
        let mut next = at + 2;
        let mut extends = false;
        while next < open {
            match self.word(next) {
                "extends" => extends = true,
                "implements" => extends = false,
                word if looks_like_type(word) || word.starts_with(|c: char| c.is_lowercase()) => {
                    let (written, after) = self.dotted(next);
                    let t = self.names.resolve(written);
                    if t.is_known() && written.contains(char::is_uppercase) {
                        let supertype = self.names.names.get(t.name);
                        let place = self.span(next, after - 1);
                        self.out.fact(
                            FactKind::Supertype,
                            t.resolved,
                            supertype,
                            &qualified,
                            place,
                        );
                        if extends && !superclass.is_known() {
                            superclass = t;
                        }
                    }
                    next = after;
                    continue;
                }
                _ => {}
            }
            next = self.over_generics(next);
        }
        let annotations = std::mem::take(&mut self.annotations);
        let (route, routes) = of_type(&annotations);
        for r in routes {
            self.out.fact(FactKind::Route, true, &r.path, r.method, r.span);
        }
        self.opens.insert(open, Block::Type);
        self.names.declared.open();
        self.variables.open();
        if name.ends_with("Controller") || name.ends_with("Interceptor") {
            for (variable, type_) in CONTROLLER {
                let name = self.names.names.intern(type_);
                self.variables.declare(variable, Variable::local(Type { name, resolved: true }));
            }
        }
        let is_mappings = name.ends_with("UrlMappings");
        self.types.push(Enclosing { type_, superclass, route, is_mappings });
        open
    }

    /// The `{` of a declaration's body, before the end of the statement.
    fn brace_after(&self, at: usize) -> Option<usize> {
        let mut next = at;
        for _ in 0..200 {
            match &self.tokens.get(next)?.kind {
                Kind::Sign('{') => return Some(next),
                Kind::Sign(';' | '}' | '=') => return None,
                Kind::Sign('(') => next = self.close(next)?,
                _ => {}
            }
            next += 1;
        }
        None
    }

    /// The index behind `<…>`, or behind one token where there is none.
    fn over_generics(&self, at: usize) -> usize {
        if !self.is(at, '<') {
            return at + 1;
        }
        let mut depth = 0_u32;
        for next in at..(at + 40).min(self.tokens.len()) {
            if self.is(next, '<') {
                depth += 1;
            } else if self.is(next, '>') {
                depth -= 1;
                if depth == 0 {
                    return next + 1;
                }
            } else if !(self.is_word(next)
                || [',', '.', '?', '[', ']', '&'].iter().any(|s| self.is(next, *s)))
            {
                break;
            }
        }
        at + 1
    }

    pub(super) fn annotation(&mut self, at: usize) -> usize {
        let (written, next) = self.dotted(at + 1);
        if written == "interface" {
            return at + 1;
        }
        let t = self.names.resolve(written);
        let name = if t.is_known() { self.names.names.get(t.name).to_owned() } else { "?".into() };
        let close = if self.is(next, '(') { self.close(next) } else { None };
        let args = close.map_or_else(Vec::new, |close| self.values(next + 1, close));
        let place = self.span(at, close.unwrap_or(next - 1));
        self.out.fact_with(FactKind::Annotation, t.resolved, &name, &args, place);
        if may_route(written.rsplit('.').next().unwrap_or(written)) {
            self.annotations.push(Annotation { name, args, span: place });
        }
        next
    }

    /// A method, field or variable: `Type name = …`, `def name(…) {`.
    fn declaration(&mut self, at: usize) -> Option<usize> {
        let starts = at == 0
            || match &self.tokens.get(at - 1)?.kind {
                Kind::LineEnd | Kind::Sign(';' | '{' | '}' | '(' | ',' | ')') => true,
                Kind::Word => MODIFIERS.contains(&self.word(at - 1)),
                Kind::Sign(sign) => *sign == '>',
                _ => false,
            };
        let word = self.word(at);
        if !starts || MODIFIERS.contains(&word) || STATEMENTS.contains(&word) {
            return None;
        }
        let is_def = matches!(word, "def" | "void" | "int" | "long" | "boolean" | "double");
        let (written, next) = self.dotted(at);
        if !is_def && !looks_like_type(written.rsplit('.').next().unwrap_or(written)) {
            return None;
        }
        let mut name = next;
        if self.is(name, '<') {
            name = self.over_generics(name);
        }
        while self.is(name, '[') && self.is(name + 1, ']') {
            name += 2;
        }
        if !self.is_word(name) || STATEMENTS.contains(&self.word(name)) {
            return None;
        }
        let type_ = if is_def { Type::UNKNOWN } else { self.names.resolve(written) };
        match &self.tokens.get(name + 1).map_or(&Kind::LineEnd, |t| &t.kind) {
            Kind::Sign('(') => self.method(name),
            Kind::Sign('=') if !self.is(name + 2, '=') => {
                self.variable(at, name, type_);
                Some(name + 2)
            }
            Kind::LineEnd | Kind::Sign(';' | ',' | ')' | ':' | '}' | '-') => {
                self.variable(at, name, type_);
                Some(name + 1)
            }
            _ if self.word(name + 1) == "in" => {
                self.variable(at, name, type_);
                Some(name + 1)
            }
            _ => None,
        }
    }

    fn method(&mut self, name: usize) -> Option<usize> {
        let close = self.close(name + 1)?;
        let open = self.brace_after(close + 1).filter(|open| *open <= close + 12)?;
        if !(self.in_type_body() || self.types.is_empty()) {
            return None;
        }
        let qualified = join(self.place(), self.word(name));
        self.out.fact(FactKind::FunctionDecl, true, &qualified, "", self.span(name, close));
        self.out.enter_scope(&qualified);
        self.opens.insert(open, Block::Function);
        let annotations = std::mem::take(&mut self.annotations);
        let prefix = self.types.last().map_or("", |t| t.route.as_str());
        for r in of_method(prefix, &annotations) {
            self.out.fact(FactKind::Route, true, &r.path, r.method, r.span);
        }
        Some(name + 1)
    }

    fn variable(&mut self, from: usize, name: usize, type_: Type) {
        let simple = self.word(name);
        let has_value = self.is(name + 1, '=');
        let value = if has_value { self.value_at(name + 2) } else { Value::Other };
        let mut type_ = type_;
        if !type_.is_known() && has_value && self.word(name + 2) == "new" {
            type_ = self.names.resolve(self.dotted(name + 3).0);
        }
        let fixed = from > 0 && self.word(from - 1) == "final";
        let is_field = self.in_type_body();
        let constant = match &value {
            Value::Str(s) if fixed || !is_field => Some(Constant::Str(self.names.names.intern(s))),
            Value::Literal(s) if fixed || !is_field => Some(Constant::Literal(s)),
            _ => None,
        };
        self.variables.declare(simple, Variable { type_, constant, is_field });
        let target = if is_field { join(self.place(), simple) } else { simple.to_owned() };
        if is_field {
            let known = if type_.is_known() { self.names.names.get(type_.name) } else { "?" };
            let mut words = String::new();
            let mut first = from;
            while first > 0 && MODIFIERS.contains(&self.word(first - 1)) {
                first -= 1;
            }
            for modifier in first..from {
                words.push_str(self.word(modifier));
                words.push(' ');
            }
            words.push_str(simple);
            let known = known.to_owned();
            let place = self.span(name, name);
            self.out.fact(FactKind::Field, type_.resolved, &known, &words, place);
            if has_value {
                self.out.fact(FactKind::Assign, true, &target, &render(&[value]), place);
            }
        }
        if has_value {
            self.use_until_line_end("assign:", &target, name + 2);
        }
    }

    /// Literals up to the end of the line are used as this.
    pub(super) fn use_until_line_end(&mut self, prefix: &str, name: &str, from: usize) {
        let mut end = from;
        while self.tokens.get(end).is_some_and(|t| t.kind != Kind::LineEnd && !t.is(';')) {
            end += 1;
            if end - from > 200 {
                break;
            }
        }
        let bytes = self.bytes(from, end);
        // Uses end in the order they were started in.
        let end = self.uses.last().map_or(end, |outer| end.min(*outer));
        self.out.push_use(prefix, name, bytes);
        self.uses.push(end);
    }
}
