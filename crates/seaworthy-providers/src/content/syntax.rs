//! From the regular expressions of rules to those of this program.
//!
//! Rules are written for Go's RE2, for .NET's engine where RE2 refuses, and for PCRE where `grep -P` reads them. The
//! syntax trees are nearly those of the `regex` crate; where a text means something else there (a bare `{`, `[a&&b]`,
//! `\<`, `\Q…\E`, `\d` beyond ASCII, octal numbers), it is rewritten so that the meaning stays.

mod class;
mod escape;

use std::fmt;

/// Whose syntax a pattern is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Dialect {
    /// Go's `regexp`: no look-around, no back-references, classes are ASCII.
    Re2,
    /// `regexp2`, which Konveyor asks where RE2 refuses.
    DotNet,
    /// `grep -P`: one line at a time, so nothing matches a line end.
    PcreLine,
}

/// A pattern in the syntax of this program's engines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Translated {
    /// For the `regex` crate, or for `fancy-regex` if `backtracks`.
    pub(crate) text: String,
    /// For the `regex` crate: matches wherever `text` matches, and may match elsewhere; look-around is left out.
    pub(crate) superset: String,
    /// Whether it holds look-around, back-references and the like.
    pub(crate) backtracks: bool,
    /// The same with the insides of look-around as if they were matched: tells which characters matter at all.
    pub(crate) flat: String,
}

/// Why a pattern cannot be read in a dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxProblem(String);

impl SyntaxProblem {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for SyntaxProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Deeper groups are refused, so that no engine overflows its stack.
const DEPTH_LIMIT: usize = 200;

/// RE2 refuses larger counts.
const RE2_COUNT_LIMIT: u32 = 1000;

/// Rewrites a pattern. What stays wrong in the result (unbalanced groups and the like) the engine refuses.
pub(crate) fn translate(pattern: &str, dialect: Dialect) -> Result<Translated, SyntaxProblem> {
    // Whether the backtracking engine is needed shows only on the way, and it reads some escapes differently.
    let first = Translator::new(pattern, dialect, false).run()?;
    if first.backtracks { Translator::new(pattern, dialect, true).run() } else { Ok(first) }
}

/// What an open parenthesis was.
enum Open {
    Group,
    /// A look-around: where `superset` was when it began.
    Look(usize),
}

struct Translator<'p> {
    pattern: &'p str,
    at: usize,
    dialect: Dialect,
    /// Whether the result goes to the backtracking engine.
    fancy: bool,
    text: String,
    superset: String,
    flat: String,
    open: Vec<Open>,
    /// Capture groups so far.
    groups: u32,
    backtracks: bool,
    /// Whether the last token was a repetition.
    repeated: bool,
}

impl<'p> Translator<'p> {
    fn new(pattern: &'p str, dialect: Dialect, fancy: bool) -> Self {
        Self {
            pattern,
            at: 0,
            dialect,
            fancy,
            text: String::with_capacity(pattern.len() + 16),
            superset: String::new(),
            flat: String::new(),
            open: Vec::new(),
            groups: 0,
            backtracks: false,
            repeated: false,
        }
    }

