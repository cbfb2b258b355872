use regex::Regex;

use super::{Dialect, translate};
use crate::compile_re2;

fn re2(pattern: &str, text: &str) -> Option<String> {
    let regex = compile_re2(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    regex.find(text).map(|found| found.as_str().to_owned())
}

fn found(pattern: &str, text: &str, expected: &str) {
    assert_eq!(re2(pattern, text).as_deref(), Some(expected), "{pattern}");
}

fn absent(pattern: &str, text: &str) {
    assert_eq!(re2(pattern, text), None, "{pattern}");
}

#[test]
fn a_bare_brace_is_itself() {
    found(r"\${VAULT::", "x=${VAULT::a", "${VAULT::");
    found("type={Page}", "a type={Page}", "type={Page}");
    found("a{,2}", "aaa{,2}", "a{,2}");
    found("a{02}", "aa{02}", "a{02}");
    found("a{2}", "aaa", "aa");
    found("a{2,}?", "aaa", "aa");
    found("}]", "x}]", "}]");
}

#[test]
fn classes_are_ascii_and_their_operators_are_characters() {
    found(r"\d+", "٣4", "4");
    found(r"\w+", "éa_1", "a_1");
    absent(r"\s", "\u{a0}\u{b}");
    found("[a&&b]+", "&", "&");
    found("[^<[]+", "[<ab", "ab");
    found("[a~~c-]+", "~-", "~-");
    found("[]a]+", "a]", "a]");
    found("[^]a]", "]ab", "b");
    found(r"[\d-z]+", "z-4", "z-4");
    found("[[:word:].]+", "é a.b", "a.b");
    found("[[:^digit:]]+", "1ab", "ab");
    found(r"[\]\[]+", "a[]", "[]");
    found("[#-&]+", "!$%", "$%");
    found("(?i)[a-c]+", "XaBz", "aB");
}

#[test]
fn escapes_have_the_meaning_of_re2() {
    found(r"\<a\>", "<a>", "<a>");
    found(r"\Qa.b\E.", "axb a.bc", "a.bc");
    found(r"\Qa.b", "a.b", "a.b");
    found(r"\101\060", "A0", "A0");
    found(r"\0", "\0", "\0");
    found(r"\x41\x{42}", "AB", "AB");
    found(r"\pL+", "1é", "é");
    found(r"\p{^Greek}", "αb", "b");
    found(r"\P{^Greek}", "bα", "α");
    found(r"\_\-\/\#", "_-/#", "_-/#");
    found(r"\bfoo\b", "éfoo", "foo");
}

#[test]
fn what_re2_refuses_is_refused() {
    for pattern in [
        "a**",
        "a+*",
        "a{2}{3}",
        "a{1001}",
        "(?=a)",
        "(?<!a)",
        r"(a)\1",
        r"\Z",
        r"\8",
        r"\y",
        r"a\",
        "(?>a)",
        "(?x)a",
        "(",
        ")",
        "[a",
        "*a",
        "a|*",
        r"[a-\d]",
        "[b-a]",
        "[[:nope:]]",
        r"\pN{",
        "a++",
        r"[\b]",
        r"\u0041",
        "(?P<n>a)(?P<n>b)",
    ] {
        if pattern == r"\pN{" {
            found(pattern, "4{", "4{");
            continue;
        }
        assert!(compile_re2(pattern).is_err(), "{pattern}");
    }
}

#[test]
fn look_around_is_left_out_of_the_superset() {
    let translated = translate(r"foo(?!\.(bar|baz))x(?<=[)]y)(a)\1++", Dialect::DotNet);
    assert!(translated.is_err(), "possessive");
    let translated = translate(r"foo(?!\.(bar|baz))x(?<=[)]y)(a)\1", Dialect::DotNet).unwrap();
    assert!(translated.backtracks);
    assert_eq!(translated.superset, "foo(?:)x(?:)(a)(?s:.*?)");
    assert_eq!(translated.flat, r"foo(?:\.(bar|baz))x(?:[\)]y)(a)(?s:.*?)");
    assert!(Regex::new(&translated.superset).is_ok());
    let possessive = translate("a++b", Dialect::PcreLine).unwrap();
    assert_eq!((possessive.text.as_str(), possessive.superset.as_str()), ("a++b", "a+b"));
}

#[test]
fn a_line_at_a_time_nothing_matches_its_end() {
    for (pattern, text, expected) in [
        ("a[^x]*", "ab\ncx", "ab"),
        (r"a\W*", "a-\n-", "a-"),
        (r"a[\W]*", "a-\n-", "a-"),
        ("a[[:space:]]*", "a \n ", "a "),
        ("a(?s:.*)", "ab\nc", "ab"),
        (r"^b\Z", "a\nb\nc", "b"),
        (r"\Ab\z", "a\nb\nc", "b"),
        ("b$", "a\nb\nc", "b"),
        (r"a\H+", "ab\nc d", "ab"),
    ] {
        let translated = translate(pattern, Dialect::PcreLine).unwrap();
        let regex = Regex::new(&translated.text).unwrap();
        assert_eq!(regex.find(text).map(|m| m.as_str()), Some(expected), "{}", translated.text);
    }
}
