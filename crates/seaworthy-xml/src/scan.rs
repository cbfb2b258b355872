//! From text to tokens, by the rules of Go's `encoding/xml` with `Strict` off, which Konveyor reads with.
//!
//! What that reader refuses is noted as a refusal, mended, and scanning goes on; what only its strict form refuses is
//! noted apart.

use memchr::{memchr, memchr2, memmem};
use seaworthy_base::Span;

use crate::tree::{Document, Repair};

/// How often scanning goes on after markup that runs to the end of the text. Each try reads the rest again.
const MAX_UNCLOSED: usize = 32;

/// A piece of the text.
#[derive(Debug, PartialEq)]
pub(crate) enum Token<'t> {
    Start { name: &'t str, attributes: Vec<RawAttribute<'t>>, empty: bool },
    End { name: &'t str },
    Text(&'t str),
    Data(&'t str),
    Comment(&'t str),
    Instruction { target: &'t str, text: &'t str },
    Directive(&'t str),
}

/// An attribute as written.
#[derive(Debug, PartialEq)]
pub(crate) struct RawAttribute<'t> {
    pub(crate) name: &'t str,
    /// What stands between the quotes, references and all; the local name where there is no `=`.
    pub(crate) value: &'t str,
    pub(crate) span: Span,
}

/// What is wrong with the text.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    /// The first that Go's reader refuses.
    pub(crate) refusal: Option<Repair>,
    /// The first that only its strict form refuses.
    pub(crate) strict: Option<Repair>,
    /// All, up to the limit.
    pub(crate) repairs: Vec<Repair>,
}

impl Problems {
    pub(crate) fn refuse(&mut self, at: usize, message: impl Into<String>) {
        let repair = Repair { span: Span::new(at, at + 1), message: message.into() };
        self.refusal.get_or_insert_with(|| repair.clone());
        self.list(repair);
    }

    pub(crate) fn strict(&mut self, at: usize, message: impl Into<String>) {
        let repair = Repair { span: Span::new(at, at + 1), message: message.into() };
        self.strict.get_or_insert_with(|| repair.clone());
        self.list(repair);
    }

    fn list(&mut self, repair: Repair) {
        if self.repairs.len() < Document::MAX_REPAIRS {
            self.repairs.push(repair);
        }
    }
}

/// Reads tokens one by one.
pub(crate) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    unclosed: usize,
    /// Terminators that no longer occur: looking for them again would make hostile text quadratic.
    gone: Vec<&'static str>,
    pub(crate) problems: Problems,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0, unclosed: 0, gone: Vec::new(), problems: Problems::default() }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or("")
    }

    fn starts_with(&self, at: usize, what: &str) -> bool {
        self.text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(what.as_bytes()))
    }

    /// The first place from `from` on where `what` stands.
    fn find(&mut self, from: usize, what: &'static str) -> Option<usize> {
        if self.gone.contains(&what) {
            return None;
        }
        let found = self
            .text
            .as_bytes()
            .get(from..)
            .and_then(|rest| memmem::find(rest, what.as_bytes()))
            .map(|at| from + at);
        if found.is_none() {
            self.gone.push(what);
        }
        found
    }

    /// The next token and the bytes it takes; `None` at the end.
    pub(crate) fn next_token(&mut self) -> Option<(Token<'t>, Span)> {
        let start = self.at;
        let token = match self.byte(start)? {
            b'<' if self.unclosed < MAX_UNCLOSED => {
                self.markup(start).unwrap_or_else(|| self.text_from(start, start + 1))
            }
            _ => self.text_from(start, start),
        };
        Some((token, Span::new(start, self.at)))
    }

    /// The text from `start` to the next `<` at or behind `from`.
    fn text_from(&mut self, start: usize, from: usize) -> Token<'t> {
        let rest = self.text.as_bytes().get(from..).unwrap_or(&[]);
        let end = match memchr(b'<', rest) {
            Some(at) if self.unclosed < MAX_UNCLOSED => from + at,
            _ => self.text.len(),
        };
        self.at = end;
        let text = self.slice(start, end);
        if let Some(at) = text.find("]]>") {
            self.problems.refuse(start + at, "`]]>` outside of CDATA");
        }
        Token::Text(text)
    }

    /// Markup at `start`; `None` where there is none, with the reason noted.
    fn markup(&mut self, start: usize) -> Option<Token<'t>> {
        match self.byte(start + 1) {
            Some(b'/') => self.end_tag(start),
            Some(b'?') => self.instruction(start),
            Some(b'!') => self.bang(start),
            _ => self.start_tag(start),
        }
    }

    fn never_ends(&mut self, start: usize, what: &str) {
        self.unclosed += 1;
        self.problems.refuse(start, format!("{what} never ends; read as text"));
    }

    fn end_tag(&mut self, start: usize) -> Option<Token<'t>> {
        let Some(name) = self.name(start + 2) else {
            self.problems.refuse(start, "`</` without a name; read as text");
            return None;
        };
        let mut at = self.skip_space(start + 2 + name.len());
        if self.byte(at) != Some(b'>') {
            self.problems.refuse(at, format!("</{name} is not closed by >"));
            let rest = self.text.as_bytes().get(at..).unwrap_or(&[]);
            at += memchr2(b'<', b'>', rest).unwrap_or(rest.len());
        }
        self.at = (at + usize::from(self.byte(at) == Some(b'>'))).min(self.text.len());
        Some(Token::End { name })
    }

    fn instruction(&mut self, start: usize) -> Option<Token<'t>> {
        let Some(target) = self.name(start + 2) else {
            self.problems.refuse(start, "`<?` without a target; read as text");
            return None;
        };
        let from = self.skip_space(start + 2 + target.len());
        let Some(end) = self.find(from, "?>") else {
            self.never_ends(start, "a processing instruction");
            return None;
        };
        self.at = end + 2;
        Some(Token::Instruction { target, text: self.slice(from, end) })
    }

    fn bang(&mut self, start: usize) -> Option<Token<'t>> {
        if self.starts_with(start, "<!--") {
            return self.comment(start);
        }
        if self.starts_with(start, "<![CDATA[") {
            let from = start + "<![CDATA[".len();
            let Some(end) = self.find(from, "]]>") else {
                self.never_ends(start, "a CDATA section");
                return None;
            };
            self.at = end + 3;
            return Some(Token::Data(self.slice(from, end)));
        }
        if matches!(self.byte(start + 2), Some(b'-' | b'[')) {
            self.problems.refuse(start, "`<!` starts no markup; read as text");
            return None;
        }
        let Some(end) = self.directive_end(start + 3) else {
            self.never_ends(start, "a declaration");
            return None;
        };
        self.at = end + 1;
        Some(Token::Directive(self.slice(start + 2, end)))
    }

    fn comment(&mut self, start: usize) -> Option<Token<'t>> {
        let from = start + "<!--".len();
        let dashes = self.find(from, "--");
        let end = match dashes {
            Some(end) if self.byte(end + 2) == Some(b'>') => Some(end),
            Some(dashes) => {
                self.problems.refuse(dashes, "`--` inside a comment");
                self.find(dashes, "-->")
            }
            None => None,
        };
        let Some(end) = end else {
            self.never_ends(start, "a comment");
            return None;
        };
        self.at = end + 3;
        Some(Token::Comment(self.slice(from, end)))
    }

    /// The `>` that ends a declaration: quoted text, comments and pairs of angle brackets inside do not.
    fn directive_end(&self, from: usize) -> Option<usize> {
        let mut quote = None;
        let mut depth = 0usize;
        let mut at = from;
        loop {
            let byte = self.byte(at)?;
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'>') if depth == 0 => return Some(at),
                (None, b'>') => depth -= 1,
                (None, b'<') if self.starts_with(at, "<!--") => {
                    let rest = self.text.as_bytes().get(at + 4..)?;
                    at += 4 + memmem::find(rest, b"-->")? + 2;
                }
                (None, b'<') => depth += 1,
                _ => {}
            }
            at += 1;
        }
    }

    fn start_tag(&mut self, start: usize) -> Option<Token<'t>> {
        let Some(name) = self.name(start + 1) else {
            self.problems.refuse(start, "`<` starts no markup; read as text");
            return None;
        };
        let mut at = start + 1 + name.len();
        let mut attributes = Vec::new();
        loop {
            at = self.skip_space(at);
            match self.byte(at) {
                None => {
                    self.never_ends(start, "a start tag");
                    return None;
                }
                Some(b'>') => {
                    self.at = at + 1;
                    return Some(Token::Start { name, attributes, empty: false });
                }
                Some(b'/') if self.byte(at + 1) == Some(b'>') => {
                    self.at = at + 2;
                    return Some(Token::Start { name, attributes, empty: true });
                }
                Some(b'<') => {
                    self.problems.refuse(at, format!("<{name} is not closed by >"));
                    self.at = at;
                    return Some(Token::Start { name, attributes, empty: false });
                }
                Some(_) => at = self.attribute(at, &mut attributes),
            }
        }
    }

    /// Reads an attribute at `at` and gives the place behind it.
    fn attribute(&mut self, at: usize, attributes: &mut Vec<RawAttribute<'t>>) -> usize {
        let Some(name) = self.name(at) else {
            self.problems.refuse(at, "no attribute name where one is expected; skipped");
            return at + 1;
        };
        let end = at + name.len();
        let equals = self.skip_space(end);
        if self.byte(equals) != Some(b'=') {
            self.problems.strict(at, format!("attribute {name} has no value"));
            let local = name.split_once(':').map_or(name, |(_, local)| local);
            let span = Span::new(end, end);
            attributes.push(RawAttribute { name, value: local, span });
            return equals;
        }
        let from = self.skip_space(equals + 1);
        let (from, to, next) = if let Some(quote @ (b'"' | b'\'')) = self.byte(from) {
            let closing = if quote == b'"' { "\"" } else { "'" };
            let Some(to) = self.find(from + 1, closing) else {
                self.problems.refuse(from, "a quoted value never ends");
                return self.text.len();
            };
            if let Some(at) = self.slice(from + 1, to).find('<') {
                self.problems.refuse(from + 1 + at, "`<` in a quoted value");
            }
            (from + 1, to, to + 1)
        } else {
            let rest = self.text.as_bytes().get(from..).unwrap_or(&[]);
            let bare = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'-');
            let to = from + rest.iter().take_while(|b| bare(b)).count();
            self.problems.strict(from, format!("the value of {name} has no quotes"));
            (from, to, to)
        };
        let value = self.slice(from, to);
        attributes.push(RawAttribute { name, value, span: Span::new(from, to) });
        next
    }

    fn skip_space(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            at += 1;
        }
        at
    }

    /// The name at `at`: every character above ASCII belongs to it.
    fn name(&mut self, at: usize) -> Option<&'t str> {
        let rest = self.text.as_bytes().get(at..)?;
        let part = |b: &u8| {
            b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'.' | b'-') || *b >= 0x80
        };
        let length = rest.iter().take_while(|b| part(b)).count();
        let name = self.slice(at, at + length);
        let first = name.chars().next()?;
        let good = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '-' | '\u{b7}');
        if !(first.is_alphabetic() || matches!(first, '_' | ':')) || !name.chars().all(good) {
            self.problems.refuse(at, format!("`{name}` is no name"));
        } else if name.bytes().filter(|&b| b == b':').count() > 1 {
            self.problems.refuse(at, format!("`{name}` has two colons"));
        }
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> (Vec<Token<'_>>, Problems) {
        let mut scanner = Scanner::new(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some((token, span)) = scanner.next_token() {
            assert_eq!(span.start, at, "a gap in {text:?}");
            assert!(span.end > span.start);
            at = span.end;
            found.push(token);
        }
        assert_eq!(at as usize, text.len());
        (found, scanner.problems)
    }

    #[test]
    fn tokens_of_a_good_text() {
        let (found, problems) = tokens(
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \"]>\"><!-- > -->]><a b='1'>x<!--c--><![CDATA[<]]></a><d/>",
        );
        assert!(problems.repairs.is_empty(), "{problems:?}");
        assert_eq!(found.len(), 8);
        assert_eq!(found[0], Token::Instruction { target: "xml", text: "version='1.0'" });
        assert_eq!(found[1], Token::Directive("DOCTYPE a [<!ENTITY b \"]>\"><!-- > -->]"));
        assert_eq!(found[3], Token::Text("x"));
        assert_eq!(found[4], Token::Comment("c"));
        assert_eq!(found[5], Token::Data("<"));
        assert_eq!(found[7], Token::Start { name: "d", attributes: Vec::new(), empty: true });
    }

    #[test]
    fn what_go_refuses_is_mended_and_noted() {
        for text in [
            "<a b='<'/>",
            "<a>1 < 2</a>",
            "<a><!-x></a>",
            "<a>]]></a>",
            "<!-- a -- b --><a/>",
            "<a:b:c/>",
            "<a \"x\"/>",
            "<1a/>",
            "<a></a x>",
            "<a b='1",
            "<a",
            "<!--",
            "<?x",
            "<![CDATA[",
            "<!DOCTYPE a [",
            "</>",
            "<? x?>",
        ] {
            assert!(tokens(text).1.refusal.is_some(), "{text}");
        }
    }

    #[test]
    fn what_go_tolerates_is_no_refusal() {
        for text in
            ["<a b c=d e=/>", "<a b/>", "<a>&nbsp; & </a>", "<!DOCTYPE a [<!ELEMENT a (b)>]><a/>"]
        {
            assert!(tokens(text).1.refusal.is_none(), "{text}");
        }
        assert!(tokens("<a b c=d/>").1.strict.is_some());
    }
}
