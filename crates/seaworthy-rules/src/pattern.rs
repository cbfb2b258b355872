//! Regular expressions of rules: checked when read, compiled when first needed, gated by literals.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

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
}

impl Pattern {
    /// A pattern that [`Self::check`] accepted.
    pub fn new(source: &str, kind: PatternKind) -> Self {
        Self { source: source.into(), kind, compiled: OnceLock::new() }
    }

    /// Whether `source` is a regular expression of the `regex` crate; the error is one line.
    pub fn check(source: &str, kind: PatternKind) -> Result<(), String> {
        parse(source, kind).map(|_| ())
    }

    /// The compiled expression; `None` where it is over the size limit of the `regex` crate, which lint tells.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                RegexBuilder::new(&self.source)
                    .case_insensitive(self.kind.ignore_case())
                    .multi_line(self.kind.multi_line())
                    .build()
                    .ok()
            })
            .as_ref()
    }

    /// Whether the pattern is found in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// Literals (ASCII, lower case) one of which stands in every text that matches, in any case; `None` where none
    /// of three bytes or more is sure.
    pub(crate) fn required_literals(&self) -> Option<Vec<String>> {
        if let Some(literal) = literal_in_source(&self.source) {
            return Some(vec![literal]);
        }
        let hir = parse(&self.source, self.kind).ok()?;
        let found = required(&hir, 0)?;
        (weight(&found) >= 3).then_some(found)
    }
}

fn parse(source: &str, kind: PatternKind) -> Result<Hir, String> {
    regex_syntax::ParserBuilder::new()
        .case_insensitive(kind.ignore_case())
        .multi_line(kind.multi_line())
        .build()
        .parse(source)
        .map_err(|error| match error {
            regex_syntax::Error::Parse(e) => e.kind().to_string(),
            regex_syntax::Error::Translate(e) => e.kind().to_string(),
            other => other.to_string().lines().last().unwrap_or("").to_owned(),
        })
}

/// The longest literal of at least three bytes that stands outside of groups and classes, read off the source: most
/// patterns have one, and parsing all of them would be felt at every start. `None` where the source is not so plain.
fn literal_in_source(source: &str) -> Option<String> {
    let bytes = source.as_bytes();
    let (mut best, mut run) = (String::new(), String::new());
    let (mut depth, mut at) = (0usize, 0);
    let keep = |run: &mut String, best: &mut String| {
        if run.len() > best.len() {
            std::mem::swap(run, best);
        }
        run.clear();
    };
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        let mut literal = None;
        match byte {
            // An alternative at the top makes every literal optional; `(?x)` gives blanks and `#` a meaning.
            b'|' if depth == 0 => return None,
            b'(' => {
                let flags = source[at..].strip_prefix("(?").unwrap_or("");
                if flags.bytes().take_while(u8::is_ascii_alphabetic).any(|b| b == b'x') {
                    return None;
                }
                depth += 1;
            }
            b')' => depth = depth.checked_sub(1)?,
            b'[' => {
                // A class in a class, or a bracket as its first member: the parser knows.
                let end = at + source[at..].find(']')?;
                let inside = &bytes[at + 1..end];
                if inside.is_empty()
                    || inside == b"^"
                    || inside.contains(&b'[')
                    || inside.contains(&b'\\')
                {
                    return None;
                }
                at = end;
            }
            b'\\' => {
                at += 1;
                match next? {
                    b if b.is_ascii_punctuation() && !matches!(b, b'<' | b'>') => literal = Some(b),
                    b'b' | b'B' | b's' | b'S' | b'd' | b'D' | b'w' | b'W'
                        if bytes.get(at + 1) != Some(&b'{') => {}
                    _ => return None,
                }
            }
            b'?' | b'*' | b'{' => {
                // What stands before is optional, or counted.
                run.pop();
                if byte == b'{' {
                    at += source[at..].find('}')?;
                }
            }
            b'+' | b'.' | b'^' | b'$' => {}
            b if b.is_ascii() => literal = Some(b),
            _ => {}
        }
        match literal {
            Some(b) if depth == 0 => run.push(char::from(b.to_ascii_lowercase())),
            _ => keep(&mut run, &mut best),
        }
        at += 1;
    }
    keep(&mut run, &mut best);
    (depth == 0 && best.len() >= 3).then_some(best)
}

