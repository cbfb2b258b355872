//! Class files compiled from `fixtures/Shop.java`, read as text.
#![allow(clippy::unwrap_used, reason = "helpers of tests may unwrap as tests do")]

use proptest::prelude::*;
use seaworthy_jvm::{
    ClassError, ClassKind, ClassLimits, ClassText, read_class, read_signature, read_unit,
};

const SHOP: &[u8] = include_bytes!("fixtures/shop/Shop.class");
const POINT: &[u8] = include_bytes!("fixtures/shop/Shop$Point.class");
const SOURCE: &str = include_str!("fixtures/Shop.java");

fn classes() -> Vec<(&'static str, &'static [u8])> {
    vec![
        ("Shop.class", SHOP),
        ("Shop$1.class", include_bytes!("fixtures/shop/Shop$1.class")),
        ("Shop$Color.class", include_bytes!("fixtures/shop/Shop$Color.class")),
        ("Shop$Greeter.class", include_bytes!("fixtures/shop/Shop$Greeter.class")),
        ("Shop$Inner.class", include_bytes!("fixtures/shop/Shop$Inner.class")),
        ("Shop$Path.class", include_bytes!("fixtures/shop/Shop$Path.class")),
        ("Shop$Point.class", POINT),
    ]
}

fn shop() -> ClassText {
    read_unit(&classes(), &ClassLimits::default()).unwrap()
}

fn parses(text: &str) -> bool {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_java::LANGUAGE.into()).unwrap();
    !parser.parse(text, None).unwrap().root_node().has_error()
}

/// The source line from which a piece of the text comes.
fn line_of(class: &ClassText, piece: &str) -> u32 {
    let at = class.text.find(piece).unwrap_or_else(|| panic!("{piece} is not in\n{}", class.text));
    class.lines[class.text[..at].matches('\n').count()]
}

#[test]
fn a_unit_is_java_and_every_line_has_its_source_line() {
    let class = shop();
    assert!(parses(&class.text), "{}", class.text);
    assert_eq!(class.lines.len(), class.text.split('\n').count());
    assert_eq!(
        (class.name.as_str(), class.release, class.kind),
        ("shop.web.Shop", 17, ClassKind::Class)
    );
    assert_eq!(class.source_file.as_deref(), Some("Shop.java"));
    assert_eq!(class.problems, Vec::<String>::new());
}

#[test]
fn calls_creations_and_constants_stand_once_on_their_lines() {
    let class = shop();
    for (text, source) in [
        ("new java.io.File(\"/srv/root\")", "new File(\"/srv/root\")"),
        ("this(\"five\")", "this(\"five\")"),
        ("new java.io.BufferedReader(new java.io.FileReader(path))", "new FileReader"),
        ("java.lang.String line = reader.readLine();", "reader.readLine()"),
        ("\"missing \" + path", "missing"),
        (".flush()", ".flush()"),
        ("new java.io.File(f).delete()", ".delete()"),
        (".startsWith(\"/var/data\")", "s.startsWith"),
        ("java.lang.System.exit(f.length())", "System.exit"),
        ("new int[] { 1, 2, 3 }", "{1, 2, 3}"),
        ("throw new java.lang.IllegalStateException(\"bad\")", "\"bad\""),
        ("\"/var/data/x\"", "DIR + \"/x\""),
    ] {
        assert_eq!(class.text.matches(text).count(), 1, "{text} in\n{}", class.text);
        let line = SOURCE.lines().position(|l| l.contains(source)).unwrap() as u32 + 1;
        assert_eq!(line_of(&class, text), line, "{text}");
    }
    assert!(!class.text.contains("addSuppressed"));
}

#[test]
fn declarations_are_those_of_the_source() {
    let text = shop().text;
    for declared in [
        "@java.lang.Deprecated",
        "public class Shop extends java.util.HashMap {",
        "private static final java.lang.String DIR = \"/var/data\";",
        "@shop.web.Shop.Path({\"/a\", \"/b\"})",
        "java.lang.String read(java.lang.String path, int... more) throws java.io.IOException {",
        "} catch (java.io.FileNotFoundException | java.lang.IllegalStateException e) {",
        "enum Color {",
        "RED, GREEN;",
        "record Point(int x, java.lang.String name) {",
        "interface Greeter {",
        "default void hi() {",
        "@interface Path {",
        "java.lang.Class type() default java.io.File.class;",
        "class Inner {",
        "new java.lang.Runnable() {",
    ] {
        assert!(text.contains(declared), "{declared} is not in\n{text}");
    }
    for made_by_the_compiler in ["lambda$", "$values", "this$0", "ordinal", "Shop$1", "hashCode()"]
    {
        let expected = usize::from(made_by_the_compiler == "hashCode()");
        assert_eq!(text.matches(made_by_the_compiler).count(), expected, "{made_by_the_compiler}");
    }
}

#[test]
fn signatures_have_types_flags_and_inner_classes() {
    let signature = read_signature(SHOP).unwrap();
    assert_eq!(signature.name, "shop.web.Shop");
    assert_eq!(signature.super_name.as_deref(), Some("java.util.HashMap"));
    assert_eq!(signature.fields[0].constant.as_deref(), Some("\"/var/data\""));
    let read = signature.methods.iter().find(|m| m.name == "read").unwrap();
    assert_eq!(read.parameters, ["java.lang.String", "int[]"]);
    assert_eq!(
        (read.returns.as_str(), read.exceptions.as_slice()),
        ("java.lang.String", &["java.io.IOException".to_owned()][..])
    );
    let inner = signature.inner.iter().find(|i| i.name == "shop.web.Shop$Inner").unwrap();
    assert_eq!(
        (inner.outer.as_deref(), inner.simple.as_deref()),
        (Some("shop.web.Shop"), Some("Inner"))
    );
}

#[test]
fn limits_and_damage_are_told() {
    let small = ClassLimits { class: 10, ..ClassLimits::default() };
    assert_eq!(read_class(SHOP, &small).unwrap_err(), ClassError::TooLarge(10));
    assert!(matches!(
        read_class(b"PK\x03\x04", &ClassLimits::default()),
        Err(ClassError::Malformed(_))
    ));
    assert_eq!(read_unit(&[], &ClassLimits::default()).unwrap_err(), ClassError::Nothing);
    let short = ClassLimits { text: 500, ..ClassLimits::default() };
    assert!(read_class(SHOP, &short).unwrap().problems[0].contains("500"));
    let half = read_unit(&[("a", &SHOP[..100]), ("b", POINT)], &ClassLimits::default()).unwrap();
    assert_eq!((half.kind, half.problems.len()), (ClassKind::Record, 1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_classes_do_not_panic(
        which in 0_usize..7,
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = classes()[which].1.to_vec();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = read_signature(&bytes);
        if let Ok(class) = read_class(&bytes, &ClassLimits::default()) {
            prop_assert_eq!(class.lines.len(), class.text.split('\n').count());
            // What flipped flags make of a class, an interface with constructors or an enum that is an interface, has no
            // words in Java: the text need not parse, only be there with a line for each of its lines.
            prop_assert!(class.text.len() <= ClassLimits::default().text);
        }
    }
}
