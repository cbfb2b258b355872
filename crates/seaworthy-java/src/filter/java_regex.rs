//! Java's `String.matches` on texts that are patterns of rules.

use std::sync::OnceLock;

use regex::Regex;

use crate::pattern::alternatives;

/// A regular expression of Java, matched against whole texts. It is compiled when it is first asked.
#[derive(Debug)]
pub(crate) struct JavaRegex {
    source: Box<str>,
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    /// Any of some texts of letters, digits, `_`, dots (any character) and `.*` (any run): what nearly all patterns are, and
    /// quick to make.
    Plain(Vec<Box<str>>),
    /// Anything else.
    Compiled(OnceLock<Compiled>),
}

#[derive(Debug)]
enum Compiled {
    Plain(Regex),
    /// Look-around, back references, possessive and atomic groups.
    Backtracking(Box<fancy_regex::Regex>),
    Malformed,
}

/// What a match gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The whole text matches.
    Yes,
    /// It does not.
    No,
    /// The expression is none: Java throws.
    Malformed,
}

impl JavaRegex {
    /// Takes an expression, well formed or not.
    pub(crate) fn new(source: &str) -> Self {
        let engine = match plain(source) {
            Some(texts) => Engine::Plain(texts),
            None => Engine::Compiled(OnceLock::new()),
        };
        Self { source: source.into(), engine }
    }

    /// What every text that matches begins with: `a.b.` of `a.b.C*`; empty for none. Dots are taken for dots: no name has
    /// another character where a pattern has one.
    pub(crate) fn certain(&self) -> &str {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let end = self.source.find(|c| !is_plain(c)).unwrap_or(self.source.len());
        let (mut head, rest) = self.source.split_at(end);
        if rest.is_empty() {
            return head;
        }
        let mut depth = 0i32;
        for c in rest.chars() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                '|' if depth == 0 => return "",
                '\\' | '[' | '{' => return "",
                _ => {}
            }
            if depth < 0 {
                return "";
            }
        }
        // What Java refuses has no texts that match, and is asked of every text.
        if depth != 0 || translate(&self.source).is_none() {
            return "";
        }
        if rest.starts_with(['*', '?']) {
            head = head.get(..end.saturating_sub(1)).unwrap_or_default();
        }
        head
    }

    /// Whether no engine takes it.
    pub(crate) fn is_malformed(&self) -> bool {
        self.matches("") == Verdict::Malformed
    }

    /// Whether it matches all of `text`.
    pub(crate) fn matches(&self, text: &str) -> Verdict {
        let yes = match &self.engine {
            Engine::Plain(texts) => texts.iter().any(|plain| matches_plain(plain, text)),
            Engine::Compiled(cell) => match cell.get_or_init(|| compile(&self.source)) {
                Compiled::Plain(regex) => regex.is_match(text),
                // Out of budget: not a match.
                Compiled::Backtracking(regex) => regex.is_match(text).unwrap_or(false),
                Compiled::Malformed => return Verdict::Malformed,
            },
        };
        if yes { Verdict::Yes } else { Verdict::No }
    }

    /// Whether it matches all of `text`; never for one that is malformed.
    pub(crate) fn accepts(&self, text: &str) -> bool {
        self.matches(text) == Verdict::Yes
    }
}

/// The texts that an expression stands for if it has nothing but plain names, groups of such and `.*`.
fn plain(source: &str) -> Option<Vec<Box<str>>> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let mut in_group = false;
    let mut last = ' ';
    for c in source.chars() {
        let fits = match c {
            '(' => !std::mem::replace(&mut in_group, true),
            ')' => std::mem::replace(&mut in_group, false),
            '|' => in_group,
            '*' => last == '.' && !in_group,
            '?' => last == ')',
            c => is_plain(c),
        };
        if !fits {
            return None;
        }
        last = c;
    }
    // An empty alternative, or a group of one, is read in another way there.
    if in_group || source.contains("|)") || source.contains("()") {
        return None;
    }
    let texts = alternatives(source);
    texts.iter().all(|t| !t.contains(['(', ')', '?'])).then_some(())?;
    Some(texts.into_iter().map(Into::into).collect())
}

/// Whether a plain text matches all of another; as for wildcards, text times runs at most.
fn matches_plain(pattern: &str, text: &str) -> bool {
    let mut p = pattern.chars();
    let mut t = text.chars();
    let mut again: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let mut ahead = p.clone();
        let (next, is_run) = (ahead.next(), ahead.next() == Some('*'));
        if is_run {
            p = ahead;
            again = Some((p.clone(), t.clone()));
            continue;
        }
        match (next, t.clone().next()) {
            (None, None) => return true,
            // A dot is no line end; names have none.
            (Some(wanted), Some(found)) if wanted == found || (wanted == '.' && found != '\n') => {
                p.next();
                t.next();
            }
            (_, rest) => {
                let Some((behind, from)) = again.as_mut() else { return false };
                if rest.is_none() || from.next().is_none_or(|skipped| skipped == '\n') {
                    return false;
                }
                p = behind.clone();
                t = from.clone();
            }
        }
    }
}

