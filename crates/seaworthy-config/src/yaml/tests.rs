use seaworthy_facts::ParseOutcome;

use crate::testing::{facts, keys, problems, row};

#[test]
fn nested_keys_lists_and_documents() {
    let text = "server:\n  port: 8081\n  'quoted key': \"a\\tb\"\nspring.datasource.url: jdbc:h2:mem\nnames:\n  - é\n  - {a: 1, b: ~}\nnone:\nempty: {}\n---\nserver:\n  port: 9090\n";
    let rows = [
        ("server.port", "8081", 2),
        ("server.quoted key", "a\tb", 3),
        ("spring.datasource.url", "jdbc:h2:mem", 4),
        ("names.0", "é", 6),
        ("names.1.a", "1", 7),
        ("names.1.b", "", 7),
        ("none", "", 8),
        ("empty", "", 9),
        ("server.port", "9090", 12),
    ];
    assert_eq!(keys("a.yml", text), rows.map(row));
    assert!(problems("a.yml", text).is_empty());
}

#[test]
fn windows_line_ends_and_wide_characters_keep_places() {
    let text = "a: 'ü€𝄞'\r\nb:\r\n  - x\r\n  - y\r\n";
    assert_eq!(keys("a.yml", text), [("a", "ü€𝄞", 1), ("b.0", "x", 3), ("b.1", "y", 4)].map(row));
    let read = facts("a.yml", text);
    assert_eq!(read.facts[2].span.of(text), "y");
}

#[test]
fn block_scalars_are_one_value() {
    let text = "run: |\n  one\n  two\nnext: >-\n  a\n  b\n";
    assert_eq!(keys("a.yml", text), [("run", "one\ntwo\n", 2), ("next", "a b", 5)].map(row));
}

#[test]
fn merges_give_keys_that_are_not_overridden() {
    let text = "default: &d\n  adapter: pg\n  pool: 5\nprod:\n  <<: *d\n  pool: 9\ncopy: *d\n";
    let mut read = keys("database.yml", text);
    read.sort();
    let mut rows = [
        ("default.adapter", "pg", 2),
        ("default.pool", "5", 3),
        ("prod.adapter", "pg", 2),
        ("prod.pool", "9", 6),
        ("copy.adapter", "pg", 2),
        ("copy.pool", "5", 3),
    ]
    .map(row);
    rows.sort();
    assert_eq!(read, rows);
}

#[test]
fn an_alias_bomb_is_cut() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..12 {
        let refs = vec![format!("*a{}", i - 1); 10].join(", ");
        text += &["a", &i.to_string(), ": &a", &i.to_string(), " [", &refs, "]\n"].concat();
    }
    text.push_str("last: here\n");
    let read = keys("bomb.yaml", &text);
    assert!(read.len() < 12_000, "{}", read.len());
    assert!(read.contains(&row(("last", "here", 13))));
    assert!(problems("bomb.yaml", &text)[0].contains("SW0205"));
}

#[test]
fn an_alias_to_its_own_parent_ends() {
    let text = "a: &a\n  b: *a\n  <<: *a\n  c: 1\n";
    assert!(keys("x.yaml", text).contains(&row(("a.c", "1", 4))));
}

#[test]
fn deep_nesting_ends() {
    for open in ["[", "- ", "{a: ", "? "] {
        let text = open.repeat(100_000);
        assert!(facts("x.yaml", &text).facts.len() < 10);
    }
}

#[test]
fn broken_yaml_keeps_what_came_before() {
    let text = "a: 1\nb:\n  c: 2\n d: [\n";
    let read = keys("x.yaml", text);
    assert!(read.contains(&row(("a", "1", 1))) && read.contains(&row(("b.c", "2", 3))), "{read:?}");
    assert_eq!(facts("x.yaml", text).outcome, ParseOutcome::PartlyParsed(1));
    assert!(
        problems("x.yaml", text)[0].starts_with("SW0204 x.yaml:4:"),
        "{:?}",
        problems("x.yaml", text)
    );
}

#[test]
fn lines_after_an_error_are_scanned() {
    let text = "a:\n  b: 1\n  c: x: y\n  d:\n    - e: 2\n  f: |\n    not: key\ng: 3\n";
    let expected = [("a.b", "1", 2), ("a.c", "x", 3), ("a.d.0.e", "2", 5), ("g", "3", 8)];
    assert_eq!(keys("x.yaml", text), expected.map(row));
    let read = facts("x.yaml", text);
    assert_eq!(read.outcome, ParseOutcome::PartlyParsed(1));
    let guessed: Vec<_> =
        read.facts.iter().map(|f| f.flags.has(seaworthy_facts::FactFlags::FALLBACK)).collect();
    assert_eq!(guessed, [false, false, true, true]);
}

#[test]
fn templates_are_scanned() {
    let text = "{{- if .Values.on }}\nspec:\n  ports:\n  - port: {{ .Values.port }}\n    name: http # c\n  - port: 81\n  type: ClusterIP\n{{- end }}\nlist:\n  - a\n  - \"b\"\n";
    let rows = [
        ("spec.ports.0.port", "{{ .Values.port }}", 4),
        ("spec.ports.0.name", "http", 5),
        ("spec.ports.1.port", "81", 6),
        ("spec.type", "ClusterIP", 7),
        ("list.0", "a", 10),
        ("list.1", "b", 11),
    ];
    assert_eq!(keys("chart/templates/service.yaml", text), rows.map(row));
    assert_eq!(facts("chart/templates/service.yaml", text).outcome, ParseOutcome::Scanned);
}

#[test]
fn braces_of_a_template_are_a_value() {
    let text = "image: {{ .Values.image }}\nnext: 1\n";
    assert_eq!(
        keys("v.yaml", text),
        [("image", "{{ .Values.image }}", 1), ("next", "1", 2)].map(row)
    );
}
