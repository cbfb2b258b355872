//! Statements, by their verbs.

use rustc_hash::FxHashSet;
use seaworthy_facts::FactKind;

use super::token::{Kind, Token};
use super::{Division, Program};
use crate::value::Value;

/// Verbs that begin a statement, and words that end the operands of one.
const VERBS: [&str; 62] = [
    "ACCEPT",
    "ADD",
    "ALLOCATE",
    "ALTER",
    "CALL",
    "CANCEL",
    "CLOSE",
    "COMMIT",
    "COMPUTE",
    "CONTINUE",
    "COPY",
    "DELETE",
    "DISPLAY",
    "DIVIDE",
    "ELSE",
    "END-CALL",
    "END-EVALUATE",
    "END-EXEC",
    "END-IF",
    "END-PERFORM",
    "END-READ",
    "ENTRY",
    "EVALUATE",
    "EXEC",
    "EXIT",
    "FREE",
    "GENERATE",
    "GO",
    "GOBACK",
    "IF",
    "INITIALIZE",
    "INITIATE",
    "INSPECT",
    "INVOKE",
    "MERGE",
    "MOVE",
    "MULTIPLY",
    "NEXT",
    "OPEN",
    "PERFORM",
    "READ",
    "RELEASE",
    "RETURN",
    "REWRITE",
    "ROLLBACK",
    "SEARCH",
    "SET",
    "SORT",
    "START",
    "STOP",
    "STRING",
    "SUBTRACT",
    "TERMINATE",
    "UNLOCK",
    "UNSTRING",
    "UNTIL",
    "WHEN",
    "WRITE",
    "END-STRING",
    "END-WRITE",
    "END-START",
    "THEN",
];

/// Arguments that are kept of a statement.
const MOST_ARGS: usize = 12;

