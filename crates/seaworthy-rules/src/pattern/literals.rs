//! Literals that a text must hold for a pattern to match: what the gates of a plan look for.

use regex_syntax::hir::{Class, Hir, HirKind};

/// The longest literal of at least three bytes that stands outside of groups and classes, read off the source: most
/// patterns have one, and parsing all of them would be felt at every start. `None` where the source is not so plain.
pub(super) fn in_source(source: &str) -> Option<String> {
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
            Some(b) if depth == 0 => run.push(char::from(b)),
            _ => keep(&mut run, &mut best),
        }
        at += 1;
    }
    keep(&mut run, &mut best);
    (depth == 0 && best.len() >= 3).then_some(best)
}

const MOST_LITERALS: usize = 24;
const DEEPEST: usize = 60;

/// Literals one of which must occur in a match, three bytes or longer.
pub(super) fn in_parsed(hir: &Hir) -> Option<Vec<String>> {
    required(hir, 0).filter(|found| weight(found) >= 3)
}

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

/// The part as ASCII text, where it is a literal or one letter in both cases, which is then lower case.
fn plain_text(part: &Hir) -> Option<String> {
    match part.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            text.is_ascii().then(|| text.to_owned())
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
