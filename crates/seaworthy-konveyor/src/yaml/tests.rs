use super::*;

fn read(text: &str) -> Node<'_> {
    parse(text, false).unwrap().unwrap()
}

#[test]
fn scalars_have_the_types_of_yaml_1_1() {
    let list = read("[yes, Off, y, 0x1F, 010, 0o10, 1_000, 08, 1.10, 1e3, ~, '1', 1.2.3, -a, .5]");
    let shown: Vec<String> = list
        .list()
        .unwrap()
        .iter()
        .map(|n| match &n.kind {
            Kind::Bool(b) => format!("b{b}"),
            Kind::Int(i) => format!("i{i}"),
            Kind::Float(f) => format!("f{}", float_text(*f)),
            Kind::Text(t) => format!("t{t}"),
            Kind::Null => "null".to_owned(),
            _ => "?".to_owned(),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "btrue", "bfalse", "btrue", "i31", "i8", "i8", "i1000", "f8", "f1.1", "f1000", "null",
            "t1", "t1.2.3", "t-a", "f0.5"
        ]
    );
}

#[test]
fn floats_are_written_as_go_writes_them() {
    for (value, text) in [(1e21, "1e+21"), (1.5e-7, "1.5e-07"), (100.0, "100"), (0.25, "0.25")] {
        assert_eq!(float_text(value), text);
    }
}

#[test]
fn places_are_bytes_and_lines() {
    let text = "é: ü\nkey: [a, bc]\n";
    let node = read(text);
    let value = node.get("key").unwrap();
    assert_eq!((value.line, value.list().unwrap()[1].span.of(text)), (2, "bc"));
}

#[test]
fn the_last_of_equal_keys_wins_and_merged_keys_come_last() {
    let node = read("base: &b {x: 1, z: 2}\nuse:\n  <<: *b\n  z: 3\n  z: 4\n");
    let used = node.get("use").unwrap();
    assert_eq!(used.get("z").unwrap().int(), Some(4));
    assert_eq!(used.get("x").unwrap().int(), Some(1));
    assert_eq!(used.map().unwrap().len(), 2);
}

#[test]
fn mappings_of_many_keys_keep_them_unique() {
    let lines: Vec<String> = (0..200).map(|i| format!("k{}: {i}", i % 100)).collect();
    let text = lines.join("\n");
    let node = read(&text);
    assert_eq!(node.map().unwrap().len(), 100);
    assert_eq!(node.get("k7").unwrap().int(), Some(107));
}

#[test]
fn a_collection_is_no_key() {
    let failure = parse("a: {{x}}\n", false).unwrap_err();
    assert!(failure.message.contains("invalid map key"), "{failure:?}");
}

#[test]
fn aliases_that_explode_are_one_error() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..12 {
        let inner = format!("*a{}, ", i - 1).repeat(10);
        text.push_str(&format!("a{i}: &a{i} [{inner}]\n"));
    }
    assert!(parse(&text, false).unwrap_err().message.contains("aliases"));
}

#[test]
fn aliases_cannot_nest_deeper_than_text() {
    let mut text = format!("a0: &a0 {}{}\n", "[".repeat(100), "]".repeat(100));
    for i in 1..50 {
        let inner = format!("{}*a{}{}", "[".repeat(50), i - 1, "]".repeat(50));
        text.push_str(&format!("a{i}: &a{i} {inner}\n"));
    }
    assert!(parse(&text, false).is_err());
    assert!(parse(&"- ".repeat(5000), false).is_err());
    assert!(parse(&"[".repeat(100_000), false).is_err());
    assert!(parse("a: &a [*a]\n", false).is_err());
}

#[test]
fn only_the_first_document_counts() {
    assert_eq!(read("- a\n---\n- b\n- c\n").list().unwrap().len(), 1);
    assert!(parse("a: 1\n", true).unwrap().is_none());
    assert!(parse("", false).unwrap().is_none());
}

#[test]
fn texts_that_would_change_their_type_are_not_plain() {
    for text in [
        "yes",
        "1",
        "1.0",
        "~",
        "",
        "2020-01-02",
        "2020-1-2T3:4:5.6+07:00",
        "2020-02-29 3:4:5",
        "12:30",
        "0x1",
        "null",
        "1e5",
    ] {
        assert!(!is_plain_text(text), "{text}");
    }
    for text in ["a", "1.2.3", "2020-01", "2020-13-01", "2020-01-01 x", "12:99", "yes please", "-x"]
    {
        assert!(is_plain_text(text), "{text}");
    }
}

#[test]
fn tabs_after_colons_are_read_as_go_reads_them() {
    let text = "- a:\t1\n  b: |\n    x:\ty\n  c:\t\tz\n";
    let node = read(text);
    let item = &node.list().unwrap()[0];
    assert_eq!(item.get("a").unwrap().int(), Some(1));
    assert_eq!(item.get("b").unwrap().text(), Some("x:\ty\n"));
    let c = item.get("c").unwrap();
    assert_eq!((c.text(), c.span.of(text), c.line), (Some("z"), "z", 4));
}

#[test]
fn lines_of_quoted_texts_may_stand_anywhere() {
    let text = "- a: 'one\n\ntwo ''x''\n\tthree'\n  b: \"four \\\"\nfive\"\n  c: end\n";
    let node = read(text);
    let item = &node.list().unwrap()[0];
    assert_eq!(item.get("a").unwrap().text(), Some("one\ntwo 'x' three"));
    assert_eq!(item.get("b").unwrap().text(), Some("four \" five"));
    let c = item.get("c").unwrap();
    assert_eq!((c.span.of(text), c.line), ("end", 7));
    let failure = parse("- a: 'one\ntwo'\n  b: [\n", false).unwrap_err();
    assert!(failure.at > 15, "{failure:?}");
}

#[test]
fn lines_inside_of_brackets_may_stand_anywhere() {
    let text = "- a: [\nx,\n  y\n]\n  b: {\n c: d}\n  e: end\n";
    let node = read(text);
    let item = &node.list().unwrap()[0];
    assert_eq!(item.get("a").unwrap().list().unwrap().len(), 2);
    assert_eq!(item.get("b").unwrap().get("c").unwrap().span.of(text), "d");
    assert_eq!(item.get("e").unwrap().span.of(text), "end");
    assert!(parse("- a: [\nb\n", false).is_err());
}

proptest::proptest! {
    #[test]
    fn mended_texts_keep_their_places(lines in proptest::collection::vec("[ \t]{0,3}[a-c]{1,3}", 1..5)) {
        let text = format!("- x: '{}'\n  end:\tq\n", lines.join("\n"));
        if let Ok(Some(node)) = parse(&text, false) {
            let end = node.list().unwrap()[0].get("end").unwrap().span;
            proptest::prop_assert_eq!(end.of(&text), "q");
        }
    }

    #[test]
    fn any_text_parses_or_fails(text in "[-a-z:&*<>{}\\[\\]'\"#|\\n !é,?%@0-9.]{0,80}") {
        if let Ok(Some(node)) = parse(&text, false) {
            let _ = node.shown();
        }
    }
}
