//! Bracketed sets of characters.

use super::escape::{Escaped, push_literal};
use super::{Dialect, SyntaxProblem, Translator};

const POSIX: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

impl Translator<'_> {
    /// A class after its `[`.
    pub(super) fn class(&mut self) -> Result<(), SyntaxProblem> {
        let unclosed = || SyntaxProblem::new("`[` is not closed");
        let mut out = String::from("[");
        let negated = self.rest().starts_with('^');
        if negated {
            self.at += 1;
            out.push('^');
        }
        // A set within may hold the line end although nobody wrote it.
        let mut wide = negated;
        let mut first = true;
        loop {
            let rest = self.rest();
            match rest.chars().next() {
                None => return Err(unclosed()),
                Some(']') if !first => {
                    self.at += 1;
                    break;
                }
                Some('-')
                    if self.dialect == Dialect::DotNet && !first && rest.starts_with("-[") =>
                {
                    return Err(SyntaxProblem::new("a class is taken from a class"));
                }
                Some(_) => {}
            }
            first = false;
            if self.dialect != Dialect::DotNet
                && let Some((name, _)) = rest.strip_prefix("[:").and_then(|r| r.split_once(":]"))
            {
                let bare = name.strip_prefix('^').unwrap_or(name);
                if POSIX.contains(&bare) {
                    self.at += name.len() + 4;
                    out.push_str(&format!("[:{name}:]"));
                    wide = true;
                    continue;
                }
                if bare.chars().all(|c| c.is_ascii_alphabetic()) {
                    return Err(SyntaxProblem::new(format!("there is no class `{name}`")));
                }
            }
            let low = match self.class_item()? {
                Escaped::Char(c) => c,
                Escaped::Set { members, negated } => {
                    wide = true;
                    let not = if negated { "^" } else { "" };
                    out.push_str(&format!("[{not}{members}]"));
                    continue;
                }
            };
            push_class_literal(&mut out, low);
            let range = self.rest().strip_prefix('-').filter(|rest| !rest.starts_with(']'));
            if range.is_none_or(str::is_empty) {
                wide |= low == '\n';
                continue;
            }
            let before = self.at;
            self.at += 1;
            match self.class_item()? {
                Escaped::Char(high) => {
                    if high < low {
                        return Err(SyntaxProblem::new(format!("the range {low}-{high} is empty")));
                    }
                    wide |= low <= '\n' && high >= '\n';
                    out.push('-');
                    push_class_literal(&mut out, high);
                }
                // `[a-\d]`: RE2 refuses, the others take the dash for itself.
                Escaped::Set { .. } if self.dialect == Dialect::Re2 => {
                    return Err(SyntaxProblem::new("a range that ends in a class"));
                }
                Escaped::Set { .. } => {
                    self.at = before + 1;
                    out.push_str("\\-");
                }
            }
        }
        out.push(']');
        self.push_class(&out, wide);
        Ok(())
    }

    /// Adds a class; `wide` if the end of a line may be in it, which no line holds.
    pub(super) fn push_class(&mut self, class: &str, wide: bool) {
        if wide && self.dialect == Dialect::PcreLine && !self.fancy {
            self.push(&format!("[{class}&&[^\\n]]"));
        } else {
            self.push(class);
        }
    }

    fn class_item(&mut self) -> Result<Escaped, SyntaxProblem> {
        match self.next() {
            Some('\\') => self.escaped(true),
            Some(c) => Ok(Escaped::Char(c)),
            None => Err(SyntaxProblem::new("`[` is not closed")),
        }
    }
}

/// Within brackets a space must not vanish under `(?x)`.
fn push_class_literal(out: &mut String, c: char) {
    if c == ' ' { out.push_str("\\x20") } else { push_literal(out, c) }
}
