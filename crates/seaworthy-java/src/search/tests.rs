//! Behaviours that a plain search of names would get wrong, each with its own file.

mod annotations;
mod calls;
mod names;
mod supertypes;
mod types;

use seaworthy_konveyor::{Annotated, JavaLocation, JavaReference};

use super::*;
use crate::{FileGate, Libraries};

/// A condition.
fn query(location: &str, pattern: &str) -> JavaReference {
    JavaReference {
        pattern: pattern.into(),
        location: JavaLocation::of_word(location),
        ..JavaReference::default()
    }
}

/// A condition with `annotated`.
fn annotated(
    location: &str,
    pattern: &str,
    annotation: &str,
    elements: &[(&str, &str)],
) -> JavaReference {
    let elements = elements.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
    JavaReference {
        annotated: Some(Annotated { pattern: annotation.into(), elements }),
        ..query(location, pattern)
    }
}

/// Reads sources; their paths follow from package and order: `src/main/java/<package>/F<n>.java`.
fn units(plan: &SearchPlan, sources: &[&str]) -> Vec<Unit> {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_java::LANGUAGE.into()).unwrap();
    let gate = plan.gate();
    sources
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let package =
                text.trim_start().strip_prefix("package ").and_then(|t| t.split(';').next());
            let folder = package.map_or(String::new(), |p| p.replace('.', "/") + "/");
            let path = format!("src/main/java/{folder}F{n}.java");
            let gate = FileGate { names: &gate, plan };
            Unit::read_for(&parser.parse(text, None).unwrap(), text, path.into(), gate)
        })
        .collect()
}

/// What a condition finds in sources of one project, file by file.
fn search(query: &JavaReference, sources: &[&str]) -> Vec<Vec<JavaHit>> {
    let (plan, errors) = SearchPlan::compile(&[(7, query)]);
    assert!(errors.is_empty(), "{errors:?}");
    let units = units(&plan, sources);
    let project = Project::new(&units, Libraries::default());
    let mut scratch = SearchScratch::default();
    let find = |unit| {
        let mut out = Vec::new();
        plan.search(unit, &project, &mut scratch, &mut out);
        out
    };
    units.iter().map(find).collect()
}

/// Lines of the first file where a condition matches.
fn lines_of(query: &JavaReference, sources: &[&str]) -> Vec<u32> {
    let mut lines: Vec<u32> =
        search(query, sources).swap_remove(0).iter().map(|h| h.line).collect();
    lines.dedup();
    lines
}

fn lines(location: &str, pattern: &str, source: &str) -> Vec<u32> {
    lines_of(&query(location, pattern), &[source])
}

/// Kind and name of the matches in the first file.
fn named(query: &JavaReference, sources: &[&str]) -> Vec<(&'static str, String)> {
    let first = search(query, sources).swap_remove(0);
    first.into_iter().map(|h| (h.kind, h.name.into())).collect()
}

#[test]
fn a_pattern_that_cannot_be_read_is_an_error_of_its_condition() {
    let good = query("TYPE", "a.B");
    let bad = query("TYPE", "a.B<");
    let regex = annotated("TYPE", "a.B", "x(", &[]);
    let (plan, errors) = SearchPlan::compile(&[(1, &bad), (2, &good), (3, &regex)]);
    assert_eq!(errors.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1, 3]);
    assert!(!plan.is_empty());
    let (_, errors) = SearchPlan::compile(&[(1, &query("", ""))]);
    assert_eq!(errors.len(), 1);
}

#[test]
fn hits_carry_line_location_and_package() {
    let source = "package p.q;\n\nimport a.b.Foo;\n";
    let hits = search(&query("IMPORT", "a.b.Foo"), &[source]).swap_remove(0);
    let expected = JavaHit {
        leaf: 7,
        line: 3,
        location: (2, 2),
        kind: "Module",
        name: "a.b.Foo".into(),
        package: "p.q".into(),
    };
    assert_eq!(hits, [expected]);
}

