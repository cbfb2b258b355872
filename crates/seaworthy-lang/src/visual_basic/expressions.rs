//! Chains of names, members and arguments, and what they are worth.

use seaworthy_base::Span;
use seaworthy_facts::FactKind;

use super::statements::name_length;
use super::token::{Kind, Token};
use super::{Dialect, Reader, is};
use crate::csharp::apis;
use crate::value::{MAX_ARGS, Value};

/// Arguments within arguments deeper than this are not looked into.
const DEEPEST: u8 = 12;

/// Words that no chain begins with.
const KEYWORDS: [&str; 62] = [
    "If",
    "Then",
    "Else",
    "ElseIf",
    "And",
    "Or",
    "Not",
    "Xor",
    "AndAlso",
    "OrElse",
    "Mod",
    "Is",
    "IsNot",
    "Like",
    "To",
    "Step",
    "In",
    "As",
    "ByVal",
    "ByRef",
    "Optional",
    "ParamArray",
    "Of",
    "Return",
    "Throw",
    "While",
    "Wend",
    "Until",
    "Do",
    "For",
    "Each",
    "Select",
    "Case",
    "Using",
    "SyncLock",
    "Try",
    "Catch",
    "Finally",
    "When",
    "Let",
    "Set",
    "Get",
    "Call",
    "ReDim",
    "Preserve",
    "True",
    "False",
    "Nothing",
    "Null",
    "Empty",
    "AddHandler",
    "RemoveHandler",
    "AddressOf",
    "TypeOf",
    "GetType",
    "RaiseEvent",
    "Handles",
    "Erase",
    "Resume",
    "Await",
    "Output",
    "End",
];

/// Functions that are written in any case, in the case that rules name them by.
const FUNCTIONS: [&str; 24] = [
    "CreateObject",
    "GetObject",
    "Shell",
    "Environ",
    "SaveSetting",
    "GetSetting",
    "DeleteSetting",
    "GetAllSettings",
    "FileCopy",
    "Kill",
    "MkDir",
    "RmDir",
    "SavePicture",
    "Dir",
    "ChDir",
    "FileLen",
    "Server",
    "Session",
    "Application",
    "Request",
    "Response",
    "App",
    "Printer",
    "WScript",
];

/// Where a chain ended, and what it is worth.
struct Chain<'a> {
    next: usize,
    value: Value<'a>,
}

