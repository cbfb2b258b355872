use proptest::prelude::*;

use super::*;

/// Each line was confirmed by Maven 3.8.7's own `ComparableVersion`.
#[test]
fn pairs_as_maven_orders_them() {
    let lines: Vec<&str> = include_str!("pairs.txt").lines().collect();
    assert_eq!(lines.len(), 150);
    for line in lines {
        let [left, order, right] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let seen = match Version::new(left).cmp(&Version::new(right)) {
            Ordering::Less => "<",
            Ordering::Equal => "=",
            Ordering::Greater => ">",
        };
        assert_eq!(seen, order, "{line}");
    }
}

#[test]
fn ranges() {
    let holds = |range: &str, version: &str| {
        VersionRange::parse(range).unwrap().contains(&Version::new(version))
    };
    assert!(holds("[1.0,2.0)", "1.0") && holds("[1.0,2.0)", "1.9.9") && !holds("[1.0,2.0)", "2"));
    assert!(!holds("(1.0,2.0]", "1") && holds("(1.0,2.0]", "2.0.0"));
    assert!(holds("(,1.0],[1.2,)", "0.1") && holds("(,1.0],[1.2,)", "9"));
    assert!(!holds("(,1.0],[1.2,)", "1.1"));
    assert!(holds("[1.5]", "1.5.0") && !holds("[1.5]", "1.5.1"));
    for wrong in ["1.0", "", "[", "(1)", "[2,1]", "[1,2,3]", "[1,2],", "[1,2]x"] {
        assert_eq!(VersionRange::parse(wrong), None, "{wrong}");
    }
    let range = VersionRange::parse("[1,2)").unwrap();
    assert_eq!(range.highest(["1.9", "1.10", "2.0"]), Some("1.10"));
    assert_eq!(range.highest(["3"]), None);
}

proptest! {
    #[test]
    fn the_order_is_one(
        a in "[0-2a.-]{0,6}(alpha|rc|sp|ga|x)?[0-2.-]{0,3}",
        b in "[0-2a.-]{0,6}(alpha|rc|sp|ga|x)?[0-2.-]{0,3}",
    ) {
        let (a, b) = (Version::new(&a), Version::new(&b));
        prop_assert_eq!(a.cmp(&a), Ordering::Equal);
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
    }

    #[test]
    fn any_text_is_a_version(a in "\\PC{0,40}", b in "[\\[\\](),0-9a.-]{0,40}") {
        let (left, right) = (Version::new(&a), Version::new(&b));
        prop_assert_eq!(left.cmp(&right), right.cmp(&left).reverse());
        let _ = VersionRange::parse(&b).map(|range| range.contains(&left));
    }
}
