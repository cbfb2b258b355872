//! ANNOTATION and `annotated`.

use super::*;

const SOURCE: &str = "package p;
import a.b.Mark;
import a.b.Kind;
@Mark(name = \"one\", kinds = {Kind.A, Kind.B}, deep = @Inner(level = 3))
class X {
  @Mark(name = \"two\")
  String field;
  @Mark
  void m(@Mark String parameter) { }
  void n(@Mark String parameter) { }
}
";

#[test]
fn annotations_are_reported_where_they_stand() {
    assert_eq!(lines("ANNOTATION", "a.b.Mark", SOURCE), [4, 6, 8, 9]);
    let found = named(&query("ANNOTATION", "a.b.Mark"), &[SOURCE]);
    assert!(found.iter().all(|f| *f == ("Property", "Mark".to_owned())), "{found:?}");
}

#[test]
fn g19_an_annotation_on_a_parameter_is_lost_without_one_on_the_method() {
    assert!(!lines("ANNOTATION", "a.b.Mark", SOURCE).contains(&10));
    assert!(lines("ANNOTATION", "a.b.Mark", SOURCE).contains(&9));
}

#[test]
fn any_reference_in_an_annotated_element_counts() {
    assert_eq!(lines("ANNOTATION", "a.b.Kind", SOURCE), [4]);
}

#[test]
fn another_annotation_of_the_same_name_is_not_meant() {
    let source = "package p;\nimport java.lang.annotation.*;\n@Documented class X { }\n";
    assert!(lines("ANNOTATION", "a.b.Documented", source).is_empty());
    assert_eq!(lines("ANNOTATION", "java.lang.annotation.Documented", source), [3]);
}

#[test]
fn the_declaration_of_an_annotation_is_none() {
    let source = "package a.b;\nimport java.lang.annotation.Documented;\n@Documented\npublic @interface Mark { }\n";
    assert!(lines("ANNOTATION", "a.b.Mark", source).is_empty());
}

#[test]
fn g20_members_match_as_a_whole_and_arrays_by_any_item() {
    let find = |elements: &[(&str, &str)]| {
        lines_of(&annotated("ANNOTATION", "a.b.Mark", "", elements), &[SOURCE])
    };
    assert_eq!(find(&[("name", "one")]), [4]);
    assert_eq!(find(&[("name", "o")]), [0; 0]);
    assert_eq!(find(&[("name", "o.*|two")]), [4, 6]);
    assert_eq!(find(&[("kinds", "Kind.B")]), [4]);
    assert_eq!(find(&[("kinds", "Kind.C")]), [0; 0]);
}

#[test]
fn g20_members_that_are_not_written_do_not_count_but_one_must_be() {
    let find = |elements: &[(&str, &str)]| {
        lines_of(&annotated("ANNOTATION", "a.b.Mark", "", elements), &[SOURCE])
    };
    assert_eq!(find(&[("name", "two"), ("other", "x")]), [6]);
    assert_eq!(find(&[("other", "x")]), [0; 0]);
    assert_eq!(find(&[("name", "one"), ("kinds", "Kind.C")]), [0; 0]);
}

#[test]
fn g20_no_location_forgets_annotated() {
    let query = annotated("", "a.b.Kind", "a.b.None", &[]);
    assert_eq!(lines_of(&query, &[SOURCE]), [3, 4]);
    let query = annotated("TYPE", "a.b.Kind", "a.b.None", &[]);
    assert_eq!(lines_of(&query, &[SOURCE]), [0; 0]);
    let query = annotated("TYPE", "a.b.Kind", "a.b.Mark", &[]);
    assert_eq!(lines_of(&query, &[SOURCE]), [4]);
}

#[test]
fn nested_annotations_count_one_level_deep() {
    let source = "package p;\nimport a.Outer;\nimport a.Inner;\nimport a.Deep;\n@Outer({@Inner(deep = @Deep)})\nclass X { }\n";
    let find = |name| lines_of(&annotated("CLASS", "X", name, &[]), &[source]);
    assert_eq!(find("a.Inner"), [5 + 1]);
    assert_eq!(find("a.Deep"), [0; 0]);
}

#[test]
fn names_of_annotations_come_from_imports() {
    let source =
        "package p;\nimport a.b.*;\nimport c.MyMark;\n@Mark class X { }\n@q.Other class Y { }\n";
    let find = |name, class| lines_of(&annotated("CLASS", class, name, &[]), &[source]);
    assert_eq!(find("a.b.Mark", "X"), [4]);
    assert_eq!(find("c.MyMark", "X"), [4], "an import that ends so is taken for it");
    assert_eq!(find("q.Other", "Y"), [5]);
    assert_eq!(find("p.Mark", "X"), [0; 0]);
}
