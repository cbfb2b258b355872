//! Laws, limits, and that nothing panics.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use proptest::prelude::*;
use seaworthy_xml::{Document, Reading};
use seaworthy_xpath::{Budget, MAX_LENGTH, Mode, Namespaces, NodeRef, Value, XPath, XPathError};

const MODES: [Mode; 3] = [Mode::Standard, Mode::Konveyor, Mode::Mended];

fn read(text: &str, mode: Mode) -> Document {
    let reading = if mode == Mode::Konveyor { Reading::Konveyor } else { Reading::Recommendation };
    Document::read(text, reading)
}

fn select(doc: &Document, xpath: &str, mode: Mode) -> Vec<NodeRef> {
    let xpath = XPath::parse(xpath, mode).unwrap_or_else(|e| panic!("{xpath}: {e}"));
    match xpath.select(doc, &Namespaces::new(), &mut Budget::default()) {
        // Comparisons that end Konveyor's library select nothing there.
        Err(XPathError::Refused(_)) if mode == Mode::Konveyor => Vec::new(),
        selected => selected.unwrap(),
    }
}

/// Text that is often a document.
fn document() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("<a>"),
        Just("</a>"),
        Just("<b k='1'>"),
        Just("</b>"),
        Just("<c k='2' m='1'/>"),
        Just("<a/>"),
        Just("1"),
        Just("x"),
        Just(" "),
        Just("<!--1-->"),
        Just("<?a b?>"),
        Just("<![CDATA[x]]>"),
        Just("<b k='x'/>"),
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| format!("<r>{}</r>", parts.concat()))
}

/// A location path.
fn path() -> impl Strategy<Value = String> {
    let axis = prop_oneof![
        Just("child::"),
        Just("descendant::"),
        Just("descendant-or-self::"),
        Just("parent::"),
        Just("ancestor::"),
        Just("ancestor-or-self::"),
        Just("following-sibling::"),
        Just("preceding-sibling::"),
        Just("following::"),
        Just("preceding::"),
        Just("self::"),
        Just(""),
        Just("@"),
    ];
    let test = prop_oneof![
        Just("a"),
        Just("b"),
        Just("c"),
        Just("k"),
        Just("*"),
        Just("node()"),
        Just("text()"),
        Just("comment()"),
    ];
    let predicate = prop_oneof![
        4 => Just(""), 1 => Just("[1]"), 1 => Just("[last()]"), 1 => Just("[position() > 1]"), 1 => Just("[@k]"),
        1 => Just("[.//b]"), 1 => Just("[. = 'x' or @k = 1]"), 1 => Just("[not(*)]"), 1 => Just("[count(*) = 1]"),
    ];
    let step = (axis, test, predicate).prop_map(|(a, t, p)| format!("{a}{t}{p}"));
    (
        prop_oneof![Just("/"), Just("//")],
        proptest::collection::vec(step, 1..4),
        prop_oneof![Just("/"), Just("//")],
    )
        .prop_map(|(start, steps, between)| format!("{start}{}", steps.join(between)))
}

fn expression_piece() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("a"),
        Just("/"),
        Just("//"),
        Just("["),
        Just("]"),
        Just("("),
        Just(")"),
        Just("@"),
        Just("*"),
        Just("="),
        Just("!="),
        Just("<"),
        Just("and"),
        Just("or"),
        Just("div"),
        Just("-"),
        Just("+"),
        Just("|"),
        Just(","),
        Just("1"),
        Just("'x'"),
        Just("."),
        Just(".."),
        Just("::"),
        Just("ancestor"),
        Just("p:b"),
        Just("p:*"),
        Just("count("),
        Just("matches("),
        Just("substring("),
        Just("text()"),
        Just("last()"),
        Just(" "),
        Just("é"),
        Just("translate("),
        Just("concat("),
        Just("string-join("),
        Just("sum("),
        Just("not("),
        Just("'*'"),
        Just("$"),
    ]
}

