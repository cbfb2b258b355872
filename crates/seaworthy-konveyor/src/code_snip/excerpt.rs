//! Excerpts: which lines of a file are shown, and how.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use seaworthy_base::LineIndex;

/// A text with its lines.
#[derive(Debug)]
pub struct CodeText {
    text: String,
    lines: LineIndex,
}

impl CodeText {
    /// Finds the lines of a text.
    pub fn new(text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self { text, lines }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of lines; a final newline does not start another.
    pub fn count(&self) -> u32 {
        self.lines.lines(&self.text)
    }

    /// A line, from 1, without its end; empty where there is no such line.
    pub fn line(&self, number: u32) -> &str {
        self.lines.line(&self.text, number)
    }
}

/// Gives the text of a file by its number; `None` where it is gone.
pub type CodeReader = Arc<dyn Fn(u32) -> Option<Arc<CodeText>> + Send + Sync>;

/// How the lines of an excerpt are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExcerptForm {
    /// `12  text` and a newline; the last line of a full window has none.
    Engine,
    /// A newline and `12  text`, the text without its indentation.
    Java,
}

/// Lines of a file, read when they are written.
#[derive(Clone)]
pub struct Excerpt {
    /// Reads the file.
    pub reader: CodeReader,
    /// Its number.
    pub file: u32,
    /// Its lines, from 0.
    pub lines: Range<u32>,
    /// The last line that was asked for, from 0; the file may end before.
    pub end: u32,
    /// How they are written.
    pub form: ExcerptForm,
}

impl Excerpt {
    /// Whether it has no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The numbered lines; empty where the file is gone.
    pub fn text(&self) -> String {
        let Some(code) = (self.reader)(self.file) else { return String::new() };
        let mut out = String::with_capacity(self.lines.len() * 48);
        let width = self.width();
        for number in self.numbers() {
            if self.form == ExcerptForm::Java {
                out.push('\n');
            }
            push_number(number, width, &mut out);
            out.push_str("  ");
            out.push_str(self.line(&code, number));
            if self.breaks_after(number) {
                out.push('\n');
            }
        }
        out
    }

    /// The numbers of the lines.
    pub(crate) fn numbers(&self) -> Range<u32> {
        self.lines.start + 1..self.lines.end.max(self.lines.start) + 1
    }

    /// What is shown of a line beside its number.
    pub(crate) fn line<'c>(&self, code: &'c CodeText, number: u32) -> &'c str {
        let line = code.line(number);
        if self.form == ExcerptForm::Java { line.trim() } else { line }
    }

    /// Characters that a number takes at least.
    pub(crate) fn width(&self) -> usize {
        self.end.checked_ilog10().map_or(1, |digits| digits as usize + 1)
    }

    /// Whether a newline follows a line, in the form that ends lines with one.
    pub(crate) fn breaks_after(&self, number: u32) -> bool {
        self.form == ExcerptForm::Engine && number - 1 != self.end
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

/// Writes a number, with blanks before it up to a width.
pub(crate) fn push_number(number: u32, width: usize, out: &mut String) {
    let mut digits = [b' '; 10];
    let mut rest = number;
    let mut start = digits.len();
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + (rest % 10) as u8;
        start -= 1;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    let start = start.min(digits.len().saturating_sub(width));
    let text = digits.get(start..).and_then(|shown| std::str::from_utf8(shown).ok());
    out.push_str(text.unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_the_library_does(number in any::<u32>(), small in 0_u32..200, width in 0_usize..10) {
            for number in [number, small] {
                let mut out = String::new();
                push_number(number, width, &mut out);
                prop_assert_eq!(out, format!("{number:width$}"));
            }
        }

        #[test]
        fn widths_are_lengths(end in any::<u32>()) {
            let reader: CodeReader = Arc::new(|_| None);
            let excerpt = Excerpt { reader, file: 0, lines: 0..1, end, form: ExcerptForm::Java };
            prop_assert_eq!(excerpt.width(), end.to_string().len());
        }
    }
}
