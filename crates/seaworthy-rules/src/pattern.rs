//! Regular expressions of rules: checked when read, compiled when first needed, gated by literals.

mod literals;

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::Hir;

/// What a pattern is searched in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternKind {
    /// A name or a value.
    Name {
        /// Case does not matter.
        ignore_case: bool,
    },
    /// The text of a file; `^` and `$` are the ends of a line.
    Text {
        /// Case does not matter.
        ignore_case: bool,
    },
}

impl PatternKind {
    fn ignore_case(self) -> bool {
        match self {
            Self::Name { ignore_case } | Self::Text { ignore_case } => ignore_case,
        }
    }

    fn multi_line(self) -> bool {
        matches!(self, Self::Text { .. })
    }
}

/// A regular expression that is compiled when it is first asked: most rules of a set never meet a candidate.
#[derive(Debug)]
pub struct Pattern {
    source: Box<str>,
    kind: PatternKind,
    compiled: OnceLock<Option<Regex>>,
    required: OnceLock<Option<Required>>,
}

impl Pattern {
    /// A pattern that [`Self::check`] accepted.
    pub fn new(source: &str, kind: PatternKind) -> Self {
        Self { source: source.into(), kind, compiled: OnceLock::new(), required: OnceLock::new() }
    }

    /// Whether `source` is a regular expression of the `regex` crate; the error is one line.
    pub fn check(source: &str, kind: PatternKind) -> Result<(), String> {
        parse(source, kind).map(|_| ())
    }

    /// The compiled expression; `None` where it is over the size limit of the `regex` crate, which lint tells.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                RegexBuilder::new(&ascii_words(&self.source))
                    .case_insensitive(self.kind.ignore_case())
                    .multi_line(self.kind.multi_line())
                    .build()
                    .ok()
            })
            .as_ref()
    }

    /// Whether the pattern is found in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        // To compile costs a thousand times what it costs to look for a literal, and most patterns of a set never meet
        // a text that has theirs.
        if self.compiled.get().is_none()
            && self.required_literals().is_some_and(|r| !r.any_in(text))
        {
            return false;
        }
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// Literals one of which stands in every text that matches; `None` where none of three bytes or more is sure.
    pub(crate) fn required_literals(&self) -> Option<&Required> {
        let find = || {
            let literals = literals::in_source(&self.source)
                .map(|literal| vec![literal])
                .or_else(|| literals::in_parsed(&parse_for_literals(&self.source, self.kind)?))?;
            // Of a source beyond ASCII, classes with both cases of a letter are taken for the letter.
            let any_case = self.kind.ignore_case()
                || has_flag_for_case(&self.source)
                || !self.source.is_ascii();
            Some(Required::new(literals, any_case))
        };
        self.required.get_or_init(find).as_ref()
    }
}

/// Literals (ASCII) one of which a text must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Required {
    /// In lower case where `any_case`.
    pub(crate) literals: Vec<String>,
    /// Whether the text may hold them in another case.
    pub(crate) any_case: bool,
}

impl Required {
    pub(crate) fn new(mut literals: Vec<String>, any_case: bool) -> Self {
        if any_case {
            for literal in &mut literals {
                literal.make_ascii_lowercase();
            }
        }
        Self { literals, any_case }
    }

    fn any_in(&self, text: &str) -> bool {
        self.literals.iter().any(|literal| {
            if self.any_case {
                let mut windows = text.as_bytes().windows(literal.len().max(1));
                windows.any(|window| window.eq_ignore_ascii_case(literal.as_bytes()))
            } else {
                text.contains(literal)
            }
        })
    }
}

/// Whether a group may switch case off: `(?i)`, `(?s-i:…)`.
fn has_flag_for_case(source: &str) -> bool {
    source.match_indices("(?").any(|(at, start)| {
        let flags = source[at + start.len()..].bytes();
        flags.take_while(|b| b.is_ascii_alphabetic() || *b == b'-').any(|b| b == b'i')
    })
}

