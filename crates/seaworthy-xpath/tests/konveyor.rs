//! The dialects of Konveyor's rules.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use seaworthy_xml::{Document, Reading};
use seaworthy_xpath::{Budget, Mode, Namespaces, NodeRef, Value, XPath, XPathError};

fn read(text: &str, mode: Mode) -> Document {
    match mode {
        Mode::Konveyor => Document::read(text, Reading::Konveyor),
        Mode::Standard | Mode::Mended => Document::read(text, Reading::Recommendation),
    }
}

fn try_select(text: &str, xpath: &str, mode: Mode) -> Result<Vec<NodeRef>, XPathError> {
    let namespaces = if xpath.contains("x:") {
        Namespaces::from([("x".to_owned(), "urn:x".to_owned())])
    } else {
        Namespaces::new()
    };
    let doc = read(text, mode);
    XPath::parse(xpath, mode)?.select(&doc, &namespaces, &mut Budget::default())
}

fn count(text: &str, xpath: &str, mode: Mode) -> usize {
    try_select(text, xpath, mode).unwrap().len()
}

/// Counts in Konveyor's way and in the mended way.
fn counts(text: &str, table: &[(&str, usize, usize)]) {
    for (xpath, exact, mended) in table {
        assert_eq!(count(text, xpath, Mode::Konveyor), *exact, "{xpath}");
        assert_eq!(count(text, xpath, Mode::Mended), *mended, "mended: {xpath}");
    }
}

fn value(text: &str, xpath: &str) -> Value {
    let doc = read(text, Mode::Konveyor);
    let xpath = XPath::parse(xpath, Mode::Konveyor).unwrap();
    xpath.value(&doc, &Namespaces::new(), &mut Budget::default()).unwrap()
}

#[test]
fn names_without_a_prefix_mean_what_is_written_so() {
    let text = "<a xmlns='urn:x' xmlns:p='urn:p'><b k='1' p:k='2'/><p:b/></a>";
    counts(
        text,
        &[
            ("/a/b", 1, 1),
            ("//b", 1, 1),
            ("//x:b", 1, 1),
            ("/x:a/x:b", 1, 1),
            ("//p:b", 1, 1),
            ("//@k", 1, 1),
            ("//@p:k", 1, 1),
            ("//x:*", 0, 2),
            ("//@*", 4, 4),
            ("/b", 0, 0),
        ],
    );
    assert_eq!(count(text, "//b", Mode::Standard), 0);
}

#[test]
fn a_prefix_that_no_longer_counts_is_none() {
    let text = "<a:r xmlns:a='u'><b:x xmlns:b='u'/><a:y/></a:r>";
    counts(text, &[("//y", 1, 0), ("//a:y", 0, 1), ("//b:x", 1, 1)]);
}

#[test]
fn prefixes_must_be_defined_where_some_are() {
    let xpath = XPath::parse("//p:a", Mode::Konveyor).unwrap();
    assert!(xpath.check(&Namespaces::new()).is_ok());
    let some = Namespaces::from([("q".to_owned(), "urn:q".to_owned())]);
    assert_eq!(xpath.check(&some), Err(XPathError::UnknownPrefix("p".to_owned())));
}

#[test]
fn relative_expressions_start_at_the_document() {
    counts("<a><b/></a>", &[("a", 1, 1), ("a/b", 1, 1), ("b", 0, 0), ("*", 1, 1), (".", 1, 1)]);
}

#[test]
fn more_functions() {
    let text = "<a n='Ab.Cd'><b>one</b><b>two</b></a>";
    for (xpath, expected) in [
        ("lower-case(/a/@n)", "ab.cd"),
        ("replace('a1b22', '([0-9])', '<$1>')", "a<1>b<2><2>"),
        ("string-join(//b, '+')", "one+two"),
        ("string-join(reverse(//b), '')", "onetwo"),
    ] {
        assert_eq!(value(text, xpath), Value::Text(expected.to_owned()), "{xpath}");
    }
    counts(
        text,
        &[
            ("//b[matches(., '^t')]", 1, 1),
            ("//b[matches(self::node(), '(one|two)')]", 2, 2),
            ("//@n[matches(., '(?i)^AB')]", 1, 1),
            ("//a[ends-with(@n, 'Cd')]", 1, 1),
            ("//b[matches(@none, '.')]", 0, 0),
            ("reverse(//b)", 2, 2),
        ],
    );
    assert!(XPath::parse("id('a')", Mode::Konveyor).is_err());
    assert!(XPath::parse("lang('a')", Mode::Konveyor).is_err());
    let invalid = XPath::parse("//a[matches(., '*x')]", Mode::Konveyor).unwrap_err();
    assert!(invalid.to_string().starts_with("column 5: the regular expression of matches()"));
}

