//! Any expression over any text ends, and finds nodes in document order: `cargo +nightly fuzz run xpath`. The input is
//! the expression up to the first line end, then the document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seaworthy_xml::{Document, Reading};
use seaworthy_xpath::{Budget, Mode, Namespaces, XPath};

fuzz_target!(|input: &str| {
    let (expression, text) = input.split_once('\n').unwrap_or((input, "<a><b k='1'>x</b></a>"));
    for (mode, reading) in [
        (Mode::Standard, Reading::Recommendation),
        (Mode::Konveyor, Reading::Konveyor),
        (Mode::Mended, Reading::Recommendation),
    ] {
        let Ok(xpath) = XPath::parse(expression, mode) else { continue };
        let doc = Document::read(text, reading);
        let mut budget = Budget::new(100_000);
        let Ok(nodes) = xpath.select(&doc, &Namespaces::new(), &mut budget) else { continue };
        assert!(nodes.is_sorted_by(|a, b| a < b));
        let names: Vec<&str> = doc.distinct_local_names().collect();
        let possible = xpath
            .required_names()
            .iter()
            .any(|list| list.iter().all(|name| names.contains(&name.as_str())));
        assert!(possible || nodes.is_empty(), "the gate of names loses results");
    }
});
