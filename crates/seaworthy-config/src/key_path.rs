//! The path of the key that a reader stands at.

/// Longer paths are cut: 50,000 keys below one giant key must not cost 50,000 times its length.
const MAX_PATH: usize = 1024;
const MAX_PART: usize = 256;

/// Parts of a key joined by a separator; parts are pushed and popped as a reader walks.
#[derive(Debug)]
pub(crate) struct KeyPath {
    text: String,
    marks: Vec<usize>,
    separator: char,
}

impl KeyPath {
    pub(crate) fn new(separator: char) -> Self {
        Self { text: String::new(), marks: Vec::new(), separator }
    }

    pub(crate) fn push(&mut self, part: &str) {
        self.marks.push(self.text.len());
        if self.text.len() >= MAX_PATH {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(self.separator);
        }
        self.text.push_str(cut(part, MAX_PART));
    }

    pub(crate) fn push_index(&mut self, index: usize) {
        self.push(&index.to_string());
    }

    pub(crate) fn pop(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.text.truncate(mark);
        }
    }

    /// Number of parts.
    pub(crate) fn depth(&self) -> usize {
        self.marks.len()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

/// The start of `text`, at most `bytes` long, at a character border.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let mut end = bytes;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_and_go() {
        let mut path = KeyPath::new('.');
        path.push("services");
        path.push_index(0);
        assert_eq!(path.as_str(), "services.0");
        path.pop();
        assert_eq!((path.as_str(), path.depth()), ("services", 1));
        path.pop();
        path.pop();
        assert_eq!(path.as_str(), "");
    }

    #[test]
    fn paths_are_bounded() {
        let mut path = KeyPath::new('/');
        for _ in 0..100 {
            path.push(&"é".repeat(1000));
        }
        assert!(path.as_str().len() <= MAX_PATH + MAX_PART + 1);
        for _ in 0..100 {
            path.pop();
        }
        assert_eq!(path.as_str(), "");
        assert_eq!(cut("aé", 2), "a");
    }
}
