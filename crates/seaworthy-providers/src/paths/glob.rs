//! Shell globs with the meaning of Go's `filepath.Match`: `*` and `?` do not match `/`.

/// Whether the whole of `text` matches; a malformed pattern matches nothing.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let Some(pattern) = parse(pattern) else { return false };
    let text: Vec<char> = text.chars().collect();
    // The last star and where the text stood: only the last one ever has to give way.
    let mut star: Option<(usize, usize)> = None;
    let (mut p, mut t) = (0, 0);
    loop {
        match (pattern.get(p), text.get(t)) {
            (None, None) => return true,
            (Some(Token::Star), _) => {
                star = Some((p, t));
                p += 1;
                continue;
            }
            (Some(token), Some(&c)) if token.matches(c) => {
                p += 1;
                t += 1;
                continue;
            }
            _ => {}
        }
        match star {
            Some((at, from)) if text.get(from).is_some_and(|&c| c != '/') => {
                star = Some((at, from + 1));
                p = at + 1;
                t = from + 1;
            }
            _ => return false,
        }
    }
}

/// A text that stands in whatever matches; `None` for a malformed pattern, which matches nothing.
pub(super) fn longest_literal(pattern: &str) -> Option<String> {
    let mut longest = String::new();
    let mut run = String::new();
    for token in parse(pattern)? {
        match token {
            Token::Char(c) => run.push(c),
            _ => run.clear(),
        }
        if run.len() > longest.len() {
            longest.clone_from(&run);
        }
    }
    Some(longest)
}

enum Token {
    Star,
    Any,
    Char(char),
    Class { negated: bool, ranges: Vec<(char, char)> },
}

impl Token {
    fn matches(&self, c: char) -> bool {
        match self {
            Self::Star => false,
            Self::Any => c != '/',
            Self::Char(own) => *own == c,
            Self::Class { negated, ranges } => {
                ranges.iter().any(|&(low, high)| low <= c && c <= high) != *negated
            }
        }
    }
}

fn parse(pattern: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        tokens.push(match c {
            '*' => Token::Star,
            '?' => Token::Any,
            '\\' => Token::Char(rest.next()?),
            '[' => class(&mut rest)?,
            c => Token::Char(c),
        });
    }
    Some(tokens)
}

/// A class after its `[`; a `]` cannot be first, and neither `-` nor `]` stands alone.
fn class(rest: &mut std::str::Chars<'_>) -> Option<Token> {
    let negated = rest.as_str().starts_with('^');
    if negated {
        rest.next();
    }
    let mut ranges = Vec::new();
    loop {
        if !ranges.is_empty() && rest.as_str().starts_with(']') {
            rest.next();
            return Some(Token::Class { negated, ranges });
        }
        let low = member(rest)?;
        let high = if rest.as_str().starts_with('-') {
            rest.next();
            member(rest)?
        } else {
            low
        };
        ranges.push((low, high));
    }
}

fn member(rest: &mut std::str::Chars<'_>) -> Option<char> {
    match rest.next()? {
        '-' | ']' => None,
        '\\' => rest.next(),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_stay_within_a_folder() {
        assert!(matches("*.java", "A.java"));
        assert!(!matches("*.java", "/src/A.java"));
        assert!(matches("/src/*.java", "/src/A.java"));
        assert!(matches("/*/*.java", "/src/A.java"));
        assert!(!matches("/*.java", "/src/A.java"));
        assert!(matches("a*b*c", "axxbyyc"));
        assert!(!matches("a*b*c", "axxbyy"));
        assert!(matches("*", ""));
    }

    #[test]
    fn classes_and_escapes() {
        assert!(matches("?[a-c][^x]", "zby"));
        assert!(!matches("?[a-c][^x]", "zbx"));
        assert!(matches(r"\*", "*"));
        assert!(!matches(r"\*", "a"));
        assert!(!matches("?", "/"));
    }

    #[test]
    fn malformed_globs_match_nothing() {
        for pattern in ["[", "[]a]", "[a", "[-a]", "a\\", "[a-]"] {
            assert!(!matches(pattern, "a"), "{pattern}");
        }
    }
}
