//! The line of a text, as Konveyor looks for it.
//!
//! The first five lines of the text, without blanks around them and without tabs, must follow each other within as many
//! lines of the file; the line is the first of the first such window. For short texts that is often not the place of
//! the node.

use memchr::memmem;
use rustc_hash::FxHashMap;

/// Most lines of a text that are looked for.
const MAX_LINES: usize = 5;

/// The search ends at a line of so many bytes.
const LONG_LINE: usize = 64 << 10;

/// Most bytes that are searched in one file, all texts together.
const MAX_SEARCHED: u64 = 8 << 30;

/// The lines of a file, made ready for searching: tabs dropped, blanks at the ends dropped.
#[derive(Debug)]
pub(crate) struct SearchedLines {
    text: String,
    /// Where each line starts.
    starts: Vec<usize>,
    /// What was looked for already.
    known: FxHashMap<String, Option<u32>>,
    /// Bytes that may still be searched.
    left: u64,
}

impl SearchedLines {
    /// Makes the lines of `text` ready.
    pub(crate) fn new(text: &str) -> Self {
        let mut lines = Self {
            text: String::with_capacity(text.len()),
            starts: Vec::new(),
            known: FxHashMap::default(),
            left: MAX_SEARCHED,
        };
        for line in text.split('\n') {
            if line.len() >= LONG_LINE {
                break;
            }
            let line = line.strip_suffix('\r').unwrap_or(line);
            lines.starts.push(lines.text.len());
            let start = lines.text.len();
            lines.text.extend(line.chars().filter(|c| *c != '\t'));
            let trimmed = lines.text.get(start..).unwrap_or("").trim_end_matches(' ').len();
            lines.text.truncate(start + trimmed);
            let blanks = lines.text.get(start..).unwrap_or("").bytes().take_while(|b| *b == b' ');
            let blanks = blanks.count();
            lines.text.drain(start..start + blanks);
            lines.text.push('\n');
        }
        lines
    }

    /// The line, from 1, of a place.
    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// The line where `wanted` is found first; `None` where it is not found or empty, or where so many texts were looked
    /// for in so long a file that it had to end.
    pub(crate) fn find(&mut self, wanted: &str) -> Option<u32> {
        let end = wanted.match_indices('\n').nth(MAX_LINES - 1).map_or(wanted.len(), |(at, _)| at);
        let wanted = wanted.get(..end).unwrap_or("");
        if let Some(line) = self.known.get(wanted) {
            return *line;
        }
        let lines = wanted.bytes().filter(|b| *b == b'\n').count() as u64 + 1;
        self.left = self.left.checked_sub(lines * self.text.len() as u64)?;
        let line = self.first_line(wanted);
        self.known.insert(wanted.to_owned(), line);
        line
    }

    fn first_line(&self, wanted: &str) -> Option<u32> {
        let mut parts: Vec<String> =
            wanted.split('\n').map(|part| part.trim_matches(' ').replace('\t', "")).collect();
        if parts.first().is_some_and(String::is_empty) {
            parts.remove(0);
        }
        if parts.last().is_some_and(String::is_empty) {
            parts.pop();
        }
        let window = parts.len();
        // Empty lines between are found everywhere.
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() {
            return None;
        }
        let last = self.window_end(&parts, window)?;
        Some((last + 1).saturating_sub(window).max(1) as u32)
    }

    /// The last line of the first window of so many lines that holds the parts in order.
    fn window_end(&self, parts: &[String], window: usize) -> Option<usize> {
        let finders: Vec<_> = parts.iter().map(memmem::Finder::new).collect();
        let text = self.text.as_bytes();
        let find = |number: usize, from: usize| {
            let finder = finders.get(number)?;
            Some(from + finder.find(text.get(from..)?)?)
        };
        // Where each part was found last: later starts never lie before it, so every part is searched for only once
        // through the text.
        let mut found: Vec<Option<usize>> = vec![None; parts.len()];
        let mut from = 0;
        loop {
            let start = find(0, from)?;
            let mut end = start + parts.first()?.len();
            for number in 1..parts.len() {
                let slot = found.get_mut(number)?;
                let at = match *slot {
                    Some(at) if at >= end => at,
                    _ => find(number, end)?,
                };
                *slot = Some(at);
                end = at + parts.get(number)?.len();
            }
            let (first, last) = (self.line_of(start), self.line_of(end - 1));
            if last < first + window {
                return Some(last);
            }
            from = start + 1;
            while !self.text.is_char_boundary(from) {
                from += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The search as it is specified: a window of lines, a regular expression of the escaped parts.
    fn specified(text: &str, wanted: &str) -> Option<u32> {
        let mut parts: Vec<String> = wanted
            .split('\n')
            .take(5)
            .map(|part| regex::escape(&part.trim_matches(' ').replace('\t', "")))
            .collect();
        if parts.first().is_some_and(String::is_empty) {
            parts.remove(0);
        }
        if parts.last().is_some_and(String::is_empty) {
            parts.pop();
        }
        if parts.concat().is_empty() {
            return None;
        }
        let pattern = regex::Regex::new(&format!("(?s).*?{}", parts.join(".*?"))).unwrap();
        let mut lines = vec![String::new(); parts.len()];
        for (number, line) in text.lines().enumerate() {
            lines.remove(0);
            lines.push(line.replace('\t', "").trim_matches(' ').to_owned());
            if pattern.is_match(&lines.join("\n")) {
                return Some((number as u32 + 2).saturating_sub(parts.len() as u32).max(1));
            }
        }
        None
    }

    fn check(text: &str, wanted: &str) {
        assert_eq!(
            SearchedLines::new(text).find(wanted),
            specified(text, wanted),
            "{wanted:?} in {text:?}"
        );
    }

    #[test]
    fn the_first_place_wins() {
        let text = "<a>\n  <b>one</b>\n\t<c> two\n     three </c>\n</a>\n";
        let mut lines = SearchedLines::new(text);
        assert_eq!(lines.find("one"), Some(2));
        assert_eq!(lines.find("a"), Some(1));
        assert_eq!(lines.find("two\n     three"), Some(3));
        // One empty line at the end counts.
        assert_eq!(lines.find("two\n three\n\n"), Some(2));
        assert_eq!(lines.find("four"), None);
        assert_eq!(lines.find(" \n"), None);
        // A window is as long as the text: `one` and `three` are two lines apart.
        assert_eq!(lines.find("one\nthree"), None);
        assert_eq!(lines.find("one\n\nthree"), Some(2));
    }

    #[test]
    fn nothing_is_found_behind_a_long_line() {
        let text = format!("a\n{}\nb", "x".repeat(LONG_LINE));
        let mut lines = SearchedLines::new(&text);
        assert_eq!((lines.find("a"), lines.find("b")), (Some(1), None));
    }

    #[test]
    fn the_search_ends() {
        let mut lines = SearchedLines::new("a\nb\n");
        lines.left = 10;
        assert_eq!(lines.find("b"), Some(2));
        assert_eq!(lines.find("a\nb"), None);
        // What was found once is known.
        assert_eq!(lines.find("b"), Some(2));
    }

    proptest! {
        #[test]
        fn the_quick_search_is_the_specified_one(
            text in "[ab \t\n]{0,40}",
            wanted in "[ab \t\n]{0,12}",
        ) {
            check(&text, &wanted);
        }
    }
}
