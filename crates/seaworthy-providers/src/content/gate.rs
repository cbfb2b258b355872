//! Which of many expressions can match a text at all, in one pass.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::literals::Required;

/// An index from required literals to the expressions that require them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    exact: Option<Automaton>,
    folded: Option<Automaton>,
    /// Expressions that require nothing.
    always: Vec<u32>,
    /// Folded expressions that a letter outside of ASCII can satisfy.
    foreign: Vec<u32>,
    /// How many expressions there are.
    count: usize,
}

#[derive(Clone, Debug)]
struct Automaton {
    searcher: AhoCorasick,
    /// Expressions by literal.
    owners: Vec<Vec<u32>>,
}

/// Literals up to this number of bytes together go into the fastest automaton, which takes about 400 bytes for each.
const DENSE_BYTES: usize = 64_000;

/// Of longer literals only the end counts: names end in what tells them apart.
const LONGEST: usize = 16;

impl Gate {
    /// An index of the requirements of expressions 0, 1, 2, ….
    pub(crate) fn new<'r>(requirements: impl IntoIterator<Item = Option<&'r Required>>) -> Self {
        let mut gate = Self::default();
        let mut exact: Vec<(&str, u32)> = Vec::new();
        let mut folded: Vec<(&str, u32)> = Vec::new();
        for (number, required) in requirements.into_iter().enumerate() {
            let number = number as u32;
            gate.count += 1;
            let Some(required) = required else {
                gate.always.push(number);
                continue;
            };
            if required.foreign {
                gate.foreign.push(number);
            }
            let list = if required.fold { &mut folded } else { &mut exact };
            list.extend(required.any_of.iter().map(|text| (end_of(text), number)));
        }
        gate.exact = Automaton::new(exact, false, &mut gate.always);
        gate.folded = Automaton::new(folded, true, &mut gate.always);
        gate.always.sort_unstable();
        gate.always.dedup();
        gate
    }

    /// The expressions that may match `text`, ascending.
    pub(crate) fn candidates(&self, text: &str) -> Vec<u32> {
        let mut alive = vec![false; self.count];
        let mark = |alive: &mut [bool], numbers: &[u32]| {
            for &number in numbers {
                if let Some(slot) = alive.get_mut(number as usize) {
                    *slot = true;
                }
            }
        };
        mark(&mut alive, &self.always);
        for automaton in [&self.exact, &self.folded].into_iter().flatten() {
            let mut seen = vec![false; automaton.owners.len()];
            for found in automaton.searcher.find_overlapping_iter(text) {
                let literal = found.pattern().as_usize();
                if let (Some(seen @ false), Some(owners)) =
                    (seen.get_mut(literal), automaton.owners.get(literal))
                {
                    *seen = true;
                    mark(&mut alive, owners);
                }
            }
        }
        let foreign = !self.foreign.is_empty()
            && ["ſ", "\u{212A}"].iter().any(|letter| text.contains(letter));
        if foreign {
            mark(&mut alive, &self.foreign);
        }
        alive.iter().enumerate().filter(|(_, alive)| **alive).map(|(n, _)| n as u32).collect()
    }
}

fn end_of(text: &str) -> &str {
    let start = text.ceil_char_boundary(text.len().saturating_sub(LONGEST));
    text.get(start..).unwrap_or(text)
}

impl Automaton {
    /// `None` without literals; where they are too many for any automaton, their owners go to `always`.
    fn new(mut list: Vec<(&str, u32)>, fold: bool, always: &mut Vec<u32>) -> Option<Self> {
        list.sort_unstable();
        list.dedup();
        let mut texts: Vec<&str> = Vec::new();
        let mut owners: Vec<Vec<u32>> = Vec::new();
        for &(text, owner) in &list {
            if texts.last() == Some(&text) {
                owners.last_mut()?.push(owner);
            } else {
                texts.push(text);
                owners.push(vec![owner]);
            }
        }
        if texts.is_empty() {
            return None;
        }
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        let kind = (bytes <= DENSE_BYTES).then_some(AhoCorasickKind::DFA);
        let searcher = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(fold)
            .kind(kind)
            .build(&texts);
        if let Ok(searcher) = searcher {
            Some(Self { searcher, owners })
        } else {
            always.extend(list.iter().map(|&(_, owner)| owner));
            None
        }
    }
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
            gate(&[(&["xab"], false), (&["ab"], false), (&["bc", "q"], false), (&[], false)]);
        assert_eq!(gate.candidates("xabc"), [0, 1, 2, 3]);
        assert_eq!(gate.candidates("q"), [2, 3]);
        assert_eq!(gate.candidates("XAB"), [3]);
    }

    #[test]
    fn folded_literals_know_the_long_s() {
        let gate = gate(&[(&["pass"], true), (&["Pass"], false)]);
        assert_eq!(gate.candidates("PASS"), [0]);
        assert_eq!(gate.candidates("Pass"), [0, 1]);
        assert_eq!(gate.candidates("paſſ"), [0]);
    }
}
