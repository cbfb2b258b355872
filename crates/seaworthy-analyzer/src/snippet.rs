//! Numbered lines around a place.

use std::ops::Range;

use seaworthy_konveyor::{CodeReader, Excerpt, ExcerptForm};
use seaworthy_providers::FileId;

use crate::source::Source;

/// The lines of an excerpt, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// The lines that the file has.
    lines: Range<u32>,
    /// The last line that was asked for; the file may end before.
    end: u32,
}

impl Window {
    /// From `context` lines above to `context` below a place, whose first and last line count from 0.
    pub(crate) fn new(source: &Source, (first, last): (u32, u32), context: u32) -> Self {
        let end = last.saturating_add(context);
        let lines = first.saturating_sub(context)..source.seen.min(end.saturating_add(1));
        Self { lines, end }
    }

    /// The excerpt of a file, which `reader` reads when it is written.
    pub(crate) fn excerpt(&self, reader: CodeReader, file: FileId, form: ExcerptForm) -> Excerpt {
        Excerpt { reader, file, lines: self.lines.clone(), end: self.end, form }
    }

    /// The line of a place as custom variables see it: the first line of the excerpt whose number begins with the digits
    /// of `number`, trimmed. Empty without one.
    pub(crate) fn line_of<'s>(&self, source: &'s Source, number: u32) -> &'s str {
        let digits = number.to_string();
        let numbers = self.lines.start + 1..self.lines.end.max(self.lines.start) + 1;
        numbers
            .into_iter()
            .find(|n| n.to_string().starts_with(&digits))
            .map_or("", |n| source.code.line(n).trim())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn source(lines: u32) -> Source {
        let lines: Vec<String> = (1..=lines).map(|i| format!("    line {i}\n")).collect();
        Source::new(lines.concat())
    }

    fn snippet(lines: u32, at: u32, context: u32, form: ExcerptForm) -> String {
        let source = source(lines);
        let code = Arc::clone(&source.code);
        let reader: CodeReader = Arc::new(move |_| Some(Arc::clone(&code)));
        Window::new(&source, (at, at), context).excerpt(reader, 0, form).text()
    }

    #[test]
    fn the_engine_form_ends_without_a_newline_only_at_a_full_window() {
        let got = snippet(9, 4, 1, ExcerptForm::Engine);
        assert_eq!(got, "4      line 4\n5      line 5\n6      line 6");
        let got = snippet(3, 2, 9, ExcerptForm::Engine);
        assert_eq!(got, " 1      line 1\n 2      line 2\n 3      line 3\n");
    }

    #[test]
    fn the_java_form_starts_with_a_newline_and_trims() {
        assert_eq!(snippet(9, 4, 1, ExcerptForm::Java), "\n4  line 4\n5  line 5\n6  line 6");
    }

    #[test]
    fn no_context_and_lines_past_the_end() {
        assert_eq!(snippet(3, 1, 0, ExcerptForm::Engine), "2      line 2");
        assert_eq!(snippet(3, 9, 1, ExcerptForm::Engine), "");
        assert_eq!(snippet(3, u32::MAX, 5, ExcerptForm::Java), "");
    }

    #[test]
    fn the_line_of_a_place_is_found_by_the_prefix_of_its_number() {
        let source = source(30);
        let window = Window::new(&source, (10, 10), 9);
        assert_eq!(window.line_of(&source, 11), "line 11");
        // The window starts at line 2: line 1 is found in line 10.
        assert_eq!(window.line_of(&source, 1), "line 10");
        assert_eq!(window.line_of(&source, 4), "line 4");
        assert_eq!(window.line_of(&source, 30), "");
        assert_eq!(Window::new(&source, (99, 99), 1).line_of(&source, 1), "");
    }
}
