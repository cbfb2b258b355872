//! Words, numbers, literals and signs.

use seaworthy_base::Span;

use super::source::{Line, lines};
use crate::walk::SyntaxErrors;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    /// A literal; the text is without quotes.
    Text,
    Sign,
    /// A point that ends no sentence: of a number, a picture or a qualified name.
    Point,
    /// `EXEC` of a block that an `END-EXEC` closes.
    Embedded,
}

/// One token. `text` points into the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) end: usize,
}

impl Token<'_> {
    /// Whether it is this word, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(w))
    }

    /// Whether it ends a sentence.
    pub(super) fn is_period(&self) -> bool {
        self.kind == Kind::Sign && self.text == "."
    }

    pub(super) fn span(&self) -> Span {
        Span::new(self.at, self.end)
    }
}

/// The tokens of a text, and the places that made no sense: a literal or block that is never closed.
pub(super) fn tokens(text: &str) -> (Vec<Token<'_>>, SyntaxErrors) {
    let lines = lines(text);
    let mut reader = Reader {
        text,
        lines: &lines,
        line: 0,
        tokens: Vec::new(),
        errors: SyntaxErrors::default(),
    };
    while let Some(&line) = reader.lines.get(reader.line) {
        let mut at = line.start;
        // What a literal left open has taken is behind us.
        if let Some(last) = reader.tokens.last() {
            at = at.max(last.end);
        }
        reader.line(line, at);
        reader.line += 1;
    }
    let Reader { mut tokens, mut errors, .. } = reader;
    mark_embedded(&mut tokens, &mut errors);
    (tokens, errors)
}

struct Reader<'a, 't> {
    text: &'t str,
    lines: &'a [Line],
    line: usize,
    tokens: Vec<Token<'t>>,
    errors: SyntaxErrors,
}

impl Reader<'_, '_> {
    fn line(&mut self, line: Line, from: usize) {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let mut end = line.end;
        while at < end {
            let Some(&byte) = bytes.get(at) else { return };
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            at = match byte {
                b'*' if next == b'>' => return,
                b'\'' | b'"' => {
                    let after = self.literal(at, at, byte, end);
                    // A literal may end some lines further down.
                    if let Some(here) = self.lines.get(self.line) {
                        end = here.end;
                    }
                    after
                }
                // `X'0D'`, `N'…'`, `Z'…'` and the like.
                b'A'..=b'Z' | b'a'..=b'z' if matches!(next, b'\'' | b'"') => {
                    let after = self.literal(at, at + 1, next, end);
                    if let Some(here) = self.lines.get(self.line) {
                        end = here.end;
                    }
                    after
                }
                b if b.is_ascii_whitespace() => at + 1,
                b if is_word(b) => self.word(at, end),
                b'.' | b',' | b';' => {
                    let separates = at + 1 >= end || next.is_ascii_whitespace();
                    if separates && byte == b'.' {
                        self.push(Kind::Sign, at, at + 1);
                    } else if byte == b'.' {
                        self.push(Kind::Point, at, at + 1);
                    } else {
                        self.push(Kind::Sign, at, at + 1);
                    }
                    at + 1
                }
                _ => {
                    let width = self.text.get(at..).and_then(|t| t.chars().next());
                    let width = width.map_or(1, char::len_utf8);
                    self.push(Kind::Sign, at, at + width);
                    at + width
                }
            };
        }
    }

    fn push(&mut self, kind: Kind, at: usize, end: usize) {
        if let Some(text) = self.text.get(at..end) {
            self.tokens.push(Token { kind, text, at, end });
        }
    }

    fn word(&mut self, at: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut to = at;
        while to < end && bytes.get(to).copied().is_some_and(is_word) {
            to += 1;
        }
        let number = self.text.get(at..to).is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()));
        self.push(if number { Kind::Number } else { Kind::Word }, at, to);
        to
    }

    /// A literal that begins with a prefix at `at` and its quote at `open`. One that reaches the end of the line goes on
    /// after the first quote of the next, where that is a continuation; its text is then what the first line holds.
    fn literal(&mut self, at: usize, open: usize, quote: u8, end: usize) -> usize {
        if let Some(close) = self.closing(open + 1, quote, end) {
            self.push_text(at, open + 1, close, close + 1);
            return close + 1;
        }
        let first_end = end;
        let mut line = self.line + 1;
        while let Some(next) = self.lines.get(line).filter(|l| l.continues) {
            let code = self.text.get(next.start..next.end).unwrap_or("");
            let skip = code.len() - code.trim_start().len();
            let reopened = code.trim_start().as_bytes().first() == Some(&quote);
            let from = next.start + skip + usize::from(reopened);
            if let Some(close) = self.closing(from, quote, next.end) {
                self.line = line;
                self.push_text(at, open + 1, first_end, close + 1);
                return close + 1;
            }
            line += 1;
        }
        self.errors.add(at);
        self.push_text(at, open + 1, first_end, first_end);
        first_end
    }

    fn push_text(&mut self, at: usize, from: usize, to: usize, end: usize) {
        if let Some(text) = self.text.get(from..to) {
            self.tokens.push(Token { kind: Kind::Text, text, at, end });
        }
    }

    /// The quote that closes a literal; two in a row are one in the text.
    fn closing(&self, from: usize, quote: u8, end: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while at < end {
            if bytes.get(at) == Some(&quote) {
                if at + 1 < end && bytes.get(at + 1) == Some(&quote) {
                    at += 2;
                    continue;
                }
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'#' | b'@' | b'$') || byte >= 0x80
}

/// Marks the first word of each block that is closed.
fn mark_embedded(tokens: &mut [Token<'_>], errors: &mut SyntaxErrors) {
    let mut open: Option<usize> = None;
    for at in 0..tokens.len() {
        let starts = tokens.get(at).is_some_and(|t| t.is("EXEC") || t.is("EXECUTE"))
            && tokens.get(at + 1).is_some_and(|t| t.is_any(&["CICS", "SQL", "DLI", "SQLIMS"]));
        if starts {
            if let Some(unclosed) = open.and_then(|from| tokens.get(from)) {
                errors.add(unclosed.at);
            }
            open = Some(at);
        } else if tokens.get(at).is_some_and(|t| t.is("END-EXEC"))
            && let Some(first) = open.take().and_then(|from| tokens.get_mut(from))
        {
            first.kind = Kind::Embedded;
        }
    }
    if let Some(unclosed) = open.and_then(|from| tokens.get(from)) {
        errors.add(unclosed.at);
    }
}
