//! What a leaf asks, and whether a place answers it.

use crate::content::LazyRegex;

use crate::LeafId;
use crate::csharp::names::Symbol;
use crate::csharp::visit::{Part, Sighting};

/// What kind of name a leaf asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Location {
    All,
    Method,
    Field,
    Class,
}

impl Location {
    /// The location that a word means; unknown words mean all.
    pub(super) fn of_word(word: &str) -> Self {
        match word {
            "METHOD" => Self::Method,
            "FIELD" => Self::Field,
            "CLASS" => Self::Class,
            _ => Self::All,
        }
    }

    fn takes(self, part: Part, is_call: bool) -> bool {
        match (self, part) {
            (Self::All, _) | (_, Part::Type) | (Self::Class, Part::Class | Part::Using) => true,
            (Self::Method, Part::Member) => is_call,
            (Self::Field, Part::Member) => !is_call,
            _ => false,
        }
    }
}

/// One leaf.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) leaf: LeafId,
    pub(super) regex: LazyRegex,
    pub(super) location: Location,
    /// Parts of paths, lower case; empty for every file.
    pub(super) paths: Vec<String>,
}

impl Question {
    /// The first reading of a place that the pattern means.
    pub(super) fn answer<'s>(&self, sighting: &'s Sighting) -> Option<&'s Symbol> {
        if !self.location.takes(sighting.part, sighting.is_call) {
            return None;
        }
        sighting.readings.iter().find(|symbol| self.means(symbol, sighting.part))
    }

    fn means(&self, symbol: &Symbol, part: Part) -> bool {
        if part == Part::Class && self.regex.is_match(&symbol.class) {
            return true;
        }
        // A pattern that any name in that place answers says nothing about one that may be elsewhere.
        self.regex.is_match(&symbol.full_name())
            && symbol.unknown().is_none_or(|unknown| !self.regex.is_match(&unknown))
    }
}

/// A word that the text of every file with a hit holds: the longest run of letters outside of groups and sets that
/// nothing repeats. `None` where there is none of three letters or more.
pub(super) fn required_word(pattern: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut depth = 0_u32;
    let mut escaped = false;
    for c in pattern.chars() {
        if c == '|' && depth == 0 && !escaped {
            return None;
        }
        if escaped {
            // `\.` ends a word as `.` does; what else stands after a backslash is no letter of the name either.
            escaped = false;
            words.push(std::mem::take(&mut word));
            continue;
        }
        match c {
            '\\' => {
                escaped = true;
                words.push(std::mem::take(&mut word));
            }
            '(' | '[' => {
                depth += 1;
                words.push(std::mem::take(&mut word));
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                word.clear();
            }
            '*' | '?' | '{' => {
                word.pop();
                words.push(std::mem::take(&mut word));
                if c == '{' {
                    depth += 1;
                }
            }
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 && (c.is_alphanumeric() || c == '_') => word.push(c),
            _ => words.push(std::mem::take(&mut word)),
        }
    }
    words.push(word);
    // Of equally long ones the last is the most telling.
    words.into_iter().filter(|w| w.chars().count() >= 3).max_by_key(String::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_outside_of_groups_and_repetitions_are_required() {
        assert_eq!(required_word("System.Web.Mvc.*").as_deref(), Some("System"));
        assert_eq!(required_word(r".*\.Thread\.Abort").as_deref(), Some("Thread"));
        assert_eq!(required_word(r".*\.(Session|HttpContext\.Session)"), None);
        assert_eq!(required_word(r"A.FooBars*").as_deref(), Some("FooBar"));
        assert_eq!(required_word("Abcd|Efgh"), None);
    }
}