fn compile(source: &str) -> Compiled {
    let Some(translated) = translate(source) else { return Compiled::Malformed };
    // Java reads the expression alone: `a)|(b` is none, though it would be one within a group.
    if regex::Regex::new(&translated).is_ok() {
        return match Regex::new(&format!(r"\A(?:{translated})\z")) {
            Ok(regex) => Compiled::Plain(regex),
            Err(_) => Compiled::Malformed,
        };
    }
    match fancy_regex::Regex::new(&format!(r"\A(?:{translated})\z")) {
        Ok(regex) if fancy_regex::Regex::new(&translated).is_ok() => {
            Compiled::Backtracking(Box::new(regex))
        }
        _ => Compiled::Malformed,
    }
}

/// Writes quotations out; `None` for what Java refuses and the engines here would take: a quantifier that has nothing to
/// repeat (`*Foo`), or that repeats a quantifier (`(a|b)?*`).
fn translate(source: &str) -> Option<String> {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut in_class = 0usize;
    // Whether a quantifier may follow.
    let mut repeatable = false;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '[' => in_class += 1,
            ']' => in_class = in_class.saturating_sub(1),
            '*' | '+' | '?' if in_class == 0 => {
                let group_options = c == '?' && out.ends_with('(');
                if !repeatable && !group_options {
                    return None;
                }
                out.push(c);
                // Reluctant or possessive.
                let mode = rest.chars().next().filter(|m| "?+".contains(*m) && !group_options);
                if let Some(mode) = mode {
                    out.push(mode);
                    rest = rest.get(1..).unwrap_or_default();
                }
                repeatable = false;
                continue;
            }
            _ => {}
        }
        repeatable = in_class > 0 || !matches!(c, '(' | '|');
        match c {
            '\\' => {
                let next = rest.chars().next()?;
                rest = rest.get(next.len_utf8()..).unwrap_or_default();
                match next {
                    'Q' => {
                        let (quoted, behind) = rest.split_once("\\E").unwrap_or((rest, ""));
                        out.push_str(&regex::escape(quoted));
                        rest = behind;
                    }
                    'h' => out.push_str(r"[ \t]"),
                    'R' => out.push_str(r"(?:\r\n|[\n\r])"),
                    'Z' => out.push_str(r"\z"),
                    'd' => out.push_str("[0-9]"),
                    'w' => out.push_str("[0-9A-Za-z_]"),
                    _ => out.extend(['\\', next]),
                }
            }
            _ => out.push(c),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn yes(pattern: &str, text: &str) -> bool {
        JavaRegex::new(pattern).accepts(text)
    }

    #[test]
    fn the_whole_text_must_match() {
        assert!(yes("a.b.C", "a.b.C") && yes("a.b.C", "axb.C"));
        assert!(!yes("a.b.C", "a.b.CD") && !yes("a.b.C", "xa.b.C"));
        assert!(yes("a.(b|c).D", "a.c.D") && !yes("a.(b|c).D", "a.b.Dx"));
        assert!(yes("a|bc", "bc") && !yes("a|bc", "ac"));
    }

    #[test]
    fn a_star_repeats_the_character_before() {
        assert!(yes("a.b*", "a.bbb") && yes("a.b*", "a.") && !yes("a.b*", "a.bc"));
        assert!(yes("a.b.*", "a.bcd"));
    }

    #[test]
    fn quotations_and_lookaround_are_understood() {
        assert!(yes(r"a\Q.*\Eb", "a.*b") && !yes(r"a\Q.*\Eb", "axxb"));
        assert!(yes("(?!b).*", "ab") && !yes("(?!b).*", "ba"));
        assert!(yes("a*+b", "aab"));
        assert!(yes(r"\d+", "12"));
    }

    #[test]
    fn what_java_refuses_is_malformed() {
        for pattern in ["*Foo", "*", "a(b", "a)b", "[a", "a)|(b", "\\"] {
            assert_eq!(JavaRegex::new(pattern).matches("x"), Verdict::Malformed, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_an_answer(pattern in "\\PC{0,24}", text in "\\PC{0,12}") {
            let _ = JavaRegex::new(&pattern).matches(&text);
        }

        #[test]
        fn plain_texts_agree_with_the_engine(
            pattern in "([ab.]|\\.\\*|\\((a|b)\\|(ab|\\.)\\)\\??){0,6}",
            text in "[ab.é\n]{0,6}",
        ) {
            prop_assert!(plain(&pattern).is_some());
            let engine = Regex::new(&format!(r"\A(?:{pattern})\z")).unwrap();
            prop_assert_eq!(yes(&pattern, &text), engine.is_match(&text), "{}", pattern);
        }
    }
}
