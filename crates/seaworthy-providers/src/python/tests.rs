use seaworthy_base::LineIndex;
use seaworthy_lang::{Analyser, Limits};

use super::*;
use crate::ListedFile;

fn lines(pattern: &str, text: &str) -> Vec<u32> {
    let files = FileTable {
        base: "/app".into(),
        files: vec![ListedFile { path: "a.py".into(), size: 0, language: Language::Python }],
    };
    let leaf = Leaf::Python { pattern: pattern.to_owned() };
    let (plan, errors) = PythonPlan::compile(&[leaf], &files);
    assert!(errors.is_empty() && plan.wants(0));
    let tree = Analyser::new(Limits::default()).parse(Language::Python, text).unwrap();
    let index = LineIndex::new(text);
    let mut hits = Vec::new();
    plan.scan(FileText { id: 0, path: "a.py", text, lines: &index }, &tree, &mut hits);
    assert!(hits.is_empty() || plan.may_hold(text));
    hits.into_iter().map(|h| h.line).collect()
}

const PROGRAM: &str = r#"import os.path
import numpy as np
from ledger.book import Entry, Page as Sheet
from ledger import *

# Entry in a comment
def post(Entry2=None, size=np.int64):
    sheet = Sheet("Entry")
    os.path.join("a", sheet.title)
    return Entry(amount=np.zeros(3)).total
"#;

#[test]
fn imports_and_uses_count() {
    assert_eq!(lines("ledger.book.Entry", PROGRAM), [3, 10]);
    assert_eq!(lines("ledger.book.Page", PROGRAM), [3, 8]);
    assert_eq!(lines("ledger.book", PROGRAM), [3, 8, 10]);
    assert_eq!(lines("ledger", PROGRAM), [3, 4, 8, 10]);
}

#[test]
fn aliases_and_dotted_modules_are_followed() {
    assert_eq!(lines("numpy.zeros", PROGRAM), [10]);
    assert_eq!(lines("numpy", PROGRAM), [2, 7, 10]);
    assert_eq!(lines("os.path.join", PROGRAM), [9]);
}

#[test]
fn parts_of_names_and_unknown_values_do_not_count() {
    assert_eq!(lines("led", PROGRAM), [0_u32; 0]);
    assert_eq!(lines("title", PROGRAM), [0_u32; 0]);
}

#[test]
fn the_end_of_a_path_and_declared_names_count() {
    assert_eq!(lines("Entry", PROGRAM), [3, 10]);
    assert_eq!(lines("zeros", PROGRAM), [10]);
    let text = "def run():\n    return helper()\n\n@cached\ndef helper():\n    pass\n";
    assert_eq!(lines("helper", text), [2]);
}

#[test]
fn regular_expressions_match_paths() {
    assert_eq!(lines(r"numpy\.(zeros|ones)$", PROGRAM), [10]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_scanned_without_panic(text in "(import a\n|from a import b\n)?.{0,80}") {
        lines("a.b", &text);
    }
}
