//! Any text gives a tree whose nodes lie in it, in each reading: `cargo +nightly fuzz run xml`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seaworthy_xml::{Document, NodeId, Reading};

fuzz_target!(|text: &str| {
    let documents = [
        Document::parse(text),
        Document::read(text, Reading::Recommendation),
        Document::read(text, Reading::Konveyor),
    ];
    for doc in &documents {
        for index in 0..doc.len() {
            let node = NodeId::at(index);
            let span = doc.span(node);
            assert!(text.get(span.start as usize..span.end as usize).is_some());
            for child in doc.child_nodes(node) {
                assert_eq!(doc.parent(child), Some(node));
            }
        }
    }
});
