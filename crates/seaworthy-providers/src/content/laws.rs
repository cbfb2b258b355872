//! What holds for any pattern and any text.

use proptest::prelude::*;

use super::gate::Gate;
use super::search::Search;
use super::syntax::{Dialect, translate};

/// Pieces of patterns, valid and not.
fn pattern() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[abksAK]{1,3}",
        1 => prop::sample::select(vec![
            ".", "*", "+", "?", "|", "(", "(?:", "(?i)", "(?s)", "(?m)", ")", ")", "^", "$", "[ab]", "[^a]",
            "[[:space:]]", "[^", "]", "{2}", "{,2}", "{", "\\d", "\\W", "\\s", "\\b", "\\n", "\\Q", "\\E", "\\1",
            "\\x41", "\\pL", "\\", "(?=", "(?!a)", "(?<=", "(?<!b)", "(?>", "++", "*?", "é", "ſ", "\"", "\\R",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    "[abksAKéſ\u{212A}4. \t\"\n]{0,24}"
}

fn found(search: &Search, text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    search.run(text, |range| {
        found.push((range.start, text[range].to_owned()));
        true
    });
    found
}

proptest! {
    #[test]
    fn any_pattern_is_read_or_refused(pattern in "\\PC{0,24}") {
        for dialect in [Dialect::Re2, Dialect::DotNet, Dialect::PcreLine] {
            let _ = translate(&pattern, dialect);
        }
    }

    #[test]
    fn the_gate_lets_every_match_through(pattern in pattern(), text in text()) {
        let searches = [Search::whole_file(&pattern), Search::line_by_line(&pattern).ok()];
        for search in searches.iter().flatten() {
            if !found(search, &text).is_empty() {
                let gate = Gate::new([search.required.as_ref()]);
                prop_assert_eq!(gate.candidates(&text, &[0]), [0], "{:?}", search.required);
            }
        }
    }

    #[test]
    fn a_line_is_searched_as_if_it_stood_alone(pattern in pattern(), text in text()) {
        if let Ok(search) = Search::line_by_line(&pattern) {
            let mut expected = Vec::new();
            let mut start = 0;
            for line in text.split('\n') {
                expected.extend(found(&search, line).into_iter().map(|(at, text)| (at + start, text)));
                start += line.len() + 1;
            }
            prop_assert_eq!(found(&search, &text), expected);
        }
    }

    #[test]
    fn matches_are_in_order_and_not_empty(pattern in pattern(), text in text()) {
        if let Some(search) = Search::whole_file(&pattern) {
            let found = found(&search, &text);
            prop_assert!(found.iter().all(|(_, text)| !text.is_empty()));
            prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }

    #[test]
    fn a_quoted_text_finds_itself(text in "[^\\\\]{1,12}") {
        let regex = super::compile_re2(&format!("\\Q{text}\\E$")).unwrap();
        prop_assert!(regex.is_match(&text));
    }
}
