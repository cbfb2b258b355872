//! A few lines of Konveyor's numbered excerpt, which may have two hundred.

/// Lines before and after the place.
const AROUND: u32 = 2;
/// Longer lines are cut: minified code has lines of megabytes.
const MAX_CHARS: usize = 240;

/// A line of an excerpt.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ExcerptLine {
    /// From 1.
    pub(super) number: u32,
    /// Its text without the number.
    pub(super) text: String,
    /// Whether it is the place itself.
    pub(super) hit: bool,
}

/// The lines around `line`; nothing where the excerpt does not hold it.
pub(super) fn excerpt(snip: &str, line: u32) -> Vec<ExcerptLine> {
    if line == 0 {
        return Vec::new();
    }
    let lines: Vec<ExcerptLine> = snip
        .lines()
        .filter_map(|raw| {
            let trimmed = raw.trim_start();
            let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
            let number: u32 = trimmed.get(..digits)?.parse().ok()?;
            let text = trimmed.get(digits..)?;
            let text = text.strip_prefix("  ").unwrap_or(text);
            let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(at, _)| at);
            Some(ExcerptLine { number, text: text.get(..end)?.to_owned(), hit: number == line })
        })
        .filter(|l| l.number.abs_diff(line) <= AROUND)
        .collect();
    if lines.iter().any(|l| l.hit) { lines } else { Vec::new() }
}