proptest! {
    #[test]
    fn any_text_parses_or_not(text in any::<String>()) {
        for mode in MODES {
            let _ = XPath::parse(&text, mode);
        }
    }

    #[test]
    fn any_expression_is_evaluated(
        pieces in proptest::collection::vec(expression_piece(), 0..16),
        text in document(),
    ) {
        let expression = pieces.concat();
        for mode in MODES {
            let Ok(xpath) = XPath::parse(&expression, mode) else { continue };
            let doc = read(&text, mode);
            let namespaces = Namespaces::from([("p".to_owned(), "u".to_owned())]);
            for namespaces in [Namespaces::new(), namespaces] {
                let _ = xpath.value(&doc, &namespaces, &mut Budget::new(10_000));
                let _ = xpath.select(&doc, &namespaces, &mut Budget::new(10_000));
            }
        }
    }

    #[test]
    fn results_are_ordered_and_the_gate_is_safe(path in path(), text in document()) {
        for mode in MODES {
            let doc = read(&text, mode);
            let nodes = select(&doc, &path, mode);
            prop_assert!(nodes.is_sorted_by(|a, b| a < b), "{}", path);
            let names: Vec<&str> = doc.distinct_local_names().collect();
            let lists = XPath::parse(&path, mode).unwrap().required_names();
            let open = lists.iter().any(|list| list.iter().all(|n| names.contains(&n.as_str())));
            prop_assert!(open || nodes.is_empty(), "{} needs {:?}", path, lists);
        }
    }

    #[test]
    fn different_ways_to_ask_agree(path in path(), text in document()) {
        for mode in [Mode::Standard, Mode::Mended] {
            let doc = read(&text, mode);
            let ask = |xpath: &str| {
                let xpath = XPath::parse(xpath, mode).unwrap();
                xpath.value(&doc, &Namespaces::new(), &mut Budget::default()).unwrap()
            };
            let nodes = select(&doc, &path, mode);
            prop_assert_eq!(ask(&format!("count({path})")), Value::Number(nodes.len() as f64));
            prop_assert_eq!(ask(&format!("boolean({path})")), Value::Boolean(!nodes.is_empty()));
            prop_assert_eq!(ask(&format!("not({path})")), Value::Boolean(nodes.is_empty()));
            prop_assert_eq!(select(&doc, &format!("{path} | {path}"), mode), nodes.clone());
            prop_assert_eq!(select(&doc, &format!("({path})"), mode), nodes.clone());
            prop_assert_eq!(select(&doc, &format!("({path})[1]"), mode), nodes.first().copied().into_iter().collect::<Vec<_>>());
            prop_assert_eq!(select(&doc, &format!("({path})[last()]"), mode), nodes.last().copied().into_iter().collect::<Vec<_>>());
            prop_assert_eq!(select(&doc, &format!("{path}/self::node()"), mode), nodes.clone());
            // The first match ends a comparison early, counting does not.
            let equal = ask(&format!("{path} = 'x'"));
            let counted = ask(&format!("count(({path})[. = 'x']) > 0"));
            prop_assert_eq!(equal, counted);
        }
    }

    #[test]
    fn axes_are_what_they_are_to_each_other(text in document()) {
        let doc = read(&text, Mode::Standard);
        let s = |xpath: &str| select(&doc, xpath, Mode::Standard);
        let all = s("//node()").len() + 1;
        for node in ["//a", "//b", "//text()"] {
            for at in 1..4 {
                let count = |axis: &str| s(&format!("({node})[{at}]/{axis}::node()")).len();
                if count("self") == 1 {
                    let sum = count("self") + count("ancestor") + count("descendant") + count("following") + count("preceding");
                    prop_assert_eq!(sum, all);
                }
            }
        }
        prop_assert_eq!(s("//a/b"), s("//b[parent::a]"));
        prop_assert_eq!(s("//a//b"), s("//b[ancestor::a]"));
        prop_assert_eq!(s("//a/following::b"), s("//b[preceding::a]"));
        prop_assert_eq!(s("//a/following-sibling::b"), s("//b[preceding-sibling::a]"));
        prop_assert_eq!(s("//b/preceding-sibling::a"), s("//a[following-sibling::b]"));
    }
}

#[test]
fn expensive_expressions_end() {
    let text = format!("<r>{}</r>", "<a>x</a>".repeat(1_000));
    for mode in MODES {
        let doc = read(&text, mode);
        for bomb in [
            "//a[count(//a[count(//a) > 1]) > 1]",
            "//*[//*[//*[//*[. = 'y']]]]",
            "//a[. = //a[. = 'y' or //a = 'z']]",
            "//a/preceding-sibling::a[position() = last()]/following::a[last()]/preceding::a[last()]",
            "count(//a[string-length(concat(/, /, /, /)) = 1])",
        ] {
            let xpath = XPath::parse(bomb, mode).unwrap();
            let mut budget = Budget::new(200_000);
            let value = xpath.value(&doc, &Namespaces::new(), &mut budget);
            assert_eq!(value, Err(XPathError::TooExpensive), "{bomb}");
        }
    }
}

