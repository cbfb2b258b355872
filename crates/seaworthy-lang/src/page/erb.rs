//! ERB: Ruby between `<%` and `%>`, run from top to bottom.

use super::{Code, find, rest, says_something};

/// The Ruby of a page, a line end after each piece; `None` where there is none.
///
/// Code between `<!--` and `-->` runs like all other. The first `%>` ends a piece, in a string too.
pub(super) fn code(page: &str) -> Option<Code> {
    let mut code = Code::default();
    let mut at = 0;
    while let Some(open) = find(page, at, "<%") {
        let sign = rest(page, open + 2);
        // Two per cent signs stand for one.
        if sign.starts_with('%') {
            at = open + 3;
            continue;
        }
        let Some(close) = find_close(page, open + 2) else {
            code.unclosed.add(open);
            break;
        };
        at = close + 2;
        if sign.starts_with('#') {
            continue;
        }
        let signs = sign.bytes().take_while(|b| matches!(b, b'=' | b'-')).count().min(2);
        let from = (open + 2 + signs).min(close);
        let trimmed = page.get(from..close).is_some_and(|c| c.ends_with('-'));
        let to = close - usize::from(trimmed);
        if says_something(page, from, to) {
            let since = code.text.len();
            code.copy(page, from, to);
            if sign.starts_with('=') {
                code.shown(since);
            }
            code.frame("\n");
        }
    }
    (!code.is_empty()).then_some(code)
}

/// The next `%>` that is not written `%%>`.
fn find_close(page: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = find(page, at, "%>") {
        let escaped = found > from && page.as_bytes().get(found - 1) == Some(&b'%');
        if !escaped {
            return Some(found);
        }
        at = found + 2;
    }
    None
}
