//! Which of many expressions can match a text at all.
//!
//! One pass over a piece of text notes which sequences of three bytes are in it. A literal can only be there if its own
//! sequences are; few pass by accident, and those are looked for. The pass costs the same for any number of
//! expressions, and each of them a few look-ups a piece: an Aho-Corasick automaton over the same literals was three
//! times slower, because thousands of them no longer fit the processor's caches.

use memchr::memmem::Finder;

use super::literals::Required;

/// An index of the literals that expressions require.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    /// By the number of the expression; `None` for one that requires nothing.
    requirements: Vec<Option<Requirement>>,
}

#[derive(Clone, Debug)]
struct Requirement {
    any_of: Vec<Literal>,
    /// Whether a letter outside of ASCII may stand for one of the literals'.
    foreign: bool,
}

#[derive(Clone, Debug)]
struct Literal {
    /// Where its sequences are noted; none for a literal of two bytes.
    slots: Vec<u16>,
    /// The literal itself, unless the case of letters does not matter: then its sequences must do.
    finder: Option<Finder<'static>>,
}

/// Of longer literals only the end counts: names end in what tells them apart.
const LONGEST: usize = 16;

/// Pieces of this size hold few enough different sequences. They overlap by a literal.
const PIECE: usize = 1 << 16;

/// More sequences of a literal hardly tell more.
const MOST_SLOTS: usize = 4;

impl Gate {
    /// An index of the requirements of expressions 0, 1, 2, ….
    pub(crate) fn new<'r>(requirements: impl IntoIterator<Item = Option<&'r Required>>) -> Self {
        let requirements = requirements.into_iter().map(|required| {
            required.map(|required| Requirement {
                any_of: required
                    .any_of
                    .iter()
                    .map(|text| Literal::new(text, required.fold))
                    .collect(),
                foreign: required.foreign,
            })
        });
        Self { requirements: requirements.collect() }
    }

    /// Those of the expressions `alive` that may match `text`, ascending if these are.
    pub(crate) fn candidates(&self, text: &str, alive: &[u32]) -> Vec<u32> {
        let foreign = !text.is_ascii() && ["ſ", "\u{212A}"].iter().any(|c| text.contains(c));
        let mut found = Vec::new();
        let mut pending: Vec<(u32, &Requirement)> = Vec::with_capacity(alive.len());
        for &number in alive {
            match self.requirements.get(number as usize) {
                Some(Some(required)) if !(foreign && required.foreign) => {
                    pending.push((number, required));
                }
                Some(_) => found.push(number),
                None => {}
            }
        }
        let bytes = text.as_bytes();
        let mut start = 0;
        while start < bytes.len() && !pending.is_empty() {
            let end = bytes.len().min(start + PIECE + LONGEST);
            let piece = bytes.get(start..end).unwrap_or(&[]);
            let noted = Noted::of(piece);
            pending.retain(|&(number, required)| {
                let present =
                    required.any_of.iter().any(|literal| literal.stands_in(piece, &noted));
                if present {
                    found.push(number);
                }
                !present
            });
            start += PIECE;
        }
        found.sort_unstable();
        found
    }
}

impl Literal {
    fn new(text: &str, fold: bool) -> Self {
        let start = text.ceil_char_boundary(text.len().saturating_sub(LONGEST));
        let text = text.get(start..).unwrap_or(text);
        let lower = text.to_ascii_lowercase();
        let all: Vec<u16> = lower.as_bytes().windows(3).filter_map(slot).collect();
        // Spread over the literal, its end first.
        let step = all.len().div_ceil(MOST_SLOTS).max(1);
        let slots = all.iter().rev().step_by(step).copied().collect();
        let finder = (!fold).then(|| Finder::new(text).into_owned());
        Self { slots, finder }
    }

    fn stands_in(&self, piece: &[u8], noted: &Noted) -> bool {
        self.slots.iter().all(|&slot| noted.has(slot))
            && self.finder.as_ref().is_none_or(|finder| finder.find(piece).is_some())
    }
}

/// The sequences of three bytes in a piece of text, letters in lower case.
struct Noted {
    bits: [u64; 1024],
}

impl Noted {
    fn of(piece: &[u8]) -> Self {
        let mut bits = [0_u64; 1024];
        for slot in piece.to_ascii_lowercase().windows(3).filter_map(slot) {
            if let Some(word) = bits.get_mut(usize::from(slot >> 6)) {
                *word |= 1 << (slot & 63);
            }
        }
        Self { bits }
    }

    fn has(&self, slot: u16) -> bool {
        self.bits.get(usize::from(slot >> 6)).is_some_and(|word| word >> (slot & 63) & 1 == 1)
    }
}

/// Where a sequence of three bytes is noted: the upper half of its product with a number without pattern.
fn slot(sequence: &[u8]) -> Option<u16> {
    let &[a, b, c] = sequence else { return None };
    Some((u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9E37_79B1) >> 16) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(list: &[(&[&str], bool)]) -> Gate {
        let requirements: Vec<_> = list
            .iter()
            .map(|(texts, fold)| Required {
                any_of: texts.iter().map(|&text| text.to_owned()).collect(),
                fold: *fold,
                foreign: *fold,
            })
            .collect();
        Gate::new(requirements.iter().map(|r| (!r.any_of.is_empty()).then_some(r)))
    }

    #[test]
    fn literals_within_literals_are_seen() {
        let gate =
            gate(&[(&["xabc"], false), (&["abc"], false), (&["bc", "q"], false), (&[], false)]);
        assert_eq!(gate.candidates("xabc", &[0, 1, 2, 3]), [0, 1, 2, 3]);
        assert_eq!(gate.candidates("xabc", &[1, 3]), [1, 3]);
        assert_eq!(gate.candidates("q", &[0, 1, 2, 3]), [2, 3]);
        assert_eq!(gate.candidates("XABC", &[0, 1, 2, 3]), [3]);
        assert_eq!(gate.candidates("", &[0, 1, 2, 3]), [3]);
    }

    #[test]
    fn folded_literals_know_the_long_s() {
        let gate = gate(&[(&["pass"], true), (&["Pass"], false)]);
        assert_eq!(gate.candidates("PASS", &[0, 1]), [0]);
        assert_eq!(gate.candidates("Pass", &[0, 1]), [0, 1]);
        assert_eq!(gate.candidates("paſſ", &[0, 1]), [0]);
    }

    #[test]
    fn a_literal_across_pieces_is_seen() {
        let gate = gate(&[(&["a_long_name_that_is_cut_to_its_end"], false), (&["b"], false)]);
        for before in PIECE - 40..PIECE + 3 {
            let text = format!("{}a_long_name_that_is_cut_to_its_end", " ".repeat(before));
            assert_eq!(gate.candidates(&text, &[0, 1]), [0], "{before}");
        }
    }
}
