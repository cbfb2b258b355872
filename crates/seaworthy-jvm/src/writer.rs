//! Text that knows from which source line each of its lines comes.

/// The text so far. A line of text holds code of one source line only.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) text: String,
    /// Source line of each line of the text; 0 where it is not known.
    pub(crate) lines: Vec<u32>,
    indent: usize,
    limit: usize,
}

/// A state of the text to go back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) text: usize,
    lines: usize,
}

/// Deeper text is not indented further.
const MAX_INDENT: usize = 20;

impl Writer {
    pub(crate) fn new(limit: usize) -> Self {
        Writer { text: String::new(), lines: vec![0], indent: 0, limit }
    }

    /// Whether the text has reached its limit.
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() >= self.limit
    }

    /// Starts a line that holds code of a source line, 0 for none.
    pub(crate) fn line(&mut self, source: u32) {
        self.text.push('\n');
        for _ in 0..self.indent.min(MAX_INDENT) {
            self.text.push_str("    ");
        }
        self.lines.push(source);
    }

    /// Continues on a line of its own if what follows comes from another source line.
    pub(crate) fn at(&mut self, source: u32) {
        if source != 0 && self.lines.last() != Some(&source) {
            self.indent += 1;
            self.line(source);
            self.indent -= 1;
        }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// `{` and deeper lines.
    pub(crate) fn open(&mut self) {
        self.text.push('{');
        self.indent += 1;
    }

    /// `}` on a line of its own.
    pub(crate) fn close(&mut self) {
        self.indent = self.indent.saturating_sub(1);
        self.line(0);
        self.text.push('}');
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { text: self.text.len(), lines: self.lines.len() }
    }

    /// Moves what was written since `from` to the earlier place `to`; both begin lines.
    pub(crate) fn move_up(&mut self, from: Mark, to: Mark) {
        if let Some(moved) = self.text.get(from.text..).map(str::to_owned) {
            self.text.truncate(from.text);
            self.text.insert_str(to.text, &moved);
        }
        let moved = self.lines.split_off(from.lines.min(self.lines.len()));
        let at = to.lines.min(self.lines.len());
        self.lines.splice(at..at, moved);
    }

    /// Takes back what was written since; the indentation must be the same as then.
    pub(crate) fn back(&mut self, mark: Mark) {
        self.text.truncate(mark.text);
        self.lines.truncate(mark.lines);
    }
}
