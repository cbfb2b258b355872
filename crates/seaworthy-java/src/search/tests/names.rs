//! Imports and packages.

use super::*;

#[test]
fn g44_unresolved_imports_count_by_their_beginning_and_resolved_ones_by_their_name() {
    let source =
        "package p;\nimport com.lib.Timer;\nimport com.lib.TimerListener;\nimport com.lib.Other;\n";
    assert_eq!(lines("IMPORT", "com.lib.Timer", source), [2, 3]);
    let stub = "package com.lib;\npublic class TimerListener { }\n";
    assert_eq!(lines_of(&query("IMPORT", "com.lib.Timer"), &[source, stub]), [2]);
    let jdk = "package p;\nimport java.io.File;\nimport java.io.FileReader;\nimport java.util.Map.Entry;\n";
    assert_eq!(lines("IMPORT", "java.io.File", jdk), [2]);
    assert_eq!(lines("IMPORT", "java.util.Map", jdk), [4]);
}

#[test]
fn g16_imports_on_demand_match_patterns_without_capitals_that_end_in_their_star() {
    let source =
        "package p;\nimport java.util.*;\nimport java.util.concurrent.*;\nimport java.util.List;\n";
    assert_eq!(lines("IMPORT", "java.util*", source), [2, 3, 4]);
    assert_eq!(lines("IMPORT", "java.util.con*", source), [3]);
    assert_eq!(lines("IMPORT", "java.util.List", source), [4]);
    assert_eq!(lines("IMPORT", "java.util.L*", source), [4]);
    assert_eq!(lines("IMPORT", "java.*l*", source), [4]);
}

#[test]
fn g48_any_class_of_a_package_matches_no_import_of_one_class() {
    let source = "package p;\nimport javax.naming.*;\nimport javax.naming.Context;\n";
    assert_eq!(lines("IMPORT", "javax.naming.*", source), [2]);
    assert_eq!(lines("IMPORT", "javax.naming*", source), [2, 3]);
}

#[test]
fn static_imports_are_of_the_type_that_has_the_member() {
    let source = "package p;\nimport static java.lang.Math.abs;\nimport static java.lang.Math.*;\n";
    assert_eq!(lines("IMPORT", "java.lang.Math", source), [2, 3]);
    assert_eq!(lines("IMPORT", "Math", source), [2, 3]);
}

#[test]
fn names_without_a_dot_match_the_last_part_of_imports() {
    let source =
        "package p;\nimport x.y.EntityManager;\nimport x.y.MyEntityManager;\nimport x.y.*;\n";
    assert_eq!(lines("IMPORT", "EntityManager", source), [2]);
    assert_eq!(lines("IMPORT", "*EntityManager", source), [2, 3]);
}

#[test]
fn g45_wildcards_and_packages_do_not_regard_case() {
    let source = "package p;\nimport EDU.oswego.Sync;\nimport edu.oswego.Sync;\n";
    assert_eq!(lines("PACKAGE", "edu.oswego", source), [2, 3]);
    assert_eq!(lines("IMPORT", "edu.Oswego*", source), [2, 3]);
    assert_eq!(lines("IMPORT", "edu.oswego.Sync", source), [3]);
}

#[test]
fn packages_are_those_of_imports_and_of_qualified_names() {
    let source = "package p;\nimport java.rmi.Naming;\nimport java.rmi.*;\nimport java.rmi.server.UID;\nclass X {\n  java.rmi.Remote r;\n  java.util.Map.Entry e;\n}\n";
    assert_eq!(lines("PACKAGE", "java.rmi", source), [2, 3, 6]);
    assert_eq!(lines("PACKAGE", "java.rmi*", source), [2, 3, 4, 6]);
    let found = named(&query("PACKAGE", "java.rmi"), &[source]);
    assert_eq!(found[0], ("Module", "java.rmi".to_owned()));
    assert_eq!(found[2], ("Field", "p".to_owned()));
}

#[test]
fn packages_that_nobody_has_are_taken_by_their_beginning() {
    let source = "package p;\nimport org.omg2.CORBA.ORB;\nimport org.omg2.CORBAX.ORB;\n";
    assert_eq!(lines("PACKAGE", "org.omg2.CORBA", source), [2, 3]);
    assert_eq!(lines("PACKAGE", "org.omg2.CORBA.*", source), [2]);
}

#[test]
fn fields_and_locals_are_no_packages() {
    let source = "package p;\nclass X { Y java; void m(Y util) { java.rmi.x(); util.rmi.x(); } }\n";
    assert!(lines("PACKAGE", "java.rmi", source).is_empty());
    assert!(lines("PACKAGE", "util*", source).is_empty());
}
