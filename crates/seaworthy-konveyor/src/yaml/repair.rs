//! Spellings that go-yaml takes and the parser does not: a tab after a colon, and lines of a quoted text or inside of brackets
//! that stand further left than their key. They are written anew, as far as the parser gets, and places are told as in the text itself.

use std::borrow::Cow;

use seaworthy_base::Span;

use super::parse::{Document, Failure, parse_once};
use super::{Kind, Node};

/// A file with more of them is given up.
const MAX_REPAIRS: usize = 200;
/// Bytes that are parsed again at most, all attempts together.
const MAX_WORK: usize = 64 << 20;

/// Parses a text that failed once.
pub(super) fn parse_repaired(
    text: &str,
    failure: Failure,
    list_only: bool,
) -> Result<Document<'static>, Failure> {
    let mut repaired = Repaired { text: text.to_owned(), inserted: Vec::new() };
    let mut failure = failure;
    let attempts = MAX_REPAIRS.min(MAX_WORK / text.len().max(1));
    for _ in 0..attempts {
        if !repaired.repair(&failure) {
            break;
        }
        match parse_once(&repaired.text, list_only) {
            Ok((root, repeated)) => {
                let root = root.map(|node| repaired.own(node));
                return Ok((root, repeated.into_iter().map(|s| repaired.span(s)).collect()));
            }
            Err(next) => failure = next,
        }
    }
    Err(Failure { at: repaired.original(failure.at), ..failure })
}

/// A text with blanks put in.
struct Repaired {
    text: String,
    /// Where in this text blanks were put in, and how many; sorted.
    inserted: Vec<(usize, usize)>,
}

impl Repaired {
    /// Mends what the parser stopped at; false where it is something else.
    fn repair(&mut self, failure: &Failure) -> bool {
        match failure.message.as_str() {
            "':' must be followed by a valid YAML whitespace" => self.tabs_after_colon(failure.at),
            "invalid indentation in quoted scalar" => self.indent_quoted(failure.at),
            // Told of lists and mappings in brackets only.
            "invalid indentation" | "invalid indentation in flow construct" => {
                self.indent_line(failure.at)
            }
            "tab cannot be used as indentation" => self.leading_tabs(failure.at),
            _ => false,
        }
    }

    /// The parser tells the place behind the tabs, or the colon.
    fn tabs_after_colon(&mut self, at: usize) -> bool {
        let line = self.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
        let rest = self.text.get(line..).unwrap_or("");
        let rest = rest.split('\n').next().unwrap_or("");
        let near = at.saturating_sub(line).min(rest.len());
        let colon = rest.match_indices(":\t").map(|(i, _)| i).min_by_key(|&i| i.abs_diff(near));
        let Some(colon) = colon else { return false };
        let tabs = rest.get(colon + 1..).unwrap_or("").bytes().take_while(|&b| b == b'\t').count();
        let start = line + colon + 1;
        self.text.replace_range(start..start + tabs, &" ".repeat(tabs));
        true
    }

    /// The parser tells the start of the text.
    fn indent_quoted(&mut self, at: usize) -> bool {
        let line = self.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
        let column = at - line;
        let Some(quoted) = self.text.get(at..) else { return false };
        let end = at + quoted_len(quoted);
        let mut starts: Vec<usize> = self
            .text
            .get(at..end)
            .unwrap_or("")
            .match_indices('\n')
            .map(|(i, _)| at + i + 1)
            .collect();
        let mut changed = false;
        // From the end, so that earlier places stay.
        while let Some(start) = starts.pop() {
            let body = self.text.get(start..).unwrap_or("");
            let blanks = body.bytes().take_while(|&b| b == b' ').count();
            let is_blank =
                body.get(blanks..).is_none_or(|t| t.is_empty() || t.starts_with(['\n', '\r']));
            if !is_blank && blanks < column {
                self.insert(start, column - blanks);
                changed = true;
            }
        }
        changed
    }

    fn indent_line(&mut self, at: usize) -> bool {
        let line = self.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
        self.insert(line, 16);
        true
    }

    fn leading_tabs(&mut self, at: usize) -> bool {
        let line = self.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
        let rest = self.text.get(line..).unwrap_or("");
        let blanks = rest.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let has_tab = rest.get(..blanks).is_some_and(|b| b.contains('\t'));
        if has_tab {
            self.text.replace_range(line..line + blanks, &" ".repeat(blanks));
        }
        has_tab
    }

    fn insert(&mut self, at: usize, count: usize) {
        self.text.insert_str(at, &" ".repeat(count));
        for (place, _) in &mut self.inserted {
            *place += if *place >= at { count } else { 0 };
        }
        self.inserted.push((at, count));
        self.inserted.sort_unstable();
    }

    /// The place in the text as it was.
    fn original(&self, at: usize) -> usize {
        let before = self.inserted.iter().take_while(|&&(place, _)| place < at);
        at - before.map(|&(place, count)| count.min(at - place)).sum::<usize>()
    }

    fn span(&self, span: Span) -> Span {
        Span::new(self.original(span.start as usize), self.original(span.end as usize))
    }

    /// The tree on its own, with the places of the text as it was. Its depth is limited.
    fn own(&self, node: Node<'_>) -> Node<'static> {
        let kind = match node.kind {
            Kind::Null => Kind::Null,
            Kind::Bool(value) => Kind::Bool(value),
            Kind::Int(value) => Kind::Int(value),
            Kind::Float(value) => Kind::Float(value),
            Kind::Text(text) => Kind::Text(Cow::Owned(text.into_owned())),
            Kind::List(items) => Kind::List(items.into_iter().map(|i| self.own(i)).collect()),
            Kind::Map(pairs) => Kind::Map(
                pairs.into_iter().map(|(key, value)| (self.own(key), self.own(value))).collect(),
            ),
        };
        Node { kind, span: self.span(node.span), line: node.line }
    }
}

/// Bytes of the quoted text at the start, quotes included; the rest where it does not end.
fn quoted_len(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate().peekable();
    let Some((_, quote)) = bytes.next() else { return 0 };
    while let Some((i, byte)) = bytes.next() {
        if byte == b'\\' && quote == b'"' {
            bytes.next();
        } else if byte == quote {
            let doubled = quote == b'\'' && bytes.peek().is_some_and(|&(_, next)| next == quote);
            if !doubled {
                return i + 1;
            }
            bytes.next();
        }
    }
    text.len()
}