#[test]
fn what_the_gate_leaves_out_is_nothing_that_is_found() {
    let sources = [
        "package p;\nimport a.b.C;\nimport static a.d.E.f;\nclass A extends C { C c = new C(); void m(X x) { f(); c.g(); x.h(); new a.d.Y().i(); } }\n",
        "package a.b;\n@Deprecated\nclass D { Z z; a.d.W w; void n() { z.g(); String.valueOf(1); } }\nimport a.d.*;\nclass L { V v = new V(); }\n",
        "import a.d.*;\nclass F { V v; V w() { return new V(); } }\n",
    ];
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_java::LANGUAGE.into()).unwrap();
    for pattern in
        ["a.b.*", "a.d.*", "a.*", "a.b.C.*", "*", "java.lang.*", "a.d*", "a.(b|d).*", "Z"]
    {
        for location in
            ["", "TYPE", "METHOD_CALL", "CONSTRUCTOR_CALL", "ANNOTATION", "INHERITANCE", "FIELD"]
        {
            let query = query(location, pattern);
            let (plan, _) = SearchPlan::compile(&[(7, &query)]);
            let mut read = |narrow: bool| -> Vec<Unit> {
                let (gate, everything) = (plan.gate(), crate::NameGate::everything());
                let mut unit = |text: &str| {
                    let tree = parser.parse(text, None).unwrap();
                    if narrow {
                        let gate = FileGate { names: &gate, plan: &plan };
                        Unit::read_for(&tree, text, "a/b/F.java".into(), gate)
                    } else {
                        Unit::read(&tree, text, "a/b/F.java".into(), &everything)
                    }
                };
                sources.iter().map(|text| unit(text)).collect()
            };
            let found = |units: Vec<Unit>| {
                let project = Project::new(&units, Libraries::default());
                let mut hits = Vec::new();
                for unit in &units {
                    plan.search(unit, &project, &mut SearchScratch::default(), &mut hits);
                }
                hits
            };
            assert_eq!(found(read(true)), found(read(false)), "{pattern} at {location}");
        }
    }
}

#[test]
fn the_gate_lets_everything_pass_that_is_looked_for() {
    let queries = [
        query("", "a.b.Foo"),
        query("METHOD_CALL", "a.b.Foo.get*"),
        query("CONSTRUCTOR_CALL", "a.b.Made"),
        query("PACKAGE", "z"),
    ];
    let list: Vec<_> = queries.iter().enumerate().map(|(i, q)| (i as u32, q)).collect();
    let gate = SearchPlan::compile(&list).0.gate();
    assert!(gate.wants_type("Foo") && gate.wants_type("Made") && !gate.wants_type("foo"));
    assert!(gate.wants_call("getX") && gate.wants_call("Foo") && !gate.wants_call("set"));
    assert!(gate.qualified);
}

#[test]
fn a_scratch_of_another_file_changes_nothing() {
    let with = "package p;\nimport a.b.Foo;\nclass X { Foo f; }\n";
    let without = "package p;\nimport a.c.Foo;\nclass Y { Foo f; }\n";
    let hits = search(&query("TYPE", "a.b.Foo"), &[with, without, with]);
    assert_eq!(hits.iter().map(Vec::len).collect::<Vec<_>>(), [2, 0, 2]);
}

proptest::proptest! {
    #[test]
    fn any_text_and_any_pattern_are_searched(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "package a.b;", "import a.b.C;", "import static a.b.C.m;", "import a.*;", "class C",
                "extends a.b.C", "{", "}", "@C", "(", ")", "C<C>", "c", ".", "m()", "new C()", ";", "=",
                "enum E { A }", "->", "::new", "throws C", "\u{e9}",
            ]),
            0..40,
        ),
        pattern in "[a-cC.*?(|)<> m]{1,12}",
        location in 0usize..14,
    ) {
        let words = [
            "", "TYPE", "IMPORT", "PACKAGE", "ANNOTATION", "METHOD_CALL", "CONSTRUCTOR_CALL", "FIELD",
            "VARIABLE_DECLARATION", "RETURN_TYPE", "INHERITANCE", "IMPLEMENTS_TYPE", "METHOD", "ENUM",
        ];
        let text = parts.join(" ");
        let query = query(words[location], &pattern);
        let (plan, _) = SearchPlan::compile(&[(0, &query)]);
        let units = units(&plan, &[&text]);
        let project = Project::new(&units, Libraries::default());
        let mut found = [Vec::new(), Vec::new()];
        let mut scratch = SearchScratch::default();
        for out in &mut found {
            plan.search(&units[0], &project, &mut scratch, out);
        }
        proptest::prop_assert_eq!(&found[0], &found[1]);
        let lines = text.lines().count().max(1) as u32;
        proptest::prop_assert!(found[0].iter().all(|h| h.line >= 1 && h.line <= lines));
    }
}
