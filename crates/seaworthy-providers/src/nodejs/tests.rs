use seaworthy_base::LineIndex;
use seaworthy_facts::Language;
use seaworthy_lang::{Analyser, Limits};

use super::*;
use crate::ListedFile;

fn lines_in(path: &str, pattern: &str, text: &str) -> Vec<u32> {
    let leaf = Leaf::NodeJs { pattern: pattern.to_owned(), filepaths: FilePaths::Any };
    let language = Language::of_path(path);
    let files = FileTable {
        base: "/app".into(),
        files: vec![ListedFile { path: path.into(), size: 0, language }],
    };
    let (plan, errors) = NodeJsPlan::compile(&[leaf], &files);
    assert!(errors.is_empty() && plan.wants(0));
    let tree = Analyser::new(Limits::default()).parse(language, text).unwrap();
    let index = LineIndex::new(text);
    let mut hits = Vec::new();
    plan.scan(FileText { id: 0, path, text, lines: &index }, &tree, &mut hits);
    assert!(hits.is_empty() || plan.may_hold(text));
    hits.into_iter().map(|h| h.line).collect()
}

fn lines(pattern: &str, text: &str) -> Vec<u32> {
    lines_in("src/Board.tsx", pattern, text)
}

const PAGE: &str = r#"import React, { useState } from 'react';
import { Panel, Knob as Dial, Tone } from '@acme/widgets';
// Panel in a comment
const title = "Panel";
export const Board: React.FC<Props> = ({ isOpen }) => {
  const [level, setLevel] = useState(0);
  return (
    <Panel isFramed tone={Tone.Loud}>
      Panel level {level}
      <Dial isFramed onTurn={setLevel} />
      <input isFramed disabled={isOpen} />
    </Panel>
  );
};
window.Panel = undefinedThing(PanelGroup);
"#;

#[test]
fn imported_names_count_at_the_import_and_at_every_use() {
    assert_eq!(lines("Panel", PAGE), [2, 8, 12]);
    assert_eq!(lines("Knob", PAGE), [2]);
    assert_eq!(lines("Dial", PAGE), [2, 10]);
}

#[test]
fn comments_strings_page_text_and_longer_words_do_not_count() {
    for line in [3, 4, 9, 15] {
        assert!(!lines("Panel", PAGE).contains(&line), "line {line}");
    }
}

#[test]
fn attributes_count_on_imported_elements_only() {
    assert_eq!(lines("isFramed", PAGE), [8, 10]);
}

#[test]
fn variables_and_parameters_count() {
    assert_eq!(lines("level", PAGE), [6, 9]);
    assert_eq!(lines("isOpen", PAGE), [5, 11]);
}

#[test]
fn names_that_nothing_declares_do_not_count() {
    assert_eq!(lines("undefinedThing", PAGE), [0_u32; 0]);
    assert_eq!(lines("window", PAGE), [0_u32; 0]);
    let defaults = "const paint = ({ tone = brightest }) => tone;\nbrightest.go();\n";
    assert_eq!(lines_in("a.ts", "brightest", defaults), [0_u32; 0]);
    assert_eq!(lines_in("a.ts", "tone", defaults), [1]);
}

#[test]
fn a_pattern_with_a_dot_means_the_member_at_its_end() {
    assert_eq!(lines("Tone.Loud", PAGE), [8]);
    assert_eq!(lines("window.Panel", PAGE), [0_u32; 0]);
    assert_eq!(lines("Pan.*", PAGE), [0_u32; 0]);
}

#[test]
fn an_origin_asks_where_the_definition_lies() {
    assert_eq!(lines("@acme/widgets#Panel", PAGE), [2, 8, 12]);
    assert_eq!(lines("@acme/gadgets#Panel", PAGE), [0_u32; 0]);
    assert_eq!(lines("@acme/widgets#level", PAGE), [0_u32; 0]);
}

#[test]
fn keys_and_members_count_where_they_are_declared() {
    let text = "import { Module } from 'frame';\n@Module({ entries: [A] })\nexport class A {\n  private depth = 1;\n  grow(other) { this.depth = other.depth + other.width; }\n}\n";
    assert_eq!(lines_in("a.ts", "entries", text), [2]);
    assert_eq!(lines_in("a.ts", "depth", text), [4, 5]);
    assert_eq!(lines_in("a.ts", "width", text), [0_u32; 0]);
    assert_eq!(lines_in("a.ts", "A", text), [2, 3]);
}

#[test]
fn required_modules_are_imports() {
    let text = "const { Board } = require('frame');\nconst bed = require('bench').Bed;\nBoard.open();\nbed.get(x);\n";
    assert_eq!(lines_in("a.js", "Board", text), [1, 3]);
    assert_eq!(lines_in("a.js", "bed.get", text), [4]);
    assert_eq!(lines_in("a.js", "x", text), [0_u32; 0]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_scanned_without_panic(text in "(import \\{ a \\} from 'b';\n)?.{0,80}") {
        lines("a", &text);
        lines("a.b", &text);
    }
}

#[test]
fn long_chains_and_deep_nesting_end() {
    let chain = format!("import {{ a }} from 'b';\na{};\n", ".c()".repeat(4_000));
    assert_eq!(lines_in("a.js", "c", &chain), [2]);
    let deep = format!("const x = {}1{};\n", "[".repeat(3000), "]".repeat(3000));
    assert_eq!(lines_in("a.js", "x", &deep), [1]);
}