const MOST_LITERALS: usize = 24;
const DEEPEST: usize = 60;

/// The length of the shortest literal: what a gate of these is worth.
fn weight(literals: &[String]) -> usize {
    literals.iter().map(String::len).min().unwrap_or(0)
}

/// A set of literals one of which must occur in a match.
fn required(hir: &Hir, depth: usize) -> Option<Vec<String>> {
    if depth > DEEPEST {
        return None;
    }
    match hir.kind() {
        HirKind::Literal(_) | HirKind::Class(_) | HirKind::Concat(_) => {
            let mut best: Option<Vec<String>> = None;
            let mut run = String::new();
            let parts = match hir.kind() {
                HirKind::Concat(parts) => parts.as_slice(),
                _ => std::slice::from_ref(hir),
            };
            let offer = |best: &mut Option<Vec<String>>, found: Vec<String>| {
                if best.as_ref().is_none_or(|b| weight(&found) > weight(b)) {
                    *best = Some(found);
                }
            };
            for part in parts {
                if let Some(text) = plain_text(part) {
                    run.push_str(&text);
                    continue;
                }
                if !run.is_empty() {
                    offer(&mut best, vec![std::mem::take(&mut run)]);
                }
                if matches!(
                    part.kind(),
                    HirKind::Concat(_) | HirKind::Literal(_) | HirKind::Class(_)
                ) {
                    continue;
                }
                if let Some(found) = required(part, depth + 1) {
                    offer(&mut best, found);
                }
            }
            if !run.is_empty() {
                offer(&mut best, vec![run]);
            }
            best
        }
        HirKind::Capture(capture) => required(&capture.sub, depth + 1),
        HirKind::Repetition(r) if r.min > 0 => required(&r.sub, depth + 1),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(required(branch, depth + 1)?);
                if all.len() > MOST_LITERALS {
                    return None;
                }
            }
            Some(all)
        }
        HirKind::Empty | HirKind::Look(_) | HirKind::Repetition(_) => None,
    }
}

/// The part as lower-case ASCII text, where it is a literal or one letter in both cases.
fn plain_text(part: &Hir) -> Option<String> {
    match part.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            text.is_ascii().then(|| text.to_ascii_lowercase())
        }
        HirKind::Class(Class::Unicode(class)) => {
            // `(?i)k` is `k`, `K` and the Kelvin sign, `(?i)s` has the long s: nobody writes code with those two,
            // and without `k` and `s` most gates would be lost.
            let mut letter = None;
            for range in class.ranges() {
                for c in range.start()..=range.end() {
                    match c {
                        'K' | 'k' | '\u{212a}' if matches!(letter, None | Some('k')) => {
                            letter = Some('k');
                        }
                        'S' | 's' | '\u{17f}' if matches!(letter, None | Some('s')) => {
                            letter = Some('s');
                        }
                        _ if c.is_ascii_alphabetic()
                            && letter.is_none_or(|l| l == c.to_ascii_lowercase()) =>
                        {
                            letter = Some(c.to_ascii_lowercase());
                        }
                        _ => return None,
                    }
                }
            }
            letter.map(String::from)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn literals(source: &str) -> Option<Vec<String>> {
        Pattern::new(source, PatternKind::Text { ignore_case: false }).required_literals()
    }

    #[test]
    fn literals_that_every_match_holds() {
        let one = |s: &str| Some(vec![s.to_owned()]);
        assert_eq!(literals(r"^\s*User=\w+"), one("user="));
        assert_eq!(literals(r"(?i)password\s*="), one("password"));
        assert_eq!(literals(r"a(nohup|setsid)b"), Some(vec!["nohup".into(), "setsid".into()]));
        assert_eq!(literals(r"(?:sudo )+x?"), one("sudo "));
        assert_eq!(literals(r"\d+\.\d+"), None);
        assert_eq!(literals(r"(abc)?d"), None);
        assert_eq!(literals(r"abc|\d"), None);
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
            (r"^-----BEGIN (?:RSA |EC )?PRIVATE KEY", Some("-----begin ")),
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
            assert_eq!(literal_in_source(source).as_deref(), literal, "{source}");
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
            if pattern.is_match(&text) && let Some(required) = pattern.required_literals() {
                let lower = text.to_ascii_lowercase();
                prop_assert!(required.iter().any(|l| lower.contains(l)), "{source} {text} {required:?}");
            }
        }
    }
}