#[test]
fn scalars_select_nothing() {
    for xpath in ["count(//a)", "'x'", "//a = 'x'", "boolean(//a)", "string(//a)", "1 + 1"] {
        assert_eq!(count("<a>x</a>", xpath, Mode::Konveyor), 0, "{xpath}");
    }
}

#[test]
fn what_follows_the_end_is_not_read() {
    counts("<a/>", &[("//a]", 1, 1), ("//a b c", 1, 1)]);
    assert!(XPath::parse("//a = ", Mode::Konveyor).is_err());
    assert!(XPath::parse("//a]", Mode::Standard).is_err());
}

#[test]
fn sides_of_or_and_and() {
    let text = "<r><a/><a/><b/></r>";
    counts(text, &[("//a or //b", 3, 3), ("//a and //b", 1, 1), ("//a and //c", 1, 1)]);
}

#[test]
fn comparisons_with_booleans() {
    let text = "<a k='1'/>";
    assert!(matches!(
        try_select(text, "//a[@k = true()]", Mode::Konveyor),
        Err(XPathError::Refused(_))
    ));
    assert_eq!(count(text, "//a[true() = true()]", Mode::Konveyor), 0);
    assert_eq!(count(text, "//a[@k = true()][true() = true()]", Mode::Mended), 1);
}

#[test]
fn comparisons_with_numbers_and_orders_of_strings() {
    let text = "<a><b>12</b><b>9</b><b> 7 </b></a>";
    counts(text, &[("//b[. = '12']", 1, 1), ("//b[position() < 3][. > 10]", 1, 1)]);
    // The library reads no number with blanks around it, and gives up.
    assert!(matches!(try_select(text, "//b[. > 10]", Mode::Konveyor), Err(XPathError::Refused(_))));
    assert_eq!(count(text, "//b[. > 10]", Mode::Mended), 1);
    // `10` comes before `9` and behind ` 7 `.
    counts(text, &[("//b['10' < .]", 2, 1), ("//b[. < '10']", 2, 2)]);
    counts(text, &[("//b[number(.) = 7]", 0, 1), ("//a['3' < 2]", 1, 0)]);
}

#[test]
fn arguments_that_the_library_does_not_take() {
    let text = "<a k='1'/>";
    assert!(try_select(text, "//a[contains(1, '1')]", Mode::Konveyor).is_err());
    assert!(try_select(text, "//a[contains('1', @k)]", Mode::Konveyor).is_err());
    counts(
        text,
        &[
            ("//a[contains(@none, '')]", 0, 1),
            ("//a[not('')]", 0, 1),
            ("//a[string-length('é') = 2]", 1, 0),
            ("//a[number('1e1') = 10]", 1, 0),
        ],
    );
}

#[test]
fn nodes_as_the_library_has_them() {
    let text =
        "<?xml version='1.0'?>\n<!DOCTYPE a PUBLIC 'p' 's'>\n<a> <b/> <![CDATA[x]]>y<?go on?></a>";
    counts(
        text,
        &[
            // White space counts as a first child only.
            ("/a/text()", 3, 2),
            ("/a/text()[. = 'x']", 0, 0),
            ("/a[contains(., 'xy')]", 1, 1),
            ("/a/*", 2, 1),
            ("//go", 1, 0),
            ("//processing-instruction()", 3, 1),
            ("//processing-instruction('go')", 1, 1),
            ("//*[@public-id='p']", 0, 1),
            ("//*[@system-id='s']", 0, 1),
            ("/a/namespace::*", 0, 1),
            ("//text()[local-name() = 'y']", 1, 0),
        ],
    );
}
