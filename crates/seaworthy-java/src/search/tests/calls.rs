//! METHOD_CALL, CONSTRUCTOR_CALL, METHOD, ENUM.

use super::*;

const LIB: &str = "package com.lib;
public class Store {
  public Store(String s) { }
  public Store self() { return this; }
  public void put(int a) { }
  public void put(int a, int b) { }
  public static Store of() { return null; }
}
";

const USER: &str = "package p;
import com.lib.Store;
class X {
  Store field;
  void m(Store s) {
    s.put(1);
    field.put(1);
    this.field.put(1);
    s.self().put(1);
    new Store(\"\").put(1);
    Store.of();
  }
}
";

#[test]
fn g8_a_qualified_pattern_counts_only_receivers_that_are_names() {
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Store.put"), &[USER, LIB]), [6, 7]);
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Store.of"), &[USER, LIB]), [11]);
}

#[test]
fn g8_alternatives_and_no_location_count_all_receivers() {
    let all = [6, 7, 8, 9, 10];
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Store.(put|get)"), &[USER, LIB]), all);
    assert_eq!(lines_of(&query("", "com.lib.Store.put"), &[USER, LIB]), all);
    assert_eq!(lines_of(&query("METHOD_CALL", "put"), &[USER, LIB]), all);
}

#[test]
fn any_method_of_a_type_is_a_pattern() {
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Store.*"), &[USER, LIB]), [6, 7, 9, 11]);
    assert!(lines_of(&query("METHOD_CALL", "com.lib.Other.*"), &[USER, LIB]).is_empty());
    assert_eq!(lines_of(&query("METHOD", "*(int, *)"), &[LIB]), [6]);
}

#[test]
fn g9_calls_need_an_import_of_the_type() {
    let factory = "package q;\npublic class Factory { public static com.lib.Store make() { return null; } }\n";
    let user = "package p;\nimport q.Factory;\nclass X { void m() { var s = Factory.make(); s.put(1); } }\n";
    assert!(lines_of(&query("METHOD_CALL", "com.lib.Store.put"), &[user, LIB, factory]).is_empty());
    let near = user.replace("import q.Factory;", "import q.Factory; import com.lib.*;");
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Store.put"), &[&near, LIB, factory]), [3]);
}

#[test]
fn g10_the_class_that_declares_the_method_counts_not_the_receiver() {
    let base =
        "package com.lib;\npublic class Base { public void go() { } public void over() { } }\n";
    let sub = "package com.lib;\npublic class Sub extends Base { public void over() { } }\n";
    let user = "package p;\nimport com.lib.Base;\nimport com.lib.Sub;\nclass X {\n  void m(Sub s) {\n    s.go();\n    s.over();\n  }\n}\n";
    let sources = [user, base, sub];
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Base.go"), &sources), [6]);
    assert!(lines_of(&query("METHOD_CALL", "com.lib.Sub.go"), &sources).is_empty());
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Sub.over"), &sources), [7]);
    assert!(lines_of(&query("METHOD_CALL", "com.lib.Base.over"), &sources).is_empty());
}

#[test]
fn g11_calls_on_what_nobody_knows_are_accepted() {
    let user = "package p;\nimport org.gone.Store;\nclass X {\n  void m(Store s, Object o) {\n    s.put(1);\n    unknown.put(1);\n    o.put(1);\n  }\n}\n";
    assert_eq!(lines("METHOD_CALL", "org.gone.Store.put", user), [5, 6]);
}

#[test]
fn parameters_are_counted_and_compared() {
    let user = "package p;\nimport com.lib.Store;\nclass X {\n  void m(Store s) {\n    s.put(1);\n    s.put(1, 2);\n  }\n}\n";
    let find = |pattern| lines_of(&query("METHOD_CALL", pattern), &[user, LIB]);
    assert_eq!(find("com.lib.Store.put(int)"), [5]);
    assert_eq!(find("com.lib.Store.put(*, int)"), [6]);
    assert!(find("com.lib.Store.put(String)").is_empty());
    assert!(find("com.lib.Store.put()").is_empty());
}

#[test]
fn calls_in_initialisers_are_lost_and_calls_in_fields_are_not() {
    let user = "package p;\nimport com.lib.Store;\nclass X {\n  Object a = Store.of();\n  static { Store.of(); }\n}\n";
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Store.of"), &[user, LIB]), [4]);
    assert_eq!(lines_of(&query("METHOD_CALL", "of"), &[user, LIB]), [4, 5]);
}

#[test]
fn calls_are_named_after_the_method_around_them() {
    let user = "package p;\nimport com.lib.Store;\nclass X {\n  X() { Store.of(); }\n  void m() { Runnable r = () -> Store.of(); }\n}\n";
    let found = named(&query("METHOD_CALL", "com.lib.Store.of"), &[user, LIB]);
    assert_eq!(found, [("Constructor", "X".to_owned()), ("Method", "m".to_owned())]);
}

#[test]
fn a_name_and_its_line_are_those_of_the_method() {
    let user = "package p;\nimport com.lib.Store;\nclass X {\n  void m(Store s) {\n    s\n      .put(1);\n  }\n}\n";
    assert_eq!(lines_of(&query("METHOD_CALL", "com.lib.Store.put"), &[user, LIB]), [6]);
}

#[test]
fn g18_constructor_calls_count_only_in_methods_and_constructors() {
    let user = "package p;\nimport com.lib.Store;\nclass X {\n  Store a = new Store(\"\");\n  static { new Store(\"\"); }\n  X() { new Store(\"\"); }\n  void m() {\n    new\n      Store(\"\");\n  }\n}\n";
    assert_eq!(lines_of(&query("CONSTRUCTOR_CALL", "com.lib.Store"), &[user, LIB]), [6, 8]);
    let find = |pattern| lines_of(&query("CONSTRUCTOR_CALL", pattern), &[user, LIB]);
    assert_eq!(find("com.lib.Store(java.lang.String)"), [6, 8]);
    assert!(find("com.lib.Store()").is_empty());
    assert!(find("com.lib.Store(String)").is_empty(), "the filter wants qualified parameters");
    assert_eq!(find("Store(String)"), [6, 8]);
}

#[test]
fn constructor_calls_need_no_import() {
    let user = "package p;\nclass X { void m() { new com.lib.Store(\"\"); } }\n";
    assert_eq!(lines_of(&query("CONSTRUCTOR_CALL", "com.lib.Store"), &[user, LIB]), [2]);
    assert_eq!(lines_of(&query("", "com.lib.Store"), &[user, LIB]), [2]);
}

#[test]
fn constructors_of_generic_types_match_by_erasure() {
    let user = "package p;\nimport java.util.ArrayList;\nclass X { void m() { new ArrayList<String>(); } }\n";
    assert_eq!(lines("CONSTRUCTOR_CALL", "java.util.ArrayList", user), [3]);
}

#[test]
fn methods_are_found_by_name_type_parameters_and_return_type() {
    let source = "package p;\nimport a.b.Chain;\nclass X {\n  Chain one() { return null; }\n  void two(int a, String b) { }\n  X() { }\n}\n";
    assert_eq!(lines("METHOD", "* a.b.Chain", source), [4]);
    assert_eq!(lines("METHOD", "p.X.TWO(int, java.lang.String)", source), [5]);
    assert_eq!(lines("METHOD", "*(int, *)", source), [5]);
    assert!(lines("METHOD", "p.Y.two", source).is_empty());
    assert_eq!(named(&query("METHOD", "*ne"), &[source]), [("Method", "one".to_owned())]);
}

#[test]
fn methods_of_subtypes_belong_to_the_type_that_a_pattern_names_without_package() {
    let source = "package p;\nimport a.b.Stats;\nclass X implements Stats {\n  public void entries() { }\n  static void other() { }\n}\n";
    assert_eq!(lines("METHOD", "Stats.entries", source), [4]);
    assert!(lines("METHOD", "Stats.other", source).is_empty());
    assert!(lines("METHOD", "a.b.Stats.entries", source).is_empty());
}

#[test]
fn g15_enum_finds_declared_constants_only() {
    let source = "package p;\nenum Color { RED, GREEN }\nclass X { Object o = Color.RED; }\n";
    assert_eq!(lines("ENUM", "p.Color.RED", source), [2]);
    assert_eq!(named(&query("ENUM", "Color.RED"), &[source]), [("EnumMember", "RED".to_owned())]);
}
