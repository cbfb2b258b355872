//! Tokens and logical lines.

use seaworthy_base::Span;

use crate::walk::SyntaxErrors;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    /// A literal; the text is without its quotes, doubled ones are kept.
    Text,
    Sign,
}

/// One token. `text` points into the code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) end: usize,
}

impl Token<'_> {
    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(w))
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    pub(super) fn span(&self) -> Span {
        Span::new(self.at, self.end)
    }
}

/// The statements of a text, and the places where a literal is never closed. `net` allows what only .NET allows: lines
/// that go on within parentheses, and literals over several lines.
pub(super) fn statements(text: &str, net: bool) -> (Vec<Vec<Token<'_>>>, SyntaxErrors) {
    let bytes = text.as_bytes();
    let mut errors = SyntaxErrors::default();
    let mut done = Vec::new();
    let mut open: Vec<Token<'_>> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(b'\n');
        match byte {
            b'\n' => {
                if !(net && goes_on(&open, depth)) {
                    depth = 0;
                    flush(&mut done, &mut open);
                }
                at += 1;
            }
            b' ' | b'\t' | b'\r' => at += 1,
            b'_' if ends_line(bytes, at + 1) => at = line_end(bytes, at).saturating_add(1),
            b'\'' => at = line_end(bytes, at),
            b'"' => at = literal(text, at, net, &mut open, &mut errors),
            // A file number of `Open … As #1`, a date, or a directive of the compiler.
            b'#' if open.is_empty() && net => at = line_end(bytes, at),
            b':' if depth == 0 && next != b'=' => {
                flush(&mut done, &mut open);
                at += 1;
            }
            b if b.is_ascii_digit() => {
                let end = run(bytes, at, |b| b.is_ascii_alphanumeric() || b == b'.');
                push(&mut open, text, Kind::Number, at, end);
                at = end;
            }
            b'[' => {
                let end =
                    bytes.get(at..).and_then(|b| b.iter().position(|&b| b == b']' || b == b'\n'));
                let end = at + end.unwrap_or(1);
                push(&mut open, text, Kind::Word, at + 1, end);
                at = end + 1;
            }
            b if b.is_ascii_alphabetic() || b == b'_' || b >= 0x80 => {
                let end = run(bytes, at, |b| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80);
                let is_remark = text.get(at..end).is_some_and(|w| w.eq_ignore_ascii_case("rem"));
                if is_remark && open.is_empty() {
                    at = line_end(bytes, at);
                    continue;
                }
                push(&mut open, text, Kind::Word, at, end);
                at = end
                    + usize::from(
                        matches!(bytes.get(end), Some(b'$' | b'%' | b'&') if bytes.get(end + 1).is_some_and(|b| matches!(b, b' ' | b'(' | b')' | b','))  && bytes.get(end) == Some(&b'$')),
                    );
            }
            _ => {
                match byte {
                    b'(' | b'{' => depth += 1,
                    b')' | b'}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                let width = if (byte == b':' || byte == b'<' || byte == b'>') && next == b'=' {
                    2
                } else {
                    1
                };
                push(&mut open, text, Kind::Sign, at, at + width);
                at += width;
            }
        }
    }
    flush(&mut done, &mut open);
    (done, errors)
}

fn literal<'a>(
    text: &'a str,
    at: usize,
    net: bool,
    open: &mut Vec<Token<'a>>,
    errors: &mut SyntaxErrors,
) -> usize {
    let bytes = text.as_bytes();
    let mut end = at + 1;
    loop {
        match bytes.get(end) {
            Some(b'"') if bytes.get(end + 1) == Some(&b'"') => end += 2,
            Some(b'"') => break,
            Some(b'\n') if !net => {
                errors.add(at);
                push_text(open, text, at, end, end);
                return end;
            }
            Some(_) => end += 1,
            None => {
                errors.add(at);
                // The rest of the file is no literal: go on with the next line.
                let line = line_end(bytes, at);
                push_text(open, text, at, line, line);
                return line;
            }
        }
    }
    push_text(open, text, at, end, end + 1);
    end + 1
}

fn push_text<'a>(open: &mut Vec<Token<'a>>, text: &'a str, at: usize, to: usize, end: usize) {
    if let Some(inner) = text.get(at + 1..to) {
        open.push(Token { kind: Kind::Text, text: inner.trim_end_matches('\r'), at, end });
    }
}

fn push<'a>(open: &mut Vec<Token<'a>>, text: &'a str, kind: Kind, at: usize, end: usize) {
    if let Some(text) = text.get(at..end) {
        open.push(Token { kind, text, at, end });
    }
}

fn flush<'a>(done: &mut Vec<Vec<Token<'a>>>, open: &mut Vec<Token<'a>>) {
    if !open.is_empty() {
        done.push(std::mem::take(open));
    }
}

/// Whether a statement of .NET cannot end here.
fn goes_on(open: &[Token<'_>], depth: usize) -> bool {
    // Parentheses that never close must not swallow the file.
    const LONGEST: usize = 2_000;
    let last = open.last();
    open.len() < LONGEST
        && (depth > 0
            || last.is_some_and(|t| {
                t.kind == Kind::Sign && matches!(t.text, "," | "&" | "+" | "(" | "{" | "=")
            }))
}

fn ends_line(bytes: &[u8], from: usize) -> bool {
    bytes
        .get(from..)
        .unwrap_or(&[])
        .iter()
        .find(|b| !matches!(b, b' ' | b'\t' | b'\r'))
        .is_none_or(|&b| b == b'\n')
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or(&[]);
    from + rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len())
}

fn run(bytes: &[u8], from: usize, is_part: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or(&[]);
    from + rest.iter().position(|&b| !is_part(b)).unwrap_or(rest.len())
}
