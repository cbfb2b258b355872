//! One file on its way from text to facts: the limits, and where readers put what they find.

use std::sync::Arc;

use seaworthy_base::{Code, Diagnostic, LineIndex, Span};
use seaworthy_facts::{FactFlags, FactKind, FactSink, FileFacts, Language, ParseOutcome};

use crate::derive::{self, Purpose};
use crate::key_path::cut;
use crate::{MAX_DEPTH, MAX_KEYS};

/// Values are cut to this many bytes; longer ones are data, not settings.
const MAX_VALUE: usize = 4096;

/// Problems past this number say nothing new about a file.
const MAX_PROBLEMS: u32 = 5;

/// What a reader reads and what it has found so far.
pub(crate) struct Reading<'t> {
    /// The whole decoded text.
    pub(crate) text: &'t str,
    /// What the file is for.
    pub(crate) purpose: Purpose,
    /// Whether an alias repeats a value here: what the value says by itself was said at its anchor.
    pub(crate) repeated: bool,
    path: Arc<str>,
    lines: LineIndex,
    sink: FactSink,
    flags: FactFlags,
    keys: usize,
    full: bool,
    too_deep: bool,
    bad: u32,
}

impl<'t> Reading<'t> {
    pub(crate) fn new(path: &Arc<str>, language: Language, text: &'t str) -> Self {
        Self {
            text,
            purpose: Purpose::of(path, language),
            repeated: false,
            path: Arc::clone(path),
            lines: LineIndex::new(text),
            sink: FactSink::new(),
            flags: FactFlags::default(),
            keys: 0,
            full: false,
            too_deep: false,
            bad: 0,
        }
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Adds a key and the facts that follow from it.
    pub(crate) fn key(&mut self, name: &str, value: &str, span: Span) {
        if self.bare_key(name, value, span) {
            derive::facts(self, name, cut(value, MAX_VALUE), span);
        }
    }

    /// Adds a key alone; says whether there was room for it.
    pub(crate) fn bare_key(&mut self, name: &str, value: &str, span: Span) -> bool {
        if self.keys >= MAX_KEYS {
            if !self.full {
                self.full = true;
                let at = self.lines.position(self.text, span.start);
                let message = format!("more than {MAX_KEYS} keys; the rest was left out");
                self.sink.problem(Diagnostic::note(Code::Truncated, &self.path, message).at(at));
            }
            return false;
        }
        self.keys += 1;
        self.fact(FactKind::ConfigKey, name, cut(value, MAX_VALUE), span);
        true
    }

    /// Adds any fact.
    pub(crate) fn fact(&mut self, kind: FactKind, name: &str, value: &str, span: Span) {
        self.sink.push(kind, self.flags, name, value, span);
    }

    /// Following facts are counted under this name.
    pub(crate) fn scope(&mut self, scope: &str) {
        self.sink.set_scope(scope);
    }

    /// Whether the limit of keys is reached, so a reader may stop.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// A place that is no valid text of the format.
    pub(crate) fn bad(&mut self, offset: usize, message: &str) {
        self.bad += 1;
        self.sink.outcome(ParseOutcome::PartlyParsed(self.bad));
        if self.bad <= MAX_PROBLEMS {
            let at = self.lines.position(self.text, Span::new(offset, offset).start);
            self.sink.problem(Diagnostic::warning(Code::BadConfig, &self.path, message).at(at));
        }
    }

    /// Nesting past the limit; reported once.
    pub(crate) fn too_deep(&mut self, offset: usize) {
        if !self.too_deep {
            self.too_deep = true;
            let at = self.lines.position(self.text, Span::new(offset, offset).start);
            let message = format!("nested deeper than {MAX_DEPTH} levels; the inside was skipped");
            self.sink.problem(Diagnostic::warning(Code::TooDeep, &self.path, message).at(at));
        }
    }

    /// Something was cut to a limit that is not the number of keys.
    pub(crate) fn truncated(&mut self, offset: usize, message: &str) {
        let at = self.lines.position(self.text, Span::new(offset, offset).start);
        self.sink.problem(Diagnostic::note(Code::Truncated, &self.path, message).at(at));
    }

    /// From here on the file is read line by line.
    pub(crate) fn scanned(&mut self) {
        self.guess();
        self.sink.outcome(ParseOutcome::Scanned);
    }

    /// Facts from here on come from a line scanner.
    pub(crate) fn guess(&mut self) {
        self.flags = FactFlags::FALLBACK;
    }

    pub(crate) fn finish(self) -> FileFacts {
        self.sink.finish()
    }
}

/// A line with its place in the text, without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'t> {
    /// Number from 1.
    pub(crate) number: usize,
    /// Byte offset of its start.
    pub(crate) start: usize,
    pub(crate) text: &'t str,
}

impl Line<'_> {
    /// The span of `part`, which must be a slice of this line; the whole line otherwise.
    pub(crate) fn span_of(&self, part: &str) -> Span {
        let offset = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if offset.checked_add(part.len()).is_some_and(|end| end <= self.text.len()) {
            Span::new(self.start + offset, self.start + offset + part.len())
        } else {
            Span::new(self.start, self.start + self.text.len())
        }
    }
}

/// The lines of a text; `\n` and `\r\n` end them.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').enumerate().map(move |(i, raw)| {
        let line = Line { number: i + 1, start, text: raw.trim_end_matches(['\n', '\r']) };
        start += raw.len();
        line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_place() {
        let text = "a\r\nbc = d\n\nz";
        let all: Vec<_> = lines(text).collect();
        assert_eq!(all.iter().map(|l| l.text).collect::<Vec<_>>(), ["a", "bc = d", "", "z"]);
        let line = all[1];
        assert_eq!(line.span_of(&line.text[5..6]).of(text), "d");
        assert_eq!(line.span_of("elsewhere"), Span::new(3, 9));
        assert_eq!(all[3].number, 4);
    }
}