#[test]
fn texts_do_not_grow_without_end() {
    let doc = read("<a>xxxxxxxxxxxxxxxx</a>", Mode::Konveyor);
    let mut replaced = "string(/a)".to_owned();
    for _ in 0..40 {
        replaced = format!("replace({replaced}, '.', '$0$0')");
    }
    let joined = format!("{}'z'{}", "concat('y', ".repeat(40), ")".repeat(40));
    for (bomb, ends) in [(replaced, true), (joined, false)] {
        let xpath = XPath::parse(&bomb, Mode::Konveyor).unwrap();
        let value = xpath.value(&doc, &Namespaces::new(), &mut Budget::new(100_000));
        assert_eq!(value == Err(XPathError::TooExpensive), ends);
    }
}

#[test]
fn nesting_and_length_are_limited() {
    let deep = |open: &str, close: &str, times: usize| {
        format!("{}1{}", open.repeat(times), close.repeat(times))
    };
    for mode in MODES {
        for (open, close) in [("(", ")"), ("a[", "]"), ("not(", ")"), ("-(", ")"), ("1+(", ")")] {
            let error = XPath::parse(&deep(open, close, 5_000), mode).unwrap_err();
            assert!(error.to_string().ends_with("nested too deep"), "{error}");
            XPath::parse(&deep(open, close, 20), mode).unwrap();
        }
        let long = vec!["1"; 5_000].join(" + ");
        assert!(XPath::parse(&long, mode).unwrap_err().to_string().ends_with("nested too deep"));
        let steps = vec!["a"; 5_000].join("/");
        assert!(XPath::parse(&steps, mode).unwrap_err().to_string().ends_with("too many steps"));
        assert!(XPath::parse(&" ".repeat(MAX_LENGTH + 1), mode).is_err());
        // Chains of `or` and unions do not nest.
        let names = vec!["a"; 5_000].join(" or ");
        let doc = read("<b/>", mode);
        let xpath = XPath::parse(&format!("boolean({names})"), mode).unwrap();
        let value = xpath.value(&doc, &Namespaces::new(), &mut Budget::default());
        assert_eq!(value, Ok(Value::Boolean(false)));
        XPath::parse(&vec!["a"; 5_000].join(" | "), mode).unwrap();
    }
}

#[test]
fn deep_documents_do_not_recurse() {
    let text = "<a>".repeat(seaworthy_xml::MAX_DEPTH);
    let doc = read(&text, Mode::Standard);
    assert_eq!(
        select(&doc, "//a//a//a[not(.//b)]", Mode::Standard).len(),
        seaworthy_xml::MAX_DEPTH - 2
    );
    assert_eq!(
        select(&doc, "//a[not(a)]/ancestor::a", Mode::Standard).len(),
        seaworthy_xml::MAX_DEPTH - 1
    );
}

#[test]
fn required_names_are_conservative_and_useful() {
    for (xpath, lists) in [
        ("//a/b[@k='1']", vec![vec!["a", "b", "k"]]),
        ("//a | /b", vec![vec!["a"], vec!["b"]]),
        ("/*[local-name()='web-app']", vec![vec!["web-app"]]),
        ("//a[b or c]", vec![vec!["a", "b"], vec!["a", "c"]]),
        ("//a[not(b)]", vec![vec!["a"]]),
        ("//a[count(b)=0]", vec![vec!["a"]]),
        ("//a[b != c]", vec![vec!["a"]]),
        ("//a[(b and c)]", vec![vec!["a", "b", "c"]]),
        ("//*", vec![vec![]]),
        ("//text()[local-name()='x']", vec![vec![]]),
        ("count(//a)", vec![vec![]]),
        ("(//a)[b]/c", vec![vec!["a", "b", "c"]]),
    ] {
        assert_eq!(XPath::parse(xpath, Mode::Konveyor).unwrap().required_names(), lists, "{xpath}");
    }
}