/// Data items that statements put something into, in upper case.
pub(super) fn changed(tokens: &[Token<'_>]) -> FxHashSet<String> {
    let mut changed = FxHashSet::default();
    let mut inside_move = false;
    let mut taking = false;
    for token in tokens {
        if token.is_period() || token.is_any(&VERBS) {
            inside_move = token.is("MOVE");
            taking = false;
        } else if (inside_move && token.is("TO")) || token.is_any(&["INTO", "ACCEPT", "RECEIVING"])
        {
            taking = true;
        } else if taking && token.kind == Kind::Word {
            changed.insert(token.text.to_ascii_uppercase());
        }
    }
    changed
}

impl<'t> Program<'_, 't> {
    /// A statement or a paragraph's name.
    pub(super) fn statement(&mut self, at: usize, token: Token<'t>, after_period: bool) -> usize {
        if token.kind != Kind::Word {
            return at + 1;
        }
        let is_verb = token.is_any(&VERBS);
        if after_period && self.division == Division::Procedure && !is_verb {
            let section = self.is(at + 1, "SECTION");
            let name_end = at + 1 + usize::from(section);
            if self.token(name_end).is_some_and(|t| t.is_period()) {
                self.paragraph(at, token, name_end);
                return name_end;
            }
        }
        if !is_verb {
            return at + 1;
        }
        match token.text.to_ascii_uppercase().as_str() {
            "CALL" => self.call_statement(at),
            "OPEN" => self.open(at),
            "ACCEPT" => self.accept(at),
            "DISPLAY" => self.display(at),
            "MOVE" => self.move_(at),
            "SORT" | "MERGE" => {
                let verb = if token.is("SORT") { "SORT" } else { "MERGE" };
                let args = self.operands(at + 1, &[]);
                self.call(true, verb, &args, self.span(at, at + 2));
                at + 1
            }
            "STOP" if self.is(at + 1, "RUN") => {
                let args = self.operands(at + 2, &[]);
                self.call(true, "STOP.RUN", &args, self.span(at, at + 2));
                at + 2
            }
            "GOBACK" => {
                self.call(true, "GOBACK", &[], token.span());
                at + 1
            }
            "EXIT" if self.is(at + 1, "PROGRAM") => {
                self.call(true, "EXIT.PROGRAM", &[], self.span(at, at + 2));
                at + 2
            }
            "ENTRY" => {
                if let Some(name) = self.token(at + 1).filter(|t| t.kind == Kind::Text) {
                    self.fact(FactKind::FunctionDecl, true, name.text, "entry", name.span());
                }
                at + 2
            }
            _ => at + 1,
        }
    }

    fn paragraph(&mut self, at: usize, token: Token<'t>, end: usize) {
        self.close_paragraph();
        let qualified = crate::variables::join(self.name, token.text);
        self.fact(FactKind::FunctionDecl, true, &qualified, "", self.span(at, end));
        self.out.enter_scope(&qualified);
        self.in_paragraph = true;
    }

    /// `CALL 'X' USING A B` or `CALL ITEM`.
    fn call_statement(&mut self, at: usize) -> usize {
        let Some(callee) = self.token(at + 1) else { return at + 1 };
        let mut args = Vec::new();
        let mut i = at + 2;
        while let Some(token) = self.token(i).filter(|t| !t.is_period() && !t.is_any(&VERBS)) {
            if token.is_any(&["RETURNING", "GIVING", "ON", "NOT"]) || args.len() >= MOST_ARGS {
                break;
            }
            let connects = token.is_any(&[
                "USING",
                "BY",
                "REFERENCE",
                "CONTENT",
                "VALUE",
                "ADDRESS",
                "OF",
                "LENGTH",
            ]);
            if !connects && let Some(value) = value(token) {
                args.push(value);
            }
            i += 1;
        }
        let span = self.span(at, at + 2);
        let first = self.span(at + 1, i);
        if let Some(name) = self.known_text(callee) {
            self.call(callee.kind == Kind::Text, name.trim(), &args, span);
        } else if callee.kind == Kind::Word {
            // Which program this is only a run tells.
            args.insert(0, Value::Name(callee.text));
            self.call(false, "?", &args, span);
        }
        self.out.push_use("arg:", "CALL", first.start as usize..first.end as usize);
        for n in at + 2..i {
            if let Some(text) = self.token(n).filter(|t| t.kind == Kind::Text) {
                self.string(text);
            }
        }
        self.out.pop_use();
        i
    }

    /// `OPEN INPUT A B OUTPUT C`.
    fn open(&mut self, at: usize) -> usize {
        let mut mode = "";
        let mut i = at + 1;
        while let Some(token) = self.token(i).filter(|t| !t.is_period() && !t.is_any(&VERBS)) {
            // `I-O` is one word, and so are the modes.
            match ["INPUT", "OUTPUT", "I-O", "EXTEND"].iter().find(|m| token.is(m)) {
                Some(found) => mode = found,
                None if token.kind == Kind::Word && !mode.is_empty() => {
                    self.opened(mode, token, at);
                }
                None => {}
            }
            i += 1;
        }
        i
    }

    fn opened(&mut self, mode: &str, file: Token<'t>, verb: usize) {
        if file.is_any(&["SHARING", "WITH", "NO", "REWIND", "LOCK", "REVERSED", "ALL", "OTHER"]) {
            return;
        }
        let assigned = self.files.get(&file.text.to_ascii_uppercase()).copied();
        let path = assigned
            .filter(|a| a.literal && a.target.contains(['/', '\\', '.']))
            .map_or("?", |a| a.target);
        let kind = if mode == "INPUT" { FactKind::FileRead } else { FactKind::FileWrite };
        let name = assigned.map_or(file.text, |a| a.target);
        self.fact(kind, true, path, &format!("OPEN {mode} {name}"), file.span());
        let args = [
            Value::Literal(match mode {
                "INPUT" => "INPUT",
                "OUTPUT" => "OUTPUT",
                "I-O" => "I-O",
                _ => "EXTEND",
            }),
            Value::Name(file.text),
        ];
        let at = self.token(verb).map_or(file.at, |t| t.at);
        let span = seaworthy_base::Span::new(at, file.end.max(at));
        self.call(true, "OPEN", &args, span);
    }

    /// `ACCEPT A`, `ACCEPT A FROM DATE`, `ACCEPT A FROM ENVIRONMENT "HOME"`.
    fn accept(&mut self, at: usize) -> usize {
        let args = self.operands(at + 1, &[]);
        let from = (at + 1..at + 8)
            .take_while(|&i| self.token(i).is_some_and(|t| !t.is_period() && !t.is_any(&VERBS)))
            .find(|&i| self.is(i, "FROM"));
        let Some(from) = from else {
            self.call(true, "ACCEPT", &args, self.span(at, at + 2));
            return at + 1;
        };
        if self.is(from + 1, "ENVIRONMENT") {
            let name = self.token(from + 2).and_then(|t| self.known_text(t)).unwrap_or("?");
            self.fact(FactKind::EnvRead, true, name, "", self.span(at, from + 3));
            return from + 3;
        }
        let source = self.token(from + 1).map_or("", |t| t.text);
        let source = Value::Named("FROM", Box::new(Value::Name(source)));
        let target = args.into_iter().next();
        let args: Vec<_> = target.into_iter().chain([source]).collect();
        self.call(true, "ACCEPT", &args, self.span(at, from + 2));
        from + 2
    }

    /// `DISPLAY A "text" UPON CONSOLE`.
    fn display(&mut self, at: usize) -> usize {
        let mut args = self.operands(at + 1, &["UPON", "AT", "LINE", "WITH", "NO"]);
        let mut i = at + 1;
        let mut env = None;
        while let Some(token) = self.token(i).filter(|t| !t.is_period() && !t.is_any(&VERBS)) {
            if token.is("UPON")
                && let Some(to) = self.token(i + 1)
            {
                env = to.is("ENVIRONMENT-NAME").then(|| self.token(at + 1)).flatten();
                args.push(Value::Named("UPON", Box::new(Value::Name(to.text))));
            } else if token.is_any(&["AT", "LINE", "COLUMN", "COL", "POSITION"]) {
                args.push(Value::Named("AT", Box::new(Value::Other)));
                break;
            }
            i += 1;
        }
        self.call(true, "DISPLAY", &args, self.span(at, at + 2));
        if let Some(name) = env.and_then(|t| self.known_text(t)) {
            self.fact(FactKind::EnvRead, true, name, "", self.span(at, i));
        }
        at + 1
    }

    /// `MOVE 16 TO RETURN-CODE`.
    fn move_(&mut self, at: usize) -> usize {
        if self.is(at + 2, "TO")
            && self.is(at + 3, "RETURN-CODE")
            && let Some(from) = self.token(at + 1)
        {
            self.fact(FactKind::Assign, true, "RETURN-CODE", from.text, self.span(at, at + 4));
        }
        at + 1
    }

    /// What stands up to the next verb, the end of the sentence or one of these words.
    fn operands(&self, from: usize, until: &[&str]) -> Vec<Value<'t>> {
        let mut args = Vec::new();
        let mut i = from;
        while let Some(token) = self.token(i) {
            let ends = token.is_period() || token.is_any(&VERBS) || token.is_any(until);
            if ends || args.len() >= MOST_ARGS {
                break;
            }
            args.extend(value(token));
            i += 1;
        }
        args
    }

    /// The text of a literal, or of an item that always holds one.
    pub(super) fn known_text(&self, token: Token<'t>) -> Option<&'t str> {
        match token.kind {
            Kind::Text => Some(token.text),
            Kind::Word => {
                let name = token.text.to_ascii_uppercase();
                let constant = self.constants.get(&name).copied()?;
                (!self.changed.contains(&name)).then_some(constant)
            }
            _ => None,
        }
    }
}

fn value(token: Token<'_>) -> Option<Value<'_>> {
    match token.kind {
        Kind::Text => Some(Value::Str(token.text.into())),
        Kind::Number => Some(Value::Literal(token.text)),
        Kind::Word => Some(Value::Name(token.text)),
        Kind::Sign | Kind::Point | Kind::Embedded => None,
    }
}
