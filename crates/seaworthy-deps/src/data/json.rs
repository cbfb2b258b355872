//! JSON with places.

use super::{Data, MAX_DEPTH, Value};

type Fault = (u32, &'static str);

/// Reads one value; the error is its place and what was wrong.
pub(super) fn parse(text: &str) -> Result<Data, Fault> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    let data = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.fault("text after the end"));
    }
    Ok(data)
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn fault(&self, reason: &'static str) -> Fault {
        (self.at as u32, reason)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Skips white space, a byte-order mark and comments.
    fn space(&mut self) {
        loop {
            let rest = self.text.get(self.at..).unwrap_or("");
            let skipped = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{feff}']).len()
            };
            if skipped == 0 {
                return;
            }
            self.at += skipped;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Data, Fault> {
        if depth > MAX_DEPTH {
            return Err(self.fault("nested too deep"));
        }
        self.space();
        let at = self.at as u32;
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => {
                let start = self.at;
                while self
                    .peek()
                    .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'))
                {
                    self.at += 1;
                }
                Value::Literal(self.text.get(start..self.at).unwrap_or("").to_owned())
            }
            Some(_) => return Err(self.fault("a value was expected")),
            None => return Err(self.fault("the text ends too early")),
        };
        Ok(Data { value, at })
    }

    fn object(&mut self, depth: usize) -> Result<Value, Fault> {
        self.at += 1;
        let mut members = Vec::new();
        loop {
            self.space();
            if self.eat(b'}') {
                return Ok(Value::Table(members));
            }
            if self.eat(b',') {
                continue;
            }
            let at = self.at as u32;
            let key = self.string()?;
            self.space();
            if !self.eat(b':') {
                return Err(self.fault("a colon was expected"));
            }
            let value = self.value(depth + 1)?.value;
            members.push((key, Data { value, at }));
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, Fault> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            if self.eat(b']') {
                return Ok(Value::List(items));
            }
            if !self.eat(b',') {
                items.push(self.value(depth + 1)?);
            }
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        if !self.eat(b'"') {
            return Err(self.fault("a string was expected"));
        }
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or("");
            let Some(stop) = rest.find(['"', '\\', '\n']) else {
                return Err(self.fault("a string does not end"));
            };
            out.push_str(rest.get(..stop).unwrap_or(""));
            self.at += stop + 1;
            match rest.as_bytes().get(stop) {
                Some(b'"') => return Ok(out),
                Some(b'\\') => out.push(self.escape()),
                _ => return Err(self.fault("a string does not end")),
            }
        }
    }

    fn escape(&mut self) -> char {
        let Some(c) = self.text.get(self.at..).and_then(|r| r.chars().next()) else {
            return '\\';
        };
        self.at += c.len_utf8();
        match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let hex = self.text.get(self.at..self.at + 4);
                let code = hex.and_then(|h| u32::from_str_radix(h, 16).ok());
                self.at += if hex.is_some() { 4 } else { 0 };
                // Halves of surrogate pairs stand in no name or version that matters here.
                code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_values_with_places() {
        let text = "{\n // c\n \"a\": {\"b\": [1, true, \"x\\u0041\\n\",]},\n}";
        let data = parse(text).unwrap();
        let b = data.path(&["a", "b"]).unwrap();
        assert_eq!(text.get(b.at as usize..b.at as usize + 3), Some("\"b\""));
        let texts: Vec<_> = b.list().iter().filter_map(Data::text).collect();
        assert_eq!(texts, ["1", "true", "xA\n"]);
    }

    #[test]
    fn faults_have_places() {
        assert_eq!(parse("{\"a\" 1}").unwrap_err(), (5, "a colon was expected"));
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse("").is_err());
        assert!(parse("{\"a\": \"é\\u00").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[\\[\\]{}\",:\\\\u0-9a-fé/* \n]{0,80}") {
            let _ = parse(&text);
        }
    }
}
