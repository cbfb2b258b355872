//! Markup between code, and where it ends.

use super::tokens::is_word;

/// Tags that have no end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Markup: all of the page, or what stands between statements.
#[derive(Clone, Debug, Default)]
pub(super) struct Markup {
    pub(super) until: Until,
    /// Tags that are open.
    pub(super) depth: u32,
    /// Within the quotes of a tag: which.
    pub(super) quote: u8,
    pub(super) in_tag: bool,
    pub(super) is_void: bool,
    /// In a script or a style, which is closed by its name only.
    pub(super) raw: Option<&'static str>,
    /// What the code before waits for.
    pub(super) after: &'static str,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Until {
    #[default]
    Page,
    Line,
    /// The end of the tag it begins with.
    Tag,
}

impl Markup {
    /// Follows tags from `at` on, where `rest` begins; returns the next place. The markup is over when no tag is open.
    pub(super) fn within(&mut self, rest: &str, at: usize) -> usize {
        let bytes = rest.as_bytes();
        if self.in_tag {
            match bytes.first() {
                Some(&quote @ (b'"' | b'\'')) if self.quote == 0 => self.quote = quote,
                Some(&quote) if self.quote == quote => self.quote = 0,
                Some(b'/') if self.quote == 0 && bytes.get(1) == Some(&b'>') => self.is_void = true,
                Some(b'>') if self.quote == 0 => {
                    self.in_tag = false;
                    if self.is_void {
                        self.raw = None;
                        self.depth = self.depth.saturating_sub(1);
                    }
                }
                _ => {}
            }
            return at + 1;
        }
        if let Some(name) = self.raw {
            let closes = bytes.starts_with(b"</")
                && rest.get(2..2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
            if !closes {
                return at + 1;
            }
            self.raw = None;
        }
        match bytes {
            [b'<', b'!', b'-', b'-', ..] => {
                self.depth += 1;
                at + 4
            }
            [b'-', b'-', b'>', ..] => {
                self.depth = self.depth.saturating_sub(1);
                at + 3
            }
            [b'<', b'/', ..] => {
                // The end of a tag is like a tag without content: it opens nothing and closes one.
                self.in_tag = true;
                self.is_void = true;
                at + 2
            }
            [b'<', b'!', ..] => {
                self.depth += 1;
                self.in_tag = true;
                self.is_void = true;
                at + 2
            }
            [b'<', next, ..] if next.is_ascii_alphabetic() => {
                let end = bytes.iter().skip(1).take_while(|b| is_word(**b) || **b == b'-').count();
                let name = rest.get(1..=end).unwrap_or("").to_ascii_lowercase();
                self.depth += 1;
                self.in_tag = true;
                self.is_void = VOID.contains(&name.as_str());
                self.raw = ["script", "style"].into_iter().find(|raw| *raw == name);
                at + 1 + end
            }
            _ => at + 1,
        }
    }
}
