//! From bytes to text, and from byte offsets to lines.

use serde::{Deserialize, Serialize};

use crate::{Position, Span};

/// How the bytes of a file were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Valid UTF-8 (a byte-order mark is dropped).
    Utf8,
    /// UTF-16 with a byte-order mark.
    Utf16,
    /// Not UTF-8; read as Windows-1252, which every byte sequence is.
    Windows1252,
}

/// Decoded text and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// How it was read.
    pub encoding: Encoding,
}

/// Decodes a file: byte-order mark, else UTF-8, else Windows-1252. Returns `None` for binary content
/// (a NUL byte in the first 8 KiB without a UTF-16 mark).
pub fn decode(bytes: Vec<u8>) -> Option<Decoded> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let (text, _, _) = encoding_rs::UTF_16LE.decode(&bytes);
        return Some(Decoded { text: text.into_owned(), encoding: Encoding::Utf16 });
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(8192)]).is_some() {
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Some(Decoded { text, encoding: Encoding::Utf8 })
        }
        Err(error) => {
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(error.as_bytes());
            Some(Decoded { text: text.into_owned(), encoding: Encoding::Windows1252 })
        }
    }
}

/// From the character numbers that some parsers give to bytes.
#[derive(Clone, Debug)]
pub struct CharOffsets {
    /// The byte of every character; empty where the text is ASCII and both are the same.
    bytes: Vec<u32>,
    len: usize,
}

impl CharOffsets {
    /// Indexes the characters of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(i, _)| i as u32).collect()
        };
        Self { bytes, len: text.len() }
    }

    /// The byte at which a character starts; the end of the text for numbers past it.
    pub fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            character.min(self.len)
        } else {
            self.bytes.get(character).map_or(self.len, |&b| b as usize)
        }
    }
}

/// Where the lines of a text start.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i as u32 + 1));
        Self { starts }
    }

    /// Number of lines; a final newline does not start another.
    pub fn lines(&self, text: &str) -> u32 {
        let n = self.starts.len() as u32;
        if self.starts.last().is_some_and(|&s| s as usize == text.len()) { n - 1 } else { n }
    }

    /// Number of lines that hold more than white space.
    pub fn lines_with_text(&self, text: &str) -> u32 {
        let ends = self.starts.iter().skip(1).map(|&start| start as usize);
        let mut start = 0;
        let mut count = 0;
        for end in ends.chain([text.len()]) {
            let line = text.get(start..end).unwrap_or("");
            let first = line.bytes().find(|b| !matches!(b, b'\t'..=b'\r' | b' '));
            // White space beyond ASCII is rare enough for a second look.
            count += u32::from(match first {
                None => false,
                Some(byte) => byte.is_ascii() || !line.trim().is_empty(),
            });
            start = end;
        }
        count
    }

    /// Line and column of a byte offset.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.starts.partition_point(|&s| s <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column =
            text.get(start as usize..offset as usize).map_or(0, |s| s.chars().count()) as u32 + 1;
        Position { line: line as u32, column }
    }

    /// The text of a line (from 1) without its end, empty where there is no such line.
    pub fn line<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let i = line as usize;
        let (Some(&start), end) = (self.starts.get(i.wrapping_sub(1)), self.starts.get(i)) else {
            return "";
        };
        let end = end.map_or(text.len(), |&e| e as usize);
        text.get(start as usize..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// The span of a line (from 1) without its end.
    pub fn line_span(&self, text: &str, line: u32) -> Span {
        let start = self.starts.get((line as usize).wrapping_sub(1)).copied().unwrap_or(0) as usize;
        Span::new(start, start + self.line(text, line).len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decodes_the_usual_encodings() {
        assert_eq!(decode(b"\xEF\xBB\xBFabc".to_vec()).unwrap().text, "abc");
        assert_eq!(decode(b"\xFF\xFEa\0b\0".to_vec()).unwrap().text, "ab");
        let latin = decode(b"caf\xE9".to_vec()).unwrap();
        assert_eq!((latin.text.as_str(), latin.encoding), ("café", Encoding::Windows1252));
        assert!(decode(b"\x7fELF\0\0".to_vec()).is_none());
    }

    #[test]
    fn lines_and_columns_start_at_one() {
        let text = "ab\ncé d\n";
        let index = LineIndex::new(text);
        assert_eq!(index.lines(text), 2);
        assert_eq!(index.position(text, 0), Position { line: 1, column: 1 });
        let d = text.find('d').unwrap() as u32;
        assert_eq!(index.position(text, d), Position { line: 2, column: 4 });
        assert_eq!(index.line(text, 2), "cé d");
        assert_eq!(index.line(text, 9), "");
    }

    proptest! {
        #[test]
        fn lines_with_text_are_those_that_trimming_leaves_something_of(
            text in "[a\\n\\r\\t\u{b}\u{1c} \u{a0}\u{2003}\u{e9}]{0,40}",
        ) {
            let expected = text.lines().filter(|line| !line.trim().is_empty()).count();
            prop_assert_eq!(LineIndex::new(&text).lines_with_text(&text) as usize, expected);
        }

        #[test]
        fn any_bytes_decode_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(d) = decode(bytes) {
                let index = LineIndex::new(&d.text);
                for offset in 0..=d.text.len() as u32 {
                    let at = index.position(&d.text, offset);
                    prop_assert!(at.line >= 1 && at.line <= index.lines(&d.text) + 1);
                }
            }
        }
    }
}
