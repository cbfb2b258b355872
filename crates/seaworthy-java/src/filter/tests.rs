use super::*;

fn types(pattern: &str, package: &str, imports: &[&str]) -> bool {
    let evidence = TypeEvidence::new(pattern).unwrap();
    evidence.is_package(package) || imports.iter().any(|i| evidence.is_imported(i))
}

fn calls(pattern: &str, package: &str, imports: &[&str]) -> bool {
    let evidence = CallEvidence::new(pattern).unwrap();
    evidence.is_package(package) || imports.iter().any(|i| evidence.is_imported(i))
}

#[test]
fn g12_types_need_an_import_of_their_own_or_their_package() {
    assert!(types("a.b.C", "x", &["a.b.C"]));
    assert!(types("a.b.C", "a.b", &[]));
    assert!(!types("a.b.C", "x", &["a.b.*"]));
    assert!(types("a.b.*", "x", &["a.b.*"]) && types("a.b.*", "x", &["a.b.D"]));
    assert!(!types("a.b.C", "x", &[]));
    assert!(TypeEvidence::new("C").is_none());
}

#[test]
fn g12_a_star_in_the_evidence_repeats_the_letter_before() {
    assert!(!types("a.b*", "x", &["a.bc.D"]));
    assert!(types("a.b*", "a", &[]));
}

#[test]
fn what_java_refuses_counts_as_evidence_of_types_and_not_of_calls() {
    assert!(types("a.(b|c)?*D", "x", &["q.Z"]));
    assert!(!calls("*.b.C.m", "x", &["q.Z"]));
}

#[test]
fn g9_calls_need_the_type_or_a_package_on_demand() {
    for import in ["a.b.C", "a.b.*", "a.*", "a.b.C.*", "a.b.C.m"] {
        assert!(calls("a.b.C.m", "x", &[import]), "{import}");
    }
    for import in ["a.b.D", "a.c.*", "a.b.CD"] {
        assert!(!calls("a.b.C.m", "x", &[import]), "{import}");
    }
    assert!(calls("a.b.C.m", "a.b", &[]));
    assert!(CallEvidence::new("a.b.C.m").unwrap().is_path("src/a/b/C/D.java"));
    assert!(!CallEvidence::new("a.b.C.m").unwrap().is_path("src/a/b/D.java"));
    assert!(!calls("a.b.C.m", "x", &[]));
}

#[test]
fn parameters_and_groups_of_calls() {
    assert!(calls("a.b.C.m(int, a.b.D)", "x", &["a.b.C"]));
    assert!(calls("a.b.(C|D).m", "x", &["a.b.*"]));
    assert!(calls("a.b.C.get*", "x", &["a.b.C"]));
    assert!(CallEvidence::new("C.m").unwrap().is_element("C"));
    assert!(!CallEvidence::new("C.m").unwrap().is_element("D"));
}

#[test]
fn texts_of_patterns_are_rewritten() {
    assert_eq!(open_stars("a.b*.c.**"), "a.b.*.c.*.*");
    assert_eq!(without_parameters("a.m(int)"), "a.m");
    assert_eq!(without_parameters("a.(b|c).m(int)"), "a.(b|c).m");
    assert_eq!(without_parameters("a.m("), "a.m(");
}