    fn rest(&self) -> &'p str {
        self.pattern.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.superset.push_str(text);
        self.flat.push_str(text);
    }

    /// Text for the backtracking engine, and what stands for it in the superset.
    fn push_backtracking(&mut self, text: &str, superset: &str) {
        self.backtracks = true;
        self.text.push_str(text);
        self.superset.push_str(superset);
        self.flat.push_str(superset);
    }

    fn run(mut self) -> Result<Translated, SyntaxProblem> {
        while let Some(c) = self.next() {
            let mut repeats = false;
            match c {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                ')' => self.close(),
                '*' | '+' | '?' => {
                    repeats = true;
                    self.repetition(c.encode_utf8(&mut [0; 4]))?;
                }
                '{' => match self.count()? {
                    Some(count) => {
                        repeats = true;
                        self.repetition(&count)?;
                    }
                    None => self.push("\\{"),
                },
                '.' if self.dialect == Dialect::PcreLine && !self.fancy => self.push("[^\\n]"),
                // `$` also matches before a final line end there; with `(?m)`, as Konveyor asks, it is the same.
                '^' | '$' if self.dialect == Dialect::PcreLine && !self.fancy => {
                    self.push(if c == '^' { "(?m:^)" } else { "(?m:$)" });
                }
                '^' | '$' | '.' | '|' => self.push(c.encode_utf8(&mut [0; 4])),
                _ => {
                    let mut text = String::new();
                    escape::push_literal(&mut text, c);
                    self.push(&text);
                }
            }
            self.repeated = repeats;
        }
        let Self { text, superset, flat, backtracks, .. } = self;
        Ok(Translated { text, superset, backtracks, flat })
    }

    /// `*`, `+`, `?` or a count, with a following `?` or (PCRE) `+`.
    fn repetition(&mut self, operator: &str) -> Result<(), SyntaxProblem> {
        if self.repeated {
            return Err(SyntaxProblem::new(format!("`{operator}` after another repetition")));
        }
        self.push(operator);
        if self.rest().starts_with('?') {
            self.at += 1;
            self.push("?");
        } else if self.dialect == Dialect::PcreLine && self.rest().starts_with('+') {
            self.at += 1;
            self.push_backtracking("+", "");
        }
        Ok(())
    }

    /// A count after its `{`; `None` where the brace is a literal.
    fn count(&mut self) -> Result<Option<String>, SyntaxProblem> {
        let Some((body, _)) = self.rest().split_once('}') else { return Ok(None) };
        let (low, high) = match body.split_once(',') {
            Some((low, high)) => (low, Some(high)),
            None => (body, None),
        };
        let number = |text: &str| {
            let zeros = self.dialect == Dialect::Re2 && text.len() > 1 && text.starts_with('0');
            !text.is_empty() && !zeros && text.bytes().all(|b| b.is_ascii_digit())
        };
        if !number(low) || !high.is_none_or(|high| high.is_empty() || number(high)) {
            return Ok(None);
        }
        let limit = if self.dialect == Dialect::Re2 { RE2_COUNT_LIMIT } else { 65_535 };
        for text in [Some(low), high].into_iter().flatten().filter(|text| !text.is_empty()) {
            if text.parse::<u32>().map_or(true, |n| n > limit) {
                return Err(SyntaxProblem::new(format!("the count {text} is over {limit}")));
            }
        }
        self.at += body.len() + 1;
        Ok(Some(format!("{{{body}}}")))
    }

    /// A group after its `(`.
    fn group(&mut self) -> Result<(), SyntaxProblem> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(SyntaxProblem::new("groups are nested too deeply"));
        }
        let Some(inner) = self.rest().strip_prefix('?') else {
            self.groups += 1;
            self.open.push(Open::Group);
            self.push("(");
            return Ok(());
        };
        let re2 = self.dialect == Dialect::Re2;
        let look = ["=", "!", "<=", "<!"].into_iter().find(|mark| inner.starts_with(mark));
        if !re2 && let Some(mark) = look {
            self.at += 1 + mark.len();
            self.open.push(Open::Look(self.superset.len()));
            self.push_backtracking(&format!("(?{mark}"), "(?:");
            return Ok(());
        }
        if !re2 && inner.starts_with('>') {
            self.at += 2;
            self.open.push(Open::Group);
            self.push_backtracking("(?>", "(?:");
            return Ok(());
        }
        if !re2 && inner.starts_with('#') {
            self.at += inner.find(')').map_or(inner.len(), |end| end + 1) + 1;
            return Ok(());
        }
        let named = ["P<", "<", "'"].into_iter().find(|mark| inner.starts_with(mark));
        if let Some(mark) = named {
            let allowed = match self.dialect {
                Dialect::Re2 => mark != "'",
                Dialect::DotNet => mark != "P<",
                Dialect::PcreLine => true,
            };
            let end = if mark == "'" { '\'' } else { '>' };
            let name = inner.get(mark.len()..).and_then(|n| n.split_once(end)).map(|(n, _)| n);
            let Some(name) = name.filter(|_| allowed) else {
                return Err(SyntaxProblem::new("a group's name is not closed"));
            };
            let word = |c: char| c == '_' || c.is_ascii_alphanumeric();
            if name.is_empty() || !name.chars().all(word) {
                return Err(SyntaxProblem::new(format!("`{name}` names no group")));
            }
            self.at += 1 + mark.len() + name.len() + 1;
            self.groups += 1;
            self.open.push(Open::Group);
            // A name that starts with a digit the engines refuse.
            let first = if name.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
            self.push(&format!("(?P<{first}{name}>"));
            return Ok(());
        }
        self.flags(inner)
    }

    /// `(?flags)` and `(?flags:` after the `(`.
    fn flags(&mut self, inner: &str) -> Result<(), SyntaxProblem> {
        let known = match self.dialect {
            Dialect::Re2 => "imsU-",
            Dialect::DotNet => "imsx-",
            Dialect::PcreLine => "imsxU-",
        };
        let length = inner.find(|c| !known.contains(c)).unwrap_or(inner.len());
        let (flags, after) = inner.split_at(length);
        let Some(end @ (')' | ':')) = after.chars().next() else {
            return Err(SyntaxProblem::new("an unknown kind of group"));
        };
        self.at += 1 + length + 1;
        if end == ':' {
            self.open.push(Open::Group);
            self.push(&format!("(?{flags}:"));
        } else if flags.is_empty() {
            self.push("(?:)");
        } else {
            self.push(&format!("(?{flags})"));
        }
        Ok(())
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Look(start)) => {
                self.text.push(')');
                self.flat.push(')');
                self.superset.truncate(start);
                self.superset.push_str("(?:)");
            }
            Some(Open::Group) | None => self.push(")"),
        }
    }
}

#[cfg(test)]
mod tests;