impl<'a> Reader<'a, '_> {
    /// The facts of all expressions of a statement.
    pub(super) fn expressions(&mut self, tokens: &[Token<'a>]) {
        let mut at = 0;
        let mut starts = true;
        let mut target: Option<String> = None;
        while let Some(token) = tokens.get(at) {
            if token.kind == Kind::Text {
                self.text(token);
                at += 1;
                continue;
            }
            let new = token.is("New");
            let chains = new
                || token.is_sign(".") && self.may_start(tokens, at)
                || token.kind == Kind::Word && !token.is_any(&KEYWORDS);
            if !chains {
                starts = token.is_any(&["Then", "Else", "Call", "Set", "Let"]);
                if token.is_sign("=") && target.is_some() && at > 0 {
                    at += 1;
                    // `x = New T`, `x = CreateObject("T")` tell the type of x.
                    let type_ = self.expression_type(tokens.get(at..).unwrap_or(&[]));
                    if let Some(name) = target.take().filter(|_| !type_.is_empty()) {
                        self.types.insert(name, type_);
                    }
                    continue;
                }
                at += 1;
                continue;
            }
            let plain = tokens.get(at + 1).is_some_and(|t| t.is_sign("="));
            let chain = self.chain(tokens, at, starts, 0);
            target = (plain && token.kind == Kind::Word).then(|| token.text.to_ascii_lowercase());
            // `Dim x As T = …` has told its type already.
            at = chain.next.max(at + 1);
            starts = false;
            if is(tokens.get(at), "As") {
                let made = is(tokens.get(at + 1), "New");
                at += 1 + if made { 0 } else { name_length(tokens.get(at + 1..).unwrap_or(&[])) };
            }
        }
    }

    /// Whether a point starts a chain of the object of a `With` block.
    fn may_start(&self, tokens: &[Token<'a>], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| tokens.get(b));
        let touches = before.is_some_and(|b| tokens.get(at).is_some_and(|t| b.end == t.at));
        let goes_on = touches && before.is_some_and(|b| b.kind == Kind::Word || b.is_sign(")"));
        !self.with.is_empty() && !goes_on
    }

    /// The type that the first chain of an expression has; writes no facts.
    pub(super) fn expression_type(&mut self, tokens: &[Token<'a>]) -> String {
        let Some(first) = tokens.first() else { return String::new() };
        if first.is("New") {
            let written = self.written(tokens.get(1..).unwrap_or(&[]));
            return self.type_named(written);
        }
        let length = name_length(tokens);
        let name = tokens.get(length.saturating_sub(1)).filter(|_| length > 0);
        let argument = tokens.get(length + 1).filter(|t| t.kind == Kind::Text);
        if let (Some(name), Some(argument)) = (name, argument)
            && name.is_any(&["CreateObject", "GetObject"])
        {
            return argument.text.to_owned();
        }
        if length == 1
            && tokens.len() == 1
            && let Some(name) = name
        {
            return self.types.get(&name.text.to_ascii_lowercase()).cloned().unwrap_or_default();
        }
        if length > 0 && self.dialect == Dialect::Net {
            let qualified = self.qualify(self.written(tokens));
            return apis::member_type(&qualified).unwrap_or("").to_owned();
        }
        String::new()
    }

    /// The qualified name of a type as written; empty where there is none.
    pub(super) fn type_named(&mut self, written: &'a str) -> String {
        if written.is_empty() || self.dialect != Dialect::Net {
            return written.to_owned();
        }
        let written = if written.starts_with("IO.")
            || written.starts_with("Net.")
            || written.starts_with("Web.")
            || written.starts_with("Threading.")
        {
            let qualified = self.names.known(&format!("System.{written}"), true);
            qualified.name
        } else {
            self.names.resolve(written).name
        };
        self.names.strings.get(written).to_owned()
    }

    /// A dotted name with its first part replaced by its type or namespace.
    fn qualify(&mut self, written: &'a str) -> String {
        let (first, rest) = written.split_once('.').unwrap_or((written, ""));
        let lower = first.to_ascii_lowercase();
        if let Some(type_) = self.types.get(&lower) {
            return join_members(type_, rest);
        }
        if self.dialect == Dialect::Net
            && !matches!(lower.as_str(), "my" | "me" | "mybase" | "myclass")
            && !rest.is_empty()
        {
            if self.on_page
                && let Some(ambient) = apis::ambient(first, false)
            {
                return join_members(ambient, rest);
            }
            return self.type_named(written);
        }
        let canonical = FUNCTIONS.iter().find(|f| f.eq_ignore_ascii_case(first)).copied();
        join_members(canonical.unwrap_or(first), rest)
    }

    /// `New T(…)`, `a.b(c).d`, `.Open x`: facts of its calls, and what it is worth.
    fn chain(&mut self, tokens: &[Token<'a>], at: usize, starts: bool, depth: u8) -> Chain<'a> {
        let Some(first) = tokens.get(at) else {
            return Chain { next: at + 1, value: Value::Other };
        };
        if first.is("New") {
            let written = self.written(tokens.get(at + 1..).unwrap_or(&[]));
            let type_ = self.type_named(written);
            let mut next = at + 1 + name_length(tokens.get(at + 1..).unwrap_or(&[]));
            let (args, after) = self.arguments(tokens, next, &type_, depth);
            next = after;
            let end = tokens.get(next.saturating_sub(1)).map_or(first.end, |t| t.end);
            if !type_.is_empty() {
                self.made(&type_, &args, Span::new(first.at, end));
            }
            return Chain { next: next.max(at + 1), value: Value::Other };
        }
        let mut name;
        let mut next;
        if first.is_sign(".") {
            let with = self.with.last().cloned().unwrap_or_default();
            let member = tokens.get(at + 1).map_or("", |t| t.text);
            name = join_members(if with.is_empty() { "?" } else { &with }, member);
            next = at + 2;
        } else {
            let length = name_length(tokens.get(at..).unwrap_or(&[])).max(1);
            let written = self.written(tokens.get(at..).unwrap_or(&[]));
            name = self.receiver(written);
            next = at + length;
        }
        let mut value = if next == at + 1 {
            self.constant(first).map_or(Value::Name(first.text), |text| Value::Str(text.into()))
        } else {
            Value::Other
        };
        loop {
            let type_;
            let opens = tokens.get(next).is_some_and(|t| t.is_sign("("));
            let end_of =
                |next: usize| tokens.get(next.saturating_sub(1)).map_or(first.end, |t| t.end);
            if opens {
                let (args, after) = self.arguments(tokens, next, &name, depth);
                next = after;
                self.called(&name, &args, Span::new(first.at, end_of(next)));
                type_ = result(&name, &args);
                value = Value::Other;
            } else if starts && self.takes_arguments(tokens, next) {
                // A call of a method without parentheses.
                let (args, after) = self.bare_arguments(tokens, next, &name, depth);
                next = after;
                self.called(&name, &args, Span::new(first.at, end_of(next)));
                break;
            } else {
                let last = name.rsplit('.').next().unwrap_or("");
                if starts && next >= tokens.len() && name.contains('.') {
                    self.called(&name, &[], Span::new(first.at, end_of(next)));
                } else {
                    let reference = if self.on_page {
                        apis::state(last).filter(|_| !name.contains('.'))
                    } else {
                        None
                    };
                    let reference = reference.unwrap_or(&name).to_owned();
                    self.out.fact(
                        FactKind::Reference,
                        name.contains('.'),
                        &reference,
                        "",
                        Span::new(first.at, end_of(next)),
                    );
                }
                if tokens.get(next).is_some_and(|t| t.is_sign("=")) && starts && name.contains('.')
                {
                    let right = tokens.get(next + 1);
                    let text = right.filter(|t| t.kind == Kind::Text);
                    let rendered = text.map_or_else(
                        || right.map_or(String::new(), |t| t.text.to_owned()),
                        |t| format!("\"{}\"", t.text),
                    );
                    self.out.fact(
                        FactKind::Assign,
                        true,
                        &name,
                        &rendered,
                        Span::new(first.at, end_of(next)),
                    );
                }
                break;
            }
            // `f(x).g` goes on with what f gives.
            let member = tokens.get(next + 1).filter(|t| t.kind == Kind::Word);
            match member {
                Some(member) if tokens.get(next).is_some_and(|t| t.is_sign(".")) => {
                    name = join_members(if type_.is_empty() { "?" } else { &type_ }, member.text);
                    next += 2;
                }
                _ => break,
            }
        }
        Chain { next, value }
    }

    /// The name of a callee as rules know it; an unknown object is `?`.
    fn receiver(&mut self, written: &'a str) -> String {
        let (first, rest) = written.split_once('.').unwrap_or((written, ""));
        let qualified = self.qualify(written);
        let known = self.types.contains_key(&first.to_ascii_lowercase());
        let is_object =
            !rest.is_empty() && !known && first.starts_with(|c: char| c.is_ascii_lowercase());
        if is_object && qualified == written {
            return format!("?.{}", rest.rsplit('.').next().unwrap_or(rest));
        }
        if rest.is_empty() && known { written.to_owned() } else { qualified }
    }

    fn takes_arguments(&self, tokens: &[Token<'a>], next: usize) -> bool {
        let Some(token) = tokens.get(next) else { return false };
        let before = next.checked_sub(1).and_then(|b| tokens.get(b));
        let apart = before.is_some_and(|b| b.end < token.at);
        apart
            && match token.kind {
                Kind::Text | Kind::Number => true,
                Kind::Word => {
                    !token.is_any(&KEYWORDS)
                        || token.is_any(&["New", "True", "False", "Nothing", "Not"])
                }
                Kind::Sign => token.is_sign(".") && !self.with.is_empty(),
            }
    }

    /// Arguments in parentheses from a token on, and the token behind them; none where no parenthesis opens.
    fn arguments(
        &mut self,
        tokens: &[Token<'a>],
        at: usize,
        callee: &str,
        depth: u8,
    ) -> (Vec<Value<'a>>, usize) {
        if !tokens.get(at).is_some_and(|t| t.is_sign("(")) {
            return (Vec::new(), at);
        }
        let mut level = 0_usize;
        let close = tokens.iter().enumerate().skip(at).find_map(|(i, t)| {
            if t.is_sign("(") || t.is_sign("{") {
                level += 1;
            } else if t.is_sign(")") || t.is_sign("}") {
                level = level.saturating_sub(1);
            }
            (level == 0).then_some(i)
        });
        let close = close.unwrap_or(tokens.len());
        let args = self.list(tokens.get(at + 1..close).unwrap_or(&[]), callee, depth);
        (args, close + 1)
    }

    fn bare_arguments(
        &mut self,
        tokens: &[Token<'a>],
        at: usize,
        callee: &str,
        depth: u8,
    ) -> (Vec<Value<'a>>, usize) {
        let rest = tokens.get(at..).unwrap_or(&[]);
        let end = rest.iter().position(|t| t.is("Else")).unwrap_or(rest.len());
        (self.list(rest.get(..end).unwrap_or(&[]), callee, depth), at + end)
    }

    fn list(&mut self, tokens: &[Token<'a>], callee: &str, depth: u8) -> Vec<Value<'a>> {
        let bytes = tokens.first().map_or(0, |t| t.at)..tokens.last().map_or(0, |t| t.end);
        self.out.push_use("arg:", callee, bytes);
        let mut args = Vec::new();
        let mut from = 0;
        let mut level = 0_usize;
        for i in 0..=tokens.len() {
            let token = tokens.get(i);
            match token {
                Some(t) if t.is_sign("(") || t.is_sign("{") => level += 1,
                Some(t) if t.is_sign(")") || t.is_sign("}") => level = level.saturating_sub(1),
                _ => {}
            }
            if token.is_none() || level == 0 && token.is_some_and(|t| t.is_sign(",")) {
                let part = tokens.get(from..i).unwrap_or(&[]);
                let value = self.argument(part, depth + 1);
                if args.len() < MAX_ARGS && !(part.is_empty() && token.is_none() && args.is_empty())
                {
                    args.push(value);
                }
                from = i + 1;
            }
        }
        self.out.pop_use();
        args
    }

    /// One argument: the facts within it, and its value where it is constant at least at its start.
    fn argument(&mut self, tokens: &[Token<'a>], depth: u8) -> Value<'a> {
        let named = tokens.get(1).is_some_and(|t| t.is_sign(":="));
        let body = tokens.get(if named { 2 } else { 0 }..).unwrap_or(&[]);
        let mut value = None;
        let mut at = 0;
        while let Some(token) = body.get(at) {
            match token.kind {
                Kind::Text => {
                    self.text(token);
                    value = value.or(Some(Value::Str(unquoted(token.text))));
                    at += 1;
                }
                Kind::Number => {
                    let alone = body.len() == 1;
                    value = value.or(Some(if alone {
                        Value::Literal(token.text)
                    } else {
                        Value::Other
                    }));
                    at += 1;
                }
                Kind::Word if token.is("New") || !token.is_any(&KEYWORDS) => {
                    if depth > DEEPEST {
                        return Value::Other;
                    }
                    let chain = self.chain(body, at, false, depth);
                    let whole = at == 0 && chain.next >= body.len();
                    let dotted = whole && name_length(body) == body.len() && body.len() > 1;
                    let found = match chain.value {
                        Value::Str(text) => Value::Str(text),
                        other if whole && !dotted => other,
                        _ if dotted => Value::Name(self.written(body)),
                        _ => Value::Other,
                    };
                    value = value.or(Some(found));
                    at = chain.next.max(at + 1);
                }
                _ => {
                    if token.kind == Kind::Word
                        && body.len() == 1
                        && token.is_any(&["True", "False", "Nothing"])
                    {
                        value = Some(Value::Literal(token.text));
                    }
                    at += 1;
                }
            }
        }
        let value = value.unwrap_or(Value::Other);
        match tokens.first().filter(|_| named) {
            Some(key) => Value::Named(key.text, Box::new(value)),
            None => value,
        }
    }

    fn text(&mut self, token: &Token<'a>) {
        self.out.string(&unquoted(token.text), token.span());
    }

    /// The text of a literal or of a constant.
    pub(super) fn constant(&self, token: &Token<'a>) -> Option<String> {
        match token.kind {
            Kind::Text => Some(unquoted(token.text).into_owned()),
            Kind::Word => self
                .constants
                .get(&token.text.to_ascii_lowercase())
                .map(|&t| unquoted(t).into_owned()),
            _ => None,
        }
    }

    fn called(&mut self, name: &str, args: &[Value<'a>], span: Span) {
        let last = name.rsplit('.').next().unwrap_or(name);
        if last.eq_ignore_ascii_case("CreateObject")
            && let Some(program) = args.first().and_then(Value::as_str)
        {
            self.out.fact(FactKind::New, true, program, "\"CreateObject\"", span);
        }
        if matches!(last, "Session" | "Application" | "Cache" | "ViewState")
            && (name == last || name.ends_with(".Contents"))
        {
            let state = if self.dialect == Dialect::Page {
                Some(last)
            } else {
                apis::state(last).filter(|_| self.on_page)
            };
            if let Some(state) = state {
                let key = args.first().and_then(Value::as_str).unwrap_or("");
                self.out.fact(FactKind::Reference, true, state, key, span);
                return;
            }
        }
        // Indexing an array or collection looks the same.
        if !name.contains('.') && self.types.contains_key(&name.to_ascii_lowercase()) {
            return;
        }
        let resolved = !name.starts_with('?');
        self.out.fact_with(FactKind::Call, resolved, name, args, span);
        if let Some(effect) = self.out.effect_of(name) {
            self.out.effect(effect, resolved, name, args, span);
        }
        if name == "Scripting.FileSystemObject.OpenTextFile" {
            let mode = args.get(1);
            let writes = mode.is_some_and(|m| match m {
                Value::Literal(n) | Value::Name(n) => matches!(
                    n.to_ascii_lowercase().as_str(),
                    "2" | "8" | "forwriting" | "forappending"
                ),
                _ => false,
            });
            let kind = if writes { FactKind::FileWrite } else { FactKind::FileRead };
            let path = args.first().and_then(Value::as_str).unwrap_or("?").to_owned();
            self.out.fact(kind, true, &path, name, span);
        }
    }

    fn made(&mut self, type_: &str, args: &[Value<'a>], span: Span) {
        self.out.fact_with(FactKind::New, type_.contains('.'), type_, args, span);
        if let Some(effect) = self.out.effect_of(type_) {
            self.out.effect(effect, true, type_, args, span);
        }
    }
}

fn unquoted(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains("\"\"") { text.replace("\"\"", "\"").into() } else { text.into() }
}

/// `type.member`, or the type alone.
fn join_members(type_: &str, members: &str) -> String {
    if members.is_empty() { type_.to_owned() } else { crate::variables::join(type_, members) }
}

/// The type that a call gives.
fn result(name: &str, args: &[Value<'_>]) -> String {
    if name.ends_with("CreateObject") {
        return args.first().and_then(Value::as_str).unwrap_or("").to_owned();
    }
    apis::member_type(name).unwrap_or("").to_owned()
}
