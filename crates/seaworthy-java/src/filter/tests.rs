use super::*;
use crate::PackageDecl;

fn unit(package: &str, imports: &[&str]) -> Unit {
    let mut unit = Unit { path: "src/main/java/org/app/Main.java".into(), ..Unit::default() };
    let name = unit.names.intern(package);
    unit.package = (!package.is_empty()).then_some(PackageDecl { name, line: 1 });
    for (line, text) in imports.iter().enumerate() {
        let (text, is_static) = text.strip_prefix("static ").map_or((*text, false), |t| (t, true));
        let (text, on_demand) = text.strip_suffix(".*").map_or((text, false), |t| (t, true));
        let (name, line) = (unit.names.intern(text), line as u32 + 2);
        unit.imports.push(Import { name, is_static, on_demand, line, statement_line: line });
    }
    unit
}

fn types(pattern: &str, package: &str, imports: &[&str]) -> bool {
    TypeEvidence::new(pattern).unwrap().holds(&unit(package, imports))
}

fn calls(pattern: &str, package: &str, imports: &[&str]) -> bool {
    CallEvidence::new(pattern).unwrap().holds_in_file(&unit(package, imports))
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
    assert!(!types("a.(b|c)?*D", "", &[]));
    assert!(!calls("*.b.C.m", "x", &["q.Z"]));
}

#[test]
fn g9_calls_need_the_type_or_a_package_on_demand() {
    for import in ["a.b.C", "a.b.*", "a.*", "a.b.C.*", "static a.b.C.m", "static a.b.C.*"] {
        assert!(calls("a.b.C.m", "x", &[import]), "{import}");
    }
    for import in ["a.b.D", "a.c.*", "a.b.CD"] {
        assert!(!calls("a.b.C.m", "x", &[import]), "{import}");
    }
    assert!(calls("a.b.C.m", "a.b", &[]));
    assert!(calls("org.app.Main.m", "", &[]), "the path has org/app/Main");
    assert!(!calls("a.b.C.m", "x", &[]));
}

#[test]
fn parameters_and_groups_of_calls() {
    assert!(calls("a.b.C.m(int, a.b.D)", "x", &["a.b.C"]));
    assert!(calls("a.b.(C|D).m", "x", &["a.b.*"]));
    assert!(calls("a.b.C.get*", "x", &["a.b.C"]));
    assert!(CallEvidence::new("C.m").unwrap().holds(&unit("x", &[]), "C"));
    assert!(!CallEvidence::new("C.m").unwrap().holds(&unit("x", &[]), "D"));
}

#[test]
fn texts_of_patterns_are_rewritten() {
    assert_eq!(open_stars("a.b*.c.**"), "a.b.*.c.*.*");
    assert_eq!(without_parameters("a.m(int)"), "a.m");
    assert_eq!(without_parameters("a.(b|c).m(int)"), "a.(b|c).m");
    assert_eq!(without_parameters("a.m("), "a.m(");
}
