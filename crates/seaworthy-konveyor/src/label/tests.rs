use super::*;

fn chosen(expression: &str, labels: &[&str]) -> bool {
    Selector::parse(expression).unwrap().matches(labels.iter().copied())
}

#[test]
fn labels_have_a_grammar() {
    for good in ["a", "a=b", "konveyor.io/target=eap8+", "k/v=a b.c-", "/a", "a="] {
        assert!(Label::parse(good).is_ok(), "{good}");
    }
    for bad in ["", "-a", "a_b", "a=b=c", "a/b/c", "a=_", "a=b ", "p-/a", "p/", "a=+"] {
        assert!(Label::parse(bad).is_err(), "{bad}");
    }
    assert_eq!(Label::parse("a=b=c").unwrap_err(), "invalid label 'a=b=c'");
}

#[test]
fn a_range_covers_versions() {
    let holds = |operand: &str, label: &str| {
        chosen(&format!("t={operand}"), &[format!("t={label}").as_str()])
    };
    for (operand, label) in [
        ("eap7", "eap7"),
        ("eap8", "eap7+"),
        ("eap", "eap7+"),
        ("eap6", "eap8-"),
        ("eap8", "eap8-"),
        ("java17.0.2", "java17+"),
        ("x1.0", "x1"),
        ("eap7+", "eap7"),
    ] {
        assert!(holds(operand, label), "{operand} {label}");
    }
    for (operand, label) in
        [("eap6", "eap7+"), ("eap9", "eap8-"), ("eap7", "eap"), ("jws7", "eap7"), ("eap10", "eap9")]
    {
        assert!(!holds(operand, label), "{operand} {label}");
    }
}

#[test]
fn g40_a_label_without_value_matches_any_value() {
    assert!(chosen("konveyor.io/source=eap", &["konveyor.io/source"]));
    assert!(chosen("konveyor.io/source", &["konveyor.io/source=jboss"]));
    assert!(!chosen("!konveyor.io/source", &["konveyor.io/source"]));
    assert!(chosen("!konveyor.io/source", &["konveyor.io/target=x"]));
}

#[test]
fn include_beats_the_expression() {
    assert!(chosen("a", &["konveyor.io/include=always"]));
    assert!(!chosen("a", &["a", "konveyor.io/include=never", "konveyor.io/include=always"]));
    assert!(chosen("a", &["a", "konveyor.io/include=sometimes"]));
}

#[test]
fn operators_bind_equally_from_the_left() {
    assert!(!chosen("a || b && c", &["a"]));
    assert!(chosen("a || (b && c)", &["a"]));
    assert!(chosen("!a && b", &["b"]));
    assert!(chosen("!(a && b)", &["b"]));
    assert!(chosen("!!a", &["a"]));
    assert!(chosen(" target of mine ", &["target of mine"]));
}

#[test]
fn what_is_no_expression_is_an_error() {
    for text in ["", "a b_c", "(a", "a)", "a &&", "|| a", "a=b=c", "a (b)", "()", "a & b", "a=="] {
        let error = Selector::parse(text).unwrap_err();
        assert_eq!(error.to_string(), format!("invalid expression '{text}'"));
    }
    assert!(Selector::parse(&"(".repeat(100_000)).is_err());
    assert!(Selector::parse(&"!".repeat(100_000)).is_err());
    assert!(Selector::parse(&format!("a{}", " && a".repeat(100_000))).is_err());
}

#[test]
fn g41_technologies_come_with_discovery() {
    let list = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        technology_selector(&list(&["eap"]), &list(&["quarkus", "eap8"])).unwrap(),
        "((konveyor.io/target=quarkus || konveyor.io/target=eap8) && (konveyor.io/source=eap)) || (discovery)"
    );
    assert_eq!(
        technology_selector(&[], &list(&["quarkus"])).unwrap(),
        "(konveyor.io/target=quarkus) || (discovery)"
    );
    assert_eq!(technology_selector(&[], &[]), None);
    let expression = technology_selector(&[], &list(&["quarkus"])).unwrap();
    assert!(chosen(&expression, &["discovery"]));
    assert!(!chosen(&expression, &["konveyor.io/target=eap8"]));
}

#[test]
fn dependencies_of_open_source_are_not_chosen() {
    let selector = dependency_selector().unwrap();
    assert!(!selector.matches(["konveyor.io/dep-source=open-source"]));
    assert!(selector.matches(["konveyor.io/dep-source=internal"]));
}

#[test]
fn incidents_are_chosen_by_their_variables() {
    let variables = |package: &str| BTreeMap::from([("package".to_owned(), Value::from(package))]);
    let selector = Selector::parse("package=com.a.b").unwrap();
    assert!(selector.matches_variables(&variables("com.a.b")));
    assert!(selector.matches_variables(&variables("com.a.b.c")));
    assert!(!selector.matches_variables(&variables("com.a.bc")));
    assert!(!selector.matches_variables(&BTreeMap::new()));
    assert!(Selector::parse("!package").unwrap().matches_variables(&BTreeMap::new()));
}

proptest::proptest! {
    #[test]
    fn any_expression_parses_or_fails(text in "[ab=!&|() +.-]{0,40}", label in "\\PC{0,10}") {
        if let Ok(selector) = Selector::parse(&text) {
            let _ = selector.matches([label.as_str()]);
        }
    }

    #[test]
    fn not_turns_a_verdict_around(labels in proptest::collection::vec("[ab](=[ab]?[0-9]?[+-]?)?", 0..4)) {
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        proptest::prop_assert_ne!(chosen("a=b1", &labels), chosen("!(a=b1)", &labels));
    }
}
