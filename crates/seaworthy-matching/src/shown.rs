//! The text of a piece of evidence: one line, secrets masked.

use seaworthy_base::{mask_line, mask_value};

/// Longest line that is shown from its start.
const LONG: usize = 300;

/// A source line as evidence of a match at byte `at` of the line. A secret, where there is one, is not in the result.
pub(crate) fn shown_line(line: &str, at: usize, secret: Option<&str>) -> String {
    let masked = mask_line(line);
    let was_masked = masked != line;
    let mut shown = if line.len() <= LONG || was_masked {
        masked
    } else {
        // Of a long line the part around the match says more than its start.
        let from = line.floor_char_boundary(at.saturating_sub(60).min(line.len()));
        let to = line.ceil_char_boundary((from + LONG).min(line.len()));
        line.get(from..to).unwrap_or(line).to_owned()
    };
    if let Some(secret) = secret.map(str::trim).filter(|s| !s.is_empty()) {
        let first_line = secret.lines().next().unwrap_or(secret);
        // A short secret that is masked already may stand in the words of the mask.
        if !was_masked || first_line.len() > 3 {
            shown = without_word(&shown, first_line, &mask_value(secret));
        }
    }
    shown
}

/// `text` with `word` masked wherever it stands alone: in `password: pass` the key stays readable. Where it never stands
/// alone, it is masked everywhere.
fn without_word(text: &str, word: &str, mask: &str) -> String {
    let alone = |at: usize| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    };
    let places: Vec<usize> =
        text.match_indices(word).map(|(at, _)| at).filter(|&at| alone(at)).collect();
    if places.is_empty() {
        return text.replace(word, mask);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in places {
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push_str(mask);
        from = at + word.len();
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_stays() {
        let line = "dsn = postgres://app:hunter22@db/x";
        for secret in [Some("hunter22"), Some("postgres://app:hunter22@db/x")] {
            let shown = shown_line(line, 6, secret);
            assert!(!shown.contains("hunter22") && shown.contains("masked"), "{shown}");
        }
        let key = shown_line("aws AKIAABCDEFGHIJKLMNOP", 4, Some("AKIAABCDEFGHIJKLMNOP"));
        assert!(key.starts_with("aws ‹masked: 20 characters"), "{key}");
        let short = without_word("  password: pass", "pass", "‹masked›");
        assert_eq!(short, "  password: ‹masked›");
        assert_eq!(without_word("xpassx", "pass", "*"), "x*x");
        assert_eq!(shown_line("server.port=80", 0, None), "server.port=80");
    }

    #[test]
    fn a_long_line_is_shown_around_the_match() {
        let line = format!("{}é needle {}", "x".repeat(1000), "y".repeat(1000));
        let shown = shown_line(&line, 1003, None);
        assert!(shown.len() < 400 && shown.contains("needle"), "{shown}");
        let secret = format!("{} password=abc123 {}", "x".repeat(1000), "y".repeat(100));
        assert!(!shown_line(&secret, 1001, None).contains("abc123"));
    }
}
