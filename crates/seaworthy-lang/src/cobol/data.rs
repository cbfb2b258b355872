//! Files and data items.

use seaworthy_facts::FactKind;

use super::token::{Kind, Token};
use super::{Assigned, Division, Program};
use crate::value::Value;

/// Whether a number is the level of a data item.
pub(super) fn is_level(token: Token<'_>) -> bool {
    token.kind == Kind::Number
        && token.text.len() <= 2
        && token
            .text
            .parse::<u8>()
            .is_ok_and(|n| (1..=49).contains(&n) || matches!(n, 66 | 77 | 78 | 88))
}

impl<'t> Program<'_, 't> {
    /// An entry of the environment division: files and what they stand for.
    pub(super) fn environment(&mut self, at: usize, token: Token<'t>) -> usize {
        if token.is("SELECT") {
            return self.select(at);
        }
        if token.is("RERUN") {
            let end = self.after_period(at);
            self.call(true, "RERUN", &[], self.span(at, end));
            return end;
        }
        at + 1
    }

    /// `SELECT [OPTIONAL] file ASSIGN TO target ORGANIZATION IS INDEXED …`.
    fn select(&mut self, at: usize) -> usize {
        let end = self.after_period(at);
        let mut name_at = at + 1;
        if self.is(name_at, "OPTIONAL") || self.is(name_at, "NOT") {
            name_at += 1;
        }
        let Some(name) = self.token(name_at).filter(|t| t.kind == Kind::Word) else { return end };
        let mut args = vec![Value::Name(name.text)];
        let mut assigned = None;
        let mut i = name_at + 1;
        while i < end {
            let Some(token) = self.token(i) else { break };
            let mut value_at = i + 1;
            while self
                .token(value_at)
                .is_some_and(|t| t.is_any(&["TO", "IS", "MODE", "EXTERNAL", "DYNAMIC", "USING"]))
                && value_at < end
                && !(token.is("ACCESS") && self.is(value_at, "DYNAMIC"))
            {
                value_at += 1;
            }
            let value = self.token(value_at).filter(|_| value_at < end);
            let key = match () {
                () if token.is("ASSIGN") => "assign",
                () if token.is("ORGANIZATION") => "organization",
                () if token.is("ACCESS") => "access",
                () => "",
            };
            if let (false, Some(value)) = (key.is_empty(), value) {
                // `ASSIGN TO DISK "name"` and the like: the literal says more.
                let literal = self
                    .token(value_at + 1)
                    .filter(|t| key == "assign" && t.kind == Kind::Text && value_at + 1 < end);
                let value = literal.unwrap_or(value);
                let text = self.known_text(value);
                if key == "assign" {
                    let literal = text.is_some();
                    assigned = Some(Assigned { target: text.unwrap_or(value.text), literal });
                }
                let rendered = text.map_or(Value::Name(value.text), |text| Value::Str(text.into()));
                args.push(Value::Named(key, Box::new(rendered)));
                i = value_at;
            }
            i += 1;
        }
        if let Some(assigned) = assigned {
            self.files.insert(name.text.to_ascii_uppercase(), assigned);
        }
        self.call(true, "SELECT", &args, self.span(at, end));
        end
    }

    /// An entry of the data division.
    pub(super) fn data(&mut self, at: usize, token: Token<'t>, after_period: bool) -> usize {
        if self.division == Division::Data && (token.is("FD") || token.is("SD")) {
            return self.after_period(at);
        }
        if after_period && is_level(token) { self.item(at, token) } else { at + 1 }
    }

    /// `05 NAME REDEFINES OTHER PIC S9(7)V99 COMP-3 VALUE 0.`
    fn item(&mut self, at: usize, level: Token<'t>) -> usize {
        const USAGES: [&str; 20] = [
            "COMP",
            "COMP-1",
            "COMP-2",
            "COMP-3",
            "COMP-4",
            "COMP-5",
            "COMP-6",
            "COMP-X",
            "COMPUTATIONAL",
            "COMPUTATIONAL-1",
            "COMPUTATIONAL-2",
            "COMPUTATIONAL-3",
            "COMPUTATIONAL-4",
            "COMPUTATIONAL-5",
            "BINARY",
            "PACKED-DECIMAL",
            "POINTER",
            "INDEX",
            "NATIONAL",
            "DISPLAY-1",
        ];
        let end = self.after_period(at);
        let Some(name) = self.token(at + 1) else { return end };
        if level.text == "88" {
            for i in at + 1..end {
                if let Some(text) = self.token(i).filter(|t| t.kind == Kind::Text) {
                    self.string(text);
                }
            }
            return end;
        }
        let mut type_ = String::new();
        let mut redefines = "";
        let mut i = at + 1;
        while i < end {
            let Some(token) = self.token(i) else { break };
            if token.is_any(&["PIC", "PICTURE"]) {
                let from = i + 1 + usize::from(self.is(i + 1, "IS"));
                let to = self.picture(from, end);
                type_ = format!("PIC {}", self.joined(from, to));
                i = to;
                continue;
            }
            if token.is("REDEFINES") {
                redefines = self.token(i + 1).map_or("", |t| t.text);
            } else if token.is_any(&USAGES) {
                if !type_.is_empty() {
                    type_.push(' ');
                }
                type_.push_str(&token.text.to_ascii_uppercase());
            } else if token.kind == Kind::Text {
                self.string(token);
                if name.kind == Kind::Word {
                    self.constants.insert(name.text.to_ascii_uppercase(), token.text.trim_end());
                }
            }
            i += 1;
        }
        if !type_.is_empty() || !redefines.is_empty() {
            let mut value = format!("{} {} {}", self.section, level.text, name.text);
            if !redefines.is_empty() {
                value.push_str(" REDEFINES ");
                value.push_str(redefines);
            }
            let type_ = if type_.is_empty() { "?" } else { &type_ };
            self.fact(FactKind::Field, true, type_, &value, self.span(at, end));
        }
        end
    }

    /// The token after a picture: its parts touch.
    fn picture(&self, from: usize, end: usize) -> usize {
        let mut to = from + 1;
        while to < end {
            let touches =
                self.token(to - 1).zip(self.token(to)).is_some_and(|(a, b)| a.end == b.at);
            if !touches || self.token(to).is_some_and(|t| t.is_period()) {
                break;
            }
            to += 1;
        }
        to.min(end)
    }

    fn joined(&self, from: usize, to: usize) -> String {
        (from..to).filter_map(|i| self.token(i)).map(|t| t.text).collect()
    }
}