/// The source with `\b`, `\w` and `\d` outside of classes speaking of ASCII: names in code are ASCII, and the Unicode
/// word boundary keeps the `regex` crate from its fast engines on every text with an accent.
fn ascii_words(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let (mut in_class, mut chars) = (0u32, source.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let Some(escaped) = chars.next() else {
                    out.push(c);
                    break;
                };
                let plain =
                    matches!(escaped, 'w' | 'd') || (escaped == 'b' && chars.peek() != Some(&'{'));
                if plain && in_class == 0 {
                    out.push_str("(?-u:\\");
                    out.push(escaped);
                    out.push(')');
                } else {
                    out.push(c);
                    out.push(escaped);
                }
            }
            '[' => {
                in_class += 1;
                out.push(c);
                // A bracket as the first member of a class does not close it.
                if chars.peek() == Some(&'^') {
                    out.extend(chars.next());
                }
                if chars.peek() == Some(&']') {
                    out.extend(chars.next());
                }
            }
            ']' => {
                in_class = in_class.saturating_sub(1);
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn parse(source: &str, kind: PatternKind) -> Result<Hir, String> {
    regex_syntax::ParserBuilder::new()
        .case_insensitive(kind.ignore_case())
        .multi_line(kind.multi_line())
        .build()
        .parse(&ascii_words(source))
        .map_err(|error| match error {
            regex_syntax::Error::Parse(e) => e.kind().to_string(),
            regex_syntax::Error::Translate(e) => e.kind().to_string(),
            other => other.to_string().lines().last().unwrap_or("").to_owned(),
        })
}

/// As [`parse`], but case is dropped, because literals are looked for in any case, and ASCII sources are taken as bytes:
/// folding and Unicode classes cost most of a start.
fn parse_for_literals(source: &str, kind: PatternKind) -> Option<Hir> {
    if !source.is_ascii() {
        return parse(source, kind).ok();
    }
    regex_syntax::ParserBuilder::new()
        .multi_line(kind.multi_line())
        .unicode(false)
        .utf8(false)
        .build()
        .parse(&ascii_words(source).replace("(?i)", ""))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn literals(source: &str) -> Option<Vec<String>> {
        let pattern = Pattern::new(source, PatternKind::Text { ignore_case: false });
        pattern.required_literals().map(|required| required.literals.clone())
    }

    #[test]
    fn literals_that_every_match_holds() {
        let one = |s: &str| Some(vec![s.to_owned()]);
        assert_eq!(literals(r"^\s*User=\w+"), one("User="));
        assert_eq!(literals(r"(?i)^\s*User=\w+"), one("user="));
        assert_eq!(literals(r"(?s-i:User=)\w+"), one("user="));
        assert_eq!(literals(r"(?i)password\s*="), one("password"));
        assert_eq!(literals(r"a(nohup|setsid)b"), Some(vec!["nohup".into(), "setsid".into()]));
        assert_eq!(literals(r"(?:sudo )+x?"), one("sudo "));
        assert_eq!(literals(r"\d+\.\d+"), None);
        assert_eq!(literals(r"(abc)?d"), None);
        assert_eq!(literals(r"abc|\d"), None);
    }

    #[test]
    fn words_are_ascii() {
        let kind = PatternKind::Text { ignore_case: false };
        let found = |source: &str, text: &str| Pattern::new(source, kind).is_match(text);
        assert!(found(r"\bcaf\b", "caf\u{e9}"), "the boundary of ASCII words");
        assert!(!found(r"^\w+$", "caf\u{e9}"));
        assert!(found(r"^[\w]+$", "caf\u{e9}"), "classes are left alone");
        assert_eq!(
            ascii_words(r"a\b[^]\w]\\b\d{2}\b{start}"),
            r"a(?-u:\b)[^]\w]\\b(?-u:\d){2}\b{start}"
        );
    }

    #[test]
    fn a_bad_expression_says_why() {
        let kind = PatternKind::Name { ignore_case: false };
        assert_eq!(Pattern::check("a(b", kind).unwrap_err(), "unclosed group");
        assert!(Pattern::check("(?!x)", kind).unwrap_err().contains("look-ahead"));
    }

    #[test]
    fn plain_sources_are_not_parsed() {
        for (source, literal) in [
            (r"^-----BEGIN (?:RSA |EC )?PRIVATE KEY", Some("-----BEGIN ")),
            (r"javax\.servlet\.[a-z]+", Some("javax.servlet.")),
            (r"abcd?e", Some("abc")),
            (r"(?i)nohup{2}x", Some("nohu")),
            (r"abc|def", None),
            (r"(abc)", None),
            (r"(?x) a b c", None),
            (r"\x41abc", None),
            (r"[]a]bcd", None),
            (r"a+b+c", None),
        ] {
            assert_eq!(literals::in_source(source).as_deref(), literal, "{source}");
        }
    }

    proptest! {
        #[test]
        fn any_source_is_read_without_panic(source in "[a-c\\\\(|)?*+{}\\[\\]^.\u{e9}1,]{0,24}") {
            let pattern = Pattern::new(&source, PatternKind::Text { ignore_case: true });
            let _ = pattern.required_literals();
        }

        #[test]
        fn every_match_holds_a_required_literal(
            source in "(\\(\\?i\\))?([a-c]{1,4}|\\(abc\\|bca\\)|[abc]\\+|[abc]{2}[?*]|[ab]\\{0,2\\}|\\(ab\\)\\?|\\(cab\\)\\+|\\[ab\\]|\\|){1,4}",
            text in "[a-cA-C]{0,14}",
        ) {
            let pattern = Pattern::new(&source, PatternKind::Text { ignore_case: false });
            let found = pattern.regex().is_some_and(|regex| regex.is_match(&text));
            prop_assert_eq!(pattern.is_match(&text), found);
            if found && let Some(required) = pattern.required_literals() {
                prop_assert!(required.any_in(&text), "{source} {text} {required:?}");
            }
        }
    }
}
