//! What follows a backslash.

use super::{Dialect, SyntaxProblem, Translator};

/// A backslash sequence that stands for one character or for a set.
pub(super) enum Escaped {
    Char(char),
    /// Members as they stand within brackets, and whether all others are meant.
    Set {
        members: String,
        negated: bool,
    },
}

/// Writes a character so that it stands for itself, inside and outside of brackets.
pub(super) fn push_literal(out: &mut String, c: char) {
    match c {
        // `\<` is a word boundary in the engine's syntax.
        '<' | '>' | '_' => out.push(c),
        _ if c.is_ascii_punctuation() => {
            out.push('\\');
            out.push(c);
        }
        ' ' => out.push(' '),
        _ if c.is_ascii_whitespace() || c.is_ascii_control() => {
            out.push_str(&format!("\\x{:02X}", c as u32));
        }
        _ => out.push(c),
    }
}

impl Translator<'_> {
    /// After a backslash outside of brackets.
    pub(super) fn escape(&mut self) -> Result<(), SyntaxProblem> {
        let Some(c) = self.peek() else {
            return Err(SyntaxProblem::new("a backslash at the end"));
        };
        let re2 = self.dialect == Dialect::Re2;
        let line = self.dialect == Dialect::PcreLine;
        match c {
            'b' | 'B' => {
                self.at += 1;
                // Bytes suffice, and the engine then needs no tables; the other engine knows no such flag.
                let mark = if self.fancy { format!("\\{c}") } else { format!("(?-u:\\{c})") };
                self.push(&mark);
            }
            'A' | 'z' if line && !self.fancy => {
                self.at += 1;
                self.push(if c == 'A' { "(?m:^)" } else { "(?m:$)" });
            }
            'A' | 'z' => {
                self.at += 1;
                self.push(&format!("\\{c}"));
            }
            'Z' if line => {
                self.at += 1;
                self.push(if self.fancy { "\\z" } else { "(?m:$)" });
            }
            'Z' if !re2 => {
                self.at += 1;
                self.push_backtracking("(?=\\n?\\z)", "(?:)");
            }
            'G' | 'K' if line || (c == 'G' && !re2) => {
                self.at += 1;
                self.push_backtracking(&format!("\\{c}"), "(?:)");
            }
            'R' if line => {
                // Within a line only these remain of the line ends.
                self.at += 1;
                self.push("[\\r\\x0B\\f]");
            }
            'Q' if self.dialect != Dialect::DotNet => {
                self.at += 1;
                self.quoted();
            }
            'E' if line => self.at += 1,
            'k' if !re2 => self.named_reference()?,
            '1'..='9' if !re2 => self.numbered_reference()?,
            _ => match self.escaped(false)? {
                Escaped::Char(c) => {
                    let mut text = String::new();
                    push_literal(&mut text, c);
                    self.push(&text);
                }
                Escaped::Set { members, negated } => {
                    let not = if negated { "^" } else { "" };
                    self.push_class(&format!("[{not}{members}]"), true);
                }
            },
        }
        Ok(())
    }

    /// After `\Q`, up to `\E`.
    fn quoted(&mut self) {
        let rest = self.rest();
        let (inner, length) = match rest.find("\\E") {
            Some(end) => (&rest[..end], end + 2),
            None => (rest, rest.len()),
        };
        let mut text = String::new();
        for c in inner.chars() {
            push_literal(&mut text, c);
        }
        self.at += length;
        self.push(&text);
    }

    fn named_reference(&mut self) -> Result<(), SyntaxProblem> {
        let rest = self.rest();
        let close = match rest.chars().nth(1) {
            Some('<') => '>',
            Some('{') => '}',
            Some('\'') => '\'',
            _ => return Err(SyntaxProblem::new("`\\k` without a name")),
        };
        let name = rest.get(2..).and_then(|r| r.split_once(close)).map_or("", |(name, _)| name);
        if name.is_empty() || !name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric()) {
            return Err(SyntaxProblem::new("`\\k` without a name"));
        }
        self.at += 3 + name.len();
        self.push_backtracking(&format!("\\k<{name}>"), "(?s:.*?)");
        Ok(())
    }

    fn numbered_reference(&mut self) -> Result<(), SyntaxProblem> {
        let digits: String = self.rest().chars().take_while(char::is_ascii_digit).take(3).collect();
        let group = digits.parse::<u32>().unwrap_or(u32::MAX);
        if group < 10 || group <= self.groups {
            self.at += digits.len();
            // Digits that follow are no part of the number.
            self.push_backtracking(&format!("(?:\\{group})"), "(?s:.*?)");
            return Ok(());
        }
        let c = self.octal(3)?;
        let mut text = String::new();
        push_literal(&mut text, c);
        self.push(&text);
        Ok(())
    }

    /// Up to `most` octal digits.
    fn octal(&mut self, most: usize) -> Result<char, SyntaxProblem> {
        let digits: String =
            self.rest().chars().take_while(|c| ('0'..='7').contains(c)).take(most).collect();
        self.at += digits.len();
        u32::from_str_radix(&digits, 8)
            .ok()
            .and_then(char::from_u32)
            .ok_or_else(|| SyntaxProblem::new("a back-reference to a group that is not there"))
    }

    /// After a backslash: what means the same inside and outside of brackets.
    pub(super) fn escaped(&mut self, bracketed: bool) -> Result<Escaped, SyntaxProblem> {
        let unknown = |c: char| SyntaxProblem::new(format!("`\\{c}` means nothing here"));
        let Some(c) = self.next() else {
            return Err(SyntaxProblem::new("a backslash at the end"));
        };
        let dotnet = self.dialect == Dialect::DotNet;
        let line = self.dialect == Dialect::PcreLine;
        let set =
            |members: &str, negated| Ok(Escaped::Set { members: members.to_owned(), negated });
        match c {
            'd' | 'D' => set(if dotnet { "\\d" } else { "0-9" }, c == 'D'),
            'w' | 'W' => set(if dotnet { "\\w" } else { "0-9A-Za-z_" }, c == 'W'),
            's' | 'S' if dotnet => set("\\s", c == 'S'),
            's' | 'S' if line => set("\\t\\n\\x0B\\f\\r\\x20", c == 'S'),
            's' | 'S' => set("\\t\\n\\f\\r\\x20", c == 'S'),
            'h' | 'H' if line => set("\\t\\x20\\xA0", c == 'H'),
            'v' | 'V' if line => set("\\n\\x0B\\f\\r\\x85", c == 'V'),
            'N' if line && !bracketed => set("\\n", true),
            'p' | 'P' => self.property(c == 'P'),
            'a' => Ok(Escaped::Char('\x07')),
            'f' => Ok(Escaped::Char('\x0C')),
            'n' => Ok(Escaped::Char('\n')),
            'r' => Ok(Escaped::Char('\r')),
            't' => Ok(Escaped::Char('\t')),
            'v' => Ok(Escaped::Char('\x0B')),
            'e' if dotnet || line => Ok(Escaped::Char('\x1B')),
            'b' if bracketed && (dotnet || line) => Ok(Escaped::Char('\x08')),
            'c' if dotnet || line => match self.next() {
                Some(letter) if letter.is_ascii_graphic() => {
                    Ok(Escaped::Char(char::from(letter.to_ascii_uppercase() as u8 ^ 0x40)))
                }
                _ => Err(unknown(c)),
            },
            'x' => self.hexadecimal().map(Escaped::Char),
            'u' if dotnet => self.fixed_hexadecimal(4).map(Escaped::Char),
            '0' => {
                self.at -= 1;
                self.octal(3).map(Escaped::Char)
            }
            '1'..='7' if self.dialect != Dialect::Re2 || self.octal_follows() => {
                self.at -= 1;
                self.octal(3).map(Escaped::Char)
            }
            _ if c == '_' || c.is_ascii_punctuation() || c == ' ' => Ok(Escaped::Char(c)),
            _ if c.is_ascii_control() => Ok(Escaped::Char(c)),
            _ if !c.is_ascii() && self.dialect != Dialect::Re2 => Ok(Escaped::Char(c)),
            _ => Err(unknown(c)),
        }
    }

    fn octal_follows(&self) -> bool {
        self.peek().is_some_and(|c| ('0'..='7').contains(&c))
    }

    /// After `\p` or `\P`.
    fn property(&mut self, negated: bool) -> Result<Escaped, SyntaxProblem> {
        let rest = self.rest();
        let (name, length) = if let Some(inner) = rest.strip_prefix('{') {
            match inner.split_once('}') {
                Some((name, _)) => (name, name.len() + 2),
                None => return Err(SyntaxProblem::new("`\\p{` is not closed")),
            }
        } else {
            let one = rest.chars().next().map_or(0, char::len_utf8);
            (rest.get(..one).unwrap_or(""), one)
        };
        self.at += length;
        let (name, inverted) = match name.strip_prefix('^') {
            Some(name) => (name, true),
            None => (name, false),
        };
        // `Any` is every character; the others are categories and scripts in both worlds.
        if name.is_empty() || !name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric()) {
            return Err(SyntaxProblem::new("`\\p` without a class"));
        }
        Ok(Escaped::Set { members: format!("\\p{{{name}}}"), negated: negated != inverted })
    }

    fn hexadecimal(&mut self) -> Result<char, SyntaxProblem> {
        let Some(inner) = self.rest().strip_prefix('{') else {
            return self.fixed_hexadecimal(2);
        };
        let digits = inner.split_once('}').map_or("", |(digits, _)| digits);
        self.at += digits.len() + 2;
        parse_hexadecimal(digits)
    }

    fn fixed_hexadecimal(&mut self, length: usize) -> Result<char, SyntaxProblem> {
        let digits = self.rest().get(..length).unwrap_or("");
        self.at += digits.len();
        parse_hexadecimal(digits)
    }
}

fn parse_hexadecimal(digits: &str) -> Result<char, SyntaxProblem> {
    let valid = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    valid
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
        .and_then(char::from_u32)
        .ok_or_else(|| SyntaxProblem::new("`\\x` without a character's number"))
}
