//! References to types: TYPE, no location, FIELD, VARIABLE_DECLARATION, RETURN_TYPE, CLASS.

use super::*;

const USES: &str = "package p;
import java.io.File;
import java.util.List;
class X {
  File f;
  List<File> all;
  File m(File a) throws Exception {
    File b = new File(\"x\");
    return (File) null;
  }
}
";

#[test]
fn g13_without_a_location_import_uses_and_calls_count() {
    assert_eq!(lines("", "java.io.File", USES), [2, 5, 6, 7, 8, 9]);
    assert_eq!(lines("TYPE", "java.io.File", USES), [2, 5, 6, 7, 8, 9]);
}

#[test]
fn g14_unknown_locations_search_for_everything() {
    assert_eq!(lines("THROW_STATEMENT", "java.io.File", USES), lines("", "java.io.File", USES));
}

#[test]
fn g12_types_reached_without_an_import_of_their_own_do_not_count() {
    let on_demand = "package p;\nimport java.io.*;\nclass X { File f; }\n";
    assert!(lines("TYPE", "java.io.File", on_demand).is_empty());
    assert_eq!(lines("TYPE", "java.io.*", on_demand), [3]);
    let qualified = "package p;\nclass X { java.io.File f; }\n";
    assert!(lines("TYPE", "java.io.File", qualified).is_empty());
    let lang = "package p;\nclass X { Thread t; }\n";
    assert!(lines("", "java.lang.Thread", lang).is_empty());
    assert_eq!(lines("TYPE", "Thread", lang), [2]);
}

#[test]
fn types_of_the_own_package_count_without_an_import() {
    let user = "package a.b;\nclass X { Foo f; }\n";
    let stub = "package a.b;\npublic class Foo { }\n";
    assert_eq!(lines_of(&query("TYPE", "a.b.Foo"), &[user, stub]), [2]);
}

#[test]
fn g49_parameterised_uses_are_skipped_and_raw_ones_are_not() {
    let source = "package p;\nimport java.util.List;\nclass X {\n  List<String> a;\n  List b;\n}\n";
    assert_eq!(lines("TYPE", "java.util.List", source), [2, 5]);
    assert_eq!(lines("", "java.util.List", source), [2, 5]);
}

#[test]
fn g49_declarations_in_sources_count() {
    let stub = "package com.lib;\n\npublic class Foo { }\n";
    assert_eq!(lines("TYPE", "com.lib.Foo", stub), [3]);
    assert_eq!(lines("", "com.lib.Foo", stub), [3]);
    assert_eq!(named(&query("", "com.lib.Foo"), &[stub]), [("Class", "Foo".to_owned())]);
}

#[test]
fn a_wildcard_reaches_imports_but_not_the_uses_of_what_they_import() {
    let source = "package p;\nimport java.util.concurrent.Future;\nclass X { Future f; }\n";
    assert_eq!(lines("", "java.util.conc*", source), [2]);
    assert!(lines("TYPE", "java.util.conc*", source).is_empty());
}

#[test]
fn another_type_of_the_same_name_is_not_meant() {
    let source = "package p;\nimport a.b.Foo;\nimport a.c.*;\nclass X { Foo f; a.c.Foo g; }\n";
    assert!(lines("TYPE", "a.c.Foo", source).is_empty());
}

#[test]
fn outer_types_count_where_they_are_written() {
    let source = "package p;\nimport java.util.Map;\nclass X { Map.Entry<A, B> e; }\n";
    assert_eq!(lines("TYPE", "java.util.Map", source), [2, 3]);
}

#[test]
fn static_access_and_class_literals_count_and_variables_do_not() {
    let source = "package p;\nimport java.io.File;\nclass X {\n  Object a = File.separator;\n  Object b = File.class;\n  void m(X File) {\n    File.separator();\n  }\n}\n";
    assert_eq!(lines("TYPE", "java.io.File", source), [2, 4, 5]);
}

#[test]
fn fields_are_found_by_their_type_and_its_arguments() {
    assert_eq!(lines("FIELD", "java.io.File", USES), [5, 6]);
    assert_eq!(lines("FIELD_DECLARATION", "* java.io.File", USES), [5, 6]);
    assert_eq!(lines("FIELD", "java.util.List", USES), [6]);
    assert_eq!(named(&query("FIELD", "java.util.List"), &[USES]), [("Field", "all".to_owned())]);
}

#[test]
fn variables_are_locals_and_parameters() {
    assert_eq!(lines("VARIABLE_DECLARATION", "java.io.File", USES), [7, 8]);
    let found = named(&query("VARIABLE_DECLARATION", "java.io.File"), &[USES]);
    assert_eq!(found, [("Variable", "a".to_owned()), ("Variable", "b".to_owned())]);
}

#[test]
fn g21_a_return_type_shares_any_part_of_the_pattern() {
    assert_eq!(lines("RETURN_TYPE", "java.io.File", USES), [7, 8, 9]);
    let source = "package p;\nimport java.io.File;\nclass X {\n  int m(File f) { return 1; }\n  java.util.List n(File f) { return null; }\n}\n";
    assert_eq!(lines("RETURN_TYPE", "java.io.File", source), [5]);
}

#[test]
fn classes_are_declarations_of_classes() {
    let source = "package p;\nclass Foo { }\ninterface Food { }\nenum Foot { A }\n";
    assert_eq!(lines("CLASS", "foo*", source), [2]);
    assert_eq!(lines("CLASS", "p.FOO", source), [2]);
}
